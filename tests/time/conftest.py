"""The shipped calendars, read once."""

import pytest

from ecolang.time import Calendar, calendar_dirs, load_calendar


def shipped(*names: str) -> Calendar:
    calendar = load_calendar(names, calendar_dirs())
    assert isinstance(calendar, Calendar), calendar
    return calendar


@pytest.fixture(scope="session")
def china() -> Calendar:
    return shipped("中国")


@pytest.fixture(scope="session")
def both() -> Calendar:
    return shipped("中国", "新疆")
