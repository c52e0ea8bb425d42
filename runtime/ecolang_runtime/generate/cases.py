"""Cases in any number: each from the seed and its own number alone, so that any part of them can be made anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from ecolang.program import Program
from ecolang.time import Calendar
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.judging import Engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.generate.days import starting_days
from ecolang_runtime.generate.map import Map
from ecolang_runtime.generate.on_compiled import OnCompiled
from ecolang_runtime.generate.on_reference import OnReference
from ecolang_runtime.generate.targets import HARMLESS, Target, lawful, unlawful
from ecolang_runtime.generate.values import Values
from ecolang_runtime.generate.view import Run, Scene
from ecolang_runtime.generate.walk import Walk
from ecolang_runtime.reference.rules import Rules

_TRIES = 4


class Generator:
    """Makes case after case. `violations`: the share of cases in which a rule is broken, 0 to 1.

    The cases are told to the compiled engine, to `engine` if it is given; where it does not cover the policy, or if
    not `fast`, to the reference. They are the same.
    """

    def __init__(
        self, rules: Rules, seed: int = 0, violations: float = 0.3, engine: Engine | None = None, fast: bool = True
    ) -> None:
        self.rules = rules
        self.scene: Scene = OnReference(rules)
        if fast:
            tables = (engine or Engine(rules, Numbers(), Stats())).tables
            self.scene = self.scene if tables is None else OnCompiled(tables)
        self.seed = seed
        self.violations = min(1.0, max(0.0, violations))
        self._map = Map(rules)
        self._values = Values(rules.program)
        self._lawful, self._unlawful = lawful(rules.program), unlawful(rules.program)
        self._breaches = tuple(each for each in self._unlawful if each.kind not in HARMLESS)
        self._days, self._near = starting_days(rules.calendar)

    def case(self, number: int) -> CaseData:
        """The case of that number, counted from 0: the same for the same policy, seed and share."""
        return self.told(number)[0]

    def told(self, number: int) -> tuple[CaseData, Run | None]:
        """The case, and the run that it was told to if that has not gone beyond the day of the last event."""
        if isinstance(self.scene, OnCompiled):
            try:
                return self._told(number)
            except Unsupported:
                self.scene = OnReference(self.rules)
        return self._told(number)

    def _told(self, number: int) -> tuple[CaseData, Run | None]:
        before, after = int(number * self.violations), int((number + 1) * self.violations)
        breaks = after > before
        targets = self._unlawful if breaks else self._lawful
        target: Target | None = targets[(before if breaks else number - before) % len(targets)] if targets else None
        best: Walk | None = None
        for attempt in range(_TRIES):
            walk = self._walk(number, attempt, not breaks)
            reached = walk.go(self._instead(number + attempt, breaks) if attempt >= 2 else target)
            fits = bool(walk.occurrences) and (walk.violated == breaks)
            if fits and (reached or attempt >= 1):
                return walk.case(), walk.fresh()
            if best is None or fits or not best.occurrences:
                best = walk
        assert best is not None
        return best.case(), best.fresh()

    def _instead(self, number: int, breaks: bool) -> Target | None:
        """A target for a case that came to nothing: of one that has to break a rule, something that does."""
        return self._breaches[number % len(self._breaches)] if breaks and self._breaches else None

    def _walk(self, number: int, attempt: int, keeps: bool) -> Walk:
        # A text as seed does not depend on Python's hashes.
        rng = Random(f"{self.seed}/{number}/{attempt}")
        start = rng.choice(self._near if rng.random() < 0.5 else self._days)
        return Walk(self.scene, self._map, self._values, rng, f"{number + 1:05}", start, keeps)


def generate(
    program: Program, calendar: Calendar, n: int, seed: int = 0, violations: float = 0.3
) -> Iterator[CaseData]:
    """`n` cases of a policy under its calendar; the same bytes for the same arguments."""
    maker = Generator(Rules(program, calendar), seed, violations)
    return (maker.case(number) for number in range(n))
