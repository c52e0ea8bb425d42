"""Last days from the tables in `u`, past suspensions, and what a day is to them (docs/semantics.md, section 5).

A last day is written into the state at `d`: its kind (0: there is none), the day (-1: not known yet), its bounds, the
uncovered years it rests on as bits, and for hours its instants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import fail

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints

# The heading of `u`: how many ways of counting, the first and last day of their tables, where each begins, the grounds.
(UN_CONFIGS, UN_LOW, UN_HIGH, UN_PLACES, UN_GROUNDS, UN_CALENDARS) = range(6)
# An entry of a table: last day, bounds, uncovered years, the Nth counted day, the day that counting begins after.
(UD_LAST, UD_EARLY, UD_LATE, UD_PROVISIONAL, UD_NOMINAL, UD_AFTER) = range(6)
UDW = 6
# Instead of a last day: there is none that the kernel can take, it was not worked out yet, it is wanted.
(NO_DAY, NOT_YET, WANTED) = (-2, -1, -3)
# What stands before a table: whether working days are counted, how the day moves, the calendar.
(UC_WORK, UC_ROLL, UC_CALENDAR, UC_TABLE) = range(4)
# A calendar: first and last day, working days up to each day, the working days, uncovered days up to each day.
(UK_LOW, UK_HIGH, UK_RANK, UK_DAYS, UK_GAPS, UK_N) = range(6)
NO_AMOUNT = -1
UNKNOWN_AMOUNT = -2
# States of a named period.
(NOT_STARTED, RUNNING, SUSPENDED, OVER, CLOSED) = range(5)
(IN_TIME, TOO_LATE, UNSURE) = range(3)


@jit
def nothing(s: Ints, d: int) -> None:
    """There is no last day."""
    s[d + U_KIND], s[d + U_LAST], s[d + U_EARLY], s[d + U_LATE] = 0, -1, -1, -1
    s[d + U_PROVISIONAL], s[d + U_HELD] = 0, 0


@jit
def exactly(s: Ints, d: int, day: int) -> None:
    """A last day that needs no counting."""
    s[d + U_KIND], s[d + U_LAST], s[d + U_EARLY], s[d + U_LATE] = 1, day, day, day
    s[d + U_PROVISIONAL], s[d + U_HELD], s[d + U_TRIGGER], s[d + U_AMOUNT] = 0, 0, day, 0


@jit
def way(t: Ints, s: Ints, pairs: int, n: int, amount: int) -> int:
    """The way of counting for an amount, by the list of those that were prepared; -1, with the case given up."""
    for place in range(n):
        if t[pairs + 2 * place] == amount:
            return int(t[pairs + 2 * place + 1])
    fail(s, FAIL_AMOUNT)
    return -1


@jit
def entry(u: Ints, s: Ints, config: int, day: int) -> int:
    """Where the entry for a trigger stands in a way's table; -1, with the case given up."""
    if config < 0 or day < u[UN_LOW] or day > u[UN_HIGH]:
        fail(s, FAIL_DATE)
        return -1
    at = u[u[u[UN_PLACES] + config] + UC_TABLE] + (day - u[UN_LOW]) * UDW
    if u[at + UD_LAST] == WANTED or u[at + UD_LAST] == NOT_YET:
        # It is worked out before the case is tried again.
        u[at + UD_LAST] = WANTED
        fail(s, FAIL_WANTED)
        return -1
    if u[at + UD_LAST] < 0:
        fail(s, FAIL_DATE)
        return -1
    return int(at)


@jit
def look_up(u: Ints, s: Ints, d: int, config: int, day: int, amount: int) -> None:
    """The last day from a table."""
    at = entry(u, s, config, day)
    if at < 0:
        nothing(s, d)
        return
    s[d + U_KIND], s[d + U_LAST] = 1, u[at + UD_LAST]
    s[d + U_EARLY], s[d + U_LATE] = u[at + UD_EARLY], u[at + UD_LATE]
    s[d + U_PROVISIONAL], s[d + U_HELD] = u[at + UD_PROVISIONAL], 0
    s[d + U_TRIGGER], s[d + U_AMOUNT] = day, amount


