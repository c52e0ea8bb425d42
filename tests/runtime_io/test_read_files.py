"""Whole files: what is put together, set aside, noted, and that the counts add up."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ecolang.diagnostics import message
from ecolang.program import Program
from ecolang_runtime.case import FactAt
from ecolang_runtime.read import ReadResult, Source, iter_cases, read

Write = Callable[..., Path]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def codes(result: ReadResult) -> list[list[str]]:
    return [[each.code for each in bad.problems] for bad in result.bad]


def adds_up(result: ReadResult) -> bool:
    inside = sum(len(case.occurrences) for case in result.cases) + result.duplicates
    return result.events == inside + sum(bad.events for bad in result.bad)


def served(case: str, on: str = "2026-03-02", **more: object) -> dict[str, object]:
    return {"case": case, "event": "送达通知", "on": on, "方式": "直接", "会议日期": "2026-03-12", **more}


def reply(case: str, on: str = "2026-03-05", **more: object) -> dict[str, object]:
    return {"case": case, "event": "答复", "on": on, "同意": True, **more}


def test_the_lines_of_two_cases_may_be_mixed(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), served("2"), reply("1"), reply("2")), program)
    assert [(case.id, [each.event for each in case.occurrences]) for case in result.cases] == [
        ("1", ["送达通知", "答复"]), ("2", ["送达通知", "答复"]),
    ]  # fmt: skip
    assert (result.lines, result.events) == (4, 4)


def test_header_and_fact_lines_tell_of_the_case(program: Program, jsonl: Write) -> None:
    parties = {"相对人": ["甲", "乙"], "authority": "局"}
    result = read(jsonl(
        {"case": "1", "opened": "2026-03-01", "parties": parties, "facts": {"部门数": 2}},
        {"case": "1", "on": "2026-03-04", "facts": {"案情复杂": "是"}, "party": "甲"},
    ), program)  # fmt: skip
    (case,) = result.cases
    assert case.opened == day("2026-03-01")
    assert case.parties == (("甲", "相对人"), ("乙", "相对人"), ("局", "机关"))
    assert case.facts == (FactAt("部门数", 2, 1), FactAt("案情复杂", True, day("2026-03-04"), "甲"))


def test_a_json_file_may_hold_one_case(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    events = [{k: v for k, v in served("1").items() if k != "case"}]
    path.write_text(json.dumps({"case": "1", "opened": "2026-03-01", "events": events}, ensure_ascii=False), "utf-8")
    result = read(path, program)
    assert [len(case.occurrences) for case in result.cases] == [1]
    assert (result.lines, result.events) == (2, 1)


def test_a_json_file_may_hold_several_cases_and_one_of_them_bad(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(
        json.dumps([{"case": "1", "events": [served("1")]}, {"case": "2", "events": [{"event": "签字"}]}]), "utf-8"
    )
    result = read(path, program)
    assert [case.id for case in result.cases] == ["1"] and codes(result) == [["D104"]]
    assert adds_up(result)


def test_the_problem_of_an_event_in_a_json_file_has_its_line(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text('{\n "case": "1",\n "events": [\n  {"event": "答复", "on": "2026-03-05", "同意": true},\n'
                    '  {"event": "答复", "on": "2026-02-30", "同意": true}\n ]\n}', "utf-8")  # fmt: skip
    assert read(path, program).bad[0].problems[0].args["line"] == 5


def test_json_lines_under_the_name_of_json_are_read(program: Program, jsonl: Write) -> None:
    assert len(read(jsonl(served("1"), reply("1"), name="cases.json"), program).cases[0].occurrences) == 2


def test_a_document_under_the_name_of_json_lines_is_read(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps([{"case": "1", "events": [served("1")]}], indent=1), "utf-8")
    assert [case.id for case in read(path, program).cases] == ["1"]


def test_a_bad_case_is_set_aside_and_the_others_go_on(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), reply("1", 同意="也许"), served("2"), reply("2")), program)
    assert [case.id for case in result.cases] == ["2"]
    assert [(bad.id, bad.events) for bad in result.bad] == [("1", 2)]
    assert adds_up(result)


def test_a_broken_line_sets_its_case_aside(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), '{"case": "1", "event": "答复", "on": ', served("2")), program)
    assert [case.id for case in result.cases] == ["2"] and codes(result) == [["D103"]]
    assert result.bad[0].problems[0].args["line"] == 2
    assert result.lines == 3


def test_a_broken_line_of_nobody_knows_which_case_is_told_by_itself(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), "{,}", served("1", "2026-03-03")), program)
    assert [bad.id for bad in result.bad] == [None] and codes(result) == [["D103"]]
    assert len(result.cases[0].occurrences) == 2 and result.lines == 3


@pytest.mark.parametrize(
    "line",
    ["[1, 2]", "3", '"答复"', "[" * 100_000, '{"a":' * 50_000, '{"case": NaN}', '{"case": 1' + "0" * 5000 + "}"],
)
def test_a_line_that_is_no_record_is_an_error_and_never_a_traceback(program: Program, jsonl: Write, line: str) -> None:
    result = read(jsonl(served("1"), line), program)
    assert len(result.cases) == 1 and len(result.bad) == 1
    assert result.bad[0].problems[0].args["line"] == 2


def test_a_case_number_may_be_a_number(program: Program, jsonl: Write) -> None:
    result = read(jsonl({**served("x"), "case": 17}, {**reply("x"), "case": "17"}), program)
    assert [case.id for case in result.cases] == ["17"]


def test_a_missing_case_number_is_told_with_its_line(program: Program, jsonl: Write) -> None:
    record = served("1")
    del record["case"]
    result = read(jsonl(served("1"), record), program)
    assert codes(result) == [["D109"]] and result.bad[0].problems[0].args["line"] == 2
    assert len(result.cases) == 1


def test_a_key_that_stands_twice_is_an_error(program: Program, jsonl: Write) -> None:
    line = '{"case": "1", "event": "答复", "on": "2026-03-05", "同意": true, "同意": false}'
    assert codes(read(jsonl(line), program)) == [["D126"]]


def test_half_a_surrogate_pair_is_refused(program: Program, jsonl: Write) -> None:
    line = '{"case": "1", "event": "终止协商", "on": "2026-03-05", "理由": "\\ud800"}'
    assert codes(read(jsonl(line), program)) == [["D103"]]


def test_events_out_of_order_are_put_in_order_with_a_note(program: Program, jsonl: Write) -> None:
    result = read(jsonl(reply("1"), served("1")), program)
    assert [each.event for each in result.cases[0].occurrences] == ["送达通知", "答复"]
    assert [(note.code, note.args["line"]) for note in result.notes] == [("D122", 2)]


def test_events_of_one_day_keep_their_order(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1", "2026-03-05"), reply("1"), served("1", "2026-03-04")), program)
    assert [each.event for each in result.cases[0].occurrences] == ["送达通知", "送达通知", "答复"]


def test_an_event_told_twice_counts_once_with_a_note(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1"), reply("1"), reply("1")), program)
    assert len(result.cases[0].occurrences) == 2 and result.duplicates == 1
    assert [(note.code, note.severity) for note in result.notes] == [("D107", "warning")]
    assert adds_up(result)


def test_the_same_act_at_two_times_is_two_events(program: Program, jsonl: Write) -> None:
    assert len(read(jsonl(reply("1", at="09:00"), reply("1", at="10:00")), program).cases[0].occurrences) == 2


def test_events_after_the_as_of_date_are_told(program: Program, jsonl: Write) -> None:
    path = jsonl(served("1"), reply("1"))
    assert [note.code for note in read(path, program, as_of=day("2026-03-04")).notes] == ["D106"]
    assert read(path, program, as_of=day("2026-03-05")).notes == ()


def test_two_days_of_opening_are_an_error(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "opened": "2026-03-01"}, {"case": "1", "opened": "2026-03-02"}), program)
    assert codes(result) == [["D124"]]


def test_a_case_without_events_and_opening_is_an_error(program: Program, jsonl: Write) -> None:
    assert codes(read(jsonl({"case": "1", "facts": {"部门数": 1}}), program)) == [["D128"]]


def test_an_unknown_key_of_the_case_is_an_error(program: Program, jsonl: Write) -> None:
    assert codes(read(jsonl({"case": "1", "opened": "2026-03-01", "judge": "x"}), program)) == [["D112"]]


def test_a_record_without_its_event_says_so(program: Program, jsonl: Write) -> None:
    assert codes(read(jsonl({"case": "1", "on": "2026-03-01", "同意": True}), program)) == [["D111"]]


def test_an_undeclared_holder_is_told_with_the_nearest(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "parties": {"相对人": ["甲公司"]}}, reply("1", party="甲公可")), program)
    assert codes(result) == [["D108"]] and result.bad[0].problems[0].args["nearest"] == "甲公司"


def test_an_unknown_role_is_told(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "opened": "2026-03-01", "parties": {"被告": ["甲公司"]}}), program)
    assert codes(result) == [["D119"]]


def test_with_several_holders_an_event_must_name_one(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "parties": {"相对人": ["甲", "乙"]}}, served("1")), program)
    assert codes(result) == [["D113"]]
    assert "「甲」、「乙」" in message(result.bad[0].problems[0], "zh")


def test_an_event_of_the_case_names_nobody(program: Program, jsonl: Write) -> None:
    record = {"case": "1", "event": "公布", "on": "2026-03-02"}
    result = read(jsonl({"case": "1", "parties": {"相对人": ["甲", "乙"]}}, record), program)
    assert result.cases[0].occurrences[0].parties == ()


def test_the_only_holder_need_not_be_named(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "parties": {"相对人": "甲"}}, served("1")), program)
    assert result.cases[0].occurrences[0].parties == ("甲",)


def test_names_declare_themselves_where_the_case_declares_none(program: Program, jsonl: Write) -> None:
    result = read(jsonl(served("1", party=["甲", "乙"]), reply("1", party="甲")), program)
    assert result.cases[0].parties == ()
    assert [each.parties for each in result.cases[0].occurrences] == [("甲", "乙"), ("甲",)]


def test_the_holder_who_acts_is_the_one_concerned(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "parties": {"相对人": ["甲", "乙"]}}, reply("1", by="乙")), program)
    assert result.cases[0].occurrences[0].parties == ("乙",)


def test_somebody_nobody_declared_cannot_act(program: Program, jsonl: Write) -> None:
    result = read(jsonl({"case": "1", "parties": {"相对人": ["甲"]}}, reply("1", by="丙", party="甲")), program)
    assert codes(result) == [["D108"]]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.docx"])
def test_a_form_that_cannot_be_read_yet_is_told_with_the_remedy(program: Program, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04")
    assert codes(read(path, program)) == [["D115"]]


def test_a_file_that_is_no_parquet_whatever_its_name_says_is_told(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PK\x03\x04")
    assert codes(read(path, program)) == [["D142"]]


def test_a_spreadsheet_under_the_name_of_csv_is_told(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04....")
    assert codes(read(path, program)) == [["D115"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf\n"])
def test_an_empty_file_is_told(program: Program, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    assert codes(read(path, program)) == [["D118"]]


def test_a_file_that_is_not_there_is_told(program: Program, tmp_path: Path) -> None:
    assert codes(read(tmp_path / "none.jsonl", program)) == [["D101"]]


def test_a_folder_is_no_case_file(program: Program, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").mkdir()
    assert codes(read(tmp_path / "x.jsonl", program)) == [["D101"]]


def test_json_lines_in_gbk_are_one_problem(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(served("兵1号"), ensure_ascii=False), json.dumps(reply("兵1号"), ensure_ascii=False)]
    path.write_bytes("\n".join(lines).encode("gbk"))
    result = read(path, program)
    assert codes(result) == [["D102"]] and result.lines == 2
    assert result.bad[0].problems[0].args["guess"] == "GBK"


def test_utf_16_is_told(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(served("1")).encode("utf-16"))
    assert codes(read(path, program)) == [["D102"]]


def test_a_byte_order_mark_and_crlf_are_no_matter(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = "\r\n".join(json.dumps(each, ensure_ascii=False) for each in (served("1"), reply("1")))
    path.write_bytes(b"\xef\xbb\xbf" + lines.encode())
    assert len(read(path, program).cases[0].occurrences) == 2


def test_cases_come_one_at_a_time_in_the_order_of_the_file(program: Program, jsonl: Write) -> None:
    path = jsonl(*(served(f"{n % 50}", f"2026-03-{n // 50 + 1:02}") for n in range(1000)))
    assert [case.id for case in iter_cases(path, program)] == [str(n) for n in range(50)]


def test_a_stream_of_bytes_is_read_under_the_name_it_is_given(program: Program) -> None:
    source = Source("-", content=json.dumps(served("1")).encode())
    assert [case.id for case in read(source, program, form="lines").cases] == ["1"]


def test_hostile_names_are_carried_harmlessly(program: Program, jsonl: Write) -> None:
    name = '"\n{x}\u202e\x00' + "长" * 10_000
    result = read(jsonl(served(name, party=name)), program)
    assert result.cases[0].id == name.strip() and result.cases[0].occurrences[0].parties == (name.strip(),)
