"""What holds for every verb: help, wrong usage, language, pipes, progress, our own failures."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecolang.cli.group import VERBS
from ecolang.cli.progress import Progress
from tests.command import PLAIN, ROOT, XPCC, eco

#: The command that the environment of the tests installed.
ECO = Path(sys.executable).with_name("eco")
SAMPLE = XPCC / "samples" / "late.jsonl"


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    return {**kept, "PYTHONPATH": f"{ROOT}:{ROOT / 'compiler'}:{ROOT / 'runtime'}", **PLAIN, **more}


# ── usage ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_help_names_every_verb() -> None:
    ran = eco("--help")
    assert ran.status == 0 and ran.err == ""
    for verb in VERBS:
        assert verb in ran.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    ran = eco(verb, "--help")
    assert ran.status == 0 and VERBS[verb][0] in ran.out


def test_without_a_verb_the_help_is_an_error() -> None:
    ran = eco()
    assert (ran.status, ran.out) == (1, "") and "check" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek",), "没有命令“chek”，是不是 check？"),
        (("xyzzy",), "没有命令“xyzzy”，可以用：check、run"),
        (("check",), "缺少 POLICY。"),
        (("run", XPCC), "缺少 CASES。"),
        (("check", XPCC, "--formt", "json"), "没有选项 --formt，是不是 --format？"),
        (("check", XPCC, "--format"), "选项 --format 的写法不对，后面要有一个值。"),
        (("check", XPCC, "--format", "yaml"), "--format 的值不对，可以写：text、json、github、sarif。"),
        (("check", XPCC, "--lang", "fr"), "--lang 的值不对，可以写：zh、en。"),
        (("explain", "E101", "E102"), "多了参数：E102"),
        (("--nope",), "没有选项 --nope。"),
    ],
    ids=lambda value: " ".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_wrong_usage_has_status_1(arguments: tuple[object, ...], said: str) -> None:
    ran = eco(*arguments)
    assert (ran.status, ran.out) == (1, "") and said in ran.err


def test_wrong_usage_in_english() -> None:
    ran = eco("check", "--lang", "en", "--formt")
    assert ran.status == 1 and "No such option" in ran.err and "usage: eco check --help" in ran.err
    assert "did you mean check?" in eco("chek", "--lang=en").err


def test_the_version() -> None:
    ran = eco("--version")
    assert ran.status == 0 and ran.out.startswith("eco, version ")


# ── language ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("variables", "word"),
    [
        ({"ECO_LANG": "en", "LANG": "zh_CN.UTF-8"}, "not found"),
        ({"ECO_LANG": "", "LANG": "en_GB.UTF-8"}, "not found"),
        ({"ECO_LANG": "", "LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "找不到"),
        ({"ECO_LANG": "", "LANG": "C"}, "找不到"),
    ],
    ids=str,
)
def test_the_language_comes_from_the_surroundings(variables: dict[str, str], word: str, tmp_path: Path) -> None:
    code = "import sys; from ecolang.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(tmp_path / "x.eco")],
        env=environment(**variables),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1 and word in done.stderr.decode()


# ── in a process of its own ──────────────────────────────────────────────────────────────────────────────────────


def test_the_installed_command(artifact: Path) -> None:
    """Chinese comes out whatever the encoding of the console is."""
    done = subprocess.run(
        [ECO, "run", artifact, SAMPLE, "--as-of", "2025-09-10", "--no-readings", "--fail-on", "violation"],
        env=environment(PYTHONIOENCODING="ascii", LC_ALL="C"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 3
    assert "待再次磋商" in done.stdout.decode("utf-8") and done.stderr == b""


def test_a_reader_that_stops_reading_is_no_failure(artifact: Path) -> None:
    """Sixty verdicts are more than a pipe holds."""
    with subprocess.Popen(
        [ECO, "run", artifact, *[SAMPLE] * 60, "--as-of", "2025-09-10", "--no-readings", "--full"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline().decode().startswith("案件")
        process.stdout.close()
        said = process.stderr.read().decode()
        assert process.wait(timeout=60) == 0
    assert "Traceback" not in said and "BrokenPipe" not in said


def test_our_own_failure_is_said_without_a_traceback(tmp_path: Path) -> None:
    """A module that cannot be imported stands for any slip of ours."""
    code = (
        "import sys\n"
        "sys.modules['ecolang_compiler.pipeline'] = None\n"
        "from ecolang.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    policy = tmp_path / "a.eco"
    policy.write_text("《甲》\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", code, "check", str(policy)], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 1
    said = done.stderr.decode()
    assert "eco 自身出错了" in said and "ECO_DEBUG=1" in said and "Traceback" not in said


def test_what_was_registered_for_the_end_is_done(artifact: Path) -> None:
    """The process ends without being taken apart, which takes longer than a verdict."""
    code = (
        "import atexit, sys\n"
        "from ecolang.cli import main\n"
        "atexit.register(lambda: print('end'))\n"
        f"sys.argv = ['eco', 'run', {str(artifact)!r}, {str(SAMPLE)!r}, '--as-of', '2025-09-10', '--fail-on', 'note']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (3, b"") and done.stdout.endswith(b"end\n")
    assert done.stdout.startswith("案件".encode())


def test_other_threads_are_waited_for() -> None:
    code = (
        "import sys, threading\n"
        "from ecolang.cli import main\n"
        "threading.Thread(target=lambda: (threading.main_thread().join(), print('end'))).start()\n"
        "sys.argv = ['eco', '--version']\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"") and done.stdout.endswith(b"end\n")


# ── progress ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Terminal(io.StringIO):
    """A standard error that is a terminal."""

    def isatty(self) -> bool:
        return True


def counted(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr("ecolang.cli.progress.FIRST", 0.0)
    monkeypatch.setattr("ecolang.cli.progress.BETWEEN", 0.0)
    progress = Progress(lambda n: f"{n} done", quiet=quiet)
    progress.step()
    progress.step()
    progress.clear()
    return stream.getvalue()


def test_progress_is_one_line_that_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(monkeypatch, Terminal()) == "\r\x1b[K1 done\r\x1b[K2 done\r\x1b[K"


def test_no_progress_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(monkeypatch, io.StringIO()) == ""


def test_no_progress_among_results(monkeypatch: pytest.MonkeyPatch) -> None:
    assert counted(monkeypatch, Terminal(), quiet=True) == ""


def test_short_work_shows_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    progress = Progress(str)
    progress.step()
    progress.clear()
    assert stream.getvalue() == ""
