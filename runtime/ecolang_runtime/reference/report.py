"""From the state at the end of a day to the verdict (docs: `ecolang_runtime.verdict`)."""

from __future__ import annotations

from ecolang.program import CountLimit, Deadline, Duty, Period, Power
from ecolang.rows import replace
from ecolang.time import Due, iso, parse_date
from ecolang_runtime.reference import clocks, duties, limits, values
from ecolang_runtime.reference.breaches import provisional
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.standing import window
from ecolang_runtime.reference.state import Owed, Track
from ecolang_runtime.verdict import (
    AvailableGround,
    DueDate,
    Finding,
    Limit,
    OpenDuty,
    Permitted,
    TrackVerdict,
    Verdict,
)


def verdict(m: Machine, day: int, left_out: int) -> Verdict:
    """The verdict of the case as of the end of a day."""
    state, settings = m.state, m.rules.settings
    tracks = tuple(_track(m, track, day) for track in state.tracks)
    case_open = tuple(_open_duty(m, state.whole, owed, day) for owed in state.whole.owed)
    reasons: dict[str, None] = {}
    for duty in (*case_open, *(duty for track in tracks for duty in track.open_duties)):
        reasons.update(dict.fromkeys(reason for demand in duty.demands for reason in demand.provisional))
    for track in tracks:
        reasons.update(dict.fromkeys(r for limit in track.limits if limit.due for r in limit.due.provisional))
        reasons.update(dict.fromkeys(r for power in track.permitted if power.until for r in power.until.provisional))
        reasons.update(dict.fromkeys(r for finding in track.findings for r in finding.provisional))
    return Verdict(
        state.id,
        iso(day),
        settings.title,
        settings.in_force,
        settings.calendars,
        all(track.outcome for track in tracks) and not case_open,
        tracks,
        findings(m, state.whole, day),
        case_open,
        left_out,
        tuple(reasons),
    )


def not_begun(m: Machine, day: int, opened: int, left_out: int) -> Verdict:
    """The verdict of a case that begins only after the day: nothing is owed, found or permitted yet."""
    settings = m.rules.settings
    rest = ((), (), (), left_out, ())
    return Verdict(
        m.state.id, iso(day), settings.title, settings.in_force, settings.calendars, False, *rest, begins=iso(opened)
    )


def _track(m: Machine, track: Track, day: int) -> TrackVerdict:
    whole = m.state.whole
    return TrackVerdict(
        track.party,
        track.part,
        track.stage,
        track.stage in m.rules.outcomes,
        iso(track.since),
        findings(m, track, day),
        tuple(_open_duty(m, track, owed, day) for owed in track.owed),
        tuple(p for power in m.rules.powers_at(track.stage) if (p := _permitted(m, track, power, day)) is not None),
        (
            *(_count(m, m.owner(track, row.scope), row) for row in m.rules.program.count_limits),
            *(_period(m, m.owner(track, row.scope), row, day) for row in m.rules.program.periods),
        ),
        tuple(track.timeline),
        tuple({(row.name, row.norm): row for row in (*track.missing.values(), *whole.missing.values())}.values()),
        _undecided(m, track),
    )


def _undecided(m: Machine, track: Track) -> tuple[str, ...]:
    """Clauses that are not modelled: all that name no rule, and those with a rule that did something here."""
    return tuple(
        clause.id
        for clause in m.rules.program.clauses
        if clause.how == "not_modelled" and (not clause.rules or any(rule in track.used for rule in clause.rules))
    )


def findings(m: Machine, track: Track, day: int) -> tuple[Finding, ...]:
    """What was found, with days that still run counted to the as-of day, and lead times judged by the present plan."""
    running = {place for owed in track.owed for place in owed.lapsed.values()} | set(track.exceeding.values())
    found: list[Finding] = []
    for place, finding in enumerate(track.findings):
        if finding is None:
            continue
        if place in running and finding.due is not None:
            last = parse_date(finding.due)
            finding = replace(finding, days=None if last is None else day - last)
        found.append(finding)
    for lead in track.leads:
        duty = m.rules.duties[lead.duty]
        deadline = next(d for d in duty.deadlines if d.id == lead.deadline)
        planned = clocks.planned_day(m, track, deadline.anchor)
        amount, _ = clocks.amount_of(m, track, deadline)
        if planned is None or amount is None:
            continue
        judged = duties.judge_lead(duty, deadline, clocks.count(m, deadline, (planned, None), amount), lead)
        if judged is not None:
            found.append(judged)
    return tuple(found)


def due_date(due: Due | None, cite: str, day: int) -> DueDate | None:
    """A computed day as the verdict shows it."""
    if due is None:
        return None
    last = due.last
    return DueDate(
        None if last is None else iso(last), None if last is None else last - day, provisional(due), cite, due
    )


