"""The clock acts by itself: lapses of one midnight, deemed events, reached days, provisional bounds, hours."""

from __future__ import annotations

from dataclasses import replace

from ecolang.program import Act, Anchor, Counting, Deadline, Deeming, Duty, Event, Period, Trigger
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
    open_ids,
    owe,
    policy,
    stages,
    within,
)

EVENTS = (
    Event("serve", actors=("A",)),
    Event("reply", actors=("B",)),
    Event("object", actors=("B",)),
    Event("publish", actors=("A",)),
)
REPLY = Duty("r", "c-r", ("B",), "one", (Act("reply"),), on_stage("wait"), deadlines=(within(5, "serve"),), lapses=True)
NO = ("not", ("field", "agrees"))
SILENCE = policy(
    events=EVENTS,
    stages=stages("new", "wait", "refused", "meet"),
    duties=(REPLY,),
    deemings=(Deeming("d", "c-d", Trigger("lapse", of="r"), "reply", (("agrees", False),)),),
    edges=(
        edge("e1", "new", "wait", on_event("serve")),
        edge("e2", "wait", "meet", on_event("reply", ("field", "agrees")), "duty", norm="r"),
        edge("e3", "wait", "refused", on_event("reply", NO), "duty", norm="r"),
    ),
)


def test_silence_is_deemed_on_the_day_after_the_last_day() -> None:
    # Served 2 March, last day 7 March.
    assert only(judged(SILENCE, "03-07", did("serve", "03-02"))).stage == "wait"
    track = only(judged(SILENCE, "03-08", did("serve", "03-02")))
    assert (track.stage, track.since) == ("refused", "2026-03-08")


def test_a_real_act_in_time_forestalls_what_would_be_deemed() -> None:
    track = only(judged(SILENCE, "04-01", did("serve", "03-02"), did("reply", "03-07", agrees=True)))
    assert (track.stage, [entry.kind for entry in track.timeline]) == ("meet", ["event", "event"])


def test_a_late_real_act_is_recorded_with_a_note_and_moves_nothing() -> None:
    verdict = judged(SILENCE, "04-01", did("serve", "03-02"), did("reply", "03-10", agrees=True))
    note = one(verdict, "after_deemed")
    assert (only(verdict).stage, note.degree, note.cite, kinds(verdict)) == (
        "refused",
        "note",
        "c-d",
        ["overdue", "after_deemed"],
    )


def test_a_late_real_act_moves_where_the_stage_has_an_edge_for_it() -> None:
    late = edge("e4", "refused", "meet", on_event("reply", ("field", "agrees")))
    program = replace(SILENCE, edges=(*SILENCE.edges, late))
    verdict = judged(program, "04-01", did("serve", "03-02"), did("reply", "03-10", agrees=True))
    assert (only(verdict).stage, kinds(verdict)) == ("meet", ["overdue", "after_deemed"])


def test_a_deemed_event_starts_clocks_opens_duties_and_counts() -> None:
    program = replace(
        SILENCE,
        duties=(*SILENCE.duties, owe("p", "publish", on_event("reply"), within(3, id="p"))),
        periods=(Period("sue", "c-s", within(10, "reply", id="s")),),
        powers=(may("m", "object", "refused", guard=("cmp", "=", ("count", "reply", None, "track"), ("lit", 1))),),
    )
    verdict = judged(program, "03-09", did("serve", "03-02"))
    track = only(verdict)
    # Deemed on 8 March: three days end on 11 March, ten on 18 March.
    assert [(duty.norm, duty.due.last) for duty in verdict.open_duties] == [("p", "2026-03-11")]
    assert [(limit.state, limit.due.last) for limit in track.limits] == [("running", "2026-03-18")]
    assert [power.norm for power in track.permitted] == ["m"]


def test_a_lapse_s_own_edge_comes_before_those_of_the_deemed_event() -> None:
    own = edge("lapse", "wait", "meet", Trigger("lapse", of="r"), "lapse")
    track = only(judged(replace(SILENCE, edges=(*SILENCE.edges, own)), "03-08", did("serve", "03-02")))
    assert (track.stage, [e.source for entry in track.timeline for e in entry.effects if e.kind == "moved"]) == (
        "meet",
        ["new", "wait"],
    )


