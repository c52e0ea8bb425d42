"""Judging with the compiled engine: what it does not cover the reference judges in the same call, and it is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property

from ecolang.readings import Choice
from ecolang.rows import replace
from ecolang_runtime.brief import Brief, brief_of
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled import engine, report, turns
from ecolang_runtime.compiled.flight import Flight
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.compiled.touch import Footprint
from ecolang_runtime.reference import engine as reference
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.turns import essence_of
from ecolang_runtime.verdict import Verdict


class Engine:
    """One set of rules, ready for the compiled engine; `unsupported`: why it is not, where the reference has to do."""

    def __init__(self, rules: Rules, numbers: Numbers, stats: Stats, readings: bool = False) -> None:
        self.rules = rules
        self._readings = readings
        self.stats = stats
        self._numbers = numbers
        self._made = False
        self._tables: Tables | None = None
        self.unsupported: str | None = None

    @property
    def tables(self) -> Tables | None:
        """The rules as the engine takes them; None where it does not cover them."""
        if not self._made:
            with self._numbers.lock:
                if not self._made:
                    self._tables = self._make()
                    self._made = True
        return self._tables

    def _make(self) -> Tables | None:
        try:
            return Tables(self.rules, self._numbers, self._readings)
        except Unsupported as reason:
            self.unsupported = str(reason)
        except (SyntaxError, RecursionError, MemoryError):
            self.unsupported = "a condition of too many parts"
        return None

    def evaluate(self, case: CaseData, as_of: int) -> Verdict:
        """The verdict as of the end of a day."""
        return self.judged(case, as_of)[0]

    def judged(self, case: CaseData, as_of: int) -> tuple[Verdict, Machine | None, list[Occurrence]]:
        """The verdict, and where this engine made it the state and the occurrences that it was read from."""
        tables = self.tables
        reason = self.unsupported
        if tables is not None:
            try:
                found = engine.judged(tables, case, as_of)
                self.stats.fast()
                return found
            except Unsupported as unsupported:
                reason = str(unsupported)
        self.stats.slow(reason or "")
        return reference.evaluate(self.rules, self.rules.calendar, case, as_of), None, []

    def brief(self, case: CaseData, as_of: int) -> Brief:
        """The verdict in brief."""
        tables = self.tables
        reason = self.unsupported
        if tables is not None:
            ordered = reference.in_order(case.occurrences)
            told = ordered
            if ordered and ordered[-1].day > as_of:
                told = [each for each in ordered if each.day <= as_of]
            try:
                m = engine.replay(tables, case, told, as_of, True)
                self.stats.fast()
                return report.brief(m, as_of, len(ordered) - len(told))
            except Unsupported as unsupported:
                reason = str(unsupported)
        self.stats.slow(reason or "")
        return brief_of(reference.evaluate(self.rules, self.rules.calendar, case, as_of))

    def differs(self, said: turns.Said, case: CaseData, told: list[Occurrence], as_of: int) -> bool | None:
        """Whether a reader would see something else under these rules; None where this engine can't tell."""
        tables = self.tables
        if tables is None:
            return None
        try:
            found = turns.differs(tables, said, case, told, as_of)
        except Unsupported:
            return None
        self.stats.fast()
        return found

    def run(self, head: CaseData) -> engine.Run | reference.Run:
        """A case in flight under these rules alone."""
        tables = self.tables
        if tables is None:
            self.stats.slow(self.unsupported or "")
            return reference.Run(self.rules, self.rules.calendar, head)
        self.stats.fast()
        return engine.Run(tables, head)


class Judging:
    """The rules of a policy and of its other readings, judged by the compiled engine."""

    def __init__(self, rules: Rules, others: Callable[[], tuple[tuple[Choice, Rules], ...]], stats: Stats) -> None:
        self._numbers = Numbers()
        self._footprints: tuple[tuple[Choice, Engine, Footprint | None], ...] | None = None
        self._others = others
        self.stats = stats
        self.base = Engine(rules, self._numbers, stats, readings=True)

    @cached_property
    def others(self) -> tuple[tuple[Choice, Engine], ...]:
        """The engines of the alternatives that were not chosen."""
        return tuple((choice, Engine(rules, self._numbers, self.stats)) for choice, rules in self._others())

    def run(self, head: CaseData) -> Flight | reference.Run:
        """A case in flight, told of no event yet."""
        tables = self.base.tables
        if tables is None or any(other.tables is None for _, other in self.others):
            self.stats.slow(self.base.unsupported or "a reading that the engine does not cover")
            return reference.Run(self.base.rules, self.base.rules.calendar, head)
        self.stats.fast()
        return Flight(self, tables, head)

    @property
    def footprints(self) -> tuple[tuple[Choice, Engine, Footprint | None], ...]:
        """What each alternative changes; None for one, or of a base, that this engine does not cover."""
        if self._footprints is None:
            with self._numbers.lock:
                if self._footprints is None:
                    self._footprints = tuple(self._compared())
        return self._footprints

    def _compared(self) -> Iterator[tuple[Choice, Engine, Footprint | None]]:
        base = self.base.tables
        for place, (choice, other) in enumerate(self.others):
            tables = other.tables
            yield choice, other, None if base is None or tables is None else Footprint(base, tables, 1 << place)

    def judge(self, case: CaseData, as_of: int) -> Verdict:
        """The verdict with the readings under which it would differ."""
        if not self.footprints:
            return self.base.evaluate(case, as_of)
        verdict, m, told = self.base.judged(case, as_of)
        return replace(verdict, turns_on=self._turns(verdict, case, as_of, m, told))

    def turned(self, verdict: Verdict, case: CaseData, as_of: int) -> Verdict:
        """A verdict of the first readings, with the readings under which it would differ."""
        tables = self.base.tables
        told = [each for each in reference.in_order(case.occurrences) if each.day <= as_of]
        m, mine = None, None
        if self.footprints and tables is not None:
            with suppress(Unsupported):
                m = engine.replay(tables, case, told, as_of, True)
                mine = turns.Said(m)
        return replace(verdict, turns_on=self._turns(verdict, case, as_of, m, told, mine))

    def _turns(
        self,
        verdict: Verdict,
        case: CaseData,
        as_of: int,
        m: Machine | None,
        told: list[Occurrence],
        mine: turns.Said | None = None,
    ) -> tuple[Choice, ...]:
        found = []
        for choice, other, footprint in self.footprints:
            if m is not None and footprint is not None:
                if not footprint.near(m, case):
                    continue
                mine = mine or turns.Said(m)
                differs = other.differs(mine, case, told, as_of)
                if differs is not None:
                    if differs:
                        found.append(choice)
                    continue
            if essence_of(other.evaluate(case, as_of)) != essence_of(verdict):
                found.append(choice)
        return tuple(found)
