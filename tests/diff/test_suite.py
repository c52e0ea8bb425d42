"""What the comparison says of each amendment of the suite. `python tests/diff/update.py` writes it anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.diff.cases import amendments, golden, told

KNOWN = [path for path in amendments() if golden(path).exists()]


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.stem)
def test_an_amendment_is_named_by_its_changes(path: Path, tmp_path: Path) -> None:
    assert told(path, tmp_path) == golden(path).read_text(encoding="utf-8")


def test_most_amendments_are_held_to_their_words() -> None:
    assert len(KNOWN) >= 24
