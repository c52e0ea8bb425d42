"""The jobs that are timed. Each loads what it needs, then times the work alone, and says how many cases went fast."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Literal

from ecolang.cli.bench.setup import Setup
from ecolang.time import iso
from ecolang_runtime.verdict import Verdict

#: floor: what no engine can beat, for it only reads; engine: whole verdicts; peer: another library, with less.
Group = Literal["floor", "engine", "peer"]


@dataclass(frozen=True, slots=True)
class Timed:
    """What a job took: wall-clock seconds, for how many cases (`cases` where not all of the run's), how many of them
    the fast way (None: the question does not arise)."""

    seconds: float
    cases: int
    fast: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A job. `floor`: the job that it is measured against. `packages`: what has to be installed. `most`: cases beyond
    which it takes too long and gets only the first so many."""

    name: str
    group: Group
    zh: str
    en: str
    run: Callable[[Setup], Timed]
    floor: str = "orjson"
    packages: tuple[str, ...] = ()
    most: int | None = None


def _orjson(setup: Setup) -> Timed:
    import orjson

    start = time.perf_counter()
    with setup.lines.open("rb") as file:
        for line in file:
            orjson.loads(line)
    return Timed(time.perf_counter() - start, setup.cases)


def _pyarrow(setup: Setup) -> Timed:
    from pyarrow import parquet

    start = time.perf_counter()
    parquet.read_table(setup.parquet)
    return Timed(time.perf_counter() - start, setup.cases)


def _parquet(setup: Setup) -> Timed:
    from pyarrow import parquet

    from ecolang_runtime.columnar import judge_table

    # The first batch waits for the machine code to be made, or read from where it was kept.
    judge_table(setup.compiled, parquet.read_table(setup.small_parquet), as_of=setup.as_of, kernel=True)
    return _from_parquet(setup)


def _parquet_plain(setup: Setup) -> Timed:
    # What is not there can't be imported.
    sys.modules["numba"] = None  # type: ignore[assignment]
    return _from_parquet(setup)


def _from_parquet(setup: Setup) -> Timed:
    from ecolang_runtime.columnar import judge_file

    target = setup.folder / "verdicts.parquet"
    judge_file(setup.compiled, setup.small_parquet, target, as_of=setup.as_of)
    start = time.perf_counter()
    counts = judge_file(setup.compiled, setup.parquet, target, as_of=setup.as_of)
    return Timed(time.perf_counter() - start, setup.cases, counts.columnar)


def _reference(setup: Setup) -> Timed:
    from ecolang_runtime.reference.engine import evaluate

    rules = setup.policy.engine.rules
    cases = setup.data[:_SLOW]
    start = time.perf_counter()
    for case in cases:
        evaluate(rules, rules.calendar, case, setup.as_of)
    return Timed(time.perf_counter() - start, len(cases))


def _compiled(setup: Setup) -> Timed:
    return _in_memory(setup, try_readings=False)


def _readings(setup: Setup) -> Timed:
    return _in_memory(setup, try_readings=True)


def _in_memory(setup: Setup, try_readings: bool) -> Timed:
    policy = setup.compiled
    cases = setup.data
    for case in cases[:_WARM]:
        policy.judge(case, setup.as_of, try_readings=try_readings)
    start = time.perf_counter()
    for case in cases:
        read_whole(policy.judge(case, setup.as_of, try_readings=try_readings))
    return Timed(time.perf_counter() - start, len(cases), round(policy.stats.share * len(cases)))


def read_whole(verdict: Verdict) -> None:
    """Reads what of a verdict is made when it is read."""
    _ = verdict.provisional
    for track in verdict.tracks:
        _ = track.timeline, track.missing, track.undecided


def _lines(setup: Setup) -> Timed:
    return _to_lines(setup, "full")


def _lines_brief(setup: Setup) -> Timed:
    return _to_lines(setup, "brief")


def _lines_columnar(setup: Setup) -> Timed:
    from ecolang_runtime.columnar import brief_file

    target = setup.folder / "verdicts.jsonl"
    # The first batch waits for the machine code to be made, or read from where it was kept.
    brief_file(setup.compiled, setup.small_parquet, target, as_of=setup.as_of, kernel=True)
    start = time.perf_counter()
    counts, _ = brief_file(setup.compiled, setup.lines, target, as_of=setup.as_of)
    return Timed(time.perf_counter() - start, setup.cases, counts.columnar)


def _to_lines(setup: Setup, detail: str) -> Timed:
    from ecolang.cli.judging import Task, judge

    task = Task(
        str(setup.artifact),
        (str(setup.lines),),
        iso(setup.as_of),
        try_readings=False,
        form="json",
        output=str(setup.folder / "verdicts.jsonl"),
        detail=detail,
    )
    start = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        judge(task)
    return Timed(time.perf_counter() - start, setup.cases)


def _transitions(setup: Setup) -> Timed:
    from ecolang.cli.bench.outline import outline
    from ecolang.cli.bench.peers import judge_all, with_transitions

    judge = with_transitions(outline(setup.policy.program, setup.policy.engine.rules.calendar))
    cases = setup.data[:_MIDDLING]
    start = time.perf_counter()
    judge_all(judge, cases, setup.as_of)
    return Timed(time.perf_counter() - start, len(cases))


def _statemachine(setup: Setup) -> Timed:
    from ecolang.cli.bench.outline import outline
    from ecolang.cli.bench.peers import judge_all, with_statemachine

    judge = with_statemachine(outline(setup.policy.program, setup.policy.engine.rules.calendar))
    cases = setup.data[:_SLOW]
    start = time.perf_counter()
    judge_all(judge, cases, setup.as_of)
    return Timed(time.perf_counter() - start, len(cases))


_WARM, _SLOW, _MIDDLING = 20, 1_000, 10_000

JOBS = (
    Job("orjson", "floor", "orjson 只读 JSON Lines", "orjson parses the JSON Lines", _orjson, packages=("orjson",)),
    Job("pyarrow", "floor", "pyarrow 只读 Parquet", "pyarrow reads the Parquet", _pyarrow, packages=("pyarrow",)),
    Job("reference", "engine", "参考解释器，内存中", "reference interpreter, in memory", _reference, most=_SLOW),
    Job("compiled", "engine", "编译引擎，内存中", "compiled engine, in memory", _compiled),
    Job("readings", "engine", "同上，并比较各种理解", "the same, with the readings compared", _readings),
    Job("lines", "engine", "JSON Lines 进、出（编译引擎）", "JSON Lines in and out (compiled engine)", _lines),
    Job("lines-brief", "engine", "同上，简要的判断", "the same, in brief", _lines_brief),
    Job(
        "lines-columnar",
        "engine",
        "JSON Lines 进、简要的出（列式，numba）",
        "JSON Lines in, in brief out (columns, numba)",
        _lines_columnar,
        packages=("pyarrow", "numba", "orjson"),
    ),
    Job(
        "parquet",
        "engine",
        "Parquet 进、出（列式，numba）",
        "Parquet in and out (columns, numba)",
        _parquet,
        floor="pyarrow",
        packages=("pyarrow", "numba"),
    ),
    Job(
        "parquet-plain",
        "engine",
        "Parquet 进、出（没有 numba）",
        "Parquet in and out (no numba)",
        _parquet_plain,
        floor="pyarrow",
        packages=("pyarrow",),
    ),
    Job(
        "transitions",
        "peer",
        "transitions，阶段与末日",
        "transitions: stages, last days",
        _transitions,
        packages=("transitions",),
        most=_MIDDLING,
    ),
    Job(
        "statemachine",
        "peer",
        "python-statemachine，阶段与末日",
        "python-statemachine: stages, last days",
        _statemachine,
        packages=("statemachine",),
        most=_SLOW,
    ),
)


def with_floors(names: tuple[str, ...]) -> list[Job]:
    """The jobs of these names and the floors they are measured against, in order; all where none is named."""
    wanted = set(names) | {job.floor for job in JOBS if job.name in names}
    return [job for job in JOBS if not names or job.name in wanted]
