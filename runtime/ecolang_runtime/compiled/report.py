"""From the state at the end of a day to the verdict (docs: `ecolang_runtime.verdict`)."""

from __future__ import annotations

from _thread import RLock
from collections.abc import Callable, Mapping
from typing import Any

from ecolang_runtime.brief import Brief, BriefTrack
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.shown import count_limit, findings, leads, open_duty, period_limit, permitted
from ecolang_runtime.compiled.state import Track
from ecolang_runtime.verdict import (
    DueDate,
    Entry,
    Finding,
    Later,
    Limit,
    Missing,
    OpenDuty,
    Permitted,
    TrackVerdict,
    Verdict,
)

#: Guards what is worked out late: a verdict may be read by several threads.
_reading = RLock()


def verdict(m: Machine, day: int, left_out: int) -> Verdict:
    """The verdict of the case as of the end of a day. Its rows are made when they are first read, for which it keeps
    the machine: from now on nothing may happen to it."""
    tables = m.tables
    whole = m.whole
    outcomes = tables.outcomes
    over = not whole.owed
    tracks = []
    for track in m.tracks:
        outcome = track.stage in outcomes
        over = over and outcome
        row = _new(TrackVerdict)
        _put_party(row, track.party)
        _put_part(row, track.part)
        _put_stage(row, tables.stage_names[track.stage])
        _put_outcome(row, outcome)
        _put_since(row, day_text(track.since))
        _put_version(row, None)
        _put_parts(row, ())
        _put_later(row, _OfTrack(m, track, day))
        tracks.append(row)
    settings = tables.rules.settings
    made = _new(Verdict)
    _fill(
        made,
        m.id,
        day_text(day),
        settings.title,
        settings.in_force,
        settings.calendars,
        over,
        tuple(tracks),
        left_out,
    )
    _put_later(made, _OfCase(m, made.tracks, day))
    if tables.twinned:
        # What is near to another reading is told by making the rows.
        _ = made.provisional
    return made


class _OfTrack:
    """What a track's verdict is still to say."""

    __slots__ = ("day", "left", "m", "track", "values")

    def __init__(self, m: Machine, track: Track, day: int) -> None:
        self.m: Machine | None = m
        self.track: Track | None = track
        self.day = day
        self.left = 7
        self.values: dict[str, Any] = {}

    def field(self, name: str) -> Any:
        """A field by its name, worked out once."""
        with _reading:
            found = self.values.get(name)
            if found is None:
                m, track = self.m, self.track
                if m is None or track is None or name not in _FIELDS:
                    raise AttributeError(name)
                found = self.values[name] = _FIELDS[name](m, track, self.day)
                self.left -= 1
                if not self.left:
                    self.m = self.track = None
            return found


class _OfCase:
    """What a case's verdict is still to say."""

    __slots__ = ("day", "left", "m", "tracks", "values")

    def __init__(self, m: Machine, tracks: tuple[TrackVerdict, ...], day: int) -> None:
        self.m: Machine | None = m
        self.tracks = tracks
        self.day = day
        self.left = 3
        self.values: dict[str, Any] = {}

    def field(self, name: str) -> Any:
        """A field by its name, worked out once."""
        with _reading:
            found = self.values.get(name)
            if found is None:
                m = self.m
                if m is None:
                    raise AttributeError(name)
                if name == "provisional":
                    found = _provisional(self.tracks, self.field("case_open_duties"))
                elif name == "case_findings":
                    found = findings(m, m.whole, self.day)
                elif name == "case_open_duties":
                    found = tuple([open_duty(m, m.whole, owed, self.day) for owed in m.whole.owed])
                else:
                    raise AttributeError(name)
                self.values[name] = found
                self.left -= 1
                if not self.left:
                    self.m = None
            return found


_new = object.__new__
_put_later: Callable[[Any, Any], None] = Later.__dict__["_later"].__set__
_put_party, _put_part, _put_stage, _put_outcome, _put_since, _put_version, _put_parts = (
    TrackVerdict.__dict__[name].__set__ for name in ("party", "part", "stage", "outcome", "since", "version", "parts")
)
_NOW = ("case", "as_of", "policy", "in_force", "calendars", "over", "tracks", "left_out")
_PUT = tuple(Verdict.__dict__[name].__set__ for name in _NOW)
_PUT_EMPTY = tuple(
    Verdict.__dict__[name].__set__ for name in ("turns_on", "readings", "order_matters", "parts", "versions")
)
_PUT_NONE = tuple(Verdict.__dict__[name].__set__ for name in ("version", "begins"))


