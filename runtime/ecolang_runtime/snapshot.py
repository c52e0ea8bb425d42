"""A case as JSON-able data and back: what was told of it, so that any engine can replay it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from ecolang.rows import fields
from ecolang_runtime.case import CaseData, FactAt, Occurrence

#: Version of the snapshot's form; a reader refuses a higher number.
FORMAT = "ecolang-case/1"

T = TypeVar("T")


class NotASnapshot(ValueError):
    """The data is no snapshot that can be read here; the text is its format, if it names one."""


def pack_case(
    case: CaseData, title: str, hash_: str, path: Path | None, readings: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """The snapshot of a case under a policy."""
    return {
        "format": FORMAT,
        "policy": {"title": title, "hash": hash_, "path": None if path is None else str(path)},
        "readings": dict(readings),
        "case": {
            "id": case.id,
            "opened": case.opened,
            "parties": [list(pair) for pair in case.parties],
            "facts": [_row(fact) for fact in case.facts],
            "occurrences": [_row(occurrence) for occurrence in case.occurrences],
        },
    }


def unpack_case(snapshot: Any) -> CaseData:
    """The case of a snapshot. Raises NotASnapshot."""
    format_ = snapshot.get("format") if isinstance(snapshot, dict) else None
    if format_ != FORMAT:
        raise NotASnapshot(format_ if isinstance(format_, str) else "")
    try:
        case = snapshot["case"]
        opened = case["opened"]
        return CaseData(
            str(case["id"]),
            None if opened is None else int(opened),
            tuple((str(name), str(role)) for name, role in case["parties"]),
            tuple(_from_row(FactAt, row) for row in case["facts"]),
            tuple(_from_row(Occurrence, row) for row in case["occurrences"]),
        )
    except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise NotASnapshot("") from error


def _row(row: Any) -> dict[str, Any]:
    """A row without what stands at its default."""
    values = ((each.name, getattr(row, each.name)) for each in fields(row))
    return {name: _plain(value) for name, value in values if value not in (None, (), {})}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _from_row(cls: Callable[..., T], row: dict[str, Any]) -> T:
    return cls(**{name: _TUPLES.get(name, _value)(value) for name, value in row.items()})


def _value(data: Any) -> Any:
    if isinstance(data, dict):
        if data.keys() == {"$decimal"}:
            return Decimal(data["$decimal"])
        return {key: _value(each) for key, each in data.items()}
    return [_value(each) for each in data] if isinstance(data, list) else data


def _names(data: list[Any]) -> tuple[str, ...]:
    return tuple(str(each) for each in data)


_TUPLES: dict[str, Callable[[Any], Any]] = {"by": _names, "parties": _names, "steps": _names}
