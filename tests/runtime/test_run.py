"""A case in flight: record, as_of, snapshot, replay; left out, order of a day; readings."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, replace
from decimal import Decimal
from types import FrameType

import pytest

from ecolang.artifact import row_to_json
from ecolang.program import Act, Alternative, CountLimit, Deeming, Event, Program, Reading, Settings, Trigger
from ecolang.readings import ReadingProblem, choices_of, with_readings
from ecolang.time import Calendar, Layer
from ecolang_runtime.case import FactAt
from ecolang_runtime.reference.engine import OutOfOrder, Run, evaluate
from ecolang_runtime.reference.turns import evaluate_with_readings
from ecolang_runtime.verdict import Verdict
from tests.runtime.build import (
    case,
    day,
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
    within,
)

EVENTS = (Event("serve", actors=("A",)), Event("reply", actors=("B",)), Event("meet", actors=("A",)))
PROGRAM = policy(
    settings=Settings(calendars=("one",)),
    events=EVENTS,
    stages=stages("new", "wait", "talk", "no"),
    duties=(
        owe("r", "reply", on_stage("wait"), within(5, "serve", unit="workday"), bearers=("B",), lapses=True),
        owe("m", "meet", on_stage("talk"), within(10)),
    ),
    deemings=(Deeming("d", "c-d", Trigger("lapse", of="r"), "reply", (("agrees", False),)),),
    count_limits=(CountLimit("lim", "c-lim", Act("meet"), "max", 2),),
    edges=(
        edge("e1", "new", "wait", on_event("serve")),
        edge("e2", "wait", "talk", on_event("reply", ("field", "agrees"))),
        edge("e3", "wait", "no", on_event("reply", ("not", ("field", "agrees")))),
    ),
    powers=(may("p", "meet", "no", guard=("fact", "big")),),
)
TRACE = [did("serve", "03-02"), did("reply", "03-05", agrees=True), did("meet", "03-20"), did("meet", "03-21")]


def bytes_of(verdict: Verdict) -> str:
    """The verdict's content, computed dates by their last day."""
    return json.dumps(asdict(replace(verdict)), default=repr, sort_keys=True, ensure_ascii=False)


def test_replaying_the_same_trace_gives_the_same_bytes() -> None:
    one = bytes_of(judged(PROGRAM, "04-01", *TRACE, facts=[("big", True, "03-01")]))
    two = bytes_of(judged(PROGRAM, "04-01", *TRACE, facts=[("big", True, "03-01")]))
    assert one == two


def test_a_run_and_a_replay_give_the_same_verdict() -> None:
    run = Run(PROGRAM, Calendar(), case())
    for occurrence in TRACE:
        run.record(occurrence)
        run.as_of(occurrence.day + 3)
    assert bytes_of(run.as_of(day("04-01"))) == bytes_of(judged(PROGRAM, "04-01", *TRACE))


def test_a_case_opened_after_the_day_has_not_begun() -> None:
    verdict = judged(PROGRAM, "03-09", did("serve", "03-12"), opened="03-10")
    assert (verdict.begins, verdict.tracks, verdict.over, verdict.left_out) == ("2026-03-10", (), False, 1)
    begun = judged(PROGRAM, "03-10", did("serve", "03-12"), opened="03-10")
    assert (begun.begins, only(begun).stage, only(begun).since) == (None, "new", "2026-03-10")


def test_a_case_of_which_something_happened_before_it_was_opened_has_begun() -> None:
    verdict = judged(PROGRAM, "03-09", did("serve", "03-08"), opened="03-10")
    assert (verdict.begins, only(verdict).stage) == (None, "wait")


def test_as_of_changes_nothing() -> None:
    run = Run(PROGRAM, Calendar(), case())
    run.record(TRACE[0])
    assert only(run.as_of(day("05-01"))).stage == "no"
    run.record(TRACE[1])
    assert only(run.as_of(day("03-06"))).stage == "talk"


def test_a_snapshot_is_json_and_goes_on_where_it_was_taken() -> None:
    run = Run(PROGRAM, Calendar(), case(facts=[("big", Decimal("1.50"), "03-01"), ("late", 1, "03-30")]))
    for occurrence in TRACE[:2]:
        run.record(occurrence)
    again = Run.restore(PROGRAM, Calendar(), json.loads(json.dumps(run.snapshot())))
    for each in (run, again):
        for occurrence in TRACE[2:]:
            each.record(occurrence)
    assert bytes_of(run.as_of(day("04-01"))) == bytes_of(again.as_of(day("04-01")))
    assert run.snapshot() == again.snapshot()


