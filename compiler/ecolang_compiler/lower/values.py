"""Values that a rule gives to the fields of an event."""

from __future__ import annotations

from typing import Any

from ecolang_compiler.lower.build import Build
from ecolang_compiler.resolve.values import typed_value
from ecolang_compiler.syntax import tree


def pattern_values(build: Build, pattern: tree.EventPattern, event: str) -> tuple[tuple[str, Any], ...]:
    """The values in the brackets behind a deemed event."""
    guard = pattern.guard
    parts = guard.parts if isinstance(guard, tree.And) else () if guard is None else (guard,)
    found: list[tuple[str, Any]] = []
    for part in parts:
        if not isinstance(part, tree.FieldTest):
            continue
        decl = build.names.field(part.field, (event,))
        if decl is not None:
            found.append((part.field.text, test_value(build, decl, part.test)))
    return tuple(found)


def test_value(build: Build, decl: tree.FieldDecl, test: tree.Test) -> Any:
    """The single value that a test says a field has."""
    if test.op in ("yes", "no"):
        return typed_value(decl, test.op == "yes", test.span, build.bag)
    return typed_value(decl, test.values[0] if test.values else None, test.span, build.bag)
