"""Questions that checks ask of the graph. Answers come in the order in which the policy declares its stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import networkx as nx

from ecolang.graph.payload import EdgePayload, StagePayload


def stage_payload(graph: nx.MultiDiGraph, stage: str) -> StagePayload:
    """What hangs on a stage."""
    payload: StagePayload = graph.nodes[stage]["payload"]
    return payload


def edge_payload(graph: nx.MultiDiGraph, source: str, target: str, key: str) -> EdgePayload:
    """What hangs on an edge; `key` is its id."""
    payload: EdgePayload = graph.edges[source, target, key]["payload"]
    return payload


def edges(graph: nx.MultiDiGraph) -> Iterator[EdgePayload]:
    """Every edge's payload, source by source."""
    for _, _, data in graph.edges(data=True):
        yield data["payload"]


def start_stages(graph: nx.MultiDiGraph) -> tuple[str, ...]:
    """The stages that a case begins in."""
    return tuple(node for node, data in graph.nodes(data=True) if "payload" in data and data["payload"].stage.start)


def reachable(graph: nx.MultiDiGraph, start: str | Iterable[str] | None = None) -> tuple[str, ...]:
    """The stages that a case can be in after beginning in `start` (None: the policy's start), the start among them.
    Guards are not looked at; a fork counts as a way."""
    begin = start_stages(graph) if start is None else (start,) if isinstance(start, str) else tuple(start)
    found = set(begin).intersection(graph)
    for stage in tuple(found):
        found |= nx.descendants(graph, stage)
    return tuple(node for node in graph if node in found)


def cannot_reach(graph: nx.MultiDiGraph, targets: Iterable[str] | None = None) -> tuple[str, ...]:
    """The stages from which no way leads to any of `targets` (None: the outcomes)."""
    wanted = set(_outcomes(graph) if targets is None else targets).intersection(graph)
    able = set(wanted)
    for target in wanted:
        able |= nx.ancestors(graph, target)
    return tuple(node for node in graph if node not in able)


def loops(graph: nx.MultiDiGraph) -> tuple[tuple[str, ...], ...]:
    """The largest sets of stages that a case can go round in, each in declared order; linear in the graph's size."""
    place = {node: index for index, node in enumerate(graph)}
    found = [
        tuple(sorted(part, key=place.__getitem__))
        for part in nx.strongly_connected_components(graph)
        if len(part) > 1 or any(graph.has_edge(node, node) for node in part)
    ]
    return tuple(sorted(found, key=lambda loop: place[loop[0]]))


def cycles(graph: nx.MultiDiGraph, limit: int = 1000) -> tuple[tuple[str, ...], ...]:
    """The simple cycles as stages in the order in which they are passed, each from its earliest declared stage, sorted.
    At most `limit` of them, since a graph can have exponentially many; `loops` has no such bound."""
    place = {node: index for index, node in enumerate(graph)}
    found = [_from_earliest(tuple(cycle), place) for cycle in islice(nx.simple_cycles(nx.DiGraph(graph)), limit)]
    return tuple(sorted(found, key=lambda cycle: [place[node] for node in cycle]))


def _from_earliest(cycle: tuple[str, ...], place: dict[str, int]) -> tuple[str, ...]:
    first = cycle.index(min(cycle, key=place.__getitem__))
    return cycle[first:] + cycle[:first]


def _outcomes(graph: nx.MultiDiGraph) -> Iterator[str]:
    return (node for node, data in graph.nodes(data=True) if "payload" in data and data["payload"].stage.outcome)
