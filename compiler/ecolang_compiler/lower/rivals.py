"""Rows of different clauses that speak of the same thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ecolang.program import CountLimit, Deadline, Duty
from ecolang_compiler.lower.build import events_of

Row = TypeVar("Row")


def same_duty(one: Duty, other: Duty) -> bool:
    """Whether two rules impose one duty: the same act on the same bearers on the same occasion."""
    return duty_key(one) == duty_key(other)


def same_count(one: CountLimit, other: CountLimit) -> bool:
    """Whether two rules limit one count in the same direction, somewhere at once."""
    return count_key(one) == count_key(other) and overlap(one, other)


def overlap(one: CountLimit, other: CountLimit) -> bool:
    """Whether two limits hold in a common stage."""
    return not one.stages or not other.stages or bool(set(one.stages) & set(other.stages))


def duty_key(duty: Duty) -> object:
    """What two rules for one duty have in common."""
    return frozenset(events_of(duty.acts)), frozenset(duty.bearers), duty.open, duty.when


def count_key(limit: CountLimit) -> object:
    """What two limits of one count have in common, but for the stages."""
    return limit.act, limit.bound, limit.before, limit.guard


def rivals(
    rows: Iterable[Row], key: Callable[[Row], object], says: Callable[[Row], object], differ: Callable[[Row, Row], bool]
) -> Iterator[tuple[Row, Row]]:
    """Each row with the first before it of the same key that says otherwise; the first stands for all that agree."""
    groups: dict[object, dict[object, Row]] = {}
    for row in rows:
        spoken = groups.setdefault(key(row), {})
        first = next((other for other in spoken.values() if differ(other, row)), None)
        if first is not None:
            yield first, row
        spoken.setdefault(says(row), row)


def different_period(one: Duty, other: Duty) -> tuple[Deadline, Deadline] | None:
    """A last day that two rules set differently for one duty."""
    for first in one.deadlines:
        for second in other.deadlines:
            if first.kind in ("within", "by") and second.kind in ("within", "by") and _length(first) != _length(second):
                return first, second
    return None


def duty_lengths(duty: Duty) -> object:
    """All the periods of a duty."""
    return tuple(_length(each) for each in duty.deadlines)


def _length(deadline: Deadline) -> tuple[object, ...]:
    return deadline.kind, deadline.amount, deadline.amount_from, deadline.counting, deadline.anchor
