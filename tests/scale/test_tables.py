"""Parquet shared out between workers: cut between cases, and put together as if one had read it."""

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ecolang
from ecolang_runtime.columnar import judge_file
from ecolang_runtime.columnar.files import batches
from ecolang_runtime.columnar.shares import grave, shares
from ecolang_runtime.read import Source
from ecolang_runtime.scale.run import Engine, judge_files
from tests.command import eco

AS_OF = "2026-06-01"


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, artifact: Path) -> Path:
    """Thirty cases in groups of twenty rows."""
    path = tmp_path_factory.mktemp("tables") / "cases.parquet"
    assert eco("generate", artifact, "-n", 30, "--seed", 3, "-o", path).status == 0
    pq.write_table(pq.read_table(path), path, row_group_size=20)
    return path


def test_a_file_is_cut_between_cases_in_each_group_of_rows(cases: Path) -> None:
    names = pq.read_table(cases, columns=["case"]).column(0).to_pylist()
    cut = shares(Source(str(cases), cases), 40)
    assert cut is not None and len(cut) > 2
    assert [first for first, _ in cut] == [0, *(last for _, last in cut[:-1])]
    assert cut[-1][1] == len(names)
    for first, last in cut:
        assert last == len(names) or (last - first >= 40 and names[last] != names[last - 1])


def test_the_rows_of_a_share_keep_their_numbers(cases: Path) -> None:
    source, whole = Source(str(cases), cases), pq.read_table(cases)
    for run in shares(source, 40) or ():
        (first, _), *_ = found = list(batches(source, run=run))
        names = [name for _, table in found for name in table.column("case").to_pylist()]
        assert (first - 1, names) == (run[0], whole.column("case").to_pylist()[slice(*run)])


def test_a_file_whose_cases_come_back_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "apart.parquet"
    pq.write_table(pa.table({"case": ["a", "b", "a", "c"]}), path, row_group_size=1)
    assert shares(Source(str(path), path), 1) is None


def test_many_workers_write_the_tables_and_lines_of_one(artifact: Path, cases: Path, tmp_path: Path) -> None:
    policy, two = ecolang.load(artifact), Engine("processes", 2)
    alone, together, lines = tmp_path / "alone.parquet", tmp_path / "together.parquet", io.BytesIO()
    judge_file(policy, cases, alone, as_of=AS_OF)
    asked = {"as_of": AS_OF, "engine": two, "try_readings": False, "part_bytes": 4_000}
    counts = judge_files(policy, [cases], together, form="table", fail_on="violation", **asked)  # type: ignore[arg-type]
    assert pq.read_table(together).to_pylist() == pq.read_table(alone).to_pylist()
    assert pq.read_schema(together).equals(pq.read_schema(alone), check_metadata=True)
    assert (counts.judged, counts.bad) == (30, 0)
    assert counts.failing == grave(pq.read_table(alone), ["violation"]) > 0
    judge_files(policy, [cases], lines, **asked)  # type: ignore[arg-type]
    one = eco("run", artifact, cases, "--as-of", AS_OF, "--no-readings", "--format", "json")
    assert lines.getvalue().decode() == one.out
