"""One track of a case in the abstract: docs/semantics.md with only what a question turns on, and no days.

What is not followed may be either way, so that every real case is among the abstract ones; what may be either way is
noted as needed, to be followed next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from attrs import define

from ecolang.program import Deeming, Duty, Edge, Expr, Period, Trigger
from ecolang_compiler.proofs.facts import decide
from ecolang_compiler.proofs.kleene import truth
from ecolang_compiler.proofs.standing import forbidden, standings, stuck
from ecolang_compiler.proofs.state import Branch, State
from ecolang_compiler.proofs.tables import Key, Tables

# Ways in which one step may go, after which it is given up.
_MOST_WAYS = 512
_NOTHING: frozenset[Key] = frozenset()
# Deemings may trigger one another; the checker refuses cycles.
_DEEPEST = 8


class TooMany(Exception):
    """One step may go in more ways than are looked at."""


@define
class Machine:
    """The steps of a track."""

    tables: Tables

    # -- reading

    def test(
        self, state: State, guard: Expr | None, event: str | None = None, fields: dict[str, Any] | None = None
    ) -> tuple[bool | None, frozenset[Key]]:
        """Whether a condition holds, None if it may be either way, with what it turned on."""
        if guard is None:
            return True, _NOTHING
        need: set[Key] = set()
        answer = truth(guard, self.tables.look(state.stage, state.values, event, fields or {}, {}, need))
        return answer, _NOTHING if answer is not None else frozenset(need)

    def ways(
        self, branch: Branch, guard: Expr | None, event: str | None = None, fields: dict[str, Any] | None = None
    ) -> Iterator[tuple[bool, Branch]]:
        """Each answer that a condition may have, with what has to be taken for granted."""
        state = branch.state
        if guard is None:
            yield True, branch
            return
        for answer, facts, need in decide(self.tables, state, guard, event, fields or {}, branch.facts):
            if facts or need:
                yield answer, branch.needing(need, facts)
            else:
                yield answer, branch

    def all(
        self,
        branch: Branch,
        guards: Iterable[Expr | None],
        event: str | None = None,
        fields: dict[str, Any] | None = None,
    ) -> Iterator[tuple[bool, Branch]]:
        """The same of several conditions that must all hold."""
        said = [guard for guard in guards if guard is not None]
        if len(said) < 2:
            yield from self.ways(branch, said[0] if said else None, event, fields)
            return
        first, *rest = said
        for answer, each in self.ways(branch, first, event, fields):
            if answer:
                yield from self.all(each, rest, event, fields)
            else:
                yield answer, each

    # -- steps

    def begin(self) -> list[Branch]:
        """The states in which a track may begin."""
        state = State(self.tables.start, None, self.tables.begin())
        branches = [Branch(state, moves=((state, state.stage),))]
        for duty in self.tables.program.duties:
            if duty.open.kind == "start":
                branches = [each for branch in branches for each in self._open(branch, duty, (duty.when,))]
        return [each for branch in branches for each in self.settle(branch)]

    def occurrence(self, state: State, event: str, fields: dict[str, Any]) -> list[Branch]:
        """The ways in which an act may go; those without effect are left out."""
        found: list[Branch] = []
        for branch, usable, moves, unexpected in standings(self, Branch(state), event, fields):
            broken = unexpected is True or forbidden(self, state, event, fields)
            base = branch.breaking(broken)
            for each in self._record(base, event, fields, False):
                for gone in self._follow(each, event, fields, False, moves, usable):
                    failed = unexpected is None and stuck(each, gone)
                    found.append(gone.breaking(failed))
        return [each for branch in found for each in self.settle(branch)]

    def lapse_of_duty(self, state: State, duty: Duty) -> list[Branch]:
        """The last day of an open duty passes undone."""
        tables = self.tables
        names = (duty.id, *(deadline.id for deadline in duty.deadlines))
        broken = duty.degree == "must" and any(
            deadline.degree == "must" and deadline.kind != "prompt" for deadline in duty.deadlines
        )
        values = state.values
        for act in duty.acts:
            values = tables.put(values, ("overdue", act.event), True)
        if duty.lapses:
            values = tables.put(values, ("owed", duty.id), 2)
        key = ("owed", duty.id)
        need = frozenset() if key in tables.places else frozenset((key,))
        return self._lapsed(
            Branch(State(state.stage, state.part, values), need=need, broken=broken), state, names, "reached", "lapse"
        )

    def lapse_of_period(self, state: State, period: Period) -> list[Branch]:
        """A named period runs out."""
        key, names = ("period", period.id), (period.id, period.deadline.id)
        need = frozenset() if key in self.tables.places else frozenset((key,))
        come = [Branch(state, need=need)]
        if not self.tables.awaited.isdisjoint(names):
            reached = come[0].at(self.tables.put(state.values, key, "reached"))
            come = self._lapsed(reached, state, names, "reached")
        found: list[Branch] = []
        for each in come:
            if key in self.tables.places and self.tables.get(each.state.values, key) not in ("running", "reached"):
                found.append(each)
                continue
            found += self._lapsed(self._put(each, key, "lapsed"), each.state, names, "lapse")
        strict = period.limit_degree == "must"
        return [each.breaking(strict and self._limited(each.state, period)) for each in found]

    def _limited(self, state: State, period: Period) -> bool:
        if not period.limit_stages:
            return state.stage not in self.tables.outcomes
        return state.stage in self.tables.stages(period.limit_stages)

    def _lapsed(self, branch: Branch, before: State, names: tuple[str, ...], *kinds: str) -> list[Branch]:
        def follows(trigger: Trigger) -> bool:
            return trigger.kind in kinds and trigger.of in names

        edges = [edge for edge in self.tables.edges_from.get(before.stage, ()) if follows(edge.trigger)]
        branches = [(branch, False)]
        for deeming in self.tables.program.deemings:
            if follows(deeming.trigger) and self.tables.inside(before.stage, deeming.stages):
                branches = [each for old, _ in branches for each in self._deem(old, deeming, not edges)]
        for duty in self.tables.program.duties:
            if follows(duty.open):
                branches = [(each, moved) for old, moved in branches for each in self._open(old, duty, (duty.when,))]
        found = [
            each for old, moved in branches for each in ([old] if moved else self._edges(old, edges, None, {}, None))
        ]
        return [each for old in found for each in self.settle(old)]

    # -- what follows

    def _record(self, branch: Branch, event: str, fields: dict[str, Any], deemed: bool) -> list[Branch]:
        """The act enters the history: counts, latest fields, what it undoes."""
        state, tables = branch.state, self.tables
        found = [branch.hearing(event, fields)]
        for key, guard in tables.counted.get(event, ()):
            if key[0] == "limit" and not tables.counts_in(key[1], state.stage):
                continue
            found = [
                self._put(each, key, tables.more(each.state.values, key)) if counts else each
                for old in found
                for counts, each in self.ways(old, guard, event, fields)
            ]
        for key in tables.sinces.get(event, ()):
            found = [each for old in found for each in self._since(old, key, event, fields)]
        for key in tables.shown.get(event, ()):
            if key[0] == "last" or tables.get(state.values, key) is None:
                found = [self._put(old, key, tables.field_value(event, key[2], fields)) for old in found]
        if not deemed:
            found = [self._put(old, ("overdue", event), False) for old in found]
        return [each.breaking(tables.exceeded(each.state.values)) for each in found]

    def _since(self, branch: Branch, key: Key, event: str, fields: dict[str, Any]) -> list[Branch]:
        _, first, guard, other, other_guard = key
        found = [branch]
        if event == other:
            ways = [way for old in found for way in self.ways(old, other_guard, event, fields)]
            found = [self._put(each, key, False) if undone else each for undone, each in ways]
        if event == first:
            ways = [way for old in found for way in self.ways(old, guard, event, fields)]
            found = [self._put(each, key, True) if came else each for came, each in ways]
        return found

    def _put(self, branch: Branch, key: Key, value: Any) -> Branch:
        state = branch.state
        values = self.tables.put(state.values, key, value)
        return branch if values is state.values else branch.at(values)

    def _follow(
        self,
        branch: Branch,
        event: str,
        fields: dict[str, Any],
        deemed: bool,
        moves: bool,
        usable: frozenset[str] | None,
        depth: int = 0,
    ) -> list[Branch]:
        tables, state = self.tables, branch.state
        found = [branch]
        for duty, act in tables.duties_by.get(event, ()):
            key = ("owed", duty.id)
            if key in tables.places and tables.get(state.values, key) == 1:
                ways = [way for old in found for way in self.ways(old, act.guard, event, fields)]
                found = [self._put(each, key, 2) if done else each for done, each in ways]
        for key, value, guard in tables.clocked(event, state.stage, state.values):
            ways = [way for old in found for way in self.ways(old, guard, event, fields)]
            found = [self._put(each, key, value) if meant else each for meant, each in ways]
        for duty in tables.opened_by.get(event, ()):
            if not duty.open.stages or tables.inside(state.stage, duty.open.stages):
                guards = (duty.open.guard, duty.when)
                found = [each for old in found for each in self._open(old, duty, guards, event, fields)]
        deemed_rows = [row for row in tables.deemed_by.get(event, ()) if tables.inside(state.stage, row.stages)]
        pairs = [(each, False) for each in found]
        for row in deemed_rows if depth < _DEEPEST else ():
            pairs = [pair for old, moved in pairs for pair in self._deem(old, row, not moved, event, fields, depth + 1)]
        edges = tables.edges_on(state.stage, event)
        if not moves:
            return [each for each, _ in pairs]
        return [
            each
            for old, moved in pairs
            for each in ([old] if moved else self._edges(old, edges, event, fields, usable))
        ]

    def _open(
        self,
        branch: Branch,
        duty: Duty,
        guards: tuple[Expr | None, ...],
        event: str | None = None,
        fields: dict[str, Any] | None = None,
    ) -> list[Branch]:
        key = ("owed", duty.id)
        if key not in self.tables.places:
            return [branch]
        return [self._put(each, key, 1) if opens else each for opens, each in self.all(branch, guards, event, fields)]

    def _deem(
        self,
        branch: Branch,
        row: Deeming,
        moves: bool,
        event: str | None = None,
        fields: dict[str, Any] | None = None,
        depth: int = 1,
    ) -> list[tuple[Branch, bool]]:
        """The branches, with whether the deemed event moved."""
        found: list[tuple[Branch, bool]] = []
        values = dict(row.values)
        for deems, each in self.all(branch, (row.trigger.guard, row.guard), event, fields):
            if not deems:
                found.append((each, False))
                continue
            for recorded in self._record(each, row.event, values, True):
                done = self._follow(recorded, row.event, values, True, moves, None, depth)
                found += [(after, len(after.moves) > len(each.moves)) for after in done]
        return found

    def _edges(
        self,
        branch: Branch,
        edges: list[Edge],
        event: str | None,
        fields: dict[str, Any],
        usable: frozenset[str] | None,
    ) -> list[Branch]:
        """Every fork and the first move whose guards are true."""
        if not edges:
            return [branch]
        found: list[Branch] = []
        pending: list[tuple[Branch, int, tuple[Edge, ...], Edge | None]] = [(branch, 0, (), None)]
        while pending:
            old, place, forks, move = pending.pop()
            if place == len(edges):
                found += self._take(old, forks, move)
                continue
            edge = edges[place]
            barred = usable is not None and edge.kind == "power" and edge.norm is not None and edge.norm not in usable
            if barred or (edge.fork is None and move is not None):
                pending.append((old, place + 1, forks, move))
                continue
            for goes, each in self.all(old, (edge.trigger.guard, edge.guard), event, fields):
                if goes and edge.fork is not None:
                    pending.append((each, place + 1, (*forks, edge), move))
                else:
                    pending.append((each, place + 1, forks, edge if goes else move))
        return found

    def _take(self, branch: Branch, forks: tuple[Edge, ...], move: Edge | None) -> list[Branch]:
        state = branch.state
        for edge in forks:
            if state.part is None:
                start = State(edge.target, edge.fork, self.tables.leave(state.values, None))
                branch = branch.forked(start)
        return [branch if move is None else self._move(branch, move)]

    def _move(self, branch: Branch, edge: Edge) -> Branch:
        state = branch.state
        again = edge.target == edge.source
        moved = State(edge.target, state.part, self.tables.leave(state.values, None if again else edge.target))
        return branch.moved(moved)

    def move(self, state: State, edge: Edge) -> list[Branch]:
        """Another track moves this one."""
        return self.settle(self._move(Branch(state, need=frozenset((("others",),))), edge))

    # -- settling

    def settle(self, branch: Branch) -> list[Branch]:
        """Duties of stages and conditions open and close, conditions move, until nothing changes."""
        tables = self.tables
        if not (tables.settled_duties or tables.deemed_by_condition or branch.state.stage in tables.settling):
            return [branch]
        found: list[Branch] = []
        pending = [(branch, len(tables.program.stages) + 2)]
        while pending:
            old, left = pending.pop()
            branches = self._duties(old)
            for each in branches:
                for deemed in self._deemings(each):
                    edges = tables.settling.get(deemed.state.stage, [])
                    for after in self._edges(deemed, edges, None, {}, None):
                        if after.state.stage != old.state.stage and left:
                            pending.append((after, left - 1))
                        else:
                            found.append(after)
            _few(found)
            _few(pending)
        return found

    def _deemings(self, branch: Branch) -> list[Branch]:
        """What is deemed on a condition, once while it holds."""
        found = [branch]
        for row in self.tables.deemed_by_condition:
            after: list[Branch] = []
            for old in found:
                stage, key = old.state.stage, ("held", row.id)
                inside = self.tables.inside(stage, row.trigger.stages) and self.tables.inside(stage, row.stages)
                for holds, each in self.all(old, (row.trigger.guard, row.guard)) if inside else ():
                    if holds and not self.tables.get(each.state.values, key):
                        after += [done for done, _ in self._deem(self._put(each, key, True), row, True)]
                    else:
                        after.append(self._put(each, key, holds))
                if not inside:
                    after.append(self._put(old, key, False))
            found = _few(after)
        return found

    def _duties(self, branch: Branch) -> list[Branch]:
        found = [branch]
        for duty in self.tables.settled_duties:
            key = ("owed", duty.id)
            after: list[Branch] = []
            for old in found:
                held = self.tables.get(old.state.values, key)
                inside = self.tables.inside(old.state.stage, duty.open.stages)
                if not inside or held == 2:
                    after.append(old)
                    continue
                for opens, each in self.all(old, (duty.open.guard, duty.when)):
                    closes = held == 1 and not opens and duty.open.kind == "stage"
                    after.append(self._put(each, key, 1 if opens else 0 if closes else held))
            found = _few(after)
        return found


_T = TypeVar("_T")


def _few(ways: list[_T]) -> list[_T]:
    """The ways, unless they are too many."""
    if len(ways) > _MOST_WAYS:
        raise TooMany
    return ways
