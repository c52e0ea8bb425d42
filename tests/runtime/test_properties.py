"""What holds for every trace, on a policy that has every construct."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ecolang.program import (
    Act,
    ActorRule,
    Allowance,
    Anchor,
    Contents,
    CountLimit,
    Deadline,
    Deeming,
    Document,
    Event,
    Ground,
    Item,
    Order,
    Period,
    PeriodOp,
    Prohibition,
    Role,
    Settings,
    Signature,
    Trigger,
)
from ecolang.time import Calendar, Layer
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.reference.engine import Run, evaluate, in_order
from tests.runtime.build import day, edge, may, on_event, on_stage, owe, policy, stages, when, within

NAMES = ("serve", "reply", "meet", "apply", "fail", "sue", "publish", "halt", "resume", "ask", "grant", "refuse")
CALENDAR = Calendar([Layer("X", may_add_off=2, may_add_run=2)])
LEAD = Deadline("lead", "before", "c-lead", 2, anchor=Anchor("event", "meet", which="next", planned=("serve", "on")))
AGREES = ("field", "agrees")
PROGRAM = policy(
    settings=Settings(track_role="R", roll="next_working", month_end="last_day"),
    roles=(Role("A"), Role("lead", part_of="A"), Role("R", many=True)),
    documents=(Document("minutes", signatures=(Signature(("A", "R"), "c-sig", refusing="R", noted_by="lead"),)),),
    contents=(Contents("k", "minutes", (Item("place", 1, None),), "c-k"),),
    orders=(Order("o", "c-o", "meet", (Item("a", 1, None), Item("b", 2, None))),),
    events=(
        Event("serve", actors=("A",), to=("R",)),
        Event("reply", actors=("R",)),
        Event("meet", actors=("A",), documents=("minutes",)),
        Event("apply", actors=("A", "R"), joint=True),
        Event("fail", actors=("A",)),
        Event("sue", actors=("A",)),
        Event("publish", actors=("A",), scope="case"),
        *(Event(name) for name in NAMES[7:]),
    ),
    stages=stages("new", "wait", "talk", "sign", "failed", outcomes=("done", "sued")),
    periods=(
        Period(
            "p",
            "c-p",
            within(20, "serve", which="first"),
            limit_degree="principle",
            limit_stages=("wait", "talk"),
            allowances=(Allowance(5, "c-x", ("fact", "big"), Act("grant"), request=Act("ask"), refusal=Act("refuse")),),
        ),
        Period("whole", "c-w", within(1, "serve", unit="month"), scope="case", limit_degree="must"),
    ),
    period_ops=(
        PeriodOp("s", "c-s", "p", "suspend", on_event("halt"), cap=4),
        PeriodOp("r", "c-r", "p", "resume", on_event("resume")),
        PeriodOp("ss", "c-ss", "whole", "suspend", when(("fact", "big"))),
    ),
    duties=(
        owe("serve", "serve", on_stage("new"), LEAD),
        owe("reply", "reply", on_stage("wait"), within(3, "serve", unit="workday"), bearers=("R",), lapses=True),
        owe("sign", "apply", on_stage("sign"), within(48, "meet", unit="hour"), bearers=("A", "R"), together="joint"),
        owe("pub", "publish", Trigger("start"), within(10, id="pub"), scope="case"),
        owe("sue", "sue", on_event("meet", ("not", AGREES)), Deadline("pr", "prompt", "c-pr", 7)),
        owe("late", "publish", Trigger("lapse", of="p"), within(2, id="l"), degree="principle"),
    ),
    deemings=(
        Deeming("d", "c-d", Trigger("lapse", of="reply"), "reply", (("agrees", False),)),
        Deeming("e", "c-e", Trigger("reached", of="p"), "fail", (), ("sign",)),
    ),
    count_limits=(
        CountLimit(
            "n", "c-n", Act("meet"), "max", 2, "principle", allowances=(Allowance(1, "c-a", None, Act("grant")),)
        ),
        CountLimit("m", "c-m", Act("meet"), "min", 1, before=Act("apply"), void=True),
        CountLimit("c", "c-c", Act("meet"), "max", 3, scope="case"),
    ),
    prohibitions=(
        Prohibition("x", "c-x", (), (Act("sue"),), ("new",), ("not", ("happened", "serve", None)), void=True),
    ),
    actor_rules=(ActorRule("ar", "c-ar", ("meet",), "lead", ("fact", "big")),),
    powers=(
        may(
            "fail",
            "fail",
            "wait",
            "talk",
            grounds=(
                Ground("g1", "g1", ("overdue", "reply")),
                Ground("g2", "g2", ("period", "p", "lapsed")),
                Ground("g3", "g3", ("and", ("fact", "big"), ("tracks", "any_other", ("in", ("failed",))))),
            ),
        ),
        may("go", "apply", "talk", holders=("A", "R"), together="joint", until=within(5, "meet")),
    ),
    edges=(
        edge("e1", "new", "wait", on_event("serve"), "duty"),
        edge("e2", "wait", "talk", on_event("reply", AGREES), "duty"),
        edge("e3", "wait", "failed", on_event("reply", ("not", AGREES)), "duty"),
        edge("e4", "talk", "sign", on_event("meet", AGREES)),
        edge("e5", "talk", "talk", on_event("meet", ("not", AGREES))),
        edge("e6", "talk", "failed", on_event("fail"), "power", norm="fail"),
        edge("e7", "wait", "failed", on_event("fail"), "power", norm="fail"),
        edge("e8", "sign", "done", on_event("apply")),
        edge("e9", "failed", "sued", on_event("sue"), reach="all"),
        edge("f", "talk", "failed", on_event("meet", ("not", AGREES)), fork="rest"),
        edge("c", "talk", "failed", when(("tracks", "all_other", ("in", ("failed", "sued"))))),
        edge("l", "sign", "failed", Trigger("lapse", of="sign"), "lapse"),
    ),
)

START = day("03-02")
PARTY = st.lists(st.sampled_from(["x", "y"]), max_size=2, unique=True).map(tuple)
FIELDS = st.fixed_dictionaries(
    {}, optional={"agrees": st.booleans(), "on": st.integers(START, START + 40).map(lambda d: d)}
)
MINUTES = st.fixed_dictionaries(
    {},
    optional={
        "items": st.sampled_from([{}, {"place": "x"}, {1: ""}]),
        "signed": st.lists(st.sampled_from(["A", "R", "x", "lead"]), max_size=3),
        "refused": st.just(["R"]),
        "noted": st.just(["lead"]),
    },
)


@st.composite
def occurrences(draw: Any) -> Occurrence:
    return Occurrence(
        draw(st.sampled_from(NAMES)),
        START + draw(st.integers(0, 45)),
        draw(st.none() | st.integers(0, 1439)),
        draw(st.lists(st.sampled_from(["A", "R", "lead", "x", "stranger"]), max_size=2).map(tuple)),
        draw(PARTY),
        draw(FIELDS),
        documents=draw(st.just({}) | MINUTES.map(lambda minutes: {"minutes": minutes})),
        steps=draw(st.none() | st.lists(st.sampled_from(["a", "b", "2"]), max_size=3).map(tuple)),
        ground=draw(st.none() | st.sampled_from(["g1", "g2", "nothing"])),
        part=draw(st.none() | st.just("rest")),
    )


FACTS = st.lists(
    st.builds(FactAt, st.just("big"), st.booleans(), st.integers(START - 5, START + 45), st.sampled_from([None, "x"])),
    max_size=3,
)
CASES = st.builds(
    CaseData,
    st.just("c"),
    st.none() | st.just(START),
    st.sampled_from([(), (("x", "R"), ("y", "R"))]),
    FACTS.map(tuple),
    st.lists(occurrences(), max_size=12).map(tuple),
)


def bytes_of(value: Any) -> str:
    return json.dumps(asdict(value), default=repr, sort_keys=True, ensure_ascii=False)


@settings(max_examples=40, deadline=None)
@given(CASES, st.integers(0, 60))
def test_a_run_restored_after_each_event_gives_the_verdict_of_the_replay(case: CaseData, until: int) -> None:
    as_of = START + until
    run = Run(PROGRAM, CALENDAR, case)
    left_out = 0
    for occurrence in in_order(case.occurrences):
        if occurrence.day > as_of:
            left_out += 1
            continue
        run.record(occurrence)
        run.as_of(max(as_of, occurrence.day))
        run = Run.restore(PROGRAM, CALENDAR, json.loads(json.dumps(run.snapshot())))
    replayed = evaluate(PROGRAM, CALENDAR, case, as_of)
    flown = run.as_of(as_of, left_out)
    assert bytes_of(flown) == bytes_of(replace(replayed, order_matters=()))


@settings(max_examples=40, deadline=None)
@given(CASES, st.integers(0, 60), st.integers(1, 20))
def test_a_later_verdict_keeps_what_an_earlier_one_found(case: CaseData, until: int, more: int) -> None:
    case = replace(case, opened=START, parties=(("x", "R"), ("y", "R")))
    early = evaluate(PROGRAM, CALENDAR, case, START + until)
    later = evaluate(PROGRAM, CALENDAR, case, START + until + more)
    # A finding of an act that had no effect, or of a thing that is over, is never taken back.
    kept = {"forbidden", "wrong_actor", "not_permitted", "incomplete", "unsigned", "unnoted", "late", "exceeded"}
    for finding in early.findings:
        if finding.kind in kept:
            assert (finding.kind, finding.cite, finding.event, finding.on) in {
                (f.kind, f.cite, f.event, f.on) for f in later.findings
            }
    for track in early.tracks:
        again = later.track(track.party, track.part)
        assert again is not None
        assert again.timeline[: len(track.timeline)] == track.timeline
        assert not track.outcome or again.outcome


@settings(max_examples=40, deadline=None)
@given(CASES)
def test_every_day_of_a_verdict_lies_where_it_may(case: CaseData) -> None:
    as_of = START + 60
    verdict = evaluate(PROGRAM, CALENDAR, case, as_of)
    known = {stage.id for stage in PROGRAM.stages}
    edges = {(row.source, row.target) for row in PROGRAM.edges}
    for track in verdict.tracks:
        assert track.stage in known
        days = [entry.on for entry in track.timeline]
        assert [entry.seq for entry in track.timeline] == sorted(entry.seq for entry in track.timeline), days
        for entry in track.timeline:
            for effect in entry.effects:
                if effect.kind == "moved":
                    assert (effect.source, effect.target) in edges
    for duty in verdict.open_duties:
        assert duty.age >= 0
        assert duty.state != "open" or duty.due is None or duty.due.days_left is None or duty.due.days_left >= 0
