"""What a condition says after an act was recorded, in terms of the moment before it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecolang.program import Expr

_FALSE: Expr = ("not", ("true",))


def after(expr: Expr, event: str, stirred: Callable[[Expr], bool]) -> Expr:
    """The condition as it will be once an occurrence of `event` with the present fields is in the history.

    `stirred`: whether an atom may change with the act in a way that its fields do not tell; it becomes another atom,
    `("after", atom)`.
    """
    kind = expr[0]
    if kind in ("and", "or", "not"):
        return (kind, *(after(part, event, stirred) for part in expr[1:]))
    if kind == "cmp":
        return _compared(expr, event)
    if kind == "happened" and expr[1] == event:
        return ("or", expr[2] or ("true",), expr)
    if kind == "since":
        return _since(expr, event)
    return ("after", expr) if stirred(expr) else expr


def _since(expr: Expr, event: str) -> Expr:
    _, first, guard, other, other_guard = expr
    if event == other:
        expr = ("and", ("not", other_guard or ("true",)), expr)
    if event == first:
        expr = ("or", guard or ("true",), expr)
    return expr


def _compared(expr: Expr, event: str) -> Expr:
    _, op, left, right = expr
    own = left[0] in ("count", "last", "first") and left[1] == event
    if not own:
        return expr
    if left[0] == "last":
        return ("cmp", op, ("field", left[2]), right)
    if left[0] == "first":
        came = ("happened", event, None)
        return _either(came, expr, ("cmp", op, ("field", left[2]), right))
    counts = left[2] or ("true",)
    more: Any = ("lit", right[1] - 1) if right[0] == "lit" else _FALSE
    return _either(counts, ("cmp", op, left, more), expr)


def _either(test: Expr, then: Expr, other: Expr) -> Expr:
    return ("or", ("and", test, then), ("and", ("not", test), other))
