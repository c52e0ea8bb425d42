"""`eco check`: what it finds, in which form, and with which status."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import XPCC, change, eco

#: An act that nobody has to do in the stage where the case begins: it may hang there (E606, a warning).
WAITING = ("待受理〔awaiting acceptance〕，起始。", "待申请，起始。\n  待受理〔awaiting acceptance〕。")
ENTERED = ("第一条\n", "第一条\n  待申请的，申请人可以提出申请，进入待受理。\n")


@pytest.fixture
def warned(starter: Path) -> Path:
    """A policy with one warning and no error."""
    return change(change(starter, *WAITING), *ENTERED)


def test_a_folder_and_its_file_are_checked_alike() -> None:
    folder, file = (eco("check", each, "--format", "json") for each in (XPCC, XPCC / "measures.eco"))
    assert (folder.status, file.status) == (0, 0)
    assert folder.json == file.json


def test_an_artifact_tells_its_coverage(artifact: Path) -> None:
    ran = eco("check", artifact, "--format", "json")
    assert ran.status == 0
    assert ran.json["coverage"] == eco("check", XPCC, "--format", "json").json["coverage"]


def test_coverage_is_told_clause_by_clause(artifact: Path) -> None:
    coverage = eco("check", artifact, "--format", "json").json["coverage"]
    assert coverage["percent"] == 100
    assert coverage["total"] == len(coverage["clauses"]) == coverage["rule"] + coverage["no_rule"]
    seventh = next(each for each in coverage["clauses"] if each["clause"] == "第七条第一款")
    assert seventh["how"] == "rule" and "第七条第一款/应当/答复/待答复" in seventh["rules"]
    second = next(each for each in coverage["clauses"] if each["clause"] == "第二条第二款")
    assert (second["how"], second["reason"]) == ("no_rule", "原则的宣示，不产生程序步骤")


@pytest.mark.parametrize(
    ("lang", "clause", "summary"), [("zh", "第七条第一款", "已交代 100%"), ("en", "Article 7(1)", "100% accounted for")]
)
def test_the_list_is_in_the_readers_language(artifact: Path, lang: str, clause: str, summary: str) -> None:
    ran = eco("check", artifact, "--lang", lang)
    assert clause in ran.out and summary in ran.out and ran.err == ""


def test_quiet_leaves_out_the_list(artifact: Path) -> None:
    ran = eco("check", artifact, "-q")
    assert "第七条第一款" not in ran.out and "已交代 100%" in ran.out


def test_an_error_has_status_2_and_goes_to_standard_error(starter: Path) -> None:
    ran = eco("check", change(starter, "进入待决定", "进入待决定了"))
    assert ran.status == 2
    assert "错误 E" in ran.err and "policy.eco:" in ran.err
    assert "错误 E" not in ran.out and "✗" in ran.out


def test_json_of_an_error(starter: Path) -> None:
    ran = eco("check", change(starter, "进入待决定；", "进入代决定；"), "--format", "json")
    assert ran.status == 2 and ran.err == ""
    found = ran.json["diagnostics"]
    # Both outcomes of 第一条 name the stage.
    assert [each["code"] for each in found] == ["E201"]
    one = found[0]
    assert {"code", "severity", "message", "spans", "citation"} <= set(one)
    assert one["severity"] == "error" and "代决定" in one["message"] and "待决定" in one["hint"]
    text = (starter / "policy.eco").read_text(encoding="utf-8")
    span = one["spans"][0]
    assert text[span["start"] : span["end"]] == "代决定"
    assert text.splitlines()[span["line"] - 1][span["column"] - 1 :].startswith("代决定")
    assert one["citation"] == "第一条"


def test_a_warning_is_fine(warned: Path) -> None:
    ran = eco("check", warned)
    assert ran.status == 0 and "警告 E606" in ran.err


def test_a_warning_fails_if_asked(warned: Path) -> None:
    assert eco("check", warned, "--fail-level", "warning").status == 2
    assert eco("check", warned, "--fail-level", "error").status == 0


def test_a_warning_as_a_github_annotation(warned: Path) -> None:
    ran = eco("check", warned, "--format", "github")
    assert ran.status == 0
    assert ran.out.startswith("::warning file=") and ",title=E606" in ran.out


def test_what_is_not_modelled_fails_unless_allowed(starter: Path) -> None:
    change(starter, "案例【按期办理】", "第四条\n  未建模：因写不出来。\n\n案例【按期办理】")
    refused, allowed = eco("check", starter), eco("check", starter, "--allow-not-modelled")
    assert (refused.status, allowed.status) == (2, 0)
    assert "第四条" in refused.err and allowed.err == ""


def test_a_policy_without_a_source_text_has_no_coverage(starter: Path) -> None:
    coverage = eco("check", starter, "--format", "json").json["coverage"]
    assert (coverage["total"], coverage["percent"], coverage["clauses"]) == (0, None, [])
    assert "100%" not in eco("check", starter).out


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_policy_that_is_not_there(tmp_path: Path, lang: str) -> None:
    ran = eco("check", tmp_path / "没有.eco", "--lang", lang)
    assert (ran.status, ran.out) == (1, "") and "没有.eco" in ran.err


def test_a_folder_without_a_policy_is_unreadable(tmp_path: Path) -> None:
    assert eco("check", tmp_path).status == 1


def test_each_version_of_a_folder_is_checked(starter: Path) -> None:
    (starter / "二.eco").write_text("《二》\n", encoding="utf-8")
    ran = eco("check", starter)
    assert ran.status == 2 and f"✓ {starter}@policy" in ran.out and f"✗ {starter}@二" in ran.out


def test_case_tests_that_are_not_utf8_are_unreadable(starter: Path) -> None:
    (starter / "cases").mkdir()
    (starter / "cases" / "一.eco").write_bytes("案例【一】\n".encode("gbk"))
    ran = eco("check", starter)
    assert ran.status == 1 and "一.eco" in ran.err and "GBK" in ran.err


def test_calendars_of_another_folder(starter: Path, tmp_path: Path) -> None:
    calendars = tmp_path / "日历"
    calendars.mkdir()
    shipped = (XPCC.parent / "calendars" / "xinjiang.toml").read_text(encoding="utf-8")
    (calendars / "own.toml").write_text(shipped.replace("新疆", "本地"), encoding="utf-8")
    change(starter, "工作日：中国。", "工作日：中国、本地。")
    assert eco("check", starter).status == 2
    assert eco("check", starter, "--calendars", calendars).status == 0
