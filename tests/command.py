"""The command `eco` as a user meets it, run in this process: its exit status and what it writes to both streams."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ecolang.cli import main

ROOT = Path(__file__).resolve().parents[1]
XPCC = ROOT / "policies" / "xpcc-consultation"
#: Chinese, without colours, whatever the machine of the test says.
PLAIN = {"ECO_LANG": "zh", "NO_COLOR": "1", "COLUMNS": "110", "TERM": "dumb"}


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


def eco(*arguments: object, stdin: bytes = b"") -> Ran:
    """Runs `eco` with these arguments."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    given = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", given)
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "ECO_DEBUG"):
            patch.delenv(name, raising=False)
        for name, value in PLAIN.items():
            patch.setenv(name, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main([str(each) for each in arguments])
    texts = []
    for stream in (out, err):
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        texts.append(buffer.getvalue().decode("utf-8"))
    assert "Traceback" not in texts[1]
    return Ran(status, *texts)


def change(policy: Path, old: str, new: str) -> Path:
    """Changes some words of the folder's policy."""
    file = policy / "policy.eco"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return policy
