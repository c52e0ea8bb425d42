"""The rows of a policy as the engine meets them: numbered, with their conditions as functions and what they say made
once. Immutable after `tables` has filled them in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ecolang.program import (
    ActorRule,
    Allowance,
    CountLimit,
    Deadline,
    Deeming,
    Duty,
    Edge,
    Ground,
    Period,
    PeriodOp,
    Power,
    Prohibition,
)
from ecolang.time import Calendar, Counting
from ecolang_runtime.compiled.dated import Dated
from ecolang_runtime.verdict import Effect

if TYPE_CHECKING:
    from ecolang_runtime.compiled.event_row import EventRow
    from ecolang_runtime.compiled.machine import Machine
    from ecolang_runtime.compiled.state import Record, Track


class Answer(Protocol):
    """A condition's function: True, False or None."""

    def __call__(self, m: Machine, t: Track, r: Record | None, /) -> bool | None: ...


class Guard:
    """A condition of a rule, and how to name what is missing where it is unknown."""

    __slots__ = (
        "answer", "cite", "names", "norm",
    )  # fmt: skip

    def __init__(self, answer: Answer, names: Callable[..., tuple[str, ...]], cite: str, norm: str) -> None:
        self.answer = answer
        self.names = names
        self.cite = cite
        self.norm = norm


class DeadlineRow:
    """A demand of time. `fixed`: its day depends on the moment that it counts from and on nothing else; `quick`: and
    is counted forward from it."""

    __slots__ = (
        "amount",
        "amount_at",
        "anchor",
        "anchor_event",
        "anchor_field",
        "anchor_tally",
        "backward",
        "calendar",
        "cite",
        "counting",
        "dates",
        "first",
        "fixed",
        "kind",
        "lapsed",
        "next",
        "of_period",
        "on",
        "others",
        "planned",
        "quick",
        "reached",
        "received",
        "row",
        "still",
        "timed",
        "twins",
        "wakes",
    )  # fmt: skip

    def __init__(self, row: Deadline) -> None:
        self.row = row
        self.kind = row.kind
        self.cite = row.cite
        self.anchor = row.anchor.kind
        self.anchor_event = -1  # the event's number, of an anchor that is an event
        self.anchor_tally = -1
        self.anchor_field: tuple[int, str] | None = None
        self.first = row.anchor.which == "first"
        self.next = row.anchor.which == "next"
        self.received = row.anchor.received
        self.still: tuple[tuple[str, str, str], ...] = ()  # the stretches on which it stands still
        self.planned: tuple[int, str] | None = None
        self.of_period: PeriodRow | None = None
        self.amount = row.amount
        self.amount_at: tuple[Callable[..., Any], Callable[..., tuple[str, ...]]] | None = None
        self.timed = row.amount is not None or row.amount_from is not None
        self.backward = row.kind == "before" and row.anchor.kind == "event"
        self.counting: Counting
        self.calendar: Calendar
        self.dates: dict[Any, Dated] = {}
        self.on: dict[int, Dated] = {}
        self.fixed = self.quick = False
        self.twins: tuple[tuple[int, DeadlineRow], ...] = ()  # the same demand under other readings, by their bit
        self.others: tuple[tuple[int, DeadlineRow], ...] = ()  # and under those that take the day from a field
        self.reached = False  # whether some rule asks whether its last day has come
        self.wakes = row.kind != "prompt" or self.timed
        self.lapsed = Effect("lapsed")


