"""What a policy promises of every case: proved, refuted by a shortest case, or left open at a bound."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen

from ecolang.program import Deeming, Edge, Expr, Guarantee, Program
from ecolang_compiler.proofs.explore import (
    MOST_ROUNDS,
    MOST_STEPS,
    Outcome,
    Question,
    Step,
    Steps,
    explore,
    needed,
    steps_towards,
)
from ecolang_compiler.proofs.kleene import atoms
from ecolang_compiler.proofs.reach import Confirm, reach
from ecolang_compiler.proofs.state import Branch, State
from ecolang_compiler.proofs.tables import Key, Tables
from ecolang_compiler.resolve.expressions import conjuncts

# Clocks in a row that may have to run out before a stage is left.
_DEEPEST = 3


@frozen
class Proof:
    """The answer to one guarantee.

    `verdict`: proved, refuted, undecided. `ways`: a refutation's case; for reachable outcomes, a case for each.
    They are abstract: they count only after the reference engine has replayed them. `vacuous`: proved, but its
    condition never holds. `states`: abstract states looked at in the last round; `bound`: why it was left open.
    """

    guarantee: Guarantee
    verdict: str
    ways: tuple[tuple[str, tuple[Step, ...]], ...] = ()
    states: int = 0
    followed: int = 0
    vacuous: bool = False
    bound: str | None = None  # steps | rounds | unfollowed


def prove(program: Program, guarantee: Guarantee, confirm: Confirm | None = None) -> Proof:
    """Prove or refute one guarantee over one track. `confirm`: asked of a way that turns on something not followed,
    where that spares following it: one real case is enough to show that an outcome is reached."""
    if guarantee.form == "reachable":
        return _reach(program, guarantee, confirm)
    question = _QUESTIONS[guarantee.form](guarantee, program)
    outcome, keys, bound = _refine(program, question, question.keys(), question.asked())
    unseen = outcome.path is None and not outcome.complete and bool(question.last)
    if unseen and confirm is not None and confirm("", question.last):
        # Not all was looked at, but what was found last is a real case all the same.
        return Proof(guarantee, "refuted", (("", question.last),), outcome.states, len(keys))
    if outcome.path is None:
        verdict = "proved" if outcome.complete else "undecided"
        vacuous = verdict == "proved" and not question.met
        return Proof(guarantee, verdict, (), outcome.states, len(keys), vacuous, None if outcome.complete else "steps")
    if bound is not None:
        return Proof(guarantee, "undecided", (), outcome.states, len(keys), False, bound)
    return Proof(guarantee, "refuted", (("", outcome.path),), outcome.states, len(keys))


def _refine(
    program: Program,
    question: Question,
    keys: Iterable[Key],
    asked: tuple[tuple[str | None, Expr | None], ...],
) -> tuple[Outcome, tuple[Key, ...], str | None]:
    """Ask anew, following more each time, until a way turns on nothing that is not followed."""
    held = tuple(dict.fromkeys(keys))
    outcome = Outcome(None, False, 0)
    left = MOST_STEPS
    for _ in range(MOST_ROUNDS):
        question.met = False
        tables = Tables(program, held, asked)
        outcome = explore(steps_towards(program, tables, question.aims(tables)), question, left)
        left -= outcome.steps
        if outcome.path is None:
            return outcome, held, None
        question.last = outcome.path
        more = needed(outcome.path, held)
        if not more and question.conforming:
            events = {step.event for step in outcome.path}
            limits = (
                ("limit", row.id) for row in program.count_limits if row.bound == "max" and row.act.event in events
            )
            more = [key for key in limits if key not in held]
        if not more:
            loose = any(key == ("others",) for step in outcome.path for key in step.need)
            return outcome, held, "unfollowed" if loose else None
        held = (*held, *more)
    return outcome, held, "rounds"


@define
class _Asked:
    """The part that all questions share. `met`: whether the condition ever held, or may have."""

    guarantee: Guarantee
    program: Program
    met: bool = False
    conforming: bool = field(init=False)
    #: The way found last.
    last: tuple[Step, ...] = ()

    def __attrs_post_init__(self) -> None:
        self.conforming = self.guarantee.scope == "conforming"

    def keys(self) -> tuple[Key, ...]:
        return ()

    def asked(self) -> tuple[tuple[str | None, Expr | None], ...]:
        act = self.guarantee.event
        return ((None, self.guarantee.guard), *(((act.event, act.guard),) if act else ()))

    def aims(self, tables: Tables) -> frozenset[str] | None:
        return None

    def state(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        self._holds(steps, state)
        return False, frozenset()

    def step(self, steps: Steps, before: State, step: Step, branch: Branch) -> tuple[bool, frozenset[Key]]:
        return False, frozenset()

    def _holds(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        answer, need = steps.machine.test(state, self.guarantee.guard)
        self.met = self.met or answer is not False
        return answer is not False, need


@define
class _NeverEvent(_Asked):
    def step(self, steps: Steps, before: State, step: Step, branch: Branch) -> tuple[bool, frozenset[Key]]:
        act = self.guarantee.event
        for state, event, fields in branch.heard:
            if act is None or event != act.event:
                continue
            meant, own = steps.machine.test(state, act.guard, event, fields)
            holds, need = self._holds(steps, state)
            if meant is not False and holds:
                return True, own | need
        return False, frozenset()


@define
class _NeverStage(_Asked):
    def aims(self, tables: Tables) -> frozenset[str] | None:
        return tables.stages(self.guarantee.stages)

    def step(self, steps: Steps, before: State, step: Step, branch: Branch) -> tuple[bool, frozenset[Key]]:
        wanted = steps.tables.stages(self.guarantee.stages)
        for state, target in branch.moves:
            if target in wanted and state.stage not in wanted:
                holds, need = self._holds(steps, state)
                if holds:
                    return True, need
        return False, frozenset()


@define
class _Leaves(_Asked):
    """A stage is left if clocks that are sure to run out lead out of it; in a conforming case also if somebody owes an
    act that does."""

    def aims(self, tables: Tables) -> frozenset[str] | None:
        return tables.stages(self.guarantee.stages)

    def keys(self) -> tuple[Key, ...]:
        tables = Tables(self.program, ())
        wanted = tables.stages(self.guarantee.stages)
        leading = {
            edge.trigger.event or edge.trigger.of for stage in wanted for edge in tables.edges_from.get(stage, ())
        }
        leading |= {row.trigger.of for row in self.program.deemings}
        return tuple(
            ("owed", duty.id)
            for duty in self.program.duties
            if tables.stages(duty.open.stages) & wanted
            and leading.intersection(
                (duty.id, *(each.id for each in duty.deadlines), *(act.event for act in duty.acts))
            )
        )

    def state(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        if state.stage not in steps.tables.stages(self.guarantee.stages):
            return False, frozenset()
        holds, need = self._holds(steps, state)
        if not holds or self._left(steps, state, _DEEPEST):
            return False, frozenset()
        return True, need | self._clocks(steps)

    def _clocks(self, steps: Steps) -> frozenset[Key]:
        """What would have to be followed to know that a clock runs that may lead out."""
        found: set[Key] = set()
        for duty in self.program.duties:
            if ("owed", duty.id) in steps.tables.places:
                anchors = [deadline.anchor for deadline in duty.deadlines]
                found.update(("count", each.event, None) for each in anchors if each.event is not None)
                found.update(("period", each.period) for each in anchors if each.period is not None)
        named = self._named(steps)
        found.update(("period", row.id) for row in self.program.periods if named & {row.id, row.deadline.id})
        return frozenset(found)

    def _named(self, steps: Steps) -> set[str]:
        """The periods whose end moves on or is deemed something in the stages, or is asked about there."""
        wanted = steps.tables.stages(self.guarantee.stages)
        rows: list[Edge | Deeming] = [edge for edge in self.program.edges if edge.source in wanted]
        rows += self.program.deemings
        guards = [guard for row in rows for guard in (row.trigger.guard, row.guard)]
        found = {atom[1] for guard in guards for atom in atoms(guard) if atom[0] == "period"}
        return found | {row.trigger.of for row in rows if row.trigger.of is not None}

    def _left(self, steps: Steps, state: State, depth: int) -> bool:
        wanted = frozenset((state.stage,))
        for row in steps.running(state, certain=True):
            ways = [branch.state for other, branch in steps.lapses(state, certain=True) if other is row]
            if ways and all(
                each.stage not in wanted or (depth > 1 and each != state and self._left(steps, each, depth - 1))
                for each in ways
            ):
                return True
        return self.conforming and self._owed_out(steps, state, wanted)

    def _owed_out(self, steps: Steps, state: State, wanted: frozenset[str]) -> bool:
        owed = {
            act.event
            for duty in self.program.duties
            if duty.degree != "encourage" and ("owed", duty.id) in steps.tables.places
            if steps.tables.get(state.values, ("owed", duty.id)) == 1
            for act in duty.acts
        }
        return any(
            branch.state.stage not in wanted
            for event, fields in steps.alphabet
            if event in owed
            for branch in steps.machine.occurrence(state, event, fields)
        )


@define
class _AtMost(_Asked):
    def _count(self) -> Key:
        act = self.guarantee.event
        return ("count", act.event, act.guard) if act else ()

    def _before(self) -> Key | None:
        act = self.guarantee.before
        return None if act is None else ("count", act.event, act.guard)

    def keys(self) -> tuple[Key, ...]:
        before = self._before()
        event = self.guarantee.event.event if self.guarantee.event else None
        limits = tuple(("limit", row.id) for row in self.program.count_limits if row.act.event == event)
        return (self._count(), *((before,) if before else ()), *(limits if self.conforming else ()))

    def asked(self) -> tuple[tuple[str | None, Expr | None], ...]:
        act, number = self.guarantee.event, self.guarantee.number or 0
        bound: Expr | None = (
            None if act is None else ("cmp", ">", ("count", act.event, act.guard, "track"), ("lit", number))
        )
        return (*super().asked(), (None, bound))

    def state(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        holds, need = self._holds(steps, state)
        before = self._before()
        over = steps.tables.get(state.values, self._count()) > (self.guarantee.number or 0)
        early = before is None or steps.tables.get(state.values, before) == 0
        return over and early and holds, need


@define
class _Owes(_Asked):
    def aims(self, tables: Tables) -> frozenset[str] | None:
        where = [part[1] for part in conjuncts(self.guarantee.guard) if part[0] == "in"]
        return tables.stages(where[0]) if where else None

    def keys(self) -> tuple[Key, ...]:
        act = self.guarantee.event
        rows = (duty for duty in self.program.duties if act and any(each.event == act.event for each in duty.acts))
        return tuple(("owed", duty.id) for duty in rows)

    def state(self, steps: Steps, state: State) -> tuple[bool, frozenset[Key]]:
        holds, need = self._holds(steps, state)
        owed = any(steps.tables.get(state.values, key) == 1 for key in self.keys())
        return holds and not owed, need


_QUESTIONS: dict[str, Any] = {
    "never_event": _NeverEvent,
    "never_stage": _NeverStage,
    "leaves": _Leaves,
    "at_most": _AtMost,
    "owes": _Owes,
}


def _reach(program: Program, guarantee: Guarantee, confirm: Confirm | None) -> Proof:
    ways: list[tuple[str, tuple[Step, ...]]] = []
    states, count, bound = 0, 0, None
    for stage in program.stages:
        if not stage.outcome:
            continue
        found = reach(program, stage.id, confirm)
        states, count = states + found.states, max(count, found.followed)
        if found.path is None and found.complete:
            return Proof(guarantee, "refuted", ((stage.id, ()),), states, count)
        if found.path is None or found.bound is not None:
            bound = found.bound or "steps"
        else:
            ways.append((stage.id, found.path))
    return Proof(guarantee, "undecided" if bound else "proved", tuple(ways), states, count, False, bound)
