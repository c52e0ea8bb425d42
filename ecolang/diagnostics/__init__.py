"""What EcoLang tells a drafter: problems as values, their words in one registry, and how they are shown."""

from __future__ import annotations

from ecolang.diagnostics.explain import explain, nearest_code
from ecolang.diagnostics.model import (
    Diagnostic,
    Diagnostics,
    Edit,
    Fix,
    Label,
    Lang,
    LineIndex,
    Local,
    Severity,
    Span,
    line_index,
)
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import Code, Page, all_codes, find_code, hint, make_diagnostic, message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ecolang.diagnostics.render import render_github, render_text, to_json

__all__ = [
    "Code",
    "Diagnostic",
    "Diagnostics",
    "Edit",
    "Fix",
    "Label",
    "Lang",
    "LineIndex",
    "Local",
    "Page",
    "Severity",
    "Span",
    "all_codes",
    "explain",
    "find_code",
    "hint",
    "line_index",
    "make_diagnostic",
    "message",
    "nearest",
    "nearest_code",
    "render_github",
    "render_text",
    "to_json",
]


def __getattr__(name: str) -> object:
    # Only what shows a problem needs the renderers, with what they know of citations.
    if name in ("render_github", "render_text", "to_json"):
        from ecolang.diagnostics import render

        return getattr(render, name)
    raise AttributeError(f"module 'ecolang.diagnostics' has no attribute {name!r}")
