"""Stages and edges of a finished picture told apart by what became of them: added, removed or changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graphviz import quoting

from ecolang.draw.text import identifier

#: The look of each mark; what Graphviz reads last holds.
LOOKS = {
    "added": {"color": "#15803d", "penwidth": "3"},
    "removed": {"color": "#dc2626", "penwidth": "2.2"},
    "changed": {"color": "#d97706", "penwidth": "3"},
}
_EDGE_LINES = {"added": "solid", "removed": "dashed", "changed": "solid"}
_ID = re.compile(r'\bid=("(?:\\.|[^"\\])*"|\w+)')


Look = Mapping[str, str]
_EDGE = re.compile(r"^\s*(?P<tail>\S+) -> (?P<head>\S+) \[")


def marked(dot_text: str, edges: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """The DOT text of `dot` with the marks of edges and stages, by id, laid over their own look.

    Where several edges meet before they lead on together, the common way has a mark if all of them have it.
    """
    lines = dot_text.split("\n")
    looks: dict[str, Look] = {
        _quoted(f"edge:{id}"): {**LOOKS[mark], "style": _EDGE_LINES[mark]} for id, mark in edges.items()
    }
    looks |= {_quoted(f"stage:{id}"): _box(mark) for id, mark in stages.items()}
    looks |= _trunks(lines, looks)
    return "\n".join(_line(line, looks) for line in lines)


def _trunks(lines: Iterable[str], looks: Mapping[str, Look]) -> dict[str, Look]:
    """The looks of common ways, by their ids, from those of the edges that lead into them."""
    into: dict[str, list[Look | None]] = {}
    trunks: dict[str, str] = {}
    for line in lines:
        edge, id = _EDGE.match(line), _ID.search(line)
        if edge is None or id is None:
            continue
        if id[1].strip('"').startswith("trunk:"):
            trunks[edge["tail"]] = id[1]
        else:
            into.setdefault(edge["head"], []).append(looks.get(id[1]))
    found: dict[str, Look] = {}
    for node, id_ in trunks.items():
        marks = into.get(node, [None])
        if marks[0] is not None and all(mark == marks[0] for mark in marks):
            found[id_] = marks[0]
    return found


def _box(mark: str) -> Look:
    return LOOKS[mark] | ({"style": "rounded,filled,dashed"} if mark == "removed" else {})


def _quoted(id: str) -> str:
    quoted: str = quoting.quote(identifier(id))
    return quoted


def _line(line: str, looks: Mapping[str, Look]) -> str:
    found = _ID.search(line)
    look = looks.get(found[1]) if found is not None else None
    if look is None or not line.endswith("]"):
        return line
    return f"{line} [{' '.join(f'{key}={quoting.quote(value)}' for key, value in look.items())}]"
