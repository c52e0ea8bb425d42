"""Arrow and Parquet files a batch of whole cases at a time, so that memory does not grow with the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ecolang.program import Program
from ecolang_runtime.columnar.batch import Counts, judge_table, metadata
from ecolang_runtime.columnar.inputs import cases_table
from ecolang_runtime.columnar.needs import Lacking, arrow
from ecolang_runtime.columnar.outputs import output_schema, without_dictionaries
from ecolang_runtime.policy import Day, Policy
from ecolang_runtime.read.case import ReadCase
from ecolang_runtime.read.names import CASE_KEY, Names, fold
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import Source
from ecolang_runtime.read.table import cases_of

#: Rows in a batch: enough that a batch is judged faster than it is begun, few enough for 100 MB or so.
BATCH_ROWS = 1 << 18
#: Cases in a batch that other readers made.
BATCH_CASES = 1 << 13
_ENDINGS = (".parquet", ".arrow", ".feather")
#: A run of the rows of a file: from the first (0), up to the one that is none of it.
Rows = tuple[int, int]


def is_arrow(path: Path) -> bool:
    """Whether a file is Parquet or Arrow by its ending."""
    return path.suffix.lower() in _ENDINGS


def read_arrow(source: Source, names: Names, as_of: int | None = None, rows: Rows | None = None) -> Iterator[ReadCase]:
    """The cases of a Parquet or Arrow file; the rows of a case have to stand together. Nothing is raised."""
    del as_of
    try:
        for first, batch in batches(source, run=rows):
            yield from cases_of(names, batch, source.name, range(first, first + len(batch)))
    except FileProblem as found:
        yield found.read


class FileProblem(Exception):
    """A file that cannot be read (on). `read`: the problem as the readers tell it."""

    def __init__(self, source: Source, code: str, **args: object) -> None:
        problems = Problems(source.name)
        problems.add(code, **args)
        self.read = ReadCase(None, None, tuple(problems.found))
        super().__init__(code)


def batches(source: Source, rows: int = BATCH_ROWS, run: Rows | None = None) -> Iterator[tuple[int, Any]]:
    """Tables of whole cases, each with the number of its first row, from 1. `run`: of a Parquet file, these rows alone.
    Raises FileProblem."""
    try:
        pa = arrow()
    except Lacking as lacking:
        raise FileProblem(source, "D140", library=lacking.library, extra=lacking.extra) from None
    rest: Any = None
    first = 1 if run is None else 1 + run[0]
    over: set[str] = set()
    try:
        for batch in _gathered(_tables(source, rows, run), rows):
            table = batch if rest is None else pa.concat_tables([rest, batch])
            column = case_column(table)
            if column is None:
                raise FileProblem(source, "D125", column="case")
            cut = _last_case(table.column(column))
            rest = table.slice(cut)
            if cut:
                yield first, _fresh(source, table.slice(0, cut), column, over)
                first += cut
        if rest is not None and len(rest):
            yield first, _fresh(source, rest, case_column(rest) or "", over)
    except (OSError, pa.ArrowInvalid) as error:
        raise FileProblem(source, "D142", reason=str(error).split(". ")[0].rstrip(".") or None) from None


def case_column(table: Any) -> str | None:
    """The column that names the case."""
    return next((name for name in table.column_names if CASE_KEY.get(fold(name)) == "case"), None)


def judge_file(
    policy: Policy,
    source: str | Path | Source,
    target: str | Path | None,
    *,
    as_of: Day | int,
    readings: bool = False,
    tell: Callable[[ReadCase], None] | None = None,
    seen: Callable[[Any], None] | None = None,
    rows: Rows | None = None,
) -> Counts:
    """Judges a file of cases into a file of verdicts, batch by batch; what became of the cases.

    The input is Parquet, Arrow, JSON Lines, JSON or CSV, the output Parquet or Arrow by its ending (None: none).
    `tell`: called with each case that could not be judged; `seen`: with each table of verdicts; `rows`: of Parquet, the
    rows to judge, which have to be those of whole cases. Raises Lacking without pyarrow, EcoError for a day that is
    none, OSError for a file that cannot be written.
    """
    # Asked for first, so that what is missing is told before anything is read.
    arrow()
    given = source if isinstance(source, Source) else Source(str(source), Path(source))
    day = as_of if isinstance(as_of, int) else policy.day(as_of)
    counts = Counts()
    with Writer(None if target is None else Path(target), metadata(policy, day)) as writer:
        try:
            for first, table in _given(policy, given, tell, counts, day, rows):
                result = judge_table(policy, table, as_of=day, readings=readings, file=given.name, first=first)
                counts.add(result.counts)
                for bad in result.bad if tell is not None else ():
                    tell(bad)  # type: ignore[misc]
                writer.write(result.table)
                if seen is not None:
                    seen(result.table)
        except FileProblem as found:
            counts.bad += 1
            if tell is not None:
                tell(found.read)
    return counts


class Writer:
    """A Parquet or Arrow file of verdicts, written a table at a time."""

    def __init__(self, path: Path | None, about: dict[str, str]) -> None:
        self._writer: Any = None
        self._plain = False
        if path is None:
            return
        pa = arrow()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".parquet":
            schema = output_schema(about)
            self._writer = arrow("pyarrow.parquet").ParquetWriter(path, schema, compression="zstd", compression_level=1)
        else:
            self._plain = True
            self._writer = pa.ipc.new_file(pa.OSFile(str(path), "wb"), output_schema(about, plain=True))

    def write(self, table: Any) -> None:
        """One more table."""
        if self._writer is not None:
            self._writer.write_table(without_dictionaries(table) if self._plain else table)

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._writer is not None:
            self._writer.close()


def write_cases(program: Program, cases: Iterable[Any], path: Path) -> int:
    """Writes cases as Parquet or Arrow; how many there were. Raises Lacking, OSError."""
    pa = arrow()
    count = 0
    writer: Any = None
    try:
        for table in _chunks(program, cases):
            count += table[1]
            if writer is None:
                path.parent.mkdir(parents=True, exist_ok=True)
                if path.suffix.lower() == ".parquet":
                    writer = arrow("pyarrow.parquet").ParquetWriter(path, table[0].schema, compression="zstd")
                else:
                    writer = pa.ipc.new_file(pa.OSFile(str(path), "wb"), table[0].schema)
            writer.write_table(table[0])
    finally:
        if writer is not None:
            writer.close()
    return count


def _chunks(program: Program, cases: Iterable[Any]) -> Iterator[tuple[Any, int]]:
    held: list[Any] = []
    for case in cases:
        held.append(case)
        if len(held) == BATCH_CASES:
            yield cases_table(program, held), len(held)
            held = []
    if held:
        yield cases_table(program, held), len(held)


def _given(
    policy: Policy, source: Source, tell: Callable[[ReadCase], None] | None, counts: Counts, day: int, rows: Rows | None
) -> Iterator[tuple[int, Any]]:
    if is_arrow(Path(source.name)):
        yield from batches(source, run=rows)
        return
    from ecolang_runtime.read import iter_cases

    def good() -> Iterator[Any]:
        for read in iter_cases(source, policy.names, as_of=day):
            if read.data is not None:
                yield read.data
            elif read.problems:
                counts.bad += 1
                if tell is not None:
                    tell(read)

    for table, _ in _chunks(policy.editions.names, good()):
        yield 1, table


def _tables(source: Source, rows: int, run: Rows | None) -> Iterator[Any]:
    pa = arrow()
    if Path(source.name).suffix.lower() == ".parquet":
        opened = source.path if source.path is not None else pa.BufferReader(source.content)
        columns = arrow("pyarrow.parquet").ParquetFile(opened).schema_arrow
        texts = [each.name for each in columns if each.type in (pa.string(), pa.large_string())]
        texts = [name for name in texts if CASE_KEY.get(fold(name)) != "case"]
        file = arrow("pyarrow.parquet").ParquetFile(opened, read_dictionary=texts)
        groups, place = _groups(file.metadata, run)
        for batch in file.iter_batches(batch_size=rows, row_groups=groups):
            first, last = (0, len(batch)) if run is None else (max(0, run[0] - place), min(len(batch), run[1] - place))
            place += len(batch)
            if first < last:
                yield pa.Table.from_batches([batch.slice(first, last - first)]).replace_schema_metadata(None)
        return
    opened = pa.OSFile(str(source.path)) if source.path is not None else pa.BufferReader(source.content)
    try:
        reader = pa.ipc.open_file(opened)
        found: Iterable[Any] = (reader.get_batch(place) for place in range(reader.num_record_batches))
    except pa.ArrowInvalid:
        opened.seek(0)
        found = pa.ipc.open_stream(opened)
    for batch in found:
        yield pa.Table.from_batches([batch]).replace_schema_metadata(None)


def _groups(metadata: Any, run: Rows | None) -> tuple[list[int], int]:
    """The groups of rows that a run lies in, and the row that the first of them begins with."""
    starts = [0]
    for number in range(metadata.num_row_groups):
        starts.append(starts[-1] + metadata.row_group(number).num_rows)
    if run is None:
        return list(range(metadata.num_row_groups)), 0
    groups = [n for n in range(metadata.num_row_groups) if starts[n] < run[1] and run[0] < starts[n + 1]]
    return groups, starts[groups[0]] if groups else 0


def _gathered(tables: Iterable[Any], rows: int) -> Iterator[Any]:
    """Small tables put together, up to about so many rows."""
    held: list[Any] = []
    for table in tables:
        held.append(table)
        if sum(map(len, held)) >= rows // 2:
            yield arrow().concat_tables(held)
            held = []
    if held:
        yield arrow().concat_tables(held)


def _last_case(column: Any) -> int:
    """Where the rows of the last case begin."""
    pc = arrow("pyarrow.compute")
    if len(column) < 2:
        return 0
    last = column[-1]
    if not last.is_valid:
        return len(column) - 1
    same = pc.equal(column, last)
    found = pc.index(pc.fill_null(same, False), True).as_py()
    return len(column) if found < 0 else int(found)


def _fresh(source: Source, table: Any, column: str, over: set[str]) -> Any:
    """The table, if none of its cases has been judged before. Raises FileProblem."""
    pc = arrow("pyarrow.compute")
    cells = table.column(column).combine_chunks()
    names = set(pc.unique(cells).to_pylist())
    again = names & over
    if not again and len(cells) > 1:
        changes = pc.sum(pc.fill_null(pc.not_equal(cells.slice(1), cells.slice(0, len(cells) - 1)), True)).as_py()
        if changes + 1 > len(names) and cells.null_count == 0:
            seen: set[str] = set()
            before = None
            for name in cells.to_pylist():
                if name != before and name in seen:
                    again = {name}
                    break
                seen.add(name)
                before = name
    if again:
        raise FileProblem(source, "D141", case=min(str(name) for name in again))
    over |= names
    return table
