"""Tables and files of cases in, tables and files of verdicts out."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import ecolang
from ecolang_runtime.columnar import judge_file, judge_table
from ecolang_runtime.columnar.outputs import rows_table, verdict_rows
from tests.command import eco

AS_OF = "2026-06-01"


@pytest.fixture(scope="module")
def policy(artifact: Path) -> ecolang.Policy:
    return ecolang.load(artifact)


@pytest.fixture(scope="module")
def generated(artifact: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("generated") / "cases.parquet"
    assert eco("generate", artifact, "-n", 12, "-o", path).status == 0
    return path


def test_a_generated_parquet_file_holds_what_the_json_lines_hold(artifact: Path, generated: Path) -> None:
    lines = generated.with_suffix(".jsonl")
    assert eco("generate", artifact, "-n", 12, "-o", lines).status == 0
    run = ("run", artifact, "--as-of", AS_OF, "--no-readings", "--format", "json")
    assert eco(*run, generated).out == eco(*run, lines).out


def test_verdicts_of_a_file_are_those_of_its_cases(policy: ecolang.Policy, generated: Path, tmp_path: Path) -> None:
    out = tmp_path / "verdicts.parquet"
    counts = judge_file(policy, generated, out, as_of=AS_OF)
    rows = []
    for verdict in policy.evaluate_many(pq.read_table(generated), as_of=AS_OF):
        assert not isinstance(verdict, ecolang.EcoError)
        rows += verdict_rows(verdict)
    plain = [{**row, "turns_on": []} for row in rows_table(rows).to_pylist()]
    assert pq.read_table(out).to_pylist() == plain
    assert (counts.cases, counts.bad) == (12, 0)


def test_a_file_of_verdicts_says_of_which_policy(policy: ecolang.Policy, generated: Path, tmp_path: Path) -> None:
    out = tmp_path / "verdicts.arrow"
    judge_file(policy, generated, out, as_of=AS_OF)
    with pa.OSFile(str(out)) as file:
        about = pa.ipc.open_file(file).schema.metadata
    assert about[b"ecolang.policy_hash"].decode() == policy.hash
    assert about[b"ecolang.as_of"] == AS_OF.encode()


def test_a_bad_row_is_told_by_its_number_and_the_others_are_judged(policy: ecolang.Policy) -> None:
    table = pa.table({"case": ["a", "b", "b"], "event": ["送达告知书"] * 2 + ["无此事件"], "on": ["2026-03-02"] * 3})
    table = table.append_column("会议日期", pa.array(["2026-03-12"] * 3)).append_column("方式", pa.array(["直接"] * 3))
    result = judge_table(policy, table, as_of=AS_OF)
    assert [(bad.id, bad.problems[0].code, bad.problems[0].args["line"]) for bad in result.bad] == [("b", "D104", 3)]
    assert set(result.table.column("case").to_pylist()) == {"a"}


def test_a_case_whose_rows_are_apart_ends_the_reading(policy: ecolang.Policy, tmp_path: Path) -> None:
    source = tmp_path / "apart.arrow"
    rows = pa.table({"case": ["a"], "opened": ["2026-03-02"]}), pa.table({"case": ["b"], "opened": ["2026-03-02"]})
    with pa.OSFile(str(source), "wb") as sink, pa.ipc.new_file(sink, rows[0].schema) as writer:
        for table in (rows[0], rows[1], rows[0]):
            writer.write_table(table)
    told: list[str] = []
    judge_file(policy, source, None, as_of=AS_OF, tell=lambda bad: told.append(bad.problems[0].code))
    assert told == ["D141"]


def test_eco_run_writes_parquet_by_the_ending(artifact: Path, generated: Path, tmp_path: Path) -> None:
    out = tmp_path / "verdicts.parquet"
    ran = eco("run", artifact, generated, "--as-of", AS_OF, "--no-readings", "--lang", "en", "-o", out)
    assert (ran.status, "12 case(s)" in ran.err) == (0, True)
    assert len(set(pq.read_table(out).column("case").to_pylist())) == 12


def test_the_runtime_starts_without_any_library_of_columns() -> None:
    code = (
        "import sys, json, ecolang, ecolang_runtime.policy, ecolang_runtime.columnar; print(json.dumps([*sys.modules]))"
    )
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
    assert not {"numpy", "pyarrow", "numba"} & set(loaded)


def test_without_pyarrow_the_message_names_the_extra(generated: Path) -> None:
    code = (
        "import sys; sys.modules['pyarrow'] = None\n"
        "from ecolang_runtime.columnar.files import judge_file\n"
        "from ecolang_runtime.columnar import Lacking\n"
        "try:\n    judge_file(None, sys.argv[1], None, as_of=1)\n"
        "except Lacking as lacking:\n    print(lacking.extra)"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(generated)], capture_output=True, check=True, text=True)
    assert ran.stdout.strip() == "ecolang[columnar]"
