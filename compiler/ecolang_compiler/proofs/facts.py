"""What has to be taken for granted for a condition to be true, or false."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from ecolang.program import Expr
from ecolang_compiler.proofs.kleene import truth
from ecolang_compiler.proofs.tables import Key, Tables

if TYPE_CHECKING:
    from ecolang_compiler.proofs.state import State

# Assignments of facts tried for one condition.
_MOST = 64

#: An answer, the facts that give it, and what is not followed that it turned on.
Answer = tuple[bool, dict[str, Any], frozenset[Key]]


def decide(
    tables: Tables,
    state: State,
    guard: Expr,
    event: str | None,
    fields: Mapping[str, Any],
    taken: Mapping[str, Any],
) -> tuple[Answer, ...]:
    """Each answer that a condition may have; `taken`: facts that are settled already."""
    others, facts = tables.taken_apart(guard)
    look = tables.look(state.stage, state.values, event, fields, taken, set())
    read = tuple(look(atom) for atom in others)
    key = (id(guard), read, tuple(taken.get(name) for name in facts))
    found: tuple[Answer, ...] | None = tables.answers.get(key)
    if found is None:
        need: set[Key] = set()
        answer = truth(guard, tables.look(state.stage, state.values, event, fields, taken, need))
        known = dict(zip(others, read, strict=True))
        found = ((answer, {}, frozenset()),) if answer is not None else _open(tables, guard, known, facts, taken, need)
        tables.answers[key] = found
    return found


def _open(
    tables: Tables,
    guard: Expr,
    known: Mapping[Expr, Any],
    facts: tuple[str, ...],
    taken: Mapping[str, Any],
    need: set[Key],
) -> tuple[Answer, ...]:
    free = [name for name in facts if name not in taken]
    found: dict[bool, dict[str, Any]] = {}
    unsure = not free
    for values in islice(product(*(tables.fact_values(name) for name in free)), _MOST if free else 0):
        chosen = dict(zip(free, values, strict=True))
        everything = {**taken, **chosen}

        def read(atom: Expr, everything: Mapping[str, Any] = everything) -> Any:
            return everything.get(atom[1]) if atom[0] == "fact" else known.get(atom)

        answer = truth(guard, read)
        if answer is None:
            unsure = True
        else:
            found.setdefault(answer, chosen)
            if len(found) == 2:
                break
    answers: list[Answer] = []
    for wanted in (True, False):
        if wanted in found:
            answers.append((wanted, found[wanted], frozenset()))
        elif unsure:
            answers.append((wanted, {}, frozenset(need)))
        elif wanted is False:
            # A fact that is never told leaves the condition unknown, and an unknown condition opens nothing.
            answers.append((False, {}, frozenset()))
    return tuple(answers)
