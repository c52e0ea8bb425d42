"""What all cases together show: effects of one kind counted, each with its causes and its shortest case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from statistics import median

from ecolang.rows import dataclass, field, replace
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.impact.causes import Cause
from ecolang_runtime.impact.effects import Effect
from ecolang_runtime.impact.judge import Comparer
from ecolang_runtime.impact.pool import Result

#: Kinds of effects, the gravest first.
KINDS = ("stage", "found", "lifted", "degree", "owed", "released", "moved", "permitted", "barred")


@dataclass(frozen=True, slots=True)
class Example:
    """A case, as short as one is that shows the effect, and the effect as it comes in it."""

    case: CaseData
    effect: Effect
    of: str  # the number of the case that it was shortened from


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of effect. `causes`: numbers of changes. `days`: of a date that moves, least, median and most."""

    effect: Effect
    cases: int
    causes: tuple[int, ...]
    days: tuple[int, int, int] | None = None
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class CauseRow:
    """One change (`cause` None: no single one) with the number of cases in which it made a difference, by kind."""

    cause: Cause | None
    cases: int
    flipped: int
    by_kind: dict[str, int]


@dataclass(frozen=True, slots=True)
class Impact:
    """`total`: cases judged; `differing`: judged otherwise; `flipped`: in their stage or in what was found; `followed`:
    how many follow which version by the transition clauses, empty where every case was judged by both."""

    total: int
    differing: int
    flipped: int
    causes: tuple[Cause, ...]
    groups: tuple[Group, ...]
    rows: tuple[CauseRow, ...]
    unreadable: int = 0
    followed: Mapping[str, int] = field(default_factory=dict)


def gather(
    total: int,
    results: list[Result],
    causes: tuple[Cause, ...],
    comparer: Comparer,
    made: Callable[[Result], CaseData],
    examples: int = 20,
    unreadable: int = 0,
    followed: Mapping[str, int] | None = None,
) -> Impact:
    """The results put together. `made`: the case of a result; `examples`: how many kinds of effects get one."""
    tables = _Tables(causes)
    for result in results:
        tables.take(result)
    groups: list[Group] = []
    for sign, cases in tables.ordered():
        shortest = tables.shortest[sign]
        example = None
        if len([group for group in groups if group.example is not None]) < examples:
            example = _shortened(made(shortest), sign, comparer)
        effect = tables.effects[sign]
        groups.append(Group(effect, cases, tables.causes_of(sign), _spread(tables.days.get(sign, [])), example))
    flipped = sum(result.flipped for result in results)
    rows = tables.rows(results)
    return Impact(total, len(results), flipped, causes, tuple(groups), rows, unreadable, dict(followed or {}))


class _Tables:
    """Counts by kind of effect."""

    def __init__(self, causes: tuple[Cause, ...]) -> None:
        self.causes = causes
        self.cases: Counter[tuple[object, ...]] = Counter()
        self.blamed: dict[tuple[object, ...], Counter[tuple[int, ...]]] = {}
        self.effects: dict[tuple[object, ...], Effect] = {}
        self.shortest: dict[tuple[object, ...], Result] = {}
        self.days: dict[tuple[object, ...], list[int]] = {}

    def take(self, result: Result) -> None:
        """One case."""
        seen: set[tuple[object, ...]] = set()
        for effect, causes in zip(result.effects, result.causes, strict=True):
            sign = effect.sign
            self.effects.setdefault(sign, effect)
            if causes is not None:
                self.blamed.setdefault(sign, Counter())[causes] += 1
            if effect.days is not None:
                self.days.setdefault(sign, []).append(effect.days)
            if sign in seen:
                continue
            seen.add(sign)
            self.cases[sign] += 1
            kept = self.shortest.get(sign)
            if kept is None or result.events < kept.events:
                self.shortest[sign] = result

    def causes_of(self, sign: tuple[object, ...]) -> tuple[int, ...]:
        """The causes that most of the cases with this effect have."""
        found = self.blamed.get(sign)
        return found.most_common(1)[0][0] if found else ()

    def ordered(self) -> list[tuple[tuple[object, ...], int]]:
        """The gravest kinds first, the most cases first."""
        return sorted(self.cases.items(), key=lambda each: (KINDS.index(str(each[0][0])), -each[1], repr(each[0])))

    def rows(self, results: list[Result]) -> tuple[CauseRow, ...]:
        """A line for each change."""
        cases: Counter[int] = Counter()
        flipped: Counter[int] = Counter()
        by_kind: dict[int, Counter[str]] = {}
        for result in results:
            mine: dict[int, set[str]] = {}
            for effect, known in zip(result.effects, result.causes, strict=True):
                causes = known if known is not None else self.causes_of(effect.sign)
                for number in causes or (-1,):
                    mine.setdefault(number, set()).add(effect.kind)
            for number, kinds in mine.items():
                cases[number] += 1
                flipped[number] += result.flipped and bool(kinds & {"stage", "found", "lifted", "degree"})
                by_kind.setdefault(number, Counter()).update(kinds)
        order = [*range(len(self.causes)), *([-1] if -1 in cases else [])]
        return tuple(
            CauseRow(
                self.causes[number] if number >= 0 else None,
                cases[number],
                flipped[number],
                {kind: by_kind.get(number, Counter())[kind] for kind in KINDS},
            )
            for number in order
        )


