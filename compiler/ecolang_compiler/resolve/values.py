"""Values in conditions and case tests: what a field can have, and how a program writes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ecolang.diagnostics import Diagnostics, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.resolve.words import TYPES
from ecolang_compiler.syntax import tree

_YES_NO = {"是": True, "否": False, "yes": True, "no": False}
#: What a written value is taken to be where a field's type does not say it.
_TEXTUAL = frozenset({"text", "clause", "party", "document", "duration"})


def typed_value(decl: tree.FieldDecl, value: Any, span: Span | None, bag: Diagnostics) -> Any:
    """The value as a program holds it (bool, int, Decimal, str); None where it was reported."""
    kind = decl.type
    if kind == "bool":
        found = value if isinstance(value, bool) else _YES_NO.get(value) if isinstance(value, str) else None
        return found if found is not None else _mismatch(decl, value, span, bag)
    if kind == "choice":
        if isinstance(value, str):
            options = tuple(each.text for each in decl.values)
            if value in options:
                return value
            bag.add(make_diagnostic("E302", span, field=decl.name.text, value=value, values=options))
            return None
        return _mismatch(decl, value, span, bag)
    if kind in ("int", "money"):
        return _number(decl, value, span, bag)
    if kind == "date":
        return value if _is_date(value) else _mismatch(decl, value, span, bag)
    if kind in _TEXTUAL:
        return value if isinstance(value, str) else str(value)
    return value


def _number(decl: tree.FieldDecl, value: Any, span: Span | None, bag: Diagnostics) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return _mismatch(decl, value, span, bag)
    if value == int(value):
        return int(value)
    if decl.type == "int":
        return _mismatch(decl, value, span, bag)
    return Decimal(value)


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-"


def _mismatch(decl: tree.FieldDecl, value: Any, span: Span | None, bag: Diagnostics) -> None:
    bag.add(
        make_diagnostic(
            "E303",
            span,
            left=decl.name.text,
            left_kind=TYPES[decl.type or "text"],
            right=_shown(value),
            right_kind=_kind(value),
        )
    )


def _shown(value: Any) -> object:
    if isinstance(value, bool):
        return Local("是" if value else "否", "yes" if value else "no")
    return str(value)


def _kind(value: Any) -> Local:
    if isinstance(value, bool):
        return TYPES["bool"]
    if isinstance(value, int | Decimal):
        return Local("数", "a number")
    return TYPES["date"] if _is_date(value) else TYPES["choice"]
