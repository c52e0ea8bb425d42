"""The state of a case as JSON-able data and back, without losing a type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from ecolang.rows import fields, is_dataclass
from ecolang.time import Suspension
from ecolang_runtime.case import FactAt
from ecolang_runtime.reference import state
from ecolang_runtime.verdict import Effect, Entry, Finding, Missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ROWS: dict[str, type] = {
    row.__name__: row
    for row in (
        Suspension,
        FactAt,
        Effect,
        Entry,
        Finding,
        Missing,
        state.Approvals,
        state.Asked,
        state.CaseState,
        state.Clock,
        state.Course,
        state.History,
        state.Lead,
        state.Owed,
        state.Record,
        state.Stamp,
        state.Tally,
        state.Track,
    )
}


def pack(value: Any) -> Any:
    """A value of the state as JSON-able data: rows, tuples, dicts and exact numbers are marked."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, list):
        return [pack(each) for each in value]
    if isinstance(value, tuple):
        return {"t": [pack(each) for each in value]}
    if isinstance(value, dict):
        return {"d": [[pack(key), pack(each)] for key, each in value.items()]}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    if isinstance(value, date):
        return {"day": value.toordinal()}
    if is_dataclass(value) and type(value).__name__ in _ROWS:
        return {"r": type(value).__name__, "v": [pack(getattr(value, each.name)) for each in fields(value)]}
    raise TypeError(f"a state holds no {type(value).__name__}")


def unpack(data: Any) -> Any:
    """The value that `pack` wrote. Raises ValueError for anything else."""
    if data is None or isinstance(data, (bool, int, float, str)):
        return data
    if isinstance(data, list):
        return [unpack(each) for each in data]
    if isinstance(data, dict):
        if "r" in data and isinstance(data.get("v"), list):
            return _row(data["r"], [unpack(each) for each in data["v"]])
        for mark, read in _READERS.items():
            if mark in data and len(data) == 1:
                return read(data[mark])
    raise ValueError("not a snapshot of a case")


def _row(name: str, parts: list[Any]) -> Any:
    row = _ROWS.get(name)
    if row is None or len(parts) != len(fields(row)):
        raise ValueError("not a snapshot of a case")
    return row(*parts)


_READERS: dict[str, Callable[[Any], Any]] = {
    "t": lambda parts: tuple(unpack(each) for each in parts),
    "d": lambda pairs: {unpack(key): unpack(each) for key, each in pairs},
    "n": Decimal,
    "day": date.fromordinal,
}
