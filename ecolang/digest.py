"""Digests and seals of compiled policies, without OpenSSL, which takes longer to load than to check one.

The interpreter's own modules have other names in other releases; where it has none of them, hashlib serves.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    try:
        from _sha2 import sha256  # 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256
    try:
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

__all__ = ["digest_of", "has_marks", "is_sealed", "seal", "without"]

#: Between what stands a seal, and how far from the beginning of a text it ends at the latest.
_AFTER_HASH = '\n "hash": '
_SEAL = b' "seal": "'
_SEAL_ENDS = 400


def digest_of(text: str) -> str:
    """The digest of a text, such as "sha256:…"."""
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(text: str) -> str:
    """The text of an artifact with the digest of all that follows it as a line of its own behind the hash.

    Checking it costs a fraction of checking the hash, which is that of the content however it is laid out.
    """
    head, mark, tail = text.partition(_AFTER_HASH)
    place = tail.index("\n") + 1
    head, tail = head + mark + tail[:place], tail[place:]
    return f'{head} "seal": "{_quick(tail.encode("utf-8", "backslashreplace")).decode()}",\n{tail}'


def is_sealed(content: bytes | str) -> bool:
    """Whether a file's content has a seal that fits."""
    if isinstance(content, str):
        content = content.encode("utf-8", "backslashreplace")
    head, mark, tail = content[:_SEAL_ENDS].partition(_SEAL)
    if not mark:
        return False
    written, _, _ = tail.partition(b'"')
    place = content.find(b"\n", len(head) + len(mark)) + 1
    rest = memoryview(content)[place:]
    # Files of the first release have the slower one.
    return written == (b"sha256:" + sha256(rest).hexdigest().encode() if written[:7] == b"sha256:" else _quick(rest))


def _quick(content: bytes | memoryview) -> bytes:
    return b"blake2b:" + blake2b(content, digest_size=32).hexdigest().encode()


def without(content: bytes, table: str) -> bytes:
    """A sealed content with a table of its programs left empty, which then need not be read.

    The layout is known: a seal tells that it is as it was written.
    """
    name = b'"' + table.encode() + b'": [\n'
    place = 0
    while (found := content.find(name, place)) >= 0:
        place = found + len(name)
        line = content.rfind(b"\n", 0, found)
        indent = content[line:found]
        # A program stands alone or among versions; within its rows the name would stand deeper.
        if indent not in (b"\n ", b"\n   "):
            continue
        end = content.find(indent + b"]", place - 1)
        if end >= 0:
            content = content[:place] + content[end:]
    return content


def has_marks(text: str) -> bool:
    """Whether some key of the JSON text may be a mark such as `$decimal`."""
    return '"$' in text or "\\u0024" in text
