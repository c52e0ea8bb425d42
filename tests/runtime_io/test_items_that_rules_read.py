"""Items of documents that rules read are of the type that is read there."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.diagnostics import message
from ecolang_runtime.read import Names
from ecolang_runtime.read.event import read_event
from ecolang_runtime.read.problems import Problems
from tests.generate.policies import INSTALMENTS, compiled


def told(**items: Any) -> tuple[dict[str, Any] | None, list[str]]:
    problems = Problems()
    record = {"event": "签订", "on": "2026-03-02", "documents": {"协议": {"items": items}}}
    occurrence = read_event(record, Names(compiled(INSTALMENTS)), problems)
    held = occurrence.documents["协议"]["items"] if occurrence is not None and not problems.errors else None
    return held, [message(each, "zh") for each in problems.found]


def test_numbers_days_and_schedules_are_read() -> None:
    rows = [{"付款日": "2026-04-01", "金额": 100}, {"付款日": "2026-05-01"}]
    held, problems = told(宽限日数="10", 最后付款日="2026年6月1日", 付款计划=rows)
    assert (held, problems) == ({"宽限日数": 10, "最后付款日": "2026-06-01", "付款计划": rows}, [])


def test_that_an_item_is_only_there_is_no_error() -> None:
    assert told(宽限日数=True, 付款计划=True) == ({"宽限日数": True, "付款计划": True}, [])


@pytest.mark.parametrize(
    ("item", "value", "said"),
    [
        ("宽限日数", "十来日", "「宽限日数」要写整数，写的是「十来日」。"),
        ("最后付款日", "2026-02-30", "「最后付款日」"),
        ("付款计划", "分三期", "「付款计划」要写一张表，每行有「付款日」这个日期，写的是「分三期」。"),
        (
            "付款计划",
            [{"付款日": "2026-04-01"}, {"日期": "2026-05-01"}],
            "「付款计划」要写一张表，每行有「付款日」这个日期",
        ),
    ],
)
def test_what_is_none_of_these_is_told(item: str, value: Any, said: str) -> None:
    held, problems = told(**{item: value})
    assert held is None
    assert len(problems) == 1 and problems[0].startswith(said)
