"""One rule over several stages: its edges meet in a junction that is labelled once."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ecolang.program import Edge, Program

FEWEST = 3
"""Fewer edges than this are clearer each with its own label."""


@frozen
class Junction:
    """Edges of one rule to one target, in the order of the policy."""

    edges: tuple[Edge, ...]

    @property
    def first(self) -> Edge:
        """The edge whose words stand for all."""
        return self.edges[0]


def junctions(program: Program) -> tuple[Junction, ...]:
    """The groups of edges that differ in nothing but where they start."""
    groups: dict[object, list[Edge]] = {}
    for edge in program.edges:
        alike = (edge.target, edge.trigger, edge.kind, edge.guard, edge.norm, edge.cite, edge.fork, edge.reach)
        groups.setdefault(alike, []).append(edge)
    return tuple(Junction(tuple(group)) for group in groups.values() if _enough(group))


def _enough(group: Sequence[Edge]) -> bool:
    return len({edge.source for edge in group}) >= FEWEST
