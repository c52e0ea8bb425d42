"""`eco check --readings`: every combination of readings that is worth trying, checked and tested."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from math import prod
from typing import TYPE_CHECKING, Any

from ecolang.cli.common import Lang, say, say_error
from ecolang.cli.progress import Progress
from ecolang.program import Program
from ecolang.readings import Choice, with_readings
from ecolang.rows import dataclass, replace
from ecolang.source_ref import parse_ref

if TYPE_CHECKING:
    from ecolang.diagnostics import Diagnostic
    from ecolang_compiler.checks.context import Context

Choices = tuple[Choice, ...]
#: By what a problem is known again under other readings.
Key = tuple[Any, ...]
#: How many case tests a line names.
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Combination:
    """One combination and what came of it.

    `found`: problems that the policy's own readings do not have. `failed`: case tests of exactly these readings that do
    not hold. `turns`: tests that state no reading and hold only under the policy's own.
    """

    choices: Choices
    found: tuple[Diagnostic, ...] = ()
    failed: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
    damaged: bool = False

    def count(self, severity: str) -> int:
        """How many problems there are of a severity."""
        return sum(each.severity == severity for each in self.found)

    def words(self, lang: Lang) -> str:
        """What it is called."""
        if not self.choices:
            return say(lang, "本文理解", "the policy's own readings")
        if lang == "zh":
            return "，".join(f"【{reading}】{other}" for reading, other in self.choices)
        return ", ".join(f"[{reading}] {other}" for reading, other in self.choices)


def worth_trying(program: Program) -> tuple[Choices, ...]:
    """The policy's own readings, each alternative alone, and pairs of two readings that meet in a clause."""
    alone = [(reading.id, other.id) for reading in program.readings for other in reading.alternatives]
    pairs = [(one, two) for one, two in combinations(alone, 2) if one[0] != two[0] and _meet(program, one, two)]
    return ((), *((choice,) for choice in alone), *pairs)


def every_one(program: Program) -> Iterator[Choices]:
    """All combinations."""
    ways = [(None, *(other.id for other in reading.alternatives)) for reading in program.readings]
    for chosen in product(*ways):
        pairs = zip(program.readings, chosen, strict=True)
        yield tuple((reading.id, other) for reading, other in pairs if other is not None)


def how_many(program: Program) -> int:
    """How many combinations there are in all."""
    return prod(len(reading.alternatives) + 1 for reading in program.readings)


def _meet(program: Program, one: Choice, two: Choice) -> bool:
    """Whether two alternatives replace the same row, or rows of the same article."""
    return not _touched(program, one).isdisjoint(_touched(program, two))


def _touched(program: Program, choice: Choice) -> set[Any]:
    found: set[Any] = set()
    for reading in program.readings:
        for other in reading.alternatives if reading.id == choice[0] else ():
            if other.id != choice[1]:
                continue
            for table, rows in other.overlay.items():
                for id_, row in rows.items():
                    found.add((table, id_))
                    cite = row.get("cite") if isinstance(row, dict) else getattr(row, "cite", None)
                    ref = parse_ref(cite) if isinstance(cite, str) else None
                    if ref is not None:
                        found.add((ref.article, ref.annex, ref.suffix))
    return found


def check_readings(program: Program, context: Context | None, whole: bool, lang: Lang) -> list[Combination]:
    """Checks the combinations (`whole`: all there are), telling their number first and then how far it has come."""
    tried = list(every_one(program)) if whole else list(worth_trying(program))
    if whole:
        number = how_many(program)
        say_error(say(lang, f"共{number}种组合，逐一检查。", f"{number} combinations, each to be checked."))
    progress = Progress(lambda n: say(lang, f"组合 {n}/{len(tried)}", f"combinations {n}/{len(tried)}"))
    known = {_key(each) for each in _checked(context, program)}
    broken = _failures(program, ())
    found: list[Combination] = []
    for choices in tried:
        found.append(_combination(program, context, choices, known, broken))
        progress.step()
    progress.clear()
    return found


def _combination(
    program: Program, context: Context | None, choices: Choices, known: set[Key], broken: set[str]
) -> Combination:
    changed = with_readings(program, choices)
    if not isinstance(changed, Program):
        return Combination(choices, damaged=True)
    found = _checked(context, changed)
    new = tuple(each for each in found if _key(each) not in known) if choices else found
    own = {test.id for test in program.tests if tuple(sorted(test.readings)) == tuple(sorted(choices))}
    failing = broken if not choices else _failures(program, choices)
    free = {test.id for test in program.tests if not test.readings}
    turns = failing & free - broken if choices else set()
    order = [test.id for test in program.tests]
    return Combination(
        choices,
        new,
        tuple(id_ for id_ in order if id_ in failing & own),
        tuple(id_ for id_ in order if id_ in turns),
    )


def _failures(program: Program, choices: Choices) -> set[str]:
    """The case tests that do not hold under some readings, of those that state none or exactly these."""
    from ecolang_runtime.casetest import run_tests

    wanted = tuple(sorted(choices))
    tests = tuple(
        replace(test, readings=choices)
        for test in program.tests
        if not test.readings or tuple(sorted(test.readings)) == wanted
    )
    return {outcome.id for outcome in run_tests(replace(program, tests=tests)) if not outcome.passed}


def _checked(context: Context | None, program: Program) -> tuple[Diagnostic, ...]:
    if context is None:
        return ()
    from ecolang_compiler.pipeline import check_rows

    return check_rows(context, program)


def _key(problem: Diagnostic) -> Key:
    return (problem.code, problem.span, repr(sorted(problem.args.items(), key=lambda each: each[0])))


def readings_text(found: list[Combination], lang: Lang) -> str:
    """A line for each combination, with what turns on it."""
    lines = [say(lang, f"理解的组合 {len(found)} 种：", f"{len(found)} combination(s) of readings:")]
    for each in found:
        bad = each.damaged or each.count("error") or each.failed
        errors, warnings = each.count("error"), each.count("warning")
        words = say(
            lang,
            f"{errors} 处错误，{warnings} 处警告",
            f"{errors} error(s), {warnings} warning(s)",
        )
        if each.damaged:
            words = say(lang, "不能代入", "cannot be taken")
        lines.append(f"  {'✗' if bad else '✓'} {each.words(lang)}{'：' if lang == 'zh' else ': '}{words}")
        for ids, zh, en in (
            (each.failed, "案例不符", "failed case tests"),
            (each.turns, "结果取决于此的案例", "case tests that turn on it"),
        ):
            if ids:
                shown = [*ids[:MOST_SHOWN], *(["…"] if len(ids) > MOST_SHOWN else [])]
                joined = ("；" if lang == "zh" else "; ").join(shown)
                lines.append(f"      {say(lang, f'{zh}（{len(ids)}）：', f'{en} ({len(ids)}): ')}{joined}")
    return "\n".join(lines)


def readings_json(found: list[Combination], lang: Lang, sources: dict[str, str]) -> list[dict[str, Any]]:
    """The same as JSON-able data."""
    from ecolang.diagnostics import to_json

    return [
        {
            "readings": dict(each.choices),
            "errors": each.count("error"),
            "warnings": each.count("warning"),
            "diagnostics": [to_json(problem, lang, sources) for problem in each.found],
            "failed": list(each.failed),
            "turns_on": list(each.turns),
        }
        for each in found
    ]
