"""Links lead somewhere, and files that the documents name are there."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, anchors, links, pages

_PATH = re.compile(r"`((?:ecolang|compiler|runtime|tests|policies|docs)/[\w./*〈〉-]+)`")
#: Places that a recipe leaves to its reader, or that only a wheel has.
_ELSEWHERE = re.compile(r"[〈〉]|/_data/")


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for file, anchor in links(page):
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            lost.append(f"{file}#{anchor}")
    assert lost == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_files_named_are_there(page: Path) -> None:
    named = [path for path in _PATH.findall(page.read_text(encoding="utf-8")) if not _ELSEWHERE.search(path)]
    assert [path for path in named if not any(ROOT.glob(path.rstrip("/")))] == []
