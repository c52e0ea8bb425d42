"""The frame of the picture: title, and lanes side by side with their headers."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.labels import Line, label, size_of
from ecolang.draw.lanes import OUTSIDE
from ecolang.draw.path import at
from ecolang.draw.style import BANDS, BORDER, GOAL, HEADER, HEADER_SIZE, INK, LABEL_SIZE, QUIET, TITLE_SIZE
from ecolang.draw.text import balanced, cut, tooltip, wrap
from ecolang.program import Program
from ecolang.words.names import Names

HEADER_HEIGHT = 44.0
_FOREIGN = 1.1
"""Room in a title for a font of another machine."""


@frozen
class Band:
    """A lane on the sheet, in points."""

    role: str | None
    left: float
    right: float


def draw_band(
    graph: Digraph, index: int, band: Band, ends: tuple[float, float], program: Program, names: Names
) -> None:
    """The ground that a lane stands on, which is drawn before all else, under the name of its party. `ends`: top and
    bottom."""
    top, bottom = ends
    rectangle(
        graph, f"ground{index}", (band.left, top, band.right, bottom),
        fillcolor=BANDS[index % len(BANDS)], color=BORDER, penwidth="0.8", tooltip=" ",
    )  # fmt: skip
    if band.role is None:
        return
    many = next((row.many for row in program.roles if row.id == band.role), False)
    name = names.of("role", band.role) if band.role != OUTSIDE else ("外部" if names.zh else "outside")
    told = f"{name}{'（每一人）' if names.zh else ' (each)'}" if many else name
    room = (band.right - band.left) / (HEADER_SIZE * 0.58)
    rectangle(
        graph, f"h{index}", (band.left, top, band.right, top + HEADER_HEIGHT),
        label=label([Line(cut(told, max(4, int(room))), HEADER_SIZE, INK, bold=True)], drop=5),
        id=f"lane:{index}", tooltip=tooltip(name), color=BORDER, fillcolor=HEADER, penwidth="0.8",
    )  # fmt: skip


def draw_outcome_band(graph: Digraph, box: tuple[float, float, float, float], names: Names | None) -> None:
    """The ground of the outcomes, below all lanes, from its left, top, right and bottom, with a name if it has room."""
    rectangle(graph, "outcomes", box, fillcolor=GOAL, color=BORDER, penwidth="0.8", tooltip=" ")
    if names is not None:
        line = Line("结局" if names.zh else "outcomes", HEADER_SIZE, INK, bold=True)
        draw_text(graph, "outcomes_name", [line], (box[0] + 24 + line.width / 2, (box[1] + box[3]) / 2))


def rectangle(graph: Digraph, name: str, box: tuple[float, float, float, float], **look: str) -> None:
    """A box from its left, top, right and bottom, in points."""
    left, top, right, bottom = box
    graph.node(
        name,
        pos=at(((left + right) / 2, (top + bottom) / 2)),
        width=f"{(right - left) / 72:.3f}",
        height=f"{(bottom - top) / 72:.3f}",
        **({"label": "", "style": "filled"} | look),
    )


def title_lines(program: Program, names: Names, width: float) -> list[Line]:
    """The policy's name and what holds for the whole of it, in lines of the width in points."""
    settings = program.settings
    head = balanced(names.title(program), int(width / (TITLE_SIZE * 0.5 * _FOREIGN)), 2)
    # Words instead of a date stand for the day of issue, whatever they are.
    in_words = "on the day of issue" if names.translated and not names.zh else settings.in_force_words
    force = settings.in_force or (settings.in_force_words and in_words)
    notes: list[str] = []
    if force:
        notes.append(f"施行：{force}" if names.zh else f"in force: {force}")
    if settings.calendars:
        english = {row["name"]: row.get("name_en") for row in program.calendar_rows} if not names.zh else {}
        calendars = ("、" if names.zh else ", ").join(english.get(each) or each for each in settings.calendars)
        notes.append(f"工作日：{calendars}" if names.zh else f"working days: {calendars}")
    for first, last, name in settings.standstill:
        said = f"{first}–{last}" + (f" {name}" if name else "")
        notes.append(f"停算：{said}" if names.zh else f"time stands still: {said}")
    if settings.track_role:
        role = names.of("role", settings.track_role)
        notes.append(f"每一{role}分别办理" if names.zh else f"one track for each {role}")
    lines = [Line(text, TITLE_SIZE, INK, bold=True) for text in head]
    small = wrap("　".join(notes), int(width / (LABEL_SIZE * 0.5 * _FOREIGN)), 1) if notes else []
    return lines + [Line(text, LABEL_SIZE + 1, QUIET) for text in small]


def draw_text(graph: Digraph, name: str, lines: Sequence[Line], middle: tuple[float, float]) -> None:
    """Lines of text without a box."""
    width, height = size_of(lines)
    left, top = middle[0] - width / 2, middle[1] - height / 2
    rectangle(
        graph, name, (left, top, left + width, top + height), label=label(lines), style="", penwidth="0", tooltip=" "
    )
