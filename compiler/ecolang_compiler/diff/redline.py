"""The words of two texts side by side, article by article: what was struck out and what was written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from attrs import frozen

from ecolang.diagnostics import Local
from ecolang.program import Program
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff.model import Difference
from ecolang_compiler.diff.units import units
from ecolang_compiler.diff.voice import Speech
from ecolang_compiler.syntax import tree

_REMARK = re.compile(r"#[^\n]*")
_STOPS = ("。", "；", "：", ".", ";", ":")
_SETTINGS = Local("设置", "Settings")
#: Lines are one line changed, not one gone and another come, from this likeness on.
_ALIKE = 0.45
_SHORT = 2
"""So few unchanged characters between two changes are read with them."""


@frozen
class Page:
    """An article, annex or section of a text. `ref`: its number, None for what has none."""

    heading: str
    ref: Ref | None
    lines: tuple[str, ...]


@frozen
class Run:
    """Words with what happened to them. `mark`: old (struck out), new (written in) or same."""

    mark: str
    words: str


@frozen
class Redline:
    """One article: its changed lines, each with its neighbours."""

    heading: str
    lines: tuple[tuple[Run, ...], ...]


_LEFT_OUT = (Run("same", "……"),)


def policy_pages(text: str, file: tree.PolicyFile) -> list[Page]:
    """A policy's text by its sections and articles, without remarks; lines broken within a sentence are joined."""
    starts = [(part.span.start, part) for part in file.body if part.span is not None]
    ends = [start for start, _ in starts[1:]] + [len(text)]
    found: list[Page] = []
    for (start, part), end in zip(starts, ends, strict=True):
        lines = _sentences(_REMARK.sub("", text[start:end]))
        if isinstance(part, tree.Article):
            heading = part.ref.format("zh")
            found.append(Page(heading, part.ref, lines[1:] if lines and lines[0] == heading else lines))
        elif isinstance(part, tree.Setting):
            found.append(Page("", None, lines))
        elif lines:
            found.append(Page(lines[0], None, lines[1:]))
    return _joined(found)


def _joined(pages: Iterable[Page]) -> list[Page]:
    """Settings one after the other are one page."""
    found: list[Page] = []
    for heading, group in groupby(pages, key=lambda page: page.heading):
        members = list(group)
        lines = tuple(line for page in members for line in page.lines)
        found.append(Page(heading or _SETTINGS.zh, members[0].ref, lines))
    return found


def rule_pages(program: Program) -> list[Page]:
    """What a compiled policy keeps of its text: the sentences that became rules."""
    pages: list[Page] = []
    for article, group in groupby(units(Speech.of(program)), key=lambda unit: _article(unit.ref)):
        lines = tuple(dict.fromkeys(unit.text for unit in group if unit.text))
        pages.append(Page(article.format("zh"), article, lines))
    return pages


def source_pages(program: Program) -> list[Page]:
    """The regulation's own text (原文), as far as the policy was checked against it."""
    lines: dict[Ref, list[str]] = {}
    for clause in program.clauses:
        ref = parse_ref(clause.id)
        if ref is not None and ref.item is None and clause.text:
            lines.setdefault(_article(ref), []).extend(clause.text.splitlines())
    return [Page(ref.format("zh"), ref, tuple(said)) for ref, said in lines.items()]


def redlines(old: Sequence[Page], new: Sequence[Page], found: Difference) -> list[Redline]:
    """The articles whose words changed, those of one rule beside each other whatever their numbers."""
    result: list[Redline] = []
    for before, after in _beside(old, new, found):
        left = [line for page in before for line in page.lines]
        right = [line for page in after for line in page.lines]
        if left != right:
            heading = "、".join(dict.fromkeys(page.heading for page in (after or before)))
            result.append(Redline(heading, _near(list(_lines(left, right)))))
    return result


def _near(lines: list[tuple[Run, ...]]) -> tuple[tuple[Run, ...], ...]:
    """The changed lines with the one before and the one behind; what is left out in between shows as ……."""
    changed = [index for index, runs in enumerate(lines) if any(run.mark != "same" for run in runs)]
    shown = {near for index in changed for near in (index - 1, index, index + 1) if 0 <= near < len(lines)}
    result: list[tuple[Run, ...]] = []
    for index, runs in enumerate(lines):
        if index in shown:
            result.append(runs)
        elif result and result[-1] != _LEFT_OUT:
            result.append(_LEFT_OUT)
    return tuple(result[:-1] if result and result[-1] == _LEFT_OUT else result)


