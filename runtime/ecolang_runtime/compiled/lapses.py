"""The clock acts by itself: lapses, last days reached, facts that become known (docs/semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.time import DAY
from ecolang_runtime.compiled import clocks, duties, keys, moves, periods
from ecolang_runtime.compiled.dated import Dated, day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.rows import DeadlineRow, DeemingRow, DutyRow, EdgeRow
from ecolang_runtime.compiled.state import FACTS, NEVER, STALE, Clock, Owed, Track
from ecolang_runtime.verdict import Finding


class Turn:
    """A last day that has passed (`kind` lapse) or come (`kind` reached), of an open duty or a period. `names`: what a
    rule may call it by; `day`: the day by which what follows is dated."""

    __slots__ = ("day", "deadline", "due", "key", "kind", "names", "owner", "place", "running")

    def __init__(
        self, key: int, kind: str, owner: Track, due: Dated, running: Owed | Clock, place: int, deadline: DeadlineRow
    ) -> None:
        self.key = key
        self.kind = kind
        self.owner = owner
        self.due = due
        self.running = running
        self.place = place
        self.deadline = deadline
        self.names = (running.row.id, deadline.row.id)
        self.day = (due.after if kind == "lapse" else due.last) or 0


class Plan:
    """What a turn will do, settled on the state that all turns of one moment see."""

    __slots__ = ("deemings", "edges", "entries", "opened", "turn")

    def __init__(self, turn: Turn, tracks: list[Track]) -> None:
        self.turn = turn
        self.deemings: list[tuple[Track, DeemingRow]] = []
        self.edges: list[tuple[Track, int, EdgeRow]] = []
        self.opened: list[DutyRow] = []
        self.entries = {id(track): track.entry for track in tracks}


def next_key(m: Machine) -> int:
    """The next moment at which something happens by itself; NEVER if nothing does."""
    key = NEVER
    if m.coming:
        key = m.coming[0].day * 2 * DAY
    moving = restless = False
    owner = m.whole
    for place in range(-1, len(m.tracks)):
        if place >= 0:
            owner = m.tracks[place]
        for owed in owner.owed:
            found = owed.key
            if found == STALE:
                found = keys.key_of_owed(m, owner, owed)
                moving = moving or not owed.row.fixed
            if found < key:
                key = found
            if owed.suspensions:
                key = min(key, _wake(owed, m.position or 0))
        for clock in owner.running:
            found = clock.key
            if found == STALE:
                found = keys.key_of_clock(m, owner, clock)
                moving = moving or not clock.row.fixed
            if found < key:
                key = found
            if clock.suspensions:
                key = min(key, _wake(clock, m.position or 0))
            restless = restless or bool(clock.suspensions) or not (clock.status or (clock.sure and clock.row.fixed))
    m.moving, m.restless = moving, restless
    return key


def _wake(running: Owed | Clock, position: int) -> int:
    """The day on which a capped suspension ends by itself."""
    key = NEVER
    for suspension in running.suspensions:
        if suspension.cap is not None and suspension.end is not None:
            end = suspension.end * 2 * DAY
            if position < end < key:
                key = end
    return key


def turns(m: Machine) -> Iterator[Turn]:
    """The turns that lie ahead (or are overdue to be processed), of the case and every track."""
    for owner in m.everyone():
        for owed in owner.owed:
            for place, deadline in enumerate(owed.row.deadlines):
                lapses, reaches, due = keys.ahead(m, owner, owed, place)
                if due is None:
                    continue
                if lapses and due.lapse != NEVER:
                    yield Turn(due.lapse, "lapse", owner, due, owed, place, deadline)
                if reaches and due.reached != NEVER:
                    yield Turn(due.reached, "reached", owner, due, owed, place, deadline)
        for clock in owner.running:
            if clock.status:
                continue
            due, _ = clocks.due_of_period(m, owner, clock)
            if due is None:
                continue
            deadline = clock.row.deadline
            if due.lapse != NEVER:
                yield Turn(due.lapse, "lapse", owner, due, clock, 0, deadline)
            if deadline.reached and not clock.reached and due.reached != NEVER:
                yield Turn(due.reached, "reached", owner, due, clock, 0, deadline)


def process(m: Machine, key: int) -> None:
    """All that happens by itself at a moment, on the state before it; then the facts of the day are known."""
    due_now = [turn for turn in turns(m) if turn.key <= key]
    if len(due_now) > 1:
        due_now.sort(key=lambda turn: (turn.running.row.place, turn.kind))
    for plan in [_plan(m, turn) for turn in due_now]:
        _apply(m, plan)
    know(m, key)


def know(m: Machine, key: int) -> None:
    """Takes in the facts that are known by a moment."""
    coming = m.coming
    while coming and coming[0].day * 2 * DAY <= key:
        fact = coming.pop(0)
        number = m.tables.fact_numbers.get(fact.name)
        if number is None:
            continue
        values = m.facts[number]
        if values is None:
            values = m.facts[number] = {}
        values[fact.party or ""] = fact.value
        m.whole.dirty |= FACTS
        for track in m.tracks:
            track.dirty |= FACTS


def _plan(m: Machine, turn: Turn) -> Plan:
    whole = turn.owner.stage < 0
    tracks = m.tracks if whole else [turn.owner]
    plan = Plan(turn, tracks)
    if turn.deadline.kind == "prompt":
        return plan
    tables = m.tables
    if not any((turn.kind, name) in tables.turn_names for name in turn.names):
        return plan
    for track in tracks:
        for deeming in tables.turn_deemings:
            here = _follows(deeming.row.trigger, turn) and m.inside(track, deeming.stages)
            if here and m.test(track, None, deeming.guard) is True:
                plan.deemings.append((track, deeming))
        chosen: list[EdgeRow] = []
        moving = False
        for edge in tables.turn_edges.get(track.stage, ()):
            if not _follows(edge.row.trigger, turn) or (edge.row.fork is None and moving):
                continue
            if m.test(track, None, edge.guard) is True:
                chosen.append(edge)
                moving = moving or edge.row.fork is None
        plan.edges += [(track, track.entry, edge) for edge in moves.forks_first(chosen)]
    for duty in tables.turn_duties[whole]:
        if _follows(duty.row.open, turn) and m.test(turn.owner, None, duty.when) is True:
            plan.opened.append(duty)
    return plan


def _follows(trigger: Any, turn: Turn) -> bool:
    return trigger.kind == turn.kind and trigger.of in turn.names


def _apply(m: Machine, plan: Plan) -> None:
    turn = plan.turn
    owner = turn.owner
    today = (m.day, m.minute)
    m.day, m.minute = turn.day, None
    m.seq += 1
    seq = m.seq
    if not m.lean:
        shown = owner if owner.stage >= 0 else m.tracks[0] if m.tracks else owner
        m.begin(shown, Pen(seq, m.day, turn.kind, None, (), ()))
    since = _mark(m, turn, seq)
    for duty in plan.opened:
        duties.open_duty(m, owner, duty, seq)
    if turn.deadline.kind != "prompt":
        for op in m.tables.turn_ops[owner.stage < 0]:
            here = _follows(op.row.trigger, turn) and m.inside(owner, op.stages)
            if here and m.test(owner, None, op.op_guard) is True:
                periods.operate(m, owner, op)
    moving = {id(track) for track, _, _ in plan.edges}
    for track, deeming in plan.deemings:
        if track.real[deeming.event.number] <= since:
            still = track.entry == plan.entries[id(track)] and id(track) not in moving
            moves.deem(m, track, deeming, m.day, still)
    for track, entry, edge in plan.edges:
        if track.entry == entry:
            moves.take(m, track, edge)
    m.day, m.minute = today


def _mark(m: Machine, turn: Turn, seq: int) -> int:
    """Writes down that the last day has passed or come; the number since which a real event would forestall it."""
    running, owner = turn.running, turn.owner
    running.key = STALE
    m.differs |= turn.due.differs
    if isinstance(running, Clock):
        m.clocked(owner)
        if turn.kind == "reached":
            running.reached = True
            m.note(owner, running.row.full)
        else:
            running.status, running.stopped = "lapsed", turn.day
            m.lapsed |= 1 << running.row.number
            m.note(owner, running.row.lapsed)
        return running.seq
    m.owing(owner)
    duty = running.row
    if turn.kind == "reached":
        running.reached = (*running.reached, turn.place)
        m.note(owner, turn.deadline.lapsed)
        return running.seq
    if running.lapsed is None:
        running.lapsed = {}
    running.lapsed[turn.place] = _find_overdue(m, owner, running, turn, seq)
    m.note(owner, turn.deadline.lapsed)
    if turn.deadline.kind != "prompt":
        for event, _ in duty.acts:
            owner.overdue[event] = max(running.seq, owner.overdue.get(event, 0))
        if duty.row.lapses and running in owner.owed:
            owner.owed.remove(running)
    return running.seq


def _find_overdue(m: Machine, owner: Track, owed: Owed, turn: Turn, seq: int) -> int:
    duty = owed.row
    degree = duties.degree_for(duty, turn.deadline)
    if degree is None or turn.due.last is None:
        return -1
    finding = Finding(
        "overdue",
        degree,
        turn.deadline.cite,
        duty.id,
        event=duty.names[0] if duty.names else None,
        on=day_text(turn.day),
        due=day_text(turn.due.last),
        who=duties.bearers_left(m, owner, owed),
        provisional=turn.due.provisional,
        seq=seq,
    )
    return owner.find(finding)
