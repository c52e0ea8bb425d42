"""Amendments of the real regulation: each changes words of the policy alone, and does what was worked out by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from ecolang.diagnostics.registry import message
from ecolang_compiler.pipeline import Compiled, compile_path
from ecolang_runtime.casetest import Outcome, run_tests
from tests.amendments.amendment import POLICY, Amendment, paths, read
from tests.command import XPCC

AMENDMENTS = [pytest.param(read(path), id=path.stem) for path in paths()]
FEWEST = 24


def folder_of(amendment: Amendment, folder: Path, cases: str, *, amended: bool) -> Path:
    """A folder with the regulation's text and these case tests, amended or not."""
    shutil.copytree(XPCC, folder, ignore=shutil.ignore_patterns("cases", "samples"))
    if amended:
        amendment.apply(folder)
    (folder / "cases").mkdir()
    (folder / "cases" / "修改.eco").write_text(cases, encoding="utf-8")
    return folder


def outcomes(compiled: Compiled) -> Sequence[Outcome]:
    assert compiled.program is not None, compiled.diagnostics
    return list(run_tests(compiled.program))


def told(found: Sequence[Outcome]) -> list[str]:
    """What goes wrong, for the reader of a failed test."""
    return [
        f"{each.id} {failure.as_of}: {failure.expected.zh}; {failure.got.zh}"
        for each in found
        for failure in each.failures
    ] + [f"{each.id}: {problem.code}" for each in found for problem in each.problems]


def count(cases: str) -> int:
    return len(re.findall(r"^案例【", cases, re.MULTILINE))


def words_of(compiled: Compiled) -> list[tuple[str, str]]:
    return [(each.code, message(each, "zh")) for each in compiled.diagnostics]


def test_there_are_enough_amendments() -> None:
    assert len(paths()) >= FEWEST


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_an_amendment_has_cases_on_both_sides(amendment: Amendment) -> None:
    both = count(amendment.before), count(amendment.after)
    assert amendment.title and amendment.edits
    # What a check refuses has no cases of its own.
    assert all(1 <= each <= 4 for each in both) or (amendment.reports and not both[1])
    assert sum(both) >= 2 or amendment.reports


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_an_amendment_changes_words_of_the_policy_alone(amendment: Amendment, tmp_path: Path) -> None:
    copy = tmp_path / XPCC.name
    shutil.copytree(XPCC, copy)
    amendment.apply(copy)
    changed = {
        str(path.relative_to(copy))
        for path in copy.rglob("*")
        if path.is_file() and path.read_bytes() != (XPCC / path.relative_to(copy)).read_bytes()
    }
    assert changed == {edit.file for edit in amendment.edits}
    assert changed <= {POLICY, *(f"原文/{path.name}" for path in (XPCC / "原文").glob("*.md"))}


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_the_old_words_do_what_was_worked_out(amendment: Amendment, tmp_path: Path) -> None:
    compiled = compile_path(folder_of(amendment, tmp_path / "old", amendment.before, amended=False))
    assert not compiled.has_errors, words_of(compiled)
    found = outcomes(compiled)
    assert len(found) == count(amendment.before)
    assert told(found) == []


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_the_new_words_do_what_was_worked_out(amendment: Amendment, tmp_path: Path) -> None:
    compiled = compile_path(folder_of(amendment, tmp_path / "new", amendment.after, amended=True))
    said = words_of(compiled)
    assert [code for code, _ in said] == [each.code for each in amendment.reports], said
    assert all(report.words in message for report, (_, message) in zip(amendment.reports, said, strict=True)), said
    if amendment.after.strip():
        found = outcomes(compiled)
        assert len(found) == count(amendment.after)
        assert told(found) == []


@pytest.mark.parametrize("amendment", [each for each in AMENDMENTS if each.values[0].after.strip()])
def test_the_amendment_has_an_effect(amendment: Amendment, tmp_path: Path) -> None:
    compiled = compile_path(folder_of(amendment, tmp_path / "old", amendment.after, amended=False))
    # Cases that use a new name cannot be told in the old words.
    passed = [] if compiled.program is None else [each for each in outcomes(compiled) if each.passed]
    assert len(passed) < count(amendment.after)