def _spread(days: list[int]) -> tuple[int, int, int] | None:
    return (min(days), int(median(days)), max(days)) if days else None


def _shortened(case: CaseData, sign: tuple[object, ...], comparer: Comparer) -> Example | None:
    """The case without what the effect does not need."""
    number = case.id
    found = _effect(case, sign, comparer)
    if found is None:
        return None
    for shorter in (_without_events, _without_facts, _without_documents):
        case, found = shorter(case, found, sign, comparer)
    return Example(case, found, number)


def _effect(case: CaseData, sign: tuple[object, ...], comparer: Comparer) -> Effect | None:
    return next((each for each in comparer.compare(case).effects if each.sign == sign), None)


def _tried(
    case: CaseData, found: Effect, smaller: Iterable[CaseData], sign: tuple[object, ...], comparer: Comparer
) -> tuple[CaseData, Effect] | None:
    for each in smaller:
        kept = _effect(each, sign, comparer)
        if kept is not None:
            return each, kept
    return None


def _without_events(
    case: CaseData, found: Effect, sign: tuple[object, ...], comparer: Comparer
) -> tuple[CaseData, Effect]:
    place = len(case.occurrences) - 1
    # What comes after the effect goes first; each that can go is gone for good.
    while place >= 0:
        rest = case.occurrences[:place] + case.occurrences[place + 1 :]
        kept = _tried(case, found, [replace(case, occurrences=rest)] if rest else [], sign, comparer)
        if kept is not None:
            case, found = kept
        place -= 1
    return case, found


def _without_facts(
    case: CaseData, found: Effect, sign: tuple[object, ...], comparer: Comparer
) -> tuple[CaseData, Effect]:
    first = min((each.day for each in case.occurrences), default=None)
    for opened in (None, first):
        if case.opened not in (None, first):
            kept = _tried(case, found, [replace(case, opened=opened)], sign, comparer)
            if kept is not None:
                case, found = kept
    for fact in case.facts:
        rest = tuple(each for each in case.facts if each is not fact)
        kept = _tried(case, found, [replace(case, facts=rest)], sign, comparer)
        if kept is not None:
            case, found = kept
    named = {name for each in case.occurrences for name in (*each.parties, *each.each, *each.by)}
    idle = tuple(pair for pair in case.parties if pair[0] not in named)
    kept = _tried(
        case, found, [replace(case, parties=tuple(p for p in case.parties if p not in idle))] if idle else [], sign,
        comparer,
    )  # fmt: skip
    return kept or (case, found)


def _without_documents(
    case: CaseData, found: Effect, sign: tuple[object, ...], comparer: Comparer
) -> tuple[CaseData, Effect]:
    for place, occurrence in enumerate(case.occurrences):
        bare: Occurrence = replace(occurrence, documents={}, steps=None, each={}, by=())
        if bare == occurrence:
            continue
        events = (*case.occurrences[:place], bare, *case.occurrences[place + 1 :])
        kept = _tried(case, found, [replace(case, occurrences=events)], sign, comparer)
        if kept is not None:
            case, found = kept
    return case, found
