"""Many cases: counted like a comparison case by case, whatever the number of processes; causes and examples."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from ecolang.cli.impact_ import causes_of, places_of
from ecolang.program import Program
from ecolang_compiler.diff import difference
from ecolang_compiler.pipeline import compile_text
from ecolang_runtime.case import CaseData
from ecolang_runtime.impact import Comparer, Impact, Source, Task, gather, pool, run_impact
from ecolang_runtime.impact.judge import days_of
from ecolang_runtime.impact.pool import Worked, Worker, again
from ecolang_runtime.judge import Judge
from ecolang_runtime.verdict import Verdict
from tests.generate.policies import SMALL, XPCC, compiled, xpcc

TEXT = (XPCC / "measures.eco").read_text(encoding="utf-8")


def amended(*changes: tuple[str, str]) -> Program:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    found = compile_text(text, str(XPCC / "measures.eco"))
    assert found.program is not None, [(each.code, each.args) for each in found.diagnostics]
    return found.program


def made(new: Program, number: int) -> list[CaseData]:
    """The cases that are made for an amendment."""
    worker = Worker(task_of(new, Source(number, 4)))
    return [worker.made(place) for place in range(number)]


SEVEN = (
    "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复",
    "【答复】待答复的，义务人应当自最近一次送达告知书之日起7个工作日内答复",
)
TWICE = (
    "（二款）【会议次数】磋商阶段中，召开会议原则上不超过3次；",
    "（二款）【会议次数】磋商阶段中，召开会议原则上不超过2次；",
)


@cache
def old() -> Program:
    return amended()


def task_of(new: Program, source: Source, as_of: int | None = None) -> Task:
    found = difference(old(), new)
    return Task(old(), new, causes_of(found), places_of(found), as_of, source)


def gathered(task: Task, results: Worked, examples: int = 6) -> Impact:
    worker = Worker(task)
    total, found = results[:2]
    return gather(total, found, task.causes, worker.comparer, lambda result: again(result, worker), examples)


def essence(verdict: Verdict) -> object:
    """Stages and findings, notes left aside: written apart from what the product does."""
    return (
        [(track.party, track.part, track.stage) for track in verdict.tracks],
        sorted(
            str((track.party if track else None, f.kind, f.degree, f.cite, f.event, f.item, f.on if f.actual else None))
            for track in (None, *verdict.tracks)
            for f in (verdict.case_findings if track is None else track.findings)
            if f.degree != "note"
        ),
    )


def flipped(cases: Iterable[CaseData], new: Program) -> list[str]:
    """The cases that differ on some day, judged one by one."""
    before, after = Judge(old()), Judge(new)
    found: list[str] = []
    for case in cases:
        end = max(each.day for each in case.occurrences)
        first = [judge.judge(case, end, try_readings=False) for judge in (before, after)]
        for at in days_of(case, *first):
            one, two = (essence(judge.judge(case, at, try_readings=False)) for judge in (before, after))
            if one != two:
                found.append(case.id)
                break
    return found


@pytest.fixture(scope="module")
def new() -> Program:
    return amended(SEVEN, TWICE)


@pytest.fixture(scope="module")
def results(new: Program) -> Worked:
    return run_impact(task_of(new, Source(240, 4)))


def test_flips_equal_a_comparison_case_by_case(new: Program, results: Worked) -> None:
    cases = made(new, 240)
    assert [result.id for result in results[1] if result.flipped] == flipped(cases, new)
    assert results[0] == 240 and any(result.flipped for result in results[1])


def test_two_processes_find_what_one_finds(new: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    # Three portions, of which one process takes two.
    monkeypatch.setattr(pool, "PORTION", 40)
    task = task_of(new, Source(90, 4))
    heard: list[int] = []
    one, two = run_impact(task), run_impact(task, 2, heard.append)
    assert one == two
    assert heard == [40, 80, 90]


def test_given_cases_are_judged_like_made_ones(new: Program, results: Worked) -> None:
    cases = made(new, 240)
    total, found, _ = run_impact(task_of(new, Source(cases=cases)))
    assert total == 240
    assert [(each.id, each.effects) for each in found] == [(each.id, each.effects) for each in results[1]]
    assert all(each.case is not None for each in found)


def test_each_effect_has_the_change_that_made_it(new: Program, results: Worked) -> None:
    task = task_of(new, Source(240, 4))
    assert [cause.new_place for cause in task.causes] == ["第七条第一款", "第十条第二款"]
    impact = gathered(task, results)
    causes = {(group.effect.kind, group.effect.name, group.effect.cites[1]): group.causes for group in impact.groups}
    assert causes["moved", "答复", "第七条第一款"] == (0,)
    many = [found for (kind, name, _), found in causes.items() if (kind, name) == ("found", "too_many")]
    assert many and all(found == (1,) for found in many)
    assert sum(row.cases for row in impact.rows) >= impact.differing


def test_examples_are_short_and_show_their_effect(new: Program, results: Worked) -> None:
    task = task_of(new, Source(240, 4))
    impact = gathered(task, results)
    comparer = Comparer(Judge(old()).rules, Judge(new).rules, task.places)
    shown = [group.example for group in impact.groups if group.example is not None]
    assert len(shown) == 6
    for example in shown:
        assert example.effect.sign in {effect.sign for effect in comparer.compare(example.case).effects}
    # Service alone shows that the reply is due later.
    first = next(each for each in shown if each.effect.kind == "stage")
    assert [each.event for each in first.case.occurrences] == ["送达告知书"]


def test_renumbering_alone_changes_no_verdict() -> None:
    """第三条 and 第四条 of the small policy become 第四条 and 第五条."""
    renumbered = SMALL.replace("第四条\n", "第五条（原第四条）\n").replace("第三条\n", "第四条（原第三条）\n")
    before, after = compiled(SMALL), compiled(renumbered)
    found = difference(before, after)
    source = Source(150, 1)
    total, differing, _ = run_impact(Task(before, after, causes_of(found), places_of(found), None, source))
    assert total == 150 and differing == []


def test_nothing_differs_between_a_policy_and_itself() -> None:
    assert run_impact(task_of(old(), Source(60, 2))) == (60, [], {})


def test_the_shipped_rules_are_those_that_the_text_compiles_to() -> None:
    assert old().duties == xpcc().program.duties


def test_cases_are_made_from_both_versions() -> None:
    """An act that only the new version knows is in the cases: what it changes can be seen."""
    text = SMALL.replace("  补正：由申请人。\n", "  补正：由申请人。\n  延期：由机关。\n")
    new = text.replace("第四条\n", "第四条\n  待决定的，机关可以延期，进入已不准予。\n")
    worker = Worker(Task(compiled(SMALL), compiled(new), source=Source(100, 1)))
    events = {each.event for number in range(100) for each in worker.made(number).occurrences}
    assert {"撤回", "延期"} <= events
    assert any(result.flipped for result in worker.portion(0, 100)[1])
