"""An occurrence that concerns one track and no count of the case: what `occurrences` does, with fewer detours."""

from __future__ import annotations

from ecolang_runtime.case import Occurrence
from ecolang_runtime.compiled import moves, occurrences, standing
from ecolang_runtime.compiled.breaches import breaches
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.state import Record, Track
from ecolang_runtime.verdict import Effect


def process(m: Machine, track: Track, occurrence: Occurrence, event: EventRow) -> None:
    """Processes an occurrence on the only track that it concerns. The event is no joint act, and no count of the case
    as a whole; one of case scope concerns the only track there is."""
    m.day, m.minute = occurrence.day, occurrence.minute
    m.seq += 1
    by = occurrence.by
    if by or occurrence.each:
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
    shared = event.shared
    if found is None:
        if shared:
            general = occurrences.record_of(m, m.whole, occurrence, event, m.seq)
            stands = standing.judge(m, track, general, event)
            if stands.kind == "refused":
                m.whole.find(occurrences.refusal(general, event, stands))
        return
    stands, remarked = found
    if shared:
        # What an occurrence of case scope breaks is found once, for the case.
        general = occurrences.record_of(m, m.whole, occurrence, event, m.seq) if by or occurrence.each else record
        if event.breakable or by or record.documents:
            for breach in breaches(m, m.whole, general, event, stands):
                m.whole.find(breach[0])
        if stands.kind == "unexpected":
            m.whole.find(occurrences.unexpected(general, event, stands))
    if event.on_whole:
        moves.add_to_case(m, record, event, [track])
        moves.follow_case(m, record, event)
    failed = event.follow(m, track, record, stands, stands.kind == "permitted" or stands.kind == "free")
    if failed and stands.moves and not remarked:
        m.note(track, Effect("no_edge", failed[0].cite, failed[0].id))
        (m.whole if shared else track).find(occurrences.unexpected(record, event, stands, failed))
