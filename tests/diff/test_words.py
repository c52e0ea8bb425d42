"""The note, the table and the JSON of a difference."""

from __future__ import annotations

import pytest

from ecolang_compiler.diff import Difference
from ecolang_compiler.diff.note import markdown, note
from ecolang_compiler.diff.render import json_value
from tests.diff.cases import GOLDEN, several


@pytest.fixture(scope="module")
def found() -> Difference:
    return several()


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
