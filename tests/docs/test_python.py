"""Python examples of the documents run, and print what they say."""

import contextlib
import doctest
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, Block, pages, steps


def sessions() -> list[Path]:
    return [page for page in pages() if any(isinstance(each, Block) and each.kind == "pycon" for each in steps(page))]


@pytest.mark.parametrize("page", sessions(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_prints_what_it_says(page: Path) -> None:
    found = [each for each in steps(page) if isinstance(each, Block) and each.kind == "pycon"]
    text = "\n".join(each.text for each in found)
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    with contextlib.chdir(ROOT):
        runner.run(test, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)
