"""`eco bench`: what the other libraries are given to do, and the figures of a small run."""

import sys
from pathlib import Path

import pytest

from ecolang import CaseData, Occurrence, load
from ecolang.cli.bench.outline import outline
from ecolang.cli.bench.peers import Judge, with_statemachine, with_transitions
from ecolang.time import parse_date
from tests.command import eco


def day(text: str) -> int:
    found = parse_date(text)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "starter"
    eco("new", folder)
    return folder


@pytest.fixture(scope="module", params=[with_transitions, with_statemachine])
def judge(request: pytest.FixtureRequest, starter: Path) -> Judge:
    policy = load(starter)
    made: Judge = request.param(outline(policy.program, policy.engine.rules.calendar))
    return made


APPLIED = Occurrence("提出申请", day("2025-03-03"))


def stage(verdict: tuple[object, ...]) -> int:
    return int(str(verdict[0]).lstrip("s"))


def test_a_guard_over_the_acts_fields_chooses_the_way(judge: Judge) -> None:
    # Stages are numbered as declared: awaiting acceptance, awaiting decision, granted, refused, withdrawn.
    trace = (
        APPLIED,
        Occurrence("受理", day("2025-03-04")),
        Occurrence("作出决定", day("2025-03-05"), fields={"准予": False}),
    )
    assert [stage(each) for each in judge(CaseData("1", occurrences=trace), day("2025-03-05"))] == [3]


def test_a_lapse_moves_the_case(judge: Judge) -> None:
    # Five working days from 3 March: 4, 5, 6, 7, 10; on the 11th it counts as accepted.
    case = CaseData("1", occurrences=(APPLIED,))
    assert [stage(each) for each in judge(case, day("2025-03-10"))] == [0]
    assert [stage(each) for each in judge(case, day("2025-03-11"))] == [1]


def test_an_act_that_moves_nothing_is_told(judge: Judge) -> None:
    trace = (APPLIED, Occurrence("作出决定", day("2025-03-05"), fields={"准予": True}))
    (verdict,) = judge(CaseData("1", occurrences=trace), day("2025-03-05"))
    assert len(verdict[2]) == 2  # the application begins the case and moves nothing either


def test_the_floor_and_the_job_are_measured_on_the_same_cases(starter: Path) -> None:
    ran = eco("bench", starter, "--cases", 20, "--rounds", 1, "--job", "reference", "--format", "json")
    assert ran.status == 0
    (found,) = ran.json
    assert [job["name"] for job in found["jobs"]] == ["orjson", "reference"]
    assert all(job["events_per_second"] > 0 and job["peak_memory"] > 0 for job in found["jobs"])
    assert found["cases"] == 20
    assert found["machine"]["versions"]["orjson"]


def test_a_job_misspelt_is_told_the_nearest(starter: Path) -> None:
    ran = eco("bench", starter, "--job", "referense")
    assert ran.status == 1
    assert "reference" in ran.err


def test_without_matplotlib_the_extra_is_named(starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ran = eco("bench", starter, "--plot", tmp_path / "plot.svg")
    assert ran.status == 1
    assert "ecolang[bench]" in ran.err
