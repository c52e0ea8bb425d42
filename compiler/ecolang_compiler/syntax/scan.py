"""A file parted into blocks and sentences, with its comments; nothing inside a sentence is understood here.

Indentation means nothing. A block begins at a line that is nothing but its head; a sentence ends at its full stop,
which never stands inside titles, quotation marks or names. Whatever is left open is closed at the next line that cannot
belong to it, so that one slip costs one message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Any

from attrs import define, field, frozen

from ecolang.diagnostics import Diagnostic, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.syntax.normal import normalise
from ecolang_compiler.syntax.surface import Surface

DEEPEST = 50
"""How deep brackets may be nested."""

_OPEN = {"“": "”", "《": "》", "【": "】", "〔": "〕"}
_CLOSE = {close: open_ for open_, close in _OPEN.items()}
_MARKS = re.compile(r'[#"“”《》【】〔〕()。.?\n]')
_LONGEST_QUOTE = 4000
_CONTINUES = frozenset(",;:、(")
_BLANK = re.compile(r"\s*")
_INDENT = re.compile(r"[^\S\n]*")


@frozen
class Comment:
    """A remark; `own_line`: nothing else stands on its line."""

    start: int
    text: str
    own_line: bool


@define
class SentenceText:
    """Where a sentence stands. `broken`: its brackets don't match, which has been reported."""

    start: int
    end: int
    terminated: bool = True
    broken: bool = False
    above: tuple[str, ...] = ()
    inside: tuple[Comment, ...] = ()
    behind: str | None = None


@define
class Block:
    """A head with its sentences. kind: top, article, case, or a kind of section."""

    kind: str
    start: int
    end: int
    sentences: list[SentenceText] = field(factory=list)
    above: tuple[str, ...] = ()
    behind: str | None = None
    ref: Ref | None = None
    formerly: Ref | None = None
    title: str | None = None


@frozen
class Source:
    """A file's text: as given, without comments, and normalised; all of one length."""

    file: str
    text: str
    clean: str
    norm: str
    surface: Surface

    def span(self, start: int, end: int) -> Span:
        """A place in the file."""
        return Span(self.file, start, end)

    def words(self, start: int, end: int) -> str:
        """Prose as one line: what a line break parted is joined, with a space only between letters of an alphabet."""
        lines = [line.strip() for line in self.clean[start:end].splitlines()]
        result = ""
        for line in lines:
            if result and line:
                result += " " if result[-1].isascii() or line[0].isascii() else ""
            result += line
        return result.strip()


@frozen
class Scanned:
    """A file in blocks; the first is what stands before any head."""

    source: Source
    blocks: tuple[Block, ...]
    title: SentenceText | None
    end_comments: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


def scan(text: str, file: str, surface: Surface) -> Scanned:
    """Part a file's text; every problem is reported where it stands and the rest is parted all the same."""
    return _Scanner(text, file, surface).run()


