"""Moving between stages, forks, and what follows from an occurrence (docs/semantics.md, section 6)."""

from __future__ import annotations

from ecolang.program import Deeming, Edge, PeriodOp
from ecolang_runtime.reference import duties, limits, periods
from ecolang_runtime.reference.machine import Machine, Pen
from ecolang_runtime.reference.standing import Standing
from ecolang_runtime.reference.state import Record, Stamp, Tally, Track
from ecolang_runtime.reference.values import holds
from ecolang_runtime.verdict import Effect

# A deemed event may trigger a deeming; the checker refuses cycles, this bounds one that it never saw.
_DEEPEST = 16


def add(m: Machine, track: Track, record: Record) -> None:
    """Puts a record into the history and counts it where its guards are true."""
    context = m.context(track, record)
    answers = [(number, *holds(guard, context)) for number, guard in m.rules.tallies_by.get(record.event, ())]
    for number, answer, names in answers:
        _count(track, record, number, answer, names)
    _remember(track, record)


def add_to_case(m: Machine, record: Record, tracks: list[Track]) -> None:
    """Puts an occurrence into the history of the case: it counts once, where it counts on one of its tracks."""
    whole = m.state.whole
    for number, _ in m.rules.tallies_by.get(record.event, ()):
        mine = [tally for track in tracks if (tally := track.history.tallies.get(number)) is not None]
        if any(tally.last is not None and tally.last.seq == record.seq for tally in mine):
            _count(whole, record, number, True, ())
        elif doubtful := [tally for tally in mine if tally.doubtful == record.seq]:
            _count(whole, record, number, None, doubtful[0].names)
    _remember(whole, record)


def _remember(track: Track, record: Record) -> None:
    history = track.history
    history.first.setdefault(record.event, record)
    history.last[record.event] = record
    if not record.deemed:
        history.real[record.event] = record.seq
    for document in record.documents:
        history.documents[document] = record


def _count(track: Track, record: Record, number: int, answer: bool | None, names: tuple[str, ...]) -> None:
    tally = track.history.tallies.get(number, Tally())
    stamp = Stamp(record.seq, record.day, record.minute, record.received)
    if answer is True:
        tally = Tally(tally.yes + 1, tally.unknown, tally.first or stamp, stamp, tally.doubtful, tally.names)
    elif answer is None:
        tally = Tally(tally.yes, tally.unknown + 1, tally.first, tally.last, record.seq, names)
    track.history.tallies[number] = tally


def follow(m: Machine, track: Track, record: Record, standing: Standing | None, move: bool = True) -> tuple[Edge, ...]:
    """What follows on a track from an occurrence that was recorded: its duties, clocks, deemings and edges.

    Gives the edges that the occurrence triggers from the present stage, if the conditions of all of them failed.
    """
    entry = track.entry
    duties.arrive(m, track, record)
    duties.discharge(m, track, record)
    periods.start_clocks(m, track, record)
    for op in m.rules.program.period_ops:
        if m.owns(track, op.period) and _sets_off(m, track, op, record):
            periods.operate(m, track, op)
    periods.extend(m, track, record)
    limits.approve(m, track, record)
    for duty in m.rules.opened_by.get(record.event, ()):
        if duty.scope != m.scope(track):
            continue
        if duty.open.stages and not m.inside(track, duty.open.stages):
            continue
        if m.test(track, record, duty.cite, duty.id, duty.open.guard, duty.when) is True:
            duties.open_duty(m, track, duty, record.seq)
    if track is m.state.whole:
        return ()
    for deeming in m.rules.deemings_by.get(record.event, ()):
        if _sets_off(m, track, deeming, record):
            deem(m, track, deeming, m.day)
    return try_edges(m, track, record, standing) if move and track.entry == entry else ()


def _sets_off(m: Machine, track: Track, row: Deeming | PeriodOp, record: Record) -> bool:
    """Whether an occurrence sets a deeming or an operation off."""
    trigger = row.trigger
    if trigger.kind != "event" or trigger.event != record.event or not m.inside(track, row.stages):
        return False
    return m.test(track, record, row.cite, row.id, trigger.guard, row.guard) is True


