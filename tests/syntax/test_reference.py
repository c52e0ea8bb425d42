"""Every line of the reference is read, and every construct has a line."""

import logging
from typing import Any

import attrs
import pytest

import ecolang_compiler.syntax.tree as tree_package
from ecolang.diagnostics.registry import message
from ecolang_compiler.syntax.builder import Builder
from ecolang_compiler.syntax.lalr import grammar_text, lark_of
from tests.syntax.reading import ROOT, read, reference_text

GRAMMARS = ("zh.lark", "en.lark")


def test_every_example_is_read() -> None:
    _, problems = read(reference_text())
    assert [message(each, "zh") for each in problems] == []


def test_every_kind_of_node_has_an_example() -> None:
    tree, _ = read(reference_text())
    seen: set[str] = set()

    def visit(value: Any) -> None:
        if isinstance(value, tuple):
            for each in value:
                visit(each)
        elif attrs.has(type(value)):
            seen.add(type(value).__name__)
            for each in attrs.fields(type(value)):
                visit(getattr(value, each.name))

    visit(tree)
    nodes = {name for name in tree_package.__all__ if attrs.has(getattr(tree_package, name))}
    assert nodes - seen == {"Node"}


def test_the_shipped_policy_is_read() -> None:
    path = ROOT / "policies" / "xpcc-consultation" / "measures.eco"
    tree, problems = read(path.read_text(encoding="utf-8"))
    assert problems == []
    assert tree.title.text.endswith("磋商管理办法")


@pytest.mark.parametrize("name", GRAMMARS)
def test_the_builder_has_a_callback_for_each_rule(name: str) -> None:
    missing = set()
    for rule in lark_of(grammar_text(name)).rules:
        callback = rule.alias or str(rule.origin.name)
        inlined = callback.startswith("_") or (rule.options.expand1 and not rule.alias and len(rule.expansion) == 1)
        if not inlined and not hasattr(Builder, callback):
            missing.add(callback)
    assert missing == set()


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_grammar_has_no_conflict(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="lark"):
        lark_of(grammar_text(name), debug=True)
    assert [record.message for record in caplog.records if "onflict" in record.message] == []
