"""The shipped regulation amended in memory, and what the amendment changes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from ecolang.numerals import parse_whole, to_chinese
from ecolang.program import Program
from ecolang.source_parse import parse_source
from ecolang.source_text import SourceText
from ecolang_compiler.diff import Difference, difference
from ecolang_compiler.diff.render import move_words, remarks, sentence
from ecolang_compiler.pipeline import compile_text

#: Words of the policy, and those that take their place.
Edit = tuple[str, str]
ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "policies" / "xpcc-consultation"
CALENDARS = (ROOT / "policies" / "calendars",)


@cache
def text() -> str:
    """The policy's text."""
    return (POLICY / "measures.eco").read_text(encoding="utf-8")


@cache
def source_text() -> str:
    """The regulation's text."""
    return (POLICY / "原文" / "磋商管理办法.md").read_text(encoding="utf-8")


def amended(*edits: Edit) -> str:
    """The policy's text with each of the words replaced, which stand in it once."""
    changed = text()
    for old, new in edits:
        assert changed.count(old) == 1, (old, changed.count(old))
        changed = changed.replace(old, new)
    return changed


def shifted(words: str, first: int, by: int = 1) -> str:
    """A text in which every article from `first` on has a number that is higher by so much, also where it is cited."""

    def higher(match: re.Match[str]) -> str:
        number = parse_whole(match[1])
        return match[0] if number is None or not first <= number <= 20 else f"第{to_chinese(number + by)}条"

    return re.sub(r"第([一二三四五六七八九十百]+)条", higher, words)


def program(policy: str, source: str | None = None) -> Program:
    """The program of a policy's text, checked against the regulation's text if there is one."""
    known = None if source is None else parse_source(source, "原文.md")

    def load(path: str, span: object) -> SourceText:
        assert isinstance(known, SourceText)
        return known

    loader = None if known is None else load
    found = compile_text(policy, "measures.eco", source_loader=loader, calendar_dirs=CALENDARS)
    problems = [each for each in found.diagnostics if each.severity == "error" and each.code < "E4"]
    assert found.program is not None, found.diagnostics
    assert not problems, problems
    return found.program


@cache
def shipped() -> Program:
    """The policy as it is, without its source text, so that articles may be renumbered."""
    return program(text())


def diff(*edits: Edit) -> Difference:
    """What an amendment changes."""
    return difference(shipped(), program(amended(*edits)))


def said(found: Difference, lang: str = "zh") -> list[str]:
    """Each change in a sentence, with the remarks below it."""
    return ["｜".join([sentence(each, lang), *remarks(each, lang)]) for each in found.changes]


def numbering(found: Difference, lang: str = "zh") -> list[str]:
    """Each renumbering in a sentence."""
    return [move_words(each, lang) for each in found.moves]
