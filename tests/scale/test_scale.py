"""One run over many workers: the same bytes, whoever works and whoever dies."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import random
import signal
from pathlib import Path

import pytest

import ecolang
from ecolang.diagnostics import Diagnostic
from ecolang_runtime.policy import Policy
from ecolang_runtime.read import Names, Source, iter_cases
from ecolang_runtime.read.json_lines import read_span, spans
from ecolang_runtime.scale.run import Engine, engine_of, judge_files
from ecolang_runtime.scale.work import Job, Part, Unfit, judge_part, part_path, policy_path, release
from tests.command import eco
from tests.runtime_io.conftest import small_program
from tests.runtime_io.test_read_files import day, reply, served

NAMES = Names(small_program())
TWO = Engine("processes", 2)


@pytest.fixture(scope="module")
def policy(artifact: Path) -> Policy:
    return ecolang.load(artifact)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory, artifact: Path) -> Path:
    """A hundred cases of the shipped regulation, two of them bad."""
    path = tmp_path_factory.mktemp("cases") / "cases.jsonl"
    assert eco("generate", artifact, "-n", 100, "--seed", 3, "-o", path).status == 0
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.insert(len(lines) // 3, "no JSON")
    lines[len(lines) // 2] = lines[len(lines) // 2][:-3]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def alone(artifact: Path, cases: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, str]:
    """What one process writes, and says."""
    path = tmp_path_factory.mktemp("alone") / "out.jsonl"
    ran = eco("run", artifact, cases, "--as-of", "2026-06-30", "--format", "json", "--no-readings", "-o", path)
    assert ran.status == 1
    return path.read_bytes(), ran.err


# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 200, 700, 10**9])
@pytest.mark.parametrize("mixed", [False, True])
def test_spans_together_are_the_file(tmp_path: Path, size: int, mixed: bool) -> None:
    rows: list[object] = []
    for number in range(12):
        rows += [served(str(number)), "" if number % 5 else "no JSON", reply(str(number))]
    if mixed:
        random.Random(size).shuffle(rows)
    path = tmp_path / "cases.jsonl"
    text = "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    source = Source("cases", path)
    whole = list(iter_cases(source, NAMES, as_of=day("2026-03-03"), form="lines"))
    cut = spans(source, size)
    assert cut is not None and (len(cut) == 1) == (size == 10**9)
    found = [each for span in cut for each in read_span(source, span, NAMES, day("2026-03-03"))]
    assert [each for each in found if each.id is not None] == [each for each in whole if each.id is not None]
    strays = [[each.problems for each in read if each.id is None] for read in (found, whole)]
    assert sorted(map(repr, strays[0])) == sorted(map(repr, strays[1]))


def test_an_engine_by_its_name() -> None:
    assert engine_of("processes") == Engine("processes") and engine_of("processes:4") == Engine("processes", 4)
    assert engine_of("dask://") == Engine("dask") and engine_of("dask://host:8786") == Engine("dask", None, "host:8786")
    assert [engine_of(text) for text in ("", "process", "processes:0", "processes:x", "dask", "ray://")] == [None] * 6


# ── processes ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_processes_write_what_one_writes(
    artifact: Path, cases: Path, alone: tuple[bytes, str], tmp_path: Path
) -> None:
    path = tmp_path / "new" / "out.jsonl"
    options = ("--as-of", "2026-06-30", "--format", "json", "--no-readings", "--engine", "processes:2")
    ran = eco("run", artifact, cases, *options, "-o", path)
    assert (ran.status, path.read_bytes(), ran.err) == (1, *alone)
    assert list(path.parent.iterdir()) == [path]


def test_in_brief(policy: Policy, artifact: Path, cases: Path, alone: tuple[bytes, str]) -> None:
    """Many workers write in brief what one writes; the stages, and how many were found, are those of the verdicts."""
    ran = eco("run", artifact, cases, "--as-of", "2026-06-30", "--format", "json", "--detail", "brief", "--no-readings")
    out = io.BytesIO()
    judge_files(
        policy, [cases], out, as_of="2026-06-30", engine=TWO, try_readings=False, detail="brief", part_bytes=20_000
    )
    assert out.getvalue().decode() == ran.out
    briefs, whole = ([json.loads(line) for line in text.splitlines()] for text in (out.getvalue(), alone[0]))
    said = [
        [(each["stage"], len(each["findings"])) for row in rows for each in row["tracks"]] for rows in (briefs, whole)
    ]
    assert said[0] == said[1]


def test_there_is_no_text_in_brief(policy: Policy, artifact: Path, cases: Path) -> None:
    ran = eco("run", artifact, cases, "--detail", "brief", "--lang", "en")
    assert (ran.status, ran.err) == (1, "--detail brief is JSON only: add --format json.\n")
    with pytest.raises(ValueError):
        judge_files(policy, [cases], io.BytesIO(), as_of="2026-06-30", form="text", detail="brief")


def test_text_and_several_files(policy: Policy, artifact: Path, cases: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"case": "x", "opened": "2025-03-03", "events": []}), encoding="utf-8")
    ran = eco("run", artifact, other, cases, "--as-of", "2026-06-30", "--no-readings")
    out = io.BytesIO()
    counts = judge_files(policy, [other, cases], out, as_of="2026-06-30", engine=TWO, try_readings=False, lang="zh",
                         form="text", part_bytes=20_000)  # fmt: skip
    assert out.getvalue().decode() == ran.out
    assert (counts.judged, counts.bad) == (100, 2)


def test_a_process_that_dies_changes_nothing(policy: Policy, cases: Path, alone: tuple[bytes, str]) -> None:
    killed: list[int] = []
    notes: list[Diagnostic] = []

    def kill(_: int) -> None:
        if not killed:
            victim = multiprocessing.active_children()[0]
            killed.append(victim.pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    out = io.BytesIO()
    counts = judge_files(policy, [cases], out, as_of="2026-06-30", engine=TWO, try_readings=False, lang="zh",
                         progress=kill, tell=notes.append, part_bytes=10_000)  # fmt: skip
    assert killed and out.getvalue() == alone[0]
    assert (counts.judged, counts.bad, len([each for each in notes if each.severity == "error"])) == (99, 2, 2)


def test_what_cannot_be_shared_out(artifact: Path, cases: Path) -> None:
    for arguments, said in (
        (("--engine", "threads"), "没有引擎“threads”"),
        (("--engine", "dask://localhost:1"), "用 -o 写出结果文件"),
    ):
        ran = eco("run", artifact, cases, *arguments)
        assert (ran.status, ran.out) == (1, "") and said in ran.err
    ran = eco("run", artifact, "-", "--engine", "processes")
    assert ran.status == 1 and "标准输入" in ran.err


# ── a worker that is not like the others ─────────────────────────────────────────────────────────────────────────


def test_a_worker_checks_release_folder_and_policy(policy: Policy, artifact: Path, cases: Path, tmp_path: Path) -> None:
    job = Job(str(tmp_path), policy.hash, release(), day("2026-06-30"), try_readings=False)
    part = Part(0, "cases", str(cases))
    with pytest.raises(Unfit):
        judge_part(job, part)
    Path(policy_path(job.folder)).write_bytes(artifact.read_bytes())
    for other in (Job(job.folder, "sha256:0", release(), 1), Job(job.folder, policy.hash, "0.0", 1)):
        with pytest.raises(Unfit) as found:
            judge_part(other, part)
        assert found.value.zh and found.value.en
    done = judge_part(job, part)
    assert (done.judged, done.bad) == (99, 2)
    first = Path(part_path(job.folder, 0)).read_bytes()
    assert judge_part(job, part) == done and Path(part_path(job.folder, 0)).read_bytes() == first
    assert sorted(each.name for each in tmp_path.iterdir()) == ["part-000000", "policy.json"]


# ── Dask ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_dask_worker_killed_in_mid_run_changes_nothing(policy: Policy, cases: Path, alone: tuple[bytes, str]) -> None:
    distributed = pytest.importorskip("distributed")
    out = io.BytesIO()
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        distributed.Client(cluster) as client,
    ):
        workers = list(client.run(os.getpid).values())
        killed: list[int] = []

        def kill(_: int) -> None:
            if not killed:
                killed.append(workers[0])
                os.kill(workers[0], signal.SIGKILL)

        counts = judge_files(policy, [cases], out, as_of="2026-06-30", try_readings=False, lang="zh", progress=kill,
                             engine=Engine("dask", None, cluster.scheduler_address), part_bytes=10_000)  # fmt: skip
    assert killed and out.getvalue() == alone[0]
    assert (counts.judged, counts.bad) == (99, 2)
