"""Rows of which only days and numbers differ, as JSON with places for these, made from one such row and used for all.

A row is written once the ordinary way with days and numbers that nothing else has; the text is cut where they stand.
It is done twice with other ones, so that what only looks like them is noticed; such a row is left to the ordinary way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from ecolang.rows import replace
from ecolang_runtime.wording.lines import json_line
from ecolang_runtime.wording.words import Words

#: Days and numbers that stand for others, in two sets: of each date field a day, of each number field a number.
_DAYS = (("1001-03-14", "1012-05-17", "1023-08-19"), ("1104-10-22", "1115-11-23", "1126-12-25"))
_NUMBERS = ((7_000_003, 8_000_017), (5_200_033, 6_300_047))
_BOUND = 20_000


class Dates:
    """Days as JSON texts have them: in ISO, in words, and in words with the day of the week."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._known: dict[str | None, tuple[bytes, bytes, bytes]] = {None: (b"", b"", b"")}

    def of(self, iso: str | None) -> tuple[bytes, bytes, bytes]:
        """A day; empty texts for none."""
        found = self._known.get(iso)
        if found is None:
            if len(self._known) >= _BOUND:
                self._known = {None: (b"", b"", b"")}
            said = (iso, self._words.date(iso), self._words.date(iso, weekday=True))
            found = self._known[iso] = (inner(said[0] or ""), inner(said[1] or ""), inner(said[2] or ""))
        return found


class Fragment:
    """JSON with places. `fill` takes three texts of each date field, then each number without its sign."""

    __slots__ = ("_pick", "_text")

    def __init__(self, text: bytes, places: tuple[int, ...]) -> None:
        self._text = text
        self._pick: Callable[[Any], Any] | None = itemgetter(*places) if len(places) > 1 else None
        if len(places) == 1:
            only = places[0]
            self._pick = lambda values: (values[only],)

    def fill(self, values: Sequence[Any]) -> bytes:
        """The row with these values."""
        return self._text % (() if self._pick is None else self._pick(values))


def fragment(
    words: Words, write: Callable[[Any], Any], row: Any, days: Sequence[str], numbers: Sequence[str]
) -> Fragment | None:
    """The fragment of a row, the date and number fields of which are named; None if it cannot be cut."""
    found = None
    for turn in (0, 1):
        cut = _cut(
            words,
            write,
            row,
            dict(zip(days, _DAYS[turn], strict=False)),
            dict(zip(numbers, _NUMBERS[turn], strict=False)),
        )
        if cut is None or (turn and cut != found):
            return None
        found = cut
    return None if found is None else Fragment(*found)


def shape(number: int | None) -> int:
    """What of a number decides how it is told: whether there is one, its sign, and whether it is one."""
    if number is None:
        return 0
    if -1 <= number <= 1:
        return 2 + number
    return 4 if number > 0 else 5


def _cut(
    words: Words, write: Callable[[Any], Any], row: Any, days: Mapping[str, str], numbers: Mapping[str, int]
) -> tuple[bytes, tuple[int, ...]] | None:
    changes: dict[str, Any] = {}
    marks: dict[str, int] = {}
    for place, (name, day) in enumerate(days.items()):
        if getattr(row, name) is None:
            continue
        changes[name] = day
        for form, said in enumerate((day, words.date(day), words.date(day, weekday=True))):
            marks[text_of(said or "")] = 3 * place + form
    for place, (name, number) in enumerate(numbers.items(), 3 * len(days)):
        given = getattr(row, name)
        # None, nought and one are told in their own ways.
        if shape(given) > 3:
            changes[name] = number if given > 0 else -number
            marks[str(number)] = place
    text = json_line(write(replace(row, **changes)))[:-1]
    if not marks:
        return text.replace("%", "%%").encode("utf-8", "backslashreplace"), ()
    # The longer first, since a day with its weekday begins with the day.
    parts = re.split("(" + "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) + ")", text)
    places = tuple(marks[part] for part in parts[1::2])
    made = [part.replace("%", "%%") for part in parts]
    made[1::2] = ["%d" if place >= 3 * len(days) else "%b" for place in places]
    return "".join(made).encode("utf-8", "backslashreplace"), places


def text_of(value: str) -> str:
    """A text as JSON has it, without its quotes."""
    return json_line(value)[1:-2]


def inner(value: str) -> bytes:
    """The same as bytes."""
    return text_of(value).encode("utf-8", "backslashreplace")
