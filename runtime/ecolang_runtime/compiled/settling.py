"""Conditions settle: the loop around the generated functions, and what holds beside them (semantics, section 6)."""

from __future__ import annotations

from ecolang.rows import replace
from ecolang_runtime.compiled import clocks, duties
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import PeriodRow
from ecolang_runtime.compiled.state import ALL, Track
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.verdict import Finding


def settle(m: Machine, loud: bool = False) -> None:
    """Settles every track. `loud`: what is unknown is named as missing."""
    tables = m.tables
    quiet = m.quiet
    m.quiet = not loud
    tracks = m.tracks
    if loud or tables.entangled or len(tracks) != 1:
        _settle_all(m, loud or tables.coupled)
        for track in tracks:
            if track.seen or track.dirty:
                _settled(m, track)
    else:
        track = tracks[0]
        m.settled = True
        bits = track.dirty
        if bits:
            watched, settle_at = tables.watched, tables.settle_at
            m.settled = False
            for _ in tables.rounds:
                track.dirty = 0
                track.seen |= bits
                stage = track.stage
                # Only what looks at something that changed is looked at anew.
                if not bits & watched[stage] or not settle_at[stage](m, track, bits):
                    m.settled = True
                    break
                bits = track.dirty
        if track.seen or track.dirty:
            _settled(m, track)
    m.quiet = quiet


def _settle_all(m: Machine, every: bool) -> None:
    """Tracks that look at each other (`every`), or the case as a whole, are always looked at anew."""
    tables = m.tables
    settle_at, settle_case, watched = tables.settle_at, tables.settle_case, tables.watched
    m.settled = False
    for _ in range((tables.stage_count + 2) * (len(m.tracks) + 1)):
        changed = settle_case is not None and settle_case(m, m.whole)
        for track in m.tracks[:]:
            bits = ALL if every else track.dirty
            if bits:
                track.dirty = 0
                track.seen |= bits
                stage = track.stage
                if bits & watched[stage] and settle_at[stage](m, track, bits):
                    changed = True
        if not changed:
            m.settled = True
            break
    for period in tables.limited[1]:
        _exceeded(m, m.whole, period)


def _settled(m: Machine, track: Track) -> None:
    """What holds beside the conditions, once they have settled: limits of time, and since when powers may be used."""
    tables = m.tables
    for period in tables.limited[0]:
        clock = track.clocks[period.number]
        if clock is not None:
            there = period.limit_stages
            if track.exceeding or (clock.status and (there is None or track.stage in there)):
                _exceeded(m, track, period)
    bits = track.seen | track.dirty
    track.seen = 0
    stage = track.stage
    if track.apart:
        # What stood otherwise under another reading matters here only for powers that may be used here too.
        track.apart &= tables.shadowed.get(stage, 0)
    if track.here != stage or bits & tables.usable[stage]:
        tables.available_at[stage](m, track, bits)
    if bits & tables.shadowing.get(stage, 0):
        for bit, looks_at, alike in tables.shadows[stage]:
            if bits & looks_at and not track.apart & bit and not alike(m, track, None):
                track.apart |= bit
                m.apart |= bit


def close_case(m: Machine, whole: Track) -> None:
    """The duties of the case that hang on stages end when no track is in one of them."""
    if whole.owed:
        duties.close_left(m, whole)


def limited(m: Machine, track: Track, period: PeriodRow) -> bool:
    """Whether the track (for the case: one of its tracks) is where the period's limit holds."""
    stages = period.limit_stages
    tracks = m.tracks if track.stage < 0 else (track,)
    if stages is None:
        outcomes = m.tables.outcomes
        return any(each.stage not in outcomes for each in tracks)
    return any(each.stage in stages for each in tracks)


def _exceeded(m: Machine, track: Track, period: PeriodRow) -> None:
    """Being where the limit holds after the last day is a finding that runs until the track leaves."""
    clock = track.clocks[period.number]
    over = clock is not None and clock.status == "lapsed" and limited(m, track, period)
    place = track.exceeding.get(period.number)
    if place is not None and not over:
        duties.stop_running(track, place, m.day)
        found = track.findings[place]
        if found is not None:
            track.findings[place] = replace(found, actual=day_text(m.day))
        del track.exceeding[period.number]
    if not over or place is not None or clock is None:
        return
    degree = degree_of(period.row.limit_degree or "must")
    due, _ = clocks.due_of_period(m, track, clock)
    if degree is None or due is None or due.last is None:
        return
    m.differs |= due.differs
    finding = Finding(
        "exceeded",
        degree,
        period.cite,
        period.id,
        on=day_text(due.after or 0),
        due=day_text(due.last),
        item=period.id,
        limit=due.due.amount,
        provisional=due.provisional,
        seq=m.seq,
    )
    track.exceeding[period.number] = track.find(finding)


def moved(m: Machine, track: Track, fresh: dict[int, tuple[int, ...]]) -> None:
    """A track is in another stage: what could not be used where it was has not been available. `fresh`: by the stage
    where it was, the numbers of these powers and grounds."""
    available = track.available
    for number in fresh[track.here]:
        available[number] = 0
    track.here = track.stage
