"""Amendments of the real regulation: each changes words of the policy alone, and does what was worked out by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from ecolang.diagnostics.registry import message
from ecolang.program import CaseTest
from ecolang.time import iso, parse_date
from ecolang.versions import Versions
from ecolang_compiler.versions import CompiledVersions, compile_versions
from ecolang_runtime.casetest import case_of
from ecolang_runtime.casetest.expect import holds
from ecolang_runtime.editions import Editions
from ecolang_runtime.read import Names
from tests.amendments.amendment import POLICY, Amendment, paths, read
from tests.command import XPCC

AMENDMENTS = [pytest.param(read(path), id=path.stem) for path in paths()]
RUN = [pytest.param(found, id=path.stem) for path in paths() if (found := read(path)).after.strip()]
FEWEST = 24
#: The version of the old words, where they stay beside the new ones.
FORMER = "former.eco"


Texts = Callable[[Amendment, str, bool], CompiledVersions]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Texts:
    """Compiles the regulation with case tests, amended or not: once, whatever is then asked of it."""

    @cache
    def made(amendment: Amendment, cases: str, amended: bool) -> CompiledVersions:
        return compile_text(amendment, tmp_path_factory.mktemp("regulation") / XPCC.name, cases, amended=amended)

    return made


def compile_text(amendment: Amendment, folder: Path, cases: str, *, amended: bool) -> CompiledVersions:
    """The regulation with case tests in a folder of its own."""
    shutil.copytree(XPCC, folder, ignore=shutil.ignore_patterns("cases", "samples"))
    beside = folder / "cases"
    issued = {}
    if amended:
        if amendment.old_since is not None:
            shutil.copy(folder / POLICY, folder / FORMER)
            issued[Path(FORMER).stem] = amendment.old_since
            beside /= Path(POLICY).stem
        amendment.apply(folder)
    beside.mkdir(parents=True)
    (beside / "修改.eco").write_text(cases, encoding="utf-8")
    return compile_versions(folder, issued=issued)


def wrong(versions: Versions, test: CaseTest, silent_since: str | None = None) -> Iterator[str]:
    """What a case test states and the verdict does not, each as (day, statement)."""
    editions = Editions(versions, test.readings)
    case = case_of(test, Names(editions.names))
    if case.problems:
        yield from (f"{test.id}: {each.code}" for each in case.problems)
        return
    for check in test.checks:
        day = parse_date(check["as_of"])
        assert case.data is not None and day is not None
        verdict = editions.judge(case.data, day)
        yield from (f"{test.id} {check['as_of']}: {row}" for row in check["expects"] if not holds(row, verdict))
        expected = {silent_since} if silent_since is not None and iso(day) >= silent_since else set()
        if (silent := {row.silent_since for row in verdict.versions} - {None}) != expected:
            yield f"{test.id} {check['as_of']}: silent since {silent}"


def failures(found: CompiledVersions, cases: str, silent_since: str | None = None) -> dict[str, list[str]]:
    """The case tests that fail, each with what it states and the verdict does not; all of them must be there."""
    assert found.versions is not None, said(found)
    tests = found.versions.newest.program.tests
    assert len(tests) == count(cases), said(found)
    judged = {test.id: list(wrong(found.versions, test, silent_since)) for test in tests}
    return {name: told for name, told in judged.items() if told}


def count(cases: str) -> int:
    return len(re.findall(r"^案例【", cases, re.MULTILINE))


def said(found: CompiledVersions) -> list[tuple[str, str]]:
    return [(each.code, message(each, "zh")) for each in found.diagnostics]


def test_there_are_enough_amendments() -> None:
    assert len(paths()) >= FEWEST


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_an_amendment_has_cases_on_both_sides(amendment: Amendment) -> None:
    before, after = count(amendment.before), count(amendment.after)
    assert amendment.title and amendment.edits
    assert before >= 1
    # What a check refuses has no cases of its own.
    assert after >= 1 or amendment.reports
    assert before + after >= 2 or amendment.reports


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
def test_the_old_words_do_what_was_worked_out(amendment: Amendment, compiled: Texts) -> None:
    found = compiled(amendment, amendment.before, False)
    assert not found.has_errors, said(found)
    assert failures(found, amendment.before) == {}


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_a_check_of_the_new_words_reports_what_it_must(amendment: Amendment, compiled: Texts) -> None:
    found = [each for each in said(compiled(amendment, amendment.after, True)) if each[0] != "E407"]
    assert [code for code, _ in found] == [each.code for each in amendment.reports], found
    assert all(each.words in words for each, (_, words) in zip(amendment.reports, found, strict=True)), found


@pytest.mark.parametrize("amendment", AMENDMENTS)
def test_an_amended_text_is_told_from_the_one_that_was_checked(amendment: Amendment, compiled: Texts) -> None:
    told = {code for code, _ in said(compiled(amendment, amendment.after, True))}
    # Of a clause that no rule carries any more, that is told.
    assert ("E407" in told or "E501" in told) >= any(edit.file != POLICY for edit in amendment.edits)
    assert "E407" not in told or any(edit.file != POLICY for edit in amendment.edits)


@pytest.mark.parametrize("amendment", RUN)
def test_the_new_words_do_what_was_worked_out(amendment: Amendment, compiled: Texts) -> None:
    found = compiled(amendment, amendment.after, True)
    assert failures(found, amendment.after, amendment.silent_since) == {}


@pytest.mark.parametrize("amendment", RUN)
def test_the_amendment_has_an_effect(amendment: Amendment, compiled: Texts) -> None:
    found = compiled(amendment, amendment.after, False)
    # Cases that use a new name cannot be told in the old words.
    assert found.lost or found.has_errors or failures(found, amendment.after, amendment.silent_since)