@pytest.mark.parametrize("broken", [{}, {"state": 3}, {"state": {"r": "Run", "v": []}}, {"state": {"r": "Track"}}])
def test_what_is_no_snapshot_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="snapshot"):
        Run.restore(PROGRAM, Calendar(), broken)


def test_a_run_refuses_to_go_back_in_time() -> None:
    run = Run(PROGRAM, Calendar(), case())
    run.record(TRACE[1])
    with pytest.raises(OutOfOrder):
        run.record(TRACE[0])
    with pytest.raises(OutOfOrder):
        run.as_of(day("03-04"))


def test_a_fact_learnt_in_flight() -> None:
    run = Run(PROGRAM, Calendar(), case())
    run.record(TRACE[0])
    run.learn(FactAt("big", True, day("03-15")))
    assert [p.state for p in only(run.as_of(day("03-14"))).permitted] == ["unknown"]
    assert [(p.state, p.since) for p in only(run.as_of(day("03-15"))).permitted] == [("true", "2026-03-15")]


def calls_of_recording(run: Run) -> int:
    """How many Python functions one more record calls: a cost that no other process disturbs."""
    calls = 0

    def count(_: FrameType, kind: str, __: object) -> None:
        nonlocal calls
        calls += kind == "call"

    sys.setprofile(count)
    try:
        run.record(did("meet", "03-02"))
    finally:
        sys.setprofile(None)
    return calls


def test_recording_costs_the_same_however_long_the_history_is() -> None:
    run = Run(PROGRAM, Calendar(), case())
    for _ in range(10):
        run.record(did("meet", "03-02"))
    at_the_tenth = calls_of_recording(run)
    for _ in range(1000):
        run.record(did("meet", "03-02"))
    assert calls_of_recording(run) == at_the_tenth


def test_occurrences_after_the_as_of_day_are_left_out_and_counted() -> None:
    verdict = judged(PROGRAM, "03-05", *TRACE)
    assert (only(verdict).stage, verdict.left_out, len(only(verdict).timeline)) == ("talk", 2, 2)


def test_occurrences_are_taken_in_order_of_time_whatever_their_place() -> None:
    verdict = judged(PROGRAM, "03-06", TRACE[1], TRACE[0])
    assert only(verdict).stage == "talk"
    same_day = [did("reply", "03-02", agrees=True, at="11:00"), did("serve", "03-02", at="09:00")]
    assert only(judged(PROGRAM, "03-06", *same_day)).stage == "talk"


def test_a_verdict_that_turns_on_the_order_of_a_day_says_so() -> None:
    same_day = [did("serve", "03-02"), did("reply", "03-02", agrees=True)]
    assert judged(PROGRAM, "03-06", *same_day).order_matters == ("2026-03-02",)
    timed = [did("serve", "03-02", at="09:00"), did("reply", "03-02", agrees=True, at="11:00")]
    assert judged(PROGRAM, "03-06", *timed).order_matters == ()
    harmless = [did("serve", "03-02"), did("meet", "03-05"), did("meet", "03-05")]
    assert judged(PROGRAM, "03-06", *harmless).order_matters == ()


def test_a_case_without_events_is_in_the_start_stage() -> None:
    verdict = judged(PROGRAM, "03-06")
    assert (only(verdict).stage, only(verdict).since, verdict.over) == ("new", "2026-03-06", False)
    assert only(judged(PROGRAM, "03-06", opened="03-01")).since == "2026-03-01"


def test_the_timeline_says_what_each_entry_did() -> None:
    entries = only(judged(PROGRAM, "03-12", did("serve", "03-02"))).timeline
    # Five working days from Monday 2 March: Monday 9 March.
    assert [(e.on, e.kind, e.event, [f.kind for f in e.effects]) for e in entries] == [
        ("2026-03-02", "event", "serve", ["moved", "opened"]),
        ("2026-03-10", "lapse", None, ["lapsed"]),
        ("2026-03-10", "deemed", "reply", ["deemed", "moved"]),
    ]
    assert [entry.seq for entry in entries] == sorted({entry.seq for entry in entries})


def test_an_event_nobody_declared_is_free_of_rules() -> None:
    assert kinds(judged(PROGRAM, "03-06", did("picnic", "03-02"))) == []


