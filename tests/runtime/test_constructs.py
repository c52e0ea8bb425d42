"""Schedules, receipts, layers of single periods, time that stands still, last days brought forward."""

from __future__ import annotations

import json
from typing import Any

from ecolang.program import Anchor, Counting, Deadline, Document, Event, Period, PeriodOp, Program, Settings
from ecolang.program.features import features
from ecolang.time import Calendar, Layer
from ecolang.time.layer import layer_row
from ecolang_runtime.reference.engine import Run
from ecolang_runtime.verdict import Verdict
from tests.runtime.build import (
    case,
    day,
    did,
    judged,
    kinds,
    on_event,
    one,
    only,
    owe,
    policy,
    stages,
    when,
    within,
)

EVENTS = (
    Event("sign", actors=("A",), documents=("deed",)),
    Event("pay", actors=("A",)),
    Event("serve", actors=("A",)),
    Event("quit", actors=("A",)),
)
BY_ROW = Deadline("rows", "by", "c-rows", anchor=Anchor("row", document="deed", item="plan", column="on"))
PAY = owe("d", "pay", on_event("sign"), BY_ROW)
OVERDUE = PeriodOp("h", "c-h", "d", "hasten", when(("overdue", "pay")))


def plan(*days: str) -> dict[str, Any]:
    return {"deed": {"items": {"plan": [{"on": each, "sum": 100} for each in days]}}}


def scheduled(**more: Any) -> Program:
    return policy(events=EVENTS, documents=(Document("deed"),), stages=stages("new"), duties=(PAY,), **more)


def dues(verdict: Verdict) -> list[tuple[int, str | None]]:
    return [(each.row, each.due.last if each.due else None) for each in verdict.open_duties]


def test_a_duty_opens_for_each_row_and_an_act_discharges_the_first() -> None:
    signed = did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01", "2026-06-01"))
    verdict = judged(scheduled(), "04-01", signed, did("pay", "03-30"))
    assert dues(verdict) == [(2, "2026-05-01"), (3, "2026-06-01")]
    assert kinds(verdict) == []


def test_a_row_that_is_missed_names_its_number() -> None:
    signed = did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01"))
    verdict = judged(scheduled(), "05-03", signed, did("pay", "04-04"))
    # The first came three days late; the second lapsed at 00:00 of 2 May.
    assert [(f.kind, f.count, f.days, f.on) for f in verdict.findings] == [
        ("late", 1, 3, "2026-04-04"),
        ("overdue", 2, 2, "2026-05-02"),
    ]


def test_rows_are_read_anew_from_a_later_deed() -> None:
    first = did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01"))
    program = policy(
        events=EVENTS,
        documents=(Document("deed"),),
        stages=stages("new"),
        duties=(owe("d", "pay", on_event("sign", ("not", ("happened", "quit", None))), BY_ROW),),
    )
    later = did("sign", "03-20", documents=plan("2026-04-08", "2026-05-08"))
    assert dues(judged(program, "03-20", first, did("quit", "03-10"), later)) == [(1, "2026-04-08"), (2, "2026-05-08")]


def test_without_a_schedule_nothing_is_owed_and_the_item_is_missing() -> None:
    verdict = judged(scheduled(), "03-03", did("sign", "03-02"))
    assert (verdict.open_duties, [each.name for each in only(verdict).missing]) == ((), ["deed·plan"])


def test_after_one_row_is_missed_the_rest_is_one_debt() -> None:
    program = scheduled(period_ops=(OVERDUE,))
    signed = did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01", "2026-06-01"))
    # The first row lapses at 00:00 of 2 April; on that day the others fall due.
    assert dues(judged(program, "04-02", signed)) == [(1, "2026-04-01"), (2, "2026-04-02"), (3, "2026-04-02")]
    done = judged(program, "04-05", signed, did("pay", "04-04"))
    assert [(f.kind, f.count, f.due, f.days) for f in done.findings] == [
        ("late", 1, "2026-04-01", 3),
        ("late", 2, "2026-04-02", 2),
        ("late", 3, "2026-04-02", 2),
    ]
    assert done.open_duties == ()


def test_a_row_paid_in_time_leaves_nothing_overdue_when_the_next_is_missed() -> None:
    program = scheduled(period_ops=(OVERDUE,))
    signed = did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01", "2026-06-01"))
    trace = (signed, did("pay", "03-31"))
    assert dues(judged(program, "05-01", *trace)) == [(2, "2026-05-01"), (3, "2026-06-01")]
    assert dues(judged(program, "05-02", *trace)) == [(2, "2026-05-01"), (3, "2026-05-02")]


def test_rows_live_through_a_snapshot() -> None:
    program = scheduled(period_ops=(OVERDUE,))
    run = Run(program, Calendar(), case())
    run.record(did("sign", "03-02", documents=plan("2026-04-01", "2026-05-01")))
    run.wait(day("04-02"))
    again = Run.restore(program, Calendar(), json.loads(json.dumps(run.snapshot())))
    assert dues(again.as_of(day("04-02"))) == dues(run.as_of(day("04-02"))) == [(1, "2026-04-01"), (2, "2026-04-02")]


def test_a_day_and_a_number_of_an_item() -> None:
    by = Deadline("by", "by", "c-by", anchor=Anchor("item", document="deed", item="end"))
    days = Deadline("in", "within", "c-in", amount_from=("item", "deed", "grace"))
    program = policy(
        events=EVENTS,
        documents=(Document("deed"),),
        stages=stages("new"),
        duties=(owe("by", "pay", on_event("sign"), by), owe("in", "quit", on_event("sign"), days)),
    )
    held = did("sign", "03-02", documents={"deed": {"items": {"end": "2026-03-20", "grace": 10}}})
    assert [d.due.last if d.due else None for d in judged(program, "03-02", held).open_duties] == [
        "2026-03-20",
        "2026-03-12",
    ]
    # An item that is only said to be there holds no number.
    bare = did("sign", "03-02", documents={"deed": {"items": {"end": True, "grace": True}}})
    assert [d.due for d in judged(program, "03-02", bare).open_duties] == [None, None]


