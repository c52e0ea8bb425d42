"""Lines in brief from the kernel are those of the ordinary engine, byte for byte."""

import io
import json
from pathlib import Path
from random import Random

import pytest

import ecolang
from ecolang_runtime.columnar import brief_file
from ecolang_runtime.read import ReadCase, iter_cases, json_quick
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


# ── lines that are not as every program writes them ──────────────────────────────────────────────────────────────


def spoilt(lines: list[bytes], rng: Random) -> list[bytes]:
    """The lines with some that are odd or wrong: other days, keys, types and names, lines out of place or twice."""
    found = list(lines)
    for _ in range(12):
        place = rng.randrange(len(found))
        try:
            row = json.loads(found[place])
        except ValueError:
            continue
        if not isinstance(row, dict) or not row:
            continue
        key = rng.choice(list(row))
        way = rng.randrange(12)
        if way == 0:
            row[key] = rng.choice(
                [None, "", " ", [], {}, 3, 1.5, True, "2025年3月5日", "2025-02-30", "无此", ["甲", "甲"], {"x": 1}]
            )
        elif way == 1:
            row.pop(key)
        elif way == 2:
            row["on"] = f"{rng.randrange(2020, 2030)}-0{rng.randrange(1, 10)}-1{rng.randrange(10)}"
        elif way == 3:
            row["at"] = rng.choice(["10:30", "25:00", 10])
        elif way == 4:
            row[rng.choice(["案件", "事件", "日期", "无此字段", "received", "part", "ground", "steps"])] = rng.choice(
                ["x", 1, ["x"]]
            )
        elif way == 5:
            row["by"] = rng.choice(["义务人1", ["权利人"], [" 权利人"], ["无此人"], "权利人、义务人1"])
        elif way == 6:
            row["party"] = rng.choice(["义务人1", ["义务人2"], ["无此人"], [" 义务人1 "]])
        elif way == 7 and isinstance(row.get("fields"), dict):
            row.update(row.pop("fields"))
        elif way == 8 and isinstance(row.get("fields"), dict) and row["fields"]:
            name = rng.choice(list(row["fields"]))
            row["fields"][name] = rng.choice([None, "", "是", 0, 1 << 70, 1.0, "2025-01-05", "2025/1/5", ["x"], "无此"])
        elif way == 9:
            found.insert(rng.randrange(len(found)), found[place])
            continue
        elif way == 10:
            found[place], found[place - 1] = found[place - 1], found[place]
            continue
        else:
            found[place] = rng.choice(
                [b"{", b"\n", b"[]\n", b"\xff\xfe\n", found[place].replace(b'"on"', b'"on":"2025-01-01","on"')]
            )
            continue
        found[place] = json.dumps(row, ensure_ascii=False).encode() + b"\n"
    return found


@pytest.mark.parametrize("seed", range(6))
def test_spoilt_lines(
    artifact: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, made: list[bytes]
) -> None:
    monkeypatch.setattr(json_quick, "WORTHWHILE", 0)
    policy, path, out = ecolang.load(artifact), tmp_path / "cases.jsonl", io.BytesIO()
    path.write_bytes(b"".join(spoilt(made, Random(seed))))
    told: list[ReadCase] = []
    counts, _ = brief_file(policy, path, out, as_of="2025-06-01", tell=told.append, kernel=True)
    lines, notes = [], []
    for read in iter_cases(path, policy.names, as_of=policy.day("2025-06-01")):
        notes += [*read.problems, *read.notes]
        if read.data is not None:
            lines.append(policy.json_line(policy.brief(read.data, "2025-06-01", try_readings=False)))
    assert out.getvalue() == b"".join(lines)
    assert [note for read in told for note in (*read.problems, *read.notes)] == notes
    assert counts.columnar > 10


@pytest.fixture(scope="module")
def made(artifact: Path, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    path = tmp_path_factory.mktemp("made") / "cases.jsonl"
    assert eco("generate", artifact, "-n", 40, "--seed", 9, "-o", path).status == 0
    return path.read_bytes().splitlines(keepends=True)
