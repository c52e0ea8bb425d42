"""The tables by which sentences are read: those beside the grammar where they are of it, else made from it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from attrs import frozen

from ecolang.digest import digest_of

#: The kinds of sentences.
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
#: Where the grammars are.
FOLDER = Path(__file__).parent / "grammar"
_FORM = 1
#: For each state, terminal → the state to go to, or the complement of the rule to apply.
Row = dict[str, int]


@frozen
class Rule:
    """A rule of a grammar: what it makes (`origin`, by number) of how many children.

    `callback` None: the children of a repetition, for the rule around it; `inner`: the places of children that are
    such; `single`: whether a single child stands for the whole.
    """

    origin: int
    size: int
    callback: str | None
    inner: frozenset[int]
    single: bool


class Rows(dict[int, Row]):
    """The rows of states, each made when it is come to: a policy comes to few."""

    def __init__(self, terminals: list[str], rows: list[list[list[int]]]) -> None:
        self._terminals = terminals
        self._rows = rows

    def __missing__(self, state: int) -> Row:
        found = iter(self._rows[state][0])
        terminals = self._terminals
        row = self[state] = {terminals[place]: act for place, act in zip(found, found, strict=True)}
        return row


class Goes(dict[int, dict[int, int]]):
    """Where to go from a state once something (by number) is made; likewise."""

    def __init__(self, rows: list[list[list[int]]]) -> None:
        self._rows = rows

    def __missing__(self, state: int) -> dict[int, int]:
        found = iter(self._rows[state][1])
        row = self[state] = dict(zip(found, found, strict=True))
        return row


@frozen(eq=False)
class Tables:
    """A grammar's machine. `starts`: kind of sentence → its first state and its last."""

    rules: tuple[Rule, ...]
    starts: dict[str, tuple[int, int]]
    rows: Rows
    goes: Goes


@cache
def tables(grammar: str) -> Tables:
    """The tables of a grammar, such as `zh.lark`."""
    return read_tables(FOLDER, grammar)


def read_tables(folder: Path, grammar: str) -> Tables:
    """The same of a folder. Where its tables are missing, damaged or of another grammar, lark makes them."""
    text = folder.joinpath(grammar).read_text(encoding="utf-8")
    try:
        made = json.loads(folder.joinpath(grammar.replace(".lark", ".json")).read_bytes())
        if made["mark"] == mark_of(text):
            return _tables(made)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    from ecolang_compiler.syntax.lalr import make

    return _tables(make(text))


def mark_of(grammar: str) -> str:
    """What tables carry to tell which grammar they were made from, and in which form."""
    return digest_of(f"{_FORM}\n{' '.join(STARTS)}\n{grammar}")


def _tables(made: dict[str, Any]) -> Tables:
    return Tables(
        tuple(
            Rule(origin, size, callback, frozenset(inner), single)
            for origin, size, callback, inner, single in made["rules"]
        ),
        {start: (first, last) for start, (first, last) in made["starts"].items()},
        Rows(made["terminals"], made["rows"]),
        Goes(made["rows"]),
    )
