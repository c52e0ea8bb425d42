"""A line of JSON by the fastest parser at hand, if it reads it as the exact one does; else None.

orjson takes the last of two equal keys and makes a float of 1.50. A line in which either might be is left to the exact
parser, as is whatever orjson refuses: that one says where the line breaks off.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

#: A file smaller than this is read before orjson is loaded.
WORTHWHILE = 300_000

_BLANKS = b" \t\r\n"

Load: TypeAlias = "Callable[[bytes], dict[str, Any] | None]"


def loader(size: int) -> Load:
    """What reads the lines of a file of so many bytes."""
    if size < WORTHWHILE:
        return _nothing
    try:
        import orjson
    except ImportError:
        return _nothing
    loads, dumps = orjson.loads, orjson.dumps

    def load(line: bytes) -> dict[str, Any] | None:
        try:
            value = loads(line)
        except ValueError:
            return None
        # Written again it is the same, but for the blanks: no key is there twice, and with no point there is no float.
        if b"." not in line and dumps(value).translate(None, _BLANKS) == line.translate(None, _BLANKS):
            return value if type(value) is dict else None
        if type(value) is not dict or b"\\u" in line or b" :" in line or b"\t" in line:
            return None
        # With every colon behind its key, there are as many as keys, or more where a text has such a colon.
        return value if _keys(value) == line.count(b'":') else None

    return load


def _nothing(line: bytes) -> None:
    return None


def _keys(value: dict[str, Any]) -> int:
    """How many keys an object and the objects in it have; a number that no line has, if there is a float."""
    count = len(value)
    for each in value.values():
        kind = type(each)
        if kind is dict:
            count += _keys(each)
        elif kind is list:
            count += _keys_in(each)
        elif kind is float:
            return -1 << 40
    return count


def _keys_in(values: list[Any]) -> int:
    count = 0
    for each in values:
        kind = type(each)
        if kind is dict:
            count += _keys(each)
        elif kind is list:
            count += _keys_in(each)
        elif kind is float:
            return -1 << 40
    return count
