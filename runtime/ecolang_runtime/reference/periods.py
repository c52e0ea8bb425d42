"""Named periods: start, suspension, resumption, restart, end, extension (docs/semantics.md, section 5)."""

from __future__ import annotations

from ecolang.program import Act, Period, PeriodOp
from ecolang.rows import replace
from ecolang.time import Suspension
from ecolang_runtime.reference import clocks
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.state import Asked, Clock, Course, Owed, Record, Track
from ecolang_runtime.verdict import Effect


def start_clocks(m: Machine, owner: Track, record: Record) -> None:
    """Starts the periods whose first trigger this occurrence is; a later one changes nothing without a restart."""
    for period in m.rules.program.periods:
        anchor = period.deadline.anchor
        if period.scope != m.scope(owner) or anchor.kind != "event" or anchor.event != record.event:
            continue
        clock = m.clock(owner, period.id)
        tally = owner.history.tallies.get(m.rules.tally(anchor.event, anchor.guard))
        moment = clocks.moment_of(anchor, record)
        if clock.start is None and tally is not None and tally.last is not None and tally.last.seq == record.seq:
            if moment is None:
                m.miss(owner, clocks.not_received(owner, anchor), period.cite, period.id)
                continue
            clock.start, clock.seq = moment, record.seq
            m.note(owner, Effect("started", period.cite, period.id))


def operate(m: Machine, owner: Track, op: PeriodOp) -> None:
    """Applies an operation to the period, or to the open duties, that it names."""
    period = m.rules.periods.get(op.period)
    if period is not None:
        clock = owner.clocks.get(op.period)
        if clock is None or (clock.status and op.op != "restart"):
            return
        if clocks.start_of(m, owner, clock, clocks.worded(m, clock)) is None:
            return
        if op.op == "restart":
            clock.start, clock.course, clock.extensions = m.moment, Course(restarted=m.moment), ()
            clock.status, clock.stopped, clock.reached, clock.seq = "", None, False, m.state.seq
            clock.worded = ""
        elif op.op == "end":
            clock.status, clock.stopped = "ended", m.day
        elif op.op == "hasten":
            clock.course.hastened = m.day
        elif not _stop_or_go(m, clock, op):
            return
        m.note(owner, Effect(_DONE[op.op], op.cite, op.period))
        return
    for owed in owner.owed:
        if owed.duty != op.period:
            continue
        if op.op == "restart":
            owed.course, owed.lapsed, owed.reached = Course(restarted=m.moment), {}, ()
        elif op.op == "end":
            owed.course.ended = True
        elif op.op == "hasten":
            if owed.course.hastened is not None:
                continue
            # What is overdue keeps its day, and is one debt with the rest.
            owed.course.hastened = m.day
            if owed.lapsed:
                continue
        elif not _stop_or_go(m, owed, op):
            continue
        m.note(owner, Effect(_DONE[op.op], op.cite, op.period))


_DONE = {"suspend": "suspended", "resume": "resumed", "restart": "restarted", "end": "ended", "hasten": "hastened"}


def _stop_or_go(m: Machine, running: Clock | Owed, op: PeriodOp) -> bool:
    """Suspends, unless for the same cause already, or resumes; whether anything changed."""
    course = running.course
    if op.op == "suspend":
        if any(s.cause == op.id and s.resumed_on is None and s.covers(m.day) for s in course.suspensions):
            return False
        course.suspensions = (*course.suspensions, Suspension(m.day, None, op.id, op.cap))
        return True
    return resume(course, m.day, op.ends)


def resume(course: Course, day: int, causes: tuple[str, ...]) -> bool:
    """Ends the suspensions of these causes (none: all of them) that are open; whether there was one."""
    open_ones = [s for s in course.suspensions if s.resumed_on is None and (not causes or s.cause in causes)]
    course.suspensions = tuple(replace(s, resumed_on=day) if s in open_ones else s for s in course.suspensions)
    return bool(open_ones)


def release(m: Machine, owner: Track, op: PeriodOp) -> None:
    """Ends a suspension that lasts as long as a stage or a condition."""
    clock = owner.clocks.get(op.period)
    courses = [clock.course] if clock is not None else []
    courses += [owed.course for owed in owner.owed if owed.duty == op.period]
    for course in courses:
        if resume(course, m.day, (op.id,)):
            m.note(owner, Effect("resumed", op.cite, op.period))


def extend(m: Machine, owner: Track, record: Record) -> None:
    """Requests, approvals and refusals of extensions."""
    for period in m.rules.program.periods:
        clock = owner.clocks.get(period.id)
        if period.scope != m.scope(owner) or clock is None or clock.status:
            continue
        row = clocks.worded(m, clock)
        if row.allowances and clocks.start_of(m, owner, clock, row) is not None:
            for place in range(len(row.allowances)):
                _extend(m, owner, record, row, clock, place)


def _extend(m: Machine, owner: Track, record: Record, period: Period, clock: Clock, place: int) -> None:
    row = period.allowances[place]
    due, _ = clocks.due_of_period(m, owner, clock)
    timely = due is None or clocks.judge(due, (record.day, record.minute)) != "late"
    pending = next((a for a in clock.extensions if a.allowance == place and a.state == "pending"), None)
    granted = sum(a.state == "granted" for a in clock.extensions if a.allowance == place)
    most = row.times if row.times is not None else None if row.each else 1

    def is_act(act: Act | None) -> bool:
        return (
            act is not None
            and act.event == record.event
            and m.test(owner, record, row.cite, period.id, act.guard) is True
        )

    if is_act(row.request) and pending is None and timely and (most is None or granted < most):
        clock.extensions = (*clock.extensions, Asked(place, "pending", record.day, None))
    elif is_act(row.approval) and (most is None or granted < most):
        if not (timely or pending) or m.test(owner, record, row.cite, period.id, row.guard) is not True:
            return
        number = clocks.granted_units(m, owner, row, record)
        if row.number_from is not None and number is None:
            return
        kept = tuple(a for a in clock.extensions if a is not pending)
        asked = Asked(place, "granted", pending.requested if pending else None, record.day, number)
        clock.extensions, clock.reached = (*kept, asked), False
        m.note(owner, Effect("extended", row.cite, period.id, count=row.number if number is None else number))
    elif is_act(row.refusal) and pending is not None:
        refused = replace(pending, state="refused", decided=record.day)
        clock.extensions = tuple(refused if a is pending else a for a in clock.extensions)
