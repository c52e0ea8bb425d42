"""Where the places of the old version are in the new one, and which articles were renumbered, split or merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from attrs import frozen

from ecolang.program import Clause, Program
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff.match import Pair
from ecolang_compiler.diff.model import Move

_N = "[零〇一二两三四五六七八九十百千0-9]+"
#: A citation in prose, unless the title of another text stands before it.
_CITED = re.compile(
    rf"(?<!》)(?:第{_N}条(?:之{_N})?(?:第{_N}款)?|附件{_N})(?:第[（(]?{_N}[)）]?项)?"
    r"|\bArticle [0-9]+(?:\([0-9]+\))*"
)


@frozen
class Step:
    """A place of the old version and the one of the new version that holds the same."""

    old: Ref
    new: Ref
    confirmed: bool


def steps(pairs: Iterable[Pair], old: Program, new: Program) -> list[Step]:
    """The places of rules, and of clauses that hold none."""
    found = [Step(pair.old.ref, pair.new.ref, pair.basis in ("name", "formerly")) for pair in pairs]
    known_old, known_new = {step.old for step in found}, {step.new for step in found}
    left = {ref: clause for ref, clause in _clauses(old) if ref not in known_old}
    right = {ref: clause for ref, clause in _clauses(new) if ref not in known_new}
    told = _told(new)
    for same in (True, False):
        for place, clause in list(right.items()):
            for former, other in list(left.items()):
                alike = (clause.text, clause.how, clause.reason) == (other.text, other.how, other.reason)
                if alike and (place == former or not same):
                    found.append(Step(former, place, place == former or told.get(whole(place)) == whole(former)))
                    del left[former], right[place]
                    break
    return [step for step in found if step.old != Ref() and step.new != Ref()]


def _clauses(program: Program) -> Iterator[tuple[Ref, Clause]]:
    """Clauses by their places; the items of an article go with their paragraph."""
    for clause in program.clauses:
        ref = parse_ref(clause.id)
        if ref is not None and (ref.article is None or ref.item is None):
            yield ref, clause


def _told(new: Program) -> dict[Ref, Ref]:
    """Articles that say what they were."""
    found: dict[Ref, Ref] = {}
    for row in new.renumberings:
        place, former = parse_ref(row.cite), parse_ref(row.formerly)
        if place is not None and former is not None and not row.text:
            found[place] = former
    return found


def whole(ref: Ref) -> Ref:
    """The article or annex that a place is in."""
    return Ref(ref.article, ref.annex, suffix=ref.suffix)


def _rest(ref: Ref) -> tuple[int | None, ...]:
    """The place within its article; the only paragraph is the first one."""
    paragraph = ref.paragraph or (1 if ref.annex is None else None)
    return paragraph, ref.item, ref.subitem


class Places:
    """Finds the new citation of an old place."""

    def __init__(self, known: Sequence[Step], lang: str) -> None:
        self._exact = {step.old: step.new for step in known}
        # Of an article that was split, what stood first stands for the whole.
        self._articles: dict[Ref, Ref] = {}
        for step in sorted(known, key=lambda step: step.old):
            self._articles.setdefault(whole(step.old), whole(step.new))
        self._lang = lang

    def __call__(self, citation: str) -> str:
        """The citation in the new version; unchanged where nothing is known of the place."""
        ref = parse_ref(citation)
        if ref is None:
            return citation
        place: Ref | None = ref
        while place is not None and place not in self._exact:
            place = place.parent()
        if place is not None:
            moved = self._exact[place]
            item = ref.item if place.item is None else moved.item
            sub = ref.subitem if place.subitem is None else moved.subitem
            paragraph = ref.paragraph if place.paragraph is None and moved.paragraph is None else moved.paragraph
            found = replace(moved, paragraph=paragraph, item=item, subitem=sub)
        else:
            found = replace(self.article(ref), paragraph=ref.paragraph, item=ref.item, subitem=ref.subitem)
        return found.format("zh" if self._lang == "zh" else "en")

    def article(self, ref: Ref) -> Ref:
        """The article or annex that a place of the old version is in now; one of which nothing is left is taken to have
        moved as far as the one before it."""
        here = whole(ref)
        if here in self._articles or here.article is None:
            return self._articles.get(here, here)
        before = max((old for old in self._articles if old.article is not None and old < here), default=None)
        if before is None:
            return here
        moved = (self._articles[before].article or 0) - (before.article or 0)
        return replace(here, article=here.article + moved)

    def in_prose(self, words: str) -> str:
        """Prose with the places that it names as they are called in the new version; those of other texts stay."""
        return _CITED.sub(lambda found: self(found[0]), words)


def moves(known: Sequence[Step], items: Iterable[tuple[str, str]], place: Places, lang: str) -> tuple[Move, ...]:
    """Articles, paragraphs and items that have another number."""
    targets: dict[Ref, dict[Ref, list[Step]]] = defaultdict(lambda: defaultdict(list))
    sources: dict[Ref, set[Ref]] = defaultdict(set)
    for step in known:
        targets[whole(step.old)][whole(step.new)].append(step)
        sources[whole(step.new)].add(whole(step.old))
    single: list[tuple[Ref, Ref, bool]] = []
    found: list[tuple[str, tuple[Ref, ...], tuple[Ref, ...], bool]] = []
    merged: set[Ref] = set()
    for old in sorted(targets):
        into = targets[old]
        if len(into) > 1:
            sure = all(step.confirmed for new, all_ in into.items() if new != old for step in all_)
            found.append(("split", (old,), tuple(sorted(into)), sure))
            continue
        new, all_ = next(iter(into.items()))
        others = {each for each in sources[new] if len(targets[each]) == 1}
        if len(others) > 1 and new not in merged:
            merged.add(new)
            sure = all(s.confirmed for each in others if each != new for s in targets[each][new])
            found.append(("merged", tuple(sorted(others)), (new,), sure))
        elif len(others) == 1 and new != old:
            single.append((old, new, any(step.confirmed for step in all_)))
        if len(others) == 1 and _one_to_one(all_):
            inner = {(step.old, step.new): step.confirmed for step in all_ if _rest(step.old) != _rest(step.new)}
            if any(a == old for a, _ in inner):
                # What was the whole article is now a part of one.
                single = [each for each in single if each[0] != old]
            single += [(a, b, sure) for (a, b), sure in sorted(inner.items())]
    single += list(_items(items, place))
    said = [*found, *(("renumbered", *run) for run in _runs(single))]
    return tuple(
        Move(
            kind,
            tuple(ref.format("zh" if lang == "zh" else "en") for ref in old),
            tuple(ref.format("zh" if lang == "zh" else "en") for ref in new),
            sure,
            kind == "renumbered" and len(old) == 2,
        )
        for kind, old, new, sure in said
    )


def _one_to_one(all_: Iterable[Step]) -> bool:
    """Whether no paragraph of an article went to two places: else it was written anew rather than renumbered."""
    pairs = {(_rest(step.old), _rest(step.new)) for step in all_}
    return len({one for one, _ in pairs}) == len(pairs)


def _items(items: Iterable[tuple[str, str]], place: Places) -> Iterator[tuple[Ref, Ref, bool]]:
    """Items whose number within their clause changed."""
    for old, new in items:
        one, other = parse_ref(old), parse_ref(new)
        if one is not None and other is not None and (one.item, one.subitem) != (other.item, other.subitem):
            yield one, other, True


Run = tuple[tuple[Ref, ...], tuple[Ref, ...], bool]


def _runs(single: Sequence[tuple[Ref, Ref, bool]]) -> Iterator[Run]:
    """Neighbours that moved alike, as one run from the first to the last."""
    groups: list[list[tuple[Ref, Ref, bool]]] = []
    for each in dict.fromkeys(sorted(single, key=lambda step: (_depth(step[0]), step[0]))):
        last = groups[-1][-1] if groups else None
        if last is not None and last[2] == each[2] and _next(last[0]) == each[0] and _next(last[1]) == each[1]:
            groups[-1].append(each)
        else:
            groups.append([each])
    for group in groups:
        ends = (group[0], group[-1]) if len(group) > 1 else (group[0],)
        yield tuple(each[0] for each in ends), tuple(each[1] for each in ends), group[0][2]


def _depth(ref: Ref) -> int:
    return sum(part is not None for part in (ref.paragraph, ref.item, ref.subitem))


def _next(ref: Ref) -> Ref:
    for part in ("subitem", "item", "paragraph", "article", "annex"):
        number = getattr(ref, part)
        if number is not None:
            return replace(ref, **{part: number + 1})
    return ref
