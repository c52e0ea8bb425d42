"""The shortest and longest ways in days, worked out by hand from the text and the calendars of 2025.

Days off in 2025 (State Council): New Year 1 January; Spring Festival 28 January to 4 February, with work on Sunday,
26 January and Saturday, 8 February; National Day 1 to 8 October, with work on Sunday, 28 September and Saturday, 11
October. In 2026: Spring Festival 15 to 23 February, with work on Saturday, 14 February.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ecolang
from ecolang.program import Program
from ecolang.time import parse_date
from ecolang_compiler.pipeline import compile_path
from ecolang_compiler.times.table import times
from tests.command import eco
from tests.compiler.policy import FLOW, program

XPCC = Path(__file__).resolve().parents[2] / "policies" / "xpcc-consultation"


def table(found: Program, first: str = "2025-01-01", last: str = "2025-12-31", stages: bool = False) -> dict[str, Any]:
    version = times([("", found)], parse_date(first) or 0, parse_date(last) or 0, stages=stages)["versions"][0]
    return dict(version)


def row(found: dict[str, Any], rows: str, key: str, name: str) -> dict[str, Any]:
    return next(dict(each) for each in found[rows] if each[key] == name)


@pytest.fixture(scope="module")
def consultation() -> dict[str, Any]:
    found = compile_path(XPCC).program
    assert found is not None
    return table(found, stages=True)


def spread(found: dict[str, Any]) -> tuple[int, int, str]:
    return found["fewest"], found["most"], found["worst_start"]


def test_the_reply_of_article_7(consultation: dict[str, Any]) -> None:
    # Five working days from Sunday, 5 January, end on Friday the 10th: 5 days. From Wednesday, 22 January: 23, 24, 26
    # (work on Sunday), 27, then Spring Festival, 5 February: 14 days.
    reply = row(consultation, "periods", "what", "答复")
    assert spread(reply) == (5, 14, "2025-01-22")
    assert (reply["number"], reply["unit"], reply["cite"]) == (5, "workday", "第七条第一款")
    assert [each["en"] for each in reply["holidays"]] == ["Spring Festival"]


def test_the_notice_of_article_6(consultation: dict[str, Any]) -> None:
    # Five whole working days between service and meeting. For a meeting on Wednesday, 5 February: 27, 26, 24, 23, 22
    # January are the five, so service on the 21st: 15 days. For one on Saturday: Monday to Friday, so 6 days.
    assert spread(row(consultation, "periods", "what", "送达告知书")) == (6, 15, "2025-02-05")


def test_the_thirty_days_of_annex_4(consultation: dict[str, Any]) -> None:
    # From 1 September the 30th day is 1 October; after National Day it is 9 October, 38 days on.
    assert spread(row(consultation, "periods", "what", "申请司法确认")) == (30, 38, "2025-09-01")


def test_the_ninety_days_of_article_10(consultation: dict[str, Any]) -> None:
    # From 17 November the 90th day (13 + 31 + 31 + 15) is 15 February 2026, the first day of Spring Festival; the next
    # working day is 24 February: 99 days.
    ninety = row(consultation, "periods", "what", "磋商期限")
    assert spread(ninety) == (90, 99, "2025-11-17")
    assert ninety["provisional"]  # Xinjiang's days off of 2026 are not at hand


def test_a_case_may_wait_for_a_reply_until_the_day_after_its_last_day(consultation: dict[str, Any]) -> None:
    assert spread(row(consultation, "stages", "stage", "待答复")["stay"]) == (6, 15, "2025-01-22")


def test_stages_without_a_clock(consultation: dict[str, Any]) -> None:
    assert [each["stage"] for each in consultation["stages"] if each["stay"] is None] == [
        "待告知",
        "已签协议",
        "待裁定",
        "已确认",
        "待重新磋商",
        "磋商不成",
        "诉讼中",
        "已判决",
    ]


def test_the_longest_way_has_no_bound_where_no_clock_runs(consultation: dict[str, Any]) -> None:
    # Service at once, the reply lapses, then the 90 days of Article 10 from the same service: 99 days at worst. The
    # stages before service and after failure have no last day.
    longest = row(consultation, "outcomes", "outcome", "已驳回")["longest"]
    assert not longest["bounded"]
    assert longest["open"] == ["待告知", "已签协议", "待裁定", "待重新磋商", "磋商不成", "诉讼中"]
    assert spread(longest) == (90, 99, "2025-11-17")
    assert [(each["stage"], each["from"], each["to"]) for each in longest["stays"]] == [
        ("待告知", 0, 0),
        ("待答复", 0, 8),  # 18, 19, 20, 21, 24 November; the lapse on Tuesday, 25 November
        ("待开会", 8, 99),
        ("磋商不成", 99, 99),
        ("诉讼中", 99, 99),
    ]


def test_the_shortest_way_to_an_outcome_takes_no_day(consultation: dict[str, Any]) -> None:
    # Article 11, ground (7), needs no day: failure, suit, judgment and performance can come on one day.
    shortest = row(consultation, "outcomes", "outcome", "已履行")["shortest"]
    assert (shortest["at_least"], shortest["breach"], spread(shortest)) == (0, False, (0, 0, "2025-01-01"))
    assert [step["cite"] for step in shortest["steps"]] == [
        "第十一条第一款",
        "第十一条第一款",
        "第十四条第二款",
        "第十四条第二款",
    ]


def test_the_shortest_way_to_an_agreement_is_the_lead_of_the_notice(consultation: dict[str, Any]) -> None:
    # Service, consent, then the meeting after five whole working days: from Sunday, 5 January: 6 to 10, the meeting on
    # the 11th, 6 days; from Wednesday, 22 January: 23, 24, 26, 27 January and 5 February, the meeting on the 6th: 15.
    signed = row(consultation, "stages", "stage", "已签协议")["shortest"]
    assert (signed["at_least"], spread(signed)) == (6, (6, 15, "2025-01-22"))
    assert [(step["event"], step["day"]) for step in signed["steps"]] == [
        ("送达告知书", 0),
        ("答复", 0),
        ("召开会议", 15),
        ("签订协议", 15),
    ]


def test_a_procedure_with_a_clock_in_every_stage_but_the_first() -> None:
    longest = row(table(program(FLOW)), "outcomes", "outcome", "已准予")["longest"]
    # An application starts the first clock and leads nowhere by itself, so that nobody knows whether it runs.
    assert longest["open"] == ["待受理"]
    # 30 days to hear and 20 to decide. From 25 December 2025 the 30th day is Saturday, 24 January, moved to the 26th;
    # the 20th after it is 15 February 2026, the first day of Spring Festival, moved to the 24th: 61 days.
    assert spread(longest) == (50, 61, "2025-12-25")
    assert [(each["stage"], each["from"], each["to"]) for each in longest["stays"]] == [
        ("待受理", 0, 0),
        ("待听证", 0, 32),
        ("待决定", 32, 61),
    ]


LAPSE = """
第一条
  待受理的，申请人应当申请；申请后，进入待听证。
