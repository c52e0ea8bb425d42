"""What follows: moves, forks, deemings and changes of periods, whatever rule sets them off."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from ecolang.diagnostics import Span
from ecolang.program import Act, Deeming, Edge, Expr, PeriodOp, Trigger
from ecolang_compiler.lower.build import Build
from ecolang_compiler.lower.values import pattern_values, test_value
from ecolang_compiler.resolve.expressions import conjuncts
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.syntax import tree


@frozen
class Occasion:
    """What sets the consequences off. `stages`: where it holds, None for everywhere. `kind` and `norm` as of an edge.
    `act`: the event whose field a 视为 of a field speaks of."""

    trigger: Trigger
    stages: tuple[str, ...] | None
    guard: Expr | None = None
    kind: str = "effect"
    norm: str | None = None
    act: str | None = None


@frozen
class Pending:
    """A change of the periods of every duty to do `event`."""

    norm: Norm
    change: tree.ChangePeriod
    event: str
    occasion: Occasion


@frozen
class Caused:
    """A resumption that ends only the suspensions of some events, which may be said later."""

    norm: Norm
    change: tree.ChangePeriod
    row: PeriodOp


def lower_consequences(build: Build, norm: Norm, consequences: tuple[Any, ...], occasion: Occasion) -> None:
    """The rows of a rule's consequences, in their order."""
    for each in consequences:
        match each:
            case tree.Enter(stage, everyone):
                _move(build, norm, occasion, stage, "all" if everyone else "one", None, each.span)
            case tree.Fork(part, stage):
                _move(build, norm, occasion, stage, "one", part, each.span)
            case tree.Deem():
                _deem(build, norm, occasion, each)
            case tree.ChangePeriod():
                _change(build, norm, occasion, each)


def trigger_words(build: Build, trigger: Trigger) -> str:
    """What sets a rule off, as a row's id names it."""
    if trigger.event is not None:
        return trigger.event
    return build.word("late" if trigger.kind == "lapse" else "condition")


def _move(
    build: Build, norm: Norm, occasion: Occasion, stage: tree.Name, reach: str, fork: str | None, span: Span | None
) -> None:
    target = build.names.one_stage(stage)
    if target is None:
        return
    stages = occasion.stages
    if stages is None:
        stages = build.open_stages() if fork is not None else build.open_stages(target)
    verb = build.word("fork" if fork is not None else "enter")
    action = f"{verb} {target}" if build.lang == "en" else verb + target
    cite = build.cite(norm)
    for source in stages:
        id = build.rows.id(cite, source, trigger_words(build, occasion.trigger), action)
        edge = Edge(
            id,
            cite,
            source,
            target,
            occasion.trigger,
            occasion.kind,
            guard=occasion.guard,
            norm=occasion.norm,
            reach=reach,
            fork=fork,
            rule=norm.name,
            text=norm.text,
        )
        build.rows.add("edges", edge, build.origin(norm, span))


def _deem(build: Build, norm: Norm, occasion: Occasion, deem: tree.Deem) -> None:
    values: tuple[tuple[str, Any], ...] = ()
    if deem.event is not None:
        event = build.names.event(deem.event.event)
        if event is not None:
            values = pattern_values(build, deem.event, event)
    else:
        event = occasion.act
        if event is not None and deem.field is not None:
            decl = build.names.field(deem.field.field, (event,))
            if decl is not None:
                values = ((deem.field.field.text, test_value(build, decl, deem.field.test)),)
    if event is None:
        return
    cite = build.cite(norm)
    id = build.rows.id(cite, trigger_words(build, occasion.trigger), build.word("deemed"), event)
    stages = occasion.stages if occasion.trigger.kind != "lapse" else None
    row = Deeming(id, cite, occasion.trigger, event, values, stages or (), occasion.guard, norm.name, norm.text)
    build.rows.add("deemings", row, build.origin(norm))


def _change(build: Build, norm: Norm, occasion: Occasion, change: tree.ChangePeriod) -> None:
    if change.event is not None:
        event = build.names.event(change.event)
        if event is not None:
            build.pending.append(Pending(norm, change, event, occasion))
    elif change.period is not None:
        period = build.names.period(change.period)
        if period is not None:
            add_period_op(build, norm, change, period, occasion)


def add_period_op(build: Build, norm: Norm, change: tree.ChangePeriod, period: str, occasion: Occasion) -> None:
    """The row of a change of one period, or of the periods of one duty."""
    cite = build.cite(norm)
    id = build.rows.id(cite, trigger_words(build, occasion.trigger), period, build.word(change.op))
    row = PeriodOp(
        id,
        cite,
        period,
        change.op,
        occasion.trigger,
        occasion.stages or (),
        occasion.guard,
        change.cap,
        rule=norm.name,
        text=norm.text,
    )
    build.rows.add("period_ops", row, build.origin(norm, change.span))
    if change.causes:
        build.caused.append(Caused(norm, change, row))


def condition_trigger(guard: Expr | None) -> tuple[Trigger, str]:
    """What a condition sets off, with the kind of edge: the clock's where the end of a period is part of it."""
    clock = any(part[0] == "period" and part[2] in ("lapsed", "reached") for part in conjuncts(guard))
    return Trigger("condition", guard=guard or ("true",)), "lapse" if clock else "effect"


def act_trigger(act: Act) -> Trigger:
    """What an act sets off."""
    return Trigger("event", event=act.event, guard=act.guard)
