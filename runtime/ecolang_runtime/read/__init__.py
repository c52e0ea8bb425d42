"""Cases in: JSON, JSON Lines and CSV files as `CaseData`, each problem told with its file, line and field.

>>> result = read("cases.jsonl", program)               # doctest: +SKIP
>>> result.events == sum(len(case.occurrences) for case in result.cases) + result.duplicates + sum(
...     bad.events for bad in result.bad
... )                                                   # doctest: +SKIP
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ecolang.diagnostics import Diagnostic
from ecolang.program import Program
from ecolang.rows import dataclass
from ecolang_runtime.case import CaseData
from ecolang_runtime.read.case import CaseBuilder, ReadCase
from ecolang_runtime.read.names import Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import Form, Source, reason_of, spooled, unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from ecolang_runtime.xes.mapping import LogMap

__all__ = ["CaseBuilder", "Form", "Names", "ReadCase", "ReadResult", "Source", "iter_cases", "read", "spooled"]

_Reader = Callable[[Source, Names, int | None], Iterator[ReadCase]]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A whole input. `lines` and `events` count its records and those that tell events; each is in a case or a bad one.

    `bad`: cases set aside, and records of which nobody knows the case (`id` None). `notes`: what was found besides.
    """

    cases: tuple[CaseData, ...]
    bad: tuple[ReadCase, ...]
    notes: tuple[Diagnostic, ...]
    lines: int
    events: int
    duplicates: int = 0


def iter_cases(
    source: str | Path | Source,
    program: Program | Names,
    *,
    as_of: int | None = None,
    form: Form | None = None,
    log_map: LogMap | None = None,
) -> Iterator[ReadCase]:
    """The cases of an input one at a time, in the order in which they first appear. Nothing is raised.

    `as_of` (an ordinal): events after it are told in notes. `form`: how to read it, whatever its name says. `log_map`:
    what the words of an event log mean.
    """
    if not isinstance(source, Source):
        source = Source(str(source), source)
    names = program if isinstance(program, Names) else Names(program)
    problems = Problems(source.name)
    found = source.form(problems)
    if found is None:
        yield ReadCase(None, None, tuple(problems.found))
        return
    try:
        if (form or found) != "xes":
            yield from _reader(form or found)(source, names, as_of)
        elif log_map is None:
            problems.add("D156")
            yield ReadCase(None, None, tuple(problems.found))
        else:
            from ecolang_runtime.xes.read import read_log

            yield from read_log(source, names, as_of, log_map)
    except unreadable() as error:
        problems.add("D101", reason=reason_of(error))
        yield ReadCase(None, None, tuple(problems.found))


def _reader(form: Form) -> _Reader:
    """The reader of a form, imported when it is needed."""
    if form == "lines":
        from ecolang_runtime.read.json_lines import read_lines

        return read_lines
    if form == "json":
        from ecolang_runtime.read.json_file import read_document_file

        return read_document_file
    if form == "arrow":
        from ecolang_runtime.columnar.files import read_arrow

        return read_arrow
    from ecolang_runtime.read.csv_file import read_csv

    return read_csv


def read(
    source: str | Path | Source, program: Program | Names, *, as_of: int | None = None, form: Form | None = None
) -> ReadResult:
    """All cases of an input at once."""
    return gather(iter_cases(source, program, as_of=as_of, form=form))


def gather(read_cases: Iterable[ReadCase]) -> ReadResult:
    """Cases that were read one at a time, put together and counted."""
    every = list(read_cases)
    return ReadResult(
        cases=tuple(case.data for case in every if case.data is not None),
        bad=tuple(case for case in every if case.data is None and case.problems),
        notes=tuple(note for case in every for note in case.notes),
        lines=sum(case.lines for case in every),
        events=sum(case.events for case in every),
        duplicates=sum(case.duplicates for case in every),
    )
