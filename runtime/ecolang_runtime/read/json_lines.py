"""JSON Lines: one record a line, the lines of a case anywhere in the file.

The file is read twice. The first time tells which cases have lines in more than one place; where there are none, the
second time holds one case at a time and nothing else. Of a case that is scattered the places are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

from ecolang.patterns import later
from ecolang.rows import dataclass, field
from ecolang_runtime.read.case import CaseBuilder, ReadCase, case_id, case_word
from ecolang_runtime.read.json_quick import Load, loader
from ecolang_runtime.read.json_text import Broken, decode_whole
from ecolang_runtime.read.names import KEY_LABEL, KEYS, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.seen import Seen
from ecolang_runtime.read.source import BOM, Source, cr_only, numbered_lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO, Protocol, TypeVar

    from ecolang.diagnostics import Diagnostic

    _Case = TypeVar("_Case")
    _Case_co = TypeVar("_Case_co", covariant=True)

    class Builder(Protocol[_Case_co]):
        """What the records of a case are given to, and what makes of them what is wanted."""

        id: str

        def add(self, record: Any, line: int | None = None) -> None:
            """One record."""

        def fail(self, problem: Diagnostic) -> None:
            """A record that could not be read at all."""

        def finish(self) -> _Case_co:
            """The case."""

    #: Makes a builder from the names of the policy, the case's number, what messages call the file, the as-of day.
    Make = Callable[[Names, str, str, int | None], Builder[_Case]]

_WORDS = "|".join(re.escape(word) for word in KEYS["case"])
_FIRST = later(rf'\s*\{{\s*"(?:{_WORDS})"\s*:\s*"([^"\\]+)"\s*[,}}]'.encode())
_ANYWHERE = later(rf'"(?:{_WORDS})"\s*:\s*(?:"([^"\\]*)"|(\d+))')
_LOST = "\ufffd"
_TOP = (1 << 64) - 1

#: A line with its number.
Line = tuple[int, bytes]


@dataclass(slots=True)
class _Places:
    """Where the lines of a scattered case stand: (number, start, end) of each run of them."""

    runs: list[tuple[int, int, int]] = field(default_factory=list)
    told: bool = False


def read_lines(source: Source, names: Names, as_of: int | None) -> Iterator[ReadCase]:
    """The cases in the order in which they first appear."""
    return gather_lines(source, names, as_of, CaseBuilder)


def gather_lines(source: Source, names: Names, as_of: int | None, make: Make[_Case]) -> Iterator[_Case | ReadCase]:
    """What the builders make of the cases, in their order, and the lines of which nobody knows the case."""
    with source.open() as stream:
        load = loader(source.size)
        scattered = _scattered(stream, load)
        stream.seek(0)
        reader = _Reader(source, names, as_of, load, make)
        if not scattered:
            yield from reader.cases(_lines(stream), {}, None)
            return
        places = _places(stream, scattered, load)
        stream.seek(0)
        with source.open_anywhere() as other:
            yield from reader.cases(_lines(stream), places, other)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole cases of a file that stand together: its bytes from `start` to `end`, the first of them on `line`.

    `here`: cases whose lines are scattered and that begin in it, with all their places; `elsewhere`: others with lines
    in it.
    """

    start: int
    end: int
    line: int
    here: tuple[tuple[str, tuple[tuple[int, int, int], ...]], ...] = ()
    elsewhere: frozenset[str] = frozenset()


def spans(source: Source, size: int) -> list[Span] | None:
    """The file cut into spans of about `size` bytes, in order; None if it can only be read as a whole.

    Raises what reading the file raises.
    """
    with source.open() as stream:
        if source.packed or cr_only(stream):
            return None
        load = loader(source.size)
        ids, seen, scattered = _Ids(load), Seen(), set[int]()
        cuts, latest, at = [(0, 1)], "", 0
        for number, raw in enumerate(stream, 1):
            line = raw.removeprefix(BOM) if number == 1 else raw
            id_ = None if line.isspace() or not line else ids.of(line)
            if id_ is not None and id_ != latest:
                if at - cuts[-1][0] >= size and latest:
                    cuts.append((at, number))
                latest = id_
                if seen.add(_hash(id_)):
                    scattered.add(_hash(id_))
            at += len(raw)
        stream.seek(0)
        places = _places(stream, scattered, load) if scattered else {}
    ends = [start for start, _ in cuts[1:]] + [at]
    found = [Span(start, end, line) for (start, line), end in zip(cuts, ends, strict=True)]
    return [_with_scattered(span, places) for span in found] if places else found


