"""One occurrence, step by step (docs/semantics.md, section 6): standing, record, breaches, then what follows."""

from __future__ import annotations

from ecolang.program import Edge, Event
from ecolang.rows import dataclass, replace
from ecolang.time import iso
from ecolang_runtime.case import Occurrence
from ecolang_runtime.reference import duties, limits, moves
from ecolang_runtime.reference.breaches import Breach, breaches, provisional
from ecolang_runtime.reference.machine import Machine, Pen
from ecolang_runtime.reference.standing import Standing, Use, judge
from ecolang_runtime.reference.state import Record, Track
from ecolang_runtime.verdict import Effect, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Taken:
    """An occurrence that took effect on a track. `remarked`: what is said of its standing has been said."""

    track: Track
    record: Record
    standing: Standing
    remarked: bool


def process(m: Machine, occurrence: Occurrence) -> None:
    """Processes an occurrence on every track that it concerns, and once for the case."""
    m.day, m.minute = occurrence.day, occurrence.minute
    tracks = targets(m, occurrence)
    seq = m.next_seq()
    event = m.rules.event(occurrence.event)
    whole = m.state.whole
    for track in tracks:
        pen = Pen(seq, m.day, "event", event.id, occurrence.by, _shown(occurrence, track))
        m.begin(track, pen)
    general = _record(m, whole, occurrence, seq)
    few, counted = limits.too_few(m, whole, general), limits.count(m, whole, general)
    if _void(whole, few + [each.breach for each in counted if each.breach is not None]):
        _nothing(m, tracks)
        return
    shared = event.scope == "case"
    taken = [found for track in tracks if (found := _on_track(m, track, occurrence, seq, event, shared)) is not None]
    if shared:
        _shared(m, general, tracks, taken)
    if not taken:
        return
    if len(taken) == 1:
        general = taken[0].record
    moves.add_to_case(m, general, [each.track for each in taken])
    limits.record_counts(m, whole, counted)
    for breach in few:
        whole.find(breach.finding)
    moves.follow(m, whole, general, None)
    stuck: list[tuple[Taken, tuple[Edge, ...]]] = []
    for each in taken:
        move = each.standing.kind in ("permitted", "free")
        failed = moves.follow(m, each.track, each.record, each.standing, move)
        if failed and each.standing.moves and not each.remarked:
            stuck.append((each, failed))
            m.note(each.track, Effect("no_edge", failed[0].cite, failed[0].id))
            if not shared:
                each.track.find(_unexpected(each.record, each.standing, failed))
    still = {id(each.track) for each, _ in stuck}
    if shared and stuck and all(each.remarked or id(each.track) in still for each in taken):
        whole.find(_unexpected(general, stuck[0][0].standing, stuck[0][1]))


def _nothing(m: Machine, tracks: list[Track]) -> None:
    for track in tracks:
        m.note(track, Effect("no_effect"))
        m.without_effect(track)


def _void(track: Track, found: list[Breach]) -> bool:
    """Whether a breach leaves the act without effect; it is then the only finding."""
    void = next((breach for breach in found if breach.void), None)
    if void is None:
        return False
    track.find(void.finding)
    return True


def arrive(m: Machine, occurrence: Occurrence) -> bool:
    """Gives the holders that are named for the first time their tracks; whether one began."""
    before = len(m.state.tracks)
    if m.rules.settings.track_role is not None:
        for name in _named(m, occurrence):
            join(m, name)
    if not m.state.tracks:
        begin_track(m, None)
    return len(m.state.tracks) > before


def targets(m: Machine, occurrence: Occurrence) -> list[Track]:
    """The tracks that an occurrence concerns, once its holders have theirs."""
    if m.rules.event(occurrence.event).scope == "case":
        return list(m.state.tracks)
    names = _named(m, occurrence) if m.rules.settings.track_role is not None else []
    found = [t for t in m.state.tracks if (not names or t.party in names) and t.part == occurrence.part]
    return found or [t for t in m.state.tracks if (not names or t.party in names) and t.part is None]


