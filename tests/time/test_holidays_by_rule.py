"""The shipped federal holidays are those of the statute's rules, worked out here a second time, by other means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ecolang.time import Calendar
from ecolang.time.load import calendar_dirs, load_calendar

#: Month and day; month, weekday (Monday is 0) and which one, -1 for the last.
FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))
NTH = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))


def federal() -> Calendar:
    calendar = load_calendar(["Federal US"], calendar_dirs())
    assert isinstance(calendar, Calendar)
    return calendar


def nth(year: int, month: int, weekday: int, n: int) -> date:
    days = [date(year, month, 1) + timedelta(offset) for offset in range(31)]
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[n - 1] if n > 0 else found[n]


def observed(day: date) -> date:
    """A Saturday is kept on the Friday before, a Sunday on the Monday after."""
    return day + timedelta({5: -1, 6: 1}.get(day.weekday(), 0))


@pytest.mark.parametrize("year", range(2023, 2028))
def test_the_holidays_of_a_year(year: int) -> None:
    # The New Year's Day of the year after may fall on this year's 31 December.
    rules = {observed(date(each, month, day)) for each in (year, year + 1) for month, day in FIXED}
    rules |= {nth(year, *rule) for rule in NTH}
    (layer,) = federal().layers
    shipped = {date.fromordinal(day) for day, (working, _) in layer.entries.items() if not working}
    assert {day for day in shipped if day.year == year} == {day for day in rules if day.year == year}
    assert all(day.weekday() < 5 for day in shipped)


def test_no_weekend_is_worked_and_other_years_are_not_covered() -> None:
    (layer,) = federal().layers
    assert not [day for day, (working, _) in layer.entries.items() if working]
    assert [layer.covers(year) for year in range(2022, 2029)] == [False, True, True, True, True, True, False]


# Wednesday 26 November 2025; 27 is Thanksgiving; 28 (1), 12-1 to 24 (19), 25 is Christmas; 26 (20).
def test_twenty_working_days_over_two_holidays() -> None:
    assert federal().nth_working_after(date(2025, 11, 26).toordinal(), 20) == date(2025, 12, 26).toordinal()
