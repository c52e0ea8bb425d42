"""Examples that are no whole policies, put behind the vocabulary of their page."""

from __future__ import annotations

import re
from functools import cache

from ecolang_compiler.syntax.fmt import format_text
from tests.docs.pages import LANGUAGE, Block, steps

_WHOLE = re.compile(r"(?:第[^\s]{1,12}条|附件\d*|保证|案例\s*【|Article \d|Annex \d|guarantees|case \[)", re.IGNORECASE)
_CASE = re.compile(r"案例\s*【")


@cache
def vocabulary() -> str:
    """The vocabulary that the examples of the language reference stand behind."""
    (found,) = (each for each in steps(LANGUAGE) if isinstance(each, Block) and each.kind == "eco-vocabulary")
    return found.text


@cache
def vocabulary_en() -> str:
    """The same in English keywords."""
    return translated(vocabulary())


def whole(fragment: str, *, english: bool = False) -> str:
    """A policy that holds a fragment: its sentences stand in an article of their own if it brings none."""
    before = vocabulary_en() if english else vocabulary()
    if _WHOLE.match(fragment):
        return f"{before}\n{fragment}"
    indented = "".join(f"  {line}" if line.strip() else line for line in fragment.splitlines(keepends=True))
    return f"{before}\n{'Article 1' if english else '第一条'}\n{indented}"


def translated(text: str) -> str:
    """A policy in English keywords."""
    done, problems = format_text(text, "policy.eco", "en")
    assert done is not None, problems
    return done


def english_of(fragment: str) -> str:
    """A Chinese fragment in English keywords."""
    text = translated(whole(fragment))
    before = vocabulary_en().rstrip("\n")
    assert text.startswith(before)
    rest = text.removeprefix(before).strip("\n") + "\n"
    if _WHOLE.match(fragment):
        return rest
    _, _, body = rest.partition("\n")
    return re.sub(r"^  ", "", body, flags=re.MULTILINE)
