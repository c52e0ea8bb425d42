"""Moving between stages, forks, and what follows from an occurrence (docs/semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Sequence

from ecolang_runtime.compiled import clocks, duties, keys, limits, periods
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.rows import DeemingRow, EdgeRow, Standing
from ecolang_runtime.compiled.standing import usable
from ecolang_runtime.compiled.state import ALL, DOCUMENTS, STALE, Record, Track
from ecolang_runtime.verdict import Effect

# A deemed event may trigger a deeming; the checker refuses cycles, this bounds one that it never saw.
_DEEPEST = 16


def add(m: Machine, track: Track, record: Record, event: EventRow) -> None:
    """Puts a deemed record into the history and counts it where its guards are true."""
    if event.tally is not None:
        event.tally(m, track, record)
    _remember(track, record)
    keys.redate(m, track, record.event)
    track.dirty |= event.bit if not record.documents else event.bit | DOCUMENTS


def add_to_case(m: Machine, record: Record, event: EventRow, tracks: list[Track]) -> None:
    """Puts an occurrence into the history of the case: it counts once, where it counts on one of its tracks."""
    whole = m.whole
    seq = record.seq
    if event.case_asked and len(m.tracks) > 1:
        for track in m.tracks:
            track.dirty |= event.bit
    for number in event.tally_numbers:
        sure, doubtful = False, None
        for track in tracks:
            tally = track.tallies[number]
            if tally is not None:
                sure = sure or (tally[3] is not None and tally[3][0] == seq)
                doubtful = doubtful or (tally if tally[4] == seq else None)
        if sure:
            count(whole, record, number, True, ())
        elif doubtful is not None:
            count(whole, record, number, None, doubtful[5])
    _remember(whole, record)
    keys.redate(m, whole, record.event)


def _remember(track: Track, record: Record) -> None:
    number = record.event
    if track.first[number] is None:
        track.first[number] = record
    track.last[number] = record
    if not record.deemed:
        track.real[number] = record.seq
    if record.documents:
        for document in record.documents:
            track.documents[document] = record


def count(track: Track, record: Record, number: int, answer: bool | None, names: tuple[str, ...]) -> None:
    """Counts a record in a tally: surely, or in doubt for want of these names."""
    old = track.tallies[number]
    if answer is True:
        stamp = (record.seq, record.day, record.minute, record.received)
        if old is None:
            track.tallies[number] = (1, 0, stamp, stamp, 0, ())
        else:
            track.tallies[number] = (old[0] + 1, old[1], old[2] or stamp, stamp, old[4], old[5])
    elif answer is None:
        if old is None:
            track.tallies[number] = (0, 1, None, None, record.seq, names)
        else:
            track.tallies[number] = (old[0], old[1] + 1, old[2], old[3], record.seq, names)


def follow_case(m: Machine, record: Record, event: EventRow) -> None:
    """What follows for the case as a whole from an occurrence that was recorded: its duties and clocks."""
    whole = m.whole
    if whole.owed or whole.leads:
        duties.arrive(m, whole, record, event)
        duties.discharge(m, whole, record, event)
    if not event.sets_off_case:
        return
    for period in event.starts[1]:
        periods.start_clock(m, whole, period, record)
    _set_off(m, whole, record, event, 1)


def set_off(m: Machine, track: Track, record: Record, event: EventRow) -> None:
    """What an occurrence that was recorded sets off on a track, its edges and the clocks that it starts apart."""
    _set_off(m, track, record, event, 0)
    for deeming in event.deemings:
        if m.inside(track, deeming.stages) and m.test(track, record, deeming.guard) is True:
            deem(m, track, deeming, m.day)


def _set_off(m: Machine, track: Track, record: Record, event: EventRow, scope: int) -> None:
    for op in event.ops[scope]:
        if m.inside(track, op.stages) and m.test(track, record, op.guard) is True:
            periods.operate(m, track, op)
    for period, place in event.extends[scope]:
        periods.extend(m, track, record, period, place)
    for limit, place in event.approvals[scope]:
        limits.approve(m, track, record, limit, place)
    for duty in event.opens[scope]:
        if duty.stages is not None and not m.inside(track, duty.stages):
            continue
        if duty.when is None or m.test(track, record, duty.when) is True:
            duties.open_duty(m, track, duty, record.seq)


def try_edges(
    m: Machine, track: Track, record: Record, event: EventRow, standing: Standing | None
) -> Sequence[EdgeRow]:
    """Takes every fork and the first move that the occurrence triggers from the present stage.

    Gives the edges that failed, where none was taken and of none it is unknown.
    """
    chosen: list[EdgeRow] = []
    failed: list[EdgeRow] = []
    moving = unsure = False
    edges = event.edges.get(track.stage)
    if edges is None:
        return ()
    for edge in edges:
        forks = edge.row.fork is not None
        if moving and not forks:
            continue
        if edge.power and standing is not None and not usable(standing, edge.row.norm or ""):
            continue
        answer = m.test(track, record, edge.guard)
        if answer is True:
            chosen.append(edge)
            moving = moving or not forks
        elif answer is False:
            failed.append(edge)
        else:
            unsure = True
    for edge in forks_first(chosen):
        take(m, track, edge)
    return () if chosen or unsure else failed


def forks_first(edges: list[EdgeRow]) -> list[EdgeRow]:
    """The forks, which begin from the state before the move, then the move."""
    return edges if len(edges) < 2 else sorted(edges, key=lambda edge: edge.row.fork is None)


def take(m: Machine, track: Track, edge: EdgeRow) -> None:
    """Takes an edge: the track moves, every track in the edge's stage moves, or a fork begins."""
    if edge.row.fork is not None:
        if m.keeps_used:
            track.used[edge.id] = None
        fork(m, track, edge)
        return
    movers = [track]
    if edge.row.reach == "all":
        movers += [t for t in m.tracks if t is not track and t.stage == edge.source]
    for mover in movers:
        move(m, mover, edge, mover is track)