CALENDARS = {"one": Calendar(), "two": Calendar([Layer("two", {day("03-09"): (False, "holiday")}, everywhere=True)])}


def read(program: Program) -> Program:
    longer = replace(PROGRAM.duties[0], deadlines=(within(9, "serve", unit="workday"),))
    new = owe("n", "meet", on_stage("wait"), within(1, id="n"))
    return replace(
        program,
        readings=(
            Reading(
                "length",
                "?",
                "c",
                "",
                (
                    Alternative("nine", "", {"duties": {"r": row_to_json(longer)}}),
                    Alternative("none", "", {"duties": {"r": None}, "deemings": {"d": None}}),
                    Alternative("more", "", {"duties": {"n": row_to_json(new)}}),
                ),
            ),
            Reading("calendar", "?", "c", "", (Alternative("other", "", {"settings": {"calendars": ["two"]}}),)),
        ),
    )


READ = read(PROGRAM)


def calendar_of(names: tuple[str, ...]) -> Calendar:
    return CALENDARS[names[0]]


def test_an_overlay_replaces_deletes_and_adds_rows() -> None:
    def ids(*choices: tuple[str, str]) -> list[tuple[str, int | None]]:
        changed = with_readings(READ, choices)
        assert isinstance(changed, Program)
        return [(row.id, row.deadlines[0].amount) for row in changed.duties]

    assert ids(("length", "nine")) == [("r", 9), ("m", 10)]
    assert ids(("length", "none")) == [("m", 10)]
    assert ids(("length", "more")) == [("r", 5), ("m", 10), ("n", 1)]
    settings = with_readings(READ, [("calendar", "other")])
    assert isinstance(settings, Program)
    assert settings.settings.calendars == ("two",)


def test_an_unknown_choice_is_a_value_that_names_what_there_is() -> None:
    assert with_readings(READ, [("x", "y")]) == ReadingProblem("unknown_reading", "x", "y", ("length", "calendar"))
    problem = with_readings(READ, [("length", "y")])
    assert problem == ReadingProblem("unknown_alternative", "length", "y", ("nine", "none", "more"))
    assert evaluate_with_readings(READ, calendar_of, case(), day("03-06"), [("x", "y")]) == with_readings(
        READ, [("x", "y")]
    )


def test_an_overlay_that_does_not_fit_is_a_value() -> None:
    for overlay in ({"dutys": {}}, {"duties": {"r": {"nonsense": 1}}}, {"settings": {"nonsense": 1}}):
        broken = replace(PROGRAM, readings=(Reading("a", "?", "c", "", (Alternative("b", "", overlay),)),))
        problem = with_readings(broken, [("a", "b")])
        assert isinstance(problem, ReadingProblem)
        assert problem.kind == "damaged"


def test_a_verdict_names_the_readings_that_it_turns_on() -> None:
    trace = case(did("serve", "03-02"))
    early = evaluate_with_readings(READ, calendar_of, trace, day("03-12"))
    assert isinstance(early, Verdict)
    # Lapsed on 9 March; nine days run to 13 March. A holiday on the 9th moves the last day to the 10th.
    assert only(early).stage == "no"
    assert early.turns_on == (("length", "nine"), ("length", "none"), ("length", "more"), ("calendar", "other"))
    assert choices_of(READ) == early.turns_on
    before = evaluate_with_readings(READ, calendar_of, case(), day("03-12"))
    assert isinstance(before, Verdict)
    assert before.turns_on == ()


def test_a_chosen_reading_is_in_force_and_is_not_tried_again() -> None:
    trace = case(did("serve", "03-02"))
    verdict = evaluate_with_readings(READ, calendar_of, trace, day("03-12"), [("length", "nine")])
    assert isinstance(verdict, Verdict)
    assert (only(verdict).stage, verdict.readings, open_ids(verdict)) == ("wait", (("length", "nine"),), ["r"])
    assert verdict.turns_on == (("calendar", "other"),)


def test_one_evaluation_does_not_change_the_next() -> None:
    calendar = Calendar()
    first = bytes_of(evaluate(PROGRAM, calendar, case(*TRACE), day("04-01")))
    evaluate(PROGRAM, calendar, case(TRACE[0]), day("06-01"))
    assert bytes_of(evaluate(PROGRAM, calendar, case(*TRACE), day("04-01"))) == first
