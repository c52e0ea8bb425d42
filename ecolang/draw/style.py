"""Colours, line styles and type sizes: one look for the picture and for its legend."""

from __future__ import annotations

from attrs import frozen

from ecolang.program import Edge, Event

FONTS = "Noto Sans CJK SC,Noto Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro Hei,sans-serif"

INK = "#1f2937"
QUIET = "#6b7280"
FAINT = "#cbd5e1"
PAPER = "#ffffff"
BORDER = "#cbd5e1"
HEADER = "#e2e8f0"
CURRENT = "#fde68a"
WAY = "#ea580c"

MUST, MAY, MUST_NOT = "●", "○", "×"
"""What stands before a line in a box; squares would look like missing characters."""

NAME_SIZE = "18"
SMALL_SIZE = "10.5"


@frozen
class LineStyle:
    """How an edge looks."""

    color: str
    style: str
    width: str
    arrow: str = "normal"


STYLES = {
    "duty": LineStyle("#111827", "solid", "1.7"),
    "power": LineStyle("#1d4ed8", "dashed", "1.5"),
    "lapse": LineStyle("#dc2626", "dotted", "2.2"),
    "effect": LineStyle("#0f766e", "solid", "1.4"),
    "outside": LineStyle("#6b7280", "solid", "1.4", "empty"),
    "condition": LineStyle("#7c3aed", "solid", "0.7", "vee"),
}


@frozen
class BoxStyle:
    """How a stage looks."""

    fill: str
    border: str
    ink: str
    width: str = "1.2"


STAGE = BoxStyle(PAPER, "#475569", INK)
START = BoxStyle("#dcfce7", "#15803d", "#14532d", "2")
OUTCOME = BoxStyle("#334155", "#0f172a", "#ffffff")


def line_of(edge: Edge, events: dict[str, Event], outsiders: frozenset[str]) -> str:
    """The style's name: the clock first, then what comes from outside, then what the rule makes of the act."""
    if edge.kind == "lapse" or edge.trigger.kind in ("lapse", "reached"):
        return "lapse"
    event = events.get(edge.trigger.event or "")
    if event is None:
        return "condition"
    if event.external or not set(event.actors) - outsiders:
        return "outside"
    return edge.kind if edge.kind in ("duty", "power") else "effect"


GRAPH = {
    "fontname": FONTS,
    "rankdir": "TB",
    "newrank": "true",
    "splines": "spline",
    "nodesep": "0.35",
    "ranksep": "0.3",
    "bgcolor": "white",
    "pad": "0.4",
    "outputorder": "edgesfirst",
}
NODE = {"fontname": FONTS, "fontsize": "12", "shape": "box", "style": "rounded,filled", "margin": "0.12,0.06"}
EDGE = {"fontname": FONTS, "fontsize": "12", "arrowsize": "0.9"}
