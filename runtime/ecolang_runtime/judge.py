"""A policy made ready to judge cases: its rules and calendar, and those of each other reading, prepared once."""

from __future__ import annotations

from functools import cached_property

from ecolang.program import Program
from ecolang.readings import Choice, ReadingProblem, choices_of, with_readings
from ecolang.rows import replace
from ecolang.time import Calendar
from ecolang_runtime.brief import Brief, brief_of
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.reference.engine import Run as SlowRun
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules, Walked
from ecolang_runtime.reference.turns import essence_of
from ecolang_runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ecolang_runtime.compiled.flight import Flight
    from ecolang_runtime.compiled.judging import Judging

#: The engines that judge, the default first.
ENGINES = ("auto", "compiled", "reference")
# Making the source of a policy and its readings ready takes as long as the reference takes for some cases.
_FEW = 3


class CalendarRows(ValueError):
    """The calendars that a program embeds are damaged."""


class Judge:
    """Immutable and safe to share between threads. Raises CalendarRows for a program with damaged calendars.

    `engine`: "compiled"; "reference" for the interpreter that defines what a policy means; or "auto" for that in the
    first cases and the compiled engine from then on. They say the same.
    """

    def __init__(
        self, program: Program, choices: tuple[Choice, ...] = (), engine: str = "auto", stats: Stats | None = None
    ) -> None:
        if engine not in ENGINES:
            raise ValueError(engine)
        self.engine = engine
        self._cases = 0
        self.stats = stats or Stats()
        self.program = program
        self.choices = choices
        made = Calendar.from_rows(program.calendar_rows)
        if not isinstance(made, Calendar):
            raise CalendarRows("; ".join(problem.message("zh") for problem in made))
        self._layers = made.layers
        self._calendars: dict[tuple[str, ...], Calendar] = {}
        self._walked: Walked = {}
        chosen = with_readings(program, choices)
        self.problem = chosen if isinstance(chosen, ReadingProblem) else None
        self.chosen = program if isinstance(chosen, ReadingProblem) else chosen

    def calendar(self, names: tuple[str, ...]) -> Calendar:
        """The calendar of the named layers, in their order, under the days that the policy adds."""
        found = self._calendars.get(names)
        if found is None:
            named = [layer for name in names for layer in self._layers if name in (layer.name, layer.name_en)]
            added = [layer for layer in self._layers if layer.everywhere and layer not in named]
            found = self._calendars.setdefault(names, Calendar((*named, *added)))
        return found

    @cached_property
    def rules(self) -> Rules:
        """The rules in force, under the chosen readings."""
        return self._rules(self.chosen)

    @cached_property
    def others(self) -> tuple[tuple[Choice, Rules], ...]:
        """The rules under each alternative of the readings that were not chosen."""
        settled = {reading for reading, _ in self.choices}
        found: list[tuple[Choice, Rules]] = []
        for choice in choices_of(self.program):
            other = with_readings(self.program, (*self.choices, choice))
            if choice[0] not in settled and isinstance(other, Program):
                found.append((choice, self._rules(other)))
        return tuple(found)

    @cached_property
    def _judging(self) -> Judging:
        from ecolang_runtime.compiled.judging import Judging

        return Judging(self.rules, lambda: self.others, self.stats)

    @property
    def _fast(self) -> Judging | None:
        """The compiled engine, where it is to judge; None: the reference is."""
        if self.engine == "reference" or (self.engine == "auto" and self._cases <= _FEW):
            return None
        return self._judging

    def source(self) -> str:
        """The source that the compiled engine runs. Raises ValueError, saying why, for a policy it does not cover."""
        from ecolang_runtime.compiled.show import source_of

        base = self._judging.base
        if base.tables is None:
            raise ValueError(base.unsupported)
        return source_of(base.tables)

    def evaluate(self, case: CaseData, as_of: int) -> Verdict:
        """The verdict as of the end of a day, without the readings it turns on."""
        self._cases += 1
        fast = self._fast
        if fast is not None:
            return fast.base.evaluate(case, as_of)
        self.stats.slow("reference asked for" if self.engine == "reference" else "the first cases")
        return evaluate(self.rules, self.rules.calendar, case, as_of)

    def run(self, head: CaseData) -> Flight | SlowRun:
        """A case in flight, told of no event yet."""
        self._cases += 1
        fast = self._fast
        return SlowRun(self.rules, self.rules.calendar, head) if fast is None else fast.run(head)

    def judge(self, case: CaseData, as_of: int, *, try_readings: bool = True) -> Verdict:
        """The verdict as of the end of a day; with `try_readings`, also under which other readings it would differ."""
        if try_readings and self.engine != "reference" and (self.engine == "compiled" or self._cases > _FEW):
            self._cases += 1
            return replace(self._judging.judge(case, as_of), readings=self.choices)
        verdict = self.evaluate(case, as_of)
        return self.turned(verdict, case, as_of) if try_readings else replace(verdict, readings=self.choices)

    def brief(self, case: CaseData, as_of: int) -> Brief:
        """The verdict in brief, without the readings it turns on."""
        fast = self._fast
        if fast is None:
            return brief_of(self.judge(case, as_of, try_readings=False))
        self._cases += 1
        found = fast.base.brief(case, as_of)
        return replace(found, readings=self.choices) if self.choices else found

    def turned(self, verdict: Verdict, case: CaseData, as_of: int) -> Verdict:
        """The verdict with the readings it turns on."""
        fast = self._fast
        if fast is not None:
            return replace(fast.turned(verdict, case, as_of), readings=self.choices)
        essence = essence_of(verdict)
        turns = tuple(
            choice
            for choice, rules in self.others
            if essence_of(evaluate(rules, rules.calendar, case, as_of)) != essence
        )
        return replace(verdict, turns_on=turns, readings=self.choices)

    def _rules(self, program: Program) -> Rules:
        return Rules(program, self.calendar(program.settings.calendars), self._walked)