def two_lapses(first: str) -> tuple[Duty, ...]:
    one_duty = Duty("a", "c-a", ("A",), "one", (Act("publish"),), on_stage("wait"), deadlines=(within(5, id="ta"),))
    other = Duty("b", "c-b", ("B",), "one", (Act("object"),), on_stage("wait"), deadlines=(within(5, id="tb"),))
    return (one_duty, other) if first == "a" else (other, one_duty)


def test_lapses_of_one_midnight_see_the_same_state_in_the_policy_s_order() -> None:
    for first, stage in (("a", "meet"), ("b", "refused")):
        program = replace(
            SILENCE,
            duties=two_lapses(first),
            deemings=(),
            edges=(
                edge("e1", "new", "wait", on_event("serve")),
                edge("ea", "wait", "meet", Trigger("lapse", of="a"), "lapse"),
                edge("eb", "wait", "refused", Trigger("lapse", of="b"), "lapse"),
            ),
        )
        verdict = judged(program, "03-10", did("serve", "03-02"))
        # Both lapse at 00:00 of 8 March; the first moves, the second is found all the same.
        assert only(verdict).stage == stage
        assert sorted(f.cite for f in verdict.findings) == ["c-t", "c-t"]


def test_the_second_lapse_does_not_see_what_the_first_did() -> None:
    program = replace(
        SILENCE,
        duties=two_lapses("a"),
        deemings=(
            Deeming("da", "c-da", Trigger("lapse", of="a"), "reply", ()),
            Deeming("db", "c-db", Trigger("lapse", of="b"), "publish", (), (), ("happened", "reply", None)),
        ),
        edges=(edge("e1", "new", "wait", on_event("serve")),),
    )
    track = only(judged(program, "03-10", did("serve", "03-02")))
    assert [entry.event for entry in track.timeline if entry.kind == "deemed"] == ["reply"]


def test_the_edges_of_a_second_lapse_do_not_start_from_where_the_first_moved_to() -> None:
    program = replace(
        SILENCE,
        duties=two_lapses("a"),
        deemings=(Deeming("db", "c-db", Trigger("lapse", of="b"), "reply", ()),),
        edges=(
            edge("e1", "new", "wait", on_event("serve")),
            edge("ea", "wait", "meet", Trigger("lapse", of="a"), "lapse"),
            edge("em", "meet", "refused", on_event("reply")),
        ),
    )
    assert only(judged(program, "03-10", did("serve", "03-02"))).stage == "meet"


def test_a_last_day_is_reached_on_itself_after_its_occurrences() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new", "shut"),
        periods=(Period("p", "c-p", within(5, "serve")),),
        edges=(
            edge("e", "new", "shut", Trigger("reached", of="p"), "lapse"),
            edge("x", "new", "new", on_event("object")),
        ),
    )
    assert only(judged(program, "03-06", did("serve", "03-02"))).stage == "new"
    verdict = judged(program, "03-07", did("serve", "03-02"), did("object", "03-07"))
    # 7 March itself; the objection of that day still found the old stage.
    assert (only(verdict).stage, only(verdict).since, kinds(verdict)) == ("shut", "2026-03-07", [])


def test_what_is_deemed_when_a_day_is_reached_is_dated_that_day() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new"),
        periods=(Period("p", "c-p", within(60, "serve")),),
        deemings=(Deeming("d", "c-d", Trigger("reached", of="p"), "publish"),),
    )
    track = only(judged(program, "06-01", did("serve", "03-02")))
    # 60 days from 2 March: 29 in March, 30 in April, 1 in May: 1 May.
    assert [entry.on for entry in track.timeline if entry.kind == "deemed"] == ["2026-05-01"]


UNSURE = Calendar([Layer("X", may_add_off=2, may_add_run=2)])
WORKDAYS = replace(SILENCE, duties=(replace(REPLY, deadlines=(within(5, "serve", unit="workday"),)),))


def test_a_provisional_lapse_waits_for_its_latest_day_and_is_dated_by_its_nominal_one() -> None:
    # Served Monday 2 March: nominal last day 9 March, at the latest 11 March.
    verdict = judged(WORKDAYS, "03-10", did("serve", "03-02"), calendar=UNSURE)
    assert (only(verdict).stage, verdict.open_duties[0].state, kinds(verdict)) == ("wait", "undetermined", [])
    assert verdict.provisional == ("X 2026",)
    verdict = judged(WORKDAYS, "03-12", did("serve", "03-02"), calendar=UNSURE)
    track = only(verdict)
    found = one(verdict, "overdue")
    assert (track.stage, track.since, found.on, found.due) == ("refused", "2026-03-10", "2026-03-10", "2026-03-09")


