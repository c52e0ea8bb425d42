"""The values of period arithmetic: how a period is counted, what stops or lengthens it, and the day that comes out."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.rows import dataclass, field
from ecolang.time.calendar import Calendar
from ecolang.time.days import DAY, Lang

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

Unit: TypeAlias = 'Literal["day", "workday", "month", "year", "hour"]'
#: next_working: a first day that is a day off moves on; next_hour (hours only): the hour of the trigger is not counted.
Start: TypeAlias = 'Literal["next", "same", "next_working", "next_hour"]'
Roll: TypeAlias = 'Literal["none", "next_working", "previous_working"]'
MonthEnd: TypeAlias = 'Literal["last_day", "next_day"]'
Error: TypeAlias = 'Literal["negative_amount", "out_of_range", "no_corresponding_day", "mixed_units"]'


@dataclass(frozen=True, slots=True)
class Counting:
    """How a period is counted.

    `start`: the first counted day is the day after the trigger, the trigger's own, or the first working day after it.
    Hours run from the trigger's instant, unless next_hour. `roll`: where a last day that is a day off moves; a period
    in working days never moves, one counted backwards only to an earlier day. `month_end`: the last day where the
    month has no corresponding day; None: that is an error.
    """

    unit: Unit = "day"
    start: Start = "next"
    roll: Roll = "none"
    month_end: MonthEnd | None = None


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days that are not counted: from `first_day` to the day before `resumed_on` (None: not resumed yet).

    `cap`: the clock runs again after so many calendar days, whether it was resumed or not.
    """

    first_day: int
    resumed_on: int | None = None
    cause: str = ""
    cap: int | None = None

    @property
    def end(self) -> int | None:
        """The first day that is counted again; None while nobody knows."""
        if self.cap is None:
            return self.resumed_on
        capped = self.first_day + self.cap
        return capped if self.resumed_on is None else min(capped, self.resumed_on)

    def covers(self, day: int) -> bool:
        """Whether the suspension keeps the day from being counted."""
        return self.first_day <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Extension:
    """`amount` more units: `added` to the period and recounted, or counted on from the day after the moved end.

    Only a granted one moves the end; a pending one holds the lapse; a refused one does nothing.
    """

    amount: int
    unit: Unit = "day"
    how: Literal["added", "after_end"] = "added"
    cause: str = ""
    state: Literal["granted", "pending", "refused"] = "granted"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch counted in one unit. `nominal`: the Nth counted day; `last`: after moving; None while suspended."""

    amount: int
    unit: Unit
    first: int | None
    nominal: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Skip:
    """A day that is not counted, and why; `name`: of the holiday, or the cause of the suspension."""

    day: int
    reason: Literal["holiday", "weekend", "suspended"]
    name: str = ""
    layer: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, and all that explains it. Days are ordinals, instants minutes.

    `last` is None while an open suspension leaves it unknown, or with an `error`. `provisional`: the uncovered layers
    and years that the counting touched; then the true last day lies from `earliest` to `latest` (None: no bound is
    known), else both equal `last`. `lapses`: of a period in hours, the earliest, nominal and latest instant of its end.
    """

    kind: Literal["forward", "backward", "hours"]
    trigger: int
    amount: int
    counting: Counting
    calendar: Calendar = field(repr=False)
    minute: int | None = None
    clear: bool | None = None
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    segments: tuple[Segment, ...] = ()
    last: int | None = None
    provisional: tuple[tuple[str, int], ...] = ()
    earliest: int | None = None
    latest: int | None = None
    lapses: tuple[int, int, int] | None = None
    error: Error | None = None

    @property
    def first_counted(self) -> int | None:
        """The first counted day; counting backwards, the one nearest to the anchor."""
        return self.segments[0].first if self.segments else None

    @property
    def moved_from(self) -> int | None:
        """The Nth counted day, if the last day moved away from it because it is a day off."""
        if not self.segments or self.kind == "backward":
            return None
        end = self.segments[-1]
        return end.nominal if end.nominal != end.last else None

    @property
    def held(self) -> bool:
        """Whether a pending extension holds the lapse."""
        return any(extension.state == "pending" for extension in self.extensions)

    @property
    def lapse(self) -> int | None:
        """The instant at which the period is over: 00:00 after the last day; None while unknown or held."""
        if self.last is None or self.held:
            return None
        return self.lapses[1] if self.lapses else (self.last + 1) * DAY

    @property
    def earliest_lapse(self) -> int | None:
        """The first instant at which the period may be over; None while unknown or held."""
        if self.earliest is None or self.held:
            return None
        return self.lapses[0] if self.lapses else (self.earliest + 1) * DAY

    @property
    def latest_lapse(self) -> int | None:
        """The instant from which the period is over for certain; None while unknown or held."""
        if self.latest is None or self.held:
            return None
        return self.lapses[2] if self.lapses else (self.latest + 1) * DAY

    @property
    def certain(self) -> bool:
        """Whether the last day is known and rests on covered years alone."""
        return self.last is not None and self.earliest == self.latest == self.last

    def judge(self, day: int) -> Literal["in_time", "late", "undetermined"]:
        """Whether an act on a day is in time: so while a suspension is open; undetermined between the bounds or, after
        them, while an extension is pending.
        """
        if self.last is None and self.error is None:
            return "in_time"
        if self.earliest is not None and day <= self.earliest:
            return "in_time"
        return "undetermined" if self.held or self.latest is None or day <= self.latest else "late"

    @property
    def skipped(self) -> tuple[Skip, ...]:
        """Each day between the first and the Nth that was not counted, with its reason."""
        return tuple(skip for skip in self._days() if isinstance(skip, Skip))

    @property
    def make_up(self) -> tuple[int, ...]:
        """The counted working days that a calendar made of a Saturday or Sunday."""
        return tuple(day for day in self._days() if isinstance(day, int))

    def elapsed(self, day: int) -> int:
        """How many units (working days, else days) of the period are over at the end of `day`."""
        if self.first_counted is None or self.kind == "backward":
            return 0
        return self._units(self.first_counted, day if self.last is None else min(day, self.last))

    def remaining(self, day: int) -> int | None:
        """How many units (working days, else days) are left after `day`; negative: so many past the last day."""
        if self.last is None:
            return None
        return self._units(day + 1, self.last) if day <= self.last else -self._units(self.last + 1, day)

    def explain(self, lang: Lang, clause: str | None = None) -> str:
        """The date in sentences: trigger, counted and skipped days, last day, why moved, clause, why provisional."""
        from ecolang.time.explain import explain

        return explain(self, lang, clause)

    def _units(self, first: int, last: int) -> int:
        workdays = self.counting.unit == "workday"
        count = self.calendar.count_working(first, last) if workdays else max(0, last - first + 1)
        for start, end in merge(self.suspensions):
            low, high = max(first, start), last if end is None else min(last, end - 1)
            if low <= high:
                count -= self.calendar.count_working(low, high) if workdays else high - low + 1
        return count

    def _days(self) -> Iterator[Skip | int]:
        """The skipped days, and as plain ordinals the counted make-up working days, in order."""
        start = self.trigger
        for segment in self.segments:
            if segment.nominal is None or segment.last is None:
                return
            yield from self._segment_days(min(start, segment.nominal), max(start, segment.nominal), segment.unit)
            start = segment.last + 1

    def _segment_days(self, first: int, last: int, unit: Unit) -> Iterator[Skip | int]:
        trigger_counts = self.counting.start == "same" and self.kind != "backward"
        workdays = unit == "workday"
        if not workdays and not self.suspensions:
            return
        for day in range(first, last + 1):
            if day == self.trigger and not trigger_counts:
                continue
            if workdays and not (info := self.calendar.info(day)).working:
                yield Skip(day, "holiday" if info.layer else "weekend", info.name, info.layer)
                continue
            cause = next((suspension.cause for suspension in self.suspensions if suspension.covers(day)), None)
            if cause is not None:
                yield Skip(day, "suspended", cause)
            elif workdays and (day - 1) % 7 >= 5:
                yield day


def merge(suspensions: tuple[Suspension, ...]) -> list[tuple[int, int | None]]:
    """The suspended days as ordered stretches that don't touch: first day, first counted day again (None: open)."""
    merged: list[tuple[int, int | None]] = []
    for suspension in sorted(suspensions, key=lambda s: s.first_day):
        start, end = suspension.first_day, suspension.end
        if end is not None and end <= start:
            continue
        if merged:
            before, until = merged[-1]
            if until is None:
                break
            if start <= until:
                merged[-1] = (before, None if end is None else max(until, end))
                continue
        merged.append((start, end))
    return merged
