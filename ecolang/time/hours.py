"""Periods in hours, counted from instant to instant."""

from __future__ import annotations

from collections.abc import Sequence

from ecolang.time.calendar import Calendar, OutOfRange
from ecolang.time.days import DAY, FIRST_DAY, LAST_DAY
from ecolang.time.due import Counting, Due, Error, Extension, Suspension, merge
from ecolang.time.period import Mode, Pass

_HOUR = 60
_LARGEST_AMOUNT = 1_000_000


def forward_hours(
    day: int,
    minute: int | None,
    amount: int,
    counting: Counting,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """The end of a period of `amount` hours from a minute of a day.

    Without the minute the nominal end counts from 24:00, and the earliest from 00:00 of the day. Suspended days are not
    counted. A period that ends on a day off and rolls is over with the next working day, at 24:00.
    """
    suspended, extended = tuple(suspensions), tuple(extensions)

    def answer(error: Error) -> Due:
        return Due(
            "hours", day, amount, counting, calendar, minute, suspensions=suspended, extensions=extended, error=error
        )

    if amount < 0 or any(extension.amount < 0 for extension in extended):
        return answer("negative_amount")
    if any(extension.unit != "hour" for extension in extended):
        return answer("mixed_units")
    if not FIRST_DAY <= day <= LAST_DAY or amount + sum(extension.amount for extension in extended) > _LARGEST_AMOUNT:
        return answer("out_of_range")
    # The hour after the last minute of a day begins at its 24:00.
    last = (day + 1) * DAY - (counting.start == "next_hour")
    starts = (day * DAY, last) if minute is None else (day * DAY + minute,) * 2
    exact = Pass(calendar, suspended, "exact")
    try:
        nominal = _end(starts[1], amount, counting, exact, extended)
        early = nominal if minute is not None and not exact.gaps else _bound(starts[0], "early", answer("out_of_range"))
        late = nominal if not exact.gaps else _bound(starts[1], "late", answer("out_of_range"))
    except OutOfRange:
        return answer("out_of_range")
    if nominal is None or early is None or late is None:
        return Due("hours", day, amount, counting, calendar, minute, suspensions=suspended, extensions=extended)
    return Due(
        "hours", day, amount, counting, calendar, minute, suspensions=suspended, extensions=extended,
        last=_day(nominal), provisional=tuple(exact.gaps), earliest=_day(early), latest=_day(late),
        lapses=(early, nominal, late),
    )  # fmt: skip


def backward_hours(instant: int, amount: int) -> int:
    """The last instant at which an act comes `amount` hours before another."""
    return instant - amount * _HOUR


def _bound(start: int, mode: Mode, asked: Due) -> int | None:
    run = Pass(asked.calendar, asked.suspensions, mode)
    return _end(start, asked.amount, asked.counting, run, asked.extensions)


def _end(start: int, amount: int, counting: Counting, run: Pass, extensions: tuple[Extension, ...]) -> int | None:
    if counting.start == "next_hour":
        start = (start // _HOUR + 1) * _HOUR
    parts = [amount]
    for extension in extensions:
        if extension.state == "granted" and extension.how == "added":
            parts[-1] += extension.amount
        elif extension.state == "granted":
            parts.append(extension.amount)
    instant: int | None = start
    for hours in parts:
        instant = None if instant is None else _roll(_count(instant, hours * _HOUR, run.suspensions), counting, run)
    return instant


def _count(start: int, minutes: int, suspensions: tuple[Suspension, ...]) -> int | None:
    for first, end in merge(suspensions):
        if end is not None and end * DAY <= start:
            continue
        before = max(first * DAY, start) - start
        if before >= minutes:
            break
        if end is None:
            return None
        minutes, start = minutes - before, end * DAY
    return start + minutes


def _roll(instant: int | None, counting: Counting, run: Pass) -> int | None:
    if instant is None or counting.roll != "next_working":
        return instant
    day = (instant - 1) // DAY
    moved = run.next_working(day)
    return instant if moved == day else (moved + 1) * DAY


def _day(instant: int) -> int:
    """The day that an end falls on; 24:00 belongs to the day that it ends."""
    return (instant - 1) // DAY
