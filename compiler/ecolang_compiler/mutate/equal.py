"""Whether two programs must say the same of every case: their tables, brought into one form, are equal.

The form leaves out what no verdict reads (the words of sentences, labels), calls rows by their place instead of their
name, spells out groups of stages, and brings conditions into one order without repetition. Nothing is sampled: where
the forms are equal, every engine reads the same rules in the same order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from ecolang.program import Contents, CountLimit, Deadline, Duty, Period, Program
from ecolang.readings import Choice, choices_of, with_readings
from ecolang_compiler.mutate.sure import without_sure

#: What no verdict is worked out from.
_SILENT_TABLES = frozenset(
    ("tests", "readings", "clauses", "definitions", "renumberings", "precedences", "groups", "format")
)
_SILENT_FIELDS = frozenset(
    ("text", "rule", "label", "value_labels", "description", "title_label", "aliases", "many")
)  # fmt: skip
#: Tables whose rows have names that were made for them.
_NAMED = (
    "duties", "powers", "prohibitions", "actor_rules", "count_limits", "period_ops", "deemings", "edges", "contents",
    "orders", "guarantees", "transitions",
)  # fmt: skip
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Form:
    """The form of one program, and of the same under each alternative of its readings."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._others: dict[Choice, dict[str, Any] | None] = {}

    @cached_property
    def own(self) -> dict[str, Any]:
        """Under the policy's own readings."""
        return _form(self.program)

    def under(self, choice: Choice) -> dict[str, Any] | None:
        """Under an alternative; None where it cannot be taken."""
        if choice not in self._others:
            changed = with_readings(self.program, (choice,))
            self._others[choice] = _form(changed) if isinstance(changed, Program) else None
        return self._others[choice]

    def equals(self, other: Form) -> bool:
        """Whether the two say the same of every case, under the policy's own readings and under each alternative."""
        choices = choices_of(self.program)
        if choices != choices_of(other.program) or self.own != other.own:
            return False
        return all(self.under(choice) == other.under(choice) for choice in choices)


def _form(program: Program) -> dict[str, Any]:
    program = _read(program)
    groups = {group.id: group.stages for group in program.groups}
    ids = {row.id: f"{table} {place}" for table in _NAMED for place, row in enumerate(getattr(program, table))}
    ways: dict[str, str] = {}
    for edge in program.edges:
        # Of two edges that are alike in everything the first is taken; a fork is opened once under its name.
        ids[edge.id] = ways.setdefault(repr(_plain(edge, ids, groups, ("id",))), f"edges {len(ways)}")
    form: dict[str, Any] = {}
    for each in fields(Program):
        if each.name not in _SILENT_TABLES:
            form[each.name] = _plain(getattr(program, each.name), ids, groups)
    form["edges"] = tuple(dict.fromkeys(map(repr, form["edges"])))
    return form


def _read(program: Program) -> Program:
    """The program without what is written and never read."""
    program = without_sure(program)
    # Where no period is in months, none can end on a day that there is not.
    settings = program.settings if _in_months(program) else replace(program.settings, month_end=None)
    # Of what a document may include, and of a form, nothing is ever missing.
    contents = (_all_optional(row) if row.degree == "may" or row.form else row for row in program.contents)
    return replace(
        program,
        settings=settings,
        contents=tuple(contents),
        periods=tuple(map(_first, program.periods)),
        duties=tuple(_from_start(row, program.settings.track_role is None) for row in program.duties),
        count_limits=tuple(map(_single, program.count_limits)),
    )


def _in_months(value: Any) -> bool:
    if is_dataclass(value) and not isinstance(value, type):
        named = (getattr(value, each.name) for each in fields(value) if each.name not in _SILENT_FIELDS)
        return any(map(_in_months, named))
    if isinstance(value, (tuple, list)):
        return any(map(_in_months, value))
    if isinstance(value, dict):
        return any(map(_in_months, value.values()))
    return value in ("month", "year")


