"""Case tests as JSON values."""

from __future__ import annotations

from typing import Any

from tests.compiler.policy import FLOW, compiled, one, program, said

LISTS = "第二条\n  申请书应当包括：（一）姓名；（二）事由。\n"


def case(*lines: str, parties: str = "甲") -> Any:
    found = program(FLOW, LISTS, "案例【一】\n  申请人：" + parties + "。\n  " + "\n  ".join(lines))
    return one(found.tests)


def problem(code: str, *lines: str) -> str:
    text = "案例【一】\n  申请人：甲。\n  " + "\n  ".join(lines)
    return said(compiled(FLOW, LISTS, text), code)[0][0]


END = "截至2026年3月9日：阶段为待受理。"


def test_an_event_with_its_fields() -> None:
    row = case("2026年3月2日，申请，种类为新办，听证日期为2026年4月1日。", END)
    event = dict(row.events[0])
    assert event.pop("line") > 1
    assert event == {"event": "申请", "on": "2026-03-02", "fields": {"种类": "新办", "听证日期": "2026-04-01"}}


def test_an_alias_is_written_as_its_event() -> None:
    assert case("2026年3月2日，提出申请，种类为新办。", END).events[0]["event"] == "申请"


def test_who_acts_and_whom_it_concerns() -> None:
    row = case(
        "2026年3月2日，甲、乙申请，种类为新办。",
        "2026年3月20日，甲、乙听证，结果为同意，乙结果为不同意。",
        END,
        parties="甲、乙",
    )
    assert row.parties == (("甲", "申请人"), ("乙", "申请人"))
    assert row.events[1]["each"] == {"乙": {"结果": "不同意"}}


def test_a_fact_from_a_day_on() -> None:
    event = dict(case("2026年3月2日，案情复杂。", END).events[0])
    assert (event["on"], event["facts"]) == ("2026-03-02", {"案情复杂": True})


def test_what_a_document_lacks_names_every_item() -> None:
    row = case("2026年3月2日，申请，种类为新办，申请书缺少（二）。", END)
    assert row.events[0]["documents"] == {"申请书": {"items": {"姓名": True, "事由": None}}}


def test_a_complete_document() -> None:
    row = case("2026年3月2日，申请，种类为新办，申请书齐全。", END)
    assert row.events[0]["documents"] == {"申请书": {"items": {"姓名": True, "事由": True}}}


def test_a_check_with_its_expectations() -> None:
    row = case(
        "2026年3月2日，申请，种类为新办。", "截至2026年3月9日：阶段为待受理；机关应当受理，至2026年3月9日；没有问题。"
    )
    check = row.checks[0]
    assert check["as_of"] == "2026-03-09"
    kinds = [(each["kind"], each.get("name"), each.get("due")) for each in check["expects"]]
    assert kinds == [("stage", "待受理", None), ("duty", "受理", "2026-03-09"), ("no_findings", None, None)]


def test_a_finding_that_is_expected() -> None:
    check = case(
        "2026年3月2日，申请，种类为新办。", "截至2026年3月10日：违反第一条：逾期未办，应于2026年3月9日。"
    ).checks[0]
    wanted = check["expects"][0]
    assert (wanted["kind"], wanted["degree"], wanted["ref"], wanted["finding"], wanted["due"]) == (
        "finding",
        "violation",
        "第一条",
        "overdue",
        "2026-03-09",
    )


def test_a_case_that_expects_nothing() -> None:
    assert problem("E903", "2026年3月2日，申请，种类为新办。") == "案例「一」没有写预期的结果。"


def test_a_required_field_that_is_left_out() -> None:
    assert problem("E905", "2026年3月2日，申请。", END) == "案例里的「申请」没有写「种类」。"


def test_an_event_after_the_check() -> None:
    assert problem("E904", "2026年3月12日，申请，种类为新办。", END) == (
        "截至2026年3月9日，2026年3月12日的「申请」还没有发生，不会计入。"
    )


def test_a_value_that_the_field_cannot_have() -> None:
    assert problem("E302", "2026年3月2日，申请，种类为同意。", END) == "「种类」不能是「同意」。"


def test_a_reading_that_the_policy_does_not_have() -> None:
    text = "案例【一】\n  申请人：甲。\n  理解：【算法】取【其他】。\n  2026年3月2日，申请，种类为新办。\n  " + END
    assert said(compiled(FLOW, LISTS, text), "E702")[0][0] == "没有名为「算法」的理解。"
