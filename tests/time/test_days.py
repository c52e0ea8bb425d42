"""How days and moments are read and written."""

from datetime import date

import pytest

from ecolang.time.days import (
    format_date,
    format_instant,
    format_run,
    iso,
    iso_instant,
    parse_date,
    parse_moment,
    parse_month,
    weekday_name,
)

MARCH_2 = date(2026, 3, 2).toordinal()


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026-3-2",
        "2026年3月2日",
        "2026 年 3 月 2 日",
        "2026/3/2",
        "2026.3.2",
        "２０２６年３月２日",
        " ２０２６－０３－０２ ",
    ],
)
def test_a_date_is_read_as_people_write_it(text: str) -> None:
    assert parse_date(text) == MARCH_2


@pytest.mark.parametrize(
    "text",
    ["2026-02-30", "2026年13月1日", "0000-01-01", "2026-03", "26-03-02", "3月2日", "", "2026-03-02x", "2026-03/02"],
)
def test_an_impossible_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("2026-03-02", None),
        ("2026-03-02T10:30", 630),
        ("2026-03-02 10:30:59", 630),
        ("2026年3月2日10时30分", 630),
        ("2026年3月2日 10时", 600),
        ("2026-03-02T10:30+08:00", 630),
        ("2026-03-02T02:30Z", 630),  # 02:30 UTC is 10:30 in Shanghai
        ("２０２６-03-02T１０：３０", 630),
    ],
)
def test_a_moment_has_a_day_and_perhaps_a_minute(text: str, minute: int | None) -> None:
    assert parse_moment(text) == (MARCH_2, minute)


def test_an_offset_may_change_the_day() -> None:
    # 20:30 UTC on 1 March is 04:30 on 2 March in Shanghai.
    assert parse_moment("2026-03-01T20:30Z") == (MARCH_2, 270)


@pytest.mark.parametrize(
    "text", ["2026-03-02T24:30", "2026-03-02T10:60", "2026-03-02T", "2026-03-02 下午", "2026-02-30T10:30"]
)
def test_an_impossible_moment_is_none(text: str) -> None:
    assert parse_moment(text) is None


def test_a_time_with_an_offset_needs_a_known_zone() -> None:
    assert parse_moment("2026-03-02T10:30Z", zone="Nowhere/At All") is None


@pytest.mark.parametrize("text", ["2026-02", "2026年2月", "2026/2"])
def test_a_month_gives_its_first_and_last_day(text: str) -> None:
    assert parse_month(text) == (date(2026, 2, 1).toordinal(), date(2026, 2, 28).toordinal())


def test_the_thirteenth_month_is_none() -> None:
    assert parse_month("2026-13") is None


def test_days_and_instants_are_written_in_iso_form() -> None:
    assert iso(MARCH_2) == "2026-03-02"
    assert iso_instant(MARCH_2 * 1440 + 630) == "2026-03-02T10:30"


def test_days_are_written_for_people() -> None:
    assert format_date(MARCH_2, "zh") == "2026年3月2日"
    assert format_date(MARCH_2, "zh", weekday=True) == "2026年3月2日（星期一）"
    assert format_date(MARCH_2, "en", weekday=True) == "Monday 2 March 2026"
    assert format_instant(MARCH_2 * 1440 + 545, "zh") == "2026年3月2日9时05分"
    assert format_instant(MARCH_2 * 1440 + 545, "en") == "09:05 on 2 March 2026"
    assert weekday_name(MARCH_2 + 6, "zh") == "星期日"


def test_a_run_of_days_is_written_short() -> None:
    assert format_run(MARCH_2, MARCH_2 + 2, "zh") == "3月2日至4日"
    assert format_run(MARCH_2 - 2, MARCH_2, "zh") == "2月28日至3月2日"
    assert format_run(MARCH_2 - 2, MARCH_2, "en") == "28 February – 2 March"
