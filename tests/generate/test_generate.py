"""Cases made from a policy: where they go, how many break a rule, and that they come out the same again."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ecolang.time import Calendar
from ecolang_runtime.case import CaseData
from ecolang_runtime.casetest.exercised import exercised, trace
from ecolang_runtime.generate import Generator, generate, write_lines
from ecolang_runtime.read import read
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Verdict
from tests.command import ROOT, eco
from tests.generate.policies import INSTALMENTS, XPCC, compiled, small, xpcc


def judged(rules: Rules, case: CaseData) -> Verdict:
    """The verdict as of the last event."""
    return evaluate(rules, rules.calendar, case, max(each.day for each in case.occurrences))


def breaks(verdict: Verdict) -> bool:
    return any(finding.degree == "violation" for finding in verdict.findings)


def text_of(cases: list[CaseData]) -> str:
    out = io.StringIO()
    write_lines(cases, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def shipped() -> list[tuple[CaseData, Verdict]]:
    rules = xpcc()
    maker = Generator(rules, seed=1)
    cases = [maker.case(number) for number in range(600)]
    return [(case, judged(rules, case)) for case in cases]


def test_the_shipped_policy_is_walked_whole(shipped: list[tuple[CaseData, Verdict]]) -> None:
    """Every move, every ground, and each deadline both kept and missed."""
    program = xpcc().program
    found = exercised(program, (trace(program, case, verdict) for case, verdict in shipped))
    assert [edge.id for edge in found.edges if not edge.done] == []
    assert [ground.id for ground in found.grounds if not ground.done] == []
    assert [each.id for each in found.deadlines if not each.on_time] == []
    assert [each.id for each in found.deadlines if not each.late] == []


def test_the_stated_share_breaks_a_rule(shipped: list[tuple[CaseData, Verdict]]) -> None:
    share = sum(breaks(verdict) for _, verdict in shipped) / len(shipped)
    assert 0.27 <= share <= 0.33


@pytest.mark.parametrize(("share", "low", "high"), [(0.0, 0, 3), (1.0, 77, 80)])
def test_shares_at_the_ends(share: float, low: int, high: int) -> None:
    rules = small()
    cases = [Generator(rules, 5, share).case(number) for number in range(80)]
    assert low <= sum(breaks(judged(rules, case)) for case in cases) <= high


def test_the_last_day_and_the_days_beside_it_are_tried() -> None:
    """第二条: 10 days from the day of application, so that day 10 is the last, 11 is late by one."""
    rules = small()
    gaps: set[int] = set()
    for case in (Generator(rules, 2).case(number) for number in range(400)):
        days = {each.event: each.day for each in case.occurrences}
        if {"申请", "决定"} <= days.keys():
            gaps.add(days["决定"] - days["申请"])
    assert {9, 10, 11} <= gaps


def test_documents_are_given_whole_and_with_something_lacking() -> None:
    rules = small()
    told = [
        each.documents.get("申请书", {}).get("items")
        for number in range(300)
        for each in Generator(rules, 4).case(number).occurrences
        if each.event == "申请"
    ]
    assert {"姓名": True, "理由": True} in told
    assert any(items is not None and None in items.values() for items in told)
    assert None in told


def test_numbers_at_and_below_the_bound_of_a_condition() -> None:
    """第四条 speaks of 100 and more: 99, 100 and 101 are tried."""
    rules = small()
    cases = [Generator(rules, 6).case(number) for number in range(300)]
    assert {99, 100, 101} <= {fact.value for case in cases for fact in case.facts}


def test_several_respondents_with_fates_of_their_own(shipped: list[tuple[CaseData, Verdict]]) -> None:
    assert any(len({track.stage for track in verdict.tracks if track.part is None}) > 1 for _, verdict in shipped)


def test_the_same_arguments_give_the_same_bytes() -> None:
    rules = xpcc()
    one, two = (text_of(list(generate(rules.program, rules.calendar, 40, seed=7))) for _ in range(2))
    assert one == two
    assert one != text_of(list(generate(rules.program, rules.calendar, 40, seed=8)))


def test_a_case_does_not_depend_on_those_before_it() -> None:
    rules = xpcc()
    every = [Generator(rules, 3).case(number) for number in range(30)]
    assert Generator(rules, 3).case(29) == every[29]


def test_hashes_change_nothing(tmp_path: Path) -> None:
    paths = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'compiler'), str(ROOT / 'runtime')]!r}; "
    run = paths + "from ecolang.cli import main; sys.exit(main(sys.argv[1:]))"
    outputs = [
        subprocess.run(
            [sys.executable, "-c", run, "generate", str(XPCC), "-n", "25", "--seed", "9"],
            env={"PYTHONHASHSEED": seed, "ECO_LANG": "zh", "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1] and outputs[0].count(b"\n") > 50


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    rules = xpcc()
    cases = [Generator(rules, 11).case(number) for number in range(150)]
    file = tmp_path / "cases.jsonl"
    file.write_text(text_of(cases), encoding="utf-8")
    found = read(file, rules.program)
    assert found.bad == () and found.duplicates == 0
    again = [
        replace(case, occurrences=tuple(replace(each, line=None) for each in case.occurrences)) for case in found.cases
    ]
    assert again == cases


def test_the_verb_writes_a_file(tmp_path: Path) -> None:
    file = tmp_path / "new" / "cases.jsonl"
    ran = eco("generate", XPCC, "-n", 12, "--seed", 1, "--violations", 0, "-o", file)
    assert ran.status == 0 and ran.out == f"已生成 12 件：{file}\n"
    assert len(read(file, xpcc().program).cases) == 12


@pytest.mark.parametrize("option", [("-n", "0"), ("--violations", "1.5"), ("-n", "many")])
def test_numbers_that_make_no_sense_are_told(option: tuple[str, str]) -> None:
    ran = eco("generate", XPCC, *option)
    assert ran.status == 1 and "Traceback" not in ran.err and ran.err


def test_documents_hold_what_rules_read_of_them() -> None:
    program = compiled(INSTALMENTS)
    made = list(generate(program, Calendar(), 120, seed=7))
    signed = [each for case in made for each in case.occurrences if each.event == "签订"]
    held = [each.documents["协议"]["items"] for each in signed]
    # An incomplete agreement lacks one of them.
    kinds_held = {(type(each["付款计划"]), type(each["宽限日数"])) for each in held}
    assert (list, int) in kinds_held and kinds_held <= {(list, int), (type(None), int), (list, type(None))}
    assert any(each.received is not None for case in made for each in case.occurrences if each.event == "通知")
    kinds = {
        (finding.kind, finding.event)
        for case in made
        for finding in evaluate(program, Calendar(), case, case.occurrences[-1].day + 400).findings
    }
    assert ("overdue", "付款") in kinds
