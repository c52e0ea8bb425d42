"""One word of a sentence, as the grammars read it."""

from __future__ import annotations

from typing import Any


class Word:
    """A word of a kind that a grammar knows (`type`), with its value and place.

    value: the number, day, citation or text that the word stands for; else the word itself in its canonical spelling.
    """

    __slots__ = ("end", "start", "type", "value")

    def __init__(self, type_: str, value: Any, start: int, end: int) -> None:
        self.type = type_
        self.value = value
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"{self.type}({self.value!r})"
