"""A JSON document: one case, a list of cases, or a list of events."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang_runtime.read.case import CaseBuilder, ReadCase, case_id, case_word
from ecolang_runtime.read.event import event_word
from ecolang_runtime.read.json_lines import guess_encoding
from ecolang_runtime.read.json_text import RawCase, scan_document
from ecolang_runtime.read.names import KEY_LABEL, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import Source


def read_document_file(source: Source, names: Names, as_of: int | None) -> Iterator[ReadCase]:
    """The cases of a document in the order in which they first appear."""
    with source.open() as stream:
        content = stream.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems = Problems(source.name, content.count(b"\n", 0, error.start) + 1)
        problems.add("D102", guess=guess_encoding(content))
        yield ReadCase(None, None, tuple(problems.found), lines=1)
        return
    builders: dict[str, CaseBuilder] = {}
    strays: list[ReadCase] = []
    for raw in scan_document(text):
        if raw.id is None:
            strays.append(_stray(raw, source.name, text))
            continue
        builder = builders.setdefault(raw.id, CaseBuilder(names, raw.id, source.name, as_of))
        # A record that gives nothing but the case's number and events is told of by its events.
        if len(raw.header) > 1 or not raw.events or isinstance(event_word(raw.header), str):
            builder.add(raw.header, raw.line)
        for line, record in raw.events:
            _add_event(builder, raw.id, record, line, source.name)
        if raw.broken is not None:
            problems = Problems(source.name, raw.line)
            raw.broken.tell(problems, text, 1)
            builder.fail(problems.found[0])
    for builder in builders.values():
        yield builder.finish()
    yield from strays


def _add_event(builder: CaseBuilder, id_: str, record: object, line: int, name: str) -> None:
    if isinstance(record, dict):
        own = case_id(case_word(record))
        if own is not None and own != id_:
            problems = Problems(name, line)
            problems.add("D124", field=KEY_LABEL["case"], first=id_, value=own)
            builder.fail(problems.found[0], event=True)
            return
    builder.add(record, line)


def _stray(raw: RawCase, name: str, text: str) -> ReadCase:
    problems = Problems(name, raw.line)
    if raw.broken is not None:
        raw.broken.tell(problems, text, 1)
    elif raw.header:
        problems.add("D109", field=KEY_LABEL["case"])
    else:
        problems.add("D120")
    lines = max(1, len(raw.events) + bool(raw.header))
    return ReadCase(None, None, tuple(problems.found), lines=lines, events=len(raw.events) if raw.header else 0)
