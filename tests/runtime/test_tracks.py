"""Several holders, joint acts, forks, the case as a whole."""

from __future__ import annotations

from dataclasses import replace

from ecolang.program import Event, Period, Role, Settings, Trigger
from tests.runtime.build import (
    did,
    edge,
    judged,
    kinds,
    may,
    on_event,
    on_stage,
    only,
    open_ids,
    owe,
    policy,
    stages,
    when,
    within,
)

EVENTS = (
    Event("serve", actors=("A",), to=("R",)),
    Event("reply", actors=("R",)),
    Event("meet", actors=("A",), to=("R",)),
    Event("apply", actors=("A", "R"), joint=True),
    Event("publish", actors=("A",), scope="case"),
    Event("sue", actors=("A",), to=("R",)),
)
AGREED = ("cmp", "=", ("field", "result"), ("lit", "agreed"))
PARTLY = ("cmp", "=", ("field", "result"), ("lit", "partly"))
MANY = policy(
    settings=Settings(track_role="R"),
    roles=(Role("A"), Role("R", many=True)),
    events=EVENTS,
    stages=stages("new", "talk", "sign", outcomes=("done", "sued")),
    duties=(
        owe("r", "reply", on_stage("talk"), within(5, "serve"), bearers=("R",)),
        owe("pub", "publish", Trigger("start"), within(30, id="p"), scope="case"),
        owe("sue", "sue", on_event("meet", PARTLY)),
    ),
    edges=(
        edge("e1", "new", "talk", on_event("serve")),
        edge("e2", "talk", "sign", on_event("meet", AGREED)),
        edge("e3", "talk", "sign", on_event("meet", PARTLY)),
        edge("f", "talk", "talk", on_event("meet", PARTLY), fork="rest"),
        edge("e4", "sign", "done", on_event("apply"), "power", norm="w"),
        edge("e5", "talk", "sued", on_event("sue")),
    ),
    powers=(may("w", "apply", "sign", holders=("A", "R"), together="joint"),),
)
THREE = [("x", "R"), ("y", "R"), ("z", "R")]


def test_each_holder_has_a_track_from_the_beginning() -> None:
    verdict = judged(MANY, "03-03", opened="03-01", parties=THREE)
    assert [(track.party, track.stage, track.since) for track in verdict.tracks] == [
        (name, "new", "2026-03-01") for name in "xyz"
    ]


def test_one_meeting_with_a_result_for_each() -> None:
    each = {"x": {"result": "agreed"}, "y": {"result": "none"}}
    trace = [did("serve", "03-02", "x", "y", "z"), did("meet", "03-05", "x", "y", each=each)]
    verdict = judged(MANY, "03-06", *trace, parties=THREE)
    assert [track.stage for track in verdict.tracks] == ["sign", "talk", "talk"]


def test_the_clocks_of_the_tracks_run_apart() -> None:
    trace = [did("serve", "03-02", "x"), did("serve", "03-05", "y"), did("reply", "03-06", "x")]
    verdict = judged(MANY, "03-08", *trace, parties=THREE)
    # y was served on 5 March: 10 March.
    assert [(d.norm, d.due.last) for d in verdict.open_duties] == [("r", "2026-03-10"), ("pub", "2026-04-01")]


def test_a_name_in_by_says_whose_track_it_is() -> None:
    trace = [did("serve", "03-02", "x", "y", "z"), did("reply", "03-03", by=("y",))]
    verdict = judged(MANY, "03-04", *trace, parties=THREE)
    assert [[d.norm for d in track.open_duties] for track in verdict.tracks] == [["r"], [], ["r"]]


def test_a_holder_named_later_gets_a_track_from_that_day_on() -> None:
    verdict = judged(MANY, "03-06", did("serve", "03-02", "x"), did("serve", "03-05", "y"))
    assert [(track.party, track.since) for track in verdict.tracks] == [("x", "2026-03-02"), ("y", "2026-03-05")]


def test_a_case_without_a_named_holder_has_one_track_that_the_first_name_takes() -> None:
    trace = [did("publish", "03-02"), did("serve", "03-03", "x")]
    verdict = judged(MANY, "03-04", *trace, opened="03-01")
    assert [(track.party, track.stage, len(track.timeline)) for track in verdict.tracks] == [("x", "talk", 3)]


def test_what_happened_in_the_case_belongs_to_a_later_track_s_history() -> None:
    program = replace(MANY, powers=(may("q", "sue", "talk", guard=("happened", "publish", None)),))
    trace = [did("serve", "03-02", "x"), did("publish", "03-03"), did("serve", "03-05", "y")]
    assert [track.permitted[0].norm for track in judged(program, "03-06", *trace).tracks] == ["q", "q"]


