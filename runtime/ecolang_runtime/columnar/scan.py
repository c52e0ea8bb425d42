"""A table of cases read column by column: each different cell once, by the readers' own functions.

What is out of the ordinary in any row of a case leaves that case to the readers, which say what is wrong or make of it
what it means.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from ecolang.program import Field
from ecolang.time.days import parse_moment
from ecolang_runtime.columnar.codes import Unsaid, encode
from ecolang_runtime.columnar.inputs import FIXED, JSON_COLUMNS
from ecolang_runtime.columnar.kernel.layout import NONE
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.read.case import read_facts, read_parties
from ecolang_runtime.read.event import list_of_names
from ecolang_runtime.read.names import KEY_LABEL, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import Misfit, read_value

#: Days of `date` count from here.
_EPOCH = 719_163


class Strange(Exception):
    """A table that is not laid out as `input_schema` says."""


class Cells:
    """The different cells of a column by number (-1: empty), each read once."""

    def __init__(self, codes: Any, values: list[Any]) -> None:
        self.codes = codes
        self.values = values


def cells(table: Any, name: str) -> Cells:
    """A column of text, or of lists of text."""
    pa, pc = arrow(), arrow("pyarrow.compute")
    n = len(table)
    if name not in table.column_names:
        return Cells(np.full(n, -1), [])
    column = table.column(name)
    if pa.types.is_list(column.type):
        joined = pc.binary_join(column, "\x1f")
        found = _coded(joined)
        return Cells(found.codes, [tuple(text.split("\x1f")) if text else () for text in found.values])
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type) or _is_words(column.type)):
        raise Strange(name)
    return _coded(column)


def _is_words(kind: Any) -> bool:
    pa = arrow()
    return bool(pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))


def _coded(column: Any) -> Cells:
    pa = arrow()
    coded = column if _is_words(column.type) else column.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        if coded.num_chunks == 0:
            return Cells(np.full(0, -1), [])
        coded = coded.chunk(0)
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
    values = coded.dictionary.to_pylist()
    # What is empty says nothing, like what is not there.
    empty = [place for place, value in enumerate(values) if value == ""]
    for place in empty:
        codes[codes == place] = -1
    return Cells(codes, values)


def different(keys: Any) -> tuple[Any, Any, Any]:
    """The different keys, where each stands first, and by row which of them it has."""
    return tuple(np.unique(keys, return_index=True, return_inverse=True))  # type: ignore[return-value]


def numbers(table: Any, name: str, kind: str) -> tuple[Any, Any]:
    """A column of days, truths or whole numbers as numbers, and where it says something."""
    pa = arrow()
    if name not in table.column_names:
        return np.zeros(len(table), np.int64), np.zeros(len(table), bool)
    column = table.column(name).combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = column.chunk(0)
    wanted = {"date": pa.date32(), "bool": pa.bool_(), "int": pa.int64()}[kind]
    if column.type != wanted:
        raise Strange(name)
    given = np.asarray(column.is_valid().to_numpy(zero_copy_only=False))
    if kind == "date":
        column = column.cast(pa.int32())
    elif kind == "bool":
        column = column.cast(pa.int8())
    made = column.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    return (made + _EPOCH if kind == "date" else made), given


def known_columns(table: Any, names: Names) -> list[str]:
    """The columns that hold fields. Raises Strange for one that nothing of the policy is called by."""
    declared = {field.id for event in names.program.events for field in event.fields}
    found = []
    for name in table.column_names:
        if name in FIXED or name in JSON_COLUMNS:
            continue
        if name not in declared:
            raise Strange(name)
        found.append(name)
    if len(set(table.column_names)) != len(table.column_names) or not {"case", "event", "on"} <= set(
        table.column_names
    ):
        raise Strange("case, event, on")
    return found


def minutes(table: Any, zone: str) -> tuple[Any, Any]:
    """The minute of the day plus 1 (0: none), and where a time cannot be read."""
    found = cells(table, "at")
    made = []
    for text in found.values:
        moment = parse_moment(f"2000-01-01 {text.strip()}", zone)
        made.append(0 if moment is None or moment[1] is None or moment[0] != 730_120 else moment[1] + 1)
    table_of = np.array([*made, 0], np.int64)
    minute = table_of[found.codes]
    return minute, (found.codes >= 0) & (minute == 0)


def field_values(field: Field, found: Cells, names: Names, values: Any) -> tuple[Any, Any]:
    """A column of text as the numbers of a field's values, and which of its cells do not fit."""
    made, bad = [], []
    for raw in found.values:
        value = read_value(field, raw, names)
        try:
            made.append(NONE if isinstance(value, Misfit) else encode(field.type, value, values))
            bad.append(isinstance(value, Misfit) or value is None)
        except Unsaid:
            made.append(NONE)
            bad.append(True)
    return np.array([*made, NONE], np.int64)[found.codes], np.array([*bad, False], bool)[found.codes]


def objects(found: Cells) -> list[Any]:
    """The objects of a column of JSON text; None for what is none."""
    made: list[Any] = []
    for text in found.values:
        try:
            value = json.loads(text)
        except ValueError:
            value = None
        made.append(value if isinstance(value, dict) else None)
    return made


def parties(value: Any, names: Names) -> tuple[tuple[str, str], ...] | None:
    """Who holds which role; None where that cannot be read."""
    problems = Problems()
    found = () if value is None else tuple(dict.fromkeys(read_parties(value, names, problems)))
    return None if value is None or problems.found else found


def facts(value: Any, names: Names) -> dict[str, Any] | None:
    """Facts by name; None where they cannot be read."""
    problems = Problems()
    found = {} if value is None else read_facts(value, names, problems)
    return None if value is None or problems.found else found


def words(value: tuple[str, ...]) -> tuple[str, ...] | None:
    """A list of names as the readers take it; None where it cannot be read."""
    problems = Problems()
    found = list_of_names(list(value), KEY_LABEL["by"], problems)
    return None if problems.found else found
