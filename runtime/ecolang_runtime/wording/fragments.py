"""Rows of which only days and numbers differ, as JSON with places for these, made from one such row and used for all.

A row is written once the ordinary way with days and numbers that nothing else has; the text is cut where they stand.
It is done twice with other ones, so that what only looks like them is noticed; such a row is left to the ordinary way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from ecolang.time import iso
from ecolang_runtime.wording.lines import json_line
from ecolang_runtime.wording.words import Words

#: Days and numbers that stand for others, in two sets: the first, and the step to the next.
DAYS = ((365_410, 97), (402_930, 89))
NUMBERS = ((7_000_003, 1_000_014), (5_200_033, 1_100_019))
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
    """JSON with places. `fill` takes three texts of each day, then each number without its sign, then each text."""

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


#: Makes the row with other days, numbers and texts.
Build = Callable[[Sequence[str | None], Sequence[int | None], Sequence[str]], Any]


def fragment(
    words: Words,
    write: Callable[[Any], Any],
    build: Build,
    days: Sequence[str | None],
    numbers: Sequence[int | None],
    texts: int = 0,
) -> Fragment | None:
    """The fragment of a row that has these days and numbers, and so many texts; None if it cannot be cut."""
    first, second = (_cut(words, write, build, days, numbers, texts, turn) for turn in (0, 1))
    return Fragment(*first) if first == second else None


def shape(number: int | None) -> int:
    """What of a number decides how it is told: whether there is one, its sign, and whether it is one."""
    if number is None:
        return 0
    if -1 <= number <= 1:
        return 2 + number
    return 4 if number > 0 else 5


def _cut(
    words: Words,
    write: Callable[[Any], Any],
    build: Build,
    days: Sequence[str | None],
    numbers: Sequence[int | None],
    texts: int,
    turn: int,
) -> tuple[bytes, tuple[int, ...]]:
    marks: dict[str, int] = {}
    other_days: list[str | None] = []
    for place, day in enumerate(days):
        other = None if day is None else iso(DAYS[turn][0] + place * DAYS[turn][1])
        other_days.append(other)
        for form, said in enumerate((other, words.date(other), words.date(other, weekday=True))):
            if said is not None:
                marks[text_of(said)] = 3 * place + form
    other_numbers: list[int | None] = []
    for place, given in enumerate(numbers):
        # None, nought and one are told in their own ways.
        if given is None or shape(given) <= 3:
            other_numbers.append(given)
            continue
        number = NUMBERS[turn][0] + place * NUMBERS[turn][1]
        other_numbers.append(number if given > 0 else -number)
        marks[str(number)] = 3 * len(days) + place
    other_texts = [f"\ue000{turn}:{place}\ue000" for place in range(texts)]
    for place, text in enumerate(other_texts, 3 * len(days) + len(numbers)):
        marks[text] = place
    line = json_line(write(build(other_days, other_numbers, other_texts)))[:-1]
    if not marks:
        return line.replace("%", "%%").encode("utf-8", "backslashreplace"), ()
    # The longer first, since a day with its weekday may begin with the day.
    parts = re.split("(" + "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) + ")", line)
    places = tuple(marks[part] for part in parts[1::2])
    made = [part.replace("%", "%%") for part in parts]
    counted = range(3 * len(days), 3 * len(days) + len(numbers))
    made[1::2] = ["%d" if place in counted else "%b" for place in places]
    return "".join(made).encode("utf-8", "backslashreplace"), places


def text_of(value: str) -> str:
    """A text as JSON has it, without its quotes."""
    return json_line(value)[1:-2]


def inner(value: str) -> bytes:
    """The same as bytes."""
    return text_of(value).encode("utf-8", "backslashreplace")
