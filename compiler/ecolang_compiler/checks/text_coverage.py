"""Clauses of the source text that no rule carries."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Label, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_check import mark_words, ref_words
from ecolang.source_text import Clause, Ref, beginning
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.norms import articles, heading

_EXCERPT = 24


def check(context: Context) -> list[Diagnostic]:
    """An error for each clause that is neither a rule nor said to have none; a whole clause once, not its items too."""
    if context.source is None:
        return []
    accounts = context.lowered.accounts
    found: list[Diagnostic] = []
    reported: list[Ref] = []
    for clause in context.source.clauses_to_account():
        ref = clause.ref
        if accounts.covered(ref) or accounts.declaration(ref) is not None or any(map(ref.within, reported)):
            continue
        reported.append(ref)
        found.append(_missing(context, clause))
    return found


def _missing(context: Context, clause: Clause) -> Diagnostic:
    """The problem stands at the article of the policy where it has one, else in the source text."""
    words = ref_words(clause.ref)
    excerpt = beginning(clause.text.split("\n")[0], _EXCERPT)
    place = _heading(context, clause.ref)
    labels = (Label(clause.span, "原文在这里", "the source says so here"),) if place is not None else ()
    mark = mark_words(clause.ref)
    return make_diagnostic("E501", place or clause.span, labels=labels, ref=words, excerpt=excerpt, mark=mark)


def _heading(context: Context, ref: Ref) -> Span | None:
    return next((heading(each, context.text) for each in articles(context.file) if ref.within(each.ref)), None)
