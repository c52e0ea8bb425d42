"""Names that were changed throughout: told once, so that the rules that use them are not changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from ecolang.artifact import ArtifactError, from_json, to_json
from ecolang.diagnostics import Local
from ecolang.program import Event, Program
from ecolang_compiler.diff.model import Change, Detail, local

#: Tables of names, those first that others mention; and the kind of change.
_TABLES = {
    "roles": "role",
    "facts": "fact",
    "documents": "document",
    "stages": "stage",
    "groups": "group",
    "events": "event",
}
#: Keys of rows that hold prose, citations or ids made by the compiler.
_PROSE = frozenset({"id", "text", "description", "question", "cite", "label", "title", "reason", "rule"})


def with_new_names(old: Program, new: Program) -> tuple[Program, list[Change]]:
    """The old program in the names of the new one, and a change for each name that is another."""
    changes: list[Change] = []
    for table, kind in _TABLES.items():
        for before, after in _candidates(getattr(old, table), getattr(new, table)):
            found = _renamed(old, before, after)
            if found is not None:
                old = found
                changes.append(_change(kind, before, after))
    for before, after in dict.fromkeys(_fields(old.events, new.events)):
        found = _renamed(old, before, after)
        if found is not None:
            old = found
            changes.append(_change("event", before, after, field=True))
    return old, changes


def _change(kind: str, before: str, after: str, field: bool = False) -> Change:
    what = Local("载明事项的名称", "name of a field") if field else Local("名称", "name")
    details = (Detail("name", what, local(before), local(after)),)
    return Change(kind, "changed", local(after), details=details, old_ids=(before,), new_ids=(after,))


def _candidates(old: Sequence[Any], new: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Rows that differ in nothing but their name, at the same place among those of both versions. Two labels that
    differ are two things: a role has little else to be told apart by."""
    known_old, known_new = {row.id for row in old}, {row.id for row in new}
    gone = [row for row in old if row.id not in known_new]
    come = [row for row in new if row.id not in known_old]
    if len(gone) != len(come):
        return
    for before, after in zip(gone, come, strict=True):
        alike = replace(before, id=after.id, **_labels(after)) == after
        both = before.label is not None and after.label is not None
        if (both and before.label == after.label) or (alike and not both):
            yield before.id, after.id


def _labels(row: Any) -> dict[str, Any]:
    """What goes with a name: its label, other names and description."""
    shown = ("label", "aliases", "description")
    return {each.name: getattr(row, each.name) for each in fields(row) if each.name in shown}


def _fields(old: Sequence[Event], new: Sequence[Event]) -> Iterator[tuple[str, str]]:
    known = {event.id: event for event in new}
    for event in old:
        if event.id in known:
            yield from _candidates(event.fields, known[event.id].fields)


def _renamed(program: Program, before: str, after: str) -> Program | None:
    """The program with a name replaced; None where it stands for things of several kinds, or the new one for any."""
    if len(_meanings(program, before)) != 1 or _meanings(program, after):
        return None
    data = to_json(program)
    data.pop("hash")
    named = {table: [_with_id(row, before, after) for row in data.get(table, ())] for table in (*_TABLES, "periods")}
    found = from_json(_replaced({**data, **{table: rows for table, rows in named.items() if rows}}, before, after))
    return None if isinstance(found, ArtifactError) else found


def _meanings(program: Program, name: str) -> set[str]:
    """The kinds of things that have a name."""
    found = {table for table in (*_TABLES, "periods", "definitions") if _has(getattr(program, table), name)}
    for event in program.events:
        if _has(event.fields, name):
            found.add("field")
    everything = [*program.facts, *(each for event in program.events for each in event.fields)]
    if any(name in each.values for each in everything):
        found.add("value")
    return found


def _has(rows: Sequence[Any], name: str) -> bool:
    return any(row.id == name for row in rows)


def _with_id(row: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    """A row of names, whose ids are names, and those of its fields too."""
    changed = {**row, "id": after if row["id"] == before else row["id"]}
    if isinstance(row.get("fields"), list):
        changed["fields"] = [_with_id(each, before, after) for each in row["fields"]]
    return changed


def _replaced(value: Any, before: str, after: str) -> Any:
    if isinstance(value, dict):
        return {key: each if key in _PROSE else _replaced(each, before, after) for key, each in value.items()}
    if isinstance(value, list):
        return [_replaced(each, before, after) for each in value]
    return after if value == before else value
