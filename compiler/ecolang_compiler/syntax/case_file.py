"""Files beside a policy that hold nothing but its case tests, read with the policy's own names."""

from __future__ import annotations

from collections.abc import Mapping

from ecolang.diagnostics import Diagnostic, Diagnostics
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax.assemble import Assembler
from ecolang_compiler.syntax.parse import detect
from ecolang_compiler.syntax.scan import scan
from ecolang_compiler.syntax.tree import Name, PolicyFile
from ecolang_compiler.syntax.vocabulary import Vocabulary, collect


def parse_cases(
    policy: str, file: str, texts: Mapping[str, str], known: Vocabulary | None = None
) -> tuple[dict[str, PolicyFile], list[Diagnostic]]:
    """The case tests of `texts` (by file) as trees without a title, and what is wrong with them. `known`: the policy's
    words, where they have been read.

    What is wrong with the policy itself is not repeated.
    """
    if not texts:
        return {}, []
    surface = detect(policy)
    known = known or collect(scan(policy, file, surface))
    found = Diagnostics()
    trees: dict[str, PolicyFile] = {}
    for name, text in texts.items():
        scanned = scan(text, name, surface)
        found.extend(scanned.problems)
        for block in (scanned.blocks[0], *(block for block in scanned.blocks[1:] if block.kind != "case")):
            if block.sentences:
                first = block.sentences[0]
                found.add(make_diagnostic("E906", scanned.source.span(first.start, first.end)))
        vocabulary = collect(scanned, known)
        assembler = Assembler(scanned, vocabulary)
        trees[name] = PolicyFile(Name(""), tuple(assembler.cases()), end_comments=scanned.end_comments)
        found.extend(vocabulary.problems)
        found.extend(assembler.problems)
    return trees, list(found)
