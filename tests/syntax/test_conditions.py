"""Conditions: the tree of each way to say what must hold."""

from decimal import Decimal

import pytest

from ecolang_compiler.syntax.tree import (
    Always,
    And,
    ByActor,
    CountTest,
    DefinitionUse,
    DutyOpen,
    EventPattern,
    FactTest,
    FieldTest,
    Given,
    Happened,
    HasItem,
    InStage,
    Listed,
    ListItem,
    Name,
    OnEvent,
    Or,
    Overdue,
    OverTracks,
    PeriodTest,
    Signed,
    Unless,
)
from ecolang_compiler.syntax.tree import (
    Test as Saying,
)
from tests.syntax.reading import rule, when


def event(name: str, guard: object = None) -> EventPattern:
    return EventPattern(Name(name), guard)


def field(name: str, op: str, *values: object) -> FieldTest:
    return FieldTest(Name(name), Saying(op, values))


REPLIED = Happened(event("答复"))
WITHDRAWN = Happened(event("撤回"))
NOT_WITHDRAWN = Happened(event("撤回"), negated=True)
SHOWN = Happened(event("表态"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同意", field("同意", "yes")),
        ("不同意", field("同意", "no")),
        ("同意为否", field("同意", "no")),
        ("同意不为否", field("同意", "yes")),
        ("结果为一致、部分一致", field("结果", "is", "一致", "部分一致")),
        ("结果不为未一致", field("结果", "is_not", "未一致")),
        ("方式均为直接、邮寄", field("方式", "all", "直接", "邮寄")),
        # 50万 = 500,000
        ("数额在50万元以上", field("数额", "ge", Decimal(500_000))),
        ("数额不少于三千元", field("数额", "ge", Decimal(3_000))),
        ("数额在10,000元以下", field("数额", "le", Decimal(10_000))),
        ("数额不超过2元", field("数额", "le", Decimal(2))),
        ("数额超过1.5亿元", field("数额", "gt", Decimal(150_000_000))),
        ("数额不满两千", field("数额", "lt", Decimal(2_000))),
        ("开会日期为2026年3月9日", field("开会日期", "is", "2026-03-09")),
        (
            "最近一次开会的结果为一致",
            FieldTest(Name("结果"), Saying("is", ("一致",)), "last", Name("开会")),
        ),
        ("首次开会的到场", FieldTest(Name("到场"), Saying("yes"), "first", Name("开会"))),
        ("情况复杂", FactTest(Name("情况复杂"), Saying("yes"))),
        ("不情况复杂", FactTest(Name("情况复杂"), Saying("no"))),
        ("部门数在2以上", FactTest(Name("部门数"), Saying("ge", (Decimal(2),)))),
        ("写明理由", Given(Name("理由"))),
        ("待答复、待开会", InStage((Name("待答复"), Name("待开会")))),
        ("处于办理阶段", InStage((Name("办理阶段"),))),
        ("送达", OnEvent(event("送达"))),
        ("送达（方式为公告）", OnEvent(event("送达", field("方式", "is", "公告")))),
        ("已答复（同意）", Happened(event("答复", field("同意", "yes")))),
        ("未答复", Happened(event("答复"), negated=True)),
        ("已表态其后未撤回", Happened(event("表态"), then_not=event("撤回"))),
        ("逾期未答复", Overdue(Name("答复"))),
        ("尚应答复", DutyOpen(Name("答复"))),
        ("开会已满3次", CountTest(event("开会"), "ge", 3)),
        ("开会不满两次", CountTest(event("开会"), "lt", 2)),
        ("开会超过2次", CountTest(event("开会"), "gt", 2)),
        ("开会不超过2次", CountTest(event("开会"), "le", 2)),
        ("本案开会已满十五次", CountTest(event("开会"), "ge", 15, in_case=True)),
        ("办理期限未开始", PeriodTest(Name("办理期限"), "not_started")),
        ("办理期限进行中", PeriodTest(Name("办理期限"), "running")),
        ("办理期限已中止", PeriodTest(Name("办理期限"), "suspended")),
        ("办理期限中止", PeriodTest(Name("办理期限"), "suspended")),
        ("办理期限已届满", PeriodTest(Name("办理期限"), "lapsed")),
        ("办理期限未届满", PeriodTest(Name("办理期限"), "not_lapsed")),
        ("办理期限已满", PeriodTest(Name("办理期限"), "reached")),
        ("仍可商议", DefinitionUse(Name("仍可商议"))),
        ("并非仍可商议", DefinitionUse(Name("仍可商议"), negated=True)),
        ("笔录经当事方签字", Signed(Name("笔录"), Name("当事方"))),
        ("笔录未经当事方签字", Signed(Name("笔录"), Name("当事方"), negated=True)),
        ("通知书载有「时间」", HasItem(Name("通知书"), "时间")),
        ("通知书未载有“时间”", HasItem(Name("通知书"), "时间", negated=True)),
        ("由科室作出", ByActor(Name("科室"))),
        ("任一当事方已答复", OverTracks("any", Name("当事方"), REPLIED)),
        ("全体当事方已答复", OverTracks("all", Name("当事方"), REPLIED)),
        ("其他任一当事方已答复", OverTracks("any_other", Name("当事方"), REPLIED)),
        (
            "其他全体当事方（已答复，且未撤回）",
            OverTracks("all_other", Name("当事方"), And((REPLIED, NOT_WITHDRAWN))),
        ),
        ("任何情形", Always()),
    ],
)
def test_a_condition_is_read(text: str, expected: object) -> None:
    assert when(text) == expected


@pytest.mark.parametrize(
    "text", ["已答复，未撤回", "已答复且未撤回", "已答复，且未撤回", "已答复的，未撤回", "（已答复），（未撤回）"]
)
def test_a_comma_and_a_second_head_mean_and(text: str) -> None:
    assert when(text) == And((REPLIED, NOT_WITHDRAWN))


@pytest.mark.parametrize("text", ["已答复或者已表态", "已答复，或者已表态", "已答复或已表态"])
def test_or_joins_alternatives(text: str) -> None:
    assert when(text) == Or((REPLIED, SHOWN))


def test_alternatives_stand_beside_a_head_of_their_own() -> None:
    assert when("待答复的，已答复或者已表态") == And((InStage((Name("待答复"),)), Or((REPLIED, SHOWN))))


def test_brackets_group_what_is_joined() -> None:
    assert when("（已答复或者已表态），且未撤回") == And((Or((REPLIED, SHOWN)), NOT_WITHDRAWN))


def test_unless_excepts() -> None:
    assert when("已答复，未撤回，除非已表态") == Unless(And((REPLIED, NOT_WITHDRAWN)), SHOWN)


def test_items_stand_where_they_were_announced() -> None:
    found = rule("待答复的，有下列情形之一的，机关可以起诉：（一）已撤回；（二）已答复，且未撤回的。")
    items = (ListItem(1, WITHDRAWN), ListItem(2, And((REPLIED, NOT_WITHDRAWN))))
    assert found.when == And((InStage((Name("待答复"),)), Listed(items)))


def test_all_of_several_conditions_may_be_listed_without_numbers() -> None:
    found = rule("同时符合下列条件的，机关可以起诉：已撤回；已答复。")
    assert found.when == Listed((ListItem(None, WITHDRAWN), ListItem(None, REPLIED)), every=True)
