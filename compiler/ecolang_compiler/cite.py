"""The clause that each problem of a policy stands under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ecolang.diagnostics import Diagnostic, Span
from ecolang.source_ref import Ref
from ecolang_compiler.syntax import tree


def with_citations(found: Iterable[Diagnostic], parsed: tree.PolicyFile) -> tuple[Diagnostic, ...]:
    """The problems, each with the innermost clause whose text it is found in, if it names none itself."""
    places = tuple(_places(parsed))
    return tuple(_cited(each, places) for each in found)


def _places(parsed: tree.PolicyFile) -> Iterator[tuple[Span, str]]:
    """The spans of articles and of marked sentences with their citations, an article before its parts."""
    for part in parsed.body:
        if not isinstance(part, tree.Article) or part.span is None:
            continue
        yield part.span, part.ref.format("zh")
        for sentence in part.body:
            mark = sentence.mark if isinstance(sentence, tree.Sentence) else None
            if mark is not None and sentence.span is not None:
                yield sentence.span, _marked(part.ref, mark).format("zh")


def _marked(article: Ref, mark: tree.Mark) -> Ref:
    return replace(article, paragraph=mark.paragraph, item=mark.item, subitem=mark.subitem)


def _cited(problem: Diagnostic, places: tuple[tuple[Span, str], ...]) -> Diagnostic:
    at = problem.span
    if at is None or problem.citation is not None:
        return problem
    inside = [ref for span, ref in places if span.file == at.file and span.start <= at.start < span.end]
    return replace(problem, citation=inside[-1]) if inside else problem