@jit
def _stop(s: Ints, at: int) -> int:
    """The first day that is counted again after a suspension; -1 while nobody knows."""
    resumed, cap = s[at + 1], s[at + 3]
    if cap < 0:
        return int(resumed) if resumed > 0 else -1
    capped = s[at] + cap
    return int(capped) if resumed == 0 else int(min(capped, resumed))


@jit
def covers(s: Ints, at: int, day: int) -> bool:
    """Whether a suspension keeps a day from being counted."""
    end = _stop(s, at)
    return bool(s[at] <= day and (end < 0 or day < end))


@jit
def _rank(u: Ints, s: Ints, k: int, day: int) -> int:
    """How many working days of a calendar are not after a day."""
    if day < u[k + UK_LOW] or day > u[k + UK_HIGH]:
        fail(s, FAIL_DATE)
        return 0
    return int(u[u[k + UK_RANK] + day - u[k + UK_LOW]])


@jit
def _gaps(u: Ints, s: Ints, k: int, first: int, last: int) -> None:
    """Gives the case up if an uncovered day lies between two days."""
    if last < first:
        return
    if first <= u[k + UK_LOW] or last > u[k + UK_HIGH]:
        fail(s, FAIL_DATE)
    elif u[u[k + UK_GAPS] + last - u[k + UK_LOW]] != u[u[k + UK_GAPS] + first - 1 - u[k + UK_LOW]]:
        fail(s, FAIL_SUSPENDED)


@jit
def _nth(u: Ints, s: Ints, k: int, after: int, n: int) -> int:
    """The nth working day after a day."""
    place = _rank(u, s, k, after) + n - 1
    if place >= u[k + UK_N] or place < 0:
        fail(s, FAIL_DATE)
        return after
    return int(u[u[k + UK_DAYS] + place])


@jit
def _count(u: Ints, s: Ints, d: int, config: int, day: int, amount: int, sus: int, n_sus: int) -> None:
    """Counts on from a trigger past suspensions, in covered years only."""
    at = entry(u, s, config, day)
    nothing(s, d)
    if at < 0:
        return
    c = u[u[UN_PLACES] + config]
    k = u[u[UN_CALENDARS] + u[c + UC_CALENDAR]]
    after = u[at + UD_AFTER]
    left = amount if u[c + UC_WORK] else u[at + UD_NOMINAL] - after
    trigger = day
    reached = -1
    open_ = False
    if left > 0:
        # The earliest stretch that ends after the day reached so far stops the count next; they may overlap.
        while True:
            start, end = -1, 0
            for place in range(n_sus):
                one = sus + 4 * place
                stop = _stop(s, one)
                if stop >= 0 and (stop <= s[one] or stop <= after + 1):
                    continue
                if start < 0 or s[one] < start:
                    start, end = s[one], stop
            if start < 0:
                break
            first = max(start, after + 1)
            if u[c + UC_WORK]:
                before = _rank(u, s, k, first - 1) - _rank(u, s, k, after) if first - 1 > after else 0
            else:
                before = first - 1 - after
            if before >= left:
                break
            if end < 0:
                open_ = True
                break
            left -= before
            after = end - 1
    if not open_:
        reached = _nth(u, s, k, after, left) if u[c + UC_WORK] and left > 0 else after + left
    s[d + U_KIND], s[d + U_TRIGGER], s[d + U_AMOUNT] = 1, trigger, amount
    if open_:
        return
    if u[c + UC_WORK]:
        _gaps(u, s, k, u[at + UD_AFTER] + 1, reached)
    elif u[c + UC_ROLL] != 0:
        moved = _nth(u, s, k, reached - 1, 1) if u[c + UC_ROLL] == 1 else reached
        if u[c + UC_ROLL] == 2:
            fail(s, FAIL_SUSPENDED)
        _gaps(u, s, k, reached, moved)
        reached = moved
    s[d + U_LAST], s[d + U_EARLY], s[d + U_LATE] = reached, reached, reached


