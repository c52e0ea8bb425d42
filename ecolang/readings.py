"""Another reading of an ambiguous clause: the policy with the rows that an alternative replaces (section 10)."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.artifact import ArtifactError, row_from_json
from ecolang.program import Alternative, Program, Settings
from ecolang.rows import dataclass, fields, is_dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A reading's name and the name of one of its alternatives.
Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """Why a choice cannot be taken. kind: unknown_reading, unknown_alternative, damaged. `known`: what there is."""

    kind: str
    reading: str
    alternative: str
    known: tuple[str, ...] = ()


def choices_of(program: Program) -> tuple[Choice, ...]:
    """Every alternative of every reading, in the policy's order."""
    return tuple((reading.id, each.id) for reading in program.readings for each in reading.alternatives)


def with_readings(program: Program, choices: Iterable[Choice]) -> Program | ReadingProblem:
    """The program with the chosen alternatives in force, one after the other."""
    changed = program
    for reading, alternative in choices:
        found = _find(program, reading, alternative)
        if isinstance(found, ReadingProblem):
            return found
        for table, rows in found.overlay.items():
            result = _overlaid(changed, table, rows)
            if result is None:
                return ReadingProblem("damaged", reading, alternative, (table,))
            changed = result
    return changed


def _find(program: Program, reading: str, alternative: str) -> Alternative | ReadingProblem:
    row = next((each for each in program.readings if each.id == reading), None)
    if row is None:
        known = tuple(each.id for each in program.readings)
        return ReadingProblem("unknown_reading", reading, alternative, known)
    found = next((each for each in row.alternatives if each.id == alternative), None)
    if found is None:
        known = tuple(each.id for each in row.alternatives)
        return ReadingProblem("unknown_alternative", reading, alternative, known)
    return found


def _overlaid(program: Program, table: str, rows: dict[str, Any]) -> Program | None:
    """The program with rows of a table replaced, deleted (None) or added; None if the overlay does not fit."""
    if table == "settings":
        return _with_settings(program, rows)
    if table not in {each.name for each in fields(Program)}:
        return None
    read: dict[str, Any] = {}
    for id, data in rows.items():
        row = data if data is None or is_dataclass(data) else row_from_json(table, data)
        if isinstance(row, ArtifactError):
            return None
        read[id] = row
    kept = [read.get(row.id, row) for row in getattr(program, table)]
    known = {row.id for row in getattr(program, table)}
    added = [row for id, row in read.items() if id not in known]
    changed: dict[str, Any] = {table: tuple(row for row in (*kept, *added) if row is not None)}
    return replace(program, **changed)


def _with_settings(program: Program, values: dict[str, Any]) -> Program | None:
    if not values.keys() <= {each.name for each in fields(Settings)}:
        return None
    changed: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
    return replace(program, settings=replace(program.settings, **changed))
