"""The life of a duty: opened, discharged, judged, closed (docs/semantics.md, sections 5 to 7)."""

from __future__ import annotations

from ecolang.program import Anchor, Deadline, Duty
from ecolang.rows import replace
from ecolang.time import Due, iso, parse_date
from ecolang_runtime.reference import clocks
from ecolang_runtime.reference.breaches import degree_of, provisional
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.standing import looks_back
from ecolang_runtime.reference.state import Lead, Owed, Record, Track
from ecolang_runtime.verdict import Effect, Finding


def dated(duty: Duty) -> bool:
    """Whether some demand of the duty has or may have a last day."""
    return any(d.kind != "prompt" or d.amount is not None or d.amount_from is not None for d in duty.deadlines)


def open_duty(m: Machine, owner: Track, duty: Duty, seq: int) -> None:
    """Opens a duty; one without a last day that is open already is not opened again."""
    if not dated(duty) and any(owed.duty == duty.id for owed in owner.owed):
        return
    schedule = next((d.anchor for d in duty.deadlines if d.anchor.kind == "row"), None)
    if schedule is not None:
        _open_rows(m, owner, duty, schedule, seq)
        return
    owed = _opened(m, owner, duty, seq)
    m.note(owner, Effect("opened", duty.cite, duty.id))
    earlier = _done_before(m, owner, duty)
    if earlier is None:
        owner.owed.append(owed)
        return
    m.note(owner, Effect("discharged", duty.cite, duty.id, detail=iso(earlier.day)))
    _keep_leads(owner, duty, earlier)


def _opened(m: Machine, owner: Track, duty: Duty, seq: int, row: int = 0) -> Owed:
    m.state.uid += 1
    owed = Owed(m.state.uid, duty.id, m.day, m.minute, seq, row=row)
    for deadline in duty.deadlines:
        if deadline.anchor.kind == "event":
            past = None if deadline.kind in ("before", "by") else clocks.occurred(m, owner, deadline.anchor)
            owed.anchors[deadline.id] = past
    return owed


def _open_rows(m: Machine, owner: Track, duty: Duty, schedule: Anchor, seq: int) -> None:
    """Opens a duty once for each row of the schedule that a document holds."""
    document, item = schedule.document or "", schedule.item or ""
    rows = clocks.schedule_of(owner, document, item)
    if not rows:
        m.miss(owner, (f"{document}·{item}",), duty.cite, duty.id)
    for number in range(1, len(rows) + 1):
        owner.owed.append(_opened(m, owner, duty, seq, number))
        m.note(owner, Effect("opened", duty.cite, duty.id, count=number))


def _done_before(m: Machine, owner: Track, duty: Duty) -> Record | None:
    """The act that came before the duty opened and since the anchoring event last came, where that counts."""
    if not looks_back(duty):
        return None
    anchors = [owner.history.tallies.get(m.rules.tally(d.anchor.event or "", d.anchor.guard)) for d in duty.deadlines]
    after = max((tally.last.seq for tally in anchors if tally is not None and tally.last is not None), default=0)
    for act in duty.acts:
        record = owner.history.last.get(act.event)
        if record is not None and record.seq > after and m.test(owner, record, duty.cite, duty.id, act.guard) is True:
            return record
    return None


def _keep_leads(owner: Track, duty: Duty, record: Record) -> None:
    for deadline in duty.deadlines:
        timed = deadline.amount is not None or deadline.amount_from is not None
        if deadline.kind == "before" and deadline.anchor.kind == "event" and timed:
            owner.leads.append(Lead(duty.id, deadline.id, record))


def bearers_left(m: Machine, owner: Track, owed: Owed) -> tuple[str, ...]:
    """Who still owes a duty: of a joint act or a duty of each, those who have not acted."""
    duty = m.rules.duties[owed.duty]
    acted = set(owed.acted)
    for act in duty.acts:
        for name in owner.parts.get(act.event, {}):
            acted.update(m.rules.whole(name))
    left = tuple(bearer for bearer in duty.bearers if bearer not in acted)
    return left or duty.bearers


