"""`eco run` of a compiled policy: without click, lark, attrs and networkx, and to the same effect as with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ecolang.cli.group import run_group
from ecolang.cli.quick import task_of
from tests.cli.test_frame import environment
from tests.command import PLAIN, XPCC, eco

CLEAN, LATE = XPCC / "samples" / "clean.jsonl", XPCC / "samples" / "late.jsonl"

NOT_NEEDED = (
    "lark", "attr", "networkx", "click", "rich", "graphviz", "ecolang_compiler", "dataclasses", "inspect", "hashlib",
    "pathlib", "tomllib", "tempfile", "csv", "threading", "orjson",
)  # fmt: skip


@pytest.fixture(scope="module")
def artifact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("artifact") / "measures.json"
    assert eco("compile", XPCC, "-o", path).status == 0
    return path


def test_a_run_imports_only_what_it_needs(artifact: Path) -> None:
    code = (
        "import sys; from ecolang.cli import main; "
        f"main(['run', {str(artifact)!r}, {str(LATE)!r}, '--as-of', '2025-09-10', '-o', {str(artifact) + '.out'!r}]); "
        f"print([name for name in {NOT_NEEDED} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, env=environment())
    assert (ran.stdout, ran.returncode) == ("[]\n", 0), ran.stderr


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--as-of", "2025-06-20"),
        ("--as-of=2025-06-20", "--full"),
        ("--as-of", "2025年6月20日", "--lang", "en"),
        ("--as-of", "2025-06-20", "--format", "json", "--no-readings"),
        ("--as-of", "2025-06-20", "--format", "json", "--detail", "brief"),
        ("--as-of", "2025-06-20", "--detail", "brief"),
        ("--as-of", "2025-06-20", "--reading", "工作日的范围=全国工作日"),
        ("--as-of", "2025-06-20", "--reading=无此理解=甲"),
        ("--as-of", "2025-06-20", "--fail-on", "violation"),
        ("--as-of", "the day after"),
        ("--as-of",),
        ("--format", "yaml"),
        ("--formt", "json"),
        ("--help",),
        ("--", "nowhere.jsonl"),
    ],
    ids=lambda options: " ".join(options),
)
def test_it_says_what_the_verb_says(
    artifact: Path, options: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in PLAIN.items():
        monkeypatch.setenv(name, value)
    line = ["run", str(artifact), str(LATE), *options]
    quick = eco(*line)
    status = run_group(line)
    whole = capsys.readouterr()
    assert (quick.status, quick.out, quick.err) == (status, whole.out, whole.err)


def test_what_is_left_to_the_verb(artifact: Path) -> None:
    plain = [str(artifact), "a.jsonl"]
    assert task_of(plain) is not None
    for others in (
        ["-h"],
        ["--version", "2023"],
        ["--issued=2025-01-01"],
        ["-oa"],
        ["--calendars", "."],
        ["--out", "a"],
    ):
        assert task_of([*plain, *others]) is None
    assert task_of([str(artifact)]) is None and task_of([str(XPCC), "a.jsonl"]) is None


def test_the_last_of_an_option_given_twice_holds(artifact: Path) -> None:
    task = task_of(["--format", "json", str(artifact), "-", "--reading", "a=b", "--format=text", "--reading", "c=d"])
    assert task is not None
    assert (task.form, task.cases, task.readings) == ("text", ("-",), ("a=b", "c=d"))
