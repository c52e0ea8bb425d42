"""Counts with approved excess, minimums, and limits on periods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecolang.program import Act, Allowance, CountLimit, Event, Period, Program, Settings
from tests.runtime.build import (
    did,
    edge,
    judged,
    kinds,
    may,
    on_event,
    one,
    only,
    policy,
    stages,
    within,
)

EVENTS = (
    Event("meet", actors=("A",)),
    Event("approve", actors=("C",)),
    Event("sign", actors=("A",)),
    Event("go", actors=("A",)),
)


def limited(*allowances: Allowance, **more: Any) -> Program:
    row = CountLimit("lim", "c-lim", Act("meet"), "max", 3, allowances=allowances, **more)
    return policy(
        events=EVENTS,
        stages=stages("talk", "done"),
        count_limits=(row,),
        edges=(edge("e", "talk", "done", on_event("sign")),),
    )


def meetings(n: int, start: int = 1) -> list[Any]:
    return [did("meet", f"03-{start + place:02}") for place in range(n)]


BIG = [("big", True, "03-01")]
EXTRA = Allowance(1, "c-x", ("fact", "big"), Act("approve"), prior=True, each=True)


def test_up_to_the_number_nothing_is_broken_and_each_is_counted() -> None:
    verdict = judged(limited(), "03-20", *meetings(3))
    limit = only(verdict).limits[0]
    assert (kinds(verdict), limit.used, limit.allowed, limit.extended) == ([], 3, 3, 0)
    counted = [(e.count, e.limit) for entry in only(verdict).timeline for e in entry.effects if e.kind == "counted"]
    assert counted == [(1, 3), (2, 3), (3, 3)]


def test_one_too_many_takes_effect_with_a_violation() -> None:
    verdict = judged(limited(), "03-20", *meetings(4))
    found = one(verdict, "too_many")
    assert (found.degree, found.count, found.limit, found.on, found.effect) == ("violation", 4, 3, "2026-03-04", True)


def test_a_void_excess_fails_alone() -> None:
    verdict = judged(limited(void=True), "03-20", *meetings(5))
    # The fourth and the fifth have no effect: three stay counted.
    assert (kinds(verdict), only(verdict).limits[0].used) == (["too_many", "too_many"], 3)


def test_an_approval_before_it_carries_the_excess() -> None:
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06")]
    verdict = judged(limited(EXTRA), "03-20", *trace, facts=BIG)
    limit = only(verdict).limits[0]
    assert (kinds(verdict), limit.used, limit.allowed, limit.extended) == ([], 4, 4, 1)


def test_an_approval_after_it_does_not_where_it_must_be_prior() -> None:
    trace = [*meetings(4), did("approve", "03-05")]
    assert kinds(judged(limited(EXTRA), "03-20", *trace, facts=BIG)) == ["too_many"]


def test_an_approval_that_need_not_be_prior_lifts_the_finding() -> None:
    trace = [*meetings(4), did("approve", "03-05")]
    program = limited(replace(EXTRA, prior=False))
    assert kinds(judged(program, "03-04", *trace, facts=BIG)) == ["too_many"]
    assert kinds(judged(program, "03-20", *trace, facts=BIG)) == []


def test_an_excess_without_its_condition_is_not_carried() -> None:
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06")]
    verdict = judged(limited(EXTRA), "03-20", *trace, facts=[("big", False, "03-01")])
    assert kinds(verdict) == ["too_many"]


def test_an_unknown_condition_of_an_allowance_breaks_nothing_and_is_named() -> None:
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06")]
    verdict = judged(limited(EXTRA), "03-20", *trace)
    assert (kinds(verdict), [row.name for row in only(verdict).missing]) == ([], ["big"])


def test_each_unit_of_excess_needs_its_own_approval() -> None:
    two = replace(EXTRA, number=2)
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06"), did("meet", "03-07")]
    verdict = judged(limited(two), "03-20", *trace, facts=BIG)
    assert (one(verdict, "too_many").count, one(verdict, "too_many").limit) == (5, 4)
    trace.insert(4, did("approve", "03-05"))
    assert kinds(judged(limited(two), "03-20", *trace, facts=BIG)) == []


def test_one_approval_may_carry_all_units() -> None:
    both = replace(EXTRA, number=2, each=False)
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06"), did("meet", "03-07")]
    assert kinds(judged(limited(both), "03-20", *trace, facts=BIG)) == []


def test_an_addition_may_be_granted_so_many_times() -> None:
    twice = replace(EXTRA, times=2)
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06"), did("approve", "03-07"), did("meet", "03-08")]
    # 3, and 1 more twice: the fourth and the fifth have their approvals, the sixth is beyond the exception.
    assert kinds(judged(limited(twice), "03-20", *trace, facts=BIG)) == []
    trace += [did("approve", "03-09"), did("meet", "03-10")]
    verdict = judged(limited(twice), "03-20", *trace, facts=BIG)
    assert (one(verdict, "too_many").count, one(verdict, "too_many").limit) == (6, 5)


def test_an_addition_granted_once_does_not_carry_what_the_second_would_add() -> None:
    twice = replace(EXTRA, times=2, each=False)
    trace = [*meetings(3), did("approve", "03-05"), did("meet", "03-06"), did("meet", "03-07")]
    verdict = judged(limited(twice), "03-20", *trace, facts=BIG)
    assert (one(verdict, "too_many").count, one(verdict, "too_many").limit) == (5, 4)


def test_in_principle_softens_the_base_number_only() -> None:
    program = limited(EXTRA, degree="principle")
    # The fourth, unapproved, lies within the written exception; the fifth beyond it.
    found = judged(program, "03-20", *meetings(5), facts=BIG).findings
    assert [(f.count, f.degree) for f in found] == [(4, "caution"), (5, "violation")]


def test_in_principle_without_an_exception_is_a_caution() -> None:
    assert one(judged(limited(degree="principle"), "03-20", *meetings(4)), "too_many").degree == "caution"


def test_only_occurrences_in_the_counted_stages_and_conditions_count() -> None:
    program = limited(stages=("talk",), guard=("not", ("field", "off")))
    trace = [did("meet", f"03-{d:02}", off=d == 2) for d in (1, 2, 3, 4)]
    trace += [did("sign", "03-05"), did("meet", "03-06", off=False)]
    verdict = judged(program, "03-20", *trace)
    assert ([f for f in kinds(verdict) if f == "too_many"], only(verdict).limits[0].used) == ([], 3)


def test_a_minimum_before_another_act() -> None:
    row = CountLimit("min", "c-min", Act("meet"), "min", 2, before=Act("sign"))
    program = replace(limited(), count_limits=(row,))
    verdict = judged(program, "03-20", did("meet", "03-01"), did("sign", "03-02"))
    found = one(verdict, "too_few")
    assert (found.count, found.limit, found.event, only(verdict).stage) == (1, 2, "sign", "done")
    assert kinds(judged(program, "03-20", *meetings(2), did("sign", "03-05"))) == []
    void = replace(program, count_limits=(replace(row, void=True),))
    assert only(judged(void, "03-20", did("meet", "03-01"), did("sign", "03-02"))).stage == "talk"


def test_a_count_of_the_case_counts_a_joint_meeting_once() -> None:
    program = replace(limited(scope="case"), settings=Settings(track_role="R"))
    parties = [("x", "R"), ("y", "R")]
    trace = [did("meet", f"03-{d:02}", "x", "y") for d in (1, 2, 3)]
    verdict = judged(program, "03-20", *trace, parties=parties)
    assert (kinds(verdict), verdict.tracks[0].limits[0].used) == ([], 3)
    verdict = judged(program, "03-20", *trace, did("meet", "03-04", "x"), parties=parties)
    # The fourth is found once, for the case.
    assert ([f.kind for f in verdict.case_findings], kinds(verdict)) == (["too_many"], ["too_many"])


def test_a_count_of_each_track_counts_it_on_each() -> None:
    program = replace(limited(), settings=Settings(track_role="R"))
    trace = [did("meet", f"03-{d:02}", "x", "y") for d in (1, 2, 3)] + [did("meet", "03-04", "x")]
    verdict = judged(program, "03-20", *trace, parties=[("x", "R"), ("y", "R")])
    assert [(t.party, t.limits[0].used, kinds(t)) for t in verdict.tracks] == [("x", 4, ["too_many"]), ("y", 3, [])]


PERIOD = Period("p", "c-p", within(90, "meet", which="first"), limit_degree="principle", limit_stages=("talk",))
TALKS = policy(
    events=EVENTS,
    stages=stages("talk", "done"),
    periods=(PERIOD,),
    edges=(edge("e", "talk", "done", on_event("sign")),),
    powers=(may("fail", "go", "talk", guard=("period", "p", "lapsed")),),
)


def test_still_being_there_after_the_last_day_is_a_finding_that_runs() -> None:
    # 90 days from 1 March: 30 in March, 30 in April, 30 in May: 30 May.
    assert kinds(judged(TALKS, "05-30", did("meet", "03-01"))) == []
    found = one(judged(TALKS, "06-02", did("meet", "03-01")), "exceeded")
    assert (found.on, found.due, found.days, found.degree) == ("2026-05-31", "2026-05-30", 3, "caution")


def test_the_days_over_stop_when_the_track_leaves() -> None:
    found = one(judged(TALKS, "07-01", did("meet", "03-01"), did("sign", "06-04")), "exceeded")
    assert (found.days, found.actual) == (5, "2026-06-04")


def test_leaving_on_the_last_day_is_in_time() -> None:
    assert kinds(judged(TALKS, "07-01", did("meet", "03-01"), did("sign", "05-30"))) == []


def test_the_period_counts_from_the_first_and_later_ones_change_nothing() -> None:
    limit = only(judged(TALKS, "04-10", did("meet", "03-01"), did("meet", "04-01"))).limits[0]
    assert (limit.first, limit.due.last, limit.used, limit.state) == ("2026-03-01", "2026-05-30", 40, "running")


def test_a_lapsed_period_is_a_ground_from_the_day_after() -> None:
    assert only(judged(TALKS, "05-30", did("meet", "03-01"))).permitted == ()
    assert [p.since for p in only(judged(TALKS, "06-02", did("meet", "03-01"))).permitted] == ["2026-05-31"]


def test_a_period_of_the_case_runs_once_for_all() -> None:
    program = replace(TALKS, settings=Settings(track_role="R"), periods=(replace(PERIOD, scope="case"),))
    trace = [did("meet", "03-01", "x"), did("meet", "04-01", "y")]
    verdict = judged(program, "06-02", *trace, parties=[("x", "R"), ("y", "R")])
    assert [f.kind for f in verdict.case_findings] == ["exceeded"]
    assert [track.limits[0].first for track in verdict.tracks] == ["2026-03-01", "2026-03-01"]


def test_the_condition_of_an_exception_that_nobody_needs_is_not_missing() -> None:
    assert only(judged(limited(EXTRA), "03-20", *meetings(2))).missing == ()
