"""What the walks are sent after: every edge, ground, deadline, limit, operation, document and rule on acting."""

from __future__ import annotations

from typing import Any

from ecolang.program import CountLimit, Deadline, Period, Program
from ecolang.rows import dataclass

#: Kinds of targets that may be reached without a breach.
HARMLESS = ("edge", "ground", "deeming", "op", "unexpected", "disorder")


@dataclass(frozen=True, slots=True)
class Target:
    """kind: edge, ground, deeming, op, allowance, duty, power, kept, missed, period, exceeded, window, late_use,
    early_use, full, over, forbidden, actor, incomplete, unsigned, unnoted, disorder, void, unexpected.

    `row`: the row of the program; `part`: its ground, deadline or allowance.
    """

    kind: str
    row: Any
    part: Any = None


def lawful(program: Program) -> tuple[Target, ...]:
    """What can, or may, be reached without a breach."""
    found = [Target("edge", edge) for edge in program.edges]
    found += [Target("ground", power, ground) for power in program.powers for ground in power.grounds]
    for duty in program.duties:
        found += [Target("kept", duty, deadline) for deadline in duty.deadlines if timed(deadline)]
        if not any(timed(deadline) for deadline in duty.deadlines):
            found.append(Target("duty", duty))
    found += [Target("power", power) for power in program.powers if not power.grounds]
    found += [Target("window", power, power.until) for power in program.powers if power.until is not None]
    found += [Target("period", period) for period in program.periods if period.limit_degree is not None]
    found += [Target("full", limit) for limit in program.count_limits]
    found += [Target("deeming", deeming) for deeming in program.deemings]
    found += [Target("op", op) for op in program.period_ops]
    limited: tuple[CountLimit | Period, ...] = (*program.count_limits, *program.periods)
    for row in limited:
        found += [Target("allowance", row, each) for each in row.allowances]
    return tuple(found)


def unlawful(program: Program) -> tuple[Target, ...]:
    """What is in breach, and once more what may be reached only after one."""
    found: list[Target] = []
    for duty in program.duties:
        found += [Target("missed", duty, each) for each in duty.deadlines if timed(each) and duty.degree != "encourage"]
    for power in program.powers:
        found += [Target("late_use", power, power.until)] if power.until is not None else []
        found += [Target("early_use", power, power.after)] if power.after is not None else []
        found += [Target("void", power)] if power.grounds or power.guard is not None else []
    found += [Target("exceeded", period) for period in program.periods if period.limit_degree is not None]
    found += [Target("over", limit) for limit in program.count_limits if limit.bound == "max"]
    found += [Target("forbidden", rule) for rule in program.prohibitions]
    found += [Target("actor", rule) for rule in program.actor_rules]
    carried = {name for event in program.events for name in event.documents}
    for contents in program.contents:
        if contents.document in carried and not contents.form and contents.degree != "may":
            found.append(Target("incomplete", contents))
    for document in program.documents:
        for signature in document.signatures if document.id in carried else ():
            found.append(Target("unsigned", document, signature))
            if signature.noted_by is not None:
                found.append(Target("unnoted", document, signature))
    found += [Target("disorder", order) for order in program.orders]
    found += [Target("unexpected", None)] * 2
    found += [Target("edge", edge) for edge in program.edges]
    found += [Target("ground", power, ground) for power in program.powers for ground in power.grounds]
    found += [Target("deeming", deeming) for deeming in program.deemings]
    found += [Target("op", op) for op in program.period_ops]
    return tuple(found)


def timed(deadline: Deadline) -> bool:
    """Whether a demand of time can be missed."""
    return deadline.kind != "prompt" or deadline.amount is not None
