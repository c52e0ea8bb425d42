"""Lines of text as HTML-like labels, and how much room they take: boxes have their size before Graphviz sees them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ecolang.draw.text import html

LEADING = 1.5
"""Height of a line in type sizes; Chinese fonts are this high."""

ABOVE_FILL, BELOW_FILL = 4.0, 5.0
"""Room for a line on a ground of its own: on the ground above it, and off it below."""
_LATIN_END = 0x250


@frozen
class Line:
    """One line of a label; `size` in points."""

    text: str
    size: float
    color: str
    bold: bool = False
    fill: str | None = None

    @property
    def width(self) -> float:
        """About how wide the line is, in points: a Chinese character is as wide as high."""
        return sum(map(_em, self.text)) * self.size * (1.05 if self.bold else 1.0)

    @property
    def height(self) -> float:
        """How high the line is, in points; one on a ground of its own keeps off the next."""
        return self.size * LEADING + (ABOVE_FILL + BELOW_FILL if self.fill else 0)


def _em(char: str) -> float:
    if ord(char) >= _LATIN_END:
        return 1.0
    if char.isupper() or char in "mwMW%@&":
        return 0.68
    return 0.3 if char in " ilj.,:;'|!\u00a0" else 0.56


def size_of(lines: Sequence[Line]) -> tuple[float, float]:
    """Width and height of lines one below the other, in points."""
    return max((line.width for line in lines), default=0.0), sum(line.height for line in lines)


def label(
    lines: Sequence[Line], align: str = "CENTER", fill: str | None = None, width: float = 0, drop: float = 0
) -> str:
    """The HTML-like label of lines; `fill` is what they stand on, `width` at least how wide it is in points, `drop` how
    much lower they stand, since Graphviz sets Chinese characters above the middle of their line."""
    rows = f'<TR><TD HEIGHT="{drop:.0f}"></TD></TR>' if drop else ""
    rows += "".join(_row(line, align) for line in lines)
    back = f' BGCOLOR="{fill}"' if fill else ""
    wide = f' WIDTH="{width:.0f}"' if width else ""
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0"{back}{wide}>{rows}</TABLE>>'


def _row(line: Line, align: str) -> str:
    row = f"<TR>{_cell(line, align)}</TR>"
    if line.fill is None:
        return row
    above = f'<TR><TD HEIGHT="{ABOVE_FILL:.0f}" BGCOLOR="{line.fill}"></TD></TR>'
    return f'{above}{row}<TR><TD HEIGHT="{BELOW_FILL:.0f}"></TD></TR>'


def _cell(line: Line, align: str) -> str:
    text = html(line.text)
    text = f"<B>{text}</B>" if line.bold else text
    back = f' BGCOLOR="{line.fill}"' if line.fill else ""
    return f'<TD ALIGN="{align}"{back}><FONT POINT-SIZE="{line.size:g}" COLOR="{line.color}">{text}</FONT></TD>'
