"""A table of cases in, a table of verdicts out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ecolang.errors import EcoError
from ecolang.time import iso
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.columns import Columns, of_verdicts, to_table
from ecolang_runtime.columnar.needs import arrow, has_numba
from ecolang_runtime.columnar.outputs import FORMAT
from ecolang_runtime.policy import Day, Policy
from ecolang_runtime.read.case import ReadCase
from ecolang_runtime.read.table import cases_of
from ecolang_runtime.verdict import Verdict

#: Below so many events the ordinary engine is done before the kernel has begun.
FEW_EVENTS = 10_000


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
    kernel: bool | None = None,
) -> Result:
    """The verdicts of the cases of a table as of the end of a day.

    `table`: one row an event, of pyarrow, pandas or polars, or columns by name. `readings`: say also under which other
    readings each verdict would differ. `file`, `first`: what messages call the table and its first row. `kernel`:
    whether the kernel judges what it can; None: where numba is there and the cases are many. Raises Lacking without
    pyarrow, EcoError for a day that is none.
    """
    day = as_of if isinstance(as_of, int) else policy.day(as_of)
    given = as_table(table)
    counts = Counts(events=_events(given))
    reason = no_kernel(readings, kernel, counts.events)
    if reason is not None:
        return _one_by_one(policy, given, day, counts, readings, file, first, reason)
    from ecolang_runtime.columnar.engines import judge_with_kernel, kept_of, scan_table

    kept = kept_of(policy)
    with kept.lock:
        kept.pools.begin()
        scanned = scan_table(policy, given, day, kept)
        made: list[Columns] = []
        names: list[str] = []
        lines: Sequence[int] = range(first, first + len(given))
        if scanned is not None:
            made.append(scanned.columns)
            names = scanned.ids
            lines = [first + row for row in scanned.rest.nonzero()[0].tolist()]
            given = given.filter(arrow().array(scanned.rest))
            counts.columnar = scanned.judged
        good, bad = read_cases(policy, given, file, lines, names)
        more, left = judge_with_kernel(policy, [(p, r.data) for p, r in good if r.data is not None], day, kept)
        return _result(policy, names, good, bad, day, counts, readings, kept.pools, [*made, *more], left)


def _one_by_one(
    policy: Policy, given: Any, day: int, counts: Counts, readings: bool, file: str | None, first: int, reason: str
) -> Result:
    """The result where the kernel takes no case."""
    names: list[str] = []
    good, bad = read_cases(policy, given, file, range(first, first + len(given)), names)
    return _result(policy, names, good, bad, day, counts, readings, Pools(), [], {place: reason for place, _ in good})


def read_cases(
    policy: Policy, given: Any, file: str | None, lines: Sequence[int], names: list[str]
) -> tuple[list[tuple[int, ReadCase]], list[ReadCase]]:
    """The cases of a table by the readers, each with its place among `names`, and those that they set aside."""
    places = {name: place for place, name in enumerate(names)}
    good: list[tuple[int, ReadCase]] = []
    bad: list[ReadCase] = []
    for read in cases_of(policy.names, given, file, lines):
        if read.data is not None:
            place = places.get(read.data.id)
            if place is None:
                place = len(names)
                names.append(read.data.id)
            good.append((place, read))
        elif read.problems:
            bad.append(read)
    return good, bad


def _result(
    policy: Policy, names: list[str], good: list[tuple[int, ReadCase]], bad: list[ReadCase], day: int, counts: Counts,
    readings: bool, pools: Pools, made: list[Columns], left: dict[int, str],
) -> Result:  # fmt: skip
    """The result of a batch, with the cases that are left judged one by one."""
    rest: list[tuple[int, Verdict]] = []
    failed = 0
    for place, read in good:
        if place not in left or read.data is None:
            continue
        try:
            rest.append((place, policy.judge(read.data, day, try_readings=readings)))
        except EcoError as error:
            bad.append(ReadCase(read.id, None, error.diagnostics, (), read.lines, read.events))
            failed += 1
            del left[place]
    counts.bad, counts.ordinary = len(bad), len(rest)
    counts.columnar += len(good) - len(rest) - failed
    counts.why.update(left.values())
    columns = of_verdicts(rest, pools)
    for each in made:
        columns = columns + each
    return Result(to_table(columns.ordered(), names, pools, metadata(policy, day)), tuple(bad), counts)


def no_kernel(readings: bool, kernel: bool | None, events: int) -> str | None:
    """Why the kernel takes no case at all; None where it may."""
    if readings:
        return "readings are compared"
    if kernel is False:
        return "the kernel is not wanted"
    if kernel is None and not has_numba():
        return "numba is not installed"
    # Once it has begun it is as good for a few.
    begun = "ecolang_runtime.columnar.engines" in sys.modules
    if kernel is None and events < FEW_EVENTS and not begun:
        return "too few events to begin the kernel"
    return None


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
