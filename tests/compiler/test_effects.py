"""Effects: moves, forks, deemings and changes of periods that nobody's further act makes."""

from __future__ import annotations

from ecolang.program import Trigger
from tests.compiler.policy import compiled, one, program, said

LIMIT = "第九条\n  办理阶段中，办理期限不超过90日，自首次申请之日起算。"


def test_a_stage_head_moves_from_those_stages_only() -> None:
    found = program("第一条\n  待受理、待听证的，决定，准予的，进入已准予。")
    assert [edge.source for edge in found.edges] == ["待受理", "待听证"]
    assert {edge.kind for edge in found.edges} == {"effect"}


def test_without_a_stage_the_move_is_from_every_stage_that_is_no_outcome_nor_the_target() -> None:
    found = program("第一条\n  地震后，进入待决定。")
    assert [edge.source for edge in found.edges] == ["待受理", "待听证"]


def test_conditions_beside_the_event_guard_the_edge() -> None:
    edge = one(program("第一条\n  待决定的，决定，准予，案情复杂的，进入已准予。").edges)
    assert edge.trigger.guard == ("cmp", "=", ("field", "准予"), ("lit", True))
    assert edge.guard == ("cmp", "=", ("fact", "案情复杂"), ("lit", True))


def test_the_end_of_a_period_moves_as_a_condition_and_is_the_clocks() -> None:
    edge = one(program("第一条\n  待决定的，办理期限已届满的，进入已驳回。", LIMIT).edges)
    assert (edge.kind, edge.trigger) == ("lapse", Trigger("condition", guard=("period", "办理期限", "lapsed")))


def test_a_count_in_the_head_counts_the_event_at_hand_too() -> None:
    edge = one(program("第一条\n  待听证的，听证，听证已满2次的，进入待决定。").edges)
    assert edge.guard == ("cmp", ">=", ("count", "听证", None, "track"), ("lit", 2))


def test_everyone_moves() -> None:
    assert one(program("第一条\n  待受理的，地震后，进入已驳回（全体）。").edges).reach == "all"


def test_a_fork_opens_a_track_for_a_part() -> None:
    edge = one(program("第一条\n  待决定的，听证，有争议的，就争议部分另行办理，自待听证开始。").edges)
    assert (edge.fork, edge.source, edge.target) == ("争议部分", "待决定", "待听证")


def test_an_event_deems_another() -> None:
    row = one(program("第一条\n  待决定的，地震后，视为决定（不准予）。").deemings)
    assert (row.trigger, row.event, row.values) == (Trigger("event", event="地震"), "决定", (("准予", False),))
    assert row.stages == ("待决定",)


def test_an_event_suspends_a_period_up_to_a_cap() -> None:
    row = one(program("第一条\n  地震后，办理期限中止，最长30日。", LIMIT).period_ops)
    assert (row.period, row.op, row.trigger, row.cap) == ("办理期限", "suspend", Trigger("event", event="地震"), 30)


def test_the_period_of_a_duty_can_be_changed_before_the_duty_is_written() -> None:
    found = program("第一条\n  地震后，决定期限重新起算。\n  待决定的，机关应当自听证之日起20日内决定。")
    row = one(found.period_ops)
    assert (row.period, row.op) == (one(found.duties).id, "restart")


def test_a_period_of_a_duty_that_nobody_has_is_refused() -> None:
    assert (
        said(compiled("第一条\n  地震后，决定期限中止。"), "E321")[0][0]
        == "没有一条规则要求「决定」，没有期间可以改变。"
    )


def test_two_events_cannot_set_off_one_sentence() -> None:
    found = compiled("第一条\n  待听证的，受理，听证的，进入待决定。")
    assert said(found, "E318")[0][0] == "「受理」和「听证」不能同时是引起这一句的事件。"


def test_two_events_are_one_problem_whatever_fields_are_named() -> None:
    found = compiled("第一条\n  待决定的，决定，准予的，签约后，进入已准予。")
    assert [each.code for each in found.diagnostics if each.severity == "error"] == ["E318"]
