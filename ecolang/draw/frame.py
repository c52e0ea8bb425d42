"""The frame of the picture: title, lanes side by side, rows one below the other, the strip of tables at the foot.

Lanes are kept apart by invisible points, one a row at each border, chained into straight lines. Clusters would do it
too, but Graphviz lets no edge pass through a cluster, so that a long way across lanes would run around all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.lanes import OUTSIDE, Lanes
from ecolang.draw.names import Names
from ecolang.draw.style import BORDER, HEADER, INK, QUIET
from ecolang.draw.text import cut, html, tooltip, wrap
from ecolang.program import Program

STRIP = "strip"
"""The node that stands below all rows."""

TITLE_COLUMNS = 80
HEADER_COLUMNS = 30

# Stronger than any edge of the policy, so that a border stays straight whatever crosses it.
_STRAIGHT = "100"


@frozen
class Row:
    """What stands side by side: node names by lane."""

    cells: tuple[tuple[str, ...], ...]


def draw_frame(graph: Digraph, lanes: Lanes, rows: Sequence[Row], program: Program, names: Names) -> None:
    """Headers, borders and rows; the nodes of the rows, and the one of the strip, are declared elsewhere."""
    count = len(lanes.order)
    head = Row(tuple((f"h{index}",) for index in range(count)))
    for index, role in enumerate(lanes.order):
        _header(graph, index, role, program, names)
    for border in range(count + 1):
        inner = 0 < border < count
        look = {"color": BORDER} if inner else {"style": "invis"}
        points = [f"b{border}_{number}" for number in range(len(rows) + 1)]
        for point in points:
            graph.node(point, label="", shape="point", style="invis", width="0.01", height="0.01")
        graph.edge(points[-1], STRIP, style="invis")
        for above, below in pairwise(points):
            graph.edge(
                above,
                below,
                arrowhead="none",
                headclip="false",
                tailclip="false",
                weight=_STRAIGHT,
                tooltip=" ",
                **look,
            )
    for number, row in enumerate((head, *rows)):
        _row(graph, number, row)


def _row(graph: Digraph, number: int, row: Row) -> None:
    with graph.subgraph() as same:
        same.attr(rank="same")
        for lane, cell in enumerate(row.cells):
            left, right = f"b{lane}_{number}", f"b{lane + 1}_{number}"
            same.edge(left, right, style="invis")
            for node in cell:
                same.edge(left, node, style="invis")
                same.edge(node, right, style="invis")


def _header(graph: Digraph, index: int, role: str, program: Program, names: Names) -> None:
    many = next((row.many for row in program.roles if row.id == role), False)
    name = names.of("role", role) if role != OUTSIDE else ("结局与外部" if names.zh else "Outcomes and outside")
    told = cut(name, HEADER_COLUMNS) + (("（每一人）" if names.zh else " (each)") if many else "")
    graph.node(
        f"h{index}",
        label=f'<<FONT POINT-SIZE="20" COLOR="{INK}"><B>{html(told)}</B></FONT>>',
        id=f"lane:{index}",
        tooltip=tooltip(name),
        style="filled,rounded",
        color=HEADER,
        fillcolor=HEADER,
        margin="0.4,0.1",
    )


def title(program: Program, names: Names) -> str:
    """The HTML-like label with the policy's name and what holds for the whole of it."""
    settings = program.settings
    head = [html(line) for line in wrap(names.title(program), TITLE_COLUMNS, 2)]
    force = settings.in_force or settings.in_force_words
    notes: list[str] = []
    if force:
        notes.append(f"施行：{force}" if names.zh else f"in force: {force}")
    if settings.calendars:
        calendars = ("、" if names.zh else ", ").join(settings.calendars)
        notes.append(f"工作日：{calendars}" if names.zh else f"working days: {calendars}")
    if settings.track_role:
        role = names.of("role", settings.track_role)
        notes.append(f"每一{role}分别办理" if names.zh else f"one track for each {role}")
    small = html(cut("　".join(notes), TITLE_COLUMNS * 2))
    lines = [f'<FONT POINT-SIZE="30" COLOR="{INK}"><B>{line}</B></FONT>' for line in head]
    lines.append(f'<FONT POINT-SIZE="14" COLOR="{QUIET}">{small}</FONT>')
    rows = "".join(f"<TR><TD>{line}</TD></TR>" for line in lines)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4">{rows}</TABLE>>'
