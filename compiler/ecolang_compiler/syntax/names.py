"""What a name may look like."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Span
from ecolang.diagnostics.template import visible_char

LONGEST_NAME = 200
"""In characters."""

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: Letters of other alphabets, by the Latin ones that they cannot be told from.
_LOOKS = str.maketrans(
    "АВЕЅІЈКМНОРСТУХавеѕіјкмнорстухԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοικνρ〇○",
    "ABESIJKMHOPCTYXabesijkmhopctyxdqwABEZHIKMNOPTYXoikvpoo",
)


@frozen
class Problem:
    """Why a name is refused: a code with its values, and perhaps the other name's place."""

    code: str
    args: Mapping[str, Any]
    other: Span | None = None


def name_problem(word: str, text: str, reserved: frozenset[str]) -> Problem | None:
    """What is wrong with a name by itself, or None. `word` is its normalised text."""
    for char in text:
        if unicodedata.category(char) in _INVISIBLE:
            return Problem("E112", {"name": text, "char": visible_char(char)})
    if len(word) > LONGEST_NAME:
        return Problem("E113", {"name": text, "length": len(word), "limit": LONGEST_NAME})
    for char in word:
        if not (char.isalnum() or char in "_ ·" or unicodedata.category(char) in ("Mn", "Mc")):
            return Problem("E207", {"name": text, "char": char})
    if word.casefold() in reserved:
        return Problem("E205", {"name": text})
    plain = word.translate(_LOOKS)
    if plain != word and any(char.isascii() and char.isalpha() for char in word) and "〇" not in word:
        return Problem("E206", {"name": text, "other": plain})
    return None


def skeleton(word: str) -> str:
    """A text that two names share if they cannot be told apart by eye."""
    return unicodedata.normalize("NFKC", word).translate(_LOOKS).replace(" ", "")
