"""What is done with an input: everything that a reader could ask for. An error is told; none is raised."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path

import ecolang
from ecolang import artifact, draw
from ecolang.cli.proofs import prove_all
from ecolang.diagnostics import render_github, render_text, to_json
from ecolang.diagnostics.sarif import render_sarif
from ecolang.errors import EcoError
from ecolang.program import Program
from ecolang_compiler.pipeline import compile_text
from ecolang_compiler.syntax.fmt import format_text
from ecolang_runtime.case import CaseData
from ecolang_runtime.casetest import run_tests
from ecolang_runtime.policy import Policy
from ecolang_runtime.read import Source, read

#: Longest time of one operation, in seconds of this process: other work of the machine does not count.
MOST_SECONDS = 2.0
AS_OF = date(2026, 4, 30).toordinal()
BASE = Path(__file__).parents[1] / "goldens" / "base" / "zh"


class TooLong(Exception):
    """An operation did not end in time."""


@contextmanager
def limited(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Stops what takes longer."""

    def stop(*_: object) -> None:
        raise TooLong(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def try_policy(text: str) -> Iterator[str]:
    """Checks, formats, draws and runs a policy; what it came to."""
    with limited():
        compiled = compile_text(text, "fuzz.eco")
    with limited():
        for lang in ("zh", "en"):
            render_text(compiled.diagnostics, compiled.sources, lang)  # type: ignore[arg-type]
            json.dumps([to_json(each, lang, compiled.sources) for each in compiled.diagnostics])  # type: ignore[arg-type]
        render_github(compiled.diagnostics, compiled.sources, "zh")
        render_sarif(compiled.diagnostics, compiled.sources, "en", "1")
    yield from sorted({each.code for each in compiled.diagnostics})
    with limited():
        once, _ = format_text(text, "fuzz.eco")
    if once is not None:
        with limited():
            assert format_text(once, "fuzz.eco")[0] == once
        yield "formatted"
    program = compiled.program
    if program is None:
        return
    yield "compiled"
    with limited():
        draw.dot(program)
    with limited():
        run_tests(program)
    with limited():
        again = artifact.loads(artifact.dumps(program))
        assert isinstance(again, Program)
    if not compiled.has_errors and len(text) < 6000:
        with limited():
            prove_all(program, None)
        yield "proved"


@cache
def policy() -> Policy:
    """The policy of the goldens."""
    return ecolang.load(BASE)


@cache
def artifact_text() -> str:
    """The same as an artifact."""
    program = compile_text((BASE / "办法.eco").read_text(encoding="utf-8")).program
    assert program is not None
    return artifact.dumps(program)


def try_cases(name: str, data: bytes) -> Iterator[str]:
    """Reads a file of cases and judges what could be read."""
    with limited():
        result = read(Source(name, content=data), policy().program)
    yield from sorted({each.code for bad in result.bad for each in bad.problems})
    yield from judged(policy(), result.cases)


def judged(policy: Policy, cases: Iterable[CaseData]) -> Iterator[str]:
    """Judges cases, and writes the judgements out."""
    for case in cases:
        with limited():
            try:
                verdict = policy.judge(case, AS_OF)
            except EcoError as error:
                yield from (each.code for each in error.diagnostics)
                continue
        policy.text(verdict, "zh")
        yield "judged"


def try_artifact(data: bytes) -> Iterator[str]:
    """Loads an artifact, which is refused or is the one that was written; and once more without its digests, which
    would keep every change from being looked at."""
    with limited():
        loaded = artifact.loads(data)
    if isinstance(loaded, artifact.ArtifactError):
        assert loaded.message("zh") and loaded.message("en")
        yield f"refused {loaded.kind}"
    else:
        with limited():
            draw.dot(loaded)
        yield "loaded"
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return
    if isinstance(value, dict):
        bare = {key: each for key, each in value.items() if key not in ("hash", "seal")}
        with limited():
            read = artifact.from_json(bare)
        if isinstance(read, artifact.ArtifactError):
            assert read.message("zh") and read.message("en")
            yield f"read: {read.kind}"
        else:
            with limited():
                assert artifact.loads(artifact.dumps(read)) == read
            yield "read"
