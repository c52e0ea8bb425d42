"""The edges: each edge of the policy is drawn once, under its own id, by itself or into a junction."""

from __future__ import annotations

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.case import Step, Way
from ecolang.draw.junctions import Junction
from ecolang.draw.lanes import Lanes
from ecolang.draw.style import FAINT, PAPER, QUIET, SMALL_SIZE, STYLES, WAY, LineStyle, line_of
from ecolang.draw.text import balanced, html, identifier, tooltip, wrap
from ecolang.draw.words import Words
from ecolang.program import Edge, Power

LABEL_COLUMNS = 28
CITE_COLUMNS = 34
TAKEN = "3.4"


@frozen
class Pen:
    """What every edge needs to be drawn."""

    words: Words
    lanes: Lanes
    nodes: dict[str, str]  # stage id to node name
    outsiders: frozenset[str]
    way: Way | None
    grounds: dict[str, Power]

    def steps(self, edge: Edge) -> tuple[Step, ...]:
        """The moves of the case along an edge."""
        return self.way.on_edge(edge.id) if self.way is not None else ()

    def style(self, edge: Edge) -> LineStyle:
        """The look of an edge."""
        return STYLES[line_of(edge, self.words.events, self.outsiders)]


def draw_edge(graph: Digraph, edge: Edge, pen: Pen) -> None:
    """One edge with its own label."""
    label = edge_label(edge, pen, pen.steps(edge))
    graph.edge(pen.nodes[edge.source], pen.nodes[edge.target], label=label, **_look(edge, pen), **_ranked(edge, pen))


def draw_plate(lane: Digraph, number: int, junction: Junction, pen: Pen) -> None:
    """The labelled plate of a junction."""
    style, taken = pen.style(junction.first), _taken(junction, pen)
    ink = WAY if taken else FAINT if pen.way is not None else style.color
    lane.node(
        f"j{number}",
        label=edge_label(junction.first, pen, taken, plate=True),
        id=f"junction:{number}",
        tooltip=tooltip(*_told(junction.first, pen)),
        style="rounded,filled" if style.style == "solid" else f"rounded,filled,{style.style}",
        color=ink,
        fillcolor=PAPER,
        penwidth="1",
        margin="0.08,0.04",
    )


def join(graph: Digraph, number: int, junction: Junction, pen: Pen) -> None:
    """Light edges from each stage into the plate of a junction, and one trunk from it to the target."""
    for edge in junction.edges:
        look = _look(edge, pen)
        look["arrowhead"] = "none"
        if not pen.steps(edge):
            look["penwidth"] = "0.9"
        graph.edge(pen.nodes[edge.source], f"j{number}", **look, **_to_plate(edge, pen))
    look = _look(junction.first, pen)
    look["id"] = f"trunk:{number}"
    if _taken(junction, pen):
        look |= {"color": WAY, "penwidth": TAKEN}
    graph.edge(f"j{number}", pen.nodes[junction.first.target], weight="3", **look)


def _taken(junction: Junction, pen: Pen) -> tuple[Step, ...]:
    return tuple(sorted(step for edge in junction.edges for step in pen.steps(edge)))


def edge_label(edge: Edge, pen: Pen, steps: tuple[Step, ...], plate: bool = False) -> str:
    """The HTML-like label: steps of the case, event or lapse, period and clause."""
    told = pen.words.edge(edge, pen.lanes.lane[edge.source])
    style = pen.style(edge)
    faded = pen.way is not None and not steps
    ink = QUIET if faded else style.color
    rows = [f'<FONT COLOR="{WAY}"><B>{html(_step_words(steps))}</B></FONT>'] if steps else []
    rows += [f'<FONT COLOR="{ink}">{html(line)}</FONT>' for line in balanced(told.event, LABEL_COLUMNS)]
    small = [told.period] if told.period else []
    if plate and edge.norm in pen.grounds:
        count = len(pen.grounds[edge.norm].grounds)
        small.append(f"{count}种情形之一" if pen.words.zh else f"any of {count} grounds")
    small.append(told.cite)
    text = " · ".join(small)
    rows += [
        f'<FONT POINT-SIZE="{SMALL_SIZE}" COLOR="{QUIET}">{html(line)}</FONT>' for line in wrap(text, CITE_COLUMNS, 2)
    ]
    gap = "" if plate else '<TD WIDTH="5"></TD>'
    cells = "".join(f'<TR>{gap}<TD ALIGN="LEFT">{row}</TD></TR>' for row in rows)
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{0 if plate else 1}">{cells}</TABLE>>'


def _step_words(steps: tuple[Step, ...]) -> str:
    return "，".join(f"{circled(step.number)} {step.on}" for step in steps)


def circled(number: int) -> str:
    """A number in a circle, as far as fonts have it."""
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else f"({number})"


def _look(edge: Edge, pen: Pen) -> dict[str, str]:
    style, steps = pen.style(edge), pen.steps(edge)
    color, width = style.color, style.width
    if steps:
        color, width = WAY, TAKEN
    elif pen.way is not None:
        color = FAINT
    tip = tooltip(*_told(edge, pen))
    return {
        "id": identifier(f"edge:{edge.id}"),
        "color": color,
        "style": style.style,
        "penwidth": width,
        "arrowhead": style.arrow,
        "tooltip": tip,
        "labeltooltip": tip,
    }


def _told(edge: Edge, pen: Pen) -> list[str]:
    told, names = pen.words.edge(edge, None), pen.words.names
    lines = [told.event, *([told.period] if told.period else []), told.cite]
    lines.append(f"{names.of('stage', edge.source)} → {names.of('stage', edge.target)}")
    norm = pen.words.norm(edge)
    text = edge.text or (norm.text if norm is not None else "")
    if text:
        lines.append(text)
    power = pen.grounds.get(edge.norm or "")
    if power is not None:
        lines += [f"{names.cite(ground.cite)}：{ground.text}" for ground in power.grounds]
    return lines


def _ranked(edge: Edge, pen: Pen) -> dict[str, str]:
    """A way back or to the side does not push its target down."""
    step = pen.lanes.step
    forward = step[edge.target] > step[edge.source]
    same_lane = pen.lanes.lane[edge.source] == pen.lanes.lane[edge.target]
    weight = "4" if forward and same_lane and step[edge.target] == step[edge.source] + 1 else "1"
    return {"weight": weight} if forward else {"constraint": "false"}


def _to_plate(edge: Edge, pen: Pen) -> dict[str, str]:
    step = pen.lanes.step
    return {"weight": "1"} if step[edge.target] > step[edge.source] + 1 else {"constraint": "false"}
