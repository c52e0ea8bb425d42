"""`eco run`: verdicts out, whatever else is in the input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command import XPCC, eco

SAMPLES = XPCC / "samples"
LATE = SAMPLES / "late.jsonl"
GOOD = {"case": "甲", "event": "送达告知书", "on": "2025-03-03", "方式": "直接", "会议日期": "2025-03-18"}
UNKNOWN = {"case": "乙", "event": "送达告之书", "on": "2025-03-03"}


def lines(*records: object) -> bytes:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records).encode()


def test_folder_file_and_artifact_give_the_same_verdict(artifact: Path) -> None:
    ran = [
        eco("run", policy, LATE, "--as-of", "2025-09-10", "--format", "json", "--no-readings")
        for policy in (XPCC, XPCC / "measures.eco", artifact)
    ]
    assert [each.status for each in ran] == [0, 0, 0]
    assert ran[0].out == ran[1].out == ran[2].out


def test_json_is_one_verdict_a_line(artifact: Path) -> None:
    files = sorted(SAMPLES.glob("*.jsonl"))
    ran = eco("run", artifact, *files, "--as-of", "2025-10-15", "--format", "json", "--no-readings")
    assert [each["case"] for each in ran.lines] == ["兵环损〔2025〕1号", "兵环损〔2025〕2号", "兵环损〔2025〕3号"]
    verdict = ran.lines[1]
    assert verdict["as_of"] == "2025-10-15" and verdict["tracks"][0]["stage"] == "待再次磋商"
    assert "共 3 件：已判断 3 件，读不了 0 件。" in ran.err


@pytest.mark.parametrize(("lang", "word"), [("zh", "待再次磋商"), ("en", "awaiting further meeting")])
def test_the_memo_is_in_the_readers_language(artifact: Path, lang: str, word: str) -> None:
    ran = eco("run", artifact, LATE, "--as-of", "2025-09-10", "--lang", lang, "--no-readings")
    assert ran.status == 0 and word in ran.out and ran.err == ""


def test_a_case_that_breaks_the_rules_is_a_result(artifact: Path) -> None:
    ran = eco("run", artifact, LATE, "--as-of", "2025-09-10", "--no-readings")
    assert ran.status == 0 and "✗" in ran.out


@pytest.mark.parametrize(
    ("sample", "level", "status"),
    [("late", "violation", 3), ("clean", "violation", 0), ("clean", "caution", 0), ("three-respondents", "note", 3)],
)
def test_fail_on(artifact: Path, sample: str, level: str, status: int) -> None:
    """The clean case has no violation and no caution; that of three has documents that nobody checked (a note)."""
    ran = eco("run", artifact, SAMPLES / f"{sample}.jsonl", "--as-of", "2025-10-15", "--fail-on", level)
    assert ran.status == status and ran.out


def test_an_unreadable_case_is_told_and_the_others_are_judged(artifact: Path) -> None:
    given = lines(UNKNOWN, GOOD)
    ran = eco("run", artifact, "-", "--as-of", "2025-03-04", "--format", "json", stdin=given)
    assert ran.status == 1
    assert [each["case"] for each in ran.lines] == ["甲"]
    assert "-:1" in ran.err and "送达告之书" in ran.err and "送达告知书" in ran.err
    assert "共 2 件：已判断 1 件，读不了 1 件。" in ran.err


def test_unreadable_outweighs_a_violation(artifact: Path) -> None:
    given = lines(UNKNOWN, GOOD)
    ran = eco("run", artifact, "-", "--as-of", "2025-09-10", "--fail-on", "violation", stdin=given)
    assert ran.status == 1


def test_a_file_that_is_not_there_stops_no_other(artifact: Path, tmp_path: Path) -> None:
    ran = eco("run", artifact, tmp_path / "没有.jsonl", LATE, "--as-of", "2025-09-10", "--format", "json")
    assert ran.status == 1 and len(ran.lines) == 1 and "没有.jsonl" in ran.err


def test_an_event_after_the_day_is_left_out_and_told(artifact: Path) -> None:
    given = lines(GOOD, {"case": "甲", "event": "答复", "on": "2025-03-10", "同意": True})
    ran = eco("run", artifact, "-", "--as-of", "2025-03-05", "--format", "json", stdin=given)
    assert ran.status == 0
    assert ran.lines[0]["left_out"] == 1 and ran.lines[0]["tracks"][0]["stage"] == "待答复"
    assert "2025年3月10日" in ran.err


def test_as_of_today_by_default(artifact: Path) -> None:
    ran = eco("run", artifact, "-", "--no-readings", "--format", "json", stdin=lines(GOOD))
    # 会议日期 long past: the reply is overdue on any day after 10 March 2025.
    assert ran.lines[0]["tracks"][0]["stage"] == "未获同意"


@pytest.mark.parametrize("day", ["2026-02-30", "昨天", "20260230"])
def test_a_day_that_does_not_exist(artifact: Path, day: str) -> None:
    ran = eco("run", artifact, LATE, "--as-of", day)
    assert (ran.status, ran.out) == (1, "") and day in ran.err and "2026-03-02" in ran.err


def test_a_chinese_day(artifact: Path) -> None:
    ran = eco("run", artifact, LATE, "--as-of", "2025年9月10日", "--format", "json", "--no-readings")
    assert ran.lines[0]["as_of"] == "2025-09-10"


def test_another_reading(artifact: Path) -> None:
    # Served on Tuesday 4 March for a meeting on the 11th: the 5th, 6th, 7th and 10th are 4 clear working days; counted
    # back from the 10th (10, 7, 6, 5, 4) the 4th is the fifth.
    given = lines({**GOOD, "on": "2025-03-04", "会议日期": "2025-03-11"})
    arguments = ("run", artifact, "-", "--as-of", "2025-03-04", "--format", "json")
    first, other = (
        eco(*arguments, *reading, stdin=given).lines[0] for reading in ((), ("--reading", "提前送达的算法=倒数第五日"))
    )
    assert [each["kind"] for each in first["tracks"][0]["findings"] if each["degree"] != "note"] == ["lead_time"]
    assert [each["kind"] for each in other["tracks"][0]["findings"] if each["degree"] != "note"] == []
    assert other["readings"] == [{"reading": "提前送达的算法", "alternative": "倒数第五日"}]


@pytest.mark.parametrize("reading", ["没有这种理解=一", "提前送达的算法=没有", "提前送达的算法"])
def test_a_reading_that_does_not_exist(artifact: Path, reading: str) -> None:
    ran = eco("run", artifact, LATE, "--reading", reading)
    assert (ran.status, ran.out) == (1, "") and ran.err


def test_full_explains_each_date(artifact: Path) -> None:
    # Served on 5 June 2025: the 6th, 9th and 10th are days off in Xinjiang, the 11th, 12th, 13th, 16th and 17th count.
    brief, full = (
        eco("run", artifact, LATE, "--as-of", "2025-06-10", "--no-readings", *more) for more in ((), ("--full",))
    )
    assert "最迟2025年6月17日" in brief.out and "6月9日至10日（古尔邦节放假）" not in brief.out
    assert "6月9日至10日（古尔邦节放假）" in full.out


def test_the_verdicts_go_to_a_file(artifact: Path, tmp_path: Path) -> None:
    output = tmp_path / "结果" / "案件.jsonl"
    ran = eco("run", artifact, LATE, "--as-of", "2025-09-10", "--format", "json", "-o", output)
    assert (ran.status, ran.out) == (0, "")
    assert json.loads(output.read_text(encoding="utf-8"))["case"] == "兵环损〔2025〕2号"


def test_a_file_that_cannot_be_written(artifact: Path, tmp_path: Path) -> None:
    (tmp_path / "occupied").write_text("", encoding="utf-8")
    ran = eco("run", artifact, LATE, "-o", tmp_path / "occupied" / "a.json")
    assert (ran.status, ran.out) == (1, "") and "occupied" in ran.err


def test_an_empty_standard_input(artifact: Path) -> None:
    ran = eco("run", artifact, "-")
    assert ran.status == 1 and ran.out == "" and ran.err


def test_a_policy_with_errors_judges_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "p.eco"
    policy.write_text("《某办法》\n第一条\n  待", encoding="utf-8")
    ran = eco("run", policy, LATE)
    assert (ran.status, ran.out) == (2, "") and "错误 E" in ran.err
