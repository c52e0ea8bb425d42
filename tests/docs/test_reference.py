"""The reference leaves nothing of the language out."""

import pytest

from ecolang_compiler.syntax.surface.en import ENGLISH
from ecolang_compiler.syntax.surface.model import Surface
from ecolang_compiler.syntax.surface.zh import CHINESE
from tests.docs.pages import LANGUAGE, ROOT

VERDICT = ROOT / "docs" / "reference" / "verdict.md"


@pytest.mark.parametrize("surface", [CHINESE, ENGLISH], ids=lambda each: each.lang)
def test_every_keyword_stands_in_the_reference(surface: Surface) -> None:
    text = LANGUAGE.read_text(encoding="utf-8").casefold()
    words = {name: [each.strip(" ,") for each in spellings] for name, spellings in surface.words.items()}
    assert [spellings for spellings in words.values() if not any(each in text for each in spellings)] == []


@pytest.mark.parametrize("surface", [CHINESE, ENGLISH], ids=lambda each: each.lang)
def test_every_kind_of_finding_stands_in_the_reference(surface: Surface) -> None:
    text = VERDICT.read_text(encoding="utf-8")
    said = {kind: f"| `{kind}` |" in text and word in text for kind, word in surface.findings.items()}
    assert [kind for kind, there in said.items() if not there] == []
