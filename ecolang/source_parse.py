"""Reading a regulation's source text from Markdown or plain lines, in Chinese or English."""

from __future__ import annotations

import re
from typing import Literal

from ecolang.diagnostics.model import Span
from ecolang.numerals import parse_whole
from ecolang.patterns import later
from ecolang.rows import dataclass, field
from ecolang.source_ref import Ref
from ecolang.source_text import Clause, SourceText, text_hash

_N = r"[零〇一二两三四五六七八九十百千0-9０-９]{1,9}"
_COMMENT = later(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE = later(r"[^\r\n]+")
_HEADING = later(r"(#{1,6})[ \t]+(.*)")
#: A word of two characters set wide in a heading.
_WIDE = later(r"(?<= [^\W\d]) (?=[^\W\d]$)")
_ARTICLE = later(rf"第({_N})条(?:之({_N}))?(?:[ \t　]+(.*)|)")
_ARTICLE_EN = later(r"(?:article|art\.)\s*(\d{1,4})(?:-(\d{1,2}))?(?:[.:]?\s+(.*)|[.:]?)", re.IGNORECASE)
_ANNEX = later(rf"附件\s*({_N})?(?:[ \t　:：]+(.*)|)")
_ANNEX_EN = later(r"annex\s*(\d{1,4})?(?:[.:]?\s+(.*)|[.:]?)", re.IGNORECASE)
_ANNEX_LIST = later(r"(?:附件?|annexe?s?)\s*[:：].*|附件", re.IGNORECASE)
_ITEM = later(rf"[（(]({_N})[）)]\s*(.*)")
_LETTER = later(r"\(([a-z])\)\s*(.*)")
_ROMAN = later(r"\(([ivx]{1,5})\)\s*(.*)")
_SECTION = later(rf"({_N})、\s*(.*)")
_DOTTED = later(r"([0-9０-９]{1,3})[.．]\s*(.*)")
_LOST_NUMBER = later(r"[.．]\s*(\S.*)")
_ROMAN_WORDS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN_VALUES = {word: value for value, word in enumerate(_ROMAN_WORDS, 1)}
_SENTENCE_END = "。；：！？.;:!?）)》”’"

_Kind = Literal["article", "annex", "paragraph", "item", "subitem"]


@dataclass(slots=True)
class _Node:
    """A clause while it is read: `all` are its lines as written, but for its own number, with those of its parts."""

    kind: _Kind
    number: int
    start: int
    end: int
    suffix: int = 0
    under: tuple[str, ...] = ()
    all: list[str] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)

    def last(self) -> _Node | None:
        return self.children[-1] if self.children else None


def parse_source(text: str, path: str) -> SourceText:
    """The clauses of a source text; `path` is the file name that their spans carry.

    A blank line, or a line that ends a sentence, ends a paragraph; other lines go on. A lead-in with its items is one
    paragraph, text after the items is the next. What stands outside articles and annexes is left out.
    """
    return _Reader(text, path).read()


