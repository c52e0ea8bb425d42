"""Which sentence of the new version is which of the old one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher
from typing import Any

from attrs import define, frozen

from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff.units import Unit

#: How much two sentences must have in common to be one rule: at one place, elsewhere, or where the text says so.
_HERE, _ELSEWHERE, _TOLD = 0.3, 0.55, 0.15
_WORDS = 200
"""So much of a sentence's beginning is compared word by word."""
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
    pairs: list[Pair]

    def take(self, old: Unit, new: Unit, basis: str) -> None:
        self.old.remove(old)
        self.new.remove(new)
        self.pairs.append(Pair(old, new, basis))


def match(old: Iterable[Unit], new: Iterable[Unit]) -> tuple[list[Pair], list[Unit], list[Unit]]:
    """The rules of both versions, those that are gone and those that are new: by name, by 原第…条, then by content."""
    left = _Left(list(old), list(new), [])
    _by_name(left)
    _formerly(left)
    _equal(left)
    _alike(left, _HERE, lambda one, other: one.cite == other.cite, "place")
    _alike(left, _ELSEWHERE, lambda one, other: True, "content")
    return left.pairs, left.old, left.new


def _by_name(left: _Left) -> None:
    known = {unit.name: unit for unit in left.old if unit.name is not None}
    for unit in list(left.new):
        if unit.name in known:
            left.take(known[unit.name], unit, "name" if known[unit.name].cite != unit.cite else "place")


def _formerly(left: _Left) -> None:
    """What the text says it was; among several sentences of the former place the most alike."""
    for unit in list(left.new):
        for words in unit.formerly:
            place = parse_ref(words)
            known = [each for each in left.old if place is not None and _stands(each.ref, place)]
            best = max(known, key=lambda each: likeness(each, unit), default=None)
            if best is not None and likeness(best, unit) >= _TOLD:
                left.take(best, unit, "formerly")
                break


def _stands(place: Ref, whole: Ref) -> bool:
    """Whether a place is within another; the only paragraph of an article may be called its first."""
    return place.within(whole) or (whole.paragraph == 1 and place.within(Ref(whole.article, whole.annex)))


def _equal(left: _Left) -> None:
    """Equal rules: at the same place first, then in order."""
    by_content: dict[Any, list[Unit]] = defaultdict(list)
    for unit in left.old:
        by_content[unit.content].append(unit)
    for same_place in (True, False):
        for unit in list(left.new):
            for other in by_content[unit.content]:
                if not same_place or other.cite == unit.cite:
                    by_content[unit.content].remove(other)
                    left.take(other, unit, "place" if same_place else "content")
                    break


def _alike(left: _Left, least: float, may: Callable[[Unit, Unit], bool], basis: str) -> None:
    many = len(left.old) * len(left.new) > _LARGE**2
    scored = [
        (score, -one_index, -other_index)
        for one_index, one in enumerate(left.old)
        for other_index, other in enumerate(left.new)
        if may(one, other) and (not many or _subject(one) & _subject(other))
        for score in [likeness(one, other)]
        if score >= least
    ]
    old, new = list(left.old), list(left.new)
    taken: set[int] = set()
    for _, one_index, other_index in sorted(scored, reverse=True):
        one, other = old[-one_index], new[-other_index]
        if id(one) not in taken and id(other) not in taken:
            taken |= {id(one), id(other)}
            left.take(one, other, basis)


def _subject(unit: Unit) -> set[Any]:
    found: set[Any] = set()
    for piece in unit.pieces:
        found |= {piece.facets[code].value for code in ("act", "document", "period", "change") if code in piece.facets}
    return found


def likeness(one: Unit, other: Unit) -> float:
    """From 0, nothing in common, to 1: what the sentences say, and a little how they say it."""
    common = sum((one.tokens & other.tokens).values())
    if not common:
        return 0.0
    whole = sum((one.tokens | other.tokens).values())
    said = SequenceMatcher(None, one.text[:_WORDS], other.text[:_WORDS], autojunk=False).ratio()
    return 0.8 * common / whole + 0.2 * said
