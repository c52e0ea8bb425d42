"""Mutants over several processes, with a journal of those that are finished."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from ecolang.cli.mutation.judge import MutantJudge, on_bench
from ecolang.cli.mutation.result import Mutation, Result

if TYPE_CHECKING:
    from ecolang_compiler.mutate import Mutant
    from ecolang_compiler.mutate.bench import Bench

#: Hears of each finished mutant how many are finished, of how many.
Hears = Callable[[int, int], None]


class Journal:
    """Finished mutants in a file of JSON Lines, each under the policy's hash, so that a run that was broken off goes on
    where it ended. An unreadable line is passed over: the run may have been ended within it."""

    def __init__(self, path: Path | None, policy: str) -> None:
        self.path, self.policy = path, policy
        self.known: dict[str, Result] = {}
        if path is not None and path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    row = json.loads(line)
                    if row["policy"] == policy:
                        self.known[str(row["id"])] = Result.from_json(row)
                except (KeyError, TypeError, ValueError):
                    continue

    def add(self, result: Result) -> None:
        """One more is finished. Raises OSError."""
        self.known[result.id] = result
        if self.path is not None:
            row = {"policy": self.policy, **result.to_json()}
            with self.path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def policy_hash(bench: Bench, cases: bool) -> str:
    """What the results rest on: the texts of the policy, its case tests and its source, its calendars, and whether
    cases were looked for."""
    program = bench.base.program
    rows = () if program is None else program.calendar_rows
    known = sha256(json.dumps([bool(cases), *rows], ensure_ascii=False, sort_keys=True, default=str).encode())
    for name, text in sorted(_texts(bench).items()):
        known.update(f"\0{Path(name).name}\0{text}".encode("utf-8", "surrogatepass"))
    return known.hexdigest()[:16]


def _texts(bench: Bench) -> Mapping[str, str]:
    return {**bench.base.sources, bench.file: bench.text}


def chosen(every: tuple[Mutant, ...], only: Iterable[str], sample: int | None, seed: int) -> tuple[Mutant, ...]:
    """The mutants of some kinds, and of these a sample, in the order of the text."""
    kinds = frozenset(only)
    found = tuple(each for each in every if not kinds or each.kind in kinds)
    if sample is None or sample >= len(found):
        return found
    places = sorted(Random(seed).sample(range(len(found)), sample))
    return tuple(found[place] for place in places)


def run_mutants(
    judge: MutantJudge,
    path: Path,
    wanted: tuple[Mutant, ...],
    made: int,
    *,
    calendar_dirs: tuple[Path, ...] = (),
    jobs: int = 1,
    journal: Path | None = None,
    hears: Hears | None = None,
) -> Mutation:
    """What becomes of the wanted mutants. Raises OSError where the journal cannot be written."""
    kept = Journal(journal, policy_hash(judge.bench, judge.cases))
    left = [each for each in wanted if each.id not in kept.known]
    done = len(wanted) - len(left)
    for result in _judged(judge, path, left, calendar_dirs, jobs):
        kept.add(result)
        done += 1
        if hears is not None:
            hears(done, len(wanted))
    return Mutation(judge.bench.file, tuple((each, kept.known[each.id]) for each in wanted), made)


def _judged(
    judge: MutantJudge, path: Path, left: list[Mutant], calendar_dirs: tuple[Path, ...], jobs: int
) -> Iterator[Result]:
    if jobs <= 1 or len(left) < 2 * jobs:
        yield from map(judge.judge, left)
        return
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(path, calendar_dirs, judge.cases)) as pool:
        try:
            for future in as_completed([pool.submit(_judge, each) for each in left]):
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


_judge_here: list[MutantJudge] = []


def _begin(path: Path, calendar_dirs: tuple[Path, ...], cases: bool) -> None:
    from ecolang_compiler.mutate.bench import Bench

    bench = on_bench(path, calendar_dirs)
    assert isinstance(bench, Bench), "the policy was on the bench before"
    _judge_here[:] = [MutantJudge(bench, cases=cases)]
    gc.freeze()


def _judge(mutant: Mutant) -> Result:
    return _judge_here[0].judge(mutant)
