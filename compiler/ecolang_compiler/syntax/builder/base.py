"""What every part of the builder needs: the sentence at hand, and children found by kind, never by place."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

from attrs import evolve

from ecolang.diagnostics import Diagnostic, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.numerals import parse_whole, to_chinese
from ecolang.source_ref import Ref
from ecolang_compiler.syntax.scan import Comment, Source
from ecolang_compiler.syntax.tree import Comments, Name
from ecolang_compiler.syntax.word import Word

Kids = list[Any]
N = TypeVar("N")
_NAMES = frozenset(
    ("ROLE", "FACT", "DOC", "EVENT", "STAGE", "GROUP", "OUTCOME", "PERIOD", "DEFN", "FIELD", "VALUE", "PARTY")
)


def word(kids: Kids, *types: str) -> Word | None:
    """The first word of one of some types."""
    return next((kid for kid in kids if isinstance(kid, Word) and kid.type in types), None)


def words(kids: Kids, *types: str) -> list[Word]:
    """All words of some types, in order."""
    return [kid for kid in kids if isinstance(kid, Word) and kid.type in types]


def has(kids: Kids, *types: str) -> bool:
    """Whether a word of one of some types is there."""
    return word(kids, *types) is not None


def node(kids: Kids, kind: type[N]) -> N | None:
    """The first child of a kind."""
    return next((kid for kid in kids if isinstance(kid, kind)), None)


def nodes(kids: Kids, kind: type[N]) -> list[N]:
    """All children of a kind, in order."""
    return [kid for kid in kids if isinstance(kid, kind)]


def the(kids: Kids, kind: type[N]) -> N:
    """The child of a kind that the grammar says is there."""
    found = node(kids, kind)
    assert found is not None, f"the grammar gives no {kind.__name__}"
    return found


def the_word(kids: Kids, *types: str) -> Word:
    """The word that the grammar says is there."""
    found = word(kids, *types)
    assert found is not None, f"the grammar gives no {types}"
    return found


class Base:
    """The sentence at hand and what is wrong with it beyond its grammar."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.comments: tuple[Comment, ...] = ()
        self.behind: str | None = None

    def begin(self, comments: tuple[Comment, ...] = (), behind: str | None = None) -> None:
        """Start on a sentence, with the comments inside it and the one behind it."""
        self.problems = []
        self.comments = comments
        self.behind = behind

    def span(self, kids: Sequence[Any]) -> Span | None:
        """From the first child to the last."""
        start: int | None = None
        end = 0
        for kid in kids:
            place = kid if isinstance(kid, Word) else getattr(kid, "span", None)
            if place is not None:
                if start is None:
                    start = place.start
                end = place.end
        return None if start is None else Span(self.source.file, start, end)

    def report(self, code: str, place: Any, **args: Any) -> None:
        """Note a problem at a word, a node or a span."""
        span = place if isinstance(place, Span) else self.span([place])
        self.problems.append(make_diagnostic(code, span, **args))

    def text(self, place: Any) -> str:
        """The words of the file where a word or node stands, on one line."""
        span = place if isinstance(place, Span) else self.span([place])
        return "" if span is None else self.source.words(span.start, span.end)

    def name(self, at: Word, label: Word | None = None) -> Name:
        """A name as it is declared."""
        span = Span(self.source.file, at.start, at.end)
        return Name(at.value, None if label is None else label.value, span=span)

    def names(self, kids: Kids, *types: str) -> tuple[Name, ...]:
        """The names of some kinds among the children."""
        return tuple(self.name(each) for each in words(kids, *(types or tuple(_NAMES))))

    def whole(self, number: Word, least: int = 1) -> int:
        """A number that counts something."""
        value = number.value
        if not isinstance(value, Decimal):
            self.report("E118", number, text=str(value))
            return least
        if value != int(value) or value < least or value > 10**9:
            self.report("E307", number, text=self.text(number))
            return least
        return int(value)

    def ref(self, at: Word) -> Ref:
        """A citation."""
        if isinstance(at.value, Ref):
            return at.value
        self.report("E408", at, text=str(at.value))
        return Ref()

    def numeral(self, text: str) -> int | None:
        """A number of a mark."""
        return parse_whole(text)

    def item_words(self, number: int) -> str:
        """A number as an item of a list has it."""
        return f"（{to_chinese(number)}）" if self.source.surface.lang == "zh" else f"({number})"

    def day(self, at: Word) -> str:
        """A day as YYYY-MM-DD."""
        parts = [int(part) for part in at.value.groups() if part is not None]
        try:
            return datetime.date(*parts).isoformat()
        except (ValueError, TypeError):
            self.report("E308", at, text=self.text(at))
            return "1970-01-01"

    def month_day(self, at: Word) -> str:
        """A day of every year as MM-DD."""
        month, day = (int(part) for part in at.value.groups())
        try:
            # A leap year, so that 29 February is a day.
            return datetime.date(2000, month, day).isoformat()[5:]
        except ValueError:
            self.report("E308", at, text=self.text(at))
            return "01-01"

    def with_comments(self, items: Sequence[Any]) -> tuple[Any, ...]:
        """The items of a list with the remarks that stand above and behind each."""
        if not self.comments and self.behind is None:
            return tuple(items)
        result = list(items)
        starts = [item.span.start for item in items]
        above: dict[int, list[str]] = {}
        behind: dict[int, str] = {}
        left = []
        for comment in self.comments:
            index = sum(start <= comment.start for start in starts) - 1
            if comment.own_line and index + 1 < len(items):
                above.setdefault(index + 1, []).append(comment.text)
            elif not comment.own_line and index >= 0 and index not in behind:
                behind[index] = comment.text
            else:
                left.append(comment)
        self.comments = tuple(left)
        text = self.source.text
        # Behind a line that begins with the last item, a remark is the item's; else the sentence's.
        alone = bool(items) and not text[text.rfind("\n", 0, starts[-1]) + 1 : starts[-1]].strip()
        if self.behind is not None and alone:
            behind.setdefault(len(items) - 1, self.behind)
            self.behind = None
        for index in {*above, *behind}:
            comments = Comments(tuple(above.get(index, ())), behind.get(index))
            result[index] = evolve(result[index], comments=comments)
        return tuple(result)
