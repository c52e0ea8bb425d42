"""Days on which no period runs."""

from datetime import date

from ecolang.time import Calendar, Counting, forward, forward_hours, iso, standstill

RECESS = (("08-01", "08-31", "recess"),)
NEW_YEAR = (("12-24", "01-06", ""),)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def last(trigger: str, amount: int, unit: str = "day") -> str | None:
    counting = Counting(unit, month_end="last_day")  # type: ignore[arg-type]
    still = standstill(RECESS, day(trigger), day(trigger) + 4000)
    due = forward(day(trigger), amount, counting, Calendar(), still)
    return None if due.last is None else iso(due.last)


def test_a_yearly_stretch_is_there_each_year() -> None:
    found = standstill(RECESS, day("2025-08-31"), day("2027-07-31"))
    assert [(iso(each.first_day), iso(each.end or 0)) for each in found] == [
        ("2025-08-01", "2025-09-01"),
        ("2026-08-01", "2026-09-01"),
    ]


def test_a_stretch_over_the_new_year_ends_in_the_next() -> None:
    (found,) = standstill(NEW_YEAR, day("2026-01-02"), day("2026-12-01"))
    assert (iso(found.first_day), iso(found.end or 0)) == ("2025-12-24", "2026-01-07")


def test_the_last_of_february_of_a_common_year_is_the_28th() -> None:
    (found,) = standstill((("02-29", "03-02", ""),), day("2026-01-01"), day("2026-12-31"))
    assert iso(found.first_day) == "2026-02-28"


def test_days_are_counted_around_it() -> None:
    # 29, 30, 31 July are three; 1 to 7 September are seven.
    assert last("2026-07-28", 10) == "2026-09-07"


def test_a_period_that_begins_inside_it_starts_when_it_is_over() -> None:
    assert last("2026-08-10", 1) == "2026-09-01"


def test_months_are_lengthened_by_its_days() -> None:
    # From 15 July a month ends on 15 August; the 31 days of August are added.
    assert last("2026-07-15", 1, "month") == "2026-09-15"


def test_hours_stop_with_it() -> None:
    # Twelve hours are over on 31 July; the other twelve are those of 1 September.
    still = standstill(RECESS, day("2026-07-31"), day("2026-10-01"))
    due = forward_hours(day("2026-07-31"), 720, 24, Counting("hour"), Calendar(), still)
    assert due.lapses is not None and due.lapses[1] == day("2026-09-01") * 1440 + 720
