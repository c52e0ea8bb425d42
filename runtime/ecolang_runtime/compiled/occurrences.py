"""One occurrence, step by step (docs/semantics.md, section 6): standing, record, breaches, then what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecolang_runtime.case import Occurrence
from ecolang_runtime.compiled import limits, moves
from ecolang_runtime.compiled.breaches import Breach, breaches
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.rows import EdgeRow, Standing
from ecolang_runtime.compiled.standing import Use, judge
from ecolang_runtime.compiled.state import ALL, Record, Track
from ecolang_runtime.verdict import Effect, Finding

#: An occurrence that took effect on a track; whether what is said of its standing has been said.
Taken = tuple[Track, Record, Standing, bool]
_NO_EFFECT = Effect("no_effect")


def process(m: Machine, occurrence: Occurrence, event: EventRow, tracks: list[Track]) -> None:
    """Processes an occurrence on every track that it concerns, and once for the case."""
    m.day, m.minute = occurrence.day, occurrence.minute
    m.seq += 1
    seq = m.seq
    if not m.lean:
        for track in tracks:
            m.begin(track, Pen(seq, m.day, "event", event.id, occurrence.by, shown(occurrence, track)))
    shared = event.shared
    whole = m.whole
    general: Record | None = None
    counted: list[limits.Counted] = []
    few: list[Breach] = []
    if event.case_few or event.case_counts:
        general = record_of(m, whole, occurrence, event, seq)
        if event.case_few:
            few = limits.too_few(m, whole, general, event)
        if event.case_counts:
            counted = limits.count(m, whole, general, event)
        if void(whole, few, counted):
            nothing(m, tracks)
            return
    taken: list[Taken] = []
    for track in tracks:
        found = _on_track(m, track, occurrence, seq, event)
        if found is not None:
            taken.append(found)
    if shared:
        general = general or record_of(m, whole, occurrence, event, seq)
        _shared(m, general, event, tracks, taken)
    if not taken:
        return
    if len(taken) == 1:
        general = taken[0][1]
    elif general is None:
        general = record_of(m, whole, occurrence, event, seq)
    if event.on_whole:
        moves.add_to_case(m, general, event, [each[0] for each in taken])
    if counted:
        limits.record_counts(m, whole, counted)
    for breach in few:
        whole.find(breach[0])
    if event.on_whole:
        moves.follow_case(m, general, event)
    stuck: list[tuple[Taken, Sequence[EdgeRow]]] = []
    for each in taken:
        track, record, standing, remarked = each
        failed = event.follow(m, track, record, standing, standing.kind in ("permitted", "free"))
        if failed and standing.moves and not remarked:
            stuck.append((each, failed))
            m.note(track, Effect("no_edge", failed[0].cite, failed[0].id))
            if not shared:
                track.find(unexpected(record, event, standing, failed))
    if shared and stuck:
        still = {id(each[0]) for each, _ in stuck}
        if all(each[3] or id(each[0]) in still for each in taken):
            whole.find(unexpected(general, event, stuck[0][0][2], stuck[0][1]))


def nothing(m: Machine, tracks: list[Track]) -> None:
    for track in tracks:
        m.note(track, _NO_EFFECT)
        m.without_effect(track)


def void(track: Track, found: list[Breach], counted: Sequence[limits.Counted]) -> bool:
    """Whether a breach leaves the act without effect; it is then the only finding."""
    for finding, void in (*found, *(each.breach for each in counted if each.breach is not None)):
        if void:
            track.find(finding)
            return True
    return False


def arrive(m: Machine, occurrence: Occurrence) -> bool:
    """Gives the holders that are named for the first time their tracks; whether one began."""
    before = len(m.tracks)
    if m.tables.track_role is not None:
        for name in _named(m, occurrence):
            join(m, name)
    if not m.tracks:
        begin_track(m, None)
    return len(m.tracks) > before


def targets(m: Machine, occurrence: Occurrence, event: EventRow) -> list[Track]:
    """The tracks that an occurrence concerns, once its holders have theirs."""
    tracks = m.tracks
    if event.shared:
        return tracks[:]
    if len(tracks) == 1 and occurrence.part is None and tracks[0].part is None:
        names = _named(m, occurrence) if m.tables.track_role is not None else ()
        return tracks[:] if not names or tracks[0].party in names else []
    names = _named(m, occurrence) if m.tables.track_role is not None else ()
    found = [t for t in tracks if (not names or t.party in names) and t.part == occurrence.part]
    return found or [t for t in tracks if (not names or t.party in names) and t.part is None]


def _named(m: Machine, occurrence: Occurrence) -> tuple[str, ...]:
    """The holders that an occurrence concerns by name, or by their having acted."""
    names = occurrence.parties or tuple(occurrence.each)
    if names or not occurrence.by:
        return names
    known = m.handled
    return tuple([name for name in occurrence.by if name in known or any(name == t.party for t in m.tracks)])


def join(m: Machine, name: str) -> None:
    """Gives a holder a track; the first name of a case that declared none takes over what had no name yet."""
    nameless = False
    for track in m.tracks:
        if track.party == name:
            return
        nameless = nameless or track.party is None
    if nameless:
        for track in m.tracks:
            if track.party is None:
                track.party = name
                track.dirty = ALL
        return
    begin_track(m, name)


def begin_track(m: Machine, name: str | None) -> None:
    """Begins a track in the start stage; what concerned the whole case before is in its history."""
    track = Track(name, None, m.tables.start, m.day, m.tables.sizes)
    m.tracks.append(track)
    m.visited |= 1 << track.stage
    if m.seq:
        _inherit(m, track)
    moves.begin(m, track)


def _inherit(m: Machine, track: Track) -> None:
    past = m.whole
    for event in m.tables.shared_events:
        number = event.number
        if past.last[number] is None:
            continue
        track.first[number], track.last[number] = past.first[number], past.last[number]
        track.real[number] = past.real[number]
        for tally in event.tally_numbers:
            if past.tallies[tally] is not None:
                track.tallies[tally] = past.tallies[tally]
    for document, record in past.documents.items():
        if m.tables.events[record.event].shared:
            track.documents[document] = record


def shown(occurrence: Occurrence, track: Track) -> tuple[tuple[str, Any], ...]:
    fields = occurrence.fields
    if occurrence.each:
        fields = {**fields, **occurrence.each.get(track.party or "", {})}
    if len(fields) < 2:
        return tuple(fields.items())
    return tuple(sorted(fields.items()))


def record_of(m: Machine, track: Track, occurrence: Occurrence, event: EventRow, seq: int) -> Record:
    """An occurrence as it concerns a track."""
    by = occurrence.by
    acting: tuple[str, ...] = ()
    if len(by) == 1 and by[0] in m.tables.roles:
        acting = by
    elif by:
        roles: dict[str, None] = {}
        for name in by:
            for role in m.held_by(name, track) or (name,):
                roles[role] = None
        acting = tuple(roles)
    fields = occurrence.fields
    if occurrence.each:
        fields = {**fields, **occurrence.each.get(track.party or "", {})}
    return Record(
        seq, event.number, occurrence.day, occurrence.minute, acting, fields, occurrence.documents, occurrence.steps,
        occurrence.ground, False, by,
        occurrence.received,
    )  # fmt: skip


def _with_actors(record: Record, actors: tuple[str, ...]) -> Record:
    return Record(
        record.seq, record.event, record.day, record.minute, actors, record.fields, record.documents, record.steps,
        record.ground, record.deemed, record.named,
        record.received,
    )  # fmt: skip


def _on_track(m: Machine, track: Track, occurrence: Occurrence, seq: int, event: EventRow) -> Taken | None:
    record = record_of(m, track, occurrence, event, seq)
    if event.joint:
        waiting = _waiting(m, track, record, event)
        if waiting:
            _wait(m, track, record, event, waiting)
            return None
        if event.number in track.parts and _partakes(m, record, event):
            del track.parts[event.number]
            record = _with_actors(record, event.actors)
    found = event.act(m, track, record)
    return None if found is None else (track, record, *found)


def _wait(m: Machine, track: Track, record: Record, event: EventRow, waiting: tuple[str, ...]) -> None:
    """A joint act is judged as the act of all; until the last has acted it only waits."""
    standing = judge(m, track, _with_actors(record, event.actors), event)
    if standing.kind == "refused":
        refuse(m, track, record, event, standing)
        return
    parts = track.parts.setdefault(event.number, {})
    for actor in event.actors:
        if m.tables.acts_as(record.by, actor):
            parts.setdefault(actor, record.day)
    m.note(track, Effect("partial", standing.cite, standing.norm or None, detail="、".join(waiting)))


def _waiting(m: Machine, track: Track, record: Record, event: EventRow) -> tuple[str, ...]:
    """Of a joint act, who has still to act after this part of it; nobody where no declared actor acted."""
    if not record.by:
        return ()
    mine = {actor for actor in event.actors if m.tables.acts_as(record.by, actor)}
    if not mine:
        return ()
    acted = mine | set(track.parts.get(event.number, {}))
    return tuple(actor for actor in event.actors if actor not in acted)


def _partakes(m: Machine, record: Record, event: EventRow) -> bool:
    """Whether an act may be a declared actor's; somebody else's completes nothing that they have begun."""
    return not record.by or any(m.tables.acts_as(record.by, actor) for actor in event.actors)


def refuse(m: Machine, track: Track, record: Record, event: EventRow, standing: Standing) -> None:
    if not event.shared:
        track.find(refusal(record, event, standing))
    m.note(track, Effect("no_effect", standing.cite, standing.norm))
    m.without_effect(track)


def refusal(record: Record, event: EventRow, standing: Standing) -> Finding:
    """The finding of an act that has no effect."""
    use: Use = standing.uses[0]
    last = None if use.due is None else use.due.last
    return Finding(
        use.kind,
        use.degree,
        use.cite or use.power.cite,
        use.power.id,
        event=event.id,
        on=day_text(record.day),
        due=None if last is None else day_text(last),
        actual=day_text(record.day),
        days=None if last is None else abs(record.day - last),
        who=record.named,
        item=record.ground,
        effect=False,
        seq=record.seq,
    )


def remark(m: Machine, track: Track, record: Record, event: EventRow, standing: Standing) -> bool:
    """What is said of the standing of a recorded act: relied on, unexpected, contrary to what was deemed; whether it
    was one of the last two.
    """
    deemed = track.deemed.pop(record.event, None) if track.deemed else None
    if deemed is not None:
        track.find(
            Finding(
                "after_deemed",
                "note",
                deemed[1],
                deemed[2],
                event=event.id,
                on=day_text(record.day),
                who=record.named,
                seq=record.seq,
            )
        )
    elif standing.kind == "unexpected" and not event.shared:
        track.find(unexpected(record, event, standing))
    if standing.no_edge is not None:
        m.note(track, standing.no_edge)
    for use in standing.uses:
        if use.state is not True:
            continue
        for ground in use.grounds:
            m.note(track, ground.relied)
        doubtful = use.doubtful
        if doubtful is not None and doubtful.last is not None:
            on = day_text(record.day)
            track.find(
                Finding(
                    "undetermined",
                    "caution",
                    use.power.cite,
                    use.power.id,
                    event=event.id,
                    on=on,
                    due=day_text(doubtful.last),
                    actual=on,
                    provisional=doubtful.provisional,
                    seq=record.seq,
                )
            )
    return deemed is not None or standing.kind == "unexpected"


def unexpected(record: Record, event: EventRow, standing: Standing, failed: Sequence[EdgeRow] = ()) -> Finding:
    return Finding(
        "unexpected", "caution", standing.cite, standing.norm, event=event.id, on=day_text(record.day),
        who=record.named, seq=record.seq,
        failed=tuple([edge.id for edge in failed]),
    )  # fmt: skip


def _shared(m: Machine, general: Record, event: EventRow, tracks: list[Track], taken: list[Taken]) -> None:
    """What an occurrence of case scope breaks is found once, for the case."""
    whole = m.whole
    if not taken:
        for standing in [judge(m, track, general, event) for track in tracks]:
            if standing.kind == "refused":
                whole.find(refusal(general, event, standing))
                return
        return
    for breach in breaches(m, whole, general, event, taken[0][2]):
        whole.find(breach[0])
    if all(each[2].kind == "unexpected" for each in taken):
        whole.find(unexpected(general, event, taken[0][2]))
