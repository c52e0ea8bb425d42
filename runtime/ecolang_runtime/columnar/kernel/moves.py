"""What is remembered, moves between stages, forks, what follows from an occurrence (docs/semantics.md, section 6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.conditions import both, test
from ecolang_runtime.columnar.kernel.duties import arrive, close_left, discharge, open_duty
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.limits import approve, count, record_counts
from ecolang_runtime.columnar.kernel.periods import extend, operate, start_clocks
from ecolang_runtime.columnar.kernel.state import base, fail, inside

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def _remember(t: Ints, s: Ints, row: int) -> None:
    slot = t[t[H_EVENT] + s[S_R_EVENT] * EW + E_HISTORY]
    if slot < 0:
        return
    at = base(t, row) + t[R_HISTORY] + slot * HW
    if s[at + H_FIRST_SEQ] == 0:
        s[at + H_FIRST], s[at + H_FIRST_SEQ] = s[S_R], s[S_R_SEQ]
    s[at + H_LAST], s[at + H_LAST_SEQ] = s[S_R], s[S_R_SEQ]
    s[at + H_LAST_DAY], s[at + H_LAST_MINUTE] = s[S_R_DAY], s[S_R_MINUTE]
    if not s[S_R_DEEMED]:
        s[at + H_REAL] = s[S_R_SEQ]


@jit
def _count(t: Ints, s: Ints, row: int, tally: int, answer: int) -> None:
    at = base(t, row) + t[R_TALLY] + tally * YW
    if answer == 1:
        s[at + Y_YES] += 1
        s[at + Y_LSEQ], s[at + Y_LDAY], s[at + Y_LMINUTE] = s[S_R_SEQ], s[S_R_DAY], s[S_R_MINUTE]
        if s[at + Y_FSEQ] == 0:
            s[at + Y_FSEQ], s[at + Y_FDAY], s[at + Y_FMINUTE] = s[S_R_SEQ], s[S_R_DAY], s[S_R_MINUTE]
    elif answer == 2:
        s[at + Y_UNKNOWN] += 1
        s[at + Y_DOUBT] = s[S_R_SEQ]


@jit
def add(t: Ints, u: Ints, x: Ints, s: Ints, row: int) -> None:
    """Puts the occurrence being judged into the history of a track and counts it where its guards are true."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    answers = 0
    for place in range(t[e + E_TALLY_N]):
        answers |= test(t, u, x, s, row, 1, t[t[e + E_TALLY_L] + 2 * place + 1]) << (2 * place)
    for place in range(t[e + E_TALLY_N]):
        _count(t, s, row, t[t[e + E_TALLY_L] + 2 * place], (answers >> (2 * place)) & 3)
    _remember(t, s, row)


@jit
def add_to_case(t: Ints, s: Ints, taken: int) -> None:
    """Puts an occurrence into the history of the case: it counts once, where it counts on one of the tracks."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for place in range(t[e + E_TALLY_N]):
        tally = t[t[e + E_TALLY_L] + 2 * place]
        answer = 0
        for row in range(1, s[S_TRACKS] + 1):
            if not (taken >> row) & 1:
                continue
            at = base(t, row) + t[R_TALLY] + tally * YW
            if s[at + Y_LSEQ] == s[S_R_SEQ]:
                answer = 1
            elif s[at + Y_DOUBT] == s[S_R_SEQ] and answer == 0:
                answer = 2
        _count(t, s, 0, tally, answer)
    _remember(t, s, 0)


@jit
def _follow_duties(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> None:
    """What follows for duties, clocks and approvals."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    arrive(t, u, x, s, f, row)
    discharge(t, u, x, s, f, row)
    start_clocks(t, s, row)
    for place in range(t[e + E_OP_N]):
        op = t[t[e + E_OP_L] + place]
        o = t[H_OP] + op * OPW
        if t[o + O_SCOPE] != int(row == 0) or not inside(t, s, row, t[o + O_STAGES]):
            continue
        if both(t, u, x, s, row, 1, t[o + O_TGUARD], t[o + O_GUARD]) == 1:
            operate(t, x, s, row, op)
    extend(t, u, x, s, row)
    approve(t, u, x, s, f, row)
    for place in range(t[e + E_OPEN_N]):
        duty = t[t[e + E_OPEN_L] + place]
        d = t[H_DUTY] + duty * DW
        if t[d + D_SCOPE] != int(row == 0) or not inside(t, s, row, t[d + D_STAGES]):
            continue
        if both(t, u, x, s, row, 1, t[d + D_GUARD], t[d + D_WHEN]) == 1:
            open_duty(t, u, x, s, row, duty, s[S_R_SEQ])