def test_a_duty_of_the_case_is_owed_once_and_done_once() -> None:
    verdict = judged(MANY, "03-06", did("serve", "03-02", "x", "y"), opened="03-01")
    # Thirty days from 1 March: 31 March.
    assert [(d.norm, d.due.last, d.scope) for d in verdict.case_open_duties] == [("pub", "2026-03-31", "case")]
    done = judged(MANY, "03-06", did("serve", "03-02", "x", "y"), did("publish", "03-03"), opened="03-01")
    assert (done.case_open_duties, done.case_findings) == ((), ())


def test_an_overdue_duty_of_the_case_is_found_once() -> None:
    verdict = judged(MANY, "04-02", opened="03-01", parties=THREE)
    assert ([f.kind for f in verdict.case_findings], [kinds(track) for track in verdict.tracks]) == (
        ["overdue"],
        [[], [], []],
    )


def test_one_party_alone_has_only_begun_a_joint_act() -> None:
    each = {"x": {"result": "agreed"}}
    trace = [did("serve", "03-02", "x"), did("meet", "03-05", "x", each=each), did("apply", "03-06", "x", by=("A",))]
    track = judged(MANY, "03-07", *trace, parties=[("x", "R")]).tracks[0]
    effect = track.timeline[-1].effects[-1]
    assert (track.stage, effect.kind, effect.detail, list(track.findings)) == ("sign", "partial", "R", [])
    trace.append(did("apply", "03-08", "x", by=("x",)))
    verdict = judged(MANY, "03-09", *trace, parties=[("x", "R")])
    assert (verdict.tracks[0].stage, verdict.tracks[0].since, kinds(verdict)) == ("done", "2026-03-08", [])


def test_an_outsider_does_not_complete_what_a_party_has_begun() -> None:
    program = replace(MANY, roles=(*MANY.roles, Role("C")))
    trace = [
        did("serve", "03-02", "x"),
        did("meet", "03-05", "x", result="agreed"),
        did("apply", "03-06", "x", by=("A",)),
        did("apply", "03-07", "x", by=("C",)),
    ]
    verdict = judged(program, "03-07", *trace)
    # Of a power without its actor there is no effect (semantics, Standing).
    assert (verdict.tracks[0].stage, kinds(verdict)) == ("sign", ["not_permitted"])
    # What A began on the 6th stands, and R completes it.
    whole = judged(program, "03-08", *trace, did("apply", "03-08", "x", by=("x",)))
    assert (whole.tracks[0].stage, whole.tracks[0].since) == ("done", "2026-03-08")


def test_a_joint_act_is_complete_at_once_where_nobody_or_everybody_is_named() -> None:
    for by in ((), ("A", "R"), ("A", "x")):
        trace = [
            did("serve", "03-02", "x"),
            did("meet", "03-05", "x", result="agreed"),
            did("apply", "03-06", "x", by=by),
        ]
        assert judged(MANY, "03-07", *trace).tracks[0].stage == "done"


def test_a_joint_duty_is_owed_by_those_who_have_not_acted() -> None:
    duty = owe("j", "apply", Trigger("start"), within(10), bearers=("A", "R"), together="joint")
    program = replace(MANY, duties=(duty,), powers=(), edges=())
    verdict = judged(program, "03-05", did("apply", "03-03", by=("A",)), opened="03-01")
    assert [(d.norm, d.who) for d in verdict.open_duties] == [("j", ("R",))]
    # Ten days from 1 March: 11 March; the overdue finding names who is missing, and the last to act is late.
    overdue = judged(program, "03-12", did("apply", "03-03", by=("A",)), opened="03-01")
    assert [f.who for f in overdue.findings] == [("R",)]
    late = judged(program, "03-20", did("apply", "03-03", by=("A",)), did("apply", "03-14", by=("R",)), opened="03-01")
    assert ([(f.kind, f.actual) for f in late.findings], open_ids(late)) == ([("late", "2026-03-14")], [])


def test_a_joint_act_by_one_party_without_standing_has_no_effect() -> None:
    verdict = judged(MANY, "03-07", did("serve", "03-02", "x"), did("apply", "03-06", "x", by=("A",)))
    assert [(f.kind, f.effect) for f in verdict.findings] == [("unexpected", False)]


def test_a_fork_goes_its_own_way_beside_the_track() -> None:
    trace = [did("serve", "03-02", "x"), did("meet", "03-05", "x", result="partly")]
    verdict = judged(MANY, "03-06", *trace)
    assert [(t.party, t.part, t.stage) for t in verdict.tracks] == [("x", None, "sign"), ("x", "rest", "talk")]
    # The suit for the rest is owed beside the stages.
    assert "sue" in open_ids(verdict)
    sued = judged(MANY, "03-09", *trace, did("sue", "03-08", "x", part="rest"))
    assert [(t.part, t.stage) for t in sued.tracks] == [(None, "sign"), ("rest", "sued")]


