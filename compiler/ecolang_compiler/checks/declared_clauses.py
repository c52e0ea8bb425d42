"""不设规则 and 未建模: with a reason, once, and not beside a rule."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Label, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_check import ref_words
from ecolang.source_text import Ref
from ecolang_compiler.checks.context import Context
from ecolang_compiler.lower.clauses import Declared


def check(context: Context) -> list[Diagnostic]:
    """What is wrong with saying that a clause has no rule."""
    accounts = context.lowered.accounts
    found: list[Diagnostic] = []
    seen: dict[Ref, Declared] = {}
    for each in accounts.declared:
        words = ref_words(each.ref)
        if not each.modelled:
            found.append(make_diagnostic("E502", each.span, ref=words, reason=each.reason))
        if each.ref in seen:
            labels = _label(seen[each.ref].span, "已在这里说明", "already said here")
            found.append(make_diagnostic("E504", each.span, labels=labels, ref=words))
        elif each.modelled and accounts.covered(each.ref):
            span = next((spans[0] for ref, spans in accounts.rules.items() if ref.within(each.ref)), None)
            labels = _label(span, "规则在这里", "the rule stands here")
            found.append(make_diagnostic("E503", each.span, labels=labels, ref=words))
        seen[each.ref] = each
    return found


def _label(span: Span | None, zh: str, en: str) -> tuple[Label, ...]:
    return () if span is None else (Label(span, zh, en),)
