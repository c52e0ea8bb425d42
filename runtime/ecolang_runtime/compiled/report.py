"""From the state at the end of a day to the verdict (docs: `ecolang_runtime.verdict`)."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.rows import replace
from ecolang_runtime.compiled import clocks, duties, limits
from ecolang_runtime.compiled.dated import day_number, day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import LimitRow, PeriodRow, PowerRow
from ecolang_runtime.compiled.standing import window
from ecolang_runtime.compiled.state import Owed, Track
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
    settings = m.tables.rules.settings
    tracks = tuple([_track(m, track, day) for track in m.tracks])
    case_open = tuple([open_duty(m, m.whole, owed, day) for owed in m.whole.owed])
    reasons: dict[str, None] = {}
    for duty in case_open:
        _reasons(reasons, duty.demands)
    for track in tracks:
        for duty in track.open_duties:
            _reasons(reasons, duty.demands)
    for track in tracks:
        for limit in track.limits:
            if limit.due is not None and limit.due.provisional:
                reasons.update(dict.fromkeys(limit.due.provisional))
        for power in track.permitted:
            if power.until is not None and power.until.provisional:
                reasons.update(dict.fromkeys(power.until.provisional))
        for finding in track.findings:
            if finding.provisional:
                reasons.update(dict.fromkeys(finding.provisional))
    return Verdict(
        m.id,
        day_text(day),
        settings.title,
        settings.in_force,
        settings.calendars,
        all(track.outcome for track in tracks) and not case_open,
        tracks,
        findings(m, m.whole, day),
        case_open,
        left_out,
        tuple(reasons),
    )


def not_begun(m: Machine, day: int, opened: int, left_out: int) -> Verdict:
    """The verdict of a case that begins only after the day: nothing is owed, found or permitted yet."""
    settings = m.tables.rules.settings
    rest = ((), (), (), left_out, ())
    return Verdict(
        m.id,
        day_text(day),
        settings.title,
        settings.in_force,
        settings.calendars,
        False,
        *rest,
        begins=day_text(opened),
    )


def _reasons(reasons: dict[str, None], demands: tuple[DueDate, ...]) -> None:
    for demand in demands:
        if demand.provisional:
            reasons.update(dict.fromkeys(demand.provisional))


def _track(m: Machine, track: Track, day: int) -> TrackVerdict:
    tables = m.tables
    whole = m.whole
    missing = track.missing
    if whole.missing:
        missing = {(row.name, row.norm): row for row in (*missing.values(), *whole.missing.values())}
    return TrackVerdict(
        track.party,
        track.part,
        tables.stage_names[track.stage],
        track.stage in tables.outcomes,
        day_text(track.since),
        findings(m, track, day),
        tuple([open_duty(m, track, owed, day) for owed in track.owed]),
        tuple([p for power in tables.powers_at[track.stage] if (p := permitted(m, track, power, day)) is not None]),
        (
            *[_count(m, whole if row.whole else track, row) for row in tables.limits],
            *[_period(m, whole if row.whole else track, row, day) for row in tables.periods.values()],
        ),
        tuple(track.timeline),
        tuple(missing.values()),
        undecided(m, track),
    )


def undecided(m: Machine, track: Track) -> tuple[str, ...]:
    """Clauses that are not modelled: all that name no rule, and those with a rule that did something here."""
    return tuple(
        [name for name, rules in m.tables.not_modelled if not rules or any(rule in track.used for rule in rules)]
    )


def findings(m: Machine, track: Track, day: int) -> tuple[Finding, ...]:
    """What was found, with days that still run counted to the as-of day, and lead times judged by the present plan."""
    if not track.findings and not track.leads:
        return ()
    running = set(track.exceeding.values())
    for owed in track.owed:
        if owed.lapsed is not None:
            running.update(owed.lapsed.values())
    found: list[Finding] = []
    for place, finding in enumerate(track.findings):
        if finding is None:
            continue
        if place in running and finding.due is not None:
            last = day_number(finding.due)
            finding = replace(finding, days=None if last is None else day - last)
        found.append(finding)
    if track.leads:
        found += leads(m, track)
    return tuple(found)


def leads(m: Machine, track: Track) -> Iterator[Finding]:
    """What is wrong with lead times, judged by the present plan."""
    for duty, at, act in track.leads:
        deadline = duty.deadlines[at]
        planned = clocks.field_day(track, deadline.planned)
        amount, _ = clocks.amount_of(m, track, deadline)
        if planned is None or amount is None:
            continue
        judged = duties.judge_lead(m, duty, deadline, clocks.count(m, deadline, planned, None, amount), act)
        if judged is not None:
            yield judged


def open_duty(m: Machine, owner: Track, owed: Owed, day: int) -> OpenDuty:
    """An open duty with its demands as of a day."""
    duty = owed.row
    shown: list[DueDate] = []
    state = "open" if not owed.lapsed else "overdue"
    for place, deadline in enumerate(duty.deadlines):
        found, _ = clocks.due_of_duty(m, owner, owed, place)
        if found is None:
            continue
        m.differs |= found.differs
        shown.append(found.shown(deadline.cite, day))
        if found.last is None or state == "overdue" or (owed.lapsed is not None and place in owed.lapsed):
            continue
        # What must merely precede an act that was planned and did not come is still in time.
        if deadline.kind == "before" and deadline.amount is None and owed.anchors[place] is None:
            continue
        timely = found.judge(day, None)
        if timely != "in_time":
            state = "overdue" if timely == "late" else "undetermined"
    first: DueDate | None = None
    for each in shown:
        if each.last is not None and (first is None or each.last < (first.last or "")):
            first = each
    return OpenDuty(
        duty.id,
        duty.cite,
        duties.bearers_left(m, owner, owed),
        duty.names,
        day_text(owed.day),
        first or (shown[0] if shown else None),
        state,
        duty.row.degree,
        day - owed.day,
        tuple(shown),
        duty.row.scope,
    )


def permitted(m: Machine, track: Track, power: PowerRow, day: int) -> Permitted | None:
    """A power that may be used now, or of which that is unknown."""
    guard = True if power.guard is None else power.guard.answer(m, track, None)
    if guard is False:
        return None
    earliest = 0
    if power.after is not None:
        due = window(m, track, power.after)
        m.differs |= 0 if due is None else due.differs
        if due is None or due.judge(day, None) == "in_time":
            return None
        earliest = due.after or 0
    until: DueDate | None = None
    for end in power.ends:
        due = window(m, track, end)
        m.differs |= 0 if due is None else due.differs
        if due is not None and due.judge(day, None) == "late":
            return None
        shown = None if due is None else due.shown(end.cite, day)
        if until is None or (shown is not None and shown.last is not None and shown.last < (until.last or "9999")):
            until = shown
    grounds: list[AvailableGround] = []
    sure = not power.grounds
    for ground in power.grounds:
        answer = ground.guard.answer(m, track, None)
        if answer is False:
            continue
        from_ = track.available[ground.number]
        names = ground.guard.names(m, track, None) if answer is None else ()
        sure = sure or answer is True
        grounds.append(
            AvailableGround(
                ground.cite,
                day_text(from_) if from_ else None,
                "unknown" if answer is None else "true",
                tuple(dict.fromkeys(str(name) for name in names)) if names else (),
                ground.row.text,
            )
        )
    if power.grounds and not grounds:
        return None
    sure = sure and guard is True
    since = track.available[power.number]
    if power.grounds and sure:
        since = min(track.available[g.number] for g in power.grounds if track.available[g.number])
    return Permitted(
        power.id,
        power.cite,
        power.row.holders,
        power.names,
        tuple(grounds),
        until,
        day_text(max(since, earliest)) if since else None,
        "true" if sure else "unknown",
    )


def _count(m: Machine, owner: Track, row: LimitRow) -> Limit:
    number = row.row.number
    most = limits.allowed(m, owner, row) if row.row.bound == "max" else number
    used = owner.counted.get(row.id, 0)
    return Limit(
        row.id, row.row.cite, "count", row.row.act.event, used, most, most - number,
        "open" if used < most else "reached",
    )  # fmt: skip


def _period(m: Machine, owner: Track, row: PeriodRow, day: int) -> Limit:
    clock = owner.clocks[row.number]
    start = None if clock is None else clocks.start_of(owner, clock)
    amount, _ = clocks.amount_of(m, owner, row.deadline)
    state = clocks.period_state(m, owner, row) or "undetermined"
    if clock is None or start is None:
        return Limit(row.id, row.cite, "period", row.id, 0, amount, 0, state)
    found, _ = clocks.due_of_period(m, owner, clock)
    extended = suspended = used = 0
    shown: DueDate | None = None
    if found is not None:
        due = found.due
        if state in ("running", "suspended", "undetermined") and owner.stage not in m.tables.outcomes:
            m.differs |= found.differs
        extended = sum(e.amount for e in due.extensions if e.state == "granted")
        if due.suspensions:
            suspended = sum(any(s.covers(each) for s in due.suspensions) for each in range(start[0], day + 1))
        used = due.elapsed(clock.stopped if clock.status == "ended" and clock.stopped is not None else day)
        shown = found.shown(row.cite, day)
    return Limit(
        row.id,
        row.cite,
        "period",
        row.id,
        used,
        None if amount is None else amount + extended,
        extended,
        state,
        day_text(start[0]),
        shown,
        suspended,
    )
