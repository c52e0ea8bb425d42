"""`eco mutate`: what the checks, case tests and guarantees of a policy would not notice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ecolang.cli.mutation.result import Mutation, Result
from ecolang.diagnostics import Diagnostic, Lang

__all__ = ["Mutation", "Result", "Unfit", "mutate"]


class Unfit(Exception):
    """A policy that cannot be broken, because it is broken already: errors, or case tests that do not hold."""

    def __init__(self, problems: tuple[Diagnostic, ...], sources: dict[str, str], tests: tuple[str, ...]) -> None:
        super().__init__(", ".join((*(each.code for each in problems), *tests)))
        self.problems, self.sources, self.tests = problems, sources, tests


def mutate(
    policy: str | Path,
    *,
    sample: int | None = None,
    seed: int = 0,
    only: Iterable[str] = (),
    jobs: int | None = None,
    journal: str | Path | None = None,
    cases: bool = True,
    calendar_dirs: Iterable[str | Path] = (),
    lang: Lang = "zh",
    hears: Callable[[int, int], None] | None = None,
) -> Mutation:
    """Breaks a policy (a file, a folder, FOLDER@VERSION) in every way there is and tells what notices each break.

    `sample`: only so many, drawn with `seed`; `only`: kinds of break; `jobs`: processes (one for each core);
    `journal`: a file in which finished mutants are kept, so that a run can go on; `cases`: look for case tests that
    would notice what nothing notices; `hears`: told how many are done, of how many. Raises `EcoError` for a policy with
    errors or with case tests that do not hold, and OSError where the journal cannot be written.
    """
    from ecolang.errors import EcoError

    try:
        return run(
            Path(policy),
            sample,
            seed,
            tuple(only),
            jobs,
            None if journal is None else Path(journal),
            cases,
            tuple(map(Path, calendar_dirs)),
            hears,
        )
    except Unfit as unfit:
        words = ("；".join(("案例没有通过", *unfit.tests)), "; ".join(("case tests fail", *unfit.tests)))
        raise EcoError(unfit.problems, lang, words=words if unfit.tests else None) from None


def run(
    policy: Path,
    sample: int | None,
    seed: int,
    only: tuple[str, ...],
    jobs: int | None,
    journal: Path | None,
    cases: bool,
    calendar_dirs: tuple[Path, ...],
    hears: Callable[[int, int], None] | None,
) -> Mutation:
    """The same; raises Unfit and OSError."""
    from ecolang.cli.mutation.judge import MutantJudge, on_bench
    from ecolang.cli.mutation.pool import chosen, run_mutants
    from ecolang_compiler.pipeline import Compiled

    bench = on_bench(policy, calendar_dirs)
    if isinstance(bench, Compiled):
        errors = tuple(each for each in bench.diagnostics if each.severity == "error")
        raise Unfit(errors, dict(bench.sources), ())
    judge = MutantJudge(bench, cases=cases)
    if judge.broken:
        raise Unfit((), {}, tuple(judge.broken))
    every = bench.mutants()
    wanted = chosen(every, only, sample, seed)
    return run_mutants(
        judge,
        policy,
        wanted,
        len(every),
        calendar_dirs=calendar_dirs,
        jobs=jobs or os.cpu_count() or 1,
        journal=journal,
        hears=hears,
    )
