"""Periods counted back from a day to come."""

from datetime import date

import pytest

from ecolang.time import Calendar, Counting, backward, backward_hours, iso


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("anchor", "amount", "counting", "clear", "expected"),
    [
        # Thursday 12 March: 11, 10, 9, 6, 5 are 1 to 5. Clear: the act lies before the 5th. Counted: on the 5th.
        ("2026-03-12", 5, Counting("workday"), True, "2026-03-04"),
        ("2026-03-12", 5, Counting("workday"), False, "2026-03-05"),
        # 11, 10, 9, 8, 7 are 1 to 5.
        ("2026-03-12", 5, Counting("day"), True, "2026-03-06"),
        ("2026-03-12", 5, Counting("day"), False, "2026-03-07"),
        # Thursday 26 Feb: 25, 24 are 1 and 2; 23-15 off; Saturday 14 (make-up) is 3.
        ("2026-02-26", 3, Counting("workday"), False, "2026-02-14"),
        ("2026-02-26", 3, Counting("workday"), True, "2026-02-13"),
        # The last day may be a day off, and stays there unless said; a policy's forward roll does not reach it.
        ("2026-02-26", 2, Counting("workday"), True, "2026-02-23"),
        ("2026-02-26", 2, Counting("workday", roll="next_working"), True, "2026-02-23"),
        ("2026-02-26", 2, Counting("workday", roll="previous_working"), True, "2026-02-14"),
        # 31 March less a month: the last day of February.
        ("2025-03-31", 1, Counting("month", month_end="last_day"), False, "2025-02-28"),
        ("2025-03-15", 1, Counting("month"), True, "2025-02-14"),
    ],
)
def test_the_latest_day_of_an_act_before_another(
    china: Calendar, anchor: str, amount: int, counting: Counting, clear: bool, expected: str
) -> None:
    due = backward(day(anchor), amount, counting, china, clear)
    assert due.last is not None
    assert iso(due.last) == expected


def test_the_regional_holidays_count_backwards_too(both: Calendar) -> None:
    # Friday 13 June 2025: 12, 11 are 1 and 2; 10, 9 off, 8-7 weekend, 6 off; 5, 4, 3 are 3 to 5.
    due = backward(day("2025-06-13"), 5, Counting("workday"), both, clear=False)
    assert due.last == day("2025-06-03")


def test_no_corresponding_day_backwards_is_an_error_value(china: Calendar) -> None:
    assert backward(day("2025-03-31"), 1, Counting("month"), china).error == "no_corresponding_day"


@pytest.mark.parametrize("anchor", [1, 2, 3, date.max.toordinal()])
@pytest.mark.parametrize("unit", ["day", "workday", "month"])
def test_the_ends_of_the_calendar_raise_nothing(china: Calendar, anchor: int, unit: str) -> None:
    due = backward(anchor, 5, Counting(unit), china)  # type: ignore[arg-type]
    assert due.error is not None or due.last is not None


def test_an_act_on_the_last_day_is_in_time(china: Calendar) -> None:
    due = backward(day("2026-03-12"), 5, Counting("workday"), china)
    assert (due.judge(day("2026-03-04")), due.judge(day("2026-03-05"))) == ("in_time", "late")


def test_hours_back_are_plain_minutes() -> None:
    assert backward_hours(10_000, 2) == 9_880
