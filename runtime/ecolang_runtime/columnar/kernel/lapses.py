"""The clock acts by itself: lapses, last days reached, facts that become known (docs/semantics.md, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import due_of_duty, due_of_period
from ecolang_runtime.columnar.kernel.conditions import both, test
from ecolang_runtime.columnar.kernel.dates import NO_AMOUNT, _stop, lapse_key, overdue_day, reached_key
from ecolang_runtime.columnar.kernel.duties import bearers_left, open_duty
from ecolang_runtime.columnar.kernel.findings import find
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.moves import deem, take
from ecolang_runtime.columnar.kernel.periods import operate
from ecolang_runtime.columnar.kernel.state import base, fail, inside, owed_at, remove

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def _turn(
    t: Ints, s: Ints, until: int, first: int, key: int, kind: int, row: int, slot: int, period: int, deadline: int,
    place: int,
) -> int:  # fmt: skip
    """Takes a turn into account; the first key with it."""
    if key < 0:
        return first
    if key <= until:
        n = s[S_NTURNS]
        if n >= TURNS_N:
            fail(s, FAIL_ROOM)
            return first
        # In the order of their rows in the policy, a lapse before a last day that is reached; the list is short.
        to = n
        while to > 0:
            before = TURNS + (to - 1) * TW
            if s[before + T_PLACE] < place or (s[before + T_PLACE] == place and s[before + T_KIND] <= kind):
                break
            for column in range(TW):
                s[before + TW + column] = s[before + column]
            to -= 1
        at = TURNS + to * TW
        s[at + T_KEY], s[at + T_KIND], s[at + T_ROW], s[at + T_SLOT], s[at + T_CLOCK] = key, kind, row, slot, period
        s[at + T_DEADLINE], s[at + T_PLACE], s[at + T_LAST] = deadline, place, s[DUE + U_LAST]
        s[at + T_DAY] = overdue_day(s, DUE) if kind == K_LAPSE else s[DUE + U_LAST]
        s[at + T_PROVISIONAL] = s[DUE + U_PROVISIONAL]
        s[at + T_UID], s[at + T_DUTY], s[at + T_SEQ], s[at + T_ACTED] = 0, -1, 0, 0
        if slot >= 0:
            owed = owed_at(t, row, slot)
            s[at + T_UID], s[at + T_DUTY] = s[owed + W_UID], s[owed + W_DUTY]
            s[at + T_SEQ], s[at + T_ACTED] = s[owed + W_SEQ], s[owed + W_ACTED]
        s[S_NTURNS] = n + 1
    return key if first < 0 else min(first, key)


@jit
def turns(t: Ints, u: Ints, x: Ints, s: Ints, until: int) -> int:
    """The key of the first turn (-1: there is none); those up to `until` are listed in the state."""
    first = -1
    s[S_NTURNS] = 0
    for row in range(s[S_TRACKS] + 1):
        here = base(t, row)
        for slot in range(s[here + V_OWED]):
            owed = owed_at(t, row, slot)
            d = t[H_DUTY] + s[owed + W_DUTY] * DW
            for place in range(t[d + D_DL_N]):
                deadline = t[t[d + D_DL_L] + place]
                at = t[H_DEADLINE] + deadline * LW
                one = owed + W_DLS + place * WDW
                if t[at + L_KIND] == PROMPT and t[at + L_AMOUNT] == NO_AMOUNT and t[at + L_AMOUNT_CODE] == 0:
                    continue
                lapsed = s[one + WD_LAPSED] != 0
                if lapsed and (s[one + WD_REACHED] or t[at + L_REACHED] == 0):
                    continue
                if t[at + L_ANCHOR] == AT_EVENT and t[at + L_KIND] == BEFORE:
                    continue
                if t[at + L_ANCHOR] == AT_EVENT and t[at + L_KIND] == BY and s[one + WD_ANCHOR] != 2:
                    continue
                due_of_duty(t, u, x, s, DUE, row, owed, deadline, place)
                if not lapsed:
                    first = _turn(
                        t, s, until, first, lapse_key(s, DUE), K_LAPSE, row, slot, -1, deadline, t[d + D_PLACE]
                    )
                if t[at + L_REACHED] and not s[one + WD_REACHED]:
                    first = _turn(
                        t, s, until, first, reached_key(s, DUE), K_REACHED, row, slot, -1, deadline, t[d + D_PLACE]
                    )
        for period in range(t[N_PERIOD]):
            q = here + t[R_CLOCK] + period * QW
            if s[q + Q_EXISTS] == 0 or s[q + Q_STATUS]:
                continue
            i = t[H_PERIOD] + period * IW
            due_of_period(t, u, x, s, DUE, row, period)
            first = _turn(
                t, s, until, first, lapse_key(s, DUE), K_LAPSE, row, -1, period, t[i + I_DEADLINE], t[i + I_PLACE]
            )
            if t[i + I_REACHED] and not s[q + Q_REACHED]:
                first = _turn(
                    t,
                    s,
                    until,
                    first,
                    reached_key(s, DUE),
                    K_REACHED,
                    row,
                    -1,
                    period,
                    t[i + I_DEADLINE],
                    t[i + I_PLACE],
                )
    return first


@jit
def _wakes(s: Ints, found: int, at: int, n: int) -> int:
    for place in range(n):
        one = at + 4 * place
        if s[one + 3] >= 0:
            key = int(_stop(s, one)) * 2880
            if key > s[S_POSITION]:
                found = key if found < 0 else min(found, key)
    return found


@jit
def _wake(t: Ints, s: Ints) -> int:
    """The next moment at which a capped suspension ends by itself; -1: none."""
    found = -1
    if t[N_OP] == 0:
        return -1
    for row in range(s[S_TRACKS] + 1):
        here = base(t, row)
        for slot in range(s[here + V_OWED]):
            owed = owed_at(t, row, slot)
            found = _wakes(s, found, owed + W_SUSES, s[owed + W_SUS])
        for period in range(t[N_PERIOD]):
            q = here + t[R_CLOCK] + period * QW
            found = _wakes(s, found, q + Q_SUSES, s[q + Q_SUS])
    return int(found)


@jit
def next_key(t: Ints, u: Ints, x: Ints, s: Ints) -> int:
    """The next moment at which something happens by itself; -1 if nothing will."""
    found = turns(t, u, x, s, -1)
    if s[S_KNOWN] < s[S_FACTS_N]:
        key = x[s[S_FACTS] + 4 * s[S_KNOWN]] * 2880
        found = key if found < 0 else min(found, key)
    wake = _wake(t, s)
    if wake >= 0:
        found = wake if found < 0 else min(found, wake)
    return int(found)


@jit
def know(t: Ints, x: Ints, s: Ints, key: int) -> None:
    """Takes in the facts that are known by a moment."""
    while s[S_KNOWN] < s[S_FACTS_N]:
        at = s[S_FACTS] + 4 * s[S_KNOWN]
        if x[at] * 2880 > key:
            break
        s[FACTS + x[at + 2] * t[N_FACT] + x[at + 1]] = x[at + 3]
        s[S_KNOWN] += 1
        s[S_DIRTY] = ALL_ROWS


@jit
def _plan_edge(s: Ints, plan: int, edges: int, track: int, entry: int, edge: int) -> None:
    if s[plan + 1] >= PLAN_N:
        fail(s, FAIL_ROOM)
        return
    at = edges + 3 * s[plan + 1]
    s[at], s[at + 1], s[at + 2] = track, entry, edge
    s[plan + 1] += 1


@jit
def _follows(t: Ints, s: Ints, turn: int, kind: int, of: int) -> bool:
    """Whether a trigger is set off by a turn."""
    at = t[H_DEADLINE] + s[turn + T_DEADLINE] * LW
    if t[at + L_KIND] == PROMPT or kind != s[turn + T_KIND]:
        return False
    if of == t[at + L_NAME]:
        return True
    if s[turn + T_CLOCK] >= 0:
        return bool(of == t[t[H_PERIOD] + s[turn + T_CLOCK] * IW + I_NORM])
    return bool(of == t[t[H_DUTY] + s[turn + T_DUTY] * DW + D_NORM])


@jit
def _plan(t: Ints, u: Ints, x: Ints, s: Ints, place: int) -> None:
    """What a turn will do, settled on the state that all turns of one moment see."""
    turn, plan = TURNS + place * TW, PLANS + place * PLAN_SIZE
    deemings, edges = plan + 3, plan + 3 + 2 * PLAN_N
    duties, entries = edges + 3 * PLAN_N, edges + 4 * PLAN_N
    s[plan], s[plan + 1], s[plan + 2] = 0, 0, 0
    row = s[turn + T_ROW]
    first, last = (1, s[S_TRACKS]) if row == 0 else (row, row)
    for track in range(first, last + 1):
        s[entries + track] = s[base(t, track) + V_ENTRY]
        for each in range(t[t[L_LAPSE_DEEMINGS]]):
            deeming = t[t[L_LAPSE_DEEMINGS] + 1 + each]
            m = t[H_DEEM] + deeming * MW
            if not _follows(t, s, turn, t[m + M_KIND], t[m + M_OF]) or not inside(t, s, track, t[m + M_STAGES]):
                continue
            if both(t, u, x, s, track, 0, t[m + M_TGUARD], t[m + M_GUARD]) == 1:
                if s[plan] >= PLAN_N:
                    fail(s, FAIL_ROOM)
                    return
                s[deemings + 2 * s[plan]], s[deemings + 2 * s[plan] + 1] = track, deeming
                s[plan] += 1
        stage = t[H_STAGE] + s[base(t, track) + V_STAGE] * STW
        mover = -1
        for each in range(t[stage + ST_EDGE_N]):
            edge = t[t[stage + ST_EDGE_L] + each]
            g = t[H_EDGE] + edge * GW
            if not _follows(t, s, turn, t[g + G_KIND], t[g + G_OF]) or (t[g + G_FORK] == 0 and mover >= 0):
                continue
            if both(t, u, x, s, track, 0, t[g + G_GUARD], t[g + G_GUARD2]) != 1:
                continue
            if t[g + G_FORK] == 0:
                mover = edge
            else:
                _plan_edge(s, plan, edges, track, s[entries + track], edge)
        if mover >= 0:
            _plan_edge(s, plan, edges, track, s[entries + track], mover)
    for each in range(t[t[L_LAPSE_DUTIES]]):
        duty = t[t[L_LAPSE_DUTIES] + 1 + each]
        d = t[H_DUTY] + duty * DW
        if t[d + D_SCOPE] != int(row == 0) or not _follows(t, s, turn, t[d + D_KIND], t[d + D_OF]):
            continue
        if both(t, u, x, s, row, 0, t[d + D_GUARD], t[d + D_WHEN]) == 1:
            if s[plan + 2] >= PLAN_N:
                fail(s, FAIL_ROOM)
                return
            s[duties + s[plan + 2]] = duty
            s[plan + 2] += 1


@jit
def _find_overdue(t: Ints, s: Ints, f: Ints, turn: int) -> int:
    at, duty, row = t[H_DEADLINE] + s[turn + T_DEADLINE] * LW, s[turn + T_DUTY], s[turn + T_ROW]
    d = t[H_DUTY] + duty * DW
    if t[at + L_DEGREE_DONE] == 0 or s[turn + T_LAST] < 0:
        return -1
    event = t[t[d + D_ACT_L]] if t[d + D_ACT_N] > 0 else -1
    found = int(find(s, f, row, F_OVERDUE, t[at + L_DEGREE_DONE], t[at + L_CITE], t[d + D_NORM], event, s[S_DAY]))
    f[found + J_DUE], f[found + J_PROVISIONAL] = s[turn + T_LAST], s[turn + T_PROVISIONAL]
    f[found + J_WHO] = bearers_left(t, s, row, duty, s[turn + T_ACTED])
    return found


@jit
def _mark(t: Ints, s: Ints, f: Ints, turn: int) -> int:
    """Writes down that the last day has passed or come; the number since which a real event would forestall it."""
    row, reached = s[turn + T_ROW], s[turn + T_KIND] == K_REACHED
    if s[turn + T_CLOCK] >= 0:
        q = base(t, row) + t[R_CLOCK] + s[turn + T_CLOCK] * QW
        if reached:
            s[q + Q_REACHED] = 1
        else:
            s[q + Q_STATUS], s[q + Q_STOPPED] = LAPSED, s[turn + T_DAY]
        return int(s[q + Q_SEQ])
    duty = s[turn + T_DUTY]
    d = t[H_DUTY] + duty * DW
    owed, slot, one = -1, -1, -1
    for each in range(s[base(t, row) + V_OWED]):
        if s[owed_at(t, row, each) + W_UID] == s[turn + T_UID]:
            slot = each
            owed = owed_at(t, row, each)
    for each in range(t[d + D_DL_N]):
        if t[t[d + D_DL_L] + each] == s[turn + T_DEADLINE] and owed >= 0:
            one = owed + W_DLS + each * WDW
    if reached:
        if one >= 0:
            s[one + WD_REACHED] = 1
        return int(s[turn + T_SEQ])
    found = _find_overdue(t, s, f, turn)
    if one >= 0:
        s[one + WD_LAPSED] = found + 2
    if t[t[H_DEADLINE] + s[turn + T_DEADLINE] * LW + L_KIND] != PROMPT:
        for each in range(t[d + D_ACT_N]):
            over = t[t[H_EVENT] + t[t[d + D_ACT_L] + 2 * each] * EW + E_OVERDUE]
            if over >= 0:
                at = base(t, row) + t[R_OVERDUE] + over
                s[at] = max(s[at], s[turn + T_SEQ] + 1)
        if t[d + D_LAPSES] and slot >= 0:
            remove(t, s, row, slot)
    return int(s[turn + T_SEQ])


@jit
def _apply(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, place: int) -> None:
    turn, plan = TURNS + place * TW, PLANS + place * PLAN_SIZE
    deemings, edges = plan + 3, plan + 3 + 2 * PLAN_N
    duties, entries = edges + 3 * PLAN_N, edges + 4 * PLAN_N
    day, minute = s[S_DAY], s[S_MINUTE]
    s[S_DAY], s[S_MINUTE] = s[turn + T_DAY], 0
    s[S_SEQ] += 1
    seq = s[S_SEQ]
    row = s[turn + T_ROW]
    since = _mark(t, s, f, turn)
    for each in range(s[plan + 2]):
        open_duty(t, u, x, s, row, s[duties + each], seq)
    for each in range(t[t[L_LAPSE_OPS]]):
        op = t[t[L_LAPSE_OPS] + 1 + each]
        o = t[H_OP] + op * OPW
        here = t[o + O_SCOPE] == int(row == 0) and _follows(t, s, turn, t[o + O_KIND], t[o + O_OF])
        if here and inside(t, s, row, t[o + O_STAGES]) and test(t, u, x, s, row, 0, t[o + O_GUARD]) == 1:
            operate(t, x, s, row, op)
    for each in range(s[plan]):
        track, deeming = s[deemings + 2 * each], s[deemings + 2 * each + 1]
        e = t[H_EVENT] + t[t[H_DEEM] + deeming * MW + M_EVENT] * EW
        if s[base(t, track) + t[R_HISTORY] + t[e + E_HISTORY] * HW + H_REAL] > since:
            continue
        still = s[base(t, track) + V_ENTRY] == s[entries + track]
        for other in range(s[plan + 1]):
            still = still and s[edges + 3 * other] != track
        deem(t, u, x, s, f, track, deeming, s[S_DAY], bool(still))
    for each in range(s[plan + 1]):
        track = s[edges + 3 * each]
        if s[base(t, track) + V_ENTRY] == s[edges + 3 * each + 1]:
            take(t, u, x, s, f, track, s[edges + 3 * each + 2])
    s[S_DAY], s[S_MINUTE] = day, minute


@jit
def process(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, key: int) -> None:
    """All that happens by itself at a moment, on the state before it; then the facts of the day are known."""
    turns(t, u, x, s, key)
    n = s[S_NTURNS]
    for place in range(n):
        row = s[TURNS + place * TW + T_ROW]
        s[S_DIRTY] |= ALL_ROWS if row == 0 else (1 << row) | 1
        _plan(t, u, x, s, place)
    for place in range(n):
        _apply(t, u, x, s, f, place)
    know(t, x, s, key)
