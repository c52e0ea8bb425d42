"""The repairs that go with a problem are data, and applied they take the problem away."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecolang.cli.fix import repaired
from ecolang.diagnostics import find_code, render_text
from ecolang_compiler.pipeline import compile_path
from tests.goldens.slips import POLICY, Lang, case_of

#: Whether each repair is certain, which `eco check --fix` makes.
FIXED = {
    "E101": False, "E102": True, "E112": True, "E117": False, "E201": False, "E401": False, "E402": False,
    "E403": False, "E404": False, "E511": False, "E706": False, "E801": False,
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("id_", FIXED)
def test_the_repair_takes_the_problem_away(id_: str, lang: Lang, tmp_path: Path) -> None:
    code = find_code(id_)
    assert code is not None
    for name, data in case_of(code, lang, "wrong").files.items():
        (tmp_path / name).write_bytes(data)
    policy = tmp_path / POLICY[lang]
    (problem,) = compile_path(policy).diagnostics
    assert problem.fix is not None and problem.fix.safe is FIXED[id_]
    policy.write_text(repaired(policy.read_text(encoding="utf-8"), problem.fix.edits), encoding="utf-8")
    after = compile_path(policy)
    assert render_text(after.diagnostics, after.sources, lang) == ""