class DutyRow:
    """A duty. `anchors`: the events that its demands wait for; `fixed`: its days change only with `dating`."""

    __slots__ = (
        "acts",
        "anchor_events",
        "cite",
        "closed",
        "concerns",
        "dating",
        "deadlines",
        "discharged",
        "events",
        "fixed",
        "id",
        "looks_back",
        "names",
        "number",
        "opened",
        "partial",
        "place",
        "row",
        "shown",
        "staged",
        "stages", "standing", "undated", "when",
    )  # fmt: skip

    def __init__(self, row: Duty, number: int) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.number = number
        self.deadlines: tuple[DeadlineRow, ...] = ()
        self.acts: tuple[tuple[int, Guard | None], ...] = ()
        self.events: frozenset[int] = frozenset()
        self.anchor_events: frozenset[int] = frozenset()
        self.concerns: frozenset[int] = frozenset()  # the events of both
        self.dating: frozenset[int] = frozenset()  # the events from which a last day is read
        self.names = tuple(act.event for act in row.acts)
        self.staged = row.open.kind == "stage"
        self.stages: frozenset[int] | None = None
        self.when: Guard | None = None
        self.undated = False
        self.looks_back = False
        self.fixed = False
        self.place = 0
        self.standing = Standing("permitted", (), row.cite, row.id)
        self.opened = Effect("opened", row.cite, row.id)
        self.discharged = Effect("discharged", row.cite, row.id)
        self.closed = Effect("closed", row.cite, row.id)
        self.partial = Effect("partial", row.cite, row.id)
        self.shown: dict[Any, Any] = {}  # rows of verdicts, here and below by what varies in them


class AllowanceRow:
    """An approved excess: its acts as (event, guard)."""

    __slots__ = (
        "approval", "guard", "number_at", "refusal", "request", "row",
    )  # fmt: skip

    def __init__(self, row: Allowance) -> None:
        self.row = row
        self.guard: Guard | None = None
        self.approval: tuple[int, Guard | None] | None = None
        self.request: tuple[int, Guard | None] | None = None
        self.refusal: tuple[int, Guard | None] | None = None
        self.number_at: tuple[Callable[..., Any], Callable[..., tuple[str, ...]]] | None = None


class PeriodRow:
    """A named period."""

    __slots__ = (
        "allowances", "cite", "deadline", "fixed", "full", "id", "lapsed", "limit_stages", "limited",
        "number", "place", "row", "shown", "started", "whole",
    )  # fmt: skip

    def __init__(self, row: Period, number: int) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.number = number
        self.deadline: DeadlineRow
        self.allowances: tuple[AllowanceRow, ...] = ()
        self.limit_stages: frozenset[int] | None = None
        self.limited = row.limit_degree is not None
        self.whole = row.scope == "case"
        self.fixed = False
        self.place = 0
        self.started = Effect("started", row.cite, row.id)
        self.full = Effect("full", row.cite, row.id)
        self.shown: dict[Any, Any] = {}
        self.lapsed = Effect("lapsed", row.cite, row.id)


class OpRow:
    """An operation on a period or a duty."""

    __slots__ = (
        "cite", "done", "duty", "event", "guard", "held", "id", "op_guard", "period", "resumed", "row",
        "stages", "trigger_stages",
    )  # fmt: skip

    def __init__(self, row: PeriodOp, done: str) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.period: PeriodRow | None = None
        self.duty: DutyRow | None = None
        self.event = -1
        self.stages: frozenset[int] | None = None
        self.trigger_stages: frozenset[int] | None = None
        self.guard: Guard | None = None  # of the trigger and its own
        self.op_guard: Guard | None = None
        self.held = 0
        self.done = Effect(done, row.cite, row.period)
        self.resumed = Effect("resumed", row.cite, row.period)


class DeemingRow:
    """视为: the event that is recorded, and its fields as the timeline shows them."""

    __slots__ = (
        "cite", "deemed", "event", "fields", "guard", "held", "id", "row", "shown", "stages",
        "trigger_stages",
    )  # fmt: skip

    def __init__(self, row: Deeming, event: EventRow) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.event = event
        self.guard: Guard | None = None
        self.stages: frozenset[int] | None = None
        self.trigger_stages: frozenset[int] | None = None
        self.held = 0
        self.fields = dict(row.values)
        self.shown = tuple(sorted(self.fields.items(), key=lambda item: item[0]))
        self.deemed = Effect("deemed", row.cite, row.id, detail=row.event)


