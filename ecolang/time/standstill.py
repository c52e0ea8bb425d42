"""Days on which no period runs: recesses and the like, dated or of every year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ecolang.time.days import days_in_month
from ecolang.time.due import Suspension

#: First day, last day (both ISO, or both MM-DD for every year; the last may lie in the next year), and why.
Stretch = tuple[str, str, str]
_YEARLY = len("MM-DD")
_YEAR = 366
#: The most hours that a unit takes, days off included.
_MOST_HOURS = {"hour": 1, "day": 24, "workday": 24 * 7, "month": 24 * 31, "year": 24 * 366}


def standing(
    stretches: tuple[Stretch, ...], day: int, units: int, unit: str, stopped: int = 0
) -> tuple[Suspension, ...]:
    """The stretches that a period of so many units from a day may meet; `stopped`: other days on which it stands."""
    days = units * _MOST_HOURS[unit] // 24 + stopped + 1
    # A month of each year is left to be counted, so that twelve times as many days are enough.
    return standstill(stretches, day, day + 12 * days + _YEAR) if stretches else ()


def standstill(stretches: tuple[Stretch, ...], first: int, last: int) -> tuple[Suspension, ...]:
    """The stretches that touch the days from `first` to `last` (ordinals), as suspensions."""
    found = [each for stretch in stretches for each in _each(stretch, first, last)]
    return tuple(each for each in found if each.first_day <= last and each.end is not None and each.end > first)


def _each(stretch: Stretch, first: int, last: int) -> Iterator[Suspension]:
    start, end, name = stretch
    if len(start) != _YEARLY:
        yield Suspension(date.fromisoformat(start).toordinal(), date.fromisoformat(end).toordinal() + 1, name)
        return
    years = range(max(date.min.year, _year(first) - 1), min(date.max.year - 1, _year(last)) + 1)
    for year in years:
        yield Suspension(_in(year, start), _in(year if start <= end else year + 1, end) + 1, name)


def _year(day: int) -> int:
    return date.fromordinal(min(max(day, date.min.toordinal()), date.max.toordinal())).year


def _in(year: int, day: str) -> int:
    """The day of a year; 29 February of a common year is the 28th."""
    month, number = int(day[:2]), int(day[3:])
    if month == 2 and number > 28 and days_in_month(year, 2) == 28:
        number = 28
    return date(year, month, number).toordinal()
