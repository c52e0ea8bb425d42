"""Lines in brief from the kernel are those of the ordinary engine, byte for byte."""

import io
import json
from pathlib import Path

import pytest

import ecolang
from ecolang_runtime.columnar import brief_file
from ecolang_runtime.read import ReadCase, iter_cases
from tests.command import eco
from tests.compiled.engines import POLICIES, SHIPPED

AS_OF = "2026-06-01"
WORST = ("violation",)


@pytest.fixture(scope="module", params=SHIPPED)
def policy(request: pytest.FixtureRequest) -> ecolang.Policy:
    return ecolang.load(POLICIES / request.param)


@pytest.fixture(scope="module")
def files(policy: ecolang.Policy, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same made cases as lines and as Parquet; the lines with one that is broken."""
    folder = tmp_path_factory.mktemp("cases")
    for path in (folder / "cases.jsonl", folder / "cases.parquet"):
        assert eco("generate", policy.path, "-n", 14, "--seed", 5, "-o", path).status == 0
    with open(folder / "cases.jsonl", "a", encoding="utf-8") as file:
        file.write("no JSON\n")
    return folder / "cases.jsonl", folder / "cases.parquet"


def wanted(policy: ecolang.Policy, path: Path) -> tuple[bytes, int]:
    """The lines one by one, and how many cases have a violation."""
    lines, failing = [], 0
    for read in iter_cases(path, policy.names):
        if read.data is None:
            continue
        try:
            brief = policy.brief(read.data, AS_OF, try_readings=False)
        except ecolang.EcoError:
            continue
        lines.append(policy.json_line(brief))
        failing += any(found.degree in WORST for found in brief.findings)
    return b"".join(lines), failing


@pytest.mark.parametrize("kernel", [True, False])
def test_of_lines_and_of_parquet(policy: ecolang.Policy, files: tuple[Path, Path], kernel: bool) -> None:
    for path in files:
        out, told = io.BytesIO(), list[ReadCase]()
        counts, failing = brief_file(policy, path, out, as_of=AS_OF, tell=told.append, worst=WORST, kernel=kernel)
        assert (out.getvalue(), failing) == wanted(policy, path)
        assert counts.cases == 14 + (path.suffix == ".jsonl")
        assert counts.bad == sum(any(each.severity == "error" for each in read.problems) for read in told)
        assert (counts.columnar > 0) == (kernel and not policy.versions.several)


def test_eco_run_writes_them(artifact: Path, tmp_path: Path) -> None:
    cases, out = tmp_path / "cases.jsonl", tmp_path / "new" / "out.jsonl"
    assert eco("generate", artifact, "-n", 12, "-o", cases).status == 0
    options = ("--as-of", AS_OF, "--no-readings", "--format", "json", "--detail", "brief", "--fail-on", "note")
    plain = eco("run", artifact, cases, *options)
    assert eco("run", artifact, cases, *options, "--engine", "columnar", "-o", out).status == plain.status == 3
    assert out.read_text(encoding="utf-8") == plain.out
    assert [json.loads(line)["case"] for line in plain.out.splitlines()] == [f"{n:05}" for n in range(1, 13)]


def test_readings_are_compared_one_by_one(artifact: Path, tmp_path: Path) -> None:
    policy, cases, out = ecolang.load(artifact), tmp_path / "cases.jsonl", io.BytesIO()
    assert eco("generate", artifact, "-n", 3, "-o", cases).status == 0
    counts, _ = brief_file(policy, cases, out, as_of=AS_OF, readings=True, kernel=True)
    briefs = [policy.brief(read.data, AS_OF).to_json() for read in iter_cases(cases, policy.names) if read.data]
    assert [json.loads(line) for line in out.getvalue().splitlines()] == briefs
    assert dict(counts.why) == {"readings are compared": 3}


def test_whole_verdicts_are_refused_by_name(artifact: Path, tmp_path: Path) -> None:
    options = ("--engine", "columnar", "--format", "json", "--lang", "en", "-o", tmp_path / "out.jsonl")
    ran = eco("run", artifact, "-", *options)
    assert ran.status == 1
    assert "JSON in brief only: add --detail brief" in ran.err
