"""A short case that two programs judge differently, as a case test of the first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any

from ecolang.program import Program
from ecolang.readings import Choice, choices_of, with_readings

if TYPE_CHECKING:
    from ecolang.cli.common import Lang
    from ecolang_compiler.mutate import Mutant
    from ecolang_compiler.mutate.bench import Bench
    from ecolang_runtime.case import CaseData
    from ecolang_runtime.impact.effects import Effect
    from ecolang_runtime.impact.judge import Comparer

#: Cases that are made at most, how many that differ are enough, and the seconds after which no more are made.
_MOST, _ENOUGH, _SECONDS = 400, 3, 8.0


def case_that_tells(bench: Bench, original: Program, mutant: Program, edit: Mutant) -> str | None:
    """A case test that holds of the original and fails of the mutant, as the policy writes it; None if none was found.

    Cases are made from both graphs and the shortest that differs is cut down further.
    """
    for choices in _ways(original, mutant):
        old, new = with_readings(original, choices), with_readings(mutant, choices)
        if not isinstance(old, Program) or not isinstance(new, Program):
            continue
        for case, effects in _differing(old, new):
            for text in _texts(original, old, case, effects, choices):
                if _tells(bench, original, mutant, text):
                    return text
    return None


def _ways(original: Program, mutant: Program) -> Iterator[tuple[Choice, ...]]:
    """The policy's own readings, and each alternative that the two have otherwise."""
    yield ()
    overlays = [
        {(reading.id, each.id): each.overlay for reading in program.readings for each in reading.alternatives}
        for program in (original, mutant)
    ]
    for choice in choices_of(original):
        if choice in overlays[1] and overlays[0][choice] != overlays[1][choice]:
            yield (choice,)


def _differing(old: Program, new: Program) -> list[tuple[CaseData, tuple[Effect, ...]]]:
    """Some short cases that are judged differently, each with what differs: effects of going from new to old."""
    from ecolang_runtime.generate import Generator
    from ecolang_runtime.impact.judge import Comparer
    from ecolang_runtime.judge import Judge

    judges = (Judge(new), Judge(old))
    comparer = Comparer(judges[0].rules, judges[1].rules)
    makers = [Generator(judge.rules) for judge in judges]
    found: list[CaseData] = []
    end = monotonic() + _SECONDS
    for number in range(_MOST):
        case = makers[number % 2].case(number // 2)
        if comparer.compare(case).effects:
            found.append(case)
        if len(found) == _ENOUGH or monotonic() > end:
            break
    short = [_cut(case, comparer) for case in sorted(found, key=lambda case: len(case.occurrences))]
    return [(case, comparer.compare(case).effects) for case in sorted(short, key=_size)]


def _size(case: CaseData) -> int:
    return len(case.occurrences) * 10 + len(case.facts)


def _cut(case: CaseData, comparer: Comparer) -> CaseData:
    """The case without the events, documents and facts that it can do without."""
    going = True
    while going:
        going = False
        for smaller in _smaller(case):
            if smaller.occurrences and comparer.compare(smaller).effects:
                case, going = smaller, True
                break
    return case


def _smaller(case: CaseData) -> Iterator[CaseData]:
    for place in reversed(range(len(case.occurrences))):
        yield replace(case, occurrences=_without(case.occurrences, place), opened=None)
    for place in range(len(case.facts)):
        yield replace(case, facts=_without(case.facts, place))
    for place, each in enumerate(case.occurrences):
        for bare in (replace(each, documents={}), replace(each, steps=None), replace(each, by=())):
            if bare != each:
                yield replace(case, occurrences=(*case.occurrences[:place], bare, *case.occurrences[place + 1 :]))


def _without(items: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    return (*items[:place], *items[place + 1 :])


def _texts(
    original: Program, chosen: Program, case: CaseData, effects: tuple[Effect, ...], choices: tuple[Choice, ...]
) -> Iterator[str]:
    """The case as a case test, once for each thing that differs."""
    from ecolang.cli.case_block import case_text
    from ecolang_runtime.judge import Judge

    lang: Lang = "en" if original.settings.language == "en" else "zh"
    judge = Judge(chosen)
    for effect in effects:
        verdict = judge.judge(case, effect.as_of, try_readings=False)
        title = verdict.tracks[0].stage if verdict.tracks else case.id
        text = case_text(original, case, title, verdict, lang, effect, choices)
        if text is not None:
            yield text


def _tells(bench: Bench, original: Program, mutant: Program, text: str) -> bool:
    """Whether a case test holds of the original and fails of the mutant."""
    from ecolang_runtime.casetest import run_tests

    tests = bench.case_tests(text)
    if not tests:
        return False
    passed = [all(each.passed for each in run_tests(replace(each_, tests=tests))) for each_ in (original, mutant)]
    return passed == [True, False]
