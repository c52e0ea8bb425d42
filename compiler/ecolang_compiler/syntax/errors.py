"""Why a sentence could not be read, in the drafter's words: one message for one slip."""

from __future__ import annotations

import re
from collections.abc import Iterable

from attrs import frozen

from ecolang.diagnostics import Diagnostic, Edit, Fix, Local, Span
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.diagnostics.template import visible_char
from ecolang.numerals import parse_whole
from ecolang.source_check import mark_words
from ecolang.source_ref import Ref
from ecolang_compiler.syntax.kinds import KINDS, PLACES
from ecolang_compiler.syntax.left_out import insertions
from ecolang_compiler.syntax.lexer import ANY_WORD, PROSE, Lexer
from ecolang_compiler.syntax.reader import Failure, Outcome, Reader
from ecolang_compiler.syntax.runs import MARKS, run_end, unseen
from ecolang_compiler.syntax.said import expected, kinds_said, spelled, with_article
from ecolang_compiler.syntax.scan import SentenceText, Source
from ecolang_compiler.syntax.vocabulary import Vocabulary
from ecolang_compiler.syntax.word import Word

_UNITS = frozenset(("DAY", "WORKDAY", "MONTH", "YEAR", "HOUR"))
_LINE_STARTS = frozenset(("MARK", "NAMED", "READING", "OTHER_READING", "READ_AS", "ADDED"))
_SHOWN = 24
_HALF_WORD = re.compile(r"^[A-Za-z0-9_]+")
#: The longest sentence, in characters, that is read again with what may have been left out.
_LONGEST_RETRIED = 4000
_MANY_KINDS = 4


@frozen
class Explanation:
    """What is wrong, and where another sentence begins if only a full stop was missing."""

    problem: Diagnostic
    rest: int | None = None


def explain_failure(
    source: Source,
    vocabulary: Vocabulary,
    lexer: Lexer,
    reader: Reader,
    start: str,
    sentence: SentenceText,
    outcome: Outcome,
) -> Explanation:
    """The one thing to say of a sentence that has no reading."""
    failure = max(outcome.failures, key=lambda each: each.at)
    return _Explainer(source, vocabulary, lexer, reader, start, sentence, failure).explain()


