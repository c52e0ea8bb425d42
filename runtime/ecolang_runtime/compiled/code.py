"""Source to functions: each function is compiled once for equal text, whatever policy or reading it belongs to."""

from __future__ import annotations

from types import CodeType
from typing import Any

# Functions of policies that are no longer used are forgotten all at once.
_MOST = 60_000

_codes: dict[str, CodeType] = {}


def define(chunks: dict[str, str], namespace: dict[str, Any]) -> None:
    """Defines the functions in a namespace."""
    for text in chunks.values():
        code = _codes.get(text)
        if code is None:
            if len(_codes) >= _MOST:
                _codes.clear()
            code = _codes[text] = compile(text, "<policy>", "exec", dont_inherit=True)
        exec(code, namespace)
