"""Ways that overlap, are never taken or leave a gap, proved over all values."""

from __future__ import annotations

import pytest

from ecolang.diagnostics import message
from ecolang_compiler.proofs import space
from tests.compiler.policy import FLOW, codes, compiled, one, said

DECIDE = "    准予的，进入已准予；\n    不准予的，进入已驳回。\n"
NEW = ("E709", "E710", "E711", "E712")


def flow(*ways: str) -> str:
    assert DECIDE in FLOW
    return FLOW.replace(DECIDE, "    " + "；\n    ".join(ways) + "。\n")


def test_ways_that_exclude_each_other_and_leave_nothing_out() -> None:
    found = codes(compiled(FLOW))
    assert [code for code in found if code in NEW] == []


def test_two_ways_at_once_with_the_facts() -> None:
    # 人数 5 or more meets both; the least that the search meets first is 5 itself.
    found = compiled(flow("人数在5以上的，进入已准予", "人数在3以上的，进入已驳回", "人数不满3的，进入已驳回"))
    assert said(found, "E709") == [
        (
            "在「待决定」，「决定」的两个去处「已准予」和「已驳回」可以同时成立：人数为5（穷尽检索证明）。",
            "进入已驳回",
        )
    ]
    problem = one(tuple(each for each in found.diagnostics if each.code == "E709"))
    assert "at once: 人数 is 5 (proved by complete search)" in message(problem, "en")
    assert one(problem.labels).text_zh == "先写的是进入已准予"


def test_counts_that_exclude_each_other() -> None:
    # 听证 at least 3 times, and fewer than 3 times.
    ways = flow("听证已满3次的，进入已驳回", "听证不满3次的，进入已准予")
    assert [code for code in codes(compiled(ways)) if code in NEW] == []


def test_a_way_that_is_never_taken() -> None:
    found = compiled(flow("人数在3以上的，进入已准予", "人数在5以上的，进入已驳回", "人数不满3的，进入已驳回"))
    assert said(found, "E710") == [
        (
            "在「待决定」，「决定」进入「已驳回」的这一处永远用不上：前面的去处已经包含了它（穷尽检索证明）。",
            "进入已驳回",
        )
    ]
    assert said(found, "E709") == []


def test_an_outcome_left_out() -> None:
    found = compiled(flow("准予的，进入已准予", "不准予，且案情复杂的，进入已驳回"))
    assert [words for words, _ in said(found, "E711")] == [
        "在「待决定」，「决定」分情形写了去处，但漏了一种：准予为否，且案情复杂为否（穷尽检索证明）。"
    ]


def test_an_act_that_moves_on_one_outcome_only_is_no_gap() -> None:
    more = FLOW + "  待决定的，听证，结果为同意的，进入已准予。\n"
    assert said(compiled(more), "E711") == []


def test_the_act_itself_is_counted() -> None:
    # After the act it has happened, so the way for one that did not is never taken.
    ways = flow("已决定的，进入已准予", "未决定的，进入已驳回")
    assert [words for words, _ in said(compiled(ways), "E710")] == [
        "在「待决定」，「决定」进入「已驳回」的这一处永远用不上：前面的去处已经包含了它（穷尽检索证明）。"
    ]


def test_the_solver_answers_where_a_search_would_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("z3")
    monkeypatch.setattr(space, "MOST_NODES", 1)
    found = compiled(flow("人数在5以上的，进入已准予", "人数在3以上的，进入已驳回", "人数不满3的，进入已驳回"))
    assert "（z3 求解证明）" in one(tuple(said(found, "E709")))[0]


def test_without_a_solver_it_is_said_that_nothing_was_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "MOST_NODES", 1)
    monkeypatch.setattr("ecolang_compiler.proofs.choice.installed", lambda: False)
    found = compiled(FLOW)
    assert [words for words, _ in said(found, "E712")] == [
        "在「待决定」，「决定」的去处是否重叠、有无遗漏，情形太多，没有证明。"
    ]
    assert {each.severity for each in found.diagnostics if each.code == "E712"} == {"note"}
