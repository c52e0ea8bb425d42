"""Stages that no case reaches, and stages that a case never leaves."""

from __future__ import annotations

import networkx as nx

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.graph import reachable, stage_payload, start_stages
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """One problem for each root: what is only unreachable because something before it is, is not reported."""
    graph = context.graph
    if not start_stages(graph):
        return []
    return [*_unreached(context, graph), *_stuck(context, graph)]


def _unreached(context: Context, graph: nx.MultiDiGraph) -> list[Diagnostic]:
    known = set(reachable(graph))
    lost = [stage.id for stage in context.program.stages if stage.id not in known]
    found: list[Diagnostic] = []
    for stage in _roots(graph.subgraph(lost), lost):
        span = context.declared(stage)
        if stage_payload(graph, stage).stage.outcome:
            found.append(make_diagnostic("E605", span, outcome=stage))
        else:
            found.append(make_diagnostic("E603", span, stage=stage))
    return found


def _stuck(context: Context, graph: nx.MultiDiGraph) -> list[Diagnostic]:
    outcomes = [stage.id for stage in context.program.stages if stage.outcome]
    known = set(reachable(graph))
    # A fork opens a track elsewhere; the stage itself is not left by it.
    moves = nx.DiGraph()
    moves.add_nodes_from(stage.id for stage in context.program.stages)
    moves.add_edges_from((edge.source, edge.target) for edge in context.program.edges if edge.fork is None)
    stuck = [stage for stage in _without_way(moves, outcomes) if stage in known] if outcomes else []
    return [
        make_diagnostic("E604", context.declared(stage), stage=stage)
        for stage in _roots(moves.subgraph(stuck).reverse(), stuck)
    ]


def _without_way(moves: nx.DiGraph, outcomes: list[str]) -> list[str]:
    able = set(outcomes)
    for outcome in outcomes:
        able |= nx.ancestors(moves, outcome)
    return [stage for stage in moves if stage not in able]


def _roots(part: nx.DiGraph, order: list[str]) -> list[str]:
    """The stages that the others of the part hang on: the first of each group that nothing outside it leads to."""
    place = {stage: index for index, stage in enumerate(order)}
    groups = nx.condensation(nx.DiGraph(part))
    first = [
        min(groups.nodes[node]["members"], key=place.__getitem__) for node in groups if groups.in_degree(node) == 0
    ]
    return sorted(first, key=place.__getitem__)
