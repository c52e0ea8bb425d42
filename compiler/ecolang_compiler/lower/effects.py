"""…的，进入…: what an event or a condition sets off without a further act."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Act, PeriodOp
from ecolang_compiler.lower.build import Build
from ecolang_compiler.lower.consequences import (
    Caused,
    Occasion,
    Pending,
    act_trigger,
    add_period_op,
    condition_trigger,
    lower_consequences,
)
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.syntax import tree


def lower_effect(build: Build, norm: Norm, rule: tree.Effect) -> None:
    """The moves of an effect, from the stages that its head names or from all that are no outcome."""
    head = build.head(norm, rule.when)
    if not head.triggers:
        trigger, kind = condition_trigger(head.guard)
        lower_consequences(build, norm, rule.consequences, Occasion(trigger, head.stages, None, kind))
        return
    for act in head.triggers:
        kind, owner = _belongs(build, act)
        occasion = Occasion(act_trigger(act), head.stages, head.guard, kind, owner, act.event)
        lower_consequences(build, norm, rule.consequences, occasion)


def _belongs(build: Build, act: Act) -> tuple[str, str | None]:
    """The duty or power of the same sentence that the act belongs to."""
    for actor in build.sentence:
        if actor.act.event == act.event:
            return actor.kind, actor.norm
    return "effect", None


def settle_pending(build: Build) -> None:
    """Changes of the periods of an act's duties, now that all duties are known."""
    for each in build.pending:
        _settle(build, each)
    for each in build.caused:
        _resume(build, each)


def _resume(build: Build, caused: Caused) -> None:
    """Names the rows whose suspensions a resumption ends."""
    ops: list[PeriodOp] = build.rows.tables["period_ops"]
    found: dict[str, None] = {}
    for name in caused.change.causes:
        event = build.names.event(name)
        rows = [op.id for op in ops if (op.period, op.op, op.trigger.event) == (caused.row.period, "suspend", event)]
        if event is not None and not rows:
            known = (op.trigger.event for op in ops if (op.period, op.op) == (caused.row.period, "suspend"))
            names = tuple(dict.fromkeys(filter(None, known)))
            build.bag.add(make_diagnostic("E324", name.span, event=event, period=caused.row.period, known=names))
        found.update(dict.fromkeys(rows))
    ops[ops.index(caused.row)] = replace(caused.row, ends=tuple(found))


def _settle(build: Build, pending: Pending) -> None:
    duties: list[Any] = [
        duty for duty in build.rows.tables["duties"] if any(act.event == pending.event for act in duty.acts)
    ]
    if not duties:
        build.bag.add(make_diagnostic("E321", pending.change.span or pending.norm.span, event=pending.event))
    for duty in duties:
        add_period_op(build, pending.norm, pending.change, duty.id, pending.occasion)
