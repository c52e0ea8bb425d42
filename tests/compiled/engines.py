"""The two engines side by side: policies ready for both, made cases, days to look at, and what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from ecolang.program import Program
from ecolang.readings import Choice
from ecolang_compiler.versions import compile_versions
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled import engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.generate import Generator
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Verdict

POLICIES = Path(__file__).resolve().parents[2] / "policies"
SHIPPED = ("xpcc-consultation", "administrative-reconsideration", "gdpr", "foia")


@dataclass(frozen=True)
class Pair:
    """One policy under one reading, for both engines."""

    name: str
    rules: Rules
    tables: Tables

    def both(self, case: CaseData, as_of: int) -> tuple[Verdict, Verdict]:
        """The verdicts of the reference and of the compiled engine."""
        return evaluate(self.rules, self.rules.calendar, case, as_of), engine.evaluate(self.tables, case, as_of)

    def differences(self, case: CaseData, as_of: int) -> list[str]:
        """Where the two verdicts differ, field by field."""
        return list(differences(*self.both(case, as_of)))


@dataclass(frozen=True)
class Compared:
    """A policy under its first readings and under each other one, with a maker of its cases."""

    first: Pair
    others: tuple[tuple[Choice, Pair], ...]

    def cases(self, seed: int, numbers: range) -> Iterator[CaseData]:
        """Made cases; a third of them break a rule."""
        maker = Generator(self.first.rules, seed, 0.35)
        return (maker.case(number) for number in numbers)


def compared(name: str, program: Program) -> Compared:
    """A program ready for both engines, which share the numbers of all readings as the product does."""
    judge, numbers = Judge(program), Numbers()
    first = Pair(name, judge.rules, Tables(judge.rules, numbers))
    others = ((choice, Pair(f"{name} {choice}", rules, Tables(rules, numbers))) for choice, rules in judge.others)
    return Compared(first, tuple(others))


@cache
def shipped(folder: str) -> tuple[Compared, ...]:
    """The versions of a shipped policy."""
    versions = compile_versions(POLICIES / folder).versions
    assert versions is not None
    return tuple(compared(f"{folder}/{row.name}", row.program) for row in versions.rows)


def days(case: CaseData, rng: Random, number: int) -> list[int]:
    """The last day, and others drawn from: each event's day, the day before and after, the last days that the policies
    count to (weeks and months on), and before the case began."""
    told = sorted({each.day for each in case.occurrences})
    near = {day + step for day in told for step in (-1, 0, 1)}
    later = {told[-1] + step for step in (5, 8, 10, 11, 15, 30, 31, 60, 61, 90, 91, 92, 366)}
    pool = sorted(near | later)
    return [told[-1], *rng.sample(pool, min(number, len(pool)))]


def differences(one: Any, other: Any, path: str = "") -> Iterator[str]:
    """Where two values differ, field by field."""
    if is_dataclass(one) and type(one) is type(other):
        for each in fields(one):
            yield from differences(getattr(one, each.name), getattr(other, each.name), f"{path}.{each.name}")
    elif isinstance(one, tuple) and isinstance(other, tuple) and len(one) == len(other):
        for place, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from differences(a, b, f"{path}[{place}]")
    elif type(one) is not type(other) or one != other:
        yield f"{path}: {one!r} != {other!r}"
