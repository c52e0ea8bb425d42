"""Policies shipped in English keywords: no warnings, paraphrases marked as such, alike in Chinese, samples read."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import ecolang
from ecolang_runtime.casetest import Outcome, run_tests
from ecolang_runtime.read import read
from tests.command import ROOT, Ran, eco

POLICIES = ROOT / "policies"
NAMES = ("foia", "gdpr")
CASES = [path for name in NAMES for path in sorted((POLICIES / name / "cases").glob("*.eco"))]
SAMPLES = [path for name in NAMES for path in sorted((POLICIES / name / "samples").glob("*.jsonl"))]
#: Read from the text, so that collecting the tests compiles nothing.
TITLES = [
    (path.parents[1].name, title)
    for path in CASES
    for title in re.findall(r"^case \[(.+)\]", path.read_text(encoding="utf-8"), re.MULTILINE)
]
each_policy = pytest.mark.parametrize("name", NAMES)


@cache
def policy(name: str) -> ecolang.Policy:
    return ecolang.load(POLICIES / name)


@cache
def checked(name: str) -> Ran:
    return eco("check", POLICIES / name, "--lang", "en", "--format", "json")


@cache
def outcomes(name: str) -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in run_tests(policy(name).program)}


@each_policy
def test_it_is_checked_without_an_error_or_a_warning(name: str) -> None:
    # A guarantee that is neither proved nor refuted is a note.
    assert checked(name).status == 0
    assert [each for each in checked(name).json["diagnostics"] if each["severity"] != "note"] == []


@each_policy
def test_each_clause_listed_is_accounted_for(name: str) -> None:
    coverage = checked(name).json["coverage"]
    assert coverage["percent"] == 100 and coverage["missing"] == 0
    assert all(len(each["reason"]) >= 12 for each in coverage["clauses"] if each["how"] == "no_rule")


@each_policy
def test_its_text_is_marked_as_a_paraphrase_and_quotes_nothing(name: str) -> None:
    (text,) = (POLICIES / name / "text").glob("*.md")
    words = text.read_text(encoding="utf-8")
    paragraphs = re.findall(r"^\d+\. (.*)$", words, re.MULTILINE)
    assert paragraphs and [each for each in paragraphs if not each.startswith("Paraphrase: ")] == []
    assert not set(words) & set('“”"')


@each_policy
def test_it_has_fifteen_case_tests_and_more_each_under_one_title(name: str) -> None:
    titles = [title for each, title in TITLES if each == name]
    assert len(titles) >= 15 and len(set(titles)) == len(titles)
    assert sorted(outcomes(name)) == sorted(titles)


@each_policy
def test_into_chinese_keywords_and_back_gives_the_same_files_and_verdicts(name: str, tmp_path: Path) -> None:
    chinese, back = tmp_path / "zh", tmp_path / "en"
    assert eco("fmt", POLICIES / name, "--lang", "zh", "-o", chinese).status == 0
    assert eco("fmt", chinese, "--lang", "en", "-o", back).status == 0
    files = sorted(path.relative_to(POLICIES / name) for path in (POLICIES / name).rglob("*.eco"))
    assert files
    for file in files:
        assert (back / file).read_text(encoding="utf-8") == (POLICIES / name / file).read_text(encoding="utf-8")
    (chinese / "text").mkdir()
    for path in (POLICIES / name / "text").iterdir():
        (chinese / "text" / path.name).write_bytes(path.read_bytes())
    other = list(run_tests(ecolang.load(chinese).program))
    assert [each.id for each in other if not each.passed] == [] and len(other) == len(outcomes(name))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_a_sample_is_read_fits_the_schema_and_is_told_in_both_languages(sample: Path) -> None:
    at = policy(sample.parents[1].name)
    result = read(sample, at.names)
    assert result.bad == () and result.notes == () and len(result.cases) == 1
    validator = Draft202012Validator(at.schema())
    lines = [json.loads(line) for line in sample.read_text(encoding="utf-8").splitlines()]
    assert [line for line in lines if "event" in line and not validator.is_valid(line)] == []
    (verdict,) = at.evaluate_many(sample, as_of="2025-10-15")
    assert isinstance(verdict, ecolang.Verdict)
    assert at.text(verdict, "zh", full=True) and at.text(verdict, "en", full=True)
