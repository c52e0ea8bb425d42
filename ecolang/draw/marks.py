"""Stages and edges of a finished picture told apart by what became of them: added, removed or changed."""

from __future__ import annotations

import re
from collections.abc import Mapping

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


def marked(dot_text: str, edges: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """The DOT text of `dot` with the marks of edges and stages, by id, laid over their own look."""
    looks = {_quoted(f"edge:{id}"): {**LOOKS[mark], "style": _EDGE_LINES[mark]} for id, mark in edges.items()}
    looks |= {_quoted(f"stage:{id}"): _box(mark) for id, mark in stages.items()}
    return "\n".join(_line(line, looks) for line in dot_text.split("\n"))


def _box(mark: str) -> dict[str, str]:
    return LOOKS[mark] | ({"style": '"rounded,filled,dashed"'} if mark == "removed" else {})


def _quoted(id: str) -> str:
    quoted: str = quoting.quote(identifier(id))
    return quoted


def _line(line: str, looks: Mapping[str, Mapping[str, str]]) -> str:
    found = _ID.search(line)
    look = looks.get(found[1]) if found is not None else None
    if look is None or not line.endswith("]"):
        return line
    more = " ".join(
        f"{key}={value if value.startswith(chr(34)) else quoting.quote(value)}" for key, value in look.items()
    )
    return f"{line} [{more}]"
