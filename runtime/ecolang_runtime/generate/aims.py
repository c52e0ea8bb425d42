"""What each kind of target asks of a walk."""

from __future__ import annotations

from typing import Any

from ecolang.program import Act, Deadline, Duty, Ground, Power
from ecolang.rows import replace
from ecolang_runtime.generate.plan import Planner, Step, both
from ecolang_runtime.generate.targets import Target


class Aims(Planner):
    """Plans towards targets."""

    def towards(self, target: Target) -> Step | None:
        """The next step towards a target; None where none is known."""
        plan = getattr(self, f"_to_{target.kind}")
        found: Step | None = plan(target)
        return found

    def _to_edge(self, target: Target) -> Step | None:
        return self.fire(target.row)

    def _to_ground(self, target: Target) -> Step | None:
        power: Power = target.row
        return self._use(power, target.part, "kept")

    def _to_power(self, target: Target) -> Step | None:
        return self._use(target.row, None, "")

    def _to_window(self, target: Target) -> Step | None:
        return self._use(target.row, None, "kept")

    def _to_late_use(self, target: Target) -> Step | None:
        return self._use(target.row, None, "late")

    def _to_early_use(self, target: Target) -> Step | None:
        return self._use(target.row, None, "early")

    def _to_void(self, target: Target) -> Step | None:
        """The act of a power while what it asks is not so."""
        power: Power = target.row
        there = self.go(power.stages)
        if there is not None:
            return there
        if self.view.test(power.guard) is True and any(self.view.test(g.guard) is True for g in power.grounds):
            return None
        return self.act(power.acts[0], final=True)

    def _use(self, power: Power, ground: Ground | None, timing: str) -> Step | None:
        guards = [power.guard, ground.guard if ground is not None else None]
        first = self.elsewhere(guards, self.rules.stages(power.stages))
        if first is not None:
            return first
        there = self.go(power.stages)
        if there is not None:
            return there
        for guard in guards:
            if guard is not None and self.view.test(guard) is not True:
                return self.reach(guard, power.acts[0].event)
        if ground is None and power.grounds and not any(self.view.test(g.guard) is True for g in power.grounds):
            return self.reach(self.rng.choice(power.grounds).guard, power.acts[0].event)
        if power.after is not None and timing != "early":
            due = self.view.window(power.after)
            if due is not None and due.last is not None and self.view.now <= due.last:
                return Step(wait=due.last + 1)
        act = power.acts[0] if len(power.acts) == 1 else self.rng.choice(power.acts)
        relied = ground.cite if ground is not None and self.rng.random() < 0.7 else None
        step = self.act(act, timing=timing, final=True)
        if step is None or ground is None:
            return step
        return replace(step, ground=relied, guard=both(act.guard, ground.guard))

    def _to_duty(self, target: Target) -> Step | None:
        return self._of_duty(target.row, None, "")

    def _to_kept(self, target: Target) -> Step | None:
        return self._of_duty(target.row, target.part, "kept")

    def _to_missed(self, target: Target) -> Step | None:
        deadline: Deadline = target.part
        if deadline.kind == "before" and deadline.anchor.kind == "event" and deadline.amount is None:
            opened = self.open(target.row)
            if opened is not None:
                return opened
            anchor = deadline.anchor
            return self.act(Act(anchor.event or "", anchor.guard), final=True)
        return self._of_duty(target.row, deadline, "late")

    def _of_duty(self, duty: Duty, deadline: Deadline | None, timing: str) -> Step | None:
        opened = self.open(duty)
        if opened is not None:
            return opened
        owing = [owed for _, owed, row in self.view.owed() if row.id == duty.id]
        if not owing:
            return None
        waits = deadline is not None and deadline.anchor.kind == "event" and deadline.kind == "within"
        if deadline is not None and waits and not self.view.anchored(owing[0], deadline):
            return self.anchor(deadline.anchor)
        act = self.rng.choice(duty.acts) if duty.acts else None
        return None if act is None else self.act(act, timing=timing, final=True)

    def _to_period(self, target: Target) -> Step | None:
        """Out of the stages of a limit on its last day or before."""
        due = self.view.period(target.row.id)
        if due is None:
            return self.start(target.row.id)
        outside = frozenset(s.id for s in self.rules.program.stages) - self.rules.stages(target.row.limit_stages)
        way = self.map.way(self.view.stage, outside, self.blocked, self.rng)
        if not way:
            return None
        step = self.fire(way[0])
        if step is not None and step.event is not None and way[0].target in outside:
            return replace(step, timing="kept", final=True)
        return step

    def _to_exceeded(self, target: Target) -> Step | None:
        due = self.view.period(target.row.id)
        if due is None or due.last is None:
            return self.start(target.row.id)
        there = self.go(target.row.limit_stages)
        return there or Step(wait=due.last + 1, final=True)

    def _to_full(self, target: Target) -> Step | None:
        return self._count(target.row, target.row.number)

    def _to_over(self, target: Target) -> Step | None:
        written = sum(each.number for each in target.row.allowances)
        return self._count(target.row, target.row.number + (self.rng.choice((1, written + 1)) if written else 1))

    def _count(self, limit: Any, number: int) -> Step | None:
        done = self.view.counted(limit.id)
        there = self.go(limit.stages)
        if there is not None:
            return there
        if limit.guard is not None and self.view.test(limit.guard) is not True:
            return self.reach(limit.guard)
        act = limit.act if done + 1 < number else None
        if act is not None:
            return self.act(self.returning(limit.act))
        return self.act(limit.act, final=True)

    def _to_allowance(self, target: Target) -> Step | None:
        row = target.part
        if row.guard is not None and self.view.test(row.guard) is not True:
            return self.reach(row.guard)
        for act in (row.request, row.approval):
            if act is not None and not self.view.came(act.event):
                return self.act(act)
        if hasattr(target.row, "act"):
            return self._count(target.row, target.row.number + 1)
        due = self.view.period(target.row.id)
        return self.start(target.row.id) if due is None else Step(wait=(due.last or 0) + 1, final=True)

    def _to_deeming(self, target: Target) -> Step | None:
        row = target.row
        if row.trigger.kind in ("lapse", "reached"):
            return self.lapse(row.trigger.of or "")
        if row.guard is not None and self.view.test(row.guard) is not True:
            return self.reach(row.guard)
        return self.trigger(row.trigger, row.stages)

    def _to_op(self, target: Target) -> Step | None:
        row = target.row
        if row.period in self.rules.periods and self.view.period(row.period) is None:
            return self.start(row.period)
        if row.period in self.rules.duties:
            opened = self.open(self.rules.duties[row.period])
            if opened is not None:
                return opened
        if row.guard is not None and self.view.test(row.guard) is not True:
            return self.reach(row.guard)
        if row.op == "resume":
            for other in self.rules.program.period_ops:
                if other.op == "suspend" and other.period == row.period and not self.view.used(other.id):
                    event = other.trigger.event
                    if event is not None and not self.view.came(event):
                        return self.trigger(other.trigger, other.stages)
        return self.trigger(row.trigger, row.stages)

    def _to_forbidden(self, target: Target) -> Step | None:
        rule = target.row
        there = self.go(rule.stages)
        if there is not None:
            return there
        if rule.guard is not None and self.view.test(rule.guard) is False:
            return self.reach(rule.guard)
        act = self.rng.choice(rule.acts)
        return Step(act.event, both(act.guard, rule.guard), final=True)

    def _to_actor(self, target: Target) -> Step | None:
        rule = target.row
        if rule.guard is not None and self.view.test(rule.guard) is not True:
            return self.reach(rule.guard)
        event = self.rng.choice(rule.events)
        others = [name for name in self.rules.event(event).actors if name != rule.role]
        return self.act(Act(event), final=True, by=self.rng.choice(others) if others else None)

    def _to_incomplete(self, target: Target) -> Step | None:
        return self.carry(target.row.document, "incomplete")

    def _to_unsigned(self, target: Target) -> Step | None:
        return self.carry(target.row.id, "unsigned")

    def _to_unnoted(self, target: Target) -> Step | None:
        return self.carry(target.row.id, "unnoted")

    def _to_disorder(self, target: Target) -> Step | None:
        step = self.act(Act(target.row.event), final=True)
        return step if step is None or not step.final else replace(step, disorder=True)

    def _to_unexpected(self, target: Target) -> Step | None:
        events = [event.id for event in self.rules.program.events if self.map.expected(event.id) is not None]
        here = self.view.stage
        away = [event for event in events if here not in (self.map.expected(event) or ())]
        return Step(self.rng.choice(away), final=True) if away else None
