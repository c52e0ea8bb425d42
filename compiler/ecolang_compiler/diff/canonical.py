"""All that a verdict can depend on, without citations, words and ids: equal for policies of equal effect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ecolang.artifact import row_to_json
from ecolang.program import Program
from ecolang.readings import Choice, ReadingProblem, choices_of, with_readings

#: Tables in which the order of rows has no meaning; in the others it may decide between two rows.
_UNORDERED = ("roles", "facts", "documents", "events", "stages", "groups", "guarantees", "transitions")
_ORDERED = (
    "periods",
    "duties",
    "powers",
    "prohibitions",
    "actor_rules",
    "count_limits",
    "period_ops",
    "deemings",
    "edges",
    "contents",
    "orders",
)
#: Keys of rows that a verdict shows and never looks at.
_SHOWN = frozenset({"cite", "note_cite", "text", "rule", "label", "value_labels", "description", "matches"})
_SETTINGS_SHOWN = ("title", "title_label", "language", "source", "source_hash", "in_force_words", "repeals")
#: Tables whose ids are the words of the policy; elsewhere an id is the compiler's.
_NAMED = ("roles", "facts", "documents", "events", "stages", "groups")


def alike(one: Program, other: Program) -> bool:
    """Whether two programs, and each alternative reading of them, have the same content."""
    choices = choices_of(one)
    if _content(one) != _content(other) or set(choices) != set(choices_of(other)):
        return False
    return all(_read(one, choice) == _read(other, choice) for choice in choices)


def _read(program: Program, choice: Choice) -> Any:
    found = with_readings(program, [choice])
    return found if isinstance(found, ReadingProblem) else _content(found)


def _content(program: Program) -> Any:
    names = _ids(program)
    settings = {k: v for k, v in row_to_json(program.settings).items() if k not in _SETTINGS_SHOWN}
    found: dict[str, Any] = {"settings": settings}
    for table in _UNORDERED:
        rows = [_row(row, names, table in _NAMED) for row in getattr(program, table)]
        found[table] = sorted(rows, key=repr)
    for table in _ORDERED:
        found[table] = [_row(row, names, False) for row in getattr(program, table)]
    found["unmodelled"] = sum(clause.how == "not_modelled" for clause in program.clauses)
    found["calendars"] = [row for row in program.calendar_rows if row["name"] in program.settings.calendars]
    return found


def _ids(program: Program) -> dict[str, str]:
    """A new id for each of the compiler's own; periods that the policy names keep their names in conditions."""
    found: dict[str, str] = {}
    for table in _ORDERED:
        for number, row in enumerate(getattr(program, table)):
            if table != "periods" or "/" in row.id:
                found[row.id] = f"{table}:{number}"
    return found


def _row(row: Any, ids: Mapping[str, str], named: bool) -> dict[str, Any]:
    content: dict[str, Any] = _plain(row_to_json(row), ids, named)
    if not named:
        # What names no row of another table: a guarantee, a transition.
        content["id"] = ids.get(row.id, row.id if "/" not in row.id else "")
    return content


def _plain(value: Any, ids: Mapping[str, str], named: bool) -> Any:
    if isinstance(value, dict):
        return {
            key: _plain(each, ids, named) for key, each in value.items() if key not in _SHOWN and (named or key != "id")
        }
    if isinstance(value, list):
        return [_plain(each, ids, named) for each in value]
    return ids.get(value, value) if isinstance(value, str) else value
