"""Whether a case comes near what an amendment changed: where it does not, both versions say the same of it.

Two runs of a case go alike until one of them asks a row that the other does not have. A row is asked only where a
track is in its stages or an event of its kind takes place, so that a case without any of these needs one run alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.program import Program, Trigger
from ecolang.rows import fields, replace
from ecolang_runtime.case import CaseData
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Verdict

#: Tables that no verdict of one version is worked out from.
_SILENT = ("tests", "readings", "clauses", "definitions", "guarantees", "renumberings", "precedences", "transitions")
_SETTINGS = (
    "calendars", "counting_start", "roll", "month_end", "hour_start", "standstill", "track_role", "zone",
)  # fmt: skip
#: What a row says of itself and its text.
_WORDS = {"text": "", "rule": None}


class Touch:
    """The stages and events at which the changed rows of two versions are asked. `everywhere`: always."""

    def __init__(self, old: Rules, new: Rules) -> None:
        self.stages: set[str] = set()
        self.events: set[str] = set()
        self.everywhere = False
        self._start = old.start
        self._both = (old, new)
        if old.start != new.start or any(
            getattr(old.settings, name) != getattr(new.settings, name) for name in _SETTINGS
        ):
            self.everywhere = True
        for table in (each.name for each in fields(Program)):
            if table not in (*_SILENT, "settings", "format"):
                self._table(table, getattr(old.program, table), getattr(new.program, table))

    def near(self, case: CaseData, verdict: Verdict) -> bool:
        """Whether some changed row may be asked in a case, of which the verdict of either version is known."""
        if self.everywhere:
            return True
        if any(each.event in self.events for each in case.occurrences):
            return True
        return self._start in self.stages or any(
            effect.target in self.stages or (effect.kind == "deemed" and effect.detail in self.events)
            for track in verdict.tracks
            for entry in track.timeline
            for effect in entry.effects
        )

    def _table(self, table: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> None:
        if old == new:
            return
        asked = _ASKED.get(table)
        if asked is None:
            self.everywhere = True
            return
        before, after = ([_bare(row) for row in rows] for rows in (old, new))
        for row in (*(row for row in before if row not in after), *(row for row in after if row not in before)):
            asked(self, row)
        if [row for row in before if row in after] != [row for row in after if row in before]:
            self.everywhere = True

    def _in(self, stages: tuple[str, ...]) -> None:
        """A row that is asked in these stages; without any, everywhere."""
        if not stages:
            self.everywhere = True
        for rules in self._both:
            self.stages |= rules.stages(stages)

    def _trigger(self, trigger: Trigger) -> None:
        if trigger.kind == "event" and trigger.event is not None:
            self.events.add(trigger.event)
        elif trigger.kind == "stage":
            self._in(trigger.stages)
        else:
            self.everywhere = True

    def _duty(self, row: Any) -> None:
        self.events |= {act.event for act in row.acts}
        self._trigger(row.open)

    def _power(self, row: Any) -> None:
        self.events |= {act.event for act in row.acts}
        self._in(row.stages)

    def _acts(self, row: Any) -> None:
        self.events |= {act.event for act in row.acts}

    def _actor(self, row: Any) -> None:
        self.events |= set(row.events)

    def _limit(self, row: Any) -> None:
        self.events.add(row.act.event)
        self.events |= {act.event for act in _acts_of(row)}

    def _period(self, row: Any) -> None:
        anchor = row.deadline.anchor
        if anchor.kind == "event" and anchor.event is not None:
            self.events.add(anchor.event)
        else:
            self.everywhere = True

    def _triggered(self, row: Any) -> None:
        self._trigger(row.trigger)

    def _edge(self, row: Any) -> None:
        self._in((row.source,))
        if row.trigger.event is not None:
            self.events.add(row.trigger.event)

    def _itself(self, row: Any) -> None:
        self.events.add(row.id)

    def _stage(self, row: Any) -> None:
        self.stages.add(row.id)

    def _document(self, row: Any) -> None:
        for rules in self._both:
            self.events |= {event.id for event in rules.program.events if row.id in event.documents}

    def _contents(self, row: Any) -> None:
        for rules in self._both:
            self.events |= {event.id for event in rules.program.events if row.document in event.documents}

    def _order(self, row: Any) -> None:
        self.events.add(row.event)


def _acts_of(row: Any) -> Iterator[Any]:
    yield from (act for act in (row.before, *(each.approval for each in row.allowances)) if act is not None)


def _bare(row: Any) -> Any:
    """A row without its text."""
    return replace(row, **{name: value for name, value in _WORDS.items() if hasattr(row, name)})


_ASKED: dict[str, Any] = {
    "duties": Touch._duty,
    "powers": Touch._power,
    "prohibitions": Touch._acts,
    "actor_rules": Touch._actor,
    "count_limits": Touch._limit,
    "periods": Touch._period,
    "period_ops": Touch._triggered,
    "deemings": Touch._triggered,
    "edges": Touch._edge,
    "contents": Touch._contents,
    "orders": Touch._order,
    "events": Touch._itself,
    "stages": Touch._stage,
    "documents": Touch._document,
}