class EdgeRow:
    """A way from one stage to another."""

    __slots__ = (
        "again", "cite", "event", "guard", "id", "moved", "power", "row", "source", "target",
    )  # fmt: skip

    def __init__(self, row: Edge, source: int, target: int) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.source = source
        self.target = target
        self.event = -1
        self.guard: Guard | None = None
        self.power = row.kind == "power" and row.norm is not None
        self.moved = Effect("moved", row.cite, row.id, source=row.source, target=row.target)


class GroundRow:
    """A ground of a power; `number`: its place among what may be available."""

    __slots__ = (
        "cite", "guard", "id", "number", "relied", "row",
    )  # fmt: skip

    def __init__(self, row: Ground, number: int, power: str) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.number = number
        self.guard: Guard
        self.relied = Effect("relied_on", row.cite, power, detail=row.cite)


class PowerRow:
    """A power."""

    __slots__ = (
        "after", "cite", "ends", "grounds", "guard", "id", "names", "number", "row", "shown", "stages",
    )  # fmt: skip

    def __init__(self, row: Power, number: int) -> None:
        self.row = row
        self.id = row.id
        self.cite = row.cite
        self.number = number
        self.names = tuple(act.event for act in row.acts)
        self.stages: frozenset[int] | None = None
        self.guard: Guard | None = None
        self.grounds: tuple[GroundRow, ...] = ()
        self.after: DeadlineRow | None = None
        self.ends: tuple[DeadlineRow, ...] = ()
        self.shown: dict[Any, Any] = {}


class ProhibitionRow:
    """A prohibition of one act."""

    __slots__ = (
        "degree", "guard", "row", "stages",
    )  # fmt: skip

    def __init__(self, row: Prohibition, degree: str, stages: frozenset[int] | None, guard: Guard | None) -> None:
        self.row = row
        self.degree = degree
        self.stages = stages
        self.guard = guard


class ActorRuleRow:
    """Who must perform an event. `acted`: whether the role did."""

    __slots__ = (
        "acted", "degree", "guard", "row",
    )  # fmt: skip

    def __init__(self, row: ActorRule, degree: str, guard: Guard | None, acted: Guard) -> None:
        self.row = row
        self.degree = degree
        self.guard = guard
        self.acted = acted


class LimitRow:
    """A limit on a count. `guard`: of the act and its own."""

    __slots__ = (
        "allowances", "before", "degree", "effects", "guard", "id", "row", "shown", "stages", "whole",
    )  # fmt: skip

    def __init__(self, row: CountLimit, degree: str | None) -> None:
        self.row = row
        self.id = row.id
        self.degree = degree
        self.whole = row.scope == "case"
        self.stages: frozenset[int] | None = None
        self.guard: Guard | None = None
        self.before: Guard | None = None
        self.allowances: tuple[AllowanceRow, ...] = ()
        self.effects: dict[tuple[int, int], Effect] = {}
        self.shown: dict[Any, Any] = {}

    def counted(self, number: int, allowed: int) -> Effect:
        """What the timeline says of an occurrence that was counted."""
        found = self.effects.get((number, allowed))
        if found is None:
            found = Effect("counted", self.row.cite, self.id, count=number, limit=allowed)
            self.effects[number, allowed] = found
        return found


class Standing:
    """kind: permitted, unknown, refused, unexpected, free. `uses`: powers tried. `moves`: only moves permit it."""

    __slots__ = (
        "cite", "kind", "moves", "no_edge", "norm", "uses",
    )  # fmt: skip

    def __init__(
        self, kind: str, uses: tuple[Any, ...] = (), cite: str = "", norm: str = "", moves: bool = False
    ) -> None:
        self.kind = kind
        self.uses = uses
        self.cite = cite
        self.norm = norm
        self.moves = moves
        self.no_edge = Effect("no_edge", cite, norm) if kind in ("unexpected", "unknown") else None


def by_scope(rows: Iterable[Any], whole: Callable[[Any], bool]) -> Any:
    """Rows of tracks, and rows of the case as a whole, in their order."""
    found = list(rows)
    return tuple(row for row in found if not whole(row)), tuple(row for row in found if whole(row))


def of_case(duty: Any) -> bool:
    """Whether a duty is the case's."""
    return bool(duty.row.scope == "case")
