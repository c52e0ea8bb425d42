"""Digests and seals of compiled policies, by SHA-256 without OpenSSL, which takes longer to load than to check one.

The interpreter's own module has another name in each release; where it has none of them, hashlib serves.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from hashlib import sha256
else:
    try:
        from _sha2 import sha256  # 3.12 and later
    except ImportError:
        try:
            from _sha256 import sha256
        except ImportError:
            from hashlib import sha256

__all__ = ["digest_of", "has_marks", "is_sealed", "seal"]

#: Between what stands a seal, and how far from the beginning of a text it ends at the latest.
_AFTER_HASH = '\n "hash": '
_SEAL_ENDS = 400


def digest_of(text: str) -> str:
    """The digest of a text, such as "sha256:…"."""
    return "sha256:" + sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def seal(text: str) -> str:
    """The text of an artifact with the digest of all that follows it as a line of its own behind the hash.

    Checking it costs a tenth of checking the hash, which is that of the content however it is laid out.
    """
    head, mark, tail = text.partition(_AFTER_HASH)
    place = tail.index("\n") + 1
    head, tail = head + mark + tail[:place], tail[place:]
    return f'{head} "seal": "{digest_of(tail)}",\n{tail}'


def is_sealed(text: str) -> bool:
    """Whether the text has a seal that fits."""
    head, mark, tail = text[:_SEAL_ENDS].partition(' "seal": "')
    if not mark:
        return False
    written, _, _ = tail.partition('"')
    place = text.find("\n", len(head) + len(mark)) + 1
    return written == digest_of(text[place:])


def has_marks(text: str) -> bool:
    """Whether some key of the JSON text may be a mark such as `$decimal`."""
    return '"$' in text or "\\u0024" in text
