"""Two programs compared by meaning: the only place that orders the comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from attrs import evolve

from ecolang.program import Program
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff import texts
from ecolang_compiler.diff.canonical import alike
from ecolang_compiler.diff.match import acts, match, told_places
from ecolang_compiler.diff.model import KINDS, Change, Difference, Rule
from ecolang_compiler.diff.places import Places, moves, steps, whole
from ecolang_compiler.diff.readings import readings
from ecolang_compiler.diff.renames import with_new_names
from ecolang_compiler.diff.sentences import Versions, added, changed, removed
from ecolang_compiler.diff.settings import settings
from ecolang_compiler.diff.units import Unit, settled, units
from ecolang_compiler.diff.vocabulary import vocabulary
from ecolang_compiler.diff.voice import Speech


def difference(old: Program, new: Program) -> Difference:
    """What the new program does otherwise than the old one, as a drafter would say it."""
    as_it_was = old
    old, renamed = with_new_names(old, new)
    versions = _versions(old, new)
    before, after = settled(units(versions.old), new, old), settled(units(versions.new), old, new)
    pairs, gone, come = match(before, after)
    outcomes = [changed(pair, versions) for pair in pairs]
    lang = new.settings.language
    known = steps(pairs, old, new)
    place = Places(known, lang)
    told = dict(reversed([*told_places(after)]))
    rules = [outcome.change for outcome in outcomes if outcome.change is not None]
    rules += [_near(removed(unit, versions), place, told) for unit in gone] + [added(unit, versions) for unit in come]
    touched = [pair.new for pair, outcome in zip(pairs, outcomes, strict=True) if outcome.through]
    declared = [_affecting(change, touched, after) for change in vocabulary(versions)]
    covered = [each for change in rules for each in (change.new_place, change.old_place) if each is not None]
    changes = [
        *settings(versions),
        *renamed,
        *declared,
        *rules,
        *texts.precedences(versions, place),
        *texts.transitions(versions),
        *readings(versions, place),
        *texts.clauses(versions, place, covered),
        *texts.guarantees(versions),
    ]
    items = [pair for outcome in outcomes for pair in outcome.renumbered]
    return Difference(
        old.settings.title,
        new.settings.title,
        tuple(sorted(changes, key=_place)),
        moves(known, items, place, lang),
        alike(as_it_was, new),
        (
            *(
                Rule(pair.old.cite, pair.new.cite, pair.old.ids, pair.new.ids, outcome.change is not None)
                for pair, outcome in zip(pairs, outcomes, strict=True)
            ),
            *(Rule(unit.cite, None, unit.ids, (), True) for unit in gone),
            *(Rule(None, unit.cite, (), unit.ids, True) for unit in come),
        ),
        _headings(new),
        frozenset(whole(ref).format("zh") for row in new.renumberings if (ref := parse_ref(row.cite)) is not None),
    )


def _versions(old: Program, new: Program) -> Versions:
    scopes = {event.id: event.scope for event in old.events}
    rescoped = frozenset(event.id for event in new.events if scopes.get(event.id, event.scope) != event.scope)
    roles = old.settings.track_role != new.settings.track_role
    return Versions(Speech.of(old), Speech.of(new), rescoped, roles)


def _headings(program: Program) -> dict[str, tuple[str, ...]]:
    found = ((parse_ref(clause.id), clause.under) for clause in program.clauses if clause.under)
    return {whole(ref).format("zh"): under for ref, under in found if ref is not None}


def _near(change: Change, place: Places, told: Mapping[Ref, Ref]) -> Change:
    """A rule that is gone, with where its article is now: as the new text says, else by where its neighbours went."""
    former = parse_ref(change.old_place or "")
    if former is None:
        return change
    known = next((told[each] for each in _up(former) if each in told), None)
    article = place.article(former) if known is None else whole(known)
    return change if article == whole(former) else evolve(change, near=article.format("zh"))


def _up(ref: Ref) -> Iterator[Ref]:
    """A place and those that it is part of; the only paragraph of an article may be called its first."""
    place: Ref | None = ref
    while place is not None:
        yield place
        if place.paragraph is None and place.item is None:
            yield replace(place, paragraph=1)
        place = place.parent()


def _affecting(change: Change, touched: Iterable[Unit], after: Iterable[Unit]) -> Change:
    """A changed group or definition with the clauses that speak of it; a changed event with those that are about it."""
    if not change.new_ids or change.action != "changed":
        return change
    name = change.new_ids[0]
    if change.kind == "event":
        about = [unit for unit in after if name in acts(unit)]
        about = about or [unit for unit in after if _mentions(unit.content, name)]
        places = {unit.ref.key: unit.cite for unit in about}
    elif change.kind in ("group", "definition"):
        places = {unit.ref.key: unit.cite for unit in touched if _mentions(unit.content, name)}
    else:
        return change
    return evolve(change, affects=tuple(places[key] for key in sorted(places)))


def _mentions(value: Any, name: str) -> bool:
    if isinstance(value, tuple | frozenset):
        return any(_mentions(part, name) for part in value)
    return bool(value == name)


def _place(change: Change) -> tuple[Any, ...]:
    """Declarations first, then articles and annexes in order, guarantees last."""
    kinds = list(KINDS)
    if change.kind == "guarantee":
        return (2,)
    if change.place is None:
        return (0, (kinds.index(change.kind),))
    ref = parse_ref(change.near or change.place) or Ref()
    return (1, whole(ref).key, int(change.kind == "reading"), ref.key, int(change.kind != "period"))
