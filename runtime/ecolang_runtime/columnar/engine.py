"""The kernel as one engine for the cases of a batch: which of them it takes, and what the others are left to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar.codes import Pools, Unsaid
from ecolang_runtime.columnar.columns import Columns
from ecolang_runtime.columnar.days import Days
from ecolang_runtime.columnar.fast import REASONS, Holders, judge
from ecolang_runtime.columnar.feed import Feed
from ecolang_runtime.columnar.ingest import Ingested
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.kernel.run import CASE_W
from ecolang_runtime.columnar.scan import Strange, cells, objects
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.read.names import Names
from ecolang_runtime.reference.rules import Rules


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the kernel made of a table: the columns by the place of the case, the cases, which rows are left to the
    readers, and how many cases were judged.
    """

    columns: Columns
    ids: list[str]
    rest: Any
    judged: int


class Engine:
    """Judges cases under the rules of one version. Its tables of days grow with the batches; not for two threads."""

    def __init__(self, rules: Rules, pools: Pools) -> None:
        self.rules = rules
        self.pools = pools
        self._tables: Tables | None = None
        self._days: Days | None = None
        #: Why the kernel can take no case of this policy at all.
        self.refused: str | None = None
        self._sources = _sources(rules)
        self._amounts: dict[str, frozenset[int]] = {}
        self._grounds: dict[str, int] = {}
        try:
            self._make()
        except Unsaid as found:
            self.refused = found.construct

    def judge(self, cases: list[tuple[int, CaseData]], as_of: int) -> tuple[Columns | None, dict[int, str]]:
        """The columns of the cases that the kernel took, and by place why it did not take the others."""
        left: dict[int, str] = {}
        if self.refused is not None:
            return None, {place: self.refused or "" for place, _ in cases}
        if not cases:
            return None, left
        self._learn(cases)
        assert self._tables is not None and self._days is not None
        feed = Feed(self._tables, as_of, self._grounds)
        places: list[int] = []
        later: list[int] = []
        for place, case in cases:
            try:
                feed.add(case)
            except Unsaid as found:
                left[place] = found.construct
                continue
            places.append(place)
            later.append(sum(each.day > as_of for each in case.occurrences))
        if not places:
            return None, left
        x, listed = feed.arrays()
        self._days.cover(feed.low - 1, feed.high + 1, tuple(feed.grounds))
        self._days.work_out(np.unique(_days_of(x, listed, self._tables.width)))
        text = self.pools.texts.number
        holders = Holders(
            np.array(feed.first_holder, np.int64), np.array([text(name) for name in feed.holders] or [0], np.int64)
        )
        judged = judge(
            self._tables, self._days, x, listed, as_of, np.array(later, np.int64), holders, feed.blocks,
            list(feed.grounds), np.array(places, np.int64),
        )  # fmt: skip
        for number in np.flatnonzero(judged.failed).tolist():
            left[places[number]] = REASONS[int(judged.failed[number])]
        return judged.columns, left

    def judge_table(self, table: Any, names: Names, as_of: int, since: int | None) -> Scanned:
        """Judges what is in order in a table. `since`: a case that began before that day is not for these rules.

        Raises Strange for a table that is not laid out as `input_schema` says.
        """
        if self.refused is not None:
            raise Strange(self.refused)
        self._learn_table(table)
        assert self._tables is not None and self._days is not None
        found = Ingested(table, self._tables, names, as_of, self._grounds, since)
        self._days.cover(found.low - 1, found.high + 1, tuple(found.feed.grounds))
        self._days.work_out(found.days)
        judged = judge(
            self._tables, self._days, found.x, found.listed, as_of, found.left_out,
            Holders(found.first_holders, found.holder_texts), found.feed.blocks, list(found.feed.grounds), found.good,
        )  # fmt: skip
        left = {
            int(found.good[at_]): REASONS[int(judged.failed[at_])] for at_ in np.flatnonzero(judged.failed).tolist()
        }
        rest = np.concatenate((np.flatnonzero(found.strange), np.array(sorted(left), np.int64)))
        return Scanned(judged.columns, found.ids, np.isin(found.case_of, rest), len(found.good) - len(left))

    def _learn_table(self, table: Any) -> None:
        """As `_learn`, from the columns."""
        met: dict[str, set[int]] = {name: set(known) for name, known in self._amounts.items()}
        for name in self._sources & set(table.column_names):
            values = table.column(name).unique().to_pylist()
            met.setdefault(name, set()).update(value for value in values if type(value) is int)
        for column in ("facts", "each") if self._sources else ():
            for value in objects(cells(table, column)):
                told = [value] if column == "facts" else list((value or {}).values())
                for said in told:
                    for name in self._sources & set(said if isinstance(said, dict) else ()):
                        if type(said[name]) is int:
                            met.setdefault(name, set()).add(said[name])
        self._take({name: frozenset(numbers) for name, numbers in met.items()})

    def _learn(self, cases: list[tuple[int, CaseData]]) -> None:
        """Makes the tables anew where a demand of time depends on a number that was not met before."""
        if not self._sources:
            return
        met: dict[str, set[int]] = {name: set(known) for name, known in self._amounts.items()}
        for _, case in cases:
            for fact in case.facts:
                if fact.name in self._sources and type(fact.value) is int:
                    met.setdefault(fact.name, set()).add(fact.value)
            for each in case.occurrences:
                for said in (each.fields, *each.each.values()):
                    for name, value in said.items():
                        if name in self._sources and type(value) is int:
                            met.setdefault(name, set()).add(value)
        self._take({name: frozenset(numbers) for name, numbers in met.items()})

    def _take(self, amounts: dict[str, frozenset[int]]) -> None:
        if amounts != self._amounts:
            before = self._amounts
            self._amounts = amounts
            try:
                self._make()
            except Unsaid:
                # Too many different numbers: those that are known stay, a case with another one is left.
                self._amounts = before

    def _make(self) -> None:
        self._tables = Tables(self.rules, self._amounts, self.pools)
        self._days = Days(self._tables)
        self.pools.keep()


def _sources(rules: Rules) -> frozenset[str]:
    """The facts and fields that hold a number of units."""
    program = rules.program
    deadlines = [d for duty in program.duties for d in duty.deadlines] + [p.deadline for p in program.periods]
    deadlines += [d for power in program.powers for d in (*power.ends, power.after) if d is not None]
    sources = [d.amount_from for d in deadlines]
    sources += [row.number_from for period in program.periods for row in period.allowances]
    return frozenset(source[-1] for source in sources if source is not None)


def _days_of(x: Any, cases: Any, width: int) -> Any:
    """The days of the occurrences."""
    listed = cases.reshape(-1, CASE_W)
    counts = listed[:, 1]
    starts = np.repeat(listed[:, 0], counts)
    inner = np.arange(len(starts)) - np.repeat(np.cumsum(counts) - counts, counts)
    return x[starts + inner * width + at.X_DAY]
