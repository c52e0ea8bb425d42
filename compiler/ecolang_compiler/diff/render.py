"""A difference in words: one sentence a change, the whole as an explanatory note, as Markdown and as JSON values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from ecolang.diagnostics import Lang, Local
from ecolang.source_ref import localise_refs, parse_ref
from ecolang_compiler.diff.headline import article_of, headlines
from ecolang_compiler.diff.model import KINDS, Change, Detail, Difference, Move

#: Marks old words and new words; the default leaves them as they are.
Paint = Callable[[str, str], str]

ACTIONS = {
    "added": Local("新增", "added"),
    "removed": Local("删去", "removed"),
    "changed": Local("修改", "changed"),
}
_PROPOSED = Local("对应关系为推定", "matched by content: proposed")


def plain(words: str, mark: str) -> str:
    """Words as they are; `mark` is old or new."""
    return words


def sentence(change: Change, lang: str, paint: Paint = plain) -> str:
    """The change in one sentence, with its place."""
    return _heading(change, lang) + body(change, lang, paint)


def _heading(change: Change, lang: str) -> str:
    zh = lang == "zh"
    verb = ACTIONS[change.action].say(lang_of(zh)) if change.action != "changed" else ""
    return f"{verb}{'' if zh or not verb else ' '}{where(change, lang)}{subject(change, zh)}"


def subject(change: Change, zh: bool) -> str:
    """What is changed, behind its place; where it has none, with its kind."""
    name = change.name.zh if zh else change.name.en
    if change.place is None:
        kind = KINDS[change.kind].zh if zh else KINDS[change.kind].en
        return f"{kind}“{name}”" if zh and name else f"{kind} “{name}”" if name else kind
    shown = bool(name) and (change.action == "changed" or name.startswith(("【", "[")))
    return (name if zh else f" {name}") if shown else ""


def lang_of(zh: bool) -> Lang:
    """The language's name."""
    return "zh" if zh else "en"


def where(change: Change, lang: str) -> str:
    """The place; the former one too where it is another."""
    if change.place is None:
        return ""
    place = cite(change.place, lang)
    if change.action == "changed" and change.old_place not in (None, change.new_place):
        former = cite(change.old_place or "", lang)
        return f"{place}（原{former}）" if lang == "zh" else f"{place} (formerly {former})"
    if change.near is not None:
        return f"原{place}" if lang == "zh" else f"former {place}"
    return place


def body(change: Change, lang: str, paint: Paint) -> str:
    zh = lang == "zh"
    details = _merged(change.details) if change.action == "changed" else change.details
    parts = [detail_words(each, lang, paint, bare=change.action != "changed") for each in details]
    if not parts:
        return ""
    return ("：" if zh else ": ") + ("；" if zh else "; ").join(parts)


def _merged(details: Iterable[Detail]) -> list[Detail]:
    """Details one behind the other that came, or went, as the same kind of thing are told in a row, if short."""
    found: list[Detail] = []
    for each in details:
        last = found[-1] if found else None
        alike = last is not None and last.what == each.what and bool(each.what.zh)
        if last is not None and alike and _both(last.old, each.old, last.new, each.new):
            old, new = _row(last.old, each.old), _row(last.new, each.new)
            found[-1] = Detail(each.code, each.what, old, new)
        else:
            found.append(each)
    return found


def _both(old: Local | None, other_old: Local | None, new: Local | None, other_new: Local | None) -> bool:
    words = [each for each in (old, other_old, new, other_new) if each is not None]
    one_way = (old is other_old is None) != (new is other_new is None)
    return one_way and len(words) == 2 and not any(mark in each.zh for each in words for mark in "，；：")


def _row(one: Local | None, other: Local | None) -> Local | None:
    return None if one is None or other is None else Local(f"{one.zh}、{other.zh}", f"{one.en}, {other.en}")


def detail_words(detail: Detail, lang: str, paint: Paint = plain, bare: bool = False) -> str:
    """A detail with its old and new words marked. `bare`: what came or went is said by what stands before."""
    zh = lang == "zh"

    def marked(words: Local | None, mark: str) -> Local | None:
        return None if words is None else Local(paint(words.zh, mark), paint(words.en, mark))

    old, new = marked(detail.old, "old"), marked(detail.new, "new")
    if bare and (old is None) != (new is None):
        words = old or new or Local("", "")
        return words.zh if zh else words.en
    return Detail(detail.code, detail.what, old, new).sentence(lang)


