"""Parts handed out, taken back and put together in their order, whoever worked on them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, BinaryIO

from ecolang import bundle
from ecolang.diagnostics import Diagnostic, Lang
from ecolang.rows import dataclass, field
from ecolang_runtime.policy import Day, Policy
from ecolang_runtime.read import Source
from ecolang_runtime.read.json_lines import Span, spans
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.scale.work import DETAILS, Done, Job, Part, Unfit, judge_part, part_path, policy_path, release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

#: Bytes of a part at least and at most, and how many parts each worker should get, so that all end together.
LEAST, MOST, EACH = 200_000, 64_000_000, 8
#: How often a part is tried again after its worker died.
RETRIES = 5


@dataclass(slots=True)
class Counts:
    """How many cases were judged, could not be, and have a finding as grave as was asked for."""

    judged: int = 0
    bad: int = 0
    failing: int = 0
    #: Of tables of verdicts, how many were judged in columns, and by reason how many of the others there were.
    columnar: int = 0
    why: Counter[str] = field(default_factory=Counter)

    def add(self, done: Done) -> None:
        """The counts of one more part."""
        self.judged += done.judged
        self.bad += done.bad
        self.failing += done.failing
        self.columnar += done.columnar
        self.why.update(dict(done.why))


@dataclass(frozen=True, slots=True)
class Engine:
    """Who works: `processes` of this machine, or those of the Dask scheduler at `address` ("": a cluster started here
    for the purpose). `number`: how many; None: one for each core."""

    kind: str
    number: int | None = None
    address: str = ""

    @property
    def workers(self) -> int:
        """How many workers there are to be on this machine."""
        return self.number or cores()


def engine_of(text: str) -> Engine | None:
    """The engine that `processes`, `processes:4`, `dask://`, `dask://host:8786` means; None for anything else."""
    kind, mark, rest = text.partition(":")
    if kind == "processes" and not mark:
        return Engine(kind)
    if kind == "processes" and rest.isascii() and rest.isdigit() and 1 <= int(rest) <= 1024:
        return Engine(kind, int(rest))
    if kind == "dask" and rest.startswith("//"):
        return Engine(kind, None, rest[2:])
    return None


def cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


class Lost(Exception):
    """A part that no worker finished."""


def judge_files(
    policy: Policy,
    files: Sequence[str | Path],
    output: str | Path | BinaryIO,
    *,
    as_of: Day | int,
    engine: str | Engine = "processes",
    try_readings: bool = True,
    lang: Lang | None = None,
    form: str = "json",
    full: bool = False,
    detail: str = "full",
    fail_on: str | None = None,
    log_map: str | Path | None = None,
    tell: Callable[[Diagnostic], None] | None = None,
    progress: Callable[[int], None] | None = None,
    part_bytes: int | None = None,
) -> Counts:
    """Judges files of cases with many workers; the output is byte for byte that of one.

    JSON Lines are cut into parts at the borders of cases, Parquet at the first of them in a group of rows; files of
    other forms are a part each. The output, a path or a stream of bytes, has the verdicts in the order of the files and
    of the cases in them. `form`: json, text, or table for a file of Parquet or Arrow by the ending of the path.
    `detail`: "full", or "brief" for JSON with no more than where cases stand, what was found and what is owed. `tell`
    gets what is to be said of cases, `progress` how many were judged. Raises EcoError for a day or a map that is none,
    ValueError for an unknown engine or detail, Unfit for a worker with another release or policy, Lost, ImportError
    without Dask, OSError.
    """
    chosen = engine if isinstance(engine, Engine) else engine_of(engine)
    if chosen is None or form not in ("json", "text", "table"):
        raise ValueError(engine)
    if detail not in DETAILS or (detail == "brief" and form != "json"):
        raise ValueError(detail)
    day = as_of if isinstance(as_of, int) else policy.day(as_of)
    if log_map is not None:
        policy.log_map(log_map)
    target = None if hasattr(output, "write") else os.path.abspath(str(output))
    beside = None if target is None else os.path.dirname(target)
    if beside:
        os.makedirs(beside, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".eco-parts-", dir=beside) as folder:
        with open(policy_path(folder), "w", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(bundle.dumps(policy.versions))
        job = Job(
            folder=folder,
            digest=policy.hash,
            release=release(),
            as_of=day,
            fixed=policy.versions.fixed,
            readings=policy.readings,
            try_readings=try_readings,
            lang=lang or policy.lang,
            form=form,
            full=full,
            detail=detail,
            fail_on=fail_on,
            log_map=None if log_map is None else os.path.abspath(str(log_map)),
        )
        parts = _parts([str(each) for each in files], chosen.workers, part_bytes)
        if target is None:
            return _together(job, parts, chosen, _Bytes(output, form), tell, progress)  # type: ignore[arg-type]
        whole = os.path.join(folder, "whole" + os.path.splitext(target)[1])
        if form == "table":
            from pathlib import Path

            from ecolang_runtime.columnar.batch import metadata
            from ecolang_runtime.columnar.files import Writer

            with Writer(Path(whole), metadata(policy, day)) as writer:
                counts = _together(job, parts, chosen, _Tables(writer), tell, progress)
        else:
            with open(whole, "wb") as out:
                counts = _together(job, parts, chosen, _Bytes(out, form), tell, progress)
        os.replace(whole, target)
        return counts


class _Bytes:
    """Takes the files of parts as they are."""

    def __init__(self, out: BinaryIO, form: str) -> None:
        self._out = out
        self._first = form == "text"

    def add(self, path: str, judged: int) -> None:
        """One more part."""
        with open(path, "rb") as part:
            # Text parts its cases by an empty line, of which the first case has none.
            if self._first and judged:
                part.seek(1)
            self._first = self._first and not judged
            shutil.copyfileobj(part, self._out, 1 << 20)


class _Tables:
    """Takes the tables of parts into one file."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def add(self, path: str, judged: int) -> None:
        """One more part."""
        del judged
        from ecolang_runtime.columnar.shares import tables

        for table in tables(path):
            self._writer.write(table)


