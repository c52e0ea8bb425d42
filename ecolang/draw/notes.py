"""Documents as notes beside the stages in which they are made."""

from __future__ import annotations

from attrs import frozen
from graphviz import Digraph

from ecolang.draw.text import cut, html, identifier, tooltip
from ecolang.draw.words import Words
from ecolang.program import Contents, Program

COLUMNS = 26
MOST_ITEMS = 9


@frozen
class Note:
    """A document, the stage that an event with it leads out of, and what it must or may include."""

    document: str
    stage: str
    contents: tuple[Contents, ...]


def notes(program: Program) -> tuple[Note, ...]:
    """One note for each stage and document of the events that move from there."""
    carried = {event.id: event.documents for event in program.events}
    found: dict[tuple[str, str], Note] = {}
    for edge in program.edges:
        for document in carried.get(edge.trigger.event or "", ()):
            contents = tuple(row for row in program.contents if row.document == document and not row.form)
            found.setdefault((edge.source, document), Note(document, edge.source, contents))
    return tuple(found.values())


def draw_note(lane: Digraph, number: int, note: Note, words: Words) -> None:
    """The note's node."""
    name = words.names.of("document", note.document)
    items = [f"{item.number}. {item.key}" for row in note.contents for item in row.items]
    cites = [words.names.cite(row.cite) for row in note.contents]
    lines = [cut(line, COLUMNS) for line in items[:MOST_ITEMS]]
    if len(items) > MOST_ITEMS:
        lines.append("…")
    small = "".join(f'{html(line)}<BR ALIGN="LEFT"/>' for line in (*lines, *cites))
    body = f'<BR ALIGN="LEFT"/><FONT POINT-SIZE="9">{small}</FONT>' if small else ""
    lane.node(
        f"d{number}",
        label=f"<<B>{html(cut(name, COLUMNS))}</B>{body}>",
        shape="note",
        style="filled",
        fillcolor="#fffbeb",
        color="#b45309",
        id=identifier(f"document:{note.document}@{note.stage}"),
        tooltip=tooltip(name, *items, *cites),
    )
