"""What makes two verdicts the same to their reader, read off the state without making the verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled import clocks, duties, engine, report
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.state import Owed, Track
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.verdict import Finding

#: Stages; then findings, open duties, what may be done and running periods, the order of which does not matter.
Essence = tuple[list[Any], list[Any], list[Any], list[Any], list[Any]]

_RUNNING = ("running", "suspended", None)


def essence(m: Machine) -> Essence:
    """Stages, findings, open duties, what may be done, dates: as `reference.turns.essence_of` has them."""
    day = m.day
    found = [_finding(each) for each in report.findings(m, m.whole, day)] if m.whole.findings or m.whole.leads else []
    owed = []
    powers = []
    ends = []
    for track in m.tracks:
        if track.findings or track.leads:
            found += [_finding(each) for each in report.findings(m, track, day)]
        owed += [_duty(m, track, each, day) for each in track.owed]
        for power in m.tables.powers_at[track.stage]:
            may = report.permitted(m, track, power, day)
            if may is not None:
                grounds = [(each.cite, each.state, each.since) for each in may.grounds]
                powers.append((may.cite, may.events, may.state, grounds))
        if track.stage not in m.tables.outcomes:
            for period in m.tables.periods.values():
                owner = m.whole if period.whole else track
                clock = owner.clocks[period.number]
                if clock is None or clocks.start_of(owner, clock) is None:
                    continue
                due, _ = clocks.due_of_period(m, owner, clock)
                if due is not None and clocks.period_state(m, owner, period) in _RUNNING:
                    ends.append((track.party, track.part, period.id, due.last))
    owed += [_duty(m, m.whole, each, day) for each in m.whole.owed]
    return [(track.party, track.part, track.stage) for track in m.tracks], found, owed, powers, ends


def same(one: Essence, other: Essence) -> bool:
    """Whether two say the same, in whatever order."""
    if one == other:
        return True
    return one[0] == other[0] and all(
        len(a) == len(b) and sorted(map(repr, a)) == sorted(map(repr, b))
        for a, b in zip(one[1:], other[1:], strict=True)
    )


class Said:
    """What a verdict says, for replays of the case under other rules: `surely_not` of one that is still on its way."""

    def __init__(self, m: Machine) -> None:
        self.essence = essence(m)
        self._whole = frozenset(self.essence[1])
        self._due = frozenset([(each[2], each[5]) for each in self.essence[1]])

    def surely_not(self, tables: Tables, findings: Iterable[Finding | None]) -> bool:
        """Whether one of the findings, which were made just now, stands and is none of this verdict's."""
        for each in findings:
            if each is None or each.kind == "too_many":
                continue  # an approval may lift it
            if each.kind in ("exceeded", "missing"):
                # Only its days will change, and when it was done.
                if (each.cite, each.due) not in self._due:
                    return True
            elif each.kind == "overdue":
                # What was overdue will be late, by the same last day where that stands fast.
                if each.norm in tables.steady and (each.cite, each.due) not in self._due:
                    return True
            elif _finding(each) not in self._whole:
                return True
        return False


def differs(tables: Tables, said: Said, case: CaseData, told: Sequence[Occurrence], as_of: int) -> bool:
    """Whether a verdict under these rules says something else to its reader. `told`: what happened, in its order."""
    run = engine.Run(tables, case, lean=True)
    m = run.m
    known = [0]
    for occurrence in told:
        run.record(occurrence)
        for place, owner in enumerate((m.whole, *m.tracks)):
            if place == len(known):
                known.append(0)
            if len(owner.findings) > known[place]:
                if said.surely_not(tables, owner.findings[known[place] :]):
                    return True
                known[place] = len(owner.findings)
    engine.end(m, as_of)
    return not same(said.essence, essence(m))


def _finding(row: Any) -> Any:
    return (
        row.kind, row.degree, row.cite, row.event, row.on, row.due, row.actual, row.days, row.who, row.item, row.count,
        row.limit, row.effect, row.provisional, row.failed,
    )  # fmt: skip


def _duty(m: Machine, owner: Track, owed: Owed, day: int) -> Any:
    duty = owed.row
    if duty.deadlines:
        row = report.open_duty(m, owner, owed, day)
        return row.cite, row.events, row.who, row.state, row.since, row.due and row.due.last
    return duty.cite, duty.names, duties.bearers_left(m, owner, owed), "open", day_text(owed.day), None