class _Explainer:
    def __init__(
        self,
        source: Source,
        vocabulary: Vocabulary,
        lexer: Lexer,
        reader: Reader,
        start: str,
        sentence: SentenceText,
        failure: Failure,
    ) -> None:
        self._source = source
        self._norm = source.norm
        self._surface = source.surface
        self._vocabulary = vocabulary
        self._lexer = lexer
        self._reader = reader
        self._start = start
        self._end = sentence.end
        self._begin = sentence.start
        self._words = failure.words
        self._at = lexer.skip(failure.at, sentence.end)
        last = self._words[-1] if self._words else None
        if last is not None and last.type == "LPAR" and self._surface.mark.match(self._norm, last.start):
            # A mark that cannot stand here was taken for a bracket.
            self._words, self._at = self._words[:-1], last.start
        self._accepted = reader.accepts(start, self._words)

    def explain(self) -> Explanation:
        if self._at >= self._end:
            return Explanation(self._unfinished())
        found = self._lexer.candidates(self._at, self._end, ANY_WORD)
        number = self._number(found)
        if number is not None:
            return Explanation(number)
        item = self._next_item(found)
        if item is not None:
            return Explanation(item)
        if self._new_line(found):
            return Explanation(self._unfinished(), self._at)
        if not found:
            return Explanation(self._unknown())
        return Explanation(self._unexpected(found))

    # ── kinds of slips ───────────────────────────────────────────────────────────────────────────────────────

    def _unfinished(self) -> Diagnostic:
        """The sentence ends, but not with its full stop."""
        last = self._words[-1] if self._words else None
        place = self._span(last.start, last.end) if last is not None else self._span(self._begin, self._end)
        end = last.end if last is not None else self._end
        stop = spelled("STOP", self._surface) or "。"
        wanted: Span | None = None
        if "STOP" in self._accepted:
            wanted = self._span(end, end)
        elif last is not None and last.type in ("SEMI", "COMMA"):
            wanted = place if "STOP" in self._reader.accepts(self._start, self._words[:-1]) else None
        # A mark where the sentence may end adds nothing to what it says; one in place of another may.
        fix = None if wanted is None else Fix((Edit(wanted, stop),), safe=wanted.start == wanted.end)
        more = expected(self._accepted, self._surface) if wanted is None else None
        return make_diagnostic("E102", place, fix=fix, sentence=self._shown(self._begin, end), expected=more)

    def _next_item(self, found: list[Word]) -> Diagnostic | None:
        """An item that begins a line where the one before it was not ended."""
        if not self._words or "\n" not in self._norm[self._words[-1].end : self._at] or "SEMI" not in self._accepted:
            return None
        item = next((each for each in found if each.type in ("ITEM", "MARK") and not _of_paragraph(each)), None)
        semi = spelled("SEMI", self._surface)
        place = self._words[-1].end
        if item is None or semi is None or not self._reads((*self._words, Word("SEMI", semi, place, place)), self._at):
            return None
        return self._with(semi, place, self._words[-1].start, item.end)

    def _new_line(self, found: list[Word]) -> bool:
        """Whether the word begins a line and with it another sentence."""
        if not self._words or "\n" not in self._norm[self._words[-1].end : self._at]:
            return False
        if any(word.type in _LINE_STARTS for word in found) or "STOP" in self._accepted:
            return True
        return bool(self._reader.read(self._lexer, self._start, self._at, self._end).readings)

    def _number(self, found: list[Word]) -> Diagnostic | None:
        """A number without its unit, or a unit without its number."""
        last = self._words[-1] if self._words else None
        if last is not None and last.type == "NUMBER":
            if not isinstance(last.value, str) and self._accepted & _UNITS:
                place = self._span(last.start, last.end)
                return make_diagnostic("E106", place, number=self._source.words(last.start, last.end))
            if isinstance(last.value, str):
                return make_diagnostic("E118", self._span(last.start, last.end), text=last.value)
        if "NUMBER" in self._accepted and any(word.type in _UNITS or word.type == "TIMES" for word in found):
            begin = last.start if last is not None else self._at
            word = found[0]
            before = self._source.words(begin, self._at)
            unit = self._source.words(self._at, word.end)
            gap = "" if self._surface.lang == "zh" else " "
            example = f"{before}{gap}3{gap}{unit}"
            return make_diagnostic("E107", self._span(begin, word.end), words=before + gap + unit, example=example)
        return None

    def _unknown(self) -> Diagnostic:
        """A word that is nothing."""
        char = self._norm[self._at]
        if unseen(char):
            return self._invisible(self._at, min(self._at + 8, self._end), self._at)
        synonym = next(filter(self._stands, self._surface.synonyms), None)
        if synonym is not None:
            right = self._surface.synonyms[synonym]
            place = self._span(self._at, self._at + len(synonym))
            fix = Fix((Edit(place, right),), safe=False)
            return make_diagnostic("E101", place, fix=fix, found=synonym, expected=None, nearest=right)
        if char in MARKS:
            return self._plain(self._at, self._at + 1)
        end = run_end(self._norm, self._lexer, self._at, self._end)
        near_end = min(end + 1, self._end)
        hidden = next((at for at in range(self._at, near_end) if unseen(self._norm[at])), None)
        if hidden is not None:
            return self._invisible(self._at, max(end, hidden + 1), hidden)
        if self._longer_name(end) is None and not any(kind in self._accepted for kind in KINDS):
            return self._repair(end) or self._plain(self._at, end, nearest(self._shown(self._at, end), self._spelled()))
        if "VALUE" in self._accepted and self._words and self._words[-1].type == "IS":
            return self._undeclared(self._value_end(end))
        after = self._surplus_end()
        if after is not None and "PARTY" in self._accepted and self._lexer.parties is not None:
            return make_diagnostic("E901", self._span(self._at, after), name=self._source.words(self._at, after))
        if after is not None:
            return make_diagnostic("E104", self._span(self._at, after), prose=self._source.words(self._at, after))
        return self._undeclared(end)

    def _stands(self, word: str) -> bool:
        """Whether a whole word stands where the sentence cannot go on."""
        end = self._at + len(word)
        split = word[-1].isascii() and self._norm[end : end + 1].isalnum()
        return self._norm.startswith(word, self._at) and not split

    def _invisible(self, begin: int, end: int, hidden: int) -> Diagnostic:
        char = visible_char(self._norm[hidden])
        return make_diagnostic("E112", self._span(hidden, hidden + 1), name=self._shown(begin, end), char=char)

    def _undeclared(self, end: int) -> Diagnostic:
        begin = self._at
        name = self._source.words(begin, end)
        kinds = [kind for kind in KINDS if kind in self._accepted]
        near = nearest(name, self._candidates(kinds))
        if "VALUE" in kinds and self._words and self._words[-1].type == "IS":
            kinds = ["VALUE"]
            near = nearest(name, self._vocabulary.of_kinds(kinds))
        longer = self._longer_name(end)
        if longer is not None:
            begin, near, kinds = self._words[-1].start, longer, []
            name = self._source.words(begin, end)
        if near is None:
            near = nearest(name, self._vocabulary.of_kinds(KINDS))
        place = self._span(begin, end)
        if "PARTY" in kinds and set(kinds) <= {"PARTY", "ROLE"} and self._lexer.parties is not None:
            return make_diagnostic("E901", place, name=name, nearest=near)
        declared = self._vocabulary.names.get(near or "")
        kind = declared.kind if declared is not None else kinds[0] if len(kinds) == 1 else None
        fix = Fix((Edit(place, near),), safe=False) if near is not None else None
        return make_diagnostic(
            "E201", place, fix=fix, name=name, nearest=near, kind=PLACES.get(kind) if kind is not None else None
        )

    def _longer_name(self, end: int) -> str | None:
        """The name that was meant where a name that is known goes on with unknown words."""
        last = self._words[-1] if self._words else None
        if last is None or last.type not in KINDS or last.end != self._at:
            return None
        return nearest(self._source.words(last.start, end), self._vocabulary.of_kinds(KINDS))

    def _unexpected(self, found: list[Word]) -> Diagnostic:
        """A word that is known but cannot stand here."""
        word = found[0]
        mark = self._mark()
        if mark is not None:
            return mark
        name = next((each for each in found if each.type in KINDS and each.end == word.end), None)
        repaired = self._repair(word.end)
        if repaired is not None:
            return repaired
        if name is not None:
            kinds = self._kinds(self._words, name, self._accepted)
            if 0 < len(kinds) <= _MANY_KINDS:
                return self._other_kind(name, kinds)
        last = self._words[-1] if self._words else None
        if last is not None and last.type in KINDS:
            before = self._words[:-1]
            kinds = self._kinds(before, last, self._reader.accepts(self._start, before), only_read=True)
            if 0 < len(kinds) <= _MANY_KINDS:
                return self._other_kind(last, kinds)
        return self._plain(word.start, word.end)

    def _mark(self) -> Diagnostic | None:
        """A bare number in brackets at the beginning of a sentence, where its paragraph or item was meant."""
        match = None if self._words else self._surface.item.match(self._norm, self._at)
        number = None if match is None else parse_whole(match["item"])
        if match is None or number is None:
            return None
        mark = mark_words(Ref(article=1, paragraph=number))
        right = (mark.zh if self._surface.lang == "zh" else mark.en).strip()
        place = self._span(match.start(), match.end())
        fix = Fix((Edit(place, right),), safe=False)
        found = self._source.words(match.start(), match.end())
        return make_diagnostic("E101", place, fix=fix, found=found, expected=None, nearest=right)

    def _kinds(
        self, before: tuple[Word, ...], name: Word, accepted: frozenset[str], only_read: bool = False
    ) -> list[str]:
        """The kinds of names that can stand where this one does: those with which the sentence reads, else all."""
        kinds = [kind for kind in KINDS if kind in accepted and kind != name.type]
        if self._lexer.parties is None and "PARTY" in kinds:
            kinds.remove("PARTY")
        read = [
            kind for kind in kinds if self._reads((*before, Word(kind, name.value, name.start, name.end)), name.end)
        ]
        return read if read or only_read else kinds

    def _other_kind(self, name: Word, kinds: list[str]) -> Diagnostic:
        return make_diagnostic(
            "E204",
            self._span(name.start, name.end),
            name=name.value,
            kind=Local(KINDS[name.type].zh, with_article(KINDS[name.type].en)),
            wanted=kinds_said(kinds),
            nearest=nearest(str(name.value), self._vocabulary.of_kinds(kinds)),
        )

    def _plain(self, begin: int, end: int, near: str | None = None) -> Diagnostic:
        found = self._source.words(begin, end)
        return make_diagnostic("E101", self._span(begin, end), found=found, expected=self._expected(), nearest=near)

    def _repair(self, end: int) -> Diagnostic | None:
        """A word left out before the one that ends there, if with it the sentence can be read."""
        at = self._at
        last = self._words[-1] if self._words else None
        for terminals, before_last in insertions(self._lexer.candidates(at, self._end, ANY_WORD), last):
            texts = [spelled(each, self._surface) for each in terminals]
            if any(text is None for text in texts):
                continue
            inserted = tuple(Word(each, text, at, at) for each, text in zip(terminals, texts, strict=True))
            written = "".join(text for text in texts if text is not None)
            if self._surface.lang == "en":
                spaced = written[0].isalnum() and not self._norm[max(at - 1, 0)].isspace()
                written = f"{' ' if spaced else ''}{written} "
            ways = [(self._words, inserted, at)]
            if before_last and last is not None:
                ways = [(self._words[:-1], (*inserted, last), last.start)]
            elif terminals == ("WHEN_END",) and last is not None and last.type == "COMMA":
                ways.insert(0, (self._words[:-1], (*inserted, last), last.start))
            for before, extra, place in ways:
                if self._reads((*before, *extra), at):
                    return self._with(written, place, before[-2:][0].start if before else place, end)
        return None

    def _with(self, written: str, place: int, shown_from: int, end: int) -> Diagnostic:
        """The problem of words that were left out at a place, shown among those around it."""
        left = self._source.words(shown_from, place).rstrip()
        gap = " " if self._surface.lang == "en" and left and written.strip()[0].isalnum() else ""
        right = left + gap + written.lstrip() + self._source.words(place, end)
        return make_diagnostic(
            "E101",
            self._span(self._at, end),
            fix=Fix((Edit(self._span(place, place), written),), safe=False),
            found=self._source.words(self._at, end),
            expected=None,
            nearest=right,
        )

    def _reads(self, prefix: tuple[Word, ...], at: int) -> bool:
        """Whether the sentence can be read from there on, at least to the end of its line."""
        if self._end - self._begin > _LONGEST_RETRIED:
            return False
        outcome = self._reader.read(self._lexer, self._start, at, self._end, prefix)
        line_end = self._norm.find("\n", at, self._end)
        return bool(outcome.readings) or (line_end >= 0 and any(each.at > line_end for each in outcome.failures))

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────

    def _surplus_end(self) -> int | None:
        """Where the sentence would go on if the unknown words were left out; None if it would not."""
        party = "PARTY" in self._accepted and self._lexer.parties is not None
        for at in range(self._at + 1, self._end):
            if self._norm[at] in MARKS:
                return None
            if self._norm[at - 1 : at + 1].isascii() and self._norm[at - 1 : at + 1].isalnum():
                continue
            found = self._lexer.candidates(at, self._end, self._accepted - set(PROSE))
            known = any(word.end - word.start > 1 and (word.type in KINDS or party) for word in found)
            if known and self._reads(self._words, at):
                while self._norm[at - 1].isspace():
                    at -= 1
                return at
        return None

    def _value_end(self, end: int) -> int:
        """Where an option that nobody declared ends, if it ends with the words of one that is."""
        known = self._lexer.candidates(self._lexer.skip(end, self._end), self._end, {"VALUE"})
        return known[0].end if known else end

    def _candidates(self, kinds: Iterable[str]) -> list[str]:
        return self._vocabulary.of_kinds(kinds) + [word for word in self._spelled() if len(word) > 1]

    def _spelled(self) -> list[str]:
        words = [spelled(each, self._surface) for each in sorted(self._accepted) if each in self._surface.words]
        return [word for word in words if word is not None]

    def _expected(self) -> object:
        return expected(self._accepted, self._surface)

    def _span(self, start: int, end: int) -> Span:
        return self._source.span(start, end)

    def _shown(self, start: int, end: int) -> str:
        text = self._source.words(start, end)
        most = 2 * _SHOWN if text.isascii() else _SHOWN
        if len(text) <= most:
            return text
        shown = text[-most:]
        return "…" + (_HALF_WORD.sub("", shown).lstrip() if text[-most - 1].isalnum() and shown.isascii() else shown)


def _of_paragraph(word: Word) -> bool:
    """Whether a mark before a sentence names a paragraph, so that it begins another sentence."""
    return word.type == "MARK" and bool(word.value["paragraph"])
