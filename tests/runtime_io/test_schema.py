"""The JSON Schema takes what the readers take, and refuses what they refuse."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ecolang.program import Program
from ecolang_runtime.read import Names
from ecolang_runtime.read.case import CaseBuilder
from ecolang_runtime.schema import case_schema, event_schema

SERVED = {"case": "1", "event": "送达通知", "on": "2026-03-02", "方式": "直接", "会议日期": "2026-03-12"}
MET = {"case": "1", "event": "召开会议", "on": "2026-03-12"}

GOOD: list[dict[str, Any]] = [
    SERVED,
    {**SERVED, "at": "10:30", "party": ["甲", "乙"], "by": "机关"},
    {**SERVED, "documents": {"通知书": {"items": {"当事人信息": "有", "时间地点": None}}}},
    {**SERVED, "时间": "10:30", "当事人": "甲", "依据": "第六条"},
    {"case": 7, "event": "答复", "on": "2026-03-02", "同意": False},
    {**MET, "each": {"甲": {"结果": "一致"}, "乙": {"结果": "未一致", "到场": False}}},
    {
        **MET,
        "结果": "一致",
        "steps": [1, "陈述"],
        "documents": {"会议记录": {"signed": ["机关"], "refused": ["相对人"]}},
    },
    {"case": "1", "event": "签订协议", "on": "2026-03-02", "赔偿额": 12.5},
]
BAD: list[dict[str, Any]] = [
    {"event": "答复", "on": "2026-03-02", "同意": False},
    {"case": "1", "event": "答复", "on": "2026-03-02"},
    {"case": "1", "event": "答复", "on": "2026-13-02", "同意": True},
    {"case": "1", "event": "答复", "同意": True},
    {"case": "1", "event": "答辩", "on": "2026-03-02"},
    {**SERVED, "方式": "快递"},
    {**SERVED, "会议时间": "2026-03-12"},
    {**SERVED, "documents": {"通告": {}}},
    {**SERVED, "documents": {"通知书": {"items": {"时间": "有"}}}},
    {"case": "1", "event": "答复", "on": "2026-03-02", "同意": []},
    {**MET, "结果": "一致", "steps": [9]},
]


def reads(program: Program, record: dict[str, Any]) -> bool:
    if "case" not in record:
        return False
    builder = CaseBuilder(Names(program), "1")
    builder.add(record)
    return builder.finish().data is not None


def test_the_schemas_are_valid(program: Program) -> None:
    Draft202012Validator.check_schema(event_schema(program))
    Draft202012Validator.check_schema(case_schema(program))


@pytest.mark.parametrize("record", GOOD)
def test_what_the_schema_takes_is_read(program: Program, record: dict[str, Any]) -> None:
    assert Draft202012Validator(event_schema(program)).is_valid(record)
    assert reads(program, record)


@pytest.mark.parametrize("record", BAD)
def test_what_the_schema_refuses_is_not_read(program: Program, record: dict[str, Any]) -> None:
    assert not Draft202012Validator(event_schema(program)).is_valid(record)
    assert not reads(program, record)


def test_a_whole_case_is_taken(program: Program) -> None:
    case = {
        "case": "1",
        "opened": "2026-03-01",
        "parties": {"相对人": ["甲"], "机关": "某局"},
        "facts": {"案情复杂": True},
        "events": [
            {key: value for key, value in SERVED.items() if key != "case"},
            {"on": "2026-03-05", "facts": {"部门数": 2}},
        ],
    }
    assert Draft202012Validator(case_schema(program)).is_valid(case)
    assert not Draft202012Validator(case_schema(program)).is_valid({**case, "judge": 1})
    assert not Draft202012Validator(case_schema(program)).is_valid({"case": "1"})
