"""CSV: the ledger of a case officer, one row an event, in UTF-8 or the GBK of older spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from ecolang.diagnostics import Diagnostic
from ecolang.rows import dataclass, field, replace
from ecolang_runtime.read.case import CaseBuilder, ReadCase
from ecolang_runtime.read.names import CASE_KEY, EVENT_KEY, KEY_LABEL, Lookup, Names, fold
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import BOM, Source, numbered_lines

_NEEDED = ("case", "event", "on")
_IGNORED = frozenset(map(fold, ("备注", "序号", "编号", "note", "notes", "remark", "remarks", "no.", "#")))
_DELIMITERS = (",", "\t", ";", "，", "；")
_NAMES_APART = str.maketrans("；;，,", "、、、、")
_LISTS = frozenset(("party", "by"))
# A cell with line breaks in it is a few lines long; more is a quotation mark that was never closed.
_LONGEST_ROW = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the heading says: the words of the columns, and how the file is written."""

    columns: tuple[str, ...]
    places: Mapping[str, int]  # the column of each key
    delimiter: str
    encoding: str
    first: int  # number of the first line below the heading
    start: int  # its offset


@dataclass(slots=True)
class _Run:
    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    start: int
    end: int
    cells: list[str] | None  # None: cannot be parted into cells
    text: str


@dataclass(slots=True)
class _Index:
    runs: dict[str, list[_Run]] = field(default_factory=dict)
    strays: list[ReadCase] = field(default_factory=list)


def read_csv(source: Source, names: Names, as_of: int | None) -> Iterator[ReadCase]:
    """The cases in the order in which they first appear. The file is read twice, so that one case is held at a time."""
    with source.open() as stream:
        problems = Problems(source.name)
        opened = _open(stream, names, problems)
        if opened is None:
            yield ReadCase(None, None, tuple(problems.found))
            return
        sheet, index = opened
        notes = tuple(problems.found)
        for id_, runs in index.runs.items():
            builder = CaseBuilder(names, id_, source.name, as_of)
            for run in runs:
                stream.seek(run.start)
                content = stream.read(run.end - run.start)
                for row in _rows(BytesIO(content), sheet, run.number):
                    _add(builder, row, sheet, names, source.name)
            yield _with_notes(builder.finish(), notes)
            notes = ()
        yield from index.strays
        if not index.runs and not index.strays:
            problems.add("D118")
        if notes or (not index.runs and not index.strays):
            yield ReadCase(None, None, tuple(p for p in problems.found if p.severity == "error"), notes)


def _with_notes(case: ReadCase, notes: tuple[Diagnostic, ...]) -> ReadCase:
    return replace(case, notes=notes + case.notes) if notes else case


def _open(stream: BinaryIO, names: Names, problems: Problems) -> tuple[_Sheet, _Index] | None:
    """The heading and the index of rows, in the first encoding that fits the whole file."""
    failed = 0
    for encoding in ("utf-8", "gb18030"):
        found = Problems(problems.file)
        try:
            sheet = _heading(stream, encoding, found)
            index = _index(stream, sheet, names, problems.file or "") if sheet else None
        except UnicodeDecodeError as error:
            failed = failed or _line_of(stream, error)
            continue
        if sheet is None or index is None:
            if encoding != "utf-8":
                # Bytes of any other encoding pass for GBK; a heading that then makes no sense gives them away.
                break
            problems.found += found.found
            return None
        if encoding != "utf-8":
            problems.add("D123", encoding="GBK")
        return sheet, index
    problems.line = failed or None
    problems.add("D102")
    return None


def _line_of(stream: BinaryIO, error: UnicodeDecodeError) -> int:
    stream.seek(0)
    bad = bytes(error.object)
    return next((number for number, _, line in numbered_lines(stream) if line in bad), 0)


def _heading(stream: BinaryIO, encoding: str, problems: Problems) -> _Sheet | None:
    stream.seek(0)
    for number, start, raw in numbered_lines(stream):
        content = raw.removeprefix(BOM) if number == 1 else raw
        text = content.decode(encoding).strip("\r\n")
        if not text.strip() or (number == 1 and text.lower().startswith("sep=")):
            continue
        delimiter = max(_DELIMITERS, key=text.count)
        columns = _columns(text, delimiter)
        places: dict[str, int] = {}
        problems.line = number
        for place, word in enumerate(columns):
            key = EVENT_KEY.get(fold(word))
            if word and columns.index(word) != place:
                problems.add("D126", field=word)
            elif key is not None:
                places.setdefault(key, place)
        for key in _NEEDED:
            if key not in places:
                problems.add("D125", column=KEY_LABEL[key])
        if problems.errors:
            return None
        return _Sheet(columns, places, delimiter, encoding, number + 1, start + len(raw))
    problems.add("D118")
    return None


