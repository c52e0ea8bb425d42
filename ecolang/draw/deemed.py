"""Acts that are deemed to have been done: which edges they take, and which take none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecolang.draw.words import CLOCK, Words
from ecolang.program import Deeming, Edge, Program

_TIME = ("period", "overdue")


def on_edges(program: Program, edges: Iterable[Edge]) -> tuple[Deeming, ...]:
    """The deemings whose act takes one of these edges; not those of a lapse that has an edge of its own."""
    return tuple(row for row in _told(program) if any(_takes(row, edge) for edge in edges))


def on_none(program: Program) -> tuple[Deeming, ...]:
    """The deemings whose act takes no edge."""
    return tuple(row for row in _told(program) if not any(_takes(row, edge) for edge in program.edges))


def sentence(row: Deeming, words: Words, named: bool = True) -> str:
    """A deeming with its sign and its clause; `named`: with its act."""
    timed = row.trigger.kind in ("lapse", "reached") or _speaks_of_time(row.trigger.guard)
    return f"{CLOCK if timed else ALSO} {words.deemed(row, named)} {words.names.cite(row.cite)}"


ALSO = "＝"
"""The sign of what is deemed without a clock."""


def _told(program: Program) -> Iterator[Deeming]:
    clocked = {(edge.cite, edge.rule) for edge in program.edges if edge.trigger.kind in ("lapse", "reached")}
    for row in program.deemings:
        if row.trigger.kind not in ("lapse", "reached") or (row.cite, row.rule) not in clocked:
            yield row


def _takes(row: Deeming, edge: Edge) -> bool:
    stages = row.trigger.stages or row.stages
    if edge.trigger.event != row.event or (stages and edge.source not in stages):
        return False
    guards = [guard for guard in (edge.trigger.guard, edge.guard) if guard is not None]
    values = dict(row.values)
    return not any(name in values and values[name] != value for guard in guards for name, value in _demanded(guard))


def _demanded(guard: object) -> Iterator[tuple[str, object]]:
    """The fields that a condition wants to have one value."""
    if not isinstance(guard, tuple) or not guard:
        return
    if guard[0] == "and":
        for part in guard[1:]:
            yield from _demanded(part)
    elif guard[:2] == ("cmp", "=") and guard[2][0] == "field" and guard[3][0] == "lit":
        yield guard[2][1], guard[3][1]


def _speaks_of_time(expr: object) -> bool:
    if not isinstance(expr, tuple) or not expr:
        return False
    return expr[0] in _TIME or any(_speaks_of_time(part) for part in expr)
