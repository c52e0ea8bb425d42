"""Whatever word of a sentence is wrong, one message names what was expected, at the right place, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from ecolang.diagnostics import Diagnostic, hint, message
from ecolang_compiler.syntax import parse
from tests.soak import long_run, seeds
from tests.syntax.slips import Lang, Slip, slips

#: Names from inside the program: terminals of a grammar, and what only a program calls so.
INTERNAL = re.compile(r"\b[A-Z][A-Z_]{2,}\b|\bNone\b|__\w+")
STRIDE = 23


def wrong_with(slip: Slip, lang: Lang) -> tuple[list[Diagnostic], list[str]]:
    """The problems of a slip, and what is wrong with how they are told."""
    _, problems = parse(slip.text, "slip.eco")
    found: list[str] = []
    if len(problems) > 1:
        found.append(f"{len(problems)} messages")
    for each in problems[:1]:
        said = message(each, lang)
        advice = hint(each, lang)
        if INTERNAL.search(f"{said} {advice}".replace("UTF", "")):
            found.append(f"internal name: {said} {advice}")
        if not advice:
            found.append(f"no advice: {said}")
        # What is missing at a sentence's end may be told at the next word.
        following = re.compile(r"\s*\S+").match(slip.text, slip.end)
        last = following.end() if following else slip.end
        if each.span is None or not slip.start <= each.span.start <= last:
            found.append(f"place: {said}")
    return list(problems), found


def told(lang: Lang, every: Iterator[Slip]) -> tuple[int, list[str]]:
    """How many slips are errors, and those that are told badly."""
    errors, bad = 0, []
    for slip in every:
        problems, found = wrong_with(slip, lang)
        errors += bool(problems)
        bad += [f"{slip.said}: {each}" for each in found]
    return errors, bad


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_slip_is_told_once_where_it_is_in_plain_words(lang: Lang) -> None:
    errors, bad = told(lang, (slip for place, slip in enumerate(slips(lang)) if place % STRIDE == 0))
    assert errors > 40
    # A list whose announcement is spoilt leaves its items behind.
    assert len(bad) <= errors // 50, "\n".join(bad)


@pytest.mark.soak
@pytest.mark.parametrize("lang", ["zh", "en"])
@seeds
def test_every_slip(number: int, lang: Lang) -> None:
    every = list(slips(lang))
    bad: list[str] = []
    count = 0

    def one_round(start: int) -> list[str]:
        nonlocal count
        slip = every[start * 7919 % len(every)]
        problems, found = wrong_with(slip, lang)
        count += bool(problems)
        bad.extend(f"{slip.said}: {each}" for each in found)
        return [each.code for each in problems] or ["no error"]

    long_run(f"slips-{lang}", number, one_round)
    assert len(bad) <= count // 50 + 1, "\n".join(bad)
