"""Colours, line styles and type sizes: one look for the picture and for its legend.

The colours are those of Okabe and Ito, which people with any colour vision tell apart, some of them darker for text.
"""

from __future__ import annotations

from attrs import frozen

from ecolang.program import Edge, Event

FONTS = "Noto Sans CJK SC,Noto Sans SC,Microsoft YaHei,PingFang SC,WenQuanYi Micro Hei,sans-serif"

INK = "#1f2937"
QUIET = "#4b5563"
PALE = "#a3adba"
FAINT = "#cbd2da"
PAPER = "#ffffff"
BORDER = "#cbd5e1"
HEADER = "#dbe4ee"
BANDS = ("#f7f9fb", "#ffffff")
GOAL = "#e3eaf3"
NOTE = "#fffbeb"
CURRENT = "#fde68a"
WAY = "#c2410c"
DOCUMENT = "#92400e"

MUST, MAY, MUST_NOT = "●", "○", "×"
"""What stands before a line in a box; squares would look like missing characters."""

# In points on a sheet that is about 0.75 as large on A3 paper.
TITLE_SIZE = 38.0
HEADER_SIZE = 24.0
NAME_SIZE = 25.0
STEP_SIZE = 19.0
LABEL_SIZE = 16.5
SMALL_SIZE = 14.5

MAIN = "3.6"
TAKEN = "5"


@frozen
class LineStyle:
    """How an edge looks."""

    color: str
    style: str
    width: str
    arrow: str = "normal"


STYLES = {
    "duty": LineStyle("#111827", "solid", "1.8"),
    "power": LineStyle("#0060a0", "dashed", "1.8"),
    "lapse": LineStyle("#b8470b", "dotted", "2.8"),
    "effect": LineStyle("#00704f", "solid", "1.8"),
    "outside": LineStyle("#6b5b95", "solid", "1.6", "empty"),
    "condition": LineStyle("#8a6d00", "solid", "0.8", "vee"),
}


@frozen
class BoxStyle:
    """How a stage looks."""

    fill: str
    border: str
    ink: str
    width: str = "1.4"
    quiet: str = QUIET


STAGE = BoxStyle(PAPER, "#334155", INK)
START = BoxStyle("#d3efe4", "#00704f", "#0b3d2e", "2.4")
OUTCOME = BoxStyle("#1e3a5f", "#0f2540", "#ffffff", quiet="#e2e8f0")
FADED = BoxStyle(PAPER, FAINT, PALE, quiet=PALE)
FADED_OUTCOME = BoxStyle("#eef1f5", FAINT, PALE, quiet=PALE)


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
    # Everything has its place already: Graphviz only draws.
    "layout": "nop2",
    "bgcolor": "white",
    "pad": "0.3",
    "margin": "0",
    "outputorder": "nodesfirst",
}
NODE = {"fontname": FONTS, "shape": "box", "style": "rounded,filled", "margin": "0"}
EDGE = {"fontname": FONTS, "arrowsize": "0.9"}
