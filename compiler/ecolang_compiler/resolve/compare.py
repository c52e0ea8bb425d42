"""Comparing a value with what a rule says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecolang.diagnostics import Diagnostics, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Expr
from ecolang_compiler.resolve.expressions import TRUE, conjunction, disjunction
from ecolang_compiler.resolve.values import typed_value
from ecolang_compiler.resolve.words import TYPES
from ecolang_compiler.syntax import tree

_ORDER = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}
_ORDERED = frozenset({"int", "money", "date", "duration"})


def compare(value: Expr, decl: tree.FieldDecl, test: tree.Test, span: Span | None, bag: Diagnostics) -> Expr:
    """What `test` says of `value`; values that the field cannot have are reported, and the result is then true."""
    if test.op in ("yes", "no"):
        if decl.type != "bool":
            _not_comparable(decl, span, bag)
            return TRUE
        return ("cmp", "=", value, ("lit", test.op == "yes"))
    if test.op in _ORDER and decl.type not in _ORDERED:
        _not_comparable(decl, span, bag, str(test.values[0]))
        return TRUE
    if test.op == "all" and len(test.values) > 1:
        bag.add(make_diagnostic("E316", span, field=decl.name.text))
        return TRUE
    literals = [typed_value(decl, each, span, bag) for each in test.values]
    if any(each is None for each in literals):
        return TRUE
    if test.op in _ORDER:
        return conjunction(_cmp(_ORDER[test.op], value, each) for each in literals) or TRUE
    if test.op == "is_not":
        return conjunction(_cmp("!=", value, each) for each in literals) or TRUE
    return disjunction(_cmp("=", value, each) for each in literals)


def _cmp(op: str, value: Expr, literal: Any) -> Expr:
    return ("cmp", op, value, ("lit", literal))


def _not_comparable(decl: tree.FieldDecl, span: Span | None, bag: Diagnostics, shown: str | None = None) -> None:
    bag.add(
        make_diagnostic(
            "E303",
            span,
            left=decl.name.text,
            left_kind=TYPES[decl.type or "text"],
            right=shown if shown is not None else Local("是", "yes"),
            right_kind=Local("数", "a number") if shown is not None else TYPES["bool"],
        )
    )


def crossed_bounds(parts: Iterable[Expr]) -> tuple[str, str] | None:
    """A lower and an upper bound of one value that no number meets, as written."""
    lower: dict[Expr, Any] = {}
    upper: dict[Expr, Any] = {}
    for part in parts:
        if part[0] == "cmp" and part[3][0] == "lit":
            if part[1] in (">=", ">"):
                lower[part[2]] = part[3][1]
            elif part[1] in ("<=", "<"):
                upper[part[2]] = part[3][1]
    for value, low in lower.items():
        if value in upper and type(low) is type(upper[value]) and low > upper[value]:
            return str(low), str(upper[value])
    return None
