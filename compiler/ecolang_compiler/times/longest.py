"""The latest day on which each stage can be entered and left, while every clock that is sure to run ends what it says.

An upper bound: conditions of moves are not looked at, but for counts. A stage in which no clock is sure to run has
none; such stays are told, and are left out of the days that are summed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import prod

import networkx as nx
from attrs import define, field, frozen

from ecolang.program import Edge, Expr, Program
from ecolang_compiler.resolve.expressions import conjuncts
from ecolang_compiler.times.clocks import Clock, Clocks
from ecolang_compiler.times.lengths import Lengths

#: A stage, and how often each act that is counted has been done there so far.
Node = tuple[str, tuple[int, ...]]

# Counts that are kept apart; with more, a circle counts as having no bound.
_MOST_LAYERS = 64


@frozen
class Stretch:
    """A stay: from the day it begins at the latest to the day it ends at the latest. `clock`: what ends it, None: no
    clock is sure to run; `edge`: the move out of it."""

    stage: str
    entered: int
    left: int
    clock: Clock | None
    edge: Edge | None


@frozen
class Longest:
    """The latest way to a stage. `days`: of the stays that have an end; `open`: the stages on the way, or on any other
    way there, where no clock is sure to run; `round`: a circle that nothing bounds lies on a way there."""

    days: int
    stretches: tuple[Stretch, ...]
    open: tuple[str, ...]
    round: bool
    provisional: bool


@define
class Upper:
    """Upper bounds from one day on."""

    clocks: Clocks
    lengths: Lengths
    counted: tuple[str, ...] = ()
    caps: tuple[int, ...] = ()
    limited: frozenset[str] = frozenset()
    provisional: bool = False
    _moves: dict[Node, tuple[tuple[Edge, Node], ...]] = field(factory=dict)

    @property
    def program(self) -> Program:
        """The policy."""
        return self.clocks.program

    def run(self, day: int) -> Run | None:
        """The bounds for a case that begins on a day; None without a start."""
        start = self.clocks.start
        if start is None:
            return None
        first: Node = (start, (0,) * len(self.counted))
        anchors: dict[str, int] = {}
        for event in sorted(self._first_anchors()):
            ahead = Run(self, day, {first: day}, {first: None}, {}, self.clocks.early[event])
            ahead.settle()
            if (latest := ahead.latest(event)) is not None:
                anchors[event] = latest
        run = Run(self, day, {first: day}, {first: None}, anchors)
        run.settle()
        return run

    def _first_anchors(self) -> set[str]:
        rows = (clock for stage in self.program.stages for clock in self.clocks.of(stage.id))
        return {clock.anchor for clock in rows if clock.first and clock.anchor is not None}

    def moves(self, node: Node) -> tuple[tuple[Edge, Node], ...]:
        """The moves that counts allow."""
        found = self._moves.get(node)
        if found is None:
            found = self._moves[node] = tuple(self._onward(node))
        return found

    def _onward(self, node: Node) -> Iterator[tuple[Edge, Node]]:
        stage, counts = node
        for edge in self.clocks.leaving.get(stage, ()):
            after = list(counts)
            if edge.trigger.event in self.counted:
                place = self.counted.index(edge.trigger.event)
                full = counts[place] >= self.caps[place]
                if full and edge.trigger.event in self.limited:
                    continue
                after[place] += not full
            if all(self._may(part, after) for part in (*conjuncts(edge.guard), *conjuncts(edge.trigger.guard))):
                yield edge, (edge.target, tuple(after))

    def _may(self, part: Expr, counts: list[int]) -> bool:
        """Whether a condition on a count may hold when the count is this at least."""
        if part[0] != "cmp" or part[2][0] != "count" or part[3][0] != "lit" or part[2][2] is not None:
            return True
        if part[2][1] not in self.counted or not isinstance(part[3][1], int):
            return True
        count = counts[self.counted.index(part[2][1])]
        return {"<": count < part[3][1], "<=": count <= part[3][1], "=": count <= part[3][1]}.get(part[1], True)


@define
class Run:
    """Bounds from one starting day. `entered`: by node, the latest day; `before`: where that came from; `anchors`: the
    latest first day of events that clocks count from; `within`: the stages that are looked at, None: all."""

    upper: Upper
    day: int
    entered: dict[Node, int]
    before: dict[Node, tuple[Node, Edge] | None]
    anchors: dict[str, int] = field(factory=dict)
    within: frozenset[str] | None = None
    growing: frozenset[str] = frozenset()

    def settle(self) -> None:
        """Carry the latest days on until nothing changes; what still grows then goes round without end."""
        pending = list(self.entered)
        for _ in range(2 * len(self.upper.program.stages) * max(1, _layers(self.upper.caps)) + 4):
            changed: dict[Node, None] = {}
            for node in pending:
                left, _ = self.left(node)
                for edge, after in self.upper.moves(node):
                    if self.within is not None and after[0] not in self.within:
                        continue
                    if after not in self.entered or self.entered[after] < left:
                        self.entered[after] = left
                        self.before[after] = (node, edge)
                        changed[after] = None
            if not changed:
                return
            pending = list(changed)
        self.growing = self._round(frozenset(stage for stage, _ in pending))

    def _round(self, stages: frozenset[str]) -> frozenset[str]:
        """The stages of the circles that some stages lie on."""
        graph = nx.DiGraph((node[0], after[0]) for node in self.entered for _, after in self.upper.moves(node))
        parts = nx.strongly_connected_components(graph)
        rounds = (part for part in parts if part & stages)
        return frozenset(stage for part in rounds for stage in part if len(part) > 1 or graph.has_edge(stage, stage))

    def latest(self, event: str) -> int | None:
        """The latest day on which an event moves the case; None where nothing bounds it."""
        days = [
            self.left(node)[0]
            for node in self.entered
            if any(edge.trigger.event == event for edge in self.upper.clocks.leaving.get(node[0], ()))
        ]
        return max(days) if days and not self.growing else None

    def left(self, node: Node) -> tuple[int, Clock | None]:
        """The latest day on which a stage is left, and the clock that says so."""
        entered = self.entered[node]
        best: tuple[int, Clock | None] | None = None
        for clock in self.upper.clocks.of(node[0]):
            day = entered
            if clock.first:
                day = min(entered, self.anchors.get(clock.anchor or "", entered))
            last = self._end(clock, day)
            if last is not None:
                last = max(last, entered)
                if best is None or last < best[0]:
                    best = (last, clock)
        return best or (entered, None)

    def _end(self, clock: Clock, day: int) -> int | None:
        lengths = self.upper.lengths
        if clock.of is not None:
            due = lengths.end(self.upper.clocks.periods[clock.of].deadline, day, clock.extensions)
            if due is None or due.last is None:
                return None
            day = due.last
            if clock.deadline.amount is None:
                return day + (clock.kind == "lapse")
            due = lengths.end(clock.deadline, day)
        else:
            due = lengths.end(clock.deadline, day, clock.extensions)
        if due is None or due.last is None:
            return None
        self.upper.provisional = self.upper.provisional or bool(due.provisional)
        return due.last + (clock.kind == "lapse")

    def to(self, stage: str) -> Longest | None:
        """The latest way to a stage; None where no way leads there."""
        ends = [node for node in self.entered if node[0] == stage]
        if not ends:
            return None
        last = max(ends, key=lambda node: (self.entered[node], node))
        nodes = self._back(last)
        stretches = tuple(self._stretch(node, after) for node, after in pairwise(nodes))
        ways = self._ways_to(stage)
        waiting = tuple(
            row.id for row in self.upper.program.stages if row.id in ways and not self.upper.clocks.of(row.id)
        )
        return Longest(
            self.entered[last] - self.day,
            stretches,
            waiting,
            bool(self.growing & ways),
            self.upper.provisional,
        )

    def _back(self, node: Node) -> list[Node]:
        found, seen = [node], {node}
        while (before := self.before[found[-1]]) is not None and before[0] not in seen:
            found.append(before[0])
            seen.add(before[0])
        return found[::-1]

    def _stretch(self, node: Node, after: Node) -> Stretch:
        left, clock = self.left(node)
        before = self.before[after]
        return Stretch(node[0], self.entered[node], left, clock, None if before is None else before[1])

    def _ways_to(self, stage: str) -> frozenset[str]:
        """The stages through which a way from the start leads to another one."""
        into: dict[str, set[str]] = {}
        for node in self.entered:
            for _, after in self.upper.moves(node):
                into.setdefault(after[0], set()).add(node[0])
        found: set[str] = set()
        pending = [stage]
        while pending:
            for each in into.get(pending.pop(), ()):
                if each not in found:
                    found.add(each)
                    pending.append(each)
        return frozenset(found - {stage})


def upper_bounds(clocks: Clocks, lengths: Lengths, day: int) -> Upper:
    """Bounds that keep counts apart only where a circle needs it."""
    plain = Upper(clocks, lengths)
    run = plain.run(day)
    if run is None or not run.growing:
        return plain
    limited, compared = _limited(clocks, run.growing), _compared(clocks, run.growing)
    counted = {**compared, **limited}
    if not counted or _layers(tuple(counted.values())) > _MOST_LAYERS:
        return plain
    return Upper(clocks, lengths, tuple(counted), tuple(counted.values()), frozenset(limited))


def _layers(caps: tuple[int, ...]) -> int:
    return prod(cap + 1 for cap in caps)


def _limited(clocks: Clocks, stages: frozenset[str]) -> dict[str, int]:
    """The acts of moves in a circle that may be done only so often, with every exception."""
    moving = {edge.trigger.event for stage in stages for edge in clocks.leaving.get(stage, ())}
    found: dict[str, int] = {}
    for row in clocks.program.count_limits:
        inside = not row.stages or stages <= clocks.stages(row.stages)
        plain = row.act.guard is None and row.guard is None and row.bound == "max"
        numbered = all(each.number_from is None for each in row.allowances)
        if inside and plain and numbered and row.act.event in moving:
            most = row.number + sum(each.number * (each.times or 1) for each in row.allowances)
            found[row.act.event] = min(most, found.get(row.act.event, most))
    return found


def _compared(clocks: Clocks, stages: frozenset[str]) -> dict[str, int]:
    """The acts whose count a move in a circle asks to be small, up to the number from which it no longer is."""
    found: dict[str, int] = {}
    edges = [edge for stage in stages for edge in clocks.leaving.get(stage, ())]
    for part in (part for edge in edges for part in (*conjuncts(edge.guard), *conjuncts(edge.trigger.guard))):
        if part[0] == "cmp" and part[1] in ("<", "<=") and part[2][0] == "count" and part[3][0] == "lit":
            event, number = part[2][1], part[3][1]
            if isinstance(number, int) and part[2][2] is None:
                found[event] = max(found.get(event, 0), number + 1)
    return found
