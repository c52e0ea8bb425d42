"""What is sure to end a stay in a stage: an owed act with a last day, a lapse that moves on, a limit of the stay."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from attrs import define, frozen

from ecolang.program import Deadline, Duty, Edge, Period, Program
from ecolang.time import Extension
from ecolang_compiler.times.lengths import granted


@frozen
class Clock:
    """`kind`: duty (its act leads out), lapse (the stage is left on the day after), reached (on the last day), limit (a
    named period that limits the stay). `anchor`: the event it counts from, None for the entry of the stage; `first`:
    the first of them. `of`: the named period whose last day it counts from."""

    id: str
    cite: str
    kind: str
    deadline: Deadline
    anchor: str | None = None
    first: bool = False
    extensions: tuple[Extension, ...] = ()
    of: str | None = None


@define(slots=False)
class Clocks:
    """The clocks of each stage of a policy."""

    program: Program

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Stages by group."""
        return {group.id: group.stages for group in self.program.groups}

    def stages(self, names: tuple[str, ...]) -> frozenset[str]:
        """Stages, groups taken apart."""
        return frozenset(stage for name in names for stage in self.groups.get(name, (name,)))

    @cached_property
    def leaving(self) -> dict[str, list[Edge]]:
        """The moves out of each stage."""
        found: dict[str, list[Edge]] = {}
        for edge in self.program.edges:
            if edge.fork is None:
                found.setdefault(edge.source, []).append(edge)
        return found

    @cached_property
    def start(self) -> str | None:
        """The stage that a case begins in."""
        return next((stage.id for stage in self.program.stages if stage.start), None)

    def without(self, event: str) -> frozenset[str]:
        """The stages that a case can be in before an event ever moved it."""
        if self.start is None:
            return frozenset()
        found, pending = {self.start}, [self.start]
        while pending:
            for edge in self.leaving.get(pending.pop(), ()):
                if edge.trigger.event != event and edge.target not in found:
                    found.add(edge.target)
                    pending.append(edge.target)
        return frozenset(found)

    @cached_property
    def early(self) -> dict[str, frozenset[str]]:
        """For each event, the stages that can be reached without it."""
        events = {edge.trigger.event for edge in self.program.edges if edge.trigger.event is not None}
        return {event: self.without(event) for event in events}

    def sure(self, event: str | None, stage: str) -> bool:
        """Whether the event has come whenever a case is in the stage."""
        return event is not None and event in self.early and stage not in self.early[event]

    @cached_property
    def unsteady(self) -> frozenset[str]:
        """Periods and duties that can be stopped or begun anew, so that their end is not sure."""
        return frozenset(op.period for op in self.program.period_ops if op.op in ("suspend", "restart", "end"))

    def of(self, stage: str) -> tuple[Clock, ...]:
        """What is sure to end a stay in a stage."""
        return self._of.get(stage, ())

    @cached_property
    def _of(self) -> dict[str, tuple[Clock, ...]]:
        return {
            stage.id: (*self._duties(stage.id), *self._limits(stage.id), *self._lapses(stage.id))
            for stage in self.program.stages
            if not stage.outcome
        }

    @cached_property
    def periods(self) -> dict[str, Period]:
        """Named periods."""
        return {row.id: row for row in self.program.periods}

    @cached_property
    def dated(self) -> dict[str, Duty]:
        """Duties by their ids and those of their demands of time."""
        rows = self.program.duties
        return {id: duty for duty in rows for id in (duty.id, *(each.id for each in duty.deadlines))}

    def _duties(self, stage: str) -> Iterator[Clock]:
        for duty in self.program.duties:
            if not self._owed(duty, stage) or duty.degree == "encourage" or duty.id in self.unsteady:
                continue
            if duty.lapses:
                # What follows from its lapse is a way on, not a breach that no case may come to.
                continue
            if self.left_by({act.event for act in duty.acts}, stage):
                for deadline in duty.deadlines:
                    yield from self._clock(duty.id, "duty", deadline, stage)

    def _owed(self, duty: Duty, stage: str) -> bool:
        return (
            duty.open.kind == "stage"
            and duty.when is None
            and duty.open.guard is None
            and stage in self.stages(duty.open.stages)
        )

    def left_by(self, events: set[str], stage: str) -> bool:
        """Whether an act leads out of a stage whatever it says: one way without condition, or several, of which the
        check of gaps answers that none is left out."""
        ways = [edge for edge in self.leaving.get(stage, ()) if edge.trigger.event in events]
        free = any(edge.guard is None and edge.trigger.guard is None for edge in ways)
        return free or len({edge.target for edge in ways}) > 1

    def _limits(self, stage: str) -> Iterator[Clock]:
        for row in self.program.periods:
            inside = not row.limit_stages or stage in self.stages(row.limit_stages)
            if row.limit_degree is not None and inside:
                yield from self._named(row, "limit", stage)

    def _named(self, row: Period, kind: str, stage: str) -> Iterator[Clock]:
        more = granted(row.allowances)
        if more is not None and row.id not in self.unsteady:
            yield from self._clock(row.id, kind, row.deadline, stage, more)

    def _lapses(self, stage: str) -> Iterator[Clock]:
        for edge in self.leaving.get(stage, ()):
            of, kind = _lapse_of(edge)
            if of is None or edge.guard is not None:
                continue
            duty, period = self.dated.get(of), self.periods.get(of)
            if period is not None:
                yield from self._named(period, kind, stage)
            elif duty is not None and duty.id not in self.unsteady and self._owed(duty, stage):
                for deadline in duty.deadlines:
                    yield from self._clock(duty.id, kind, deadline, stage)

    def _clock(
        self, id: str, kind: str, deadline: Deadline, stage: str, more: tuple[Extension, ...] = ()
    ) -> Iterator[Clock]:
        anchor = deadline.anchor
        dated = deadline.kind in ("within", "by") and (deadline.amount is not None or anchor.kind == "period")
        # Nobody knows when something is received.
        if not dated or deadline.amount_from is not None or anchor.received:
            return
        if anchor.kind == "opening":
            yield Clock(id, deadline.cite, kind, deadline, None, False, more)
        elif anchor.kind == "event" and anchor.guard is None and self.sure(anchor.event, stage):
            yield Clock(id, deadline.cite, kind, deadline, anchor.event, anchor.which == "first", more)
        elif anchor.kind == "period" and anchor.period in self.periods and anchor.period not in self.unsteady:
            row = self.periods[anchor.period]
            longer = granted(row.allowances)
            start = row.deadline.anchor
            if longer is not None and start.guard is None and self.sure(start.event, stage):
                yield Clock(id, deadline.cite, kind, deadline, start.event, True, longer, row.id)


def _lapse_of(edge: Edge) -> tuple[str | None, str]:
    """The duty or period whose end alone takes a move, and how: lapse or reached."""
    trigger = edge.trigger
    if trigger.kind in ("lapse", "reached"):
        return (trigger.of, trigger.kind) if trigger.guard is None else (None, "")
    guard = trigger.guard
    if trigger.kind == "condition" and guard is not None and guard[0] == "period" and guard[2] in ("lapsed", "reached"):
        return guard[1], "lapse" if guard[2] == "lapsed" else "reached"
    return None, ""
