"""Breaks of whole sentences and readings: a mark shifted, a part left out, an edge that comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ecolang_compiler.mutate.model import Names, Variant, instead, without
from ecolang_compiler.mutate.timing import of_timing
from ecolang_compiler.syntax import tree as t


def of_sentence(node: Any, names: Names) -> Iterator[Variant]:
    """The breaks of one sentence or reading, but for those of its parts."""
    match node:
        case t.Sentence():
            if node.mark is not None:
                yield Variant("citation", evolve(node, mark=_shifted(node.mark)))
            if node.when is not None:
                yield Variant("condition", evolve(node, when=None))
            for place in range(len(node.rules)) if len(node.rules) > 1 else ():
                yield Variant("sentence", evolve(node, rules=without(node.rules, place)))
        case t.ReadingNode() if len(node.alternatives) > 1:
            for place in range(len(node.alternatives)):
                yield Variant("sentence", evolve(node, alternatives=without(node.alternatives, place)))
        case t.AlternativeNode():
            for place in range(len(node.replacements)):
                yield Variant("sentence", evolve(node, replacements=without(node.replacements, place)))
        case t.DutyRule() | t.PowerRule():
            for place, branch in enumerate(node.branches):
                for kept in (branch, *_redirected(branch, "consequences", names)):
                    twice = (*node.branches[: place + 1], evolve(kept, number=None), *node.branches[place + 1 :])
                    yield Variant("duplicate", evolve(node, branches=twice))


def copies(node: Any, names: Names) -> Iterator[Variant]:
    """A sentence that moves, followed by the same again, and by the same with another end."""
    if not isinstance(node, t.Sentence):
        return
    if all(isinstance(rule, t.Effect) for rule in node.rules):
        yield Variant("duplicate", (node, evolve(node, name=None)))
    for place, rule in enumerate(node.rules):
        if isinstance(rule, (t.Effect, t.PowerRule)):
            for other in _redirected(rule, "consequences", names):
                yield Variant("duplicate", (node, evolve(node, name=None, rules=instead(node.rules, place, other))))


def _redirected(node: Any, field: str, names: Names) -> Iterator[Any]:
    """The node with an entry into another stage."""
    parts = getattr(node, field)
    for place, part in enumerate(parts):
        if isinstance(part, t.Enter):
            for each in of_timing(part, names):
                if each.kind == "stage":
                    yield evolve(node, **{field: instead(parts, place, each.node)})


def _shifted(mark: t.Mark) -> t.Mark:
    """The mark of the next place of the same rank."""
    if mark.subitem is not None:
        return evolve(mark, subitem=mark.subitem + 1)
    if mark.item is not None:
        return evolve(mark, item=mark.item + 1)
    return evolve(mark, paragraph=(mark.paragraph or 0) + 1)
