"""Settings and calendars."""

from __future__ import annotations

from pathlib import Path

from ecolang.time.calendar import Calendar
from ecolang.time.days import parse_date
from ecolang_compiler.pipeline import compile_text
from tests.compiler.policy import FLOW, HEAD, VOCABULARY, compiled, program, said


def test_how_periods_are_counted() -> None:
    settings = program(FLOW).settings
    assert (settings.counting_start, settings.roll, settings.month_end) == ("next", "next_working", "last_day")
    assert (settings.track_role, settings.language, settings.title) == ("申请人", "zh", "许可办法")


def test_a_day_of_entry_into_force() -> None:
    assert program("第一条\n  施行：2026年3月1日。\n").settings.in_force == "2026-03-01"


def test_a_day_of_entry_into_force_that_is_not_known_yet() -> None:
    settings = program("第一条\n  施行：印发之日。\n").settings
    assert (settings.in_force, settings.in_force_words) == (None, "印发之日")


def test_calendars_are_embedded_with_their_coverage() -> None:
    rows = program(FLOW, head=HEAD.replace("中国", "中国、新疆")).calendar_rows
    assert [row["name"] for row in rows] == ["中国", "新疆"]
    assert "2026" in rows[0]["years"]


def test_days_that_the_policy_adds_are_one_more_layer() -> None:
    head = HEAD + "放假：2026年3月3日（校庆）。\n上班：2026年3月7日。\n"
    calendar = Calendar.from_rows(program(FLOW, head=head).calendar_rows)
    assert isinstance(calendar, Calendar)
    # 3 March 2026 is a Tuesday, 7 March a Saturday.
    assert not calendar.is_working(parse_date("2026-03-03") or 0)
    assert calendar.is_working(parse_date("2026-03-07") or 0)


def test_a_day_that_is_added_both_ways() -> None:
    head = HEAD + "放假：2026年3月3日。\n上班：2026年3月3日。\n"
    assert said(compiled(FLOW, head=head), "E805")[0][0] == "日历「本办法」把2026年3月3日既列为放假，又列为上班。"


def test_a_calendar_that_there_is_not() -> None:
    found = compiled(FLOW, head=HEAD.replace("中国", "中囯"))
    assert said(found, "E801")[0][0] == "找不到名为「中囯」的日历。"
    assert found.diagnostics[0].args["nearest"] == "中国"


def test_a_calendar_beside_the_policy_is_found_first(tmp_path: Path) -> None:
    text = 'name = "中国"\n[years.2030]\nsource = "自定"\n[years.2030.off]\n"节" = ["2030-01-02"]\n'
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    found = compile_text(HEAD + VOCABULARY + FLOW, calendar_dirs=[tmp_path]).program
    assert found is not None
    assert list(found.calendar_rows[0]["years"]) == ["2030"]


def test_the_scope_of_events() -> None:
    scopes = {event.id: event.scope for event in program(FLOW).events}
    # 公告 says 本案; 同意延期 is addressed to the applicant, who is handled separately.
    assert (scopes["公告"], scopes["同意延期"], scopes["申请"]) == ("case", "track", "track")


def test_without_separate_handling_everything_is_on_the_one_track() -> None:
    words = VOCABULARY.replace("办理：每一申请人分别办理。", "")
    assert {event.scope for event in program(FLOW, vocabulary=words).events if event.id != "公告"} == {"track"}


def test_a_field_repeats_the_type_of_an_earlier_one() -> None:
    words = VOCABULARY.replace("  补正：由申请人。", "  补正：由申请人；载明听证日期。")
    event = next(event for event in program(FLOW, vocabulary=words).events if event.id == "补正")
    assert (event.fields[0].type, event.fields[0].plans) == ("date", "听证")


def test_labels_for_readers_of_english() -> None:
    assert next(event for event in program(FLOW).events if event.id == "申请").label == "apply"
