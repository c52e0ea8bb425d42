"""A table of cases in, a table of verdicts out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from ecolang.errors import EcoError
from ecolang.time import iso
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.columnar.outputs import FORMAT, rows_table, verdict_rows
from ecolang_runtime.policy import Day, Policy
from ecolang_runtime.read.case import ReadCase
from ecolang_runtime.read.table import cases_of


@dataclass(slots=True)
class Counts:
    """What became of the cases. `columnar` and `ordinary` are those judged by each engine; `why`: by reason, how many
    were left to the ordinary one; `bad`: those that could not be judged."""

    columnar: int = 0
    ordinary: int = 0
    bad: int = 0
    events: int = 0
    why: Counter[str] = field(default_factory=Counter)

    @property
    def cases(self) -> int:
        """All of them."""
        return self.columnar + self.ordinary + self.bad

    def add(self, other: Counts) -> None:
        """Adds those of another batch."""
        self.columnar += other.columnar
        self.ordinary += other.ordinary
        self.bad += other.bad
        self.events += other.events
        self.why.update(other.why)


@dataclass(frozen=True, slots=True)
class Result:
    """The verdicts of a table as an Arrow table, the cases that could not be judged, and what became of all."""

    table: Any
    bad: tuple[ReadCase, ...]
    counts: Counts


def judge_table(
    policy: Policy,
    table: Any,
    *,
    as_of: Day | int,
    readings: bool = False,
    file: str | None = None,
    first: int = 1,
) -> Result:
    """The verdicts of the cases of a table as of the end of a day.

    `table`: one row an event, of pyarrow, pandas or polars, or columns by name. `readings`: say also under which other
    readings each verdict would differ. `file`, `first`: what messages call the table and its first row. Raises Lacking
    without pyarrow, EcoError for a day that is none.
    """
    day = as_of if isinstance(as_of, int) else policy.day(as_of)
    given = as_table(table)
    counts = Counts(events=_events(given))
    bad: list[ReadCase] = []
    rows: list[dict[str, Any]] = []
    for read in cases_of(policy.names, given, file, first):
        if read.data is None:
            if read.problems:
                bad.append(read)
                counts.bad += 1
            continue
        try:
            verdict = policy.judge(read.data, day, try_readings=readings)
        except EcoError as error:
            bad.append(ReadCase(read.id, None, error.diagnostics, (), read.lines, read.events))
            counts.bad += 1
            continue
        rows += verdict_rows(verdict)
        counts.ordinary += 1
    return Result(rows_table(rows, metadata(policy, day)), tuple(bad), counts)


def metadata(policy: Policy, day: int) -> dict[str, str]:
    """What a file of verdicts says of itself."""
    from importlib.metadata import version

    return {
        "ecolang.format": FORMAT,
        "ecolang.version": version("ecolang"),
        "ecolang.policy": policy.title,
        "ecolang.policy_hash": policy.hash,
        "ecolang.as_of": iso(day),
        "ecolang.readings": "、".join(f"{reading}={alternative}" for reading, alternative in policy.readings),
    }


def as_table(given: Any) -> Any:
    """A table of pyarrow from one of another library."""
    pa = arrow()
    if isinstance(given, pa.Table):
        return given
    if isinstance(given, pa.RecordBatch):
        return pa.Table.from_batches([given])
    if hasattr(given, "to_arrow"):
        return given.to_arrow()
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        return pa.Table.from_pandas(given, preserve_index=False)
    return pa.table(given)


def _events(table: Any) -> int:
    names = [name for name in ("event", "事件") if name in table.column_names]
    return len(table) - table.column(names[0]).null_count if names else 0
