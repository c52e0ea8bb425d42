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
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.read.documents import read_documents
from ecolang_runtime.read.names import Names
from ecolang_runtime.read.problems import Problems

_TYPED = ("date", "bool", "int")


class Ingested:
    """What was read: the arrays of the cases that are in order, and by case which are not."""

    def __init__(self, table: Any, tables: Tables, names: Names, as_of: int, since: int | None = None) -> None:
        self.tables = tables
        self.names = names
        self.as_of = as_of
        self.feed = Feed(tables, as_of)
        self._table = table
        self._n = len(table)
        self.strange = np.zeros(0, bool)
        self._cases()
        self._events()
        self._headers()
        self._who()
        self._fields()
        self._papers()
        self._order()
        if since is not None:
            # A case begins when it was opened, or with its first occurrence.
            first = np.where(self.opened > 0, self.opened, 1 << 40)
            np.minimum.at(first, self.case_of[self.rows], self.day[self.rows])
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
        self._odd(received & ~self.is_event)

    def _headers(self) -> None:
        """Rows that say something of the case as a whole."""
        table, names = self._table, self.names
        head = ~self.is_event
        opened, said = scan.numbers(table, "opened", "date")
        told, known = scan.cells(table, "parties"), scan.cells(table, "facts")
        anything = said | (told.codes >= 0) | (known.codes >= 0)
        self._odd(anything & self.is_event)
        self._odd(head & ~anything)
        # A fact from a day on, of whichever holder, is for the readers to put in order.
        self._odd(head & self._dated)
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
        for said in facts:
            begun, bad = len(x), False
            for name, value in (said or {}).items():
                try:
                    code = encode(kinds[name], value, tables.values)
                except (Unsaid, KeyError):
                    bad = True
                    continue
                x += [FIRST_DAY, tables.names["fact"][name], 0, code]
            places.append(begun)
            counts.append((len(x) - begun) // 4)
            wrong.append(bad)
        self.facts_at = np.array([*places, 0], np.int64)[codes]
        self.facts_n = np.array([*counts, 0], np.int64)[codes]
        self.strange |= np.array([*wrong, False], bool)[codes]

    def _who(self) -> None:
        """Who is concerned and who acted, for each pair of a case's parties and a row's names."""
        rules, program = self.tables.rules, self.tables.program
        handled = rules.settings.track_role
        of_row = self.parties_code[self.case_of]
        holders: list[list[str]] = [[n for n, role in each if role == handled] for each in self.parties] + [[]]
        many = np.array([len(each) for each in holders], np.int64)
        odd = np.array([len(set(each)) != len(each) or len(each) > at.ROWS_N - 1 for each in holders], bool)
        self.strange |= odd[self.parties_code]
        self.n_holders = many[self.parties_code]
        text = self.tables.pools.texts.number
        starts = np.concatenate(([0], np.cumsum(many)[:-1]))
        self.first_holder = starts[self.parties_code]
        self.holder_texts = np.array([text(name) for each in holders for name in each] or [0], np.int64)
        on_track = np.array([self.names.concerns_track(event) for event in program.events] or [False], bool)[self.event]
        party, by = scan.cells(self._table, "party"), scan.cells(self._table, "by")
        self._odd(~self.is_event & ((party.codes >= 0) | (by.codes >= 0)))
        self.by = np.zeros(self._n, np.int64)
        self.acted = np.zeros(self._n, np.int64)
        self.targets = np.zeros(self._n, np.int64)
        key = (of_row + 1) * (len(party.values) + 1) * (len(by.values) + 1)
        key += (party.codes + 1) * (len(by.values) + 1) + by.codes + 1
        used, first, places = np.unique(key, return_index=True, return_inverse=True)
        made = [self._people(int(of_row[row]), party, by, int(row), holders) for row in first.tolist()]
        columns = np.array(made or [(0, 0, 0, 0)], np.int64)[places] if len(used) else np.zeros((0, 4), np.int64)
        self.targets, self.by, self.acted = columns[:, 0], columns[:, 1], columns[:, 2]
        self._odd(self.is_event & (columns[:, 3] != 0))
        several = (many[of_row] > 1) & on_track & self.is_event
        self._odd(several & (self.targets == 0))
        only = (many[of_row] == 1) & on_track & self.is_event
        self.targets = np.where(only & (self.targets == 0), 2, self.targets)
        # Of a policy that handles holders apart, names without declared holders declare themselves.
        if handled is not None:
            self._odd(self.is_event & (many[of_row] == 0) & (party.codes >= 0))

    def _people(
        self, parties: int, party: scan.Cells, by: scan.Cells, row: int, holders: list[list[str]]
    ) -> tuple[int, int, int, int]:
        """The holders concerned and the acting roles as bits, the words of `by`, and whether something is wrong."""
        tables, rules = self.tables, self.tables.rules
        declared = self.parties[parties] if parties >= 0 else ()
        numbers = {name: n for n, name in enumerate(holders[parties], 1)}
        concerned = scan.words(party.values[party.codes[row]]) if party.codes[row] >= 0 else ()
        acting = scan.words(by.values[by.codes[row]]) if by.codes[row] >= 0 else ()
        if concerned is None or acting is None:
            return 0, 0, 0, 1
        wrong = int(any(name not in numbers for name in concerned))
        said = tuple(role.id if (role := self.names.roles.find(word)) else word for word in acting)
        roles = 0
        for word in said:
            held = [word] if word in rules.roles else [role for name, role in declared if name == word]
            wrong |= int(not held)
            for role_id in held:
                roles |= 1 << tables.names["role"][role_id]
        named = concerned or tuple(word for word in said if word in numbers)
        mask = sum(1 << numbers[name] for name in named if name in numbers)
        return mask, roles, tables.pools.lists.number(said) if said else 0, wrong

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
        each = scan.cells(self._table, "each")
        self._odd(each.codes >= 0)
        for event in program.events:
            mine = self.event == tables.names["event"][event.id]
            for field in event.fields:
                if field.required and field.default is None:
                    given = given_in.get(field.id)
                    self._odd(mine if given is None else mine & ~given)

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
        """The occurrences of each case by day and time; days whose order may matter are for the other way."""
        rows = np.flatnonzero(self.is_event)
        rows = rows[np.lexsort((rows, self.day[rows], self.case_of[rows]))]
        case, day, minute = self.case_of[rows], self.day[rows], self.minute[rows] - 1
        new = np.ones(len(rows), bool)
        new[1:] = (case[1:] != case[:-1]) | (day[1:] != day[:-1])
        start = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0)) if len(rows) else rows
        # An occurrence without a time keeps its place after the one before it in the trace.
        timed = np.maximum.accumulate(np.where(minute >= 0, np.arange(len(rows)), -1)) if len(rows) else rows
        shown = np.where(timed >= start, minute[np.maximum(timed, 0)], -1)
        order = np.lexsort((np.arange(len(rows)), shown, day, case))
        same = ~new[1:]
        if same.any():
            # Two acts of a day that meet on a track, neither of them timed, or two of one kind.
            untimed = minute < 0
            groups = np.flatnonzero(new)
            sizes = np.diff([*groups, len(rows)])
            for first, size in zip(groups[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
                span = slice(first, first + size)
                if untimed[span].sum() > 1 or len(set(self.event[rows[span]].tolist())) < size:
                    self.strange[case[first]] = True
        self.rows = rows[order]

    def _arrays(self) -> None:
        """The occurrences by the as-of day, one after the other, and the list of the cases that are in order."""
        tables = self.tables
        rows = self.rows
        kept = (self.day[rows] <= self.as_of) & ~self.strange[self.case_of[rows]]
        late = np.bincount(self.case_of[rows[self.day[rows] > self.as_of]], minlength=len(self.ids))
        rows = rows[kept]
        counts = np.bincount(self.case_of[rows], minlength=len(self.ids))
        self.strange |= counts == 0
        width = tables.width
        x = np.zeros((len(rows), width), np.int64)
        columns = (
            (at.X_EVENT, self.event), (at.X_DAY, self.day), (at.X_MINUTE, self.minute), (at.X_TARGETS, self.targets),
            (at.X_PART, self.part), (at.X_BY, self.by), (at.X_ACTED, self.acted), (at.X_BLOCK, self.block),
            (at.X_GROUND, self.ground),
        )  # fmt: skip
        for place, column in columns:
            x[:, place] = column[rows]
        x[:, at.X_EACH] = -1
        if tables.n_columns:
            x[:, at.X_FIELDS :] = self.values[rows]
        before = np.array(self.feed.x, np.int64)
        self.x = np.concatenate((before, x.ravel(), np.zeros(1, np.int64)))
        starts = len(before) + (np.cumsum(counts) - counts) * width
        self.good = np.flatnonzero(~self.strange)
        made = (starts, counts, self.facts_at, self.facts_n, self.opened, self.n_holders)
        self.listed = np.column_stack(made)[self.good].astype(np.int64).ravel()
        self.left_out = late[self.good]
        self.first_holders = self.first_holder[self.good]
        days = [self.day[rows], self.opened[self.good][self.opened[self.good] > 0]]
        for event in tables.program.events:
            mine = self.event[rows] == tables.names["event"][event.id]
            for field in event.fields:
                if field.type == "date":
                    planned = x[mine, at.X_FIELDS + tables.columns[event.id, field.id]]
                    days.append(planned[planned != at.NONE])
        every = np.concatenate(days) if days else np.zeros(0, np.int64)
        self.low = int(min(every.min(), self.as_of)) if len(every) else self.as_of
        self.high = int(max(every.max(), self.as_of)) if len(every) else self.as_of
        self.days = np.unique(self.day[rows])