def move_words(move: Move, lang: str) -> str:
    """A renumbering, split or merger in one sentence, and whether it is certain."""
    zh = lang == "zh"
    old, new = [cite(each, lang) for each in move.old], [cite(each, lang) for each in move.new]
    if zh:
        old, new = _shortened(move.old, old), _shortened(move.new, new)
    if move.run:
        words = (
            f"{old[0]}至{old[1]}依次改为{new[0]}至{new[1]}" if zh else f"{old[0]} to {old[1]} → {new[0]} to {new[1]}"
        )
    elif move.kind == "split":
        words = f"原{old[0]}分为{'、'.join(new)}" if zh else f"{old[0]} is split into {', '.join(new)}"
    elif move.kind == "merged":
        words = f"原{'、'.join(old)}并为{new[0]}" if zh else f"{', '.join(old)} are merged into {new[0]}"
    else:
        words = f"{old[0]}改为{new[0]}" if zh else f"{old[0]} → {new[0]}"
    if move.confirmed:
        return words
    return f"{words}（推定）" if zh else f"{words} (proposed)"


def _shortened(places: tuple[str, ...], words: list[str]) -> list[str]:
    """The last of a run without the clause that it shares with the first."""
    refs = [parse_ref(each) for each in places]
    parents = [None if ref is None else ref.parent() for ref in refs]
    if len(words) != 2 or parents[0] is None or parents[0] != parents[1]:
        return words
    return [words[0], words[1].removeprefix(parents[0].format("zh"))]


def cite(place: str, lang: str) -> str:
    """A citation in a language."""
    return localise_refs(place, "zh" if lang == "zh" else "en")


def conclusion(found: Difference, lang: str) -> str:
    """How much is different, and what an empty difference is worth."""
    zh = lang == "zh"
    if found.changes:
        counts = Counter(change.action for change in found.changes)
        parts = [
            f"{ACTIONS[action].zh}{counts[action]}处" if zh else f"{counts[action]} {ACTIONS[action].en}"
            for action in ACTIONS
            if counts[action]
        ]
        number = len(found.changes)
        total = f"共{number}处变化：{'，'.join(parts)}。" if zh else f"{_plural(number)}: {', '.join(parts)}."
        if not found.proved:
            return total
        same = "这些变化不影响任何案件的判断：已证明。" if zh else "None of them changes any verdict: proved."
        return f"{total}{same}" if zh else f"{total} {same}"
    if found.proved:
        if found.moves:
            return "只有编号不同，效力相同：已证明。" if zh else "Only renumbered; equal in effect: proved."
        return "效力相同：已证明。" if zh else "Equal in effect: proved."
    return (
        "没有发现差别，但未能证明效力相同。" if zh else "No difference found; that the effect is equal is not proved."
    )


def _plural(number: int) -> str:
    return f"{number} change{'' if number == 1 else 's'}"


def remarks(change: Change, lang: str) -> list[str]:
    """What is said below a change: what follows from it, where it matters, how sure the match is."""
    zh = lang == "zh"
    lines = [f"由此：{each.zh}" if zh else f"hence: {each.en}" for each in change.consequences]
    # An event is told under the article that is about it.
    if change.affects and change.kind != "event":
        places = ("、" if zh else ", ").join(cite(each, lang) for each in change.affects)
        lines.append(f"涉及：{places}" if zh else f"concerns: {places}")
    if not change.confirmed:
        lines.append(_PROPOSED.zh if zh else _PROPOSED.en)
    return lines


def json_value(found: Difference, lang: str) -> dict[str, Any]:
    """The same as JSON values: codes for programs, words in one language for people."""
    return {
        "old": found.old_title,
        "new": found.new_title,
        "different": bool(found.changes) or not found.proved,
        "equal_in_effect": "proved" if found.proved else "not proved",
        "conclusion": conclusion(found, lang),
        "main_points": headlines(found, lang),
        "changes": [_change_value(found, change, lang) for change in found.changes],
        "moves": [
            {"kind": m.kind, "old": list(m.old), "new": list(m.new), "run": m.run, "confirmed": m.confirmed,
             "sentence": move_words(m, lang)}
            for m in found.moves
        ],
    }  # fmt: skip


def _change_value(found: Difference, change: Change, lang: str) -> dict[str, Any]:
    def said(words: Local | None) -> str | None:
        return None if words is None else words.zh if lang == "zh" else words.en

    article = article_of(change)
    return {
        "kind": change.kind,
        "action": change.action,
        "name": said(change.name),
        "old_place": change.old_place,
        "new_place": change.new_place,
        "heading": list(found.headings.get(article.format("zh"), ())) if article else [],
        "match": {"basis": change.basis, "confirmed": change.confirmed},
        "sentence": sentence(change, lang),
        "details": [
            {"attribute": each.code, "what": said(each.what), "old": said(each.old), "new": said(each.new)}
            for each in change.details
        ],
        "consequences": [said(each) for each in change.consequences],
        "affects": list(change.affects),
        "old_rows": list(change.old_ids),
        "new_rows": list(change.new_ids),
    }
