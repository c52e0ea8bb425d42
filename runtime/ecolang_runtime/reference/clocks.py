"""From a demand of time and the state to a last day (docs/semantics.md, section 5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ecolang.program import Allowance, Anchor, Deadline, Expr, Period
from ecolang.rows import replace
from ecolang.time import DAY, Due, Extension, Suspension, backward, forward, forward_hours, standing
from ecolang_runtime.reference import values
from ecolang_runtime.reference.state import Clock, Course, Moment, Owed, Record, Stamp, Track

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, TypeAlias

    from ecolang_runtime.reference.machine import Machine

#: A date, if it can be worked out, and what is missing where it can't.
Found = tuple[Due | None, tuple[str, ...]]
Judgement: TypeAlias = 'Literal["in_time", "late", "undetermined"]'
NONE: Found = (None, ())
# A suspension that is still open is taken to last so many days; the last day is not known anyhow.
_OPEN = 366


def amount_of(
    m: Machine, track: Track, deadline: Deadline, record: Record | None = None
) -> tuple[int | None, tuple[str, ...]]:
    """The number of units; None where the text gives none or a fact it depends on is unknown."""
    if deadline.amount_from is None:
        return deadline.amount, ()
    return read_amount(m, track, deadline.amount_from, record)


def read_amount(
    m: Machine, track: Track, source: Expr, record: Record | None = None
) -> tuple[int | None, tuple[str, ...]]:
    """A number of units that a fact or a field holds; None where it is unknown."""
    value, names = values.evaluate(source, m.context(track, record))
    if source[0] == "item" and isinstance(value, bool):
        return None, (f"{source[1]}·{source[2]}",)
    if value is values.UNKNOWN or isinstance(value, (bool, values.Between)):
        return None, names
    try:
        return int(str(value)), ()
    except ValueError:
        return None, names


def count(
    m: Machine,
    deadline: Deadline,
    trigger: Moment,
    amount: int,
    suspensions: tuple[Suspension, ...] = (),
    extensions: tuple[Extension, ...] = (),
) -> Due:
    """The last day, counted forward or backward from a moment as the deadline's kind says."""
    day, minute = trigger
    if m.rules.settings.standstill and deadline.kind != "before" and not deadline.counting.runs_on:
        units = amount + sum(extension.amount for extension in extensions)
        stopped = sum(_OPEN if each.end is None else max(0, each.end - each.first_day) for each in suspensions)
        still = standing(m.rules.settings.standstill, day, units, deadline.counting.unit, stopped)
        suspensions = (*suspensions, *still)
    # The program keeps its deadlines alive, so that no other object has the identity of one of them.
    key = (id(deadline), day, minute, amount, suspensions, extensions)

    def make() -> Due:
        counting, calendar = m.rules.counting(deadline.counting), m.rules.calendar_of(deadline.counting)
        if deadline.kind == "before":
            return backward(day, amount, counting, calendar, deadline.counting.clear)
        if counting.unit == "hour":
            return forward_hours(day, minute, amount, counting, calendar, suspensions, extensions)
        return forward(day, amount, counting, calendar, suspensions, extensions)

    return m.due(key, make)


def dated(m: Machine, deadline: Deadline, day: int) -> Due:
    """A last day that needs no counting: the day itself."""

    def make() -> Due:
        counting = m.rules.counting(type(deadline.counting)(roll="none", start="next"))
        return forward(day, 0, counting, m.rules.calendar_of(deadline.counting))

    return m.due(("on", day, deadline.counting.calendar), make)


def field_day(track: Track, event: str | None, name: str | None) -> int | None:
    """The date in a field of the latest occurrence of an event."""
    record = track.history.last.get(event or "")
    return None if record is None or name is None else values.day_of(record.fields.get(name))


def planned_day(m: Machine, track: Track, anchor: Anchor) -> int | None:
    """The day for which an event that has not come yet is planned, by the field that is named or declared so."""
    plan = anchor.planned or (m.rules.plans.get(anchor.event) if anchor.kind == "event" and anchor.event else None)
    return None if plan is None else field_day(track, *plan)


def occurred(m: Machine, track: Track, anchor: Anchor) -> Moment | None:
    """When the anchoring event came, first or last as the anchor says, with the number of the occurrence."""
    if anchor.event is None or anchor.which == "next":
        return None
    tally = track.history.tallies.get(m.rules.tally(anchor.event, anchor.guard))
    stamp = None if tally is None else tally.first if anchor.which == "first" else tally.last
    return None if stamp is None else moment_of(anchor, stamp)


def moment_of(anchor: Anchor, came: Stamp | Record) -> Moment | None:
    """The moment that an anchor takes of an occurrence: when it happened, or the day on which it was received."""
    if anchor.received:
        return None if came.received is None else (came.received, None)
    return came.day, came.minute


def not_received(track: Track, anchor: Anchor) -> tuple[str, ...]:
    """What is missing where a period counts from a receipt of which nothing was told."""
    came = anchor.received and anchor.event in track.history.last
    return (f"{anchor.event}·received",) if came else ()