def _named(m: Machine, occurrence: Occurrence) -> list[str]:
    """The holders that an occurrence concerns by name, or by their having acted."""
    names = list(occurrence.parties) or list(occurrence.each)
    if names:
        return names
    handled = m.rules.settings.track_role
    known = {name for name, role in m.state.parties if role == handled} | {t.party for t in m.state.tracks}
    return [name for name in occurrence.by if name in known and name is not None]


def join(m: Machine, name: str) -> None:
    """Gives a holder a track; the first name of a case that declared none takes over what had no name yet."""
    if any(track.party == name for track in m.state.tracks):
        return
    nameless = [track for track in m.state.tracks if track.party is None]
    if nameless:
        for track in nameless:
            track.party = name
        return
    begin_track(m, name)


def begin_track(m: Machine, name: str | None) -> None:
    """Begins a track in the start stage; what concerned the whole case before is in its history."""
    track = Track(name, None, m.rules.start, m.day, m.day)
    m.state.tracks.append(track)
    if m.state.seq:
        _inherit(m, track)
    moves.begin(m, track)


def _inherit(m: Machine, track: Track) -> None:
    past, mine = m.state.whole.history, track.history
    for event, row in m.rules.events.items():
        if row.scope != "case" or event not in past.last:
            continue
        mine.first[event], mine.last[event] = past.first[event], past.last[event]
        if event in past.real:
            mine.real[event] = past.real[event]
        for number, _ in m.rules.tallies_by.get(event, ()):
            if number in past.tallies:
                mine.tallies[number] = past.tallies[number]
    for document, record in past.documents.items():
        if m.rules.event(record.event).scope == "case":
            mine.documents[document] = record


def _shown(occurrence: Occurrence, track: Track) -> tuple[tuple[str, Any], ...]:
    fields = {**occurrence.fields, **occurrence.each.get(track.party or "", {})}
    return tuple(sorted(fields.items(), key=lambda item: item[0]))


def _record(m: Machine, track: Track, occurrence: Occurrence, seq: int) -> Record:
    roles: dict[str, None] = {}
    for name in occurrence.by:
        for role in m.held_by(name, track) or (name,):
            roles.setdefault(role)
    return Record(
        seq,
        occurrence.event,
        occurrence.day,
        occurrence.minute,
        tuple(roles),
        {**occurrence.fields, **occurrence.each.get(track.party or "", {})},
        occurrence.documents,
        occurrence.steps,
        occurrence.ground,
        False,
        occurrence.by,
        occurrence.received,
    )


def _on_track(m: Machine, track: Track, occurrence: Occurrence, seq: int, event: Event, shared: bool) -> Taken | None:
    record = _record(m, track, occurrence, seq)
    waiting = _waiting(m, track, record, event)
    if waiting:
        # A joint act is judged as the act of all; until the last has acted it only waits.
        standing = judge(m, track, replace(record, by=event.actors))
        if standing.kind == "refused":
            _refuse(m, track, record, standing, shared)
            return None
        parts = track.parts.setdefault(event.id, {})
        for actor in event.actors:
            if m.rules.acts_as(record.by, actor):
                parts.setdefault(actor, record.day)
        m.note(track, Effect("partial", standing.cite, standing.norm or None, detail="、".join(waiting)))
        return None
    if event.id in track.parts and _partakes(m, record, event):
        del track.parts[event.id]
        record = replace(record, by=event.actors)
    standing = judge(m, track, record)
    if standing.kind == "refused":
        _refuse(m, track, record, standing, shared)
        return None
    late = duties.late_and_void(m, track, record) or duties.late_and_void(m, m.state.whole, record)
    found = [] if late is None else [Breach(late, True)]
    found += limits.too_few(m, track, record)
    if not shared:
        found += breaches(m, track, record, standing)
    counted = limits.count(m, track, record)
    if _void(track, found + [each.breach for each in counted if each.breach is not None]):
        _nothing(m, [track])
        return None
    moves.add(m, track, record)
    for breach in found:
        track.find(breach.finding)
    limits.record_counts(m, track, counted)
    return Taken(track, record, standing, _remark(m, track, record, standing, shared))


