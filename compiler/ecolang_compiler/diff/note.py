"""A difference as a note and as a table: the main points, then topic by topic in the order of the new text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ecolang.diagnostics import Local
from ecolang_compiler.diff.headline import DECLARED, article_of, headlines, is_rule, new_topics
from ecolang_compiler.diff.model import KINDS, Change, Difference
from ecolang_compiler.diff.render import (
    ACTIONS,
    Paint,
    body,
    cite,
    conclusion,
    lang_of,
    move_words,
    plain,
    remarks,
    sentence,
    subject,
    where,
)

_FEW = 5
"""More declarations of one kind that came or went, or clauses without rules, than these are counted, not listed."""


def note(found: Difference, lang: str, paint: Paint = plain, everything: bool = False) -> str:
    """The explanatory note (修订说明): the main points of a large amendment, what changed article by article, then what
    only got another number. `everything`: lists what is otherwise only counted."""
    zh = lang == "zh"
    lines = [_title(found, zh), ""]
    points = headlines(found, lang)
    if points:
        lines += ["要点" if zh else "Main points", *(f"  {each}{_stop(each, zh)}" for each in points), ""]
    shown, counted = folded(found.changes, everything)
    for heading, changes in groups(found, shown, lang):
        lines.append(heading)
        for change in changes:
            said = sentence(change, lang, paint)
            lines.append(f"  {said}{_stop(said, zh)}")
            lines += [f"    {each}" for each in remarks(change, lang)]
        lines.append("")
    lines += _counted_lines(counted, zh)
    if found.moves:
        lines.append("编号" if zh else "Numbering")
        lines += [f"  {move_words(move, lang)}{'。' if zh else '.'}" for move in found.moves]
        if any(not move.confirmed for move in found.moves):
            lines.append(f"    {_hint(zh)}")
        lines.append("")
    lines.append(conclusion(found, lang) + _of_rules(found, counted, zh))
    return "\n".join(lines) + "\n"


def _of_rules(found: Difference, counted: Counter[tuple[str, str]], zh: bool) -> str:
    """How many of many changes are of rules."""
    if not counted:
        return ""
    rules = sum(is_rule(change) for change in found.changes)
    if zh:
        return f"其中条文里的规则{rules}处，其余是声明、设置、理解和不设规则的条款。"
    return f" {rules} of them are of rules, the others of declarations, settings, readings and clauses without rules."


def _stop(said: str, zh: bool) -> str:
    return "" if said.endswith(("？", "?", "。")) else "。" if zh else "."


def folded(changes: Iterable[Change], everything: bool) -> tuple[list[Change], Counter[tuple[str, str]]]:
    """The changes to list, and how many of each kind and action are only counted."""
    known = list(changes)
    counts = Counter((change.kind, change.action) for change in known if _countable(change))
    clauses = sum(number for (kind, _), number in counts.items() if kind == "clause")
    many = {key for key, number in counts.items() if (clauses if key[0] == "clause" else number) > _FEW}
    if everything or not many:
        return known, Counter()
    shown = [change for change in known if not (_countable(change) and (change.kind, change.action) in many)]
    return shown, Counter({key: number for key, number in counts.items() if key in many})


def _countable(change: Change) -> bool:
    """Whether a change tells little by itself: a declaration that came or went with the rules that use it, or a clause
    that is said to need no rule. One that is not modelled is never passed over."""
    if change.kind == "clause":
        return all(each.code == "no_rule" for each in change.details)
    return change.kind in DECLARED and change.action != "changed"


def _counted_lines(counted: Counter[tuple[str, str]], zh: bool) -> list[str]:
    if not counted:
        return []
    said = counted_words(counted, zh)
    all_ = "（--all 逐一列出）" if zh else " (--all lists them)"
    return ["另有" if zh else "Besides", f"  {said}{all_}{'。' if zh else '.'}", ""]


def counted_words(counted: Counter[tuple[str, str]], zh: bool) -> str:
    """What is only counted."""
    parts: list[str] = []
    for kind in KINDS:
        for action, verb in ACTIONS.items():
            number = counted[kind, action]
            if number:
                what = _NO_RULE if kind == "clause" else KINDS[kind]
                parts.append(f"{verb.zh}{what.zh}{number}处" if zh else f"{number} {what.en} {verb.en}")
    return ("，" if zh else ", ").join(parts)


_NO_RULE = Local("不设规则的条款", "clauses without rules")


def _title(found: Difference, zh: bool) -> str:
    title = found.new_title
    return f"修订说明：《{title}》" if zh else f"Explanatory note: {title}"


def _hint(zh: bool) -> str:
    if zh:
        return "推定的对应，在新文本的条名后写“（原第×条）”即可确认。"
    return "A proposed match is confirmed by “(formerly Article N)” behind the article's number in the new text."


Group = tuple[str, list[Change]]


def groups(found: Difference, changes: Iterable[Change], lang: str) -> list[Group]:
    """The changes by topic, which is what the articles stand under in the text, else by article; then the readings, the
    settings and declarations, and the guarantees."""
    gathered: dict[str, list[Change]] = {}
    for change in sorted(changes, key=_rank):
        gathered.setdefault(_group(found, change, lang), []).append(change)
    return list(gathered.items())


def _rank(change: Change) -> tuple[int, tuple[int, ...], bool]:
    """Articles in order, what only came with a declared event behind the rules that are about it."""
    article = article_of(change)
    if change.kind == "guarantee":
        return 3, (), False
    if change.kind == "reading":
        return 1, () if article is None else article.key, False
    if article is None:
        return 2, (), False
    return 0, article.key, change.place is None


def _group(found: Difference, change: Change, lang: str) -> str:
    zh = lang == "zh"
    article = article_of(change)
    if change.kind == "guarantee":
        return "保证" if zh else "Guarantees"
    if change.kind == "reading":
        return "理解" if zh else "Readings"
    if article is None:
        return change.place or ("设置和声明" if zh else "Settings and declarations")
    under = found.headings.get(article.format("zh"))
    if not under:
        return article.format("zh" if zh else "en")
    new = "（新）" if zh else " (new)"
    return ("，" if zh else ", ").join(under) + (new if under in new_topics(found) else "")


def markdown(found: Difference, lang: str, everything: bool = False) -> str:
    """The same as tables in Markdown, old words struck out and new ones in bold."""
    zh = lang == "zh"
    lines = [f"# {_title(found, zh)}", ""]
    points = headlines(found, lang)
    if points:
        lines += ["## 要点" if zh else "## Main points", "", *(f"- {_plain_cell(each)}" for each in points), ""]
    shown, counted = folded(found.changes, everything)
    by_topic = groups(found, shown, lang) if found.headings else [("", shown)] if shown else []
    for heading, changes in by_topic:
        lines += [f"## {heading}", ""] if heading else []
        lines.append("| 条款 | 变化 | 说明 |" if zh else "| Clause | Change | Remarks |")
        lines.append("| --- | --- | --- |")
        lines += [_table_row(found, change, lang) for change in changes]
        lines.append("")
    if counted:
        lines += [*(each.strip() for each in _counted_lines(counted, zh)[1:2]), ""]
    if found.moves:
        lines += ["## 编号" if zh else "## Numbering", ""]
        lines += [f"- {move_words(move, lang)}" for move in found.moves]
        lines.append("")
    lines.append(conclusion(found, lang) + _of_rules(found, counted, zh))
    return "\n".join(lines) + "\n"


def _plain_cell(words: str) -> str:
    return words.replace("|", "\\|").replace("*", "\\*").replace("~", "\\~")


def _table_row(found: Difference, change: Change, lang: str) -> str:
    def paint(words: str, mark: str) -> str:
        escaped = _plain_cell(words)
        return f"~~{escaped}~~" if mark == "old" else f"**{escaped}**"

    zh = lang == "zh"
    about = cite(change.affects[0], lang) if change.kind == "event" and change.affects else ""
    place = where(change, lang) or about or _group(found, change, lang)
    said = body(change, lang, paint).lstrip("：: ")
    action, name = ACTIONS[change.action].say(lang_of(zh)), subject(change, zh).strip()
    lead = f"{action}{name}" if zh else f"{action} {name}".rstrip()
    told = f"{lead}：{said}" if zh and said else f"{lead}: {said}" if said else lead
    return f"| {place} | {told} | {'<br>'.join(remarks(change, lang))} |"
