"""From tables to graph and back, with nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import networkx as nx

from ecolang.graph.payload import HANGING, EdgePayload, GraphPayload, StagePayload
from ecolang.program import Duty, Period, Power, Program, Prohibition
from ecolang.rows import replace

_Hanging = Duty | Power | Prohibition | Period


def to_graph(program: Program) -> nx.MultiDiGraph:
    """The graph of a policy: a node for each stage (`payload`: StagePayload), an edge for each edge, keyed by its id
    (`payload`: EdgePayload), and all else in `graph.graph["payload"]` (GraphPayload). A row that names several stages
    hangs on each of them, the same object."""
    declared = {stage.id for stage in program.stages}
    hanging: dict[str, dict[str, list[Any]]] = {stage.id: {table: [] for table in HANGING} for stage in program.stages}
    loose: dict[str, tuple[Any, ...]] = {}
    for table in HANGING:
        rows: tuple[_Hanging, ...] = getattr(program, table)
        loose[table] = tuple(row for row in rows if not declared.intersection(stages_of(row)))
        for row in rows:
            for stage_id in dict.fromkeys(stages_of(row)):
                if stage_id in declared:
                    hanging[stage_id][table].append(row)
    graph = nx.MultiDiGraph()
    for stage in program.stages:
        rows_here = {table: tuple(rows) for table, rows in hanging[stage.id].items()}
        graph.add_node(stage.id, payload=StagePayload(stage=stage, **rows_here))
    movers: tuple[Duty | Power | Period, ...] = (*program.periods, *program.powers, *program.duties)
    norms = {row.id: row for row in movers}
    for edge in program.edges:
        norm = norms.get(edge.norm) if edge.norm is not None else None
        graph.add_edge(edge.source, edge.target, key=edge.id, payload=EdgePayload(edge=edge, norm=norm))
    order = {table: tuple(row.id for row in getattr(program, table)) for table in (*HANGING, "stages", "edges")}
    rest = _with_tables(program, {"stages": (), "edges": (), **loose})
    graph.graph["payload"] = GraphPayload(rest=rest, order=MappingProxyType(order))
    return graph


def from_graph(graph: nx.MultiDiGraph) -> Program:
    """The policy of a graph that `to_graph` made, in its first order; rows added since come last in their table."""
    own: GraphPayload = graph.graph["payload"]
    nodes: list[StagePayload] = [data["payload"] for _, data in graph.nodes(data=True) if "payload" in data]
    edges: list[EdgePayload] = [data["payload"] for _, _, data in graph.edges(data=True)]
    found: dict[str, Iterable[Any]] = {
        "stages": (node.stage for node in nodes),
        "edges": (each.edge for each in edges),
    }
    for table in HANGING:
        hung = {row.id: row for node in nodes for row in getattr(node, table)}
        found[table] = (*getattr(own.rest, table), *hung.values())
    return _with_tables(own.rest, {table: _in_order(rows, own.order, table) for table, rows in found.items()})


def stages_of(row: _Hanging) -> tuple[str, ...]:
    """The stages that a row hangs on."""
    if isinstance(row, Duty):
        return row.open.stages if row.open.kind == "stage" else ()
    return row.limit_stages if isinstance(row, Period) else row.stages


def _with_tables(program: Program, rows: dict[str, Any]) -> Program:
    return replace(program, **rows)


def _in_order(rows: Iterable[Any], order: Mapping[str, tuple[str, ...]], table: str) -> tuple[Any, ...]:
    places = {id_: place for place, id_ in enumerate(order.get(table, ()))}
    return tuple(sorted(rows, key=lambda row: places.get(row.id, len(places))))
