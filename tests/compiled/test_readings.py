"""What a case turns on is found without replaying it under every reading."""

from __future__ import annotations

from random import Random

from ecolang.time import iso
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.judge import Judge
from tests.compiled.engines import differences, shipped
from tests.runtime.build import day

NOTICE, ANSWER, MEETING = "送达告知书", "答复", "召开会议"


def case_of(seed: int) -> tuple[CaseData, int]:
    """A notice, or two, that mostly says a last day; an answer in time, late or never; a day to look at it."""
    rng = Random(seed)
    start = day("3-02") + rng.randint(0, 30)
    told: list[Occurrence] = []
    for number in range(rng.choice((1, 1, 1, 2))):
        said = {"答复期限": iso(start + rng.randint(-3, 14))} if rng.random() < 0.8 else {}
        told.append(Occurrence(NOTICE, start + number * rng.randint(0, 6), fields={"方式": "直接", **said}))
    if rng.random() < 0.75:
        told.append(Occurrence(ANSWER, start + rng.randint(0, 16), fields={"同意": rng.random() < 0.5}))
    if rng.random() < 0.4:
        told.append(Occurrence(MEETING, start + rng.randint(0, 25), fields={"结果": "一致"}))
    told.sort(key=lambda each: each.day)
    return CaseData(str(seed), None, (), (), tuple(told)), start + rng.choice((0, 3, 8, 12, 20, 40))


def test_a_last_day_that_a_reading_takes_from_a_field() -> None:
    program = shipped("xpcc-consultation")[0].first.rules.program
    fast, slow = Judge(program, engine="compiled"), Judge(program, engine="reference")
    turning = 0
    for seed in range(60):
        case, as_of = case_of(seed)
        verdict = fast.judge(case, as_of)
        turning += ("答复期限的来源", "以告知书为准") in verdict.turns_on
        assert list(differences(slow.judge(case, as_of), verdict)) == [], seed
    assert 0 < turning < 60
