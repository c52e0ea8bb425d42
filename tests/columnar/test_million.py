"""A million made events of the real policy: the definition, the compiled engine and the kernel say the same."""

from __future__ import annotations

from collections import Counter
from functools import cache
from random import Random

import pytest

import ecolang
from tests.columnar.test_equality import differing
from tests.command import XPCC
from tests.compiled.engines import days, shipped
from tests.soak import long_run, seeds

#: Events that a seed goes on to.
MOST = 1_000_000
A_ROUND = 100


@cache
def loaded() -> ecolang.Policy:
    return ecolang.load(XPCC)


def one_round(seed: int, number: int = A_ROUND) -> Counter[str]:
    """Makes cases and compares each as of its last event and as of another day, under other readings one of the two."""
    policy, rng = shipped("xpcc-consultation")[0], Random(seed)
    cases = list(policy.cases(seed, range(number)))
    covered: Counter[str] = Counter()
    for case in cases:
        asked = [("first", policy.first), rng.choice(policy.others)]
        rng.shuffle(asked)
        for day, (readings, pair) in zip(days(case, rng, 1), asked, strict=True):
            assert pair.differences(case, day) == [], (case, day, readings)
            covered["verdicts"] += 1
        covered["events"] += len(case.occurrences)
    for as_of in rng.sample(sorted({each.day for case in cases for each in case.occurrences}), 2):
        different, counts = differing(loaded(), cases, as_of)
        assert different == [], (seed, as_of)
        covered["verdicts of the kernel"] += counts.columnar
    covered["cases"] += len(cases)
    return covered


def test_a_round() -> None:
    assert one_round(7, 8)["cases"] == 8


@pytest.mark.soak
@seeds
def test_a_million_events_of_the_real_policy(number: int) -> None:
    """A seed that has passed need not run again; what several seeds covered adds up."""
    long_run("million", number, one_round, ("events", MOST))
