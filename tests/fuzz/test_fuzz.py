"""No input makes anything but a message: the corpus in each test run, and for as long as one likes by `./run soak`."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT
from tests.fuzz.inputs import CORPUS
from tests.fuzz.kinds import KINDS, of_corpus, tried
from tests.soak import SECONDS, STATE, long_run, seeds

_STATUS = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/")


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.name)
def test_an_input_of_the_corpus_is_told_and_never_raised(path: Path) -> None:
    assert list(tried(*of_corpus(path)))


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
@seeds
def test_any_input_is_told_and_never_raised(number: int, kind: str) -> None:
    if importlib.util.find_spec("atheris") is not None:
        guided(kind, number)
    else:
        print(
            "\n  inputs are changed by chance alone; those that reach further: pip install 'ecolang[fuzz]'", flush=True
        )
        by_chance(kind, number)


def guided(kind: str, number: int) -> None:
    """A run that looks for what no input reached before, for so many seconds of the processor."""
    if os.environ.get("ECO_SOAK_RESUME") != "1":
        shutil.rmtree(STATE / f"fuzz-{kind}", ignore_errors=True)
    working = STATE / f"fuzz-{kind}"
    working.mkdir(parents=True, exist_ok=True)
    before = len(list(working.iterdir()))
    log = STATE / f"fuzz-{kind}.{number}.log"
    path = os.pathsep.join(map(str, (ROOT, ROOT / "compiler", ROOT / "runtime")))
    with log.open("wb") as stream:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.fuzz.guided", kind, str(number), str(SECONDS)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            stdout=stream,
            stderr=stream,
            check=False,
        )
    said = log.read_text(encoding="utf-8", errors="replace")
    told = STATE / f"fuzz-{kind}.{number}.json"
    assert told.exists(), f"{log}\n{said[-3000:]}"
    done = json.loads(told.read_text(encoding="utf-8"))
    status = [tuple(map(int, found.groups())) for found in _STATUS.finditer(said)]
    cov, features, corpus = status[-1] if status else (0, 0, 0)
    first = next(iter(re.findall(r"INITED cov: \d+ ft: (\d+)", said)), "0")
    new = len(list(working.iterdir())) - before
    covered = ", ".join(f"{what} {count}" for what, count in sorted(done["covered"].items()))
    print(
        f"\n  soak fuzz-{kind}, seed {number}: {done['seconds']:.0f} s of CPU, {done['executions']} executions"
        f" ({done['executions'] / done['seconds']:.1f} a second), {cov} edges, {features} features (at first {first}),"
        f" corpus {corpus} (new {new}); {covered}",
        flush=True,
    )
    assert not done["found"], said[said.index("\n===") :][:6000]
    assert ended.returncode == 0, said[-3000:]


def by_chance(kind: str, number: int) -> None:
    """A run of rounds in each of which something else is changed."""

    def one_round(seed: int) -> list[str]:
        name, data = KINDS[kind].fresh(random.Random(seed))
        try:
            return list(tried(name, data))
        except Exception:
            (CORPUS / f"{kind}-{hashlib.sha256(data).hexdigest()[:8]}.{name}").write_bytes(data)
            raise

    long_run(f"fuzz-{kind}", number, one_round)
