"""The note, the table and the JSON of a difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecolang_compiler.diff import Difference, difference
from ecolang_compiler.diff.render import json_value, markdown, note
from tests.diff.amend import amended, program, shifted, shipped

GOLDEN = Path(__file__).with_name("golden")


@pytest.fixture(scope="module")
def found() -> Difference:
    """An amendment of several kinds: a number, a power, a ground, an event, a rule deleted, articles moved."""
    words = amended(
        ("工作日：中国、新疆。", "工作日：中国。"),
        (
            "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：\n    同意的",
            "【答复】待答复的，义务人可以自最近一次送达告知书之日起7个工作日内答复：\n    同意的",
        ),
        (
            "    （七）写明理由。\n  （一款）磋商不成",
            "    （七）写明理由；\n    （八）案情重大复杂。\n  （一款）磋商不成",
        ),
        ("  （二款）已履行的，权利人可以提供履责情况。\n", ""),
        ("召开会议不超过4次", "召开会议不超过5次"),
        ("待再次磋商、待签协议。\n  协议阶段", "待再次磋商。\n  协议阶段"),
        ("损害可以修复的，义务人应当组织修复", "损害可以修复的，义务人可以组织修复"),
    )
    return difference(shipped(), program(shifted(words, 12)))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_note(found: Difference, lang: str) -> None:
    assert note(found, lang) == (GOLDEN / f"note.{lang}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table(found: Difference, lang: str) -> None:
    assert markdown(found, lang) == (GOLDEN / f"table.{lang}.md").read_text(encoding="utf-8")


def test_json_tells_each_attribute_with_a_code(found: Difference) -> None:
    value = json_value(found, "zh")
    reply = next(each for each in value["changes"] if each["name"] == "【答复】")
    assert (reply["kind"], reply["action"]) == ("power", "changed")
    assert reply["details"] == [
        {"attribute": "modal", "what": "", "old": "应当", "new": "可以"},
        {"attribute": "amount", "what": "期限", "old": "5个工作日", "new": "7个工作日"},
    ]
    assert reply["match"] == {"basis": "place", "confirmed": True}
    assert reply["old_rows"][0] == "第七条第一款/应当/答复/待答复"
    assert value["equal_in_effect"] == "not proved"


def test_json_says_which_matches_are_only_proposed(found: Difference) -> None:
    value = json_value(found, "en")
    repair = next(each for each in value["changes"] if each["old_place"] == "第十二条第二款")
    assert repair["match"] == {"basis": "content", "confirmed": False}
    assert value["moves"][0]["confirmed"] is False


def test_old_and_new_words_are_marked(found: Difference) -> None:
    text = note(found, "zh", lambda words, mark: f"<{mark}>{words}</{mark}>")
    assert "<old>应当</old> → <new>可以</new>；期限 <old>5个工作日</old> → <new>7个工作日</new>" in text
