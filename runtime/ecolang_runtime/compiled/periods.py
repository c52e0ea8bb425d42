"""Named periods: start, suspension, resumption, restart, end, extension (docs/semantics.md, section 5)."""

from __future__ import annotations

from ecolang.rows import replace
from ecolang.time import Suspension
from ecolang_runtime.compiled import clocks
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import Guard, OpRow, PeriodRow
from ecolang_runtime.compiled.state import STALE, Clock, Owed, Record, Track
from ecolang_runtime.verdict import Effect


def start_clock(m: Machine, owner: Track, period: PeriodRow, record: Record) -> None:
    """Starts a period whose first trigger this occurrence is; a later one changes nothing without a restart."""
    clock = clocks.clock_of(owner, period)
    if clock.start is not None:
        return
    tally = owner.tallies[period.deadline.anchor_tally]
    if tally is not None and tally[3] is not None and tally[3][0] == record.seq:
        moment = clocks.moment_of(period.deadline, record)
        if moment is None:
            m.name(owner, clocks.not_received(owner, period.deadline), period.cite, period.id)
            return
        clock.start, clock.seq, clock.key = moment, record.seq, STALE
        m.clocked(owner)
        m.note(owner, period.started)


def operate(m: Machine, owner: Track, op: OpRow) -> None:
    """Applies an operation to the period, or to the open duties, that it names."""
    kind = op.row.op
    if op.period is not None:
        clock = owner.clocks[op.period.number]
        if clock is None or clocks.start_of(owner, clock) is None or (clock.status and kind != "restart"):
            return
        due, _ = clocks.due_of_period(m, owner, clock)
        if due is not None:
            m.differs |= due.differs
        clock.key = STALE
        m.clocked(owner)
        if kind == "restart":
            clock.start = clock.restarted = (m.day, m.minute)
            clock.suspensions, clock.asked = (), ()
            clock.status, clock.stopped, clock.reached, clock.seq = "", None, False, m.seq
        elif kind == "end":
            clock.status, clock.stopped = "ended", m.day
        elif not _stop_or_go(m, clock, op):
            return
        m.note(owner, op.done)
        return
    for owed in owner.owed:
        if owed.row is not op.duty:
            continue
        for place in range(len(owed.row.deadlines)):
            due, _ = clocks.due_of_duty(m, owner, owed, place)
            if due is not None:
                m.differs |= due.differs
        owed.key = STALE
        m.owing(owner)
        if kind == "restart":
            owed.restarted = (m.day, m.minute)
            owed.suspensions, owed.ended, owed.lapsed, owed.reached = (), False, None, ()
        elif kind == "end":
            owed.ended = True
        elif not _stop_or_go(m, owed, op):
            continue
        m.note(owner, op.done)


def _stop_or_go(m: Machine, running: Clock | Owed, op: OpRow) -> bool:
    """Suspends, unless for the same cause already, or resumes; whether anything changed."""
    if op.row.op == "suspend":
        if any(s.cause == op.id and s.resumed_on is None and s.covers(m.day) for s in running.suspensions):
            return False
        running.suspensions = (*running.suspensions, Suspension(m.day, None, op.id, op.row.cap))
        return True
    return resume(running, m.day, op.row.ends)


def resume(running: Clock | Owed, day: int, causes: tuple[str, ...]) -> bool:
    """Ends the suspensions of these causes (none: all of them) that are open; whether there was one."""
    open_ones = [s for s in running.suspensions if s.resumed_on is None and (not causes or s.cause in causes)]
    if open_ones:
        running.suspensions = tuple(replace(s, resumed_on=day) if s in open_ones else s for s in running.suspensions)
        running.key = STALE
    return bool(open_ones)


def release(m: Machine, owner: Track, op: OpRow) -> None:
    """Ends a suspension that lasts as long as a stage or a condition."""
    clock = None if op.period is None else owner.clocks[op.period.number]
    running: list[Clock | Owed] = [clock] if clock is not None else []
    running += [owed for owed in owner.owed if owed.row.id == op.row.period]
    for each in running:
        if resume(each, m.day, (op.id,)):
            m.clocked(owner)
            m.note(owner, op.resumed)


def settle_op(m: Machine, track: Track, op: OpRow) -> bool:
    """An operation that lasts as long as a stage or a condition; whether it began or ended."""
    inside = m.inside(track, op.trigger_stages) and m.inside(track, op.stages)
    answer = inside and m.test(track, None, op.guard)
    bit = 1 << op.held
    was = bool(track.held & bit)
    if answer is True and (not was or _not_yet(track, op)):
        track.held |= bit
        operate(m, track, op)
        return not was
    if answer is False and was:
        track.held &= ~bit
        if op.row.op == "suspend":
            release(m, track, op)
        return True
    return False


def _not_yet(track: Track, op: OpRow) -> bool:
    """Whether a suspension found its period not running when its condition became true, and does now."""
    if op.row.op != "suspend" or op.period is None:
        return False
    clock = track.clocks[op.period.number]
    return clock is not None and not any(s.cause == op.id for s in clock.suspensions)


def extend(m: Machine, owner: Track, record: Record, period: PeriodRow, place: int) -> None:
    """Requests, approvals and refusals of one extension of a period."""
    clock = owner.clocks[period.number]
    if clock is None or clock.status or clocks.start_of(owner, clock) is None:
        return
    row = period.allowances[place]
    due, _ = clocks.due_of_period(m, owner, clock)
    if due is not None:
        m.differs |= due.differs
    timely = due is None or due.judge(record.day, record.minute) != "late"
    pending = next((a for a in clock.asked if a[0] == place and a[1] == "pending"), None)
    granted = sum(a[1] == "granted" for a in clock.asked if a[0] == place)
    most = row.row.times if row.row.times is not None else None if row.row.each else 1

    def is_act(act: tuple[int, Guard | None] | None) -> bool:
        return act is not None and act[0] == record.event and m.test(owner, record, act[1]) is True

    if is_act(row.request) and pending is None and timely and (most is None or granted < most):
        clock.asked = (*clock.asked, (place, "pending", record.day, None, None))
    elif is_act(row.approval) and (most is None or granted < most):
        if not (timely or pending) or m.test(owner, record, row.guard) is not True:
            return
        number = clocks.granted_units(m, owner, row, record)
        if row.number_at is not None and number is None:
            return
        kept = tuple(a for a in clock.asked if a is not pending)
        asked = (place, "granted", pending[2] if pending else None, record.day, number)
        clock.asked, clock.reached = (*kept, asked), False
        m.note(owner, Effect("extended", row.row.cite, period.id, count=row.row.number if number is None else number))
    elif is_act(row.refusal) and pending is not None:
        refused = (place, "refused", pending[2], record.day, pending[4])
        clock.asked = tuple(refused if a is pending else a for a in clock.asked)
    clock.key = STALE
    m.clocked(owner)
