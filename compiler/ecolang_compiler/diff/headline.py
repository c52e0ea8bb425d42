"""The main points of a large amendment: new articles, periods, what may and must be done, stages, what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecolang.diagnostics import Local
from ecolang.source_ref import Ref, localise_refs, parse_ref
from ecolang_compiler.diff.model import Change, Difference

_MANY = 20
"""Up to so many changes of rules a note is its own summary."""
#: Changes that are no rule's.
DECLARED = frozenset({"setting", "calendar", "role", "fact", "document", "event", "stage", "group", "definition"})
_SILENT = DECLARED | {"clause", "reading", "guarantee", "transition", "precedence"}
_TIMES = ("amount", "anchor", "roll", "time", "lead", "after")


def headlines(found: Difference, lang: str) -> list[str]:
    """One line for each main point, those of new articles first; none for an amendment that is short."""
    rules = [change for change in found.changes if is_rule(change)]
    if len(rules) <= _MANY:
        return []
    return [*_new_articles(found, rules, lang), *_points(found, rules, lang)]


def is_rule(change: Change) -> bool:
    """Whether a change is of a rule."""
    return change.kind not in _SILENT


def article_of(change: Change) -> Ref | None:
    """The article or annex of the new text under which a change is told."""
    place = change.near or change.place
    if place is None and change.kind == "event" and change.affects:
        place = change.affects[0]
    ref = parse_ref(place) if place else None
    return None if ref is None else Ref(ref.article, ref.annex, suffix=ref.suffix)


def _new_articles(found: Difference, rules: list[Change], lang: str) -> Iterator[str]:
    """Topics, and articles of others, that have nothing of the old version, each with what it newly says."""
    zh = lang == "zh"
    new, topics = without_past(found), new_topics(found)
    told: dict[str, list[Change]] = {}
    for change in rules:
        article = article_of(change)
        if change.action == "added" and change.brief is not None and article is not None and article in new:
            under = found.headings.get(article.format("zh"), ())
            name = _topic(under[-1]) if under in topics else article.format("zh" if zh else "en")
            told.setdefault(name, []).append(change)
    for name, changes in told.items():
        said = [_say(change.brief, zh) for change in changes]
        if {article_of(change) for change in changes} != {parse_ref(name)}:
            more = _elsewhere(found, rules, changes)
            said = [_cited(_say(change.brief, zh), change, zh) for change in [*changes, *more]]
        words = ("；" if zh else "; ").join(dict.fromkeys(said))
        yield f"{name}（新）：{words}" if zh else f"{name} (new): {words}"


def _topic(heading: str) -> str:
    """A heading without its number."""
    return heading.split(" ", 1)[-1]


def _elsewhere(found: Difference, rules: Iterable[Change], changes: list[Change]) -> Iterator[Change]:
    """What else came because of a new topic: rules of other articles about its events, and periods beside them."""
    events = {id for change in found.changes if change.kind == "event" for id in change.new_ids if not change.old_ids}
    own = events & {name for change in changes for name in change.speaks}
    new = without_past(found)
    others = [
        each for each in rules if each.action == "added" and each.brief is not None and article_of(each) not in new
    ]
    about = {each.new_place for each in others if own & each.speaks}
    for each in others:
        if own & each.speaks or (each.kind == "period" and each.new_place in about):
            yield each


def without_past(found: Difference) -> set[Ref | None]:
    """Articles of the new version without a rule of the old one, that are not said to have been another."""
    kept = {_whole(rule.new_place) for rule in found.rules if rule.old_place is not None}
    kept |= {_whole(place) for place in found.former}
    return {_whole(rule.new_place) for rule in found.rules if rule.new_place is not None} - kept


def new_topics(found: Difference) -> set[tuple[str, ...]]:
    """Headings of the new text under which nothing is of the old version."""
    new = without_past(found)
    with_past = {_whole(rule.new_place) for rule in found.rules if rule.new_place is not None} - new
    with_past |= {_whole(place) for place in found.former}
    told = {found.headings.get(each.format("zh"), ()) for each in new if each is not None}
    kept = {found.headings.get(each.format("zh"), ()) for each in with_past if each is not None}
    return told - kept - {()}


def _whole(place: str | None) -> Ref | None:
    ref = parse_ref(place) if place else None
    return None if ref is None else Ref(ref.article, ref.annex, suffix=ref.suffix)


def _points(found: Difference, rules: list[Change], lang: str) -> Iterator[str]:
    zh = lang == "zh"
    new = without_past(found)
    points = (
        (Local("新的期限", "New periods"), _added(rules, ("period",), zh)),
        (Local("期限的修改", "Periods changed"), _details(rules, _TIMES, zh)),
        (Local("应当、可以、不得之间的修改", "May, must and must not"), _details(rules, ("modal",), zh)),
        (
            Local("原有条文里新的义务", "New duties in articles that there were"),
            _added((each for each in rules if article_of(each) not in new), ("duty",), zh),
        ),
        (Local("新的阶段和结局", "New stages and outcomes"), _names(found.changes, "added", zh)),
        (Local("不再有的阶段和结局", "Stages and outcomes that are gone"), _names(found.changes, "removed", zh)),
        (Local("不再有的规则", "Rules that are gone"), _gone(rules, zh)),
    )
    for what, said in points:
        words = ("；" if zh else "; ").join(dict.fromkeys(said))
        if words:
            yield f"{_say(what, zh)}：{words}" if zh else f"{_say(what, zh)}: {words}"


def _added(rules: Iterable[Change], kinds: tuple[str, ...], zh: bool) -> Iterator[str]:
    for change in rules:
        if change.action == "added" and change.kind in kinds and change.brief is not None:
            yield _cited(_say(change.brief, zh), change, zh)


def _gone(rules: Iterable[Change], zh: bool) -> Iterator[str]:
    for change in rules:
        if change.action == "removed" and change.brief is not None:
            yield _cited(_say(change.brief, zh), change, zh)


def _details(rules: Iterable[Change], codes: tuple[str, ...], zh: bool) -> Iterator[str]:
    for change in rules:
        for detail in change.details if change.action == "changed" else ():
            if detail.code in codes and detail.old is not None and detail.new is not None:
                name = _say(change.name, zh).strip("“”【】[]")
                yield _cited(f"{name}{'：' if zh else ': '}{detail.sentence('zh' if zh else 'en')}", change, zh)


def _names(changes: Iterable[Change], action: str, zh: bool) -> Iterator[str]:
    for change in changes:
        if change.kind == "stage" and change.action == action:
            kind = [_say(each.new or each.old, zh) for each in change.details]
            brackets = ("（{}）", " ({})")[0 if zh else 1].format("，".join(kind)) if kind else ""
            yield _say(change.name, zh) + brackets


def _cited(words: str, change: Change, zh: bool) -> str:
    """Words with both places."""
    places = [localise_refs(each, "zh" if zh else "en") for each in (change.new_place, change.old_place) if each]
    if change.new_place and change.old_place:
        if change.new_place == change.old_place:
            places = places[:1]
        else:
            places[1] = f"原{places[1]}" if zh else f"formerly {places[1]}"
    elif change.old_place:
        places[0] = f"原{places[0]}" if zh else f"formerly {places[0]}"
    return f"{words}（{'，'.join(places)}）" if zh else f"{words} ({', '.join(places)})"


def _say(words: Local | None, zh: bool) -> str:
    return "" if words is None else words.zh if zh else words.en
