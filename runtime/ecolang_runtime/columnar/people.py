"""Who is concerned by each row of a table and who acted, as numbers: each different combination is looked at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ecolang_runtime.columnar import scan
from ecolang_runtime.columnar.codes import Unsaid, encode
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.tables import Tables
from ecolang_runtime.read.event import read_each
from ecolang_runtime.read.names import Names
from ecolang_runtime.read.problems import Problems

Parties = Sequence[tuple[tuple[str, str], ...]]


class People:
    """What became of the names in a table. `odd`: rows, `strange`: cases that are for the readers."""

    def __init__(
        self, table: Any, tables: Tables, names: Names, event: Any, case_of: Any, parties: Parties, parties_code: Any,
        x: list[int],
    ) -> None:  # fmt: skip
        self.tables, self.names = tables, names
        self._x = x
        self._event, self._case_of = event, case_of
        self._parties, self._code = parties, parties_code
        self._handled = tables.rules.settings.track_role
        self.party, self.by_words = scan.cells(table, "party"), scan.cells(table, "by")
        self.each = scan.cells(table, "each")
        self._said = scan.objects(self.each)
        self.strange = np.zeros(len(parties_code), bool)
        self.odd = (event < 0) & ((self.by_words.codes >= 0) | (self.each.codes >= 0))
        of_event = [names.concerns_track(row) for row in tables.program.events]
        self.on_track = np.array([*of_event, False], bool)[np.maximum(event, -1)]
        self.days: list[int] = []
        self._read: dict[tuple[int, int], dict[str, dict[str, Any]] | None] = {}
        self._lists: list[tuple[str, ...]] = []
        self._numbers: dict[tuple[str, ...], int] = {}

    def number(self, rows: Any) -> None:
        """Numbers the holders of each case. `rows`: the occurrences in the order in which they are judged."""
        declared = [tuple(n for n, role in each if role == self._handled) for each in (*self._parties, ())]
        if self._handled is None:
            declared = [() for _ in declared]
        group = np.array([self._group(each) for each in declared], np.int64)[self._code]
        self.declared = np.array([len(each) for each in declared], np.int64)[self._code]
        if self._handled is not None:
            self._declare(rows, group)
        self.group = group
        sizes = np.array([len(each) for each in self._lists], np.int64)
        odd = [len(set(each)) != len(each) or len(each) > at.ROWS_N - 1 for each in self._lists]
        self.strange |= np.array(odd, bool)[group]
        self.named = sizes[group]
        self.first_holder = (np.cumsum(sizes) - sizes)[group]
        text = self.tables.pools.texts.number
        self.texts = np.array([text(name) for each in self._lists for name in each] or [0], np.int64)
        self._combinations()

    def _group(self, holders: tuple[str, ...]) -> int:
        found = self._numbers.setdefault(holders, len(self._lists))
        if found == len(self._lists):
            self._lists.append(holders)
        return found

    def _declare(self, rows: Any, group: Any) -> None:
        """Where a case declares no holders, the names in its occurrences declare themselves."""
        open_ = self.declared == 0
        mine = rows[open_[self._case_of[rows]]]
        case = self._case_of[mine]
        code = self.party.codes[mine]
        # Whom an act that concerns no single holder names, the readers look up.
        self.odd[mine[(code >= 0) & ~self.on_track[mine]]] = True
        said = code >= 0
        several = np.zeros(len(open_), bool)
        several[case[self.each.codes[mine] >= 0]] = True
        most = np.full(len(open_), -1)
        np.maximum.at(most, case[said], code[said])
        several[case[said & (code != most[case])]] = True
        single = np.array([*(len(each) == 1 for each in self.party.values), True], bool)
        several |= ~single[most]
        one = [self._group(scan.words(each) or ()) if len(each) == 1 else 0 for each in self.party.values]
        alone = np.array([*one, self._group(())], np.int64)
        group[:] = np.where(open_ & ~several, alone[most], group)
        heads = np.flatnonzero(open_ & several)
        if not len(heads):
            return
        wanted = np.isin(case, heads)
        by_case: dict[int, list[int]] = {}
        for row, owner in zip(mine[wanted].tolist(), case[wanted].tolist(), strict=True):
            by_case.setdefault(owner, []).append(row)
        for owner, own in by_case.items():
            holders: list[str] = []
            for row in own:
                concerned = self._concerned(row) or ()
                holders += [name for name in concerned if name not in holders]
                places = [holders.index(name) for name in concerned]
                if places != sorted(places):
                    self.strange[owner] = True
            group[owner] = self._group(tuple(holders))

    def _concerned(self, row: int) -> tuple[str, ...] | None:
        """The holders that a row names; None where that cannot be read."""
        code, each = int(self.party.codes[row]), int(self.each.codes[row])
        said = scan.words(self.party.values[code]) if code >= 0 else ()
        if each < 0 or said is None:
            return said
        own = self._of_each(int(self._event[row]), each)
        return None if own is None else tuple(dict.fromkeys((*said, *own)))

    def _of_each(self, event: int, code: int) -> dict[str, dict[str, Any]] | None:
        """What an occurrence says of single holders; None where that cannot be read."""
        if (event, code) not in self._read:
            known = self.names.events.find(self.tables.program.events[event].id) if event >= 0 else None
            problems = Problems()
            found = None if known is None else read_each(self._said[code], known, self.names, problems)
            self._read[event, code] = None if problems.found else found
        return self._read[event, code]

    def _combinations(self) -> None:
        party, by, each = self.party, self.by_words, self.each
        many = int(self._code.max(initial=-1)) + 2
        pair = self.group * many + self._code + 1
        widths = (len(party.values) + 1, len(by.values) + 1, len(each.values) + 1, len(self.tables.program.events) + 3)
        if (int(pair.max(initial=0)) + 1) * np.prod([float(width) for width in widths]) > 2.0**62:
            raise scan.Strange("too many different names")
        key = pair[self._case_of]
        for codes, width in zip((party.codes, by.codes, each.codes), widths, strict=False):
            key = key * width + codes + 1
        key = key * widths[3] + np.where(each.codes >= 0, self._event + 3, 0)
        used, first, places = scan.different(key)
        made = [self._people(row) for row in first.tolist()]
        columns = np.array(made or [(0, 0, 0, 0, -1, 0)], np.int64)[places] if len(used) else np.zeros((0, 6), np.int64)
        concerned, acting, wrong = columns[:, 0], columns[:, 1], columns[:, 5]
        self.by: Any = columns[:, 2]
        self.acted: Any = columns[:, 3]
        self.each_at: Any = columns[:, 4]
        happened = self._event >= 0
        self.odd |= happened & (wrong != 0)
        targets = np.where(concerned != 0, concerned, acting)
        alone = self.on_track & (targets == 0)
        named = self.named[self._case_of]
        self.odd |= alone & (named > 1)
        targets = np.where(alone & (named == 1), 2, targets)
        self.targets = targets
        #: Whom an occurrence names, as the days are told apart whose order may matter.
        self.names_said = np.where(self.on_track, targets, concerned)
        # A fact of a single holder.
        self.of_fact = np.where(happened, 0, concerned)
        self.odd |= ~happened & (party.codes >= 0) & (wrong != 0)

    def _people(self, row: int) -> tuple[int, int, int, int, int, int]:
        """The holders concerned and those acting as bits, the acting roles, the words of `by`, the fields of single
        holders, and whether something is wrong."""
        tables, rules = self.tables, self.tables.rules
        case = int(self._case_of[row])
        declared = self._parties[self._code[case]] if self._code[case] >= 0 else ()
        holders = self._lists[self.group[case]]
        numbers = {name: n for n, name in enumerate(holders, 1)}
        concerned = self._concerned(row)
        by = int(self.by_words.codes[row])
        acting = scan.words(self.by_words.values[by]) if by >= 0 else ()
        if concerned is None or acting is None:
            return 0, 0, 0, 0, -1, 1
        wrong = int(any(name not in numbers for name in concerned))
        said = tuple(role.id if (role := self.names.roles.find(word)) else word for word in acting)
        roles = 0
        for word in said:
            held = [word] if word in rules.roles else [role for name, role in declared if name == word]
            wrong |= int(not held)
            for role_id in held:
                roles |= 1 << tables.names["role"][role_id]
        mask = sum(1 << numbers[name] for name in concerned if name in numbers)
        actors = sum(1 << numbers[name] for name in said if name in numbers)
        code = int(self.each.codes[row])
        place = -1
        if code >= 0:
            place = self._own(int(self._event[row]), code, holders)
            wrong |= int(place == -2)
        return mask, actors, roles, tables.pools.lists.number(said) if said else 0, place, wrong

    def _own(self, event: int, code: int, holders: tuple[str, ...]) -> int:
        """Where the fields of single holders stand in `x`; -1 where there are none, -2 where one has no number."""
        said = self._of_each(event, code)
        if not said:
            return -1
        tables = self.tables
        row = tables.program.events[event]
        types = {field.id: field.type for field in row.fields}
        found: list[int] = []
        for name in holders:
            values = [at.NONE] * tables.n_columns
            for field, value in said.get(name, {}).items():
                try:
                    number = encode(types[field], value, tables.values)
                except (Unsaid, KeyError):
                    return -2
                values[tables.columns[row.id, field]] = number
                if types[field] == "date" and number != at.NONE:
                    self.days.append(number)
            found += values
        begun = len(self._x)
        self._x += found
        return begun

    def lacking(self, event: int, field: str) -> Any:
        """By row of an event, whether a required field is said of each holder by itself, if not of all."""
        rows = np.flatnonzero((self._event == event) & (self.each.codes >= 0))
        told = np.zeros(len(self._event), bool)
        for row in rows.tolist():
            own, concerned = self._of_each(event, int(self.each.codes[row])), self._concerned(row)
            told[row] = bool(own) and all(field in (own or {}).get(name, {}) for name in concerned or ())
        return told
