"""What a walk can see of its case: conditions, open duties with their days, what is expected in a stage."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from random import Random

from ecolang.program import Deadline, Duty, Edge, Expr
from ecolang.time import DAY, Due
from ecolang_runtime.reference import clocks, duties, report, standing
from ecolang_runtime.reference.engine import Run
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.state import Owed, Record, Track
from ecolang_runtime.reference.values import holds


class Map:
    """The graph as walks use it: the edges between stages, and where an event is expected."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._expected: dict[str, frozenset[str] | None] = {}

    def edges(self, stage: str) -> list[Edge]:
        """The moves that leave a stage."""
        return [edge for edge in self.rules.edges_from.get(stage, ()) if edge.fork is None]

    def expected(self, event: str) -> frozenset[str] | None:
        """The stages in which an event is expected; None where it may come at any time."""
        if event not in self._expected:
            self._expected[event] = self._expect(event)
        return self._expected[event]

    def _expect(self, event: str) -> frozenset[str] | None:
        rules = self.rules
        found = {edge.source for edge in rules.edges_by.get(event, ())}
        powers = [power for power, _ in rules.powers_by.get(event, ())]
        staged = [duty for duty, _ in rules.duties_by.get(event, ()) if duty.open.kind == "stage"]
        if rules.event(event).external and not found:
            return None
        if any(not power.stages for power in powers) or not (found or powers or staged):
            return None
        for row in powers:
            found |= rules.stages(row.stages)
        for duty in staged:
            if not standing.looks_back(duty):
                found |= rules.stages(duty.open.stages)
        return frozenset(found) or None

    def way(self, start: str, ends: frozenset[str], blocked: set[str], rng: Random) -> list[Edge] | None:
        """A shortest way to one of some stages past what was tried in vain; None if there is none."""
        if start in ends:
            return []
        before: dict[str, Edge | None] = {start: None}
        queue = deque([start])
        while queue:
            stage = queue.popleft()
            edges = [edge for edge in self.edges(stage) if edge.id not in blocked and edge.target not in before]
            rng.shuffle(edges)
            for edge in edges:
                if edge.target in before:
                    continue
                before[edge.target] = edge
                if edge.target in ends:
                    return self._back(before, edge)
                queue.append(edge.target)
        return None

    def _back(self, before: dict[str, Edge | None], last: Edge) -> list[Edge]:
        found: list[Edge] = []
        edge: Edge | None = last
        while edge is not None:
            found.append(edge)
            edge = before[edge.source]
        return found[::-1]


class View:
    """The case as it stands, on the track that a walk follows."""

    def __init__(self, run: Run, party: str | None) -> None:
        self.run = run
        self.rules = run.rules
        self.m = Machine(run.rules, run.state)
        self.m.quiet = True
        own = [track for track in run.state.tracks if track.part is None]
        self.track = next((track for track in own if track.party == party), own[0])
        self.now = (run.state.position or 0) // (2 * DAY)

    def on(self, track: Track) -> View:
        """The same case, seen from another track."""
        return View(self.run, track.party)

    def test(self, expr: Expr | None, record: Record | None = None) -> bool | None:
        """Whether a condition holds."""
        return holds(expr, self.m.context(self.track, record))[0]

    def inside(self, stages: tuple[str, ...]) -> bool:
        """Whether the track is in one of the stages; none: anywhere."""
        return self.rules.inside(self.track.stage, stages)

    def owners(self) -> tuple[Track, Track]:
        """The track and the case as a whole, which both have duties and clocks."""
        return self.track, self.run.state.whole

    def owed(self) -> Iterator[tuple[Track, Owed, Duty]]:
        """The open duties of the track and of the case."""
        for owner in self.owners():
            for owed in owner.owed:
                yield owner, owed, self.rules.duties[owed.duty]

    def due(self, owner: Track, owed: Owed, deadline: Deadline) -> Due | None:
        """The last day of a demand of an open duty, if it is known."""
        due = clocks.due_of_duty(self.m, owner, owed, deadline)[0]
        return None if due is None or due.last is None else due

    def period(self, name: str) -> Due | None:
        """The last day of a running period."""
        period = self.rules.periods.get(name)
        if period is None:
            return None
        owner = clocks.period_owner(self.m, self.track, period)
        clock = owner.clocks.get(name)
        if clock is None or clock.status:
            return None
        due = clocks.due_of_period(self.m, owner, clock)[0]
        return None if due is None or due.last is None else due

    def window(self, deadline: Deadline) -> Due | None:
        """The day until or after which a power may be used."""
        due = standing.window(self.m, self.track, deadline)
        return None if due is None or due.last is None else due

    def binding(self) -> list[tuple[int, Duty, Track]]:
        """The last days after which a duty would be broken on any track, the earliest first."""
        found: list[tuple[int, Duty, Track]] = []
        state = self.run.state
        for owner, owed in [(each, owed) for each in (*state.tracks, state.whole) for owed in each.owed]:
            duty = self.rules.duties[owed.duty]
            for deadline in duty.deadlines:
                if deadline.id in owed.lapsed or duties.degree_for(duty, deadline) != "violation":
                    continue
                ahead = deadline.kind in ("before", "by") and deadline.anchor.kind == "event"
                if ahead or deadline.kind == "prompt":
                    continue
                due = self.due(owner, owed, deadline)
                if due is not None and due.last is not None:
                    found.append((due.last, duty, owner))
        return sorted(found, key=lambda each: each[0])

    def lead(self, event: str, field: str) -> list[Deadline]:
        """The lead times that the day planned in a field has to keep."""
        return [
            deadline
            for duty, _ in self.rules.duties_by.get(event, ())
            for deadline in duty.deadlines
            if deadline.kind == "before" and deadline.anchor.planned == (event, field)
        ]

    def breaches(self) -> int:
        """How many violations there are so far."""
        tracks = [each for each in (*self.run.state.tracks, self.run.state.whole) if each.findings or each.leads]
        return sum(f.degree == "violation" for track in tracks for f in report.findings(self.m, track, self.now))
