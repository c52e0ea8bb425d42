"""What the documents of made cases hold where rules read it, and which events are counted from their receipt."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from ecolang.program import Program
from ecolang.program.features import deadlines, item_reads
from ecolang.time import iso

_NUMBERS = (1, 5, 10, 15, 30)
_ROWS = (1, 2, 3, 3, 4)
_APART = (10, 15, 30, 31)

#: A document and an item of it.
Place = tuple[str, str]


class Holdings:
    """The items of documents that a program reads, by what it reads there."""

    def __init__(self, program: Program) -> None:
        self.reads = item_reads(program)
        self.received = {d.anchor.event for d in deadlines(program) if d.anchor.received and d.anchor.event is not None}
        self.compared: dict[Place, list[Any]] = {}
        for expr in _conditions(program):
            for _, left, right in _comparisons(expr):
                if left[0] == "item" and right[0] == "lit":
                    self.compared.setdefault((left[1], left[2]), []).append(right[1])
        self.documents = frozenset(name for name, _ in (*self.reads, *self.compared))

    def fill(self, document: str, rng: Random, day: int) -> dict[str, Any]:
        """Values for the items of a document of that day that rules read."""
        found: dict[str, Any] = {}
        for place in sorted(self.compared):
            if place[0] == document:
                value = rng.choice(self.compared[place])
                found[place[1]] = value + rng.choice((-1, 0, 1)) if isinstance(value, int) else value
        for (name, item), kind in sorted(self.reads.items()):
            if name == document and item not in found:
                found[item] = _held(kind, rng, day)
        return found

    def receipt(self, event: str, rng: Random, day: int) -> int | None:
        """The day on which an event is received, where that matters; now and then nobody tells."""
        return day + rng.choice((0, 1, 3, 5)) if event in self.received and rng.random() < 0.9 else None


def _held(kind: str, rng: Random, day: int) -> Any:
    if kind == "int":
        return rng.choice(_NUMBERS)
    if kind == "date":
        return iso(day + rng.choice(_APART))
    rows: list[dict[str, Any]] = []
    for _ in range(rng.choice(_ROWS)):
        day += rng.choice(_APART)
        rows.append({kind.removeprefix("row:"): iso(day)})
    return rows


def _conditions(program: Program) -> Iterator[Any]:
    for table in (program.duties, program.powers, program.edges, program.prohibitions, program.deemings):
        for row in table:
            yield from (getattr(row, name, None) for name in ("when", "guard"))
            trigger = getattr(row, "trigger", None) or getattr(row, "open", None)
            yield trigger.guard if trigger is not None else None
            yield from (ground.guard for ground in getattr(row, "grounds", ()))


def _comparisons(expr: Any) -> Iterator[tuple[str, Any, Any]]:
    if not isinstance(expr, tuple):
        return
    if expr and expr[0] == "cmp":
        yield expr[1], expr[2], expr[3]
    for part in expr:
        yield from _comparisons(part)
