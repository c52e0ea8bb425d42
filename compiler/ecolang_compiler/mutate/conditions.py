"""Breaks of conditions: a part left out, turned round, another number, another stage."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from attrs import evolve

from ecolang_compiler.mutate.model import Names, Variant, instead, off_by_one, without
from ecolang_compiler.syntax import tree as t

_OPPOSITE = {
    "is": "is_not",
    "is_not": "is",
    "yes": "no",
    "no": "yes",
    "ge": "lt",
    "lt": "ge",
    "gt": "le",
    "le": "gt",
}
_STATES = {"lapsed": "not_lapsed", "not_lapsed": "lapsed", "running": "lapsed", "reached": "not_lapsed"}
_TRACKS = {"any": "all", "all": "any", "any_other": "all_other", "all_other": "any_other"}


def of_condition(node: Any, names: Names) -> Iterator[Variant]:
    """The breaks of one condition, but for those of its parts."""
    match node:
        case t.And(parts=parts) | t.Or(parts=parts):
            for place in range(len(parts)):
                rest = without(parts, place)
                yield Variant("condition", rest[0] if len(rest) == 1 else evolve(node, parts=rest))
        case t.Unless():
            yield Variant("condition", node.of)
        case t.Listed(items=items) if len(items) > 1:
            for place in range(len(items)):
                yield Variant("item", evolve(node, items=without(items, place)))
        case t.EventPattern() if node.guard is not None:
            yield Variant("condition", evolve(node, guard=None))
        case t.Happened():
            if node.then_not is not None:
                yield Variant("condition", evolve(node, then_not=None))
            else:
                yield Variant("negation", evolve(node, negated=not node.negated))
        case t.DefinitionUse() | t.Signed() | t.HasItem():
            yield Variant("negation", evolve(node, negated=not node.negated))
        case t.PeriodTest() if node.state in _STATES:
            yield Variant("negation", evolve(node, state=_STATES[node.state]))
        case t.OverTracks() if node.q in _TRACKS:
            yield Variant("scope", evolve(node, q=_TRACKS[node.q]))
        case t.CountTest():
            yield Variant("negation", evolve(node, op=_OPPOSITE[node.op]))
            for number in off_by_one(node.number):
                yield Variant("number", evolve(node, number=number))
        case t.FieldTest() if node.which is not None:
            yield Variant("anchor", evolve(node, which="first" if node.which == "last" else "last"))
        case t.ByActor():
            other = names.other_role(node.role.text)
            if other is not None:
                yield Variant("party", evolve(node, role=t.Name(other)))
        case t.InStage(stages=stages):
            yield from _stages(node, stages, names)
        case t.Test():
            yield from _test(node)


def _stages(node: t.InStage, stages: tuple[t.Name, ...], names: Names) -> Iterator[Variant]:
    here = [each.text for each in stages]
    for place, stage in enumerate(stages):
        if len(stages) > 1:
            yield Variant("item", evolve(node, stages=without(stages, place)))
        other = names.other_stage(stage.text, here)
        if other is not None:
            yield Variant("stage", evolve(node, stages=instead(stages, place, t.Name(other))))


def _test(node: t.Test) -> Iterator[Variant]:
    if node.op in _OPPOSITE:
        yield Variant("negation", evolve(node, op=_OPPOSITE[node.op]))
    if node.op == "all":
        yield Variant("negation", evolve(node, op="is"))
    for place, value in enumerate(node.values):
        if len(node.values) > 1:
            yield Variant("item", evolve(node, values=without(node.values, place)))
        if isinstance(value, Decimal):
            for number in off_by_one(value, 0):
                yield Variant("number", evolve(node, values=instead(node.values, place, number)))
        elif isinstance(value, bool):
            yield Variant("negation", evolve(node, values=instead(node.values, place, not value)))
