"""The clock acts by itself: lapses, last days reached, facts that become known (docs/semantics.md, section 6)."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.program import Deadline, Deeming, Duty, Edge, Trigger
from ecolang.rows import dataclass
from ecolang.time import DAY, Due, iso
from ecolang_runtime.reference import clocks, duties, moves, periods
from ecolang_runtime.reference.breaches import provisional
from ecolang_runtime.reference.machine import Machine, Pen
from ecolang_runtime.reference.state import Clock, Owed, Track
from ecolang_runtime.verdict import Effect, Finding


@dataclass(frozen=True, slots=True)
class Turn:
    """A last day that has passed (`kind` lapse) or come (`kind` reached), of an open duty or a period."""

    key: int
    kind: str
    owner: Track
    due: Due
    running: Owed | Clock
    deadline: Deadline

    @property
    def names(self) -> tuple[str, ...]:
        """What a rule may call it by."""
        row = self.running.duty if isinstance(self.running, Owed) else self.running.period
        return (row, self.deadline.id)

    @property
    def day(self) -> int:
        """The day by which what follows is dated."""
        return clocks.overdue_day(self.due) if self.kind == "lapse" else self.due.last or 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a turn will do, settled on the state that all turns of one moment see."""

    turn: Turn
    deemings: tuple[tuple[Track, Deeming], ...]
    edges: tuple[tuple[Track, int, Edge], ...]
    opened: tuple[Duty, ...]
    entries: dict[int, int]  # how often each track had moved by then


def next_key(m: Machine) -> int | None:
    """The next moment at which something happens by itself."""
    position = m.state.position or 0
    keys = [turn.key for turn in turns(m)]
    keys += [fact.day * 2 * DAY for fact in m.state.coming[:1]]
    keys += [key for key in _wakes(m) if key > position]
    return min(keys, default=None)


def turns(m: Machine) -> Iterator[Turn]:
    """The turns that lie ahead (or are overdue to be processed), of the case and every track."""
    for owner in m.everyone():
        for owed in owner.owed:
            duty = m.rules.duties[owed.duty]
            for deadline in duty.deadlines:
                yield from _turns_of_duty(m, owner, owed, duty, deadline)
        for clock in owner.clocks.values():
            if not clock.status:
                due, _ = clocks.due_of_period(m, owner, clock)
                deadline = clocks.worded(m, clock).deadline
                yield from _turns(m, owner, due, clock, deadline, True, clock.reached)


def _turns_of_duty(m: Machine, owner: Track, owed: Owed, duty: Duty, deadline: Deadline) -> Iterator[Turn]:
    if deadline.kind == "prompt" and deadline.amount is None and deadline.amount_from is None:
        return
    lapsed = deadline.id in owed.lapsed
    if lapsed and deadline.id in owed.reached:
        return
    # A day that is only planned, or that the anchoring act decides, passes without a lapse.
    ahead = deadline.kind in ("before", "by") and deadline.anchor.kind == "event"
    if ahead and (deadline.kind == "before" or owed.anchors.get(deadline.id) is None):
        return
    due, _ = clocks.due_of_duty(m, owner, owed, deadline)
    yield from _turns(m, owner, due, owed, deadline, not lapsed, deadline.id in owed.reached)


def _turns(
    m: Machine, owner: Track, due: Due | None, running: Owed | Clock, deadline: Deadline, lapses: bool, reached: bool
) -> Iterator[Turn]:
    if due is None:
        return
    key = clocks.lapse_key(due)
    if key is not None and lapses:
        yield Turn(key, "lapse", owner, due, running, deadline)
    key = clocks.reached_key(due)
    if key is not None and not reached:
        turn = Turn(key, "reached", owner, due, running, deadline)
        if not m.rules.reached.isdisjoint(turn.names):
            yield turn


def _wakes(m: Machine) -> Iterator[int]:
    """The days on which a capped suspension ends by itself."""
    for owner in m.everyone():
        runs: list[Owed | Clock] = [*owner.owed, *owner.clocks.values()]
        for running in runs:
            for suspension in running.course.suspensions:
                if suspension.cap is not None and suspension.end is not None:
                    yield suspension.end * 2 * DAY


def process(m: Machine, key: int) -> None:
    """All that happens by itself at a moment, on the state before it; then the facts of the day are known."""
    due_now = sorted(
        (turn for turn in turns(m) if turn.key <= key),
        key=lambda turn: (m.rules.place.get(turn.names[0], 0), turn.kind),
    )
    for plan in [_plan(m, turn) for turn in due_now]:
        _apply(m, plan)
    know(m, key)


def know(m: Machine, key: int) -> None:
    """Takes in the facts that are known by a moment."""
    while m.state.coming and m.state.coming[0].day * 2 * DAY <= key:
        fact = m.state.coming.pop(0)
        m.state.facts.setdefault(fact.name, {})[fact.party or ""] = fact.value


