"""Conditions settle: what becomes true by itself takes effect, until nothing changes (docs/semantics.md, section 6)."""

from __future__ import annotations

from ecolang.program import Deeming, Duty, Expr, Period, PeriodOp, Trigger
from ecolang.rows import replace
from ecolang.time import iso
from ecolang_runtime.reference import clocks, duties, moves, periods
from ecolang_runtime.reference.breaches import degree_of, provisional
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.state import Track
from ecolang_runtime.reference.values import holds
from ecolang_runtime.verdict import Finding


def settle(m: Machine, loud: bool = False) -> None:
    """Settles every track. `loud`: what is unknown is named as missing."""
    quiet, m.quiet = m.quiet, not loud
    bound = (len(m.rules.program.stages) + 2) * (len(m.state.tracks) + 1)
    for _ in range(bound):
        changed = False
        for track in m.everyone():
            changed = _settle(m, track) or changed
        if not changed:
            break
    for track in m.everyone():
        for period in m.rules.program.periods:
            if period.scope == m.scope(track) and period.limit_degree is not None:
                _exceeded(m, track, period)
        if track is not m.state.whole:
            _available(m, track)
    m.quiet = quiet


def _settle(m: Machine, track: Track) -> bool:
    changed = False
    scope = m.scope(track)
    rules = m.rules
    if scope == "case":
        duties.close_left(m, track)
    for duty in rules.settling_duties[scope] if scope == "case" else rules.settling_at(track.stage):
        changed = _duty(m, track, duty) or changed
    for duty in rules.leaving[scope]:
        changed = _withdraw(m, track, duty) or changed
    if scope == "track":
        for deeming in rules.settling_deemings:
            changed = _deeming(m, track, deeming) or changed
    for op in rules.settling_ops:
        if m.owns(track, op.period):
            changed = _operation(m, track, op) or changed
    return (scope == "track" and _move(m, track)) or changed


def _standing(m: Machine, track: Track, trigger: Trigger) -> bool:
    """Whether the track is where the trigger looks; a condition without stages looks everywhere."""
    if trigger.kind == "stage":
        return bool(trigger.stages) and m.inside(track, trigger.stages)
    return m.inside(track, trigger.stages)


def _duty(m: Machine, track: Track, duty: Duty) -> bool:
    """Opens a stage's duty once for each entry, while its condition holds; a condition's when it becomes true."""
    held = track.held.get(duty.id, False)
    inside = _standing(m, track, duty.open)
    staged = duty.open.kind == "stage"
    if staged and not inside:
        track.held.pop(duty.id, None)
        return False
    if held and inside and duty.open.guard is None and duty.when is None:
        return False
    answer = inside and m.test(track, None, duty.cite, duty.id, duty.open.guard, duty.when)
    if answer is True and not held:
        track.held[duty.id] = True
        duties.open_duty(m, track, duty, m.state.seq)
        return True
    if answer is False and held:
        owed = [each for each in track.owed if each.duty == duty.id] if staged else []
        if not staged or owed:
            track.held.pop(duty.id, None)
        for each in owed:
            duties.close(m, track, each)
        return bool(owed)
    return False


def _withdraw(m: Machine, track: Track, duty: Duty) -> bool:
    """Closes a stage's duty of articles that no longer apply once its condition is false."""
    owed = [each for each in track.owed if each.duty == duty.id]
    inside = bool(owed) and _standing(m, track, duty.open)
    if not inside or m.test(track, None, duty.cite, duty.id, duty.open.guard, duty.when) is not False:
        return False
    for each in owed:
        duties.close(m, track, each)
    return True


def _deeming(m: Machine, track: Track, deeming: Deeming) -> bool:
    inside = _standing(m, track, deeming.trigger) and m.inside(track, deeming.stages)
    answer = inside and m.test(track, None, deeming.cite, deeming.id, deeming.trigger.guard, deeming.guard)
    if answer is True and not track.held.get(deeming.id, False):
        track.held[deeming.id] = True
        moves.deem(m, track, deeming, m.day)
        return True
    if answer is False:
        track.held.pop(deeming.id, None)
    return False


