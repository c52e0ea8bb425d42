"""Breaks of demands of time, periods and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ecolang.source_ref import Ref
from ecolang_compiler.mutate.model import Names, Variant, off_by_one
from ecolang_compiler.syntax import tree as t

_UNITS = {"day": "workday", "workday": "day", "month": "year", "year": "month", "hour": "day"}
_WHICH = {"first": "last", "last": "first", None: "first"}
#: A last day in working days, or in hours, never moves.
ROLLED = frozenset(("day", "month", "year"))


def of_timing(node: Any, names: Names) -> Iterator[Variant]:
    """The breaks of one demand of time or consequence, but for those of its parts."""
    match node:
        case t.Amount():
            if node.source is None:
                for number in off_by_one(node.number):
                    yield Variant("number", evolve(node, number=number))
            yield Variant("unit", evolve(node, unit=_UNITS[node.unit]))
        case t.Within() | t.AfterFull():
            if node.event is not None:
                yield Variant("anchor", evolve(node, which=_WHICH[node.which]))
            if isinstance(node, t.Within) and node.amount.unit in ROLLED:
                yield Variant("anchor", evolve(node, roll=None if node.roll == "none" else "none"))
            yield from _cited(node)
        case t.Before():
            if node.amount is not None:
                yield Variant("anchor", evolve(node, clear=not node.clear))
                if node.event is not None:
                    yield Variant("period", evolve(node, amount=None, clear=True))
            if node.event is not None:
                yield Variant("anchor", evolve(node, first=not node.first))
            yield from _cited(node)
        case t.Inside() | t.NotLaterThan():
            yield from _cited(node)
        case t.Promptly() if node.reference is not None:
            yield Variant("period", evolve(node, reference=None))
        case t.Enter() | t.Fork():
            other = names.other_stage(node.stage.text)
            if other is not None:
                yield Variant("stage", evolve(node, stage=t.Name(other)))
            if isinstance(node, t.Enter) and names.tracks:
                yield Variant("scope", evolve(node, everyone=not node.everyone))
        case t.ChangePeriod() if node.cap is not None:
            yield Variant("period", evolve(node, cap=None))
            for number in off_by_one(node.cap):
                yield Variant("number", evolve(node, cap=number))


def _cited(node: Any) -> Iterator[Variant]:
    if node.cite is not None:
        yield Variant("citation", evolve(node, cite=None))
        yield Variant("citation", evolve(node, cite=shifted(node.cite)))


def shifted(ref: Ref) -> Ref:
    """The next place of the same rank."""
    article, annex, paragraph, item, subitem = ref.article, ref.annex, ref.paragraph, ref.item, ref.subitem
    if subitem is not None:
        subitem += 1
    elif item is not None:
        item += 1
    elif paragraph is not None:
        paragraph += 1
    elif article is not None:
        article += 1
    elif annex is not None:
        annex += 1
    return Ref(article, annex, paragraph, item, subitem, ref.suffix)
