"""Cases as an Arrow table, one row an event (docs/reference/columnar.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ecolang.program import Program
from ecolang.time import FIRST_DAY
from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar.needs import arrow

#: The columns that hold an object; in a table they are JSON text, or structs.
JSON_COLUMNS = ("each", "documents", "parties", "facts")
FIXED = ("case", "event", "on", "at", "by", "party", "part", "ground", "steps", "received", "opened")
_PLAIN = {"bool": "bool_", "int": "int64", "date": "date32"}


def input_schema(program: Program) -> Any:
    """The schema of the table of cases of a policy: the fixed columns, a column a field, the columns of objects."""
    pa = arrow()
    words = pa.list_(pa.string())
    types = {"on": pa.date32(), "by": words, "party": words, "steps": words, "received": pa.date32()}
    types["opened"] = pa.date32()
    columns = [pa.field(name, types.get(name, pa.string())) for name in FIXED]
    columns += [pa.field(name, kind) for name, kind in field_types(program).items()]
    columns += [pa.field(name, pa.string()) for name in JSON_COLUMNS]
    return pa.schema(columns)


def field_types(program: Program) -> dict[str, Any]:
    """The Arrow type of each column of fields. A field that would collide with a fixed column stays in `fields`."""
    pa = arrow()
    types: dict[str, str] = {}
    for event in program.events:
        for field in event.fields:
            if field.id in FIXED or field.id in JSON_COLUMNS:
                continue
            kind = _PLAIN.get(field.type, "string")
            types[field.id] = kind if types.setdefault(field.id, kind) == kind else "string"
    return {name: getattr(pa, kind)() for name, kind in types.items()}


def cases_table(program: Program, cases: Iterable[CaseData]) -> Any:
    """Cases as one table, which `judge_table` takes and Parquet keeps."""
    pa = arrow()
    schema = input_schema(program)
    typed = {name: kind for name, kind in field_types(program).items() if kind != pa.string()}
    rows = [row for case in cases for row in case_rows(case, typed)]
    return pa.table({name: [row.get(name) for row in rows] for name in schema.names}, schema=schema)


def case_rows(case: CaseData, typed: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a case: what is said of it as a whole, what became known later, its events."""
    head: dict[str, Any] = {"case": case.id}
    first = {fact.name: _plain(fact.value) for fact in case.facts if fact.day == FIRST_DAY and fact.party is None}
    parties: dict[str, list[str]] = {}
    for name, role in case.parties:
        parties.setdefault(role, []).append(name)
    head["opened"] = None if case.opened is None else date.fromordinal(case.opened)
    head["parties"], head["facts"] = _json(parties), _json(first)
    if any(value is not None for name, value in head.items() if name != "case"):
        yield head
    for fact in case.facts:
        if fact.day != FIRST_DAY or fact.party is not None:
            party = None if fact.party is None else [fact.party]
            told = _json({fact.name: _plain(fact.value)})
            yield {"case": case.id, "on": date.fromordinal(fact.day), "party": party, "facts": told}
    for each in case.occurrences:
        row: dict[str, Any] = {"case": case.id, "event": each.event, "on": date.fromordinal(each.day)}
        row["at"] = None if each.minute is None else f"{each.minute // 60:02}:{each.minute % 60:02}"
        row["by"], row["party"] = list(each.by) or None, list(each.parties) or None
        row["part"], row["ground"] = each.part, each.ground
        row["steps"] = None if each.steps is None else list(each.steps)
        row["received"] = None if each.received is None else date.fromordinal(each.received)
        row.update({name: _cell(value, name in typed) for name, value in each.fields.items()})
        row["each"] = _json({who: {k: _plain(v) for k, v in said.items()} for who, said in each.each.items()})
        row["documents"] = _json(each.documents)
        yield row


def _json(value: Mapping[str, Any]) -> str | None:
    return json.dumps(value, ensure_ascii=False, default=str) if value else None


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, str, list, tuple)) else str(value)


def _cell(value: Any, typed: bool) -> Any:
    if typed:
        return date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(value, tuple):
        return "".join(map(str, value))
    return value if value is None or isinstance(value, str) else str(value)
