"""Last days of a policy's demands of time on its own calendar, from any day."""

from __future__ import annotations

from functools import cache

from attrs import define, field

from ecolang.program import Allowance, Deadline, Program
from ecolang.program import Counting as Written
from ecolang.time import Calendar, Counting, Due, Extension, OutOfRange, Suspension, backward, forward, standing

#: Farther than this no lead time is looked for, in days.
_FARTHEST = 3_700


@define(eq=False)
class Lengths:
    """Counts periods as the policy says; remembers what it has counted."""

    program: Program
    _calendars: dict[tuple[str, ...], Calendar] = field(factory=dict)
    _ends: dict[tuple[str, int, tuple[Extension, ...]], Due | None] = field(factory=dict)

    def end(self, deadline: Deadline, day: int, extensions: tuple[Extension, ...] = ()) -> Due | None:
        """The last day of a period that is counted forward from a day; None where no number is written, or where the
        calendar does not reach. A period in hours ends on the day of its last hour, begun at the end of the day."""
        key = (deadline.id, day, extensions)
        if key not in self._ends:
            self._ends[key] = self._end(deadline, day, extensions)
        return self._ends[key]

    def _end(self, deadline: Deadline, day: int, extensions: tuple[Extension, ...]) -> Due | None:
        amount, counting = deadline.amount, self.counting(deadline.counting)
        if amount is None or deadline.amount_from is not None:
            return None
        calendar = self.calendar(deadline.counting)
        if counting.unit == "hour":
            counting = Counting("day", "next", "none", counting.month_end)
            amount = -(-amount // 24)
        still: tuple[Suspension, ...] = ()
        if not deadline.counting.runs_on:
            units = amount + sum(each.amount for each in extensions)
            still = standing(self.program.settings.standstill, day, units, counting.unit)
        due = forward(day, amount, counting, calendar, still, extensions)
        return due if due.error is None and due.last is not None else None

    def first_after(self, deadline: Deadline, day: int) -> int | None:
        """The first day for an anchor that an act of this day still precedes by what is demanded."""
        amount = deadline.amount
        if amount is None or deadline.amount_from is not None:
            return None
        counting, calendar = self.counting(deadline.counting), self.calendar(deadline.counting)
        if counting.unit == "hour":
            return day + amount // 24
        if counting.unit == "workday":
            # So many working days lie between the act and the anchor, or from the act's own day on.
            after = day if deadline.counting.clear else day - 1
            try:
                return calendar.nth_working_after(after, amount) + 1 if amount else day
            except OutOfRange:
                return None
        anchor = day
        while anchor - day < _FARTHEST:
            due = backward(anchor, amount, counting, calendar, deadline.counting.clear)
            if due.error is not None or due.last is None:
                return None
            if due.last >= day:
                return anchor
            anchor += max(1, min(day - due.last, amount)) if counting.unit == "day" else 1
        return None

    def counting(self, written: Written) -> Counting:
        """A period's counting with the policy's settings filled in."""
        settings = self.program.settings
        return Counting(
            written.unit,  # type: ignore[arg-type]
            written.start or settings.counting_start,  # type: ignore[arg-type]
            written.roll or ("none" if written.unit == "hour" else settings.roll),  # type: ignore[arg-type]
            written.month_end or settings.month_end,  # type: ignore[arg-type]
        )

    def calendar(self, written: Written) -> Calendar:
        """The calendar of the policy, or the one that the period names."""
        names = self.program.settings.calendars if written.calendar is None else written.calendar
        found = self._calendars.get(names)
        if found is None:
            made = Calendar.from_rows(self.program.calendar_rows)
            layers = made.layers if isinstance(made, Calendar) else ()
            named = [layer for name in names for layer in layers if name in (layer.name, layer.name_en)]
            added = [layer for layer in layers if layer.everywhere and layer not in named]
            found = self._calendars[names] = Calendar((*named, *added))
        return found


def granted(allowances: tuple[Allowance, ...]) -> tuple[Extension, ...] | None:
    """Every extension that a period can be given; None where their number has no bound."""
    found: list[Extension] = []
    for row in allowances:
        times = row.times if row.times is not None else None if row.each else 1
        if times is None or not row.number:
            return None
        how = "after_end" if row.how == "after_end" else "added"
        found += [Extension(row.number, row.unit or "day", how)] * times  # type: ignore[arg-type]
    return tuple(found)


@cache
def calendar_days_at_least(unit: str, amount: int) -> int:
    """Days that so many units take whatever the calendar says: the last counted day less the trigger."""
    if unit == "hour":
        return amount // 24
    # A month has 28 days at least, a year 365; a working day is a day.
    return amount * {"month": 28, "year": 365}.get(unit, 1)
