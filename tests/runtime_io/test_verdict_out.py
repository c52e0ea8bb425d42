"""The verdict as text and as JSON."""

import json

import pytest

from ecolang.program import Program
from ecolang_runtime.flight import Case
from ecolang_runtime.policy import Policy
from ecolang_runtime.wording import verdict_json, verdict_text


@pytest.fixture
def case(program: Program) -> Case:
    """Served in time, answered two days late, met without agreement; seen on 20 March 2026."""
    case = Policy(program).case("环〔2026〕1号", opened="2026-03-02", parties={"相对人": "甲公司"})
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接", documents={"通知书": "齐全"})
    case.record("答复", on="2026-03-11", 同意=True)
    case.record("召开会议", on="2026-03-12", 结果="未一致", steps=[1, 2, 3])
    return case


def test_the_short_text_is_a_memo(program: Program, case: Case) -> None:
    # Five working days after Monday 2 March: 3, 4, 5, 6, 9 March. Day 18 of 90 is 20 March, day 90 is 31 May.
    assert (
        verdict_text(program, case.as_of("2026-03-20"))
        == """\
案件 环〔2026〕1号　截至2026年3月20日（星期五）

■ 甲公司　待开会（自2026年3月11日起）
  问题
    ✗ “答复”迟2日：最迟应当为2026年3月9日，实际为2026年3月11日（第三条）。
    · 另有提示1条。
  可办
    · 有1项是否可以办理，取决于尚不知道的情况。
  期限和次数
    · 召开会议：1次，最多2次
    · 协商期限：已用18日，共90日，至2026年5月31日（星期日）
  经过
    2026-03-02　送达通知（会议日期：2026年3月12日；方式：直接） → 进入待答复
    2026-03-10　“答复”的期限届满
    2026-03-11　答复（同意：是） → 进入待开会
    2026-03-12　召开会议（结果：未一致）

依据：《协商办法》，2020年1月1日起施行。
用 --full 看全部。
"""
    )


def test_the_english_text_says_the_same(program: Program, case: Case) -> None:
    text = verdict_text(program, case.as_of("2026-03-20"), "en")
    assert "✗ “reply” came 2 days late: due by 9 March 2026, done on 11 March 2026 (Article 3)." in text
    assert "· 1 power depends on what is not known." in text
    assert "2026-03-12  hold meeting (result: not agreed)" in text
    assert text.rstrip().endswith("--full shows everything.")


def test_the_full_text_explains_dates_and_lists_notes(program: Program, case: Case) -> None:
    text = verdict_text(program, case.as_of("2026-03-20"), full=True)
    assert "自2026年3月2日（星期一）起90日，当日不计入" in text
    assert "会议记录没有提供内容，未核对" in text
    assert "“召开会议”第1次，上限2次（第四条第一款）" in text
    assert "--full" not in text


def test_dates_are_explained_on_request(program: Program) -> None:
    case = Policy(program).case("1", opened="2026-03-02")
    case.record("送达通知", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    verdict = case.as_of("2026-03-03")
    assert "不计入：3月7日至8日（周末）" in verdict_text(program, verdict, explain=True)
    assert "不计入" not in verdict_text(program, verdict)


def test_a_clean_case_says_so(program: Program) -> None:
    case = Policy(program).case("1", opened="2026-03-02")
    assert "没有发现问题。" in verdict_text(program, case.as_of("2026-03-02"))
    assert "Nothing was found." in verdict_text(program, case.as_of("2026-03-02"), "en")


def test_what_is_left_out_is_counted(program: Program, case: Case) -> None:
    assert "1个事件在截至日之后，没有计入。" in verdict_text(program, case.as_of("2026-03-11"))
    assert "1 event after that day is left out." in verdict_text(program, case.as_of("2026-03-11"), "en")


def test_the_json_carries_the_sentence_of_each_finding(program: Program, case: Case) -> None:
    found = verdict_json(program, case.as_of("2026-03-20"))["tracks"][0]["findings"][0]
    assert (found["kind"], found["due"], found["actual"], found["days"]) == ("late", "2026-03-09", "2026-03-11", 2)
    assert found["sentence"] == "“答复”迟2日：最迟应当为2026年3月9日，实际为2026年3月11日（第三条）。"


def test_the_json_of_equal_verdicts_is_equal_byte_by_byte(program: Program, case: Case) -> None:
    verdict = case.as_of("2026-03-20")
    one, two = (json.dumps(verdict_json(program, verdict), ensure_ascii=False) for _ in range(2))
    assert one == two and json.loads(one)["case"] == "环〔2026〕1号"


def test_the_json_has_one_shape_whatever_the_case(program: Program, case: Case) -> None:
    other = Policy(program).case("2", opened="2026-03-02")
    first, second = (verdict_json(program, each.as_of("2026-03-20")) for each in (case, other))
    assert list(first) == list(second)
    assert list(first["tracks"][0]) == list(second["tracks"][0])


def test_hostile_names_stay_on_their_line(program: Program) -> None:
    name = '甲\n■ 乙"\u202e{x}' + "长" * 5_000
    case = Policy(program).case(name, opened="2026-03-02", parties={"相对人": name})
    text = verdict_text(program, case.as_of("2026-03-02"))
    assert "\u202e" not in text and len(text) < 2_000
    assert [line for line in text.splitlines() if line.startswith("■ 乙")] == []
    assert json.loads(json.dumps(verdict_json(program, case.as_of("2026-03-02"))))["case"] == name