def _with_scattered(span: Span, places: dict[str, _Places]) -> Span:
    here: list[tuple[str, tuple[tuple[int, int, int], ...]]] = []
    elsewhere: set[str] = set()
    for id_, found in places.items():
        inside = [run for run in found.runs if span.start <= run[1] < span.end]
        if inside and inside[0] == found.runs[0]:
            here.append((id_, tuple(found.runs)))
        elif inside:
            elsewhere.add(id_)
    return Span(span.start, span.end, span.line, tuple(here), frozenset(elsewhere))


def read_span(source: Source, span: Span, names: Names, as_of: int | None) -> Iterator[ReadCase]:
    """The cases of a span, as reading the whole file gives them. Raises what reading the file raises."""
    places = {id_: _Places(list(runs)) for id_, runs in span.here}
    places |= {id_: _Places(told=True) for id_ in span.elsewhere}
    reader = _Reader(source, names, as_of, loader(source.size), CaseBuilder)
    with source.open() as stream, source.open() as other:
        stream.seek(span.start)
        yield from reader.cases(_lines_of(stream, span), places, other)


def _lines_of(stream: BinaryIO, span: Span) -> Iterator[Line]:
    at = span.start
    for number, line in enumerate(stream, span.line):
        yield number, line
        at += len(line)
        if at >= span.end:
            return


def _lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines as they stand, with their numbers."""
    if cr_only(stream):
        return ((number, line) for number, _, line in numbered_lines(stream))
    return enumerate(stream, 1)


def _told(line: bytes, number: int) -> bytes:
    """The line without the mark that may begin a file; empty, if there is nothing in it."""
    if number == 1:
        line = line.removeprefix(BOM)
    return b"" if line.isspace() else line


class _Ids:
    """The case of each line; the line before is asked first, since the lines of a case mostly stand together."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._beginning = b"\n"
        self._id = ""

    def beginning_of(self, id_: str) -> bytes | None:
        """How the lines of the case begin, as far as that tells them; None if it does not."""
        return self._beginning if id_ == self._id else None

    def of(self, line: bytes) -> str | None:
        """The case number, also of a broken line, so that its case is not judged as if it were not there."""
        if line.startswith(self._beginning):
            return self._id
        found = _FIRST.match(line)
        if found is not None:
            try:
                id_ = found[1].decode().strip()
            except UnicodeDecodeError:
                id_ = ""
            if id_:
                self._beginning, self._id = found[0], id_
                return id_
        value = self._load(line)
        if value is not None:
            return case_id(case_word(value))
        text = line.decode("utf-8", "replace")
        whole = decode_whole(text.rstrip())
        if isinstance(whole, dict) and _LOST not in text:
            return case_id(case_word(whole))
        salvaged = _ANYWHERE.search(text)
        id_ = (salvaged[1] or salvaged[2] or "").strip() if salvaged else ""
        return id_ if id_ and _LOST not in id_ else None


def _scattered(stream: BinaryIO, load: Load) -> set[int]:
    """The hashes of cases whose lines stand in more than one place."""
    ids, seen, found = _Ids(load), Seen(), set[int]()
    latest: str | None = None
    beginning: bytes | None = None
    for number, raw in _lines(stream):
        if (beginning is not None and raw.startswith(beginning)) or not (line := _told(raw, number)):
            continue
        id_ = ids.of(line)
        if id_ is None or id_ == latest:
            continue
        latest, beginning = id_, ids.beginning_of(id_)
        if seen.add(_hash(id_)):
            found.add(_hash(id_))
    return found


def _hash(id_: str) -> int:
    return (hash(id_) & _TOP) or 1


