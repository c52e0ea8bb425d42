"""Days, working-day calendars and the arithmetic of periods; standard library only.

Days are proleptic ordinals (`date.toordinal()`), instants are minutes: ordinal * 1440 + minute of the day.
"""

from __future__ import annotations

from ecolang.time.calendar import Calendar, DayInfo, OutOfRange
from ecolang.time.days import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    Lang,
    format_date,
    format_instant,
    iso,
    iso_instant,
    parse_date,
    parse_moment,
    parse_month,
    weekday_name,
)
from ecolang.time.due import Counting, Due, Extension, MonthEnd, Roll, Segment, Skip, Start, Suspension, Unit
from ecolang.time.hours import backward_hours, forward_hours
from ecolang.time.layer import CalendarProblem, Layer, YearSource, added_days
from ecolang.time.period import add_months, backward, forward, restart
from ecolang.time.standstill import standing, standstill

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ecolang.time.load import calendar_dirs, find_calendars, load_calendar, load_layer

__all__ = [
    "DAY",
    "FIRST_DAY",
    "LAST_DAY",
    "Calendar",
    "CalendarProblem",
    "Counting",
    "DayInfo",
    "Due",
    "Extension",
    "Lang",
    "Layer",
    "MonthEnd",
    "OutOfRange",
    "Roll",
    "Segment",
    "Skip",
    "Start",
    "Suspension",
    "Unit",
    "YearSource",
    "add_months",
    "added_days",
    "backward",
    "backward_hours",
    "calendar_dirs",
    "find_calendars",
    "format_date",
    "format_instant",
    "forward",
    "forward_hours",
    "iso",
    "iso_instant",
    "load_calendar",
    "load_layer",
    "parse_date",
    "parse_moment",
    "parse_month",
    "restart",
    "standing",
    "standstill",
    "weekday_name",
]


def __getattr__(name: str) -> object:
    # What was compiled embeds its calendars.
    if name in ("calendar_dirs", "find_calendars", "load_calendar", "load_layer"):
        from ecolang.time import load

        return getattr(load, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
