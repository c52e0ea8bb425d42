"""Rows of different clauses that speak of the same thing."""

from __future__ import annotations

from ecolang.program import CountLimit, Deadline, Duty
from ecolang_compiler.lower.build import events_of


def same_duty(one: Duty, other: Duty) -> bool:
    """Whether two rules impose one duty: the same act on the same bearers on the same occasion."""
    return (
        set(events_of(one.acts)) == set(events_of(other.acts))
        and set(one.bearers) == set(other.bearers)
        and one.open == other.open
        and one.when == other.when
    )


def same_count(one: CountLimit, other: CountLimit) -> bool:
    """Whether two rules limit one count in the same direction, somewhere at once."""
    return (
        one.act == other.act
        and one.bound == other.bound
        and one.before == other.before
        and one.guard == other.guard
        and (not one.stages or not other.stages or bool(set(one.stages) & set(other.stages)))
    )


def different_period(one: Duty, other: Duty) -> tuple[Deadline, Deadline] | None:
    """A last day that two rules set differently for one duty."""
    for first in one.deadlines:
        for second in other.deadlines:
            if first.kind in ("within", "by") and second.kind in ("within", "by") and _length(first) != _length(second):
                return first, second
    return None


def _length(deadline: Deadline) -> tuple[object, ...]:
    return deadline.kind, deadline.amount, deadline.amount_from, deadline.counting, deadline.anchor
