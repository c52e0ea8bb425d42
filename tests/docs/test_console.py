"""Commands that the documents show print what the documents say. `python tests/docs/update.py` writes them anew."""

from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, pages, steps
from tests.docs.transcript import commands

SHOWING = [page for page in pages() if any(isinstance(each, Block) and each.kind == "console" for each in steps(page))]


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_its_commands_print(page: Path, tmp_path: Path) -> None:
    for command in commands(page, tmp_path):
        assert command.agrees, f"{command.block}: $ {command.line}\n{command.output}"
