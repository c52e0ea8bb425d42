"""Reads one sentence: follows every way to part it into words that the grammar can go on with.

Most sentences have one way. Where a second makes a sentence with another meaning, both are returned and the drafter is
asked; the longest name is only the first one tried, never what decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from attrs import define, field, frozen
from lark import Lark, Tree, UnexpectedToken
from lark.lexer import Lexer as LarkLexer
from lark.parse_tree_builder import ParseTreeBuilder
from lark.parsers.lalr_parser_state import ParseConf, ParserState

from ecolang_compiler.syntax.lexer import Lexer
from ecolang_compiler.syntax.word import Word

STARTS = (
    "rule",
    "setting",
    "reading",
    "reading_text",
    "alternative",
    "replacement",
    "title",
    "role_decl",
    "fact_decl",
    "document_decl",
    "event_decl",
    "stage_decl",
    "outcome_decl",
    "period_decl",
    "definition_decl",
    "guarantee",
    "case_line",
)
_MOST_READINGS = 16
_MAKER: Any = ParseTreeBuilder
_MOST_STEPS = 20_000


class _NoLexer(LarkLexer):
    """The reader makes the words itself, asking the grammar's state which can come."""

    __future_interface__ = 2

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:
        return iter(())


@cache
def _grammar(name: str) -> Lark:
    text = files("ecolang_compiler.syntax").joinpath("grammar", name).read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer=_NoLexer, start=list(STARTS), keep_all_tokens=True, maybe_placeholders=False)


@frozen
class Reading:
    """One way to read a sentence: its words and the node that they make."""

    words: tuple[Word, ...]
    node: Any


@define
class Failure:
    """Where one way of reading a sentence came to an end: the words that could be read, and the place after them."""

    words: tuple[Word, ...]
    at: int


@define
class Outcome:
    """What became of a sentence: its readings, and where the others ended."""

    readings: list[Reading] = field(factory=list)
    failures: list[Failure] = field(factory=list)


@define
class _Way:
    at: int
    state: Any
    words: list[Word]


class Reader:
    """The grammar's machine with a builder's callbacks; one for each file that is read."""

    def __init__(self, grammar: str, builder: object) -> None:
        lark = _grammar(grammar)
        maker: Any = _MAKER(lark.rules, Tree, False, False, False)
        self._callbacks = maker.create_callback(builder)
        self._table: Any = lark.parser.parser._parse_table

    def state(self, start: str) -> Any:
        """The machine at the start of a kind of sentence."""
        return ParserState(ParseConf(self._table, self._callbacks, start), None)  # type: ignore[arg-type]

    def read(self, lexer: Lexer, start: str, begin: int, end: int, prefix: tuple[Word, ...] = ()) -> Outcome:
        """All ways to read a sentence that stands in a place, the one with the longest words first.

        `prefix`: words that stand before it, as if the place went on after them.
        """
        outcome = Outcome()
        first = self.state(start)
        if not all(_feed(first, word) for word in prefix):
            return outcome
        ways = [_Way(begin, first, list(prefix))]
        states: Mapping[int, Mapping[str, object]] = self._table.states
        steps = 0
        while ways and len(outcome.readings) < _MOST_READINGS and steps < _MOST_STEPS:
            way = ways.pop()
            state, words = way.state, way.words
            at = way.at
            while True:
                at = lexer.skip(at, end)
                steps += 1
                if at >= end:
                    self._end(state, words, end, outcome)
                    break
                found = lexer.candidates(at, end, states[state.state_stack[-1]])
                if not found:
                    outcome.failures.append(Failure(tuple(words), at))
                    break
                for other in reversed(found[1:]):
                    branch = _fork(state)
                    if _feed(branch, other):
                        ways.append(_Way(other.end, branch, [*words, other]))
                    else:
                        outcome.failures.append(Failure(tuple(words), at))
                word = found[0]
                if not _feed(state, word):
                    outcome.failures.append(Failure(tuple(words), at))
                    break
                words.append(word)
                at = word.end
        return outcome

    def replay(self, start: str, words: tuple[Word, ...]) -> Any:
        """The node that words make, built afresh; None if they make no sentence."""
        state = self.state(start)
        if not all(_feed(state, word) for word in words):
            return None
        outcome = Outcome()
        self._end(state, list(words), words[-1].end if words else 0, outcome)
        return outcome.readings[0].node if outcome.readings else None

    def accepts(self, start: str, words: tuple[Word, ...]) -> frozenset[str]:
        """The terminals that can follow some words (`$END` among them where the sentence may end)."""
        state = self.state(start)
        for word in words:
            if not _feed(state, word):
                return frozenset()
        possible = self._table.states[state.state_stack[-1]]
        return frozenset(
            terminal for terminal in possible if terminal.isupper() and _feed(_fork(state), Word(terminal, None, 0, 0))
        )

    @staticmethod
    def _end(state: Any, words: list[Word], end: int, outcome: Outcome) -> None:
        try:
            node = state.feed_token(Word("$END", None, end, end), True)
        except UnexpectedToken:
            outcome.failures.append(Failure(tuple(words), end))
        else:
            outcome.readings.append(Reading(tuple(words), node))


def _fork(state: Any) -> Any:
    """A copy that goes its own way; the helper trees of repetitions grow in place, so they are copied too."""
    branch = state.copy(deepcopy_values=False)
    branch.value_stack = [
        Tree(each.data, [*each.children]) if isinstance(each, Tree) else each for each in branch.value_stack
    ]
    return branch


def _feed(state: Any, word: Word) -> bool:
    try:
        state.feed_token(word, word.type == "$END")
    except UnexpectedToken:
        return False
    return True
