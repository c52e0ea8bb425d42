"""Whether one demand of time always ends before another, from whichever day both are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from attrs import define, field

from ecolang.program import Deadline, Program
from ecolang.time.days import first_of
from ecolang_compiler.times.lengths import Lengths

# Years of starting days that are looked at: the last ones of which the calendars tell.
_YEARS = 2
# Where no calendar tells of any year; only the days of the week matter then.
_PLAIN_YEAR = 2025

#: A last day from a starting day; None where it cannot be told.
End = Callable[[int], int | None]


@define
class Comparison:
    """Compares over every starting day of some years."""

    program: Program
    lengths: Lengths = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.lengths = Lengths(self.program)

    def starts(self, deadline: Deadline) -> Iterable[int]:
        """The days that are looked at: the last years that all calendars cover."""
        layers = self.lengths.calendar(deadline.counting).layers
        covered = [set(layer.years) for layer in layers if not layer.everywhere and layer.years]
        years = sorted(set.intersection(*covered))[-_YEARS:] if covered else []
        return chain.from_iterable(range(first_of(year), first_of(year + 1)) for year in years or [_PLAIN_YEAR])

    def end(self, deadline: Deadline) -> End:
        """The last day of a period."""

        def last(day: int) -> int | None:
            due = self.lengths.end(deadline, day)
            return None if due is None else due.last

        return last

    def first_after(self, lead: Deadline) -> End:
        """The first day for what an act of the starting day has to precede."""
        return lambda day: self.lengths.first_after(lead, day)

    def always_before(self, one: Deadline, other: Deadline) -> bool:
        """Whether the first period always ends before the second, counted from the same day."""
        if one.amount is None or other.amount is None or one.amount_from is not None or other.amount_from is not None:
            return False
        if one.counting == other.counting:
            # With months and days off a longer period may end on the same day.
            if one.amount >= other.amount:
                return False
            if one.counting.unit in ("workday", "hour"):
                return True
        return self.whenever(one, self.end(one), self.end(other))

    def may_be_early(self, lead: Deadline, period: Deadline) -> bool:
        """Whether what a lead time is kept before may come before a period ends, as far as is plain without days."""
        alike = lead.counting.unit == period.counting.unit == "workday"
        same = (lead.counting.calendar, lead.counting.start) == (period.counting.calendar, period.counting.start)
        if alike and same and self.lengths.counting(period.counting).start == "next":
            # After so many whole working days the next day is free; the period ends on its last working day.
            return (lead.amount or 0) + lead.counting.clear <= (period.amount or 0)
        return True

    def whenever(self, deadline: Deadline, first: End, second: End) -> bool:
        """Whether the first day is earlier than the second from every starting day that can be told."""
        days = [(first(day), second(day)) for day in self.starts(deadline)]
        return bool(days) and all(one is not None and two is not None and one < two for one, two in days)

    def example(self, deadline: Deadline, first: End, second: End) -> tuple[int, int, int] | None:
        """The first starting day from which the first day is earlier than the second, with both."""
        for day in self.starts(deadline):
            one, two = first(day), second(day)
            if one is not None and two is not None and one < two:
                return day, one, two
        return None
