"""The next step towards a target, worked out anew from where the case stands."""

from __future__ import annotations

from random import Random
from typing import Any

from ecolang.program import Act, Anchor, Duty, Edge, Expr, Power, Trigger
from ecolang.rows import dataclass, field, replace
from ecolang_runtime.generate.map import Map
from ecolang_runtime.generate.values import wanted
from ecolang_runtime.generate.view import View
from ecolang_runtime.reference.values import compare

# Conditions that lead to one another are not followed further than this.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Step:
    """An act (`event`), something that becomes known (`fact`), or time that passes (`wait`: until that day).

    `guard`: of the act's own fields; `timing`: kept, late, early or "" (any); `documents`, `by`, `steps`, `ground`:
    how the act is to be done; `final`: with it the target is reached.
    """

    event: str | None = None
    guard: Expr | None = None
    fact: tuple[str, Any] | None = None
    wait: int | None = None
    timing: str = ""
    documents: dict[str, str] = field(default_factory=dict)
    by: str | None = None
    disorder: bool = False
    ground: str | None = None
    party: str | None = None
    final: bool = False


class Planner:
    """Plans on one view; `blocked`: edges that were tried in vain."""

    def __init__(self, view: View, map_: Map, rng: Random, blocked: set[str]) -> None:
        self.view, self.map, self.rng, self.blocked = view, map_, rng, blocked
        self.rules = view.rules
        self.depth = 0
        self.opening = 0  # duties that open where another lapses

    # -- ways and acts

    def go(self, stages: tuple[str, ...]) -> Step | None:
        """The next step into one of some stages; None if the track is there, or cannot get there."""
        if self.view.inside(stages):
            return None
        way = self.map.way(self.view.stage, self.rules.stages(stages), self.blocked, self.rng)
        return self.fire(way[0]) or Step() if way else Step()

    def fire(self, edge: Edge) -> Step | None:
        """The next step that takes, or prepares, an edge."""
        trigger = edge.trigger
        power = self.rules.powers.get(edge.norm or "") if edge.kind == "power" else self._gate(edge)
        grounds = list(power.grounds) if power is not None else []
        ground = next((g for g in grounds if self.view.test(g.guard) is True), None)
        if grounds and ground is None:
            ground = self.rng.choice(grounds)
        own = edge.guard if trigger.kind != "event" else _without_fields(edge.guard)
        guards = [own, power.guard if power else None, ground.guard if ground else None]
        guards += [trigger.guard] if trigger.kind in ("condition", "stage") else []
        first = self.elsewhere(guards, frozenset((edge.source,)))
        if first is not None:
            return first
        if self.view.stage != edge.source:
            return self.go((edge.source,))
        for guard in guards:
            if guard is not None and not self._will_hold(guard, trigger.event):
                return self.reach(guard, trigger.event)
        if trigger.kind == "event" and trigger.event is not None:
            wish = both(both(trigger.guard, edge.guard), ground.guard if ground else None)
            if power is not None and power.after is not None:
                due = self.view.window(power.after)
                if due is not None and due.last is not None and self.view.now <= due.last:
                    return Step(wait=due.last + 1)
            return Step(trigger.event, wish, timing="kept" if self.rng.random() < 0.6 else "")
        return self.lapse(trigger.of or "") if trigger.kind in ("lapse", "reached") else None

    def _gate(self, edge: Edge) -> Power | None:
        """The power without which an act would have no effect there, though the edge is another rule's."""
        event = edge.trigger.event
        owed = any(
            duty.open.kind == "stage" and edge.source in self.rules.stages(duty.open.stages)
            for duty, _ in self.rules.duties_by.get(event or "", ())
        )
        powers = (
            []
            if owed
            else [
                power
                for power, _ in self.rules.powers_by.get(event or "", ())
                if edge.source in self.rules.stages(power.stages)
            ]
        )
        return next((each for each in powers if self.view.test(each.guard) is True), powers[0] if powers else None)

    def act(
        self,
        act: Act,
        timing: str = "",
        final: bool = False,
        by: str | None = None,
        documents: dict[str, str] | None = None,
    ) -> Step | None:
        """An act where it is expected, or the way there."""
        expected = self.map.expected(act.event)
        owing = any(each.event == act.event for _, _, duty in self.view.owed() for each in duty.acts)
        if expected is not None and not owing and self.view.stage not in expected:
            way = self.map.way(self.view.stage, expected, self.blocked, self.rng)
            return self._deeper(way[0]) if way else None
        return Step(act.event, act.guard, timing=timing, final=final, by=by, documents=documents or {})

    def _deeper(self, edge: Edge) -> Step | None:
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        found = self.fire(edge)
        self.depth -= 1
        return found

    def elsewhere(self, guards: list[Expr | None], here: frozenset[str]) -> Step | None:
        """What a condition needs that can only be done in other stages than those where it will be asked."""
        for guard in guards:
            if guard is None or self.view.test(guard) is True:
                continue
            step = self.reach(guard)
            if step is None or step.event is None:
                continue
            expected = self.map.expected(step.event)
            if expected is not None and not expected & here:
                return step
        return None

    def _will_hold(self, guard: Expr, event: str | None) -> bool:
        """Whether a guard holds, or will once the act that it waits for has been counted."""
        if self.view.test(guard) is True:
            return True
        counted = _counts(guard, event)
        return counted is not None and _meets(counted, self._times(counted[1]) + 1)

    def _times(self, expr: Expr) -> int:
        return self.view.times(expr[1], expr[2])

    def open(self, duty: Duty) -> Step | None:
        """What opens a duty that is not open; None if it is."""
        if self.opening >= _DEEPEST or any(row.id == duty.id for _, _, row in self.view.owed()):
            return None
        self.opening += 1
        found = self._open(duty)
        self.opening -= 1
        return found

    def _open(self, duty: Duty) -> Step | None:
        if duty.when is not None and self.view.test(duty.when) is not True and duty.open.kind != "event":
            first = self.elsewhere([duty.when], self.rules.stages(duty.open.stages))
            if first is None and self.go(duty.open.stages) is None:
                return self.reach(duty.when)
            if first is not None:
                return first
        return self.trigger(duty.open, duty.open.stages)

    def trigger(self, trigger: Trigger, stages: tuple[str, ...]) -> Step | None:
        there = self.go(stages)
        if there is not None:
            return there
        if trigger.kind == "event" and trigger.event is not None:
            return self.act(Act(trigger.event, trigger.guard))
        if trigger.kind in ("lapse", "reached"):
            return self.lapse(trigger.of or "")
        return self.reach(trigger.guard) if trigger.guard is not None else None

    def returning(self, act: Act) -> Act:
        """The act with fields that lead to where it can be done again."""
        expected = self.map.expected(act.event)
        for edge in self.map.edges(self.view.stage):
            leads_back = expected is None or edge.target in expected
            if edge.trigger.kind == "event" and edge.trigger.event == act.event and leads_back:
                again = later(self.rules, edge, act.event)
                return Act(act.event, both(both(act.guard, edge.trigger.guard), again))
        return act

    def carry(self, document: str, how: str) -> Step | None:
        carriers = [event.id for event in self.rules.program.events if document in event.documents]
        if not carriers:
            return None
        return self.act(Act(self.rng.choice(carriers)), final=True, documents={document: how})

    def start(self, name: str) -> Step | None:
        period = self.rules.periods.get(name)
        return None if period is None else self.anchor(period.deadline.anchor)

    def anchor(self, anchor: Anchor) -> Step | None:
        return None if anchor.event is None else self.act(Act(anchor.event, anchor.guard))

    def lapse(self, name: str) -> Step | None:
        """Time until the last day of a duty or period has passed."""
        due = self.view.period(name)
        if due is not None and due.latest is not None:
            return Step(wait=due.latest + 1)
        if name in self.rules.periods:
            return self.start(name)
        for owner, owed, duty in self.view.owed():
            for deadline in duty.deadlines:
                if name in (duty.id, deadline.id) and (last := self.view.due(owner, owed, deadline)) is not None:
                    return Step(wait=(last.latest or last.last or 0) + 1)
        duty_row = self.rules.duties.get(name)
        if duty_row is None:
            return None
        for _, owed, row in self.view.owed():
            for deadline in row.deadlines:
                if row.id == name and deadline.anchor.kind == "event" and not self.view.anchored(owed, deadline):
                    return self.anchor(deadline.anchor)
        return self.open(duty_row)

    # -- conditions

    def reach(self, expr: Expr | None, after: str | None = None, want: bool = True) -> Step | None:
        """The next step that makes a condition `want`; `after`: the act that it will be asked of."""
        if expr is None or self.depth >= _DEEPEST:
            return None
        self.depth += 1
        found = self._reach(expr, after, want)
        self.depth -= 1
        return found

    def _reach(self, expr: Expr, after: str | None, want: bool) -> Step | None:
        head = expr[0]
        if head == "not":
            return self.reach(expr[1], after, not want)
        if head in ("and", "or"):
            every = (head == "and") == want
            parts = list(expr[1:])
            if not every:
                self.rng.shuffle(parts)
            for part in parts:
                if self.view.test(part) is want:
                    continue
                step = self.reach(part, after, want)
                if step is not None or every:
                    return step
            return None
        if head == "fact":
            return Step(fact=(expr[1], want))
        if head == "cmp":
            return self._compared(expr, after, want)
        if head == "happened" and want:
            return self.act(Act(expr[1], expr[2]))
        if head == "since":
            return self.act(Act(expr[1], expr[2]) if want else Act(expr[3], expr[4]))
        if head in ("last", "first") and not self.view.came(expr[1]):
            return self.act(Act(expr[1], ("cmp", "=", ("field", expr[2]), ("lit", want))))
        if head == "period" and want:
            return self.start(expr[1]) if expr[2] == "running" else self.lapse(expr[1])
        if head == "overdue" and want:
            return self._overdue(expr[1])
        if head in ("signed", "item"):
            return self.carry(expr[1], "complete" if want else "unsigned" if head == "signed" else "incomplete")
        if head == "tracks":
            return self._on_tracks(expr, want)
        return None

    def _compared(self, expr: Expr, after: str | None, want: bool) -> Step | None:
        _, op, left, right = expr
        if right[0] != "lit":
            return None
        if left[0] == "fact":
            value = wanted(expr, self.rng, want, ("fact",)).get(left[1])
            return None if value is None else Step(fact=(left[1], value))
        if left[0] in ("last", "first"):
            guard = ("cmp", op, ("field", left[2]), right)
            return self.act(Act(left[1], guard if want else ("not", guard)))
        if left[0] == "count" and want and op in (">=", ">", "="):
            return self.act(self.returning(Act(left[1], left[2])))
        return None

    def _overdue(self, event: str) -> Step | None:
        for _, _, duty in self.view.owed():
            if any(act.event == event for act in duty.acts):
                return self.lapse(duty.id)
        for duty, _ in self.rules.duties_by.get(event, ()):
            if any(deadline.kind != "prompt" for deadline in duty.deadlines):
                return self.open(duty)
        return None

    def _on_tracks(self, expr: Expr, want: bool) -> Step | None:
        """What has to become so on another track."""
        for track in self.view.tracks():
            if track.part is not None or (expr[1].endswith("other") and track is self.view.track):
                continue
            other = type(self)(self.view.on(track), self.map, self.rng, self.blocked)
            if other.view.test(expr[2]) is not want:
                step = other.reach(expr[2], None, want)
                if step is not None:
                    return replace(step, party=track.party)
        return None


