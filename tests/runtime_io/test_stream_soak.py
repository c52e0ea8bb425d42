"""Long streams in constant memory; by ./run soak."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.command import eco

#: Megabytes that a run may take at any length.
MOST = 100


def peak(arguments: list[str]) -> float:
    """Runs eco in a process of its own; the most memory that it took, in megabytes."""
    code = "from ecolang.cli import main; main()"
    pid = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-c", code, *arguments])
    _, status, used = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    return used.ru_maxrss / 1024


@pytest.mark.soak
@pytest.mark.parametrize("detail", ["full", "brief"])
@pytest.mark.parametrize("events", [100_000, int(os.environ.get("ECO_SOAK_EVENTS", "300000"))])
def test_a_long_stream_takes_no_more_memory(artifact: Path, tmp_path: Path, events: int, detail: str) -> None:
    """Made cases over and over, each time under new numbers (ECO_SOAK_EVENTS: how many events)."""
    made, path = tmp_path / "made.jsonl", tmp_path / "cases.jsonl"
    assert eco("generate", artifact, "-n", 2000, "-o", made).status == 0
    lines = made.read_text(encoding="utf-8").splitlines()
    with path.open("w", encoding="utf-8") as out:
        for turn in range(-(-events // len(lines))):
            out.writelines(line.replace('{"case": "', f'{{"case": "{turn}-', 1) + "\n" for line in lines)
    verdicts = tmp_path / "verdicts.jsonl"
    options = ["--as-of", "2040-01-01", "--no-readings", "--format", "json", "-o", str(verdicts)]
    took = peak(["run", str(artifact), str(path), "--detail", detail, *options])
    print(f"\n  {detail}: {turn * len(lines) + len(lines)} events, at most {took:.0f} MB")
    assert took < MOST
    with verdicts.open("rb") as out:
        assert sum(1 for _ in out) == 2000 * -(-events // len(lines))
