"""Clauses that contradict one another, and the sentence that settles it."""

from __future__ import annotations

from tests.compiler.policy import FLOW, compiled, one, said

TWO = "附件1\n  待受理的，机关应当自申请之日起3个工作日内受理。\n"
SETTLED = TWO + "  第一条与附件1不一致的，以第一条为准。\n"


def test_one_duty_with_two_periods_shows_both_places() -> None:
    found = compiled(FLOW, TWO)
    assert said(found, "E701") == [
        (
            "「受理」的期间，「第一条」说是「5个工作日」，「附件1」说是「3个工作日」。",
            "自申请之日起5个工作日内",
        )
    ]
    problem = one(tuple(each for each in found.diagnostics if each.code == "E701"))
    label = one(problem.labels)
    assert label.text_zh == "另见附件1"
    assert label.span.text_in(found.sources["许可.eco"]) == "自申请之日起3个工作日内"


def test_precedence_drops_what_yields_and_says_so() -> None:
    found = compiled(FLOW, SETTLED)
    assert said(found, "E701") == []
    assert found.program is not None
    row = one(found.program.precedences)
    assert (row.winner, row.loser, row.yielded) == ("第一条", "附件1", ("附件1/应当/受理/待受理",))
    assert [duty.id for duty in found.program.duties if duty.cite == "附件1"] == []


def test_what_follows_passes_to_the_duty_that_prevails() -> None:
    found = compiled(FLOW, TWO + "  第一条与附件1不一致的，以附件1为准。\n").program
    assert found is not None
    duty = one(tuple(each for each in found.duties if each.acts[0].event == "受理"))
    assert (duty.cite, duty.deadlines[0].amount) == ("附件1", 3)
    edge = one(tuple(each for each in found.edges if each.source == "待受理"))
    assert (edge.cite, edge.target, edge.norm) == ("第一条", "待听证", duty.id)


def test_precedence_that_settles_nothing_is_a_warning() -> None:
    text = "附件1\n  待受理的，申请人应当补正。\n  第一条与附件1不一致的，以第一条为准。\n"
    found = compiled(FLOW, text)
    assert said(found, "E704")[0][0] == "「第一条」与「附件1」没有不一致，用不着写以谁为准。"


def test_precedence_in_a_circle() -> None:
    text = SETTLED + "  第一条与附件1不一致的，以附件1为准。\n"
    assert said(compiled(FLOW, text), "E705")[0][0] == "「第一条」与「附件1」互相以对方为准。"


def test_one_count_with_two_limits() -> None:
    text = "第二条\n  听证不超过3次。\n附件1\n  听证不超过2次。\n"
    assert said(compiled(FLOW, text), "E707")[0][0] == "「听证」的限制，「第二条」说是「3次」，「附件1」说是「2次」。"


def test_one_period_with_two_lengths() -> None:
    text = "第二条\n  办理期限不超过90日，自申请之日起算。\n附件1\n  办理期限不超过60日，自申请之日起算。\n"
    assert (
        said(compiled(FLOW, text), "E707")[0][0]
        == "「办理期限」的限制，「第二条」说是「90日」，「附件1」说是「60日」。"
    )


def test_the_winner_gives_the_period_its_length() -> None:
    text = "第二条\n  办理期限不超过90日，自申请之日起算。\n附件1\n  办理期限不超过60日，自申请之日起算。\n"
    found = compiled(FLOW, text + "  第二条与附件1不一致的，以附件1为准。\n")
    assert said(found, "E707") == []
    assert found.program is not None
    assert one(found.program.periods).deadline.amount == 60


def test_an_act_that_is_allowed_and_forbidden() -> None:
    text = "第二条\n  待决定的，申请人可以补正。\n  待决定的，申请人不得补正。\n"
    found = compiled(FLOW, text)
    assert said(found, "E708") == [("在「待决定」，「第二条」说可以「补正」，「第二条」说不得。", "申请人可以补正")]


def test_a_condition_keeps_them_apart() -> None:
    text = "第二条\n  待决定的，申请人可以补正。\n  待决定的，已听证的，申请人不得补正。\n"
    assert said(compiled(FLOW, text), "E708") == []
