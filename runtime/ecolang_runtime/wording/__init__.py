"""Verdicts in words: sentences from data and templates, the text for people, the JSON for programs."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ecolang_runtime.wording.json import verdict_json
    from ecolang_runtime.wording.text import verdict_text
    from ecolang_runtime.wording.words import Words

__all__ = ["Words", "verdict_json", "verdict_text"]


def __getattr__(name: str) -> object:
    # Who writes text needs nothing of JSON, and the reverse.
    if name == "verdict_json":
        from ecolang_runtime.wording.json import verdict_json

        return verdict_json
    if name == "verdict_text":
        from ecolang_runtime.wording.text import verdict_text

        return verdict_text
    if name == "Words":
        from ecolang_runtime.wording.words import Words

        return Words
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
