"""A file's tree from its sentences, each read by itself."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ecolang.diagnostics import Diagnostic, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax.builder import Builder, CaseFacts, CaseParties, CaseReadings
from ecolang_compiler.syntax.errors import explain_failure
from ecolang_compiler.syntax.lexer import Lexer
from ecolang_compiler.syntax.reader import Outcome, Reader
from ecolang_compiler.syntax.scan import Block, Scanned, SentenceText
from ecolang_compiler.syntax.tree import (
    AlternativeNode,
    Article,
    CaseCheck,
    CaseEvent,
    CaseNode,
    Comments,
    Guarantees,
    Name,
    PolicyFile,
    ReadingNode,
    Replacement,
    Section,
)
from ecolang_compiler.syntax.two_readings import two_readings
from ecolang_compiler.syntax.vocabulary import Vocabulary

_DECLARATIONS = {
    "roles": "role_decl",
    "facts": "fact_decl",
    "documents": "document_decl",
    "events": "event_decl",
    "stages": "stage_decl",
    "outcomes": "outcome_decl",
    "periods": "period_decl",
    "definitions": "definition_decl",
}
_READINGS = ("reading", "reading_text", "alternative", "replacement")
MOST_PROBLEMS = 200
"""How many problems of one file are listed; the rest are counted."""


class Assembler:
    """Reads the sentences of one file and puts their nodes together."""

    def __init__(self, scanned: Scanned, vocabulary: Vocabulary) -> None:
        self._scanned = scanned
        self._source = scanned.source
        self._surface = scanned.source.surface
        self._vocabulary = vocabulary
        self._builder = Builder(scanned.source)
        self._lexer = Lexer(scanned.source, vocabulary.trie)
        self._reader = Reader(self._surface.grammar, self._builder)
        self.problems: list[Diagnostic] = []
        #: Sentences that could not be read and are only counted.
        self.unlisted = 0

    def file(self) -> PolicyFile:
        """The whole file; sentences that could not be read are left out."""
        scanned = self._scanned
        body: list[Any] = []
        for block in scanned.blocks:
            self._lexer.parties = self._vocabulary.party_tries.get(block.start) if block.kind == "case" else None
            body += self._block(block)
        title = self._title()
        return PolicyFile(
            title,
            tuple(body),
            Comments() if scanned.title is None else Comments(scanned.title.above, scanned.title.behind),
            scanned.end_comments,
            span=self._source.span(0, len(self._source.text)),
        )

    def cases(self) -> list[CaseNode]:
        """The case tests alone, of a file that holds nothing else."""
        found: list[CaseNode] = []
        for block in self._scanned.blocks:
            if block.kind == "case":
                self._lexer.parties = self._vocabulary.party_tries.get(block.start)
                found += self._block(block)
        return found

    def _title(self) -> Name:
        title = self._scanned.title
        if title is None:
            if self._scanned.blocks[0].sentences or len(self._scanned.blocks) > 1:
                start = self._scanned.blocks[0].sentences or self._scanned.blocks[1:]
                first = start[0]
                self.problems.append(make_diagnostic("E129", self._source.span(first.start, first.end)))
            return Name("")
        return self._read(title, "title") or Name("")

    # ── one sentence ─────────────────────────────────────────────────────────────────────────────────────────

    def _read(self, sentence: SentenceText, start: str) -> Any:
        """The node of a sentence, or None with the reason reported."""
        if sentence.broken or sentence.start in self._vocabulary.skipped:
            return None
        builder = self._builder
        builder.begin(sentence.inside, sentence.behind)
        outcome = self._reader.read(self._lexer, start, sentence.start, sentence.end)
        if not outcome.readings:
            self._explain(sentence, start, outcome)
            return None
        reading = outcome.readings[0]
        other = next((each for each in outcome.readings[1:] if each.node != reading.node), None)
        if other is not None:
            self.problems.append(two_readings(self._source, reading, other))
            return None
        node = reading.node
        touched = builder.problems or builder.comments != sentence.inside or builder.behind != sentence.behind
        if touched and (outcome.failures or len(outcome.readings) > 1):
            # Ways that came to nothing have left their marks on the builder.
            builder.begin(sentence.inside, sentence.behind)
            node = self._reader.replay(start, reading.words)
        self.problems += builder.problems
        return node

    def _explain(self, sentence: SentenceText, start: str, outcome: Outcome) -> None:
        """Say why a sentence has no reading; where only its full stop is missing, go on with what follows."""
        source, rest = self._source, sentence.start
        while not outcome.readings:
            if len(self.problems) >= MOST_PROBLEMS:
                self.unlisted += 1
                return
            if start == "setting" and all(failure.at == rest for failure in outcome.failures):
                text = source.words(rest, sentence.end)
                self.problems.append(make_diagnostic("E130", source.span(rest, sentence.end), text=text))
                return
            left = SentenceText(rest, sentence.end, sentence.terminated)
            found = explain_failure(source, self._vocabulary, self._lexer, self._reader, start, left, outcome)
            self.problems.append(found.problem)
            if found.rest is None:
                return
            rest = found.rest
            start = self._kind(rest, start if start not in _READINGS else "rule")
            outcome = self._reader.read(self._lexer, start, rest, sentence.end)

    def _kind(self, at: int, otherwise: str = "rule") -> str:
        """The kind of the sentence that begins at a place, by its first words."""
        kinds = self._surface.sentences
        return next((kind for pattern, kind in kinds if pattern.match(self._source.norm, at)), otherwise)

    def _comments(self, sentence: SentenceText) -> Comments:
        """The remarks of a sentence that no item of it took."""
        builder = self._builder
        inside = [comment.text for comment in builder.comments]
        behind = builder.behind
        if behind is None and inside and not builder.comments[-1].own_line:
            behind = inside.pop()
        return Comments((*sentence.above, *inside), behind)

    def _kept(self, sentence: SentenceText, start: str) -> list[Any]:
        """The node of a sentence with its remarks, in a list; nothing if it could not be read."""
        node = self._read(sentence, start)
        if node is None:
            return []
        found = node if isinstance(node, tuple) else (node,)
        comments = self._comments(sentence)
        if comments == Comments():
            return list(found)
        return [evolve(found[0], comments=comments), *found[1:]]

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────

    def _block(self, block: Block) -> list[Any]:
        if block.kind == "top":
            before = len(self.problems)
            found = [node for sentence in block.sentences for node in self._kept(sentence, "setting")]
            if self._scanned.title is None:
                # A text without its title is hardly a policy; that is said, and not what its first words lack.
                del self.problems[before:]
            return found
        if block.kind == "article":
            return [self._article(block)]
        if block.kind == "guarantees":
            items = [node for sentence in block.sentences for node in self._kept(sentence, "guarantee")]
            return [Guarantees(tuple(items), _head_comments(block), span=self._extent(block))]
        if block.kind == "case":
            return [self._case(block)]
        return self._section(block)

    def _extent(self, block: Block) -> Span:
        return self._source.span(block.start, block.sentences[-1].end if block.sentences else block.end)

    def _section(self, block: Block) -> list[Any]:
        """A section of the vocabulary; a setting ends it, and what follows is a section of its own."""
        result: list[Any] = []
        entries: list[Any] = []
        comments = _head_comments(block)
        span = self._extent(block)
        for sentence in block.sentences:
            if self._surface.setting.match(self._source.norm, sentence.start):
                if entries or not result:
                    result.append(Section(block.kind, tuple(entries), comments, span=span))
                entries, comments = [], Comments()
                result += self._kept(sentence, "setting")
            else:
                entries += self._kept(sentence, _DECLARATIONS[block.kind])
        if entries or not result:
            result.append(Section(block.kind, tuple(entries), comments, span=span))
        return result

    def _article(self, block: Block) -> Article:
        assert block.ref is not None, "an article has a number"
        body: list[Any] = []
        broken = False
        for sentence in block.sentences:
            start = self._kind(sentence.start)
            before = len(self.problems)
            kept = self._kept(sentence, start)
            node = kept[0] if kept else None
            if start in ("rule", "reading"):
                body += kept
                # A reading whose first sentence could not be read leaves the others without it.
                broken = node is None
            elif not body or not isinstance(body[-1], ReadingNode):
                if len(self.problems) == before and not broken:
                    place = self._source.span(sentence.start, sentence.end)
                    self.problems.append(
                        make_diagnostic("E128", place, text=self._source.words(sentence.start, sentence.end))
                    )
            elif node is not None:
                body[-1] = self._extended(body[-1], node, sentence)
        return Article(block.ref, tuple(body), block.formerly, _head_comments(block), span=self._extent(block))

    def _extended(self, reading: ReadingNode, node: Any, sentence: SentenceText) -> ReadingNode:
        """A reading with one more of its sentences."""
        span = None if reading.span is None else self._source.span(reading.span.start, sentence.end)
        if isinstance(node, AlternativeNode):
            return evolve(reading, alternatives=(*reading.alternatives, node), span=span)
        if isinstance(node, Replacement):
            if not reading.alternatives:
                place = self._source.span(sentence.start, sentence.end)
                self.problems.append(
                    make_diagnostic("E128", place, text=self._source.words(sentence.start, sentence.end))
                )
                return reading
            last = reading.alternatives[-1]
            last = evolve(last, replacements=(*last.replacements, node))
            return evolve(reading, alternatives=(*reading.alternatives[:-1], last), span=span)
        return evolve(reading, text=node.text, text_comments=node.comments, span=span)

    def _case(self, block: Block) -> CaseNode:
        parties: list[tuple[str, str]] = []
        readings: list[tuple[str, str]] = []
        facts: list[tuple[str, Any]] = []
        steps: list[Any] = []
        remarks = [*block.above]
        for sentence in block.sentences:
            node = self._read(sentence, "case_line")
            comments = self._comments(sentence)
            if isinstance(node, CaseEvent | CaseCheck):
                steps.append(evolve(node, comments=comments) if comments != Comments() else node)
                continue
            # Only events and checks have remarks of their own; the case carries the others.
            remarks += [*comments.above, *([] if comments.behind is None else [comments.behind])]
            if isinstance(node, CaseParties):
                parties += node.parties
            elif isinstance(node, CaseReadings):
                readings += node.readings
            elif isinstance(node, CaseFacts):
                facts += node.facts
        return CaseNode(
            block.title or "",
            tuple(parties),
            tuple(readings),
            tuple(facts),
            tuple(steps),
            Comments(tuple(remarks), block.behind),
            span=self._extent(block),
        )


def _head_comments(block: Block) -> Comments:
    return Comments(block.above, block.behind)
