"""What follows, and the branches of a rule."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang_compiler.syntax.tree.base import Comments, Name, Node
from ecolang_compiler.syntax.tree.conditions import EventPattern, FieldTest


@frozen
class Enter(Node):
    """进入 STAGE [（全体）]."""

    stage: Name
    everyone: bool = False


@frozen
class Deem(Node):
    """视为 EVENT（…） or 视为[不] FIELD (of the act at hand)."""

    event: EventPattern | None = None
    field: FieldTest | None = None


@frozen
class Fork(Node):
    """就 PART 另行办理，自 STAGE 开始. `part` is prose kept as a name."""

    part: str
    stage: Name


@frozen
class ChangePeriod(Node):
    """PERIOD 中止[，最长 N 日] / 恢复[，限于因 EVENT 的中止] / 重新起算 / 终结 / 提前届满.

    EVENT 期限…: `event` is the act whose duty's period is meant. `causes`: of a resumption, the events whose
    suspensions it ends; none: all of them.
    """

    op: str  # suspend resume restart end hasten
    period: Name | None = None
    event: Name | None = None
    cap: int | None = None
    causes: tuple[Name, ...] = ()


@frozen
class Branch(Node):
    """COND的，consequences. late: 逾期的; otherwise a condition over the act's fields (None: 否则 / done)."""

    consequences: tuple[Any, ...]
    when: Any = None
    late: bool = False
    number: int | None = None
    comments: Comments = field(default=Comments(), eq=False)
