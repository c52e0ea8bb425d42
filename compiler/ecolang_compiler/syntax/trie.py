"""Words found by longest match: a tree of characters, shared by keywords and names."""

from __future__ import annotations

from typing import Any

Node = dict[str, Any]
#: Under this key a node holds what the word that ends there means: (terminal, canonical text).
END = ""


class Trie:
    """A set of words with their meanings; a word may have several, one a terminal."""

    __slots__ = ("root",)

    def __init__(self) -> None:
        self.root: Node = {}

    def add(self, word: str, terminal: str, text: str) -> None:
        """Add a meaning of a word."""
        node = self.root
        for char in word:
            node = node.setdefault(char, {})
        node.setdefault(END, []).append((terminal, text))

    def matches(self, text: str, at: int, found: list[tuple[int, str, str]]) -> None:
        """Append (end, terminal, text) for each word that stands at a place, shorter ones first.

        A word that ends in a letter or digit of an alphabet does not end within another; blanks within a word may be
        any blanks, a line's end included.
        """
        node = self.root
        if text[at] not in node:
            return
        length = len(text)
        while at < length:
            char = text[at]
            at += 1
            if char <= " ":
                char = " "
                if " " in node:
                    while at < length and text[at] <= " ":
                        at += 1
            following = node.get(char)
            if following is None:
                return
            node = following
            if END in node and not (at < length and _wordlike(char) and _wordlike(text[at])):
                for terminal, meaning in node[END]:
                    found.append((at, terminal, meaning))


def _wordlike(char: str) -> bool:
    return char < "\u0250" and (char.isalnum() or char == "_")
