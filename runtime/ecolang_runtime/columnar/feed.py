"""Cases as the whole numbers that the kernel replays."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.columnar.codes import Unsaid, encode
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.kernel.orders import MOST_ORDERS
from ecolang_runtime.columnar.kernel.run import CASE_W
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.reference.breaches import _documents, _steps
from ecolang_runtime.reference.engine import _open_days, _turned, in_order
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.state import CaseState, Record, Track
from ecolang_runtime.verdict import Finding


class Feed:
    """The arrays of a batch while they are filled. Texts that acts name, and what documents lack, are kept apart."""

    def __init__(self, tables: Tables, as_of: int, grounds: dict[str, int]) -> None:
        self.tables = tables
        self.as_of = as_of
        self.x: list[int] = []
        self.cases: list[int] = []
        #: The grounds that acts name by number, kept from batch to batch.
        self.grounds = grounds
        self.blocks: list[tuple[Finding, ...]] = [()]
        self._blocks: dict[Any, int] = {}
        self._lacking: dict[tuple[Finding, ...], int] = {(): 0}
        self.holders: list[str] = []
        self.first_holder: list[int] = []
        self.ids: list[str] = []
        self.low, self.high = as_of, as_of
        self._machine = Machine(tables.rules, CaseState("", None))

    def add(self, case: CaseData) -> None:
        """Adds a case. Raises Unsaid for one that the kernel cannot take; nothing of it is then left."""
        begun, days = len(self.x), (self.low, self.high)
        try:
            self._add(case)
        except Unsaid:
            del self.x[begun:]
            self.low, self.high = days
            raise

    def _add(self, case: CaseData) -> None:
        tables = self.tables
        handled = tables.rules.settings.track_role
        kept = in_order(tuple(each for each in case.occurrences if each.day <= self.as_of))
        holders = [name for name, role in case.parties if role == handled] if handled else []
        declared = len(holders)
        if handled and not declared:
            holders = _named(kept)
        if len(holders) > at.ROWS_N - 1:
            raise Unsaid("more holders than there is room for")
        numbers = {name: n for n, name in enumerate(holders, 1)}
        if len(numbers) != len(holders):
            raise Unsaid("a holder named twice")
        roles: dict[str, list[str]] = {}
        for name, role in case.parties:
            roles.setdefault(name, []).append(role)
        rows = [self._row(each, numbers, roles) for each in kept]
        first = len(self.x)
        for row, each in rows:
            if each:
                row[at.X_EACH] = -1
            self.x += row
        for place, (_, each) in enumerate(rows):
            if each:
                self.x[first + place * tables.width + at.X_EACH] = len(self.x)
                self.x += each
        facts: list[int] = []
        count = 0
        for fact in sorted(case.facts, key=lambda each: each.day):
            known = next((each for each in tables.program.facts if each.id == fact.name), None)
            if known is None or (fact.party is not None and fact.party not in numbers):
                continue
            value = encode(known.type, fact.value, tables.values)
            facts += [fact.day, tables.names["fact"][fact.name], numbers.get(fact.party or "", 0), value]
            count += 1
        at_facts = len(self.x)
        self.x += facts
        opened = case.opened or 0
        for day in (opened, *(each.day for each in kept)):
            if day:
                self.low, self.high = min(self.low, day), max(self.high, day)
        self.ids.append(case.id)
        self.first_holder.append(len(self.holders))
        self.holders += holders
        orders = self._orders(case, kept, first)
        self.cases += [first, len(rows), at_facts, count, opened, declared, len(holders), orders]
        assert len(self.cases) % CASE_W == 0

    def _orders(self, case: CaseData, kept: list[Occurrence], first: int) -> int:
        """Lists the days whose order may matter, each with its occurrences in the other order; 0 for no day."""
        days = _open_days(case, self.as_of)
        if not days:
            return 0
        if len(days) > MOST_ORDERS:
            raise Unsaid("many days whose order may matter")
        places = {id(each): place for place, each in enumerate(kept)}
        listed = [len(days)]
        for day in days:
            other = [places[id(each)] for each in in_order(_turned(case, day).occurrences) if each.day == day]
            listed += [min(other), len(other), *(first + place * self.tables.width for place in other)]
        begun = len(self.x)
        self.x += listed
        return begun

    def _row(
        self, each: Occurrence, numbers: dict[str, int], roles: dict[str, list[str]]
    ) -> tuple[list[int], list[int]]:
        tables = self.tables
        rules, named = tables.rules, tables.names
        if each.event not in named["event"]:
            raise Unsaid("undeclared event")
        event = rules.event(each.event)
        names = list(each.parties) or list(each.each) or [name for name in each.by if name in numbers]
        targets = 0
        if rules.settings.track_role is not None:
            for name in names:
                if name not in numbers:
                    raise Unsaid("a holder who is named only later")
                targets |= 1 << numbers[name]
        by = 0
        for name in each.by:
            for role in (name,) if name in rules.roles else roles.get(name, ()):
                by |= 1 << named["role"][role]
            if name not in rules.roles and name not in roles:
                raise Unsaid("an actor who holds no role")
        row = [0] * tables.width
        row[at.X_EVENT], row[at.X_DAY], row[at.X_MINUTE] = (
            named["event"][each.event],
            each.day,
            (0 if each.minute is None else each.minute + 1),
        )
        row[at.X_TARGETS] = targets
        row[at.X_PART] = 0 if each.part is None else tables.forks.get(each.part, 1 << 30)
        row[at.X_BY], row[at.X_ACTED] = by, 0
        if each.by:
            row[at.X_ACTED] = tables.pools.lists.number(each.by)
        row[at.X_BLOCK] = self._block(each)
        if each.ground is not None:
            row[at.X_GROUND] = self.grounds.setdefault(each.ground, len(self.grounds) + 1)
        row[at.X_EACH] = -1
        fields = {field.id: field for field in event.fields}

        def values(said: dict[str, Any]) -> list[int]:
            found = [at.NONE] * tables.n_columns
            for name, value in said.items():
                field = fields.get(name)
                if field is None:
                    raise Unsaid("undeclared field")
                found[tables.columns[each.event, name]] = code = encode(field.type, value, tables.values)
                if field.type == "date" and code != at.NONE:
                    self.low, self.high = min(self.low, code), max(self.high, code)
            return found

        row[at.X_FIELDS :] = values(each.fields)
        if not each.each:
            return row, []
        own: list[int] = []
        for name in numbers:
            own += values(each.each.get(name, {}))
        return row, own

    def _block(self, each: Occurrence) -> int:
        """What the documents and steps of an occurrence lack, which depends on nothing else."""
        key = (
            each.event,
            json.dumps(each.documents, sort_keys=True, default=str) if each.documents else "",
            each.steps,
        )
        found = self._blocks.get(key)
        if found is not None:
            return found
        rules = self.tables.rules
        for document in each.documents.values():
            for part in ("signed", "refused", "noted"):
                if any(name not in rules.roles for name in document.get(part) or ()):
                    raise Unsaid("a document signed by a holder's name")
        record = Record(0, each.event, 1, None, documents=each.documents, steps=each.steps)
        track = Track(None, None, "", 0, 0)
        lacking = tuple(b.finding for b in (*_documents(self._machine, track, record), *_steps(self._machine, record)))
        # What lacks the same has the same number, so that findings can be compared by it.
        number = self._lacking.setdefault(lacking, len(self.blocks))
        if number == len(self.blocks):
            self.blocks.append(lacking)
        self._blocks[key] = number
        return number

    def arrays(self) -> tuple[Any, Any]:
        """The occurrences and the list of cases."""
        return np.array(self.x or [0], np.int64), np.array(self.cases or [0], np.int64)


def _named(kept: list[Occurrence]) -> list[str]:
    """The holders of a case that declares none, as its occurrences come to name them."""
    found: list[str] = []
    for each in kept:
        names = list(each.parties) or list(each.each)
        found += [name for name in names if name not in found]
        places = [found.index(name) for name in names]
        if places != sorted(places):
            raise Unsaid("holders who are named in several orders")
    return found
