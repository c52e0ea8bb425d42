"""Which sentence of the new version is which of the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

import networkx as nx
from attrs import define, field, frozen

from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff.units import Unit

#: How much two sentences must have in common to be one rule: where the text says so, at one place, elsewhere.
_LEAST = {"formerly": 0.3, "place": 0.3, "content": 0.55}
#: What their places add to what they have in common when several could be the same one.
_PREFERRED = {"formerly": 0.2, "place": 0.1, "content": 0.0}
_WORDS = 200
"""So much of a sentence's beginning is compared word by word."""
_OTHER_ACT = 0.6
"""What two sentences about different acts have in common counts so much less."""
_LARGE = 400
"""Above so many sentences that are not equal only those that share an act, document or period are compared."""


@frozen
class Pair:
    """One rule in both versions. `basis` as in a `Change`."""

    old: Unit
    new: Unit
    basis: str


@define
class _Left:
    old: list[Unit]
    new: list[Unit]
    pairs: list[Pair] = field(factory=list)

    def take(self, old: Unit, new: Unit, basis: str) -> None:
        self.old.remove(old)
        self.new.remove(new)
        self.pairs.append(Pair(old, new, basis))


def match(old: Iterable[Unit], new: Iterable[Unit]) -> tuple[list[Pair], list[Unit], list[Unit]]:
    """The rules of both versions, those that are gone and those that are new: by name, then equal ones, then so that
    all pairs together have the most in common; what has little in common is no pair."""
    left = _Left(list(old), list(new))
    places = _Told.of(left.new)
    _by_name(left)
    _equal(left, places)
    _alike(left, places)
    return left.pairs, left.old, left.new


def told_places(new: Iterable[Unit]) -> Iterator[tuple[Ref, Ref]]:
    """Former places that the new version names, each with where it is now."""
    found = ((parse_ref(words), unit.ref) for unit in new for words in unit.formerly)
    yield from dict.fromkeys((old, here) for old, here in found if old is not None)


@frozen
class _Told:
    """Former places that the new version names, each with where it is now."""

    places: tuple[tuple[Ref, Ref], ...]

    @classmethod
    def of(cls, new: Iterable[Unit]) -> _Told:
        return cls(tuple(told_places(new)))

    def basis(self, old: Unit, new: Unit) -> str:
        """What speaks for two sentences being one: `formerly`, `place` or only their `content`."""
        named = [ref for ref in map(parse_ref, new.formerly) if ref is not None]
        if any(_stands(old.ref, ref) for ref in named):
            return "formerly"
        # A place of the old version that went elsewhere is not the one that has its number now.
        if old.cite == new.cite and not named and not any(_stands(old.ref, ref) for ref, _ in self.places):
            return "place"
        return "content"


def _by_name(left: _Left) -> None:
    known = {unit.name: unit for unit in left.old if unit.name is not None}
    for unit in list(left.new):
        if unit.name in known:
            left.take(known[unit.name], unit, "name" if known[unit.name].cite != unit.cite else "place")


def _stands(place: Ref, whole: Ref) -> bool:
    """Whether a place is within another; the only paragraph of an article may be called its first."""
    return place.within(whole) or (whole.paragraph == 1 and place.within(Ref(whole.article, whole.annex)))


def _equal(left: _Left, places: _Told) -> None:
    """Equal rules: where the text says it was first, then at the same place, then in order."""
    by_content: dict[Any, list[Unit]] = defaultdict(list)
    for unit in left.old:
        by_content[unit.content].append(unit)
    for basis in _LEAST:
        for unit in list(left.new):
            for other in by_content[unit.content]:
                if places.basis(other, unit) == basis:
                    by_content[unit.content].remove(other)
                    left.take(other, unit, basis)
                    break


def _alike(left: _Left, places: _Told) -> None:
    graph = nx.Graph()
    for one, other, weight, basis in _candidates(left, places):
        graph.add_edge(("old", one), ("new", other), weight=weight, basis=basis)
    old, new = list(left.old), list(left.new)
    chosen = [
        sorted(edge, key=lambda end: end[0] == "new")
        for ends in nx.connected_components(graph)
        for edge in nx.max_weight_matching(graph.subgraph(ends))
    ]
    for one, other in sorted(chosen, key=lambda edge: edge[1][1]):
        left.take(old[one[1]], new[other[1]], graph.edges[one, other]["basis"])


def _candidates(left: _Left, places: _Told) -> Iterator[tuple[int, int, float, str]]:
    """Sentences that may be one, by their indices. The weight is a square: one good pair is worth more than two that
    could just be."""
    many = len(left.old) * len(left.new) > _LARGE**2
    for one_index, one in enumerate(left.old):
        for other_index, other in enumerate(left.new):
            if many and not _subject(one) & _subject(other):
                continue
            basis = places.basis(one, other)
            score = likeness(one, other, _LEAST[basis])
            if score >= _LEAST[basis]:
                # Of pairs that are alike the earlier one.
                order = 1e-6 * (abs(one_index - other_index) + other_index)
                yield one_index, other_index, (score + _PREFERRED[basis]) ** 2 - order, basis


def _subject(unit: Unit) -> set[Any]:
    found: set[Any] = set()
    for piece in unit.pieces:
        found |= {piece.facets[code].value for code in ("act", "document", "period", "change") if code in piece.facets}
    return found


def acts(unit: Unit) -> set[str]:
    """The events that a sentence demands, allows or forbids."""
    return {event for piece in unit.pieces if "act" in piece.facets for event, _ in piece.facets["act"].value}


def likeness(one: Unit, other: Unit, least: float) -> float:
    """From 0, nothing in common, to 1: what the sentences say, and a little how they and the clauses say it.

    What cannot come to `least` is 0: comparing words takes longer than all else.
    """
    common = sum((one.tokens & other.tokens).values())
    if not common:
        return 0.0
    whole = sum((one.tokens | other.tokens).values())
    left, right = acts(one), acts(other)
    share = 1.0 if not (left and right) or left & right else _OTHER_ACT
    if (0.8 * common / whole + 0.2) * share < least:
        return 0.0
    said = _words(one.text, other.text)
    if one.source and other.source:
        said = (said + _words(one.source, other.source)) / 2
    return (0.8 * common / whole + 0.2 * said) * share


def _words(one: str, other: str) -> float:
    return SequenceMatcher(None, one[:_WORDS], other[:_WORDS], autojunk=False).ratio()
