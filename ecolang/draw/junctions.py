"""What is drawn as one: an edge, or the edges of one rule over several stages, which meet before one label."""

from __future__ import annotations

from collections.abc import Collection

from ecolang.draw.grid import Net
from ecolang.program import Edge, Program

FEWEST = 2
"""Edges of one rule from so many stages are joined."""


def nets(program: Program, main: Collection[Edge]) -> list[Net]:
    """The edges of a policy, those joined that differ in nothing but where they start."""
    groups: dict[object, list[Edge]] = {}
    for edge in program.edges:
        alike = (edge.target, edge.trigger, edge.kind, edge.guard, edge.norm, edge.cite, edge.fork, edge.reach)
        groups.setdefault(alike, []).append(edge)
    on_main = {edge.id for edge in main}
    found: list[Net] = []
    for group in groups.values():
        together = len({edge.source for edge in group}) >= FEWEST
        parts = [tuple(group)] if together else [(edge,) for edge in group]
        found += [Net(part, any(edge.id in on_main for edge in part)) for part in parts]
    return found
