"""Every code is shown by a policy that is wrong in one place, and by the same policy put right.

UPDATE_GOLDEN=1 writes `shown/`: what `eco check` says of the bad one, and the page that `eco explain` prints. Read
what it wrote before it is committed: the message must say what is wrong, where, and what to write instead.
"""

from __future__ import annotations

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

import ecolang
from ecolang.diagnostics import all_codes, explain, render_text
from ecolang.diagnostics.registry import Code
from ecolang.errors import EcoError
from tests.command import eco
from tests.goldens.slips import HERE, POLICY, Case, Lang, case_of, slip_of

SHOWN = HERE / "shown"
UPDATE = os.environ.get("UPDATE_GOLDEN") == "1"
HEAD = re.compile(r"^(?:错误|警告|提示|error|warning|note) ([ED]\d{3})(?:：|: )", re.MULTILINE)
#: Codes that no file and no command line can show, and why.
NOT_SHOWN = {
    "E121": "only told by compile_path, which takes one version: tests/compiler/test_pipeline.py",
    "E712": "only told where z3 is not installed: tests/compiler/test_choices.py",
    "D140": "only told where a library is not installed: tests/columnar",
    "D141": "only told of a Parquet or Arrow file, which is no text: tests/columnar",
}
CODES = [each for each in all_codes() if each.id not in NOT_SHOWN]
#: What was found to be clean; most codes share the policy as it is.
CLEAN: list[Case] = []
every_code = pytest.mark.parametrize("code", CODES, ids=lambda code: code.id)
languages = pytest.mark.parametrize("lang", ["zh", "en"])


def told(case: Case, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command writes for a person."""
    for name in case.folders:
        (tmp_path / name).mkdir(parents=True)
    for name, data in case.files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    if case.run[0] == "python":
        return called(case.run[1], lang)
    return eco(*case.run, "--lang", lang).err.replace(f"{tmp_path}/", "")


def called(expression: str, lang: Lang) -> str:
    """What the error of a page's Python says."""
    policy = ecolang.load(".", lang=lang)
    file = Path(POLICY[lang])
    file.write_text(file.read_text(encoding="utf-8").replace("60", "90"), encoding="utf-8")
    case = policy.case("1", opened="2026-03-02")
    elsewhere = {**case.snapshot(), "policy": {**case.snapshot()["policy"], "path": "elsewhere.eco"}}
    known = {"ecolang": ecolang, "policy": policy, "changed": ecolang.load(".", lang=lang), "case": case}
    try:
        eval(expression, known | {"elsewhere": elsewhere})
    except EcoError as error:
        return render_text(error.diagnostics, {}, lang)
    return ""


def blocks(text: str) -> list[tuple[str, str]]:
    """The problems told, each with its code."""
    starts = [*(match.start() for match in HEAD.finditer(text)), len(text)]
    found = [text[start:end].rstrip() + "\n" for start, end in pairwise(starts)]
    return [(HEAD.match(block)[1], block) for block in found]  # type: ignore[index]


@languages
@every_code
def test_the_bad_policy_gives_this_code_alone(
    code: Code, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = blocks(told(case_of(code, lang, "wrong"), lang, tmp_path, monkeypatch))
    if slip_of(code, lang).get("only"):
        found = [each for each in found if each[0] == code.id]
    assert [each[0] for each in found] == [code.id], "\n".join(block for _, block in found)
    page = explain(code.id, lang)
    assert page is not None
    golden = f"{found[0][1]}\n{'─' * 40}\n{page}"
    path = SHOWN / f"{code.id}.{lang}.txt"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(golden, encoding="utf-8")
    assert path.exists(), f"{path.name} is missing: UPDATE_GOLDEN=1 writes it; read it (CONTRIBUTING.md, Add a code)"
    assert path.read_text(encoding="utf-8") == golden


@languages
@every_code
def test_the_good_policy_gives_nothing(code: Code, lang: Lang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(code, lang, "right")
    if case not in CLEAN:
        assert blocks(told(case, lang, tmp_path, monkeypatch)) == []
        CLEAN.append(case)


def test_every_golden_has_its_code() -> None:
    known = {f"{code.id}.{lang}.txt" for code in CODES for lang in ("zh", "en")}
    assert {path.name for path in SHOWN.iterdir()} - known == set()
