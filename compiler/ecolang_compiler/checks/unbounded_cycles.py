"""Stages that a case can go round in without end."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.graph import loops
from ecolang.program import Edge, Expr, Program
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.expressions import conjuncts


def check(context: Context) -> list[Diagnostic]:
    """An error for each group of stages that lead back to one another with no count and no period in the way."""
    program = context.program
    graph = context.graph.copy()
    for edge in program.edges:
        if edge.fork is not None or _bounded(program, edge):
            graph.remove_edge(edge.source, edge.target, edge.id)
    found: list[Diagnostic] = []
    for loop in loops(graph):
        within = [edge for edge in program.edges if edge.source in loop and edge.target in loop]
        span = next((context.span(edge.id) for edge in within), context.declared(loop[0]))
        found.append(make_diagnostic("E607", span, stages=loop))
    return found


def _bounded(program: Program, edge: Edge) -> bool:
    """Whether the move can be made only so often, or only while a period lasts."""
    for limit in program.count_limits:
        counted = not limit.stages or edge.source in limit.stages
        if limit.bound == "max" and counted and limit.act.event == edge.trigger.event:
            return True
    limited = (period for period in program.periods if period.limit_degree is not None)
    if any(edge.source in period.limit_stages or not period.limit_stages for period in limited):
        return True
    return any(map(_at_most, conditions(edge)))


def conditions(edge: Edge) -> Iterable[Expr]:
    """What must hold for the move."""
    return (*conjuncts(edge.guard), *conjuncts(edge.trigger.guard))


def _at_most(part: Expr) -> bool:
    return part[0] == "cmp" and part[1] in ("<", "<=") and part[2][0] == "count"
