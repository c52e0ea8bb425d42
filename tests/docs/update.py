"""Writes the documents anew: what commands print, and examples in English keywords. Read the difference.

.venv/bin/python tests/docs/update.py [PAGE…]
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "compiler"), str(ROOT / "runtime")]

from tests.docs.fragments import english_of  # noqa: E402
from tests.docs.pages import Block, pages, steps  # noqa: E402
from tests.docs.transcript import LEFT_OUT, Command, commands  # noqa: E402


def update(page: Path) -> bool:
    """Whether the page changed."""
    before = page.read_text(encoding="utf-8")
    text = _transcripts(page, before)
    text = _translations(page, text)
    if text != before:
        page.write_text(text, encoding="utf-8")
    return text != before


def _transcripts(page: Path, text: str) -> str:
    found: dict[Block, list[Command]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for command in commands(page, Path(folder)):
            found.setdefault(command.block, []).append(command)
    for block, each in found.items():
        if not all(command.agrees for command in each):
            lines = [line for command in each for line in (f"$ {command.line}", *_shown(command))]
            told = "".join(f"{line}\n" for line in lines)
            text = text.replace(f"```{block.kind}\n{block.text}```", f"```{block.kind}\n{told}```", 1)
    return text


def _shown(command: Command) -> list[str]:
    """What the page is to show: all that is printed, or as many first and last lines as it showed before."""
    before = command.shown.splitlines()
    output = command.output.strip("\n").splitlines()
    if command.agrees or LEFT_OUT not in before:
        return before if command.agrees else output
    last = before[::-1].index(LEFT_OUT)
    return [*output[: before.index(LEFT_OUT)], LEFT_OUT, *output[len(output) - last :]]


def _translations(page: Path, text: str) -> str:
    inside = [each for each in steps(page) if isinstance(each, Block)]
    for first, second in pairwise(inside):
        if second.kind == "eco-fragment-en":
            old = f"{first.text}```\n\n```{second.kind}\n{second.text}```"
            text = text.replace(old, f"{first.text}```\n\n```{second.kind}\n{english_of(first.text)}```", 1)
    return text


if __name__ == "__main__":
    wanted = [Path(each).resolve() for each in sys.argv[1:]] or pages()
    for each in wanted:
        if update(each):
            print(each.relative_to(ROOT))
