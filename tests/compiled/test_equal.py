"""The compiled engine says what the reference says, field by field."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled import engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules
from tests.amendments.amendment import Amendment
from tests.amendments.test_amendments import AMENDMENTS, compile_text
from tests.command import XPCC
from tests.compiled import programs
from tests.compiled.engines import SHIPPED, Compared, Pair, compared, days, differences, shipped
from tests.runtime.test_properties import CALENDAR, CASES, PROGRAM, START

SEEDS = [int(seed) for seed in os.environ.get("ECO_SOAK_SEEDS", "1,2,3").split(",")]
SECONDS = float(os.environ.get("ECO_SOAK_SECONDS", "60"))


def every_construct() -> Pair:
    rules = Rules(PROGRAM, CALENDAR)
    return Pair("every construct", rules, Tables(rules, Numbers()))


def check(policy: Compared, case: CaseData, rng: Random, looks: int) -> None:
    """Compares as of some days, each under the first readings and under one of the others."""
    for day in days(case, rng, looks):
        assert policy.first.differences(case, day) == [], (case, day)
        if policy.others:
            choice, other = rng.choice(policy.others)
            assert other.differences(case, day) == [], (case, day, choice)


@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_policies(folder: str) -> None:
    for policy in shipped(folder):
        for number, case in enumerate(policy.cases(11, range(5))):
            check(policy, case, Random(number), 2)


@pytest.mark.parametrize("folder", SHIPPED)
def test_the_readings_that_a_verdict_turns_on(folder: str) -> None:
    for policy in shipped(folder):
        program = policy.first.rules.program
        fast, slow = Judge(program, engine="compiled"), Judge(program, engine="reference")
        for case in policy.cases(5, range(3)):
            day = days(case, Random(case.id), 1)[-1]
            assert list(differences(slow.judge(case, day), fast.judge(case, day))) == [], (case, day)


@settings(max_examples=60)
@given(CASES, st.integers(-3, 70))
def test_every_construct_any_trace(case: CaseData, until: int) -> None:
    assert every_construct().differences(case, START + until) == []


def check_program(seed: int, cases: int) -> None:
    """Compares a policy made by chance on cases made by chance. One that never comes to rest is refused by both."""
    rules = Rules(programs.Maker(seed).program(), programs.CALENDAR)
    pair = Pair(f"program {seed}", rules, Tables(rules, Numbers()))
    for number in range(cases):
        case, day = programs.case_of(seed * 100 + number), programs.START + Random(number).randint(-2, 60)
        try:
            wanted = evaluate(rules, rules.calendar, case, day)
        except RecursionError:
            with pytest.raises(RecursionError):
                engine.evaluate(pair.tables, case, day)
            continue
        assert list(differences(wanted, engine.evaluate(pair.tables, case, day))) == [], (seed, number, day)


@settings(max_examples=30)
@given(st.integers(0, 1_000_000))
def test_policies_by_chance(seed: int) -> None:
    check_program(seed, 2)


@pytest.mark.parametrize("seed", range(5000, 5020))
def test_days_of_which_no_order_was_told(seed: int) -> None:
    """Forty days pressed into eight, so that most days have several untimed events that may come in another order."""
    rules = Rules(programs.Maker(seed).program(), programs.CALENDAR)
    pair = Pair(f"program {seed}", rules, Tables(rules, Numbers()))
    for number in range(2):
        case = programs.case_of(seed * 100 + number)
        start = programs.START
        told = [replace(each, day=start + (each.day - start) // 5, minute=None) for each in case.occurrences]
        assert pair.differences(replace(case, occurrences=tuple(told)), start + 60) == [], (seed, number)


@pytest.mark.parametrize("seed", [9, 80, 533, 1041, 1150])
def test_policies_that_once_differed(seed: int) -> None:
    check_program(seed, 6)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_policies_by_chance_for_long(seed: int) -> None:
    end, number = time.monotonic() + SECONDS, seed * 1_000_000
    while time.monotonic() < end:
        check_program(number, 6)
        number += 1


@pytest.mark.parametrize("amendment", AMENDMENTS[::13])
def test_amendments(amendment: Amendment, tmp_path: Path) -> None:
    compare_amended(amendment, tmp_path, range(1))


@pytest.mark.soak
@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_every_amendment(amendment: Amendment, tmp_path: Path) -> None:
    compare_amended(amendment, tmp_path, range(20))


def compare_amended(amendment: Amendment, folder: Path, numbers: range) -> None:
    """Compares an amended policy on made cases, under its first readings and under the others."""
    found = compile_text(amendment, folder / XPCC.name, "", amended=True)
    if found.versions is None:
        return
    for row in found.versions.rows:
        try:
            policy = compared(f"amended {row.name}", row.program)
        except Unsupported:
            # The reference judges it; tests/compiled/test_safe.py holds that it says so.
            continue
        for case in policy.cases(3, numbers):
            check(policy, case, Random(case.id), 1)


def test_a_difference_would_be_seen() -> None:
    """The compiled engine of a policy whose first demand of time is one unit longer does not pass for the policy."""
    policy = shipped("xpcc-consultation")[0]
    duty = next(row for row in policy.first.rules.program.duties if any(d.amount for d in row.deadlines))
    longer = tuple(replace(d, amount=None if d.amount is None else d.amount + 1) for d in duty.deadlines)
    program = policy.first.rules.program
    rows = tuple(replace(row, deadlines=longer) if row is duty else row for row in program.duties)
    wrong = compared("wrong", replace(program, duties=rows)).first
    planted = Pair("planted", policy.first.rules, wrong.tables)
    found = [
        difference
        for case in policy.cases(11, range(12))
        for difference in planted.differences(case, case.occurrences[-1].day)
    ]
    assert any("due" in each or "last" in each for each in found)


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_policies_for_long(folder: str, seed: int) -> None:
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        for policy in shipped(folder):
            for case in policy.cases(seed, range(number, number + 10)):
                check(policy, case, Random(number), 4)
        number += 10
