"""The shipped regulation with its words changed, in a folder elsewhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import XPCC

POLICY = "measures.eco"
SOURCE = "原文/磋商管理办法.md"
#: Old words and new ones, each in the policy, or in the file that is named first.
Change = tuple[str, str] | tuple[str, str, str]
Amended = Callable[..., Path]


@pytest.fixture
def amended(tmp_path: Path) -> Amended:
    """Makes a copy of the regulation with changes; the old words must stand in it."""

    def make(*changes: Change) -> Path:
        folder = tmp_path / f"办法{len(list(tmp_path.iterdir()))}"
        shutil.copytree(XPCC, folder, ignore=shutil.ignore_patterns("cases", "samples"))
        for change in changes:
            name, old, new = change if len(change) == 3 else (POLICY, *change)
            file = folder / name
            text = file.read_text(encoding="utf-8")
            assert old in text, f"{name} has no {old!r}"
            file.write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return make
