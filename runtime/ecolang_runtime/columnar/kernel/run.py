"""A case replayed from its first occurrence to the end of the as-of day, and what is then written out of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.acts import process as act
from ecolang_runtime.columnar.kernel.clocks import amount_of, due_of_duty, planned_day
from ecolang_runtime.columnar.kernel.dates import NO_AMOUNT, TOO_LATE, UNSURE, count_on, judge
from ecolang_runtime.columnar.kernel.duties import bearers_left, judge_lead
from ecolang_runtime.columnar.kernel.jit import jit, start
from ecolang_runtime.columnar.kernel.lapses import know, next_key
from ecolang_runtime.columnar.kernel.lapses import process as lapse
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.moves import begin, begin_track, join
from ecolang_runtime.columnar.kernel.orders import alike, keep, restore
from ecolang_runtime.columnar.kernel.settle import settle
from ecolang_runtime.columnar.kernel.state import base, fail, owed_at

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Array, Ints

_MOST_TURNS = 10_000
# A case in the list of cases: its first occurrence and how many, its facts and how many, when it was opened, how many
# holders are declared, how many are named in all, and where in `x` the days are listed whose order may matter: their
# number, then of each the place of its first occurrence in the case, how many there are, and these in another order.
(CASE_X, CASE_N, CASE_FACTS, CASE_FACTS_N, CASE_OPENED, CASE_HOLDERS, CASE_NAMES, CASE_ORDERS) = range(8)
CASE_W = 8
# What is written out of a case, of a row of it, and of an open duty.
(OUT_FAIL, OUT_ROWS, OUT_FINDINGS, OUT_DUTIES, OUT_ORDER) = range(5)
OUT_W = 5
(ROW_STAGE, ROW_SINCE, ROW_PART, ROW_HOLDER, ROW_OUTCOME, ROW_FINDINGS, ROW_DUTIES) = range(7)
ROW_W = 7
(OWE_DUTY, OWE_SINCE, OWE_WHO, OWE_DUE, OWE_STATE, OWE_PROVISIONAL) = range(6)
OWE_W = 6
(IS_OPEN, IS_OVERDUE, IS_UNDETERMINED) = range(3)


@jit
def _begin(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, day: int) -> None:
    """Begins the case on the day it was opened, else on its first day."""
    if s[S_BEGUN]:
        return
    s[S_BEGUN] = 1
    s[S_DIRTY], s[S_KEY] = ALL_ROWS, STALE
    start = min(day, s[S_OPENED]) if s[S_OPENED] > 0 else day
    s[S_POSITION], s[S_TODAY], s[S_DAY], s[S_MINUTE] = 2880 * start, start, start, 0
    s[base(t, 0) + V_SINCE], s[base(t, 0) + V_BEGAN] = start, start
    know(t, x, s, s[S_POSITION])
    for holder in range(1, s[S_HOLDERS] + 1):
        begin_track(t, u, x, s, holder)
    if s[S_HOLDERS] == 0 and (t[H_TRACKED] == 0 or s[S_OPENED] > 0):
        begin_track(t, u, x, s, 0)
    begin(t, u, x, s, 0)
    settle(t, u, x, s, f)


@jit
def _reach(s: Ints, key: int) -> None:
    s[S_POSITION] = key
    s[S_TODAY] = key // 2880
    s[S_DAY], s[S_MINUTE] = s[S_TODAY], 0


@jit
def _advance(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, target: int) -> None:
    """Lets time pass up to a moment, with all that happens by itself on the way."""
    turn = 0
    while True:
        if s[S_KEY] == STALE:
            s[S_KEY] = next_key(t, u, x, s)
        key = s[S_KEY]
        if key < 0 or key > target or s[S_FAIL]:
            break
        _reach(s, max(key, s[S_POSITION]))
        lapse(t, u, x, s, f, key)
        settle(t, u, x, s, f)
        s[S_KEY] = STALE
        turn += 1
        if turn > _MOST_TURNS:
            fail(s, FAIL_ENDLESS)
    _reach(s, target)


@jit
def _run_on(f: Ints, at: int, day: int) -> None:
    if at >= 0 and f[at + J_DUE] != NONE:
        f[at + J_DAYS] = day - f[at + J_DUE]


@jit
def _report(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, day: int) -> None:
    """Counts days that still run to the as-of day, and judges lead times by the present plan."""
    for row in range(s[S_TRACKS] + 1):
        here = base(t, row)
        for slot in range(s[here + V_OWED]):
            owed = owed_at(t, row, slot)
            for place in range(t[t[H_DUTY] + s[owed + W_DUTY] * DW + D_DL_N]):
                _run_on(f, s[owed + W_DLS + place * WDW + WD_LAPSED] - 2, day)
        for period in range(t[N_PERIOD]):
            _run_on(f, s[here + t[R_EXCEED] + period] - 1, day)
        for place in range(s[here + V_LEADS]):
            lead = here + t[R_LEAD] + place * LDW
            deadline = s[lead + LD_DEADLINE]
            planned = planned_day(t, x, s, row, deadline)
            amount = amount_of(t, x, s, row, deadline)
            if planned == 0 or amount < 0:
                continue
            count_on(t, u, s, DUE, deadline, planned, 0, amount, 0, 0)
            judge_lead(
                t, x, s, f, row, s[lead + LD_DUTY], deadline, s[lead + LD_RECORD], s[lead + LD_DAY], s[lead + LD_MINUTE]
            )


@jit
def _owe(t: Ints, u: Ints, x: Ints, s: Ints, row: int, slot: int, day: int, out: Ints, at: int) -> None:
    """Writes an open duty."""
    owed = owed_at(t, row, slot)
    duty = s[owed + W_DUTY]
    d = t[H_DUTY] + duty * DW
    late = unsure = shown = False
    due, rests = NONE, 0
    for place in range(t[d + D_DL_N]):
        one = owed + W_DLS + place * WDW
        deadline = t[t[d + D_DL_L] + place]
        row_ = t[H_DEADLINE] + deadline * LW
        late = late or s[one + WD_LAPSED] != 0
        due_of_duty(t, u, x, s, DUE, row, owed, deadline, place)
        if s[DUE + U_KIND] == 0:
            continue
        last = s[DUE + U_LAST]
        if last >= 0 and (due == NONE or last < due):
            due, rests = last, s[DUE + U_PROVISIONAL]
        elif due == NONE and not shown:
            rests = s[DUE + U_PROVISIONAL]
        shown = True
        planned = t[row_ + L_KIND] == BEFORE and t[row_ + L_AMOUNT] == NO_AMOUNT and s[one + WD_ANCHOR] != 2
        if last >= 0 and s[one + WD_LAPSED] == 0 and not planned:
            timely = judge(s, DUE, day, 0)
            late = late or timely == TOO_LATE
            unsure = unsure or timely == UNSURE
    out[at + OWE_DUTY], out[at + OWE_SINCE] = duty, s[owed + W_DAY]
    out[at + OWE_WHO] = bearers_left(t, s, row, duty, s[owed + W_ACTED])
    out[at + OWE_DUE], out[at + OWE_PROVISIONAL] = due, rests
    out[at + OWE_STATE] = IS_OVERDUE if late else IS_UNDETERMINED if unsure else IS_OPEN


@jit
def _step(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, at: int) -> None:
    """Replays the occurrence at a place in `x`."""
    day = x[at + X_DAY]
    _begin(t, u, x, s, f, day)
    key = 2 * (day * 1440 + (x[at + X_MINUTE] - 1 if x[at + X_MINUTE] > 0 else 0))
    _advance(t, u, x, s, f, max(key, s[S_POSITION]))
    began = False
    if t[H_TRACKED]:
        began = join(t, u, x, s, x[at + X_TARGETS])
    if s[S_TRACKS] == 0:
        begin_track(t, u, x, s, 0)
        began = True
    if began:
        # What a track owes from its beginning is owed before the act that names its holder.
        settle(t, u, x, s, f)
    act(t, u, x, s, f, at)
    settle(t, u, x, s, f)
    s[S_KEY] = STALE
    _advance(t, u, x, s, f, s[S_POSITION])


@jit
def _end(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, as_of: int) -> None:
    """Lets time pass to the end of the as-of day, and counts up to it what runs on."""
    if s[S_FAIL]:
        return
    _begin(t, u, x, s, f, as_of)
    settled = s[S_TRACKS] > 0 and as_of == s[S_TODAY]
    _advance(t, u, x, s, f, max(2880 * (as_of + 1) - 1, s[S_POSITION]))
    s[S_TODAY], s[S_DAY], s[S_MINUTE] = as_of, as_of, 0
    if s[S_TRACKS] == 0:
        begin_track(t, u, x, s, 0)
    if not settled:
        settle(t, u, x, s, f)
    settle(t, u, x, s, f)
    if s[S_FAIL] == 0:
        _report(t, u, x, s, f, as_of)


@jit
def _replay(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, k: Ints, cases: Ints, c: int, width: int, as_of: int) -> None:
    """Replays a case of the list, and keeps the state before each day whose order may matter."""
    for place in range(S_FIXED):
        s[place] = 0
    for place in range(base(t, 0), base(t, 0) + t[R_LEAD]):
        s[place] = 0
    s[S_HOLDERS], s[S_NAMES] = cases[c + CASE_HOLDERS], cases[c + CASE_NAMES]
    for place in range((s[S_NAMES] + 1) * t[N_FACT]):
        s[FACTS + place] = NONE
    s[S_FACTS], s[S_FACTS_N], s[S_OPENED] = cases[c + CASE_FACTS], cases[c + CASE_FACTS_N], cases[c + CASE_OPENED]
    if cases[c + CASE_N] == 0 and s[S_OPENED] > as_of:
        # It has not begun: it has no track, and nothing is owed.
        return
    orders = cases[c + CASE_ORDERS]
    n_orders = x[orders] if orders > 0 else 0
    order, entry = 0, orders + 1
    for place in range(cases[c + CASE_N]):
        if order < n_orders and x[entry] == place:
            keep(t, s, f, k, order)
            entry += 2 + x[entry + 1]
            order += 1
        _step(t, u, x, s, f, cases[c + CASE_X] + place * width)
        if s[S_FAIL]:
            return
    _end(t, u, x, s, f, as_of)


@jit
def _other(
    t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, k: Ints, cases: Ints, c: int, width: int, as_of: int, order: int,
    entry: int,
) -> None:  # fmt: skip
    """Replays a case from a day on, whose occurrences stand in the order that is listed at `entry`."""
    restore(t, s, f, k, order)
    for each in range(x[entry + 1]):
        if s[S_FAIL] == 0:
            _step(t, u, x, s, f, x[entry + 2 + each])
    for place in range(x[entry] + x[entry + 1], cases[c + CASE_N]):
        if s[S_FAIL] == 0:
            _step(t, u, x, s, f, cases[c + CASE_X] + place * width)
    _end(t, u, x, s, f, as_of)


@jit
def _matters(
    t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, k: Ints, cases: Ints, c: int, width: int, as_of: int, rows: Ints,
    first: int, last: int, found: Ints, first_found: int, last_found: int,
) -> int:  # fmt: skip
    """The days, as bits, whose order changes stages or findings from those that were written out."""
    orders = cases[c + CASE_ORDERS]
    if orders == 0:
        return 0
    answer, entry = 0, orders + 1
    for order in range(x[orders]):
        _other(t, u, x, s, f, k, cases, c, width, as_of, order, entry)
        entry += 2 + x[entry + 1]
        same = s[S_TRACKS] == last - first - 1
        for row in range(1, last - first):
            r, here = (first + row) * ROW_W, base(t, row)
            same = same and rows[r + ROW_STAGE] == s[here + V_STAGE]
            same = same and rows[r + ROW_PART] == s[here + V_PART] and rows[r + ROW_HOLDER] == s[here + V_HOLDER]
        if not same or not alike(x, s, f, found, first_found, last_found):
            answer |= 1 << order
        if s[S_FAIL]:
            return 0
    return answer


@jit
def _judge_cases(
    t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, k: Ints, cases: Ints, first: int, n: int, width: int, as_of: int,
    out: Ints, rows: Ints, most_rows: int, found: Ints, most_found: int, owed: Ints, most_owed: int,
) -> int:  # fmt: skip
    n_rows = n_found = n_owed = 0
    for case in range(first, n):
        c, o = case * CASE_W, case * OUT_W
        _replay(t, u, x, s, f, k, cases, c, width, as_of)
        for place in range(OUT_W):
            out[o + place] = 0
        out[o + OUT_FAIL] = s[S_FAIL]
        if s[S_FAIL]:
            continue
        owing = 0
        for row in range(s[S_TRACKS] + 1):
            owing += s[base(t, row) + V_OWED]
        full = n_rows + s[S_TRACKS] + 1 > most_rows or n_found + s[S_FINDINGS] > most_found
        if full or n_owed + owing > most_owed:
            return case
        before_rows, before_found, before_owed = n_rows, n_found, n_owed
        for row in range(s[S_TRACKS] + 1):
            here = base(t, row)
            r = n_rows * ROW_W
            n_rows += 1
            rows[r + ROW_STAGE], rows[r + ROW_SINCE] = s[here + V_STAGE], s[here + V_SINCE]
            rows[r + ROW_PART], rows[r + ROW_HOLDER] = s[here + V_PART], s[here + V_HOLDER]
            rows[r + ROW_OUTCOME] = t[t[H_STAGE] + s[here + V_STAGE] * STW + ST_OUTCOME]
            mine = 0
            for place in range(s[S_FINDINGS]):
                if f[place * FW] == row:
                    for column in range(FW):
                        found[n_found * FW + column] = f[place * FW + column]
                    n_found += 1
                    mine += 1
            rows[r + ROW_FINDINGS], rows[r + ROW_DUTIES] = mine, s[here + V_OWED]
            for slot in range(s[here + V_OWED]):
                _owe(t, u, x, s, row, slot, as_of, owed, n_owed * OWE_W)
                n_owed += 1
        matters = 0
        if s[S_FAIL] == 0:
            matters = _matters(
                t, u, x, s, f, k, cases, c, width, as_of, rows, before_rows, n_rows, found, before_found, n_found
            )
        if s[S_FAIL]:
            n_rows, n_found, n_owed = before_rows, before_found, before_owed
            out[o + OUT_FAIL] = s[S_FAIL]
            continue
        out[o + OUT_ROWS], out[o + OUT_FINDINGS] = n_rows - before_rows, n_found - before_found
        out[o + OUT_DUTIES], out[o + OUT_ORDER] = n_owed - before_owed, matters
    return n


@jit
def judge_cases(
    t: Array, u: Array, x: Array, s: Array, f: Array, k: Array, cases: Array, first: int, n: int, width: int,
    as_of: int, out: Array, rows: Array, found: Array, owed: Array,
) -> int:  # fmt: skip
    """Replays cases from `first` on until the arrays for results are full; the number of the first that is left."""
    return _judge_cases(
        start(t), start(u), start(x), start(s), start(f), start(k), start(cases), first, n, width, as_of, start(out),
        start(rows), len(rows) // ROW_W, start(found), len(found) // FW, start(owed), len(owed) // OWE_W,
    )  # fmt: skip
