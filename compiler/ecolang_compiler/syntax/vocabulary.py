"""The names that a file declares: collected before any sentence is read, so that the lexer knows them all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attrs import define, field, frozen

from ecolang.diagnostics import Diagnostic, Label, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax.kinds import SECTION_KINDS
from ecolang_compiler.syntax.names import Problem, name_problem, skeleton
from ecolang_compiler.syntax.scan import Block, Scanned, SentenceText, Source
from ecolang_compiler.syntax.trie import Trie

_TYPES = ("T_BOOL", "T_INT", "T_MONEY", "T_DATE", "T_DURATION", "T_TEXT", "T_CLAUSE", "T_PARTY", "T_DOCUMENT")
_NAME_END = re.compile(r"[,:;。、()〔〕]")
_REPEATABLE = frozenset({"FIELD", "VALUE"})


@frozen
class Declared:
    """A name where it was first declared."""

    text: str
    kind: str
    span: Span


@define
class Vocabulary:
    """All names of a file by their normalised text. `skipped`: starts of sentences whose names were refused."""

    names: dict[str, Declared] = field(factory=dict)
    trie: Trie = field(factory=Trie)
    #: Of each case test, by where it begins.
    parties: dict[int, dict[str, Declared]] = field(factory=dict)
    party_tries: dict[int, Trie] = field(factory=dict)
    skipped: set[int] = field(factory=set)
    problems: list[Diagnostic] = field(factory=list)

    def of_kinds(self, kinds: Iterable[str]) -> list[str]:
        """The declared names of some kinds, in the file's order."""
        wanted = set(kinds)
        return [each.text for each in self.names.values() if each.kind in wanted]


def collect(scanned: Scanned, known: Vocabulary | None = None) -> Vocabulary:
    """Every name that the sections declare and the parties of each case test, with what is wrong with them.

    `known`: the names of the policy that a file of case tests belongs to; it declares none itself.
    """
    result = Vocabulary()
    if known is not None:
        result.names, result.trie = known.names, known.trie
        for block in scanned.blocks:
            if block.kind == "case":
                _parties(result, scanned.source, block)
        return result
    looks: dict[str, Declared] = {}
    for block in scanned.blocks:
        if block.kind in SECTION_KINDS:
            for sentence in block.sentences:
                if not scanned.source.surface.setting.match(scanned.source.norm, sentence.start):
                    _declare(result, scanned.source, block.kind, sentence, looks)
    for block in scanned.blocks:
        if block.kind == "case":
            _parties(result, scanned.source, block)
    return result


def _declare(
    result: Vocabulary, source: Source, section: str, sentence: SentenceText, looks: dict[str, Declared]
) -> None:
    own: set[tuple[str, str]] = set()
    for kind, start, end in _Reader(source, sentence).names(section):
        word = source.norm[start:end]
        span = source.span(start, end)
        text = source.clean[start:end]
        problem = name_problem(word, text, source.surface.reserved)
        earlier = result.names.get(word)
        again = kind not in _REPEATABLE or (kind == "FIELD" and (kind, word) in own)
        if problem is None and earlier is not None and (earlier.kind != kind or again):
            problem = Problem("E202", {"name": text}, earlier.span)
        look = looks.setdefault(skeleton(word), Declared(text, kind, span))
        if problem is None and look.text != text and source.norm[look.span.start : look.span.end] != word:
            problem = Problem("E206", {"name": text, "other": look.text}, look.span)
        if problem is not None:
            labels = () if problem.other is None else (Label(problem.other, "先前在这里声明", "declared here before"),)
            result.problems.append(make_diagnostic(problem.code, span, labels=labels, **problem.args))
            result.skipped.add(sentence.start)
        if earlier is None and (problem is None or problem.code in ("E206", "E113", "E112")):
            result.names[word] = Declared(text, kind, span)
            result.trie.add(word, kind, text)
        own.add((kind, word))


def _parties(result: Vocabulary, source: Source, block: Block) -> None:
    """The parties of a case test: sentences that are a role, a colon and names."""
    parties: dict[str, Declared] = {}
    trie = Trie()
    for sentence in block.sentences:
        colon = source.norm.find(":", sentence.start, sentence.end)
        if colon < 0:
            continue
        role = result.names.get(source.norm[sentence.start : colon].strip())
        if role is None or role.kind != "ROLE":
            continue
        for start, end in _split(source.norm, colon + 1, _body_end(source, sentence), source.surface.list_marks):
            word, text, span = source.norm[start:end], source.clean[start:end], source.span(start, end)
            problem = name_problem(word, text, source.surface.reserved)
            earlier = result.names.get(word) or parties.get(word)
            if problem is None and earlier is not None:
                problem = Problem("E202", {"name": text}, earlier.span)
            if problem is not None:
                labels = (
                    () if problem.other is None else (Label(problem.other, "先前在这里声明", "declared here before"),)
                )
                result.problems.append(make_diagnostic(problem.code, span, labels=labels, **problem.args))
                result.skipped.add(sentence.start)
            if earlier is None:
                parties[word] = Declared(text, "PARTY", span)
                trie.add(word, "PARTY", text)
    result.parties[block.start] = parties
    result.party_tries[block.start] = trie


