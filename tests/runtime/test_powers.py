"""Standing: powers, their grounds and windows, unexpected acts, prohibitions, actors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecolang.program import Act, ActorRule, Anchor, Deadline, Event, Ground, Program, Prohibition, Role
from ecolang.time import Calendar, Layer
from tests.runtime.build import (
    did,
    edge,
    judged,
    kinds,
    may,
    on_event,
    on_stage,
    one,
    only,
    owe,
    policy,
    stages,
    within,
)

EVENTS = (
    Event("go", actors=("A",)),
    Event("fail", actors=("A",)),
    Event("refuse", actors=("B",)),
    Event("detain", external=True),
    Event("free", external=True),
)
GROUNDS = (
    Ground("g1", "Art 1(1)", ("happened", "refuse", None)),
    Ground("g2", "Art 1(2)", ("since", "detain", None, "free", None)),
    Ground("g3", "Art 1(3)", ("fact", "hopeless")),
)
FAIL = policy(
    events=EVENTS,
    stages=stages("talk", "later", "failed"),
    powers=(may("p", "fail", "talk", grounds=GROUNDS),),
    edges=(
        edge("e", "talk", "failed", on_event("fail"), "power", norm="p"),
        edge("go", "talk", "later", on_event("go")),
    ),
)


def test_a_power_moves_when_a_ground_is_there_and_says_which_it_relied_on() -> None:
    verdict = judged(FAIL, "03-10", did("refuse", "03-02"), did("fail", "03-05"))
    track = only(verdict)
    relied = [effect.detail for entry in track.timeline for effect in entry.effects if effect.kind == "relied_on"]
    assert (track.stage, kinds(verdict), relied) == ("failed", [], ["Art 1(1)"])


def test_a_power_without_a_ground_has_no_effect_and_is_not_counted() -> None:
    known = [("hopeless", False, "03-01")]
    program = replace(FAIL, powers=(*FAIL.powers, may("q", "go", "talk", guard=("happened", "fail", None))))
    verdict = judged(program, "03-10", did("fail", "03-05"), did("go", "03-06"), facts=known)
    found = [f for f in verdict.findings if f.event == "fail"]
    # The failed act is not in the history, so the power to go that asks for it has no effect either.
    assert [(f.kind, f.effect, f.degree) for f in found] == [("not_permitted", False, "violation")]
    assert (only(verdict).stage, kinds(verdict)) == ("talk", ["not_permitted", "not_permitted"])
    assert [entry.had_effect for entry in only(verdict).timeline] == [False, False]


def test_a_named_ground_that_is_not_available_fails_though_another_is() -> None:
    verdict = judged(FAIL, "03-10", did("refuse", "03-02"), did("fail", "03-05", ground="Art 1(2)"))
    assert (only(verdict).stage, one(verdict, "not_permitted").item) == ("talk", "Art 1(2)")


def test_a_ground_that_vanished_before_it_was_used() -> None:
    known = [("hopeless", False, "03-01")]
    trace = [did("detain", "03-02"), did("free", "03-04"), did("fail", "03-05")]
    verdict = judged(FAIL, "03-10", *trace, facts=known)
    assert (only(verdict).stage, kinds(verdict)) == ("talk", ["not_permitted"])


def test_what_was_used_stays_used() -> None:
    verdict = judged(FAIL, "03-10", did("detain", "03-02"), did("fail", "03-03"), did("free", "03-04"))
    assert only(verdict).stage == "failed"


def test_grounds_are_reported_with_the_day_since_when_they_are_available() -> None:
    verdict = judged(FAIL, "03-10", did("detain", "03-02"), did("refuse", "03-04"))
    permitted = only(verdict).permitted
    shown = [(ground.cite, ground.since, ground.state) for ground in permitted[0].grounds]
    assert shown == [
        ("Art 1(1)", "2026-03-04", "true"),
        ("Art 1(2)", "2026-03-02", "true"),
        ("Art 1(3)", None, "unknown"),
    ]
    assert (permitted[0].since, permitted[0].grounds[2].missing) == ("2026-03-02", ("hopeless",))


def test_an_interval_of_a_ground_begins_anew_after_it_ended() -> None:
    trace = [did("detain", "03-02"), did("free", "03-04"), did("detain", "03-06")]
    assert only(judged(FAIL, "03-10", *trace)).permitted[0].grounds[0].since == "2026-03-06"


def test_an_unknown_ground_takes_no_edge_and_names_what_is_missing() -> None:
    verdict = judged(FAIL, "03-10", did("fail", "03-05"))
    track = only(verdict)
    assert (track.stage, kinds(verdict)) == ("talk", [])
    assert [(row.name, row.cite) for row in track.missing] == [("hopeless", "Art 1(3)")]


def test_a_power_by_another_than_its_holder_has_no_effect() -> None:
    verdict = judged(FAIL, "03-10", did("refuse", "03-02"), did("fail", "03-05", by=("B",)))
    assert (only(verdict).stage, one(verdict, "not_permitted").who) == ("talk", ("B",))


def test_a_power_used_outside_its_stages_has_no_effect() -> None:
    verdict = judged(FAIL, "03-10", did("refuse", "03-02"), did("go", "03-03"), did("fail", "03-05"))
    found = one(verdict, "unexpected")
    assert (only(verdict).stage, found.degree, found.effect, found.cite) == ("later", "caution", False, "c-p")
    assert not only(verdict).timeline[-1].had_effect


def windowed(**more: Deadline) -> Program:
    return policy(
        events=EVENTS,
        stages=stages("talk", "done"),
        powers=(may("p", "go", "talk", **more),),
        edges=(edge("e", "talk", "done", on_event("go"), "power", norm="p"),),
    )


def test_a_power_is_gone_after_its_last_day() -> None:
    program = windowed(until=within(5, "refuse"))
    # Five days from 2 March: 7 March.
    assert only(judged(program, "03-10", did("refuse", "03-02"), did("go", "03-07"))).stage == "done"
    verdict = judged(program, "03-10", did("refuse", "03-02"), did("go", "03-08"))
    found = one(verdict, "not_permitted")
    assert (only(verdict).stage, found.due, found.days, found.cite) == ("talk", "2026-03-07", 1, "c-t")
    assert only(judged(program, "03-07", did("refuse", "03-02"))).permitted[0].until.last == "2026-03-07"
    assert only(judged(program, "03-08", did("refuse", "03-02"))).permitted == ()


def test_a_power_before_its_minimum_period_is_too_early() -> None:
    program = windowed(after=within(5, "refuse"))
    # Five full days from 2 March end with 7 March; the first day to act is 8 March.
    verdict = judged(program, "03-10", did("refuse", "03-02"), did("go", "03-07"))
    found = one(verdict, "too_early")
    assert (only(verdict).stage, found.due, found.effect) == ("talk", "2026-03-07", False)
    assert only(judged(program, "03-10", did("refuse", "03-02"), did("go", "03-08"))).stage == "done"


def test_a_power_is_shown_from_the_day_after_its_minimum_period() -> None:
    program = windowed(after=within(5, "refuse"))
    assert only(judged(program, "03-07", did("refuse", "03-02"))).permitted == ()
    # Five full days from 2 March end with 7 March.
    assert only(judged(program, "03-10", did("refuse", "03-02"))).permitted[0].since == "2026-03-08"


def test_a_minimum_period_that_has_not_begun_is_too_early() -> None:
    assert kinds(judged(windowed(after=within(5, "refuse")), "03-10", did("go", "03-07"))) == ["too_early"]


def test_a_power_without_an_anchor_counts_from_the_entry_of_its_stage() -> None:
    program = windowed(until=within(5))
    assert kinds(judged(program, "03-10", did("go", "03-08"), opened="03-02")) == ["not_permitted"]


def test_a_joint_power_used_without_the_partner_has_no_effect() -> None:
    program = policy(
        events=(Event("apply", actors=("A", "B")),),
        stages=stages("talk", "done"),
        powers=(may("p", "apply", "talk", holders=("A", "B"), together="joint"),),
        edges=(edge("e", "talk", "done", on_event("apply"), "power", norm="p"),),
    )
    assert kinds(judged(program, "03-10", did("apply", "03-02", by=("A",)))) == ["not_permitted"]
    assert only(judged(program, "03-10", did("apply", "03-02", by=("A", "B")))).stage == "done"


def test_an_open_duty_gives_standing_where_a_power_would_not() -> None:
    program = replace(FAIL, duties=(owe("d", "fail", on_event("refuse")),))
    known = [("hopeless", False, "03-01")]
    trace = [did("refuse", "03-02"), did("go", "03-03"), did("fail", "03-04")]
    verdict = judged(program, "03-10", *trace, facts=known)
    assert (only(verdict).stage, kinds(verdict), verdict.open_duties) == ("later", [], ())


def test_an_act_of_another_stage_is_recorded_unexpected() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new", "talk", "done"),
        duties=(owe("d", "go", on_stage("talk")),),
        edges=(edge("e", "talk", "done", on_event("go"), "duty"),),
        count_limits=(),
        powers=(may("p", "fail", "new", guard=("happened", "go", None)),),
    )
    verdict = judged(program, "03-10", did("go", "03-02"), did("fail", "03-03"))
    found = one(verdict, "unexpected")
    # It is in the history: the power that asks for it can be used.
    assert (only(verdict).stage, found.cite, found.degree, len(verdict.findings)) == ("new", "c-d", "caution", 1)


PICKY = policy(
    events=(*EVENTS, Event("all", actors=("A",), scope="case")),
    stages=stages("talk", "done", "left"),
    edges=(
        edge("e1", "talk", "done", on_event("go", ("cmp", "=", ("field", "how"), ("lit", "well")))),
        edge("e2", "talk", "left", on_event("go"), guard=("happened", "refuse", None)),
        edge("e3", "talk", "left", on_event("detain", ("fact", "big"))),
        edge("e4", "talk", "left", on_event("all", ("happened", "refuse", None))),
    ),
)


def test_an_act_that_meets_no_condition_of_its_stage_is_unexpected() -> None:
    verdict = judged(PICKY, "03-10", did("go", "03-02", how="badly"))
    found = one(verdict, "unexpected")
    assert (only(verdict).stage, found.degree, found.cite, found.failed) == ("talk", "caution", "c-e1", ("e1", "e2"))
    assert [effect.kind for effect in only(verdict).timeline[0].effects] == ["no_edge"]


def test_an_act_of_which_a_condition_is_unknown_is_not() -> None:
    # How it went was not told: e1 is unknown.
    assert kinds(judged(PICKY, "03-10", did("go", "03-02"))) == []


def test_an_act_that_meets_one_condition_moves() -> None:
    verdict = judged(PICKY, "03-10", did("refuse", "03-02"), did("go", "03-03", how="badly"))
    assert (only(verdict).stage, kinds(verdict)) == ("left", [])


def test_an_owed_act_that_meets_no_condition_is_expected() -> None:
    program = replace(PICKY, duties=(owe("d", "go", on_stage("talk")),))
    assert kinds(judged(program, "03-10", did("go", "03-02", how="badly"))) == []


def test_an_outside_event_that_meets_no_condition_is_not_unexpected() -> None:
    assert kinds(judged(PICKY, "03-10", did("detain", "03-02"), facts=[("big", False, "03-01")])) == []


def test_an_act_of_the_case_that_meets_no_condition_is_found_once() -> None:
    verdict = judged(PICKY, "03-10", did("all", "03-02"))
    assert ([f.failed for f in verdict.case_findings], kinds(verdict)) == ([("e4",)], ["unexpected"])


def test_what_stands_beside_the_stages_may_be_done_at_any_time() -> None:
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("d", "go", on_event("refuse")),))
    assert kinds(judged(program, "03-10", did("go", "03-02"))) == []


def test_an_outside_event_is_never_unexpected() -> None:
    program = policy(events=EVENTS, stages=stages("new", "talk"), edges=(edge("e", "talk", "new", on_event("detain")),))
    assert kinds(judged(program, "03-10", did("detain", "03-02"))) == []


def test_a_free_event_is_only_recorded() -> None:
    verdict = judged(policy(events=EVENTS, stages=stages("new")), "03-10", did("go", "03-02"))
    assert (kinds(verdict), only(verdict).timeline[0].event) == ([], "go")


@pytest.mark.parametrize(("void", "stage", "effect"), [(None, "later", True), (True, "talk", False)])
def test_a_prohibited_act_takes_effect_unless_the_text_says_otherwise(void: bool, stage: str, effect: bool) -> None:
    rule = Prohibition("x", "c-x", ("A",), (Act("go"),), ("talk",), ("happened", "refuse", None), void=void)
    verdict = judged(replace(FAIL, prohibitions=(rule,)), "03-10", did("refuse", "03-02"), did("go", "03-03"))
    found = one(verdict, "forbidden")
    assert (only(verdict).stage, found.effect, found.cite) == (stage, effect, "c-x")


def test_permission_looks_at_the_moment_before_the_act() -> None:
    # Forbidden once it has happened: the first time is none.
    rule = Prohibition("x", "c-x", (), (Act("refuse"),), (), ("happened", "refuse", None))
    program = policy(events=EVENTS, stages=stages("s"), prohibitions=(rule,))
    assert kinds(judged(program, "03-10", did("refuse", "03-02"))) == []
    assert kinds(judged(program, "03-10", did("refuse", "03-02"), did("refuse", "03-03"))) == ["forbidden"]


def test_an_act_by_none_of_its_actors_takes_effect_with_a_finding() -> None:
    verdict = judged(FAIL, "03-10", did("go", "03-02", by=("B",)))
    found = one(verdict, "wrong_actor")
    assert (only(verdict).stage, found.cite, found.who) == ("later", "c-go", ("B",))


def test_who_must_act_may_depend_on_the_case() -> None:
    rule = ActorRule("r", "c-r", ("go",), "lead", ("cmp", ">=", ("fact", "departments"), ("lit", 2)))
    program = replace(FAIL, roles=(Role("A"), Role("lead", part_of="A")), actor_rules=(rule,))
    two = [("departments", 2, "03-01")]
    assert kinds(judged(program, "03-10", did("go", "03-02", by=("A",)), facts=two)) == ["wrong_actor"]
    assert kinds(judged(program, "03-10", did("go", "03-02", by=("lead",)), facts=two)) == []
    one_only = [("departments", 1, "03-01")]
    assert kinds(judged(program, "03-10", did("go", "03-02", by=("A",)), facts=one_only)) == []
    # Who of A acted was not said: nothing is broken, and the question is named.
    verdict = judged(program, "03-10", did("go", "03-02"), facts=two)
    assert (kinds(verdict), [row.name for row in only(verdict).missing]) == ([], ["lead"])


def test_the_window_of_a_power_that_rests_on_an_uncovered_year_is_undetermined() -> None:
    unsure = Calendar([Layer("X", may_add_off=2, may_add_run=2)])
    program = windowed(
        until=Deadline(
            "t", "within", "c-t", 5, counting=within(1, unit="workday").counting, anchor=Anchor("event", "refuse")
        )
    )
    # Five working days from Monday 2 March: 9 March; up to two more days off: 11 March.
    for on, found in (("03-09", []), ("03-11", ["undetermined"]), ("03-12", ["not_permitted"])):
        assert kinds(judged(program, "03-20", did("refuse", "03-02"), did("go", on), calendar=unsure)) == found


def test_a_ground_that_only_the_act_can_give_is_shown_and_not_missing() -> None:
    ground = Ground("g", "Art 1(7)", ("given", "why"))
    program = replace(FAIL, powers=(may("p", "fail", "talk", grounds=(ground,)),))
    track = only(judged(program, "03-10", did("refuse", "03-02")))
    assert (track.permitted[0].state, track.permitted[0].grounds[0].missing, track.missing) == ("unknown", ("why",), ())
    assert only(judged(program, "03-10", did("fail", "03-02", why="x"))).stage == "failed"
    assert kinds(judged(program, "03-10", did("fail", "03-02"))) == ["not_permitted"]


def test_a_power_with_several_last_days_ends_with_the_first() -> None:
    ends = {"until": within(10, "start"), "besides": (within(5, "know", id="u2", cite="c-u2"),)}
    program = policy(
        events=(Event("start"), Event("know"), Event("sue")), stages=stages("s"), powers=(may("m", "sue", "s", **ends),)
    )
    trace = [did("start", "03-01"), did("know", "03-02")]
    (permitted,) = only(judged(program, "03-02", *trace)).permitted
    # 11 March by the first, 7 March by the second.
    assert permitted.until is not None and (permitted.until.last, permitted.until.cite) == ("2026-03-07", "c-u2")
    assert only(judged(program, "03-07", *trace, did("sue", "03-07"))).findings == ()
    late = only(judged(program, "03-08", *trace, did("sue", "03-08"))).findings
    assert [(each.kind, each.cite) for each in late] == [("not_permitted", "c-u2")]
    # Where the second has not begun, the first holds alone.
    (permitted,) = only(judged(program, "03-02", trace[0])).permitted
    assert permitted.until is not None and permitted.until.last == "2026-03-11"
