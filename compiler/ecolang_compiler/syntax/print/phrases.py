"""The phrases of one surface: templates over its keywords, and the smallest parts of a sentence."""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from attrs import frozen

from ecolang.numerals import to_chinese
from ecolang.source_text import Ref
from ecolang_compiler.syntax.print.layout import BREAK, LINE, SPACE
from ecolang_compiler.syntax.tree import Amount, Name

#: Stands before a keyword that begins with a capital where it begins a sentence.
CAPITAL = "\ufdd3"
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MARKS = {"BR": BREAK, "SP": SPACE, "LN": LINE, "CAP": CAPITAL}


@frozen
class Phrases:
    """One surface's words. In a template {UPPER} is a keyword or a mark of the layout, {lower} a part of the sentence."""

    lang: Literal["zh", "en"]
    keywords: Mapping[str, str]
    templates: Mapping[str, str]

    def __call__(self, key: str, **parts: object) -> str:
        """The phrase, with its parts filled in."""
        return self.templates[key].format_map(ChainMap(parts, _MARKS, self.keywords))  # type: ignore[arg-type]

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
        return self(f"unit_{amount.unit}", n=amount.number)

    def day(self, iso: str) -> str:
        """A day given as YYYY-MM-DD."""
        match = _DAY.fullmatch(iso)
        if match is None or self.lang == "en":
            return iso
        year, month, day = (int(part) for part in match.groups())
        return f"{year}年{month}月{day}日"

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
        if isinstance(value, Name):
            return value.text
        return self.day(value) if _DAY.fullmatch(value) else str(value)

    def number(self, number: int | None) -> str:
        """The number of a list item, or nothing."""
        return "" if number is None else self("item_number", n=self.numeral(number))

    def numeral(self, number: int) -> str:
        """A number as it is written in numbering."""
        return to_chinese(number) if self.lang == "zh" else str(number)

    def which(self, which: str | None) -> str:
        """First or last, before an event."""
        return "" if which is None else self(f"which_{which}")


def finish(text: str) -> str:
    """The text of a sentence with its first letter raised where a keyword begins it."""
    head, mark, rest = text.partition(CAPITAL)
    if mark and not head.strip() and rest:
        text = head + rest[0].upper() + rest[1:]
    return text.replace(CAPITAL, "")
