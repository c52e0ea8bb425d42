"""Which readings a verdict turns on: each alternative is tried alone (docs/semantics.md, section 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ecolang.program import Program
from ecolang.readings import Choice, ReadingProblem, choices_of, with_readings
from ecolang.rows import replace
from ecolang.time import Calendar
from ecolang_runtime.case import CaseData
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Makes the calendar of named layers, as a policy's settings name them.
CalendarFactory = Callable[[tuple[str, ...]], Calendar]


def evaluate_with_readings(
    program: Program, calendar_of: CalendarFactory, case: CaseData, as_of: int, choices: Iterable[Choice] = ()
) -> Verdict | ReadingProblem:
    """The verdict under the chosen readings, with the alternatives of the others under which it would differ."""
    chosen = tuple(choices)
    base = with_readings(program, chosen)
    if isinstance(base, ReadingProblem):
        return base
    verdict = evaluate(base, calendar_of(base.settings.calendars), case, as_of)
    essence = essence_of(verdict)
    turns: list[Choice] = []
    settled = {reading for reading, _ in chosen}
    for choice in choices_of(program):
        if choice[0] in settled:
            continue
        other = with_readings(program, (*chosen, choice))
        if isinstance(other, ReadingProblem):
            return other
        if essence_of(evaluate(other, calendar_of(other.settings.calendars), case, as_of)) != essence:
            turns.append(choice)
    return replace(verdict, turns_on=tuple(turns), readings=chosen)


def essence_of(verdict: Verdict) -> Any:
    """What makes two verdicts the same to their reader: stages, findings, open duties, what may be done, dates."""
    return (
        [(track.party, track.part, track.stage) for track in verdict.tracks],
        sorted(repr(replace(finding, seq=None, norm="")) for finding in verdict.findings),
        sorted(
            repr((duty.cite, duty.events, duty.who, duty.state, duty.since, duty.due and duty.due.last))
            for duty in verdict.open_duties
        ),
        sorted(
            repr((power.cite, power.events, power.state, [(g.cite, g.state, g.since) for g in power.grounds]))
            for power in verdict.permitted
        ),
        # The end of a period that is over, or on a track that is closed, changes nothing any more.
        sorted(
            repr((track.party, track.part, limit.name, limit.due.last))
            for track in verdict.tracks
            for limit in track.limits
            if limit.due is not None and not track.outcome and limit.state in ("running", "suspended", "undetermined")
        ),
    )