def _rows(stream: BinaryIO, sheet: _Sheet, first: int) -> Iterator[_Row]:
    """The rows from the stream's position on; cells may hold line breaks between quotation marks."""
    lines = numbered_lines(stream)
    again: list[tuple[int, int, bytes]] = []
    while (line := again.pop(0) if again else next(lines, None)) is not None:
        taken = [line]
        quotes = line[2].count(b'"')
        while quotes % 2 and len(taken) < _LONGEST_ROW:
            more = again.pop(0) if again else next(lines, None)
            if more is None:
                break
            taken.append(more)
            quotes += more[2].count(b'"')
        if quotes % 2:
            # Never closed: this line is wrong, the others are rows of their own.
            taken, again = taken[:1], taken[1:] + again
        content = b"".join(each[2] for each in taken)
        text = content.decode(sheet.encoding)
        if text.strip().strip(sheet.delimiter).strip():
            cells = None if quotes % 2 else _cells(text, sheet.delimiter)
            yield _Row(first + line[0] - 1, line[1], line[1] + len(content), cells, text)


def _columns(text: str, delimiter: str) -> tuple[str, ...]:
    """The heading's cells; of one that is not well quoted, whatever stands between the delimiters."""
    try:
        cells = next(csv.reader([text], delimiter=delimiter))
    except csv.Error:
        cells = text.split(delimiter)
    return tuple(cell.strip() for cell in cells)


def _cells(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None


def _index(stream: BinaryIO, sheet: _Sheet, names: Names, name: str) -> _Index:
    index = _Index()
    stream.seek(sheet.start)
    latest: tuple[str, _Run] | None = None
    for row in _rows(stream, sheet, sheet.first):
        cells = row.cells if row.cells is not None else row.text.split(sheet.delimiter)
        place = sheet.places["case"]
        id_ = cells[place].strip().strip('"').strip() if place < len(cells) else ""
        if not id_:
            problems = Problems(name, row.number)
            problems.add("D109", field=KEY_LABEL["case"])
            index.strays.append(ReadCase(None, None, tuple(problems.found), lines=1, events=1))
            latest = None
        elif latest is not None and latest[0] == id_:
            latest[1].end = row.end
        else:
            run = _Run(row.number, row.start, row.end)
            index.runs.setdefault(id_, []).append(run)
            latest = (id_, run)
    return index


def _add(builder: CaseBuilder, row: _Row, sheet: _Sheet, names: Names, name: str) -> None:
    problems = Problems(name, row.number)
    cells = row.cells
    if cells is None:
        problems.add("D120")
    else:
        while len(cells) > len(sheet.columns) and not cells[-1]:
            cells = cells[:-1]
        if len(cells) != len(sheet.columns):
            problems.add("D117", found=len(cells), expected=len(sheet.columns))
    if problems.found or cells is None:
        builder.fail(problems.found[0], event=True)
        return
    words = {word: cell for word, cell in zip(sheet.columns, cells, strict=True) if cell}
    lines = builder.lines
    for record in row_records(words, names):
        builder.add(record, row.number)
    builder.lines = lines + 1


def row_records(words: Mapping[str, Any], names: Names) -> Iterator[dict[str, Any]]:
    """The records that a row of a table tells: its event, and what its other columns say of the case."""
    event: dict[str, Any] = {}
    opened: Any = None
    facts: dict[str, Any] = {}
    roles: dict[str, Any] = {}
    documents: dict[str, Any] = {}
    given = next((cell for word, cell in words.items() if EVENT_KEY.get(fold(word)) == "event"), "")
    known = names.events.find(str(given))
    fields: Lookup[Any] = known.fields if known else Lookup(())
    for word, cell in words.items():
        folded = fold(word)
        if folded in _IGNORED and folded not in fields:
            continue
        if folded in fields or EVENT_KEY.get(folded) is not None:
            key = EVENT_KEY.get(folded)
            split = key in _LISTS and folded not in fields and isinstance(cell, str)
            event[word] = _apart(cell) if split else cell
        elif CASE_KEY.get(folded) == "opened":
            opened = cell
        elif (role := names.roles.find(word)) is not None:
            roles[role.id] = _apart(cell) if isinstance(cell, str) else cell
        elif names.facts.find(word) is not None:
            facts[word] = cell
        elif names.documents.find(word) is not None:
            documents[word] = cell
        else:
            event[word] = cell
    if documents:
        event["documents"] = {**documents, **event.get("documents", {})}
    if known is not None and names.track_role in roles and names.concerns_track(known.event):
        event.setdefault("party", roles[names.track_role])
    if roles or opened is not None:
        yield {"opened": opened, "parties": roles or None}
    day = next((cell for word, cell in event.items() if EVENT_KEY.get(fold(word)) == "on"), None)
    if facts:
        yield {"on": day, "facts": facts}
    if given or not (facts or roles or opened is not None):
        yield event


def _apart(cell: str) -> list[str]:
    return [name.strip() for name in cell.translate(_NAMES_APART).split("、") if name.strip()]
