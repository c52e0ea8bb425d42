"""Clocks that start from an act for which nothing sets a last day."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.graph import stage_payload
from ecolang.program import Deadline, Duty, Program
from ecolang_compiler.checks.context import Context
from ecolang_compiler.checks.waits import from_outside


def check(context: Context) -> list[Diagnostic]:
    """A warning for each act that starts a clock, and that the parties may put off for ever.

    An event from outside is nobody's to put off; one that is deemed comes by itself; what leads out of the start stage,
    or sets off its clocks, begins the procedure, and no rule of a procedure says when it has to begin.
    """
    program = context.program
    free = from_outside(program) | {row.event for row in program.deemings} | _beginnings(program)
    found: dict[str, Diagnostic] = {}
    for event, clock, stages in _clocks(program):
        if event not in free and event not in found and not _bounded(context, event, stages):
            found[event] = make_diagnostic("E610", context.span(clock), event=event)
    return list(found.values())


def _clocks(program: Program) -> Iterator[tuple[str, str, set[str]]]:
    """Each event that a clock starts from, with the clock's row and the stages in which the event is waited for."""
    for duty in program.duties:
        for deadline in duty.deadlines:
            event = _start(deadline, duty)
            if event is not None and duty.degree != "encourage":
                yield event, deadline.id, _left_by(program, duty, event) or _awaited_in(program, event)
    for period in program.periods:
        event = _start(period.deadline)
        if event is not None:
            yield event, period.id, _awaited_in(program, event)
    for power in program.powers:
        for each in (*power.ends, power.after):
            event = None if each is None else _start(each)
            if event is not None:
                yield event, power.id, _awaited_in(program, event)


def _start(deadline: Deadline, duty: Duty | None = None) -> str | None:
    """The event that a deadline counts forward from; None where it is the event that opens the duty, without which
    nothing is owed and so nothing is waited for."""
    if deadline.kind != "within" or deadline.anchor.kind != "event":
        return None
    opened_by_it = duty is not None and duty.open.kind == "event" and duty.open.event == deadline.anchor.event
    return None if opened_by_it else deadline.anchor.event


def _beginnings(program: Program) -> set[str]:
    starts = {stage.id for stage in program.stages if stage.start}
    first = {edge.trigger.event for edge in program.edges if edge.source in starts}
    for duty in program.duties:
        if starts.intersection(duty.open.stages):
            first.update(_start(deadline, duty) for deadline in duty.deadlines)
    return {event for event in first if event is not None}


def _bounded(context: Context, event: str, stages: set[str]) -> bool:
    """Whether somebody owes the act by a day, or a clock runs in every stage in which it is waited for."""
    program = context.program
    if any(_has_last_day(duty, event) for duty in program.duties if any(act.event == event for act in duty.acts)):
        return True
    return bool(stages) and all(_clock_runs(context, stage, event) for stage in stages)


def _has_last_day(duty: Duty, event: str) -> bool:
    """Whether a duty has a last day that does not itself wait for the event."""
    return duty.degree != "encourage" and any(
        deadline.kind == "by" or (deadline.kind == "within" and _start(deadline, duty) != event)
        for deadline in duty.deadlines
    )


def _left_by(program: Program, duty: Duty, event: str) -> set[str]:
    """The stages that the event leads from to those of a duty, where nothing else leads there: only in these is it
    waited for on the duty's account."""
    groups = {group.id: group.stages for group in program.groups}
    stages = {each for stage in duty.open.stages for each in groups.get(stage, (stage,))}
    edges = [edge for edge in program.edges if edge.target in stages]
    begins = any(stage.start and stage.id in stages for stage in program.stages)
    if begins or any(edge.trigger.event != event for edge in edges):
        return set()
    return {edge.source for edge in edges}


def _awaited_in(program: Program, event: str) -> set[str]:
    stages = {edge.source for edge in program.edges if edge.trigger.event == event}
    for power in program.powers:
        if any(act.event == event for act in power.acts):
            stages.update(power.stages)
    for duty in program.duties:
        if any(act.event == event for act in duty.acts):
            stages.update(duty.open.stages)
    groups = {group.id: group.stages for group in program.groups}
    return {each for stage in stages for each in groups.get(stage, (stage,))}


def _clock_runs(context: Context, stage: str, event: str) -> bool:
    if stage not in context.graph:
        return False
    payload = stage_payload(context.graph, stage)
    if payload.stage.outcome:
        return True
    periods = any(period.limit_degree is not None and _start(period.deadline) != event for period in payload.periods)
    return (
        periods
        or any(_has_last_day(duty, event) for duty in payload.duties)
        or any(edge.source == stage and edge.kind == "lapse" for edge in context.program.edges)
    )
