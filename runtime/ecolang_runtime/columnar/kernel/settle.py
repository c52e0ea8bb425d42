"""Conditions settle: what becomes true by itself takes effect, until nothing changes (docs/semantics.md, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import due_of_period
from ecolang_runtime.columnar.kernel.conditions import both
from ecolang_runtime.columnar.kernel.dates import overdue_day
from ecolang_runtime.columnar.kernel.duties import close, close_left, open_duty
from ecolang_runtime.columnar.kernel.findings import find, stop_running
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.moves import deem, exists, take
from ecolang_runtime.columnar.kernel.periods import operate, release
from ecolang_runtime.columnar.kernel.state import base, inside, owed_at

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def _move(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> bool:
    stage = t[H_STAGE] + s[base(t, row) + V_STAGE] * STW
    for place in range(t[stage + ST_SETTLE_N]):
        edge = t[t[stage + ST_SETTLE_L] + place]
        g = t[H_EDGE] + edge * GW
        if t[g + G_FORK] and exists(t, s, row, t[g + G_FORK]):
            continue
        if both(t, u, x, s, row, 0, t[g + G_GUARD], t[g + G_GUARD2]) == 1:
            take(t, u, x, s, f, row, edge)
            return True
    return False


@jit
def _stands(t: Ints, s: Ints, row: int, kind: int, stages: int) -> bool:
    """Whether the track is where a trigger looks; a condition without stages looks everywhere."""
    if kind == K_STAGE and stages == 0:
        return False
    return bool(inside(t, s, row, stages))


@jit
def _duty(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, duty: int) -> bool:
    """Opens a stage's duty once for each entry, while its condition holds; a condition's when it becomes true."""
    d = t[H_DUTY] + duty * DW
    held = base(t, row) + t[R_HELD] + t[d + D_HELD]
    inside_ = _stands(t, s, row, t[d + D_KIND], t[d + D_STAGES])
    staged = t[d + D_KIND] == K_STAGE
    if staged and not inside_:
        s[held] = 0
        return False
    if s[held] and inside_ and t[d + D_GUARD] == 0 and t[d + D_WHEN] == 0:
        return False
    answer = both(t, u, x, s, row, 0, t[d + D_GUARD], t[d + D_WHEN]) if inside_ else 0
    if answer == 1 and s[held] == 0:
        s[held] = 1
        open_duty(t, u, x, s, row, duty, s[S_SEQ])
        return True
    if answer == 0 and s[held]:
        if not staged:
            s[held] = 0
            return False
        closed = False
        slot = 0
        while slot < s[base(t, row) + V_OWED]:
            if s[owed_at(t, row, slot) + W_DUTY] == duty:
                close(t, u, x, s, f, row, slot)
                closed = True
            else:
                slot += 1
        if closed:
            s[held] = 0
        return closed
    return False


@jit
def _deeming(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, deeming: int) -> bool:
    m = t[H_DEEM] + deeming * MW
    held = base(t, row) + t[R_HELD] + t[m + M_HELD]
    answer = 0
    if _stands(t, s, row, t[m + M_KIND], t[m + M_TSTAGES]) and inside(t, s, row, t[m + M_STAGES]):
        answer = both(t, u, x, s, row, 0, t[m + M_TGUARD], t[m + M_GUARD])
    if answer == 1 and s[held] == 0:
        s[held] = 1
        deem(t, u, x, s, f, row, deeming, s[S_DAY], True)
        return True
    if answer == 0:
        s[held] = 0
    return False


@jit
def _not_yet(t: Ints, s: Ints, row: int, op: int) -> bool:
    """Whether a suspension found its period not running when its condition became true, and does now."""
    o = t[H_OP] + op * OPW
    if t[o + O_OP] != SUSPEND or t[o + O_PERIOD] < 0:
        return False
    q = base(t, row) + t[R_CLOCK] + t[o + O_PERIOD] * QW
    if s[q + Q_EXISTS] == 0:
        return False
    for place in range(s[q + Q_SUS]):
        if s[q + Q_SUSES + 4 * place + 2] == op:
            return False
    return True


@jit
def _operation(t: Ints, u: Ints, x: Ints, s: Ints, row: int, op: int) -> bool:
    o = t[H_OP] + op * OPW
    held = base(t, row) + t[R_HELD] + t[o + O_HELD]
    answer = 0
    if _stands(t, s, row, t[o + O_KIND], t[o + O_TSTAGES]) and inside(t, s, row, t[o + O_STAGES]):
        answer = both(t, u, x, s, row, 0, t[o + O_TGUARD], t[o + O_GUARD])
    if answer == 1 and (s[held] == 0 or _not_yet(t, s, row, op)):
        new = s[held] == 0
        s[held] = 1
        operate(t, x, s, row, op)
        # What has become of it shows when the track is next looked at.
        s[S_AGAIN] |= 1 << row
        return bool(new)
    if answer == 0 and s[held]:
        s[held] = 0
        if t[o + O_OP] == SUSPEND:
            release(t, s, row, op)
        return True
    return False


@jit
def _settle(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> bool:
    changed = False
    if row == 0:
        close_left(t, u, x, s, f, 0, False)
        for place in range(t[t[L_SETTLE_CASE]]):
            changed = _duty(t, u, x, s, f, 0, t[t[L_SETTLE_CASE] + 1 + place]) or changed
    else:
        stage = t[H_STAGE] + s[base(t, row) + V_STAGE] * STW
        for place in range(t[stage + ST_DUTY_N]):
            changed = _duty(t, u, x, s, f, row, t[t[stage + ST_DUTY_L] + place]) or changed
        for place in range(t[t[L_DEEMINGS]]):
            changed = _deeming(t, u, x, s, f, row, t[t[L_DEEMINGS] + 1 + place]) or changed
    for place in range(t[t[L_OPS]]):
        op = t[t[L_OPS] + 1 + place]
        if t[t[H_OP] + op * OPW + O_SCOPE] == int(row == 0):
            changed = _operation(t, u, x, s, row, op) or changed
    if row > 0 and _move(t, u, x, s, f, row):
        changed = True
    return changed


@jit
def _limited(t: Ints, s: Ints, row: int, stages: int) -> bool:
    """Whether the track (for the case: one of its tracks) is where a period's limit holds."""
    first, last = (1, s[S_TRACKS]) if row == 0 else (row, row)
    for each in range(first, last + 1):
        stage = s[base(t, each) + V_STAGE]
        if stages == 0:
            if t[t[H_STAGE] + stage * STW + ST_OUTCOME] == 0:
                return True
        elif (stages >> stage) & 1:
            return True
    return False


