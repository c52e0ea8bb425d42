"""The grammars' tables, made by lark: what `tables.py` reads when a process starts, so that none makes them anew.

    python -m ecolang_compiler.syntax.lalr

writes them after a grammar was changed. They are the same whatever made them: states are numbered by the way to them.
"""

from __future__ import annotations

import json
from typing import Any

from ecolang_compiler.syntax.tables import FOLDER, STARTS, mark_of

GRAMMARS = ("zh.lark", "en.lark")


def grammar_text(name: str) -> str:
    """A grammar as lark reads it."""
    return FOLDER.joinpath(name).read_text(encoding="utf-8")


def lark_of(grammar: str, **options: Any) -> Any:
    """The grammar in lark, which makes the words of no sentence: the reader does that itself."""
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        __future_interface__ = 2

        def __init__(self, conf: Any) -> None:
            pass

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            return iter(())

    return Lark(
        grammar,
        parser="lalr",
        lexer=NoLexer,
        start=list(STARTS),
        keep_all_tokens=True,
        maybe_placeholders=False,
        **options,
    )


def make(grammar: str) -> dict[str, Any]:
    """The tables as plain values.

    `terminals`, `origins`: names by number. `rules`: the number of the origin; how many children; the name of the
    callback (None: the children of a repetition, for the rule around it); the places of children that are such
    repetitions; whether a single child stands for the whole. `rows`: for each state, terminal and action by turns (the
    state to go to, or the complement of the rule to apply), then origin and state by turns. `starts`: kind of sentence
    → its first state and its last.
    """
    from lark.parsers.lalr_analysis import Shift

    table = lark_of(grammar).parser.parser._parse_table
    order = _by_the_way(table, Shift)
    number = {state: place for place, state in enumerate(order)}
    used = {arg for state in order for action, arg in table.states[state].values() if action is not Shift}
    rules = sorted(used, key=_rule_key)
    rule_number = {rule: place for place, rule in enumerate(rules)}
    origins = sorted({str(rule.origin.name) for rule in rules})
    terminals = sorted({name for state in order for name in table.states[state]} - set(origins))
    origin_number = {name: place for place, name in enumerate(origins)}
    rows = []
    for state in order:
        found = table.states[state]
        acts = [
            (place, number[found[name][1]] if found[name][0] is Shift else ~rule_number[found[name][1]])
            for place, name in enumerate(terminals)
            if name in found
        ]
        goes = [(place, number[found[name][1]]) for name, place in origin_number.items() if name in found]
        rows.append([[part for pair in each for part in pair] for each in (acts, goes)])
    return {
        "mark": mark_of(grammar),
        "terminals": terminals,
        "origins": origins,
        "rules": [_rule(rule, origin_number) for rule in rules],
        "starts": {start: [number[table.start_states[start]], number[table.end_states[start]]] for start in STARTS},
        "rows": rows,
    }


def text_of(tables: dict[str, Any]) -> str:
    """Tables as a file, a state a line."""
    head = {name: value for name, value in tables.items() if name != "rows"}
    lines = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    rows = ",\n".join(json.dumps(row, separators=(",", ":")) for row in tables["rows"])
    return "{" + ",\n".join(lines) + f',\n"rows": [\n{rows}\n]}}\n'


def _by_the_way(table: Any, shift: Any) -> list[int]:
    """The states in the order in which they are come to, names by the alphabet."""
    order: list[int] = []
    seen: set[int] = set()
    for start in STARTS:
        wave = [table.start_states[start]]
        seen.update(wave)
        while wave:
            order += wave
            after = []
            for state in wave:
                for name in sorted(table.states[state]):
                    action, arg = table.states[state][name]
                    if action is shift and arg not in seen and name != "$END":
                        seen.add(arg)
                        after.append(arg)
            wave = after
    return order


def _rule_key(rule: Any) -> tuple[str, list[str], str]:
    return str(rule.origin.name), [str(each.name) for each in rule.expansion], str(rule.alias)


def _rule(rule: Any, origin_number: dict[str, int]) -> list[Any]:
    name = str(rule.origin.name)
    inner = [at for at, each in enumerate(rule.expansion) if not each.is_term and each.name.startswith("_")]
    callback = rule.alias or (None if name.startswith("_") else name)
    single = bool(rule.options.expand1 and not rule.alias)
    return [origin_number[name], len(rule.expansion), callback, inner, single]


def main() -> None:
    """Writes the tables of all grammars beside them."""
    for name in GRAMMARS:
        text = text_of(make(grammar_text(name)))
        FOLDER.joinpath(name).with_suffix(".json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
