"""Rounds of jobs, one process each and one after the other, so that a machine whose speed drifts drifts for all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median

from ecolang.cli.bench.jobs import JOBS, Job
from ecolang.cli.bench.setup import Setup


@dataclass(frozen=True, slots=True)
class Measured:
    """What a job came to over the rounds: events a second (median, slowest, fastest), the peak of memory in bytes, the
    share of cases that went the fast way; `missing`: the package for want of which it did not run; `failed`: why else.
    """

    job: Job
    rate: float = 0.0
    slowest: float = 0.0
    fastest: float = 0.0
    peak: int = 0
    cases: int = 0
    fast: float | None = None
    missing: str | None = None
    failed: str | None = None


def measure(
    setup: Setup, jobs: Iterable[Job] = JOBS, rounds: int = 3, progress: Callable[[], None] | None = None
) -> list[Measured]:
    """Each job in each round."""
    wanted = list(jobs)
    missing = {job.name: name for job in wanted for name in job.packages if find_spec(name) is None}
    runs: dict[str, list[dict[str, float]]] = {job.name: [] for job in wanted}
    failed: dict[str, str] = {}
    for _ in range(rounds):
        for job in wanted:
            if job.name in missing or job.name in failed:
                continue
            if progress is not None:
                progress()
            command = [sys.executable, "-m", "ecolang.cli.bench.child", str(setup.folder), job.name]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                failed[job.name] = (done.stderr.strip().splitlines() or ["?"])[-1]
            else:
                runs[job.name].append(json.loads(done.stdout.splitlines()[-1]))
    return [_summed(job, runs[job.name], setup, missing.get(job.name), failed.get(job.name)) for job in wanted]


def _summed(job: Job, runs: list[dict[str, float]], setup: Setup, missing: str | None, failed: str | None) -> Measured:
    if not runs or missing or failed:
        return Measured(job, missing=missing, failed=failed)
    # A job that took only the first cases is given the share of the events that fell to it.
    rates = [setup.events * run["cases"] / setup.cases / run["seconds"] for run in runs]
    cases, fast = int(runs[0]["cases"]), runs[0]["fast"]
    return Measured(
        job,
        median(rates),
        min(rates),
        max(rates),
        int(max(run["peak"] for run in runs)),
        cases,
        None if fast is None else fast / cases,
    )
