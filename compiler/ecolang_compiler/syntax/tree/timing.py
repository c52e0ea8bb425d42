"""Demands of time."""

from __future__ import annotations

from attrs import frozen

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree.base import ItemName, Name, Node
from ecolang_compiler.syntax.tree.conditions import EventPattern


@frozen
class Amount(Node):
    """N units. unit: day workday month year hour. source: the fact, field or item that holds the number, which is then
    0."""

    number: int
    unit: str
    source: Name | ItemName | None = None


@frozen
class Manner(Node):
    """How a period is counted, where it is not as the settings say. start: next, same, next_hour; calendar: the layers
    by which days off are known; runs_on: also while time stands still."""

    start: str | None = None
    calendar: tuple[str, ...] = ()
    runs_on: bool = False


@frozen
class Within(Node):
    """自[首次|最近一次] EVENT 之日起 N UNIT 内 [（依 REF）]; period: 自 PERIOD 届满之日起; neither: 自此之日起
    (the duty's opening)."""

    amount: Amount
    event: EventPattern | None = None
    which: str | None = None  # first | last | None
    roll: str | None = None  # 末日不顺延: none; 末日顺延: next_working
    cite: Ref | None = None
    period: Name | None = None
    received: bool = False  # 自收到 EVENT 之日起: from the day on which it was received
    manner: Manner | None = None


@frozen
class Before(Node):
    """在[首次|每次] EVENT 前 / 在 FIELD [倒数] N UNIT 前. clear False: 倒数."""

    event: EventPattern | None = None
    field: Name | None = None
    amount: Amount | None = None
    clear: bool = True
    first: bool = False
    cite: Ref | None = None
    manner: Manner | None = None


@frozen
class Inside(Node):
    """在 PERIOD 内."""

    period: Name
    cite: Ref | None = None


@frozen
class NotLaterThan(Node):
    """不迟于 EVENT 的 FIELD, 不迟于 DOC 所载“ITEM”."""

    field: Name | None = None
    event: Name | None = None
    cite: Ref | None = None
    item: ItemName | None = None


@frozen
class RowByRow(Node):
    """按 DOC 所载“ITEM”的“COLUMN”逐期: once for each row of a schedule, by the day in its column."""

    schedule: ItemName
    column: str
    cite: Ref | None = None


@frozen
class Promptly(Node):
    """及时 [（参考 N UNIT）]."""

    reference: Amount | None = None


@frozen
class AfterFull(Node):
    """自 EVENT 之日起满 N UNIT 后方可; period: 自 PERIOD 届满之日起."""

    amount: Amount
    event: EventPattern | None = None
    which: str | None = None
    cite: Ref | None = None
    period: Name | None = None
    received: bool = False
    manner: Manner | None = None
