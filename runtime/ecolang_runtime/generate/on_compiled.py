"""A walk's case told to the compiled engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.program import Deadline, Duty, Expr
from ecolang.time import DAY, Due
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled import clocks, report, standing
from ecolang_runtime.compiled.assembly import condition
from ecolang_runtime.compiled.dated import Dated
from ecolang_runtime.compiled.engine import Run
from ecolang_runtime.compiled.rows import Answer, DeadlineRow, PeriodRow
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.state import Owed, Record, Track
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.generate import view
from ecolang_runtime.generate.on_reference import binds
from ecolang_runtime.reference.rules import Rules

# Conditions that walks put together are new each time; beyond this many the table starts anew.
_MOST = 4096


class OnCompiled:
    """Tells cases to the compiled engine. Safe to use in one thread."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rules: Rules = tables.rules
        self.periods: dict[str, PeriodRow] = {row.id: row for row in tables.periods.values()}
        #: By duty: the places of its demands, and those that are broken by being late.
        self.places: dict[int, dict[str, int]] = {}
        self.binding: dict[int, tuple[int, ...]] = {}
        # The program keeps its deadlines alive, so that no other object has the identity of one of them.
        self.deadlines: dict[int, DeadlineRow] = {}
        for duty in tables.duties.values():
            self.places[duty.number] = {each.row.id: place for place, each in enumerate(duty.deadlines)}
            places = tuple(place for place, each in enumerate(duty.deadlines) if binds(duty.row, each.row))
            self.binding[duty.number] = places
            self._keep(*duty.deadlines)
        for power in tables.powers.values():
            self._keep(*power.ends, *(() if power.after is None else (power.after,)))
        self._conditions: dict[int, tuple[Expr, Answer]] = {}

    def _keep(self, *rows: DeadlineRow) -> None:
        self.deadlines.update((id(each.row), each) for each in rows)

    def run(self, head: CaseData) -> Run:
        """A case of which nothing has happened."""
        return Run(self.tables, head, keeps_used=True)

    def view(self, run: Any, party: str | None) -> View:
        """A case as it stands, on a holder's track; on the first where the holder has none."""
        return View(self, run, party)

    def condition(self, expr: Expr) -> Answer:
        """The function of a condition. Raises Unsupported for one that asks what the engine does not count."""
        found = self._conditions.get(id(expr))
        if found is None:
            if len(self._conditions) >= _MOST:
                self._conditions.clear()
            found = self._conditions[id(expr)] = (expr, self._made(expr))
        return found[1]

    def _made(self, expr: Expr) -> Answer:
        tables, numbers, sizes = self.tables, self.tables.numbers, self.tables.sizes
        with numbers.lock:
            answer = condition(tables, tables.expressions.truth(expr))
            if numbers.count("tally") > sizes.tallies or numbers.count("fact") > sizes.facts:
                raise Unsupported("a count or a fact that no rule asks for")
        return answer


class View(view.View):
    """The case as it stands in the compiled engine's state."""

    __slots__ = ("_m", "_run", "_scene")

    track: Track

    def __init__(self, scene: OnCompiled, run: Run, party: str | None) -> None:
        self._scene, self._run, self.rules = scene, run, scene.rules
        self._m = m = run.m
        first: Track | None = None
        for track in m.tracks:
            if track.part is None:
                if track.party == party:
                    first = track
                    break
                first = first or track
        assert first is not None
        self.track = first
        self.stage = m.tables.stage_names[first.stage]
        self.now = (m.position or 0) // (2 * DAY)

    def on(self, track: view.Track) -> View:
        return View(self._scene, self._run, track.party)

    def of(self, owner: Track) -> View:
        return self if owner is self._m.whole else self.on(owner)

    def tracks(self) -> list[Track]:
        return self._m.tracks

    def beside(self) -> list[str]:
        stage = self.track.stage
        return [t.party for t in self._m.tracks if t.stage == stage and t.party is not None]

    def test(self, expr: Expr | None) -> bool | None:
        return True if expr is None else self._scene.condition(expr)(self._m, self.track, None)

    def suits(self, guard: Expr, act: Occurrence) -> bool | None:
        number = self._m.tables.by_name[act.event].number
        record = Record(
            0, number, act.day, act.minute, act.by, act.fields, act.documents, None, None, False, act.by
        )  # fmt: skip
        return self._scene.condition(guard)(self._m, self.track, record)

    def owed(self) -> Iterator[tuple[Track, Owed, Duty]]:
        for owner in (self.track, self._m.whole):
            for owed in owner.owed:
                yield owner, owed, owed.row.row

    def due(self, owner: Track, owed: Owed, deadline: Deadline) -> Due | None:
        place = self._scene.places[owed.row.number][deadline.id]
        return _known(clocks.due_of_duty(self._m, owner, owed, place)[0])

    def anchored(self, owed: Owed, deadline: Deadline) -> bool:
        return owed.anchors[self._scene.places[owed.row.number][deadline.id]] is not None

    def binding(self) -> list[tuple[int, Duty, Track]]:
        found: list[tuple[int, Duty, Track]] = []
        for owner in (*self._m.tracks, self._m.whole):
            for owed in owner.owed:
                for place in self._scene.binding[owed.row.number]:
                    if owed.lapsed is not None and place in owed.lapsed:
                        continue
                    due = clocks.due_of_duty(self._m, owner, owed, place)[0]
                    if due is not None and due.last is not None:
                        found.append((due.last, owed.row.row, owner))
        return sorted(found, key=lambda each: each[0])

    def period(self, name: str) -> Due | None:
        period = self._scene.periods.get(name)
        if period is None:
            return None
        owner = clocks.period_owner(self._m, self.track, period)
        clock = owner.clocks[period.number]
        if clock is None or clock.status:
            return None
        return _known(clocks.due_of_period(self._m, owner, clock)[0])

    def window(self, deadline: Deadline) -> Due | None:
        return _known(standing.window(self._m, self.track, self._scene.deadlines[id(deadline)]))

    def ahead(self, deadline: Deadline, day: int) -> Due:
        row = self._scene.deadlines[id(deadline)]
        amount, _ = clocks.amount_of(self._m, self.track, row)
        return clocks.count(self._m, row, day, None, amount or 0).due

    def planned(self, event: str, field: str) -> int | None:
        return clocks.field_day(self.track, (self._m.tables.by_name[event].number, field))

    def came(self, event: str) -> bool:
        return self.track.last[self._m.tables.by_name[event].number] is not None

    def times(self, event: str, guard: Expr | None) -> int:
        tally = self.track.tallies[self._m.tables.expressions.tally(event, guard)]
        return 0 if tally is None else tally[0]

    def counted(self, limit: str) -> int:
        return max(self.track.counted.get(limit, 0), self._m.whole.counted.get(limit, 0))

    def used(self, row: str) -> bool:
        return row in self.track.used

    def did(self, row: str) -> bool:
        return any(row in track.used for track in self._m.everyone())

    def fact(self, name: str) -> Any:
        number = self._m.tables.fact_numbers.get(name)
        values = None if number is None else self._m.facts[number]
        return None if values is None else values.get("")

    def mark(self) -> tuple[int, int]:
        return self.track.entry, max((record.seq for record in self.track.last if record is not None), default=0)

    def broken(self) -> bool:
        m = self._m
        for track in (*m.tracks, m.whole):
            if any(found is not None and found.degree == "violation" for found in track.findings):
                return True
            if track.leads and any(found.degree == "violation" for found in report.leads(m, track)):
                return True
        return False


def _known(due: Dated | None) -> Due | None:
    return None if due is None or due.last is None else due.due
