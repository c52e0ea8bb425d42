"""What EcoLang tells a drafter: problems as values, their words in one registry, and how they are shown."""

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

__all__ = [
    "Diagnostic",
    "Diagnostics",
    "Edit",
    "Fix",
    "Label",
    "Lang",
    "LineIndex",
    "Local",
    "Severity",
    "Span",
    "line_index",
]
