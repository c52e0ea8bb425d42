"""Long runs: each seed goes on until its budget of the clock is used up, says what it did, and can be taken up again.

`ECO_SOAK_SEEDS` (1,2,3), `ECO_SOAK_SECONDS` (60, of each run), `ECO_SOAK_RESUME=1`: go on after the last round of the
run before, which `out/soak/` remembers.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from tests.command import ROOT

SECONDS = float(os.environ.get("ECO_SOAK_SECONDS", "60"))
STATE = ROOT / "out" / "soak"
seeds = pytest.mark.parametrize("number", [int(n) for n in os.environ.get("ECO_SOAK_SEEDS", "1").split(",")])


def long_run(name: str, number: int, one_round: Callable[[int], Iterable[str]]) -> None:
    """Rounds until the time is up; each is told its own seed and tells what it covered."""
    state = STATE / f"{name}.{number}.json"
    resumed = os.environ.get("ECO_SOAK_RESUME") == "1" and state.exists()
    first = json.loads(state.read_text(encoding="utf-8"))["next"] if resumed else 0
    covered: Counter[str] = Counter()
    began = time.monotonic()
    place = first
    state.parent.mkdir(parents=True, exist_ok=True)
    try:
        while time.monotonic() - began < SECONDS:
            covered.update(one_round(number * 1_000_000_007 + place))
            place += 1
    finally:
        state.write_text(json.dumps({"next": place}), encoding="utf-8")
        told = ", ".join(f"{what} {count}" for what, count in sorted(covered.items()))
        spent = time.monotonic() - began
        print(f"\n  soak {name}, seed {number}: {spent:.0f} s, rounds {first} to {place - 1}; {told}", flush=True)
