"""Whether a verdict is as a case test expects: it holds what it states and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ecolang.source_ref import parse_ref
from ecolang_runtime.casetest.words import times
from ecolang_runtime.verdict import DueDate, Finding, OpenDuty, Permitted, TrackVerdict, Verdict

#: An expectation as docs/semantics.md, section 11, writes it.
Row = Mapping[str, Any]


def tracks_of(row: Row, verdict: Verdict) -> list[TrackVerdict]:
    """The tracks that an expectation speaks of: those of its party and part; without either, all that are no forks."""
    party, part = row.get("party"), row.get("part")
    named = [track for track in verdict.tracks if party is None or track.party == party]
    if part is not None:
        return [track for track in named if track.part == part]
    return [track for track in named if track.part is None] or named


def holds(row: Row, verdict: Verdict) -> bool:
    """Whether the expectation holds of the verdict."""
    return _CHECKS[row["kind"]](row, verdict, tracks_of(row, verdict))


def within(cite: str, wanted: str | None) -> bool:
    """Whether a citation is the wanted place or a part of it."""
    if wanted is None or cite == wanted:
        return True
    place, whole = parse_ref(cite), parse_ref(wanted)
    return place is not None and whole is not None and place.within(whole)


def _stage(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    return bool(tracks) and all(track.stage == row["name"] for track in tracks)


def _outcome(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return _stage(row, verdict, tracks) and all(track.outcome for track in tracks)


def _of(row: Row, tracks: list[TrackVerdict], every: Verdict) -> Iterable[Finding]:
    # What is found of the case as a whole concerns each of its parties.
    forks = [] if row.get("party") or row.get("part") else [t for t in every.tracks if t not in tracks]
    return (*every.case_findings, *(each for track in (*tracks, *forks) for each in track.findings))


def _no_findings(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return all(finding.degree == "note" for finding in _of(row, tracks, verdict))


def _finding(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return any(_is_meant(row, finding) for finding in _of(row, tracks, verdict))


def _is_meant(row: Row, finding: Finding) -> bool:
    number = row.get("number")
    return (
        finding.degree == row["degree"]
        and within(finding.cite, row.get("ref"))
        and row.get("finding") in (None, finding.kind)
        and (row.get("role") is None or row["role"] in (*finding.who, finding.item))
        and (row.get("text") is None or row["text"] in (finding.item or "", finding.event or ""))
        and (number is None or number == finding.count)
        and row.get("due") in (None, finding.due)
        and row.get("days") in (None, finding.days)
    )


def _duties(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> Iterable[OpenDuty]:
    forks = [] if row.get("party") or row.get("part") else [t for t in verdict.tracks if t not in tracks]
    return (*(each for track in (*tracks, *forks) for each in track.open_duties), *verdict.case_open_duties)


def _duty(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return any(_is_owed(row, duty) for duty in _duties(row, verdict, tracks))


def _is_owed(row: Row, duty: OpenDuty) -> bool:
    dates = [each for each in (duty.due, *duty.demands) if each is not None]
    days = row.get("days")
    return (
        row["name"] in duty.events
        and (row.get("role") is None or row["role"] in duty.who)
        and any(within(cite, row.get("ref")) for cite in (duty.cite, *(each.cite for each in dates)))
        and (row.get("due") is None or any(each.last == row["due"] for each in dates))
        and row.get("since") in (None, duty.since)
        and (row.get("state") != "overdue" or duty.state == "overdue")
        and (days is None or any(each.days_left == -days for each in dates))
    )


def _no_duty(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return not _duty(row, verdict, tracks)


def _permitted(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    return any(_is_open(row, each) for track in tracks for each in track.permitted)


def _is_open(row: Row, permitted: Permitted) -> bool:
    if row["name"] not in permitted.events or permitted.state != "true":
        return False
    if row.get("role") is not None and row["role"] not in permitted.who:
        return False
    until = permitted.until.last if permitted.until else None
    if row.get("due") not in (None, until):
        return False
    ref, since = row.get("ref"), row.get("since")
    grounds = [ground for ground in permitted.grounds if ground.state == "true" and within(ground.cite, ref)]
    # A reference to the whole clause means the power, one to an item means the ground.
    if grounds:
        return since is None or since in (permitted.since, *(ground.since for ground in grounds))
    return within(permitted.cite, ref) and since in (None, permitted.since)


def _not_permitted(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    return not _permitted(row, verdict, tracks)


def _period(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    return bool(tracks) and all(
        any(limit.norm == row["name"] and _ends(limit.due, row["due"]) for limit in track.limits) for track in tracks
    )


def _ends(due: DueDate | None, day: str) -> bool:
    return due is not None and due.last == day


def _period_state(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    wanted = row["state"]
    states = [limit.state for track in tracks for limit in track.limits if limit.norm == row["name"]]
    if wanted == "not_lapsed":
        return bool(states) and "lapsed" not in states
    return bool(states) and all(state == wanted for state in states)


def _count(row: Row, verdict: Verdict, tracks: list[TrackVerdict]) -> bool:
    counted = list(verdict.tracks) if row.get("state") == "case" else tracks
    return bool(times(row, counted) == row["number"])


def _missing(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    names = {each.name for track in tracks for each in track.missing}
    return any(row["name"] in (name, name.partition("·")[2]) for name in names)


def _over(_: Row, verdict: Verdict, __: list[TrackVerdict]) -> bool:
    return verdict.over


def _not_over(_: Row, verdict: Verdict, __: list[TrackVerdict]) -> bool:
    return not verdict.over


def _provisional(_: Row, verdict: Verdict, __: list[TrackVerdict]) -> bool:
    return bool(verdict.provisional)


def _turns_on(row: Row, verdict: Verdict, _: list[TrackVerdict]) -> bool:
    return any(row["text"] in choice for choice in verdict.turns_on)


def _effectless(row: Row, _: Verdict, tracks: list[TrackVerdict]) -> bool:
    return any(entry.event == row["name"] and not entry.had_effect for track in tracks for entry in track.timeline)


_CHECKS: Mapping[str, Callable[[Row, Verdict, list[TrackVerdict]], bool]] = {
    "stage": _stage,
    "outcome": _outcome,
    "no_findings": _no_findings,
    "finding": _finding,
    "duty": _duty,
    "no_duty": _no_duty,
    "permitted": _permitted,
    "not_permitted": _not_permitted,
    "period": _period,
    "period_state": _period_state,
    "count": _count,
    "missing": _missing,
    "over": _over,
    "not_over": _not_over,
    "provisional": _provisional,
    "turns_on": _turns_on,
    "effectless": _effectless,
}
