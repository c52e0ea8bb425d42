"""What conditions mean, and which of them mean nothing."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.program import Expr
from tests.compiler.policy import compiled, one, program, said

LIMIT = "第九条\n  办理阶段中，办理期限不超过90日，自首次申请之日起算。"


def guard(condition: str) -> Expr:
    """The condition as the guard of a power."""
    found: Any = one(program(f"第一条\n  {condition}的，机关可以受理。", LIMIT).powers).guard
    return found


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("已听证", ("happened", "听证", None)),
        ("未听证", ("not", ("happened", "听证", None))),
        ("已听证其后未决定", ("since", "听证", None, "决定", None)),
        ("逾期未决定", ("overdue", "决定")),
        ("尚应决定", ("open", "决定")),
        ("听证不满3次", ("cmp", "<", ("count", "听证", None, "track"), ("lit", 3))),
        ("本案听证已满3次", ("cmp", ">=", ("count", "听证", None, "case"), ("lit", 3))),
        ("办理期限进行中", ("period", "办理期限", "running")),
        ("办理期限未届满", ("not", ("period", "办理期限", "lapsed"))),
        ("最近一次听证的结果为同意", ("cmp", "=", ("last", "听证", "结果"), ("lit", "同意"))),
        ("首次听证的有争议", ("cmp", "=", ("first", "听证", "有争议"), ("lit", True))),
        ("人数在10以上", ("cmp", ">=", ("fact", "人数"), ("lit", 10))),
        ("金额超过50万元", ("cmp", ">", ("fact", "金额"), ("lit", 500000))),
        ("不案情复杂", ("cmp", "=", ("fact", "案情复杂"), ("lit", False))),
        ("久拖不决", ("and", ("period", "办理期限", "lapsed"), ("not", ("happened", "决定", None)))),
        ("决定书经首长签字", ("signed", "决定书", "首长")),
        ("由首长作出", ("actor", "首长")),
        ("全体申请人已补正", ("tracks", "all", ("happened", "补正", None))),
    ],
)
def test_a_condition_means(written: str, meant: Expr) -> None:
    assert guard(written) == meant


def test_and_and_or() -> None:
    assert guard("已听证，且未决定") == ("and", ("happened", "听证", None), ("not", ("happened", "决定", None)))
    assert guard("已听证或者已补正") == ("or", ("happened", "听证", None), ("happened", "补正", None))


def test_unless_is_and_not() -> None:
    assert guard("已听证，除非已补正") == (
        "and",
        ("happened", "听证", None),
        ("not", ("happened", "补正", None)),
    )


def test_any_of_several_values() -> None:
    assert guard("已听证（结果为同意、不同意）") == (
        "happened",
        "听证",
        ("or", ("cmp", "=", ("field", "结果"), ("lit", "同意")), ("cmp", "=", ("field", "结果"), ("lit", "不同意"))),
    )


def test_all_of_several_values_asks_for_an_occurrence_of_each() -> None:
    assert guard("已听证（结果均为同意、不同意）") == (
        "and",
        ("happened", "听证", ("cmp", "=", ("field", "结果"), ("lit", "同意"))),
        ("happened", "听证", ("cmp", "=", ("field", "结果"), ("lit", "不同意"))),
    )


def test_a_field_that_the_event_does_not_carry() -> None:
    found = compiled("第一条\n  待决定的，听证，准予的，进入已准予。")
    assert said(found, "E301") == [("「听证」没有载明「准予」。", "准予")]


def test_a_value_that_the_field_cannot_have() -> None:
    found = compiled("第一条\n  待决定的，听证，结果为新办的，进入待决定。")
    assert said(found, "E302") == [("「结果」不能是「新办」。", "为新办")]


def test_a_number_against_an_option() -> None:
    found = compiled("第一条\n  待决定的，听证，结果在3以上的，进入已驳回。")
    assert [text for text, _ in said(found, "E303")] == ["「结果」是选项，「3」是数，不能相比。"]


def test_a_lower_bound_above_the_upper() -> None:
    found = compiled("第一条\n  人数在50以上，且人数在20以下的，机关应当听证。")
    assert said(found, "E312")[0][0] == "下限「50」比上限「20」还大，没有数能同时满足。"


def test_a_field_with_no_event_at_hand() -> None:
    found = compiled("第一条\n  待决定的，准予的，机关应当公告。")
    assert said(found, "E315") == [("「准予」是事件的字段，这里没有说明是哪个事件的。", "准予")]


def test_one_occurrence_has_one_value() -> None:
    found = compiled("第一条\n  待决定的，听证，结果均为同意、不同意的，进入已驳回。")
    assert said(found, "E316")[0][0] == "「结果」一次只有一个值，不能同时是几个。"


def test_all_of_a_role_that_is_not_handled_separately() -> None:
    found = compiled("第一条\n  待受理的，全体机关已公告的，机关应当受理。")
    assert said(found, "E320")[0][0] == "「机关」不是分别办理的角色，不能说任一或者全体「机关」。"


def test_definitions_in_a_circle() -> None:
    from tests.compiler.policy import VOCABULARY

    words = VOCABULARY.replace("久拖不决：办理期限已届满，且未决定。", "甲情形：并非乙情形。\n  乙情形：并非甲情形。")
    found = compiled("第一条\n  待受理的，甲情形的，机关应当受理。", vocabulary=words)
    assert said(found, "E209")[0][0] == "定义「乙情形」绕了一圈又用到它自己。"


def test_a_period_that_no_rule_gives_a_length() -> None:
    found = compiled("第一条\n  待决定的，办理期限已届满的，进入已驳回。")
    assert said(found, "E319") == [("规则用到了期限「办理期限」，但没有规定它多长、从何时起算。", "办理期限")]
