"""What leaves no day, what always ends first, days planned too early, counts above a limit.

Days are counted by hand on the shipped calendar of China, whose last two years are 2025 and 2026.
"""

from __future__ import annotations

from tests.compiler.policy import FLOW, VOCABULARY, codes, compiled, said

#: Awaiting, then a hearing in the second stage.
START = "第一条\n  待受理的，机关应当自申请之日起5个工作日内受理；受理后，进入待听证。\n"


TWO_PERIODS = VOCABULARY.replace("  办理期限。\n", "  办理期限。\n  总期限。\n")


def time_codes(*articles: str) -> list[str]:
    return [code for code in codes(compiled(*articles)) if code.startswith("E81")]


def decision(due: str, wait: str) -> str:
    return (
        f"第二条\n  待决定的，机关应当自听证之日起{due}内决定。\n"
        f"第三条\n  待决定的，机关自听证之日起满{wait}后方可决定。\n"
    )


def test_a_last_day_before_the_act_is_allowed() -> None:
    assert said(compiled(START, decision("10日", "20日")), "E811") == [
        ("「决定」应当在「10日」内办完，而「第三条」要满「20日」才可以办。", "自听证之日起10日内")
    ]


def test_a_last_day_on_which_the_act_is_first_allowed_is_enough() -> None:
    # Ten days are full on the tenth day, which is the last day.
    assert time_codes(START, decision("10日", "10日")) == []


def test_days_off_may_make_room() -> None:
    # From 21 September 2025 ten days end on 1 October, a holiday, and move to 9 October; 15 days end on 6 October and
    # move there as well. From that start a day is left, so nothing is said.
    assert time_codes(START, decision("10日", "15日")) == []
    # Five working days mostly end before ten days do: from Monday, 3 March 2025 on the 10th, ten days on the 13th.
    assert time_codes(START, decision("10日", "5个工作日")) == []


def test_a_lead_time_longer_than_the_period_around_it() -> None:
    lead = "第二条\n  待听证的，机关应当在听证20日前公告。\n第三条\n  机关应当自公告之日起5个工作日内听证。\n"
    # 20 clear days put the hearing on the 21st day; 5 working days end on the 14th at the latest (before Spring
    # Festival of 2025: 27 January to 10 February).
    assert said(compiled(START, lead), "E812")[0][0] == (
        "「公告」要在「听证」的「20日」以前办，而「第三条」要求「听证」自「公告」起「5个工作日」内办完，哪天开始都来不及。"
    )


def test_a_lead_time_that_some_start_leaves_room_for() -> None:
    lead = "第二条\n  待听证的，机关应当在听证8日前公告。\n第三条\n  机关应当自公告之日起5个工作日内听证。\n"
    # The 9th day is later than five plain working days (the 7th), but not than those over a Spring Festival.
    assert time_codes(START, lead) == []


def test_of_two_last_days_of_a_power_the_later_never_matters() -> None:
    both = "第二条\n  待决定的，申请人可以自听证之日起15个工作日内、自听证之日起30个工作日内补正。\n"
    assert said(compiled(START, both), "E813")[0][0] == (
        "「补正」的「30个工作日」不起作用：「15个工作日」自同一日起算，总是先届满。"
    )


def test_of_two_limits_of_a_stay_the_later_never_matters() -> None:
    both = (
        "第二条\n  待决定中，总期限不超过90日，自申请之日起算。\n"
        "第三条\n  办理阶段中，办理期限不超过60日，自申请之日起算。\n"
    )
    assert said(compiled(FLOW, both, vocabulary=TWO_PERIODS), "E813")[0][0] == (
        "「总期限」的「90日」不起作用：「60日」自同一日起算，总是先届满。"
    )


def test_limits_of_different_stays_both_matter() -> None:
    both = (
        "第二条\n  办理阶段中，总期限不超过90日，自申请之日起算。\n"
        "第三条\n  待决定中，办理期限不超过60日，自申请之日起算。\n"
    )
    found = compiled(FLOW, both, vocabulary=TWO_PERIODS)
    assert [code for code in codes(found) if code.startswith("E81")] == []


PLAN = """第一条
  待受理的，申请人应当申请，并在听证日期{lead}前申请；申请后，进入待听证。
第二条
  待听证的，机关应当自申请之日起{reply}内受理：
    逾期的，进入已驳回。
  待听证的，受理后，进入待决定。
第三条
  待决定的，听证后，进入已准予。
"""


def test_a_day_planned_before_the_period_that_leads_there_has_ended() -> None:
    # 1 January 2025 is a holiday, 2 and 3 January are working days, then a weekend: a hearing with 3 clear working
    # days after 1 January is on 7 January (2, 3, 6), a reply within 5 working days until 8 January (2, 3, 6, 7, 8).
    found = compiled(PLAN.format(lead="3个工作日", reply="5个工作日"))
    assert said(found, "E814") == [
        (
            "「申请」在2025年1月1日的，「听证日期」可以定在2025年1月7日，而「受理」的期间到2025年1月8日才届满，"
            "那时可能还在「待听证」，不能「听证」。",
            "在听证日期3个工作日前",
        )
    ]


def test_a_lead_time_as_long_as_the_period_leaves_the_day_free() -> None:
    # Five clear working days: the hearing is on the 6th working day, the period ends on the 5th.
    assert time_codes(PLAN.format(lead="5个工作日", reply="5个工作日")) == []


def limited(number: int, exception: str = "") -> str:
    return (
        f"第二条\n  待听证中，听证不超过3次{exception}。\n"
        f"第三条\n  待听证的，听证已满{number}次的，机关可以决定。\n"
        "第四条\n  待听证的，机关可以听证，进入待决定。\n"
    )


def test_a_count_that_no_case_reaches() -> None:
    assert said(compiled(START, limited(4)), "E815")[0][0] == ("这里要「听证」达到4次，限制是3次，而且没有例外。")


def test_a_count_that_only_an_exception_reaches() -> None:
    more = "；案情复杂，经首长事先同意延期的，可以增加1次"
    assert "限制是3次，要经例外才达得到" in said(compiled(START, limited(4, more)), "E815")[0][0]
    assert "限制是3次，加上例外也达不到" in said(compiled(START, limited(5, more)), "E815")[0][0]


def test_a_count_within_the_limit() -> None:
    assert time_codes(START, limited(3)) == []


def test_a_limit_that_does_not_count_everywhere_says_nothing() -> None:
    other = limited(4) + "第五条\n  待决定的，机关可以听证。\n"
    assert time_codes(START, other) == []
