"""Whether each outcome is ever reached: one real case is enough, so the way that takes the least for granted is tried
first, and followed further only where the reference engine does not find it real."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count

from attrs import define, field, frozen

from ecolang.program import Program
from ecolang_compiler.proofs.explore import MOST_ROUNDS, MOST_STEPS, Step, Steps, needed, steps_towards
from ecolang_compiler.proofs.machine import TooMany
from ecolang_compiler.proofs.state import Branch, State
from ecolang_compiler.proofs.tables import Key, Tables, followed

#: Whether a way to an outcome is a real case: the reference engine's answer.
Confirm = Callable[[str, tuple[Step, ...]], bool]

# Steps looked at for one outcome where everything in doubt is followed at once.
_MOST_STEPS_AT_ONCE = 120_000
# Ways that are tried on the reference engine before more is followed.
_MOST_TRIED = 6


@frozen
class Reached:
    """`path`: a way to the outcome, None: there is none or none was found; `complete`: all was seen; `bound`: why the
    way is not sure."""

    path: tuple[Step, ...] | None
    complete: bool
    states: int
    followed: int
    bound: str | None = None


def reach(program: Program, outcome: str, confirm: Confirm | None = None) -> Reached:
    """A way to an outcome, over every case of one track, also one that breaks rules."""
    found = _refine(program, outcome, confirm, needed, MOST_STEPS)
    if found.bound is None or found.bound == "unfollowed":
        return found
    # Few things at a time keep the states few; where that leads on too slowly, all that is in doubt at once may not.
    return _refine(program, outcome, confirm, _all_needed, _MOST_STEPS_AT_ONCE)


def _all_needed(path: tuple[Step, ...], keys: tuple[Key, ...]) -> list[Key]:
    found = dict.fromkeys(key for step in path for key in sorted(step.need, key=repr))
    return [key for key in found if followed(key) and key not in keys]


def _refine(
    program: Program,
    outcome: str,
    confirm: Confirm | None,
    more_of: Callable[[tuple[Step, ...], tuple[Key, ...]], list[Key]],
    left: int,
) -> Reached:
    keys: tuple[Key, ...] = ()
    states = 0
    first: tuple[Step, ...] | None = None
    for _ in range(MOST_ROUNDS):
        search = _Search(steps_towards(program, Tables(program, keys), frozenset((outcome,))), outcome, left)
        found = search.ways(confirm)
        left, states = search.left, len(search.parents)
        if search.real is not None:
            return Reached(search.real, True, states, len(keys))
        if not found:
            return Reached(None, search.complete, states, len(keys), None if search.complete else "steps")
        first = found[0]
        more = more_of(first, keys)
        if not more:
            loose = any(key == ("others",) for step in first for key in step.need)
            return Reached(first, True, states, len(keys), "unfollowed" if loose else None)
        keys = (*keys, *more)
    return Reached(first, True, states, len(keys), "rounds")


@define
class _Search:
    steps: Steps
    outcome: str
    left: int
    complete: bool = True
    real: tuple[Step, ...] | None = None
    parents: dict[State, tuple[State | None, Step]] = field(factory=dict)

    def ways(self, confirm: Confirm | None) -> list[tuple[Step, ...]]:
        """Ways to the outcome, those that take the least for granted first, until one is real."""
        number = count()
        queue: list[tuple[int, int, int, State, State | None, Step]] = []
        for branch in self.steps.begin():
            opened = Step("begin", facts=tuple(branch.facts.items()), need=branch.need)
            heappush(queue, (bool(branch.need), 0, next(number), branch.state, None, opened))
        found: list[tuple[Step, ...]] = []
        while queue:
            needs, length, _, state, before, step = heappop(queue)
            if state.stage == self.outcome and state.part is None:
                found.append((*self._way(before), step))
                if confirm is not None and confirm(self.outcome, found[-1]):
                    self.real = found[-1]
                if self.real is not None or len(found) == _MOST_TRIED or confirm is None:
                    return found
                continue
            if state in self.parents:
                continue
            self.parents[state] = (before, step)
            if self.steps.able is not None and state.stage not in self.steps.able:
                continue
            if self.left <= 0:
                self.complete = False
                return found
            try:
                for onward, branch in self.steps.onward(state):
                    self.left -= 1
                    ends = (branch.state, *(each for fork in branch.forks for each in self._settled(fork)))
                    for after in ends:
                        if after not in self.parents:
                            doubts = needs + bool(onward.need)
                            heappush(queue, (doubts, length + 1, next(number), after, state, onward))
            except TooMany:
                self.complete = False
        return found

    def _settled(self, fork: State) -> list[State]:
        return [branch.state for branch in self.steps.machine.settle(Branch(fork))]

    def _way(self, state: State | None) -> tuple[Step, ...]:
        path: list[Step] = []
        while state is not None:
            state, step = self.parents[state]
            path.append(step)
        return tuple(reversed(path))
