"""Cases from values that a program holds: rows, columns, tables of other libraries, or one whole case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ecolang_runtime.read.case import CaseBuilder, ReadCase, case_id, case_word
from ecolang_runtime.read.csv_file import row_records
from ecolang_runtime.read.event import event_word
from ecolang_runtime.read.names import KEY_LABEL, Names
from ecolang_runtime.read.problems import Problems

#: What a case without a number of its own is called.
UNNAMED = "—"
#: The columns of a table whose cells are objects, or JSON text that holds one.
OBJECTS = ("each", "documents", "parties", "facts", "fields")


def whole_case(names: Names, given: Any, id_: str | None, header: Mapping[str, Any]) -> ReadCase:
    """One case from its events, or from an object that holds them with what is said of the case."""
    records = [given] if isinstance(given, Mapping) else list(given)
    found = (case_id(case_word(record)) for record in records if isinstance(record, Mapping))
    builder = CaseBuilder(names, id_ or next((each for each in found if each), UNNAMED))
    builder.say(header)
    for place, record in enumerate(records, 1):
        own = case_id(case_word(record)) if isinstance(record, Mapping) else None
        if own is not None and own != builder.id:
            problems = Problems(None, place)
            problems.add("D124", field=KEY_LABEL["case"], first=builder.id, value=own)
            builder.fail(problems.found[0], event=True)
        else:
            builder.add(record, place)
    return builder.finish()


def cases_of(
    names: Names, table: Any, file: str | None = None, lines: Sequence[int] | None = None
) -> Iterator[ReadCase]:
    """The cases of a table in the order in which they first appear; `line` in a problem is the row, from 1, or what
    `lines` says of it.
    """
    builders: dict[str, CaseBuilder] = {}
    strays: list[ReadCase] = []
    for number, row in enumerate(rows_of(table)):
        place = number + 1 if lines is None else lines[number]
        problems = Problems(file, place)
        id_ = case_id(case_word(row)) if isinstance(row, Mapping) else None
        if id_ is None:
            problems.add("D109" if isinstance(row, Mapping) else "D120")
            strays.append(ReadCase(None, None, tuple(problems.found), lines=1))
            continue
        builder = builders.setdefault(id_, CaseBuilder(names, id_, file))
        if event_word(row) is None:
            builder.add(row, place)
            continue
        for record in row_records(row, names):
            builder.add(record, place)
    for builder in builders.values():
        yield builder.finish()
    yield from strays


def rows_of(table: Any) -> Iterator[Any]:
    """The rows of a table as mappings, without the cells that hold nothing."""
    if hasattr(table, "to_pylist"):
        rows: Iterable[Any] = table.to_pylist()
    elif hasattr(table, "iter_rows"):
        rows = table.iter_rows(named=True)
    elif hasattr(table, "to_dict") and not isinstance(table, Mapping):
        rows = table.to_dict("records")
    elif isinstance(table, Mapping) and all(isinstance(column, (list, tuple)) for column in table.values()):
        rows = (dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True))
    else:
        rows = [table] if isinstance(table, Mapping) else table
    for row in rows:
        if isinstance(row, Mapping):
            yield {word: _object(word, cell) for word, cell in row.items() if not _nothing(cell)}
        else:
            yield row


def _object(word: Any, cell: Any) -> Any:
    """An object that a table holds as JSON text."""
    if isinstance(cell, str) and cell.startswith("{") and str(word) in OBJECTS:
        try:
            return json.loads(cell)
        except ValueError:
            # The reader says that this is not what belongs here.
            return cell
    return cell


def _nothing(cell: Any) -> bool:
    # Only what stands for a missing number differs from itself.
    return cell is None or cell == "" or (isinstance(cell, float) and cell != cell)
