"""From a demand of time and the state to a last day (docs/semantics.md, section 5)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ecolang.rows import replace
from ecolang.time import Due, Extension, Suspension, backward, forward, forward_hours, standing
from ecolang_runtime.compiled.dated import Dated, day_number, kept
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import AllowanceRow, DeadlineRow, PeriodRow
from ecolang_runtime.compiled.state import STALE, Clock, Moment, Owed, Record, Track
from ecolang_runtime.reference.values import Between, item_value

Names = tuple[str, ...]
# How many days a suspension that is still open is taken to last, where days on which time stands still are looked for.
_OPEN = 366
#: A date, if it can be worked out, and what is missing where it can't.
Found = tuple[Dated | None, Names]
NONE: Found = (None, ())


def units(value: Any) -> int | None:
    """A value as a number of units; None where it is unknown or none."""
    if value is None or isinstance(value, (bool, Between)):
        return None
    try:
        return int(str(value))
    except ValueError:
        return None


def amount_of(m: Machine, track: Track, deadline: DeadlineRow) -> tuple[int | None, Names]:
    """The number of units; None where the text gives none or a fact it depends on is unknown."""
    if deadline.amount_at is None:
        return deadline.amount, ()
    read, names = deadline.amount_at
    value = read(m, track, None)
    if value is None or isinstance(value, Between):
        return None, names(m, track, None)
    source = deadline.row.amount_from
    if isinstance(value, bool) and source is not None and source[0] == "item":
        return None, names(m, track, None)
    return units(value), ()


def count(
    m: Machine,
    deadline: DeadlineRow,
    day: int,
    minute: int | None,
    amount: int,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Dated:
    """The last day, counted forward or backward from a moment as the deadline's kind says."""
    key: Any = (day, minute, amount, suspensions, extensions)
    if not suspensions and not extensions and minute is None and amount == deadline.amount:
        key = day
    found = deadline.dates.get(key)
    if found is None:
        found = kept(deadline.dates, key, lambda: _made(deadline, day, minute, amount, suspensions, extensions))
        for bit, twin in deadline.twins:
            number = twin.amount if amount == deadline.amount and twin.amount is not None else amount
            other = _made(twin, day, minute, number, suspensions, extensions)
            if _said(other) != _said(found.due):
                found.pair(bit, Dated(other))
    m.differs |= found.loose
    return found


def weigh(m: Machine, due: Dated, day: int, minute: int | None, timely: str, lapses: bool = True) -> None:
    """Keeps the readings under which an act would be judged otherwise by its date, or would have come after a lapse."""
    if due.differs:
        if timely != "in_time":
            m.differs |= due.differs
        for bit, twin in due.twins:
            if twin.judge(day, minute) != timely:
                m.differs |= bit
        if lapses:
            passed(m, due)


def passed(m: Machine, due: Dated) -> None:
    """Keeps the readings under which a date that is still to come has come by now."""
    position = m.position or 0
    for bit, twin in due.twins:
        if twin.reached <= position or twin.lapse <= position:
            m.differs |= bit


def _made(
    deadline: DeadlineRow,
    day: int,
    minute: int | None,
    amount: int,
    suspensions: tuple[Suspension, ...],
    extensions: tuple[Extension, ...],
) -> Due:
    counting, calendar = deadline.counting, deadline.calendar
    if deadline.still:
        units_ = amount + sum(extension.amount for extension in extensions)
        stopped = sum(_OPEN if each.end is None else max(0, each.end - each.first_day) for each in suspensions)
        suspensions = (*suspensions, *standing(deadline.still, day, units_, counting.unit, stopped))
    if deadline.kind == "before":
        return backward(day, amount, counting, calendar, deadline.row.counting.clear)
    if counting.unit == "hour":
        return forward_hours(day, minute, amount, counting, calendar, suspensions, extensions)
    return forward(day, amount, counting, calendar, suspensions, extensions)


def _said(due: Due) -> Any:
    """All of a date that a verdict may rest on."""
    return due.amount, due.last, due.earliest, due.latest, due.lapses, due.provisional, due.error


def dated(m: Machine, deadline: DeadlineRow, day: int) -> Dated:
    """A last day that needs no counting: the day itself."""
    return deadline.on.get(day) or kept(
        deadline.on, day, lambda: forward(day, 0, m.tables.uncounted, deadline.calendar)
    )


def field_day(track: Track, at: tuple[int, str] | None) -> int | None:
    """The date in a field of the latest occurrence of an event."""
    if at is None:
        return None
    record = track.last[at[0]]
    return None if record is None else day_number(record.fields.get(at[1]))


