"""The life of a duty: opened, discharged, judged, closed (docs/semantics.md, sections 5 to 7)."""

from __future__ import annotations

from ecolang.rows import replace
from ecolang_runtime.compiled import clocks, keys
from ecolang_runtime.compiled.dated import Dated, day_number, day_text
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import DeadlineRow, DutyRow, Guard
from ecolang_runtime.compiled.state import NEVER, STALE, Moment, Owed, Record, Track
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.verdict import Effect, Finding


def open_duty(m: Machine, owner: Track, duty: DutyRow, seq: int) -> None:
    """Opens a duty; one without a last day that is open already is not opened again."""
    if duty.undated and any(owed.row is duty for owed in owner.owed):
        return
    anchors: list[Moment | None] = []
    for deadline in duty.deadlines:
        counts = deadline.anchor == "event" and deadline.kind != "before" and deadline.kind != "by"
        anchors.append(clocks.occurred(owner, deadline) if counts else None)
    m.duties |= 1 << duty.number
    if not m.lean:
        m.note(owner, duty.opened)
    if duty.looks_back:
        earlier = _done_before(m, owner, duty)
        if earlier is not None:
            m.note(owner, Effect("discharged", duty.cite, duty.id, detail=day_text(earlier.day)))
            for place, deadline in enumerate(duty.deadlines):
                _keep_lead(owner, duty, place, deadline, earlier)
            return
    owed = Owed(duty, m.day, m.minute, seq, anchors)
    owner.owed.append(owed)
    if duty.fixed and m.key != STALE:
        m.owing(owner, NEVER)
        key = keys.key_of_owed(m, owner, owed)
        if key < m.key:
            m.key = key
    else:
        m.owing(owner)


def _done_before(m: Machine, owner: Track, duty: DutyRow) -> Record | None:
    """The act that came before the duty opened and since the anchoring event last came, where that counts."""
    after = 0
    for deadline in duty.deadlines:
        tally = owner.tallies[deadline.anchor_tally] if deadline.anchor_tally >= 0 else None
        if tally is not None and tally[3] is not None:
            after = max(after, tally[3][0])
    for event, guard in duty.acts:
        record = owner.last[event]
        if record is not None and record.seq > after and m.test(owner, record, guard) is True:
            return record
    return None


def _keep_lead(owner: Track, duty: DutyRow, place: int, deadline: DeadlineRow, record: Record) -> None:
    if deadline.backward and deadline.timed:
        owner.leads.append((duty, place, record))


def bearers_left(m: Machine, owner: Track, owed: Owed) -> tuple[str, ...]:
    """Who still owes a duty: of a joint act or a duty of each, those who have not acted."""
    bearers = owed.row.row.bearers
    if not owed.acted and not owner.parts:
        return bearers
    acted = set(owed.acted)
    for event, _ in owed.row.acts:
        for name in owner.parts.get(event, {}):
            acted.update(m.tables.whole(name))
    left = tuple(bearer for bearer in bearers if bearer not in acted)
    return left or bearers


def arrive(m: Machine, owner: Track, record: Record, event: EventRow) -> None:
    """The anchoring event comes: demands get their day, lead times are judged, what had to precede is missing."""
    number = record.event
    for owed in owner.owed:
        duty = owed.row
        if number not in duty.anchor_events:
            continue
        for place, deadline in enumerate(duty.deadlines):
            if deadline.anchor != "event" or owed.anchors[place] is not None:
                continue
            if _is_anchor(owner, deadline, record):
                owed.anchors[place] = clocks.moment_of(deadline, record)
                owed.key = m.key = STALE
                if deadline.kind == "before" and not _does(m, owner, duty, record):
                    _find_missing(m, owner, owed, place, deadline, record, event)
    for lead in list(owner.leads) if owner.leads else ():
        duty, place, act = lead
        deadline = duty.deadlines[place]
        if _is_anchor(owner, deadline, record) and record.seq > act.seq:
            owner.leads.remove(lead)
            amount, names = clocks.amount_of(m, owner, deadline)
            if amount is None:
                m.name(owner, names, deadline.cite, duty.id)
                continue
            finding = judge_lead(m, duty, deadline, clocks.count(m, deadline, record.day, record.minute, amount), act)
            if finding is not None:
                owner.find(finding)


