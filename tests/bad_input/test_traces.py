"""Cases that cannot be judged: told with file, line, field and what to write; the others go on; counts add up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.command import Ran, eco

GOOD = {"case": "好", "event": "送达告知书", "on": "2025-03-03", "方式": "直接", "会议日期": "2025-03-18"}
BAD = {**GOOD, "case": "坏"}
HEADING = "案件,当事人,事件,日期,方式,会议日期\n"
GOOD_ROW = "好,甲公司,送达告知书,2025-03-03,直接,2025-03-18\n"

Run = Callable[..., Ran]


@pytest.fixture
def run(artifact: Path, tmp_path: Path) -> Run:
    """Judges a file with this content, and tells its verdicts as JSON Lines."""

    def judge(content: str | bytes, name: str = "案件.jsonl", lang: str = "zh") -> Ran:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        options = ("--as-of", "2025-04-01", "--no-readings", "--format", "json", "--lang", lang)
        return eco("run", artifact, path, *options)

    return judge


def lines(*records: Any) -> str:
    return "".join((r if isinstance(r, str) else json.dumps(r, ensure_ascii=False)) + "\n" for r in records)


def judged(ran: Ran) -> list[str]:
    return [verdict["case"] for verdict in ran.lines]


def counts(ran: Ran) -> tuple[int, int, int]:
    """All cases, the judged ones, the unreadable ones, as the last line says."""
    found = re.search(r"共 (\d+) 件：已判断 (\d+) 件，读不了 (\d+) 件。", ran.err)
    assert found is not None, ran.err
    every, good, bad = map(int, found.groups())
    assert every == good + bad and good == len(ran.lines)
    return every, good, bad


#: What is wrong with the second line of a file whose first is fine: code, field, what the message says, what to write.
WRONG: dict[str, tuple[Any, str, str, str, str]] = {
    "an unknown event": ({**BAD, "event": "送达告之书"}, "D104", "事件", "送达告之书", "送达告知书"),
    "a day that does not exist": ({**BAD, "on": "2026-02-30"}, "D105", "日期", "2026-02-30", "2026-02-28"),
    "a field with such a day": ({**BAD, "会议日期": "2026-02-30"}, "D105", "会议日期", "2026-02-30", "2026-02-28"),
    "a day that is a number": ({**BAD, "on": 20250303}, "D105", "日期", "20250303", "2026-02-28"),
    "no day": ({k: v for k, v in BAD.items() if k != "on"}, "D116", "日期", "送达告知书", "日期"),
    "no event": ({k: v for k, v in BAD.items() if k != "event"}, "D111", "事件", "事件", "补上「事件」"),
    "no case number": ({k: v for k, v in BAD.items() if k != "case"}, "D109", "案件", "案件号", "补上「案件」"),
    "an empty case number": ({**BAD, "case": " "}, "D109", "案件", "案件号", "补上「案件」"),
    "a value that the field cannot have": ({**BAD, "方式": "飞鸽"}, "D114", "方式", "飞鸽", "「公告」"),
    "a field that is missing": ({**BAD, "方式": None}, "D111", "方式", "方式", "补上「方式」"),
    "a field that is not known": ({**BAD, "天气": "晴"}, "D112", "天气", "天气", "删掉它"),
    "a broken line": ('{"case": "坏", "event": "送达告知书"', "D103", "", "第2行不是有效的 JSON", "英文双引号"),
}


@pytest.mark.parametrize(("record", "code", "field", "said", "remedy"), WRONG.values(), ids=list(WRONG))
def test_a_bad_case_is_told_and_the_others_go_on(
    run: Run, record: Any, code: str, field: str, said: str, remedy: str
) -> None:
    ran = run(lines(GOOD, record, {**GOOD, "case": "末"}))
    assert ran.status == 1
    assert judged(ran) == ["好", "末"]
    assert counts(ran) == (3, 2, 1)
    place = f"案件.jsonl:2「{field}」" if field else "案件.jsonl:2"
    assert f"错误 {code}：" in ran.err and place in ran.err
    assert said in ran.err and remedy in ran.err


@pytest.mark.parametrize(("record", "code", "field", "said", "remedy"), WRONG.values(), ids=list(WRONG))
def test_the_same_in_english(run: Run, record: Any, code: str, field: str, said: str, remedy: str) -> None:
    ran = run(lines(GOOD, record), lang="en")
    assert ran.status == 1 and f"error {code}:" in ran.err and "案件.jsonl:2" in ran.err
    assert "2 case(s): 1 judged, 1 unreadable." in ran.err and "None" not in ran.err


def test_a_respondent_whom_nobody_declared(run: Run) -> None:
    header = {"case": "坏", "parties": {"义务人": ["甲公司"]}}
    ran = run(lines(GOOD, header, {**BAD, "party": "丙公司"}))
    assert ran.status == 1 and judged(ran) == ["好"] and counts(ran) == (2, 1, 1)
    assert "D108" in ran.err and "案件.jsonl:3「当事人」" in ran.err
    assert "丙公司" in ran.err and "改为「甲公司」" in ran.err


def test_an_act_for_nobody_in_particular_where_there_are_several(run: Run) -> None:
    header = {"case": "坏", "parties": {"义务人": ["甲公司", "乙公司"]}}
    ran = run(lines(GOOD, header, BAD))
    assert ran.status == 1 and judged(ran) == ["好"]
    assert "案件.jsonl:3「当事人」" in ran.err and "甲公司" in ran.err and "乙公司" in ran.err


def test_all_mistakes_of_a_case_are_told_at_once(run: Run) -> None:
    wrong = ({**BAD, "方式": "飞鸽"}, {**BAD, "event": "答付"}, {**BAD, "on": "三月三日"})
    ran = run(lines(*wrong))
    assert ran.status == 1 and counts(ran) == (1, 0, 1)
    assert re.findall(r"错误 (D\d+)", ran.err) == ["D114", "D104", "D105"]
    assert re.findall(r"案件\.jsonl:(\d)", ran.err) == ["1", "2", "3"]


def test_an_event_of_the_future_is_left_out_and_said(run: Run) -> None:
    ran = run(lines(GOOD, {"case": "好", "event": "答复", "on": "2025-04-02", "同意": True}))
    assert ran.status == 0 and ran.lines[0]["left_out"] == 1
    # 5 working days from Monday 3 March end on the 10th; nothing came by 1 April.
    assert ran.lines[0]["tracks"][0]["stage"] == "未获同意"
    assert "案件.jsonl:2" in ran.err and "2025年4月2日" in ran.err and "截至日" in ran.err


def test_events_out_of_order_are_put_in_order_and_said(run: Run) -> None:
    reply = {"case": "好", "event": "答复", "on": "2025-03-05", "同意": True}
    turned, straight = run(lines(reply, GOOD)), run(lines(GOOD, reply))
    assert (turned.status, turned.out) == (0, straight.out)
    assert "提示 D122" in turned.err and "案件.jsonl:2" in turned.err and straight.err == ""


def test_the_same_line_twice_counts_once_and_is_said(run: Run) -> None:
    twice, once = run(lines(GOOD, GOOD)), run(lines(GOOD))
    assert (twice.status, twice.out) == (0, once.out)
    assert "警告 D107" in twice.err and "案件.jsonl:2" in twice.err


# ── ledgers ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_ledger_in_the_encodings_of_spreadsheets(run: Run, encoding: str) -> None:
    ran = run((HEADING + GOOD_ROW).encode(encoding), "台账.csv")
    assert ran.status == 0 and judged(ran) == ["好"]
    assert ("D123" in ran.err) == encoding.startswith("gb")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_bad_row_of_a_ledger(run: Run, encoding: str) -> None:
    row = "坏,甲公司,送达告之书,2025-03-03,直接,2025-03-18\n"
    ran = run((HEADING + GOOD_ROW + row).encode(encoding), "台账.csv")
    assert ran.status == 1 and judged(ran) == ["好"] and counts(ran) == (2, 1, 1)
    assert "台账.csv:3「事件」" in ran.err and "改为「送达告知书」" in ran.err


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", "D118", "一件案件也没有"),
        (HEADING.encode(), "D118", "一件案件也没有"),
        ("案件,日期\n好,2025-03-03\n".encode(), "D125", "「事件」"),
        ((HEADING + GOOD_ROW).encode("utf-16"), "D102", "UTF-16"),
        ((HEADING + '好,"甲').encode(), "D", "台账.csv:2"),
        (b"PK\x03\x04" + b"\0" * 40, "D115", "CSV UTF-8"),
    ],
    ids=["empty", "heading alone", "no column for events", "UTF-16", "unclosed quotation", "a workbook"],
)
def test_a_ledger_that_is_none(run: Run, content: bytes, code: str, said: str) -> None:
    ran = run(content, "台账.csv")
    assert (ran.status, ran.out) == (1, "") and f"错误 {code}" in ran.err and said in ran.err
    assert counts(ran)[1] == 0


# ── anything else ────────────────────────────────────────────────────────────────────────────────────────────────

DEEP = 10_000


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", b"[" * DEEP + b"]" * DEEP),
        ("a.json", b'{"case": ' * DEEP),
        ("a.jsonl", b'{"case": "a", "event": ' + b"[" * DEEP + b"]" * DEEP + b"}"),
        ("a.jsonl", b"null\n1\n[]\n"),
        ("a.jsonl", bytes(range(256)) * 20),
        ("a.json", b"\xff\xfe{\x00}\x00"),
        ("a.json", b'{"case": "a", "case": "b"}'),
        ("a.json", b'{"case": "a", "events": {"event": 1}}'),
        ("a.jsonl", b'{"case": NaN, "event": Infinity}'),
        ("a.csv", b"\0" * 1000),
        ("a.csv", b'"' * 10_000),
        ("a.parquet", b"PAR1"),
        ("a", b"\n\n\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value[:24]),
)
def test_any_content_is_told(run: Run, name: str, content: bytes) -> None:
    ran = run(content, name)
    assert (ran.status, ran.out) == (1, "")
    assert name in ran.err and counts(ran)[2] >= 1


def test_a_folder_is_no_file_of_cases(artifact: Path, tmp_path: Path) -> None:
    ran = eco("run", artifact, tmp_path)
    assert (ran.status, ran.out) == (1, "") and str(tmp_path) in ran.err


def test_a_batch_of_a_thousand_with_a_hundred_bad_ones(run: Run) -> None:
    records = [{**GOOD, "case": f"{n}号", "event": "送达" if n % 10 else "无"} for n in range(1000)]
    ran = run(lines(*records))
    assert ran.status == 1 and counts(ran) == (1000, 900, 100)
    assert judged(ran)[:3] == ["1号", "2号", "3号"] and "案件.jsonl:991" in ran.err