def _plan(m: Machine, turn: Turn) -> Plan:
    whole = turn.owner is m.state.whole
    tracks = m.state.tracks if whole else [turn.owner]
    deemings: list[tuple[Track, Deeming]] = []
    edges: list[tuple[Track, int, Edge]] = []
    for track in tracks:
        for deeming in m.rules.program.deemings:
            here = _follows(deeming.trigger, turn) and m.inside(track, deeming.stages)
            if here and m.test(track, None, deeming.cite, deeming.id, deeming.trigger.guard, deeming.guard) is True:
                deemings.append((track, deeming))
        chosen: list[Edge] = []
        for edge in m.rules.edges_from.get(track.stage, ()):
            if not _follows(edge.trigger, turn) or (edge.fork is None and any(e.fork is None for e in chosen)):
                continue
            if m.test(track, None, edge.cite, edge.id, edge.trigger.guard, edge.guard) is True:
                chosen.append(edge)
        edges += [(track, track.entry, edge) for edge in moves.forks_first(chosen)]
    opened = tuple(
        duty
        for duty in m.rules.program.duties
        if duty.scope == m.scope(turn.owner)
        and _follows(duty.open, turn)
        and m.test(turn.owner, None, duty.cite, duty.id, duty.open.guard, duty.when) is True
    )
    return Plan(turn, tuple(deemings), tuple(edges), opened, {id(track): track.entry for track in tracks})


def _follows(trigger: Trigger, turn: Turn) -> bool:
    if turn.deadline.kind == "prompt":
        return False
    return trigger.kind == turn.kind and trigger.of in turn.names


def _apply(m: Machine, plan: Plan) -> None:
    turn = plan.turn
    owner = turn.owner
    today = (m.day, m.minute)
    m.day, m.minute = turn.day, None
    seq = m.next_seq()
    shown = owner if owner is not m.state.whole else m.state.tracks[0] if m.state.tracks else owner
    m.begin(shown, Pen(seq, m.day, turn.kind, None))
    since = _mark(m, turn, seq)
    for duty in plan.opened:
        duties.open_duty(m, owner, duty, seq)
    for op in m.rules.program.period_ops:
        here = m.owns(owner, op.period) and _follows(op.trigger, turn) and m.inside(owner, op.stages)
        if here and m.test(owner, None, op.cite, op.id, op.guard) is True:
            periods.operate(m, owner, op)
    moving = {id(track) for track, _, _ in plan.edges}
    for track, deeming in plan.deemings:
        if not moves.stands_real(track, deeming.event, since):
            still = track.entry == plan.entries[id(track)] and id(track) not in moving
            moves.deem(m, track, deeming, m.day, still)
    for track, entry, edge in plan.edges:
        if track.entry == entry:
            moves.take(m, track, edge)
    m.day, m.minute = today


def _mark(m: Machine, turn: Turn, seq: int) -> int:
    """Writes down that the last day has passed or come; the number since which a real event would forestall it."""
    running, owner = turn.running, turn.owner
    name = turn.names[0]
    if isinstance(running, Clock):
        if turn.kind == "reached":
            running.reached = True
        else:
            running.status, running.stopped = "lapsed", turn.day
        m.note(owner, Effect("full" if turn.kind == "reached" else "lapsed", clocks.worded(m, running).cite, name))
        return running.seq
    duty = m.rules.duties[name]
    if turn.kind == "reached":
        running.reached = (*running.reached, turn.deadline.id)
        m.note(owner, Effect("lapsed", turn.deadline.cite, name))
        return running.seq
    running.lapsed[turn.deadline.id] = _find_overdue(m, owner, running, duty, turn, seq)
    m.note(owner, Effect("lapsed", turn.deadline.cite, name))
    if turn.deadline.kind != "prompt":
        # A row of a schedule was opened with the others: only what came after its day was missed counts for it.
        since = seq if running.row else running.seq
        for act in duty.acts:
            owner.overdue[act.event] = max(since, owner.overdue.get(act.event, 0))
        if duty.lapses and running in owner.owed:
            owner.owed.remove(running)
    return running.seq


def _find_overdue(m: Machine, owner: Track, owed: Owed, duty: Duty, turn: Turn, seq: int) -> int:
    degree = duties.degree_for(duty, turn.deadline)
    if degree is None or turn.due.last is None:
        return -1
    finding = Finding(
        "overdue",
        degree,
        turn.deadline.cite,
        duty.id,
        event=duty.acts[0].event if duty.acts else None,
        on=iso(turn.day),
        due=iso(turn.due.last),
        who=duties.bearers_left(m, owner, owed),
        count=owed.row or None,
        provisional=provisional(turn.due),
        seq=seq,
    )
    return owner.find(finding)
