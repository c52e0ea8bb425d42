"""Period arithmetic: from a trigger forward, from an anchor backward, with suspension, extension and days off.

Count day by day, skipping suspended days, to the Nth; only then move over days off. What an uncovered year may still
change is found by counting twice more: once as if every such day fell badly, once as if every such day fell well.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ecolang.rows import replace
from ecolang.time.calendar import Calendar, OutOfRange, Slack
from ecolang.time.days import FIRST_DAY, LAST_DAY, days_in_month
from ecolang.time.due import Counting, Due, Error, Extension, MonthEnd, Segment, Suspension, Unit, merge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

# Beyond this no regulation counts; it keeps a mistyped amount from building tables of centuries.
_LARGEST_AMOUNT = 200_000
# How often a bound may reach into a further uncovered year before it counts as none.
_MOST_REACHES = 40

Mode: TypeAlias = 'Literal["exact", "early", "late"]'
_Count = Callable[[Due, "Pass"], tuple[Segment, ...]]
_INPUTS = ("kind", "trigger", "amount", "counting", "calendar", "minute", "clear", "suspensions", "extensions")


class _Failure(Exception):
    """Carries an error value out of a nested count to `forward` or `backward`."""

    def __init__(self, error: Error) -> None:
        self.error: Error = error


def forward(
    trigger: int,
    amount: int,
    counting: Counting,
    calendar: Calendar,
    suspensions: Sequence[Suspension] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """The last day of a period of `amount` days, working days, months or years from the `trigger` day."""
    asked = Due(
        "forward", trigger, amount, counting, calendar, suspensions=tuple(suspensions), extensions=tuple(extensions)
    )
    return _settle(asked, _forward_pass)


def backward(anchor: int, amount: int, counting: Counting, calendar: Calendar, clear: bool = True) -> Due:
    """The last day on which an act comes `amount` units before the `anchor` day.

    clear: so many full units lie strictly between the act and the anchor; else the day before the anchor is counted as
    the first, and an act on the Nth counted day is in time. The day moves only to an earlier working day, if `roll`
    says previous_working.
    """
    return _settle(Due("backward", anchor, amount, counting, calendar, clear=clear), _backward_pass)


def restart(due: Due, trigger: int, *, keep_suspensions: bool = False, keep_extensions: bool = False) -> Due:
    """The same period begun anew; the rule says whether suspensions and extensions of the first run survive."""
    return forward(
        trigger,
        due.amount,
        due.counting,
        due.calendar,
        due.suspensions if keep_suspensions else (),
        due.extensions if keep_extensions else (),
    )


def add_months(day: int, months: int, month_end: MonthEnd | None) -> int | None:
    """The corresponding day so many months on (negative: back); where there is none, what `month_end` says or None."""
    start = date.fromordinal(day)
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        raise OutOfRange(year)
    length = days_in_month(year, month + 1)
    end = date(year, month + 1, min(start.day, length)).toordinal()
    if start.day <= length or month_end == "last_day":
        return end
    return end + 1 if month_end == "next_day" else None


class Pass:
    """One count through the calendar, exact or towards a bound; it remembers which uncovered years it touched."""

    __slots__ = ("calendar", "gaps", "mode", "suspended", "suspensions")

    def __init__(self, calendar: Calendar, suspensions: tuple[Suspension, ...], mode: Mode) -> None:
        self.calendar = calendar
        self.suspensions = suspensions
        self.suspended = merge(suspensions) if suspensions else []
        self.mode = mode
        self.gaps: dict[tuple[str, int], None] = {}

    def days(self, after: int, n: int) -> int | None:
        """The nth day after `after` that is not suspended; None if an open suspension comes first."""
        for start, end in self.suspended:
            if end is not None and end <= after + 1:
                continue
            before = max(start, after + 1) - 1 - after
            if before >= n:
                break
            if end is None:
                return None
            n, after = n - before, end - 1
        return after + n

    def workdays(self, after: int, n: int) -> int | None:
        """The nth working day after `after`, in this pass's mode."""
        exact = self._nth(after, n)
        if exact is None:
            return None
        self.touch(after + 1, exact)
        if self.mode == "exact" or n == 0:
            return exact
        slack = self.calendar.slack(after + 1, exact)
        if self.mode == "early":
            if not slack.work:
                return exact
            early = self._nth(after, n - slack.work) if n > slack.work else self.days(after, 1)
            return exact if early is None else min(exact, max(early, slack.first))
        late: int | None = exact
        for _ in range(_MOST_REACHES):
            late = self._nth(after, n + slack.off)
            if late is None or (wider := self.calendar.slack(after + 1, late)).off == slack.off:
                return late
            slack = wider
        raise OutOfRange(n)

    def next_working(self, day: int) -> int:
        """The day, or the next working day if it is a day off, in this pass's mode."""
        exact = self.calendar.next_working(day)
        self.touch(day, exact)
        if self.mode == "exact":
            return exact
        slack = self.calendar.slack(day, exact)
        if self.mode == "early":
            return min(exact, max(day, slack.first)) if slack.work else exact
        late = exact
        for _ in range(_MOST_REACHES):
            late = self.calendar.nth_working_after(day - 1, 1 + slack.run)
            wider: Slack = self.calendar.slack(day, late)
            if wider.run == slack.run:
                return late
            slack = wider
        raise OutOfRange(day)

    def touch(self, first: int, last: int) -> None:
        """Notes the uncovered years of the days that were looked at."""
        for gap in self.calendar.uncovered(first, last):
            self.gaps[gap] = None

    def _nth(self, after: int, n: int) -> int | None:
        if n == 0:
            return after
        count = self.calendar.count_working
        for start, end in self.suspended:
            if end is not None and end <= after + 1:
                continue
            before = count(after + 1, start - 1)
            if before >= n:
                break
            if end is None:
                return None
            n, after = n - before, max(after, end - 1)
        return self.calendar.nth_working_after(after, n)


