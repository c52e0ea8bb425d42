"""原第…条: what articles and sentences were before they were renumbered."""

from __future__ import annotations

from ecolang.program import Renumbering
from ecolang_compiler.lower.build import Build
from ecolang_compiler.resolve.norms import articles, sentence_text, sentences
from ecolang_compiler.syntax import tree


def renumbering_rows(file: tree.PolicyFile, build: Build, text: str | None) -> tuple[Renumbering, ...]:
    """The former places that the policy names, of whole articles and of single sentences. Former numbers are those of
    another text, so that they stand as they are written."""
    words = build.citations.words
    found: list[tuple[str, str, str]] = []
    for article in articles(file):
        if article.formerly is not None:
            found.append((words(build.citations.canonical(article.ref, None)), words(article.formerly), ""))
    for article, sentence in sentences(file):
        if sentence.formerly is not None:
            place = build.citations.marked(build.citations.canonical(article.ref, None), sentence.mark)
            found.append((words(place), words(sentence.formerly), sentence_text(sentence.span, text)))
    return tuple(
        Renumbering(f"{cite}/{formerly}#{number}", cite, formerly, said)
        for number, (cite, formerly, said) in enumerate(found, 1)
    )
