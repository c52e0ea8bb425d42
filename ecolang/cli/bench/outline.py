"""What a general state machine can be told of a policy: its moves on events, and the last days owed in a stage.

It leaves out counts, powers, documents, suspensions, prohibitions and everything else of a verdict, and so asks less of
the libraries it is measured with than of the engines here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ecolang.program import Deadline, Expr, Program
from ecolang.time import Calendar, add_months
from ecolang_runtime.case import CaseData, Occurrence

Guard = Callable[[dict[str, Any]], bool]
#: The last day of a duty from the day it began.
Last = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Move:
    """A move from one stage (by number) to another on an event (by number) whose fields `guard` takes."""

    event: int
    source: int
    target: int
    guard: Guard | None


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed in a stage: any of `acts` until `last`, else on to `lapse` (None: it stays)."""

    acts: frozenset[int]
    last: Last
    lapse: int | None


@dataclass(frozen=True, slots=True)
class Outline:
    """A policy's moves, numbered."""

    stages: int
    start: int
    events: dict[str, int]
    moves: tuple[Move, ...]
    owed: dict[int, tuple[Owed, ...]]
    handled: str | None
    outcomes: frozenset[int]

    @property
    def lapses(self) -> frozenset[tuple[int, int]]:
        """The moves that the clock makes."""
        return frozenset(
            (source, each.lapse) for source, found in self.owed.items() for each in found if each.lapse is not None
        )

    @property
    def reached(self) -> frozenset[int]:
        """The stages that these moves lead to; others are entered by what an outline leaves out."""
        ways = {(move.source, move.target) for move in self.moves} | self.lapses
        found, new = {self.start}, {self.start}
        while new:
            new = {target for source, target in ways if source in new} - found
            found |= new
        return frozenset(found)


@dataclass(slots=True)
class Model:
    """One track as a state machine's model: its stage, the fields of the act at hand, last days, what was amiss."""

    state: Any = None
    fields: dict[str, Any] = field(default_factory=dict)
    day: int = 0
    dues: list[tuple[int, Owed]] = field(default_factory=list)
    late: list[tuple[int, int]] = field(default_factory=list)
    unmoved: list[tuple[int, int]] = field(default_factory=list)

    def arrived(self, owed: tuple[Owed, ...]) -> None:
        """A stage was entered."""
        self.dues = [(each.last(self.day), each) for each in owed]

    def happens(self, event: int, day: int, fields: dict[str, Any], fire: Callable[[int], bool]) -> None:
        """An event on a day, which `fire` offers to the machine."""
        self.day, self.fields = day, fields
        for last, each in self.dues:
            if event in each.acts and last < day:
                self.late.append((event, day))
        if not fire(event):
            self.unmoved.append((event, day))

    def next_lapse(self, day: int) -> Owed | None:
        """The first duty that lapses before a day and moves the case; the day is then the next one."""
        found = min(((last, each) for last, each in self.dues if each.lapse is not None), key=_last, default=None)
        if found is None or found[0] >= day:
            return None
        self.day = found[0] + 1
        return found[1]

    def verdict(self) -> tuple[Any, ...]:
        """What is known of the track."""
        return self.state, tuple(self.late), tuple(self.unmoved), tuple(last for last, _ in self.dues)


def outline(program: Program, calendar: Calendar) -> Outline:
    """The outline of a policy."""
    stages = {stage.id: place for place, stage in enumerate(program.stages)}
    events = {event.id: place for place, event in enumerate(program.events)}
    moves = tuple(
        Move(events[edge.trigger.event], stages[edge.source], stages[edge.target], _guard(edge.trigger.guard))
        for edge in program.edges
        if edge.trigger.kind == "event" and edge.trigger.event in events and edge.fork is None
    )
    targets = {
        (edge.source, edge.trigger.of): stages[edge.target] for edge in program.edges if edge.trigger.kind == "lapse"
    }
    for deeming in program.deemings:
        if deeming.trigger.kind == "lapse" and deeming.event in events:
            # What a lapse is deemed to be moves the case as the event itself would.
            for move in moves:
                if move.event == events[deeming.event] and (move.guard is None or move.guard(dict(deeming.values))):
                    targets.setdefault((program.stages[move.source].id, deeming.trigger.of), move.target)
    owed: dict[int, list[Owed]] = {}
    for duty in program.duties:
        deadline = next((each for each in duty.deadlines if each.kind == "within" and each.amount is not None), None)
        if deadline is None or duty.open.kind != "stage":
            continue
        acts = frozenset(events[act.event] for act in duty.acts if act.event in events)
        for stage in duty.open.stages:
            lapse = targets.get((stage, duty.id))
            owed.setdefault(stages[stage], []).append(Owed(acts, _last_of(deadline, calendar), lapse))
    first = next((stage.id for stage in program.stages if stage.start), program.stages[0].id)
    return Outline(
        len(stages),
        stages[first],
        events,
        moves,
        {stage: tuple(found) for stage, found in owed.items()},
        program.settings.track_role,
        frozenset(stages[stage.id] for stage in program.stages if stage.outcome),
    )


def tracks_of(case: CaseData, handled: str | None) -> list[tuple[str | None, list[Occurrence]]]:
    """What happened on each track of a case, in order."""
    names: list[str | None] = [name for name, role in case.parties if role == handled]
    names = names or [None]
    ordered = sorted(case.occurrences, key=lambda each: (each.day, each.minute or 0))
    return [(name, [each for each in ordered if not each.parties or name in each.parties]) for name in names]


def _last(found: tuple[int, Owed]) -> int:
    return found[0]


def _last_of(deadline: Deadline, calendar: Calendar) -> Last:
    amount, unit = deadline.amount or 0, deadline.counting.unit
    if unit == "workday":
        return lambda day: calendar.nth_working_after(day, amount)
    if unit in ("month", "year"):
        months = amount * (12 if unit == "year" else 1)
        return lambda day: add_months(day, months, "last_day") or day
    return lambda day: day + (-(-amount // 24) if unit == "hour" else amount)


def _guard(expr: Expr | None) -> Guard | None:
    """A condition over the act's own fields; what looks elsewhere counts as true."""
    if expr is None:
        return None
    head = expr[0]
    if head in ("and", "or"):
        parts = [_guard(part) or _true for part in expr[1:]]
        return (
            (lambda fields: all(p(fields) for p in parts))
            if head == "and"
            else (lambda fields: any(p(fields) for p in parts))
        )
    if head == "cmp" and expr[1] == "=" and expr[2][0] == "field" and expr[3][0] == "lit":
        name, wanted = expr[2][1], expr[3][1]
        return lambda fields: fields.get(name) == wanted
    return None


def _true(_: dict[str, Any]) -> bool:
    return True
