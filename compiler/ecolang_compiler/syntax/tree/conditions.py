"""Conditions: what must hold."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang_compiler.syntax.tree.base import Comments, ItemName, Name, Node


@frozen
class Test(Node):
    """What is said of a value.

    op: is (any of), all (均为), is_not, ge (以上/不少于), le (以下/不超过), gt (超过), lt (不满), yes, no.
    """

    op: str
    values: tuple[Any, ...] = ()  # str (a value's name), Decimal, bool, ISO date as "2026-03-02"


@frozen
class FieldTest(Node):
    """A field of the event at hand, or 最近一次/首次 of another: `which` last | first."""

    field: Name
    test: Test
    which: str | None = None
    event: Name | None = None


@frozen
class FactTest(Node):
    fact: Name
    test: Test


@frozen
class Given(Node):
    """写明 FIELD: it is there and not empty."""

    field: Name


@frozen
class EventPattern(Node):
    """An event, with a condition over its own fields in brackets."""

    event: Name
    guard: Any = None  # Condition | None


@frozen
class InStage(Node):
    """One or several stages or groups joined by 、 (any)."""

    stages: tuple[Name, ...]


@frozen
class OnEvent(Node):
    """The event at hand: a bare event in a head. In EVENT后 `after` is not kept: both mean the same."""

    pattern: EventPattern


@frozen
class Happened(Node):
    """已 EVENT / 未 EVENT [其后未 EVENT], optionally with the role that the drafter names."""

    pattern: EventPattern
    negated: bool = False
    then_not: EventPattern | None = None


@frozen
class Overdue(Node):
    """逾期未 EVENT."""

    event: Name


@frozen
class DutyOpen(Node):
    """尚应 EVENT: a duty to do it is open."""

    event: Name


@frozen
class CountTest(Node):
    """EVENT 已满 / 不满 / 超过 / 不超过 N 次; `in_case` counts over the whole case (本案)."""

    pattern: EventPattern
    op: str  # ge lt gt le
    number: int
    in_case: bool = False


@frozen
class PeriodTest(Node):
    """PERIOD 未开始 / 进行中 / 中止 / 已届满 / 未届满 / 已满."""

    period: Name
    state: str  # not_started running suspended lapsed not_lapsed reached


@frozen
class DefinitionUse(Node):
    name: Name
    negated: bool = False


@frozen
class Signed(Node):
    """DOC 经 ROLE 签字 / 未经 ROLE 签字."""

    document: Name
    role: Name
    negated: bool = False


@frozen
class HasItem(Node):
    """DOC 载有「…」: an item by its words."""

    document: Name
    item: str
    negated: bool = False


@frozen
class ItemTest(Node):
    """DOC 所载“ITEM” 在 N 以上: a number, day or word that stands in a document."""

    item: ItemName
    test: Test


@frozen
class ByActor(Node):
    """由 ROLE 作出."""

    role: Name


@frozen
class OverTracks(Node):
    """任一 / 全体 / 其他任一 / 其他全体 ROLE + condition. q: any all any_other all_other."""

    q: str
    role: Name
    of: Any


@frozen
class Always(Node):
    """No condition (an item of grounds that always holds is not allowed; used for 逾期 branches' remainder)."""


@frozen
class And(Node):
    parts: tuple[Any, ...]


@frozen
class Or(Node):
    parts: tuple[Any, ...]


@frozen
class Unless(Node):
    """condition，除非 condition."""

    of: Any
    exception: Any


@frozen
class ListItem(Node):
    """One numbered (or unnumbered: number None) item of a list of conditions."""

    number: int | None
    of: Any
    comments: Comments = field(default=Comments(), eq=False)


@frozen
class Listed(Node):
    """有下列情形之一 (every=False) / 同时符合下列条件 (every=True)."""

    items: tuple[ListItem, ...]
    every: bool = False


Condition = (
    FieldTest | FactTest | Given | InStage | OnEvent | Happened | Overdue | DutyOpen | CountTest | PeriodTest
    | DefinitionUse | Signed | HasItem | ItemTest | ByActor | OverTracks | Always | And | Or | Unless | Listed
)  # fmt: skip
