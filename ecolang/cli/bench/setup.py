"""What every job of a run works on: a folder with the compiled policy and its cases, the same for all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from ecolang_runtime.case import CaseData
from ecolang_runtime.policy import Policy

#: Cases that differ; a longer run repeats them under other numbers, since making one costs far more than judging it.
DISTINCT = 5_000
#: Cases that a job warms up with.
WARM = 1_500
_ARTIFACT, _LINES, _FACTS = "policy.json", "cases.jsonl", "setup.json"
_PARQUET, _SMALL = "cases.parquet", "small.parquet"


@dataclass(frozen=True)
class Setup:
    """The cases of a run: how many, with how many events in all, judged as of the end of which day (an ordinal)."""

    folder: Path
    cases: int
    events: int
    as_of: int
    distinct: int

    @property
    def artifact(self) -> Path:
        """The compiled policy."""
        return self.folder / _ARTIFACT

    @property
    def lines(self) -> Path:
        """The cases as JSON Lines."""
        return self.folder / _LINES

    @property
    def parquet(self) -> Path:
        """The cases as Parquet, where pyarrow was there to write them."""
        return self.folder / _PARQUET

    @property
    def small_parquet(self) -> Path:
        """The first of them, enough to warm up with."""
        return self.folder / _SMALL

    @cached_property
    def policy(self) -> Policy:
        """The policy, loaded from its artifact."""
        from ecolang.api import load

        return load(self.artifact)

    @cached_property
    def compiled(self) -> Policy:
        """The policy, judged by the compiled engine from the first case on."""
        from ecolang.api import load

        return load(self.artifact, engine="compiled")

    @cached_property
    def data(self) -> list[CaseData]:
        """The cases as the readers make them, in memory."""
        from ecolang_runtime.read import iter_cases

        return [each.data for each in iter_cases(self.lines, self.policy.names) if each.data is not None]


def prepare(
    policy: Policy,
    artifact: str,
    folder: Path,
    number: int,
    seed: int,
    violations: float,
    progress: Callable[[], None],
) -> Setup:
    """Writes the compiled policy and `number` cases of it; `progress` hears of each case made."""
    from ecolang_runtime.generate import Generator, case_lines

    folder.mkdir(parents=True, exist_ok=True)
    (folder / _ARTIFACT).write_text(artifact, encoding="utf-8")
    maker = Generator(policy.engine.rules, seed, violations)
    made: list[CaseData] = []
    for place in range(min(number, DISTINCT)):
        made.append(maker.case(place))
        progress()
    events = last = 0
    with (folder / _LINES).open("w", encoding="utf-8", newline="\n") as file:
        for case in _numbered(made, number):
            for line in case_lines(case):
                file.write(line + "\n")
            events += len(case.occurrences)
            last = max([last, *(each.day for each in case.occurrences)])
    if find_spec("pyarrow") is not None:
        from ecolang_runtime.columnar import write_cases

        write_cases(policy.program, _numbered(made, number), folder / _PARQUET)
        write_cases(policy.program, _numbered(made, min(number, WARM)), folder / _SMALL)
    setup = Setup(folder, number, events, last + 1, len(made))
    facts = {"cases": number, "events": events, "as_of": setup.as_of, "distinct": len(made)}
    (folder / _FACTS).write_text(json.dumps(facts), encoding="utf-8")
    return setup


def opened(folder: Path) -> Setup:
    """The setup that was written to a folder."""
    return Setup(folder, **json.loads((folder / _FACTS).read_text(encoding="utf-8")))


def _numbered(made: list[CaseData], number: int) -> Iterator[CaseData]:
    for place in range(number):
        yield replace(made[place % len(made)], id=f"{place + 1:08}")
