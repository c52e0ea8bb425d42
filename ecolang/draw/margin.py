"""The margin of the sheet, beside the lanes or under them: legend, panels and notes in columns of one height."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.frame import rectangle
from ecolang.draw.labels import Line, label, size_of
from ecolang.draw.legend import ROW, Entry, draw_legend, legend_places
from ecolang.draw.panels import Panel
from ecolang.draw.style import BORDER, INK, NOTE, PAPER, QUIET, SMALL_SIZE
from ecolang.draw.text import tooltip, wrap

GAP = 14.0
PAD = 12.0
COLUMN = 430.0
"""About the width of a column under the lanes, in points."""
BESIDE = (330.0, 360.0, 390.0, 420.0, 450.0, 500.0, 560.0, 640.0)
"""Widths of a column beside the lanes: the first that is no higher than the lanes."""
SIZES = (17.0, 16.5, 16.0, 15.5, 15.0, SMALL_SIZE)
"""Type sizes of panels beside the lanes: the largest that fits."""
HEAD_MORE = 3.0
MOST_WRAPPED = 8
"""So many lines a rule may take in the margin."""

Box = tuple[float, float, float, float]


@frozen
class Placed:
    """A panel in its place: left, top, right and bottom from the upper left corner of the lanes, in points."""

    panel: Panel
    lines: tuple[Line, ...]
    box: Box
    note: bool


@frozen
class Margin:
    """All of the margin in its place, from the upper left corner of the lanes."""

    left: float
    top: float
    width: float
    height: float
    legend: tuple[Entry, ...]
    legend_box: Box
    placed: tuple[Placed, ...]


def under(
    legend: Sequence[Entry], panels: Sequence[Panel], notes: Sequence[Panel], width: float, height: float
) -> Margin:
    """The margin under lanes of such a width and height."""
    top = height + GAP
    legend_box = (0.0, top, width, top + _legend_height(legend, width))
    placed, end = _columns([*panels, *notes], len(panels), (0.0, legend_box[3] + GAP, width), 3)
    return Margin(0.0, top, width, end - top, tuple(legend), legend_box, tuple(placed))


def beside(
    legend: Sequence[Entry], panels: Sequence[Panel], notes: Sequence[Panel], width: float, height: float
) -> Margin:
    """The margin at the right of lanes of such a width and height."""
    left = width + GAP
    for room, size in ((room, size) for room in BESIDE for size in SIZES):
        legend_box = (left, 0.0, left + room, _legend_height(legend, room))
        placed, end = _columns([*panels, *notes], len(panels), (left, legend_box[3] + GAP, room), 1, size)
        if end <= height:
            placed = _spread(placed, height - end)
            break
    return Margin(left, 0.0, room, max(end, height), tuple(legend), legend_box, tuple(placed))


def draw_margin(graph: Digraph, margin: Margin, down: float) -> None:
    """The margin, with the upper left corner of the lanes so far down the sheet."""
    left, top, right, bottom = margin.legend_box
    rectangle(
        graph, "legend", (left, top + down, right, bottom + down), style="rounded", color=BORDER, penwidth="0.8",
        tooltip=" ",
    )  # fmt: skip
    draw_legend(graph, margin.legend, left + PAD, top + down + PAD / 2, right - left - 2 * PAD)
    for index, each in enumerate(margin.placed):
        left, top, right, bottom = each.box
        told = tooltip(each.panel.title, *each.panel.lines)
        rectangle(
            graph, f"p{index}", (left, top + down, right, bottom + down), penwidth="0.8", color=BORDER, tooltip=told,
            shape="note" if each.note else "box", style="filled" if each.note else "rounded,filled",
            fillcolor=NOTE if each.note else PAPER,
        )  # fmt: skip
        text_top = top + down + PAD / 2 + 3
        rectangle(
            graph, f"p{index}t", (left + PAD, text_top, right - PAD, text_top + size_of(each.lines)[1]),
            label=label(each.lines, "LEFT", width=right - left - 2 * PAD), style="", penwidth="0", tooltip=told,
        )  # fmt: skip


def _legend_height(legend: Sequence[Entry], width: float) -> float:
    return max((y for _, y in legend_places(legend, width - 2 * PAD)), default=0.0) + ROW + PAD


def _columns(
    panels: Sequence[Panel], first_note: int, place: tuple[float, float, float], most: int, size: float = SMALL_SIZE
) -> tuple[list[Placed], float]:
    """Panels one below the other in columns, the highest first into the shortest, the last of each drawn out; and where
    they end. `place`: left, top and width."""
    left, top, width = place
    if not panels:
        return [], top
    count = max(1, min(most, len(panels), round(width / COLUMN)))
    room = (width - GAP * (count - 1)) / count
    lines = [_lines(panel, room - 2 * PAD, size) for panel in panels]
    heights = [size_of(each)[1] + PAD + 6 for each in lines]
    columns: list[list[int]] = [[] for _ in range(count)]
    ends = [top] * count
    for index in sorted(range(len(panels)), key=lambda each: (-heights[each], each)):
        column = min(range(count), key=lambda each: (ends[each], each))
        columns[column].append(index)
        ends[column] += heights[index] + GAP
    bottom = max(ends) - GAP
    placed: list[Placed] = []
    for column, members in enumerate(columns):
        x, y = left + column * (room + GAP), top
        for index in sorted(members):
            end = bottom if index == max(members) else y + heights[index]
            placed.append(Placed(panels[index], tuple(lines[index]), (x, y, x + room, end), index >= first_note))
            y = end + GAP
    return placed, bottom


def _spread(placed: Sequence[Placed], more: float) -> list[Placed]:
    """One column made higher by so much, each panel by its part."""
    each_more = more / (len(placed) or 1)
    return [
        Placed(
            each.panel, each.lines,
            (each.box[0], each.box[1] + index * each_more, each.box[2], each.box[3] + (index + 1) * each_more),
            each.note,
        )
        for index, each in enumerate(placed)
    ]  # fmt: skip


def _lines(panel: Panel, width: float, size: float) -> list[Line]:
    head = size + HEAD_MORE
    found = [Line(text, head, INK, bold=True) for text in wrap(panel.title, _fit(width, head), 2)]
    columns = _fit(width, size)
    for line in panel.lines:
        first, *more = wrap(line, columns, MOST_WRAPPED)
        found += [Line(first, size, QUIET)]
        found += [Line("\u3000" + text, size, QUIET) for text in more]
    return found


def _fit(width: float, size: float) -> int:
    return max(8, int(width / (size * 0.51)) - 1)
