"""The way that a case took, found on the graph from the timeline of its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from attrs import field, frozen

from ecolang.program import Edge, Program


class MoveEffect(Protocol):
    """What an entry did. Only the kinds "moved" and "forked" are looked at."""

    @property
    def kind(self) -> str: ...
    @property
    def norm(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def target(self) -> str | None: ...


class CaseEntry(Protocol):
    """One line of the timeline; `on` is an ISO date."""

    @property
    def on(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def event(self) -> str | None: ...
    @property
    def effects(self) -> Sequence[MoveEffect]: ...


class CaseTrack(Protocol):
    """A track's verdict as far as the drawing needs it."""

    @property
    def stage(self) -> str: ...
    @property
    def timeline(self) -> Sequence[CaseEntry]: ...


@frozen(order=True)
class Step:
    """One move of the case: its number from 1, its day, and the edge."""

    number: int
    on: str
    edge: Edge = field(order=False)


@frozen
class Way:
    """All moves of a case, and the stage that it is in."""

    steps: tuple[Step, ...]
    stage: str

    def on_edge(self, edge_id: str) -> tuple[Step, ...]:
        """The moves along an edge."""
        return tuple(step for step in self.steps if step.edge.id == edge_id)

    @property
    def visited(self) -> frozenset[str]:
        """The stages that the case was in."""
        return frozenset({self.stage, *(step.edge.source for step in self.steps)})


def circled(number: int) -> str:
    """A number in a circle, as far as fonts have it."""
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def way_of(program: Program, case: CaseTrack) -> Way:
    """The moves of a track along the edges of its policy. A move for which the policy has no edge is left out."""
    steps: list[Step] = []
    for entry in case.timeline:
        for effect in entry.effects:
            if effect.kind in ("moved", "forked"):
                edge = _edge(program, entry, effect)
                if edge is not None:
                    steps.append(Step(len(steps) + 1, entry.on, edge))
    return Way(tuple(steps), case.stage)


def _edge(program: Program, entry: CaseEntry, effect: MoveEffect) -> Edge | None:
    """The edge between the two stages that fits best: by its id, then by its rule, its event, the clock."""
    between = [edge for edge in program.edges if edge.source == effect.source and edge.target == effect.target]
    clock = entry.kind in ("lapse", "reached")

    def fit(edge: Edge) -> tuple[bool, bool, bool, bool]:
        return (
            edge.id == effect.norm,
            clock == (edge.trigger.kind in ("lapse", "reached")),
            edge.norm is not None and edge.norm == effect.norm,
            edge.trigger.event == entry.event,
        )

    return max(between, key=fit, default=None)
