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
    """【name】改为：sentence。 / 【name】不适用。 / 另加：sentence。 / 工作日改为：…。 / 期间改为：…。 /
    办理改为：…。"""

    target: str | None  # rule name; None: an addition or a setting
    sentence: Sentence | None = None
    setting: Any = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class AlternativeNode(Node):
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
    """A setting by kind: source, in_force, repeals, zone, calendars, periods, handling, days_off, work_days.
    `value` depends on the kind:
    source str; in_force ISO date or prose; repeals tuple[str]; zone str; calendars tuple[str]; periods dict
    start/roll/month_end as sorted pairs;
    handling role Name or None (按全案办理); days_off and work_days tuple of (ISO date, reason)."""

    kind: str
    value: Any
    comments: Comments = field(default=Comments(), eq=False)
