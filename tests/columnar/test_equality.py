"""What the kernel says equals what the definition says, in every column, for cases of every shipped policy."""

from dataclasses import replace
from typing import Any

import pytest

import ecolang
from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar import cases_table, judge_table
from ecolang_runtime.columnar.kernel import settle as kernel_settle
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.generate import Generator
from tests.command import ROOT

POLICIES = ("xpcc-consultation", "gdpr", "foia", "administrative-reconsideration")


def made(name: str, n: int, seed: int = 0) -> tuple[ecolang.Policy, list[CaseData]]:
    policy = ecolang.load(ROOT / "policies" / name)
    maker = Generator(policy.engine.rules, seed)
    return policy, [maker.case(number) for number in range(n)]


def differing(policy: ecolang.Policy, cases: list[CaseData], as_of: int) -> tuple[list[str], Any]:
    """The cases of which the two say different things, and what became of the cases."""
    table = cases_table(policy.editions.names, cases)
    fast = judge_table(policy, table, as_of=as_of, kernel=True)
    slow = judge_table(policy, table, as_of=as_of, kernel=False)
    rows = zip(fast.table.to_pylist(), slow.table.to_pylist(), strict=True)
    return sorted({mine["case"] for mine, theirs in rows if mine != theirs}), fast.counts


@pytest.mark.parametrize("name", POLICIES)
def test_generated_cases_are_judged_alike_on_several_days(name: str) -> None:
    policy, cases = made(name, 6)
    last = max(each.day for case in cases for each in case.occurrences)
    for as_of in (last + 400, cases[3].occurrences[-1].day):
        different, counts = differing(policy, cases, as_of)
        assert (different, counts.cases) == ([], 6)


def test_most_cases_are_the_kernels() -> None:
    policy, cases = made("foia", 20)
    last = max(each.day for case in cases for each in case.occurrences)
    _, counts = differing(policy, cases, last + 40)
    assert (counts.columnar, counts.ordinary, counts.why) == (20, 0, {})


def test_a_joint_act_is_not_completed_by_somebody_outside() -> None:
    policy, cases = made("xpcc-consultation", 40)
    event = next(each for each in policy.program.events if each.joint)
    outsider = next(role.id for role in policy.program.roles if role.id not in event.actors and not role.part_of)
    case = next(each for each in cases if any(o.event == event.id and not o.by for o in each.occurrences))
    place = next(n for n, each in enumerate(case.occurrences) if each.event == event.id and not each.by)
    whole = case.occurrences[place]
    begun = replace(whole, by=event.actors[:1], minute=600)
    trace = (*case.occurrences[:place], begun, replace(whole, by=(outsider,), minute=660))
    counts = differing(policy, [replace(case, occurrences=trace)], whole.day)
    assert (counts[0], counts[1].columnar) == ([], 1)


def test_a_fault_of_the_kernel_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    policy, cases = made("xpcc-consultation", 12)
    last = max(each.day for case in cases for each in case.occurrences)
    monkeypatch.setattr(kernel_settle, "_exceeded", lambda *_: None)
    different, _ = differing(policy, cases, last + 400)
    assert different


def test_what_the_kernel_does_not_know_is_left_and_told() -> None:
    policy, cases = made("administrative-reconsideration", 15)
    judged = judge_table(
        policy,
        cases_table(policy.editions.names, cases),
        as_of=max(case.occurrences[0].day for case in cases),
        kernel=True,
    )
    assert judged.counts.columnar + judged.counts.ordinary + judged.counts.bad == 15
    assert sum(judged.counts.why.values()) == judged.counts.ordinary


def test_names_and_texts_never_reach_the_numbers() -> None:
    policy, _ = made("xpcc-consultation", 1)
    tables = Tables(policy.engine.rules)
    assert {type(number) for number in tables.numbers} == {int}


def test_comparing_readings_is_left_to_the_ordinary_engine() -> None:
    policy, cases = made("gdpr", 3)
    table = cases_table(policy.editions.names, cases)
    result = judge_table(policy, table, as_of=cases[0].occurrences[-1].day + 30, readings=True, kernel=True)
    assert dict(result.counts.why) == {"readings are compared": 3}
