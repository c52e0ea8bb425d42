"""Named periods: start, suspension, resumption, restart, end, extension (docs/semantics.md, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import due_of_period, read_number, start_of
from ecolang_runtime.columnar.kernel.conditions import test
from ecolang_runtime.columnar.kernel.dates import TOO_LATE, covers, judge
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fail, owed_at

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def start_clocks(t: Ints, s: Ints, row: int) -> None:
    """Starts the periods whose first trigger this occurrence is."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    here = base(t, row)
    for place in range(t[e + E_START_N]):
        period = t[t[e + E_START_L] + place]
        i = t[H_PERIOD] + period * IW
        if t[i + I_SCOPE] != int(row == 0):
            continue
        q = here + t[R_CLOCK] + period * QW
        s[q + Q_EXISTS] = 1
        if s[q + Q_DAY] == 0 and s[here + t[R_TALLY] + t[i + I_TALLY] * YW + Y_LSEQ] == s[S_R_SEQ]:
            s[q + Q_DAY], s[q + Q_MINUTE], s[q + Q_SEQ] = s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ]


@jit
def resume(t: Ints, s: Ints, n: int, at: int, causes: int, n_causes: int) -> None:
    """Ends the suspensions of these causes (none: all of them) that are open."""
    for place in range(s[n]):
        one = at + 4 * place
        if s[one + 1] != 0:
            continue
        meant = n_causes == 0
        for each in range(n_causes):
            meant = meant or t[causes + each] == s[one + 2]
        if meant:
            s[one + 1] = s[S_DAY]


@jit
def _stop_or_go(t: Ints, s: Ints, n: int, at: int, op: int) -> None:
    """Suspends, unless for the same cause already, or resumes."""
    o = t[H_OP] + op * OPW
    if t[o + O_OP] != SUSPEND:
        resume(t, s, n, at, t[o + O_END_L], t[o + O_END_N])
        return
    for place in range(s[n]):
        one = at + 4 * place
        if s[one + 2] == op and s[one + 1] == 0 and covers(s, one, s[S_DAY]):
            return
    if s[n] >= SUS_N:
        fail(s, FAIL_ROOM)
        return
    one = at + 4 * s[n]
    s[one], s[one + 1], s[one + 2], s[one + 3] = s[S_DAY], 0, op, t[o + O_CAP]
    s[n] += 1


@jit
def operate(t: Ints, x: Ints, s: Ints, row: int, op: int) -> None:
    """Applies an operation to the period, or to the open duties, that it names."""
    o = t[H_OP] + op * OPW
    what = t[o + O_OP]
    if t[o + O_PERIOD] >= 0:
        q = base(t, row) + t[R_CLOCK] + t[o + O_PERIOD] * QW
        if s[q + Q_EXISTS] == 0 or start_of(t, x, s, row, t[o + O_PERIOD]) == 0:
            return
        if s[q + Q_STATUS] and what != RESTART:
            return
        if what == RESTART:
            s[q + Q_DAY], s[q + Q_MINUTE], s[q + Q_RDAY], s[q + Q_RMINUTE] = (
                s[S_DAY],
                s[S_MINUTE],
                s[S_DAY],
                s[S_MINUTE],
            )
            s[q + Q_EXT], s[q + Q_SUS], s[q + Q_STATUS], s[q + Q_STOPPED], s[q + Q_REACHED] = 0, 0, 0, 0, 0
            s[q + Q_SEQ] = s[S_SEQ]
        elif what == END:
            s[q + Q_STATUS], s[q + Q_STOPPED] = ENDED, s[S_DAY]
        else:
            _stop_or_go(t, s, q + Q_SUS, q + Q_SUSES, op)
        return
    for slot in range(s[base(t, row) + V_OWED]):
        owed = owed_at(t, row, slot)
        if s[owed + W_DUTY] != t[o + O_DUTY]:
            continue
        if what == RESTART:
            s[owed + W_RDAY], s[owed + W_RMINUTE], s[owed + W_SUS], s[owed + W_ENDED] = s[S_DAY], s[S_MINUTE], 0, 0
            for place in range(DL_N):
                s[owed + W_DLS + place * WDW + WD_LAPSED], s[owed + W_DLS + place * WDW + WD_REACHED] = 0, 0
        elif what == END:
            s[owed + W_ENDED] = 1
        else:
            _stop_or_go(t, s, owed + W_SUS, owed + W_SUSES, op)