def item_of(track: Track, document: str, item: str) -> Any:
    """What the latest such document in the history holds under an item's key; None if nothing."""
    record = track.history.documents.get(document)
    return None if record is None else values.item_value(record.documents[document], item)


def item_day(track: Track, anchor: Anchor, row: int = 0) -> int | None:
    """The date that the latest document holds: under an item, or in a column of a row of the item's list."""
    value = item_of(track, anchor.document or "", anchor.item or "")
    if anchor.kind == "row":
        rows = schedule_of(track, anchor.document or "", anchor.item or "")
        entry = rows[row - 1] if 0 < row <= len(rows) else None
        value = entry.get(anchor.column or "") if isinstance(entry, Mapping) else None
    return values.day_of(value) if isinstance(value, (str, date)) else None


def schedule_of(track: Track, document: str, item: str) -> tuple[Any, ...]:
    """The rows of the list that the latest document holds under an item."""
    value = item_of(track, document, item)
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def trigger_of(track: Track, deadline: Deadline, opened: Moment, found: Moment | None, course: Course) -> Moment | None:
    """The moment that a period counts from."""
    if course.restarted is not None:
        return course.restarted
    anchor = deadline.anchor
    if anchor.kind == "opening":
        return opened
    if anchor.kind == "field":
        day = field_day(track, anchor.event, anchor.field)
        return None if day is None else (day, None)
    if anchor.kind == "item":
        day = item_day(track, anchor)
        return None if day is None else (day, None)
    return found


def due_of_duty(m: Machine, track: Track, owed: Owed, deadline: Deadline) -> Found:
    """The last day of one demand of an open duty."""
    if owed.course.ended:
        return NONE
    if deadline.anchor.kind == "row" and owed.course.restarted is None:
        day = item_day(track, deadline.anchor, owed.row)
        found: Found = (None, _named(deadline.anchor)) if day is None else (dated(m, deadline, day), ())
    else:
        found = due_from(m, track, deadline, (owed.day, owed.minute), owed.anchors.get(deadline.id), owed.course)
    return _hastened(m, deadline, found, owed.course)


def _named(anchor: Anchor) -> tuple[str, ...]:
    return (f"{anchor.document}·{anchor.item}",)


def _hastened(m: Machine, deadline: Deadline, found: Found, course: Course) -> Found:
    """The last day, or the earlier one to which it was brought forward."""
    due = found[0]
    if course.hastened is None or (due is not None and due.last is not None and due.last <= course.hastened):
        return found
    return dated(m, deadline, course.hastened), ()


def due_from(
    m: Machine, track: Track, deadline: Deadline, opened: Moment, found: Moment | None, course: Course
) -> Found:
    """The last day of a demand opened at a moment, whose anchoring event came at `found`."""
    if deadline.anchor.kind == "period" and course.restarted is None:
        return _due_by_period(m, track, deadline, course)
    trigger = trigger_of(track, deadline, opened, found, course)
    if deadline.kind in ("before", "by") and trigger is None:
        planned = planned_day(m, track, deadline.anchor)
        trigger = None if planned is None else (planned, None)
    if deadline.kind == "by":
        if trigger is None:
            return None, _named(deadline.anchor) if deadline.anchor.kind == "item" else ()
        return dated(m, deadline, trigger[0]), ()
    amount, names = amount_of(m, track, deadline)
    if trigger is None:
        return None, names + not_received(track, deadline.anchor)
    if deadline.kind == "before" and amount is None and not names:
        # Merely before: on the anchor's own day the order of the acts decides.
        return dated(m, deadline, trigger[0]), ()
    if amount is None:
        return None, names
    return count(m, deadline, trigger, amount, course.suspensions), ()


def _due_by_period(m: Machine, track: Track, deadline: Deadline, course: Course) -> Found:
    """The last day of the named period itself, or one counted from it; what is provisional of it stays so."""
    period = m.rules.periods.get(deadline.anchor.period or "")
    if period is None:
        return NONE
    owner = period_owner(m, track, period)
    clock = owner.clocks.get(period.id)
    if clock is None or clock.status == "ended":
        return NONE
    end, names = due_of_period(m, owner, clock)
    if end is None or deadline.kind == "by":
        return end, names
    amount, missing = amount_of(m, track, deadline)
    if end.last is None or end.held or amount is None:
        return None, names + missing
    due = count(m, deadline, (end.last, None), amount, course.suspensions)
    if not end.provisional:
        return due, ()
    bounds = [
        None if day is None else count(m, deadline, (day, None), amount, course.suspensions)
        for day in (end.earliest, end.latest)
    ]
    return replace(
        due,
        provisional=tuple(dict.fromkeys((*end.provisional, *due.provisional))),
        earliest=None if bounds[0] is None else bounds[0].earliest,
        latest=None if bounds[1] is None else bounds[1].latest,
    ), ()