class _Scanner:
    def __init__(self, text: str, file: str, surface: Surface) -> None:
        self._file = file
        self._surface = surface
        self._text = text
        self._norm = normalise(text)
        self._replaced: list[tuple[int, str]] = []
        self._comments: list[Comment] = []
        self._comment_ends: list[tuple[int, int]] = []
        self._problems: list[Diagnostic] = []
        self._blocks = [Block("top", 0, 0)]
        self._title: SentenceText | None = None
        self._start: int | None = None
        self._resume = 0
        self._brackets: list[int] = []
        self._broken = False

    def run(self) -> Scanned:
        self._line(0)
        self._loop()
        self._finish(len(self._norm), terminated=False)
        norm, clean = self._texts()
        source = Source(self._file, self._text, clean, norm, self._surface)
        end_comments = _attach(self._comments, self._blocks, self._title, norm)
        return Scanned(source, tuple(self._blocks), self._title, end_comments, tuple(self._problems))

    def _loop(self) -> None:
        norm = self._norm
        at = self._resume
        while (match := _MARKS.search(norm, at)) is not None:
            at = match.end()
            position = match.start()
            mark = match[0]
            if mark == "\n":
                self._begin(position)
                self._line(at)
                at = self._resume
                continue
            if mark == "#":
                end = norm.find("\n", position)
                end = len(norm) if end < 0 else end
                self._comment(position, end)
                at = end
                continue
            self._begin(at)
            if mark == "。":
                self._finish(at)
            elif mark == ".":
                if at >= len(norm) or norm[at].isspace():
                    self._replaced.append((position, "。"))
                    self._finish(at)
            elif mark == "?":
                if self._is_question():
                    self._finish(at)
            elif mark == "(":
                self._brackets.append(position)
                if len(self._brackets) == DEEPEST + 1:
                    self._report("E111", position, at, limit=DEEPEST)
            elif mark == ")":
                if self._brackets:
                    self._brackets.pop()
                else:
                    self._report("E114", position, at, **self._pair())
            else:
                at = self._quote(mark, position)

    def _begin(self, before: int) -> None:
        """If a sentence begins before that place, note where: at the first character since the last one ended."""
        if self._start is None:
            found = _BLANK.match(self._norm, self._resume, before)
            start = self._resume if found is None else found.end()
            if start < before and self._norm[start] != "。":
                self._start = start

    def _quote(self, mark: str, position: int) -> int:
        norm = self._norm
        if mark == '"':
            line_end = norm.find("\n", position)
            close = norm.find('"', position + 1, len(norm) if line_end < 0 else line_end)
            if close < 0:
                self._report("E103", position, position + 1, open='"', close='"')
                return position + 1
            self._replaced += [(position, "“"), (close, "”")]
            return close + 1
        if mark in _CLOSE:
            written = self._text[position]
            opening = "[" if written == "]" else _CLOSE[mark]
            self._report("E114", position, position + 1, open=opening, close=written)
            return position + 1
        close = norm.find(_OPEN[mark], position + 1, position + _LONGEST_QUOTE)
        again = norm.find(mark, position + 1, close) if close >= 0 else -1
        if close < 0 or again >= 0 or "\n\n" in norm[position:close]:
            self._report("E103", position, position + 1, open=self._text[position], close=_OPEN[mark])
            return position + 1
        return close + 1

    def _comment(self, start: int, end: int) -> None:
        line = self._norm.rfind("\n", 0, start) + 1
        own = not self._norm[line:start].strip()
        self._begin(start)
        if self._start is None:
            self._resume = end
        self._comments.append(Comment(start, self._text[start + 1 : end].strip(), own))
        self._comment_ends.append((start, end))

    def _line(self, at: int) -> None:
        """At the start of a line: does a block begin here, or end what was left open?"""
        norm = self._norm
        self._resume = at if self._start is None else self._resume
        found = _INDENT.match(norm, at)
        start = found.end() if found else at
        if self._head(start):
            return
        if self._start is not None and start < len(norm) and self._restarts(start):
            self._finish(start, terminated=False)
        self._resume = start

    def _restarts(self, start: int) -> bool:
        pattern = self._surface.case_restart if self._blocks[-1].kind == "case" else self._surface.restart
        if not pattern.match(self._norm, start) or self._lists(start):
            return False
        before = self._last_mark(start)
        return before >= 0 and self._norm[before] not in _CONTINUES

    def _lists(self, start: int) -> bool:
        """Whether the line that begins there is one more item of a list that the open sentence announced."""
        mark = self._surface.mark.match(self._norm, start)
        item = mark is not None and mark["item"] is not None and mark["paragraph"] is None
        return item and self._norm.find(":", self._start, start) >= 0

    def _last_mark(self, before: int) -> int:
        """The last character of the open sentence that is neither blank nor in a comment."""
        position = before - 1
        index = bisect_left(self._comment_ends, (before, 0)) - 1
        while position >= (self._start or 0):
            if index >= 0 and self._comment_ends[index][0] <= position < self._comment_ends[index][1]:
                position = self._comment_ends[index][0] - 1
                index -= 1
            elif self._norm[position].isspace():
                position -= 1
            else:
                return position
        return -1

    def _head(self, start: int) -> bool:
        """Take the head of a block that begins here, if one does."""
        norm, surface = self._norm, self._surface
        if start >= len(norm) or norm[start] == "\n":
            return False
        line_end = norm.find("\n", start)
        line_end = len(norm) if line_end < 0 else line_end
        line = norm[start:line_end].partition("#")[0].rstrip()
        end = start + len(line)
        block: Block | None = None
        kind = surface.sections.get(line.rstrip(" :").casefold() if surface.fold else line.rstrip(" :"))
        if kind is not None:
            block = Block(kind, start, end)
        elif (match := surface.article.match(norm, start)) is not None and match.end() <= line_end:
            ref = parse_ref(match["ref"])
            if ref is not None:
                formerly = parse_ref(match["formerly"]) if match["formerly"] else None
                block = Block("article", start, match.end(), ref=ref, formerly=formerly)
        elif (match := surface.case.match(norm[start:end])) is not None:
            block = Block(
                "case", start, end, title=self._text[start + match.start("title") : start + match.end("title")]
            )
        elif (
            self._title is None
            and len(self._blocks) == 1
            and not self._blocks[0].sentences
            and self._start is None
            and (match := surface.title.match(norm, start)) is not None
        ):
            opening = norm[match.end() - 1]
            if _OPEN.get(opening, opening) not in norm[match.end() : end]:
                self._report("E103", match.end() - 1, match.end(), open=opening, close=_OPEN.get(opening, opening))
            self._title = SentenceText(start, end, broken=self._broken)
            self._broken = False
            quotes = [start + offset for offset, char in enumerate(line) if char == '"']
            self._replaced += zip(quotes, "“”", strict=False)
            self._resume = end
            return True
        if block is None:
            return False
        self._finish(start, terminated=False)
        self._blocks.append(block)
        self._resume = block.end
        return True

    def _is_question(self) -> bool:
        return self._start is not None and any(
            kind == "reading" and pattern.match(self._norm, self._start) for pattern, kind in self._surface.sentences
        )

    def _finish(self, end: int, terminated: bool = True) -> None:
        """End the open sentence; without its full stop, at its last word."""
        if not terminated:
            self._begin(end)
            end = self._last_mark(end) + 1
        start, self._start = self._start, None
        if start is not None and end > start:
            if self._brackets and not self._broken:
                last = self._brackets[-1]
                self._report("E103", last, last + 1, **self._pair())
            self._blocks[-1].sentences.append(SentenceText(start, end, terminated, self._broken))
        self._brackets = []
        self._broken = False
        self._resume = end

    def _pair(self) -> dict[str, str]:
        """Round brackets as the surface writes them."""
        return {"open": "（", "close": "）"} if self._surface.lang == "zh" else {"open": "(", "close": ")"}

    def _report(self, code: str, start: int, end: int, **args: Any) -> None:
        # One slip with brackets makes the rest of its sentence unreadable, so only the first is told.
        if not self._broken:
            self._problems.append(make_diagnostic(code, Span(self._file, start, end), **args))
        self._broken = True

    def _texts(self) -> tuple[str, str]:
        norm = list(self._norm) if self._replaced else None
        if norm is not None:
            for position, mark in self._replaced:
                norm[position] = mark
        return (
            _blanked("".join(norm) if norm is not None else self._norm, self._comment_ends),
            _blanked(self._text, self._comment_ends),
        )


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def _attach(comments: list[Comment], blocks: list[Block], title: SentenceText | None, norm: str) -> tuple[str, ...]:
    """Give each comment to the sentence or head that it stands above, in or behind; the rest end the file."""
    targets: list[SentenceText | Block] = [] if title is None else [title]
    for block in blocks:
        if block.kind != "top":
            targets.append(block)
        targets += block.sentences
    starts = [each.start for each in targets]
    above: dict[int, list[str]] = {}
    inside: dict[int, list[Comment]] = {}
    rest: list[str] = []
    for comment in comments:
        index = bisect_left(starts, comment.start)
        before = targets[index - 1] if index else None
        if before is not None and comment.start < before.end:
            inside.setdefault(index - 1, []).append(comment)
        elif before is not None and not comment.own_line and "\n" not in norm[before.end : comment.start]:
            before.behind = comment.text if before.behind is None else f"{before.behind}；{comment.text}"
        elif index < len(targets):
            above.setdefault(index, []).append(comment.text)
        else:
            rest.append(comment.text)
    for index, texts in above.items():
        targets[index].above = tuple(texts)
    for index, found in inside.items():
        target = targets[index]
        if isinstance(target, SentenceText):
            target.inside = tuple(found)
    return tuple(rest)
