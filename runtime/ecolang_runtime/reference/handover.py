"""Articles of a newer version take over in the middle of a case (docs/semantics.md, section 12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ecolang.hybrid import Handed
from ecolang.program import Period
from ecolang.rows import dataclass, replace
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.reference import engine
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.state import CaseState, Clock, Owed, Track
from ecolang_runtime.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Phase:
    """The rules from the first occurrence on that `reaches` says yes to. `before`: what the rules until then are called
    in findings."""

    rules: Rules
    handed: Handed
    reaches: Callable[[Occurrence], bool]
    before: str


def evaluate(first: Rules, phases: Sequence[Phase], case: CaseData, as_of: int) -> Verdict:
    """The verdict of a case as of the end of a day, under rules that give way to others as the phases say."""
    return engine.evaluated(case, as_of, lambda each: _replay(first, phases, each, as_of))


def _replay(first: Rules, phases: Sequence[Phase], case: CaseData, as_of: int) -> Verdict:
    run = engine.Run(first, first.calendar, case)
    ahead = list(phases)
    came: set[int] = set()
    ordered = engine.in_order(case.occurrences)
    for occurrence in ordered:
        if occurrence.day > as_of:
            continue
        came |= {id(phase) for phase in ahead if phase.reaches(occurrence)}
        # Each takes over from the one before it, also where the order of a day is another than was thought.
        while ahead and id(ahead[0]) in came:
            _take_over(run, ahead.pop(0))
        run.record(occurrence)
    return run.as_of(as_of, sum(occurrence.day > as_of for occurrence in ordered))


def _take_over(run: engine.Run, phase: Phase) -> None:
    run.rules = phase.rules
    hand_over(run.state, phase.handed, phase.before)


def hand_over(state: CaseState, handed: Handed, before: str) -> None:
    """Lets what is open or runs go on by the words under which it began; the rest goes on under the new rows."""
    for track in (state.whole, *state.tracks):
        _track(track, handed, before)


def _track(track: Track, handed: Handed, before: str) -> None:
    names = handed.names
    for owed in track.owed:
        if owed.duty in names:
            _owed(owed, names)
    track.leads = [
        replace(lead, duty=names.get(lead.duty, lead.duty), deadline=names.get(lead.deadline, lead.deadline))
        for lead in track.leads
    ]
    for name, clock in track.clocks.items():
        if name in handed.worded and not clock.worded and _runs(clock, handed):
            clock.worded = handed.worded[name]
    causes = {old: new for new, old in handed.same.items()}
    for course in (*(owed.course for owed in track.owed), *(clock.course for clock in track.clocks.values())):
        course.suspensions = tuple(replace(s, cause=causes.get(s.cause, s.cause)) for s in course.suspensions)
    for table in (track.held, track.counted, track.curable, track.available):
        _moved(table, handed.same)
    for new, old in handed.same.items():
        for key in [key for key in track.approvals if key.startswith(f"{old}/")]:
            track.approvals[new + key.removeprefix(old)] = track.approvals[key]
    track.findings = [
        replace(found, version=before) if found is not None and found.norm in handed.gone else found
        for found in track.findings
    ]


def _runs(clock: Clock, handed: Handed) -> bool:
    """Whether a period has begun: with its event, or with its track where it waits for none."""
    if clock.start is not None or clock.course.restarted is not None:
        return True
    row = next(each for each in handed.kept if each.id == handed.worded[clock.period])
    return isinstance(row, Period) and row.deadline.anchor.kind == "opening"


def _owed(owed: Owed, names: dict[str, str]) -> None:
    owed.duty = names[owed.duty]
    owed.anchors = {names.get(name, name): moment for name, moment in owed.anchors.items()}
    owed.lapsed = {names.get(name, name): place for name, place in owed.lapsed.items()}
    owed.reached = tuple(names.get(name, name) for name in owed.reached)


def _moved(table: dict[str, Any], same: dict[str, str]) -> None:
    """What was kept under the ids of rows that are gone is kept under those that take their places."""
    kept = dict(table)
    for new, old in same.items():
        if new != old and old in kept:
            table[new] = kept[old]
