"""The picture of a policy as DOT text: every place on the sheet is worked out here, Graphviz draws."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from attrs import frozen
from graphviz import Digraph

from ecolang.draw import panels
from ecolang.draw.arrows import Drawn, Pen, draw_net, draw_plate, label_lines
from ecolang.draw.boxes import small_lines, stage_lines, stage_tooltip
from ecolang.draw.case import CaseTrack, Way, way_of
from ecolang.draw.deemed import ALSO, sentence
from ecolang.draw.frame import Band, draw_band, draw_outcome_band, draw_text, title_lines
from ecolang.draw.grid import Cell, Grid, Net, make_grid
from ecolang.draw.junctions import nets
from ecolang.draw.labels import Line, label
from ecolang.draw.lanes import Lanes, place, third_parties
from ecolang.draw.legend import Entry, entries
from ecolang.draw.mainline import main_line
from ecolang.draw.margin import GAP, draw_margin
from ecolang.draw.path import Point, at
from ecolang.draw.plan import Content, Plan, plan
from ecolang.draw.sheet import ARROW_ROOM
from ecolang.draw.style import (
    BANDS,
    CURRENT,
    EDGE,
    FADED,
    FADED_OUTCOME,
    GRAPH,
    INK,
    NODE,
    OUTCOME,
    STAGE,
    START,
    WAY,
    BoxStyle,
    line_of,
)
from ecolang.draw.text import identifier, short_strings, tooltip
from ecolang.draw.wires import Wire, route
from ecolang.draw.words import PAUSE, Words
from ecolang.graph import edges, stage_payload, to_graph
from ecolang.program import Edge, Program, Stage
from ecolang.words.names import Names

LABEL_COLUMNS = (32, 30, 28, 26, 24, 22, 20)
"""Widths of labels that are tried, in columns of half a Chinese character."""
MOST_COMPARED = 300
"""A policy of more edges gets the widest labels at once."""


def dot(program: Program, lang: str = "zh", case: CaseTrack | None = None, *, documents: bool = False) -> str:
    """The picture of a policy as DOT text, in Chinese (`zh`) or English (`en`, by the labels that the policy gives).

    `case`: a track's verdict, whose way is marked. `documents`: edges name the documents that their events carry, and
    notes at the foot say what these include.
    Every edge of the policy is drawn once, with the id `edge:` + its own; stages have the id `stage:` + theirs.
    """
    return _Picture.of(program, lang, case, documents).draw()


@frozen
class _Picture:
    program: Program
    graph: nx.MultiDiGraph
    words: Words
    lanes: Lanes
    nets: tuple[Net, ...]
    pen: Pen
    main: tuple[Edge, ...]
    way: Way | None

    @classmethod
    def of(cls, program: Program, lang: str, case: CaseTrack | None, documents: bool) -> _Picture:
        words = Words(program, Names(program, lang))
        graph = to_graph(program)
        main = main_line(program)
        lanes = place(program, graph, main)
        way = way_of(program, case) if case is not None else None
        pen = Pen(
            words=words,
            lanes=lanes,
            nodes={stage.id: f"s{index}" for index, stage in enumerate(program.stages)},
            outsiders=third_parties(program),
            way=way,
            grounds={power.id: power for power in program.powers if power.grounds},
            main=frozenset(edge.id for edge in main),
            documents=documents,
            program=program,
            deemings=program.deemings,
        )
        return cls(program, graph, words, lanes, tuple(nets(program, main)), pen, main, way)

    def draw(self) -> str:
        names = self.words.names
        grid = make_grid(self.program, self.lanes, self.nets, self.main)
        wires = route(grid, self.nets)
        done = self._plan(grid, wires)
        picture = Digraph("policy", graph_attr=GRAPH, node_attr=NODE, edge_attr=EDGE)
        picture.attr(tooltip=tooltip(names.title(self.program)), **done.paper)
        draw_text(picture, "title", done.title, (done.page[0] / 2, (done.top - GAP) / 2))
        self._bands(picture, grid, done)
        if self.way is not None:
            # Graphviz draws edges in the order of the boxes that they leave: the way of the case comes last, on top.
            for stage in sorted(self.program.stages, key=lambda each: each.id in self._visited):
                picture.node(self.pen.nodes[stage.id])
        for index in range(len(self.lanes.order) + 1):
            with picture.subgraph(name=f"lane_{index}") as lane:
                for stage in self.program.stages:
                    if self._band_of(stage) == index:
                        self._stage(lane, stage, grid.stage[stage.id], done)
        drawn = self._drawn(grid, wires, done)
        for each in drawn:
            if each.net.joined:
                draw_plate(picture, each, self.pen)
        for each in sorted(drawn, key=lambda one: (bool(self.pen.steps(one.net)), one.net.main)):
            draw_net(picture, each, self.pen)
        draw_margin(picture, done.margin, done.top)
        return short_strings(str(picture.source))

    @property
    def _visited(self) -> frozenset[str]:
        return self.way.visited if self.way is not None else frozenset()

    def _plan(self, grid: Grid, wires: list[Wire]) -> Plan:
        """The plan that comes out largest on paper, of those for some widths of labels."""
        boxes = {stage.id: self._box_lines(stage) for stage in self.program.stages}
        given = self._legend(), self._panels(), self._notes()

        def titled(width: float) -> list[Line]:
            return title_lines(self.program, self.words.names, width)

        widths = LABEL_COLUMNS if len(self.nets) <= MOST_COMPARED else LABEL_COLUMNS[-1:]
        labels = ([label_lines(net, self.pen, columns) for net in self.nets] for columns in widths)
        plans = [plan(grid, wires, self.nets, Content(boxes, each, *given), titled) for each in labels]
        return max(plans, key=lambda each: each.scale)

    def _band_of(self, stage: Stage) -> int:
        """The index of a stage's lane; the band of the outcomes comes after all lanes."""
        order = self.lanes.order
        return len(order) if stage.outcome else order.index(self.lanes.lane[stage.id])

    def _bands(self, picture: Digraph, grid: Grid, done: Plan) -> None:
        sheet, names, bottom = done.sheet, self.words.names, done.top + done.height
        firsts = [grid.owner.index(index) for index in range(1, len(self.lanes.order))]
        borders = [0.0, *(sheet.right[first - 1] + 3 for first in firsts), done.width]
        outcomes = [grid.stage[stage.id].row for stage in self.program.stages if stage.outcome]
        below = sheet.top[min(outcomes)] - ARROW_ROOM / 2 if outcomes else bottom
        for index, (left, right) in enumerate(pairwise(borders)):
            role = self.lanes.order[index] if self.lanes.order else None
            draw_band(picture, index, Band(role, left, right), (done.top, below), self.program, names)
        if outcomes:
            named = all(Cell(row, 0) not in grid.taken for row in outcomes)
            draw_outcome_band(picture, (0.0, below, done.width, bottom), names if named else None)

    def _drawn(self, grid: Grid, wires: list[Wire], done: Plan) -> list[Drawn]:
        ways: list[dict[int, list[Point]]] = [{} for _ in self.nets]
        for wire, path in zip(wires, done.sheet.path, strict=True):
            ways[wire.net][wire.source] = path
        return [
            Drawn(
                net=net,
                number=number,
                middle=done.sheet.middle(grid.label[number]),
                size=done.sizes[grid.label[number]],
                inward=[ways[number][index] for index in range(len(net.edges))],
                outward=ways[number][-1],
                lines=done.content.labels[number],
                ground=BANDS[grid.owner[grid.label[number].col] % len(BANDS)],
            )
            for number, net in enumerate(self.nets)
        ]

    def _box_lines(self, stage: Stage) -> list[Line]:
        payload, names = stage_payload(self.graph, stage.id), self.words.names
        hidden = self._moving(stage) | panels.shared(self.program) | panels.shown_by_edges(self.program)
        own = small_lines(payload, hidden, self.lanes.lane[stage.id], self.words)
        mark = "▶ " if stage.start else "◎ " if stage.outcome else ""
        return stage_lines(names.of("stage", stage.id), own, self._style(stage), mark, names.zh)

    def _moving(self, stage: Stage) -> set[str | None]:
        return {each.edge.norm for each in edges(self.graph) if each.edge.source == stage.id}

    def _stage(self, lane: Digraph, stage: Stage, cell: Cell, done: Plan) -> None:
        payload, name = stage_payload(self.graph, stage.id), self.words.names.of("stage", stage.id)
        every = small_lines(payload, self._moving(stage), self.lanes.lane[stage.id], self.words)
        style = self._style(stage)
        lane.node(
            self.pen.nodes[stage.id],
            label=label(done.content.boxes[stage.id], drop=7),
            id=identifier(f"stage:{stage.id}"),
            tooltip=tooltip(*stage_tooltip(name, every, payload)),
            fillcolor=style.fill,
            color=style.border,
            penwidth=style.width,
            peripheries="2" if stage.outcome else "1",
            pos=at(done.sheet.middle(cell)),
            width=f"{done.sizes[cell].width / 72:.3f}",
            height=f"{done.sizes[cell].height / 72:.3f}",
        )

    def _style(self, stage: Stage) -> BoxStyle:
        style = START if stage.start else OUTCOME if stage.outcome else STAGE
        if self.way is None:
            return style
        if stage.id == self.way.stage:
            return BoxStyle(CURRENT, WAY, INK, "4")
        if stage.id in self._visited:
            return BoxStyle(style.fill, WAY, style.ink, "3", style.quiet)
        return FADED_OUTCOME if stage.outcome else FADED

    def _legend(self) -> list[Entry]:
        used = {line_of(edge, self.words.events, self.pen.outsiders) for edge in self.program.edges}
        used |= {PAUSE} if self.program.period_ops else set()
        deemed = (sentence(row, self.words) for row in self.program.deemings)
        used |= {ALSO} if any(each.startswith(ALSO) for each in deemed) else set()
        plates = any(net.joined for net in self.nets)
        return entries(used, self.words, self.way is not None, bool(self.pen.main), plates)

    def _panels(self) -> list[panels.Panel]:
        found = [
            panels.case(self.way, self.words) if self.way is not None else None,
            *panels.grounds(self.program, self.words),
            panels.limits(self.program, self.words),
            panels.beside(self.program, self.words),
        ]
        return [panel for panel in found if panel is not None]

    def _notes(self) -> list[panels.Panel]:
        return panels.documents(self.program, self.words) if self.pen.documents else []