def arrive(m: Machine, owner: Track, record: Record) -> None:
    """The anchoring event comes: demands get their day, lead times are judged, what had to precede is missing."""
    for owed in owner.owed:
        duty = m.rules.duties[owed.duty]
        for deadline in duty.deadlines:
            waits = deadline.id in owed.anchors and owed.anchors[deadline.id] is None
            if waits and _is_anchor(m, owner, deadline, record):
                owed.anchors[deadline.id] = clocks.moment_of(deadline.anchor, record)
                if deadline.kind == "before" and not _does(m, owner, duty, record):
                    _find_missing(m, owner, owed, duty, deadline, record)
    for lead in list(owner.leads):
        duty = m.rules.duties[lead.duty]
        deadline = next(d for d in duty.deadlines if d.id == lead.deadline)
        if _is_anchor(m, owner, deadline, record) and record.seq > lead.record.seq:
            owner.leads.remove(lead)
            amount, names = clocks.amount_of(m, owner, deadline)
            if amount is None:
                m.miss(owner, names, deadline.cite, duty.id)
                continue
            finding = judge_lead(duty, deadline, clocks.count(m, deadline, (record.day, record.minute), amount), lead)
            if finding is not None:
                owner.find(finding)


def judge_lead(duty: Duty, deadline: Deadline, due: Due, lead: Lead) -> Finding | None:
    """What is wrong with an act whose lead time ends on that day."""
    degree = degree_of(duty.degree, deadline.degree)
    timely = clocks.judge(due, (lead.record.day, lead.record.minute))
    if degree is None or timely == "in_time" or due.last is None:
        return None
    kind = "lead_time" if timely == "late" else "undetermined"
    return _timed(duty, deadline, kind, degree if timely == "late" else "caution", due, lead.record)


def _timed(duty: Duty, deadline: Deadline, kind: str, degree: str, due: Due, record: Record) -> Finding:
    last = due.last or 0
    return Finding(
        kind,
        degree,
        deadline.cite,
        duty.id,
        event=record.event,
        on=iso(record.day),
        due=iso(last),
        actual=iso(record.day),
        days=max(0, record.day - last),
        who=record.named or duty.bearers,
        provisional=provisional(due),
        seq=record.seq,
    )


def _is_anchor(m: Machine, owner: Track, deadline: Deadline, record: Record) -> bool:
    anchor = deadline.anchor
    if anchor.kind != "event" or anchor.event != record.event or anchor.event is None:
        return False
    tally = owner.history.tallies.get(m.rules.tally(anchor.event, anchor.guard))
    stamp = None if tally is None else tally.first if anchor.which == "first" else tally.last
    return stamp is not None and stamp.seq == record.seq


def _does(m: Machine, owner: Track, duty: Duty, record: Record) -> bool:
    return any(act.event == record.event and _meant(m, owner, duty, act.guard, record) for act in duty.acts)


def _meant(m: Machine, owner: Track, duty: Duty, guard: object, record: Record) -> bool:
    return m.test(owner, record, duty.cite, duty.id, guard) is True  # type: ignore[arg-type]


def _find_missing(m: Machine, owner: Track, owed: Owed, duty: Duty, deadline: Deadline, record: Record) -> None:
    degree = degree_of(duty.degree, deadline.degree)
    if degree is None:
        owed.lapsed[deadline.id] = -1
        return
    finding = Finding(
        "missing",
        degree,
        deadline.cite,
        duty.id,
        event=duty.acts[0].event if duty.acts else None,
        on=iso(record.day),
        due=iso(record.day),
        who=bearers_left(m, owner, owed),
        item=record.event,
        seq=record.seq,
    )
    owed.lapsed[deadline.id] = owner.find(finding)


def discharge(m: Machine, owner: Track, record: Record) -> None:
    """An act discharges every open duty that names it; of a duty for each row of a schedule, the first row, or all rows
    that were open when their time was brought forward."""
    done: dict[str, Owed] = {}
    for owed in list(owner.owed):
        duty = m.rules.duties[owed.duty]
        if not any(act.event == record.event for act in duty.acts) or not _does(m, owner, duty, record):
            continue
        if owed.row:
            first = done.setdefault(owed.duty, owed)
            together = first.course.hastened is not None and owed.course.hastened is not None
            if first is not owed and not together:
                continue
        if not _completes(m, owed, duty, record):
            m.note(owner, Effect("partial", duty.cite, duty.id))
            continue
        owner.owed.remove(owed)
        m.note(owner, Effect("discharged", duty.cite, duty.id))
        for deadline in duty.deadlines:
            _judge(m, owner, owed, duty, deadline, record)
        _keep_leads_of(owner, owed, duty, record)


def _completes(m: Machine, owed: Owed, duty: Duty, record: Record) -> bool:
    """Of a duty of several, whether all have now acted."""
    if duty.together == "one" or not record.by:
        return True
    joint = m.rules.event(record.event).joint
    if duty.together == "joint" and joint:
        return True
    acted = {bearer for bearer in duty.bearers if m.rules.acts_as(record.by, bearer)}
    owed.acted = tuple(bearer for bearer in duty.bearers if bearer in acted or bearer in owed.acted)
    return owed.acted == duty.bearers


