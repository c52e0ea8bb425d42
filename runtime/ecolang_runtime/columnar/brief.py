"""Verdicts in brief from the kernel: a file of cases in, lines of JSON out, the same as of the ordinary engine."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ecolang.errors import EcoError
from ecolang.time import iso
from ecolang_runtime.brief import Brief
from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar.batch import Counts, no_kernel, read_cases
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.columns import NONE, Columns
from ecolang_runtime.columnar.files import BATCH_CASES, FileProblem, batches, is_arrow
from ecolang_runtime.columnar.lines import LinesTable, Records, cases_at
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.columnar.written import Written
from ecolang_runtime.policy import Day, Policy
from ecolang_runtime.read.case import ReadCase
from ecolang_runtime.read.json_lines import gather_lines
from ecolang_runtime.read.names import Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import Source, reason_of, unreadable
from ecolang_runtime.wording.brief import BriefPieces, quoted
from ecolang_runtime.wording.lines import json_bytes

#: A case with its place in the batch.
Placed = tuple[int, CaseData]


def brief_file(
    policy: Policy,
    source: str | Path | Source,
    target: str | Path | BinaryIO,
    *,
    as_of: Day | int,
    readings: bool = False,
    tell: Callable[[ReadCase], None] | None = None,
    worst: Sequence[str] = (),
    kernel: bool | None = None,
) -> tuple[Counts, int]:
    """Judges a file of cases into lines of JSON in brief, batch by batch, in the order of the input; what became of the
    cases, and how many have a finding of one of the degrees in `worst`.

    The input is Parquet, Arrow, JSON Lines, JSON or CSV. `tell`: called with each case of which something is to be
    said; `kernel`: as for `judge_table`. Raises Lacking without pyarrow, EcoError for a day that is none, OSError.
    """
    # Asked for first, so that what is missing is told before anything is read.
    arrow()
    given = source if isinstance(source, Source) else Source(str(source), Path(source))
    day = as_of if isinstance(as_of, int) else policy.day(as_of)
    if hasattr(target, "write"):
        return _written(policy, given, target, day, readings, tell, worst, kernel)  # type: ignore[arg-type]
    os.makedirs(os.path.dirname(str(target)) or ".", exist_ok=True)
    with open(target, "wb") as out:
        return _written(policy, given, out, day, readings, tell, worst, kernel)


def _written(
    policy: Policy, source: Source, out: BinaryIO, day: int, readings: bool,
    tell: Callable[[ReadCase], None] | None, worst: Sequence[str], kernel: bool | None,
) -> tuple[Counts, int]:  # fmt: skip
    batch = _Batch(policy, day, readings, frozenset(worst), kernel)

    def say(read: ReadCase) -> None:
        if tell is not None and (read.problems or read.notes):
            tell(read)

    thresholds = gc.get_threshold()
    try:
        # What a batch holds is none of it garbage: looking for some takes longer than reading it.
        gc.set_threshold(2_000_000, 10, 10)
        if is_arrow(Path(source.name)):
            for first, table in batches(source):
                lines, bad = batch.of_table(table, source.name, first)
                for each in bad:
                    say(each)
                out.writelines(lines)
        else:
            for records in _batches(policy, source, day):
                lines, told = batch.of_records(records)
                for each in told:
                    say(each)
                out.writelines(lines)
    except FileProblem as found:
        batch.counts.bad += 1
        say(found.read)
    finally:
        gc.set_threshold(*thresholds)
    return batch.counts, batch.failing


def _batches(policy: Policy, source: Source, day: int) -> Iterator[list[ReadCase | Records]]:
    """The cases, of JSON Lines as they stand there."""
    from ecolang_runtime.read import iter_cases

    reads: Iterator[ReadCase | Records]
    if source.form(Problems(source.name)) == "lines":
        reads = lines_of(source, policy.names, day)
    else:
        reads = iter_cases(source, policy.names, as_of=day)
    while held := list(islice(reads, BATCH_CASES // 2)):
        yield held


def lines_of(source: Source, names: Names, day: int) -> Iterator[ReadCase | Records]:
    """The cases of JSON Lines, with what reading them came to in the end."""
    try:
        yield from gather_lines(source, names, day, Records)
    except unreadable() as error:
        problems = Problems(source.name)
        problems.add("D101", reason=reason_of(error))
        yield ReadCase(None, None, tuple(problems.found))


class _Batch:
    """Judges one batch after the other."""

    def __init__(self, policy: Policy, day: int, readings: bool, worst: frozenset[str], kernel: bool | None) -> None:
        self._policy = policy
        self._day = day
        self._readings = readings
        self._worst = worst
        self._kernel = kernel
        self._pieces = BriefPieces()
        self._tail = json_bytes(Brief("", "", False, (), (), (), 0, readings=policy.readings).to_json())
        self.counts = Counts()
        self.failing = 0

    def of_records(self, records: list[ReadCase | Records]) -> tuple[list[bytes], list[ReadCase]]:
        """The lines of cases, and those of which something is to be said, in their order."""
        table = self._table(records)
        if table is not None:
            return self._by_table(records, table)
        reads = [each.read() if isinstance(each, Records) else each for each in records]
        cases = [read.data for read in reads if read.data is not None]
        events = sum(len(case.occurrences) for case in cases)
        lines, bad = self._by_cases(cases, self._reason(events))
        self.counts.bad += sum(read.data is None and bool(read.problems) for read in reads)
        self.counts.events += events
        return lines, _told(reads, bad)

    def _table(self, records: list[ReadCase | Records]) -> LinesTable | None:
        """The cases that are plainly written as a table; None where there is none, or the kernel takes no table."""
        if self._reason(sum(len(each.records) for each in records if isinstance(each, Records))) is not None:
            return None
        try:
            import orjson
        except ImportError:
            return None
        table = LinesTable(self._policy.editions.names, self._day, orjson.dumps)
        for each in records:
            if isinstance(each, Records):
                table.take(each)
        return table if table.taken else None

    def _by_table(self, records: list[ReadCase | Records], table: LinesTable) -> tuple[list[bytes], list[ReadCase]]:
        from ecolang_runtime.columnar.engines import judge_with_kernel, kept_of, scan_table

        kept = kept_of(self._policy)
        with kept.lock:
            kept.pools.begin()
            scanned = scan_table(self._policy, table.table(), self._day, kept)
            made: list[Columns] = [] if scanned is None else [scanned.columns]
            judged = set[str]() if scanned is None else {case.id for case in table.taken}
            judged -= set() if scanned is None else {case.id for case in cases_at(scanned.rest, table.taken)}
            # The others are read: their places stand behind, or among, those of the table.
            names = [] if scanned is None else scanned.ids
            place_of = {name: place for place, name in enumerate(names)}
            reads: list[ReadCase] = []
            placed: list[Placed] = []
            for each in records:
                if isinstance(each, Records) and each.id in judged:
                    continue
                read = each.read() if isinstance(each, Records) else each
                reads.append(read)
                if read.data is not None:
                    place = place_of.setdefault(read.data.id, len(names))
                    if place == len(names):
                        names.append(read.data.id)
                    placed.append((place, read.data))
            more, left = judge_with_kernel(self._policy, placed, self._day, kept)
            lines: list[bytes] = [b""] * len(names)
            self._fill([*made, *more], names, kept.pools, lines)
        bad = self._one_by_one(placed, left, lines)
        self.counts.columnar += len(judged) + len(placed) - len(left)
        self.counts.bad += sum(read.data is None and bool(read.problems) for read in reads)
        self.counts.events += table.events + sum(len(case.occurrences) for _, case in placed)
        ids = [each.id for each in records if isinstance(each, Records)]
        return [lines[place_of[id_]] for id_ in ids if id_ in place_of], _told(reads, bad)

    def _by_cases(self, cases: list[CaseData], reason: str | None) -> tuple[list[bytes], list[ReadCase]]:
        """The lines of cases, and those that could not be judged."""
        placed = list(enumerate(cases))
        lines: list[bytes] = [b""] * len(cases)
        if reason is not None:
            return lines, self._one_by_one(placed, dict.fromkeys(range(len(cases)), reason), lines)
        from ecolang_runtime.columnar.engines import judge_with_kernel, kept_of

        kept = kept_of(self._policy)
        with kept.lock:
            kept.pools.begin()
            made, left = judge_with_kernel(self._policy, placed, self._day, kept)
            self._fill(made, [case.id for case in cases], kept.pools, lines)
        self.counts.columnar += len(cases) - len(left)
        return lines, self._one_by_one(placed, left, lines)

    def of_table(self, table: Any, file: str, first: int) -> tuple[list[bytes], list[ReadCase]]:
        """The same of the cases of a table, the first row of which has this number."""
        events = len(table)
        reason = self._reason(events)
        names: list[str] = []
        if reason is not None:
            good, bad = read_cases(self._policy, table, file, range(first, first + len(table)), names)
            lines: list[bytes] = [b""] * len(names)
            left = {place: reason for place, _ in good}
        else:
            from ecolang_runtime.columnar.engines import judge_with_kernel, kept_of, scan_table

            kept = kept_of(self._policy)
            with kept.lock:
                kept.pools.begin()
                scanned = scan_table(self._policy, table, self._day, kept)
                made: list[Columns] = []
                rows: Sequence[int] = range(first, first + len(table))
                if scanned is not None:
                    made.append(scanned.columns)
                    names = scanned.ids
                    rows = [first + row for row in scanned.rest.nonzero()[0].tolist()]
                    table = table.filter(arrow().array(scanned.rest))
                    self.counts.columnar += scanned.judged
                good, bad = read_cases(self._policy, table, file, rows, names)
                placed = [(place, read.data) for place, read in good if read.data is not None]
                more, left = judge_with_kernel(self._policy, placed, self._day, kept)
                self.counts.columnar += len(good) - len(left)
                lines = [b""] * len(names)
                self._fill([*made, *more], names, kept.pools, lines)
        self.counts.events += events
        self.counts.bad += len(bad)
        placed = [(place, read.data) for place, read in good if read.data is not None]
        return lines, [*bad, *self._one_by_one(placed, left, lines)]

    def _reason(self, events: int) -> str | None:
        """Why the kernel takes no case of the batch."""
        if self._policy.versions.several:
            return "no version, or several, of the policy"
        return no_kernel(self._readings, self._kernel, events)

    def _one_by_one(self, placed: list[Placed], left: dict[int, str], lines: list[bytes]) -> list[ReadCase]:
        """Fills in the lines of the cases that are left; those that cannot be judged."""
        bad: list[ReadCase] = []
        for place, case in placed:
            if place not in left:
                continue
            try:
                brief = self._policy.brief(case, self._day, try_readings=self._readings)
            except EcoError as error:
                bad.append(ReadCase(case.id, None, error.diagnostics, (), 0, len(case.occurrences)))
                self.counts.bad += 1
                continue
            lines[place] = self._policy.json_line(brief)
            self.counts.ordinary += 1
            self.counts.why[left[place]] += 1
            self.failing += bool(self._worst) and any(row.degree in self._worst for row in brief.findings)
        return bad

    def _fill(self, made: list[Columns], names: list[str], pools: Pools, lines: list[bytes]) -> None:
        """Fills in the lines of what the kernel judged."""
        end = self._tail[self._tail.index(b'"left_out":0') + len(b'"left_out":0') :] + b"\n"
        for columns in made:
            written = Written(columns, pools, self._pieces, self._worst)
            for place, row, tracks, left_out in written.cases():
                lines[place] = b'{"case":%b,"as_of":%b,"over":%b,"tracks":[%b],%b,"left_out":%d%b' % (
                    quoted(names[place]), self._pieces.text(iso(self._day)), row[0], tracks, row[1], left_out, end,
                )  # fmt: skip
            cases, begins = columns.rows["case"], columns.rows["begins"]
            for number in np.flatnonzero(begins != NONE).tolist():
                # A case that has not begun has no other row.
                place, begun = int(cases[number]), iso(int(begins[number])).encode()
                lines[place] = lines[place].removesuffix(b"}\n") + b',"begins":"%b"}\n' % begun
            self.failing += written.failing


def _told(reads: list[ReadCase], bad: list[ReadCase]) -> list[ReadCase]:
    """What is to be said of cases, in their order: by their readers, and where no version takes them."""
    unjudged = {each.id: each for each in bad}
    found: list[ReadCase] = []
    for read in reads:
        if read.problems or read.notes:
            found.append(read)
        if read.data is not None and read.id in unjudged:
            found.append(unjudged[read.id])
    return found
