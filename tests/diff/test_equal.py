"""What is proved equal in effect, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ecolang.artifact import from_json, to_json
from ecolang.program import Program
from ecolang_compiler.diff import difference
from ecolang_compiler.diff.canonical import alike
from ecolang_compiler.diff.render import conclusion
from ecolang_compiler.syntax.fmt import format_text
from tests.diff.amend import diff, program, said, shipped, text

OTHER = """《甲办法》

工作日：中国。

角色
  机关。

事件
  决定：由机关。

阶段
  待决定，起始。

结局
  已决定。

第一条
  待决定的，机关应当决定；决定后，进入已决定。
"""


def test_a_policy_equals_itself() -> None:
    found = difference(shipped(), shipped())
    assert found.empty
    assert conclusion(found, "zh") == "效力相同：已证明。"
    assert conclusion(found, "en") == "Equal in effect: proved."


def test_a_policy_equals_its_rendering_in_english() -> None:
    english, _ = format_text(text(), "measures.eco", "en")
    assert english is not None
    found = difference(shipped(), program(english))
    assert (found.changes, found.moves, found.proved) == ((), (), True)


def test_a_policy_equals_its_artifact() -> None:
    again = from_json(to_json(shipped()))
    assert isinstance(again, Program)
    assert difference(shipped(), again).proved


def test_words_that_decide_nothing_are_told_and_proved_harmless() -> None:
    found = diff(("义务人〔respondent〕，可以有数人：违反国家规定", "义务人〔respondent〕，可以有数人：违反法律规定"))
    assert said(found) == [
        "角色“义务人”：说明 违反国家规定造成生态环境损害的单位或个人 → 违反法律规定造成生态环境损害的单位或个人"
    ]
    assert conclusion(found, "zh") == "共1处变化：修改1处。这些变化不影响任何案件的判断：已证明。"


def test_remarks_and_line_breaks_are_no_change() -> None:
    found = diff(("送达后，\n      进入待答复", "送达后，进入待答复"))
    assert found.empty
    assert found.proved


@pytest.mark.parametrize("table", ["periods", "duties", "powers", "count_limits", "deemings", "edges", "contents"])
def test_a_row_less_is_another_effect(table: str) -> None:
    old = shipped()
    assert not alike(old, replace(old, **{table: getattr(old, table)[1:]}))


def test_an_alternative_that_says_otherwise_is_another_effect() -> None:
    found = diff(("在会议日期倒数5个工作日前送达", "在会议日期倒数4个工作日前送达"))
    assert not found.proved


def test_two_unrelated_policies_are_compared_too() -> None:
    other = program(OTHER)
    found = difference(shipped(), other)
    assert not found.proved
    assert "新增第一条：待决定的，机关应当决定；决定后，进入已决定" in said(found)
