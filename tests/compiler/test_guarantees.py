"""Guarantees over every abstract case: what is proved, and the shortest way that is found against one."""

from __future__ import annotations

import pytest

from ecolang_compiler.proofs import explore
from ecolang_compiler.proofs.guarantees import Proof, prove
from tests.compiler.policy import FLOW, compiled, one


def proof(guarantee: str, rules: str = FLOW) -> Proof:
    program = compiled(rules + "\n保证\n  " + guarantee + "\n").program
    assert program is not None
    return prove(program, one(program.guarantees))


def way(found: Proof) -> list[str | None]:
    (_, path), *_ = found.ways
    return [step.event or step.of for step in path if step.kind in ("event", "lapse")]


def test_a_duty_drives_a_conforming_case_out_of_its_stage() -> None:
    assert proof("合规的案件，不会无限期停留在待受理、待听证、待决定。").verdict == "proved"


def test_a_duty_drives_nobody_who_breaks_it() -> None:
    found = proof("任何案件，不会无限期停留在待听证。")
    # 受理 is enough to get there.
    assert (found.verdict, way(found)) == ("refuted", ["受理"])


def test_a_clock_that_runs_drives_any_case_out() -> None:
    ways = "听证：\n    结果为同意、不同意的，进入待决定；\n    逾期的，进入待决定。"
    rules = FLOW.replace("听证；听证后，进入待决定。", ways)
    assert proof("任何案件，不会无限期停留在待听证。", rules).verdict == "proved"


def test_a_period_that_is_full_drives_out_what_is_deemed_then() -> None:
    more = "第二条\n  办理期限为10日，自首次受理之日起算。\n  待听证的，办理期限已满的，视为听证（结果为同意）。\n"
    assert proof("任何案件，不会无限期停留在待听证。", FLOW + more).verdict == "proved"


def test_a_stage_is_not_entered_without_what_leads_to_it() -> None:
    assert proof("任何案件，未听证的，不会进入待决定。").verdict == "proved"


def test_the_shortest_way_against_a_promise() -> None:
    found = proof("任何案件，未公告的，不会进入已准予。")
    assert (found.verdict, way(found)) == ("refuted", ["受理", "听证", "决定"])


def test_an_act_without_effect_did_not_happen() -> None:
    power = "第二条\n  待决定的，已公告的，机关可以同意延期。\n".replace("机关可以", "首长可以")
    assert proof("任何案件，未公告的，不会同意延期。", FLOW + power).verdict == "proved"


def test_a_limit_bounds_a_conforming_case_and_no_other() -> None:
    # Once the hearing has moved the case on, a further one is unexpected: one at most where the rules are kept.
    again = FLOW.replace("听证后，进入待决定", "听证后，进入待听证").replace(
        "  待决定的，机关应当", "  待听证的，公告后，进入待决定。\n  待决定的，机关应当"
    )
    limited = again + "第二条\n  听证不超过2次。\n"
    assert proof("合规的案件，决定前，听证不超过2次。", limited).verdict == "proved"
    found = proof("任何案件，决定前，听证不超过2次。", limited)
    assert found.verdict == "refuted"
    assert way(found).count("听证") == 3


def test_a_duty_is_owed_while_the_stage_lasts() -> None:
    assert proof("任何案件，待决定的，有义务决定。").verdict == "proved"
    assert proof("任何案件，待决定的，有义务公告。").verdict == "refuted"


def test_each_outcome_has_its_way() -> None:
    found = proof("每一结局均可到达。")
    assert (found.verdict, [outcome for outcome, _ in found.ways]) == ("proved", ["已准予", "已驳回"])


def test_a_search_that_is_cut_short_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecolang_compiler.proofs.guarantees.MOST_STEPS", 1)
    found = proof("任何案件，未听证的，不会进入待决定。")
    assert (found.verdict, found.bound) == ("undecided", "steps")
    assert explore.MOST_STEPS > 1


SCHEDULE = """第二条
  决定书应当包括：（一）分期表。
  受理后，申请人应当按决定书所载“分期表”的“日期”逐期补正。
"""


def test_a_duty_for_each_row_of_a_schedule_is_not_followed() -> None:
    # The schedule may hold no row, and one act may leave others owed: neither is proved.
    assert proof("任何案件，待听证的，有义务补正。", FLOW + SCHEDULE).verdict != "proved"
    paid = "第三条\n  待听证的，已补正，且尚应补正的，进入待决定。\n"
    assert proof("任何案件，未听证的，不会进入待决定。", FLOW + SCHEDULE + paid).verdict != "proved"
