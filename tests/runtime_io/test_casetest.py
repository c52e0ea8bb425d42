"""Case tests: what passes, what fails and how the difference reads, and what no case exercises."""

from dataclasses import replace
from typing import Any

import pytest

from ecolang.program import CaseTest, Clause, Program
from ecolang_runtime.casetest import (
    Outcome,
    exercised,
    exercised_text,
    outcome_text,
    report_json,
    run_tests,
    summary_text,
)

SERVED = {"event": "送达通知", "on": "2026-03-02", "fields": {"方式": "直接", "会议日期": "2026-03-12"}, "line": 3}
REPLY = {"event": "答复", "on": "2026-03-11", "fields": {"同意": True}, "line": 4}
MEETING = {"event": "召开会议", "on": "2026-03-12", "fields": {"结果": "未一致"}, "line": 5}


def run(
    program: Program, *expects: dict[str, Any], as_of: str = "2026-03-20", events: Any = None, **more: Any
) -> Outcome:
    """One case: served 2 March, answered on the 11th, two days after the last day (3, 4, 5, 6 and 9 March)."""
    trace = (SERVED, REPLY, MEETING) if events is None else events
    check = {"as_of": as_of, "line": 6, "expects": [{"line": 6, **row} for row in expects]}
    test = CaseTest("迟到的答复", 1, events=trace, checks=(check,), **more)
    (outcome,) = run_tests(replace(program, tests=(test,)))
    return outcome


LATE = {"kind": "finding", "degree": "violation", "ref": "第三条", "finding": "late"}

HOLD: list[dict[str, Any]] = [
    {"kind": "stage", "name": "待开会"},
    LATE,
    {**LATE, "due": "2026-03-09", "days": 2, "role": "相对人"},
    {"kind": "finding", "degree": "violation"},
    {"kind": "no_duty", "name": "答复"},
    {"kind": "not_permitted", "name": "终止协商"},
    {"kind": "period", "name": "协商期限", "due": "2026-05-31"},
    {"kind": "period_state", "name": "协商期限", "state": "running"},
    {"kind": "period_state", "name": "协商期限", "state": "not_lapsed"},
    {"kind": "count", "name": "召开会议", "number": 1},
    {"kind": "count", "name": "召开会议", "number": 1, "state": "case"},
    {"kind": "not_over"},
]
FAIL: list[dict[str, Any]] = [
    {"kind": "stage", "name": "待答复"},
    {"kind": "outcome", "name": "待开会"},
    {"kind": "no_findings"},
    {**LATE, "degree": "caution"},
    {**LATE, "finding": "overdue"},
    {**LATE, "ref": "第四条"},
    {**LATE, "due": "2026-03-10"},
    {**LATE, "days": 3},
    {**LATE, "role": "机关"},
    {"kind": "duty", "name": "答复"},
    {"kind": "permitted", "name": "终止协商"},
    {"kind": "period", "name": "协商期限", "due": "2026-06-01"},
    {"kind": "period_state", "name": "协商期限", "state": "lapsed"},
    {"kind": "count", "name": "召开会议", "number": 2},
    {"kind": "missing", "name": "案情复杂"},
    {"kind": "over"},
    {"kind": "provisional"},
    {"kind": "turns_on", "text": "答复期限"},
    {"kind": "effectless", "name": "答复"},
]


@pytest.mark.parametrize("row", HOLD, ids=lambda row: row["kind"])
def test_what_holds_passes(program: Program, row: dict[str, Any]) -> None:
    assert run(program, row).passed


@pytest.mark.parametrize("row", FAIL, ids=lambda row: row["kind"])
def test_what_does_not_hold_fails_with_both_sides_in_words(program: Program, row: dict[str, Any]) -> None:
    outcome = run(program, row)
    assert not outcome.passed
    (failure,) = outcome.failures
    assert failure.line == 6 and failure.as_of == "2026-03-20"
    assert all(side.zh and side.en and side.zh != side.en for side in (failure.expected,)), failure
    assert failure.got.zh and failure.got.en


