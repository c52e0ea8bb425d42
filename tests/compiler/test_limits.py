"""Limits on counts and periods, and the excess that an approval allows."""

from __future__ import annotations

from ecolang.program import Act, Anchor
from tests.compiler.policy import compiled, one, program, said


def test_a_count_in_principle_with_a_written_exception() -> None:
    row = one(
        program("第一条\n  办理阶段中，听证原则上不超过3次；案情复杂，经首长事先同意延期的，可以增加1次。").count_limits
    )
    assert (row.act, row.bound, row.number, row.degree) == (Act("听证"), "max", 3, "principle")
    assert row.stages == ("待受理", "待听证", "待决定")
    more = one(row.allowances)
    assert (more.number, more.approval, more.prior, more.each) == (1, Act("同意延期"), True, False)
    assert more.guard == ("cmp", "=", ("fact", "案情复杂"), ("lit", True))


def test_a_count_of_the_whole_case() -> None:
    assert one(program("第一条\n  本案，听证不超过3次。").count_limits).scope == "case"


def test_only_some_occurrences_count() -> None:
    row = one(program("第一条\n  听证（有争议）不超过3次。").count_limits)
    assert row.act == Act("听证", ("cmp", "=", ("field", "有争议"), ("lit", True)))


def test_a_minimum_before_an_event() -> None:
    row = one(program("第一条\n  决定前，听证不少于1次。").count_limits)
    assert (row.bound, row.number, row.before) == ("min", 1, Act("决定"))


def test_a_period_with_its_limit() -> None:
    row = one(program("第一条\n  办理阶段中，办理期限原则上不超过90日，自首次申请之日起算。").periods)
    assert (row.id, row.limit_degree, row.limit_stages) == ("办理期限", "principle", ("待受理", "待听证", "待决定"))
    assert (row.deadline.amount, row.deadline.counting.unit) == (90, "day")
    assert row.deadline.anchor == Anchor("event", "申请", which="first")


def test_a_period_whose_last_day_stays() -> None:
    row = one(program("第一条\n  办理期限为90日，自申请之日起算，末日不顺延。").periods)
    assert (row.deadline.counting.roll, row.limit_degree) == ("none", None)


def test_a_period_can_be_extended() -> None:
    row = one(program("第一条\n  办理期限不超过90日，自申请之日起算；经首长同意延期的，可以延长30日。").periods)
    more = one(row.allowances)
    assert (more.number, more.unit, more.how, more.approval) == (30, "day", "added", Act("同意延期"))


def test_a_period_has_no_conditions_but_stages() -> None:
    found = compiled("第一条\n  案情复杂的，办理期限不超过90日，自申请之日起算。")
    assert said(found, "E322")[0][0] == "期限「办理期限」的规则里，只能写在哪些阶段之中，不能写其他条件。"


def test_months_without_a_rounding() -> None:
    head = "《许可办法》\n\n工作日：中国。\n"
    found = compiled("第一条\n  待受理的，机关应当自申请之日起1个月内受理。", head=head)
    assert [text for text, _ in said(found, "E305")] == [
        "「1个月」按月或者按年计算，但没有说明到期月没有对应日时怎么办。"
    ]


def test_working_days_without_a_calendar() -> None:
    found = compiled("第一条\n  待受理的，机关应当自申请之日起5个工作日内受理。", head="《许可办法》\n")
    assert [text for text, _ in said(found, "E804")] == ["「5个工作日」按工作日计算，但没有说明用哪个日历。"]
