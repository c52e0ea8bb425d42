"""The plan of the whole page: lanes, margin and title in their places, as large on paper as can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from attrs import frozen

from ecolang.draw.frame import HEADER_HEIGHT
from ecolang.draw.grid import Cell, Grid, Net
from ecolang.draw.labels import Line, size_of
from ecolang.draw.legend import Entry
from ecolang.draw.margin import GAP, Margin, beside, under
from ecolang.draw.panels import Panel
from ecolang.draw.sheet import Sheet, Size, lay_out, moved
from ecolang.draw.wires import Wire

Titled = Callable[[float], Sequence[Line]]

LEAST_WIDTH = 640.0
BOX_PAD = 12.0
PLATE_PAD = 9.0
LABEL_PAD = 4.0
A3 = (11.5, 16.35)
"""Inches of paper less its margin, upright."""
SMALLEST = 0.5
"""A sheet that would come out smaller on paper keeps its own size."""


@frozen
class Content:
    """What the page has to hold, in lines of text: boxes by stage, labels by net, and the margin."""

    boxes: Mapping[str, Sequence[Line]]
    labels: Sequence[Sequence[Line]]
    legend: Sequence[Entry]
    panels: Sequence[Panel]
    notes: Sequence[Panel]


@frozen
class Plan:
    """Where it stands: `sheet` the lanes' inside, from `top` down for `height` points and `width` wide; `margin` from
    `top` too; the page is as large as `page`."""

    content: Content
    sizes: Mapping[Cell, Size]
    sheet: Sheet
    margin: Margin
    title: Sequence[Line]
    width: float
    height: float
    top: float
    page: tuple[float, float]

    @property
    def scale(self) -> float:
        """How large it comes out on A3 paper, upright or across."""
        return on_paper(*self.page)

    @property
    def paper(self) -> dict[str, str]:
        """The attribute that brings it onto A3 paper, if it can be read there."""
        across, down = _paper(*self.page)
        return {"size": f"{across},{down}"} if SMALLEST <= self.scale < 1 else {}


def plan(grid: Grid, wires: Sequence[Wire], nets: Sequence[Net], content: Content, titled: Titled) -> Plan:
    """The plan of a page. `titled`: a function from a width in points to the lines of the title."""
    sizes = {grid.stage[stage]: _padded(lines, BOX_PAD) for stage, lines in content.boxes.items()}
    for number, net in enumerate(nets):
        sizes[grid.label[number]] = _padded(content.labels[number], PLATE_PAD if net.joined else LABEL_PAD)
    sheet = lay_out(grid, wires, sizes)
    width, height = max(sheet.width, LEAST_WIDTH), HEADER_HEIGHT + sheet.height
    given = (content.legend, content.panels, content.notes, width, height)
    margin = max((under(*given), beside(*given)), key=lambda way: on_paper(*_around(width, height, way)))
    across, down = _around(width, height, margin)
    title = titled(across)
    top = size_of(title)[1] + GAP
    placed = moved(sheet, (width - sheet.width) / 2, top + HEADER_HEIGHT)
    return Plan(content, sizes, placed, margin, title, width, height, top, (across, top + down))


def on_paper(width: float, height: float) -> float:
    """The scale at which a sheet comes onto A3 paper."""
    across, down = _paper(width, height)
    return min(across * 72 / width, down * 72 / height)


def _paper(width: float, height: float) -> tuple[float, float]:
    return A3 if height >= width else (A3[1], A3[0])


def _around(width: float, height: float, margin: Margin) -> tuple[float, float]:
    return max(width, margin.left + margin.width), max(height, margin.top + margin.height)


def _padded(lines: Sequence[Line], pad: float) -> Size:
    width, height = size_of(lines)
    return Size(width + 2 * pad, height + pad)
