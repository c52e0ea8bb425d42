"""Filling message templates with values that users wrote, so that no value can break the message."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache

from ecolang.diagnostics.model import Lang, Local
from ecolang.patterns import later

MAX_VALUE = 80
"""The longest value shown whole in a message, in characters; a longer one is cut in its middle."""

MAX_OWN = 400
"""The same for what the program says itself in a message."""

_SLOT = later(r"\{([a-z_]+)(?::(and))?\}")
_OPTIONAL = later(r"\[\[(.*?)\]\]", re.DOTALL)
_ESCAPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_SHORT_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


@lru_cache(maxsize=8192)
def visible_char(char: str) -> str:
    """The character itself, or an escape such as `\\u202e` for one that is invisible or turns the line around."""
    if unicodedata.category(char) not in _ESCAPED_CATEGORIES:
        return char
    code = ord(char)
    return _SHORT_ESCAPES.get(char) or (f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}")


@lru_cache(maxsize=1024)
def visible(text: str) -> str:
    """The text with every control, direction and other invisible character written as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(visible_char, text))


def shorten(text: str, limit: int = MAX_VALUE) -> str:
    """The text, or its beginning and end with … between when it is longer than the limit."""
    if len(text) <= limit:
        return text
    head = limit * 2 // 3
    return f"{text[:head]}…{text[len(text) - (limit - head - 1) :]}"


def fill(template: str, args: Mapping[str, object], lang: Lang) -> str:
    """The template with its `{name}` slots filled; a `[[…]]` part is left out when a value inside it is missing."""

    def value(match: re.Match[str]) -> str:
        given = args.get(match[1])
        return "…" if given is None else say(given, lang, match[2] is not None)

    def part(match: re.Match[str]) -> str:
        if any(args.get(name) in (None, "", (), []) for name, _ in _SLOT.findall(match[1])):
            return ""
        return match[1]

    return _SLOT.sub(value, _OPTIONAL.sub(part, template)).strip()


def say(value: object, lang: Lang, every: bool = False) -> str:
    """A value as a message shows it: lists quoted and joined by a word for "or" (if `every`, for "and"), long and
    invisible text made safe."""
    if isinstance(value, list | tuple):
        quoted = [f"「{say(each, lang)}」" if lang == "zh" else f"“{say(each, lang)}”" for each in value]
        last = ("、" if every else "或者") if lang == "zh" else (" and " if every else " or ")
        between = "、" if lang == "zh" else ", "
        return between.join(quoted[:-1]) + last + quoted[-1] if len(quoted) > 1 else "".join(quoted)
    if isinstance(value, Local):
        # Words of the program's own, which are as long as they have to be.
        return visible(shorten(value.say(lang), MAX_OWN))
    return visible(shorten(str(value)))


@cache
def needed_args(*templates: str) -> frozenset[str]:
    """The names of the slots that stand outside every `[[…]]` part."""
    return frozenset(name for template in templates for name, _ in _SLOT.findall(_OPTIONAL.sub("", template)))
