"""The machine that a grammar's tables drive, a word at a time.

lark makes the tables; this runs them, because sentences are read in several ways at once: a way is forked and dropped
without exceptions, and what can follow is asked without making a node.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any

from attrs import define

from ecolang_compiler.syntax.tables import Rule, Tables
from ecolang_compiler.syntax.word import Word

END = "$END"


class Run(list[Any]):
    """The children that a repetition has gathered, for the rule around it."""


@define(eq=False)
class Stack:
    """How far a sentence has come: the states passed, and what was made. `last`: the state where it is whole."""

    states: list[int]
    values: list[Any]
    last: int

    def fork(self) -> Stack:
        """A copy that goes its own way; repetitions grow in place, so they are copied too."""
        values = [Run(each) if type(each) is Run else each for each in self.values]
        return Stack([*self.states], values, self.last)


class _Rules(dict[int, tuple[int, int, Callable[[list[Any]], Any]]]):
    """By an action, what its rule makes, of how many children, and how; worked out when a file first needs it."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self._tables = tables
        self._builder = builder

    def __missing__(self, act: int) -> tuple[int, int, Callable[[list[Any]], Any]]:
        rule = self._tables.rules[~act]
        found = self[act] = (rule.origin, rule.size, _maker(rule, self._builder))
        return found


class Machine:
    """Tables with what a builder makes of each rule."""

    def __init__(self, tables: Tables, builder: object) -> None:
        self._tables = tables
        self._rows = tables.rows
        self._goes = tables.goes
        self._rules = _Rules(tables, builder)

    def start(self, kind: str) -> Stack:
        """Nothing read yet of a kind of sentence."""
        first, last = self._tables.starts[kind]
        return Stack([first], [], last)

    def expected(self, stack: Stack) -> Mapping[str, int]:
        """The terminals that the state knows, which some rules that end here may yet refuse."""
        return self._rows[stack.states[-1]]

    def feed(self, stack: Stack, word: Word) -> bool:
        """Takes a word; False if it can't follow."""
        states, values = stack.states, stack.values
        rows, goes, rules = self._rows, self._goes, self._rules
        terminal = word.type
        while True:
            act = rows[states[-1]].get(terminal)
            if act is None:
                return False
            if act >= 0:
                states.append(act)
                values.append(word)
                return True
            origin, size, make = rules[act]
            if size:
                kids = values[-size:]
                del states[-size:], values[-size:]
            else:
                kids = []
            values.append(make(kids))
            states.append(goes[states[-1]][origin])

    def finish(self, stack: Stack) -> tuple[Any] | None:
        """The node of a sentence that may end here."""
        states, values = stack.states, stack.values
        while states[-1] != stack.last:
            act = self._rows[states[-1]].get(END)
            if act is None:
                return None
            origin, size, make = self._rules[act]
            kids = values[len(values) - size :]
            del states[len(states) - size :], values[len(values) - size :]
            values.append(make(kids))
            states.append(self._goes[states[-1]][origin])
        return (values[-1],)

    def can_follow(self, stack: Stack) -> frozenset[str]:
        """The terminals that can come next (`$END` among them where the sentence may end); makes nothing."""
        return frozenset(name for name in self.expected(stack) if self._passes([*stack.states], name, stack.last))

    def _passes(self, states: list[int], terminal: str, last: int) -> bool:
        while True:
            if terminal == END and states[-1] == last:
                return True
            act = self._rows[states[-1]].get(terminal)
            if act is None:
                return False
            if act >= 0:
                return True
            origin, size, _ = self._rules[act]
            del states[len(states) - size :]
            states.append(self._goes[states[-1]][origin])


def _maker(rule: Rule, builder: object) -> Callable[[list[Any]], Any]:
    """What a rule makes of its children."""
    if rule.single and rule.size == 1 and not rule.inner:
        return itemgetter(0)
    make: Callable[[list[Any]], Any] = _gathered if rule.callback is None else getattr(builder, rule.callback)
    if rule.single:
        make = _single(make)
    return _flat(rule, make) if rule.inner else make


def _gathered(kids: list[Any]) -> Run:
    return kids if type(kids) is Run else Run(kids)


def _single(make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    return lambda kids: kids[0] if len(kids) == 1 else make(kids)


def _flat(rule: Rule, make: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    first = 0 in rule.inner
    inner = rule.inner

    def flat(kids: list[Any]) -> Any:
        # What a repetition that comes first has gathered is taken over and not copied, so that a long list takes no
        # more time a word than a short one.
        found: list[Any] = kids[0] if first else []
        for place, kid in enumerate(kids[1:] if first else kids, first):
            if place in inner:
                found += kid
            else:
                found.append(kid)
        return make(found)

    return flat
