"""From a demand of time and the state to a last day (docs/semantics.md, section 5).

A last day is written into the state at `d`: its kind (0: there is none), the day (-1: not known yet), its bounds, the
uncovered years it rests on as bits, and for hours its instants. Days without suspensions are looked up in `u`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.dates import (
    CLOSED,
    NO_AMOUNT,
    NOT_STARTED,
    OVER,
    RUNNING,
    SUSPENDED,
    UD_EARLY,
    UD_LAST,
    UD_LATE,
    UD_PROVISIONAL,
    UNKNOWN_AMOUNT,
    UNSURE,
    count_on,
    covers,
    entry,
    exactly,
    judge_day,
    nothing,
    way,
)  # fmt: skip
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fact, fail, raw_value, value_in

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def read_number(t: Ints, x: Ints, s: Ints, row: int, record: int, code: int) -> int:
    """A number of units that a fact or a field holds; UNKNOWN_AMOUNT while it is unknown."""
    kind = t[code]
    value = NONE
    if kind == 1:
        value = fact(t, s, row, t[code + 1])
    elif kind == 4:
        if record != 0:
            value = value_in(t, x, s[S_R], s[S_R_EVENT], t[code + 2])
    else:
        event = t[code + 1]
        at = base(t, row) + t[R_HISTORY] + t[t[H_EVENT] + event * EW + E_HISTORY] * HW
        if kind == 2 and s[at + H_LAST_SEQ] > 0:
            value = value_in(t, x, s[at + H_LAST], event, t[code + 2])
        elif kind == 3 and s[at + H_FIRST_SEQ] > 0:
            value = value_in(t, x, s[at + H_FIRST], event, t[code + 2])
    if value == NONE:
        return UNKNOWN_AMOUNT
    if value < 0:
        fail(s, FAIL_AMOUNT)
        return UNKNOWN_AMOUNT
    return value


@jit
def amount_of(t: Ints, x: Ints, s: Ints, row: int, deadline: int) -> int:
    """The number of units; NO_AMOUNT where the text gives none, UNKNOWN_AMOUNT where it is not known."""
    at = t[H_DEADLINE] + deadline * LW
    if t[at + L_AMOUNT_CODE]:
        return int(read_number(t, x, s, row, 0, t[at + L_AMOUNT_CODE]))
    return int(t[at + L_AMOUNT])


@jit
def field_day(t: Ints, x: Ints, s: Ints, row: int, event: int, field: int) -> int:
    """The date in a field of the latest occurrence of an event; 0 if there is none."""
    if event < 0 or field < 0:
        return 0
    at = base(t, row) + t[R_HISTORY] + t[t[H_EVENT] + event * EW + E_HISTORY] * HW
    if s[at + H_LAST_SEQ] == 0:
        return 0
    value = raw_value(t, x, s[at + H_LAST], event, field)
    return 0 if value == NONE else int(value)


@jit
def planned_day(t: Ints, x: Ints, s: Ints, row: int, deadline: int) -> int:
    """The day for which an anchoring event that has not come yet is planned; 0 if none."""
    at = t[H_DEADLINE] + deadline * LW
    return int(field_day(t, x, s, row, t[at + L_PLAN_EVENT], t[at + L_PLAN_FIELD]))


@jit
def occurred(t: Ints, s: Ints, row: int, deadline: int) -> int:
    """Where in the state the tally of the anchoring event tells its day; -1 if it has not come."""
    at = t[H_DEADLINE] + deadline * LW
    if t[at + L_ANCHOR] != AT_EVENT or t[at + L_WHICH] == NEXT:
        return -1
    tally = base(t, row) + t[R_TALLY] + t[at + L_TALLY] * YW
    if t[at + L_WHICH] == FIRST:
        return int(tally + Y_FDAY) if s[tally + Y_FSEQ] > 0 else -1
    return int(tally + Y_LDAY) if s[tally + Y_LSEQ] > 0 else -1


@jit
def row_of_period(t: Ints, s: Ints, row: int, period: int) -> int:
    """The row, of a track or the case, whose clock it is; asked of the case, a track's period is its first track's."""
    if t[t[H_PERIOD] + period * IW + I_SCOPE] == 1:
        return 0
    return 1 if row == 0 and s[S_TRACKS] > 0 else row


@jit
def start_of(t: Ints, x: Ints, s: Ints, row: int, period: int) -> int:
    """The day that a named period counts from; 0 while there is none."""
    q = base(t, row) + t[R_CLOCK] + period * QW
    if s[q + Q_RDAY] > 0:
        return int(s[q + Q_RDAY])
    at = t[H_DEADLINE] + t[t[H_PERIOD] + period * IW + I_DEADLINE] * LW
    if t[at + L_ANCHOR] == AT_OPENING:
        return int(s[base(t, row) + V_BEGAN])
    if t[at + L_ANCHOR] == AT_FIELD:
        return int(field_day(t, x, s, row, t[at + L_EVENT], t[at + L_FIELD]))
    return int(s[q + Q_DAY])


@jit
def due_of_period(t: Ints, u: Ints, x: Ints, s: Ints, d: int, row: int, period: int) -> None:
    """The last day of a named period with its extensions; none while it has not started."""
    nothing(s, d)
    q = base(t, row) + t[R_CLOCK] + period * QW
    day = start_of(t, x, s, row, period)
    if s[q + Q_EXISTS] == 0 or day == 0:
        return
    deadline = t[t[H_PERIOD] + period * IW + I_DEADLINE]
    at = t[H_DEADLINE] + deadline * LW
    minute = s[q + Q_RMINUTE] if s[q + Q_RDAY] > 0 else s[q + Q_MINUTE] if t[at + L_ANCHOR] == AT_EVENT else 0
    amount = amount_of(t, x, s, row, deadline)
    if amount < 0:
        return
    own, held = amount, 0
    for place in range(s[q + Q_EXT]):
        one = q + Q_EXTS + 3 * place
        allow = t[H_ALLOW] + s[one] * WW
        if s[one + 1] == PENDING:
            held = 1
        elif s[one + 1] != DENIED and t[allow + W_HOW] == 0:
            if t[allow + W_SAME_UNIT] == 0:
                fail(s, FAIL_EXTENSION)
            amount += s[one + 2]
    if t[at + L_HOUR] and s[q + Q_EXT] > 0:
        fail(s, FAIL_EXTENSION)
    count_on(t, u, s, d, deadline, day, minute, amount, q + Q_SUSES, s[q + Q_SUS])
    # A finding says what the period was before it was extended.
    s[d + U_AMOUNT] = own
    ended = 0
    for place in range(s[q + Q_EXT]):
        one = q + Q_EXTS + 3 * place
        allow = t[H_ALLOW] + s[one] * WW
        if s[one + 1] == PENDING or s[one + 1] == DENIED:
            continue
        if t[allow + W_HOW] == 0:
            # What is added after a stretch of its own would lengthen that one.
            if ended:
                fail(s, FAIL_EXTENSION)
            continue
        ended = 1
        if s[d + U_LAST] < 0 or s[q + Q_SUS] > 0 or s[d + U_EARLY] < 0 or s[d + U_LATE] < 0:
            fail(s, FAIL_EXTENSION)
            return
        config = way(t, s, t[allow + W_CONFIG], t[allow + W_CONFIG_N], s[one + 2])
        a, b, c = (
            entry(u, s, config, s[d + U_LAST]),
            entry(u, s, config, s[d + U_EARLY]),
            entry(u, s, config, s[d + U_LATE]),
        )
        if a < 0 or b < 0 or c < 0:
            return
        s[d + U_LAST], s[d + U_EARLY], s[d + U_LATE] = u[a + UD_LAST], u[b + UD_EARLY], u[c + UD_LATE]
        s[d + U_PROVISIONAL] |= u[a + UD_PROVISIONAL]
    s[d + U_HELD] = held


@jit
def _due_by_period(t: Ints, u: Ints, x: Ints, s: Ints, d: int, row: int, deadline: int, sus: int, n_sus: int) -> None:
    at = t[H_DEADLINE] + deadline * LW
    period = t[at + L_PERIOD]
    if period < 0:
        nothing(s, d)
        return
    owner = row_of_period(t, s, row, period)
    q = base(t, owner) + t[R_CLOCK] + period * QW
    if s[q + Q_EXISTS] == 0 or s[q + Q_STATUS] == ENDED:
        nothing(s, d)
        return
    due_of_period(t, u, x, s, d, owner, period)
    if s[d + U_KIND] == 0 or t[at + L_KIND] == BY:
        return
    amount = amount_of(t, x, s, row, deadline)
    if s[d + U_LAST] < 0 or s[d + U_HELD] or amount < 0:
        nothing(s, d)
        return
    last, early, late, rests = s[d + U_LAST], s[d + U_EARLY], s[d + U_LATE], s[d + U_PROVISIONAL]
    count_on(t, u, s, d, deadline, last, 0, amount, sus, n_sus)
    if rests == 0:
        return
    if early < 0 or late < 0:
        fail(s, FAIL_DATE)
        return
    own = s[d + U_PROVISIONAL]
    count_on(t, u, s, d, deadline, late, 0, amount, sus, n_sus)
    high = s[d + U_LATE]
    count_on(t, u, s, d, deadline, early, 0, amount, sus, n_sus)
    low = s[d + U_EARLY]
    count_on(t, u, s, d, deadline, last, 0, amount, sus, n_sus)
    s[d + U_EARLY], s[d + U_LATE], s[d + U_PROVISIONAL] = low, high, rests | own


@jit
def due_from(
    t: Ints, u: Ints, x: Ints, s: Ints, d: int, row: int, deadline: int, opened: int, opened_minute: int, found: int,
    found_minute: int, restarted: int, restarted_minute: int, sus: int, n_sus: int,
) -> None:  # fmt: skip
    """The last day of a demand opened at a moment, whose anchoring event came at `found` (0: it did not)."""
    at = t[H_DEADLINE] + deadline * LW
    kind, anchor = t[at + L_KIND], t[at + L_ANCHOR]
    if anchor == AT_PERIOD and restarted == 0:
        _due_by_period(t, u, x, s, d, row, deadline, sus, n_sus)
        return
    day, minute = found, found_minute
    if restarted > 0:
        day, minute = restarted, restarted_minute
    elif anchor == AT_OPENING:
        day, minute = opened, opened_minute
    elif anchor == AT_FIELD:
        day, minute = field_day(t, x, s, row, t[at + L_EVENT], t[at + L_FIELD]), 0
    if day == 0 and (kind == BEFORE or kind == BY):
        day, minute = planned_day(t, x, s, row, deadline), 0
    if day == 0:
        nothing(s, d)
        return
    if kind == BY:
        exactly(s, d, day)
        return
    amount = amount_of(t, x, s, row, deadline)
    if kind == BEFORE and amount == NO_AMOUNT:
        exactly(s, d, day)
    elif amount < 0:
        nothing(s, d)
    else:
        count_on(t, u, s, d, deadline, day, minute, amount, sus, n_sus)


@jit
def period_state(t: Ints, u: Ints, x: Ints, s: Ints, row: int, period: int) -> int:
    """The state of a named period; -1 between the bounds of a provisional last day."""
    owner = row_of_period(t, s, row, period)
    q = base(t, owner) + t[R_CLOCK] + period * QW
    if s[q + Q_EXISTS] == 0 or start_of(t, x, s, owner, period) == 0:
        return NOT_STARTED
    if s[q + Q_STATUS] == LAPSED:
        return OVER
    if s[q + Q_STATUS] == ENDED:
        return CLOSED
    for place in range(s[q + Q_SUS]):
        if covers(s, q + Q_SUSES + 4 * place, s[S_TODAY]):
            return SUSPENDED
    due_of_period(t, u, x, s, DUE2, owner, period)
    if s[DUE2 + U_KIND] and not s[DUE2 + U_HELD] and s[DUE2 + U_EARLY] != s[DUE2 + U_LATE]:
        if judge_day(s, DUE2, s[S_TODAY]) == UNSURE:
            return -1
    return RUNNING


@jit
def has_come(t: Ints, s: Ints, row: int, period: int) -> bool:
    """Whether the last day of a named period has come, after its occurrences."""
    return bool(s[base(t, row) + t[R_CLOCK] + period * QW + Q_REACHED] != 0)


@jit
def due_of_duty(t: Ints, u: Ints, x: Ints, s: Ints, d: int, row: int, owed: int, deadline: int, place: int) -> None:
    """The last day of one demand, the `place`th, of the open duty at `owed`."""
    if s[owed + W_ENDED]:
        nothing(s, d)
        return
    one = owed + W_DLS + place * WDW
    found, minute = (s[one + WD_DAY], s[one + WD_MINUTE]) if s[one + WD_ANCHOR] == 2 else (0, 0)
    due_from(
        t, u, x, s, d, row, deadline, s[owed + W_DAY], s[owed + W_MINUTE], found, minute, s[owed + W_RDAY],
        s[owed + W_RMINUTE], owed + W_SUSES, s[owed + W_SUS],
    )  # fmt: skip
