"""Long: the kernel as machine code, over many cases of every shipped policy and on several days; no difference."""

import os
import time

import pytest

from tests.columnar.test_equality import POLICIES, differing, made


@pytest.mark.soak
def test_many_cases_of_every_policy_are_judged_alike() -> None:
    seeds = range(int(os.environ.get("ECO_SOAK_SEEDS", "3")))
    until = time.monotonic() + float(os.environ.get("ECO_SOAK_SECONDS", "120"))
    for seed in seeds:
        for name in POLICIES:
            policy, cases = made(name, 200, seed)
            days = sorted(each.day for case in cases for each in case.occurrences)
            for as_of in (days[len(days) // 2], days[-1] + 1, days[-1] + 400):
                different, _ = differing(policy, cases, as_of)
                assert different == [], (name, seed, as_of)
                if time.monotonic() > until:
                    return