def _settle(due: Due, count: _Count) -> Due:
    """Runs the exact pass and, where it touched an uncovered year, the two towards the bounds."""
    values = {name: getattr(due, name) for name in _INPUTS}
    if not FIRST_DAY <= due.trigger <= LAST_DAY:
        return Due(**values, error="out_of_range")
    if due.amount < 0 or any(extension.amount < 0 for extension in due.extensions):
        return Due(**values, error="negative_amount")
    if max(due.amount, *(extension.amount for extension in due.extensions), 0) > _LARGEST_AMOUNT:
        return Due(**values, error="out_of_range")
    try:
        exact = Pass(due.calendar, due.suspensions, "exact")
        segments = count(due, exact)
    except _Failure as failure:
        return Due(**values, error=failure.error)
    except OutOfRange:
        return Due(**values, error="out_of_range")
    last = segments[-1].last
    if last is not None and not FIRST_DAY <= last <= LAST_DAY:
        return Due(**values, error="out_of_range")
    earliest = latest = last
    if exact.gaps:
        earliest, latest = _bound(due, count, "early"), _bound(due, count, "late")
    return Due(**values, segments=segments, last=last, provisional=tuple(exact.gaps), earliest=earliest, latest=latest)


def _bound(due: Due, count: _Count, mode: Mode) -> int | None:
    try:
        return count(due, Pass(due.calendar, due.suspensions, mode))[-1].last
    except OutOfRange:
        return None


def _forward_pass(due: Due, run: Pass) -> tuple[Segment, ...]:
    counting = due.counting
    after = due.trigger
    if counting.start == "same":
        after -= 1
    elif counting.start == "next_working":
        after = run.next_working(after + 1) - 1
    segments: list[Segment] = []
    for amount, unit, how in _parts(due):
        if segments:
            previous = segments[-1]
            if how == "added":
                # The stretch before has not ended yet, so it has not moved over days off either.
                previous = segments[-1] = replace(previous, last=previous.nominal)
            if previous.last is None:
                break
            after = previous.last
        same = counting.start == "same" and not segments
        segments.append(_stretch(run, after, amount, unit, counting, same))
    return tuple(segments)


def _parts(due: Due) -> list[tuple[int, Unit, str]]:
    """The stretches to count in turn; an addition in the unit of the stretch before it makes that longer."""
    parts: list[tuple[int, Unit, str]] = [(due.amount, due.counting.unit, "added")]
    for extension in due.extensions:
        if extension.state != "granted":
            continue
        amount, unit, how = parts[-1]
        if extension.how == "added" and extension.unit == unit:
            parts[-1] = (amount + extension.amount, unit, how)
        else:
            parts.append((extension.amount, extension.unit, extension.how))
    if any(unit == "hour" for _, unit, _ in parts):
        raise _Failure("mixed_units")
    return parts