OPEN = (SERVED,)


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        ({"kind": "duty", "name": "答复", "role": "相对人", "due": "2026-03-09", "ref": "第三条"}, True),
        ({"kind": "duty", "name": "答复", "state": "overdue", "days": 1}, True),
        ({"kind": "duty", "name": "答复", "since": "2026-03-02"}, True),
        ({"kind": "duty", "name": "答复", "role": "机关"}, False),
        ({"kind": "duty", "name": "答复", "due": "2026-03-10"}, False),
        ({"kind": "duty", "name": "公布"}, False),
        ({"kind": "permitted", "name": "终止协商", "ref": "第六条第（一）项", "since": "2026-03-10"}, True),
        ({"kind": "permitted", "name": "终止协商", "ref": "第六条", "role": "机关"}, True),
        ({"kind": "permitted", "name": "终止协商", "ref": "第六条第（二）项"}, False),
        ({"kind": "permitted", "name": "终止协商", "since": "2026-03-09"}, False),
        ({"kind": "not_permitted", "name": "终止协商", "ref": "第六条第（二）项"}, True),
    ],
)
def test_duties_and_powers_are_compared_in_every_detail(program: Program, row: dict[str, Any], holds: bool) -> None:
    # The last day was Monday 9 March; the ground "not answered in time" is there from the 10th.
    assert run(program, row, events=OPEN, as_of="2026-03-10").passed is holds


def test_an_act_without_effect_is_seen(program: Program) -> None:
    end = {"event": "终止协商", "on": "2026-03-03", "ground": "第六条第（一）项"}
    row = {"kind": "effectless", "name": "终止协商"}
    assert run(program, row, {"kind": "stage", "name": "待答复"}, events=(SERVED, end)).passed


def test_each_party_is_judged_by_itself(program: Program) -> None:
    events = ({**SERVED, "party": ["甲", "乙"]}, {**REPLY, "party": ["甲"]})
    outcome = run(
        program,
        {"kind": "stage", "party": "甲", "name": "待开会"},
        {"kind": "stage", "party": "乙", "name": "待答复"},
        {"kind": "finding", "party": "乙", "degree": "violation", "finding": "overdue"},
        {"kind": "no_duty", "party": "甲", "name": "答复"},
        {"kind": "count", "name": "送达通知", "number": 1},
        events=events,
        parties=(("甲", "相对人"), ("乙", "相对人")),
    )
    assert outcome.passed, outcome.failures


def test_a_fact_from_a_day_on_is_known(program: Program) -> None:
    events = (*OPEN, {"on": "2026-03-04", "facts": {"案情复杂": True}})
    assert run(program, {"kind": "stage", "name": "待答复"}, events=events, facts=(("部门数", 2),)).passed


def test_a_case_without_events_is_judged_on_its_day(program: Program) -> None:
    row = {"kind": "duty", "name": "送达通知", "role": "机关"}
    assert run(program, row, events=(), parties=(("甲", "相对人"),)).passed


def test_a_case_that_cannot_be_read_fails_with_its_reason(program: Program) -> None:
    outcome = run(program, {"kind": "over"}, events=({"event": "答复", "on": "2026-03-02", "line": 4},))
    assert not outcome.passed and [each.code for each in outcome.problems] == ["D111"]
    assert "4：「答复」缺少「同意」" in outcome_text(outcome, program, "zh")


