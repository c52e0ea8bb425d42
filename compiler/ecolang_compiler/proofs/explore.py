"""Every case of one track, step by step, the shortest first."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Any, Protocol

from attrs import define, field, frozen

from ecolang.program import Duty, Period, Program
from ecolang_compiler.proofs.acts import alphabet, only_moves
from ecolang_compiler.proofs.machine import Machine, TooMany
from ecolang_compiler.proofs.state import Branch, State
from ecolang_compiler.proofs.tables import Key, Tables, followed

#: Steps looked at, all rounds together, after which a question is left open.
MOST_STEPS = 30_000
#: Times that a question is asked anew with more followed.
MOST_ROUNDS = 24


@frozen
class Step:
    """kind: event, lapse, others (another track moves this one), wait (nothing happens). `of`: the duty or period that
    lapses; `part`: the part of the subject matter that the step concerns."""

    kind: str
    event: str | None = None
    fields: tuple[tuple[str, Any], ...] = ()
    of: str | None = None
    part: str | None = None
    facts: tuple[tuple[str, Any], ...] = ()
    need: frozenset[Key] = frozenset()


class Question(Protocol):
    """What is asked of every state and of every step. Answers: whether it is as the question fears (None: it may
    be), with what that turned on."""

    conforming: bool
    met: bool
    last: tuple[Step, ...]

    def aims(self, tables: Tables) -> frozenset[str] | None:
        """The stages in or into which alone it can find what it looks for; None: anywhere."""

    def state(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        """Whether a state is one that the question looks for."""

    def step(self, steps: Steps, before: State, step: Step, branch: Branch) -> tuple[bool, frozenset[Key]]:
        """Whether a step is one that the question looks for."""


@define
class Outcome:
    """`path`: the shortest way to what was looked for, None: there is none; `complete`: every state was seen."""

    path: tuple[Step, ...] | None
    complete: bool
    states: int
    steps: int = 0


@define
class Steps:
    """The steps of a track from each state. `able`: the stages from which alone a question is asked, None: all."""

    program: Program
    tables: Tables
    able: frozenset[str] | None = None
    machine: Machine = field(init=False)
    alphabet: tuple[tuple[str, dict[str, Any]], ...] = field(init=False)
    _acts: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = field(init=False, factory=dict)
    _anywhere: frozenset[str] | None = field(init=False, default=None)
    #: The duties with a last day that can pass.
    _lapsing: tuple[Duty, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.machine = Machine(self.tables)
        self.alphabet = alphabet(self.tables, self.able)
        self._lapsing = tuple(duty for duty in self.program.duties if any(map(_lapses, duty.deadlines)))

    def begin(self) -> list[Branch]:
        """How a track may begin."""
        return self.machine.begin()

    def onward(self, state: State) -> Iterator[tuple[Step, Branch]]:
        """Every step from a state."""
        if state.stage in self.tables.outcomes:
            return
        part = state.part
        for event, fields in self.acts(state.stage):
            for branch in self.machine.occurrence(state, event, fields):
                shown = tuple(fields.items())
                yield Step("event", event, shown, None, part, tuple(branch.facts.items()), branch.need), branch
        for row, branch in self.lapses(state):
            yield Step("lapse", None, (), row.id, part, tuple(branch.facts.items()), branch.need), branch
        if self.program.settings.track_role is not None:
            for edge in self.tables.edges_from.get(state.stage, ()):
                if edge.reach == "all":
                    for branch in self.machine.move(state, edge):
                        yield Step("others", None, (), None, part, (), branch.need), branch

    def acts(self, stage: str) -> tuple[tuple[str, dict[str, Any]], ...]:
        """The acts that can change anything in a stage."""
        found = self._acts.get(stage)
        if found is None:
            if self._anywhere is None:
                events = {event for event, _ in self.alphabet}
                self._anywhere = frozenset(event for event in events if not only_moves(self.tables, event))
            here = {edge.trigger.event for edge in self.tables.edges_from.get(stage, ())} | self._anywhere
            found = self._acts[stage] = tuple(each for each in self.alphabet if each[0] in here)
        return found

    def lapses(self, state: State, certain: bool = False) -> Iterator[tuple[Duty | Period, Branch]]:
        """The last days that may pass from a state; `certain`: those that must, if nothing else happens."""
        for row in self.running(state, certain):
            branches = (
                self.machine.lapse_of_duty(state, row)
                if isinstance(row, Duty)
                else self.machine.lapse_of_period(state, row)
            )
            for branch in branches:
                yield row, branch

    def running(self, state: State, certain: bool = False) -> Iterator[Duty | Period]:
        """What runs, or what may run."""
        tables = self.tables
        for duty in self._lapsing:
            key = ("owed", duty.id)
            if key in tables.places:
                if tables.get(state.values, key) == 1 and (not certain or self._dated(state, duty)):
                    yield duty
            elif not certain and (duty.open.kind != "stage" or tables.inside(state.stage, duty.open.stages)):
                yield duty
        for period in self.program.periods:
            key = ("period", period.id)
            if key in tables.places:
                if tables.get(state.values, key) == "running":
                    yield period
            elif not certain:
                yield period

    def _dated(self, state: State, duty: Duty) -> bool:
        """Whether a last day of an open duty is sure to come."""
        for deadline in duty.deadlines:
            anchor = deadline.anchor
            if not _lapses(deadline) or deadline.amount_from is not None or anchor.received:
                continue
            if anchor.kind == "opening":
                return True
            key = ("count", anchor.event, None)
            known = anchor.kind in ("event", "field") and anchor.guard is None and key in self.tables.places
            if known and self.tables.get(state.values, key):
                return True
        return False


def _lapses(deadline: Any) -> bool:
    if deadline.kind == "prompt":
        return False
    return bool(deadline.kind != "before" or deadline.anchor.kind != "event")


def steps_towards(program: Program, tables: Tables, aims: frozenset[str] | None) -> Steps:
    """The steps that may lead into some stages, by moves, forks or a chain of them; None: all."""
    if aims is None:
        return Steps(program, tables)
    found, grown = set(aims), True
    while grown:
        more = {edge.source for edge in program.edges if edge.target in found} - found
        grown = bool(more)
        found |= more
    return Steps(program, tables, frozenset(found))


def explore(steps: Steps, question: Question, most: int = MOST_STEPS) -> Outcome:
    """Look for what the question asks, the shortest way first, in at most so many steps."""
    try:
        return _explore(steps, question, most)
    except TooMany:
        return Outcome(None, False, 0, most)


def _explore(steps: Steps, question: Question, most: int) -> Outcome:
    taken = 0
    able = steps.able
    parents: dict[State, tuple[State | None, Step | None]] = {}
    queue: deque[State] = deque()

    def way(state: State | None, last: Step | None) -> tuple[Step, ...]:
        path = [last] if last is not None else []
        while state is not None:
            state, step = parents[state]
            if step is not None:
                path.append(step)
        return tuple(reversed(path))

    def met(state: State) -> tuple[Step, ...] | None:
        found, need = question.state(steps, state)
        return way(state, Step("wait", need=need, part=state.part)) if found else None

    for branch in steps.begin():
        if branch.state in parents:
            continue
        opened = Step("begin", facts=tuple(branch.facts.items()), need=branch.need)
        parents[branch.state] = (None, opened)
        queue.append(branch.state)
        if (path := met(branch.state)) is not None:
            return Outcome(path, True, len(parents), taken)
    while queue:
        state = queue.popleft()
        if able is not None and state.stage not in able:
            # From here no aim can be reached, so there is nothing more to find.
            continue
        for step, branch in steps.onward(state):
            taken += 1
            if question.conforming and branch.broken:
                continue
            found, need = question.step(steps, state, step, branch)
            if found:
                last = Step(step.kind, step.event, step.fields, step.of, step.part, step.facts, step.need | need)
                return Outcome(way(state, last), True, len(parents), taken)
            for after in (branch.state, *(each for fork in branch.forks for each in _settled(steps, fork))):
                if after in parents:
                    continue
                parents[after] = (state, step)
                queue.append(after)
                if (path := met(after)) is not None:
                    return Outcome(path, True, len(parents), taken)
        if taken > most:
            return Outcome(None, False, len(parents), taken)
    return Outcome(None, True, len(parents), taken)


def _settled(steps: Steps, fork: State) -> list[State]:
    return [branch.state for branch in steps.machine.settle(Branch(fork))]


def needed(path: tuple[Step, ...], keys: tuple[Key, ...]) -> list[Key]:
    """What the last doubtful step of a way turned on that could be followed and was not: few at a time keep the
    states few."""
    for step in reversed(path):
        found = [key for key in sorted(step.need, key=repr) if followed(key) and key not in keys]
        if found:
            return found
    return []