def judge_lead(m: Machine, duty: DutyRow, deadline: DeadlineRow, due: Dated, act: Record) -> Finding | None:
    """What is wrong with an act whose lead time ends on that day."""
    degree = degree_of(duty.row.degree, deadline.row.degree)
    timely = due.judge(act.day, act.minute)
    clocks.weigh(m, due, act.day, act.minute, timely, lapses=False)
    if degree is None or timely == "in_time" or due.last is None:
        return None
    if timely == "late":
        return _timed(m, duty, deadline, "lead_time", degree, due, act)
    return _timed(m, duty, deadline, "undetermined", "caution", due, act)


def _timed(
    m: Machine, duty: DutyRow, deadline: DeadlineRow, kind: str, degree: str, due: Dated, record: Record,
    effect: bool = True,
) -> Finding:  # fmt: skip
    last = due.last or 0
    return Finding(
        kind,
        degree,
        deadline.cite,
        duty.id,
        event=m.tables.event_names[record.event] if record.event >= 0 else "",
        on=day_text(record.day),
        due=day_text(last),
        actual=day_text(record.day),
        days=max(0, record.day - last),
        who=record.named or duty.row.bearers,
        effect=effect,
        provisional=due.provisional,
        seq=record.seq,
    )


def _is_anchor(owner: Track, deadline: DeadlineRow, record: Record) -> bool:
    if deadline.anchor_event != record.event or deadline.anchor != "event":
        return False
    tally = owner.tallies[deadline.anchor_tally]
    if tally is None:
        return False
    stamp = tally[2] if deadline.first else tally[3]
    return stamp is not None and stamp[0] == record.seq


def _does(m: Machine, owner: Track, duty: DutyRow, record: Record) -> bool:
    number = record.event
    for event, guard in duty.acts:
        if event == number:
            if guard is None:
                return True
            if m.test(owner, record, guard) is True:
                return True
    return False


def _find_missing(
    m: Machine, owner: Track, owed: Owed, place: int, deadline: DeadlineRow, record: Record, event: EventRow
) -> None:
    duty = owed.row
    degree = degree_of(duty.row.degree, deadline.row.degree)
    if owed.lapsed is None:
        owed.lapsed = {}
    if degree is None:
        owed.lapsed[place] = -1
        return
    finding = Finding(
        "missing",
        degree,
        deadline.cite,
        duty.id,
        event=duty.names[0] if duty.names else None,
        on=day_text(record.day),
        due=day_text(record.day),
        who=bearers_left(m, owner, owed),
        item=event.id,
        seq=record.seq,
    )
    owed.lapsed[place] = owner.find(finding)


def discharge(m: Machine, owner: Track, record: Record, event: EventRow) -> None:
    """An act discharges every open duty that names it."""
    number = record.event
    for owed in owner.owed[:]:
        duty = owed.row
        if number not in duty.events or not _does(m, owner, duty, record):
            continue
        if record.by and not _completes(m, owed, duty, record, event):
            m.note(owner, duty.partial)
            continue
        gone(m, owner, owed)
        if not m.lean:
            m.note(owner, duty.discharged)
        for place, deadline in enumerate(duty.deadlines):
            _judge(m, owner, owed, place, deadline, record)
            if owed.anchors[place] is None:
                _keep_lead(owner, duty, place, deadline, record)


def _completes(m: Machine, owed: Owed, duty: DutyRow, record: Record, event: EventRow) -> bool:
    """Of a duty of several, whether all have now acted."""
    if duty.row.together == "one":
        return True
    if duty.row.together == "joint" and event.joint:
        return True
    bearers = duty.row.bearers
    acted = {bearer for bearer in bearers if m.tables.acts_as(record.by, bearer)}
    owed.acted = tuple(bearer for bearer in bearers if bearer in acted or bearer in owed.acted)
    return owed.acted == bearers


def _judge(m: Machine, owner: Track, owed: Owed, place: int, deadline: DeadlineRow, record: Record) -> None:
    """What a discharging act is by one demand of time."""
    duty = owed.row
    at = None if owed.lapsed is None else owed.lapsed.get(place)
    found = owner.findings[at] if at is not None and at >= 0 else None
    if at is not None and found is not None and found.kind == "missing":
        anchor = owed.anchors[place]
        over = record.day - anchor[0] if anchor is not None else 0
        owner.findings[at] = replace(found, actual=day_text(record.day), days=over)
        return
    if deadline.backward:
        return
    due, names = clocks.due_of_duty(m, owner, owed, place)
    if due is None:
        m.name(owner, names, deadline.cite, duty.id)
        return
    timely = due.judge(record.day, record.minute)
    clocks.weigh(m, due, record.day, record.minute, timely)
    if timely == "in_time" or due.last is None or record.deemed:
        return
    degree = degree_for(duty, deadline)
    if degree is None:
        return
    if timely == "undetermined":
        owner.find(_timed(m, duty, deadline, "undetermined", "caution", due, record))
        return
    kind = "late"
    if deadline.kind == "before" and record.day < due.due.trigger:
        kind = "lead_time"
    finding = _timed(m, duty, deadline, kind, degree, due, record, not duty.row.void)
    if at is not None and found is not None:
        owner.findings[at] = finding
    else:
        owner.find(finding)