@jit
def _deems(t: Ints, u: Ints, x: Ints, s: Ints, row: int, deeming: int) -> bool:
    """Whether the occurrence being judged sets a deeming off."""
    m = t[H_DEEM] + deeming * MW
    if not inside(t, s, row, t[m + M_STAGES]):
        return False
    return bool(both(t, u, x, s, row, 1, t[m + M_TGUARD], t[m + M_GUARD]) == 1)


@jit
def move(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, edge: int) -> None:
    """Moves a track along an edge and closes the duties that hang on what it leaves."""
    here = base(t, row)
    target = t[t[H_EDGE] + edge * GW + G_TARGET]
    again = bool(s[here + V_STAGE] == target)
    s[here + V_STAGE], s[here + V_SINCE] = target, s[S_DAY]
    s[here + V_ENTRY] += 1
    close_left(t, u, x, s, f, row, again)
    for place in range(t[t[L_STAGED]]):
        d = t[H_DUTY] + t[t[L_STAGED] + 1 + place] * DW
        if again or not inside(t, s, row, t[d + D_STAGES]):
            s[here + t[R_HELD] + t[d + D_HELD]] = 0
    for place in range(t[t[L_STAGED_DEEMINGS]]):
        m = t[H_DEEM] + t[t[L_STAGED_DEEMINGS] + 1 + place] * MW
        if again or not inside(t, s, row, t[m + M_TSTAGES]):
            s[here + t[R_HELD] + t[m + M_HELD]] = 0


@jit
def exists(t: Ints, s: Ints, row: int, part: int) -> bool:
    """Whether a fork of the track's holder is open under that name."""
    for other in range(1, s[S_TRACKS] + 1):
        if s[base(t, other) + V_PART] == part and s[base(t, other) + V_HOLDER] == s[base(t, row) + V_HOLDER]:
            return True
    return False


@jit
def new_row(t: Ints, s: Ints) -> int:
    """A row for one more track, all of it 0; 0 where there is no room."""
    if s[S_TRACKS] >= ROWS_N:
        fail(s, FAIL_ROOM)
        return 0
    s[S_TRACKS] += 1
    row = int(s[S_TRACKS])
    s[S_DIRTY] |= 1 << row
    here = base(t, row)
    for place in range(here, here + t[R_LEAD]):
        s[place] = 0
    return row


@jit
def fork(t: Ints, s: Ints, row: int, edge: int) -> None:
    """Opens a further track for a part of the subject matter; one of that name is opened once."""
    g = t[H_EDGE] + edge * GW
    if exists(t, s, row, t[g + G_FORK]):
        return
    new = new_row(t, s)
    if new == 0:
        return
    here, there = base(t, row), base(t, new)
    s[there + V_STAGE], s[there + V_SINCE], s[there + V_BEGAN] = t[g + G_TARGET], s[S_DAY], s[S_DAY]
    s[there + V_PART], s[there + V_HOLDER] = t[g + G_FORK], s[here + V_HOLDER]
    # History, counts, approvals, clocks and what was overdue go along.
    for column in range(t[R_HISTORY], t[R_HELD]):
        s[there + column] = s[here + column]
    for column in range(t[R_COUNTED], t[R_DEEMED]):
        s[there + column] = s[here + column]
    for column in range(t[R_CLOCK], t[R_CLOCK_END]):
        s[there + column] = s[here + column]


