"""JSON as text in which Chinese stays readable, and what cannot be seen or would end a line is an escape."""

from __future__ import annotations

import json
import sys
from typing import Any

from ecolang.patterns import later

#: Characters that no terminal shows and some take as commands or line ends, though JSON allows them as they are.
_UNSEEN = later("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


def json_text(value: Any, indent: int | None = None) -> str:
    """A value as JSON for people."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def json_line(value: Any) -> str:
    """A value as a line of JSON without spaces, with its end."""
    orjson = sys.modules.get("orjson")
    if orjson is not None:
        # Loaded for reading a large file. It writes the same, but for what no UTF-8 can hold, which it refuses.
        try:
            return escaped(orjson.dumps(value).decode()) + "\n"
        except TypeError:
            pass
    return escaped(json.dumps(value, ensure_ascii=False, separators=(",", ":"))) + "\n"


def json_bytes(value: Any) -> bytes:
    """The same as UTF-8, without the end of the line."""
    return json_line(value)[:-1].encode("utf-8", "backslashreplace")


def escaped(text: str) -> str:
    """JSON text with what cannot be seen as escapes."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
