"""The engineer's day, with the shipped regulation: a case that grows, its verdict, its snapshot."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path

import pytest

import ecolang
from tests.command import XPCC


@cache
def policy() -> ecolang.Policy:
    return ecolang.load(XPCC)


def served() -> ecolang.Case:
    case = policy().case("兵环损〔2026〕1号", opened="2026-03-02")
    case.record("送达告知书", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    return case


def test_a_case_in_flight_says_what_is_owed_and_how_its_day_came_about() -> None:
    # Served on Monday 2 March 2026: the 3rd, 4th, 5th, 6th and 9th are days 1 to 5.
    due = served().as_of("2026-03-05").open_duties[0].due
    assert due is not None and due.last == "2026-03-09"
    explained = due.explain(lang="zh")
    assert "自2026年3月2日（星期一）起5个工作日" in explained and "3月7日至8日（周末）" in explained
    # Xinjiang's days off of 2026 are not at hand.
    assert "暂定" in explained
    assert "Article 7(1)" in due.explain(lang="en")


def test_the_same_case_later() -> None:
    # The last day is provisional: with five days off of Xinjiang's own among the first it would be the 13th; until
    # then nothing has lapsed.
    case = served()
    stages = {day: case.as_of(f"2026-03-{day:02}").tracks[0].stage for day in (9, 13, 14, 20)}
    assert stages == {9: "待答复", 13: "待答复", 14: "未获同意", 20: "未获同意"}


def test_a_snapshot_goes_round(artifact: Path) -> None:
    case = served()
    kept = json.loads(json.dumps(case.snapshot()))
    again = ecolang.restore(kept)
    assert again.as_of("2026-03-20") == case.as_of("2026-03-20")
    again.record("答复", on="2026-03-06", 同意=True)
    assert again.as_of("2026-03-20").tracks[0].stage == "待开会"
    assert case.as_of("2026-03-20").tracks[0].stage == "未获同意"
    # And under the artifact of the same policy.
    assert ecolang.restore(kept, ecolang.load(artifact)).as_of("2026-03-20") == case.as_of("2026-03-20")


def test_one_class_of_error_with_the_nearest_name() -> None:
    with pytest.raises(ecolang.EcoError, match="送达告知书"):
        served().record("送达告之书", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")


def test_results_are_immutable() -> None:
    verdict = served().as_of("2026-03-05")
    with pytest.raises(dataclasses.FrozenInstanceError):
        verdict.as_of = "2026-03-06"  # type: ignore[misc]


def test_a_batch_adds_up() -> None:
    served = {"event": "送达告知书", "on": "2026-03-02", "会议日期": "2026-03-12", "方式": "直接"}
    good = [{"case": f"{n}号", **served} for n in range(5)]
    bad = [{"case": "坏", "event": "没有", "on": "2026-03-02"}]
    found = list(policy().evaluate_many([*good, *bad], as_of="2026-03-05"))
    assert [isinstance(each, ecolang.EcoError) for each in found] == [False] * 5 + [True]


def test_the_example_of_the_embedding_guide_runs_whole() -> None:
    # Served 2 March 2026: five working days end on 9 March, at the latest on 13 March while the region's days off of
    # 2026 are unknown; the meeting planned for 12 March, before which the team must be formed,
    # was not held by 20 March.
    case = policy().case("兵环损〔2026〕1号", opened="2026-03-02")
    case.record("送达告知书", on="2026-03-02", 会议日期="2026-03-12", 方式="直接")
    verdict = case.as_of("2026-03-20")
    (duty,) = verdict.open_duties
    assert (duty.events, duty.state) == (("组建磋商小组",), "open")
    assert duty.due is not None and "2026年3月12日" in duty.due.explain(lang="zh")
