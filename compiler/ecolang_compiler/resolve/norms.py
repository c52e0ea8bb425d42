"""The sentences of a policy one rule at a time, each with the place that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Diagnostics, Label, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.source_check import ref_words
from ecolang.source_text import Ref
from ecolang_compiler.resolve.citations import Citations
from ecolang_compiler.syntax import tree

_REMARK = re.compile(r"#[^\n]*")


@frozen
class Norm:
    """One rule of a sentence. `head`: what governs the whole sentence; `order`: the sentence's place in the policy."""

    rule: Any
    cite: Ref
    head: Any = None
    name: str | None = None
    text: str = ""
    span: Span | None = None
    order: int = 0


@frozen
class Passage:
    """A reading and the article that it stands in."""

    reading: tree.ReadingNode
    cite: Ref


def read_norms(file: tree.PolicyFile, citations: Citations, text: str | None, bag: Diagnostics) -> tuple[Norm, ...]:
    """Every rule in order. Rule names given twice, and articles written twice, are reported."""
    found: list[Norm] = []
    named: dict[str, Span | None] = {}
    places = _places(file, citations, text, bag)
    for order, (article, sentence) in enumerate(sentences(file)):
        if sentence.name is not None:
            if sentence.name in named:
                first = named[sentence.name]
                labels = (Label(first, "已在这里声明", "first declared here"),) if first else ()
                bag.add(make_diagnostic("E202", sentence.span, labels=labels, name=sentence.name))
            named.setdefault(sentence.name, sentence.span)
        cite = citations.marked(places[id(article)], sentence.mark)
        words = sentence_text(sentence.span, text)
        for rule in sentence.rules:
            found.append(Norm(rule, cite, sentence.when, sentence.name, words, rule.span or sentence.span, order))
    return tuple(found)


def _places(file: tree.PolicyFile, citations: Citations, text: str | None, bag: Diagnostics) -> dict[int, Ref]:
    """The place of each article by its identity, checked where it is written."""
    places: dict[int, Ref] = {}
    first: dict[Ref, Span | None] = {}
    for article in articles(file):
        span = heading(article, text)
        if article.ref in first:
            earlier = first[article.ref]
            labels = (Label(earlier, "前一处在这里", "the first one"),) if earlier else ()
            bag.add(make_diagnostic("E116", span, labels=labels, article=ref_words(article.ref)))
        first.setdefault(article.ref, span)
        places[id(article)] = citations.canonical(article.ref, span)
    return places


def sentences(file: tree.PolicyFile) -> Iterator[tuple[tree.Article, tree.Sentence]]:
    """Every sentence with its article."""
    for article in articles(file):
        for part in article.body:
            if isinstance(part, tree.Sentence):
                yield article, part


def articles(file: tree.PolicyFile) -> Iterator[tree.Article]:
    """Articles and annexes in order."""
    return (part for part in file.body if isinstance(part, tree.Article))


def readings(file: tree.PolicyFile) -> Iterator[Passage]:
    """The readings in order."""
    for article in articles(file):
        for part in article.body:
            if isinstance(part, tree.ReadingNode):
                yield Passage(part, article.ref)


def settings(file: tree.PolicyFile) -> Iterator[tuple[tree.Setting, Ref | None]]:
    """The settings, each with the article that it stands in."""
    for part in file.body:
        if isinstance(part, tree.Setting):
            yield part, None
        elif isinstance(part, tree.Article):
            yield from ((each, part.ref) for each in part.body if isinstance(each, tree.Setting))


def sentence_text(span: Span | None, text: str | None) -> str:
    """The words of a span on one line, without remarks."""
    if span is None or text is None:
        return ""
    return _one_line(_REMARK.sub("", span.text_in(text)))


def _one_line(words: str) -> str:
    lines = [line.strip() for line in words.splitlines()]
    joined = ""
    for line in lines:
        # A space parts words of an alphabet only; Chinese needs none where a line was broken.
        # English goes on after a space, also before a Chinese name.
        spaced = joined and line and joined[-1].isascii() and (line[0].isascii() or joined[-1] in ",;:")
        gap = " " if spaced else ""
        joined += gap + line
    return joined


def heading(article: tree.Article, text: str | None) -> Span | None:
    """The article's number, without what stands in it."""
    span = article.span
    if span is None or text is None:
        return span
    first = min((part.span.start for part in article.body if part.span is not None), default=span.end)
    words = text[span.start : max(first, span.start)].split("\n")[0].rstrip()
    return Span(span.file, span.start, span.start + len(words)) if words else span