def given_day(track: Track, deadline: DeadlineRow) -> int | None:
    """The date that the case itself gives: in a field of an occurrence, or under an item of a document."""
    if deadline.anchor == "field":
        return field_day(track, deadline.anchor_field)
    anchor = deadline.row.anchor
    record = track.documents.get(anchor.document or "")
    if record is None:
        return None
    value = item_value(record.documents[anchor.document or ""], anchor.item or "")
    return day_number(value) if isinstance(value, (str, date)) else None


def occurred(track: Track, deadline: DeadlineRow) -> Moment | None:
    """When the anchoring event came, first or last as the anchor says."""
    if deadline.anchor_tally < 0 or deadline.next:
        return None
    tally = track.tallies[deadline.anchor_tally]
    if tally is None:
        return None
    stamp = tally[2] if deadline.first else tally[3]
    if stamp is None:
        return None
    if deadline.received:
        return None if stamp[3] is None else (stamp[3], None)
    return stamp[1], stamp[2]


def moment_of(deadline: DeadlineRow, record: Record) -> Moment | None:
    """The moment that an anchor takes of an occurrence: when it happened, or the day on which it was received."""
    if deadline.received:
        return None if record.received is None else (record.received, None)
    return record.day, record.minute


def not_received(track: Track, deadline: DeadlineRow) -> Names:
    """What is missing where a period counts from a receipt of which nothing was told."""
    if not deadline.received or deadline.anchor_event < 0 or track.last[deadline.anchor_event] is None:
        return ()
    return (f"{deadline.row.anchor.event}·received",)


def due_of_duty(m: Machine, track: Track, owed: Owed, place: int) -> Found:
    """The last day of one demand of an open duty."""
    if owed.ended:
        return NONE
    deadline = owed.row.deadlines[place]
    if deadline.quick and owed.restarted is None and not owed.suspensions:
        if deadline.anchor == "opening":
            day, minute = owed.day, owed.minute
        else:
            moment = owed.anchors[place]
            if moment is None:
                for bit, _ in deadline.others:
                    m.differs |= bit
                return None, not_received(track, deadline)
            day, minute = moment
        known = deadline.dates.get(day) if minute is None else None
        if known is None:
            known = count(m, deadline, day, minute, deadline.amount or 0)
        else:
            m.differs |= known.loose
        return _beside(m, track, deadline, known) if deadline.others else known, ()
    for bit, _ in deadline.others:
        m.differs |= bit
    return due_from(m, track, deadline, (owed.day, owed.minute), owed.anchors[place], owed.restarted, owed.suspensions)


def _beside(m: Machine, track: Track, deadline: DeadlineRow, due: Dated) -> Dated:
    """A last day with what it is under readings that take it from a field."""
    for bit, other in deadline.others:
        at = other.anchor_field
        if at is None or track.first[at[0]] is not track.last[at[0]]:
            # It may have been another day before.
            m.differs |= bit
            continue
        day = field_day(track, at)
        twin = None
        if day is not None:
            twin = dated(m, other, day) if other.kind == "by" else count(m, other, day, None, other.amount or 0)
        if twin is None or _said(twin.due) != _said(due.due):
            due = due.with_other(bit, day, twin)
    m.differs |= due.loose
    return due


def due_from(
    m: Machine,
    track: Track,
    deadline: DeadlineRow,
    opened: Moment,
    found: Moment | None,
    restarted: Moment | None,
    suspensions: tuple[Suspension, ...],
) -> Found:
    """The last day of a demand opened at a moment, whose anchoring event came at `found`."""
    kind = deadline.anchor
    if restarted is not None:
        trigger: Moment | None = restarted
    elif kind == "opening":
        trigger = opened
    elif kind == "period":
        return _due_by_period(m, track, deadline, suspensions)
    elif kind in ("field", "item"):
        day = given_day(track, deadline)
        trigger = None if day is None else (day, None)
    else:
        trigger = found
    if trigger is None and deadline.kind in ("before", "by"):
        planned = field_day(track, deadline.planned)
        trigger = None if planned is None else (planned, None)
    if deadline.kind == "by":
        if trigger is None:
            anchor = deadline.row.anchor
            return None, (f"{anchor.document}·{anchor.item}",) if kind == "item" else ()
        return dated(m, deadline, trigger[0]), ()
    if deadline.amount_at is None:
        amount, names = deadline.amount, ()
    else:
        amount, names = amount_of(m, track, deadline)  # type: ignore[assignment]
    if trigger is None:
        return None, names + not_received(track, deadline)
    if amount is None:
        if deadline.kind == "before" and not names:
            # Merely before: on the anchor's own day the order of the acts decides.
            return dated(m, deadline, trigger[0]), ()
        return None, names
    return count(m, deadline, trigger[0], trigger[1], amount, suspensions), ()


