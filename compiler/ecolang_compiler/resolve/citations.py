"""Citations of a policy's rules, checked against the source text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from attrs import field, frozen

from ecolang.diagnostics import Diagnostics, Lang, Span
from ecolang.source_check import check_ref
from ecolang.source_text import Ref, SourceText, parse_ref
from ecolang_compiler.syntax import tree
from ecolang_compiler.syntax.normal import normalise
from ecolang_compiler.syntax.surface import CHINESE, ENGLISH


@frozen
class Citations:
    """`source` None: there is no text to check against, and every citation stands as it is written.

    `texts`: the files in which citations stand.
    """

    source: SourceText | None
    lang: Lang
    bag: Diagnostics
    texts: Mapping[str, str] = field(factory=dict)
    _reported: set[Ref] = field(factory=set)

    def words(self, ref: Ref) -> str:
        """The citation as the policy writes it."""
        return ref.format(self.lang)

    def canonical(self, ref: Ref, span: Span | None) -> Ref:
        """The one way to cite a place; a place that the text lacks is reported once."""
        # What could not be read as a citation has been reported.
        if self.source is None or ref == Ref():
            return ref
        found = self.source.canonical(ref)
        if found is not None:
            return found
        parent = ref.parent()
        if ref not in self._reported and (parent is None or parent not in self._reported):
            problem = check_ref(self.source, ref, self._place(ref, span))
            if problem is not None:
                self.bag.add(problem)
        self._reported.add(ref)
        return ref

    def _place(self, ref: Ref, span: Span | None) -> Span | None:
        """Where the citation itself stands within the words that hold it."""
        if span is None or span.file not in self.texts:
            return span
        pattern = (CHINESE if self.lang == "zh" else ENGLISH).ref
        words = normalise(span.text_in(self.texts[span.file]))
        for found in pattern.finditer(words):
            if parse_ref(found[0]) == ref:
                return Span(span.file, span.start + found.start(), span.start + found.end())
        return span

    def marked(self, article: Ref, mark: tree.Mark | None) -> Ref:
        """The place that a mark names within its article or annex."""
        if mark is None:
            return article
        wanted = replace(article, paragraph=mark.paragraph, item=mark.item, subitem=mark.subitem)
        return self.canonical(wanted, mark.span)

    def item(self, whole: Ref, number: int | None, section: bool = False) -> Ref:
        """The item of a list that stands under a place: its own citation where the source has that item, else the
        place's."""
        if number is None:
            return whole
        if whole.item is not None:
            wanted = replace(whole, subitem=number)
        elif whole.annex is not None and not section:
            return whole
        else:
            wanted = replace(whole, item=number)
        if self.source is None:
            return wanted
        return self.source.canonical(wanted) or whole
