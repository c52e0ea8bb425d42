"""Walks on the compiled engine make the cases that walks on the reference make, byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecolang.time import Calendar
from ecolang_runtime.compiled.judging import Engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.generate import Generator, case_lines
from ecolang_runtime.generate.on_compiled import OnCompiled
from ecolang_runtime.generate.on_reference import OnReference
from ecolang_runtime.reference.rules import Rules
from tests.amendments.amendment import Amendment
from tests.amendments.test_amendments import AMENDMENTS, compile_text
from tests.command import XPCC
from tests.compiled import programs
from tests.compiled.engines import SHIPPED, differences, shipped
from tests.generate.policies import INSTALMENTS, compiled, small
from tests.soak import long_run, seeds


def text_of(maker: Generator, number: int) -> str:
    """A case as it is written to a file; what went wrong where a policy made by chance never comes to rest."""
    try:
        return "".join(case_lines(maker.case(number)))
    except RecursionError as error:
        return type(error).__name__


def check(rules: Rules, seed: int, numbers: range, violations: float = 0.3) -> None:
    fast, slow = Generator(rules, seed, violations), Generator(rules, seed, violations, fast=False)
    assert isinstance(fast.scene, OnCompiled) and isinstance(slow.scene, OnReference)
    for number in numbers:
        assert text_of(fast, number) == text_of(slow, number), (seed, number)
    assert isinstance(fast.scene, OnCompiled)


@pytest.mark.parametrize("folder", SHIPPED)
def test_shipped_policies(folder: str) -> None:
    for policy in shipped(folder):
        for seed, violations in ((0, 0.3), (1, 1.0), (2, 0.0)):
            check(policy.first.rules, seed, range(12), violations)


@pytest.mark.parametrize("folder", SHIPPED)
def test_under_another_reading(folder: str) -> None:
    for policy in shipped(folder):
        for place, (_, other) in enumerate(policy.others[::3]):
            check(other.rules, place, range(3))


def test_policies_by_chance() -> None:
    """Among them a condition on a document that no event carries (7), and a duty that opens where it lapses (14)."""
    for seed in range(24):
        check(Rules(programs.Maker(seed).program(), programs.CALENDAR), seed, range(4))


@pytest.mark.soak
@seeds
def test_for_long(number: int) -> None:
    def one_round(seed: int) -> list[str]:
        check(Rules(programs.Maker(seed).program(), programs.CALENDAR), seed, range(6))
        for folder in SHIPPED:
            for policy in shipped(folder):
                check(policy.first.rules, seed, range(20), seed % 11 / 10)
                for _, other in policy.others:
                    check(other.rules, seed, range(2))
        return ["round"]

    long_run("walks", number, one_round)


@pytest.mark.soak
@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_every_amendment(amendment: Amendment, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = compile_text(amendment, tmp_path_factory.mktemp("amended") / XPCC.name, "", amended=True)
    for row in found.versions.rows if found.versions is not None else ():
        rules = Rules(row.program, Calendar())
        if Engine(rules, Numbers(), Stats()).tables is not None:
            check(rules, 3, range(40))


def test_the_case_is_told_to_the_day_of_its_last_event() -> None:
    """What an impact takes over of a walk: its run says what a replay of the case says."""
    policy = shipped("xpcc-consultation")[0].first
    engine, maker = Engine(policy.rules, Numbers(), Stats()), Generator(policy.rules, 5)
    compared = 0
    for number in range(40):
        case, run = maker.told(number)
        if run is None:
            continue
        compared += 1
        end = max(each.day for each in case.occurrences)
        replayed = engine.run(case)
        for each in case.occurrences:
            replayed.record(each)
        for day in (end, end + 40):
            mine, theirs = (each.as_of(day, names_missing=False) for each in (run, replayed))
            assert list(differences(mine, theirs)) == []
    assert compared > 20


def test_another_engine_would_walk_otherwise() -> None:
    """With a day more in its first demand of time the engine makes other cases, so that the comparison can fail."""
    rules = shipped("xpcc-consultation")[0].first.rules
    duty = next(row for row in rules.program.duties if any(d.amount for d in row.deadlines))
    longer = tuple(replace(d, amount=None if d.amount is None else d.amount + 1) for d in duty.deadlines)
    program = replace(
        rules.program,
        duties=tuple(replace(row, deadlines=longer) if row is duty else row for row in rules.program.duties),
    )
    planted = Generator(Rules(program, rules.calendar), 11)
    maker = Generator(rules, 11, fast=False)
    assert any(text_of(planted, number) != text_of(maker, number) for number in range(12))


def test_what_the_compiled_engine_does_not_cover_the_reference_walks() -> None:
    maker = Generator(Rules(compiled(INSTALMENTS), Calendar()), 7)
    assert isinstance(maker.scene, OnReference)
    assert len(maker.case(3).occurrences) > 0


def test_a_condition_that_no_rule_asks_is_left_to_the_reference() -> None:
    rules = small()
    maker = Generator(rules, 1)
    assert isinstance(maker.scene, OnCompiled)
    _, run = maker.told(0)
    assert run is not None
    with pytest.raises(Exception, match="no rule asks"):
        maker.scene.view(run, None).test(("happened", "申请", ("cmp", "=", ("field", "甲"), ("lit", "乙"))))