RECEIVED = Deadline("r", "within", "c-r", 10, anchor=Anchor("event", "serve", received=True))


def test_a_period_from_receipt() -> None:
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("d", "pay", on_event("serve"), RECEIVED),))
    told = judged(program, "03-20", did("serve", "03-02", received=day("03-05")))
    assert one(told, "overdue").due == "2026-03-15"
    # Nothing of a receipt: no last day, and the act names what is missing.
    bare = judged(program, "03-20", did("serve", "03-02"), did("pay", "03-20"))
    assert (kinds(bare), [each.name for each in only(bare).missing]) == ([], ["serve·received"])


def test_a_named_period_starts_on_the_day_of_receipt() -> None:
    program = policy(events=EVENTS, stages=stages("new"), periods=(Period("p", "c-p", RECEIVED),))
    (limit,) = judged(program, "03-06", did("serve", "03-02", received=day("03-05"))).limits
    assert (limit.first, limit.due and limit.due.last) == ("2026-03-05", "2026-03-15")
    verdict = judged(program, "03-06", did("serve", "03-02"))
    assert (verdict.limits[0].state, [each.name for each in only(verdict).missing]) == (
        "not_started",
        ["serve·received"],
    )


def test_a_period_goes_by_the_layers_that_it_names() -> None:
    one_layer = Layer("one", {day("03-04"): (False, "feast")}, name_en="one")
    other = Layer("other", {day("03-05"): (False, "fair")}, name_en="other")
    own = Deadline("o", "within", "c-o", 2, counting=Counting("workday", calendar=("other",)))
    program = policy(
        settings=Settings(calendars=("one",)),
        events=EVENTS,
        stages=stages("new"),
        duties=(
            owe("d", "pay", on_event("serve"), within(2, unit="workday")),
            owe("e", "quit", on_event("serve"), own),
        ),
        calendar_rows=(layer_row(one_layer), layer_row(other)),
    )
    verdict = judged(program, "03-02", did("serve", "03-02"), calendar=Calendar((one_layer,)))
    # From Monday 2 March: the 3rd and, without the feast, the 5th; by the other layer the 3rd and the 4th.
    assert [d.due.last if d.due else None for d in verdict.open_duties] == ["2026-03-05", "2026-03-04"]


STILL = Settings(standstill=(("08-01", "08-31", "recess"),))


def test_time_stands_still_for_every_period_but_those_that_run_on() -> None:
    runs_on = Deadline("o", "within", "c-o", 10, counting=Counting(runs_on=True))
    program = policy(
        settings=STILL,
        events=EVENTS,
        stages=stages("new"),
        duties=(owe("d", "pay", on_event("serve"), within(10)), owe("e", "quit", on_event("serve"), runs_on)),
    )
    verdict = judged(program, "07-28", did("serve", "07-28"))
    # 29 to 31 July and 1 to 7 September; or 29 July to 7 August.
    assert [d.due.last if d.due else None for d in verdict.open_duties] == ["2026-09-07", "2026-08-07"]


def test_hours_start_at_the_next_full_hour_where_the_policy_says_so() -> None:
    program = policy(
        settings=Settings(hour_start="next_hour"),
        events=EVENTS,
        stages=stages("new"),
        duties=(owe("d", "pay", on_event("serve"), within(2, "serve", unit="hour")),),
    )
    # From 10:20 the hours are those from 11:00 to 13:00.
    assert kinds(judged(program, "03-02", did("serve", "03-02", at="10:20"), did("pay", "03-02", at="13:00"))) == []
    late = judged(program, "03-02", did("serve", "03-02", at="10:20"), did("pay", "03-02", at="13:01"))
    assert kinds(late) == ["late"]


def test_a_named_period_is_brought_forward_once_and_a_restart_undoes_it() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new"),
        periods=(Period("p", "c-p", within(30, "serve")),),
        period_ops=(
            PeriodOp("h", "c-h", "p", "hasten", on_event("quit")),
            PeriodOp("r", "c-r", "p", "restart", on_event("sign")),
        ),
    )
    trace = (did("serve", "03-02"), did("quit", "03-10"))
    (limit,) = judged(program, "03-10", *trace).limits
    assert (limit.state, limit.due and limit.due.last) == ("running", "2026-03-10")
    assert judged(program, "03-11", *trace).limits[0].state == "lapsed"
    (again,) = judged(program, "03-12", *trace, did("sign", "03-12")).limits
    assert (again.state, again.due and again.due.last) == ("running", "2026-04-11")


def test_a_resumption_of_one_cause_leaves_the_other() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new"),
        periods=(Period("p", "c-p", within(30, "serve")),),
        period_ops=(
            PeriodOp("s1", "c", "p", "suspend", on_event("sign")),
            PeriodOp("s2", "c", "p", "suspend", on_event("quit")),
            PeriodOp("r1", "c", "p", "resume", on_event("pay"), ends=("s1",)),
        ),
    )
    trace = (did("serve", "03-02"), did("sign", "03-03"), did("quit", "03-04"), did("pay", "03-05"))
    assert judged(program, "03-06", *trace).limits[0].state == "suspended"


def test_a_program_names_what_not_every_engine_knows() -> None:
    assert features(scheduled(period_ops=(OVERDUE,))) == {"row", "hasten"}
    assert features(policy(settings=STILL)) == {"standstill"}
    assert features(policy()) == frozenset()
