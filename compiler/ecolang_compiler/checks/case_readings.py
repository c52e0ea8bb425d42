"""Readings that case tests choose."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """An error for each reading, or alternative of one, that the policy does not declare."""
    readings = {row.id: tuple(each.id for each in row.alternatives) for row in context.program.readings}
    found: list[Diagnostic] = []
    for node in context.cases:
        for name, chosen in node.readings:
            known = readings.get(name)
            if known is None:
                near, names = nearest(name, readings), tuple(readings)
                found.append(make_diagnostic("E702", node.span, name=name, nearest=near, names=names))
            elif chosen not in known:
                found.append(make_diagnostic("E706", node.span, reading=name, name=chosen, names=known or ("…",)))
    return found