第二条
  待听证的，机关应当自申请之日起10个工作日内听证：
    逾期的，进入已驳回。
  待听证的，听证后，进入待决定。
第三条
  待决定的，机关应当自听证之日起20日内决定；决定后，进入已准予。
"""


def test_what_only_a_lapse_leads_to_waits_for_its_last_day() -> None:
    way = row(table(program(LAPSE)), "outcomes", "outcome", "已驳回")["shortest"]
    # Ten working days are ten days at least, and the lapse comes on the day after.
    assert way["at_least"] == 11
    # From Sunday, 5 January: 6 to 10 and 13 to 17 January, the lapse on the 18th: 13 days. From Wednesday, 15 January:
    # 16, 17, 20 to 24, 26, 27 January, then Spring Festival, 5 February, the lapse on the 6th: 22 days.
    assert spread(way) == (13, 22, "2025-01-15")
    assert [(step["event"], step["lapse"] is not None) for step in way["steps"]] == [("申请", False), (None, True)]


ROUND = """
第一条
  待受理的，申请人应当申请；申请后，进入待听证。
第二条
  待听证的，机关应当自申请之日起10日内听证；听证后，进入待决定。
第三条
  待决定的，机关应当在5日内决定：
    准予的，进入已准予；
    不准予的，进入待听证。
"""


def test_a_circle_that_nothing_bounds_is_said() -> None:
    longest = row(table(program(ROUND)), "outcomes", "outcome", "已准予")["longest"]
    assert (longest["round"], longest["bounded"]) == (True, False)


def test_a_circle_that_a_count_bounds_is_gone_round_so_often() -> None:
    # Three hearings: three times ten days at most, and five to decide after each. The stay of the first ten days and
    # those that follow are moved on over days off, so that 45 days are the fewest.
    limited = ROUND + "第四条\n  听证不超过3次。\n"
    longest = row(table(program(limited)), "outcomes", "outcome", "已准予")["longest"]
    assert (longest["round"], longest["fewest"]) == (False, 45)
    assert [each["stage"] for each in longest["stays"]] == ["待受理", *["待听证", "待决定"] * 3]


def test_the_command_says_the_same_in_both_languages() -> None:
    zh = eco("times", str(XPCC), "--year", "2025", "--lang", "zh")
    assert "答复  5个工作日（第七条第一款）  5至14日，最坏自2025-01-22起（春节）" in zh.out
    assert "有期限的部分合计：90至99日，最坏自2025-11-17起（元旦、春节；日历没有公布，暂定）" in zh.out
    en = eco("times", str(XPCC), "--year", "2025", "--lang", "en")
    assert "答复  5 working days (Article 7(1))  5 to 14 days, worst from 2025-01-22 (Spring Festival)" in en.out


def test_a_year_that_is_none() -> None:
    wrong = eco("times", str(XPCC), "--year", "0", "--lang", "zh")
    assert (wrong.status, wrong.err) == (1, "“0”不是年份，请写成 2026。\n")


def test_the_api_gives_the_table() -> None:
    found = ecolang.times(XPCC, as_of="2025-11-17")
    assert (found["from"], found["to"]) == ("2025-11-17", "2026-11-16")
    assert row(found["versions"][0], "periods", "what", "磋商期限")["worst_start"] == "2025-11-17"