def degree_for(duty: DutyRow, deadline: DeadlineRow) -> str | None:
    """The degree of being late; without delay is never more than a caution."""
    degree = degree_of(duty.row.degree, deadline.row.degree)
    return "caution" if degree is not None and deadline.kind == "prompt" else degree


def late_and_void(m: Machine, owner: Track, record: Record) -> Finding | None:
    """The finding of an act that comes too late for a duty whose breach leaves it without effect."""
    for owed in owner.owed:
        duty = owed.row
        if duty.row.void is not True or record.event not in duty.events:
            continue
        for place, deadline in enumerate(duty.deadlines):
            due, _ = clocks.due_of_duty(m, owner, owed, place)
            if due is None or due.last is None or not _does(m, owner, duty, record):
                continue
            timely = due.judge(record.day, record.minute)
            clocks.weigh(m, due, record.day, record.minute, timely)
            if timely == "late":
                degree = degree_for(duty, deadline) or "caution"
                return _timed(m, duty, deadline, "late", degree, due, record, False)
    return None


def gone(m: Machine, owner: Track, owed: Owed) -> None:
    """Takes a duty from those that are open."""
    owner.owed.remove(owed)
    m.owing(owner, STALE if owed.suspensions else owed.key)


def close_left(m: Machine, track: Track, again: bool = False) -> None:
    """A duty that hangs on stages ends when the track is in none of them (or enters one of them `again`)."""
    for owed in track.owed[:]:
        duty = owed.row
        if duty.staged and (again or not m.inside(track, duty.stages)):
            close(m, track, owed)


def close(m: Machine, owner: Track, owed: Owed) -> None:
    """Ends a duty undone. What lapsed stays found; between the bounds of its last day nobody knows."""
    duty = owed.row
    gone(m, owner, owed)
    m.note(owner, duty.closed)
    for place, deadline in enumerate(duty.deadlines):
        if owed.lapsed is not None and place in owed.lapsed:
            stop_running(owner, owed.lapsed[place], m.day)
            continue
        due, _ = clocks.due_of_duty(m, owner, owed, place)
        if due is None or due.last is None:
            continue
        timely = due.judge(m.day, m.minute)
        if due.twins:
            clocks.passed(m, due)
        if timely != "undetermined":
            continue
        planned = deadline.kind == "before" and owed.anchors[place] is None
        if planned or degree_for(duty, deadline) is None:
            continue
        event = duty.acts[0][0] if duty.acts else -1
        record = Record(m.seq, event, m.day, m.minute, (), {}, {}, None, None, False, ())
        finding = _timed(m, duty, deadline, "undetermined", "caution", due, record)
        owner.find(replace(finding, actual=None, who=bearers_left(m, owner, owed)))


def stop_running(owner: Track, place: int, day: int) -> None:
    """Fixes how many days over a finding is that ran until `day`; a place below 0 is none."""
    found = owner.findings[place] if place >= 0 else None
    if found is not None and found.due is not None and found.kind in ("overdue", "exceeded"):
        last = day_number(found.due)
        owner.findings[place] = replace(found, days=None if last is None else day - last)


def settle_duty(m: Machine, track: Track, duty: DutyRow, inside: bool, guard: Guard | None) -> bool:
    """Opens a stage's duty once for each entry, while its condition holds; a condition's when it becomes true."""
    bit = 1 << duty.number
    if duty.staged and not inside:
        track.held &= ~bit
        return False
    was = bool(track.held & bit)
    if was and inside and guard is None:
        return False
    answer = inside and m.test(track, None, guard)
    if answer is True and not was:
        track.held |= bit
        open_duty(m, track, duty, m.seq)
        return True
    if answer is False and was:
        owed = [each for each in track.owed if each.row is duty] if duty.staged else []
        if not duty.staged or owed:
            track.held &= ~bit
        for each in owed:
            close(m, track, each)
        return bool(owed)
    return False