def _waiting(m: Machine, track: Track, record: Record, event: Event) -> tuple[str, ...]:
    """Of a joint act, who has still to act after this part of it; nobody where no declared actor acted."""
    if not event.joint or not record.by:
        return ()
    mine = {actor for actor in event.actors if m.rules.acts_as(record.by, actor)}
    if not mine:
        return ()
    acted = mine | set(track.parts.get(event.id, {}))
    return tuple(actor for actor in event.actors if actor not in acted)


def _partakes(m: Machine, record: Record, event: Event) -> bool:
    """Whether an act may be a declared actor's; somebody else's completes nothing that they have begun."""
    return not record.by or any(m.rules.acts_as(record.by, actor) for actor in event.actors)


def _refuse(m: Machine, track: Track, record: Record, standing: Standing, shared: bool) -> None:
    if not shared:
        track.find(_refusal(record, standing))
    m.note(track, Effect("no_effect", standing.cite, standing.norm))
    m.without_effect(track)


def _refusal(record: Record, standing: Standing) -> Finding:
    use: Use = standing.uses[0]
    last = None if use.due is None else use.due.last
    return Finding(
        use.kind,
        use.degree,
        use.cite or use.power.cite,
        use.power.id,
        event=record.event,
        on=iso(record.day),
        due=None if last is None else iso(last),
        actual=iso(record.day),
        days=None if last is None else abs(record.day - last),
        who=record.named,
        item=record.ground,
        effect=False,
        seq=record.seq,
    )


def _remark(m: Machine, track: Track, record: Record, standing: Standing, shared: bool) -> bool:
    """What is said of the standing of a recorded act: relied on, unexpected, contrary to what was deemed; whether it
    was one of the last two.
    """
    deemed = track.deemed.pop(record.event, None)
    if deemed is not None:
        finding = Finding("after_deemed", "note", deemed[1], deemed[2], event=record.event, on=iso(record.day))
        track.find(replace(finding, who=record.named, seq=record.seq))
    elif standing.kind == "unexpected" and not shared:
        track.find(_unexpected(record, standing))
    if standing.kind in ("unexpected", "unknown"):
        m.note(track, Effect("no_edge", standing.cite, standing.norm))
    for use in standing.uses:
        if use.state is not True:
            continue
        for ground in use.grounds:
            m.note(track, Effect("relied_on", ground, use.power.id, detail=ground))
        if use.doubtful is not None and use.doubtful.last is not None:
            finding = Finding("undetermined", "caution", use.power.cite, use.power.id, event=record.event)
            due = iso(use.doubtful.last)
            finding = replace(finding, on=iso(record.day), due=due, actual=iso(record.day), seq=record.seq)
            track.find(replace(finding, provisional=provisional(use.doubtful)))
    return deemed is not None or standing.kind == "unexpected"


def _unexpected(record: Record, standing: Standing, failed: tuple[Edge, ...] = ()) -> Finding:
    return Finding(
        "unexpected",
        "caution",
        standing.cite,
        standing.norm,
        event=record.event,
        on=iso(record.day),
        who=record.named,
        seq=record.seq,
        failed=tuple(edge.id for edge in failed),
    )


def _shared(m: Machine, general: Record, tracks: list[Track], taken: list[Taken]) -> None:
    """What an occurrence of case scope breaks is found once, for the case."""
    whole = m.state.whole
    if not taken:
        standings = [judge(m, track, general) for track in tracks]
        refused = next((s for s in standings if s.kind == "refused"), None)
        if refused is not None:
            whole.find(_refusal(general, refused))
        return
    for breach in breaches(m, whole, general, taken[0].standing):
        whole.find(breach.finding)
    if all(each.standing.kind == "unexpected" for each in taken):
        whole.find(_unexpected(general, taken[0].standing))
