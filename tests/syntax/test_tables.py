"""The tables beside the grammars are what lark makes of them, and are run as lark runs them."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lark import Tree
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parsers.lalr_parser_state import ParseConf, ParserState

from ecolang_compiler.syntax import assemble, parse
from ecolang_compiler.syntax.builder import Builder
from ecolang_compiler.syntax.lalr import GRAMMARS, grammar_text, lark_of, make, text_of
from ecolang_compiler.syntax.reader import Outcome, Reader
from ecolang_compiler.syntax.tables import FOLDER, Tables, read_tables
from ecolang_compiler.syntax.word import Word
from tests.syntax.reading import ROOT, reference_text


@pytest.mark.parametrize("name", GRAMMARS)
def test_the_tables_are_of_the_grammar(name: str) -> None:
    """After a change of a grammar: python -m ecolang_compiler.syntax.lalr"""
    shipped = (FOLDER / name).with_suffix(".json").read_text(encoding="utf-8")
    assert shipped == text_of(make(grammar_text(name)))


class _ByLark:
    """lark's own machine over the same words."""

    def __init__(self, name: str, builder: Builder) -> None:
        lark = lark_of(grammar_text(name))
        maker: Any = ParseTreeBuilder
        self.callbacks = maker(lark.rules, Tree, False, False, False).create_callback(builder)
        self.table = lark.parser.parser._parse_table

    def node(self, start: str, words: tuple[Word, ...]) -> Any:
        state: Any = ParserState(ParseConf(self.table, self.callbacks, start), None)  # type: ignore[arg-type]
        for each in words:
            state.feed_token(each)
        return state.feed_token(Word("$END", None, 0, 0), True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zh.lark", reference_text()),
        ("en.lark", (ROOT / "policies" / "gdpr" / "gdpr.eco").read_text(encoding="utf-8")),
    ],
    ids=["zh", "en"],
)
def test_each_sentence_is_built_as_lark_builds_it(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    builders: list[Builder] = []
    read: list[tuple[str, tuple[Word, ...], Any]] = []

    class Heard(Reader):
        def __init__(self, grammar: str, builder: Any) -> None:
            super().__init__(grammar, builder)
            builders.append(builder)

        def read(self, lexer: Any, start: str, *place: Any) -> Outcome:
            outcome = super().read(lexer, start, *place)
            read.extend((start, each.words, each.node) for each in outcome.readings)
            return outcome

    monkeypatch.setattr(assemble, "Reader", Heard)
    parse(text, "test.eco")
    (builder,) = builders
    lark = _ByLark(name, builder)
    assert len(read) > 50
    for start, words, node in read:
        builder.begin()
        assert lark.node(start, words) == node


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for file in FOLDER.iterdir():
        shutil.copy(file, tmp_path)
    return tmp_path


def _delete(file: Path) -> None:
    file.unlink()


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


@pytest.mark.parametrize("harm", [_delete, _cut])
def test_tables_that_cannot_be_used_are_made_anew(folder: Path, harm: Callable[[Path], None]) -> None:
    harm(folder / "en.json")
    assert _plain(read_tables(folder, "en.lark")) == _plain(read_tables(FOLDER, "en.lark"))


def test_a_grammar_that_was_changed_is_not_read_by_its_old_tables(folder: Path) -> None:
    grammar = folder / "en.lark"
    text = grammar.read_text(encoding="utf-8").replace("| ALWAYS ", "| ALWAYS NOT ")
    grammar.write_text(text, encoding="utf-8")
    (rule,) = (each for each in read_tables(folder, "en.lark").rules if each.callback == "always")
    assert rule.size == 2


def _plain(tables: Tables) -> tuple[Any, ...]:
    states = range(len(tables.rows._rows))
    return tables.rules, tables.starts, [tables.rows[each] for each in states], [tables.goes[each] for each in states]
