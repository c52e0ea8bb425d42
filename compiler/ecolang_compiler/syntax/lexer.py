"""The words that can stand at a place of a sentence: keywords, declared names, numbers, citations, prose.

A place may have several candidates (a name inside a name, a keyword inside a name, a keyword with two roles); the
grammar's state says which can go on, and `reader.py` follows each that can.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache

from ecolang.numerals import parse_number, parse_whole
from ecolang.source_ref import parse_ref
from ecolang_compiler.syntax.scan import Source
from ecolang_compiler.syntax.surface import Surface
from ecolang_compiler.syntax.trie import Trie
from ecolang_compiler.syntax.word import Word

_SINGLE = {",": "COMMA", ":": "COLON", ";": "SEMI", "。": "STOP", "、": "LIST_SEP", ")": "RPAR"}
_QUOTED = {
    "【": (("NAMED",), "】"),
    "《": (("TITLE",), "》"),
    "“": (("QUOTE", "TITLE"), "”"),
    "〔": (("LABEL", "NAMED"), "〕"),
}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_PAIRS = (("(", ")"), ("“", "”"), ("《", "》"), ("【", "】"))
#: Terminals that a candidate of prose has, with what ends it.
PROSE = ("TEXT", "ITEM_TEXT", "PART", "WORDS")


@cache
def _keywords(surface: Surface) -> Trie:
    trie = Trie()
    for terminal, spellings in surface.words.items():
        for spelling in spellings:
            trie.add(spelling, terminal, spelling)
    for kind, spelling in surface.findings.items():
        trie.add(spelling, "FINDING", kind)
    return trie


class _AnyWord:
    """Accepts every terminal but prose, which would swallow whatever stands there."""

    def __contains__(self, terminal: object) -> bool:
        return terminal not in PROSE


ANY_WORD: Container[str] = _AnyWord()


class Lexer:
    """Finds the words of one file's sentences."""

    def __init__(self, source: Source, names: Trie) -> None:
        self._source = source
        self._norm = source.norm
        self._surface = source.surface
        self._folded = source.norm.translate(_LOWER) if source.surface.fold else source.norm
        self._keywords = _keywords(source.surface)
        self._names = names
        self.parties: Trie | None = None

    def skip(self, at: int, end: int) -> int:
        """The next place that is not blank."""
        norm = self._norm
        while at < end and norm[at] in " \n":
            at += 1
        return at

    def candidates(self, at: int, end: int, accepted: Container[str]) -> list[Word]:
        """The words at a place that the grammar accepts there, the longest first; `end` is the sentence's."""
        char = self._norm[at]
        single = _SINGLE.get(char)
        words: list[Word] = []
        if single is not None and single in accepted:
            words.append(Word(single, char, at, at + 1))
            if char not in self._keywords.root:
                return words
        if char == "(":
            self._brackets(at, accepted, words)
        elif char in _QUOTED:
            self._quoted(at, end, accepted, words)
        elif single is None or char in self._keywords.root:
            self._named(at, end, accepted, words)
            self._written(at, accepted, words)
        if not words:
            self._prose(at, end, accepted, words)
        if len(words) > 1:
            words.sort(key=lambda word: -word.end)
        return words

    def _named(self, at: int, end: int, accepted: Container[str], words: list[Word]) -> None:
        found: list[tuple[int, str, str]] = []
        self._keywords.matches(self._folded, at, found)
        self._names.matches(self._norm, at, found)
        if self.parties is not None:
            self.parties.matches(self._norm, at, found)
        for stop, terminal, text in found:
            if terminal in accepted and stop <= end:
                words.append(Word(terminal, text, at, stop))

    def _written(self, at: int, accepted: Container[str], words: list[Word]) -> None:
        """Numbers, days, times and citations."""
        surface, norm = self._surface, self._norm
        if "DATE" in accepted and (match := surface.date.match(norm, at)):
            words.append(Word("DATE", match, at, match.end()))
        if "MONTH_DAY" in accepted and (match := surface.month_day.match(norm, at)):
            words.append(Word("MONTH_DAY", match, at, match.end()))
        if "TIME" in accepted and (match := surface.time.match(norm, at)):
            words.append(Word("TIME", match, at, match.end()))
        if "NUMBER" in accepted and (match := surface.number.match(norm, at)):
            value = parse_number(match[0])
            words.append(Word("NUMBER", match[0] if value is None else value, at, match.end()))
        if "REF" in accepted and (match := surface.ref.match(norm, at)):
            ref = parse_ref(match[0])
            words.append(Word("REF", match[0] if ref is None else ref, at, match.end()))
        if "REL_REF" in accepted and surface.rel_ref is not None and (match := surface.rel_ref.match(norm, at)):
            words.append(Word("REL_REF", parse_whole(match["item"]), at, match.end()))

    def _brackets(self, at: int, accepted: Container[str], words: list[Word]) -> None:
        surface, norm = self._surface, self._norm
        if "ITEM" in accepted and (match := surface.item.match(norm, at)):
            words.append(Word("ITEM", parse_whole(match["item"]), at, match.end()))
        if "MARK" in accepted and (match := surface.mark.match(norm, at)):
            words.append(Word("MARK", match, at, match.end()))
        if "FORMERLY" in accepted and (match := surface.formerly.match(norm, at)):
            words.append(Word("FORMERLY", parse_ref(match["ref"]), at, match.end()))
        if "LPAR" in accepted:
            words.append(Word("LPAR", "(", at, at + 1))

    def _quoted(self, at: int, end: int, accepted: Container[str], words: list[Word]) -> None:
        terminals, close = _QUOTED[self._norm[at]]
        terminal = next((each for each in terminals if each in accepted), None)
        if terminal is None:
            return
        stop = self._norm.find(close, at, end)
        if stop > at:
            words.append(Word(terminal, self._source.words(at + 1, stop), at, stop + 1))

    def _prose(self, at: int, end: int, accepted: Container[str], words: list[Word]) -> None:
        surface, norm = self._surface, self._norm
        for terminal in PROSE:
            if terminal not in accepted:
                continue
            if terminal == "TEXT":
                stop = end - 1 if norm[end - 1] == "。" else end
            elif terminal == "ITEM_TEXT":
                stop = self._item_end(at, end)
            else:
                pattern = surface.part_end if terminal == "PART" else surface.words_end
                match = pattern.search(norm, at, end)
                stop = match.start() if match else end
            while stop > at and norm[stop - 1] in " \n":
                stop -= 1
            if stop > at:
                words.append(Word(terminal, self._source.words(at, stop), at, stop))
            return

    def _item_end(self, at: int, end: int) -> int:
        """Where an item's words end; brackets and quotation marks inside it may hold anything."""
        for match in self._surface.item_end.finditer(self._norm, at, end):
            stop = match.start()
            if all(self._norm.count(left, at, stop) <= self._norm.count(right, at, stop) for left, right in _PAIRS):
                return stop
        return end
