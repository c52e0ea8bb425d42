"""Where words that are nothing end."""

from __future__ import annotations

import unicodedata

from ecolang_compiler.syntax.lexer import ANY_WORD, Lexer

MARKS = frozenset(",:;。、()〔〕【】《》“”")


def run_end(norm: str, lexer: Lexer, at: int, end: int) -> int:
    """Where the unknown words that begin there end: at a mark, a blank, or the next word that is known."""
    if norm[at].isascii():
        return _latin_end(norm, lexer, at, end)
    at += 1
    while at < end and norm[at] not in MARKS and not norm[at].isspace():
        found = lexer.candidates(at, end, ANY_WORD)
        if any(word.end - word.start > 1 or word.type in ("WHEN_END", "AND") for word in found):
            break
        at += 1
    return at


def _latin_end(norm: str, lexer: Lexer, at: int, end: int) -> int:
    """The end of a word in Latin letters, and of those after it that are no better known."""
    while True:
        begin = at
        while at < end and norm[at].isascii() and (norm[at].isalnum() or norm[at] == "_"):
            at += 1
        at = max(at, begin + 1)
        following = lexer.skip(at, end)
        known = following >= end or not norm[following].isalpha()
        if known or following == at or "\n" in norm[at:following] or lexer.candidates(following, end, ANY_WORD):
            return at
        at = following


def unseen(char: str) -> bool:
    """Whether a character cannot be seen."""
    return unicodedata.category(char) in ("Cc", "Cf", "Co", "Cn", "Cs") and char != "\n"
