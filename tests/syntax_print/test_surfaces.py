"""Grammar, lexer and printer of a surface use the same words."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from ecolang_compiler.syntax.print import en, zh
from ecolang_compiler.syntax.surface import CHINESE, ENGLISH, Surface

#: Words that the lexer makes from marks, names, numbers, citations or prose.
MADE = set(
    [
        "COMMA",
        "MONTH_DAY",
        "COLON",
        "SEMI",
        "STOP",
        "LIST_SEP",
        "LPAR",
        "RPAR",
        "NUMBER",
        "DATE",
        "TIME",
        "REF",
        "REL_REF",
        "ITEM",
        "MARK",
        "FORMERLY",
        "NAMED",
        "TITLE",
        "QUOTE",
        "LABEL",
        "TEXT",
        "ITEM_TEXT",
        "PART",
        "WORDS",
        "ROLE",
        "FACT",
        "DOC",
        "EVENT",
        "STAGE",
        "GROUP",
        "OUTCOME",
        "PERIOD",
        "DEFN",
        "FIELD",
        "VALUE",
        "PARTY",
        "FINDING",
    ]
)
LAYOUT = {"BR", "SP", "LB", "LS", "LN", "CAP"}
surfaces = pytest.mark.parametrize("surface", [CHINESE, ENGLISH], ids=lambda surface: surface.lang)


def declared(surface: Surface) -> set[str]:
    text = files("ecolang_compiler.syntax").joinpath("grammar", surface.grammar).read_text(encoding="utf-8")
    return {name for line in re.findall(r"^%declare (.*)$", text, re.MULTILINE) for name in line.split()}


@surfaces
def test_every_keyword_of_the_grammar_has_its_words(surface: Surface) -> None:
    assert declared(surface) - MADE - set(surface.words) == set()


@surfaces
def test_every_word_of_the_surface_is_a_keyword_of_its_grammar(surface: Surface) -> None:
    assert set(surface.words) - declared(surface) == set()


@pytest.mark.parametrize("surface,templates", [(CHINESE, zh.TEMPLATES), (ENGLISH, en.TEMPLATES)], ids=["zh", "en"])
def test_the_printer_knows_no_keyword_that_the_surface_lacks(surface: Surface, templates: dict[str, str]) -> None:
    used = {name for template in templates.values() for name in re.findall(r"\{([A-Z][A-Z_]*)(?:_\d)?\}", template)}
    assert used - LAYOUT - set(surface.words) == set()


def test_both_printers_have_the_same_phrases() -> None:
    assert set(zh.TEMPLATES) == set(en.TEMPLATES)
