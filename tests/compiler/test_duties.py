"""Duties: what opens them, who owes them, by when, and what follows."""

from __future__ import annotations

from ecolang.program import Act, Anchor, Trigger
from tests.compiler.policy import compiled, one, program, said

YES = ("cmp", "=", ("field", "准予"), ("lit", True))
NO = ("cmp", "=", ("field", "准予"), ("lit", False))


def test_a_stage_opens_a_duty() -> None:
    duty = one(program("第一条\n  待受理的，机关应当受理。").duties)
    assert duty.open == Trigger("stage", ("待受理",))
    assert (duty.bearers, duty.acts, duty.when, duty.degree, duty.scope) == (
        ("机关",),
        (Act("受理"),),
        None,
        "must",
        "track",
    )


def test_a_group_of_stages_opens_a_duty_in_each() -> None:
    duty = one(program("第一条\n  办理阶段的，机关应当决定。").duties)
    assert duty.open.stages == ("待受理", "待听证", "待决定")


def test_an_event_opens_a_duty_and_its_fields_narrow_it() -> None:
    duty = one(program("第一条\n  听证，结果为不同意的，机关应当决定。").duties)
    assert duty.open == Trigger("event", event="听证", guard=("cmp", "=", ("field", "结果"), ("lit", "不同意")))


def test_any_of_several_events_opens_a_duty_of_its_own() -> None:
    duties = program("第一条\n  受理或者听证的，机关应当决定。").duties
    assert [duty.open.event for duty in duties] == ["受理", "听证"]


def test_a_condition_opens_a_duty() -> None:
    duty = one(program("第一条\n  人数在50以上的，机关应当听证。").duties)
    assert duty.open == Trigger("condition", guard=("cmp", ">=", ("fact", "人数"), ("lit", 50)))


def test_what_a_stage_head_says_besides_must_hold() -> None:
    duty = one(program("第一条\n  待听证的，案情复杂的，机关应当听证。").duties)
    assert duty.open.kind == "stage"
    assert duty.when == ("cmp", "=", ("fact", "案情复杂"), ("lit", True))


def test_without_a_head_the_case_opens_the_duty_and_acts_of_the_case_make_it_the_cases() -> None:
    duty = one(program("第一条\n  机关应当公告。").duties)
    assert (duty.open, duty.scope) == (Trigger("start"), "case")


def test_an_act_of_the_case_that_an_event_of_a_track_opens_is_owed_on_the_track() -> None:
    assert one(program("第一条\n  听证后，机关应当公告。").duties).scope == "track"


def test_an_alias_is_its_event() -> None:
    assert one(program("第一条\n  待受理的，申请人应当提出申请。").duties).acts == (Act("申请"),)


def test_several_acts_are_a_duty_each() -> None:
    duties = program("第一条\n  待决定的，机关应当听证、决定。").duties
    assert [duty.acts[0].event for duty in duties] == ["听证", "决定"]


def test_working_days_count_from_the_event_that_is_named() -> None:
    deadline = one(program("第一条\n  待受理的，机关应当自首次申请之日起5个工作日内受理。").duties).deadlines[0]
    assert (deadline.kind, deadline.amount, deadline.counting.unit) == ("within", 5, "workday")
    assert deadline.anchor == Anchor("event", "申请", which="first")
    assert deadline.cite == "第一条"


def test_a_lead_time_looks_to_the_event_that_the_field_plans() -> None:
    duty = one(program("第一条\n  待受理的，申请人应当申请，并在听证日期5个工作日前申请。").duties)
    deadline = one(duty.deadlines)
    assert (deadline.kind, deadline.amount, deadline.counting.clear) == ("before", 5, True)
    assert deadline.anchor == Anchor("event", "听证", which="next", planned=("申请", "听证日期"))


def test_counting_back_is_kept_apart_from_clear_days() -> None:
    duty = one(program("第一条\n  待受理的，申请人应当在听证日期倒数5个工作日前申请。").duties)
    assert duty.deadlines[0].counting.clear is False


