"""JSON Lines: one record a line, the lines of a case anywhere in the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from ecolang.patterns import later
from ecolang.rows import dataclass, field
from ecolang_runtime.read.case import CaseBuilder, ReadCase, case_id, case_word
from ecolang_runtime.read.json_text import Broken, decode_whole
from ecolang_runtime.read.names import KEY_LABEL, KEYS, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import BOM, Source, numbered_lines

_WORDS = "|".join(re.escape(word) for word in KEYS["case"])
_FIRST = later(rf'\s*\{{\s*"(?:{_WORDS})"\s*:\s*"([^"\\]+)"\s*[,}}]')
_ANYWHERE = later(rf'"(?:{_WORDS})"\s*:\s*(?:"([^"\\]*)"|(\d+))')
_LOST = "\ufffd"


@dataclass(slots=True)
class _Run:
    """Lines that follow each other and belong to one case."""

    number: int
    start: int
    end: int


@dataclass(slots=True)
class _Stray:
    """Lines of which nobody knows the case."""

    number: int
    found: Problems
    lines: int = 1


@dataclass(slots=True)
class _Index:
    runs: dict[str, list[_Run]] = field(default_factory=dict)
    strays: list[_Stray] = field(default_factory=list)
    garbled: _Stray | None = None


def read_lines(source: Source, names: Names, as_of: int | None) -> Iterator[ReadCase]:
    """The cases in the order in which they first appear. The file is read twice, so that one case is held at a time."""
    with source.open() as stream:
        index = _index(stream_lines=numbered_lines(stream), name=source.name)
        strays = iter(sorted(index.strays, key=lambda stray: stray.number))
        stray = next(strays, None)
        for id_, runs in index.runs.items():
            while stray is not None and stray.number < runs[0].number:
                yield _set_aside(stray)
                stray = next(strays, None)
            builder = CaseBuilder(names, id_, source.name, as_of)
            for run in runs:
                stream.seek(run.start)
                content = stream.read(run.end - run.start)
                for offset, _, line in numbered_lines(BytesIO(content)):
                    _add(builder, line, run.number + offset - 1, source.name)
            yield builder.finish()
        while stray is not None:
            yield _set_aside(stray)
            stray = next(strays, None)


def _set_aside(stray: _Stray) -> ReadCase:
    return ReadCase(None, None, tuple(stray.found.found), lines=stray.lines)


def _index(stream_lines: Iterator[tuple[int, int, bytes]], name: str) -> _Index:
    index = _Index()
    latest: tuple[str, _Run] | None = None
    for number, start, raw in stream_lines:
        line = raw.removeprefix(BOM) if number == 1 else raw
        start += len(raw) - len(line)
        if not line.strip():
            continue
        id_ = _case_of(line.rstrip(), number, name, index)
        if id_ is None:
            latest = None
            continue
        end = start + len(line)
        if latest is not None and latest[0] == id_:
            latest[1].end = end
            continue
        run = _Run(number, start, end)
        index.runs.setdefault(id_, []).append(run)
        latest = (id_, run)
    return index


def _case_of(line: bytes, number: int, name: str, index: _Index) -> str | None:
    """The case of a line; of a broken one too, so that its case is not judged as if the line were not there."""
    text = line.decode("utf-8", "replace")
    quick = _FIRST.match(text)
    if quick is not None and _LOST not in text and quick[1].strip():
        return quick[1].strip()
    found = decode_whole(text)
    if isinstance(found, dict) and _LOST not in text:
        id_ = case_id(case_word(found))
        if id_ is None:
            problems = Problems(name, number)
            problems.add("D109", field=KEY_LABEL["case"])
            index.strays.append(_Stray(number, problems))
        return id_
    salvaged = _ANYWHERE.search(text)
    id_ = (salvaged[1] or salvaged[2] or "").strip() if salvaged else ""
    if id_ and _LOST not in id_:
        return id_
    if _LOST in text and index.garbled is not None:
        # A file in another encoding has one problem, not one a line.
        index.garbled.lines += 1
        return None
    problems = Problems(name, number)
    _tell(line, found, problems, number)
    stray = _Stray(number, problems)
    index.strays.append(stray)
    if _LOST in text:
        index.garbled = stray
    return None


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


def _add(builder: CaseBuilder, line: bytes, number: int, name: str) -> None:
    line = line.rstrip()
    if not line:
        return
    try:
        text = line.decode()
    except UnicodeDecodeError:
        found: object = None
    else:
        found = decode_whole(text)
        if isinstance(found, dict):
            builder.add(found, number)
            return
    problems = Problems(name, number)
    _tell(line, found, problems, number)
    builder.fail(problems.found[0])
