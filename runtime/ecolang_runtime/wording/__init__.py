"""Verdicts in words: sentences from data and templates, the text for people, the JSON for programs."""

from ecolang_runtime.wording.json import verdict_json
from ecolang_runtime.wording.text import verdict_text
from ecolang_runtime.wording.words import Words

__all__ = ["Words", "verdict_json", "verdict_text"]
