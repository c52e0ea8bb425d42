"""Duties that their own least time, or the lead of another act, leaves no day for; days planned too early."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import define, field

from ecolang.diagnostics import Diagnostic, Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Deadline, Duty, Power
from ecolang.source_check import ref_words
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.words import amount_words, day_words
from ecolang_compiler.times.clocks import Clocks
from ecolang_compiler.times.compare import Comparison


def check(context: Context) -> list[Diagnostic]:
    """A warning for each; where it can go either way nothing is said."""
    feasible = _Feasible(context)
    return [*feasible.too_late_to_begin(), *feasible.lead_too_long(), *feasible.planned_too_early()]


@define
class _Feasible:
    context: Context
    clocks: Clocks = field(init=False)
    compare: Comparison = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.clocks = Clocks(self.context.program)
        self.compare = Comparison(self.context.program)

    # -- an act that may come only after its last day

    def too_late_to_begin(self) -> Iterator[Diagnostic]:
        program = self.context.program
        for duty in program.duties:
            for deadline in duty.deadlines:
                for act in duty.acts:
                    rows = [row for row in program.powers if self._meets(duty, row, act.event)]
                    least = [row.after for row in rows if row.after is not None]
                    if rows and len(least) == len(rows) and all(self._past(deadline, each) for each in least):
                        yield self._contrary("E811", deadline.id, rows[0].id, deadline, least[0], act=act.event)

    def _meets(self, duty: Duty, power: Power, event: str) -> bool:
        """Whether a power is about the same act in a stage in which the duty holds."""
        if not any(act.event == event for act in power.acts):
            return False
        if duty.open.kind != "stage" or not power.stages:
            return True
        return bool(self.clocks.stages(duty.open.stages) & self.clocks.stages(power.stages))

    def _past(self, deadline: Deadline, least: Deadline) -> bool:
        alike = deadline.kind == "within" == least.kind and _anchor(deadline) == _anchor(least)
        return alike and self.compare.always_before(deadline, least)

    # -- a lead time that is longer than the period around it

    def lead_too_long(self) -> Iterator[Diagnostic]:
        for duty, deadline in self._deadlines("within"):
            for event in {act.event: None for act in duty.acts}:
                for other, lead in self._deadlines("before"):
                    before = dict.fromkeys(act.event for act in other.acts)
                    inside = self._counts_from(duty, deadline, set(before))
                    if lead.anchor.event == event and inside and self._no_day(deadline, lead):
                        own = "、".join(before)
                        yield self._contrary("E812", lead.id, deadline.id, lead, deadline, act=event, own=own)

    def _deadlines(self, kind: str) -> Iterator[tuple[Duty, Deadline]]:
        for duty in self.context.program.duties:
            for each in duty.deadlines:
                still = kind == "within" and self.context.program.settings.standstill and not each.counting.runs_on
                fixed = each.amount is not None and each.amount_from is None and not each.anchor.received
                if each.kind == kind and fixed and not still:
                    yield duty, each

    def _counts_from(self, duty: Duty, deadline: Deadline, events: set[str]) -> bool:
        """Whether a period counts from one of these acts, or from entering a stage that only they lead to."""
        anchor = deadline.anchor
        if anchor.kind == "event":
            return anchor.guard is None and anchor.event in events and len(events) == 1
        if anchor.kind != "opening" or len(events) != 1:
            return False
        if duty.open.kind == "event":
            return duty.open.event in events
        stages = self.clocks.stages(duty.open.stages)
        into = [edge for edge in self.context.program.edges if edge.target in stages]
        entered = all(edge.trigger.event in events for edge in into) and self.clocks.start not in stages
        return duty.open.kind == "stage" and bool(into) and entered

    def _no_day(self, deadline: Deadline, lead: Deadline) -> bool:
        """Whether the act can never come by its last day and still leave the lead."""
        return self.compare.whenever(deadline, self.compare.end(deadline), self.compare.first_after(lead))

    # -- a day that may be planned before the stage can be reached

    def planned_too_early(self) -> Iterator[Diagnostic]:
        program = self.context.program
        for event in program.events:
            for row in event.fields:
                for other, lead in self._deadlines("before") if row.plans is not None else ():
                    mine = {act.event for act in other.acts} == {event.id}
                    about = lead.anchor.event == row.plans or lead.anchor.planned == (event.id, row.id)
                    if mine and about:
                        yield from self._planned(event.id, row.id, row.plans or "", lead)

    def _planned(self, notice: str, plan: str, event: str, lead: Deadline) -> Iterator[Diagnostic]:
        stages = {edge.target for edge in self.context.program.edges if edge.trigger.event == notice}
        for stage in sorted(stages):
            for clock in self.clocks.of(stage):
                met = clock.kind in ("duty", "lapse") and clock.anchor == notice and clock.of is None
                duty = next((row for row in self.context.program.duties if row.id == clock.id), None)
                if not met or duty is None or self._done_in(event, stage) or not self._leads_on(duty, stage, event):
                    continue
                if not self.compare.may_be_early(lead, clock.deadline):
                    continue
                found = self.compare.example(lead, self.compare.first_after(lead), self.compare.end(clock.deadline))
                if found is not None:
                    yield self._early(lead, clock.deadline, notice, plan, event, duty, stage, found)
                    return

    def _done_in(self, event: str, stage: str) -> bool:
        """Whether an act can be done in a stage."""
        program, stages = self.context.program, self.clocks.stages
        moved = any(edge.source == stage and edge.trigger.event == event for edge in program.edges)
        allowed = any(
            not row.stages or stage in stages(row.stages)
            for row in program.powers
            if any(act.event == event for act in row.acts)
        )
        owed = any(
            row.open.kind != "stage" or stage in stages(row.open.stages)
            for row in program.duties
            if any(act.event == event for act in row.acts)
        )
        return moved or allowed or owed

    def _leads_on(self, duty: Duty, stage: str, event: str) -> bool:
        acts = {act.event for act in duty.acts}
        targets = {edge.target for edge in self.clocks.leaving.get(stage, ()) if edge.trigger.event in acts}
        return any(edge.trigger.event == event for target in targets for edge in self.clocks.leaving.get(target, ()))

    def _early(
        self,
        lead: Deadline,
        reply: Deadline,
        notice: str,
        plan: str,
        event: str,
        duty: Duty,
        stage: str,
        found: tuple[int, int, int],
    ) -> Diagnostic:
        there = self.context.span(reply.id)
        return make_diagnostic(
            "E814",
            self.context.span(lead.id),
            labels=() if there is None else (Label(there, "这里的期间还没有届满", "this period still runs then"),),
            field=plan,
            event=event,
            notice=notice,
            day=day_words(found[0]),
            planned=day_words(found[1]),
            act="、".join(dict.fromkeys(act.event for act in duty.acts)),
            last=day_words(found[2]),
            stage=stage,
        )

    def _contrary(self, code: str, id: str, other: str, one: Deadline, two: Deadline, **acts: Any) -> Diagnostic:
        there, place = self.context.span(other), self.context.origin(other)
        return make_diagnostic(
            code,
            self.context.span(id),
            labels=() if there is None else (Label(there, "与这里不能同时做到", "cannot be met together with this"),),
            **acts,
            first=amount_words(one.amount or 0, one.counting.unit),
            second=amount_words(two.amount or 0, two.counting.unit),
            place=ref_words(place.cite) if place is not None else two.cite,
        )


def _anchor(deadline: Deadline) -> tuple[object, ...]:
    anchor = deadline.anchor
    counting = deadline.counting
    return anchor.kind, anchor.event, anchor.guard, anchor.field, anchor.period, anchor.received, counting.runs_on
