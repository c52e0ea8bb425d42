"""Quotations, compared with the source text to the character."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.source_check import check_quote
from ecolang_compiler.checks.context import Context
from ecolang_compiler.syntax import tree


def check(context: Context) -> list[Diagnostic]:
    """An error for each quotation that the clause does not have."""
    source = context.source
    if source is None:
        return []
    problems = [
        check_quote(source, norm.cite, norm.rule.text, norm.rule.span or norm.span)
        for norm in context.lowered.norms
        if isinstance(norm.rule, tree.Quotation)
    ]
    return [each for each in problems if each is not None]
