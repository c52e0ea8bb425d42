"""Counts that a condition asks for and only an exception from a limit, or none, lets a case reach."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic, Label, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import CountLimit, Expr
from ecolang_compiler.checks.context import Context
from ecolang_compiler.proofs.kleene import comparisons
from ecolang_compiler.times.clocks import Clocks

_FROM = {">=": 0, ">": 1, "=": 0}


def check(context: Context) -> list[Diagnostic]:
    """A warning for each condition whose count is above a limit that holds wherever the act can be done."""
    clocks = Clocks(context.program)
    found: list[Diagnostic] = []
    asked: dict[str, list[tuple[str, str, Expr, Expr]]] = {}
    for id, guard in _conditions(context) if context.program.count_limits else ():
        for op, left, right in comparisons(guard):
            if left[0] == "count":
                asked.setdefault(left[1], []).append((id, op, left, right))
    for limit in context.program.count_limits:
        if limit.bound != "max" or limit.guard is not None or limit.act.guard is not None or limit.before is not None:
            continue
        if limit.act.event not in asked or _elsewhere(context, clocks, limit):
            continue
        for id, op, left, right in asked.get(limit.act.event, ()):
            least = _needed(op, left, right, limit)
            if least is not None and least > limit.number:
                found.append(_beyond(context, limit, id, least))
    return found


def _needed(op: str, left: Expr, right: Expr, limit: CountLimit) -> int | None:
    """How many times a comparison asks for, of the act that a limit counts."""
    if op not in _FROM or left[0] != "count" or right[0] != "lit" or not isinstance(right[1], int):
        return None
    # A limit of each track leaves a count of the whole case open.
    same = left[1] == limit.act.event and left[3] == limit.scope
    return right[1] + _FROM[op] if same else None


def _conditions(context: Context) -> Iterator[tuple[str, Expr | None]]:
    program = context.program
    for edge in program.edges:
        yield edge.id, edge.guard
        yield edge.id, edge.trigger.guard
    for power in program.powers:
        yield power.id, power.guard
        for ground in power.grounds:
            yield power.id, ground.guard
    for duty in program.duties:
        yield duty.id, duty.when
        yield duty.id, duty.open.guard


def _elsewhere(context: Context, clocks: Clocks, limit: CountLimit) -> bool:
    """Whether the act may also be done where the limit does not count it."""
    if not limit.stages:
        return False
    event, inside = limit.act.event, clocks.stages(limit.stages)
    program = context.program
    if any(edge.trigger.event == event and edge.source not in inside for edge in program.edges):
        return True
    for power in program.powers:
        here = bool(power.stages) and clocks.stages(power.stages) <= inside
        if any(act.event == event for act in power.acts) and not here:
            return True
    for duty in program.duties:
        here = duty.open.kind == "stage" and clocks.stages(duty.open.stages) <= inside
        if any(act.event == event for act in duty.acts) and not here:
            return True
    done = {edge.trigger.event for edge in program.edges}
    done |= {act.event for power in program.powers for act in power.acts}
    done |= {act.event for duty in program.duties for act in duty.acts}
    # An act that is free can be done in any stage.
    return event not in done or any(row.event == event for row in program.deemings)


def _beyond(context: Context, limit: CountLimit, id: str, least: int) -> Diagnostic:
    numbers = [each.number * (each.times or 1) for each in limit.allowances]
    open_ = any(each.number_from is not None or (each.each and each.times is None) for each in limit.allowances)
    how = Local("要经例外才达得到", "only an exception lets a case reach it")
    otherwise: Local | None = Local(
        "写明只有经例外增加的才适用", "say that it is meant for cases with the allowance alone"
    )
    if not limit.allowances:
        how, otherwise = Local("而且没有例外", "and there is no exception"), None
    elif not open_ and limit.number + sum(numbers) < least:
        how, otherwise = Local("加上例外也达不到", "and not even the exceptions let a case reach it"), None
    there = context.span(limit.id)
    return make_diagnostic(
        "E815",
        context.span(id),
        labels=() if there is None else (Label(there, "限制在这里", "the limit stands here"),),
        act=limit.act.event,
        number=least,
        limit=limit.number,
        how=how,
        otherwise=otherwise,
    )
