"""The only ways in which anything of a policy gets into generated source: literals, numbered names, comments."""

from __future__ import annotations

from typing import Any

_LONGEST_COMMENT = 100


class Unsupported(Exception):
    """A policy or case has something that this engine does not cover; the reference judges it. The text says what."""


def literal(value: Any) -> str:
    """The literal of a plain value: pure ASCII, whatever the text holds. Raises Unsupported for any other type."""
    if value is None or value is True or value is False or type(value) is int:
        return repr(value)
    if type(value) is str:
        return ascii(value)
    if type(value) is frozenset and all(type(each) is int for each in value):
        return "{" + ", ".join(repr(each) for each in sorted(value)) + "}" if value else "frozenset()"
    raise Unsupported(f"a literal of type {type(value).__name__}")


def plain(value: Any) -> bool:
    """Whether `literal` takes the value."""
    return value is None or value is True or value is False or type(value) in (int, str)


def comment(text: str) -> str:
    """A text as a comment of one line: what is not printable (any line separator among it) becomes a dot."""
    shown = "".join(each if each.isprintable() else "·" for each in text)
    return "# " + (shown if len(shown) <= _LONGEST_COMMENT else shown[:_LONGEST_COMMENT] + "…")
