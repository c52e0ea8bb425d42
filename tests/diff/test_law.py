"""The note of a whole law's revision: what is paired, what is told first, and what is only counted."""

from __future__ import annotations

import pytest

from ecolang_compiler.diff.headline import headlines
from ecolang_compiler.diff.note import markdown, note
from tests.diff.cases import GOLDEN, law, several

SECTIONS = (
    "第二章 行政复议申请，第三节 申请的提出",
    "第三章 行政复议受理",
    "第四章 行政复议审理，第四节 简易程序（新）",
    "第五章 行政复议决定",
)


def test_the_note_reads_as_it_was_read() -> None:
    assert note(law(), "zh") == (GOLDEN / "law.zh.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # 2017 第二十八条第一款 is what 2023 第六十四条 (撤销), 第六十六条 (履行) and 第七十条 (逾期不答复) come from.
        ("第二十八条第一款第（三）项", "第六十四条第一款"),
        ("第二十八条第二款", "第六十四条第二款"),
        ("第二十八条第一款第（二）项", "第六十六条"),
        ("第二十八条第一款第（四）项", "第七十条"),
        ("第二十二条", "第四十九条"),
    ],
)
def test_a_rule_goes_where_its_meaning_went(old: str, new: str) -> None:
    assert (old, new) in {(rule.old_place, rule.new_place) for rule in law().rules}


def test_rules_about_different_acts_are_no_pair() -> None:
    # To tell of a refusal (2017 第十七条) is no former version of the duty to accept (2023 第三十条), though both
    # bind the same party and 第三十条 is said to have been 第十七条.
    told = {change.name.zh: change.action for change in law().changes}
    assert (told["【书面告知】"], told["【受理】"]) == ("removed", "added")


def test_topics_stand_in_the_order_of_the_new_law_and_new_ones_say_so() -> None:
    lines = note(law(), "zh").splitlines()
    places = [lines.index(each) for each in SECTIONS]
    assert places == sorted(places)


def test_the_main_points_come_first() -> None:
    points = headlines(law(), "zh")
    assert any(
        each.startswith("简易程序（新）：") and "简易审理期限30日（第六十二条第二款）" in each for each in points
    )
    assert any(each.startswith("第二十一条（新）：二十年期限20年；五年期限5年") for each in points)
    assert any("被申请人停止执行：可以 → 应当（第四十二条，原第二十一条）" in each for each in points)
    assert any("期限 10日 → 10个工作日（第四十八条，原第二十三条第一款）" in each for each in points)


def test_a_short_amendment_is_its_own_summary() -> None:
    assert headlines(several(), "zh") == []


def test_grounds_of_a_power_that_became_a_duty_are_the_same_grounds() -> None:
    stay = [change for change in law().changes if change.new_place == "第四十二条"]
    assert [[each.code for each in change.details] for change in stay] == [["modal"]]


def test_what_a_definition_stands_for_is_told_where_the_other_version_says_it() -> None:
    # 2017: 自然资源 alone; 2023: four more kinds of cases go to reconsideration first.
    first = next(change for change in law().changes if change.new_place == "第二十三条第一款")
    added = [each.new.zh for each in first.details if each.new is not None and each.old is None]
    assert added == ["当场处罚", "未履行法定职责", "不予公开信息", "法定先行复议"]


def test_declarations_and_clauses_without_rules_are_counted_unless_all_are_wanted() -> None:
    short, full = note(law(), "zh"), note(law(), "zh", everything=True)
    assert "新增事实“当事人明确”" not in short and "新增事实“当事人明确”" in full
    assert "不设规则：因" not in short and "不设规则：因" in full
    assert "（--all 逐一列出）" in short and "--all" not in full


def test_markdown_has_a_table_for_each_topic() -> None:
    text = markdown(law(), "zh")
    assert "## 要点\n\n- 第五条（新）" in text
    assert "## 第四章 行政复议审理，第四节 简易程序（新）\n\n| 条款 | 变化 | 说明 |" in text
