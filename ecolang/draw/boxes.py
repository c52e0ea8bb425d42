"""The boxes of stages: name, and in small lines what is owed, allowed or forbidden there beside the edges."""

from __future__ import annotations

from collections.abc import Set

from ecolang.draw.labels import Line
from ecolang.draw.style import MAY, MUST, MUST_NOT, NAME_SIZE, SMALL_SIZE, BoxStyle
from ecolang.draw.text import balanced, shown, wrap
from ecolang.draw.words import Words
from ecolang.graph import StagePayload
from ecolang.program import Duty, Power, Prohibition

NAME_COLUMNS = 14
LINE_COLUMNS = 28
MOST_LINES = 6

_MARKS = {"must": MUST, "principle": MUST, "encourage": MAY, "may": MAY, "not": MUST_NOT}


def small_lines(payload: StagePayload, hidden: Set[str | None], lane: str, words: Words) -> list[str]:
    """One line for each duty, power and prohibition of the stage, with its clause, less the hidden ones (by id)."""
    cite = words.names.cite
    lines = [
        f"{_MARKS.get(duty.degree, MUST)} {words.duty(duty, lane)} {cite(duty.cite)}"
        for duty in payload.duties
        if duty.id not in hidden
    ]
    lines += [
        f"{_MARKS['may']} {words.power(power, lane)} {cite(power.cite)}"
        for power in payload.powers
        if power.id not in hidden
    ]
    lines += [
        f"{_MARKS['not']} {words.prohibition(row, lane)} {cite(row.cite)}"
        for row in payload.prohibitions
        if row.id not in hidden
    ]
    return lines


def stage_lines(name: str, lines: list[str], style: BoxStyle, mark: str, zh: bool) -> list[Line]:
    """What stands in the box of a stage; `mark` stands before its name."""
    name_lines = balanced(mark + name, NAME_COLUMNS if zh else NAME_COLUMNS + 6)
    rows = [Line(text, NAME_SIZE, style.ink, bold=True) for text in name_lines]
    told: list[str] = []
    for number, line in enumerate(lines):
        wrapped = wrap(line, LINE_COLUMNS, MOST_LINES - 1)
        last = number == len(lines) - 1
        # A rule stands in the box whole, or not at all.
        if len(told) + len(wrapped) > MOST_LINES - (0 if last else 1) and told:
            told.append(f"… 等{len(lines)}项" if zh else f"… {len(lines)} in all")
            break
        told += wrapped
    return rows + [Line(text, SMALL_SIZE, style.quiet) for text in told]


def stage_tooltip(name: str, lines: list[str], payload: StagePayload) -> list[str]:
    """The whole of what the box says, and the words of the clauses that hang on the stage."""
    rows: tuple[Duty | Power | Prohibition, ...] = (*payload.duties, *payload.powers, *payload.prohibitions)
    texts = [f"{row.cite}：{row.text}" for row in rows if row.text]
    return [shown(name), *lines, *dict.fromkeys(texts)]
