"""A Parquet file shared out between workers: runs of its rows, and verdicts handed on as a stream of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ecolang_runtime.columnar.batch import Counts
from ecolang_runtime.columnar.files import Rows, case_column, judge_file
from ecolang_runtime.columnar.needs import arrow
from ecolang_runtime.policy import Policy
from ecolang_runtime.read.case import ReadCase
from ecolang_runtime.read.source import Source

#: Rows of a share at least: fewer do not pay for beginning the kernel.
LEAST = 1 << 16


def shares(source: Source, least: int) -> list[Rows] | None:
    """Runs of rows of whole cases, each of `least` rows or more, cut at the first new case of a group of rows.

    None for a file that is read as one: no Parquet, cases that come back later, or one that cannot be read, which
    whoever reads it tells.
    """
    if source.path is None or Path(source.name).suffix.lower() != ".parquet":
        return None
    pa, parquet = arrow(), arrow("pyarrow.parquet")
    try:
        file = parquet.ParquetFile(source.path)
        starts = np.cumsum([0, *(file.metadata.row_group(n).num_rows for n in range(file.num_row_groups))])
        name = case_column(file.schema_arrow.empty_table())
        if name is None or file.num_row_groups < 2:
            return None
        heads = _heads(file.read(columns=[name]).column(0))
    except (OSError, pa.ArrowInvalid):
        return None
    if heads is None:
        return None
    cuts = [0]
    for start in starts[1:-1].tolist():
        place = int(np.searchsorted(heads, start))
        if place < len(heads) and heads[place] - cuts[-1] >= least:
            cuts.append(int(heads[place]))
    return list(zip(cuts, [*cuts[1:], int(starts[-1])], strict=True))


def _heads(column: Any) -> Any:
    """The first rows of the cases; None where the rows of a case do not stand together."""
    pc = arrow("pyarrow.compute")
    if column.null_count or len(column) < 2:
        return None
    coded = column.dictionary_encode().unify_dictionaries()
    codes = np.concatenate([chunk.indices.to_numpy() for chunk in coded.chunks])
    heads = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    return heads if len(heads) == pc.count_distinct(column).as_py() else None


def judge_share(
    policy: Policy,
    source: Source,
    rows: Rows | None,
    target: str,
    *,
    as_of: int,
    readings: bool,
    worst: Sequence[str],
    tell: Callable[[ReadCase], None],
) -> tuple[Counts, int]:
    """Judges a share of a file into a stream of tables; what became of the cases, and how many have a finding of one
    of these degrees. Raises Lacking, OSError."""
    pa = arrow()
    failing = 0
    with pa.OSFile(target, "wb") as file:
        writer: Any = None

        def seen(table: Any) -> None:
            nonlocal failing, writer
            failing += grave(table, worst)
            if writer is None:
                writer = pa.ipc.new_stream(file, table.schema)
            writer.write_table(table)

        counts = judge_file(policy, source, None, as_of=as_of, readings=readings, tell=tell, seen=seen, rows=rows)
        if writer is not None:
            writer.close()
    return counts, failing


def tables(path: str) -> Iterator[Any]:
    """The tables of verdicts of a share."""
    pa = arrow()
    with pa.OSFile(path, "rb") as file:
        if file.size():
            for batch in pa.ipc.open_stream(file):
                yield pa.Table.from_batches([batch])


def grave(table: Any, worst: Sequence[str]) -> int:
    """How many cases of a table of verdicts have a finding of one of these degrees."""
    if not worst:
        return 0
    pa, pc = arrow(), arrow("pyarrow.compute")
    found = table.column("findings").combine_chunks()
    found = found.chunk(0) if isinstance(found, pa.ChunkedArray) else found
    degrees = found.flatten().field("degree").cast(pa.string())
    meant = pc.is_in(degrees, value_set=pa.array(list(worst))).to_numpy(zero_copy_only=False)
    rows = pc.list_parent_indices(found).to_numpy()[meant]
    return len(pc.unique(table.column("case").take(pa.array(np.unique(rows)))))
