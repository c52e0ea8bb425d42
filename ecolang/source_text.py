"""A regulation's source text, parted into the articles, paragraphs, items and annexes that citations name."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from ecolang.diagnostics.model import Span
from ecolang.patterns import later
from ecolang.source_ref import Ref, localise_refs, parse_ref

__all__ = ["Clause", "QuoteMatch", "Ref", "SourceText", "localise_refs", "parse_ref", "text_hash"]

_SHOWN = 12
_WORD = later(r"[A-Za-z0-9]+$")


def beginning(text: str, length: int) -> str:
    """The first characters of a text, twice as many of one in Latin letters, up to the end of a word."""
    if text[:length].isascii():
        length *= 2
    if len(text) <= length:
        return text
    shown = text[:length]
    if text[length].isascii() and text[length].isalnum():
        shown = _WORD.sub("", shown) or shown
    return shown.rstrip() + "…"


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal; line ends and a byte order mark make no difference."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Clause:
    """A place with its words: an item's without its number, a paragraph's with its items, one line each."""

    ref: Ref
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """Whether a quotation stands in a clause; if not, where in the quotation (from 0) it first differs, and how."""

    ok: bool
    offset: int = 0
    written: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return self.ok


@dataclass(frozen=True)
class SourceText:
    """A regulation's text. `clauses` are in the order of the text, a whole before its parts.

    `paragraphs` counts each article's paragraphs; `duplicates` are articles or annexes that appear again, whose
    second text is left out. `headings`: what each article or annex stands under, from the outermost in.
    """

    title: str
    path: str
    hash: str
    clauses: tuple[Clause, ...]
    paragraphs: Mapping[Ref, int]
    duplicates: tuple[Ref, ...] = ()
    headings: Mapping[Ref, tuple[str, ...]] = field(default_factory=dict)
    _by_ref: dict[Ref, Clause] = field(init=False, repr=False, compare=False)
    _children: dict[Ref, list[Ref]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[Ref, list[Ref]] = {}
        for clause in self.clauses:
            parent = clause.ref.parent()
            if parent is not None:
                children.setdefault(parent, []).append(clause.ref)
        object.__setattr__(self, "_by_ref", {clause.ref: clause for clause in self.clauses})
        object.__setattr__(self, "_children", children)

    @property
    def articles(self) -> tuple[Ref, ...]:
        """The articles, in order of the text."""
        return tuple(each.ref for each in self.clauses if each.ref.article is not None and each.ref.parent() is None)

    @property
    def annexes(self) -> tuple[Ref, ...]:
        """The annexes, in order of the text."""
        return tuple(each.ref for each in self.clauses if each.ref.annex is not None and each.ref.parent() is None)

    def children(self, ref: Ref) -> tuple[Ref, ...]:
        """The parts right below a place."""
        known = self.canonical(ref)
        return tuple(self._children.get(known, ())) if known else ()

    def canonical(self, ref: Ref) -> Ref | None:
        """The one way to cite a place, or None when the text lacks it.

        The only paragraph of an article is the article; an item cited without its paragraph is found when only one
        paragraph of the article has items.
        """
        if ref in self._by_ref:
            return ref
        article = Ref(ref.article, None, suffix=ref.suffix)
        if ref.article is None or article not in self._by_ref:
            return None
        if ref.paragraph == 1 and self.paragraphs.get(article) == 1:
            return self._known(Ref(ref.article, None, None, ref.item, ref.subitem, ref.suffix))
        if ref.paragraph is None and ref.item is not None:
            with_items = [each for each in self._children.get(article, ()) if self._children.get(each)]
            if len(with_items) == 1:
                return self._known(Ref(ref.article, None, with_items[0].paragraph, ref.item, ref.subitem, ref.suffix))
        return None

    def _known(self, ref: Ref) -> Ref | None:
        return ref if ref in self._by_ref else None

    def has(self, ref: Ref) -> bool:
        """Whether the text has the place."""
        return self.canonical(ref) is not None

    def find(self, ref: Ref) -> Clause | None:
        """The clause at a place, or None."""
        known = self.canonical(ref)
        return self._by_ref[known] if known else None

    def text(self, ref: Ref) -> str | None:
        """The words at a place, or None."""
        clause = self.find(ref)
        return clause.text if clause else None

    def clauses_to_account(self) -> tuple[Clause, ...]:
        """What coverage must account for, in order: every paragraph (an article of one is that), every item of the
        articles; each annex and each of its numbered items."""
        return tuple(clause for clause in self.clauses if self._accounts(clause.ref))

    def _accounts(self, ref: Ref) -> bool:
        if ref.annex is not None or ref.subitem is not None:
            return ref.subitem is None
        return ref.item is not None or ref.paragraph is not None or self.paragraphs.get(ref, 0) <= 1

    def nearest(self, ref: Ref) -> Ref | None:
        """The place with the nearest number beside one that the text lacks, or None for an empty text."""
        parent = ref.parent()
        if parent is not None:
            known = self.canonical(parent)
            if known is None:
                return self.nearest(parent)
            siblings: Iterable[Ref] = self._children.get(known, ())
            alike = [each for each in siblings if (each.item is None) == (ref.item is None)]
            return _nearest(ref, alike) or known
        return _nearest(ref, self.annexes if ref.annex is not None else self.articles)

    def quote_matches(self, ref: Ref, quotation: str) -> QuoteMatch:
        """Whether a quotation stands in a clause to the character; white space around it does not count."""
        words = quotation.strip()
        text = self.text(ref)
        if text is None:
            return QuoteMatch(False, 0, words[:_SHOWN], "")
        if words in text:
            return QuoteMatch(True)
        # Offsets are of the quotation as it was written, with the white space before it.
        lead = len(quotation) - len(quotation.lstrip())
        offset, place = _first_difference(words, text)
        return QuoteMatch(False, lead + offset, beginning(words[offset:], _SHOWN), beginning(text[place:], _SHOWN))


def _nearest(ref: Ref, candidates: Iterable[Ref]) -> Ref | None:
    number = ref.key
    return min(candidates, key=lambda each: (_distance(each.key, number), each.key), default=None)


def _distance(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(abs(x - y) for x, y in zip(a, b, strict=True))


def _first_difference(words: str, text: str) -> tuple[int, int]:
    """Where a quotation leaves the text, with the place in the text: after its longest beginning that the text has,
    unless a longer run further on shows that the quotation already began wrong."""
    length = bisect_left(range(1, len(words) + 1), True, key=lambda size: words[:size] not in text)
    place = text.find(words[:length]) + length
    sample = words[:1000]
    block = SequenceMatcher(None, sample, text[:20_000], autojunk=False).find_longest_match()
    if block.size > length and block.b >= block.a:
        start = block.b - block.a
        for offset, char in enumerate(sample):
            if text[start + offset : start + offset + 1] != char:
                return offset, start + offset
    return length, place
