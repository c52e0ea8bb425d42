"""The wheel in an empty environment that holds what `pip install ecolang` brings and nothing else; no network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.command import PLAIN, ROOT, XPCC


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "SYSTEMROOT", "TMPDIR")}
    # Nothing of the system: no `dot`, no Python of its own.
    environment = {**kept, **PLAIN, "PATH": "", "PYTHONUTF8": "1", "PIP_NO_INDEX": "1", "PIP_NO_INPUT": "1"}
    return subprocess.run(
        [str(each) for each in arguments], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def needed(requirements: list[str]) -> set[str]:
    """The names of the distributions that these require, and those that they require in turn, without extras."""
    found: set[str] = set()
    waiting = [Requirement(each) for each in requirements]
    while waiting:
        wanted = waiting.pop()
        if wanted.name in found or (wanted.marker is not None and not wanted.marker.evaluate({"extra": ""})):
            continue
        found.add(wanted.name)
        waiting += map(Requirement, metadata.requires(wanted.name) or ())
    return found


def link(distribution: str, folder: Path) -> None:
    """Puts what a distribution installed into a folder, by reference."""
    for file in metadata.files(distribution) or ():
        top = file.parts[0]
        if top not in ("..", "__pycache__") and not (folder / top).exists():
            (folder / top).symlink_to(Path(str(file.locate())).parents[len(file.parts) - 1] / top)


@dataclass(frozen=True)
class Installed:
    wheel: Path
    python: Path
    eco: Path
    site: Path
    #: A working directory far from the project.
    elsewhere: Path


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel, built and installed."""
    place = tmp_path_factory.mktemp("packaging")
    built = run(sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps", "-q", "-w", place, ROOT,
                cwd=place)  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = place.glob("ecolang-*.whl")
    made = run(sys.executable, "-m", "venv", "--without-pip", place / "env", cwd=place)
    assert made.returncode == 0, made.stderr
    bin_ = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    python = bin_ / ("python.exe" if os.name == "nt" else "python")
    put = run(sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", wheel, cwd=place)
    assert put.returncode == 0, put.stderr
    (site,) = (place / "env").rglob("site-packages")
    outer = place / "outer"
    outer.mkdir()
    own = next(site.glob("ecolang-*.dist-info"))
    for name in needed(metadata.PathDistribution(own).requires or []):
        link(name, outer)
    (site / "outer.pth").write_text(f"{outer}\n", encoding="utf-8")
    (place / "elsewhere").mkdir()
    return Installed(wheel, python, bin_ / ("eco.exe" if os.name == "nt" else "eco"), site, place / "elsewhere")


def test_the_wheel_carries_the_policies_and_nothing_of_the_workshop(installed: Installed) -> None:
    names = set(zipfile.ZipFile(installed.wheel).namelist())
    shipped = {
        f"ecolang/_data/policies/{path.relative_to(ROOT / 'policies').as_posix()}"
        for folder in ("calendars", XPCC.name)
        for path in (ROOT / "policies" / folder).rglob("*")
        if path.is_file()
    }
    assert shipped <= names
    assert {name.partition("/")[0] for name in names if ".dist-info" not in name} == {
        "ecolang", "ecolang_compiler", "ecolang_runtime",
    }  # fmt: skip
    assert {"ecolang/py.typed", "ecolang/cli/starter/en.eco", "ecolang_compiler/syntax/grammar/zh.lark"} <= names
    assert "ecolang_compiler/syntax/grammar/zh.json" in names


def test_the_installed_package_is_the_one_that_runs(installed: Installed) -> None:
    code = "import ecolang, ecolang_compiler, ecolang_runtime as r; print(ecolang.__file__, r.__file__)"
    done = run(installed.python, "-c", code, cwd=installed.elsewhere)
    assert done.returncode == 0, done.stderr
    assert all(Path(each).is_relative_to(installed.site) for each in done.stdout.split())


def test_the_shipped_policy_is_checked_from_another_folder(installed: Installed) -> None:
    policy = installed.site / "ecolang" / "_data" / "policies" / XPCC.name
    done = run(installed.eco, "check", policy, "--format", "json", cwd=installed.elsewhere)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["diagnostics"] == [] and json.loads(done.stdout)["coverage"]["percent"] == 100


def test_a_policy_copied_elsewhere_finds_the_calendars(installed: Installed) -> None:
    folder = installed.elsewhere / "办法"
    shutil.copytree(XPCC, folder)
    done = run(installed.eco, "run", folder, folder / "samples" / "late.jsonl", "--as-of", "2025-06-18", "--format",
               "json", "--no-readings", cwd=installed.elsewhere)  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Served on 5 June 2025; 6, 9 and 10 June are days off in Xinjiang alone: 11, 12, 13, 16, 17 are days 1 to 5.
    late = [each for each in json.loads(done.stdout)["tracks"][0]["findings"] if each["kind"] == "overdue"]
    assert [each["due"] for each in late] == ["2025-06-17"]


def test_a_new_policy_checks_and_tests(installed: Installed) -> None:
    for arguments in (("new", "新"), ("check", "新", "--fail-level", "note"), ("test", "新"), ("fmt", "--check", "新")):
        done = run(installed.eco, *arguments, cwd=installed.elsewhere)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)


def test_a_drawing_without_its_extra_says_what_to_install(installed: Installed) -> None:
    run(installed.eco, "new", "图", cwd=installed.elsewhere)
    text = run(installed.eco, "draw", "图", "--format", "dot", cwd=installed.elsewhere)
    assert text.returncode == 0 and text.stdout.startswith("digraph")
    picture = run(installed.eco, "draw", "图", "-o", "图.png", cwd=installed.elsewhere)
    assert picture.returncode == 1 and "ecolang[draw]" in picture.stderr and "Traceback" not in picture.stderr
