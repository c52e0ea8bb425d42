"""Conditions on an act's own fields that no act can fail, because they leave out no value that the field can have.

Only fields that an act must state are looked at, with a known number of values: yes and no, or one of a list. That
each holder's act has the field is sure for acts of a track alone: one of the case may state it for some holders only.
A deemed act has what its deeming says and nothing more.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from ecolang.program import Act, Expr, Program, Trigger

#: For each event, the values of each field that it must state.
_Values = dict[str, dict[str, frozenset[Any]]]


def without_sure(program: Program) -> Program:
    """The program with such conditions left out."""
    values: _Values = {}
    deemed: dict[str, list[set[str]]] = {}
    for row in program.deemings:
        deemed.setdefault(row.event, []).append({name for name, _ in row.values})
    for event in program.events:
        known = values.setdefault(event.id, {})
        for field in event.fields if event.scope == "track" else ():
            if not all(field.id in said for said in deemed.get(event.id, ())):
                continue
            if field.required and field.type == "bool":
                known[field.id] = frozenset((True, False))
            elif field.required and field.type == "choice":
                known[field.id] = frozenset(field.values)
    return replace(
        program,
        duties=_of_tracks(program.duties, values),
        powers=_of_tracks(program.powers, values),
        edges=tuple(_inside(row, values) for row in program.edges),
    )


def _of_tracks(rows: tuple[Any, ...], values: _Values) -> tuple[Any, ...]:
    """The rows, those that look at a track's own history without such conditions."""
    return tuple(_inside(row, values) if row.scope == "track" else row for row in rows)


def _inside(value: Any, values: _Values) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = {each.name: _inside(getattr(value, each.name), values) for each in fields(value)}
        if isinstance(value, (Act, Trigger)) and _sure(value.guard, values.get(value.event or "", {})):
            named["guard"] = None
        return replace(value, **named)
    if not isinstance(value, tuple):
        return value
    inner = tuple(_inside(each, values) for each in value)
    if len(inner) == 5 and inner[0] == "since" and inner[1] == inner[3] and inner[1] in values:
        _, event, guard, _, later = inner
        # The last such act has the one or the other: none of the others came after it, or it is one.
        if guard is not None and later is not None and _sure(("or", guard, later), values[event]):
            taken = (_taken(guard), _taken(later))
            if taken[0] is not None and taken[1] is not None and not taken[0][1] & taken[1][1]:
                return ("since", event, guard, event, None)
    return inner


def _sure(guard: Expr | None, values: dict[str, frozenset[Any]]) -> bool:
    """Whether a condition holds for whatever the act states."""
    taken = None if guard is None else _taken(guard)
    return taken is not None and values.get(taken[0]) == taken[1]


def _taken(guard: Expr) -> tuple[str, frozenset[Any]] | None:
    """The one field that a condition is about, and the values for which it holds."""
    match guard:
        case ("cmp", "=", ("field", str(name)), ("lit", value)):
            return name, frozenset((value,))
        case ("or", *parts):
            found = [_taken(part) for part in parts]
            known = [each for each in found if each is not None]
            if len(known) == len(found) and len({name for name, _ in known}) == 1:
                return known[0][0], frozenset().union(*(taken for _, taken in known))
    return None