def due_of_period(m: Machine, track: Track, clock: Clock) -> Found:
    """The last day of a named period with its extensions; nothing while it has not started."""
    period = worded(m, clock)
    trigger = start_of(m, track, clock, period)
    if trigger is None:
        return NONE
    amount, names = amount_of(m, track, period.deadline)
    if amount is None:
        return None, names
    extensions = extensions_of(m, track, clock, period)
    due = count(m, period.deadline, trigger, amount, clock.course.suspensions, extensions)
    return _hastened(m, period.deadline, (due, ()), clock.course)


def worded(m: Machine, clock: Clock) -> Period:
    """The row by whose words a period runs."""
    return m.rules.periods[clock.worded or clock.period]


def start_of(m: Machine, track: Track, clock: Clock, period: Period) -> Moment | None:
    """The moment that a named period counts from."""
    return trigger_of(track, period.deadline, (track.began, None), clock.start, clock.course)


def extensions_of(m: Machine, track: Track, clock: Clock, period: Period) -> tuple[Extension, ...]:
    """The extensions asked for, in order, and those that need no approval while their condition holds."""
    found: list[Extension] = []
    for asked in clock.extensions:
        found.append(_extension(period, asked.allowance, asked.state, asked.amount))
    for place, row in enumerate(period.allowances):
        if row.approval is None and row.request is None and values.holds(row.guard, m.context(track))[0] is True:
            number = None if row.number_from is None else granted_units(m, track, row, None)
            if row.number_from is None or number is not None:
                found.append(_extension(period, place, "granted", number))
    return tuple(found)


def granted_units(m: Machine, track: Track, row: Allowance, record: Record | None) -> int | None:
    """How many units an extension gives whose number is read; never more than it may give; None while unknown."""
    if row.number_from is None:
        return None
    number, _ = read_amount(m, track, row.number_from, record)
    return number if number is None or not row.number else min(number, row.number)


def _extension(period: Period, place: int, state: str, amount: int | None) -> Extension:
    row = period.allowances[place]
    unit = row.unit or period.deadline.counting.unit
    units = amount if amount is not None else row.number
    return Extension(units, unit, row.how, row.cite, state)  # type: ignore[arg-type]


def period_owner(m: Machine, track: Track, period: Period) -> Track:
    """The track, or the case, whose clock it is; asked of the case, a track's period is its first track's."""
    if period.scope == "case":
        return m.state.whole
    if track is m.state.whole and m.state.tracks:
        return m.state.tracks[0]
    return track


def period_state(m: Machine, track: Track, name: str) -> tuple[str | None, tuple[str, ...]]:
    """not_started, running, suspended, lapsed or ended; None between the bounds of a provisional last day."""
    period = m.rules.periods.get(name)
    if period is None:
        return "not_started", ()
    owner = period_owner(m, track, period)
    clock = owner.clocks.get(name)
    if clock is None or start_of(m, owner, clock, worded(m, clock)) is None:
        return "not_started", ()
    if clock.status:
        return clock.status, ()
    due, _ = due_of_period(m, owner, clock)
    if any(suspension.covers(m.today) for suspension in clock.course.suspensions):
        return "suspended", ()
    if due is not None and not due.held and due.earliest != due.latest and due.judge(m.today) == "undetermined":
        return None, (period.id,)
    return "running", ()


def has_come(m: Machine, track: Track, name: str) -> bool:
    """Whether the last day of a named period has come, after its occurrences."""
    period = m.rules.periods.get(name)
    clock = None if period is None else period_owner(m, track, period).clocks.get(name)
    return clock is not None and clock.reached


def lapse_key(due: Due | None) -> int | None:
    """The half minute at which a period is over for certain: at a midnight, or just after an instant in hours."""
    instant = None if due is None else due.latest_lapse
    if due is None or instant is None:
        return None
    return 2 * instant + (due.kind == "hours")


def reached_key(due: Due | None) -> int | None:
    """The half minute at which the last day itself has been reached for certain, after its occurrences."""
    if due is None or due.latest is None or due.held:
        return None
    return 2 * (due.latest + 1) * DAY - 1


def overdue_day(due: Due) -> int:
    """The day from which something is overdue: after the last day, or the day of the instant in hours."""
    if due.last is None:
        raise ValueError("a date that is not known has no day after it")
    return due.lapses[1] // DAY if due.lapses else due.last + 1


def judge(due: Due, moment: Moment) -> Judgement:
    """Whether an act at a moment is in time."""
    day, minute = moment
    if due.lapses is None or due.held:
        return due.judge(day)
    first, last = (day * DAY, (day + 1) * DAY - 1) if minute is None else (day * DAY + minute,) * 2
    if last <= due.lapses[0]:
        return "in_time"
    return "late" if first > due.lapses[2] else "undetermined"


def soonest(dues: Sequence[Due]) -> Due | None:
    """The due that ends first."""
    known = [due for due in dues if due.last is not None]
    return min(known, key=lambda due: due.last or 0) if known else None
