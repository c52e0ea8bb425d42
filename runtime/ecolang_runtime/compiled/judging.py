"""Judging with the compiled engine: what it does not cover the reference judges in the same call, and it is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from threading import Lock

from ecolang.readings import Choice
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled import engine, turns
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.reference import engine as reference
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.turns import essence_of
from ecolang_runtime.verdict import Verdict


class Engine:
    """One set of rules, ready for the compiled engine; `unsupported`: why it is not, where the reference has to do."""

    def __init__(self, rules: Rules, numbers: Numbers, stats: Stats) -> None:
        self.rules = rules
        self.stats = stats
        self._numbers = numbers
        self.unsupported: str | None = None

    @cached_property
    def tables(self) -> Tables | None:
        """The rules as the engine takes them; None where it does not cover them."""
        try:
            return Tables(self.rules, self._numbers)
        except Unsupported as reason:
            self.unsupported = str(reason)
        except (SyntaxError, RecursionError, MemoryError):
            self.unsupported = "a condition of too many parts"
        return None

    def evaluate(self, case: CaseData, as_of: int) -> Verdict:
        """The verdict as of the end of a day."""
        tables = self.tables
        reason = self.unsupported
        if tables is not None:
            try:
                verdict = engine.evaluate(tables, case, as_of)
                self.stats.fast()
                return verdict
            except Unsupported as unsupported:
                reason = str(unsupported)
        self.stats.slow(reason or "")
        return reference.evaluate(self.rules, self.rules.calendar, case, as_of)

    def replay(self, case: CaseData, ordered: list[Occurrence], as_of: int) -> turns.Essence | None:
        """What a reader would see; None where this engine can't tell."""
        tables = self.tables
        if tables is None:
            return None
        try:
            found = turns.essence(engine.replay(tables, case, ordered, as_of, True))
        except Unsupported:
            return None
        self.stats.fast()
        return found

    def run(self, head: CaseData) -> engine.Run | reference.Run:
        """A case in flight."""
        tables = self.tables
        if tables is None:
            self.stats.slow(self.unsupported or "")
            return reference.Run(self.rules, self.rules.calendar, head)
        return engine.Run(tables, head)


class Judging:
    """The rules of a policy and of its other readings, judged by the compiled engine."""

    def __init__(self, rules: Rules, others: Callable[[], tuple[tuple[Choice, Rules], ...]], stats: Stats) -> None:
        self._numbers = Numbers()
        self._lock = Lock()
        self._others = others
        self.stats = stats
        self.base = Engine(rules, self._numbers, stats)

    @cached_property
    def others(self) -> tuple[tuple[Choice, Engine], ...]:
        """The engines of the alternatives that were not chosen."""
        return tuple((choice, Engine(rules, self._numbers, self.stats)) for choice, rules in self._others())

    def ready(self) -> None:
        """Makes what every judgement needs, once, whatever the number of threads."""
        with self._lock:
            for engine_ in self._engines():
                _ = engine_.tables

    def _engines(self) -> Iterator[Engine]:
        yield self.base
        for _, other in self.others:
            yield other

    def turns(self, verdict: Verdict, case: CaseData, as_of: int) -> tuple[Choice, ...]:
        """The readings under which the verdict of the case would differ."""
        ordered = [each for each in reference.in_order(case.occurrences) if each.day <= as_of]
        mine = self.base.replay(case, ordered, as_of)
        found = []
        for choice, other in self.others:
            theirs = None if mine is None else other.replay(case, ordered, as_of)
            if mine is None or theirs is None:
                differs = essence_of(other.evaluate(case, as_of)) != essence_of(verdict)
            else:
                differs = not turns.same(mine, theirs)
            if differs:
                found.append(choice)
        return tuple(found)
