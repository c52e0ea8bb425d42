"""Source to functions: each function is compiled once for equal text, whatever policy or reading it belongs to."""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any

# Functions of policies that are no longer used are forgotten all at once.
_MOST = 60_000

_codes: dict[str, CodeType] = {}


def define(chunks: dict[str, str], namespace: dict[str, Any]) -> None:
    """Defines the functions in a namespace; each text is that of one function."""
    for text in chunks.values():
        code = _codes.get(text)
        if code is None:
            if len(_codes) >= _MOST:
                _codes.clear()
            module = compile(text, "<policy>", "exec", dont_inherit=True)
            code = _codes[text] = next(each for each in module.co_consts if isinstance(each, CodeType))
        # A copy, because the interpreter keeps in the code where it found each global name the last time.
        namespace[code.co_name] = FunctionType(code.replace(co_name=code.co_name), namespace)
