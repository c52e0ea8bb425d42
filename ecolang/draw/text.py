"""Text that users wrote, made harmless and short enough for a picture."""

from __future__ import annotations

import html as _html
import re

from graphviz import escape, nohtml

from ecolang.diagnostics.template import visible
from ecolang.diagnostics.width import char_width, text_width

# A line ends at a space when that fills at least this share of it, so that words and citations stay whole.
_FULL_ENOUGH = 0.4


# Units of a quoted string that must not be divided: an escape or one character.
_UNITS = re.compile(r"\\.|[^\\]", re.DOTALL)
_PIECE = 2000
"""Units in a piece: 2,000 characters of at most four bytes each, or as many escapes."""
_STRING = re.compile(r'"(?:\\.|[^"\\])*"|(?<==)\w+', re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


def shown(text: str) -> str:
    """The text on one line, with invisible characters written as escapes; no-break spaces stay."""
    return visible(_SPACES.sub(" ", text).strip(" "))


def cut(text: str, columns: int) -> str:
    """The text in at most so many columns (a Chinese character takes two); what is left out shows as …."""
    text = shown(text)
    if text_width(text) <= columns:
        return text
    kept: list[str] = []
    room = columns - 1
    for char in text:
        room -= char_width(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def wrap(text: str, columns: int, most: int = 3) -> list[str]:
    """The text in lines of at most so many columns, at most `most` of them; the last ends with … when text is left."""
    lines: list[str] = []
    rest = cut(text, columns * most * 2)
    while rest and len(lines) < most:
        if len(lines) == most - 1:
            lines.append(cut(rest, columns))
            break
        end = _line_end(rest, columns)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return lines or [""]


def balanced(text: str, columns: int, most: int = 3) -> list[str]:
    """As `wrap`, with lines of about one length, so that no single character is left over."""
    width = text_width(shown(text))
    lines = min(most, -(-width // columns)) or 1
    plain = wrap(text, columns, most)
    even = plain if width > columns * most else wrap(text, min(columns, -(-width // lines) + 3), most)
    return even if len(even) <= len(plain) else plain


def _line_end(text: str, columns: int) -> int:
    """Where the first line ends: at a space if one is far enough along it, and never before a closing mark."""
    used = end = 0
    while end < len(text) and used + char_width(text[end]) <= columns:
        used += char_width(text[end])
        end += 1
    if end == len(text):
        return end
    space = text.rfind(" ", 0, end + 1)
    if space >= end * _FULL_ENOUGH:
        return space
    while end > 1 and text[end - 1].isdecimal() and text[end].isdecimal():
        end -= 1
    while end > 1 and text[end] in "，。；：、）】》〕,.;:)!?！？":
        end -= 1
    while end > 1 and text[end - 1] in "（《〈【〔(":
        end -= 1
    return end


def html(text: str) -> str:
    """The text for a place inside an HTML-like label, where Graphviz allows no empty one."""
    return _html.escape(shown(text), quote=True) or "&#160;"


def short_strings(dot_text: str) -> str:
    """DOT text whose long quoted strings are joined from pieces, since Graphviz reads no more than 16,384 bytes in one.

    Quotation marks inside HTML-like labels come in pairs too: `html` leaves none in the text that users wrote.
    """
    return _STRING.sub(lambda found: found[0] if len(found[0]) <= _PIECE else _pieces(found[0]), dot_text)


def _pieces(string: str) -> str:
    units = _UNITS.findall(string.removeprefix('"').removesuffix('"'))
    pieces = ("".join(units[start : start + _PIECE]) for start in range(0, len(units), _PIECE))
    return " + ".join(f'"{piece}"' for piece in pieces)


def identifier(text: str) -> str:
    """The text for an id attribute: no escape, entity or tag in it is obeyed."""
    safe: str = nohtml(escape(_plain(text)))
    return safe


def tooltip(*lines: str) -> str:
    """Lines of text for a tooltip. Graphviz reads escapes in it twice, so a backslash becomes a full-width one."""
    safe: str = nohtml("\\n".join(_plain(line).replace("\\", "＼") for line in lines))
    return safe


def _plain(text: str) -> str:
    return visible(text).replace("&", "&amp;")