@jit
def _exceeded(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, period: int) -> None:
    """Being where the limit holds after the last day is a finding that runs until the track leaves."""
    i = t[H_PERIOD] + period * IW
    q = base(t, row) + t[R_CLOCK] + period * QW
    over = s[q + Q_EXISTS] and s[q + Q_STATUS] == LAPSED and _limited(t, s, row, t[i + I_STAGES])
    at = base(t, row) + t[R_EXCEED] + period
    if not over and s[at]:
        place = s[at] - 1
        stop_running(f, place, s[S_DAY])
        f[place + J_ACTUAL] = s[S_DAY]
        s[at] = 0
    if not over or s[at] or t[i + I_DEGREE] == 0:
        return
    due_of_period(t, u, x, s, DUE, row, period)
    if s[DUE + U_KIND] == 0 or s[DUE + U_LAST] < 0:
        return
    found = find(s, f, row, F_EXCEEDED, t[i + I_DEGREE], t[i + I_CITE], t[i + I_NORM], -1, overdue_day(s, DUE))
    f[found + J_DUE], f[found + J_ITEM] = s[DUE + U_LAST], t[i + I_NAME]
    f[found + J_LIMIT], f[found + J_PROVISIONAL] = s[DUE + U_AMOUNT], s[DUE + U_PROVISIONAL]
    s[at] = found + 1


@jit
def settle(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints) -> None:
    """Settles every track that something has happened to since it settled last; on another nothing could change."""
    if t[H_TIMED] and s[S_TODAY] != s[S_SETTLED]:
        s[S_DIRTY] = ALL_ROWS
    s[S_SETTLED] = s[S_TODAY]
    s[S_DIRTY] |= s[S_AGAIN]
    if s[S_DIRTY] == 0:
        return
    s[S_KEY] = STALE
    touched = 0
    for _ in range((t[N_STAGE] + 2) * (s[S_TRACKS] + 1)):
        # What a track does may matter to the case, and in some policies to the other tracks.
        spread = ALL_ROWS if t[H_COUPLED] else 1
        dirty = s[S_DIRTY] | s[S_AGAIN] | spread
        s[S_DIRTY], s[S_AGAIN] = 0, 0
        # A fork that begins on the way waits for the next round.
        for row in range(s[S_TRACKS] + 1):
            dirty |= s[S_DIRTY]
            if not (dirty >> row) & 1:
                continue
            s[S_DIRTY] &= ~(1 << row)
            if _settle(t, u, x, s, f, row):
                s[S_DIRTY] |= (1 << row) | spread
        touched |= dirty
        if s[S_DIRTY] == 0 or s[S_FAIL]:
            break
    for row in range(s[S_TRACKS] + 1):
        if not (touched >> row) & 1:
            continue
        for place in range(t[t[L_LIMITED]]):
            period = t[t[L_LIMITED] + 1 + place]
            if t[t[H_PERIOD] + period * IW + I_SCOPE] == int(row == 0):
                _exceeded(t, u, x, s, f, row, period)