@jit
def _hours(t: Ints, s: Ints, d: int, row: int, day: int, minute: int, amount: int, n_sus: int) -> None:
    if n_sus > 0:
        fail(s, FAIL_SUSPENDED)
    early = day * 1440 + (minute - 1 if minute > 0 else 0)
    late = day * 1440 + (minute - 1 if minute > 0 else 1440)
    if t[row + L_NEXT_HOUR]:
        # The hour after the last minute of a day begins at its 24:00.
        late -= int(minute == 0)
        early, late = (early // 60 + 1) * 60, (late // 60 + 1) * 60
    early, late = early + 60 * amount, late + 60 * amount
    s[d + U_KIND], s[d + U_LAST] = 2, (late - 1) // 1440
    s[d + U_EARLY], s[d + U_LATE] = (early - 1) // 1440, (late - 1) // 1440
    s[d + U_PROVISIONAL], s[d + U_HELD] = 0, 0
    s[d + U_IEARLY], s[d + U_INSTANT], s[d + U_ILATE] = early, late, late
    s[d + U_TRIGGER], s[d + U_AMOUNT] = day, amount


@jit
def count_on(
    t: Ints, u: Ints, s: Ints, d: int, deadline: int, day: int, minute: int, amount: int, sus: int, n_sus: int
) -> None:
    """The last day of a demand, counted from a moment as it says."""
    row = t[H_DEADLINE] + deadline * LW
    if t[row + L_HOUR]:
        _hours(t, s, d, row, day, minute, amount, n_sus)
        return
    config = way(t, s, t[row + L_CONFIG], t[row + L_CONFIG_N], amount)
    if n_sus > 0 and t[row + L_KIND] != BEFORE:
        _count(u, s, d, config, day, amount, sus, n_sus)
    else:
        look_up(u, s, d, config, day, amount)


@jit
def judge_day(s: Ints, d: int, day: int) -> int:
    """Whether an act on a day is in time."""
    if s[d + U_LAST] < 0:
        return IN_TIME
    if s[d + U_EARLY] >= 0 and day <= s[d + U_EARLY]:
        return IN_TIME
    return UNSURE if s[d + U_HELD] or s[d + U_LATE] < 0 or day <= s[d + U_LATE] else TOO_LATE


@jit
def judge(s: Ints, d: int, day: int, minute: int) -> int:
    """Whether an act at a moment is in time."""
    if s[d + U_KIND] != 2 or s[d + U_HELD]:
        return int(judge_day(s, d, day))
    first = day * 1440 + (minute - 1 if minute > 0 else 0)
    last = day * 1440 + (minute - 1 if minute > 0 else 1439)
    if last <= s[d + U_IEARLY]:
        return IN_TIME
    return TOO_LATE if first > s[d + U_ILATE] else UNSURE


@jit
def lapse_key(s: Ints, d: int) -> int:
    """The half minute at which a period is over for certain; -1 while that is not known."""
    if s[d + U_KIND] == 0 or s[d + U_LATE] < 0 or s[d + U_HELD]:
        return -1
    if s[d + U_KIND] == 2:
        return int(2 * s[d + U_ILATE] + 1)
    return int(2 * (s[d + U_LATE] + 1) * 1440)


@jit
def reached_key(s: Ints, d: int) -> int:
    """The half minute at which the last day has been reached for certain; -1 while that is not known."""
    if s[d + U_KIND] == 0 or s[d + U_LATE] < 0 or s[d + U_HELD]:
        return -1
    return int(2 * (s[d + U_LATE] + 1) * 1440 - 1)


@jit
def overdue_day(s: Ints, d: int) -> int:
    """The day from which something is overdue."""
    if s[d + U_KIND] == 2:
        return int(s[d + U_INSTANT] // 1440)
    return int(s[d + U_LAST] + 1)
