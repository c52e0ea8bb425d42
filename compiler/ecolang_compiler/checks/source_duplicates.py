"""Articles that the source text has twice."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_check import ref_words
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """An error for each number that two articles or annexes of the source text share."""
    source = context.source
    if source is None:
        return []
    found = []
    for ref in source.duplicates:
        clause = source.find(ref)
        found.append(make_diagnostic("E410", clause.span if clause else None, ref=ref_words(ref)))
    return found
