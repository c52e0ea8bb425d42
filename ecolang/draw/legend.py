"""The legend: real boxes and lines, each with what it stands for."""

from __future__ import annotations

from collections.abc import Sequence, Set

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.deemed import ALSO
from ecolang.draw.frame import rectangle
from ecolang.draw.labels import Line, label, size_of
from ecolang.draw.path import pos
from ecolang.draw.style import (
    CURRENT,
    INK,
    MAIN,
    MAY,
    MUST,
    MUST_NOT,
    OUTCOME,
    PAPER,
    SMALL_SIZE,
    START,
    STYLES,
    TAKEN,
    WAY,
    BoxStyle,
    LineStyle,
)
from ecolang.draw.words import CLOCK, PAUSE, Words

SAMPLE = 46.0
ROW = 27.0
_GAP = 8.0
_BETWEEN = 22.0

_LINES = {
    "duty": ("应当作出的行为", "an act that is owed"),
    "power": ("可以作出的行为", "an act that is permitted"),
    "effect": ("其他行为的后果", "what another act brings about"),
    "lapse": (f"{CLOCK} 期限届满（时钟）", f"{CLOCK} a period lapses (the clock)"),
    "outside": ("第三方行为或外部事件", "third parties and outside events"),
    "condition": ("条件成就", "a condition comes true"),
}
_SIGNS = ((MUST, "应当", "must"), (MAY, "可以、鼓励", "may, is encouraged to"), (MUST_NOT, "不得", "must not"))

_MORE_SIGNS = (
    (PAUSE, "期限的中止、恢复、重新起算", "periods suspended, resumed, counted anew"),
    (ALSO, "视为", "what is deemed done"),
)


@frozen
class Entry:
    """A sample, which is a box, a line or a sign, and its words."""

    words: str
    box: BoxStyle | None = None
    line: LineStyle | None = None
    sign: str = ""


def entries(used: Set[str], words: Words, case: bool, main: bool, plates: bool) -> list[Entry]:
    """What the picture has of boxes, lines and signs."""
    zh = words.zh
    found = [Entry("起始阶段" if zh else "start", box=START), Entry("结局" if zh else "outcome", box=OUTCOME)]
    if case:
        here = BoxStyle(CURRENT, WAY, INK, "4")
        found.append(Entry("本案现处阶段" if zh else "where the case is", box=here))
        way = LineStyle(WAY, "solid", TAKEN)
        found.append(Entry("本案经过的路径（序号、日期）" if zh else "the way of the case (number, day)", line=way))
    elif main:
        found.append(Entry("主线" if zh else "main line", line=LineStyle(INK, "solid", MAIN)))
    found += [Entry(_LINES[name][0 if zh else 1], line=style) for name, style in STYLES.items() if name in used]
    if plates:
        frame = BoxStyle(PAPER, INK, INK, "1.2")
        found.append(Entry("数个阶段共用的一条规则" if zh else "one rule for several stages", box=frame))
    signs = (*_SIGNS, *(row for row in _MORE_SIGNS if row[0] in used))
    return found + [Entry(zh_words if zh else en_words, sign=sign) for sign, zh_words, en_words in signs]


def legend_places(found: Sequence[Entry], width: float) -> list[tuple[float, float]]:
    """Where each entry begins, in rows of the width: in as many even columns as there is room for."""
    widest = max((_room(entry) for entry in found), default=width)
    count = max(1, int((width + _BETWEEN) // (widest + _BETWEEN)))
    rows = -(-len(found) // count)
    return [((index // rows) * (width + _BETWEEN) / count, (index % rows) * ROW) for index in range(len(found))]


def draw_legend(graph: Digraph, found: Sequence[Entry], left: float, top: float, width: float) -> None:
    """The entries in their places."""
    for number, (entry, (x, y)) in enumerate(zip(found, legend_places(found, width), strict=True)):
        _sample(graph, number, entry, left + x, top + y)
        line = Line(entry.words, SMALL_SIZE, INK)
        at_x = left + x + SAMPLE + _GAP
        rectangle(
            graph, f"k{number}", (at_x, top + y, at_x + line.width, top + y + ROW),
            label=label([line], "LEFT", width=line.width), style="", penwidth="0", tooltip=" ",
        )  # fmt: skip


def _room(entry: Entry) -> float:
    return SAMPLE + _GAP + Line(entry.words, SMALL_SIZE, INK).width


def _sample(graph: Digraph, number: int, entry: Entry, x: float, y: float) -> None:
    middle = y + ROW / 2
    if entry.box is not None:
        rectangle(
            graph, f"k{number}s", (x + 4, middle - 8, x + SAMPLE - 4, middle + 8), style="rounded,filled",
            fillcolor=entry.box.fill, color=entry.box.border, penwidth=entry.box.width, tooltip=" ",
        )  # fmt: skip
    elif entry.line is not None:
        for end, at_x in (("a", x), ("b", x + SAMPLE)):
            rectangle(graph, f"k{number}{end}", (at_x, middle, at_x + 0.1, middle + 0.1), style="invis", tooltip=" ")
        graph.edge(
            f"k{number}a", f"k{number}b", pos=pos([(x, middle), (x + SAMPLE, middle)], 9), color=entry.line.color,
            style=entry.line.style, penwidth=entry.line.width, arrowhead=entry.line.arrow, tooltip=" ",
        )  # fmt: skip
    else:
        sign = Line(entry.sign, SMALL_SIZE, INK, bold=True)
        width, height = size_of([sign])
        left, top = x + (SAMPLE - width) / 2, middle - height / 2
        rectangle(
            graph, f"k{number}s", (left, top, left + width, top + height), label=label([sign], drop=5), style="",
            penwidth="0", tooltip=" ",
        )  # fmt: skip
