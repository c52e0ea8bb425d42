"""A case in flight: events come one by one, verdicts are asked for in between.

Under several versions, which one a track follows may change with what comes, so that each verdict replays the case.
"""

from __future__ import annotations

from _thread import RLock
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ecolang.errors import EcoError
from ecolang.rows import replace
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.read.case import read_facts
from ecolang_runtime.read.event import read_event
from ecolang_runtime.read.holders import Holders
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.reference.engine import OutOfOrder
from ecolang_runtime.reference.engine import Run as SlowRun
from ecolang_runtime.snapshot import pack_case
from ecolang_runtime.verdict import Verdict

if TYPE_CHECKING:
    from ecolang_runtime.compiled.flight import Flight
    from ecolang_runtime.policy import Day, Policy


class Case:
    """A case of a policy, open to several threads. `record` costs the same however long the history is."""

    def __init__(self, policy: Policy, data: CaseData) -> None:
        self.policy = policy
        self._lock = RLock()
        self._head = replace(data, occurrences=())
        self._facts = list(data.facts)
        self._occurrences: list[Occurrence] = []
        self._holders = Holders(policy.names, data.parties)
        self._run: Flight | SlowRun | None = self._new_run()
        self._untimed: tuple[int, int] = (0, 0)  # the latest day, and how many occurrences without a time it has
        self._order_open = False
        for occurrence in data.occurrences:
            self._holders.notice(occurrence)
            self._add(occurrence)

    def __repr__(self) -> str:
        return f"Case({self.id!r}, {len(self._occurrences)} events)"

    @property
    def id(self) -> str:
        """The case number."""
        return self._head.id

    @property
    def data(self) -> CaseData:
        """All that was told of the case, as the engines take it; events in the order in which they were recorded."""
        with self._lock:
            return replace(self._head, facts=tuple(self._facts), occurrences=tuple(self._occurrences))

    def record(
        self,
        event: str,
        *,
        on: Day,
        at: str | None = None,
        by: str | Sequence[str] | None = None,
        party: str | Sequence[str] | None = None,
        each: Mapping[str, Mapping[str, Any]] | None = None,
        documents: Mapping[str, Any] | None = None,
        steps: Sequence[str | int] | None = None,
        ground: str | None = None,
        part: str | None = None,
        received: Day | None = None,
        fields: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        """An event that happened. Its fields are given by name, as keywords or in `fields`.

        Raises EcoError, with the nearest name, for an unknown event, field or holder, a wrong value or a missing one;
        the case is then as it was.
        """
        given = {
            "on": on, "at": at, "by": by, "party": party, "each": each, "documents": documents, "steps": steps,
            "ground": ground, "part": part, "received": received, "fields": fields,
        }  # fmt: skip
        record = {"event": event, **{key: value for key, value in given.items() if value is not None}, **more}
        problems = Problems()
        occurrence = read_event(record, self.policy.names, problems)
        with self._lock:
            if occurrence is not None:
                occurrence = self._resolve(occurrence, problems)
            if occurrence is None or problems.errors:
                raise EcoError(problems.found, self.policy.lang, self.id)
            self._add(occurrence)

    def fact(self, name: str, value: Any, *, on: Day | None = None, party: str | None = None) -> None:
        """A fact of the case, known from a day on (without one: from the beginning). Raises EcoError."""
        problems = Problems()
        found = read_facts({name: value}, self.policy.names, problems)
        day = 1 if on is None else self.policy.day(on)
        with self._lock:
            self._holders.check_party(party, problems)
            if problems.errors:
                raise EcoError(problems.found, self.policy.lang, self.id)
            for id_, known in found.items():
                fact = FactAt(id_, known, day, party)
                self._facts.append(fact)
                if self._run is not None and (not self._occurrences or day > self._run.last_day):
                    self._run.learn(fact)
                else:
                    self._run = None

    def as_of(self, day: Day) -> Verdict:
        """The verdict as of the end of a day; events after it are left out and counted. Raises EcoError for no day."""
        wanted = self.policy.day(day)
        judge = self.policy.engine
        if not self.policy.versions.everywhere:
            return self.policy.judge(self.data, wanted)
        with self._lock:
            verdict = self._quick(wanted)
            if verdict is not None and not isinstance(self._run, SlowRun):
                return replace(verdict, readings=judge.choices)
            data = self.data
        return judge.judge(data, wanted) if verdict is None else judge.turned(verdict, data, wanted)

    def snapshot(self) -> dict[str, Any]:
        """The case as JSON-able data: what was told of it, and which policy it is under, by digest and path."""
        return pack_case(self.data, self.policy.title, self.policy.hash, self.policy.path, self.policy.readings)

    def _resolve(self, occurrence: Occurrence, problems: Problems) -> Occurrence:
        # Tried on a copy first, so that a refused event leaves no holder behind.
        tried = self._holders.copy()
        tried.notice(occurrence)
        resolved = tried.resolve(occurrence, problems)
        if not problems.errors:
            self._holders = tried
        return resolved

    def _new_run(self) -> Flight | SlowRun | None:
        if not self.policy.versions.everywhere:
            return None
        return self.policy.engine.run(replace(self._head, facts=tuple(self._facts)))

    def _add(self, occurrence: Occurrence) -> None:
        self._occurrences.append(occurrence)
        if occurrence.minute is None:
            day, count = self._untimed
            count = count + 1 if day == occurrence.day else 1
            self._untimed = (occurrence.day, count)
            self._order_open = self._order_open or count > 1
        if self._run is None:
            return
        try:
            self._run.record(occurrence)
        except (OutOfOrder, Unsupported):
            self._run = None

    def _quick(self, day: int) -> Verdict | None:
        """The verdict of the events processed so far, where that is what a replay would give."""
        if self._run is None or self._order_open:
            return None
        try:
            return self._run.as_of(day)
        except (OutOfOrder, Unsupported):
            return None
