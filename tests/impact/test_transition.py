"""What an amendment does to cases where its transition clauses say which version each of them follows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.amendments.amendment import HERE, read
from tests.command import ROOT, XPCC, eco

CALENDARS = ("--calendars", ROOT / "policies" / "calendars")
Row = dict[str, Any]
IN_FORCE = "  施行：印发之日。                                      # 日子由使用者填写：施行：2026年×月×日。\n"


def versions(folder: Path, name: str) -> tuple[Path, Path]:
    """The regulation in force from 2020, and an amendment of the suite to it that is in force from 1 June 2025."""
    old, new = folder / "old", folder / "new"
    for path in (old, new):
        shutil.copytree(XPCC, path, ignore=shutil.ignore_patterns("cases"))
    file = old / "measures.eco"
    text = file.read_text(encoding="utf-8")
    assert text.count(IN_FORCE) == 1
    file.write_text(text.replace(IN_FORCE, "  施行：2020年1月1日。\n"), encoding="utf-8")
    read(next(HERE.glob(f"{name}*"))).apply(new)
    return old, new


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Five working days to reply become seven; what was served before goes by the old version."""
    return versions(tmp_path_factory.mktemp("whole"), "37-")


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An agreement signed from 1 June 2025 on is published within ten working days, in cases of the old version too."""
    return versions(tmp_path_factory.mktemp("parts"), "38-")


def served(day: str, case: str) -> Row:
    return {"case": case, "event": "送达告知书", "on": day, "party": "甲公司", "方式": "直接", "会议日期": "2025-06-30"}


def impact(policies: tuple[Path, Path], rows: list[Row], folder: Path, *more: object) -> Row:
    file = folder / "cases.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ran = eco("impact", *policies, file, *CALENDARS, "--jobs", 1, "--format", "json", *more)
    assert ran.status == 0, ran.err
    value: Row = ran.json
    return value


def test_a_case_of_the_old_version_is_untouched(whole: tuple[Path, Path], tmp_path: Path) -> None:
    # Served on 27 May: the fifth working day is 4 June under both, since the case stays with the old version. Served on
    # 3 June: 4, 5, 11, 12, 13 June are days 1 to 5 (6, 9 and 10 June are off in Xinjiang), 16 and 17 June days 6 and 7.
    rows = [served("2025-05-27", "before"), served("2025-06-03", "after")]
    both, by_clause = impact(whole, rows, tmp_path), impact(whole, rows, tmp_path, "--transition")
    assert (both["differing"], both["followed"]) == (2, {})
    assert (by_clause["differing"], by_clause["followed"]) == (1, {"old": 1, "new": 1})
    moved = [each for each in by_clause["effects"] if each["kind"] == "moved" and each["thing"] == "duty"]
    assert [each["days"] for each in moved] == [{"least": 4, "median": 4, "most": 4}]  # 13 June → 17 June


def test_articles_that_reach_into_an_old_case_are_its_new_ones(parts: tuple[Path, Path], tmp_path: Path) -> None:
    # Served in May, so both cases are of the old version. Signed on 3 June, 第十七条 of the new one applies: ten
    # working days from then end on 20 June. Signed on 28 May nothing is otherwise.
    rows: list[Row] = []
    for case, signed in (("new", "2025-06-03"), ("old", "2025-05-28")):
        rows += [
            served("2025-05-06", case) | {"会议日期": "2025-05-20"},
            {"case": case, "event": "答复", "on": "2025-05-08", "同意": True},
            {"case": case, "event": "召开会议", "on": "2025-05-20", "结果": "一致"},
            {"case": case, "event": "签订协议", "on": signed, "范围": "全部", "履行期限": "2025-12-31"},
        ]
    found = impact(parts, rows, tmp_path, "--transition")
    assert found["followed"] == {"old": 1, "both": 1}
    late = [each for each in found["effects"] if each["kind"] == "found" and each["event"] == "公布情况"]
    assert [(each["cases"], each["new_clause"], each["example"]["as_of"]) for each in late] == [
        (1, "第十七条", "2025-06-21")
    ]


def test_the_memo_says_how_many_follow_which(whole: tuple[Path, Path]) -> None:
    ran = eco("impact", *whole, "-n", 60, "--seed", 3, *CALENDARS, "--jobs", 1, "--transition", "--examples", 1)
    assert ran.status == 0
    assert "按过渡条款（没有写的，按立案或者首个事件之日）：" in ran.out and "件仍然适用旧版" in ran.out


def test_without_a_day_in_force_there_is_nothing_to_choose_by(whole: tuple[Path, Path]) -> None:
    ran = eco("impact", whole[0], XPCC, "-n", 10, *CALENDARS, "--transition")
    assert ran.status == 1 and ran.err.startswith("新版要写明“施行：”的日子")


def test_a_folder_and_two_of_its_versions() -> None:
    # A law of 1 January 2024: what was applied for before stays with the old version.
    law = ROOT / "policies" / "administrative-reconsideration"
    ran = eco("impact", law, "2017", "2023", "-n", 40, "--seed", 1, "--jobs", 1, "--examples", 0, "--transition")
    assert ran.status == 0 and "件仍然适用旧版" in ran.out
    assert "处修改没有使任何一件不同（--all 逐一列出）" in ran.out
