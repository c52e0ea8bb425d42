"""JSON Lines as a table of cases, without a case being made of lines that are as every program writes them.

What is not so plain leaves its case to the readers, who say what is wrong with it or make of it what it means; so does
what they would remark on: events after the as-of day, and events out of order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from ecolang.diagnostics import Diagnostic
from ecolang.program import Program
from ecolang.time.days import iso, parse_date
from ecolang_runtime.columnar.inputs import field_types, input_schema
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.read.case import CaseBuilder, ReadCase
from ecolang_runtime.read.names import Names

_EPOCH = 719_163
_LARGEST = 1 << 60
#: Days that were read are kept until there are so many.
_MOST = 50_000
_LISTS = ("by", "party", "steps")
_TEXTS = ("ground", "part")
_OBJECTS = ("each", "documents")


class Records:
    """The records of a case as they stand in a file."""

    def __init__(self, names: Names, id_: str, file: str, as_of: int | None) -> None:
        self.names = names
        self.id = id_
        self.file = file
        self.as_of = as_of
        self.records: list[tuple[Any, int | None]] = []
        self.broken = False

    def add(self, record: Any, line: int | None = None) -> None:
        """One record."""
        self.records.append((record, line))

    def fail(self, problem: Diagnostic) -> None:
        """A record that could not be read at all."""
        self.records.append((problem, None))
        self.broken = True

    def finish(self) -> Records:
        """The records themselves."""
        return self

    def read(self) -> ReadCase:
        """The case as the readers make it of them."""
        builder = CaseBuilder(self.names, self.id, self.file, self.as_of)
        for record, line in self.records:
            if isinstance(record, Diagnostic):
                builder.fail(record)
            else:
                builder.add(record, line)
        return builder.finish()


class LinesTable:
    """A table while it is filled, case by case. `taken`: the cases in it."""

    def __init__(self, program: Program, as_of: int, dump: Callable[[Any], bytes]) -> None:
        pa = arrow()
        self._schema = input_schema(program)
        self._as_of = as_of
        self._dump = dump
        kinds = {pa.date32(): "date", pa.bool_(): "bool", pa.int64(): "int", pa.string(): "text"}
        types = {name: kinds[kind] for name, kind in field_types(program).items()}
        #: By event and field, the kind of cell; of an amount of money, which is text too, whole numbers only.
        self._fields = {
            event.id: {f.id: "money" if f.type == "money" else types[f.id] for f in event.fields if f.id in types}
            for event in program.events
        }
        self._columns: dict[str, tuple[list[int], list[Any]]] = {name: ([], []) for name in self._schema.names}
        self._days: dict[str, int] = {}
        self._rows = 0
        self.taken: list[Records] = []

    def take(self, case: Records) -> bool:
        """Puts a case into the table, if all of it is plain."""
        begun = self._rows
        latest = 0
        for record, _ in case.records:
            day = self._row(record) if type(record) is dict else None
            if day is None or (day and day < latest):
                self._undo(begun)
                return False
            latest = day or latest
        if not latest or case.broken:
            self._undo(begun)
            return False
        rows, ids = self._columns["case"]
        rows.extend(range(begun, self._rows))
        ids.extend([case.id] * (self._rows - begun))
        self.taken.append(case)
        return True

    def _undo(self, rows: int) -> None:
        for places, values in self._columns.values():
            while places and places[-1] >= rows:
                places.pop()
                values.pop()
        self._rows = rows

    def _row(self, record: dict[Any, Any]) -> int | None:
        """Puts a record into the table; the day of an event, 0 of what is said of the case, None if it is not plain."""
        event = record.get("event")
        if event is None:
            return self._head(record)
        fields = self._fields.get(event) if type(event) is str else None
        day = self._day(record.get("on"))
        if fields is None or day is None or day > self._as_of:
            return None
        for key, value in record.items():
            if key in ("case", "event", "on"):
                continue
            if key == "fields":
                if type(value) is not dict:
                    return None
                for name, given in value.items():
                    if not self._field(fields, name, given):
                        return None
            elif key in _LISTS:
                listed = value if type(value) is list else [value]
                if not listed or not all([type(word) is str and word.strip() for word in listed]):
                    return None
                self._put(key, listed)
            elif key in _OBJECTS:
                if type(value) is not dict or not value:
                    return None
                self._put(key, self._dump(value).decode())
            elif key in _TEXTS:
                if type(value) is not str or not value.strip():
                    return None
                self._put(key, value)
            elif "fields" in record or not self._field(fields, key, value):
                return None
        self._put("event", event)
        self._put("on", day)
        self._rows += 1
        return day

    def _head(self, record: dict[Any, Any]) -> int | None:
        said = False
        for key, value in record.items():
            if key == "case":
                continue
            if key == "opened":
                day = self._day(value)
                if day is None:
                    return None
                self._put("opened", day)
            elif key in ("parties", "facts") and type(value) is dict:
                if value:
                    self._put(key, self._dump(value).decode())
            else:
                return None
            said = said or bool(value)
        if not said:
            return None
        self._rows += 1
        return 0

    def _field(self, fields: dict[str, str], name: str, value: Any) -> bool:
        """Whether a field is plain, which then is in the table."""
        kind = fields.get(name)
        if kind is None or value is None:
            return value is None and kind is not None
        if kind == "bool":
            if type(value) is not bool:
                return False
        elif kind == "int" or (kind == "money" and type(value) is not str):
            if type(value) is not int or not -_LARGEST < value < _LARGEST:
                return False
            if kind == "money":
                value = str(value)
        elif type(value) is not str or not value.strip():
            return False
        elif kind == "date":
            day = self._day(value)
            if day is None:
                return False
            value = day
        self._put(name, value)
        return True

    def _put(self, name: str, value: Any) -> None:
        places, values = self._columns[name]
        places.append(self._rows)
        values.append(value)

    def _day(self, text: Any) -> int | None:
        """A day in ISO."""
        if type(text) is not str:
            return None
        found = self._days.get(text)
        if found is None:
            found = parse_date(text)
            if found is None or iso(found) != text:
                return None
            if len(self._days) >= _MOST:
                self._days.clear()
            self._days[text] = found
        return found

    @property
    def events(self) -> int:
        """How many events it has."""
        return len(self._columns["event"][0])

    def table(self) -> Any:
        """The table."""
        pa = arrow()
        made = [self._column(field.type, *self._columns[field.name]) for field in self._schema]
        return pa.table(dict(zip(self._schema.names, made, strict=True)))

    def _column(self, kind: Any, places: list[int], values: list[Any]) -> Any:
        pa = arrow()
        if pa.types.is_list(kind):
            dense: list[Any] = [None] * self._rows
            for place, value in zip(places, values, strict=True):
                dense[place] = value
            return pa.array(dense, kind)
        mask = np.ones(self._rows, bool)
        at = np.array(places, np.int64)
        mask[at] = False
        if pa.types.is_string(kind):
            # The different texts by number: a table's texts are looked at once each.
            numbers: dict[str, int] = {}
            codes = np.zeros(self._rows, np.int32)
            codes[at] = [numbers.setdefault(value, len(numbers)) for value in values]
            return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), pa.array(list(numbers), pa.string()))
        cells = np.zeros(self._rows, np.int64)
        cells[at] = values
        if pa.types.is_date32(kind):
            return pa.array((cells - _EPOCH).astype(np.int32), pa.int32(), mask=mask).cast(kind)
        return pa.array(cells.astype(bool) if pa.types.is_boolean(kind) else cells, kind, mask=mask)


def cases_at(rows: Any, taken: Iterable[Records]) -> list[Records]:
    """The cases that have one of the rows of a mask; `taken` have the rows of the table in their order."""
    found, row = [], 0
    for case in taken:
        end = row + len(case.records)
        if rows[row:end].any():
            found.append(case)
        row = end
    return found
