"""One mutant after the other before its judges: the compiler, the case tests, the guarantees; the first notice ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecolang.cli.mutation.result import Result
from ecolang.diagnostics import Diagnostic, Local
from ecolang.diagnostics.registry import message

if TYPE_CHECKING:
    from ecolang.program import CaseTest, Program
    from ecolang_compiler.mutate import Mutant
    from ecolang_compiler.mutate.bench import Bench
    from ecolang_compiler.pipeline import Compiled
    from ecolang_runtime.casetest import Outcome
    from ecolang_runtime.casetest.exercised import Trace

SAME = Local(
    "编译出的各表相同：去掉文字和判断不读的内容、展开阶段的合称、条件按同一次序排列之后，每一条规则都一样，次序也一样",
    "it compiles to the same tables: with words and what no verdict reads left out, groups of stages spelt out and "
    "conditions in one order, every rule is the same, in the same order",
)


class MutantJudge:
    """Judges the mutants of one policy. `cases`: whether to look for a case test that would notice a survivor."""

    def __init__(self, bench: Bench, *, cases: bool = True) -> None:
        from ecolang_compiler.mutate.equal import Form

        program = bench.base.program
        assert program is not None, "a policy on the bench has no errors"
        self.bench, self.program = bench, program
        self.form = Form(program)
        self.cases = cases
        self.traces: dict[str, tuple[Trace, ...]] = {}
        self.broken = []
        for outcome in _outcomes(program):
            self.traces[outcome.id] = outcome.traces
            if not outcome.passed:
                self.broken.append(outcome.id)
        self.answers = {_key(each) for each in self._proofs(program, bench.base)}

    def judge(self, mutant: Mutant) -> Result:
        """What becomes of a mutant."""
        compiled = self.bench.compiled(mutant)
        if compiled is None:
            return Result(mutant.id, "unreadable")
        found = self.bench.noticed(compiled)
        if found or compiled.program is None:
            return Result(mutant.id, "noticed", "check", _said(found[0]) if found else Local("", ""))
        from ecolang_compiler.mutate.equal import Form

        if self.form.equals(Form(compiled.program)):
            return Result(mutant.id, "equivalent", what=SAME)
        failed = self._failed(mutant, compiled.program)
        if failed is not None:
            return Result(mutant.id, "noticed", "test", Local(failed, failed))
        late = self.bench.late(compiled)
        if late:
            return Result(mutant.id, "noticed", "check", _said(late[0]))
        for choice in sorted(changed_alternatives(self.program, compiled.program)):
            under = self.bench.under(compiled, choice)
            if under:
                return Result(mutant.id, "noticed", "check", _under(choice, _said(under[0])))
        for each in self._proofs(compiled.program, compiled):
            if _key(each) not in self.answers:
                return Result(mutant.id, "noticed", "guarantee", _said(each))
        case = self._case(mutant, compiled.program) if self.cases else None
        return Result(mutant.id, "survived", case=case)

    def _proofs(self, program: Program, compiled: Compiled) -> tuple[Diagnostic, ...]:
        from ecolang.cli.proofs import prove_all

        return prove_all(program, compiled.tree).found

    def _failed(self, mutant: Mutant, program: Program) -> str | None:
        """The first case test that does not hold of the mutant; those that exercise what changed come first, of these
        the ones that need no further reading made ready."""
        changed = changed_rows(self.program, program)
        alternatives = set(changed_alternatives(self.program, program))

        def far(test: CaseTest) -> tuple[int, int]:
            traces = self.traces.get(test.id, ())
            cost = 2 if _turns(test) else 1 if test.readings else 0
            if any(choice in alternatives for choice in test.readings):
                return (0, cost)
            if any(changed & trace.rows for trace in traces):
                return (1, cost)
            cited = any(mutant.clause and mutant.clause in trace.cites for trace in traces)
            return (2 if cited else 3, cost)

        known = {test.id: test for test in self.program.tests}
        for outcome in _outcomes(replace(program, tests=tuple(sorted(program.tests, key=far)))):
            if not outcome.passed and outcome.id in known:
                return outcome.id
        return None

    def _case(self, mutant: Mutant, program: Program) -> str | None:
        from ecolang.cli.mutation.witness import case_that_tells

        return case_that_tells(self.bench, self.program, program, mutant)


def changed_rows(old: Program, new: Program) -> frozenset[str]:
    """The ids of rows that one of two programs has otherwise."""
    found: set[str] = set()
    for each in fields(old):
        if each.name in ("tests", "clauses", "readings", "settings", "format", "calendar_rows"):
            continue
        before, after = ({row.id: row for row in getattr(program, each.name)} for program in (old, new))
        found |= {id_ for id_ in before.keys() | after.keys() if before.get(id_) != after.get(id_)}
    return frozenset(found)


def changed_alternatives(old: Program, new: Program) -> Iterator[tuple[str, str]]:
    """The alternatives of readings that one of two programs has otherwise."""
    before, after = (
        {(reading.id, each.id): each.overlay for reading in program.readings for each in reading.alternatives}
        for program in (old, new)
    )
    return (choice for choice in before.keys() | after.keys() if before.get(choice) != after.get(choice))


def _turns(test: CaseTest) -> bool:
    return any(row["kind"] == "turns_on" for check in test.checks for row in check.get("expects", ()))


def _outcomes(program: Program) -> Iterator[Outcome]:
    from ecolang_runtime.casetest import run_tests

    return run_tests(program)


def _said(problem: Diagnostic) -> Local:
    return Local(f"{problem.code} {message(problem, 'zh')}", f"{problem.code} {message(problem, 'en')}")


def _under(choice: tuple[str, str], said: Local) -> Local:
    reading, other = choice
    return Local(f"取【{reading}】的【{other}】：{said.zh}", f"under [{reading}] [{other}]: {said.en}")


def _key(problem: Diagnostic) -> tuple[Any, ...]:
    return (problem.code, problem.args.get("guarantee"))


def on_bench(path: Path, calendar_dirs: tuple[Path, ...]) -> Bench | Compiled:
    """The policy of a path on the bench, or as compiled if it has errors."""
    from ecolang_compiler.mutate.bench import bench

    return bench(path, calendar_dirs)
