"""The acts that can matter to a question, with the fields by which conditions can tell them apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import Any

from ecolang.program import Expr
from ecolang_compiler.proofs.kleene import atoms, comparisons
from ecolang_compiler.proofs.space import field_values
from ecolang_compiler.proofs.tables import Tables

# Combinations of an act's fields that are looked at.
_MOST = 96


def alphabet(tables: Tables, stages: frozenset[str] | None = None) -> tuple[tuple[str, dict[str, Any]], ...]:
    """The acts that can matter, each with every combination of the fields that conditions ask of it. `stages`: those
    alone in which they are done; None: all."""
    found: list[tuple[str, dict[str, Any]]] = []
    for event in tables.program.events:
        guards = _asked_of(tables, event.id, stages)
        if guards is None:
            continue
        names = [name for name in dict.fromkeys(_fields(guards)) if tables.field(event.id, name) is not None]
        domains = [_choices(tables, event.id, name, guards) for name in names]
        for values in islice(product(*domains), _MOST):
            given = {name: value for name, value in zip(names, values, strict=True) if value is not None}
            found.append((event.id, given))
    return tuple(found)


def only_moves(tables: Tables, event: str) -> bool:
    """Whether an act matters in stages alone from which it moves: elsewhere it leaves everything as it is."""
    followed = any(("owed", duty.id) in tables.places for duty, _ in tables.duties_by.get(event, ()))
    opened = any(("owed", duty.id) in tables.places for duty in tables.opened_by.get(event, ()))
    kept = tables.counted.get(event) or tables.sinces.get(event) or tables.shown.get(event)
    asked = any(name == event for name, _ in tables.asked)
    clocked = ("overdue", event) in tables.places or _clocks(tables, event)
    return not (followed or opened or kept or asked or clocked or tables.deemed_by.get(event))


def _choices(tables: Tables, event: str, name: str, guards: list[Expr | None]) -> tuple[Any, ...]:
    row = tables.field(event, name)
    assert row is not None
    literals = [r[1] for expr in guards for _, left, r in comparisons(expr) if left[-1] == name and r[0] == "lit"]
    values = field_values(row, list(dict.fromkeys(literals)))
    return values if row.required or row.default is not None else (*values, None)


def _asked_of(tables: Tables, event: str, stages: frozenset[str] | None) -> list[Expr | None] | None:
    """The conditions that look at an act's fields; None: the act changes nothing that is followed."""
    found: list[Expr | None] = []
    matters = False
    for edge in tables.program.edges:
        if edge.trigger.event == event and (stages is None or edge.source in stages):
            matters = True
            found += [edge.trigger.guard, edge.guard]
    for key, guard in tables.counted.get(event, ()):
        matters = True
        found += [guard] if key[0] in ("count", "limit") else []
    for key in tables.sinces.get(event, ()):
        matters = True
        found += [key[2] if key[1] == event else None, key[4] if key[3] == event else None]
    for key in tables.shown.get(event, ()):
        matters = True
        found.append(("field", key[2]))
    for duty, act in tables.duties_by.get(event, ()):
        if ("owed", duty.id) in tables.places:
            matters = True
            found.append(act.guard)
    for duty in tables.opened_by.get(event, ()):
        if ("owed", duty.id) in tables.places:
            matters = True
            found += [duty.open.guard, duty.when]
    for row in tables.deemed_by.get(event, ()):
        matters = True
        found += [row.trigger.guard, row.guard]
    for asked, guard in tables.asked:
        if asked == event:
            matters = True
            found.append(guard)
    matters = matters or ("overdue", event) in tables.places or _clocks(tables, event)
    if not matters:
        return None
    for power, act in tables.powers_by.get(event, ()):
        found += [act.guard, power.guard, *(ground.guard for ground in power.grounds)]
    return found


def _clocks(tables: Tables, event: str) -> bool:
    rows = [row for row in tables.program.periods if ("period", row.id) in tables.places]
    return any(row.deadline.anchor.event == event for row in rows) or any(
        op.period == row.id and op.trigger.event == event for row in rows for op in tables.program.period_ops
    )


def _fields(guards: list[Expr | None]) -> Iterator[str]:
    for guard in guards:
        for atom in atoms(guard):
            if atom[0] in ("field", "given"):
                yield atom[1]
