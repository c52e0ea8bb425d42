"""The rows of a verdict, from the state. A row that was made before, for another case too, is given again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from ecolang_runtime.compiled import clocks, duties, limits
from ecolang_runtime.compiled.dated import Dated, day_number, day_text
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import DutyRow, GroundRow, LimitRow, PeriodRow, PowerRow
from ecolang_runtime.compiled.standing import window
from ecolang_runtime.compiled.state import Owed, Track
from ecolang_runtime.verdict import AvailableGround, DueDate, Finding, Limit, OpenDuty, Permitted

#: So many rows of a norm are kept; then it starts anew.
_MOST = 4096
_Row = TypeVar("_Row")


def _kept(table: dict[Any, Any], key: Any, row: _Row) -> _Row:
    if len(table) >= _MOST:
        table.clear()
    table[key] = row
    return row


def findings(m: Machine, track: Track, day: int) -> tuple[Finding, ...]:
    """What was found, with days that still run counted to the as-of day, and lead times judged by the present plan."""
    if not track.findings and not track.leads:
        return ()
    running: set[int] | None = set(track.exceeding.values()) if track.exceeding else None
    for owed in track.owed:
        if owed.lapsed is not None:
            running = running or set()
            running.update(owed.lapsed.values())
    found = [each for each in track.findings if each is not None]
    if running:
        found = []
        for place, finding in enumerate(track.findings):
            if finding is None:
                continue
            if place in running and finding.due is not None:
                last = day_number(finding.due)
                finding = _lasting(finding, None if last is None else day - last)
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


def _lasting(row: Finding, days: int | None) -> Finding:
    """The finding with so many days over."""
    return Finding(
        row.kind, row.degree, row.cite, row.norm, row.event, row.on, row.due, row.actual, days, row.who, row.item,
        row.count, row.limit, row.effect, row.provisional, row.seq, row.version, row.failed,
    )  # fmt: skip


def open_duty(m: Machine, owner: Track, owed: Owed, day: int) -> OpenDuty:
    """An open duty with its demands as of a day."""
    duty = owed.row
    who = duties.bearers_left(m, owner, owed)
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
    key = (owed.day, day, state, who, tuple(map(id, shown)))
    made: OpenDuty | None = duty.shown.get(key)
    # A kept row has these very dates, so that no other one gets their identity.
    return _kept(duty.shown, key, _owed(duty, owed, day, who, shown, state)) if made is None else made


def _owed(duty: DutyRow, owed: Owed, day: int, who: tuple[str, ...], shown: list[DueDate], state: str) -> OpenDuty:
    first: DueDate | None = None
    for each in shown:
        if each.last is not None and (first is None or each.last < (first.last or "")):
            first = each
    return OpenDuty(
        duty.id,
        duty.cite,
        who,
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
    available = track.available
    since = available[power.number]
    sure = not power.grounds
    grounds: tuple[tuple[int, bool | None, int, tuple[str, ...]], ...] = ()
    if power.grounds:
        found = []
        for place, ground in enumerate(power.grounds):
            answer = ground.guard.answer(m, track, None)
            if answer is False:
                continue
            names = ground.guard.names(m, track, None) if answer is None else ()
            sure = sure or answer is True
            found.append((place, answer, available[ground.number], names))
        if not found:
            return None
        grounds = tuple(found)
    sure = sure and guard is True
    if grounds and sure:
        since = min(available[g.number] for g in power.grounds if available[g.number])
    key = (sure, max(since, earliest) if since else 0, id(until), grounds)
    made: Permitted | None = power.shown.get(key)
    return _kept(power.shown, key, _permitted(power, until, key)) if made is None else made


def _permitted(power: PowerRow, until: DueDate | None, key: tuple[bool, int, int, tuple[Any, ...]]) -> Permitted:
    sure, since, _, grounds = key
    return Permitted(
        power.id,
        power.cite,
        power.row.holders,
        power.names,
        tuple([_ground(power.grounds[place], answer, from_, names) for place, answer, from_, names in grounds]),
        until,
        day_text(since) if since else None,
        "true" if sure else "unknown",
    )


def _ground(ground: GroundRow, answer: bool | None, from_: int, names: tuple[str, ...]) -> AvailableGround:
    return AvailableGround(
        ground.cite,
        day_text(from_) if from_ else None,
        "unknown" if answer is None else "true",
        tuple(dict.fromkeys(str(name) for name in names)) if names else (),
        ground.row.text,
    )


def count_limit(m: Machine, owner: Track, row: LimitRow) -> Limit:
    """A limit on a count with what is used."""
    number = row.row.number
    most = limits.allowed(m, owner, row) if row.row.bound == "max" and row.allowances else number
    used = owner.counted.get(row.id, 0)
    made: Limit | None = row.shown.get((used, most))
    if made is None:
        state = "open" if used < most else "reached"
        limit = Limit(row.id, row.row.cite, "count", row.row.act.event, used, most, most - number, state)
        made = _kept(row.shown, (used, most), limit)
    return made


def period_limit(m: Machine, owner: Track, row: PeriodRow, day: int) -> Limit:
    """A period with what of it is used."""
    clock = owner.clocks[row.number]
    start = None if clock is None else clocks.start_of(owner, clock)
    amount, _ = clocks.amount_of(m, owner, row.deadline)
    state = clocks.period_state(m, owner, row) or "undetermined"
    found: Dated | None = None
    stopped = None
    if clock is not None and start is not None:
        found, _ = clocks.due_of_period(m, owner, clock)
        if clock.status == "ended":
            stopped = clock.stopped
        going = state in ("running", "suspended", "undetermined") and owner.stage not in m.tables.outcomes
        if found is not None and going:
            m.differs |= found.differs
    first = 0 if start is None else start[0]
    key = (state, day, first, amount, stopped, id(found))
    made: tuple[Limit, Dated | None] | None = row.shown.get(key)
    if made is None:
        # The date is kept with it, so that no other one gets its identity.
        made = _kept(row.shown, key, (_period(row, found, state, day, first, amount, stopped), found))
    return made[0]


def _period(
    row: PeriodRow, found: Dated | None, state: str, day: int, first: int, amount: int | None, stopped: int | None
) -> Limit:
    if not first:
        return Limit(row.id, row.cite, "period", row.id, 0, amount, 0, state)
    extended = suspended = used = 0
    shown: DueDate | None = None
    if found is not None:
        due = found.due
        extended = sum(e.amount for e in due.extensions if e.state == "granted")
        if due.suspensions:
            suspended = sum(any(s.covers(each) for s in due.suspensions) for each in range(first, day + 1))
        used = due.elapsed(day if stopped is None else stopped)
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
        day_text(first),
        shown,
        suspended,
    )