def _open_duty(m: Machine, owner: Track, owed: Owed, day: int) -> OpenDuty:
    duty = m.rules.duties[owed.duty]
    demands: list[tuple[Deadline, Due | None]] = [
        (deadline, clocks.due_of_duty(m, owner, owed, deadline)[0]) for deadline in duty.deadlines
    ]
    shown = [found for deadline, due in demands if (found := due_date(due, deadline.cite, day)) is not None]
    first = min((each for each in shown if each.last is not None), key=lambda each: each.last or "", default=None)
    return OpenDuty(
        duty.id,
        duty.cite,
        duties.bearers_left(m, owner, owed),
        tuple(act.event for act in duty.acts),
        iso(owed.day),
        first or (shown[0] if shown else None),
        _state(m, owed, duty, demands, day),
        duty.degree,
        day - owed.day,
        tuple(shown),
        duty.scope,
        row=owed.row,
    )


def _state(m: Machine, owed: Owed, duty: Duty, demands: list[tuple[Deadline, Due | None]], day: int) -> str:
    """overdue, undetermined or open; by a day that is only planned, what it would be."""
    judged = [] if not owed.lapsed else ["late"]
    for deadline, due in demands:
        # What must merely precede an act that was planned and did not come is still in time.
        only_planned = deadline.kind == "before" and deadline.amount is None and owed.anchors.get(deadline.id) is None
        if due is not None and due.last is not None and deadline.id not in owed.lapsed and not only_planned:
            judged.append(clocks.judge(due, (day, None)))
    if "late" in judged:
        return "overdue"
    return "undetermined" if "undetermined" in judged else "open"


def _permitted(m: Machine, track: Track, power: Power, day: int) -> Permitted | None:
    """A power that may be used now, or of which that is unknown."""
    guard, _ = values.holds(power.guard, m.context(track))
    if guard is False:
        return None
    earliest = 0
    if power.after is not None:
        due = window(m, track, power.after)
        if due is None or clocks.judge(due, (day, None)) == "in_time":
            return None
        earliest = clocks.overdue_day(due)
    until = None
    for end in power.ends:
        due = window(m, track, end)
        if due is not None and clocks.judge(due, (day, None)) == "late":
            return None
        found = due_date(due, end.cite, day)
        if until is None or (found is not None and found.last is not None and found.last < (until.last or "9999")):
            until = found
    grounds: list[AvailableGround] = []
    for ground in power.grounds:
        answer, missing = values.holds(ground.guard, m.context(track))
        if answer is not False:
            since = track.available.get(ground.id)
            grounds.append(
                AvailableGround(
                    ground.cite,
                    None if since is None else iso(since),
                    "unknown" if answer is None else "true",
                    tuple(dict.fromkeys(str(name) for name in missing)),
                    ground.text,
                )
            )
    if power.grounds and not grounds:
        return None
    sure = guard is True and (not power.grounds or any(each.state == "true" for each in grounds))
    since = track.available.get(power.id)
    if power.grounds and sure:
        since = min(track.available[g.id] for g in power.grounds if g.id in track.available)
    return Permitted(
        power.id,
        power.cite,
        power.holders,
        tuple(act.event for act in power.acts),
        tuple(grounds),
        until,
        None if since is None else iso(max(since, earliest)),
        "true" if sure else "unknown",
    )


def _count(m: Machine, owner: Track, row: CountLimit) -> Limit:
    most = limits.allowed(m, owner, row) if row.bound == "max" else row.number
    return Limit(
        row.id,
        row.cite,
        "count",
        row.act.event,
        owner.counted.get(row.id, 0),
        most,
        most - row.number,
        "open" if owner.counted.get(row.id, 0) < most else "reached",
    )


def _period(m: Machine, owner: Track, row: Period, day: int) -> Limit:
    state, _ = clocks.period_state(m, owner, row.id)
    clock = owner.clocks.get(row.id)
    row = row if clock is None else replace(clocks.worded(m, clock), id=row.id)
    start = None if clock is None else clocks.start_of(m, owner, clock, row)
    amount, _ = clocks.amount_of(m, owner, row.deadline)
    if clock is None or start is None:
        return Limit(row.id, row.cite, "period", row.id, 0, amount, 0, state or "undetermined")
    due, _ = clocks.due_of_period(m, owner, clock)
    extended = sum(e.amount for e in due.extensions if e.state == "granted") if due is not None else 0
    suspended = 0
    if due is not None:
        suspended = sum(
            any(s.covers(each) for s in due.suspensions) for each in range(start[0], day + 1) if due.suspensions
        )
    return Limit(
        row.id,
        row.cite,
        "period",
        row.id,
        due.elapsed(clock.stopped if clock.status == "ended" and clock.stopped is not None else day) if due else 0,
        None if amount is None else amount + extended,
        extended,
        state or "undetermined",
        iso(start[0]),
        due_date(due, row.cite, day),
        suspended,
    )
