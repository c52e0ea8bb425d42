"""An occurrence of a simple event on the only track of a case: what `occurrences` does, with fewer detours."""

from __future__ import annotations

from ecolang_runtime.case import Occurrence
from ecolang_runtime.compiled import moves, occurrences
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.state import Record, Track
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
    found = event.act(m, track, record)
    if found is None:
        return
    stands, remarked = found
    if event.on_whole:
        moves.add_to_case(m, record, event, [track])
        moves.follow_case(m, record, event)
    failed = event.follow(m, track, record, stands, stands.kind in _GOING_ON)
    if failed and stands.moves and not remarked:
        m.note(track, Effect("no_edge", failed[0].cite, failed[0].id))
        track.find(occurrences.unexpected(record, event, stands, failed))