def test_a_difference_reads_as_expected_and_got(program: Program) -> None:
    outcome = run(program, {"kind": "stage", "name": "待答复"}, {"kind": "no_findings"})
    assert outcome_text(outcome, program, "zh") == (
        "不符　迟到的答复\n"
        "  截至2026年3月20日（第6行）\n"
        "    应为：阶段为待答复\n"
        "    实为：待开会\n"
        "  截至2026年3月20日（第6行）\n"
        "    应为：没有问题\n"
        "    实为：违反·逾期·“答复”迟2日：最迟应当为2026年3月9日，实际为2026年3月11日（第三条）\n"
    )
    english = outcome_text(outcome, program, "en")
    assert "expected: stage is awaiting reply\n    got:      awaiting meeting\n" in english


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({**LATE, "due": "2026-03-10", "days": 3}, "违反第三条：逾期，应于2026年3月10日，逾3日"),
        ({"kind": "duty", "role": "相对人", "name": "答复", "ref": "第三条", "due": "2026-03-10"},
         "相对人应当答复，依第三条，至2026年3月10日"),
        ({"kind": "permitted", "role": "机关", "name": "终止协商", "ref": "第六条"}, "机关可以终止协商，依第六条"),
        ({"kind": "stage", "party": "甲", "name": "待答复"}, "甲阶段为待答复"),
        ({"kind": "period_state", "name": "协商期限", "state": "lapsed"}, "协商期限已届满"),
        ({"kind": "count", "name": "召开会议", "number": 7}, "召开会议7次"),
    ],
)  # fmt: skip
def test_an_expectation_reads_as_it_was_written(program: Program, row: dict[str, Any], words: str) -> None:
    (failure,) = run(program, row).failures
    assert failure.expected.zh == words


def two_cases(program: Program) -> Program:
    """One case answered in time and agreed, one not answered and ended for that reason."""
    clauses = (
        Clause("第三条", "rule", rules=("答复",)),
        Clause("第六条第（一）项", "rule", rules=("终止",)),
        Clause("第六条第（二）项", "rule", rules=("终止",)),
        Clause("第七条", "rule", rules=("公布",)),
        Clause("第一条", "no_rule", reason="目的"),
    )
    check = ({"as_of": "2026-03-20", "expects": [{"kind": "not_over"}]},)
    end = {"event": "终止协商", "on": "2026-03-10", "ground": "第六条第（一）项"}
    tests = (
        CaseTest("一", 1, events=(SERVED, {**REPLY, "on": "2026-03-09"}), checks=check),
        CaseTest("二", 9, events=(SERVED, end), checks=check),
    )
    return replace(program, clauses=clauses, tests=tests)


def test_what_no_case_exercises_is_listed(program: Program) -> None:
    policy = two_cases(program)
    found = exercised(policy, (each for outcome in run_tests(policy) for each in outcome.traces))
    assert {step.id: step.done for step in found.edges} == {
        "e1": True, "e2": True, "e3": False, "e4": True, "e5": False, "e6": False,
    }  # fmt: skip
    assert [(step.cite, step.done) for step in found.grounds] == [
        ("第六条第（一）项", True), ("第六条第（二）项", False), ("第六条第（三）项", False),
    ]  # fmt: skip
    assert [(step.id, step.done) for step in found.clauses] == [
        ("第三条", True), ("第六条第（一）项", True), ("第六条第（二）项", False), ("第七条", False),
    ]  # fmt: skip
    # Answered on the last day in the first case, not at all in the second; served nine days ahead in both.
    assert [(each.cite, each.on_time, each.late) for each in found.deadlines] == [
        ("第二条第一款", True, False), ("第三条", True, True), ("第五条第一款", True, False),
    ]  # fmt: skip
    assert not found.complete


def test_the_list_reads_well_in_both_languages(program: Program) -> None:
    policy = two_cases(program)
    found = exercised(policy, (each for outcome in run_tests(policy) for each in outcome.traces))
    text = exercised_text(found, policy, "zh")
    assert "没有案例援用的情形（2／3）：第六条第（二）项、第六条第（三）项" in text
    assert "没有案例走过的变动（3／6）：\n  待答复 —答复→ 已终止（第三条）\n" in text
    assert "没有案例逾期的期限（2／3）：\n  送达通知（第二条第一款）\n  协商期限（第五条第一款）" in text
    assert "awaiting reply —reply→ ended (Article 3)" in exercised_text(found, policy, "en")


def test_the_summary_counts(program: Program) -> None:
    outcomes = [run(program, HOLD[0]), run(program, FAIL[0])]
    assert summary_text(outcomes, program, "zh") == "共2个案例：1个通过，1个不符。\n"
    found = report_json(outcomes, exercised(program, ()), "zh")
    assert (found["passed"], found["failed"]) == (1, 1)
    assert found["tests"][1]["failures"][0]["expected"] == "阶段为待答复"
    assert [each["exercised"] for each in found["exercised"]["edges"]] == [False] * 6