def both(one: Expr | None, other: Expr | None) -> Expr | None:
    if one is None or other is None:
        return other if one is None else one
    return ("and", one, other)


def _without_fields(guard: Expr | None) -> Expr | None:
    """A guard whose own fields the act will fill: only what else it asks has to hold before."""
    if guard is None or guard[0] in ("field", "given", "actor") or (guard[0] == "cmp" and guard[2][0] == "field"):
        return None
    if guard[0] == "and":
        parts = [part for each in guard[1:] if (part := _without_fields(each)) is not None]
        return ("and", *parts) if parts else None
    return guard


def _counts(guard: Expr, event: str | None) -> tuple[str, Expr, Any] | None:
    """The comparison, if a guard compares how often the event itself has happened."""
    if guard[0] == "cmp" and guard[2][0] == "count" and guard[2][1] == event and guard[3][0] == "lit":
        return guard[1], guard[2], guard[3][1]
    return None


def _meets(counted: tuple[str, Expr, Any], number: int) -> bool:
    return compare(counted[0], number, counted[2]) is True


def later(rules: Any, edge: Edge, event: str) -> Expr | None:
    """What the act's own fields must say so that a power of the next stage allows it again."""
    for power, _ in rules.powers_by.get(event, ()):
        if edge.target in rules.stages(power.stages) and power.guard is not None:
            return _as_own(power.guard, event)
    return None


def _as_own(guard: Expr, event: str) -> Expr | None:
    """Of a condition on the last occurrence of an event, what it asks of that occurrence."""
    if guard[0] in ("and", "or"):
        parts = [part for each in guard[1:] if (part := _as_own(each, event)) is not None]
        return parts[0] if parts else None
    if guard[0] == "cmp" and guard[2][:2] == ("last", event):
        return ("cmp", guard[1], ("field", guard[2][2]), guard[3])
    return ("cmp", "=", ("field", guard[2]), ("lit", True)) if guard[:2] == ("last", event) else None
