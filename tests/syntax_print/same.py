"""Whether a text says what a tree says, remarks included."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

import attrs

from ecolang_compiler.syntax import parse
from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print import to_text


def remarks(node: Any, path: str = "") -> Iterator[tuple[str, t.Comments]]:
    """Every remark with the place of its node, in order."""
    if isinstance(node, tuple):
        for index, each in enumerate(node):
            yield from remarks(each, f"{path}[{index}]")
    elif isinstance(node, t.Comments):
        if node != t.Comments():
            yield path, node
    elif attrs.has(type(node)):
        for field in attrs.fields(type(node)):
            if field.name != "span":
                yield from remarks(getattr(node, field.name), f"{path}.{field.name}")


def nodes(node: Any) -> Iterator[type]:
    """The kinds of all nodes in a tree."""
    if isinstance(node, tuple):
        for each in node:
            yield from nodes(each)
    elif attrs.has(type(node)):
        yield type(node)
        for field in attrs.fields(type(node)):
            yield from nodes(getattr(node, field.name))


def read_back(tree: t.PolicyFile, lang: Literal["zh", "en"]) -> None:
    """Assert that the tree's text, read again, gives the same tree, the same remarks and the same text."""
    text = to_text(tree, lang)
    back, problems = parse(text, "policy.eco", lang)
    assert not problems, (problems, text)
    assert back is not None
    assert back == tree, text
    assert list(remarks(back)) == list(remarks(tree)), text
    assert to_text(back, lang) == text
