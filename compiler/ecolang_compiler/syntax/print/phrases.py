"""The phrases of one surface: templates over its keywords, and the smallest parts of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import Any, Literal

from attrs import field, frozen

from ecolang.numerals import to_chinese
from ecolang.source_ref import Ref
from ecolang_compiler.syntax.print.layout import BREAK, LINE, LIST_BREAK, LIST_SPACE, SPACE
from ecolang_compiler.syntax.surface import Surface
from ecolang_compiler.syntax.tree import Amount, ItemName, Name, Quoted

#: Stands before a keyword that begins with a capital where it begins a sentence.
CAPITAL = "\ufdd3"
_SHORT = 2
#: English words of which the second spelling is the singular.
_PLURAL = frozenset(("DAY", "WORKDAY", "MONTH", "YEAR", "HOUR", "TIMES"))
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH_DAY = re.compile(r"()(\d{2})-(\d{2})")
_MARKS = {"BR": BREAK, "SP": SPACE, "LB": LIST_BREAK, "LS": LIST_SPACE, "LN": LINE, "CAP": CAPITAL}


@frozen
class Phrases:
    """One surface's words. In a template {UPPER} is a keyword or a mark of the layout, {lower} a part."""

    surface: Surface
    templates: Mapping[str, str]
    #: Stages whose names could also be read as a keyword and the name of an event.
    doubtful: frozenset[str] = frozenset()
    keywords: Mapping[str, str] = field(init=False)

    @keywords.default
    def _keywords(self) -> dict[str, str]:
        """Each terminal's first spelling, and further ones as TERMINAL_2, TERMINAL_3."""
        found = {**_MARKS}
        for terminal, spellings in self.surface.words.items():
            for number, spelling in enumerate(spellings, 1):
                found[terminal if number == 1 else f"{terminal}_{number}"] = spelling
        return found

    @property
    def lang(self) -> Literal["zh", "en"]:
        """The surface's language."""
        return self.surface.lang

    def __call__(self, key: str, **parts: object) -> str:
        """The phrase, with its parts filled in."""
        result = ""
        one = self.lang == "en" and parts.get("n") == 1
        for literal, slot in _template(self.templates[key]):
            if slot is not None and one and slot in _PLURAL:
                slot += "_2"
            piece = literal if slot is None else str(parts[slot] if slot in parts else self.keywords[slot])
            # Two words of an alphabet need a space between them, in Chinese text as well.
            gap = result[-1:] != "" and piece[:1] != "" and _wordlike(result[-1]) and _wordlike(piece[0])
            result += f" {piece}" if gap else piece
        return result

    def optional(self, key: str, present: object, **parts: object) -> str:
        """The phrase where something is present (neither None, False nor empty), else nothing."""
        return self(key, **parts) if present else ""

    def join(self, key: str, parts: Iterable[str]) -> str:
        """The parts with the surface's separator of that name between them."""
        return self(key).join(parts)

    def names(self, names: Iterable[Name], key: str = "any_of") -> str:
        """Names as they are written, one after another."""
        return self.join(key, (each.text for each in names))

    def declared(self, name: Name) -> str:
        """A name where it is declared, with its English label."""
        return name.text if name.label is None else name.text + self("label", text=name.label)

    def amount(self, amount: Amount) -> str:
        """A number with its unit of time."""
        source = amount.source
        if isinstance(source, ItemName):
            return self(f"unit_{amount.unit}", n=self.item(source))
        return self(f"unit_{amount.unit}", n=amount.number if source is None else source.text)

    def item(self, item: ItemName) -> str:
        """What a document holds under an item."""
        return self("item_of", document=item.document.text, item=item.item)

    def day(self, iso: str) -> str:
        """A day given as YYYY-MM-DD, or as MM-DD for every year."""
        match = _DAY.fullmatch(iso) or _MONTH_DAY.fullmatch(iso)
        if match is None or self.lang == "en":
            return iso
        year, month, day = match.groups()
        return (f"{year}年" if year else "") + f"{int(month)}月{int(day)}日"

    def ref(self, ref: Ref) -> str:
        """A citation."""
        return ref.format(self.lang)

    def value(self, value: Any) -> str:
        """A value: yes or no, a number, a day, a name, or quoted words."""
        if isinstance(value, bool):
            return self("yes" if value else "no")
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, int):
            return str(value)
        if isinstance(value, Quoted):
            return self("quoted", text=value)
        if isinstance(value, Name):
            return value.text
        return self.day(value) if _DAY.fullmatch(value) else str(value)

    def number(self, number: int | None) -> str:
        """The number of a list item, or nothing."""
        return "" if number is None else self("item_number", n=self.numeral(number))

    def numeral(self, number: int) -> str:
        """A number as it is written in numbering."""
        return to_chinese(number) if self.lang == "zh" else str(number)

    def section(self, kind: str) -> str:
        """The line that heads a section."""
        return next(line for line, each in self.surface.sections.items() if each == kind)

    def negated(self, name: str) -> str:
        """That a yes-or-no value is no; in Chinese 不 suits short names only."""
        if self.lang == "zh" and len(name) > _SHORT:
            return self("test_is", subject=name, values=self("no"))
        return self("not", text=name)

    def which(self, which: str | None) -> str:
        """First or last, before an event."""
        return "" if which is None else self(f"which_{which}")


@cache
def _template(template: str) -> tuple[tuple[str, str | None], ...]:
    """A template's literal texts and its slots, in order."""
    pieces: list[tuple[str, str | None]] = []
    for literal, slot, _, _ in Formatter().parse(template):
        pieces += [(literal, None)] if literal else []
        pieces += [("", slot)] if slot is not None else []
    return tuple(pieces)


def _wordlike(char: str) -> bool:
    return char < "\u0250" and (char.isalnum() or char == "_")


def finish(text: str) -> str:
    """The text of a sentence with its first letter raised where a keyword begins it."""
    head, mark, rest = text.partition(CAPITAL)
    if mark and not head.strip() and rest:
        text = head + rest[0].upper() + rest[1:]
    return text.replace(CAPITAL, "")
