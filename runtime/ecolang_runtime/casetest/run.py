"""Case tests run against the engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.diagnostics import Diagnostic, Local
from ecolang.program import CaseTest, Program
from ecolang.readings import Choice
from ecolang.rows import dataclass
from ecolang.time import parse_date
from ecolang_runtime.case import CaseData
from ecolang_runtime.casetest.exercised import Trace, trace
from ecolang_runtime.casetest.expect import holds, tracks_of
from ecolang_runtime.casetest.words import both
from ecolang_runtime.judge import Judge
from ecolang_runtime.read import CaseBuilder, Names, ReadCase
from ecolang_runtime.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that does not hold: its line in the policy, the as-of day, and both sides in words."""

    line: int
    as_of: str
    expected: Local
    got: Local


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case test after its run. `problems`: why its case could not be read; `traces`: what it exercised."""

    id: str
    line: int
    failures: tuple[Failure, ...]
    problems: tuple[Diagnostic, ...]
    traces: tuple[Trace, ...]

    @property
    def passed(self) -> bool:
        """Whether the case could be judged and every expectation holds."""
        return not self.failures and not self.problems


def run_tests(program: Program) -> Iterator[Outcome]:
    """The outcome of each case test, in the policy's order, as it becomes known. Raises `CalendarRows`."""
    names = Names(program)
    judges: dict[tuple[Choice, ...], Judge] = {}
    for test in program.tests:
        judge = judges.get(test.readings)
        if judge is None:
            judge = judges[test.readings] = Judge(program, test.readings)
        yield _run(test, judge, names)


def case_of(test: CaseTest, names: Names) -> ReadCase:
    """The case that a test tells."""
    builder = CaseBuilder(names, test.id)
    parties: dict[str, list[str]] = {}
    for name, role in test.parties:
        parties.setdefault(role, []).append(name)
    builder.say({"parties": parties or None, "facts": dict(test.facts) or None})
    for event in test.events:
        builder.add({key: value for key, value in event.items() if key != "line"}, event.get("line"))
    return builder.finish(begun=False)


def _run(test: CaseTest, judge: Judge, names: Names) -> Outcome:
    read = case_of(test, names)
    if read.data is None:
        return Outcome(test.id, test.line, (), read.problems, ())
    failures: list[Failure] = []
    traces: list[Trace] = []
    for check in test.checks:
        verdict = _judged(judge, read.data, check)
        traces.append(trace(judge.chosen, read.data, verdict))
        failures += [
            _failure(judge.chosen, check, row, verdict) for row in check.get("expects", ()) if not holds(row, verdict)
        ]
    return Outcome(test.id, test.line, tuple(failures), (), tuple(traces))


def _judged(judge: Judge, case: CaseData, check: dict[str, Any]) -> Verdict:
    day = parse_date(check["as_of"]) or 1
    turns = any(row["kind"] == "turns_on" for row in check.get("expects", ()))
    return judge.judge(case, day, try_readings=turns)


def _failure(program: Program, check: dict[str, Any], row: dict[str, Any], verdict: Verdict) -> Failure:
    return Failure(
        row.get("line") or check.get("line") or 0,
        check["as_of"],
        both(program, lambda telling: telling.expected(row)),
        both(program, lambda telling: telling.got(row, verdict, tracks_of(row, verdict))),
    )
