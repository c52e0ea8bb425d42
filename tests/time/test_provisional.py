"""Dates that rest on a year that a layer does not cover, and how far they may still move."""

from datetime import date

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

from ecolang.time import Calendar, Counting, Due, Extension, Layer, YearSource, backward, forward, forward_hours, iso
from tests.soak import long_run, seeds

WORKDAYS = Counting("workday")
ROLLING = Counting("day", roll="next_working")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def bounds(due: Due) -> tuple[str, str, str]:
    assert due.earliest is not None
    assert due.last is not None
    assert due.latest is not None
    return iso(due.earliest), iso(due.last), iso(due.latest)


def test_working_days_of_2026_in_xinjiang_are_provisional(both: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, both)
    assert due.provisional == (("新疆", 2026),)
    # Up to 4 more days off: 28 Feb (make-up), 2, 3, 4 March are the 6th to 9th working days.
    assert bounds(due) == ("2026-02-27", "2026-02-27", "2026-03-04")
    assert due.judge(day("2026-03-02")) == "undetermined"


def test_the_same_days_under_the_national_layer_alone_are_certain(china: Calendar) -> None:
    due = forward(day("2026-02-13"), 5, WORKDAYS, china)
    assert due.certain
    assert due.provisional == ()


def test_a_count_that_ends_before_the_uncovered_year_is_certain(both: Calendar) -> None:
    # 25, 26, 29, 30, 31 December 2025.
    assert forward(day("2025-12-24"), 5, WORKDAYS, both).certain


def test_one_day_more_touches_the_uncovered_year(both: Calendar) -> None:
    # 1-3 January off; Sunday 4 January 2026 is worked.
    due = forward(day("2025-12-24"), 6, WORKDAYS, both)
    assert due.provisional == (("新疆", 2026),)
    assert due.last == day("2026-01-04")


def test_days_that_never_move_are_certain_in_any_year(both: Calendar) -> None:
    assert forward(day("2030-01-01"), 90, Counting("day"), both).certain


def test_a_last_day_that_might_be_off_is_provisional(both: Calendar) -> None:
    # 13 Feb + 15 = 28 Feb, + 31 = 31 Mar (46), + 30 = 30 Apr (76), + 14 = 14 May (90), a Thursday.
    # One holiday takes 3 working days at most: 14, 15, 18 off, so 19 May at the latest.
    assert bounds(forward(day("2026-02-13"), 90, ROLLING, both)) == ("2026-05-14", "2026-05-14", "2026-05-19")


def test_only_the_last_day_of_a_rolling_period_matters(both: Calendar) -> None:
    # 10 Oct 2024 (not covered for Xinjiang) + 90 = 8 Jan 2025, a Wednesday of a covered year.
    assert forward(day("2024-10-10"), 90, ROLLING, both).certain


def test_past_the_national_layer_both_bounds_open(china: Calendar) -> None:
    # Nominal 2, 3, 4, 5, 8 March 2027. Up to 12 days off may be worked: no bound but the day after the trigger;
    # up to 23 may be taken: the 28th working day after 1 March is 25 (5 April) + 3 = 8 April.
    assert bounds(forward(day("2027-03-01"), 5, WORKDAYS, china)) == ("2027-03-02", "2027-03-08", "2027-04-08")


def test_the_earliest_day_lies_in_the_uncovered_year_that_makes_it_doubtful(china: Calendar) -> None:
    # 28-31 December 2026 are certain (4 of 10), so the 10th can't come before 1 January 2027.
    assert bounds(forward(day("2026-12-25"), 10, WORKDAYS, china))[0] == "2027-01-01"


def test_backwards_the_bound_is_an_earlier_day(both: Calendar) -> None:
    # Nominal 11, 10, 9, 6, 5 March; 4 days more: 4, 3, 2 March and 28 February (make-up).
    due = backward(day("2026-03-12"), 5, WORKDAYS, both, clear=False)
    assert bounds(due) == ("2026-02-28", "2026-03-05", "2026-03-05")


def test_an_extension_carries_the_doubt_of_what_it_extends(both: Calendar) -> None:
    # The end may be 14 to 19 May. 10 days after: 24 May (a Sunday: 25), or 29 May (a Friday), and from there 3 working
    # days off more, 29 May, 1 and 2 June: 3 June.
    due = forward(day("2026-02-13"), 90, ROLLING, both, extensions=[Extension(10, how="after_end")])
    assert bounds(due) == ("2026-05-25", "2026-05-25", "2026-06-03")


def test_hours_that_roll_may_be_provisional(both: Calendar) -> None:
    counting = Counting("hour", roll="next_working")
    due = forward_hours(day("2026-03-02"), 0, 24, counting, both)
    # 24:00 of Monday 2 March; if 2, 3, 4 March were off: 24:00 of 5 March.
    assert (due.earliest_lapse, due.latest_lapse) == (day("2026-03-03") * 1440, day("2026-03-06") * 1440)


YEAR = range(day("2030-01-01"), day("2031-01-01"))
OFF, WORK, RUN = 6, 3, 2


def check_bounds(off_starts: list[int], work: set[int], trigger: int, amount: int, counting: Counting) -> None:
    """Whatever the year's notice says within the limits, the date under it lies within the bounds."""
    unknown = Layer("甲", may_add_off=OFF, may_add_work=WORK, may_add_run=RUN, years={2029: YearSource("x")})
    plain = Calendar()
    entries = {d: (True, "") for d in work if d in YEAR and not plain.is_working(d)}
    taken: list[int] = []
    for start in (trigger + offset for offset in off_starts):
        run = [plain.next_working(start), plain.nth_working_after(plain.next_working(start), 1)]
        # Runs stay apart, as a holiday takes at most RUN working days.
        apart = all(abs(d - other) > 4 for d in run for other in taken)
        if apart and len(taken) + RUN <= OFF and run[0] in YEAR and run[-1] in YEAR:
            taken += run
    entries |= {d: (False, "") for d in taken}
    known = Layer("甲", entries=entries, years={2029: YearSource("x"), 2030: YearSource("x"), 2031: YearSource("x")})
    for asked in (
        forward(trigger, amount, counting, Calendar([unknown])),
        backward(trigger + 200, amount, counting, Calendar([unknown]), clear=False),
    ):
        published = Calendar([known])
        if asked.kind == "forward":
            true = forward(trigger, amount, counting, published).last
        else:
            true = backward(asked.trigger, amount, counting, published, clear=False).last
        assert true is not None
        assert asked.earliest is not None
        assert asked.latest is not None
        assert asked.earliest <= true <= asked.latest


CASES = given(
    st.lists(st.integers(0, 80), max_size=6),
    st.sets(st.sampled_from([d for d in YEAR if (d - 1) % 7 >= 5]), max_size=WORK),
    st.integers(YEAR[0] - 60, YEAR[0] + 150),
    st.integers(1, 60),
    st.sampled_from([WORKDAYS, ROLLING]),
)

test_the_bounds_hold_whatever_is_published = settings(deadline=None)(CASES(check_bounds))


@pytest.mark.soak
@seeds
def test_the_bounds_hold_for_long(number: int) -> None:
    def one_round(start: int) -> list[str]:
        chosen = settings(deadline=None, max_examples=500, database=None, derandomize=False)
        seed(start)(chosen(CASES(check_bounds)))()
        return ["periods"] * 500

    long_run("provisional", number, one_round)
