"""Where each stage stands: in the lane of the party whose turn it is, at the step that the ways to it give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import networkx as nx
from attrs import frozen

from ecolang.graph import edges, stage_payload
from ecolang.program import Edge, Program

OUTSIDE = ""
"""The lane of stages that wait for no party; outcomes have it too, though they stand in a band below all lanes."""


@frozen
class Lanes:
    """Roles in declared order, the outside lane last, only those with open stages; each stage's lane and step (from 0).

    The main line goes down step by step; what leads aside from it does not hold it up. Outcomes share the last step.
    """

    order: tuple[str, ...]
    lane: Mapping[str, str]
    step: Mapping[str, int]

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return 1 + max(self.step.values(), default=0)


def place(program: Program, graph: nx.MultiDiGraph, main: Sequence[Edge] = ()) -> Lanes:
    """The lane and the step of every stage of a policy."""
    lane = {stage.id: OUTSIDE if stage.outcome else _lane(stage.id, program, graph) for stage in program.stages}
    used = {lane[stage.id] for stage in program.stages if not stage.outcome}
    order = tuple(role.id for role in program.roles if role.id in used)
    return Lanes((*order, OUTSIDE) if OUTSIDE in used else order, lane, _steps(program, graph, main))


def third_parties(program: Program) -> frozenset[str]:
    """The roles that owe nothing and may do nothing by the policy: what they do comes from outside the procedure."""
    bound = {role for duty in program.duties for role in duty.bearers}
    bound |= {role for power in program.powers for role in power.holders}
    bound |= {role.part_of for role in program.roles if role.id in bound and role.part_of is not None}
    return frozenset(role.id for role in program.roles if role.id not in bound)


def _lane(stage: str, program: Program, graph: nx.MultiDiGraph) -> str:
    """The party whose turn it is. What concerns this stage alone counts before what concerns several; among these who
    must act, then who may, then whose act is awaited; then those who owe or may do what moves nothing."""
    here = stage_payload(graph, stage)
    actors = {event.id: event.actors for event in program.events}
    sources = _sources(graph)
    bearers = {act.event: duty.bearers for duty in here.duties for act in duty.acts}
    holders = {act.event: power.holders for power in here.powers for act in power.acts}
    votes: Counter[tuple[bool, int, str]] = Counter()
    whole = {role.id: role.part_of or role.id for role in program.roles}

    def vote(shared: bool, weight: int, parties: tuple[str, ...]) -> None:
        if parties:
            votes[shared, weight, whole.get(parties[0], parties[0])] += 1

    for payload in edges(graph):
        event = payload.edge.trigger.event
        if payload.edge.source != stage or event is None:
            continue
        shared = len(sources[payload.edge.norm, event]) > 1
        if event in bearers:
            vote(shared, 0, bearers[event])
        elif event in holders:
            vote(shared, 1, holders[event])
        else:
            vote(shared, 2, actors.get(event, ()))
    for duty in here.duties:
        vote(True, 3, duty.bearers)
    for power in here.powers:
        vote(True, 4, power.holders)
    declared = {role.id: index for index, role in enumerate(program.roles)}
    known = [key for key in votes if key[2] in declared]
    if not known:
        return OUTSIDE
    return min(known, key=lambda key: (*key[:2], -votes[key], declared[key[2]]))[2]


def _sources(graph: nx.MultiDiGraph) -> Mapping[tuple[str | None, str], set[str]]:
    """From which stages each rule moves by each event."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for payload in edges(graph):
        if payload.edge.trigger.event is not None:
            found.setdefault((payload.edge.norm, payload.edge.trigger.event), set()).add(payload.edge.source)
    return found


def _steps(program: Program, graph: nx.MultiDiGraph, main: Sequence[Edge]) -> dict[str, int]:
    """The longest way to each stage, ways back not counted; they are found by walking in the order of the policy."""
    forward = forward_graph(program, graph)
    before_on_main = {edge.target: edge.source for edge in main}
    place_of = {stage: index for index, stage in enumerate(graph)}
    step: dict[str, int] = {}
    for stage in nx.lexicographical_topological_sort(forward, key=place_of.__getitem__):
        before = [before_on_main[stage]] if stage in before_on_main else forward.predecessors(stage)
        step[stage] = 1 + max((step[each] for each in before if each in step), default=-1)
    outcomes = [stage.id for stage in program.stages if stage.outcome]
    last = 1 + max((step[stage] for stage in step if stage not in set(outcomes)), default=-1)
    return step | dict.fromkeys(outcomes, last)


def forward_graph(program: Program, graph: nx.MultiDiGraph) -> nx.DiGraph:
    """The stages with their moves less those that lead back to a stage that a case came through."""
    place_of = {stage: index for index, stage in enumerate(graph)}
    starts = [stage.id for stage in program.stages if stage.start]
    back: set[tuple[str, str]] = set()
    seen: set[str] = set()
    for start in dict.fromkeys((*starts, *graph)):
        if start not in seen:
            _walk(graph, start, seen, back, place_of)
    forward = nx.DiGraph()
    forward.add_nodes_from(graph)
    forward.add_edges_from(pair for pair in dict.fromkeys(graph.edges()) if pair not in back)
    return forward


def _walk(
    graph: nx.MultiDiGraph, start: str, seen: set[str], back: set[tuple[str, str]], place_of: Mapping[str, int]
) -> None:
    """A depth-first walk without recursion, since a policy may have thousands of stages in a row."""
    seen.add(start)
    open_now = {start}
    stack = [(start, iter(sorted(graph.successors(start), key=place_of.__getitem__)))]
    while stack:
        stage, coming = stack[-1]
        following = next(coming, None)
        if following is None:
            stack.pop()
            open_now.discard(stage)
        elif following in open_now:
            back.add((stage, following))
        elif following not in seen:
            seen.add(following)
            open_now.add(following)
            stack.append((following, iter(sorted(graph.successors(following), key=place_of.__getitem__))))
