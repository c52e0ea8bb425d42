"""One case under two versions: on which days it is looked at, and all that differs on any of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cached_property
from typing import Any

from ecolang.rows import dataclass
from ecolang.time import parse_date
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.engine import Run as FastRun
from ecolang_runtime.compiled.judging import Engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.followed import Followed
from ecolang_runtime.impact.effects import Effect, Outlook, differences, flips, outlook
from ecolang_runtime.impact.places import Places
from ecolang_runtime.impact.touch import Touch
from ecolang_runtime.impact.transition import NEW, NONE, OLD, Transition
from ecolang_runtime.reference.engine import Run, in_order
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import DueDate, Verdict

#: A day without an event may be looked at at most so many times.
_MOST_DAYS = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs for a case. `flipped`: a stage or a finding does."""

    effects: tuple[Effect, ...]
    flipped: bool


class Comparer:
    """Judges cases under two versions. `as_of`: a fixed day; None: after the last event, and after each day that ends
    something by then. `transition`: the new version judges only what its transition clauses let it; None: every case.
    """

    def __init__(
        self,
        old: Rules,
        new: Rules,
        places: Places | None = None,
        as_of: int | None = None,
        transition: Transition | None = None,
    ) -> None:
        self.transition = transition
        self.old, self.new = old, new
        self._engines: dict[int, Engine] = {}
        self.places = places or Places()
        self.as_of = as_of
        self.touch = Touch(old, new)

    def compare(self, case: CaseData, run: Run | FastRun | None = None) -> Compared:
        """All differences, each as of the first day that shows it.

        `run`: the case under one of the two versions, told to its last event and no further.
        """
        run = run if self.as_of is None else None
        first = self.new if run is not None and run.rules is self.new else self.old
        known = _Replay(self.engine(first), case, self.as_of, run)
        other = _Replay(self.engine(self.old if first is self.new else self.new), case, self.as_of)
        old, new = (known, other) if first is self.old else (other, known)
        if self.transition is not None:
            if self.followed(case) in (OLD, NONE):
                return Compared((), False)
            return self._over_time(case, old, _AfterIt(self.transition, self.engine, case, old, new, self.as_of))
        if self.as_of is not None:
            near = self.touch.near(case, known.at(self.as_of))
            return self._on((self.as_of,), old, new) if near else Compared((), False)
        end = case_end(case)
        near = self.touch.near(case, known.at(end))
        if not near and not self.touch.near(case, known.at(days_of(case, known.at(end))[-1])):
            return Compared((), False)
        days = days_of(case, old.at(end), new.at(end))
        ends = (days[0], days[-1]) if len(days) > 1 else days
        found = self._on(ends, old, new)
        # Between the two nothing can differ that neither of them shows.
        return self._on(days, old, new) if found.effects and len(days) > 2 else found

    def engine(self, rules: Rules) -> Engine:
        """What replays cases under a version."""
        found = self._engines.get(id(rules))
        if found is None:
            found = self._engines[id(rules)] = Engine(rules, Numbers(), Stats())
        return found

    def followed(self, case: CaseData) -> str:
        """Which version a case follows in the end, once the new one is in force."""
        assert self.transition is not None
        end = case_end(case) if self.as_of is None else self.as_of
        return self.transition.followed(case, end if self.as_of is not None else max(end, self.transition.first))

    def _over_time(self, case: CaseData, old: _Replay, new: _AfterIt) -> Compared:
        if self.as_of is not None:
            return self._on((self.as_of,), old, new)
        end = case_end(case)
        return self._on(days_of(case, old.at(end), new.at(end)), old, new)

    def _on(self, days: tuple[int, ...], old: _Replay, new: _Replay | _AfterIt) -> Compared:
        found: dict[tuple[Any, ...], Effect] = {}
        flipped = False
        lasting: set[tuple[Any, ...]] = set()
        both: set[tuple[Any, ...]] = set()
        for day in days:
            before, after = self.views(old, new, day)
            if day == days[-1]:
                both = {(key[1], key[3]) for key in before.findings.keys() & after.findings.keys()}
            if before == after:
                continue
            flipped = flipped or flips(before, after)
            for effect in differences(before, after, day):
                found.setdefault((effect.sign, effect.party), effect)
                if day == days[-1]:
                    lasting.add((effect.sign, effect.party))
        return Compared(tuple(_settled(found, lasting, both)), flipped)

    def views(self, old: _Replay, new: _Replay | _AfterIt, day: int) -> tuple[Outlook, Outlook]:
        """What the two versions say as of a day."""
        return outlook(old.at(day), self.places), outlook(new.at(day), Places())


