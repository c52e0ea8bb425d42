"""The rows of a program while they are made, with stable ids and the places that they came from."""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from ecolang.diagnostics import Span
from ecolang.program import Deadline
from ecolang.source_text import Ref

TABLES = (
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
    "precedences",
    "guarantees",
    "transitions",
)


@frozen
class Origin:
    """Where a row or a deadline came from."""

    cite: Ref
    span: Span | None
    order: int = 0


@define
class Rows:
    """Rows by table. `origins` by row id and by deadline id; `rivals`: rules for a period that another rule has already
    given a length."""

    tables: dict[str, list[Any]] = field(factory=lambda: {name: [] for name in TABLES})
    origins: dict[str, Origin] = field(factory=dict)
    rivals: list[Any] = field(factory=list)
    _taken: dict[str, int] = field(factory=dict)

    def id(self, *parts: str) -> str:
        """An id from words that stay the same when other sentences come or go; equal ones are told apart by number."""
        base = "/".join(part for part in parts if part)
        number = self._taken.get(base, 0)
        found = base if number == 0 else f"{base}#{number + 1}"
        while found in self.origins:
            number += 1
            found = f"{base}#{number + 1}"
        # An id that is asked for and not used is given again.
        self._taken[base] = number
        return found

    def add(self, table: str, row: Any, origin: Origin) -> None:
        """Put a row in."""
        self.tables[table].append(row)
        self.origins[row.id] = origin

    def place(self, deadline: Deadline, origin: Origin) -> None:
        """Note where a deadline came from."""
        self.origins[deadline.id] = origin
