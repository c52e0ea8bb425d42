"""A whole table as the numbers that the kernel replays, without making a single case of it in Python."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ecolang.diagnostics import Local
from ecolang.time import FIRST_DAY
from ecolang_runtime.case import Occurrence
from ecolang_runtime.columnar import scan
from ecolang_runtime.columnar.codes import Unsaid, encode
from ecolang_runtime.columnar.feed import Feed
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.columnar.people import People
from ecolang_runtime.columnar.sequence import Sequence, listed, repeated, too_many
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.read.documents import read_documents
from ecolang_runtime.read.names import Names
from ecolang_runtime.read.problems import Problems

_TYPED = ("date", "bool", "int")


class Ingested:
    """What was read: the arrays of the cases that are in order, and by case which are not."""

    def __init__(
        self, table: Any, tables: Tables, names: Names, as_of: int, grounds: dict[str, int], since: int | None = None
    ) -> None:
        self.tables = tables
        self.names = names
        self.as_of = as_of
        self.feed = Feed(tables, as_of, grounds)
        self._table = table
        self._n = len(table)
        self.strange = np.zeros(0, bool)
        self._cases()
        self._events()
        self._headers()
        self._who()
        self._known_later()
        self._fields()
        self._papers()
        self._order()
        if since is not None:
            # A case begins when it was opened, or with its first occurrence.
            first = np.where(self.opened > 0, self.opened, 1 << 40)
            rows = self.sequence.rows
            np.minimum.at(first, self.case_of[rows], self.day[rows])
            self.strange |= first < since
        self._arrays()

    # -- step by step; each row that is out of the ordinary makes its case strange

    def _cases(self) -> None:
        """Where each case begins; its rows have to stand together."""
        found = scan.cells(self._table, "case")
        codes = found.codes
        if self._n == 0 or (codes < 0).any() or any(text != text.strip() for text in found.values):
            raise scan.Strange("case")
        new = np.concatenate(([True], codes[1:] != codes[:-1]))
        self.first_row = np.flatnonzero(new)
        self.case_of = np.cumsum(new) - 1
        if len(np.unique(codes)) != len(self.first_row):
            raise scan.Strange("case")
        self.ids = [found.values[code] for code in codes[self.first_row].tolist()]
        self.strange = np.zeros(len(self.ids), bool)
        self._fields_of = scan.known_columns(self._table, self.names)

    def _odd(self, rows: Any) -> None:
        """These rows are not in order."""
        self.strange[self.case_of[rows]] = True

    def _events(self) -> None:
        events = self.tables.names["event"]
        found = scan.cells(self._table, "event")
        known = [self.names.events.find(text) for text in found.values]
        codes = np.array([*(-2 if each is None else events.get(each.event.id, -2) for each in known), -1], np.int64)
        self.event = codes[found.codes]
        self._odd(self.event == -2)
        self.is_event = self.event >= 0
        self.day, dated = scan.numbers(self._table, "on", "date")
        self._odd(self.is_event & ~dated)
        self._dated = dated
        self.minute, bad = scan.minutes(self._table, self.names.program.settings.zone)
        self._odd(bad)
        _, received = scan.numbers(self._table, "received", "date")
        self._odd((received | (self.minute > 0)) & ~self.is_event)

    def _headers(self) -> None:
        """Rows that say something of the case as a whole."""
        table, names = self._table, self.names
        head = ~self.is_event
        opened, said = scan.numbers(table, "opened", "date")
        told, known = scan.cells(table, "parties"), scan.cells(table, "facts")
        anything = said | (told.codes >= 0) | (known.codes >= 0)
        self._odd(anything & self.is_event)
        self._odd(head & ~anything)
        # What says from which day on it holds is a fact that was known later.
        self._later = head & self._dated
        self._odd(self._later & (said | (told.codes >= 0)))
        self._facts_code = known.codes
        head &= ~self._dated
        heads = np.bincount(self.case_of[head], minlength=len(self.ids))
        self.strange |= heads > 1
        row = np.full(len(self.ids), -1)
        row[self.case_of[head]] = np.flatnonzero(head)
        has = row >= 0
        self.opened = np.where(has & said[row], opened[row], 0)
        parties = [scan.parties(value, names) for value in scan.objects(told)]
        facts = [scan.facts(value, names) for value in scan.objects(known)]
        self.parties_code = np.where(has, told.codes[row], -1)
        facts_code = np.where(has, known.codes[row], -1)
        wrong = np.array([*(each is None for each in parties), False], bool)
        self.strange |= wrong[self.parties_code]
        wrong = np.array([*(each is None for each in facts), False], bool)
        self.strange |= wrong[facts_code]
        self.parties = [each or () for each in parties]
        self._facts(facts, facts_code)

    def _facts(self, facts: list[dict[str, Any] | None], codes: Any) -> None:
        """The facts of each case, once for each different set of them."""
        tables, x = self.tables, self.feed.x
        kinds = {fact.id: fact.type for fact in tables.program.facts}
        places, counts, wrong = [], [], []
        #: By set of facts, what it says: the number of each fact and its value.
        self._facts_said: list[list[tuple[int, int]]] = []
        for said in facts:
            pairs, bad = [], said is None
            for name, value in (said or {}).items():
                try:
                    pairs.append((tables.names["fact"][name], encode(kinds[name], value, tables.values)))
                except (Unsaid, KeyError):
                    bad = True
            places.append(len(x))
            counts.append(len(pairs))
            wrong.append(bad)
            self._facts_said.append(pairs)
            for fact, code in pairs:
                x += [FIRST_DAY, fact, 0, code]
        self._of_opening = codes
        self.facts_at = np.array([*places, 0], np.int64)[codes]
        self.facts_n = np.array([*counts, 0], np.int64)[codes]
        self.strange |= np.array([*wrong, False], bool)[codes]

    def _known_later(self) -> None:
        """The facts of the cases in which some became known later."""
        x = self.feed.x
        by_case: dict[int, list[tuple[int, int, int, int]]] = {}
        for row in np.flatnonzero(self._later & (self._facts_code >= 0)).tolist():
            mask, day = int(self.people.of_fact[row]), int(self.day[row])
            holders = [n for n in range(1, at.ROWS_N) if (mask >> n) & 1] or [0]
            pairs = self._facts_said[int(self._facts_code[row])]
            listed = by_case.setdefault(int(self.case_of[row]), [])
            listed += [(day, fact, holder, code) for holder in holders for fact, code in pairs]
        for case, listed in by_case.items():
            opening = int(self._of_opening[case])
            first = [(FIRST_DAY, fact, 0, code) for fact, code in (self._facts_said[opening] if opening >= 0 else [])]
            self.facts_at[case] = len(x)
            self.facts_n[case] = len(first) + len(listed)
            for each in (*first, *sorted(listed, key=lambda known: known[0])):
                x += each

    def _who(self) -> None:
        """Who is concerned and who acted."""
        self.sequence = Sequence(self.case_of, self.day, self.minute, self.is_event)
        self.people = People(
            self._table, self.tables, self.names, self.event, self.case_of, self.parties, self.parties_code, self.feed.x
        )
        self.people.number(self.sequence.rows)
        self.strange |= self.people.strange
        self._odd(self.people.odd)

    def _fields(self) -> None:
        """The fields of each event, and those of single holders."""
        tables, program = self.tables, self.tables.program
        self.values = np.full((self._n, max(1, tables.n_columns)), at.NONE)
        given_in = {}
        for name in self._fields_of:
            kind = next(f.type for e in program.events for f in e.fields if f.id == name)
            typed = (
                kind
                if kind in _TYPED and all(f.type == kind for e in program.events for f in e.fields if f.id == name)
                else None
            )
            given_in[name] = self._column(name, typed)
        for event in program.events:
            mine = self.event == tables.names["event"][event.id]
            for field in event.fields:
                if field.required and field.default is None:
                    given = given_in.get(field.id)
                    lacks = mine if given is None else mine & ~given
                    if lacks.any():
                        self._odd(lacks & ~self.people.lacking(tables.names["event"][event.id], field.id))

    def _column(self, name: str, typed: str | None) -> Any:
        """Reads one column of a field into the values; where it says something."""
        tables = self.tables
        owners = [(e, f) for e in tables.program.events for f in e.fields if f.id == name]
        if typed is not None:
            values, given = scan.numbers(self._table, name, typed)
            self._odd(given & (np.abs(values) >= 1 << 38))
            made = {id(f): (values, np.zeros(self._n, bool)) for _, f in owners}
        else:
            found = scan.cells(self._table, name)
            given = found.codes >= 0
            made = {id(f): scan.field_values(f, found, self.names, tables.values) for _, f in owners}
        taken = np.zeros(self._n, bool)
        for event, field in owners:
            mine = (self.event == tables.names["event"][event.id]) & given
            values, bad = made[id(field)]
            self.values[mine, tables.columns[event.id, name]] = values[mine]
            self._odd(mine & bad)
            taken |= mine
        self._odd(given & ~taken)
        return given

    def _papers(self) -> None:
        """Documents, steps, grounds and parts, for each different one."""
        table, tables, names = self._table, self.tables, self.names
        documents, steps = scan.cells(table, "documents"), scan.cells(table, "steps")
        ground, part = scan.cells(table, "ground"), scan.cells(table, "part")
        self._odd(~self.is_event & (documents.codes >= 0) | (ground.codes >= 0) & ~self.is_event)
        if "steps" in table.column_names:
            lengths = arrow("pyarrow.compute").list_value_length(table.column("steps"))
            empty = lengths.fill_null(1).to_numpy() == 0
            self._odd(np.asarray(empty) | ~self.is_event & (steps.codes >= 0))
        said = scan.objects(documents)
        key = (self.event + 3) * (len(said) + 1) * (len(steps.values) + 1)
        key += (documents.codes + 1) * (len(steps.values) + 1) + steps.codes + 1
        used, first, places = np.unique(key, return_index=True, return_inverse=True)
        made = []
        for row in first.tolist():
            code, taken = int(documents.codes[row]), int(steps.codes[row])
            paper = said[code] if code >= 0 else {}
            made.append(self._paper(int(self.event[row]), paper, steps.values[taken] if taken >= 0 else None))
        blocks = np.array(made or [0], np.int64)[places] if len(used) else np.zeros(0, np.int64)
        self._odd(blocks < 0)
        self.block = np.maximum(blocks, 0)
        clauses = [names.clause(text) for text in ground.values]
        self._odd(np.array([*(each is None for each in clauses), False], bool)[ground.codes])
        numbers = [self.feed.grounds.setdefault(each, len(self.feed.grounds) + 1) if each else 0 for each in clauses]
        self.ground = np.array([*numbers, 0], np.int64)[ground.codes]
        parts = [tables.forks.get(text, -1) for text in part.values]
        self.part = np.array([*parts, 0], np.int64)[part.codes]
        self._odd((self.part < 0) | ~self.is_event & (part.codes >= 0))

    def _paper(self, event: int, said: Any, steps: tuple[str, ...] | None) -> int:
        """The block of what an occurrence lacks; -1 where it is for the readers."""
        if event < 0:
            return 0
        row = self.tables.program.events[event]
        if said is None:
            return -1
        problems = Problems()
        documents = read_documents(said, self.names, row.documents, Local("", ""), problems) if said else {}
        taken: tuple[str, ...] | None = None
        if steps is not None:
            known = self.names.steps.get(row.id)
            found = [] if known is None else [known.find(word.strip()) for word in steps]
            if known is None or None in found:
                return -1
            taken = tuple(word for word in found if word is not None)
        if problems.found:
            return -1
        try:
            return self.feed._block(Occurrence(row.id, 1, documents=json.loads(json.dumps(documents)), steps=taken))
        except Unsaid:
            return -1

    def _order(self) -> None:
        """Cases with occurrences that may be told twice, or with many days in any order, are for the other way."""
        rows, people = self.sequence.rows, self.people
        case = self.case_of[rows]
        columns = (
            self.minute, people.targets, self.part, people.by, people.acted, self.block, self.ground, people.each_at,
            *self.values.T,
        )  # fmt: skip
        again = repeated(rows, case, self.event[rows], self.day[rows], columns)
        self.strange[case[again]] = True
        # Of a case that nothing is told of the readers say so.
        self.strange |= (np.bincount(case, minlength=len(self.ids)) == 0) & (self.opened == 0)
        self.open = self.sequence.open(people.names_said)
        self.open &= self.day[rows] <= self.as_of
        self.strange |= too_many(case, self.sequence.new, self.open, len(self.ids))

    def _arrays(self) -> None:
        """The occurrences by the as-of day, one after the other, and the list of the cases that are in order."""
        tables, people = self.tables, self.people
        rows, turned, new = self.sequence.rows, self.sequence.turned, self.sequence.new
        kept = (self.day[rows] <= self.as_of) & ~self.strange[self.case_of[rows]]
        late = np.bincount(self.case_of[rows[self.day[rows] > self.as_of]], minlength=len(self.ids))
        rows, turned, new, is_open = rows[kept], turned[kept], new[kept], self.open[kept]
        counts = np.bincount(self.case_of[rows], minlength=len(self.ids))
        width = tables.width
        before = np.array(self.feed.x, np.int64)
        first = np.cumsum(counts) - counts
        orders, orders_at = listed(rows, turned, new, is_open, self.case_of[rows], first, len(before), width)
        end = len(before) + len(rows) * width
        self.x = np.zeros(end + len(orders) + 1, np.int64)
        self.x[: len(before)], self.x[end:-1] = before, orders
        x = self.x[len(before) : end].reshape(len(rows), width)
        columns = (
            (at.X_EVENT, self.event), (at.X_DAY, self.day), (at.X_MINUTE, self.minute), (at.X_TARGETS, people.targets),
            (at.X_PART, self.part), (at.X_BY, people.by), (at.X_ACTED, people.acted), (at.X_BLOCK, self.block),
            (at.X_GROUND, self.ground), (at.X_EACH, people.each_at),
        )  # fmt: skip
        for place, column in columns:
            x[:, place] = column[rows]
        if tables.n_columns:
            x[:, at.X_FIELDS :] = self.values[rows]
        self.good = np.flatnonzero(~self.strange)
        made = (
            len(before) + first * width, counts, self.facts_at, self.facts_n, self.opened, people.declared,
            people.named, orders_at,
        )  # fmt: skip
        self.listed = np.column_stack(made)[self.good].astype(np.int64).ravel()
        self.left_out = late[self.good]
        self.first_holders, self.holder_texts = people.first_holder[self.good], people.texts
        days = [self.day[rows], self.opened[self.good][self.opened[self.good] > 0], np.array(people.days, np.int64)]
        dated = np.zeros((len(tables.program.events), max(1, tables.n_columns)), bool)
        for event in tables.program.events:
            for field in event.fields:
                dated[tables.names["event"][event.id], tables.columns[event.id, field.id]] = field.type == "date"
        happened = x[:, at.X_EVENT]
        for place in np.flatnonzero(dated.any(axis=0)).tolist():
            planned = x[:, at.X_FIELDS + place]
            days.append(planned[dated[happened, place] & (planned != at.NONE)])
        every = np.concatenate(days)
        self.low = int(min(every.min(), self.as_of)) if len(every) else self.as_of
        self.high = int(max(every.max(), self.as_of)) if len(every) else self.as_of
        self.days = np.unique(self.day[rows])
