"""Declared names that no rule uses."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.words import KINDS


def check(context: Context) -> list[Diagnostic]:
    """A warning for each name that neither a rule nor an alternative reading uses."""
    return [
        make_diagnostic("E203", entry.span, name=entry.name, kind=KINDS[entry.kind])
        for entry in context.lowered.build.vocabulary.entries.values()
        if (entry.kind, entry.name) not in context.lowered.used
    ]
