"""Sentences of an article, readings and settings."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree.base import Comments, Node


@frozen
class Mark(Node):
    """（一款）、（五项）、（四项（三）） before a sentence."""

    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None


@frozen
class Sentence(Node):
    """One sentence of an article: its mark, its rule name (【…】), and its rules in order (parts joined by ；).

    A head before a colon, or before the first of several parts, governs all the parts: the builder leaves it in `when`.
    """

    rules: tuple[Any, ...]
    mark: Mark | None = None
    name: str | None = None
    when: Any = None  # a head common to all the parts
    formerly: Ref | None = None  # 原第…条
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Replacement(Node):
    """【name】改为：sentence。 / 【name】不适用。 / 另加：sentence。 / 工作日、期间、办理改为：…。"""

    target: str | None  # rule name; None: an addition or a setting
    sentence: Sentence | None = None
    setting: Any = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class AlternativeNode(Node):
    """另一理解【name】：text。 with what it changes."""

    name: str
    text: str
    replacements: tuple[Replacement, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class ReadingNode(Node):
    """理解【name】：question 本文理解为：text。 另一理解【name】：…"""

    name: str
    question: str
    text: str
    alternatives: tuple[AlternativeNode, ...] = ()
    comments: Comments = field(default=Comments(), eq=False)
    text_comments: Comments = field(default=Comments(), eq=False)


@frozen
class Setting(Node):
    """A setting; `value` by kind.

    source: a path. in_force: a day as YYYY-MM-DD, or prose. validity: the last day, or an Amount and
    which day is counted first (same, next). ceases: the first day without it. repeals: titles. zone: a name.
    calendars: names.
    periods: sorted pairs of start, roll, month_end and what each is. handling: the role's Name, or None (按全案办理).
    days_off, work_days: pairs of a day and a reason.
    """

    kind: str
    value: Any
    comments: Comments = field(default=Comments(), eq=False)
