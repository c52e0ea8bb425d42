"""What a picture says of acts that are deemed done, of periods set still, and of conditions that have a name."""

from __future__ import annotations

from functools import cache

import pytest

from ecolang import draw
from ecolang.draw import panels
from ecolang.draw.boxes import stage_lines
from ecolang.draw.deemed import on_edges, on_none
from ecolang.draw.style import STAGE
from ecolang.draw.words import Words
from ecolang.program import Program
from ecolang.words.names import Names
from ecolang_compiler.pipeline import compile_path
from tests.command import ROOT


@cache
def policy(name: str) -> Program:
    found = compile_path(ROOT / "policies" / name).program
    assert found is not None
    return found


LAW, FOIA, XPCC = "administrative-reconsideration@2023", "foia", "xpcc-consultation"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        # 第三十条第三款: silence until the time of review is full is acceptance.
        (LAW, "审查期限已满，视为受理"),
        (LAW, "补正期限届满，且补正有正当理由："),
        # The day on which routing time is full is a day of receipt by the right component.
        (FOIA, "routing time run in"),
    ],
)
def test_what_a_period_deems_done_stands_on_the_edge_that_it_takes(name: str, words: str) -> None:
    program = policy(name)
    text = draw.dot(program, lang=program.settings.language)
    assert words in text


def test_a_lapse_with_an_edge_of_its_own_is_not_told_twice() -> None:
    program = policy(XPCC)
    assert [row.event for row in program.deemings] == ["答复"]
    assert (on_edges(program, program.edges), on_none(program)) == ((), ())


def test_what_takes_no_edge_is_listed() -> None:
    program = policy(LAW)
    words = Words(program, Names(program, "zh"))
    assert [row.event for row in on_none(program)] == ["放弃听证"]
    listed = panels.beside(program, words)
    assert listed is not None
    first = "＝ 举行听证（申请人到场：否，且不到场有正当理由：否）后，视为放弃听证 第五十一条第二款"
    assert listed.lines[0] == first


def test_what_sets_periods_still_stands_with_the_periods() -> None:
    program = policy(LAW)
    listed = panels.limits(program, Words(program, Names(program, "zh")))
    assert listed is not None
    said = "‖ 普通审理期限、简易审理期限：中止审理后，中止；恢复审理后，恢复 第三十九条第一款"
    assert said in listed.lines
    english = panels.limits(policy(FOIA), Words(policy(FOIA), Names(policy(FOIA), "en")))
    assert english is not None
    assert any(line.startswith("‖ response time: awaiting information: suspended") for line in english.lines)


def test_a_condition_that_has_a_name_is_called_by_it() -> None:
    text = draw.dot(policy(LAW))
    assert "不符合受理条件" in text and "当事人明确：否" not in text


def test_grounds_are_told_in_the_language_of_the_picture() -> None:
    program = policy(XPCC)
    table = panels.grounds(program, Words(program, Names(program, "en")))[0]
    assert table is not None
    assert table.lines[5] == "(6) consultation period lapsed and no sign agreement"


def test_a_rule_stands_in_its_box_whole_or_not_at_all() -> None:
    # Lines of 14 characters: the first rule takes two, the second four; with "… 等3项" that is one more than six.
    rules = ["● " + "一" * 26, "● " + "二" * 54, "● 三"]
    told = [line.text for line in stage_lines("审理中", rules, STAGE, "", True)][1:]
    assert told == ["● " + "一" * 13, "一" * 13, "… 等3项"]
