"""The compiled policy as a networkx graph with frozen payloads: what checks, drawings and diffs walk over."""

from ecolang.graph.convert import from_graph, to_graph
from ecolang.graph.payload import EdgePayload, GraphPayload, StagePayload
from ecolang.graph.walk import cannot_reach, cycles, edge_payload, edges, loops, reachable, stage_payload, start_stages

__all__ = [
    "EdgePayload",
    "GraphPayload",
    "StagePayload",
    "cannot_reach",
    "cycles",
    "edge_payload",
    "edges",
    "from_graph",
    "loops",
    "reachable",
    "stage_payload",
    "start_stages",
    "to_graph",
]