@jit
def _end_of(s: Ints, n: int, at: int, op: int) -> None:
    for place in range(s[n]):
        one = at + 4 * place
        if s[one + 1] == 0 and s[one + 2] == op:
            s[one + 1] = s[S_DAY]


@jit
def release(t: Ints, s: Ints, row: int, op: int) -> None:
    """Ends a suspension that lasts as long as a stage or a condition."""
    o = t[H_OP] + op * OPW
    if t[o + O_PERIOD] >= 0:
        q = base(t, row) + t[R_CLOCK] + t[o + O_PERIOD] * QW
        _end_of(s, q + Q_SUS, q + Q_SUSES, op)
    for slot in range(s[base(t, row) + V_OWED]):
        owed = owed_at(t, row, slot)
        if s[owed + W_DUTY] == t[o + O_DUTY]:
            _end_of(s, owed + W_SUS, owed + W_SUSES, op)


@jit
def _is_act(t: Ints, u: Ints, x: Ints, s: Ints, row: int, event: int, guard: int) -> bool:
    return bool(event == s[S_R_EVENT] and test(t, u, x, s, row, 1, guard) == 1)


@jit
def _ask(s: Ints, q: int, allow: int, state: int, units: int) -> None:
    if s[q + Q_EXT] >= EXT_N:
        fail(s, FAIL_ROOM)
        return
    one = q + Q_EXTS + 3 * s[q + Q_EXT]
    s[one], s[one + 1], s[one + 2] = allow, state, units
    s[q + Q_EXT] += 1


@jit
def _extend(t: Ints, u: Ints, x: Ints, s: Ints, row: int, period: int, allow: int, q: int) -> None:
    w = t[H_ALLOW] + allow * WW
    due_of_period(t, u, x, s, DUE, row, period)
    timely = s[DUE + U_KIND] == 0 or judge(s, DUE, s[S_R_DAY], s[S_R_MINUTE]) != TOO_LATE
    pending, granted = -1, 0
    for place in range(s[q + Q_EXT]):
        one = q + Q_EXTS + 3 * place
        if s[one] == allow and s[one + 1] == PENDING and pending < 0:
            pending = place
        if s[one] == allow and s[one + 1] == GRANTED:
            granted += 1
    more = (t[w + W_TIMES] < 0 and t[w + W_EACH] != 0) or granted < max(1, t[w + W_TIMES])
    if pending < 0 and timely and more and _is_act(t, u, x, s, row, t[w + W_REQUEST], t[w + W_REQUEST_GUARD]):
        _ask(s, q, allow, PENDING, 0)
    elif more and _is_act(t, u, x, s, row, t[w + W_APPROVAL], t[w + W_APPROVAL_GUARD]):
        if not (timely or pending >= 0) or test(t, u, x, s, row, 1, t[w + W_GUARD]) != 1:
            return
        units = t[w + W_NUMBER]
        if t[w + W_NUMBER_CODE]:
            units = read_number(t, x, s, row, 1, t[w + W_NUMBER_CODE])
            if units < 0:
                return
            if t[w + W_NUMBER] > 0:
                units = min(units, t[w + W_NUMBER])
        if pending >= 0:
            for at in range(q + Q_EXTS + 3 * pending, q + Q_EXTS + 3 * (s[q + Q_EXT] - 1)):
                s[at] = s[at + 3]
            s[q + Q_EXT] -= 1
        _ask(s, q, allow, GRANTED, units)
        s[q + Q_REACHED] = 0
    elif pending >= 0 and _is_act(t, u, x, s, row, t[w + W_REFUSAL], t[w + W_REFUSAL_GUARD]):
        s[q + Q_EXTS + 3 * pending + 1] = DENIED


@jit
def extend(t: Ints, u: Ints, x: Ints, s: Ints, row: int) -> None:
    """Requests, approvals and refusals of extensions."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for place in range(t[e + E_EXTEND_N]):
        period, allow = t[t[e + E_EXTEND_L] + 2 * place], t[t[e + E_EXTEND_L] + 2 * place + 1]
        q = base(t, row) + t[R_CLOCK] + period * QW
        if t[t[H_PERIOD] + period * IW + I_SCOPE] != int(row == 0):
            continue
        if s[q + Q_EXISTS] == 0 or s[q + Q_STATUS] or start_of(t, x, s, row, period) == 0:
            continue
        _extend(t, u, x, s, row, period, allow, q)
