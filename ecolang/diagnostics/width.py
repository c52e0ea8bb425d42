"""How many columns text takes in a terminal, and a source line laid out so that marks stand under its characters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from ecolang.diagnostics.template import visible, visible_char
from ecolang.rows import dataclass

TAB = 4
"""Columns between tab stops."""
MAX_COLUMNS = 100
"""The widest piece of a source line that is shown; a longer line is cut around the place in question."""
_BEFORE = 40


@lru_cache(maxsize=8192)
def char_width(char: str, ambiguous_wide: bool = False) -> int:
    """Columns of one visible character: 2 for East Asian wide ones, 0 for combining marks, else 1.

    Characters such as “”…— are 1 in most terminals and 2 in some set up for Chinese; `ambiguous_wide` chooses.
    """
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    kind = unicodedata.east_asian_width(char)
    return 2 if kind in "WF" or (ambiguous_wide and kind == "A") else 1


@lru_cache(maxsize=1024)
def text_width(text: str, ambiguous_wide: bool = False) -> int:
    """Columns of a text, with invisible characters counted as the escapes that stand for them."""
    return sum(char_width(char, ambiguous_wide) for char in visible(text))


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A source line as shown, and the marks to print below it."""

    shown: str
    marks: str


def mark_line(line: str, start: int, end: int, *, mark: str = "^", ambiguous_wide: bool = False) -> MarkedLine:
    """The line with tabs expanded and invisible characters escaped, and marks under its characters from start to end.

    An empty range gets one mark. What is far from the range is replaced by ….
    """
    first = max(0, start - MAX_COLUMNS)
    cells = _cells(line[first : max(end, start) + 1 + MAX_COLUMNS][: 4 * MAX_COLUMNS], ambiguous_wide)
    start, end = start - first, max(end, start) - first
    low, high = _window([width for _, width in cells], start, first > 0)
    dots = char_width("…", ambiguous_wide)
    cut_left = first > 0 or low > 0
    cut_right = high < len(cells) or first + high < len(line)
    shown = "…" * cut_left + "".join(text for text, _ in cells[low:high]) + "…" * cut_right
    before = sum(width for _, width in cells[low:start]) + dots * cut_left
    below = sum(width for _, width in cells[start : min(end, high)])
    return MarkedLine(shown.rstrip(), " " * before + mark * max(1, below))


def _cells(line: str, ambiguous_wide: bool) -> list[tuple[str, int]]:
    cells: list[tuple[str, int]] = []
    column = 0
    for char in line:
        if char == "\t":
            text = " " * (TAB - column % TAB)
            width = len(text)
        else:
            text = visible_char(char)
            width = len(text) if len(text) > 1 else char_width(text, ambiguous_wide)
        cells.append((text, width))
        column += width
    return cells


def _window(widths: list[int], start: int, already_cut: bool) -> tuple[int, int]:
    """Which cells are shown: all when they fit, else some before the start and what there is room for."""
    if sum(widths) <= MAX_COLUMNS and not already_cut:
        return 0, len(widths)
    low, room = start, _BEFORE
    while low > 0 and widths[low - 1] <= room:
        low -= 1
        room -= widths[low]
    high, room = low, MAX_COLUMNS
    while high < len(widths) and widths[high] <= room:
        room -= widths[high]
        high += 1
    return low, high
