"""Both versions as one program to draw, and which of its stages and edges were added, removed or changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from attrs import frozen

from ecolang.program import Edge, Program
from ecolang_compiler.diff.model import Difference


@frozen
class Union:
    """`program`: the new version with what only the old one had. `edges`, `stages`: what became of each, by id."""

    program: Program
    edges: Mapping[str, str]
    stages: Mapping[str, str]


def union(old: Program, new: Program, found: Difference) -> Union:
    """The two programs in one, to be drawn with the marks."""
    edges: dict[str, str] = {}
    before = {edge.id: edge for edge in old.edges}
    after = {edge.id: edge for edge in new.edges}
    gone: list[Edge] = []
    for rule in found.rules:
        left = [before[id] for id in rule.old_ids if id in before]
        right = [after[id] for id in rule.new_ids if id in after]
        lost, come, kept = _pairs(left, right)
        gone += lost
        edges.update((edge.id, "added") for edge in come)
        if rule.changed:
            edges.update((edge.id, "changed") for edge in kept)
    removed = [_loose(edge, number) for number, edge in enumerate(gone, 1)]
    edges.update((edge.id, "removed") for edge in removed)
    return Union(_with(new, old, removed), edges, _stages(old, new, found))


def _pairs(old: Iterable[Edge], new: Iterable[Edge]) -> tuple[list[Edge], list[Edge], list[Edge]]:
    """Edges of a rule that are gone, that came, and that stayed, maybe changed: from and to the same stage, by the
    same event."""
    left: dict[object, list[Edge]] = defaultdict(list)
    for edge in old:
        left[_way(edge)].append(edge)
    come: list[Edge] = []
    kept: list[Edge] = []
    for edge in new:
        known = left[_way(edge)]
        if known:
            known.pop()
            kept.append(edge)
        else:
            come.append(edge)
    return [edge for rest in left.values() for edge in rest], come, kept


def _way(edge: Edge) -> object:
    return edge.source, edge.target, edge.trigger.kind, edge.trigger.event, edge.fork


def _loose(edge: Edge, number: int) -> Edge:
    """An edge of the old version, apart from norms that the new one no longer has."""
    return replace(edge, id=f"−{number}/{edge.id}", norm=None, trigger=replace(edge.trigger, of=None))


def _with(new: Program, old: Program, removed: list[Edge]) -> Program:
    """The new program with stages, events and edges that only the old one has."""
    stages = {stage.id for stage in new.stages}
    events = {event.id for event in new.events}
    return replace(
        new,
        stages=(*new.stages, *(replace(each, start=False) for each in old.stages if each.id not in stages)),
        events=(*new.events, *(each for each in old.events if each.id not in events)),
        edges=(*new.edges, *removed),
    )


def _stages(old: Program, new: Program, found: Difference) -> dict[str, str]:
    """Stages that came or went, and those on which a changed duty, power or prohibition hangs that moves nothing."""
    before, after = {stage.id for stage in old.stages}, {stage.id for stage in new.stages}
    moving = {edge.id for edge in new.edges}
    hanging = {row.id: row.open.stages for row in new.duties}
    hanging |= {row.id: row.stages for row in new.powers} | {row.id: row.stages for row in new.prohibitions}
    marks: dict[str, str] = {}
    for rule in found.rules:
        touched = rule.changed or not rule.old_ids
        if touched and not moving & set(rule.new_ids):
            marks.update((stage, "changed") for id in rule.new_ids for stage in hanging.get(id, ()))
    marks.update((stage, "removed") for stage in before - after)
    marks.update((stage, "added") for stage in after - before)
    return marks