def _stretch(run: Pass, after: int, amount: int, unit: Unit, counting: Counting, same: bool) -> Segment:
    if unit == "workday":
        nominal = run.workdays(after, amount)
        # Only the exact count is shown; a bound needs its last day alone.
        first = run.workdays(after, 1) if run.mode == "exact" and nominal is not None and amount else None
        return Segment(amount, unit, first, nominal, nominal)
    length = amount
    if unit in ("month", "year"):
        length = _month_days(after, amount * (12 if unit == "year" else 1), counting.month_end, same)
    nominal = run.days(after, length)
    if nominal is None:
        return Segment(amount, unit, run.days(after, 1), None, None)
    if nominal > LAST_DAY:
        raise OutOfRange(nominal)
    last = nominal
    if counting.roll == "next_working":
        last = run.next_working(nominal)
    elif counting.roll == "previous_working":
        last = _Back(run).previous_working(nominal)
    return Segment(amount, unit, run.days(after, 1), nominal, last)


def _month_days(after: int, months: int, month_end: MonthEnd | None, same: bool) -> int:
    """How many days so many months have when the day after `after` is the first counted one."""
    start = after + 1 if same else after
    end = add_months(start, months, month_end)
    if end is None:
        raise _Failure("no_corresponding_day")
    # Counted from its own day, a month ends the day before the corresponding one, or with the month that has none.
    rounded_back = month_end == "last_day" and add_months(start, months, None) is None
    return end - after - (same and not rounded_back)


class _Back:
    """Counting backwards in a pass: the same steps in the mirror; early means the earlier last day."""

    __slots__ = ("calendar", "run")

    def __init__(self, run: Pass) -> None:
        self.run, self.calendar = run, run.calendar

    def workdays(self, before: int, n: int) -> int:
        """The nth working day before `before`; a day off more pushes it to earlier days."""
        if n == 0:
            return before
        exact = self.calendar.nth_working_before(before, n)
        self.run.touch(exact, before - 1)
        slack = self.calendar.slack(exact, before - 1)
        if self.run.mode == "late" and slack.work:
            late = self.calendar.nth_working_before(before, n - slack.work) if n > slack.work else before - 1
            return max(exact, min(late, slack.last))
        return self._reach(before, n, slack.off) if self.run.mode == "early" else exact

    def previous_working(self, day: int) -> int:
        """The day, or the working day before it if it is a day off."""
        exact = self.calendar.previous_working(day)
        self.run.touch(exact, day)
        slack = self.calendar.slack(exact, day)
        if self.run.mode == "late" and slack.work:
            return max(exact, min(day, slack.last))
        return self._reach(day + 1, 1, slack.run, runs=True) if self.run.mode == "early" else exact

    def _reach(self, before: int, n: int, more: int, runs: bool = False) -> int:
        for _ in range(_MOST_REACHES):
            early = self.calendar.nth_working_before(before, n + more)
            slack = self.calendar.slack(early, before - 1)
            wider = slack.run if runs else slack.off
            if wider == more:
                return early
            more = wider
        raise OutOfRange(n)


def _backward_pass(due: Due, run: Pass) -> tuple[Segment, ...]:
    back, unit, anchor = _Back(run), due.counting.unit, due.trigger
    if unit == "hour":
        raise _Failure("mixed_units")
    first = anchor - 1
    if unit == "workday":
        nominal = back.workdays(anchor, due.amount)
        first = back.workdays(anchor, 1) if run.mode == "exact" and due.amount else first
    elif unit == "day":
        nominal = anchor - due.amount
    else:
        found = add_months(anchor, -due.amount * (12 if unit == "year" else 1), due.counting.month_end)
        if found is None:
            raise _Failure("no_corresponding_day")
        nominal = found
    last = nominal - 1 if due.clear else nominal
    if last <= FIRST_DAY:
        raise OutOfRange(last)
    if due.counting.roll == "previous_working":
        last = back.previous_working(last)
    return (Segment(due.amount, unit, first, nominal, last),)
