"""Periods counted forward, worked out by hand; the arithmetic stands beside each."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecolang.time import Calendar, Counting, Due, Extension, Suspension, added_days, forward, iso, restart

WORKDAYS = Counting("workday")
PLAIN = Counting("day")
ROLLING = Counting("day", roll="next_working")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def last(due: Due) -> str:
    assert due.error is None
    assert due.last is not None
    return iso(due.last)


def test_spring_festival_2026_with_its_make_up_saturday(china: Calendar) -> None:
    # 14 Feb (make-up Saturday) is 1; 15-23 off; 24, 25, 26, 27 are 2 to 5.
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    assert last(due) == "2026-02-27"
    assert due.first_counted == day("2026-02-14")


@pytest.mark.parametrize(
    ("amount", "expected"),
    # 27 Sep off; 28 Sep (make-up Sunday) 1, 29 2, 30 3; 1-8 Oct off; 9 4, 10 5, 11 (make-up Saturday) 6; 12 off; 13 7.
    [(1, "2025-09-28"), (3, "2025-09-30"), (4, "2025-10-09"), (5, "2025-10-10"), (6, "2025-10-11"), (7, "2025-10-13")],
)
def test_national_day_2025_with_its_make_up_days(china: Calendar, amount: int, expected: str) -> None:
    assert last(forward(day("2025-09-26"), amount, WORKDAYS, china)) == expected


def test_eid_al_adha_2025_is_off_in_xinjiang(both: Calendar) -> None:
    # 6 off, 7-8 weekend, 9-10 off; 11, 12, 13 are 1 to 3; 14-15 weekend; 16, 17 are 4 and 5.
    assert last(forward(day("2025-06-05"), 5, WORKDAYS, both)) == "2025-06-17"


def test_eid_al_adha_2025_is_worked_elsewhere(china: Calendar) -> None:
    # 6 is 1; 7-8 weekend; 9, 10, 11, 12 are 2 to 5.
    assert last(forward(day("2025-06-05"), 5, WORKDAYS, china)) == "2025-06-12"


def test_day_90_on_a_sunday_moves_to_monday(china: Calendar) -> None:
    # 19 May + 12 = 31 May, + 30 = 30 Jun (42), + 31 = 31 Jul (73), + 17 = 17 Aug (90), a Sunday.
    due = forward(day("2025-05-19"), 90, ROLLING, china)
    assert last(due) == "2025-08-18"
    assert due.moved_from == day("2025-08-17")


def test_day_90_in_a_long_holiday_moves_past_it(china: Calendar) -> None:
    # 3 Jul + 28 = 31 Jul, + 31 = 31 Aug (59), + 30 = 30 Sep (89), + 1 = 1 Oct (90); off until 8 Oct.
    assert last(forward(day("2025-07-03"), 90, ROLLING, china)) == "2025-10-09"


def test_day_90_on_a_make_up_saturday_stays(china: Calendar) -> None:
    # 13 Jul + 18 = 31 Jul, + 31 = 31 Aug (49), + 30 = 30 Sep (79), + 11 = 11 Oct (90), a Saturday that is worked.
    due = forward(day("2025-07-13"), 90, ROLLING, china)
    assert last(due) == "2025-10-11"
    assert due.moved_from is None


def test_without_a_rule_the_last_day_does_not_move(china: Calendar) -> None:
    assert last(forward(day("2025-05-19"), 90, PLAIN, china)) == "2025-08-17"


def test_the_last_day_may_move_back(china: Calendar) -> None:
    # Sunday 17 Aug moves to Friday 15 Aug.
    due = forward(day("2025-05-19"), 90, Counting("day", roll="previous_working"), china)
    assert last(due) == "2025-08-15"


def test_a_period_that_counts_its_trigger_ends_a_day_earlier(china: Calendar) -> None:
    # 1 March is day 1, so 10 March is day 10.
    assert last(forward(day("2026-03-01"), 10, Counting("day", start="same"), china)) == "2026-03-10"


def test_a_trigger_that_is_a_day_off_is_no_first_working_day(china: Calendar) -> None:
    # Sunday 1 March does not count; 2, 3 are 1 and 2.
    assert last(forward(day("2026-03-01"), 2, Counting("workday", start="same"), china)) == "2026-03-03"


def test_the_first_day_may_move_over_days_off(china: Calendar) -> None:
    # Friday 6 March; 7-8 off, so Monday 9 March is day 1 and 11 March day 3.
    due = forward(day("2026-03-06"), 3, Counting("day", start="next_working"), china)
    assert (due.first_counted, last(due)) == (day("2026-03-09"), "2026-03-11")


def test_a_period_of_nothing_ends_with_its_trigger(china: Calendar) -> None:
    assert last(forward(day("2026-03-06"), 0, WORKDAYS, china)) == "2026-03-06"


def test_the_lapse_is_midnight_after_the_last_day(china: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    assert due.lapse == due.earliest_lapse == due.latest_lapse == day("2026-02-28") * 1440


def test_the_last_day_is_in_time_and_the_next_is_late(china: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    assert (due.judge(day("2026-02-27")), due.judge(day("2026-02-28"))) == ("in_time", "late")


def test_elapsed_and_remaining_are_told_in_the_unit_counted(china: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    # By 24 Feb: 14 and 24 are over (2); 25, 26, 27 are left (3). On 2 March, 28 Feb (make-up) and 2 March are past.
    assert (due.elapsed(day("2026-02-24")), due.remaining(day("2026-02-24"))) == (2, 3)
    assert due.remaining(day("2026-03-02")) == -2


MONTH_LAST = Counting("month", month_end="last_day")
MONTH_NEXT = Counting("month", month_end="next_day")


@pytest.mark.parametrize(
    ("trigger", "amount", "counting", "expected"),
    [
        ("2025-01-15", 1, Counting("month"), "2025-02-15"),
        ("2025-01-31", 1, MONTH_LAST, "2025-02-28"),
        ("2025-01-31", 1, MONTH_NEXT, "2025-03-01"),
        ("2025-01-31", 2, MONTH_LAST, "2025-03-31"),
        ("2024-01-31", 1, MONTH_LAST, "2024-02-29"),
        ("2024-02-29", 1, Counting("year", month_end="last_day"), "2025-02-28"),
        ("2025-11-30", 3, MONTH_LAST, "2026-02-28"),
        # The first day counted: 1 to 31 March is a month; 31 January to the end of a February without a 31st.
        ("2025-03-01", 1, Counting("month", start="same"), "2025-03-31"),
        ("2025-01-31", 1, Counting("month", start="same", month_end="last_day"), "2025-02-28"),
        ("2025-01-31", 1, Counting("month", start="same", month_end="next_day"), "2025-02-28"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(
    china: Calendar, trigger: str, amount: int, counting: Counting, expected: str
) -> None:
    assert last(forward(day(trigger), amount, counting, china)) == expected


def test_a_month_rounded_to_the_next_day_then_moves(china: Calendar) -> None:
    # 1 March 2025 is a Saturday.
    due = forward(day("2025-01-31"), 1, Counting("month", roll="next_working", month_end="next_day"), china)
    assert last(due) == "2025-03-03"


def test_no_corresponding_day_and_no_rounding_is_an_error_value(china: Calendar) -> None:
    due = forward(day("2025-01-31"), 1, Counting("month"), china)
    assert (due.error, due.last, due.lapse) == ("no_corresponding_day", None, None)


def test_suspended_days_are_added_to_months(china: Calendar) -> None:
    # 15 Jan + 1 month = 15 Feb; 20-24 Jan (5 days) are added: 20 Feb.
    stop = Suspension(day("2025-01-20"), day("2025-01-25"))
    assert last(forward(day("2025-01-15"), 1, Counting("month"), china, [stop])) == "2025-02-20"


MARCH = day("2025-03-01")  # 30 days from here without suspension: 31 March 2025


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ([], "2025-03-31"),
        ([("2025-03-10", "2025-03-11", None)], "2025-04-01"),  # one day; the day of resumption counts
        ([("2025-03-10", "2025-03-10", None)], "2025-03-31"),  # resumed the same day: none
        ([("2025-03-10", "2025-03-20", None), ("2025-03-15", "2025-03-25", None)], "2025-04-15"),  # 10-24: 15 days once
        ([("2025-03-10", "2025-03-15", None), ("2025-03-15", "2025-03-20", None)], "2025-04-10"),  # touching: 10 days
        ([("2025-03-10", None, 10)], "2025-04-10"),  # open, capped at 10 days: the clock runs again on the 20th
        ([("2025-03-10", "2025-03-13", 10)], "2025-04-03"),  # resumed before the cap: 3 days
        ([("2025-03-10", "2025-05-01", 10)], "2025-04-10"),  # the cap comes first
        ([("2025-03-31", "2025-04-03", None)], "2025-04-03"),  # day 29 is 30 March; 31 Mar-2 Apr stopped; 3 Apr is 30
        ([("2025-04-01", None, None)], "2025-03-31"),  # begins after the end
        ([("2025-02-20", "2025-03-05", None)], "2025-04-03"),  # began before; 2, 3, 4 March are lost
    ],
)
def test_suspended_days_are_skipped_once(
    china: Calendar, stops: list[tuple[str, str | None, int | None]], expected: str
) -> None:
    suspensions = [Suspension(day(a), day(b) if b else None, cap=cap) for a, b, cap in stops]
    assert last(forward(MARCH, 30, PLAIN, china, suspensions)) == expected


def test_suspended_working_days_are_skipped(china: Calendar) -> None:
    # 12 is 1; 13-16 stopped (13, 16 are working days); 17, 18, 19, 20 are 2 to 5.
    stop = Suspension(day("2025-06-13"), day("2025-06-17"))
    assert last(forward(day("2025-06-11"), 5, WORKDAYS, china, [stop])) == "2025-06-20"


def test_the_end_moves_over_days_off_only_after_suspension(china: Calendar) -> None:
    # 31 March + 5 suspended days = 5 April, in the holiday of 4-6 April: moves to Monday 7 April.
    stop = Suspension(day("2025-03-10"), day("2025-03-15"))
    due = forward(MARCH, 30, ROLLING, china, [stop])
    assert (due.moved_from, last(due)) == (day("2025-04-05"), "2025-04-07")


def test_an_open_suspension_leaves_the_end_unknown(china: Calendar) -> None:
    due = forward(MARCH, 30, PLAIN, china, [Suspension(day("2025-03-10"))])
    assert (due.last, due.lapse, due.error) == (None, None, None)
    assert due.judge(day("2025-12-31")) == "in_time"
    # 2 to 9 March are over: 8 days.
    assert due.elapsed(day("2025-04-30")) == 8


def extended(china: Calendar, amount: int, *extensions: Extension, counting: Counting = ROLLING) -> Due:
    return forward(MARCH, amount, counting, china, extensions=extensions)


def test_an_added_extension_is_counted_with_the_period(china: Calendar) -> None:
    # 60 + 30 = 90: 30 in March, 30 in April, 30 in May: 30 May, a Friday.
    assert last(extended(china, 60, Extension(30))) == "2025-05-30"


def test_added_and_after_the_end_differ_where_the_end_moves(china: Calendar) -> None:
    # Day 61 is 1 May, off until 5 May: the end moves to 6 May; 10 more: 16 May. Added: day 71 is Sunday 11 May: 12 May.
    assert last(extended(china, 61, Extension(10, how="after_end"))) == "2025-05-16"
    assert last(extended(china, 61, Extension(10))) == "2025-05-12"


def test_added_months_are_counted_from_the_first_trigger(china: Calendar) -> None:
    # 31 Jan + 2 months = 31 March; after the end: 28 Feb + 1 month = 28 March.
    month = Counting("month", month_end="last_day")
    jan = day("2025-01-31")
    assert last(forward(jan, 1, month, china, extensions=[Extension(1, "month")])) == "2025-03-31"
    assert last(forward(jan, 1, month, china, extensions=[Extension(1, "month", "after_end")])) == "2025-03-28"


def test_days_added_to_months_go_on_from_the_unmoved_end(china: Calendar) -> None:
    # 1 March + 2 months = 1 May (in a holiday, not moved yet) + 10 days = Sunday 11 May: Monday 12 May.
    counting = Counting("month", roll="next_working", month_end="last_day")
    assert last(extended(china, 2, Extension(10, "day"), counting=counting)) == "2025-05-12"


def test_working_days_may_extend_days(china: Calendar) -> None:
    # 30 days: 31 March; 3 working days after: 1, 2, 3 April.
    assert last(extended(china, 30, Extension(3, "workday", "after_end"))) == "2025-04-03"


def test_a_suspension_stops_an_extension_too(china: Calendar) -> None:
    # 31 March; 10 more would be 10 April; 5-7 April are stopped: 13 April, a Sunday, not moved.
    stop = Suspension(day("2025-04-05"), day("2025-04-08"))
    due = forward(MARCH, 30, PLAIN, china, [stop], [Extension(10, how="after_end")])
    assert last(due) == "2025-04-13"


def test_a_pending_extension_holds_the_lapse(china: Calendar) -> None:
    due = extended(china, 30, Extension(10, state="pending"))
    assert (last(due), due.lapse, due.held) == ("2025-03-31", None, True)
    assert due.judge(day("2025-04-01")) == "undetermined"


def test_a_refused_extension_changes_nothing(china: Calendar) -> None:
    due = extended(china, 30, Extension(10, state="refused"))
    assert due.lapse == day("2025-04-01") * 1440


def test_a_restart_keeps_only_what_the_rule_says(china: Calendar) -> None:
    stop = Suspension(day("2025-03-10"), day("2025-03-15"))
    due = forward(MARCH, 30, PLAIN, china, [stop], [Extension(10)])
    # Anew from 5 March: 4 April; the 10 added days survive: 14 April; the 5 suspended ones too: 19 April.
    assert last(restart(due, day("2025-03-05"))) == "2025-04-04"
    assert last(restart(due, day("2025-03-05"), keep_extensions=True)) == "2025-04-14"
    assert last(restart(due, day("2025-03-05"), keep_extensions=True, keep_suspensions=True)) == "2025-04-19"


@pytest.mark.parametrize(
    ("amount", "counting", "extensions", "error"),
    [
        (-1, PLAIN, [], "negative_amount"),
        (1, PLAIN, [Extension(-1)], "negative_amount"),
        (10**9, PLAIN, [], "out_of_range"),
        (120_000, Counting("month"), [], "out_of_range"),
        (1, PLAIN, [Extension(1, "hour")], "mixed_units"),
        (1, Counting("hour"), [], "mixed_units"),
    ],
)
def test_what_can_not_be_counted_is_an_error_value(
    china: Calendar, amount: int, counting: Counting, extensions: list[Extension], error: str
) -> None:
    due = forward(MARCH, amount, counting, china, extensions=extensions)
    assert (due.error, due.last) == (error, None)
    assert due.explain("zh")
    assert due.explain("en")


@pytest.mark.parametrize("counting", [PLAIN, WORKDAYS, ROLLING, Counting("day", roll="previous_working")])
@pytest.mark.parametrize("trigger", [1, date.max.toordinal(), date.max.toordinal() - 1, 0, 10**8])
def test_the_ends_of_the_calendar_raise_nothing(china: Calendar, counting: Counting, trigger: int) -> None:
    due = forward(trigger, 3, counting, china)
    assert due.error is not None or due.last is not None


BASE = day("2025-03-01")
STOPS = st.lists(
    st.builds(
        Suspension,
        st.integers(BASE - 10, BASE + 60),
        st.none() | st.integers(BASE - 10, BASE + 90),
        st.just(""),
        st.none() | st.integers(0, 30),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(
    st.sampled_from(["day", "workday"]), st.integers(1, 60), st.sets(st.integers(BASE, BASE + 200), max_size=20), STOPS
)
def test_counting_equals_walking_day_by_day(unit: str, amount: int, off: set[int], stops: list[Suspension]) -> None:
    calendar = Calendar([added_days("x", off=off)])
    due = forward(BASE, amount, Counting(unit, roll="next_working"), calendar, stops)  # type: ignore[arg-type]
    left, at = amount, BASE
    while left and at < BASE + 1000:
        at += 1
        stopped = any(stop.covers(at) for stop in stops)
        left -= not stopped and (unit == "day" or calendar.is_working(at))
    if left:
        assert due.last is None
        return
    while not calendar.is_working(at):
        at += 1
    assert due.last == at
    assert due.remaining(BASE) == due._units(BASE + 1, at)
