"""Text that users wrote, made harmless and short enough for a picture."""

from __future__ import annotations

import html as _html

from graphviz import escape, nohtml

from ecolang.diagnostics.template import visible
from ecolang.diagnostics.width import char_width, text_width

# No word of Latin script is split unless it is longer than this share of a line.
_LONGEST_WORD = 0.6


def shown(text: str) -> str:
    """The text on one line, with invisible characters written as escapes."""
    return visible(" ".join(text.split()))


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


def _line_end(text: str, columns: int) -> int:
    """Where the first line ends: not inside a Latin word, and never before a closing mark."""
    used = end = 0
    while end < len(text) and used + char_width(text[end]) <= columns:
        used += char_width(text[end])
        end += 1
    if end == len(text):
        return end
    while end > 1 and text[end] in "，。；：、）】》〕,.;:)!?！？":
        end -= 1
    start = end
    while start > 0 and text[start - 1].isascii() and text[start - 1] != " " and text[start].isascii():
        start -= 1
    return start if start > end * (1 - _LONGEST_WORD) else end


def html(text: str) -> str:
    """The text for a place inside an HTML-like label."""
    return _html.escape(shown(text), quote=True)


def attribute(*lines: str) -> str:
    """Lines of text for a plain attribute such as a tooltip or an id: no escape, entity or tag in it is obeyed."""
    safe: str = nohtml("\\n".join(escape(visible(line).replace("&", "&amp;")) for line in lines))
    return safe
