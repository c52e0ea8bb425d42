"""What a drafter may have left out before the word at which a sentence could not go on, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang_compiler.syntax.word import Word

_ANYWHERE = (
    ("WHEN_END", "COMMA"),
    ("COMMA",),
    ("WHEN_END",),
    ("LIST_SEP",),
    ("IS",),
    ("MUST",),
    ("IF",),
    ("WHEN",),
    ("COLON",),
    ("SEMI",),
    ("AT",),
    ("VIA",),
    ("ENTER",),
    ("BECAUSE",),
    ("BY",),
    ("RPAR",),
)
_ENDS = frozenset({"STOP", "SEMI"})
_PLACES = frozenset({"STAGE", "OUTCOME"})
_HEADS = frozenset({"WHEN_END", "WHEN", "IF"})


def insertions(found: Iterable[Word], last: Word | None) -> list[tuple[tuple[str, ...], bool]]:
    """Words that may be missing before one that was found; True: before the last word that could be read instead."""
    types = {word.type for word in found}
    ways: list[tuple[tuple[str, ...], bool]] = [(each, False) for each in _ANYWHERE]
    if not types & {"ITEM", "MARK"}:
        ways.remove((("SEMI",), False))
    if types & _ENDS:
        # What ends a sentence begins no rule, so that no head was left without its end.
        ways = [(each, before) for each, before in ways if not _HEADS & set(each)]
        if last is not None and last.type in _PLACES:
            ways.insert(0, (("ENTER",), True))
    elif types & _PLACES and last is not None and last.type == "COMMA":
        ways.remove((("ENTER",), False))
        ways.insert(0, (("ENTER",), False))
    return ways
