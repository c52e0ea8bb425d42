"""Open duties and permissions as JSON, from fragments for each way in which they are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecolang.rows import replace
from ecolang_runtime.verdict import DueDate, OpenDuty, Permitted
from ecolang_runtime.wording.fragments import Dates, Fragment, fragment, inner, shape
from ecolang_runtime.wording.json import RowWriter
from ecolang_runtime.wording.lines import json_bytes
from ecolang_runtime.wording.words import Words

#: Fragments, and explanations, are kept until there are so many.
_MOST = 4096


class _Explained:
    """Stands for a computed day whose explanation is a text."""

    amount = 1

    def __init__(self, text: str) -> None:
        self._text = text

    def explain(self, lang: str, clause: str | None = None) -> str:
        """The text."""
        return self._text


class Shapes:
    """The fragments of one program in one language. Safe to share."""

    def __init__(self, words: Words, rows: RowWriter, dates: Dates) -> None:
        self._words = words
        self._rows = rows
        self._dates = dates
        self._kept: dict[Any, Fragment | None] = {}
        self._said: dict[int, tuple[DueDate, bytes]] = {}

    def duty(self, row: OpenDuty) -> bytes:
        """An open duty."""
        demands = row.demands
        place = next((n for n, each in enumerate(demands) if each is row.due), -1)
        if place < 0 and row.due is not None:
            return json_bytes(self._rows.duty(row))
        key = (
            row.norm, row.cite, row.who, row.events, row.state, row.degree, row.scope, row.row, row.version, place,
            shape(row.age), *map(_shape, demands),
        )  # fmt: skip
        days = (row.since, *[each.last for each in demands])
        numbers = (row.age, *[each.days_left for each in demands])
        found = self._kept.get(key, self)
        if found is self:

            def build(days: Sequence[str | None], numbers: Sequence[int | None], texts: Sequence[str]) -> OpenDuty:
                dues = tuple(map(_due, demands, days[1:], numbers[1:], texts))
                due = dues[place] if place >= 0 else None
                return replace(row, since=days[0] or "", age=numbers[0] or 0, demands=dues, due=due)

            found = self._keep(key, fragment(self._words, self._rows.duty, build, days, numbers, len(demands)))
        if not isinstance(found, Fragment):
            return json_bytes(self._rows.duty(row))
        return self._filled(found, days, numbers, demands)

    def permitted(self, row: Permitted) -> bytes:
        """What may be done."""
        until, grounds = row.until, row.grounds
        key = (
            row.norm, row.cite, row.who, row.events, row.state, row.version, row.since is None,
            None if until is None else _shape(until),
            *[(each.cite, each.state, each.since is None, each.missing, each.text) for each in grounds],
        )  # fmt: skip
        dues = () if until is None else (until,)
        days = (row.since, *[each.since for each in grounds], *[each.last for each in dues])
        numbers = tuple([each.days_left for each in dues])
        found = self._kept.get(key, self)
        if found is self:

            def build(days: Sequence[str | None], numbers: Sequence[int | None], texts: Sequence[str]) -> Permitted:
                since = days[1 : 1 + len(grounds)]
                named = tuple(replace(each, since=day) for each, day in zip(grounds, since, strict=True))
                last = None if until is None else _due(until, days[-1], numbers[0], texts[0])
                return replace(row, since=days[0], grounds=named, until=last)

            found = self._keep(key, fragment(self._words, self._rows.permitted, build, days, numbers, len(dues)))
        if not isinstance(found, Fragment):
            return json_bytes(self._rows.permitted(row))
        return self._filled(found, days, numbers, dues)

    def _keep(self, key: Any, made: Fragment | None) -> Fragment | None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = made
        return made

    def _filled(
        self, found: Fragment, days: Sequence[str | None], numbers: Sequence[int | None], dues: Sequence[DueDate]
    ) -> bytes:
        of = self._dates.of
        values: list[Any] = []
        for day in days:
            values += of(day)
        values += [abs(number or 0) for number in numbers]
        values += [self._explained(due) for due in dues]
        return found.fill(values)

    def _explained(self, due: DueDate) -> bytes:
        """How a day came about."""
        kept = self._said.get(id(due))
        if kept is None:
            if len(self._said) >= _MOST:
                self._said.clear()
            # The day is kept, so that no other one gets its identity.
            kept = self._said[id(due)] = (due, inner(self._words.explained(due)))
        return kept[1]


def _shape(due: DueDate) -> tuple[Any, ...]:
    return due.cite, due.provisional, due.last is None, shape(due.days_left), due.computed is None


def _due(due: DueDate, last: str | None, left: int | None, text: str) -> DueDate:
    computed: Any = None if due.computed is None else _Explained(text)
    return replace(due, last=last, days_left=left, computed=computed)