def _body_end(source: Source, sentence: SentenceText) -> int:
    return sentence.end - 1 if sentence.terminated else sentence.end


def _split(norm: str, start: int, end: int, marks: str) -> Iterator[tuple[int, int]]:
    """The trimmed pieces between some marks that stand outside brackets; empty ones are left out."""
    depth = 0
    piece = start
    for position in range(start, end):
        char = norm[position]
        if char in "(〔“":
            depth += 1
        elif char in ")〕”":
            depth -= 1
        elif char in marks and depth <= 0:
            yield from _trimmed(norm, piece, position)
            piece = position + 1
    yield from _trimmed(norm, piece, end)


def _trimmed(norm: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and norm[start].isspace():
        start += 1
    while end > start and norm[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


class _Reader:
    """Finds the names in one sentence of a section by its marks alone."""

    def __init__(self, source: Source, sentence: SentenceText) -> None:
        self._norm = source.norm
        self._surface = source.surface
        self._start = sentence.start
        self._end = _body_end(source, sentence)

    def names(self, section: str) -> Iterator[tuple[str, int, int]]:
        """(kind, start, end) of each name that the sentence declares."""
        kind = SECTION_KINDS[section]
        if section in ("documents", "stages", "outcomes", "periods"):
            if section == "stages" and self._is_group():
                yield from self._name("GROUP", self._start, self._end)
                return
            for start, end in _split(self._norm, self._start, self._end, self._surface.list_marks + ","):
                if not self._prefix(start, ("START",)):
                    yield from self._name(kind, start, end)
            return
        yield from self._name(kind, self._start, self._end)
        if section == "facts":
            colon = self._find(":", self._end)
            if colon >= 0:
                yield from self._values(colon + 1, self._end)
        elif section == "events":
            yield from self._event()

    def _find(self, mark: str, end: int) -> int:
        """The first of a mark that is not in a label, or -1."""
        first = next(_split(self._norm, self._start, end, mark), None)
        found = -1 if first is None else self._norm.find(mark, first[1], end)
        return found

    def _is_group(self) -> bool:
        comma = self._find(",", self._end)
        return comma >= 0 and self._prefix(comma + 1, ("GROUP_OF",)) is not None

    def _event(self) -> Iterator[tuple[str, int, int]]:
        colon = self._find(":", self._end)
        head_end = self._end if colon < 0 else colon
        comma = self._find(",", head_end)
        if comma >= 0 and (alias := self._prefix(comma + 1, ("ALSO_CALLED",))) is not None:
            for start, end in _split(self._norm, alias, head_end, self._surface.list_marks):
                yield from self._name("EVENT", start, end)
        if colon < 0:
            return
        for start, end in _split(self._norm, colon + 1, self._end, self._surface.clause_marks):
            fields = self._prefix(start, ("MAY_STATE", "STATES"))
            if fields is not None:
                for first, last in _split(self._norm, fields, end, self._surface.list_marks):
                    yield from self._name("FIELD", first, last)
                    bracket = self._norm.find("(", first, last)
                    if bracket >= 0:
                        close = self._norm.rfind(")", bracket, last)
                        yield from self._values(bracket + 1, close if close >= 0 else last)

    def _values(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        for first, last in _split(self._norm, start, end, self._surface.list_marks + ","):
            if self._prefix(first, ("DEFAULT", "PLANS")) is not None:
                return
            if not any(self._folded(first, last) in self._surface.words[each] for each in _TYPES):
                yield from self._name("VALUE", first, last)

    def _name(self, kind: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        match = _NAME_END.search(self._norm, start, end)
        for first, last in _trimmed(self._norm, start, match.start() if match else end):
            yield kind, first, last

    def _prefix(self, start: int, terminals: tuple[str, ...]) -> int | None:
        """Where a clause goes on after one of some keywords that it begins with."""
        while start < self._end and self._norm[start].isspace():
            start += 1
        for terminal in terminals:
            for word in self._surface.words[terminal]:
                end = start + len(word)
                if self._folded(start, end) == word and not (
                    word[-1].isascii() and end < self._end and self._norm[end].isalnum()
                ):
                    return end
        return None

    def _folded(self, start: int, end: int) -> str:
        text = " ".join(self._norm[start:end].split(" "))
        return text.casefold() if self._surface.fold else text
