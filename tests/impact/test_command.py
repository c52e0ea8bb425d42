"""`eco impact`, and `eco check --readings`, as a user meets them."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.command import ROOT, XPCC, eco

CALENDARS = ("--calendars", ROOT / "policies" / "calendars")
OLD_WORDS, NEW_WORDS = "自最近一次送达告知书之日起5个工作日内答复", "自最近一次送达告知书之日起7个工作日内答复"


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "policy"
    shutil.copytree(XPCC, folder)
    file = folder / "measures.eco"
    text = file.read_text(encoding="utf-8")
    assert OLD_WORDS in text
    file.write_text(text.replace(OLD_WORDS, NEW_WORDS), encoding="utf-8")
    return folder


def impact(*arguments: object) -> tuple[object, ...]:
    return ("impact", *arguments, *CALENDARS, "--jobs", 1)


def test_the_memo_in_chinese(new: Path) -> None:
    ran = eco(*impact(XPCC, new, "-n", 80, "--seed", 2, "--examples", 2))
    assert ran.status == 0
    assert ran.out.startswith("共判断80件案件，")
    assert "第七条第一款【答复】：期限 5个工作日 → 7个工作日" in ran.out
    assert "“答复”的末日推迟" in ran.out and "案例【" in ran.out


def test_the_memo_in_english(new: Path) -> None:
    ran = eco(*impact(XPCC, new, "-n", 40, "--seed", 2, "--examples", 1, "--lang", "en"))
    assert ran.status == 0 and ran.out.startswith("Of 40 cases ")
    assert "the last day to reply is" in ran.out and "case [" in ran.out


def test_given_files_and_what_cannot_be_read(new: Path, tmp_path: Path) -> None:
    """Service on 3 March 2025: 5 working days end on the 10th, 7 on the 12th; the reply came on the 11th."""
    file = tmp_path / "cases.jsonl"
    rows = [
        {"case": "甲", "event": "送达告知书", "on": "2025-03-03", "方式": "直接", "会议日期": "2025-03-18"},
        {"case": "甲", "event": "答复", "on": "2025-03-11", "同意": True},
        {"case": "乙", "event": "送达告之书", "on": "2025-03-03"},
    ]
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ran = eco(*impact(XPCC, new, file, "--format", "json"))
    assert ran.status == 1 and "D104" in ran.err
    told = ran.json
    assert (told["total"], told["differing"], told["flipped"], told["unreadable"]) == (1, 1, 1, 1)
    stages = [(row["old"], row["new"]) for row in told["effects"] if row["kind"] == "stage"]
    assert ("未获同意", "待开会") in stages
    assert told["changes"][0]["places"] == ["第七条第一款"]


def test_the_blocks_of_the_examples_pass_under_the_new_version(new: Path, tmp_path: Path) -> None:
    told = eco(*impact(XPCC, new, "-n", 120, "--seed", 3, "--format", "json", "--examples", 12)).json
    blocks = [row["example"]["test"] for row in told["effects"] if "example" in row]
    written = [block for block in blocks if block]
    assert len(written) >= 6
    folder = tmp_path / "policy"
    shutil.copytree(new, folder)
    shutil.rmtree(folder / "cases")
    (folder / "cases").mkdir()
    (folder / "cases" / "影响.eco").write_text("\n".join(written), encoding="utf-8")
    ran = eco("test", folder, *CALENDARS, "--format", "json")
    assert ran.status == 0, [test for test in ran.json["tests"] if not test.get("passed", True)]
    assert ran.json["passed"] == len(written)


@pytest.mark.parametrize(
    ("name", "start"),
    [("影响.md", "# 影响评估"), ("影响.html", "<!doctype html>"), ("影响.json", "{"), ("a.txt", "共判断")],
)
def test_files_by_their_ending(new: Path, tmp_path: Path, name: str, start: str) -> None:
    file = tmp_path / name
    ran = eco(*impact(XPCC, new, "-n", 20, "--examples", 1, "-o", file))
    assert ran.status == 0 and ran.out == f"已写出：{file}\n" and "共判断20件案件" in ran.err
    assert file.read_text(encoding="utf-8").startswith(start)


def test_a_workbook(new: Path, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    file = tmp_path / "影响.xlsx"
    assert eco(*impact(XPCC, new, "-n", 20, "--examples", 1, "-o", file)).status == 0
    assert openpyxl.load_workbook(file).sheetnames == ["各处修改的影响", "各种影响", "最短的例子"]


def test_without_openpyxl_the_extra_is_named(new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    ran = eco(*impact(XPCC, new, "-n", 5, "-o", tmp_path / "a.xlsx"))
    assert ran.status == 1 and "pip install 'ecolang[xlsx]'" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [(XPCC,), (XPCC, XPCC, "--format", "xlsx"), (XPCC, XPCC, "-o", "影响.doc"), (XPCC, XPCC, "--as-of", "2026-02-30")],
)
def test_wrong_usage_is_told(arguments: tuple[object, ...]) -> None:
    ran = eco("impact", *arguments)
    assert ran.status == 1 and ran.out == "" and "Traceback" not in ran.err and "eco 自身出错" not in ran.err


def test_the_same_text_twice_says_what_that_proves() -> None:
    ran = eco("impact", XPCC, XPCC, "-n", 10, "--jobs", 1)
    first, second = ran.out.splitlines()
    assert first == "共判断10件案件，0件有不同，其中0件的阶段或者问题不同，10件没有不同。"
    assert second == "没有不同，不能证明两版相同：见 eco diff。"


def test_which_verdicts_turn_on_which_reading() -> None:
    """The case of a reply too late for 第七条, in time for the notice."""
    ran = eco("impact", XPCC, "--readings", "-n", 30, "--seed", 1, "--jobs", 1, "--format", "json")
    assert ran.status == 0
    rows = {(row["reading"], row["alternative"]): row for row in ran.json["readings"]}
    assert len(rows) == 10
    assert rows["答复期限的来源", "以告知书为准"]["differing"] > 0


def test_readings_checked_alone_and_where_they_meet() -> None:
    """22 = the policy's own, 10 alternatives alone, 11 pairs of the same article (第六条 1, 第十条 and 第十六条 10)."""
    told = eco("check", XPCC, "--readings", "all", "--format", "json").json["readings"]
    assert len(told) == 22 and told[0]["readings"] == {}
    alone = {next(iter(row["readings"].items())): row for row in told if len(row["readings"]) == 1}
    assert "逾期后又答复同意，可以开会" in alone["迟到的同意", "逾期即拒绝"]["turns_on"]
    assert {"期限末日": "不顺延", "期限的主体": "全案合计"} in [row["readings"] for row in told]
    assert all(row["failed"] == [] and row["errors"] == 0 for row in told)


def test_the_size_of_the_product_is_said_first(tmp_path: Path) -> None:
    starter = tmp_path / "new"
    assert eco("new", starter).status == 0
    ran = eco("check", starter, "-q", "--readings", "product")
    assert ran.status == 0 and "共1种组合，逐一检查。" in ran.err
