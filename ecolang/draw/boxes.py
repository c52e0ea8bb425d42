"""The boxes of stages: name, and in small lines what is owed, allowed or forbidden there beside the edges."""

from __future__ import annotations

from collections.abc import Set

from ecolang.draw.style import MAY, MUST, MUST_NOT, NAME_SIZE, QUIET, SMALL_SIZE, BoxStyle
from ecolang.draw.text import balanced, html, shown, wrap
from ecolang.draw.words import Words
from ecolang.graph import StagePayload
from ecolang.program import Duty, Power, Prohibition

NAME_COLUMNS = 18
LINE_COLUMNS = 34
MOST_LINES = 7

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


def stage_label(name: str, lines: list[str], style: BoxStyle, mark: str, more: str) -> str:
    """The HTML-like label of a stage; `mark` stands before its name, `more` is said where lines were left out."""
    rows = [f'<TR><TD><FONT POINT-SIZE="{NAME_SIZE}" COLOR="{style.ink}"><B>{_lines(mark + name)}</B></FONT></TD></TR>']
    told: list[str] = []
    for line in lines:
        told += wrap(line, LINE_COLUMNS, 2)
    if len(told) > MOST_LINES:
        told = [*told[: MOST_LINES - 1], f"… {more}"]
    if told:
        text = "".join(f'{html(line)}<BR ALIGN="LEFT"/>' for line in told)
        ink = style.ink if style.ink == "#ffffff" else QUIET
        rows.append(f'<TR><TD ALIGN="LEFT"><FONT POINT-SIZE="{SMALL_SIZE}" COLOR="{ink}">{text}</FONT></TD></TR>')
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="2">{"".join(rows)}</TABLE>>'


def stage_tooltip(name: str, lines: list[str], payload: StagePayload) -> list[str]:
    """The whole of what the box says, and the words of the clauses that hang on the stage."""
    rows: tuple[Duty | Power | Prohibition, ...] = (*payload.duties, *payload.powers, *payload.prohibitions)
    texts = [f"{row.cite}：{row.text}" for row in rows if row.text]
    return [shown(name), *lines, *dict.fromkeys(texts)]


def _lines(name: str) -> str:
    return "<BR/>".join(html(line) for line in balanced(name, NAME_COLUMNS))
