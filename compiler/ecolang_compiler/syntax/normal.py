"""Text as the lexer sees it: half-width and full-width marks and digits made one, every character in its old place."""

from __future__ import annotations

_SAME = {
    "，": ",",
    "：": ":",
    "；": ";",
    "（": "(",
    "）": ")",
    "？": "?",
    "！": "!",
    "｡": "。",
    "﹐": ",",
    "﹕": ":",
    "﹔": ";",
    "﹑": "、",
    "､": "、",
    "[": "〔",
    "]": "〕",
    "［": "〔",
    "］": "〕",
    "〖": "【",
    "〗": "】",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "＂": '"',
    "\ufeff": " ",
    "\u3000": " ",
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "\t": " ",
    "\r": " ",
    "\v": " ",
    "\f": " ",
}
_TABLE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {ord(a): b for a, b in _SAME.items()}


def normalise(text: str) -> str:
    """The text with one spelling for each mark, digit and letter of either width; as long as the text."""
    return text.translate(_TABLE)
