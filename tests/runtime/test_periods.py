"""Named periods: suspension, resumption, caps, restart, end, extension."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecolang.program import Act, Allowance, Event, Period, PeriodOp, Program, Trigger
from ecolang_runtime.verdict import Limit, Verdict
from tests.runtime.build import did, edge, judged, on_event, on_stage, only, owe, policy, stages, when, within

EVENTS = tuple(Event(name) for name in ("start", "stop", "halt", "resume", "ask", "grant", "refuse", "again"))


def op(id: str, kind: str, trigger: Trigger, **more: Any) -> PeriodOp:
    return PeriodOp(id, f"c-{id}", more.pop("period", "p"), kind, trigger, **more)


def running(*ops: PeriodOp, allowances: tuple[Allowance, ...] = (), amount: int = 10) -> Program:
    period = Period("p", "c-p", within(amount, "start"), allowances=allowances)
    return policy(events=EVENTS, stages=stages("s"), periods=(period,), period_ops=ops)


STOP_AND_GO = (
    op("s1", "suspend", on_event("stop")),
    op("s2", "suspend", on_event("halt")),
    op("go", "resume", on_event("resume")),
)


def limit(verdict: Verdict) -> Limit:
    return only(verdict).limits[0]


def test_a_suspension_covers_its_first_day_to_the_day_before_resumption() -> None:
    trace = [did("start", "03-01"), did("stop", "03-05"), did("resume", "03-08")]
    found = limit(judged(running(*STOP_AND_GO), "03-09", *trace))
    # 2, 3, 4 March are three days; 5, 6, 7 are suspended; the fourth is 8 March, the tenth 14 March.
    assert (found.state, found.due.last, found.suspended) == ("running", "2026-03-14", 3)


def test_an_open_suspension_leaves_the_last_day_undetermined() -> None:
    found = limit(judged(running(*STOP_AND_GO), "04-01", did("start", "03-01"), did("stop", "03-05")))
    assert (found.state, found.due.last) == ("suspended", None)


def test_overlapping_causes_count_once() -> None:
    trace = [did("start", "03-01"), did("stop", "03-05"), did("halt", "03-06"), did("resume", "03-08")]
    assert limit(judged(running(*STOP_AND_GO), "03-09", *trace)).due.last == "2026-03-14"


def test_a_resumption_may_end_one_cause_only() -> None:
    ops = (*STOP_AND_GO[:2], op("go", "resume", on_event("resume"), ends=("s1",)))
    trace = [did("start", "03-01"), did("stop", "03-05"), did("halt", "03-06"), did("resume", "03-08")]
    assert limit(judged(running(*ops), "03-09", *trace)).state == "suspended"


def test_at_the_cap_the_clock_runs_again() -> None:
    ops = (op("s1", "suspend", on_event("stop"), cap=2),)
    trace = [did("start", "03-01"), did("stop", "03-05")]
    # 5 and 6 March are suspended: the tenth day is 13 March.
    assert limit(judged(running(*ops), "03-06", *trace)).state == "suspended"
    found = limit(judged(running(*ops), "03-07", *trace))
    assert (found.state, found.due.last) == ("running", "2026-03-13")


def test_a_condition_sees_the_cap_end_without_an_event() -> None:
    ops = (op("s1", "suspend", on_event("stop"), cap=2),)
    program = replace(
        running(*ops),
        stages=stages("s", "t"),
        edges=(edge("e", "s", "t", when(("and", ("happened", "stop", None), ("period", "p", "running")))),),
    )
    assert only(judged(program, "03-10", did("start", "03-01"), did("stop", "03-05"))).since == "2026-03-07"


def test_a_suspension_lasts_as_long_as_its_condition() -> None:
    ops = (op("s1", "suspend", when(("fact", "ill"))),)
    facts = [("ill", True, "03-05"), ("ill", False, "03-08")]
    assert limit(judged(running(*ops), "03-09", did("start", "03-01"), facts=facts)).due.last == "2026-03-14"


def test_a_suspension_whose_condition_held_before_the_start_begins_with_it() -> None:
    ops = (op("s1", "suspend", when(("fact", "ill"))),)
    found = limit(judged(running(*ops), "03-05", did("start", "03-03"), opened="03-01", facts=[("ill", True, "03-01")]))
    assert found.state == "suspended"


def test_a_suspension_may_last_as_long_as_a_stage() -> None:
    program = replace(
        running(op("s1", "suspend", on_stage("court"))),
        stages=stages("s", "court"),
        edges=(edge("e", "s", "court", on_event("stop")), edge("f", "court", "s", on_event("resume"))),
    )
    trace = [did("start", "03-01"), did("stop", "03-05"), did("resume", "03-08")]
    assert limit(judged(program, "03-09", *trace)).due.last == "2026-03-14"


def test_a_restart_counts_anew_and_forgets_suspensions() -> None:
    ops = (*STOP_AND_GO, op("re", "restart", on_event("again")))
    trace = [did("start", "03-01"), did("stop", "03-05"), did("again", "03-10")]
    found = limit(judged(running(*ops), "03-11", *trace))
    # Ten days from 10 March.
    assert (found.state, found.due.last, found.first) == ("running", "2026-03-20", "2026-03-10")


def test_a_restart_revives_a_lapsed_period() -> None:
    ops = (op("re", "restart", on_event("again")),)
    trace = [did("start", "03-01"), did("again", "03-20")]
    assert limit(judged(running(*ops), "03-15", *trace)).state == "lapsed"
    assert limit(judged(running(*ops), "03-21", *trace)).state == "running"


def test_an_ended_period_does_not_lapse() -> None:
    ops = (op("end", "end", on_event("halt")),)
    assert limit(judged(running(*ops), "04-01", did("start", "03-01"), did("halt", "03-05"))).state == "ended"


def test_a_duty_s_period_is_suspended_as_well() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("s"),
        duties=(owe("d", "again", on_event("start"), within(10)),),
        period_ops=tuple(replace(row, period="d") for row in STOP_AND_GO),
    )
    verdict = judged(program, "03-09", did("start", "03-01"), did("stop", "03-05"), did("resume", "03-08"))
    assert verdict.open_duties[0].due.last == "2026-03-14"


GRANT = Allowance(5, "c-x", approval=Act("grant"), request=Act("ask"), refusal=Act("refuse"))


def test_an_approved_extension_is_added_and_the_whole_recounted() -> None:
    trace = [did("start", "03-01"), did("grant", "03-05")]
    found = limit(judged(running(allowances=(GRANT,)), "03-06", *trace))
    # Fifteen days from 1 March.
    assert (found.due.last, found.allowed, found.extended) == ("2026-03-16", 15, 5)


def test_an_approval_after_the_lapse_comes_too_late() -> None:
    trace = [did("start", "03-01"), did("grant", "03-12")]
    assert limit(judged(running(allowances=(GRANT,)), "03-13", *trace)).state == "lapsed"


def test_a_request_in_time_holds_the_lapse_until_it_is_decided() -> None:
    trace = [did("start", "03-01"), did("ask", "03-10")]
    program = running(allowances=(GRANT,))
    assert limit(judged(program, "03-20", *trace)).state == "running"
    # Granted on 13 March: 16 March. Refused: lapsed at its original end, 11 March.
    granted = limit(judged(program, "03-14", *trace, did("grant", "03-13")))
    assert (granted.state, granted.due.last) == ("running", "2026-03-16")
    refused = judged(program, "03-14", *trace, did("refuse", "03-13"))
    lapse = next(entry for entry in only(refused).timeline if entry.kind == "lapse")
    assert (limit(refused).state, lapse.on) == ("lapsed", "2026-03-12")


def test_an_extension_is_granted_once_unless_more_is_said() -> None:
    trace = [did("start", "03-01"), did("grant", "03-05"), did("grant", "03-06")]
    assert limit(judged(running(allowances=(GRANT,)), "03-07", *trace)).due.last == "2026-03-16"
    twice = running(allowances=(replace(GRANT, times=2),))
    assert limit(judged(twice, "03-07", *trace)).due.last == "2026-03-21"


def test_an_extension_without_an_approval_holds_while_its_condition_does() -> None:
    program = running(allowances=(Allowance(5, "c-x", ("fact", "big")),))
    facts = [("big", True, "03-05")]
    assert limit(judged(program, "03-06", did("start", "03-01"), facts=facts)).due.last == "2026-03-16"
    assert limit(judged(program, "03-12", did("start", "03-01"), facts=[("big", True, "03-12")])).state == "lapsed"


def test_a_period_that_has_not_started() -> None:
    found = limit(judged(running(), "03-06", did("ask", "03-01")))
    assert (found.state, found.due, found.first) == ("not_started", None, None)


def test_a_period_that_waits_for_no_event_runs_from_the_beginning() -> None:
    program = replace(running(), periods=(Period("p", "c-p", within(10)),))
    assert limit(judged(program, "03-05", opened="03-01")).due.last == "2026-03-11"
    assert limit(judged(program, "03-12", opened="03-01")).state == "lapsed"
