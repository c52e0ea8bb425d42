"""The documents taken apart: fenced blocks with what they are, hidden edits, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "docs" / "reference" / "language.md"
EXAMPLES = LANGUAGE.with_name("zh-by-example.md")
_FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_EDIT = re.compile(r"^<!-- edit (?P<file>\S+): (?P<old>.+?) => (?P<new>.+?) -->$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?P<file>[^)#\s]*)(?P<anchor>#[^)\s]+)?\)")
_HEADING = re.compile(r"^#{1,6} (?P<text>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block. `kind`: the first word behind the fence; `argument`: the rest of that line."""

    page: Path
    line: int
    kind: str
    argument: str
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Edit:
    """A change of a file that the text around it tells in words: `<!-- edit FILE: OLD => NEW -->`."""

    file: str
    old: str
    new: str


def pages() -> list[Path]:
    """Every document that readers get."""
    top = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    return [page for page in (*top, *sorted((ROOT / "docs").rglob("*.md"))) if page.exists()]


def blocks(*kinds: str) -> list[Block]:
    """All fenced blocks of some kinds, page by page; the tests of the syntax read the list of examples."""
    found = [each for page in pages() if page != EXAMPLES for each in steps(page)]
    return [each for each in found if isinstance(each, Block) and each.kind in kinds]


def steps(page: Path) -> Iterator[Block | Edit]:
    """The blocks and edits of a page in their order."""
    text = page.read_text(encoding="utf-8")
    found = [(match.start(), match) for pattern in (_FENCE, _EDIT) for match in pattern.finditer(text)]
    for start, match in sorted(found, key=lambda each: each[0]):
        if match.re is _EDIT:
            yield Edit(match["file"], match["old"], match["new"])
            continue
        kind, _, argument = match["info"].strip().partition(" ")
        yield Block(page, text.count("\n", 0, start) + 1, kind, argument.strip(), match["text"])


def links(page: Path) -> list[tuple[str, str]]:
    """The links of a page as (file, anchor), those to other sites left out."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    found = [(match["file"], (match["anchor"] or "").removeprefix("#")) for match in _LINK.finditer(text)]
    return [(file, anchor) for file, anchor in found if "://" not in file]


def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings make."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {_slug(match["text"]) for match in _HEADING.finditer(text)}


def _slug(heading: str) -> str:
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
