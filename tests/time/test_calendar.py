"""The calendars: their data, their table, their files and their embedded form."""

import json
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecolang.time import Calendar, CalendarProblem, DayInfo, Layer, OutOfRange, added_days, calendar_dirs, load_calendar
from ecolang.time.layer import read_layer
from ecolang.time.load import find_calendars, load_layer


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def test_the_china_layer_equals_the_package_it_was_taken_from(china: Calendar) -> None:
    start, end = date(2004, 1, 1), date(2026, 12, 31)
    days = [start + timedelta(offset) for offset in range((end - start).days + 1)]
    assert [d for d in days if china.is_working(d.toordinal()) != chinese_calendar.is_workday(d)] == []


def test_the_xinjiang_layer_adds_exactly_the_published_days(china: Calendar, both: Calendar) -> None:
    days = range(day("2004-01-01"), day("2026-12-31") + 1)
    differing = [date.fromordinal(d).isoformat() for d in days if china.is_working(d) != both.is_working(d)]
    assert differing == [
        "2022-05-05", "2022-07-11", "2022-07-12", "2022-07-13",
        "2023-04-21", "2023-06-28", "2023-06-29", "2023-06-30",
        "2025-03-31", "2025-06-06", "2025-06-09", "2025-06-10",
    ]  # fmt: skip


def test_each_covered_year_names_its_source(both: Calendar) -> None:
    assert all(year.source for layer in both.layers for year in layer.years.values())


def test_a_day_tells_its_holiday_and_its_layer(both: Calendar) -> None:
    assert both.info(day("2025-06-06")) == DayInfo(False, "古尔邦节", "新疆")
    assert both.info(day("2026-02-14")) == DayInfo(True, "春节", "中国")
    assert both.info(day("2026-03-07")) == DayInfo(False)


def test_the_later_layer_wins_day_by_day() -> None:
    monday = day("2026-03-02")
    below = added_days("a", off=[monday, monday + 1])
    above = added_days("b", work=[monday])
    calendar = Calendar([below, above])
    assert calendar.is_working(monday)
    assert not calendar.is_working(monday + 1)
    assert not Calendar([above, below]).is_working(monday)


def test_days_added_by_a_case_are_one_more_layer(china: Calendar) -> None:
    tuesday = day("2026-03-03")
    calendar = china.with_layers(added_days("本案", off=[tuesday], reason="停电"))
    assert calendar.info(tuesday) == DayInfo(False, "停电", "本案")
    assert calendar.uncovered(tuesday, tuesday) == ()


def test_uncovered_years_are_named_by_layer(both: Calendar) -> None:
    assert both.uncovered(day("2025-12-01"), day("2025-12-31")) == ()
    assert both.uncovered(day("2025-12-31"), day("2026-01-01")) == (("新疆", 2026),)
    assert both.uncovered(day("2026-12-31"), day("2027-01-01")) == (("新疆", 2026), ("中国", 2027), ("新疆", 2027))


def walk_after(calendar: Calendar, start: int, n: int) -> int:
    while n:
        start += 1
        n -= calendar.is_working(start)
    return start


def walk_before(calendar: Calendar, start: int, n: int) -> int:
    while n:
        start -= 1
        n -= calendar.is_working(start)
    return start


BASE = day("2026-01-01")
SPAN = st.integers(BASE - 500, BASE + 500)
LAYERS = st.lists(st.dictionaries(SPAN, st.booleans(), max_size=40), max_size=3)


@settings(deadline=None)
@given(LAYERS, SPAN, st.integers(1, 300))
def test_the_table_equals_walking_day_by_day(layers: list[dict[int, bool]], start: int, n: int) -> None:
    calendar = Calendar(
        Layer(name=str(i), entries={d: (working, "") for d, working in entries.items()}, everywhere=True)
        for i, entries in enumerate(layers)
    )
    last = walk_after(calendar, start, n)
    assert calendar.nth_working_after(start, n) == last
    assert calendar.count_working(start + 1, last) == n
    assert calendar.nth_working_before(start, n) == walk_before(calendar, start, n)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3_652_059), st.integers(1, 60)), min_size=1, max_size=4))
def test_the_table_grows_towards_whatever_is_asked(questions: list[tuple[int, int]]) -> None:
    calendar = Calendar()
    for start, n in questions:
        if start + 2 * n < 3_652_000:
            assert calendar.nth_working_after(start, n) == walk_after(calendar, start, n)


def test_a_calendar_without_working_days_ends_in_an_error_not_a_loop() -> None:
    end = date.max.toordinal()
    calendar = Calendar([added_days("off", off=range(end - 2000, end + 1))])
    with pytest.raises(OutOfRange):
        calendar.nth_working_after(end - 1900, 1)