def _keep_leads_of(owner: Track, owed: Owed, duty: Duty, record: Record) -> None:
    waiting = replace(duty, deadlines=tuple(d for d in duty.deadlines if owed.anchors.get(d.id) is None))
    _keep_leads(owner, waiting, record)


def _judge(m: Machine, owner: Track, owed: Owed, duty: Duty, deadline: Deadline, record: Record) -> None:
    """What a discharging act is by one demand of time."""
    place = owed.lapsed.get(deadline.id)
    found = owner.findings[place] if place is not None and place >= 0 else None
    if place is not None and found is not None and found.kind == "missing":
        due_day = owed.anchors.get(deadline.id)
        over = record.day - due_day[0] if due_day is not None else 0
        owner.findings[place] = replace(found, actual=iso(record.day), days=over)
        return
    if deadline.kind == "before" and deadline.anchor.kind == "event":
        return
    due, names = clocks.due_of_duty(m, owner, owed, deadline)
    if due is None:
        m.miss(owner, names, deadline.cite, duty.id)
        return
    timely = clocks.judge(due, (record.day, record.minute))
    degree = degree_for(duty, deadline)
    if timely == "in_time" or due.last is None or degree is None or record.deemed:
        return
    if timely == "undetermined":
        owner.find(_timed(duty, deadline, "undetermined", "caution", due, record))
        return
    kind = "late"
    if deadline.kind == "before" and record.day < due.trigger:
        kind = "lead_time"
    finding = replace(_timed(duty, deadline, kind, degree, due, record), effect=not duty.void, count=owed.row or None)
    if place is not None and found is not None:
        owner.findings[place] = finding
    else:
        owner.find(finding)


def degree_for(duty: Duty, deadline: Deadline) -> str | None:
    """The degree of being late; without delay is never more than a caution."""
    degree = degree_of(duty.degree, deadline.degree)
    return "caution" if degree is not None and deadline.kind == "prompt" else degree


def late_and_void(m: Machine, owner: Track, record: Record) -> Finding | None:
    """The finding of an act that comes too late for a duty whose breach leaves it without effect."""
    for owed in owner.owed:
        duty = m.rules.duties[owed.duty]
        if duty.void is not True or not any(act.event == record.event for act in duty.acts):
            continue
        for deadline in duty.deadlines:
            due, _ = clocks.due_of_duty(m, owner, owed, deadline)
            if due is None or due.last is None or not _does(m, owner, duty, record):
                continue
            if clocks.judge(due, (record.day, record.minute)) == "late":
                degree = degree_for(duty, deadline) or "caution"
                return replace(_timed(duty, deadline, "late", degree, due, record), effect=False)
    return None


def close_left(m: Machine, track: Track, again: bool = False) -> None:
    """A duty that hangs on stages ends when the track is in none of them (or enters one of them `again`)."""
    for owed in list(track.owed):
        duty = m.rules.duties[owed.duty]
        if duty.open.kind == "stage" and (again or not m.inside(track, duty.open.stages)):
            close(m, track, owed)


def close(m: Machine, owner: Track, owed: Owed) -> None:
    """Ends a duty undone. What lapsed stays found; between the bounds of its last day nobody knows."""
    duty = m.rules.duties[owed.duty]
    owner.owed.remove(owed)
    m.note(owner, Effect("closed", duty.cite, duty.id))
    for deadline in duty.deadlines:
        if deadline.id in owed.lapsed:
            stop_running(owner, owed.lapsed[deadline.id], m.day)
            continue
        if degree_for(duty, deadline) is None:
            continue
        due, _ = clocks.due_of_duty(m, owner, owed, deadline)
        planned = deadline.kind == "before" and owed.anchors.get(deadline.id) is None
        if due is None or due.last is None or planned or clocks.judge(due, m.moment) != "undetermined":
            continue
        record = Record(m.state.seq, duty.acts[0].event if duty.acts else "", m.day, m.minute)
        finding = _timed(duty, deadline, "undetermined", "caution", due, record)
        owner.find(replace(finding, actual=None, who=bearers_left(m, owner, owed)))


def stop_running(owner: Track, place: int, day: int) -> None:
    """Fixes how many days over a finding is that ran until `day`; a place below 0 is none."""
    found = owner.findings[place] if place >= 0 else None
    if found is not None and found.due is not None and found.kind in ("overdue", "exceeded"):
        last = parse_date(found.due)
        owner.findings[place] = replace(found, days=None if last is None else day - last)
