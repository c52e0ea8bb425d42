"""Case tests."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree.base import Comments, Name, Node


@frozen
class CaseEvent(Node):
    """DATE[ HH:MM]，[PARTY、PARTY|ROLE] EVENT[，FIELD为VALUE…][，依据 REF][，就 PART].

    Also DATE，FACT 为 VALUE: a fact known from that day. `by` are roles (or 由 PARTY), `parties` the holders that it
    concerns, `fields` (name, value), `each` (party, name, value). One entry of `documents` a document.
    """

    day: str
    time: str | None = None
    event: Name | None = None
    by: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()
    each: tuple[tuple[str, str, Any], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    documents: tuple[Any, ...] = ()
    steps: tuple[int, ...] | None = None
    ground: Ref | None = None
    part: str | None = None
    received: str | None = None
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class CaseDocument(Node):
    """DOC 齐全 (complete) / DOC 缺少「…」、（三） (missing) / DOC 经甲、乙签字 / 甲拒绝在 DOC 上签字 / 甲已在 DOC 中
    注明 / DOC 所载“ITEM”为… / DOC 所载“ITEM”的“COLUMN”为….

    `missing`: an item's words, or its number in digits. `values`: (item, value); `rows`: (item, column, value by row).
    """

    document: Name
    complete: bool = False
    missing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()
    values: tuple[tuple[str, Any], ...] = ()
    rows: tuple[tuple[str, str, tuple[Any, ...]], ...] = ()


@frozen
class Expect(Node):
    """One expectation; beside `kind` the fields are filled as the kind needs.

    kind: stage (阶段为), outcome (结局为), no_findings (没有问题), finding, duty, no_duty, permitted, not_permitted,
    period, period_state, count (`state` "case": 本案), missing (缺少), over (案件已结), not_over,
    provisional (结果暂定), turns_on (取决于理解【…】), effectless (EVENT无效果).
    """

    kind: str
    party: str | None = None
    name: Name | None = None  # stage, event, period, fact
    part: str | None = None
    degree: str | None = None  # violation 违反 | caution 偏离 | note 提示
    ref: Ref | None = None
    finding: str | None = None  # a Finding.kind
    role: Name | None = None
    due: str | None = None
    since: str | None = None
    days: int | None = None
    number: int | None = None
    state: str | None = None
    text: str | None = None


@frozen
class CaseCheck(Node):
    """截至DATE：expectations."""

    day: str
    expects: tuple[Expect, ...]
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class CaseNode(Node):
    """案例【title】 with parties, facts, readings, events and checks in order."""

    title: str
    parties: tuple[tuple[str, str], ...] = ()  # (holder, role)
    readings: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    steps: tuple[Any, ...] = ()  # CaseEvent | CaseCheck, in order
    comments: Comments = field(default=Comments(), eq=False)
