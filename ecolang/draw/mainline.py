"""The main line of a procedure: the way from its start to an outcome that its rules mean a case to take."""

from __future__ import annotations

import heapq

from ecolang.program import Edge, Program

_STEP = {"duty": 1, "effect": 2, "power": 4, "lapse": 6}
"""What must be done is the way that a rule means; what may be done, and what follows from lateness, leads aside."""
_ASIDE = 2
"""A step that depends on more than the act that takes it."""


def main_line(program: Program) -> tuple[Edge, ...]:
    """The lightest way from a start to the outcome that the policy declares first of those that can be reached, edge by
    edge; among equals the one that it says first. A refusal at the first step is short, but no rule aims at it."""
    leaving: dict[str, list[tuple[int, Edge]]] = {}
    for index, edge in enumerate(program.edges):
        leaving.setdefault(edge.source, []).append((index, edge))
    came: dict[str, Edge | None] = {}
    starts = [stage.id for stage in program.stages if stage.start]
    waiting: list[tuple[int, int, str, Edge | None]] = [(0, -1, start, None) for start in starts]
    while waiting:
        cost, _, stage, by = heapq.heappop(waiting)
        if stage in came:
            continue
        came[stage] = by
        for index, edge in leaving.get(stage, ()):
            if edge.target not in came and edge.fork is None:
                step = _STEP.get(edge.kind, 2) + (0 if edge.guard is None else _ASIDE)
                heapq.heappush(waiting, (cost + step, index, edge.target, edge))
    aim = next((stage.id for stage in program.stages if stage.outcome and stage.id in came), None)
    return () if aim is None else _back(came, aim)


def _back(came: dict[str, Edge | None], stage: str) -> tuple[Edge, ...]:
    way: list[Edge] = []
    while (edge := came[stage]) is not None:
        way.append(edge)
        stage = edge.source
    return tuple(reversed(way))