def test_before_the_first_of_an_event() -> None:
    duty = one(program("第一条\n  首次听证前，机关应当公告。").duties)
    deadline = one(duty.deadlines)
    assert (deadline.kind, deadline.amount) == ("before", None)
    assert deadline.anchor == Anchor("event", "听证", which="first")


def test_not_later_than_a_day_that_another_event_names() -> None:
    duty = one(program("第一条\n  待受理的，申请人应当不迟于决定的履行日期补正。").duties)
    assert duty.deadlines[0].kind == "by"
    assert duty.deadlines[0].anchor == Anchor("field", "决定", field="履行日期")


def test_promptly_has_no_last_day() -> None:
    deadline = one(program("第一条\n  待受理的，机关应当及时受理。").duties).deadlines[0]
    assert (deadline.kind, deadline.amount) == ("prompt", None)


def test_degrees_are_kept() -> None:
    rows = program("第一条\n  待受理的，机关原则上应当受理。\n  待受理的，鼓励申请人补正。").duties
    assert [row.degree for row in rows] == ["principle", "encourage"]


def test_a_joint_duty() -> None:
    duty = one(program("第一条\n  待决定的，机关、申请人应当共同签约。").duties)
    assert (duty.bearers, duty.together) == (("机关", "申请人"), "joint")


BRANCHES = """第一条
  待决定的，机关应当自听证之日起20日内决定：
    准予的，进入已准予；
    不准予的，进入已驳回；
    逾期的，视为不准予，进入已驳回。"""


def test_branches_move_by_the_acts_fields() -> None:
    found = program(BRANCHES)
    duty = one(found.duties)
    edges = {(edge.target, edge.kind): edge for edge in found.edges}
    assert edges["已准予", "duty"].trigger == Trigger("event", event="决定", guard=YES)
    assert edges["已驳回", "duty"].trigger == Trigger("event", event="决定", guard=NO)
    assert {edge.norm for edge in found.edges} == {duty.id}


def test_lateness_deems_and_moves_and_closes_the_duty() -> None:
    found = program(BRANCHES)
    duty = one(found.duties)
    lapse = Trigger("lapse", of=duty.id)
    assert duty.lapses
    assert one(found.edges, kind="lapse").trigger == lapse
    deeming = one(found.deemings)
    assert (deeming.trigger, deeming.event, deeming.values) == (lapse, "决定", (("准予", False),))


def test_otherwise_is_the_contrary_of_the_branches_before() -> None:
    found = program("第一条\n  待决定的，机关应当决定：准予的，进入已准予；否则，进入已驳回。")
    assert one(found.edges, target="已驳回").trigger.guard == ("not", YES)


def test_lateness_without_a_period_is_refused() -> None:
    found = compiled("第一条\n  待决定的，机关应当及时决定：逾期的，进入已驳回。")
    assert [text for text, _ in said(found, "E317")] == ["「决定」没有规定期间，「逾期的」永远不会发生。"]


def test_an_effect_of_the_same_sentence_belongs_to_the_duty() -> None:
    found = program("第一条\n  待受理的，机关应当受理；受理后，进入待听证。")
    edge = one(found.edges)
    assert (edge.kind, edge.norm, edge.source, edge.target) == ("duty", one(found.duties).id, "待受理", "待听证")


def test_the_sentence_is_kept_as_written() -> None:
    assert one(program("第一条\n  待受理的，机关应当受理。    # 备注").duties).text == "待受理的，机关应当受理。"


def test_an_id_stays_when_another_sentence_comes_before() -> None:
    alone = one(program("第一条\n  待受理的，机关应当受理。").duties).id
    assert alone == "第一条/应当/受理/待受理"
    assert program("第一条\n  待决定的，机关应当决定。\n  待受理的，机关应当受理。").duties[1].id == alone


def test_the_earliest_day_of_an_act_is_said_by_a_power() -> None:
    found = compiled("第一条\n  待决定的，机关应当自受理之日起满10日后决定。")
    assert said(found, "E126") == [("「满10日」不能用在这种规则里。", "自受理之日起满10日后")]