def try_edges(m: Machine, track: Track, record: Record, standing: Standing | None) -> tuple[Edge, ...]:
    """Takes every fork and the first move that the occurrence triggers from the present stage.

    Gives the edges that failed, where none was taken and of none it is unknown.
    """
    chosen: list[Edge] = []
    failed: list[Edge] = []
    unsure = False
    for edge in m.rules.edges_from.get(track.stage, ()):
        if edge.trigger.kind != "event" or edge.trigger.event != record.event:
            continue
        if edge.fork is None and any(each.fork is None for each in chosen):
            continue
        if edge.kind == "power" and edge.norm is not None and standing is not None and not standing.usable(edge.norm):
            continue
        answer = m.test(track, record, edge.cite, edge.id, edge.trigger.guard, edge.guard)
        if answer is True:
            chosen.append(edge)
        elif answer is False:
            failed.append(edge)
        unsure = unsure or answer is None
    for edge in forks_first(chosen):
        take(m, track, edge)
    return () if chosen or unsure else tuple(failed)


def forks_first(edges: list[Edge]) -> list[Edge]:
    """The forks, which begin from the state before the move, then the move."""
    return sorted(edges, key=lambda edge: edge.fork is None)


def take(m: Machine, track: Track, edge: Edge) -> None:
    """Takes an edge: the track moves, every track in the edge's stage moves, or a fork begins."""
    track.used.setdefault(edge.id)
    if edge.fork is not None:
        fork(m, track, edge)
        return
    movers = [track]
    if edge.reach == "all":
        movers += [t for t in m.state.tracks if t is not track and t.stage == edge.source]
    for mover in movers:
        move(m, mover, edge)


def move(m: Machine, track: Track, edge: Edge) -> None:
    """Moves a track along an edge and closes the duties that hang on what it leaves."""
    m.note(track, Effect("moved", edge.cite, edge.id, source=track.stage, target=edge.target))
    # An edge back into its own stage enters it anew.
    again = track.stage == edge.target
    track.stage, track.since = edge.target, m.day
    track.entry += 1
    duties.close_left(m, track, again)
    for duty in m.rules.staged:
        if duty.id in track.held and (again or not m.inside(track, duty.open.stages)):
            del track.held[duty.id]
    for deeming in m.rules.staged_deemings:
        if deeming.id in track.held and (again or not m.inside(track, deeming.trigger.stages)):
            del track.held[deeming.id]


def fork(m: Machine, track: Track, edge: Edge) -> None:
    """Opens a further track for a part of the subject matter; one of that name is opened once."""
    if any(t.party == track.party and t.part == edge.fork for t in m.state.tracks):
        return
    branch = Track(track.party, edge.fork, edge.target, m.day, m.day, history=track.history.copy())
    branch.clocks = {name: clock.copy() for name, clock in track.clocks.items()}
    branch.counted, branch.approvals = dict(track.counted), dict(track.approvals)
    branch.overdue = dict(track.overdue)
    m.state.tracks.append(branch)
    m.note(track, Effect("forked", edge.cite, edge.id, source=track.stage, target=edge.target, detail=edge.fork))


def begin(m: Machine, track: Track) -> None:
    """What the beginning of a case, or of a track, sets off: duties, and clocks that wait for no event."""
    for period in m.rules.program.periods:
        if period.scope == m.scope(track) and period.deadline.anchor.kind != "event":
            m.clock(track, period.id)
    for duty in m.rules.program.duties:
        opens = duty.open.kind == "start" and duty.scope == m.scope(track)
        if opens and m.test(track, None, duty.cite, duty.id, duty.when) is True:
            duties.open_duty(m, track, duty, m.state.seq)


def deem(m: Machine, track: Track, deeming: Deeming, day: int, move: bool = True) -> Record:
    """Records a deemed event and what follows from it."""
    seq = m.next_seq()
    fields = dict(deeming.values)
    record = Record(seq, deeming.event, day, None, fields=fields, deemed=True)
    before = (m.day, m.minute)
    m.day, m.minute = day, None
    m.begin(track, Pen(seq, day, "deemed", deeming.event, (), tuple(sorted(fields.items(), key=lambda f: f[0]))))
    m.note(track, Effect("deemed", deeming.cite, deeming.id, detail=deeming.event))
    counted = limits.count(m, track, record)
    add(m, track, record)
    add_to_case(m, record, [track])
    limits.record_counts(m, track, counted)
    track.deemed[deeming.event] = (seq, deeming.cite, deeming.id)
    m.depth += 1
    if m.depth <= _DEEPEST:
        follow(m, track, record, None, move)
        follow(m, m.state.whole, record, None)
    m.depth -= 1
    m.day, m.minute = before
    return record


def stands_real(track: Track, event: str, since: int) -> bool:
    """Whether the real event came after a number in the timeline, so that it is not deemed."""
    return track.history.real.get(event, 0) > since
