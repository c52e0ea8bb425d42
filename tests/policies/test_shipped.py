"""Whatever policy is shipped: it checks, accounts for its text, passes its cases, judges its samples, is drawn."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecolang_compiler.coverage import count_clauses
from ecolang_compiler.pipeline import compile_path
from tests.command import ROOT, eco

POLICIES = ROOT / "policies"
FOLDERS = sorted({file.parent for file in POLICIES.glob("*/*.eco")})
FILES = sorted(POLICIES.glob("*/*.eco"))
SAMPLES = sorted(POLICIES.glob("*/samples/*.jsonl"))
CASES = sorted(POLICIES.glob("*/cases/**/*.eco"))


def name(path: Path) -> str:
    return str(path.relative_to(POLICIES))


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_policy_has_no_errors_and_accounts_for_its_text(file: Path) -> None:
    found = compile_path(file)
    assert [each.code for each in found.diagnostics if each.severity == "error"] == []
    assert found.program is not None
    coverage = count_clauses(found.program.clauses)
    assert (coverage.missing, coverage.not_modelled) == (0, 0) and coverage.rule > 0


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_the_cases_of_a_policy_pass(folder: Path) -> None:
    ran = eco("test", folder)
    assert ran.status == 0, ran.out
    assert "0个不符" in ran.out


@pytest.mark.parametrize("sample", SAMPLES, ids=name)
def test_a_sample_of_a_policy_is_judged_in_both_languages(sample: Path) -> None:
    for lang in ("zh", "en"):
        ran = eco("run", sample.parent.parent, sample, "--as-of", "2025-10-15", "--lang", lang)
        assert ran.status == 0, ran.err
        assert "None" not in ran.out and "{" not in ran.out and "[[" not in ran.out


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_policy_is_laid_out(file: Path) -> None:
    ran = eco("fmt", file, "--check")
    assert ran.status == 0, ran.out


@pytest.mark.parametrize("file", CASES, ids=name)
def test_the_arithmetic_stands_beside_each_case(file: Path) -> None:
    """Each case test has a remark above it or inside it."""
    blocks = re.split(r"\n\s*\n", file.read_text(encoding="utf-8"))
    cases = [block for block in blocks if re.search(r"^(?:案例|case )[【\[]", block, re.MULTILINE)]
    assert cases and [block for block in cases if "#" not in block] == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_a_policy_is_drawn_in_both_languages(file: Path, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        picture = tmp_path / f"{lang}.dot"
        ran = eco("draw", file.parent, "--version", file.stem, "-o", picture, "--lang", lang)
        assert ran.status == 0, ran.err
        assert "digraph" in picture.read_text(encoding="utf-8")
