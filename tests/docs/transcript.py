"""The commands of a page, run as a reader would run them, one after the other in one folder."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecolang.cli import main
from tests.docs.pages import ROOT, Block, Edit, steps

_PROMPT = "$ "
#: A line of a transcript that stands for any number of lines.
LEFT_OUT = "…"
_SURROUNDINGS = {"ECO_LANG": "zh", "NO_COLOR": "1", "COLUMNS": "110", "TERM": "dumb"}


@dataclass(frozen=True)
class Command:
    """A command as the page shows it, what the page says comes out, and what came out."""

    block: Block
    line: str
    shown: str
    output: str

    @property
    def agrees(self) -> bool:
        """Whether the page is right, parts that it leaves out aside."""
        pieces = [piece.strip("\n") for piece in f"\n{self.shown}\n".split(f"\n{LEFT_OUT}\n")]
        output = self.output.strip("\n")
        if len(pieces) == 1:
            return pieces[0] == output
        at = 0
        for index, piece in enumerate(pieces):
            found = output.find(piece, at)
            if found < 0 or (index == 0 and found > 0):
                return False
            at = found + len(piece)
        return at == len(output) or not pieces[-1]


def commands(page: Path, folder: Path) -> Iterator[Command]:
    """Runs the page in a folder with a copy of the shipped `policies`; files that it names are written as they come."""
    copy = folder / "policies"
    if not copy.exists():
        shutil.copytree(ROOT / "policies", copy)
    for step in steps(page):
        if isinstance(step, Edit):
            path = folder / step.file
            text = path.read_text(encoding="utf-8")
            assert step.old in text, f"{page.name}: {step.file} has no {step.old!r}"
            path.write_text(text.replace(step.old, step.new), encoding="utf-8")
        elif step.argument and step.kind in ("eco", "eco-case", "jsonl", "json", "csv", "markdown"):
            (folder / step.argument).parent.mkdir(parents=True, exist_ok=True)
            (folder / step.argument).write_text(step.text, encoding="utf-8")
        elif step.kind == "console":
            for line, shown in split(step.text):
                yield Command(step, line, shown, run(line, folder))


def split(text: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, each with the lines shown below it."""
    line: str | None = None
    shown: list[str] = []
    for each in text.splitlines():
        if each.startswith(_PROMPT):
            if line is not None:
                yield line, "\n".join(shown)
            line, shown = each.removeprefix(_PROMPT), []
        else:
            shown.append(each)
    if line is not None:
        yield line, "\n".join(shown)


def run(line: str, folder: Path) -> str:
    """What a command prints, errors among it."""
    program, *arguments = shlex.split(line)
    assert program == "eco", f"only eco is run, not {program}"
    before = {name: os.environ.get(name) for name in _SURROUNDINGS}
    os.environ.update(_SURROUNDINGS)
    output = io.StringIO()
    try:
        with contextlib.chdir(folder), contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            main(arguments)
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
    return "\n".join(each.rstrip() for each in output.getvalue().splitlines())
