"""The values that every part of EcoLang reports problems with; how they are shown is another module's concern."""

from __future__ import annotations

import errno
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from ecolang.patterns import later
from ecolang.rows import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Severity: TypeAlias = 'Literal["error", "warning", "note"]'
Lang: TypeAlias = 'Literal["zh", "en"]'

_LINE_END = later(r"\r\n|\r|\n")


class LineIndex:
    """The starts of a text's lines, so that many offsets can be placed without reading the text again."""

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def line_col(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset in code points, both counted from 1; an offset past the end is the end."""
        offset = max(0, min(offset, len(self._text)))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of a line counted from 1, without its line end; "" for a line that the text does not have."""
        if not 1 <= line <= len(self._starts):
            return ""
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return self._text[self._starts[line - 1] : end].rstrip("\r\n")


@lru_cache(maxsize=16)
def line_index(text: str) -> LineIndex:
    """The index of a text, kept for the texts that were asked about last."""
    return LineIndex(text)


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a file: offsets in code points, `end` not included."""

    file: str
    start: int
    end: int

    def line_col(self, text: str) -> tuple[int, int]:
        """Line and column of the start in the file's text, both from 1."""
        return line_index(text).line_col(self.start)

    def end_line_col(self, text: str) -> tuple[int, int]:
        """Line and column just after the last character, both from 1."""
        return line_index(text).line_col(self.end)

    def text_in(self, text: str) -> str:
        """The words of the file's text that the span covers."""
        return text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The span from this one's start to the other's end, in this one's file."""
        return Span(self.file, min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Local:
    """A value that is said differently in each language, such as 阶段 and stage."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The words in a language."""
        return self.zh if lang == "zh" else self.en


_REASONS = {
    errno.ENOENT: Local("没有这个文件", "there is no such file"),
    errno.EACCES: Local("没有读取的权限", "you may not read it"),
    errno.EISDIR: Local("这是一个文件夹", "it is a folder"),
}


def why_not(error: OSError) -> Local | str | None:
    """Why a file cannot be opened, in the reader's words."""
    return _REASONS.get(error.errno or 0, error.strerror)


@dataclass(frozen=True, slots=True)
class Label:
    """A further place, with a few words on why it matters ("另见附件1第五项")."""

    span: Span
    text_zh: str
    text_en: str

    def say(self, lang: Lang) -> str:
        """The label's words in a language."""
        return self.text_zh if lang == "zh" else self.text_en


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what a span covers."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that repair a problem together; a safe one cannot change what the policy means to say."""

    edits: tuple[Edit, ...]
    safe: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. Its words come from the registry: `args` fill the code's templates.

    A value in `args` is text, a number, a `Local`, or a list or tuple of such values (shown quoted, joined by "或者").
    Where there is no span, `args` may carry `file`, `line` and `field` to say where in the data the problem lies.
    """

    code: str
    severity: Severity
    span: Span | None = None
    args: Mapping[str, object] = field(default_factory=dict, hash=False)
    labels: tuple[Label, ...] = ()
    citation: str | None = None
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, str, int, str]:
        """File, offset, code; then what tells two problems at one place apart, so that the order never varies."""
        file, start, end = (self.span.file, self.span.start, self.span.end) if self.span else self._data_place()
        return file, start, self.code, end, repr(sorted((key, str(value)) for key, value in self.args.items()))

    def _data_place(self) -> tuple[str, int, int]:
        line = self.args.get("line")
        return str(self.args.get("file", "")), line if isinstance(line, int) else 0, 0


class Diagnostics:
    """A bag of problems that comes out in one order (file, offset, code), each exact duplicate once."""

    __slots__ = ("_items",)

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self._items: list[Diagnostic] = list(items)

    def add(self, diagnostic: Diagnostic) -> None:
        """Put one problem in."""
        self._items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Put several problems in."""
        self._items.extend(diagnostics)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All problems in order, without exact duplicates."""
        result: list[Diagnostic] = []
        for item in sorted(self._items, key=lambda each: each.sort_key):
            if not _seen(item, result):
                result.append(item)
        return tuple(result)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.sorted())

    def __len__(self) -> int:
        return len(self.sorted())

    def __bool__(self) -> bool:
        return bool(self._items)

    @property
    def has_errors(self) -> bool:
        """Whether any problem in the bag is an error."""
        return any(item.severity == "error" for item in self._items)


def _seen(item: Diagnostic, ordered: list[Diagnostic]) -> bool:
    """Whether an equal problem is already there; equal ones share a sort key, so only the tail is compared."""
    for earlier in reversed(ordered):
        if earlier.sort_key != item.sort_key:
            return False
        if earlier == item:
            return True
    return False