def move(m: Machine, track: Track, edge: EdgeRow, own: bool = True) -> None:
    """Moves a track along an edge and closes the duties that hang on what it leaves. `own`: it is the track on which
    the edge was tried."""
    if own and m.keeps_used:
        track.used[edge.id] = None
    source = track.stage
    target = edge.target
    if not m.lean:
        if source == edge.source:
            m.note(track, edge.moved)
        else:
            names = m.tables.stage_names
            m.note(track, Effect("moved", edge.cite, edge.id, source=names[source], target=names[target]))
    # An edge back into its own stage enters it anew.
    again = source == target
    track.stage, track.since = target, m.day
    track.dirty = ALL
    m.visited |= 1 << target
    track.entry += 1
    if track.owed:
        duties.close_left(m, track, again)
    track.held &= m.tables.keeping_again if again else m.tables.keeping[target]


def fork(m: Machine, track: Track, edge: EdgeRow) -> None:
    """Opens a further track for a part of the subject matter; one of that name is opened once."""
    name = edge.row.fork
    if any(t.party == track.party and t.part == name for t in m.tracks):
        return
    branch = Track(track.party, name, edge.target, m.day, m.tables.sizes)
    branch.first, branch.last, branch.real = track.first[:], track.last[:], track.real[:]
    branch.documents, branch.tallies = dict(track.documents), track.tallies[:]
    for clock in track.running:
        copied = clock.copy()
        copied.key = STALE  # one that runs from the beginning runs from that of the fork
        branch.running.append(copied)
        branch.clocks[clock.row.number] = copied
    branch.counted, branch.approvals = dict(track.counted), dict(track.approvals)
    branch.overdue = dict(track.overdue)
    m.tracks.append(branch)
    m.key = STALE
    m.visited |= 1 << edge.target
    for each in m.tracks:
        each.dirty = ALL
    names = m.tables.stage_names
    source, target = names[track.stage], names[edge.target]
    m.note(track, Effect("forked", edge.cite, edge.id, source=source, target=target, detail=name))


def begin(m: Machine, track: Track) -> None:
    """What the beginning of a case, or of a track, sets off: duties, and clocks that wait for no event."""
    tables = m.tables
    scope = 1 if track.stage < 0 else 0
    for period in tables.begins[scope]:
        clocks.clock_of(track, period)
        m.key = STALE
    for duty in tables.starts[scope]:
        if m.test(track, None, duty.when) is True:
            duties.open_duty(m, track, duty, m.seq)


def deem(m: Machine, track: Track, deeming: DeemingRow, day: int, move: bool = True) -> None:
    """Records a deemed event and what follows from it."""
    m.seq += 1
    seq = m.seq
    event = deeming.event
    m.came |= 1 << event.number
    record = Record(seq, event.number, day, None, (), deeming.fields, {}, None, None, True, ())
    before = (m.day, m.minute)
    m.day, m.minute = day, None
    if not m.lean:
        m.begin(track, Pen(seq, day, "deemed", event.id, (), deeming.shown))
    m.note(track, deeming.deemed)
    counted = limits.count(m, track, record, event) if event.counts else []
    add(m, track, record, event)
    if event.on_whole:
        add_to_case(m, record, event, [track])
    limits.record_counts(m, track, counted)
    track.deemed[event.number] = (seq, deeming.cite, deeming.id)
    m.depth += 1
    if m.depth <= _DEEPEST:
        event.follow(m, track, record, None, move)
        if event.on_whole:
            follow_case(m, record, event)
    m.depth -= 1
    m.day, m.minute = before


def settle_deeming(m: Machine, track: Track, deeming: DeemingRow) -> bool:
    """A deeming by a stage or a condition, once while it holds; whether it came."""
    inside = m.inside(track, deeming.trigger_stages) and m.inside(track, deeming.stages)
    answer = inside and m.test(track, None, deeming.guard)
    bit = 1 << deeming.held
    if answer is True and not track.held & bit:
        track.held |= bit
        deem(m, track, deeming, m.day)
        return True
    if answer is False:
        track.held &= ~bit
    return False


def settle_edges(m: Machine, track: Track, edges: tuple[EdgeRow, ...]) -> bool:
    """Takes the first edge whose condition is true; whether there was one."""
    for edge in edges:
        name = edge.row.fork
        if name is not None and any(t.party == track.party and t.part == name for t in m.tracks):
            continue
        if m.test(track, None, edge.guard) is True:
            take(m, track, edge)
            return True
    return False