def test_an_act_between_the_bounds_is_undetermined() -> None:
    verdict = judged(WORKDAYS, "03-20", did("serve", "03-02"), did("reply", "03-10", agrees=True), calendar=UNSURE)
    found = one(verdict, "undetermined")
    assert (only(verdict).stage, found.degree, found.provisional) == ("meet", "caution", ("X 2026",))


def test_an_act_by_the_earliest_day_is_in_time() -> None:
    trace = [did("serve", "03-02"), did("reply", "03-09", agrees=True)]
    assert kinds(judged(WORKDAYS, "03-20", *trace, calendar=UNSURE)) == []


HOURS = policy(
    events=EVENTS,
    stages=stages("new", "late"),
    duties=(owe("r", "reply", on_event("serve"), within(24, "serve", unit="hour")),),
    edges=(edge("e", "new", "late", Trigger("lapse", of="r"), "lapse"),),
)


def test_a_period_in_hours_runs_from_instant_to_instant() -> None:
    trace = [did("serve", "03-02", at="10:00"), did("reply", "03-03", at="10:00")]
    assert kinds(judged(HOURS, "03-05", *trace)) == []
    trace[1] = did("reply", "03-03", at="10:01")
    verdict = judged(HOURS, "03-05", *trace)
    assert (only(verdict).stage, kinds(verdict)) == ("late", ["late"])


def test_a_lapse_in_hours_comes_between_the_occurrences_of_a_day() -> None:
    program = replace(HOURS, edges=(*HOURS.edges, edge("o", "new", "new", on_event("object"))))
    trace = [did("serve", "03-02", at="10:00"), did("object", "03-03", at="09:00"), did("object", "03-03", at="11:00")]
    effects = [e.kind for entry in only(judged(program, "03-03", *trace)).timeline for e in entry.effects]
    assert effects == ["opened", "moved", "lapsed", "moved", "no_edge"]


def test_an_occurrence_without_a_time_is_undetermined_between_the_instants() -> None:
    trace = [did("serve", "03-02", at="10:00"), did("reply", "03-03")]
    assert kinds(judged(HOURS, "03-03", *trace)) == ["undetermined"]


def test_a_deadline_in_a_month_without_the_day_is_rounded_as_the_policy_says() -> None:
    for rounding, last in (("last_day", "2026-02-28"), ("next_day", "2026-03-01")):
        deadline = Deadline(
            "t", "within", "c", 1, counting=Counting("month", month_end=rounding), anchor=Anchor("opening")
        )
        program = policy(events=EVENTS, stages=stages("s"), duties=(owe("r", "reply", on_event("serve"), deadline),))
        # One month from 31 January 2026.
        assert judged(program, "02-01", did("serve", "01-31")).open_duties[0].due.last == last


def test_a_lapse_opens_a_duty() -> None:
    after = owe("p", "publish", Trigger("lapse", of="r"), within(3, id="p"))
    program = replace(SILENCE, duties=(*SILENCE.duties, after))
    verdict = judged(program, "03-09", did("serve", "03-02"))
    # Overdue on 8 March, so opened that day; three days: 11 March.
    assert [(duty.norm, duty.due.last) for duty in verdict.open_duties] == [("p", "2026-03-11")]


def test_overdue_is_a_condition_until_the_real_act_comes() -> None:
    duty = replace(REPLY, lapses=False)
    power = may("m", "publish", "wait", guard=("overdue", "reply"))
    program = replace(SILENCE, duties=(duty,), deemings=(), powers=(power,), edges=SILENCE.edges[:1])
    assert only(judged(program, "03-07", did("serve", "03-02"))).permitted == ()
    assert [p.since for p in only(judged(program, "03-09", did("serve", "03-02"))).permitted] == ["2026-03-08"]
    done = judged(program, "03-12", did("serve", "03-02"), did("reply", "03-10"))
    assert (only(done).permitted, open_ids(done)) == ((), [])