def _due_by_period(m: Machine, track: Track, deadline: DeadlineRow, suspensions: tuple[Suspension, ...]) -> Found:
    """The last day of the named period itself, or one counted from it; what is provisional of it stays so."""
    period = deadline.of_period
    if period is None:
        return NONE
    owner = period_owner(m, track, period)
    clock = owner.clocks[period.number]
    if clock is None or clock.status == "ended":
        return NONE
    end, names = due_of_period(m, owner, clock)
    if end is None or deadline.kind == "by":
        return end, names
    m.differs |= end.differs
    amount, missing = amount_of(m, track, deadline)
    if end.last is None or end.held or amount is None:
        return None, names + missing
    due = count(m, deadline, end.last, None, amount, suspensions)
    if not end.due.provisional:
        return due, ()
    bounds = [
        None if day is None else count(m, deadline, day, None, amount, suspensions).due
        for day in (end.due.earliest, end.due.latest)
    ]
    return Dated(
        replace(
            due.due,
            provisional=tuple(dict.fromkeys((*end.due.provisional, *due.due.provisional))),
            earliest=None if bounds[0] is None else bounds[0].earliest,
            latest=None if bounds[1] is None else bounds[1].latest,
        )
    ), ()


def due_of_period(m: Machine, track: Track, clock: Clock) -> Found:
    """The last day of a named period with its extensions; nothing while it has not started."""
    row = clock.row
    trigger = start_of(track, clock)
    if trigger is None:
        return NONE
    amount, names = amount_of(m, track, row.deadline)
    if amount is None:
        return None, names
    extensions = extensions_of(m, track, clock) if row.allowances else ()
    return count(m, row.deadline, trigger[0], trigger[1], amount, clock.suspensions, extensions), ()


def start_of(track: Track, clock: Clock) -> Moment | None:
    """The moment that a named period counts from."""
    if clock.restarted is not None:
        return clock.restarted
    deadline = clock.row.deadline
    if deadline.anchor == "opening":
        return (track.began, None)
    if deadline.anchor in ("field", "item"):
        day = given_day(track, deadline)
        return None if day is None else (day, None)
    return clock.start


def extensions_of(m: Machine, track: Track, clock: Clock) -> tuple[Extension, ...]:
    """The extensions asked for, in order, and those that need no approval while their condition holds."""
    period = clock.row
    found = [_extension(period, place, state, amount) for place, state, _, _, amount in clock.asked]
    for place, row in enumerate(period.allowances):
        if row.row.approval is not None or row.row.request is not None:
            continue
        if row.guard is None or row.guard.answer(m, track, None) is True:
            number = None if row.number_at is None else granted_units(m, track, row, None)
            if row.number_at is None or number is not None:
                found.append(_extension(period, place, "granted", number))
    return tuple(found)


def granted_units(m: Machine, track: Track, row: AllowanceRow, record: Record | None) -> int | None:
    """How many units an extension gives whose number is read; never more than it may give; None while unknown."""
    if row.number_at is None:
        return None
    number = units(row.number_at[0](m, track, record))
    return number if number is None or not row.row.number else min(number, row.row.number)


def _extension(period: PeriodRow, place: int, state: str, amount: int | None) -> Extension:
    row = period.allowances[place].row
    unit = row.unit or period.row.deadline.counting.unit
    number = amount if amount is not None else row.number
    return Extension(number, unit, row.how, row.cite, state)  # type: ignore[arg-type]


def period_owner(m: Machine, track: Track, period: PeriodRow) -> Track:
    """The track, or the case, whose clock it is; asked of the case, a track's period is its first track's."""
    if period.whole:
        return m.whole
    if track.stage < 0 and m.tracks:
        return m.tracks[0]
    return track


def period_state(m: Machine, track: Track, period: PeriodRow) -> str | None:
    """not_started, running, suspended, lapsed or ended; None between the bounds of a provisional last day."""
    owner = period_owner(m, track, period)
    clock = owner.clocks[period.number]
    if clock is None or start_of(owner, clock) is None:
        return "not_started"
    if clock.status:
        return clock.status
    if clock.suspensions and any(suspension.covers(m.today) for suspension in clock.suspensions):
        return "suspended"
    if period.fixed and clock.key != STALE and clock.sure:
        return "running"
    found, _ = due_of_period(m, owner, clock)
    if found is not None and not found.sure:
        due = found.due
        if not due.held and due.earliest != due.latest and due.judge(m.today) == "undetermined":
            return None
    return "running"


def clock_of(track: Track, period: PeriodRow) -> Clock:
    """The clock of a period, made when first asked for."""
    clock = track.clocks[period.number]
    if clock is None:
        clock = track.clocks[period.number] = Clock(period)
        track.running.append(clock)
    return clock
