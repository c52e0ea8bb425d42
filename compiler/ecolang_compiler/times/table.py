"""The times of a policy over a year of starting days: outcomes, stages and periods, as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import define, field, frozen

from ecolang.program import Deadline, Program
from ecolang.time import Calendar, backward, iso
from ecolang_compiler.times.clocks import Clocks
from ecolang_compiler.times.lengths import Lengths
from ecolang_compiler.times.longest import Run, Stretch, upper_bounds
from ecolang_compiler.times.shortest import Shortest, dated, shortest


@frozen
class Measured:
    """Days of something for each starting day. `worst`: the first start of the most days."""

    fewest: int
    most: int
    worst: int


@define
class Table:
    """The times for cases that begin from the `first` to the `last` day."""

    program: Program
    first: int
    last: int
    clocks: Clocks = field(init=False)
    lengths: Lengths = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.clocks, self.lengths = Clocks(self.program), Lengths(self.program)

    @property
    def starts(self) -> range:
        """Every starting day."""
        return range(self.first, self.last + 1)

    def to_json(self, stages: bool = False) -> dict[str, Any]:
        """Everything, days as ISO dates, citations in the policy's own words."""
        runs = self._runs()
        return {
            "from": iso(self.first),
            "to": iso(self.last),
            "outcomes": [self._outcome(row.id, runs) for row in self.program.stages if row.outcome],
            "stages": [self._stage(row.id, runs, stages) for row in self.program.stages if not row.outcome],
            "periods": list(self._periods()),
        }

    def _runs(self) -> dict[int, Run]:
        upper = upper_bounds(self.clocks, self.lengths, self.first)
        return {day: run for day in self.starts if (run := upper.run(day)) is not None}

    # -- outcomes

    def _outcome(self, stage: str, runs: dict[int, Run]) -> dict[str, Any]:
        way = shortest(self.program, stage)
        return {"outcome": stage, "shortest": self._shortest(way), "longest": self._longest(stage, runs)}

    def _shortest(self, way: Shortest | None) -> dict[str, Any] | None:
        if way is None:
            return None
        days = {day: dated(self.program, self.lengths, way, day) for day in self.starts}
        total = _measure({day: (each[-1] - day if each else 0) for day, each in days.items()})
        steps = [
            {"event": step.event, "lapse": step.of, "from": step.source, "to": step.target, "cite": step.cite}
            for step in way.steps
        ]
        shown = zip(steps, days[total.worst], strict=True)
        return {
            "at_least": way.days,
            **_told(total),
            "breach": way.breach,
            "steps": [{**step, "day": day - total.worst} for step, day in shown],
        }

    def _longest(self, stage: str, runs: dict[int, Run]) -> dict[str, Any] | None:
        found = {day: longest for day, run in runs.items() if (longest := run.to(stage)) is not None}
        if not found:
            return None
        total = _measure({day: each.days for day, each in found.items()})
        worst = found[total.worst]
        bounded = not worst.open and not worst.round
        return {
            "bounded": bounded,
            "open": list(worst.open),
            "round": worst.round,
            **_told(total),
            "provisional": worst.provisional,
            "stays": [self._stay(each, total.worst) for each in worst.stretches],
            "holidays": self._holidays(total.worst, total.worst + worst.days, None),
        }

    def _stay(self, each: Stretch, start: int) -> dict[str, Any]:
        return {
            "stage": each.stage,
            "from": each.entered - start,
            "to": each.left - start,
            "clock": None if each.clock is None else each.clock.cite,
            "cite": "" if each.edge is None else each.edge.cite,
        }

    # -- stages

    def _stage(self, stage: str, runs: dict[int, Run], ways: bool) -> dict[str, Any]:
        clocks = self.clocks.of(stage)
        reached = any(stage == node[0] for run in runs.values() for node in run.entered)
        stays = {day: max(0, self._leave(stage, day) - day) for day in self.starts} if clocks else {}
        way = {"shortest": self._shortest(shortest(self.program, stage))} if ways and reached else {}
        return {
            "stage": stage,
            **way,
            "reached": reached,
            "clocks": list(dict.fromkeys(clock.cite for clock in clocks)),
            "stay": _told(_measure(stays)) if stays else None,
        }

    def _leave(self, stage: str, day: int) -> int:
        run = Run(upper_bounds(self.clocks, self.lengths, day), day, {(stage, ()): day}, {(stage, ()): None})
        return run.left((stage, ()))[0]

    # -- periods

    def _periods(self) -> Iterator[dict[str, Any]]:
        seen: set[tuple[object, ...]] = set()
        for what, deadline in self._deadlines():
            if deadline.amount is None or deadline.amount_from is not None or deadline.kind not in ("within", "before"):
                continue
            key = (what, deadline.kind, deadline.amount, deadline.counting, deadline.cite)
            if key in seen:
                continue
            seen.add(key)
            days = {day: length for day in self.starts if (length := self._length(deadline, day)) is not None}
            if days:
                total = _measure(days)
                end = total.worst + total.most if deadline.kind == "within" else total.worst
                begin = total.worst if deadline.kind == "within" else total.worst - total.most
                yield {
                    "what": what,
                    "cite": deadline.cite,
                    "kind": deadline.kind,
                    "number": deadline.amount,
                    "unit": deadline.counting.unit,
                    **_told(total),
                    "provisional": self._provisional(deadline, begin, end),
                    "holidays": self._holidays(begin, end, deadline),
                }

    def _deadlines(self) -> Iterator[tuple[str, Deadline]]:
        for duty in self.program.duties:
            for deadline in duty.deadlines:
                yield "、".join(dict.fromkeys(act.event for act in duty.acts)), deadline
        for power in self.program.powers:
            for each in (*power.ends, power.after):
                if each is not None:
                    yield "、".join(dict.fromkeys(act.event for act in power.acts)), each
        for period in self.program.periods:
            yield period.id, period.deadline

    def _length(self, deadline: Deadline, day: int) -> int | None:
        if deadline.kind == "within":
            due = self.lengths.end(deadline, day)
            return None if due is None or due.last is None else due.last - day
        counting, calendar = self.lengths.counting(deadline.counting), self.lengths.calendar(deadline.counting)
        if counting.unit == "hour":
            return -(-(deadline.amount or 0) // 24)
        back = backward(day, deadline.amount or 0, counting, calendar, deadline.counting.clear)
        return None if back.error is not None or back.last is None else day - back.last

    def _provisional(self, deadline: Deadline, begin: int, end: int) -> bool:
        by_calendar = deadline.counting.unit == "workday" or self.lengths.counting(deadline.counting).roll != "none"
        return by_calendar and bool(self.lengths.calendar(deadline.counting).uncovered(begin, end))

    def _holidays(self, begin: int, end: int, deadline: Deadline | None) -> list[dict[str, str]]:
        """The holidays from the day after the first to the last day, in both languages."""
        calendar: Calendar = self.lengths.calendar((deadline or _PLAIN).counting)
        infos = (calendar.info(day) for day in range(begin + 1, end + 1))
        names = {info.name: info for info in infos if info.name and not info.working}
        return [{"zh": calendar.holiday(info, "zh"), "en": calendar.holiday(info, "en")} for info in names.values()]


_PLAIN = Deadline("", "within", "")


def _measure(days: dict[int, int]) -> Measured:
    worst = max(days, key=lambda day: (days[day], -day))
    return Measured(min(days.values()), days[worst], worst)


def _told(total: Measured) -> dict[str, Any]:
    return {"fewest": total.fewest, "most": total.most, "worst_start": iso(total.worst)}


def times(programs: Iterable[tuple[str, Program]], first: int, last: int, *, stages: bool = False) -> dict[str, Any]:
    """The tables of some versions; days are ordinals, both included. `stages`: with the shortest way to each stage."""
    rows = [{"version": name, **Table(program, first, last).to_json(stages)} for name, program in programs]
    return {"from": iso(first), "to": iso(last), "versions": rows}
