"""Every example of the language is read by the compiler."""

from itertools import pairwise

import pytest

from ecolang.diagnostics import Diagnostic, message
from ecolang_compiler.pipeline import compile_text
from ecolang_compiler.syntax import parse
from tests.docs.fragments import english_of, vocabulary, whole
from tests.docs.pages import ROOT, Block, blocks, steps
from tests.docs.pages import pages as every_page

CALENDARS = (ROOT / "policies" / "calendars",)
#: What a few sentences without the rest of a policy cannot help: clauses and stages that nothing leads to.
_OF_WHOLE_POLICIES = ("E5", "E6")


def errors(text: str) -> list[str]:
    found = compile_text(text, calendar_dirs=CALENDARS).diagnostics
    return [said(each) for each in found if each.severity == "error"]


def said(diagnostic: Diagnostic) -> str:
    return f"{diagnostic.code} {message(diagnostic, 'zh')}"


@pytest.mark.parametrize("block", blocks("eco"), ids=str)
def test_a_whole_policy_compiles(block: Block) -> None:
    assert errors(block.text) == []


def test_the_vocabulary_of_the_examples_is_read() -> None:
    assert [each for each in errors(vocabulary()) if not each.startswith(_OF_WHOLE_POLICIES)] == []


@pytest.mark.parametrize("block", blocks("eco-fragment"), ids=str)
def test_a_fragment_is_understood(block: Block) -> None:
    assert [each for each in errors(whole(block.text)) if not each.startswith(_OF_WHOLE_POLICIES)] == []


@pytest.mark.parametrize("block", blocks("eco-wrong"), ids=str)
def test_a_wrong_example_is_wrong_in_the_way_it_says(block: Block) -> None:
    text = block.text if block.text.startswith("《") else whole(block.text)
    assert [each[:4] for each in errors(text)] == [block.argument]


@pytest.mark.parametrize("block", blocks("eco-measures"), ids=str)
def test_what_is_quoted_of_the_shipped_policy_is_in_it(block: Block) -> None:
    policy = (ROOT / "policies" / "xpcc-consultation" / "measures.eco").read_text(encoding="utf-8")
    assert flat(block.text) in flat(policy)


def flat(text: str) -> str:
    """The text without line ends, indentation and remarks."""
    return "".join(line.partition("#")[0].strip() for line in text.splitlines())


def pairs() -> list[tuple[Block, Block]]:
    """Chinese fragments with the English ones that stand right behind them."""
    found: list[tuple[Block, Block]] = []
    for page in every_page():
        inside = [each for each in steps(page) if isinstance(each, Block)]
        found += [(a, b) for a, b in pairwise(inside) if b.kind == "eco-fragment-en"]
    return found


@pytest.mark.parametrize(("chinese", "english"), pairs(), ids=str)
def test_both_languages_say_the_same(chinese: Block, english: Block) -> None:
    assert chinese.kind == "eco-fragment"
    left, _ = parse(whole(chinese.text), "policy.eco")
    right, problems = parse(whole(english.text, english=True), "policy.eco")
    assert [said(each) for each in problems] == []
    assert left == right
    assert english.text == english_of(chinese.text)
