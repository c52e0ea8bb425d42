"""Events and facts as people write them, and what is said of each that cannot be read."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ecolang.diagnostics import Diagnostic, message
from ecolang.program import Program
from ecolang_runtime.case import Occurrence
from ecolang_runtime.read import Names, read
from ecolang_runtime.read.event import read_event
from ecolang_runtime.read.problems import Problems

DAY = date(2026, 3, 2).toordinal()


def one(names: Names, record: dict[str, Any]) -> Occurrence:
    problems = Problems()
    found = read_event(record, names, problems)
    assert found is not None, [message(each, "zh") for each in problems.found]
    return found


def problems_of(names: Names, record: dict[str, Any]) -> list[Diagnostic]:
    problems = Problems("a.jsonl", 7)
    assert read_event(record, names, problems) is None
    return problems.found


SERVED = {"event": "送达通知", "on": "2026-03-02", "方式": "直接", "会议日期": "2026-03-12"}


@pytest.mark.parametrize(
    "name", ["送达通知", "送达", "serve notice", "serve_notice", "Serve Notice", "ｓｅｒｖｅ　ｎｏｔｉｃｅ"]
)
def test_an_event_goes_by_its_name_its_alias_or_its_label(names: Names, name: str) -> None:
    assert one(names, {**SERVED, "event": name}).event == "送达通知"


@pytest.mark.parametrize("text", ["2026-03-02", "2026/3/2", "2026年3月2日", "２０２６-０３-０２", "2026.3.2"])
def test_a_date_is_read_as_people_write_it(names: Names, text: str) -> None:
    assert one(names, {**SERVED, "on": text}).day == DAY


def test_a_date_may_come_as_a_date(names: Names) -> None:
    assert one(names, {**SERVED, "on": date(2026, 3, 2)}).day == DAY


def test_chinese_keys_say_the_same_as_english_ones(names: Names) -> None:
    english = one(names, {**SERVED, "at": "10:30", "by": "机关", "party": ["甲公司"], "ground": "第六条第（一）项"})
    chinese = one(names, {
        "事件": "送达通知", "日期": "2026-03-02", "时间": "10:30", "作出人": "authority", "当事人": "甲公司",
        "依据": "第6条第(一)项",
        "mode": "by hand", "meeting date": "2026年3月12日",
    })  # fmt: skip
    assert chinese == english


def test_a_time_may_stand_in_the_date(names: Names) -> None:
    assert one(names, {**SERVED, "on": "2026-03-02 10:30"}).minute == 10 * 60 + 30


def test_a_value_goes_by_its_label(names: Names) -> None:
    assert one(names, {**SERVED, "方式": "by post"}).fields["方式"] == "邮寄"


@pytest.mark.parametrize(
    ("given", "meant"),
    [(True, True), ("是", True), ("yes", True), ("TRUE", True), ("同意", True), (False, False), ("否", False),
     ("no", False), ("false", False), ("不同意", False)],
)  # fmt: skip
def test_yes_and_no_are_read_in_both_languages(names: Names, given: object, meant: bool) -> None:
    assert one(names, {"event": "答复", "on": "2026-03-02", "同意": given}).fields == {"同意": meant}


@pytest.mark.parametrize(
    ("given", "meant"),
    [("50万元", 500_000), ("1,234.50", Decimal("1234.50")), (12, 12), (Decimal("0.1"), Decimal("0.1")),
     (0.1, Decimal("0.1"))],
)  # fmt: skip
def test_amounts_are_exact(names: Names, given: object, meant: object) -> None:
    assert one(names, {"event": "签订协议", "on": "2026-03-02", "赔偿额": given}).fields["赔偿额"] == meant


def test_a_field_of_one_holder_each(names: Names) -> None:
    each = {"甲": {"结果": "一致"}, "乙": {"result": "not agreed"}}
    found = one(names, {"event": "会议", "on": "2026-03-02", "each": each})
    assert found.each == {"甲": {"结果": "一致"}, "乙": {"结果": "未一致"}}
    assert found.parties == ("甲", "乙")


def test_the_fields_may_stand_apart(names: Names) -> None:
    assert one(names, {"event": "答复", "on": "2026-03-02", "fields": {"同意": "是"}}).fields == {"同意": True}


def test_a_document_names_its_items_by_key_number_or_citation(names: Names) -> None:
    items = {"当事人信息": "有", "2": "", "第二条第二款第（三）项": None}
    found = one(names, {**SERVED, "documents": {"notice": {"items": items}}})
    assert found.documents == {"通知书": {"items": {"当事人信息": "有", "时间地点": "", "其他事项": None}}}


def test_a_document_may_be_told_in_a_phrase(names: Names) -> None:
    phrase = "缺少时间地点、（三）；签字：机关；拒绝签字：相对人；注明：主持人"
    found = one(names, {**SERVED, "documents": {"通知书": phrase}})
    assert found.documents["通知书"] == {
        "items": {"当事人信息": True, "时间地点": None, "其他事项": None},
        "signed": ["机关"], "refused": ["相对人"], "noted": ["主持人"],
    }  # fmt: skip


def test_a_complete_document_has_every_item(names: Names) -> None:
    found = one(names, {**SERVED, "documents": {"通知书": {"complete": True}}})
    assert found.documents["通知书"]["items"] == {"当事人信息": True, "时间地点": True, "其他事项": True}


def test_steps_go_by_number_or_name(names: Names) -> None:
    record = {"event": "会议", "on": "2026-03-02", "结果": "一致", "steps": [1, "宣布结束"]}
    assert one(names, record).steps == ("宣布开始", "宣布结束")


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"event": "送达通知书"}, "D104", "改为"),
        ({"on": "2026-02-30"}, "D105", "2026-02-30"),
        ({"on": None}, "D116", "没有写日期"),
        ({"方式": "快递"}, "D114", "快递"),
        ({"方式": None}, "D111", "方式"),
        ({"会议日期": 5}, "D110", "日期"),
        ({"会议日期": "2026-04-31"}, "D105", "2026-04-31"),
        ({"会议时间": "2026-03-12"}, "D112", "会议时间"),
        ({"ground": "第九条"}, "D121", "第九条"),
        ({"ground": "随便"}, "D121", "随便"),
        ({"documents": {"会议记录": {}}}, "D112", "会议记录"),
        ({"documents": {"通告": {}}}, "D127", "通告"),
        ({"documents": {"通知书": {"items": {"时间": 1}}}}, "D127", "时间"),
        ({"documents": {"通知书": "好的"}}, "D110", "通知书"),
        ({"documents": 3}, "D110", "文件"),
        ({"steps": [1]}, "D112", "步骤"),
        ({"part": "其余"}, "D127", "其余"),
        ({"at": "25:00"}, "D110", "时间"),
        ({"party": 3}, "D110", "当事人"),
        ({"each": []}, "D110", "分别"),
        ({"date": "2026-03-03"}, "D126", "date"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_with_file_line_and_what_to_write(
    names: Names, change: dict[str, Any], code: str, words: str
) -> None:
    found = problems_of(names, {**SERVED, **change})
    assert [each.code for each in found] == [code]
    assert found[0].args["file"] == "a.jsonl" and found[0].args["line"] == 7
    from ecolang.diagnostics import hint

    assert words in message(found[0], "zh") + hint(found[0], "zh")


@pytest.mark.parametrize("value", [3, "maybe", [], {}])
def test_what_is_neither_yes_nor_no_is_an_error(names: Names, value: object) -> None:
    assert [each.code for each in problems_of(names, {"event": "答复", "on": "2026-03-02", "同意": value})] == ["D110"]


def test_every_problem_of_an_event_is_told_at_once(names: Names) -> None:
    found = problems_of(names, {"event": "送达", "on": "2026-13-01", "方式": "快递", "备用": 1})
    assert sorted(each.code for each in found) == ["D105", "D111", "D112", "D114"]


def test_the_nearest_event_is_proposed(names: Names) -> None:
    assert problems_of(names, {**SERVED, "event": "送达通告"})[0].args["nearest"] == "送达通知"


def test_one_holders_missing_field_is_named_with_the_holder(names: Names) -> None:
    record = {"event": "会议", "on": "2026-03-02", "party": ["甲", "乙"], "each": {"甲": {"结果": "一致"}}}
    found = problems_of(names, record)
    assert "结果（乙）" in message(found[0], "zh")


def test_an_events_own_field_wins_over_a_synonym_of_a_key(program: Program) -> None:
    from dataclasses import replace

    from ecolang.program import Event, Field

    event = Event("取证", fields=(Field("时间", "text"),))
    found = one(Names(replace(program, events=(*program.events, event))),
                {"event": "取证", "on": "2026-03-02", "at": "09:05", "时间": "上午"})  # fmt: skip
    assert found.fields == {"时间": "上午"} and found.minute == 9 * 60 + 5


def test_an_unknown_fact_is_told_with_the_nearest(program: Program, jsonl: Callable[..., Path]) -> None:
    result = read(jsonl({"case": "1", "opened": "2026-03-02", "facts": {"案情较复杂": True}}), program)
    assert [each.code for each in result.bad[0].problems] == ["D127"]
    assert "案情复杂" in str(result.bad[0].problems[0].args["nearest"])
