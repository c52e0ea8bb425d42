"""Nothing of a policy reaches the generated source but literals, numbered names and comments of one line."""

from __future__ import annotations

import ast
import builtins
import re
from typing import Any

import pytest

from ecolang.program import Event, Ground, Settings
from ecolang.program import Field as EventField
from ecolang.time import Calendar
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled import safe
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.reference.rules import Rules
from tests.compiled.engines import Pair
from tests.runtime.build import day, edge, may, on_event, on_stage, owe, policy, stages, when, within

HOSTILE = (
    "名\nraise SystemExit",
    "a\rb = 1",
    'x"""\nimport os',
    "x'; __import__('os').system('true') #",
    "\u2028raise ValueError\u2029",
    "\u0085raise ValueError",
    "\x0c\x0b\x1c\x1d\x1eraise ValueError",
    "# -*- coding: utf-7 -*-",
    "+AAo-raise ValueError",
    "\\",
    "\\N{LATIN SMALL LETTER A}\\\n",
    "{m}{t}{r}%s%(x)s",
    "\ud800",
    "\x00",
    "c0",
    "__builtins__",
    "",
)


def hostile_policy(name: str) -> Any:
    """A policy whose every name and value is the hostile one, or ends in it."""
    event, stage, field = "e" + name, "s" + name, "f" + name
    agrees = ("cmp", "=", ("field", field), ("lit", name))
    known = ("and", ("fact", name), ("happened", event, agrees), ("not", ("given", field)))
    return policy(
        settings=Settings(title=name),
        events=(Event(event, fields=(EventField(field, "text", default=name),)), Event("go" + name)),
        stages=stages("t" + name, stage, outcomes=("o" + name,)),
        duties=(owe("d" + name, event, on_stage("t" + name), within(3, event, id=name), when=known),),
        powers=(may("p" + name, "go" + name, stage, grounds=(Ground("g" + name, name, known),)),),
        edges=(
            edge("1" + name, "t" + name, stage, on_event(event, agrees)),
            edge("2" + name, stage, "o" + name, when(known)),
        ),
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_values(name: str) -> None:
    rules = Rules(hostile_policy(name), Calendar())
    pair = Pair("hostile", rules, Tables(rules, Numbers()))
    event = Occurrence("e" + name, day("3-02"), fields={"f" + name: name})
    case = CaseData("c", None, (), (), (event, Occurrence("go" + name, day("3-04"), ground=name)))
    for as_of in ("3-02", "3-05", "3-20"):
        assert pair.differences(case, day(as_of)) == []
    for chunk in pair.tables.chunks.values():
        check_source(chunk)


def check_source(chunk: str) -> None:
    """One function, of nothing but numbered and known names, literals and attributes of the state."""
    tree = ast.parse(chunk)
    assert len(tree.body) == 1 and isinstance(tree.body[0], ast.FunctionDef)
    assert re.fullmatch(r"(c|n|v|w|tally_|settle_|available_|act_|follow_)\d+|settle_case", tree.body[0].name)
    for node in ast.walk(tree):
        assert not isinstance(node, (ast.Import, ast.ImportFrom, ast.Global, ast.Nonlocal, ast.Lambda, ast.ClassDef))
        if isinstance(node, ast.Attribute):
            assert not node.attr.startswith("_")
        if isinstance(node, ast.Name):
            assert not hasattr(builtins, node.id) or node.id in ("type", "str", "int", "bool"), node.id
        if isinstance(node, ast.Constant):
            assert node.value is None or type(node.value) in (bool, int, str)
    for line in chunk.split("\n"):
        assert line.isprintable()


@pytest.mark.parametrize("value", [1.5, b"x", ("a",), object(), float("nan"), type("S", (str,), {})("x")])
def test_other_values_are_no_literals(value: Any) -> None:
    with pytest.raises(safe.Unsupported):
        safe.literal(value)


def test_a_long_or_deep_condition() -> None:
    """A condition nested a thousand times is refused by this engine, never half compiled."""
    deep: Any = ("fact", "x")
    for _ in range(1000):
        deep = ("not", deep)
    program = policy(
        events=(Event("go"),),
        stages=stages("a", "b"),
        edges=(edge("e", "a", "b", on_event("go", deep)),),
    )
    with pytest.raises((safe.Unsupported, SyntaxError, RecursionError, MemoryError)):
        Tables(Rules(program, Calendar()), Numbers())


def test_what_the_engine_does_not_know_goes_to_the_reference() -> None:
    """A condition of an unknown kind: the tables are refused, and say which."""
    program = policy(
        events=(Event("go"),),
        stages=stages("a", "b"),
        powers=(may("p", "go", "a", act_guard=("phase of the moon",)),),
    )
    with pytest.raises(safe.Unsupported, match="phase of the moon"):
        Tables(Rules(program, Calendar()), Numbers())