def test_embedded_rows_give_back_an_equal_calendar(both: Calendar) -> None:
    calendar = both.with_layers(added_days("本案", off=[BASE + 4], work=[BASE + 2], reason="调整"))
    again = Calendar.from_rows(json.loads(json.dumps(calendar.rows())))
    assert isinstance(again, Calendar)
    assert again.layers == calendar.layers
    assert again.hash == calendar.hash


def test_the_hash_changes_with_a_day() -> None:
    one, other = (Calendar([added_days("x", off=[d])]) for d in (BASE, BASE + 1))
    assert one.hash != other.hash


def test_calendars_are_found_by_either_name_and_by_file_name() -> None:
    found = find_calendars(calendar_dirs())
    assert found["中国"] == found["China"] == found["china"]
    assert found["新疆"].name == "xinjiang.toml"


def test_a_policy_may_carry_a_calendar_of_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "calendars"
    folder.mkdir()
    text = 'name = "中国"\n[years.2026]\nsource = "自拟"\n[years.2026.off]\n"厂庆" = ["2026-03-02"]\n'
    (folder / "own.toml").write_text(text, encoding="utf-8")
    policy = tmp_path / "policy"
    policy.mkdir()
    calendar = load_calendar(["中国"], calendar_dirs(policy))
    assert isinstance(calendar, Calendar)
    assert calendar.info(day("2026-03-02")).name == "厂庆"


def test_a_calendar_that_is_not_there_is_reported_with_those_that_are() -> None:
    problems = load_calendar(["西藏"], calendar_dirs())
    assert isinstance(problems, tuple)
    before, _, names = problems[0].message("zh").partition("；现有：")
    assert before == "找不到名为「西藏」的日历" and {"中国", "新疆", "欧盟"} <= set(names.rstrip("。").split("、"))


def problems_of(text: str, folder: Path) -> list[tuple[str, str, str]]:
    path = folder / "bad.toml"
    path.write_text(text, encoding="utf-8")
    result = load_layer(path)
    assert isinstance(result, tuple), result
    assert all(problem.message("zh") and problem.message("en") for problem in result)
    return [(problem.code, problem.where, problem.value) for problem in result]


def test_every_problem_of_a_calendar_file_is_reported(tmp_path: Path) -> None:
    text = """
        name = "甲"
        may_add_off = -1
        colour = "red"
        [years.2026.off]
        "春节" = ["2026-02-30", "2025-02-17", "2026-02-18", "2026-02-18", "2026-02-20至2026-02-19"]
    """
    assert problems_of(text, tmp_path) == [
        ("unknown_key", "calendar", "colour"),
        ("no_source", "years.2026", ""),
        ("wrong_date", "years.2026.off.春节", "2026-02-30"),
        ("wrong_year", "years.2026.off.春节", "2025-02-17"),
        ("twice", "years.2026.off", "2026-02-18"),
        ("wrong_date", "years.2026.off.春节", "2026-02-20至2026-02-19"),
        ("wrong_type", "may_add_off", "-1"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [("name = ", "not_toml"), ("", "no_name"), ('name = "甲"\nyears = 3', "not_a_table"), ('name = ["甲"]', "no_name")],
)
def test_a_file_that_is_no_calendar_is_refused(text: str, code: str, tmp_path: Path) -> None:
    assert problems_of(text, tmp_path)[0][0] == code


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('name = "中国"'.encode("gbk"))
    assert load_layer(path) == (CalendarProblem("unreadable", str(path), "UTF-8"),)


def test_rows_that_are_no_layers_are_refused() -> None:
    assert read_layer([1, 2]) == (CalendarProblem("not_a_table", "calendar"),)
    assert isinstance(Calendar.from_rows([{"name": 3}]), tuple)


def test_the_union_has_its_five_fixed_holidays_off_and_nothing_else() -> None:
    calendar = load_calendar(["European Union"], calendar_dirs())
    assert isinstance(calendar, Calendar)
    # 2025: Thursday 1 May, Friday 9 May, Thursday and Friday 25 and 26 December; Good Friday, 18 April, is not here.
    off = [(5, 1), (5, 9), (12, 25), (12, 26), (1, 1)]
    assert not any(calendar.is_working(date(2025, month, day).toordinal()) for month, day in off)
    assert calendar.is_working(date(2025, 4, 18).toordinal())
    # 261 weekdays of 2025 less these five, all on weekdays.
    year = range(date(2025, 1, 1).toordinal(), date(2026, 1, 1).toordinal())
    assert sum(calendar.is_working(day) for day in year) == 256
