"""A policy on the bench: compiled once, and again for each edit, with what an edit leaves alone kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import evolve, frozen

from ecolang.diagnostics import Diagnostic, Diagnostics
from ecolang.program import CaseTest, Program
from ecolang.readings import Choice, with_readings
from ecolang.time.load import calendar_dirs as find_calendar_dirs
from ecolang_compiler.checks import feasible
from ecolang_compiler.checks.context import Check
from ecolang_compiler.lower.calendars import Shelf
from ecolang_compiler.lower.cases import Lines, lower_cases
from ecolang_compiler.lower.policy import Surroundings
from ecolang_compiler.mutate.edits import mutants
from ecolang_compiler.mutate.model import Mutant
from ecolang_compiler.pipeline import ROW_CHECKS, Compiled, check_rows, compile_path, compile_tree
from ecolang_compiler.syntax import parse
from ecolang_compiler.syntax.case_file import parse_cases
from ecolang_compiler.syntax.tree import CaseNode

#: Checks that go through the days of years, which are asked of what nothing else has noticed.
_DEAR: tuple[Check, ...] = (feasible.check,)
_CHEAP = tuple(check for check in ROW_CHECKS if check not in _DEAR)
#: By what a problem is known again in an edited policy: places move.
Key = tuple[str, str]


@frozen
class Bench:
    """A policy without errors. `file`: the policy's own, `texts`: those of its case tests, by file."""

    base: Compiled
    file: str
    text: str
    texts: Mapping[str, str]
    shelf: Shelf

    def mutants(self) -> tuple[Mutant, ...]:
        """Every way of breaking it."""
        return () if self.base.tree is None else mutants(self.base.tree, self.text)

    def compiled(self, mutant: Mutant) -> Compiled | None:
        """The policy with the edit; None where the sentence cannot be read at all, so that nobody could mean it."""
        text = mutant.applied(self.text)
        parsed, problems = parse(text, self.file)
        if parsed is None or any(each.severity == "error" for each in problems):
            return None
        context = self.base.context
        cases = () if context is None else context.cases
        apart: list[Diagnostic] = []
        if mutant.declares:
            # The case tests are read with the words that the policy declares.
            beside, apart = parse_cases(text, self.file, self.texts)
            trees = (parsed, *beside.values())
            cases = tuple(part for each in trees for part in each.body if isinstance(part, CaseNode))
        source = None if context is None else context.source
        around = Surroundings(text, source, self.shelf, {**self.texts, self.file: text})
        return compile_tree(parsed, around, cases, problems, apart, allow_not_modelled=True, row_checks=_CHEAP)

    def case_tests(self, text: str) -> tuple[CaseTest, ...]:
        """The case tests of a text, read with the policy's words; none where something is wrong with them."""
        context = self.base.context
        trees, problems = parse_cases(self.text, self.file, {self.file + "+": text})
        bag = Diagnostics(problems)
        if context is None or any(each.severity == "error" for each in bag):
            return ()
        nodes = [part for each in trees.values() for part in each.body if isinstance(part, CaseNode)]
        build = context.lowered.build
        build = evolve(build, names=evolve(build.names, bag=bag), citations=evolve(build.citations, bag=bag))
        tests = lower_cases(build, nodes, Lines({}))
        return () if any(each.severity == "error" for each in bag) else tests

    def noticed(self, compiled: Compiled) -> tuple[Diagnostic, ...]:
        """The errors and warnings that the policy itself does not have, but for those of `late`."""
        return self._new(compiled.diagnostics)

    def late(self, compiled: Compiled) -> tuple[Diagnostic, ...]:
        """The same of the checks that take their time."""
        context = compiled.context
        return () if context is None else self._new(tuple(each for check in _DEAR for each in check(context)))

    def under(self, compiled: Compiled, choice: Choice) -> tuple[Diagnostic, ...]:
        """The same of what `eco check --readings` looks for under an alternative."""
        return self._new(_under(compiled, choice), _under(self.base, choice))

    def _new(
        self, diagnostics: tuple[Diagnostic, ...], known_ones: tuple[Diagnostic, ...] | None = None
    ) -> tuple[Diagnostic, ...]:
        known = Counter(map(_key, self.base.diagnostics if known_ones is None else known_ones))
        found = []
        for each in diagnostics:
            known[_key(each)] -= 1
            if known[_key(each)] < 0 and each.severity != "note":
                found.append(each)
        return tuple(found)


def bench(path: Path, calendar_dirs: Iterable[Path] = ()) -> Bench | Compiled:
    """The policy of a path (as `compile_path` takes it) on the bench; as compiled, if it has errors."""
    dirs = tuple(calendar_dirs)
    base = compile_path(path, calendar_dirs=dirs, allow_not_modelled=True)
    if base.has_errors or base.context is None or base.tree is None or base.tree.span is None:
        return base
    file = base.tree.span.file
    texts = {name: text for name, text in base.sources.items() if name != file and name.endswith(Path(file).suffix)}
    return Bench(base, file, base.sources[file], texts, Shelf(find_calendar_dirs(Path(file).parent, dirs)))


def _under(compiled: Compiled, choice: Choice) -> tuple[Diagnostic, ...]:
    if compiled.context is None or compiled.program is None:
        return ()
    changed = with_readings(compiled.program, (choice,))
    return check_rows(compiled.context, changed) if isinstance(changed, Program) else ()


def _key(problem: Diagnostic) -> Key:
    return (problem.code, repr(sorted(problem.args.items(), key=lambda each: each[0])))