@jit
def take(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, edge: int) -> None:
    """Takes an edge: the track moves, every track in the edge's stage moves, or a fork begins."""
    g = t[H_EDGE] + edge * GW
    if t[g + G_FORK]:
        fork(t, s, row, edge)
        return
    move(t, u, x, s, f, row, edge)
    if t[g + G_ALL]:
        s[S_DIRTY] = ALL_ROWS
        for other in range(1, s[S_TRACKS] + 1):
            if other != row and s[base(t, other) + V_STAGE] == t[g + G_SOURCE]:
                move(t, u, x, s, f, other, edge)


@jit
def try_edges(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, usable: int) -> int:
    """Takes every fork and the first move that the occurrence triggers from the present stage.

    Gives those whose conditions failed as bits by their place in the stage, if none was taken and none is unknown.
    """
    stage = t[H_STAGE] + s[base(t, row) + V_STAGE] * STW
    forks, mover, failed = 0, -1, 0
    unsure = False
    for place in range(t[stage + ST_EDGE_N]):
        edge = t[t[stage + ST_EDGE_L] + place]
        g = t[H_EDGE] + edge * GW
        if t[g + G_KIND] != K_EVENT or t[g + G_EVENT] != s[S_R_EVENT] or (t[g + G_FORK] == 0 and mover >= 0):
            continue
        if t[g + G_POWER] >= 0 and not (usable >> t[g + G_POWER]) & 1:
            continue
        answer = both(t, u, x, s, row, 1, t[g + G_GUARD], t[g + G_GUARD2])
        if answer == 2:
            unsure = True
        elif answer == 0 and place < 62:
            failed |= 1 << place
        elif answer == 0:
            fail(s, FAIL_ROOM)
        elif t[g + G_FORK] == 0:
            mover = edge
        elif forks >= CHOSEN_N:
            fail(s, FAIL_ROOM)
        else:
            s[CHOSEN + forks] = edge
            forks += 1
    for place in range(forks):
        fork(t, s, row, s[CHOSEN + place])
    if mover >= 0:
        take(t, u, x, s, f, row, mover)
    return 0 if unsure or forks > 0 or mover >= 0 else failed


@jit
def _follow_deemed(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, move: bool) -> None:
    """What follows from a deemed event; what that deems in turn is left to the ordinary engine."""
    entry = s[base(t, row) + V_ENTRY]
    _follow_duties(t, u, x, s, f, row)
    if row == 0:
        return
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for place in range(t[e + E_DEEM_N]):
        if _deems(t, u, x, s, row, t[t[e + E_DEEM_L] + place]):
            fail(s, FAIL_DEEMING)
    if move and s[base(t, row) + V_ENTRY] == entry:
        try_edges(t, u, x, s, f, row, -1)


@jit
def deem(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, deeming: int, day: int, move: bool) -> None:
    """Records a deemed event and what follows from it."""
    m = t[H_DEEM] + deeming * MW
    event = t[m + M_EVENT]
    kept = (s[S_R], s[S_R_EVENT], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ], s[S_R_BY], s[S_R_ACTED], s[S_R_DEEMED])
    before_day, before_minute = s[S_DAY], s[S_MINUTE]
    s[S_SEQ] += 1
    s[S_DAY], s[S_MINUTE] = day, 0
    s[S_R], s[S_R_EVENT], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ] = -2 - deeming, event, day, 0, s[S_SEQ]
    s[S_R_BY], s[S_R_ACTED], s[S_R_DEEMED] = 0, 0, 1
    count(t, u, x, s, row, 2)
    add(t, u, x, s, row)
    add_to_case(t, s, 1 << row)
    record_counts(t, x, s, f, row, 2)
    s[base(t, row) + t[R_DEEMED] + t[t[H_EVENT] + event * EW + E_DEEMED]] = deeming + 1
    _follow_deemed(t, u, x, s, f, row, move)
    _follow_deemed(t, u, x, s, f, 0, True)
    s[S_DAY], s[S_MINUTE] = before_day, before_minute
    s[S_R], s[S_R_EVENT], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ], s[S_R_BY], s[S_R_ACTED], s[S_R_DEEMED] = kept


