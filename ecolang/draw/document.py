"""The picture of a policy as DOT text."""

from __future__ import annotations

import networkx as nx
from attrs import frozen
from graphviz import Digraph

from ecolang.draw import panels
from ecolang.draw.arrows import Pen, draw_edge, draw_plate, join
from ecolang.draw.boxes import small_lines, stage_label, stage_tooltip
from ecolang.draw.case import CaseTrack, Way, way_of
from ecolang.draw.frame import STRIP, Row, draw_frame, title
from ecolang.draw.junctions import Junction, junctions
from ecolang.draw.lanes import Lanes, place, third_parties
from ecolang.draw.names import Names
from ecolang.draw.notes import Note, draw_note, notes
from ecolang.draw.style import CURRENT, EDGE, GRAPH, INK, NODE, OUTCOME, STAGE, START, WAY, BoxStyle, line_of
from ecolang.draw.text import identifier, short_strings, tooltip
from ecolang.draw.words import Words
from ecolang.graph import edges, stage_payload, to_graph
from ecolang.program import Program, Stage


def dot(program: Program, lang: str = "zh", case: CaseTrack | None = None, *, documents: bool = False) -> str:
    """The picture of a policy as DOT text, in Chinese (`zh`) or English (`en`, by the labels that the policy gives).

    `case`: a track's verdict, whose way is marked. `documents`: the documents that events carry are drawn as notes.
    Every edge of the policy is drawn once, with the id `edge:` + its own; stages have the id `stage:` + theirs.
    """
    return _Picture.of(program, lang, case, documents).draw()


@frozen
class _Picture:
    program: Program
    graph: nx.MultiDiGraph
    words: Words
    lanes: Lanes
    junctions: tuple[Junction, ...]
    notes: tuple[Note, ...]
    pen: Pen
    way: Way | None

    @classmethod
    def of(cls, program: Program, lang: str, case: CaseTrack | None, documents: bool) -> _Picture:
        words = Words(program, Names(program, lang))
        graph = to_graph(program)
        lanes = place(program, graph)
        way = way_of(program, case) if case is not None else None
        pen = Pen(
            words=words,
            lanes=lanes,
            nodes={stage.id: f"s{index}" for index, stage in enumerate(program.stages)},
            outsiders=third_parties(program),
            way=way,
            grounds={power.id: power for power in program.powers if power.grounds},
        )
        return cls(program, graph, words, lanes, junctions(program), notes(program) if documents else (), pen, way)

    def draw(self) -> str:
        names = self.words.names
        picture = Digraph("policy", graph_attr=GRAPH, node_attr=NODE, edge_attr=EDGE)
        picture.attr(label=title(self.program, names), labelloc="t", tooltip=tooltip(names.title(self.program)))
        for index, role in enumerate(self.lanes.order):
            with picture.subgraph(name=f"lane_{index}") as lane:
                self._fill(lane, role)
        picture.node(STRIP, label=self._strip(), id=STRIP, shape="plain", style="", tooltip=" ")
        draw_frame(picture, self.lanes, self._rows(), self.program, names)
        self._edges(picture)
        return short_strings(str(picture.source))

    def _fill(self, lane: Digraph, role: str) -> None:
        for stage in self.program.stages:
            if self.lanes.lane[stage.id] == role:
                self._stage(lane, stage)
        for number, junction in enumerate(self.junctions):
            if self._plate_lane(junction) == role:
                draw_plate(lane, number, junction, self.pen)
        for number, note in enumerate(self.notes):
            if self.lanes.lane[note.stage] == role:
                draw_note(lane, number, note, self.words)

    def _rows(self) -> list[Row]:
        """A row for each step, and above it one for the plates that lead to its stages, if there are any."""
        rows: list[Row] = []
        for step in range(self.lanes.steps):
            plates = [
                (f"j{number}", self._plate_lane(junction))
                for number, junction in enumerate(self.junctions)
                if self.lanes.step[junction.first.target] == step
            ]
            if plates:
                rows.append(self._row(plates))
            here = [(stage.id, self.lanes.lane[stage.id]) for stage in self.program.stages]
            standing = [(self.pen.nodes[stage], lane) for stage, lane in here if self.lanes.step[stage] == step]
            standing += [
                (f"d{number}", self.lanes.lane[note.stage])
                for number, note in enumerate(self.notes)
                if self.lanes.step[note.stage] == step
            ]
            rows.append(self._row(standing))
        return rows

    def _row(self, standing: list[tuple[str, str]]) -> Row:
        return Row(tuple(tuple(node for node, lane in standing if lane == role) for role in self.lanes.order))

    def _plate_lane(self, junction: Junction) -> str:
        """The lane of who acts."""
        event = self.words.events.get(junction.first.trigger.event or "")
        actor = event.actors[0] if event is not None and event.actors else None
        return actor if actor in self.lanes.order else self.lanes.lane[junction.first.source]

    def _edges(self, picture: Digraph) -> None:
        joined = {edge.id for junction in self.junctions for edge in junction.edges}
        for edge in self.program.edges:
            if edge.id not in joined:
                draw_edge(picture, edge, self.pen)
        for number, junction in enumerate(self.junctions):
            join(picture, number, junction, self.pen)
        for number, note in enumerate(self.notes):
            picture.edge(f"d{number}", self.pen.nodes[note.stage], style="dotted", arrowhead="none", tooltip=" ")

    def _stage(self, lane: Digraph, stage: Stage) -> None:
        payload, names = stage_payload(self.graph, stage.id), self.words.names
        role = self.lanes.lane[stage.id]
        moving = {each.edge.norm for each in edges(self.graph) if each.edge.source == stage.id}
        every = small_lines(payload, moving, role, self.words)
        own = small_lines(payload, moving | panels.shared(self.program), role, self.words)
        style, name = self._style(stage), names.of("stage", stage.id)
        mark = "▶ " if stage.start else "◎ " if stage.outcome else ""
        lane.node(
            self.pen.nodes[stage.id],
            label=stage_label(name, own, style, mark, "余见提示" if names.zh else "more in the tooltip"),
            id=identifier(f"stage:{stage.id}"),
            tooltip=tooltip(*stage_tooltip(name, every, payload)),
            fillcolor=style.fill,
            color=style.border,
            penwidth=style.width,
            peripheries="2" if stage.outcome else "1",
        )

    def _style(self, stage: Stage) -> BoxStyle:
        style = START if stage.start else OUTCOME if stage.outcome else STAGE
        if self.way is None:
            return style
        if stage.id == self.way.stage:
            return BoxStyle(CURRENT, WAY, INK, "3")
        return BoxStyle(style.fill, WAY, style.ink, "2") if stage.id in self.way.visited else style

    def _strip(self) -> str:
        used = {line_of(edge, self.words.events, self.pen.outsiders) for edge in self.program.edges}
        tables = [
            panels.legend(used, self.words, self.way is not None, bool(self.junctions)),
            panels.limits(self.program, self.words),
            *panels.grounds(self.program, self.words),
            panels.beside(self.program, self.words),
        ]
        return panels.strip(tables)
