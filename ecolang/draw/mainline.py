"""The main line of a procedure: the way from its start to an outcome that its rules mean a case to take."""

from __future__ import annotations

import heapq

from ecolang.program import Edge, Program

_STEP = {"duty": 1, "effect": 2, "power": 4, "lapse": 6}
"""What must be done is the way that a rule means; what may be done, and what follows from lateness, leads aside."""


def main_line(program: Program) -> tuple[Edge, ...]:
    """The lightest way from a start to an outcome, edge by edge; among equals the one that the policy says first."""
    leaving: dict[str, list[tuple[int, Edge]]] = {}
    for index, edge in enumerate(program.edges):
        leaving.setdefault(edge.source, []).append((index, edge))
    outcomes = {stage.id for stage in program.stages if stage.outcome}
    came: dict[str, Edge | None] = {}
    starts = [stage.id for stage in program.stages if stage.start]
    waiting: list[tuple[int, int, str, Edge | None]] = [(0, -1, start, None) for start in starts]
    while waiting:
        cost, _, stage, by = heapq.heappop(waiting)
        if stage in came:
            continue
        came[stage] = by
        if stage in outcomes:
            return _back(came, stage)
        for index, edge in leaving.get(stage, ()):
            if edge.target not in came and edge.fork is None:
                heapq.heappush(waiting, (cost + _STEP.get(edge.kind, 2), index, edge.target, edge))
    return ()


def _back(came: dict[str, Edge | None], stage: str) -> tuple[Edge, ...]:
    way: list[Edge] = []
    while (edge := came[stage]) is not None:
        way.append(edge)
        stage = edge.source
    return tuple(reversed(way))