@jit
def follow(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, usable: int, move: bool) -> int:
    """What follows from an occurrence that was recorded; the moves that failed, as `try_edges` gives them.

    `usable`: the powers it could use as bits, -1: all.
    """
    entry = s[base(t, row) + V_ENTRY]
    _follow_duties(t, u, x, s, f, row)
    if row == 0:
        return 0
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for place in range(t[e + E_DEEM_N]):
        deeming = t[t[e + E_DEEM_L] + place]
        if _deems(t, u, x, s, row, deeming):
            deem(t, u, x, s, f, row, deeming, s[S_DAY], True)
    if move and s[base(t, row) + V_ENTRY] == entry:
        return int(try_edges(t, u, x, s, f, row, usable))
    return 0


@jit
def begin(t: Ints, u: Ints, x: Ints, s: Ints, row: int) -> None:
    """What the beginning of a case, or of a track, sets off: clocks that wait for no event, and duties."""
    started = t[L_STARTED_CASE] if row == 0 else t[L_STARTED_TRACK]
    for place in range(t[started]):
        s[base(t, row) + t[R_CLOCK] + t[started + 1 + place] * QW + Q_EXISTS] = 1
    begun = t[L_BEGIN_CASE] if row == 0 else t[L_BEGIN_TRACK]
    for place in range(t[begun]):
        duty = t[begun + 1 + place]
        if test(t, u, x, s, row, 0, t[t[H_DUTY] + duty * DW + D_WHEN]) == 1:
            open_duty(t, u, x, s, row, duty, s[S_SEQ])


@jit
def _inherit(t: Ints, s: Ints, row: int) -> None:
    """What concerned the whole case before is in the history of a track that begins later."""
    here, whole = base(t, row), base(t, 0)
    for event in range(t[N_EVENT]):
        e = t[H_EVENT] + event * EW
        if t[e + E_SCOPE] != 1:
            continue
        if t[e + E_HISTORY] >= 0:
            at = t[R_HISTORY] + t[e + E_HISTORY] * HW
            for column in range(at, at + HW):
                s[here + column] = s[whole + column]
        for place in range(t[e + E_TALLY_N]):
            at = t[R_TALLY] + t[t[e + E_TALLY_L] + 2 * place] * YW
            for column in range(at, at + YW):
                s[here + column] = s[whole + column]


@jit
def begin_track(t: Ints, u: Ints, x: Ints, s: Ints, holder: int) -> None:
    """Begins a track in the start stage."""
    row = new_row(t, s)
    if row == 0:
        return
    here = base(t, row)
    s[here + V_STAGE], s[here + V_SINCE], s[here + V_BEGAN] = t[H_START], s[S_DAY], s[S_DAY]
    s[here + V_HOLDER] = holder
    s[S_JOINED] |= 1 << holder
    if s[S_SEQ] > 0:
        _inherit(t, s, row)
    begin(t, u, x, s, row)


@jit
def join(t: Ints, u: Ints, x: Ints, s: Ints, names: int) -> bool:
    """Gives the holders (as bits) that are named for the first time their tracks; whether one began.

    The first name of a case that declared none takes over what had no name yet.
    """
    began = False
    for holder in range(1, ROWS_N):
        if not (names >> holder) & 1 or (s[S_JOINED] >> holder) & 1:
            continue
        s[S_JOINED] |= 1 << holder
        s[S_DIRTY] = ALL_ROWS
        nameless = False
        for row in range(1, s[S_TRACKS] + 1):
            if s[base(t, row) + V_HOLDER] == 0:
                s[base(t, row) + V_HOLDER] = holder
                nameless = True
        if not nameless:
            begin_track(t, u, x, s, holder)
            began = True
    return began
