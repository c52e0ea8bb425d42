"""Conditions and lines of text as the picture shows them."""

from __future__ import annotations

import pytest

from ecolang.draw.text import balanced, cut, wrap
from ecolang.program import Expr
from ecolang.words.condition import condition_words
from ecolang.words.names import Names
from tests.draw.procedure import PROCEDURE

ZH, EN = Names(PROCEDURE, "zh"), Names(PROCEDURE, "en")
AGREES: Expr = ("cmp", "=", ("field", "同意"), ("lit", True))
FULL: Expr = ("cmp", "=", ("field", "结果"), ("lit", "一致"))
LATE: Expr = ("happened", "答复", ("not", ("given", "同意")))


@pytest.mark.parametrize(
    ("expr", "zh", "en"),
    [
        (None, "", ""),
        (("true",), "", ""),
        (AGREES, "同意", "agrees"),
        (("cmp", "=", ("field", "同意"), ("lit", False)), "不同意", "not agrees"),
        (FULL, "结果：一致", "result: full"),
        (
            ("or", FULL, ("cmp", "=", ("field", "结果"), ("lit", "部分一致"))),
            "结果：一致、部分一致",
            "result: full, partial",
        ),
        (("and", AGREES, ("or", ("open", "答复"), ("overdue", "起诉"))),
         "同意，且（应答复或逾期未起诉）", "agrees and (reply owed or sue overdue)"),
        (("cmp", ">=", ("count", "答复", None, "track"), ("lit", 3)), "答复次数≥3", "number of reply ≥ 3"),
        (("not", ("cmp", ">=", ("count", "起诉", None, "case"), ("lit", 2))), "起诉次数＜2", "number of sue < 2"),
        (("happened", "答复", AGREES), "已答复（同意）", "reply (agrees) done"),
        (("not", ("happened", "签订协议", None)), "未签订协议", "no sign agreement"),
        (("not", LATE), "未答复（非（写明同意））", "no reply (not (agrees given))"),
        (("since", "答复", None, "起诉", None), "已答复其后未起诉", "reply with no sue since"),
        (("period", "磋商期限", "lapsed"), "磋商期限届满", "consultation period lapsed"),
        (("signed", "会议记录", "义务人"), "义务人已在会议记录签字", "minutes signed by respondent"),
        (("tracks", "any_other", AGREES), "其他任一：同意", "any other: agrees"),
        (("actor", "法院"), "由法院", "by court"),
        (("in", ("待开会", "待裁定")), "待开会、待裁定", "awaiting meeting, awaiting court"),
        (("item", "告知书", "其他事项"), "告知书有其他事项", "notice has 其他事项"),
        (("last", "答复", "同意"), "最近一次答复的同意", "agrees of last reply"),
        (("unheard of", 1), "…", "…"),
    ],
)  # fmt: skip
def test_a_condition_in_words(expr: Expr | None, zh: str, en: str) -> None:
    assert (condition_words(expr, ZH), condition_words(expr, EN)) == (zh, en)


def test_a_count_of_the_event_just_read_is_short() -> None:
    twice: Expr = ("cmp", ">=", ("count", "起诉", None, "track"), ("lit", 2))
    assert condition_words(twice, ZH, "起诉") == "次数≥2"


@pytest.mark.parametrize(
    ("text", "columns", "lines"),
    [
        ("甲乙丙丁", 8, ["甲乙丙丁"]),  # 4 characters, 2 columns each
        ("甲乙丙丁戊", 8, ["甲乙丙丁", "戊"]),
        ("甲乙丙丁。戊", 8, ["甲乙丙", "丁。戊"]),  # no line begins with a full stop
        ("甲乙（丙丁）", 6, ["甲乙", "（丙", "丁）"]),  # nor ends with an opening bracket
        ("within five days", 12, ["within five", "days"]),
        ("组织修复 第二条", 10, ["组织修复", "第二条"]),  # a citation stays whole
        ("之日起90日内", 7, ["之日起", "90日内"]),  # no line end within a number
        ("", 8, [""]),
    ],
)
def test_lines_end_where_a_reader_would_end_them(text: str, columns: int, lines: list[str]) -> None:
    assert wrap(text, columns) == lines


def test_text_past_the_last_line_is_cut() -> None:
    assert wrap("甲" * 100, 8, 2) == ["甲甲甲甲", "甲甲甲…"]


def test_balanced_lines_leave_no_single_character() -> None:
    # 16 columns of 14: two lines, of 16 / 2 + 3 = 11 columns at most, so 5 characters and 3
    assert (wrap("甲" * 8, 14), balanced("甲" * 8, 14)) == (["甲" * 7, "甲"], ["甲" * 5, "甲" * 3])


def test_balanced_lines_are_no_more_than_full_ones() -> None:
    # 28 columns of 27: evenly that would be 14 + 3 = 17 a line, where no two of the three words fit side by side
    words = "claimants, respondent jointly"
    assert len(balanced(words, 27)) == len(wrap(words, 27)) == 2


def test_a_cut_text_fits() -> None:
    assert cut("甲乙丙丁", 5) == "甲乙…"
