"""The example policy of the reference, and what the tests ask of a text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import hint, message
from ecolang_compiler.syntax import parse
from ecolang_compiler.syntax.tree import Article, CaseNode, PolicyFile, Sentence

ROOT = Path(__file__).resolve().parents[2]
_BLOCK = re.compile(r"```eco ?(?P<kind>\S*)\n(?P<text>.*?)```", re.DOTALL)


@cache
def reference_blocks() -> tuple[tuple[str, str], ...]:
    """(kind, text) of each block of the reference's examples; the first, of no kind, is the vocabulary."""
    text = (ROOT / "docs" / "reference" / "zh-by-example.md").read_text(encoding="utf-8")
    return tuple((match["kind"], match["text"]) for match in _BLOCK.finditer(text))


def vocabulary() -> str:
    """The title, settings and vocabulary that the examples use."""
    return reference_blocks()[0][1]


@cache
def reference_text() -> str:
    """All examples as one policy."""
    text = vocabulary()
    for number, (kind, block) in enumerate(reference_blocks()[1:], 1):
        head = {"规则": f"附件{number}", "保证": "保证", "案例": "案例【全部写法】"}[kind]
        text += f"\n{head}\n{block}"
    return text


def read(text: str) -> tuple[PolicyFile, list[Diagnostic]]:
    """The tree and the problems of a text that has a tree."""
    tree, problems = parse(text, "test.eco")
    assert tree is not None
    return tree, problems


def read_rules(text: str) -> tuple[Any, ...]:
    """What stands in an article of these sentences, which must have no problem."""
    tree, problems = read(f"{vocabulary()}\n第一条\n{text}\n")
    assert [message(each, "zh") for each in problems] == []
    article = tree.body[-1]
    assert isinstance(article, Article)
    return article.body


def rule(text: str) -> Any:
    """The only rule of a sentence."""
    (sentence,) = read_rules(text)
    assert isinstance(sentence, Sentence)
    (found,) = sentence.rules
    return found


def when(text: str) -> Any:
    """A condition, written before 的."""
    return rule(f"{text}的，机关可以开会。").when


def case(text: str) -> CaseNode:
    """A case test of these sentences, which must have no problem."""
    tree, problems = read(f"{vocabulary()}\n案例【试】\n  当事方：甲公司、乙公司。\n{text}\n")
    assert [message(each, "zh") for each in problems] == []
    found = tree.body[-1]
    assert isinstance(found, CaseNode)
    return found


def told(text: str) -> list[tuple[str, str, str]]:
    """(code, underlined text, message with hint) of every problem of a text."""
    _, problems = parse(text, "test.eco")
    return [
        (each.code, each.span.text_in(text) if each.span else "", f"{message(each, 'zh')}{hint(each, 'zh')}")
        for each in problems
    ]


def told_of(sentence: str) -> list[tuple[str, str, str]]:
    """The problems of one sentence in an article that a sound sentence follows."""
    return told(f"{vocabulary()}\n第一条\n  {sentence}\n  机关应当公布。\n")
