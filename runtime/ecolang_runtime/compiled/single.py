"""An occurrence of a simple event on the only track of a case: what `occurrences` does, with fewer detours."""

from __future__ import annotations

from ecolang_runtime.case import Occurrence
from ecolang_runtime.compiled import duties, limits, moves, occurrences, standing
from ecolang_runtime.compiled.breaches import Breach, breaches
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.state import Pen, Record, Track
from ecolang_runtime.verdict import Effect

_GOING_ON = ("permitted", "free")


def process(m: Machine, track: Track, occurrence: Occurrence, event: EventRow) -> None:
    """Processes it. The event is of track scope, no joint act, and no count of the case as a whole."""
    m.day, m.minute = occurrence.day, occurrence.minute
    m.seq += 1
    by = occurrence.by
    if by:
        record = occurrences.record_of(m, track, occurrence, event, m.seq)
    else:
        record = Record(
            m.seq, event.number, occurrence.day, occurrence.minute, (), occurrence.fields, occurrence.documents,
            occurrence.steps, occurrence.ground, False, (),
            occurrence.received,
        )  # fmt: skip
    if not m.lean:
        m.begin(track, Pen(m.seq, m.day, "event", event.id, by, occurrences.shown(occurrence, track)))
    stands = (
        standing.judge(m, track, record, event) if event.powers else standing.without_powers(m, track, record, event)
    )
    if stands.kind == "refused":
        occurrences.refuse(m, track, record, event, stands)
        return
    found: list[Breach] = []
    if m.tables.voiding:
        late = duties.late_and_void(m, track, record) or duties.late_and_void(m, m.whole, record)
        if late is not None:
            found.append((late, True))
    if event.few:
        found += limits.too_few(m, track, record, event)
    if event.breakable or by or record.documents:
        found += breaches(m, track, record, event, stands)
    counted = limits.count(m, track, record, event) if event.counts else ()
    if (found or counted) and occurrences.void(track, found, counted):
        occurrences.nothing(m, [track])
        return
    moves.add(m, track, record, event)
    for breach in found:
        track.find(breach[0])
    if counted:
        limits.record_counts(m, track, counted)
    remarked = False
    if track.deemed or stands.uses or stands.no_edge is not None:
        remarked = occurrences.remark(m, track, record, event, stands)
    if event.on_whole:
        moves.add_to_case(m, record, event, [track])
        moves.follow(m, m.whole, record, event, None)
    failed = moves.follow(m, track, record, event, stands, stands.kind in _GOING_ON)
    if failed and stands.moves and not remarked:
        m.note(track, Effect("no_edge", failed[0].cite, failed[0].id))
        track.find(occurrences.unexpected(record, event, stands, failed))
