"""Stages that a case can go round in without end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecolang.diagnostics import Diagnostic, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.graph import loops
from ecolang.program import CountLimit, Edge, Expr, Program
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.expressions import conjuncts


def check(context: Context) -> list[Diagnostic]:
    """An error for each group of stages that lead back to one another with no count and no period in the way."""
    program = context.program
    bounds = _Bounds(program)
    graph = context.graph.copy()
    for edge in program.edges:
        if edge.fork is not None or bounds.hold(edge):
            graph.remove_edge(edge.source, edge.target, edge.id)
    found: list[Diagnostic] = []
    for loop in loops(graph):
        inside = set(loop)
        moves = ((data["payload"].edge.id, target) for _, target, data in graph.out_edges(loop, data=True))
        span = next((context.span(id) for id, target in moves if target in inside), context.declared(loop[0]))
        found.append(make_diagnostic("E607", span, stages=_listed(loop)))
    return found


def _listed(stages: Iterable[str]) -> Local:
    names = list(stages)
    zh = "、".join(f"「{each}」" for each in names)
    quoted = [f"“{each}”" for each in names]
    return Local(zh, " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted))


class _Bounds:
    """What keeps moves from being made for ever."""

    def __init__(self, program: Program) -> None:
        self.limits: dict[str, list[CountLimit]] = {}
        for limit in program.count_limits:
            if limit.bound == "max":
                self.limits.setdefault(limit.act.event, []).append(limit)
        periods = [period for period in program.periods if period.limit_degree is not None]
        self.everywhere = any(not period.limit_stages for period in periods)
        self.timed = {stage for period in periods for stage in period.limit_stages}
        self.timed |= set(_owed_inside(program))

    def hold(self, edge: Edge) -> bool:
        """Whether the move can be made only so often, or only while a period lasts."""
        if self.everywhere or edge.source in self.timed:
            return True
        counted = self.limits.get(edge.trigger.event or "", [])
        if any(not limit.stages or edge.source in limit.stages for limit in counted):
            return True
        return any(map(_at_most, (*conjuncts(edge.guard), *conjuncts(edge.trigger.guard))))


def _owed_inside(program: Program) -> Iterator[str]:
    """Stages with a duty inside a named period that nothing begins anew: it ends however often the stage is entered."""
    anew = {op.period for op in program.period_ops if op.op == "restart"}
    for duty in program.duties:
        periods = {each.anchor.period for each in duty.deadlines if each.anchor.period is not None}
        if duty.open.kind == "stage" and periods - anew:
            yield from duty.open.stages


def _at_most(part: Expr) -> bool:
    return part[0] == "cmp" and part[1] in ("<", "<=") and part[2][0] == "count"
