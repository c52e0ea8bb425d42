"""A walk's case told to the reference interpreter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.program import Deadline, Duty, Expr
from ecolang.time import DAY, Due
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.generate import view
from ecolang_runtime.reference import clocks, duties, report, standing
from ecolang_runtime.reference.engine import Run
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.state import Owed, Record, Track
from ecolang_runtime.reference.values import holds


class OnReference:
    """Tells cases to the reference interpreter."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def run(self, head: CaseData) -> Run:
        """A case of which nothing has happened."""
        return Run(self.rules, self.rules.calendar, head)

    def view(self, run: Any, party: str | None) -> View:
        """A case as it stands, on a holder's track; on the first where the holder has none."""
        return View(run, party)


class View(view.View):
    """The case as it stands in the reference's state."""

    __slots__ = ("_m", "_run")

    track: Track

    def __init__(self, run: Run, party: str | None) -> None:
        self._run = run
        self.rules = run.rules
        self._m = Machine(run.rules, run.state)
        self._m.quiet = True
        own = [track for track in run.state.tracks if track.part is None]
        self.track = next((track for track in own if track.party == party), own[0])
        self.stage = self.track.stage
        self.now = (run.state.position or 0) // (2 * DAY)

    def on(self, track: view.Track) -> View:
        return View(self._run, track.party)

    def of(self, owner: Track) -> View:
        return self if owner is self._run.state.whole else self.on(owner)

    def tracks(self) -> list[Track]:
        return self._run.state.tracks

    def beside(self) -> list[str]:
        tracks = self._run.state.tracks
        return [t.party for t in tracks if t.stage == self.stage and t.party is not None]

    def test(self, expr: Expr | None) -> bool | None:
        return holds(expr, self._m.context(self.track))[0]

    def suits(self, guard: Expr, act: Occurrence) -> bool | None:
        record = Record(0, act.event, act.day, act.minute, act.by, act.fields, act.documents)
        return holds(guard, self._m.context(self.track, record))[0]

    def _owners(self) -> tuple[Track, Track]:
        return self.track, self._run.state.whole

    def owed(self) -> Iterator[tuple[Track, Owed, Duty]]:
        for owner in self._owners():
            for owed in owner.owed:
                yield owner, owed, self.rules.duties[owed.duty]

    def due(self, owner: Track, owed: Owed, deadline: Deadline) -> Due | None:
        return _known(clocks.due_of_duty(self._m, owner, owed, deadline)[0])

    def anchored(self, owed: Owed, deadline: Deadline) -> bool:
        return owed.anchors.get(deadline.id) is not None

    def binding(self) -> list[tuple[int, Duty, Track]]:
        found: list[tuple[int, Duty, Track]] = []
        state = self._run.state
        for owner, owed in [(each, owed) for each in (*state.tracks, state.whole) for owed in each.owed]:
            duty = self.rules.duties[owed.duty]
            for deadline in duty.deadlines:
                if deadline.id in owed.lapsed or not binds(duty, deadline):
                    continue
                due = self.due(owner, owed, deadline)
                if due is not None and due.last is not None:
                    found.append((due.last, duty, owner))
        return sorted(found, key=lambda each: each[0])

    def period(self, name: str) -> Due | None:
        period = self.rules.periods.get(name)
        if period is None:
            return None
        owner = clocks.period_owner(self._m, self.track, period)
        clock = owner.clocks.get(name)
        if clock is None or clock.status:
            return None
        return _known(clocks.due_of_period(self._m, owner, clock)[0])

    def window(self, deadline: Deadline) -> Due | None:
        return _known(standing.window(self._m, self.track, deadline))

    def ahead(self, deadline: Deadline, day: int) -> Due:
        amount, _ = clocks.amount_of(self._m, self.track, deadline)
        return clocks.count(self._m, deadline, (day, None), amount or 0)

    def planned(self, event: str, field: str) -> int | None:
        return clocks.field_day(self.track, event, field)

    def came(self, event: str) -> bool:
        return event in self.track.history.last

    def times(self, event: str, guard: Expr | None) -> int:
        tally = self.track.history.tallies.get(self.rules.tally(event, guard))
        return 0 if tally is None else tally.yes

    def counted(self, limit: str) -> int:
        return max(owner.counted.get(limit, 0) for owner in self._owners())

    def used(self, row: str) -> bool:
        return row in self.track.used

    def did(self, row: str) -> bool:
        return any(row in track.used for track in self._m.everyone())

    def fact(self, name: str) -> Any:
        return self._run.state.facts.get(name, {}).get("")

    def mark(self) -> tuple[int, int]:
        seqs = (record.seq for record in self.track.history.last.values())
        return self.track.entry, max(seqs, default=0)

    def broken(self) -> bool:
        tracks = [each for each in self._m.everyone() if each.findings or each.leads]
        return any(f.degree == "violation" for track in tracks for f in report.findings(self._m, track, self.now))


def _known(due: Due | None) -> Due | None:
    return None if due is None or due.last is None else due


def binds(duty: Duty, deadline: Deadline) -> bool:
    """Whether being later than a demand of time breaks the duty by itself."""
    if duties.degree_for(duty, deadline) != "violation" or deadline.kind == "prompt":
        return False
    return not (deadline.kind in ("before", "by") and deadline.anchor.kind == "event")