def _beside(old: Sequence[Page], new: Sequence[Page], found: Difference) -> Iterator[tuple[list[Page], list[Page]]]:
    """Pages that belong together: an article and what it became, one part or several."""
    into: dict[Ref, list[Ref]] = {}
    for rule in found.rules:
        one, other = parse_ref(rule.old_place or ""), parse_ref(rule.new_place or "")
        if one is not None and other is not None:
            into.setdefault(_article(one), []).append(_article(other))
    for move in found.moves:
        one, other = parse_ref(move.old[0]), parse_ref(move.new[0])
        if move.kind == "renumbered" and one is not None and other is not None and one.paragraph is None:
            last = parse_ref(move.old[-1]) or one
            for step in range((last.article or 0) - (one.article or 0) + 1):
                article = Ref((one.article or 0) + step) if one.article else one
                into.setdefault(article, []).append(Ref((other.article or 0) + step) if other.article else other)
    left, right = list(old), list(new)
    while right or left:
        if right:
            group_new = [right.pop(0)]
            group_old = _take(left, lambda page, group=group_new: _same(page, group[0], into))  # type: ignore[misc]
        else:
            group_old, group_new = [left.pop(0)], []
        for page in list(group_old):
            group_new += _take(right, lambda other, page=page: _same(page, other, into))  # type: ignore[misc]
        yield group_old, group_new


def _take(pages: list[Page], wanted: Callable[[Page], bool]) -> list[Page]:
    found = [page for page in pages if wanted(page)]
    for page in found:
        pages.remove(page)
    return found


def _same(old: Page, new: Page, into: dict[Ref, list[Ref]]) -> bool:
    if old.ref is None or new.ref is None:
        return old.ref is None and new.ref is None and old.heading == new.heading
    return new.ref in into.get(old.ref, [old.ref])


def _article(ref: Ref) -> Ref:
    return Ref(ref.article, ref.annex, suffix=ref.suffix)


def _sentences(text: str) -> tuple[str, ...]:
    """Lines that end where a clause does."""
    found: list[str] = []
    open_line = ""
    for line in text.splitlines():
        words = line.strip()
        if not words:
            continue
        gap = " " if open_line and open_line[-1].isascii() and words[0].isascii() else ""
        open_line += gap + words
        if open_line.endswith(_STOPS) or not found:
            found.append(open_line)
            open_line = ""
    return (*found, open_line) if open_line else tuple(found)


def _lines(old: list[str], new: list[str]) -> Iterator[tuple[Run, ...]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from ((Run("same", line),) for line in new[c:d])
        else:
            yield from _block(old[a:b], new[c:d])


def _block(old: list[str], new: list[str]) -> Iterator[tuple[Run, ...]]:
    """Lines that changed: each beside the most alike of those that follow."""
    rest = list(new)
    for line in old:
        scores = [SequenceMatcher(None, line, each, autojunk=False).ratio() for each in rest]
        best = max(range(len(rest)), key=lambda index: scores[index], default=None)
        if best is None or scores[best] < _ALIKE:
            yield (Run("old", line),)
            continue
        yield from ((Run("new", each),) for each in rest[:best])
        yield _words(line, rest[best])
        del rest[: best + 1]
    yield from ((Run("new", each),) for each in rest)


def _words(old: str, new: str) -> tuple[Run, ...]:
    """The changed characters of a line; a short stretch between two changes goes with them."""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    joined: list[tuple[str, str, str]] = []
    for index, (kind, a, b, c, d) in enumerate(steps):
        short = kind == "equal" and b - a <= _SHORT and 0 < index < len(steps) - 1
        before, after = old[a:b], new[c:d]
        if kind == "equal" and not short:
            joined.append(("same", before, after))
        elif joined and joined[-1][0] == "changed":
            joined[-1] = ("changed", joined[-1][1] + before, joined[-1][2] + after)
        else:
            joined.append(("changed", before, after))
    runs: list[Run] = []
    for mark, before, after in joined:
        if mark == "same":
            runs.append(Run("same", after))
        else:
            runs += [Run("old", before)] if before else []
            runs += [Run("new", after)] if after else []
    return tuple(runs)


def redline_text(found: Iterable[Redline], paint: Callable[[str, str], str]) -> str:
    """For a terminal; `paint` marks old and new words."""
    lines: list[str] = []
    for each in found:
        lines.append(each.heading)
        for runs in each.lines:
            lines.append(
                "  " + "".join(run.words if run.mark == "same" else paint(run.words, run.mark) for run in runs)
            )
        lines.append("")
    return "\n".join(lines)


def redline_markdown(found: Iterable[Redline]) -> str:
    """As Markdown: ~~struck out~~ and **written in**."""
    lines: list[str] = []
    for each in found:
        lines += [f"### {each.heading}", ""]
        for runs in each.lines:
            lines.append("".join(_marked(run) for run in runs) + "  ")
        lines.append("")
    return "\n".join(lines)


def redline_json(found: Iterable[Redline]) -> list[dict[str, object]]:
    """As JSON values: each line a list of [mark, words]."""
    return [
        {"heading": each.heading, "lines": [[[run.mark, run.words] for run in runs] for runs in each.lines]}
        for each in found
    ]


def _marked(run: Run) -> str:
    words = re.sub(r"([*~_`|<>\[\]#\\])", r"\\\1", run.words)
    return words if run.mark == "same" else f"~~{words}~~" if run.mark == "old" else f"**{words}**"
