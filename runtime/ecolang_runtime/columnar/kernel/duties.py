"""The life of a duty: opened, discharged, judged, closed (docs/semantics.md, sections 5 to 7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import amount_of, due_of_duty, occurred
from ecolang_runtime.columnar.kernel.conditions import test
from ecolang_runtime.columnar.kernel.dates import IN_TIME, TOO_LATE, UNSURE, count_on, judge
from ecolang_runtime.columnar.kernel.findings import find, named, stop_running, who_of
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fail, inside, owed_at, remove

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints

#: Who is left of a duty's bearers, as this plus the duty's number and the bearers as bits.
SOME_OF = 1 << 40
SOME_SHIFT = 20


@jit
def _meant_then(t: Ints, u: Ints, x: Ints, s: Ints, row: int, event: int, history: int, guard: int) -> bool:
    """Whether an act of the past satisfies a condition over its own fields."""
    if guard == 0:
        return True
    kept = (s[S_R], s[S_R_EVENT], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ], s[S_R_BY], s[S_R_ACTED])
    record = s[history + H_LAST]
    s[S_R], s[S_R_EVENT] = record, event
    s[S_R_BY] = 0 if record < 0 else x[(record & PLACE) + X_BY]
    s[S_R_ACTED] = 0 if record < 0 else x[(record & PLACE) + X_ACTED]
    answer = test(t, u, x, s, row, 1, guard)
    s[S_R], s[S_R_EVENT], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ], s[S_R_BY], s[S_R_ACTED] = kept
    return bool(answer == 1)


@jit
def _done_before(t: Ints, u: Ints, x: Ints, s: Ints, row: int, duty: int) -> int:
    """The history of an act that came before the duty opened and since the anchoring event last came; -1: none."""
    d = t[H_DUTY] + duty * DW
    if t[d + D_BACK] == 0:
        return -1
    here = base(t, row)
    after = 0
    for place in range(t[d + D_DL_N]):
        at = t[H_DEADLINE] + t[t[d + D_DL_L] + place] * LW
        after = max(after, s[here + t[R_TALLY] + t[at + L_TALLY] * YW + Y_LSEQ])
    for place in range(t[d + D_ACT_N]):
        event, guard = t[t[d + D_ACT_L] + 2 * place], t[t[d + D_ACT_L] + 2 * place + 1]
        history = int(here + t[R_HISTORY] + t[t[H_EVENT] + event * EW + E_HISTORY] * HW)
        if s[history + H_LAST_SEQ] > after and _meant_then(t, u, x, s, row, event, history, guard):
            return history
    return -1


@jit
def keep_lead(
    t: Ints, s: Ints, row: int, duty: int, deadline: int, record: int, day: int, minute: int, seq: int
) -> None:
    """Keeps an act whose lead time is judged when the anchoring event comes."""
    at = t[H_DEADLINE] + deadline * LW
    if t[at + L_KIND] != BEFORE or t[at + L_ANCHOR] != AT_EVENT or t[at + L_TIMED] == 0:
        return
    here = base(t, row)
    n = s[here + V_LEADS]
    if n >= LEADS_N:
        fail(s, FAIL_ROOM)
        return
    one = here + t[R_LEAD] + n * LDW
    s[one + LD_DUTY], s[one + LD_DEADLINE], s[one + LD_RECORD] = duty, deadline, record
    s[one + LD_DAY], s[one + LD_MINUTE], s[one + LD_SEQ] = day, minute, seq
    s[here + V_LEADS] = n + 1


@jit
def open_duty(t: Ints, u: Ints, x: Ints, s: Ints, row: int, duty: int, seq: int) -> None:
    """Opens a duty; one without a last day that is open already is not opened again."""
    d = t[H_DUTY] + duty * DW
    here = base(t, row)
    n = s[here + V_OWED]
    if t[d + D_DATED] == 0:
        for slot in range(n):
            if s[owed_at(t, row, slot) + W_DUTY] == duty:
                return
    if n >= OWED_N:
        fail(s, FAIL_ROOM)
        return
    s[S_UID] += 1
    owed = owed_at(t, row, n)
    for place in range(OWW):
        s[owed + place] = 0
    s[owed + W_DUTY], s[owed + W_DAY], s[owed + W_MINUTE], s[owed + W_SEQ] = duty, s[S_DAY], s[S_MINUTE], seq
    s[owed + W_UID] = s[S_UID]
    for place in range(t[d + D_DL_N]):
        deadline = t[t[d + D_DL_L] + place]
        at = t[H_DEADLINE] + deadline * LW
        if t[at + L_ANCHOR] != AT_EVENT:
            continue
        one = owed + W_DLS + place * WDW
        s[one + WD_ANCHOR] = 1
        if t[at + L_KIND] != BEFORE and t[at + L_KIND] != BY:
            past = occurred(t, s, row, deadline)
            if past >= 0:
                s[one + WD_ANCHOR], s[one + WD_DAY], s[one + WD_MINUTE] = 2, s[past], s[past + 1]
    history = _done_before(t, u, x, s, row, duty)
    if history < 0:
        s[here + V_OWED] = n + 1
        return
    record, day, minute = s[history + H_LAST], s[history + H_LAST_DAY], s[history + H_LAST_MINUTE]
    for place in range(t[d + D_DL_N]):
        keep_lead(t, s, row, duty, t[t[d + D_DL_L] + place], record, day, minute, s[history + H_LAST_SEQ])


@jit
def bearers_left(t: Ints, s: Ints, row: int, duty: int, acted: int) -> int:
    """Who still owes a duty: of a joint act or a duty of each, those who have not acted."""
    d = t[H_DUTY] + duty * DW
    for place in range(t[d + D_ACT_N]):
        e = t[H_EVENT] + t[t[d + D_ACT_L] + 2 * place] * EW
        if t[e + E_PART] < 0:
            continue
        parts = s[base(t, row) + t[R_PARTS] + t[e + E_PART]]
        for actor in range(t[e + E_ACTORS_N]):
            if not (parts >> actor) & 1:
                continue
            role = t[t[e + E_ACTORS] + actor]
            for bearer in range(t[d + D_BEARER_N]):
                if (t[t[H_UNDER] + t[t[d + D_BEARER_L] + bearer]] >> role) & 1:
                    acted |= 1 << bearer
    left = t[d + D_BEARERMASK] & ~acted
    if left == 0 or left == t[d + D_BEARERMASK]:
        return int(t[d + D_WHO])
    return int(SOME_OF + (duty << SOME_SHIFT) + left)


@jit
def is_anchor(t: Ints, s: Ints, row: int, deadline: int) -> bool:
    """Whether the occurrence being judged is the one that the demand counts from."""
    at = t[H_DEADLINE] + deadline * LW
    if t[at + L_ANCHOR] != AT_EVENT or t[at + L_EVENT] != s[S_R_EVENT]:
        return False
    tally = base(t, row) + t[R_TALLY] + t[at + L_TALLY] * YW
    return bool(s[tally + (Y_FSEQ if t[at + L_WHICH] == FIRST else Y_LSEQ)] == s[S_R_SEQ])


@jit
def does(t: Ints, u: Ints, x: Ints, s: Ints, row: int, duty: int) -> bool:
    """Whether the occurrence being judged is an act of the duty."""
    d = t[H_DUTY] + duty * DW
    for place in range(t[d + D_ACT_N]):
        at = t[d + D_ACT_L] + 2 * place
        if t[at] == s[S_R_EVENT] and test(t, u, x, s, row, 1, t[at + 1]) == 1:
            return True
    return False


@jit
def _event_of(t: Ints, x: Ints, record: int) -> int:
    return int(x[record & PLACE]) if record >= 0 else int(t[t[H_DEEM] + (-2 - record) * MW + M_EVENT])


@jit
def _timed(
    t: Ints, s: Ints, f: Ints, row: int, kind: int, degree: int, cite: int, duty: int, event: int, day: int, who: int
) -> int:
    """A finding about the day at DUE."""
    at = int(find(s, f, row, kind, degree, cite, t[t[H_DUTY] + duty * DW + D_NORM], event, day))
    f[at + J_DUE], f[at + J_ACTUAL] = s[DUE + U_LAST], day
    f[at + J_DAYS] = max(0, day - s[DUE + U_LAST])
    f[at + J_WHO], f[at + J_PROVISIONAL] = who, s[DUE + U_PROVISIONAL]
    return at


@jit
def judge_lead(
    t: Ints, x: Ints, s: Ints, f: Ints, row: int, duty: int, deadline: int, record: int, day: int, minute: int
) -> None:
    """What is wrong with an act whose lead time ends on the day at DUE."""
    at = t[H_DEADLINE] + deadline * LW
    timely = judge(s, DUE, day, minute)
    if t[at + L_DEGREE] == 0 or timely == IN_TIME or s[DUE + U_LAST] < 0:
        return
    kind = F_LEAD_TIME if timely == TOO_LATE else F_UNDETERMINED
    degree = t[at + L_DEGREE] if timely == TOO_LATE else CAUTION
    event = _event_of(t, x, record)
    _timed(
        t,
        s,
        f,
        row,
        kind,
        degree,
        t[at + L_CITE],
        duty,
        event,
        day,
        who_of(x, record, t[t[H_DUTY] + duty * DW + D_WHO]),
    )


@jit
def _find_missing(t: Ints, s: Ints, f: Ints, row: int, owed: int, one: int, duty: int, deadline: int) -> None:
    d, at = t[H_DUTY] + duty * DW, t[H_DEADLINE] + deadline * LW
    if t[at + L_DEGREE] == 0:
        s[one + WD_LAPSED] = 1
        return
    event = t[t[d + D_ACT_L]] if t[d + D_ACT_N] > 0 else -1
    found = find(s, f, row, F_MISSING, t[at + L_DEGREE], t[at + L_CITE], t[d + D_NORM], event, s[S_R_DAY])
    f[found + J_DUE], f[found + J_WHO] = s[S_R_DAY], bearers_left(t, s, row, duty, s[owed + W_ACTED])
    f[found + J_ITEM] = t[t[H_EVENT] + s[S_R_EVENT] * EW + E_NAME]
    s[one + WD_LAPSED] = found + 2


@jit
def arrive(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> None:
    """The anchoring event comes: demands get their day, lead times are judged, what had to precede is missing."""
    here = base(t, row)
    for slot in range(s[here + V_OWED]):
        owed = owed_at(t, row, slot)
        duty = s[owed + W_DUTY]
        d = t[H_DUTY] + duty * DW
        for place in range(t[d + D_DL_N]):
            one = owed + W_DLS + place * WDW
            deadline = t[t[d + D_DL_L] + place]
            if s[one + WD_ANCHOR] != 1 or not is_anchor(t, s, row, deadline):
                continue
            s[one + WD_ANCHOR], s[one + WD_DAY], s[one + WD_MINUTE] = 2, s[S_R_DAY], s[S_R_MINUTE]
            if t[t[H_DEADLINE] + deadline * LW + L_KIND] == BEFORE and not does(t, u, x, s, row, duty):
                _find_missing(t, s, f, row, owed, one, duty, deadline)
    place = 0
    while place < s[here + V_LEADS]:
        lead = here + t[R_LEAD] + place * LDW
        if s[S_R_SEQ] <= s[lead + LD_SEQ] or not is_anchor(t, s, row, s[lead + LD_DEADLINE]):
            place += 1
            continue
        duty, deadline, record = s[lead + LD_DUTY], s[lead + LD_DEADLINE], s[lead + LD_RECORD]
        day, minute = s[lead + LD_DAY], s[lead + LD_MINUTE]
        for after in range(place, s[here + V_LEADS] - 1):
            for column in range(LDW):
                to = here + t[R_LEAD] + after * LDW + column
                s[to] = s[to + LDW]
        s[here + V_LEADS] -= 1
        amount = amount_of(t, x, s, row, deadline)
        if amount >= 0:
            count_on(t, u, s, DUE, deadline, s[S_R_DAY], s[S_R_MINUTE], amount, 0, 0)
            judge_lead(t, x, s, f, row, duty, deadline, record, day, minute)


@jit
def _replace(s: Ints, f: Ints, to: int, new: int) -> None:
    if new == to:
        return
    for column in range(FW):
        f[to + column] = f[new + column]
    s[S_FINDINGS] -= 1


@jit
def _judge(
    t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, owed: int, duty: int, deadline: int, place: int
) -> None:
    """What a discharging act is by one demand of time."""
    one, at, d = owed + W_DLS + place * WDW, t[H_DEADLINE] + deadline * LW, t[H_DUTY] + duty * DW
    found = s[one + WD_LAPSED] - 2
    if found >= 0 and f[found + J_KIND] == F_MISSING:
        f[found + J_ACTUAL] = s[S_R_DAY]
        f[found + J_DAYS] = s[S_R_DAY] - s[one + WD_DAY] if s[one + WD_ANCHOR] == 2 else 0
        return
    if t[at + L_KIND] == BEFORE and t[at + L_ANCHOR] == AT_EVENT:
        return
    due_of_duty(t, u, x, s, DUE, row, owed, deadline, place)
    if s[DUE + U_KIND] == 0:
        return
    timely = judge(s, DUE, s[S_R_DAY], s[S_R_MINUTE])
    degree = t[at + L_DEGREE_DONE]
    if timely == IN_TIME or s[DUE + U_LAST] < 0 or degree == 0 or s[S_R_DEEMED]:
        return
    who = named(x, s, t[d + D_WHO])
    if timely == UNSURE:
        _timed(t, s, f, row, F_UNDETERMINED, CAUTION, t[at + L_CITE], duty, s[S_R_EVENT], s[S_R_DAY], who)
        return
    kind = F_LATE
    if t[at + L_KIND] == BEFORE and s[S_R_DAY] < s[DUE + U_TRIGGER]:
        kind = F_LEAD_TIME
    new = _timed(t, s, f, row, kind, degree, t[at + L_CITE], duty, s[S_R_EVENT], s[S_R_DAY], who)
    f[new + J_EFFECT] = int(t[d + D_VOID] != 1)
    if found >= 0:
        # What was overdue is now late, in its place.
        _replace(s, f, found, new)


@jit
def _completes(t: Ints, s: Ints, owed: int, duty: int) -> bool:
    """Of a duty of several, whether all have now acted."""
    d = t[H_DUTY] + duty * DW
    if t[d + D_TOGETHER] == 0 or s[S_R_ACTED] == 0:
        return True
    if t[d + D_TOGETHER] == 1 and t[t[H_EVENT] + s[S_R_EVENT] * EW + E_JOINT]:
        return True
    for bearer in range(t[d + D_BEARER_N]):
        if s[S_R_BY] & t[t[H_UNDER] + t[t[d + D_BEARER_L] + bearer]]:
            s[owed + W_ACTED] |= 1 << bearer
    return bool(s[owed + W_ACTED] == t[d + D_BEARERMASK])


@jit
def discharge(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> None:
    """An act discharges every open duty that names it."""
    here = base(t, row)
    slot = 0
    while slot < s[here + V_OWED]:
        owed = owed_at(t, row, slot)
        duty = s[owed + W_DUTY]
        if not does(t, u, x, s, row, duty) or not _completes(t, s, owed, duty):
            slot += 1
            continue
        d = t[H_DUTY] + duty * DW
        for place in range(t[d + D_DL_N]):
            _judge(t, u, x, s, f, row, owed, duty, t[t[d + D_DL_L] + place], place)
        for place in range(t[d + D_DL_N]):
            if s[owed + W_DLS + place * WDW + WD_ANCHOR] != 2:
                deadline = t[t[d + D_DL_L] + place]
                keep_lead(t, s, row, duty, deadline, s[S_R], s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ])
        remove(t, s, row, slot)


@jit
def late_and_void(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, owner: int) -> bool:
    """Finds, for `row`, that an act comes too late for a duty of `owner` whose breach leaves it without effect."""
    for slot in range(s[base(t, owner) + V_OWED]):
        owed = owed_at(t, owner, slot)
        duty = s[owed + W_DUTY]
        d = t[H_DUTY] + duty * DW
        if t[d + D_VOID] != 1 or not does(t, u, x, s, owner, duty):
            continue
        for place in range(t[d + D_DL_N]):
            deadline = t[t[d + D_DL_L] + place]
            due_of_duty(t, u, x, s, DUE, owner, owed, deadline, place)
            if s[DUE + U_KIND] == 0 or s[DUE + U_LAST] < 0:
                continue
            if judge(s, DUE, s[S_R_DAY], s[S_R_MINUTE]) == TOO_LATE:
                at = t[H_DEADLINE] + deadline * LW
                degree = t[at + L_DEGREE_DONE] if t[at + L_DEGREE_DONE] else CAUTION
                who = named(x, s, t[d + D_WHO])
                new = _timed(t, s, f, row, F_LATE, degree, t[at + L_CITE], duty, s[S_R_EVENT], s[S_R_DAY], who)
                f[new + J_EFFECT] = 0
                return True
    return False


@jit
def close(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, slot: int) -> None:
    """Ends a duty undone. What lapsed stays found; between the bounds of its last day nobody knows."""
    owed = owed_at(t, row, slot)
    duty = s[owed + W_DUTY]
    d = t[H_DUTY] + duty * DW
    for place in range(t[d + D_DL_N]):
        one = owed + W_DLS + place * WDW
        deadline = t[t[d + D_DL_L] + place]
        at = t[H_DEADLINE] + deadline * LW
        if s[one + WD_LAPSED] > 0:
            stop_running(f, s[one + WD_LAPSED] - 2, s[S_DAY])
            continue
        if t[at + L_DEGREE_DONE] == 0:
            continue
        due_of_duty(t, u, x, s, DUE, row, owed, deadline, place)
        planned = t[at + L_KIND] == BEFORE and s[one + WD_ANCHOR] != 2
        if s[DUE + U_KIND] == 0 or s[DUE + U_LAST] < 0 or planned or judge(s, DUE, s[S_DAY], s[S_MINUTE]) != UNSURE:
            continue
        event = t[t[d + D_ACT_L]] if t[d + D_ACT_N] > 0 else -1
        who = bearers_left(t, s, row, duty, s[owed + W_ACTED])
        new = _timed(t, s, f, row, F_UNDETERMINED, CAUTION, t[at + L_CITE], duty, event, s[S_DAY], who)
        f[new + J_ACTUAL] = NONE
    remove(t, s, row, slot)


@jit
def close_left(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, again: bool) -> None:
    """A duty that hangs on stages ends when the track is in none of them (or enters one of them again)."""
    slot = 0
    while slot < s[base(t, row) + V_OWED]:
        d = t[H_DUTY] + s[owed_at(t, row, slot) + W_DUTY] * DW
        if t[d + D_KIND] == K_STAGE and (again or not inside(t, s, row, t[d + D_STAGES])):
            close(t, u, x, s, f, row, slot)
        else:
            slot += 1
