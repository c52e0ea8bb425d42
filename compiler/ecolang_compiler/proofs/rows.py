"""The rows of a program by what asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.program import Act, Duty, Expr, Program


def exprs_of(program: Program, asked: tuple[tuple[str | None, Expr | None], ...]) -> Iterator[Expr]:
    """Every condition of the program that the machine looks at, those of a question first."""
    found: list[Expr | None] = [guard for _, guard in asked]
    for edge in program.edges:
        found += [edge.trigger.guard, edge.guard]
    for power in program.powers:
        found += [power.guard, *(ground.guard for ground in power.grounds)]
    for duty in program.duties:
        found += [duty.when, duty.open.guard, *(act.guard for act in duty.acts)]
    found += [row.guard for row in program.prohibitions] + [row.guard for row in program.count_limits]
    for deeming in program.deemings:
        found += [deeming.trigger.guard, deeming.guard]
    yield from (expr for expr in found if expr is not None)


def looks_back(duty: Duty) -> bool:
    """Whether each of its last days is counted back from an event."""
    return bool(duty.deadlines) and all(d.kind == "before" and d.anchor.kind == "event" for d in duty.deadlines)


def by(rows: Any, keys: Any) -> dict[str, list[Any]]:
    """Rows by each of their keys."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        for key in dict.fromkeys(keys(row)):
            found.setdefault(key, []).append(row)
    return found


def by_act(rows: Any) -> dict[str, list[tuple[Any, Act]]]:
    """Rows, with the act, by the event of each of their acts."""
    found: dict[str, list[tuple[Any, Act]]] = {}
    for row in rows:
        for act in row.acts:
            found.setdefault(act.event, []).append((row, act))
    return found
