"""The way to a stage that takes the fewest days, over every case of one track as docs/semantics.md lets it go.

The search goes by days: what has to run out before a step, or lie between two acts, at the fewest days that it can take
on any calendar. What it does not follow may be either way, and is followed next time where the way found rests on it,
so that no real case is faster than the way that is left. The way is then given days on the real calendar.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import heappop, heappush
from itertools import count, pairwise

from attrs import define, field, frozen

from ecolang.program import Deadline, Duty, Period, Power, Program
from ecolang_compiler.proofs.explore import MOST_ROUNDS, Step, Steps, needed
from ecolang_compiler.proofs.machine import TooMany
from ecolang_compiler.proofs.state import State
from ecolang_compiler.proofs.tables import Key, Tables
from ecolang_compiler.times.lengths import Lengths, calendar_days_at_least

# Steps looked at for one stage, all rounds together.
_MOST_STEPS = 60_000


@frozen
class Taken:
    """One step of a way: an act (`event`) or a lapse (`of`), from which stage to which, and the clause that says so."""

    event: str | None
    of: str | None
    source: str
    target: str
    cite: str


@frozen
class Shortest:
    """`days`: no case takes fewer; `steps`: the way. `breach`: only a case that breaks a rule gets there."""

    days: int
    steps: tuple[Taken, ...]
    breach: bool


@frozen
class _Label:
    days: int
    place: int
    state: State
    before: _Label | None
    step: Step | None


def shortest(program: Program, stage: str) -> Shortest | None:
    """The shortest way to a stage, by a case that keeps the rules where there is one; None: there is none, or it could
    not be settled."""
    for breach in (False, True):
        keys: tuple[Key, ...] = ()
        left = _MOST_STEPS
        for _ in range(MOST_ROUNDS):
            search = _Search(Steps(program, Tables(program, keys)), stage, breach, left)
            try:
                end = search.go()
            except TooMany:
                return None
            left = search.left
            if end is None:
                break
            path = tuple(label.step for label in _labels(end) if label.step is not None)
            more = needed(path, keys)
            if not more:
                return Shortest(end.days, tuple(_taken(program, end)), breach)
            keys = (*keys, *more)
        if left <= 0:
            return None
    return None


def _labels(end: _Label) -> list[_Label]:
    found: list[_Label] = []
    label: _Label | None = end
    while label is not None:
        found.append(label)
        label = label.before
    return found[::-1]


@define
class _Search:
    steps: Steps
    stage: str
    breach: bool
    left: int
    #: The fewest days after which an act can have come.
    came: dict[str, int] = field(factory=dict)

    def go(self) -> _Label | None:
        """The first label in the stage; None where all states were seen, or too many steps taken."""
        number = count()
        queue: list[tuple[int, int, _Label]] = []
        seen: set[State] = set()
        for branch in self.steps.begin():
            opened = Step("begin", facts=tuple(branch.facts.items()), need=branch.need)
            heappush(queue, (0, next(number), _Label(0, 0, branch.state, None, opened)))
        while queue and self.left > 0:
            days, _, label = heappop(queue)
            if label.state in seen:
                continue
            seen.add(label.state)
            if label.state.stage == self.stage and label.state.part is None:
                return label
            for step, branch in self.steps.onward(label.state):
                self.left -= 1
                if branch.broken and not self.breach and not self._foreseen(step):
                    continue
                after = branch.state
                if after in seen:
                    continue
                then = self._days(label, step, days)
                if step.event is not None:
                    self.came[step.event] = min(then, self.came.get(step.event, then))
                heappush(queue, (then, next(number), _Label(then, label.place + 1, after, label, step)))
        return None

    def _foreseen(self, step: Step) -> bool:
        """Whether a lapse has a consequence of its own."""
        return step.kind == "lapse" and any(duty.id == step.of and duty.lapses for duty in self.steps.program.duties)

    def _days(self, label: _Label, step: Step, days: int) -> int:
        found = days
        for lead, event in _leads(self.steps.program, step):
            if event in self.came:
                clear = lead.counting.clear
                amount = calendar_days_at_least(lead.counting.unit, lead.amount or 0)
                found = max(found, self.came[event] + amount + (1 if clear and amount else 0))
        for deadline in _waits(self.steps.program, step, label.state.stage):
            start = 0 if deadline.anchor.event is None else self.came.get(deadline.anchor.event, 0)
            length = calendar_days_at_least(deadline.counting.unit, deadline.amount or 0)
            whole = 0 if deadline.counting.unit == "hour" else 1
            same = (deadline.counting.start or self.steps.program.settings.counting_start) == "same"
            found = max(found, start + length + whole - (1 if same and length else 0))
        return found


def _leads(program: Program, step: Step) -> Iterator[tuple[Deadline, str]]:
    """Demands that other acts come some time before this one."""
    for duty in program.duties if step.event is not None else ():
        if duty.degree == "encourage" or duty.when is not None:
            continue
        for deadline in duty.deadlines:
            if deadline.kind == "before" and deadline.anchor.event == step.event and deadline.amount is not None:
                for act in duty.acts:
                    yield deadline, act.event


def _waits(program: Program, step: Step, stage: str) -> Iterator[Deadline]:
    """What has to run out before a step can come."""
    if step.kind == "lapse":
        rows: list[Duty | Period] = [*program.duties, *program.periods]
        row = next((each for each in rows if each.id == step.of), None)
        deadlines = () if row is None else row.deadlines if isinstance(row, Duty) else (row.deadline,)
        yield from (each for each in deadlines if each.kind == "within" and each.amount_from is None)
        return
    powers = [
        power
        for power in program.powers
        if any(act.event == step.event for act in power.acts) and (not power.stages or stage in power.stages)
    ]
    # With one power only: of several, the one that could be used first is not known here.
    if len(powers) == 1 and powers[0].after is not None and powers[0].after.amount_from is None:
        owed = any(act.event == step.event for duty in program.duties for act in duty.acts)
        if not owed:
            yield powers[0].after


def _taken(program: Program, end: _Label) -> Iterator[Taken]:
    labels = _labels(end)
    for before, after in pairwise(labels):
        step = after.step
        if step is not None and step.kind in ("event", "lapse"):
            source, target = before.state.stage, after.state.stage
            yield Taken(step.event, step.of, source, target, _cite(program, step, source, target))


def _cite(program: Program, step: Step, source: str, target: str) -> str:
    """The clause of the move, else of the duty, power or period that the step belongs to."""
    for edge in program.edges:
        trigger = edge.trigger
        of = {step.of, *(each.id for duty in program.duties if duty.id == step.of for each in duty.deadlines)} - {None}
        mine = trigger.event == step.event if step.event is not None else trigger.of in of
        if mine and edge.source == source and edge.target == target and source != target:
            return edge.cite
    rows: list[Duty | Power] = [*program.duties, *program.powers]
    for row in rows:
        if row.id == step.of or any(act.event == step.event for act in row.acts):
            return row.cite
    return next((row.cite for row in program.periods if row.id == step.of), "")


def dated(program: Program, lengths: Lengths, way: Shortest, start: int) -> tuple[int, ...]:
    """The days on which the steps of a way come at the earliest, for a case that begins on a day."""
    day = start
    came: dict[str, int] = {}
    found: list[int] = []
    for taken in way.steps:
        step = Step("event" if taken.event is not None else "lapse", taken.event, of=taken.of)
        day = max(day, *_earliest(program, lengths, step, taken.source, came, start), start)
        if taken.event is not None:
            came[taken.event] = day
        found.append(day)
    return tuple(found)


def _earliest(
    program: Program, lengths: Lengths, step: Step, stage: str, came: Mapping[str, int], start: int
) -> Iterator[int]:
    yield start
    for lead, event in _leads(program, step):
        first = lengths.first_after(lead, came[event]) if event in came else None
        if first is not None:
            yield first
    for deadline in _waits(program, step, stage):
        due = lengths.end(deadline, came.get(deadline.anchor.event or "", start))
        if due is not None and due.last is not None:
            # An act may come on the day on which a least period is full; what lapses does so on the day after.
            yield due.last + (1 if step.kind == "lapse" and deadline.counting.unit != "hour" else 0)
