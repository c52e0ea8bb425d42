"""JSON as the readers take it: exact amounts, no key twice, no endless nesting, and where it breaks off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from ecolang.rows import dataclass, field
from ecolang_runtime.read.case import case_id
from ecolang_runtime.read.names import CASE_KEY, fold
from ecolang_runtime.read.problems import Problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SPACE = " \t\r\n"


class Twice(ValueError):
    """A key that stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        keys = [key for key, _ in pairs]
        raise Twice(next(key for place, key in enumerate(keys) if key in keys[:place]))
    return result


def _no_constant(word: str) -> Any:
    raise ValueError(word)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=Decimal, parse_constant=_no_constant)


@dataclass(frozen=True, slots=True)
class Broken:
    """Where a text stops being JSON: `at` is an offset in it, or None where only the whole is known to be wrong."""

    at: int | None
    twice: str | None = None

    def tell(self, problems: Problems, text: str, line: int) -> None:
        """The problem with its place; `line` is that of the text's beginning."""
        column = None
        if self.at is not None:
            before = text[: self.at]
            problems.line = line + before.count("\n")
            column = self.at - before.rfind("\n")
        if self.twice is not None:
            problems.add("D126", field=self.twice)
        else:
            problems.add("D103", column=column)


def decode(text: str, at: int = 0) -> tuple[Any, int] | Broken:
    """The value that begins at an offset, and the offset behind it."""
    try:
        value, end = _DECODER.raw_decode(text, at)
    except Twice as twice:
        return Broken(None, str(twice))
    except json.JSONDecodeError as error:
        return Broken(error.pos)
    except (RecursionError, ValueError, ArithmeticError):
        # Of arithmetic: a number with an exponent that not even an exact one can have.
        return Broken(None)
    if "\\u" in text[at:end] and not _writable(value):
        return Broken(None)
    return value, end


def decode_whole(text: str) -> Any | Broken:
    """The one value of a text."""
    start = skip_space(text, 0)
    if start == len(text):
        return Broken(start)
    found = decode(text, start)
    if isinstance(found, Broken):
        return found
    end = skip_space(text, found[1])
    return found[0] if end == len(text) else Broken(end)


def _writable(value: Any) -> bool:
    """Whether a value holds no half of a surrogate pair, which no UTF-8 output could carry."""
    try:
        json.dumps(value, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        return False
    return True


def skip_space(text: str, at: int) -> int:
    """The offset of the next character that is not white space."""
    while at < len(text) and text[at] in _SPACE:
        at += 1
    return at


@dataclass(slots=True)
class RawCase:
    """One object of a JSON document, taken apart: what it says of the case, and its events with their lines."""

    line: int
    header: dict[str, Any] = field(default_factory=dict)
    events: list[tuple[int, Any]] = field(default_factory=list)
    broken: Broken | None = None

    @property
    def id(self) -> str | None:
        """The case number, as far as the object was read."""
        words = (value for word, value in self.header.items() if CASE_KEY.get(fold(word)) == "case")
        return case_id(next(words, None))


def scan_document(text: str) -> Iterator[RawCase]:
    """The cases of a document that holds one object or a list of them; behind a broken one the rest is unread."""
    scanner = _Scanner(text)
    start = skip_space(text, 0)
    if text[start : start + 1] != "[":
        raw, end = scanner.case(start)
        yield raw
        trailing = skip_space(text, end)
        if raw.broken is None and trailing < len(text):
            yield RawCase(scanner.line(trailing), broken=Broken(trailing))
        return
    at = skip_space(text, start + 1)
    while text[at : at + 1] != "]":
        raw, end = scanner.case(at)
        yield raw
        if raw.broken is not None:
            return
        at = skip_space(text, end)
        if text[at : at + 1] == ",":
            at = skip_space(text, at + 1)
        elif text[at : at + 1] != "]":
            yield RawCase(scanner.line(at), broken=Broken(at))
            return


class _Scanner:
    """Reads an object key by key, so that each of its events has the line on which it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._counted = 0
        self._line = 1

    def line(self, at: int) -> int:
        """The line of an offset; offsets are asked for in rising order."""
        self._line += self.text.count("\n", self._counted, at)
        self._counted = max(at, self._counted)
        return self._line

    def case(self, at: int) -> tuple[RawCase, int]:
        text = self.text
        raw = RawCase(self.line(at))
        if text[at : at + 1] != "{":
            found = decode(text, at)
            if isinstance(found, Broken):
                raw.broken = found
                return raw, at
            # Not an object: kept, so that its line is told and counted.
            raw.events.append((raw.line, found[0]))
            return raw, found[1]
        at = skip_space(text, at + 1)
        while text[at : at + 1] != "}":
            end = self._member(raw, at)
            if end is None:
                return raw, at
            at = skip_space(text, end)
            if text[at : at + 1] == ",":
                at = skip_space(text, at + 1)
                if text[at : at + 1] == "}":
                    raw.broken = Broken(at)
                    return raw, at
            elif text[at : at + 1] != "}":
                raw.broken = Broken(at)
                return raw, at
        return raw, at + 1

    def _member(self, raw: RawCase, at: int) -> int | None:
        """One key with its value; None where the object breaks off."""
        text = self.text
        key = decode(text, at)
        if isinstance(key, Broken):
            raw.broken = key
            return None
        colon = skip_space(text, key[1])
        if not isinstance(key[0], str) or text[colon : colon + 1] != ":":
            raw.broken = Broken(at if not isinstance(key[0], str) else colon)
            return None
        start = skip_space(text, colon + 1)
        if CASE_KEY.get(fold(key[0])) == "events" and text[start : start + 1] == "[":
            return self._events(raw, start)
        value = decode(text, start)
        if isinstance(value, Broken):
            raw.broken = value
            return None
        if key[0] in raw.header:
            raw.broken = Broken(at, twice=key[0])
            return None
        raw.header[key[0]] = value[0]
        return value[1]

    def _events(self, raw: RawCase, start: int) -> int | None:
        text = self.text
        at = skip_space(text, start + 1)
        while text[at : at + 1] != "]":
            line = self.line(at)
            found = decode(text, at)
            if isinstance(found, Broken):
                raw.broken = found
                return None
            raw.events.append((line, found[0]))
            at = skip_space(text, found[1])
            if text[at : at + 1] == ",":
                at = skip_space(text, at + 1)
            elif text[at : at + 1] != "]":
                raw.broken = Broken(at)
                return None
        return at + 1
