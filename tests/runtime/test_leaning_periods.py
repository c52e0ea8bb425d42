"""Times that lean on a named period: within it, from its end, when it is full; and lengths that the case holds."""

from __future__ import annotations

from dataclasses import replace

from ecolang.program import Act, Allowance, Anchor, Deadline, Event, Field, Period, PeriodOp, Program
from tests.runtime.build import did, edge, judged, may, on_event, only, owe, policy, stages, when, within

GRANT = Event("grant", fields=(Field("days", "int"),))
EVENTS = (*(Event(name) for name in ("start", "stop", "resume", "act", "sue")), GRANT)
INSIDE = Deadline("d", "by", "c-d", anchor=Anchor("period", period="p"))
STOP_AND_GO = (
    PeriodOp("s", "c-s", "p", "suspend", on_event("stop")),
    PeriodOp("g", "c-g", "p", "resume", on_event("resume")),
)


def leaning(*allowances: Allowance) -> Program:
    """Ten days from the start; `act` is owed within them, `sue` may be used within five days of their end."""
    period = Period("p", "c-p", within(10, "start"), allowances=allowances)
    until = Deadline("u", "within", "c-u", 5, anchor=Anchor("period", period="p"))
    return policy(
        events=EVENTS,
        stages=stages("s", "t", outcomes=("done",)),
        periods=(period,),
        period_ops=STOP_AND_GO,
        duties=(owe("o", "act", on_event("start"), INSIDE),),
        powers=(may("m", "sue", "s", guard=("period", "p", "lapsed"), until=until),),
    )


def due(program: Program, as_of: str, *trace: object, **more: object) -> str | None:
    found = only(judged(program, as_of, *trace, **more)).open_duties[0].due  # type: ignore[arg-type]
    return None if found is None else found.last


def test_a_duty_inside_a_period_ends_with_it() -> None:
    # 2 March is the first day, 11 March the tenth.
    assert due(leaning(), "03-02", did("start", "03-01")) == "2026-03-11"


def test_the_last_day_of_the_period_is_in_time() -> None:
    verdict = only(judged(leaning(), "03-11", did("start", "03-01"), did("act", "03-11")))
    assert verdict.findings == ()


def test_the_day_after_the_period_is_late() -> None:
    verdict = only(judged(leaning(), "03-12", did("start", "03-01"), did("act", "03-12")))
    assert [(each.kind, each.due, each.days) for each in verdict.findings] == [("late", "2026-03-11", 1)]


def test_a_duty_inside_a_suspended_period_has_no_last_day() -> None:
    assert due(leaning(), "03-20", did("start", "03-01"), did("stop", "03-05")) is None


def test_a_suspension_moves_the_duty_with_the_period() -> None:
    trace = (did("start", "03-01"), did("stop", "03-05"), did("resume", "03-08"))
    # Three days counted, 5 to 7 March not; 8 March is the fourth, 14 March the tenth.
    assert due(leaning(), "03-09", *trace) == "2026-03-14"


def test_a_power_counts_from_the_end_of_the_period() -> None:
    permitted = only(judged(leaning(), "03-12", did("start", "03-01"))).permitted
    # The end is 11 March; 12 March is the first of five days, 16 March the fifth.
    assert [each.until.last for each in permitted if each.until] == ["2026-03-16"]


def test_the_fifth_day_after_the_end_is_the_last() -> None:
    late = (did("start", "03-01"), did("sue", "03-17"))
    assert only(judged(leaning(), "03-16", did("start", "03-01"), did("sue", "03-16"))).findings[-1].kind == "overdue"
    assert only(judged(leaning(), "03-17", *late)).findings[-1].kind == "not_permitted"


def test_nothing_hangs_on_a_period_that_has_not_started() -> None:
    program = replace(leaning(), duties=(owe("o", "act", on_event("stop"), INSIDE),))
    assert due(program, "03-09", did("stop", "03-01")) is None


def full(state: str) -> Program:
    """Moves to t when the ten days are in that state."""
    return replace(leaning(), duties=(), edges=(edge("e", "s", "t", when(("period", "p", state))),))


def test_a_period_is_full_on_its_last_day() -> None:
    assert only(judged(full("reached"), "03-10", did("start", "03-01"))).stage == "s"
    verdict = only(judged(full("reached"), "03-11", did("start", "03-01")))
    assert (verdict.stage, verdict.since) == ("t", "2026-03-11")


def test_a_period_lapses_the_day_after() -> None:
    assert only(judged(full("lapsed"), "03-11", did("start", "03-01"))).stage == "s"
    assert only(judged(full("lapsed"), "03-12", did("start", "03-01"))).since == "2026-03-12"


def test_what_comes_on_the_last_day_comes_before_it_is_full() -> None:
    program = replace(full("reached"), edges=(*full("reached").edges, edge("x", "s", "done", on_event("act"))))
    assert only(judged(program, "03-11", did("start", "03-01"), did("act", "03-11"))).stage == "done"


def extended(most: int = 0) -> Program:
    return leaning(Allowance(most, "c-x", approval=Act("grant"), prior=False, number_from=("field", "days")))


def test_an_extension_is_as_long_as_its_approval_says() -> None:
    trace = (did("start", "03-01"), did("grant", "03-05", days=4))
    # 11 March and four days.
    assert due(extended(), "03-06", *trace) == "2026-03-15"


def test_an_extension_is_no_longer_than_the_most() -> None:
    trace = (did("start", "03-01"), did("grant", "03-05", days=9))
    # Six of the nine days count: 11 March and six days.
    assert due(extended(6), "03-06", *trace) == "2026-03-17"


def test_an_approval_that_says_no_length_extends_nothing() -> None:
    assert due(extended(6), "03-06", did("start", "03-01"), did("grant", "03-05")) == "2026-03-11"


def test_an_approval_after_the_lapse_extends_nothing() -> None:
    trace = (did("start", "03-01"), did("grant", "03-12", days=4))
    assert due(extended(6), "03-12", *trace) == "2026-03-11"


def read() -> Program:
    period = Period("p", "c-p", replace(within(0, "start"), amount=None, amount_from=("fact", "allowed")))
    return replace(leaning(), periods=(period,))


def test_a_length_is_read_from_a_fact() -> None:
    # 2 March is the first day, 8 March the seventh.
    assert due(read(), "03-02", did("start", "03-01"), facts=[("allowed", 7, "03-01")]) == "2026-03-08"


def test_a_length_that_is_not_known_gives_no_last_day() -> None:
    assert due(read(), "03-02", did("start", "03-01")) is None


def test_the_last_day_and_the_lapse_are_told_apart() -> None:
    timeline = only(judged(full("reached"), "03-12", did("start", "03-01"))).timeline
    told = [(row.on, effect.kind) for row in timeline for effect in row.effects if effect.norm == "p"]
    assert told == [("2026-03-01", "started"), ("2026-03-11", "full"), ("2026-03-12", "lapsed")]