def _places(stream: BinaryIO, scattered: set[int], load: Load) -> dict[str, _Places]:
    ids, found = _Ids(load), dict[str, _Places]()
    latest: str | None = None
    for number, start, raw in numbered_lines(stream):
        line = raw.removeprefix(BOM) if number == 1 else raw
        if not line or line.isspace():
            continue
        id_ = ids.of(line)
        if id_ is None:
            latest = None
            continue
        start += len(raw) - len(line)
        if _hash(id_) in scattered:
            runs = found.setdefault(id_, _Places()).runs
            if id_ == latest and runs:
                runs[-1] = (runs[-1][0], runs[-1][1], start + len(line))
            else:
                runs.append((number, start, start + len(line)))
        latest = id_
    return found


class _Reader:
    """Reads the cases of one file for the second time."""

    def __init__(self, source: Source, names: Names, as_of: int | None, load: Load, make: Make[Any]) -> None:
        self.source = source
        self.names = names
        self.as_of = as_of
        self.load = load
        self.make = make
        self.garbled = 0

    def cases(self, lines: Iterator[Line], places: dict[str, _Places], other: BinaryIO | None) -> Iterator[Any]:
        """Each case, and each line of which nobody knows the case, in their order."""
        ids = _Ids(self.load)
        builder: Builder[Any] | None = None
        beginning: bytes | None = None
        strays: list[ReadCase] = []
        for number, raw in lines:
            if beginning is not None and builder is not None and raw.startswith(beginning):
                self._add(builder, raw, number)
                continue
            line = _told(raw, number)
            if not line:
                continue
            id_ = ids.of(line)
            if id_ is None:
                stray = self._stray(line.rstrip(), number)
                if stray is not None and builder is None:
                    yield stray
                elif stray is not None:
                    strays.append(stray)
                continue
            if builder is None or builder.id != id_:
                if builder is not None:
                    yield builder.finish()
                    builder = beginning = None
                    yield from strays
                    strays.clear()
                if (known := places.get(id_)) is not None:
                    if not known.told and other is not None:
                        known.told = True
                        yield self._gathered(id_, known, other)
                    continue
                builder = self.make(self.names, id_, self.source.name, self.as_of)
                beginning = ids.beginning_of(id_)
            self._add(builder, line, number)
        if builder is not None:
            yield builder.finish()
        yield from strays
        if self.garbled > 1:
            yield ReadCase(None, None, lines=self.garbled - 1)

    def _gathered(self, id_: str, places: _Places, other: BinaryIO) -> Any:
        builder = self.make(self.names, id_, self.source.name, self.as_of)
        for first, start, end in places.runs:
            other.seek(start)
            for number, line in _lines(BytesIO(other.read(end - start))):
                if not line.isspace():
                    self._add(builder, line, first + number - 1)
        return builder.finish()

    def _add(self, builder: Builder[Any], line: bytes, number: int) -> None:
        value = self.load(line)
        if value is not None:
            builder.add(value, number)
            return
        line = line.rstrip()
        try:
            found = decode_whole(line.decode())
        except UnicodeDecodeError:
            found = None
        if isinstance(found, dict):
            builder.add(found, number)
            return
        problems = Problems(self.source.name, number)
        _tell(line, found, problems, number)
        builder.fail(problems.found[0])

    def _stray(self, line: bytes, number: int) -> ReadCase | None:
        """A line of which nobody knows the case."""
        text = line.decode("utf-8", "replace")
        found = decode_whole(text)
        problems = Problems(self.source.name, number)
        if _LOST in text:
            # A file in another encoding has one problem, not one a line.
            self.garbled += 1
            if self.garbled > 1:
                return None
            _tell(line, found, problems, number)
        elif isinstance(found, dict):
            problems.add("D109", field=KEY_LABEL["case"])
        else:
            _tell(line, found, problems, number)
        return ReadCase(None, None, tuple(problems.found), lines=1)


def _tell(line: bytes, found: object, problems: Problems, number: int) -> None:
    try:
        text = line.decode()
    except UnicodeDecodeError:
        problems.add("D102", guess=guess_encoding(line))
        return
    if isinstance(found, Broken):
        found.tell(problems, text, number)
    else:
        problems.add("D120")


def guess_encoding(content: bytes) -> str | None:
    """GBK, if the bytes can be that."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return "GBK"