class _Reader:
    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._path = path
        self._title = ""
        self._under: dict[int, str] = {}
        self._roots: list[_Node] = []
        self._root: _Node | None = None
        self._open: list[_Node] = []
        self._english = False
        self._nested = 0
        self._last_end = 0

    def read(self) -> SourceText:
        # Comments are blanked, not cut, so that offsets stay those of the file.
        plain = _COMMENT.sub(lambda match: re.sub(r"[^\r\n]", " ", match[0]), self._text)
        for match in _LINE.finditer(plain):
            raw = match[0].lstrip("\ufeff>").strip()
            if raw and set(raw) - set("-*_ "):
                start = match.start() + match[0].index(raw)
                self._line(raw, start)
        return self._finish()

    def _line(self, line: str, start: int) -> None:
        heading = _HEADING.fullmatch(line)
        if heading:
            self._heading(heading[2].rstrip(" \t#"), len(heading[1]), start, start + len(line))
        elif self._root is None or self._root.kind == "article":
            self._outside_annex(line, start)
        else:
            self._in_annex(line, start)
        self._last_end = start + len(line)

    def _heading(self, words: str, level: int, start: int, end: int) -> None:
        for kind, pattern in (("article", _ARTICLE), ("article", _ARTICLE_EN), ("annex", _ANNEX), ("annex", _ANNEX_EN)):
            match = pattern.fullmatch(words)
            if not match:
                continue
            self._english = pattern in (_ARTICLE_EN, _ANNEX_EN)
            number = parse_whole(match[1]) if match[1] else 1 + sum(root.kind == "annex" for root in self._roots)
            rest = match[match.re.groups] or ""
            if kind == "annex":
                self._begin(_Node("annex", number or 0, start, end))
            else:
                self._begin(_Node("article", number or 0, start, end, self._suffix(match)))
                if rest.endswith(("。", ".")):
                    self._paragraph(rest, end - len(rest), rest)
            return
        if level == 1 and not self._title:
            self._title = words
        else:
            above = {depth: said for depth, said in self._under.items() if depth < level}
            self._under = {**above, level: _WIDE.sub("", " ".join(words.split()))}
        self._root, self._open = None, []

    @staticmethod
    def _suffix(match: re.Match[str]) -> int:
        return (parse_whole(match[2]) or 0) if match[2] else 0

    def _begin(self, node: _Node) -> None:
        node.under = tuple(self._under.values())
        self._roots.append(node)
        self._root, self._open, self._nested = node, [node], 0

    def _outside_annex(self, line: str, start: int) -> None:
        article = _ARTICLE.fullmatch(line)
        if article:
            self._english = False
            self._begin(_Node("article", parse_whole(article[1]) or 0, start, start + len(line), self._suffix(article)))
            if article[3]:
                self._paragraph(article[3], start + len(line) - len(article[3]), article[3])
        elif self._root is None:
            if not self._title and line.startswith("《") and line.endswith("》"):
                self._title = line.strip("《》")
        elif _ANNEX_LIST.fullmatch(line):
            self._root, self._open = None, []
        else:
            self._in_article(line, start)

    def _in_article(self, line: str, start: int) -> None:
        item = _ITEM.fullmatch(line)
        letter = _LETTER.fullmatch(line) if self._english else None
        dotted = _DOTTED.fullmatch(line)
        number = parse_whole(item[1]) if item else ord(letter[1]) - ord("a") + 1 if letter else None
        at_item = self._find_open("item")
        roman = _ROMAN.fullmatch(line) if self._english and at_item else None
        if roman and at_item and roman[1] in _ROMAN_VALUES and number != at_item.number + 1:
            self._add(at_item, _Node("subitem", _ROMAN_VALUES[roman[1]], start, 0), line, roman[2])
        elif number is not None and (item or letter):
            paragraph = self._find_open("paragraph") or self._paragraph("", start, "")
            self._numbered(paragraph, "item", number, line, (item or letter or line)[2], start)
        elif dotted and at_item and not self._english:
            self._numbered(at_item, "subitem", parse_whole(dotted[1]) or 0, line, dotted[2], start)
        elif (below := self._find_open("subitem")) and at_item and (lost := _LOST_NUMBER.fullmatch(line)):
            # Where a copy lost the number before the dot, the part is the next one.
            self._numbered(at_item, "subitem", below.number + 1, line, lost[1], start)
        elif dotted and self._english:
            self._paragraph(line, start, dotted[2])
        elif self._goes_on(start):
            self._append(line, start)
        else:
            self._paragraph(line, start, line)

    def _in_annex(self, line: str, start: int) -> None:
        section = (_DOTTED if self._english else _SECTION).fullmatch(line)
        item = _ITEM.fullmatch(line)
        at_item = self._find_open("item")
        if section and (number := parse_whole(section[1])) is not None:
            self._numbered(self._open[0], "item", number, line, section[2], start)
        elif item and (number := parse_whole(item[1])) is not None:
            below: tuple[_Node, _Kind] = (at_item, "subitem") if at_item else (self._open[0], "item")
            self._numbered(*below, number, line, item[2], start)
        else:
            self._nested = 0
            self._append(line, start)

    def _numbered(self, parent: _Node, kind: _Kind, number: int, line: str, content: str, start: int) -> None:
        """A numbered part, unless its number shows that it belongs to a list inside the part before it."""
        last = parent.last()
        if last and (number == self._nested + 1 if self._nested else number <= last.number):
            self._nested = number
            self._append(line, start)
            return
        self._nested = 0
        self._add(parent, _Node(kind, number, start, 0), line, content)

    def _paragraph(self, line: str, start: int, content: str) -> _Node:
        article = self._open[0]
        node = _Node("paragraph", len(article.children) + 1, start, 0)
        self._nested = 0
        self._add(article, node, line, content)
        return node

    def _add(self, parent: _Node, node: _Node, line: str, content: str) -> None:
        del self._open[self._open.index(parent) + 1 :]
        parent.children.append(node)
        self._open.append(node)
        self._record(line, content, node.start + len(line))

    def _append(self, line: str, start: int) -> None:
        self._record(line, line, start + len(line))

    def _record(self, line: str, content: str, end: int) -> None:
        for node in self._open:
            node.end = end
        if line:
            for node in self._open[:-1]:
                node.all.append(line)
            self._open[-1].all.append(content)

    def _find_open(self, kind: _Kind) -> _Node | None:
        return next((node for node in reversed(self._open) if node.kind == kind), None)

    def _goes_on(self, start: int) -> bool:
        """Whether a line carries on the one before: no blank line between them, and no sentence ended there."""
        between = self._text[self._last_end : start]
        blank = len(re.findall(r"\r\n|\r|\n", between)) > 1
        return len(self._open) > 1 and not blank and self._text[self._last_end - 1] not in _SENTENCE_END

    def _finish(self) -> SourceText:
        clauses: list[Clause] = []
        counts: dict[Ref, int] = {}
        headings: dict[Ref, tuple[str, ...]] = {}
        duplicates: list[Ref] = []
        for root in self._roots:
            ref = Ref(annex=root.number) if root.kind == "annex" else Ref(root.number, suffix=root.suffix)
            if ref in counts:
                duplicates.append(ref)
                continue
            if root.under:
                headings[ref] = root.under
            counts[ref] = len(root.children) if root.kind == "article" else 0
            clauses += self._clauses(root, ref, single=counts[ref] == 1)
        articles = {ref: count for ref, count in counts.items() if ref.article is not None}
        title = self._title or self._path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
        hash = text_hash(self._text)
        return SourceText(title, self._path, hash, tuple(clauses), articles, tuple(duplicates), headings)

    def _clauses(self, node: _Node, ref: Ref, single: bool) -> list[Clause]:
        found = [Clause(ref, "\n".join(node.all), Span(self._path, node.start, max(node.end, node.start)))]
        for child in node.children:
            if child.kind == "paragraph" and single:
                # The only paragraph of an article is cited as the article.
                for item in child.children:
                    found += self._clauses(item, Ref(ref.article, None, None, item.number, None, ref.suffix), single)
                continue
            found += self._clauses(child, _below(ref, child), single)
        return found


def _below(ref: Ref, child: _Node) -> Ref:
    paragraph = child.number if child.kind == "paragraph" else ref.paragraph
    item = child.number if child.kind == "item" else ref.item
    subitem = child.number if child.kind == "subitem" else None
    return Ref(ref.article, ref.annex, paragraph, item, subitem, ref.suffix)
