"""The graph as walks use it."""

from __future__ import annotations

from collections import deque
from random import Random

from ecolang.program import Edge
from ecolang_runtime.reference import standing
from ecolang_runtime.reference.rules import Rules


class Map:
    """The edges between stages, and where an event is expected."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._expected: dict[str, frozenset[str] | None] = {}
        self._moves = {
            stage: [edge for edge in edges if edge.fork is None] for stage, edges in rules.edges_from.items()
        }
        #: By event: where it is planned, as the fields of events.
        self.plans: dict[str, list[tuple[str, str]]] = {}
        for row in rules.program.events:
            for field in row.fields:
                if field.plans is not None:
                    self.plans.setdefault(field.plans, []).append((row.id, field.id))

    def edges(self, stage: str) -> list[Edge]:
        """The moves that leave a stage."""
        return self._moves.get(stage, [])

    def expected(self, event: str) -> frozenset[str] | None:
        """The stages in which an event is expected; None where it may come at any time."""
        if event not in self._expected:
            self._expected[event] = self._expect(event)
        return self._expected[event]

    def _expect(self, event: str) -> frozenset[str] | None:
        rules = self.rules
        found = {edge.source for edge in rules.edges_by.get(event, ())}
        powers = [power for power, _ in rules.powers_by.get(event, ())]
        staged = [duty for duty, _ in rules.duties_by.get(event, ()) if duty.open.kind == "stage"]
        if rules.event(event).external and not found:
            return None
        if any(not power.stages for power in powers) or not (found or powers or staged):
            return None
        for row in powers:
            found |= rules.stages(row.stages)
        for duty in staged:
            if not standing.looks_back(duty):
                found |= rules.stages(duty.open.stages)
        return frozenset(found) or None

    def way(self, start: str, ends: frozenset[str], blocked: set[str], rng: Random) -> list[Edge] | None:
        """A shortest way to one of some stages past what was tried in vain; None if there is none."""
        if start in ends:
            return []
        before: dict[str, Edge | None] = {start: None}
        queue = deque([start])
        while queue:
            stage = queue.popleft()
            edges = [edge for edge in self.edges(stage) if edge.id not in blocked and edge.target not in before]
            rng.shuffle(edges)
            for edge in edges:
                if edge.target in before:
                    continue
                before[edge.target] = edge
                if edge.target in ends:
                    return self._back(before, edge)
                queue.append(edge.target)
        return None

    def _back(self, before: dict[str, Edge | None], last: Edge) -> list[Edge]:
        found: list[Edge] = []
        edge: Edge | None = last
        while edge is not None:
            found.append(edge)
            edge = before[edge.source]
        return found[::-1]
