"""Where cases start and end."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """Exactly one stage to start in, at least one outcome, and no way out of an outcome."""
    program = context.program
    found: list[Diagnostic] = []
    starts = [stage.id for stage in program.stages if stage.start]
    place = next((context.declared(stage.id) for stage in program.stages), context.file.title.span)
    if not starts:
        found.append(make_diagnostic("E601", place))
    for second in starts[1:]:
        first = context.declared(starts[0])
        labels = (Label(first, "另一个起始阶段", "the other start"),) if first else ()
        found.append(make_diagnostic("E602", context.declared(second), labels=labels, first=starts[0], second=second))
    outcomes = {stage.id for stage in program.stages if stage.outcome}
    if not outcomes:
        found.append(make_diagnostic("E608", place))
    reported: set[str] = set()
    for edge in program.edges:
        if edge.source in outcomes and edge.source not in reported:
            reported.add(edge.source)
            found.append(make_diagnostic("E609", context.span(edge.id), outcome=edge.source))
    return found
