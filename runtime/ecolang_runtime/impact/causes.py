"""Which change of an amendment made the difference: the changes are taken over one at a time, and tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ecolang.diagnostics import Local
from ecolang.program import Program, Settings
from ecolang.rows import dataclass, fields, replace
from ecolang.source_ref import parse_ref
from ecolang_runtime.case import CaseData
from ecolang_runtime.impact.effects import Effect
from ecolang_runtime.impact.judge import Comparer
from ecolang_runtime.impact.places import Places
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.rules import Rules

_NORMS = (
    "duties", "powers", "prohibitions", "actor_rules", "count_limits", "periods", "period_ops", "deemings", "edges",
    "contents", "orders", "precedences",
)  # fmt: skip
_TABLES: Mapping[str, tuple[str, ...]] = {
    "role": ("roles",),
    "fact": ("facts",),
    "document": ("documents",),
    "event": ("events",),
    "stage": ("stages",),
    "group": ("groups",),
    "definition": (),
    "reading": (),
    "clause": (),
    "guarantee": (),
    "setting": (),
    "calendar": (),
}
#: Settings that no verdict of one version depends on.
_NAMES = ("title", "title_label", "language", "source", "source_hash", "in_force", "in_force_words", "repeals")
#: Kinds of changes that move no case to another stage.
_STILL = ("contents", "form", "signature", "count", "order")
#: Kinds of effects that are of one act, which no change of another act at the same place makes.
_OF_AN_ACT = ("owed", "released", "permitted", "barred")
#: With more changes than this none is tried alone: the clauses that the effects cite say which they come from.
MOST_TRIED = 24


@dataclass(frozen=True, slots=True)
class Cause:
    """One change: its sentence, where it stands in each version, and the rows that it took away and brought.

    `kind`: as eco diff names it; `settings`: the settings that it changes; `affects`: clauses that mean something else
    by it.
    """

    words: Local
    kind: str
    old_place: str | None = None
    new_place: str | None = None
    old_ids: tuple[str, ...] = ()
    new_ids: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """Where the change stands."""
        return tuple(dict.fromkeys(place for place in (self.new_place, self.old_place) if place is not None))


def taken_over(old: Program, new: Program, causes: Iterable[Cause]) -> Program:
    """The old version with some changes of the new one."""
    changed = old
    for cause in causes:
        gone, come = set(cause.old_ids), set(cause.new_ids)
        tables = _TABLES.get(cause.kind, _NORMS)
        for table in tables:
            changed = _with(changed, table, _merged(getattr(changed, table), getattr(new, table), gone, come))
        if cause.affects:
            changed = _through(changed, old, new, cause)
        if cause.kind == "calendar":
            changed = replace(changed, calendar_rows=new.calendar_rows)
        if cause.kind == "setting":
            known = {each.name for each in fields(Settings)}
            names = [name for name in cause.settings if name in known and name not in _NAMES]
            values: dict[str, Any] = {name: getattr(new.settings, name) for name in names}
            changed = replace(changed, settings=replace(changed.settings, **values), calendar_rows=new.calendar_rows)
    return changed


def _with(program: Program, table: str, rows: tuple[Any, ...]) -> Program:
    changed: dict[str, Any] = {table: rows}
    return replace(program, **changed)


def _merged(rows: tuple[Any, ...], new: tuple[Any, ...], gone: set[str], come: set[str]) -> tuple[Any, ...]:
    """Rows without those that are gone, and with those that come, each behind the one that it follows in the new
    version."""
    brought = {row.id: row for row in new if row.id in come}
    merged = [brought.get(row.id, row) for row in rows if row.id not in gone or row.id in brought]
    have = {row.id for row in merged}
    for place, row in enumerate(new):
        if row.id not in brought or row.id in have:
            continue
        before = next((each.id for each in reversed(new[:place]) if each.id in have), None)
        at = 0 if before is None else 1 + next(i for i, each in enumerate(merged) if each.id == before)
        merged.insert(at, row)
        have.add(row.id)
    return tuple(merged)


def _through(changed: Program, old: Program, new: Program, cause: Cause) -> Program:
    """The rows of clauses that a changed group or definition gives another meaning."""
    for table in _NORMS:
        before = {row.id: row for row in getattr(old, table)}
        here = {
            row.id
            for row in getattr(new, table)
            if row.id in before and row != before[row.id] and any(_within(row.cite, place) for place in cause.affects)
        }
        if here:
            changed = _with(changed, table, _merged(getattr(changed, table), getattr(new, table), here, here))
    return changed


class Blame:
    """Finds the causes of effects. Safe to make in each process."""

    def __init__(
        self, old: Program, new: Program, causes: tuple[Cause, ...], places: Places, as_of: int | None
    ) -> None:
        self.causes = causes
        self.places = places
        self._old, self._new, self._as_of = old, new, as_of
        self._rules: dict[tuple[int, ...], Rules] = {}

    @property
    def tries(self) -> bool:
        """Whether the changes are tried one by one."""
        return 1 < len(self.causes) <= MOST_TRIED

    def of(self, case: CaseData, effects: tuple[Effect, ...]) -> tuple[tuple[int, ...], ...]:
        """For each effect the numbers of the changes that made it; none where that cannot be told."""
        if len(self.causes) == 1:
            return ((0,),) * len(effects)
        if not self.tries:
            return tuple(self.cited(effect) for effect in effects)
        idle = [self._taken((number,)) is self._taken(()) for number in range(len(self.causes))]
        alone = [set() if idle[number] else self._effects(case, (number,)) for number in range(len(self.causes))]
        found = [tuple(n for n, made in enumerate(alone) if _like(effect) in made) for effect in effects]
        if not all(found):
            every = tuple(range(len(self.causes)))
            whole = {_like(effect) for effect in effects}
            without = [
                whole if idle[number] else self._effects(case, tuple(n for n in every if n != number))
                for number in every
            ]
            found = [
                mine or tuple(n for n, made in enumerate(without) if _like(effect) not in made)
                for mine, effect in zip(found, effects, strict=True)
            ]
        return tuple(mine or self.cited(effect) for mine, effect in zip(found, effects, strict=True))

    def cited(self, effect: Effect) -> tuple[int, ...]:
        """The changes that stand in a clause that the effect cites."""
        found = [number for number, cause in enumerate(self.causes) if _stands(effect, cause)]
        if effect.kind == "stage":
            # A document or a count leads nowhere; what does is the better answer.
            found = [each for each in found if self.causes[each].kind not in _STILL] or found
        elif effect.kind in _OF_AN_ACT:
            found = [each for each in found if _about(effect.name, self.causes[each])] or found
        return tuple(found)

    def _effects(self, case: CaseData, numbers: tuple[int, ...]) -> set[tuple[Any, ...]]:
        compared = Comparer(self._taken(()), self._taken(numbers), self.places, self._as_of).compare(case)
        return {_like(effect) for effect in compared.effects}

    def _taken(self, numbers: tuple[int, ...]) -> Rules:
        rules = self._rules.get(numbers)
        if rules is None:
            program = taken_over(self._old, self._new, [self.causes[number] for number in numbers])
            same = bool(numbers) and program == self._old
            rules = self._rules[numbers] = self._taken(()) if same else Judge(program).rules
        return rules


def _stands(effect: Effect, cause: Cause) -> bool:
    """Whether a change stands where the effect does, each version's citation in its own version."""
    pairs = zip(effect.cites, (cause.old_place, cause.new_place), strict=True)
    return any(cite and place and (_within(cite, place) or _within(place, cite)) for cite, place in pairs)


def _about(event: str, cause: Cause) -> bool:
    """Whether the rows of a change are about an act: their ids name it."""
    return any(event in id.split("/") for id in (*cause.old_ids, *cause.new_ids))


def _like(effect: Effect) -> tuple[Any, ...]:
    return (effect.kind, effect.thing, effect.name, effect.event, effect.party, effect.old, effect.new)


def _within(cite: str, place: str) -> bool:
    if cite == place:
        return True
    one, whole = parse_ref(cite), parse_ref(place)
    return one is not None and whole is not None and one.within(whole)
