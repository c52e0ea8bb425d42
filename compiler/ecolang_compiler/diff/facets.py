"""What can change about a thing, one facet each; and the details in which two sets of facets differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from attrs import evolve, field, frozen

from ecolang.diagnostics import Local
from ecolang_compiler.diff.model import Detail

NONE = Local("", "")


@frozen
class Entry:
    """One of a list: a ground, an item, a step, an exception, a field. `key`: by which it is known again; `named`: what
    its own attributes are said of, where that is not `what`."""

    key: str
    what: Local
    value: Any
    words: Local
    raw: Any = None
    number: int = 0
    place: str | None = None
    facets: Mapping[str, Facet] = field(factory=dict)
    named: Local | None = None


@frozen
class Facet:
    """One attribute. It differs where both `value` (by names of groups and definitions) and `raw` (by what these mean)
    do. `whole`: its words where the thing is told as a whole, empty if they go without saying. `parts` or `entries` (of
    a list) are told one by one where the shapes agree; `ordered`: the order of the entries counts. `opened`: what the
    name of a definition stands for.
    """

    what: Local
    value: Any
    words: Local = NONE
    raw: Any = None
    shape: Any = None
    parts: Mapping[str, Facet] = field(factory=dict)
    entries: tuple[Entry, ...] | None = None
    ordered: bool = False
    whole: Local | None = None
    opened: Facet | None = None


Facets = Mapping[str, Facet]


@frozen
class Compared:
    """`details`: what differs. `through`: whether something differs only by what a group or definition now means.
    `renumbered`: places of entries that are the same and stand elsewhere."""

    details: tuple[Detail, ...] = ()
    through: bool = False
    renumbered: tuple[tuple[str, str], ...] = ()


def compare(old: Facets, new: Facets) -> Compared:
    """How two things differ, facet by facet in their order."""
    details: list[Detail] = []
    renumbered: list[tuple[str, str]] = []
    through = False
    for code in dict.fromkeys((*old, *new)):
        before, after = old.get(code), new.get(code)
        if before is None or after is None:
            details += _whole(code, before, after)
            continue
        if before.raw is not None and not differs(before, after):
            through |= before.raw != after.raw
            continue
        before, after = _same_shape(before, after)
        if before.entries is not None and after.entries is not None and before.shape == after.shape:
            found = _lists(code, before, after)
            details += found.details
            renumbered += found.renumbered
            through |= found.through
        elif differs(before, after):
            details += _one(code, before, after)
        else:
            through |= before.raw != after.raw
    return Compared(tuple(dict.fromkeys(details)), through, tuple(renumbered))


def _same_shape(old: Facet, new: Facet) -> tuple[Facet, Facet]:
    """Two conditions, told part by part where one is a part of the other or a name for several parts."""
    for one, other in ((old, new), (old.opened or old, new.opened or new)):
        left, right = _among(one, other), _among(other, one)
        if one.shape != other.shape and (left is not one or right is not other):
            return left, right
        if one.shape == other.shape is not None and one.entries and (one is not old or other is not new):
            return one, other
    return old, new


def _among(one: Facet, other: Facet) -> Facet:
    """A condition of one part as a list of one, where the other is a list that has it."""
    if one.shape is None and one.entries is None and other.shape is not None:
        for entry in other.entries or ():
            if entry.value == one.value and entry.raw is None:
                return evolve(one, shape=other.shape, entries=(entry,))
    return one


def differs(old: Facet | Entry, new: Facet | Entry) -> bool:
    """Whether two facets say different things."""
    return bool(old.value != new.value and (old.raw is None or new.raw is None or old.raw != new.raw))


def _whole(code: str, old: Facet | None, new: Facet | None) -> list[Detail]:
    known = new if old is None else old
    if known is None:
        return []
    if known.entries is not None and known.words is NONE:
        return [
            Detail(code, each.what, each.words if new is None else None, each.words if old is None else None)
            for each in known.entries
        ]
    return [Detail(code, known.what, None if old is None else old.words, None if new is None else new.words)]


def _one(code: str, old: Facet, new: Facet) -> list[Detail]:
    if old.parts and new.parts and old.shape == new.shape:
        found = compare(old.parts, new.parts).details
        if found:
            return list(found)
    return [Detail(code, new.what, old.words, new.words)]


def _lists(code: str, old: Facet, new: Facet) -> Compared:
    pairs, gone, come = _match(old.entries or (), new.entries or ())
    details: list[Detail] = []
    renumbered: list[tuple[str, str]] = []
    through = False
    for before, after in pairs:
        if differs(before, after):
            inner = compare(before.facets, after.facets).details if before.facets and after.facets else ()
            if inner:
                details += [_within(after, code, each) for each in inner]
            else:
                details.append(Detail(code, after.what, before.words, after.words))
        else:
            through |= before.raw != after.raw
        if before.place and after.place and before.place != after.place:
            renumbered.append((before.place, after.place))
    details += [Detail(code, each.what, each.words, None) for each in gone]
    details += [Detail(code, each.what, None, each.words) for each in come]
    moved = _moved(new, pairs) if new.ordered else []
    for before, after in moved:
        what = Local(f"“{after.words.zh}”的次序", f"place of “{after.words.en}”")
        details.append(Detail(f"{code}.order", what, before.what, after.what))
    if moved:
        renumbered.clear()
    return Compared(tuple(details), through, tuple(renumbered))


def _within(entry: Entry, code: str, detail: Detail) -> Detail:
    """A detail of an entry, named with it."""
    of = entry.named or entry.what
    zh = f"{of.zh}的{detail.what.zh}" if detail.what.zh else of.zh
    en = f"{of.en}, {detail.what.en}" if detail.what.en else of.en
    return Detail(f"{code}.{detail.code}", Local(zh, en), detail.old, detail.new)


def _moved(new: Facet, pairs: Sequence[tuple[Entry, Entry]]) -> list[tuple[Entry, Entry]]:
    """The entries that stand elsewhere among the others: those outside the longest run that kept its order."""
    places = {id(entry): index for index, entry in enumerate(new.entries or ())}
    order = [places[id(after)] for _, after in pairs]
    runs: list[list[int]] = []
    for index, place in enumerate(order):
        before = [run for run in runs if order[run[-1]] < place]
        runs.append([*_longest(before), index])
    kept = set(_longest(runs))
    return [pair for index, pair in enumerate(pairs) if index not in kept]


def _longest(runs: list[list[int]]) -> list[int]:
    return max(runs, key=lambda run: len(run), default=[])


Pairs = list[tuple[Entry, Entry]]


def _match(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Pairs, list[Entry], list[Entry]]:
    """Entries of the two lists that are one: equal, else of the same key, else alike under the same number, else alike.
    The pairs are in the order of the old list."""
    left, right = list(old), list(new)
    pairs: Pairs = []

    def take(alike: Any) -> None:
        for before in list(left):
            after = next((each for each in right if alike(before, each)), None)
            if after is not None:
                left.remove(before)
                right.remove(after)
                pairs.append((before, after))

    take(lambda one, other: one.key == other.key and one.value == other.value)
    take(lambda one, other: one.value == other.value or (one.raw is not None and one.raw == other.raw))
    take(lambda one, other: _narrower(one.value, other.value) or _narrower(other.value, one.value))
    take(lambda one, other: one.key == other.key != "")
    take(lambda one, other: one.number == other.number != 0 and _alike(one, other) >= 0.3)
    take(lambda one, other: _alike(one, other) >= 0.6)
    if len(old) == len(new):
        take(lambda one, other: one.number == other.number != 0)
    place = {id(entry): index for index, entry in enumerate(old)}
    pairs.sort(key=lambda pair: place[id(pair[0])])
    return pairs, left, right


def _narrower(part: Any, whole: Any) -> bool:
    """Whether a condition is the other one and something more."""
    return isinstance(whole, tuple) and isinstance(part, tuple) and whole[:1] == ("and",) and part in whole[1:]


def _alike(one: Entry, other: Entry) -> float:
    return SequenceMatcher(None, one.words.zh, other.words.zh, autojunk=False).ratio()
