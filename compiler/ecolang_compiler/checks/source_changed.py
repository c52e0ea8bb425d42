"""Articles whose text has changed since the policy was last held against it."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_check import ref_words
from ecolang.source_record import Changed, changes
from ecolang.source_text import Ref, SourceText
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.norms import articles, heading
from ecolang_compiler.syntax import tree


def check(context: Context) -> list[Diagnostic]:
    """A warning for each article of a text that is not as it was recorded; what is told of anyway, a clause that no
    rule carries or a quotation that differs, is left to that."""
    if context.source is None or context.recorded is None:
        return []
    misquoted = _misquoted(context, context.source)
    problems = (_changed(context, each, misquoted) for each in changes(context.source, context.recorded))
    return [each for each in problems if each is not None]


def _changed(context: Context, found: Changed, misquoted: set[Ref]) -> Diagnostic | None:
    source, accounts = context.source, context.lowered.accounts
    assert source is not None
    told = [
        each
        for each in found.parts or (found.ref,)
        if not any(each.within(ref) or ref.within(each) for ref in misquoted)
        and (not source.has(each) or accounts.covered(each) or accounts.declaration(each) is not None)
    ]
    clause = next((each for each in map(source.find, told) if each is not None), source.find(found.ref))
    if not told or clause is None:
        return None
    place = next((heading(each, context.text) for each in articles(context.file) if each.ref == found.ref), None)
    return make_diagnostic(
        "E407",
        place or clause.span,
        labels=() if place is None else (Label(clause.span, "现在的原文在这里", "the text is now this"),),
        ref=ref_words(found.ref),
        parts=tuple(ref_words(each) for each in told if each != found.ref),
        was=None if found.was is None or found.was == found.ref else ref_words(found.was),
    )


def _misquoted(context: Context, source: SourceText) -> set[Ref]:
    return {
        norm.cite
        for norm in context.lowered.norms
        if isinstance(norm.rule, tree.Quotation) and not source.quote_matches(norm.cite, norm.rule.text)
    }
