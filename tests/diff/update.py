"""Writes the golden files of the comparison anew. Read the difference.

.venv/bin/python tests/diff/update.py
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "compiler"), str(ROOT / "runtime")]

from ecolang_compiler.diff.note import markdown, note  # noqa: E402
from tests.diff.cases import GOLDEN, amendments, golden, law, several, told  # noqa: E402

if __name__ == "__main__":
    for lang in ("zh", "en"):
        (GOLDEN / f"note.{lang}.txt").write_text(note(several(), lang), encoding="utf-8")
        (GOLDEN / f"table.{lang}.md").write_text(markdown(several(), lang), encoding="utf-8")
    (GOLDEN / "law.zh.txt").write_text(note(law(), "zh"), encoding="utf-8")
    for path in amendments():
        with tempfile.TemporaryDirectory() as folder, contextlib.suppress(ValueError):
            golden(path).write_text(told(path, Path(folder)), encoding="utf-8")