def _parts(files: Sequence[str], workers: int, part_bytes: int | None) -> list[Part]:
    """The parts of all files, numbered in the order of the output."""
    parts: list[Part] = []
    for file in files:
        path = os.path.abspath(file)
        source = Source(file, path)
        cut: list[Span] | None = None
        form = source.form(Problems(file))
        if form == "lines":
            cut = spans(source, part_bytes or min(MOST, max(LEAST, source.size // (workers * EACH))))
        runs = _runs(source, part_bytes) if form == "arrow" else None
        if runs is not None:
            parts += [Part(number, file, path, None, rows) for number, rows in enumerate(runs, len(parts))]
        elif cut is None:
            parts.append(Part(len(parts), file, path))
        else:
            parts += [Part(number, file, path, span) for number, span in enumerate(cut, len(parts))]
    return parts


def _runs(source: Source, part_bytes: int | None) -> list[tuple[int, int]] | None:
    """The runs of rows that a Parquet file is cut into; None where it is not."""
    from ecolang_runtime.columnar.needs import Lacking, arrow

    try:
        arrow()
    except Lacking:
        # Whoever reads it says what is missing.
        return None
    from ecolang_runtime.columnar.shares import LEAST as LEAST_ROWS
    from ecolang_runtime.columnar.shares import shares

    return shares(source, LEAST_ROWS if part_bytes is None else max(1, part_bytes // 100))


def _together(
    job: Job,
    parts: list[Part],
    engine: Engine,
    out: _Bytes | _Tables,
    tell: Callable[[Diagnostic], None] | None,
    progress: Callable[[int], None] | None,
) -> Counts:
    """The parts' files put together in their order, each as soon as those before it are there."""
    counts = Counts()
    waiting: dict[int, Done] = {}
    following = 0
    for done in _worked(job, parts, engine):
        counts.add(done)
        waiting[done.number] = done
        if progress is not None:
            progress(counts.judged)
        while (ready := waiting.pop(following, None)) is not None:
            for note in ready.notes if tell is not None else ():
                tell(note)  # type: ignore[misc]
            path = part_path(job.folder, following)
            out.add(path, ready.judged)
            os.unlink(path)
            following += 1
    if following != len(parts):
        raise Lost(following)
    return counts


def _worked(job: Job, parts: list[Part], engine: Engine) -> Iterator[Done]:
    return _by_processes(job, parts, engine.workers) if engine.kind == "processes" else _by_dask(job, parts, engine)


def _by_processes(job: Job, parts: list[Part], workers: int) -> Iterator[Done]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    left = {part.number: part for part in parts}
    for _ in range(1 + RETRIES):
        pool = ProcessPoolExecutor(min(workers, max(1, len(left))))
        try:
            for future in as_completed([pool.submit(judge_part, job, part) for part in left.values()]):
                done = future.result()
                del left[done.number]
                yield done
            return
        except BrokenProcessPool:
            # A worker died and took the pool with it. What is done is done; the rest goes to a new one.
            continue
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    raise Lost(min(left))


def _by_dask(job: Job, parts: list[Part], engine: Engine) -> Iterator[Done]:
    import distributed as library

    distributed: Any = library
    cluster: Any = None
    address = engine.address
    if not address:
        cluster = distributed.LocalCluster(
            n_workers=engine.workers, threads_per_worker=1, dashboard_address=None, silence_logs=50
        )
    elif "://" not in address:
        address = f"tcp://{address}"
    try:
        with distributed.Client(cluster or address) as client:
            futures = [client.submit(judge_part, job, part, pure=False, retries=RETRIES) for part in parts]
            try:
                for _, done in distributed.as_completed(futures, with_results=True):
                    yield done
            except distributed.KilledWorker as error:
                raise Lost(str(error)) from None
    finally:
        if cluster is not None:
            cluster.close()


__all__ = ["Counts", "Engine", "Lost", "Unfit", "engine_of", "judge_files"]