def _first(row: Period) -> Period:
    """A named period starts with the first anchoring event, whichever it names."""
    anchor = row.deadline.anchor
    if anchor.kind != "event" or anchor.which not in ("first", "last"):
        return row
    return replace(row, deadline=replace(row.deadline, anchor=replace(anchor, which="first")))


def _from_start(row: Duty, alone: bool) -> Duty:
    """Of a duty that is open from the case's start, what comes first of all is what comes next. One of several tracks
    (not `alone`) may begin later, with events of the case behind it; a number of days before is judged of each act."""
    if row.open.kind != "start" or not (alone or row.scope == "case"):
        return row
    return replace(row, deadlines=tuple(map(_merely_before, row.deadlines)))


def _merely_before(each: Deadline) -> Deadline:
    bare = each.kind == "before" and each.amount is None and each.amount_from is None
    if not bare or each.anchor.kind != "event" or each.anchor.which != "next":
        return each
    return replace(each, anchor=replace(each.anchor, which="first"))


def _single(row: CountLimit) -> CountLimit:
    """Where an approval adds one unit at most, each and all of them take one approval."""
    allowances = (
        replace(each, each=False) if each.number == 1 and each.times is None and each.number_from is None else each
        for each in row.allowances
    )
    return replace(row, allowances=tuple(allowances))


def _all_optional(row: Contents) -> Contents:
    return replace(row, items=tuple(replace(item, optional=True) for item in row.items))


def _plain(
    value: Any, ids: Mapping[str, str], groups: Mapping[str, tuple[str, ...]], skip: tuple[str, ...] = ()
) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return (
            type(value).__name__,
            *(
                (each.name, _stages(getattr(value, each.name), groups))
                if each.name in ("stages", "limit_stages")
                else (each.name, _plain(getattr(value, each.name), ids, groups))
                for each in fields(value)
                if each.name not in _SILENT_FIELDS and each.name not in skip
            ),
        )
    if isinstance(value, tuple):
        if value and value[0] in ("and", "or") and len(value) > 1 and isinstance(value[1], tuple):
            return _joined(value, ids, groups)
        if len(value) == 2 and value[0] == "in" and isinstance(value[1], tuple):
            return ("in", _stages(value[1], groups))
        if len(value) == 2 and value[0] == "not" and isinstance(value[1], tuple):
            return _turned(_plain(value[1], ids, groups))
        if len(value) == 4 and value[0] == "cmp":
            return _compared(tuple(_plain(each, ids, groups) for each in value))
        return tuple(_plain(each, ids, groups) for each in value)
    if isinstance(value, dict):
        return {key: _plain(each, ids, groups) for key, each in value.items()}
    return ids.get(value, value) if isinstance(value, str) else value


def _turned(inner: tuple[Any, ...]) -> tuple[Any, ...]:
    """The opposite of a condition; unknown stays unknown."""
    if inner[:1] == ("not",):
        found: tuple[Any, ...] = inner[1]
        return found
    if inner[:1] == ("cmp",) and inner[1] in _OPPOSITE:
        return _compared(("cmp", _OPPOSITE[inner[1]], *inner[2:]))
    return ("not", inner)


def _compared(value: tuple[Any, ...]) -> tuple[Any, ...]:
    """Not to be true is to be false."""
    _, op, left, right = value
    if op == "!=" and right in (("lit", True), ("lit", False)) and isinstance(right[1], bool):
        return ("cmp", "=", left, ("lit", not right[1]))
    return value


def _stages(names: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({stage for name in names for stage in groups.get(name, (name,))}))


def _joined(value: tuple[Any, ...], ids: Mapping[str, str], groups: Mapping[str, tuple[str, ...]]) -> Any:
    """Parts of the same kind are one list; their order and repetition mean nothing."""
    found: dict[str, Any] = {}
    for part in value[1:]:
        plain = _plain(part, ids, groups)
        for each in plain[1:] if plain[:1] == value[:1] else (plain,):
            found[repr(each)] = each
    parts = tuple(found[key] for key in sorted(found))
    return parts[0] if len(parts) == 1 else (value[0], *parts)
