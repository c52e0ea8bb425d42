"""Building conditions (`ecolang.program.Expr`) in their simplest form."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.program import Expr

TRUE: Expr = ("true",)


def conjunction(parts: Iterable[Expr | None]) -> Expr | None:
    """All of the parts; None stands for "always", as parts and as the result."""
    found: list[Expr] = []
    for part in parts:
        if part is None or part == TRUE:
            continue
        found.extend(part[1:] if part[0] == "and" else (part,))
    unique = list(dict.fromkeys(found))
    if not unique:
        return None
    return unique[0] if len(unique) == 1 else ("and", *unique)


def disjunction(parts: Iterable[Expr]) -> Expr:
    """Any of the parts, of which there is at least one."""
    found: list[Expr] = []
    for part in parts:
        found.extend(part[1:] if part[0] == "or" else (part,))
    unique = list(dict.fromkeys(found))
    return unique[0] if len(unique) == 1 else ("or", *unique)


def negation(part: Expr | None) -> Expr:
    """The contrary."""
    if part is None:
        return ("not", TRUE)
    return part[1] if part[0] == "not" else ("not", part)


def conjuncts(expr: Expr | None) -> tuple[Expr, ...]:
    """The parts that must all hold."""
    if expr is None or expr == TRUE:
        return ()
    return tuple(expr[1:]) if expr[0] == "and" else (expr,)
