"""Every break of a node and of what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields

from ecolang_compiler.mutate.conditions import of_condition
from ecolang_compiler.mutate.model import Names, Variant, instead
from ecolang_compiler.mutate.norms import of_rule
from ecolang_compiler.mutate.sentences import of_sentence
from ecolang_compiler.mutate.timing import of_timing
from ecolang_compiler.mutate.words import of_declaration
from ecolang_compiler.syntax.tree import Name, Node


def variants(node: Any, names: Names) -> Iterator[Variant]:
    """The node with one thing broken, in every way."""
    for own in (of_condition, of_timing, of_rule, of_sentence, of_declaration):
        yield from own(node, names)
    cls: type = type(node)
    for field in fields(cls):
        value = getattr(node, field.name)
        if field.name in ("span", "comments") or isinstance(value, Name):
            continue
        if isinstance(value, Node):
            for each in variants(value, names):
                yield Variant(each.kind, evolve(node, **{field.name: each.node}))
        elif isinstance(value, tuple):
            for place, part in enumerate(value):
                if isinstance(part, Node) and not isinstance(part, Name):
                    for each in variants(part, names):
                        yield Variant(each.kind, evolve(node, **{field.name: instead(value, place, each.node)}))
