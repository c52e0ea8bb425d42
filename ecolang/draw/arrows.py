"""The edges: each edge of the policy is drawn once, under its own id, by itself or into a junction."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from graphviz import Digraph

from ecolang.diagnostics.width import text_width
from ecolang.draw.case import Step, Way, circled
from ecolang.draw.deemed import on_edges, sentence
from ecolang.draw.grid import Net
from ecolang.draw.labels import Line, label
from ecolang.draw.lanes import Lanes
from ecolang.draw.path import Point, at, pos, until_merged
from ecolang.draw.sheet import Size
from ecolang.draw.style import (
    DOCUMENT,
    FAINT,
    LABEL_SIZE,
    MAIN,
    PALE,
    PAPER,
    QUIET,
    SMALL_SIZE,
    STEP_SIZE,
    STYLES,
    TAKEN,
    WAY,
    LineStyle,
    line_of,
)
from ecolang.draw.text import balanced, identifier, tooltip, wrap
from ecolang.draw.words import Words
from ecolang.program import Deeming, Edge, Power, Program

ARROW = 9.0


@frozen
class Pen:
    """What every edge needs to be drawn."""

    words: Words
    lanes: Lanes
    nodes: dict[str, str]  # stage id to node name
    outsiders: frozenset[str]
    way: Way | None
    grounds: dict[str, Power]
    main: frozenset[str]
    documents: bool
    program: Program
    deemings: tuple[Deeming, ...]

    def steps(self, net: Net) -> tuple[Step, ...]:
        """The moves of the case along the edges of a net."""
        return tuple(sorted(step for edge in net.edges for step in self.edge_steps(edge)))

    def edge_steps(self, edge: Edge) -> tuple[Step, ...]:
        """The moves of the case along an edge."""
        return self.way.on_edge(edge.id) if self.way is not None else ()

    def deemed(self, net: Net) -> tuple[Deeming, ...]:
        """What makes the edges of a net be taken without the act itself."""
        return tuple(row for row in self.deemings if row in on_edges(self.program, net.edges))

    def style(self, edge: Edge) -> LineStyle:
        """The look of an edge."""
        return STYLES[line_of(edge, self.words.events, self.outsiders)]


def label_lines(net: Net, pen: Pen, columns: int) -> list[Line]:
    """What stands on a net in so many columns: steps of the case, event or lapse, documents, period and clause."""
    edge, words = net.first, pen.words
    steps = pen.steps(net)
    lane = pen.lanes.lane[edge.source]
    told = words.edge(edge, lane if all(pen.lanes.lane[each.source] == lane for each in net.edges) else None)
    faded = pen.way is not None and not steps
    ink, small = (PALE, PALE) if faded else (pen.style(edge).color, QUIET)
    lines = [Line(f" {circled(step.number)} {step.on} ", STEP_SIZE, PAPER, bold=True, fill=WAY) for step in steps]
    lines += [Line(text, LABEL_SIZE, ink, bold=True) for text in _event_lines(told.pieces, columns)]
    if pen.documents:
        event = words.events.get(edge.trigger.event or "")
        names = [words.names.of("document", each) for each in event.documents] if event is not None else []
        lines += [Line(text, SMALL_SIZE, PALE if faded else DOCUMENT) for name in names
                  for text in wrap(f"▤ {name}", columns + 2, 2)]  # fmt: skip
    parts = [told.period] if told.period else []
    if edge.norm in pen.grounds:
        count = len(pen.grounds[edge.norm].grounds)
        parts.append(f"{count}种情形之一" if words.zh else f"any of {count} grounds")
    lines += [Line(text, SMALL_SIZE, small) for text in _packed([*parts, told.cite], columns + 2)]
    clock = PALE if faded else STYLES["lapse"].color
    for row in pen.deemed(net):
        lines += [Line(text, SMALL_SIZE, clock) for text in wrap(sentence(row, words, False), columns + 2, 4)]
    return lines


def _event_lines(pieces: Sequence[str], columns: int) -> list[str]:
    """Pieces side by side as far as they fit; a longer one is broken by itself."""
    lines = [""]
    for piece in pieces:
        if text_width((lines[-1] + piece).rstrip()) <= columns:
            lines[-1] += piece
        else:
            lines.append(piece.removeprefix("，").removeprefix(",").strip())
    return [part for line in lines if line for part in balanced(line, columns, 4)]


def _packed(parts: Sequence[str], columns: int) -> list[str]:
    """Parts side by side as far as they fit."""
    lines: list[str] = []
    for part in parts:
        if lines and text_width(f"{lines[-1]} · {part}") <= columns:
            lines[-1] += f" · {part}"
        else:
            lines += wrap(part, columns, 2)
    return lines


@frozen
class Drawn:
    """A net's place on the sheet: its label's middle and size, its ways from each source and to the target, and the
    colour that the label stands on."""

    net: Net
    number: int
    middle: Point
    size: Size
    inward: Sequence[Sequence[Point]]
    outward: Sequence[Point]
    lines: Sequence[Line]
    ground: str


def draw_net(graph: Digraph, drawn: Drawn, pen: Pen) -> None:
    """An edge with its label, or a junction with its edges and its trunk."""
    if drawn.net.joined:
        _draw_junction(graph, drawn, pen)
        return
    edge = drawn.net.first
    look = _look(edge, pen)
    whole = [*drawn.inward[0], *drawn.outward]
    graph.edge(
        pen.nodes[edge.source],
        pen.nodes[edge.target],
        label=label(drawn.lines, fill=drawn.ground, drop=3),
        lp=at(drawn.middle),
        pos=pos(_straight(whole), ARROW),
        **look,
    )


def _straight(points: Sequence[Point]) -> list[Point]:
    """Without the two ends at the label, which the way passes behind."""
    kept: list[Point] = []
    for point in points:
        if len(kept) > 1 and abs(kept[-2][0] - kept[-1][0]) < 0.1 and abs(kept[-1][0] - point[0]) < 0.1:
            kept.pop()
        kept.append(point)
    return kept


def draw_plate(graph: Digraph, drawn: Drawn, pen: Pen) -> None:
    """The labelled plate of a junction."""
    first = drawn.net.first
    style, taken = pen.style(first), pen.steps(drawn.net)
    graph.node(
        f"j{drawn.number}",
        label=label(drawn.lines, drop=3),
        id=f"junction:{drawn.number}",
        tooltip=tooltip(*_told(first, pen)),
        style="rounded,filled" if style.style == "solid" else f"rounded,filled,{style.style}",
        color=WAY if taken else FAINT if pen.way is not None else style.color,
        fillcolor=PAPER,
        penwidth="2.4" if taken else "1.2",
        pos=at(drawn.middle),
        width=f"{drawn.size.width / 72:.3f}",
        height=f"{drawn.size.height / 72:.3f}",
    )


def _draw_junction(graph: Digraph, drawn: Drawn, pen: Pen) -> None:
    """The edges from each stage as far as they join, those that matter most first and whole, and the trunk."""
    order = sorted(
        range(len(drawn.net.edges)),
        key=lambda at: (not pen.edge_steps(drawn.net.edges[at]), drawn.net.edges[at].id not in pen.main, at),
    )
    whole: list[Sequence[Point]] = []
    ways: dict[int, list[Point]] = {}
    for index in order:
        important = bool(pen.edge_steps(drawn.net.edges[index]))
        path = drawn.inward[index]
        ways[index] = list(path) if important else until_merged(path, whole)
        whole.append(path)
    name = f"j{drawn.number}"
    for index in reversed(order):
        edge = drawn.net.edges[index]
        look = _look(edge, pen) | {"arrowhead": "none"}
        graph.edge(pen.nodes[edge.source], name, pos=pos(ways[index], 0), **look)
    look = _look(drawn.net.first, pen) | {"id": f"trunk:{drawn.number}"}
    if pen.steps(drawn.net):
        look |= {"color": WAY, "penwidth": TAKEN, "style": "solid"}
    elif drawn.net.main and pen.way is None:
        look |= {"penwidth": MAIN}
    graph.edge(name, pen.nodes[drawn.net.first.target], pos=pos(drawn.outward, ARROW), **look)


def _look(edge: Edge, pen: Pen) -> dict[str, str]:
    style, steps = pen.style(edge), pen.edge_steps(edge)
    color, width, line = style.color, MAIN if edge.id in pen.main else style.width, style.style
    if steps:
        color, width, line = WAY, TAKEN, "solid"
    elif pen.way is not None:
        color, width = FAINT, style.width
    tip = tooltip(*_told(edge, pen))
    return {
        "id": identifier(f"edge:{edge.id}"),
        "color": color,
        "style": line,
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
