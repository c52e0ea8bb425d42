"""Reads one sentence: follows every way to part it into words that the grammar can go on with.

Most sentences have one way. Where a second makes a sentence with another meaning, both are returned and the drafter is
asked; the longest name is only the first one tried, never what decides.
"""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from ecolang_compiler.syntax.lexer import Lexer
from ecolang_compiler.syntax.machine import Machine, Stack
from ecolang_compiler.syntax.tables import tables
from ecolang_compiler.syntax.word import Word

_MOST_READINGS = 16
_MOST_STEPS = 20_000


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
    stack: Stack
    words: list[Word]


class Reader:
    """The grammar's machine with a builder's callbacks; one for each file that is read."""

    def __init__(self, grammar: str, builder: object) -> None:
        self._machine = Machine(tables(grammar), builder)

    def read(self, lexer: Lexer, start: str, begin: int, end: int, prefix: tuple[Word, ...] = ()) -> Outcome:
        """All ways to read a sentence that stands in a place, the one with the longest words first.

        `prefix`: words that stand before it, as if the place went on after them.
        """
        outcome = Outcome()
        machine = self._machine
        first = machine.start(start)
        if not all(machine.feed(first, word) for word in prefix):
            return outcome
        ways = [_Way(begin, first, list(prefix))]
        steps = 0
        while ways and len(outcome.readings) < _MOST_READINGS and steps < _MOST_STEPS:
            way = ways.pop()
            stack, words = way.stack, way.words
            at = way.at
            while True:
                at = lexer.skip(at, end)
                steps += 1
                if at >= end:
                    self._end(stack, words, end, outcome)
                    break
                found = lexer.candidates(at, end, machine.expected(stack))
                if not found:
                    outcome.failures.append(Failure(tuple(words), at))
                    break
                for other in reversed(found[1:]):
                    branch = stack.fork()
                    if machine.feed(branch, other):
                        ways.append(_Way(other.end, branch, [*words, other]))
                    else:
                        outcome.failures.append(Failure(tuple(words), at))
                word = found[0]
                if not machine.feed(stack, word):
                    outcome.failures.append(Failure(tuple(words), at))
                    break
                words.append(word)
                at = word.end
        return outcome

    def replay(self, start: str, words: tuple[Word, ...]) -> Any:
        """The node that words make, built afresh; None if they make no sentence."""
        stack = self._machine.start(start)
        if not all(self._machine.feed(stack, word) for word in words):
            return None
        node = self._machine.finish(stack)
        return None if node is None else node[0]

    def accepts(self, start: str, words: tuple[Word, ...]) -> frozenset[str]:
        """The terminals that can follow some words (`$END` among them where the sentence may end)."""
        stack = self._machine.start(start)
        for word in words:
            if not self._machine.feed(stack, word):
                return frozenset()
        return self._machine.can_follow(stack)

    def _end(self, stack: Stack, words: list[Word], end: int, outcome: Outcome) -> None:
        node = self._machine.finish(stack)
        if node is None:
            outcome.failures.append(Failure(tuple(words), end))
        else:
            outcome.readings.append(Reading(tuple(words), node[0]))
