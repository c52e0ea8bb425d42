"""Times that lean on a named period, and lengths that a fact or a field holds."""

from __future__ import annotations

from ecolang.program import Act, Anchor
from tests.compiler.policy import compiled, one, program, said

LENGTH = "办理期限为60日，自受理之日起算。"


def test_a_duty_within_a_period() -> None:
    found = program(f"第一条\n  {LENGTH}\n  待决定的，机关应当在办理期限内决定。")
    deadline = one(one(found.duties).deadlines)
    assert (deadline.kind, deadline.anchor, deadline.amount) == ("by", Anchor("period", period="办理期限"), None)


def test_a_power_from_the_end_of_a_period() -> None:
    found = program(f"第一条\n  {LENGTH}\n  待决定的，申请人可以自办理期限届满之日起15日内补正。")
    until = one(found.powers).until
    assert until is not None
    assert (until.kind, until.amount, until.anchor) == ("within", 15, Anchor("period", period="办理期限"))


def test_a_power_only_after_the_end_of_a_period() -> None:
    found = program(f"第一条\n  {LENGTH}\n  待决定的，申请人自办理期限届满之日起满3日后方可补正。")
    after = one(found.powers).after
    assert after is not None
    assert (after.amount, after.anchor) == (3, Anchor("period", period="办理期限"))


def test_a_full_period_is_the_clocks() -> None:
    edges = program(f"第一条\n  {LENGTH}\n  待决定的，办理期限已满的，进入已准予。").edges
    assert [(each.source, each.kind, each.trigger.guard) for each in edges] == [
        ("待决定", "lapse", ("period", "办理期限", "reached"))
    ]


def test_a_length_from_a_fact() -> None:
    deadline = one(program("第一条\n  办理期限为人数日，自受理之日起算。").periods).deadline
    assert (deadline.amount, deadline.amount_from, deadline.counting.unit) == (None, ("fact", "人数"), "day")


def test_an_extension_as_long_as_the_case_says() -> None:
    row = one(program(f"第一条\n  {LENGTH[:-1]}；经首长同意延期的，可以延长人数日，最长30日。").periods)
    more = one(row.allowances)
    assert (more.number, more.number_from, more.unit, more.approval) == (30, ("fact", "人数"), "day", Act("同意延期"))


def test_a_length_that_is_no_whole_number() -> None:
    assert said(compiled("第一条\n  办理期限为金额日，自受理之日起算。"), "E323") == [
        ("「金额」不是整数，不能作期间的长短。", "金额")
    ]


def test_a_length_in_a_field_of_no_event() -> None:
    found = compiled(f"第一条\n  {LENGTH[:-1]}；经首长同意延期的，可以延长结果日，最长30日。")
    assert [text for text, _ in said(found, "E323")] == ["「结果」不是整数，不能作期间的长短。"]


def test_the_most_of_a_length_in_another_unit() -> None:
    found = compiled(f"第一条\n  {LENGTH[:-1]}；经首长同意延期的，可以延长人数日，最长1个月。")
    assert [place for _, place in said(found, "E126")] == ["1个月"]


def test_a_most_of_a_fixed_length() -> None:
    found = compiled(f"第一条\n  {LENGTH[:-1]}；经首长同意延期的，可以延长20日，最长30日。")
    assert [place for _, place in said(found, "E126")] == ["30日"]


def test_a_period_that_is_not_declared() -> None:
    found = compiled("第一条\n  待决定的，机关应当在受理期限内决定。")
    assert found.program is None


def test_a_power_with_several_last_days_keeps_them_all() -> None:
    row = one(program("第一条\n  待决定的，申请人可以自申请之日起60日内、自受理之日起1年内补正。").powers)
    assert [(each.amount, each.counting.unit) for each in row.ends] == [(60, "day"), (1, "year")]
    assert len({each.id for each in row.ends}) == 2
