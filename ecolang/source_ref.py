"""Citations of a regulation: article, paragraph, item; annex, item, sub-item; in Chinese and in English."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, total_ordering

from ecolang.numerals import parse_whole, to_chinese
from ecolang.patterns import later
from ecolang.rows import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_NUMBER = r"[零〇一二两三四五六七八九十百千\d]{1,9}"
_ARTICLE_ZH = later(
    rf"第(?P<article>{_NUMBER})条(?:之(?P<suffix>{_NUMBER}))?(?:第(?P<paragraph>{_NUMBER})款)?"
    rf"(?:第?(?:\((?P<item>{_NUMBER})\)项?|(?P<item2>{_NUMBER})项)"
    rf"(?:第?(?:\((?P<sub>{_NUMBER})\)目?|(?P<sub2>{_NUMBER})目))?)?"
)
_ANNEX_ZH = later(
    rf"附件(?P<annex>{_NUMBER})?"
    rf"(?:第?(?:\((?P<item>{_NUMBER})项?\)项?|(?P<item2>{_NUMBER})项)"
    rf"(?:第?(?:\((?P<sub>{_NUMBER})\)[项目]?|(?P<sub2>{_NUMBER})目))?)?"
)
_PART = r"\(?(?P<{0}>\d{{1,4}}|[a-z])\)?"
_ARTICLE_EN = later(
    r"(?:article|art\.?)\s*(?P<article>\d{1,4})(?:-(?P<suffix>\d{1,2}))?"
    r"(?:\s*\((?P<paragraph>\d{1,4})\)|,?\s*(?:paragraph|para\.?)\s*\(?(?P<paragraph2>\d{1,4})\)?)?"
    rf"(?:\s*\((?P<item>\d{{1,4}}|[a-z])\)|,?\s*(?:item|point)\s*{_PART.format('item2')})?"
    r"(?:\s*\((?P<sub>\d{1,4}|[a-z])\))?",
    re.IGNORECASE,
)
_ANNEX_EN = later(
    r"annex\s*(?P<annex>\d{1,4})"
    rf"(?:\s*\((?P<item>\d{{1,4}}|[a-z])\)|,?\s*(?:item|point)\s*{_PART.format('item2')})?"
    r"(?:\s*\((?P<sub>\d{1,4}|[a-z])\))?",
    re.IGNORECASE,
)


@total_ordering
@dataclass(frozen=True, slots=True)
class Ref:
    """A place in a regulation. An article of one paragraph is cited without it; `suffix` is the M of 第N条之M, else 0.

    In an article `item` is a 项 and `subitem` a 目; in an annex they are its numbered 项 and the （一） below one.
    Articles come before annexes, a whole before its parts.
    """

    article: int | None = None
    annex: int | None = None
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    suffix: int = 0

    @property
    def key(self) -> tuple[int, int, int, int, int, int]:
        """What the order of places goes by."""
        return (
            self.annex or 0,
            self.article or 0,
            self.suffix,
            self.paragraph or 0,
            self.item or 0,
            self.subitem or 0,
        )

    def __lt__(self, other: Ref) -> bool:
        return self.key < other.key

    def parent(self) -> Ref | None:
        """The place that this one is part of, or None for an article or an annex."""
        if self.subitem is not None:
            return Ref(self.article, self.annex, self.paragraph, self.item, None, self.suffix)
        if self.item is not None:
            return Ref(self.article, self.annex, self.paragraph, None, None, self.suffix)
        if self.paragraph is not None:
            return Ref(self.article, self.annex, None, None, None, self.suffix)
        return None

    def within(self, whole: Ref) -> bool:
        """Whether this place is the other one or a part of it."""
        place: Ref | None = self
        while place is not None and place != whole:
            place = place.parent()
        return place is not None

    def format(self, lang: Literal["zh", "en"]) -> str:
        """The citation as lawyers write it, such as 第N条第一款第（三）项 or Article N(1)(3)."""
        return self._chinese() if lang == "zh" else self._english()

    def _chinese(self) -> str:
        if self.annex is not None:
            words = f"附件{self.annex}"
            if self.item is not None:
                words += f"第{to_chinese(self.item)}项"
            if self.subitem is not None:
                words += f"（{to_chinese(self.subitem)}）"
            return words
        words = f"第{to_chinese(self.article or 0)}条"
        if self.suffix:
            words += f"之{to_chinese(self.suffix)}"
        if self.paragraph is not None:
            words += f"第{to_chinese(self.paragraph)}款"
        if self.item is not None:
            words += f"第（{to_chinese(self.item)}）项"
        if self.subitem is not None:
            words += f"第{self.subitem}目"
        return words

    def _english(self) -> str:
        words = f"Annex {self.annex}" if self.annex is not None else f"Article {self.article}"
        if self.suffix:
            words += f"-{self.suffix}"
        if self.paragraph is not None:
            words += f"({self.paragraph})"
        if self.item is not None:
            # Without a paragraph "(1)" would be read as one.
            words += f"({self.item})" if self.paragraph is not None else f" item {self.item}"
        if self.subitem is not None:
            words += f"({self.subitem})"
        return words


def parse_ref(text: str) -> Ref | None:
    """The place that a citation in Chinese or English names, or None when it is not one."""
    return _parsed(text[:120])


@lru_cache(4096)
def _parsed(text: str) -> Ref | None:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    tight = plain.replace(" ", "")
    match = _ARTICLE_ZH.fullmatch(tight) or _ANNEX_ZH.fullmatch(tight)
    match = match or _ARTICLE_EN.fullmatch(plain) or _ANNEX_EN.fullmatch(plain)
    if match is None:
        return None
    parts = match.groupdict()
    numbers = {
        name: _number(parts.get(name) or parts.get(f"{name}2"))
        for name in ("article", "annex", "paragraph", "item", "sub", "suffix")
    }
    if any(value == 0 for value in numbers.values()):
        return None
    if "annex" in parts and numbers["annex"] is None:
        numbers["annex"] = 1
    return Ref(
        numbers["article"],
        numbers["annex"],
        numbers["paragraph"],
        numbers["item"],
        numbers["sub"],
        numbers["suffix"] or 0,
    )


def _number(text: str | None) -> int | None:
    """A number or letter of a citation; 0 for one that is written irregularly."""
    if text is None:
        return None
    if len(text) == 1 and text.isascii() and text.isalpha():
        return ord(text.lower()) - ord("a") + 1
    return parse_whole(text) or 0


@lru_cache(4096)
def localise_refs(citation: str, lang: Literal["zh", "en"]) -> str:
    """A citation, or several parted by 、 or commas, in a language; anything else unchanged."""
    if lang == "zh" and _is_plain(citation):
        return citation
    refs = [parse_ref(part) for part in re.split(r"[、，,;；]", citation)]
    known = [ref for ref in refs if ref is not None]
    if len(known) != len(refs):
        return citation
    return ("、" if lang == "zh" else ", ").join(ref.format(lang) for ref in known)


_DIGITS = "一二三四五六七八九"
_NUMERALS = frozenset(
    f"{tens}{ones}"
    for tens in ("", "十", *(f"{digit}十" for digit in _DIGITS[1:]))
    for ones in ("", *_DIGITS)
    if tens or ones
)


def _is_plain(citation: str) -> bool:
    """Whether it is one article, perhaps with a paragraph and an item, as Chinese writes them; told without patterns,
    which take longer to compile than most runs need for the rest."""
    number, mark, rest = citation[1:].partition("条")
    if citation[:1] != "第" or not mark or number not in _NUMERALS:
        return False
    if "款" in rest:
        number, _, tail = rest[1:].partition("款")
        if rest[0] != "第" or number not in _NUMERALS:
            return False
        rest = tail
    return not rest or (rest[:2] == "第（" and rest[-2:] == "）项" and rest[2:-2] in _NUMERALS)
