"""What one case costs: the interface for one case, a case in flight, a working day looked up, a cold process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from statistics import median

from ecolang.cli.bench.jobs import read_whole
from ecolang.cli.bench.setup import Setup
from ecolang.time import iso
from ecolang_runtime.case import CaseData
from ecolang_runtime.policy import Policy


@dataclass(frozen=True, slots=True)
class Single:
    """Seconds of one thing, with what it is measured against: `times` of `base` seconds, where there is one."""

    name: str
    zh: str
    en: str
    seconds: float
    base: float | None = None


def singles(setup: Setup) -> list[Single]:
    """The measurements, each the median of several."""
    policy = setup.policy
    cases = setup.data[:200]
    long = max(cases, key=lambda case: len(case.occurrences))
    bare, cold = _cold(setup)
    size = len(long.occurrences)
    case = _each(policy, long, setup.as_of)
    return [
        Single("case", f"一件 {size} 个事件，接口", f"one case of {size} events, API", case),
        Single("record", "在办案件：记一事件并判断", "case in flight: record and as_of", _flight(policy, long)),
        Single("day", "查一个工作日", "one working-day look-up", _look_up(policy)),
        Single("cold", "eco run 一件，冷进程", "eco run of one case, cold process", cold, bare),
    ]


def _each(policy: Policy, case: CaseData, as_of: int) -> float:
    return _timed(lambda: read_whole(policy.judge(case, as_of, try_readings=False)), 30)


def _flight(policy: Policy, case: CaseData) -> float:
    """Per event, over a case from its first to its last."""
    from ecolang_runtime.flight import Case
    from ecolang_runtime.generate.lines import event_row
    from ecolang_runtime.reference.engine import in_order

    found: list[float] = []
    for _ in range(5):
        running = Case(policy, replace(case, occurrences=()))
        for occurrence in in_order(case.occurrences):
            row = event_row(occurrence)
            start = time.perf_counter()
            running.record(**row)
            read_whole(running.as_of(row["on"]))
            found.append(time.perf_counter() - start)
    return median(found)


def _look_up(policy: Policy) -> float:
    calendar = policy.engine.rules.calendar
    day = 739_000
    calendar.nth_working_after(day, 20)

    def many() -> None:
        for n in range(1000):
            calendar.nth_working_after(day, n % 30 + 1)

    return _timed(many, 5) / 1000


def _cold(setup: Setup) -> tuple[float, float]:
    """A bare Python, and `eco run` of one case from the artifact, each in a new process."""
    one = setup.folder / "one.jsonl"
    with setup.lines.open(encoding="utf-8") as lines:
        first = next(lines)
        mark = first.split(",", 1)[0]
        more = (line for line in islice(lines, 50) if line.startswith(mark))
        one.write_text(first + "".join(more), "utf-8")
    python = [sys.executable, "-c", "1"]
    run = [
        *(sys.executable, "-c", "import sys; from ecolang.cli import main; sys.exit(main(sys.argv[1:]))"),
        *("run", str(setup.artifact), str(one), "--format", "json", "--as-of", iso(setup.as_of)),
    ]
    bare: list[float] = []
    cold: list[float] = []
    for _ in range(7):
        bare.append(_process(python))
        cold.append(_process(run))
    return median(bare), median(cold)


def _process(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - start


def _timed(work: Callable[[], object], times: int) -> float:
    found: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return median(found)
