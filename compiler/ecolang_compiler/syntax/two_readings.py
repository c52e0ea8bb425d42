"""The problem of a sentence that can be read in two ways."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax.kinds import KINDS
from ecolang_compiler.syntax.reader import Reading
from ecolang_compiler.syntax.scan import Source
from ecolang_compiler.syntax.word import Word


def two_readings(source: Source, first: Reading, second: Reading) -> Diagnostic:
    """The problem of a sentence that can be read in two ways, at the words that differ."""
    left, right = list(first.words), list(second.words)
    while left and right and _same(left[0], right[0]):
        del left[0], right[0]
    while left and right and _same(left[-1], right[-1]):
        del left[-1], right[-1]
    start = min(word.start for word in left + right)
    end = max(word.end for word in left + right)
    kinds = [(word.start, word.end) for word in left] == [(word.start, word.end) for word in right]
    return make_diagnostic(
        "E105",
        source.span(start, end),
        sentence=source.words(start, end),
        first=_parted(source, left, kinds),
        second=_parted(source, right, kinds),
    )


def _same(a: Word, b: Word) -> bool:
    return (a.start, a.end, a.type) == (b.start, b.end, b.type)


def _parted(source: Source, words: list[Word], kinds: bool) -> str:
    shown = []
    for word in words:
        text = source.words(word.start, word.end)
        if kinds and word.type in KINDS:
            text += f"（{KINDS[word.type].zh}）" if source.surface.lang == "zh" else f" ({KINDS[word.type].en})"
        shown.append(text)
    return "｜".join(shown)
