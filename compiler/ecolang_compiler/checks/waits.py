"""Stages in which a case may wait for ever."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.graph import reachable, stage_payload, start_stages
from ecolang.program import Edge, Program
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """A warning for each stage where nobody owes anything, no period runs, and nothing from outside is waited for."""
    graph = context.graph
    if not start_stages(graph):
        return []
    program = context.program
    outside = from_outside(program)
    ways: dict[str, list[Edge]] = {}
    for edge in program.edges:
        if edge.fork is None:
            ways.setdefault(edge.source, []).append(edge)
    found: list[Diagnostic] = []
    for stage in reachable(graph):
        payload = stage_payload(graph, stage)
        leaving = ways.get(stage, [])
        if payload.stage.outcome or not leaving:
            continue
        owed = any(duty.degree != "encourage" for duty in payload.duties)
        clock = bool(payload.periods) or any(edge.kind == "lapse" for edge in leaving)
        awaited = any(edge.trigger.event in outside for edge in leaving) or _not_begun(stage, program, leaving)
        if not (owed or clock or awaited):
            found.append(make_diagnostic("E606", context.declared(stage), severity="warning", stage=stage))
    return found


def _not_begun(stage: str, program: Program, leaving: list[Edge]) -> bool:
    """Whether a case that is in the stage has yet to be begun, by an act that anybody may do who has cause to."""
    if not any(row.start and row.id == stage for row in program.stages):
        return False
    ruled = {act.event for duty in program.duties for act in duty.acts if stage in duty.open.stages}
    ruled |= {act.event for power in program.powers if not power.stages or stage in power.stages for act in power.acts}
    back = any(edge.target == stage for edge in program.edges)
    return not back and any(edge.trigger.event is not None and edge.trigger.event not in ruled for edge in leaving)


def from_outside(program: Program) -> set[str]:
    """Events that come from outside: declared so, or acts of roles that no rule obliges or empowers."""
    bound = {role for duty in program.duties for role in duty.bearers}
    bound |= {role for power in program.powers for role in power.holders}
    return {event.id for event in program.events if event.external or not bound.intersection(event.actors)}
