"""Periods in hours run from instant to instant."""

from datetime import date

from ecolang.time import DAY, Calendar, Counting, Due, Extension, Suspension, forward_hours, iso_instant

HOURS = Counting("hour")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def end(due: Due) -> str:
    assert due.lapse is not None
    return iso_instant(due.lapse)


MONDAY = day("2026-03-02")


def test_hours_run_from_the_minute(china: Calendar) -> None:
    assert end(forward_hours(MONDAY, 630, 48, HOURS, china)) == "2026-03-04T10:30"


def test_the_begun_hour_may_be_left_out(china: Calendar) -> None:
    # From 10:30 counting starts at 11:00.
    assert end(forward_hours(MONDAY, 630, 48, Counting("hour", start="next_hour"), china)) == "2026-03-04T11:00"


def test_an_act_at_the_full_hour_lies_in_the_hour_that_it_begins(china: Calendar) -> None:
    # The hour from 10:00 is left out: counting starts at 11:00.
    assert end(forward_hours(MONDAY, 600, 48, Counting("hour", start="next_hour"), china)) == "2026-03-04T11:00"


def test_without_a_time_the_hours_start_between_one_o_clock_and_midnight(china: Calendar) -> None:
    due = forward_hours(MONDAY, None, 24, Counting("hour", start="next_hour"), china)
    assert due.lapses == (MONDAY * DAY + 25 * 60, (MONDAY + 2) * DAY, (MONDAY + 2) * DAY)


def test_suspended_days_stop_the_hours(china: Calendar) -> None:
    # 13.5 hours of Monday are over at midnight; Tuesday is stopped; 10.5 of 24 are left on Wednesday.
    stop = Suspension(MONDAY + 1, MONDAY + 2)
    assert end(forward_hours(MONDAY, 630, 24, HOURS, china, [stop])) == "2026-03-04T10:30"


def test_an_open_suspension_leaves_the_end_unknown(china: Calendar) -> None:
    due = forward_hours(MONDAY, 630, 24, HOURS, china, [Suspension(MONDAY + 1)])
    assert (due.last, due.lapse, due.error) == (None, None, None)


def test_hours_that_end_on_a_day_off_end_with_the_next_working_day(china: Calendar) -> None:
    # Friday 6 March 10:30 + 24 h is Saturday: 24:00 of Monday 9 March.
    due = forward_hours(day("2026-03-06"), 630, 24, Counting("hour", roll="next_working"), china)
    assert end(due) == "2026-03-10T00:00"
    assert due.last == day("2026-03-09")


def test_without_the_time_of_day_the_end_has_bounds(china: Calendar) -> None:
    due = forward_hours(MONDAY, None, 48, HOURS, china)
    assert end(due) == "2026-03-05T00:00"
    assert due.earliest_lapse == day("2026-03-04") * 1440


def test_extensions_of_hours_are_hours(china: Calendar) -> None:
    assert end(forward_hours(MONDAY, 0, 24, HOURS, china, extensions=[Extension(12, "hour")])) == "2026-03-03T12:00"
    assert forward_hours(MONDAY, 0, 24, HOURS, china, extensions=[Extension(1, "day")]).error == "mixed_units"


def test_negative_and_huge_hours_are_error_values(china: Calendar) -> None:
    assert forward_hours(MONDAY, 0, -1, HOURS, china).error == "negative_amount"
    assert forward_hours(MONDAY, 0, 10**9, HOURS, china).error == "out_of_range"
