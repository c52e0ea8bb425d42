"""Conditions in three values over whatever gives an atom its value (docs/semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ecolang.program import Expr

#: Gives an atom (any form other than and, or, not, cmp, true, lit) its value; None: unknown.
Look = Callable[[Expr], Any]

_ORDERED = ("<", "<=", ">", ">=")


def truth(expr: Expr | None, look: Look) -> bool | None:
    """Whether a condition is true, false or (None) unknown; no condition is true."""
    if expr is None:
        return True
    kind = expr[0]
    if kind == "true":
        return True
    if kind in ("and", "or"):
        decisive = kind == "or"
        known: bool | None = not decisive
        for part in expr[1:]:
            answer = truth(part, look)
            if answer is decisive:
                return decisive
            if answer is None:
                known = None
        return known
    if kind == "not":
        inner = truth(expr[1], look)
        return None if inner is None else not inner
    if kind == "cmp":
        return _compare(expr[1], value(expr[2], look), value(expr[3], look))
    found = value(expr, look)
    return None if found is None else bool(found)


def value(expr: Expr, look: Look) -> Any:
    """The value of an operand; None: unknown."""
    if expr[0] == "lit":
        return expr[1]
    if expr[0] in ("true", "and", "or", "not", "cmp"):
        return truth(expr, look)
    return look(expr)


def _compare(op: str, a: Any, b: Any) -> bool | None:
    if a is None or b is None:
        return None
    if op in ("=", "!="):
        return bool(a == b) == (op == "=")
    if isinstance(a, bool) or isinstance(b, bool):
        return None
    try:
        less, more = a < b, a > b
    except TypeError:
        return None
    return bool({"<": less, "<=": not more, ">": more, ">=": not less}[op])


def atoms(expr: Expr | None) -> Iterator[Expr]:
    """The atoms of a condition, each as often as it stands there; the guards inside an atom are not looked into."""
    if expr is None or expr[0] in ("true", "lit"):
        return
    if expr[0] in ("and", "or", "not"):
        for part in expr[1:]:
            yield from atoms(part)
    elif expr[0] == "cmp":
        yield from atoms(expr[2])
        yield from atoms(expr[3])
    else:
        yield expr


def comparisons(expr: Expr | None) -> Iterator[tuple[str, Expr, Expr]]:
    """The comparisons of a condition: operator, left, right; those inside the guards of atoms among them."""
    if expr is None or expr[0] in ("true", "lit"):
        return
    if expr[0] == "cmp":
        yield expr[1], expr[2], expr[3]
    for part in expr[1:]:
        if isinstance(part, tuple) and part and isinstance(part[0], str) and part[0] in _NESTING:
            yield from comparisons(part)


_NESTING = frozenset(("and", "or", "not", "cmp", "happened", "since", "count", "tracks"))