def test_an_effect_may_reach_all() -> None:
    program = replace(
        MANY,
        edges=(edge("e1", "new", "talk", on_event("serve")), edge("e2", "talk", "done", on_event("meet"), reach="all")),
    )
    trace = [did("serve", "03-02", "x", "y"), did("meet", "03-05", "x")]
    verdict = judged(program, "03-06", *trace, parties=THREE)
    assert [track.stage for track in verdict.tracks] == ["done", "done", "new"]


def test_a_case_is_over_when_every_track_is_and_nothing_of_the_case_is_owed() -> None:
    trace = [
        did("serve", "03-02", "x", "y"),
        did("sue", "03-03", "x"),
        did("sue", "03-04", "y"),
        did("publish", "03-05"),
    ]
    assert [judged(MANY, day, *trace, opened="03-01").over for day in ("03-03", "03-04", "03-05")] == [
        False,
        False,
        True,
    ]


def test_a_stage_s_duty_of_the_case_is_open_while_some_track_is_in_it() -> None:
    duty = owe("d", "publish", on_stage("talk"), within(30), scope="case")
    program = replace(MANY, duties=(duty,))
    trace = [did("serve", "03-02", "x"), did("serve", "03-03", "y"), did("sue", "03-04", "x"), did("sue", "03-06", "y")]
    assert [open_ids(judged(program, day, *trace)) for day in ("03-02", "03-05", "03-06")] == [["d"], ["d"], []]


def test_an_unexpected_event_of_the_case_is_found_once() -> None:
    program = replace(MANY, duties=(owe("d", "publish", on_stage("sign"), scope="case"),))
    verdict = judged(program, "03-05", did("publish", "03-02"), parties=THREE, opened="03-01")
    assert ([f.kind for f in verdict.case_findings], kinds(verdict)) == (["unexpected"], ["unexpected"])


def test_conditions_move_a_track_without_an_event_of_its_own() -> None:
    program = replace(
        MANY,
        duties=(),
        edges=(
            edge("e1", "new", "talk", on_event("serve")),
            edge("c", "talk", "done", when(("tracks", "all_other", ("in", ("talk", "done"))))),
        ),
    )
    trace = [did("serve", "03-02", "x"), did("serve", "03-04", "y")]
    verdict = judged(program, "03-05", *trace, parties=THREE[:2])
    assert [(track.stage, track.since) for track in verdict.tracks] == [("done", "2026-03-04"), ("done", "2026-03-04")]


def test_a_policy_without_tracks_has_one() -> None:
    program = replace(MANY, settings=Settings())
    assert only(judged(program, "03-05", did("serve", "03-02", "x"))).party is None


def test_a_case_that_names_nobody_has_one_track() -> None:
    verdict = judged(MANY, "03-05")
    assert ([(track.party, track.stage) for track in verdict.tracks], verdict.over) == ([(None, "new")], False)


def test_a_fork_takes_over_the_clocks_of_its_track() -> None:
    program = replace(MANY, periods=(Period("p", "c-p", within(90, "serve", which="first")),))
    verdict = judged(program, "03-06", did("serve", "03-02", "x"), did("meet", "03-05", "x", result="partly"))
    assert [track.limits[0].first for track in verdict.tracks] == ["2026-03-02", "2026-03-02"]


def test_a_holder_may_have_several_roles() -> None:
    program = replace(MANY, roles=(*MANY.roles, Role("head")), events=(*EVENTS, Event("order", actors=("head",))))
    parties = [("x", "R"), ("office", "A"), ("office", "head")]
    trace = [did("serve", "03-02", "x", by=("office",)), did("order", "03-03", "x", by=("office",))]
    assert kinds(judged(program, "03-04", *trace, parties=parties)) == []


def test_what_a_track_owes_from_its_beginning_is_owed_before_the_act_that_names_it() -> None:
    # The notice comes before the talk opens a duty; served without a word on who is who, it still was owed.
    program = replace(
        MANY,
        duties=(owe("s", "serve", on_stage("new"), within(3, id="s")),),
        edges=(edge("e1", "new", "talk", on_event("serve")),),
    )
    for named in ((), ("x",)):
        verdict = judged(program, "03-02", did("serve", "03-02", *named))
        effects = [(each.kind, each.norm) for row in only(verdict).timeline for each in row.effects]
        assert ("opened", "s") in effects and ("discharged", "s") in effects