def _operation(m: Machine, track: Track, op: PeriodOp) -> bool:
    inside = _standing(m, track, op.trigger) and m.inside(track, op.stages)
    answer = inside and m.test(track, None, op.cite, op.id, op.trigger.guard, op.guard)
    held = track.held.get(op.id, False)
    if answer is True and (not held or _not_yet(m, track, op)):
        track.held[op.id] = True
        periods.operate(m, track, op)
        return not held
    if answer is False and held:
        track.held.pop(op.id, None)
        if op.op == "suspend":
            periods.release(m, track, op)
        return True
    return False


def _not_yet(m: Machine, track: Track, op: PeriodOp) -> bool:
    """Whether a suspension found its period not running when its condition became true, and does now."""
    if op.op != "suspend" or op.period not in m.rules.periods:
        return False
    clock = track.clocks.get(op.period)
    return clock is not None and not any(s.cause == op.id for s in clock.course.suspensions)


def _move(m: Machine, track: Track) -> bool:
    for edge in m.rules.settling_edges.get(track.stage, ()):
        if edge.fork is not None and any(t.party == track.party and t.part == edge.fork for t in m.state.tracks):
            continue
        if m.test(track, None, edge.cite, edge.id, edge.trigger.guard, edge.guard) is True:
            moves.take(m, track, edge)
            return True
    return False


def limited(m: Machine, track: Track, period: Period) -> bool:
    """Whether the track (for the case: one of its tracks) is where the period's limit holds."""
    tracks = m.state.tracks if track is m.state.whole else [track]
    if not period.limit_stages:
        return any(each.stage not in m.rules.outcomes for each in tracks)
    return any(m.rules.inside(each.stage, period.limit_stages) for each in tracks)


def _exceeded(m: Machine, track: Track, period: Period) -> None:
    """Being where the limit holds after the last day is a finding that runs until the track leaves."""
    clock = track.clocks.get(period.id)
    over = clock is not None and clock.status == "lapsed" and limited(m, track, period)
    place = track.exceeding.get(period.id)
    if not over and place is not None:
        found = track.findings[place]
        duties.stop_running(track, place, m.day)
        found = track.findings[place]
        if found is not None:
            track.findings[place] = replace(found, actual=iso(m.day))
        del track.exceeding[period.id]
    if not over or place is not None or clock is None:
        return
    degree = degree_of(period.limit_degree or "must")
    due, _ = clocks.due_of_period(m, track, clock)
    if degree is None or due is None or due.last is None:
        return
    finding = Finding(
        "exceeded",
        degree,
        period.cite,
        period.id,
        on=iso(clocks.overdue_day(due)),
        due=iso(due.last),
        item=period.id,
        limit=due.amount,
        provisional=provisional(due),
        seq=m.state.seq,
    )
    track.exceeding[period.id] = track.find(finding)


def _available(m: Machine, track: Track) -> None:
    """Since when each power, and each of its grounds, may be used."""
    context = m.context(track)

    def known(guard: Expr, cite: str, norm: str) -> bool:
        # What is unknown is named only where somebody listens.
        if m.quiet:
            return holds(guard, context)[0] is True
        return m.test(track, None, cite, norm, guard) is True

    here = m.rules.usable_at(track.stage)
    for name in [name for name in track.available if name not in here]:
        del track.available[name]
    for power in m.rules.powers_at(track.stage):
        answer = power.guard is None or known(power.guard, power.cite, power.id)
        _keep(track, power.id, answer, m.day)
        for ground in power.grounds:
            _keep(track, ground.id, answer and known(ground.guard, ground.cite, ground.id), m.day)


def _keep(track: Track, name: str, available: bool, day: int) -> None:
    if available:
        track.available.setdefault(name, day)
    else:
        track.available.pop(name, None)