def _fill(row: Verdict, *values: Any) -> None:
    for put, value in zip(_PUT, values, strict=True):
        put(row, value)
    for put in _PUT_EMPTY:
        put(row, ())
    for put in _PUT_NONE:
        put(row, None)


def not_begun(m: Machine, day: int, opened: int, left_out: int) -> Verdict:
    """The verdict of a case that begins only after the day: nothing is owed, found or permitted yet."""
    settings = m.tables.rules.settings
    rest = ((), (), (), left_out, ())
    return Verdict(
        m.id,
        day_text(day),
        settings.title,
        settings.in_force,
        settings.calendars,
        False,
        *rest,
        begins=day_text(opened),
    )


def brief(m: Machine, day: int, left_out: int) -> Brief:
    """The verdict in brief, for which the machine may be a lean one."""
    as_of = day_text(day)
    if m.position is None:
        return Brief(m.id, as_of, False, (), (), (), left_out, begins=day_text(m.opened or day))
    tables, whole = m.tables, m.whole
    names, outcomes = tables.stage_names, tables.outcomes
    tracks = tuple(
        [
            BriefTrack(
                track.party,
                track.part,
                names[track.stage],
                track.stage in outcomes,
                day_text(track.since),
                findings(m, track, day),
                _open_duties(m, track, day),
            )
            for track in m.tracks
        ]
    )
    over = not whole.owed and all([track.outcome for track in tracks])
    return Brief(m.id, as_of, over, tracks, findings(m, whole, day), _open_duties(m, whole, day), left_out)


def _provisional(tracks: tuple[TrackVerdict, ...], case_open: tuple[OpenDuty, ...]) -> tuple[str, ...]:
    """Why dates of the verdict are not certain, each reason once."""
    reasons: dict[str, None] = {}
    for duty in case_open:
        _reasons(reasons, duty.demands)
    for track in tracks:
        for duty in track.open_duties:
            _reasons(reasons, duty.demands)
    for track in tracks:
        for limit in track.limits:
            if limit.due is not None and limit.due.provisional:
                reasons.update(dict.fromkeys(limit.due.provisional))
        for power in track.permitted:
            if power.until is not None and power.until.provisional:
                reasons.update(dict.fromkeys(power.until.provisional))
        for finding in track.findings:
            if finding.provisional:
                reasons.update(dict.fromkeys(finding.provisional))
    return tuple(reasons)


def _reasons(reasons: dict[str, None], demands: tuple[DueDate, ...]) -> None:
    for demand in demands:
        if demand.provisional:
            reasons.update(dict.fromkeys(demand.provisional))


def _open_duties(m: Machine, track: Track, day: int) -> tuple[OpenDuty, ...]:
    return tuple([open_duty(m, track, owed, day) for owed in track.owed]) if track.owed else ()


def _permitted(m: Machine, track: Track, day: int) -> tuple[Permitted, ...]:
    powers = m.tables.powers_at[track.stage]
    return tuple([found for power in powers if (found := permitted(m, track, power, day)) is not None])


def _limits(m: Machine, track: Track, day: int) -> tuple[Limit, ...]:
    tables, whole = m.tables, m.whole
    return (
        *[count_limit(m, whole if row.whole else track, row) for row in tables.limits],
        *[period_limit(m, whole if row.whole else track, row, day) for row in tables.periods.values()],
    )


def _timeline(m: Machine, track: Track, day: int) -> tuple[Entry, ...]:
    return tuple(track.timeline)


def _missing(m: Machine, track: Track, day: int) -> tuple[Missing, ...]:
    missing, whole = track.missing, m.whole
    if whole.missing:
        missing = {(row.name, row.norm): row for row in (*missing.values(), *whole.missing.values())}
    return tuple(missing.values())


def _undecided(m: Machine, track: Track, day: int) -> tuple[str, ...]:
    return undecided(m, track)


def undecided(m: Machine, track: Track) -> tuple[str, ...]:
    """Clauses that are not modelled: all that name no rule, and those with a rule that did something here."""
    return tuple(
        [name for name, rules in m.tables.not_modelled if not rules or any(rule in track.used for rule in rules)]
    )


def _findings(m: Machine, track: Track, day: int) -> tuple[Finding, ...]:
    return findings(m, track, day)


#: The fields of a track's verdict that are worked out late.
_FIELDS: Mapping[str, Callable[[Machine, Track, int], Any]] = {
    "findings": _findings,
    "open_duties": _open_duties,
    "permitted": _permitted,
    "limits": _limits,
    "timeline": _timeline,
    "missing": _missing,
    "undecided": _undecided,
}

__all__ = ["brief", "findings", "leads", "not_begun", "open_duty", "permitted", "undecided", "verdict"]
