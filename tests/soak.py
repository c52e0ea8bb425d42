"""Long runs: each seed goes on until its budget of the clock is used up, says what it did, and can be taken up again.

`ECO_SOAK_SEEDS` (1,2,3), `ECO_SOAK_SECONDS` (60, of each run), `ECO_SOAK_RESUME=1`: go on after the last round of the
run before, which `out/soak/` remembers with what it covered.
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
Round = Callable[[int], Iterable[str] | Counter[str]]
seeds = pytest.mark.parametrize("number", [int(n) for n in os.environ.get("ECO_SOAK_SEEDS", "1").split(",")])


def long_run(name: str, number: int, one_round: Round, most: tuple[str, int] | None = None) -> None:
    """Rounds until the time is up, or until so much is covered; each is told its own seed and tells what it covered.

    Of a run that is taken up again, what it had covered counts.
    """
    state = STATE / f"{name}.{number}.json"
    resumed = os.environ.get("ECO_SOAK_RESUME") == "1" and state.exists()
    before = json.loads(state.read_text(encoding="utf-8")) if resumed else {"next": 0}
    first: int = before["next"]
    covered: Counter[str] = Counter(before.get("covered", {}))
    began = time.monotonic()
    place = first
    state.parent.mkdir(parents=True, exist_ok=True)
    try:
        while time.monotonic() - began < SECONDS and (most is None or covered[most[0]] < most[1]):
            covered.update(one_round(number * 1_000_000_007 + place))
            place += 1
    finally:
        state.write_text(json.dumps({"next": place, "covered": covered}), encoding="utf-8")
        told = ", ".join(f"{what} {count}" for what, count in sorted(covered.items()))
        spent = time.monotonic() - began
        rounds = f"rounds {first} to {place - 1}"
        print(f"\n  soak {name}, seed {number}: {spent:.0f} s, {rounds}; in all {told}", flush=True)
