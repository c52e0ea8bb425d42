"""The shipped policies and their case tests go through the other surface and back unchanged."""

from __future__ import annotations

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from ecolang_compiler.pipeline import compile_path
from ecolang_compiler.syntax import parse
from ecolang_compiler.syntax.case_file import parse_cases
from ecolang_compiler.syntax.fmt import format_files, format_text
from tests.syntax_print.same import remarks

POLICIES = Path(__file__).resolve().parents[2] / "policies"
#: A policy is a folder with one file a version; its case tests lie in a folder below.
FILES = sorted(POLICIES.glob("*/*.eco"))
FIXTURE = Path(__file__).with_name("fixtures") / "consultation.eco"
each_policy = pytest.mark.parametrize("file", [*FILES, FIXTURE], ids=lambda file: f"{file.parent.name}-{file.stem}")


def test_a_policy_is_shipped() -> None:
    assert FILES


@each_policy
def test_a_policy_reads_without_a_problem(file: Path) -> None:
    tree, problems = parse(file.read_text(encoding="utf-8"), str(file))
    assert problems == []
    assert tree is not None


@each_policy
def test_english_keywords_and_back_give_the_same_tree_and_remarks(file: Path) -> None:
    tree, _ = parse(file.read_text(encoding="utf-8"), str(file))
    english, _ = format_text(file.read_text(encoding="utf-8"), str(file), "en")
    assert english is not None
    between, problems = parse(english, "en.eco")
    assert problems == []
    assert between == tree
    chinese, _ = format_text(english, "en.eco", "zh")
    assert chinese is not None
    back, problems = parse(chinese, "zh.eco")
    assert problems == []
    assert back == tree
    assert list(remarks(back)) == list(remarks(tree))


@each_policy
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_laid_out_stays_as_it_is(file: Path, lang: str) -> None:
    once, _ = format_text(file.read_text(encoding="utf-8"), str(file), "zh" if lang == "zh" else "en")
    assert once is not None
    again, _ = format_text(once, str(file))
    assert again == once


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_case_tests_beside_a_policy_go_through_english_and_back(file: Path) -> None:
    texts = {str(each): each.read_text(encoding="utf-8") for each in cases_of(file)}
    policy = file.read_text(encoding="utf-8")
    trees, _ = parse_cases(policy, str(file), texts)
    english, problems = format_files({str(file): policy, **texts}, "en")
    assert english is not None, problems
    between = {name: text for name, text in english.items() if name in texts}
    read, problems = parse_cases(english[str(file)], str(file), between)
    assert problems == []
    assert read == trees
    assert {name: list(remarks(tree)) for name, tree in read.items()} == {
        name: list(remarks(tree)) for name, tree in trees.items()
    }


def cases_of(file: Path) -> list[Path]:
    """The files of case tests beside a policy; of one of several versions, those of its own folder."""
    several = len(list(file.parent.glob("*.eco"))) > 1
    return sorted(file.parent.glob(f"cases/{file.stem}/*.eco" if several else "cases/*.eco"))


def meaning(row: Any) -> Any:
    """A compiled row without its words and the lines that it stands in."""
    if isinstance(row, dict):
        return {key: meaning(value) for key, value in row.items() if key not in ("text", "line")}
    return [meaning(each) for each in row] if isinstance(row, list | tuple) else row


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_policy_in_english_keywords_compiles_to_the_same_program(file: Path, tmp_path: Path) -> None:
    calendars = [POLICIES / "calendars"]
    programs = []
    for lang in ("zh", "en"):
        folder = tmp_path / lang / file.parent.name
        shutil.copytree(file.parent, folder, ignore=shutil.ignore_patterns("cases"))
        text, _ = format_text(file.read_text(encoding="utf-8"), str(file), "zh" if lang == "zh" else "en")
        assert text is not None
        (folder / file.name).write_text(text, encoding="utf-8")
        program = compile_path(folder / file.name, calendar_dirs=calendars).program
        assert program is not None
        programs.append(meaning(asdict(program)))
    assert programs[0] == programs[1]
