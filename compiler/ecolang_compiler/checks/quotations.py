"""Quotations, compared with the source text to the character."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Span
from ecolang.source_check import check_quote
from ecolang_compiler.checks.context import Context
from ecolang_compiler.syntax import tree


def check(context: Context) -> list[Diagnostic]:
    """An error for each quotation that the clause does not have."""
    source = context.source
    if source is None:
        return []
    problems = [
        check_quote(source, norm.cite, norm.rule.text, _words(norm.rule, context.text) or norm.span)
        for norm in context.lowered.norms
        if isinstance(norm.rule, tree.Quotation)
    ]
    return [each for each in problems if each is not None]


def _words(quotation: tree.Quotation, text: str | None) -> Span | None:
    """The quoted words alone, so that the first that differs can be shown."""
    span = quotation.span
    start = text.find(quotation.text, span.start, span.end) if span is not None and text is not None else -1
    return span if span is None or start < 0 else Span(span.file, start, start + len(quotation.text))
