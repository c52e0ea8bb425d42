"""The page that explains a diagnostic code."""

from __future__ import annotations

import unicodedata

from ecolang.diagnostics.model import Lang
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import Code, all_codes, find_code

_HEADINGS = {
    "zh": ("含义", "错误的写法", "正确的写法", "为什么"),
    "en": ("What it means", "Wrong", "Right", "Why it matters"),
}
_SEVERITY = {
    "zh": {"error": "错误", "warning": "警告", "note": "提示"},
    "en": {"error": "error", "warning": "warning", "note": "note"},
}


def explain(code: str, lang: Lang) -> str | None:
    """The page of a code such as `E101` (any case, full width allowed) as Markdown, or None for an unknown code."""
    known = find_code(_normal(code))
    return None if known is None else page(known, lang)


def nearest_code(code: str) -> str | None:
    """The known id nearest to one that does not exist, or None when none is near."""
    return nearest(_normal(code), [each.id for each in all_codes()])


def page(code: Code, lang: Lang) -> str:
    """The page of a code as Markdown."""
    content = code.page(lang)
    meaning, wrong, right, why = _HEADINGS[lang]
    return "\n".join(
        [
            f"# {code.id} {code.title(lang)} ({_SEVERITY[lang][code.severity]})",
            "",
            f"## {meaning}",
            "",
            content.meaning,
            "",
            f"## {wrong}",
            "",
            _example(content.wrong),
            "",
            f"## {right}",
            "",
            _example(content.right),
            "",
            f"## {why}",
            "",
            content.why,
            "",
        ]
    )


def _example(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.split("\n"))


def _normal(code: str) -> str:
    return unicodedata.normalize("NFKC", code[:40]).strip().upper()
