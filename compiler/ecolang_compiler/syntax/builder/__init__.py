"""The tree from what the grammars find: one builder for both surfaces, with a callback for each rule or alias.

Children are found by what they are, never by where they stand, because the surfaces order them differently.
"""

from ecolang_compiler.syntax.builder.cases import CaseFacts, CaseParties, CaseReadings, Cases

__all__ = ["Builder", "CaseFacts", "CaseParties", "CaseReadings"]


class Builder(Cases):
    """Makes nodes of one file; `begin` before each sentence, `problems` after it."""