def _settled(
    found: dict[tuple[Any, ...], Effect], lasting: set[tuple[Any, ...]], both: set[tuple[Any, ...]]
) -> Iterator[Effect]:
    """A finding that comes under both versions in the end has moved: it was neither found nor lifted."""
    for key, effect in found.items():
        passing = effect.kind in ("found", "lifted") and key not in lasting
        if not (passing and (effect.name, effect.event) in both):
            yield effect


class _Replay:
    """A case under one version; each day is judged once."""

    def __init__(self, engine: Engine, case: CaseData, as_of: int | None, run: Run | FastRun | None = None) -> None:
        self._engine, self._case, self._as_of, self._run = engine, case, as_of, run
        self._seen: dict[int, Verdict] = {}

    @cached_property
    def run(self) -> Run | FastRun:
        """The case told to the engine, when it is first asked for."""
        if self._run is not None:
            return self._run
        with suppress(Unsupported):
            fast = self._engine.run(self._case)
            self._tell(fast)
            return fast
        return self._slow()

    def _slow(self) -> Run:
        run = Run(self._engine.rules, self._engine.rules.calendar, self._case)
        self._tell(run)
        return run

    def _tell(self, run: Run | FastRun) -> None:
        for occurrence in in_order(self._case.occurrences):
            if self._as_of is None or occurrence.day <= self._as_of:
                run.record(occurrence)

    @property
    def left_out(self) -> int:
        """How many events lie after the day that is looked at."""
        return 0 if self._as_of is None else sum(each.day > self._as_of for each in self._case.occurrences)

    def at(self, day: int) -> Verdict:
        found = self._seen.get(day)
        if found is None:
            found = self._seen[day] = self._judged(day)
        return found

    def _judged(self, day: int) -> Verdict:
        run = self.run
        if not isinstance(run, Run):
            with suppress(Unsupported):
                # Which facts are missing is no difference that an amendment makes.
                return run.as_of(day, self.left_out, names_missing=False)
            run = self._slow()
        return run.as_of(day, self.left_out, names_missing=False)


class _AfterIt:
    """A case once the new version is there: each day under what it follows by then."""

    def __init__(
        self,
        transition: Transition,
        engine: Callable[[Rules], Engine],
        case: CaseData,
        old: _Replay,
        new: _Replay,
        as_of: int | None,
    ) -> None:
        self._transition, self._engine, self._case, self._as_of = transition, engine, case, as_of
        self._replays = {Followed(OLD): old, Followed(NEW): new}

    def at(self, day: int) -> Verdict:
        choice = self._transition.choice(self._case, day)
        if choice is None:
            return self._replays[Followed(OLD)].at(day)
        if len(choice.groups) > 1 or choice.groups[0].parts:
            return self._transition.together(self._case, day)
        only = choice.groups[0]
        replay = self._replays.get(only)
        if replay is None:
            rules = self._transition.rules(only)
            replay = self._replays[only] = _Replay(self._engine(rules), self._case, self._as_of)
        return replay.at(day)


def case_end(case: CaseData) -> int:
    """The day of the last event, or the day on which the case was opened."""
    days = [occurrence.day for occurrence in case.occurrences]
    return max(days, default=case.opened or 1)


def days_of(case: CaseData, *verdicts: Verdict) -> tuple[int, ...]:
    """The day of the last event, and the day after each last day that lies ahead of it under any version."""
    end = case_end(case)
    ahead = {day for verdict in verdicts for day in _ends(verdict) if day > end}
    return (end, *sorted(ahead)[:_MOST_DAYS])


def _ends(verdict: Verdict) -> Iterator[int]:
    dues: list[DueDate] = []
    for duty in verdict.open_duties:
        dues += duty.demands
    for limit in verdict.limits:
        dues += [limit.due] if limit.due is not None else []
    for power in verdict.permitted:
        dues += [power.until] if power.until is not None else []
    for due in dues:
        latest = due.computed.latest if due.computed is not None else None
        last = latest if latest is not None else parse_date(due.last) if due.last is not None else None
        if last is not None:
            yield last + 1
