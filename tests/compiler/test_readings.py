"""Readings: what an alternative replaces."""

from __future__ import annotations

from typing import Any

from ecolang.program import Alternative, Program
from tests.compiler.policy import compiled, one, program, said

BASE = "第一条\n  【受理】待受理的，机关应当自申请之日起5个工作日内受理；受理后，进入待听证。\n"
QUESTION = "  理解【算法】：几日？\n    本文理解为：5日。\n    另一理解【其他】：不同。\n      "


def alternative(change: str) -> tuple[Program, Alternative]:
    found = program(BASE + QUESTION + change)
    reading = one(found.readings)
    assert (reading.id, reading.cite, reading.question) == ("算法", "第一条", "几日？")
    chosen: Any = one(reading.alternatives)
    return found, chosen


def test_a_replaced_sentence_replaces_its_rows() -> None:
    found, chosen = alternative("【受理】改为：待受理的，机关应当自申请之日起7个工作日内受理；受理后，进入待听证。")
    duty = one(found.duties)
    # The edge is the same but for the words of its sentence.
    assert list(chosen.overlay) == ["duties", "edges"]
    row = chosen.overlay["duties"][duty.id]
    assert row["deadlines"][0]["amount"] == 7
    assert row["rule"] == "受理"


def test_rows_that_the_alternative_lacks_are_deleted() -> None:
    found, chosen = alternative("【受理】改为：待受理的，机关应当自申请之日起5个工作日内受理。")
    assert chosen.overlay["edges"] == {one(found.edges).id: None}


def test_a_rule_that_does_not_apply() -> None:
    found, chosen = alternative("【受理】不适用。")
    assert chosen.overlay["duties"] == {one(found.duties).id: None}


def test_an_added_sentence_stands_in_the_readings_article() -> None:
    _, chosen = alternative("另加：待听证的，机关应当听证。")
    assert list(chosen.overlay["duties"]) == ["第一条/应当/听证/待听证"]


def test_another_calendar() -> None:
    found, chosen = alternative("工作日改为：中国、新疆。")
    assert chosen.overlay == {"settings": {"calendars": ["中国", "新疆"]}}
    # Both calendars are at hand, whichever reading is taken.
    assert [row["name"] for row in found.calendar_rows] == ["中国", "新疆"]


def test_another_handling_changes_the_scope_of_events() -> None:
    _, chosen = alternative("办理改为：按全案办理。")
    assert chosen.overlay["settings"] == {"track_role": None}


def test_a_rule_that_cannot_be_found() -> None:
    found = compiled(BASE + QUESTION + "【受里】改为：待受理的，机关应当受理。")
    assert said(found, "E703")[0][0] == "没有名为「受里」的规则、期间或者设定可以替换。"


def test_what_is_wrong_in_an_alternative_is_reported_once() -> None:
    found = compiled(BASE + QUESTION + "另加：待听证的，听证，准予的，进入待决定。")
    assert said(found, "E301") == [("「听证」没有载明「准予」。", "准予")]
