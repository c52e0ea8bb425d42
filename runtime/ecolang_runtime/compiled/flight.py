"""A case in flight under all its readings: what comes is told to each once, however often a verdict is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang.readings import Choice
from ecolang.rows import replace
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.compiled import engine, turns
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.verdict import Verdict

if TYPE_CHECKING:
    from ecolang_runtime.compiled.judging import Judging


class Flight:
    """`record` and `as_of` cost the same however long the history is. The methods raise OutOfOrder for what is earlier
    than what came, Unsupported for what the engine does not cover."""

    def __init__(self, judging: Judging, tables: Tables, head: CaseData) -> None:
        self._judging = judging
        self._head = self._shown = head
        self._base = engine.Run(tables, head)
        self._told: list[Occurrence | FactAt] = []
        #: By reading: its run, and how much of what was told it knows.
        self._others: dict[Choice, tuple[engine.Run, int]] = {}

    @property
    def last_day(self) -> int:
        """The day of the latest occurrence; 0 before the first."""
        return self._base.last_day

    def record(self, occurrence: Occurrence) -> None:
        """Adds an occurrence."""
        self._base.record(occurrence)
        self._told.append(occurrence)

    def learn(self, fact: FactAt) -> None:
        """Adds a fact, known from its day on (from now on, if that day has passed)."""
        self._base.learn(fact)
        self._told.append(fact)
        if fact.party is not None:
            self._shown = replace(self._shown, facts=(*self._shown.facts, fact))

    def as_of(self, day: int) -> Verdict:
        """The verdict as of the end of a day, with the readings under which it would differ."""
        verdict, m = self._base.judged(day)
        found: list[Choice] = []
        mine: turns.Essence | None = None
        for choice, other, footprint in self._judging.footprints:
            tables = other.tables
            if footprint is None or tables is None:
                raise Unsupported("a reading with something that this engine does not know")
            if not footprint.near(m, self._shown):
                continue
            mine = mine or turns.essence(m)
            if not turns.same(mine, self._essence(choice, tables, day)):
                found.append(choice)
        return replace(verdict, turns_on=tuple(found))

    def _essence(self, choice: Choice, tables: Tables, day: int) -> turns.Essence:
        run, known = self._others.get(choice) or (engine.Run(tables, self._head, lean=True), 0)
        for each in self._told[known:]:
            if isinstance(each, FactAt):
                run.learn(each)
            else:
                run.record(each)
        self._others[choice] = (run, len(self._told))
        return turns.essence(run.ended(day))
