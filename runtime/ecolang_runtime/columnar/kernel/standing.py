"""May it be done here? (docs/semantics.md, section 7). The uses of powers that were tried are kept in the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import due_from, occurred
from ecolang_runtime.columnar.kernel.conditions import test
from ecolang_runtime.columnar.kernel.dates import IN_TIME, TOO_LATE, UN_GROUNDS, UNSURE, judge
from ecolang_runtime.columnar.kernel.findings import find_act, named
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fail, inside, owed_at

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints

# The reply of `stand`: its kind, and above that the citation and the rule that it rests on.
KIND_BITS = 3
TEXT_BITS = 28


@jit
def packed(kind: int, cite: int, norm: int) -> int:
    """A standing as one number."""
    return int(kind + (cite << KIND_BITS) + (norm << (KIND_BITS + TEXT_BITS)))


@jit
def kind_of(standing: int) -> int:
    """PERMITTED, UNKNOWN, REFUSED, UNEXPECTED or FREE."""
    return int(standing & ((1 << KIND_BITS) - 1))


@jit
def cite_of(standing: int) -> int:
    """The citation that it rests on."""
    return int((standing >> KIND_BITS) & ((1 << TEXT_BITS) - 1))


@jit
def norm_of(standing: int) -> int:
    """The rule that it rests on."""
    return int(standing >> (KIND_BITS + TEXT_BITS))


@jit
def _grounds(t: Ints, u: Ints, x: Ints, s: Ints, row: int, power: int) -> int:
    """Whether the named ground, or one of all, is available (1), is not (0), or that is unknown (2)."""
    p = t[H_POWER] + power * PW
    if t[p + P_GROUND_N] == 0:
        return 1
    said = x[(s[S_R] & PLACE) + X_GROUND] if s[S_R] >= 0 else 0
    state = 0
    for place in range(t[p + P_GROUND_N]):
        ground = t[t[p + P_GROUND_L] + place]
        if said > 0 and u[u[UN_GROUNDS] + (said - 1) * t[N_GROUND] + ground] == 0:
            continue
        answer = test(t, u, x, s, row, 1, t[t[H_GROUND] + ground])
        if answer == 1:
            return 1
        if answer == 2:
            state = 2
    return state


@jit
def window(t: Ints, u: Ints, x: Ints, s: Ints, row: int, deadline: int) -> None:
    """Writes the day until or after which a power may be used to DUE3; it opens with the stage."""
    found = occurred(t, s, row, deadline)
    day = s[found] if found >= 0 else 0
    minute = s[found + 1] if found >= 0 else 0
    due_from(t, u, x, s, DUE3, row, deadline, s[base(t, row) + V_SINCE], 0, day, minute, 0, 0, 0, 0)


@jit
def _use(s: Ints, power: int, state: int) -> int:
    n = s[S_NUSE]
    if n >= USES_N:
        fail(s, FAIL_ROOM)
        return -1
    s[S_NUSE] = n + 1
    use = int(USES + n * ZW)
    s[use + Z_POWER], s[use + Z_STATE], s[use + Z_KIND], s[use + Z_DUE] = power, state, F_NOT_PERMITTED, NONE
    s[use + Z_CITE], s[use + Z_DOUBT], s[use + Z_DOUBT_PROVISIONAL] = 0, 0, 0
    return use


@jit
def _by_holders(t: Ints, s: Ints, power: int) -> bool:
    p = t[H_POWER] + power * PW
    if s[S_R_ACTED] == 0 or t[p + P_HOLDER_N] == 0:
        return True
    acting = 0
    for place in range(t[p + P_HOLDER_N]):
        if s[S_R_BY] & t[t[H_UNDER] + t[t[p + P_HOLDER_L] + place]]:
            acting += 1
    return bool(acting == t[p + P_HOLDER_N] if t[p + P_JOINT] else acting > 0)


@jit
def _attempt(t: Ints, u: Ints, x: Ints, s: Ints, row: int, power: int) -> int:
    """Tries to use a power whose stages include the present one; the use, -1 where there is no room."""
    p = t[H_POWER] + power * PW
    guard = test(t, u, x, s, row, 1, t[p + P_GUARD])
    if guard == 0 or not _by_holders(t, s, power):
        return int(_use(s, power, 0))
    if t[p + P_AFTER] >= 0:
        window(t, u, x, s, row, t[p + P_AFTER])
        if s[DUE3 + U_KIND] == 0 or judge(s, DUE3, s[S_R_DAY], s[S_R_MINUTE]) == IN_TIME:
            use = int(_use(s, power, 0))
            if use >= 0:
                s[use + Z_KIND], s[use + Z_CITE] = F_TOO_EARLY, t[p + P_AFTER_CITE]
                if s[DUE3 + U_KIND] and s[DUE3 + U_LAST] >= 0:
                    s[use + Z_DUE] = s[DUE3 + U_LAST]
            return use
    doubt, rests = 0, 0
    for place in range(t[p + P_END_N]):
        deadline = t[t[p + P_END_L] + place]
        window(t, u, x, s, row, deadline)
        timely = IN_TIME if s[DUE3 + U_KIND] == 0 else judge(s, DUE3, s[S_R_DAY], s[S_R_MINUTE])
        if timely == TOO_LATE:
            use = int(_use(s, power, 0))
            if use >= 0:
                s[use + Z_CITE] = t[t[H_DEADLINE] + deadline * LW + L_CITE]
                if s[DUE3 + U_LAST] >= 0:
                    s[use + Z_DUE] = s[DUE3 + U_LAST]
            return use
        if timely == UNSURE:
            doubt = s[DUE3 + U_LAST] if s[DUE3 + U_LAST] >= 0 else 0
            rests = s[DUE3 + U_PROVISIONAL]
    state = _grounds(t, u, x, s, row, power)
    if guard == 2 and state == 1:
        state = 2
    use = int(_use(s, power, state))
    if use >= 0:
        s[use + Z_DOUBT], s[use + Z_DOUBT_PROVISIONAL] = doubt, rests
    return use


@jit
def stand(t: Ints, u: Ints, x: Ints, s: Ints, row: int) -> int:
    """The standing of the occurrence being judged on a track."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    s[S_NUSE] = 0
    for place in range(t[e + E_POWER_N]):
        at = t[e + E_POWER_L] + 2 * place
        power = t[at]
        if not inside(t, s, row, t[t[H_POWER] + power * PW + P_STAGES]):
            continue
        meant = test(t, u, x, s, row, 1, t[at + 1])
        if meant == 0:
            continue
        use = _attempt(t, u, x, s, row, power)
        if meant == 2 and use >= 0 and s[use + Z_STATE] == 1:
            s[use + Z_STATE], s[use + Z_DOUBT] = 2, 0
    for each in range(2):
        owner = row if each == 0 else 0
        for slot in range(s[base(t, owner) + V_OWED]):
            d = t[H_DUTY] + s[owed_at(t, owner, slot) + W_DUTY] * DW
            for place in range(t[d + D_ACT_N]):
                at = t[d + D_ACT_L] + 2 * place
                if t[at] == s[S_R_EVENT] and test(t, u, x, s, row, 1, t[at + 1]) != 0:
                    return packed(PERMITTED, t[d + D_CITE], t[d + D_NORM])
    if s[S_NUSE] > 0:
        good, doubtful = -1, -1
        for place in range(s[S_NUSE] - 1, -1, -1):
            use = USES + place * ZW
            if s[use + Z_STATE] == 1:
                good = use
            elif s[use + Z_STATE] == 2:
                doubtful = use
        chosen = good if good >= 0 else doubtful if doubtful >= 0 else USES
        power = t[H_POWER] + s[chosen + Z_POWER] * PW
        kind = PERMITTED if good >= 0 else UNKNOWN if doubtful >= 0 else REFUSED
        return packed(kind, t[power + P_CITE], t[power + P_NORM])
    stage = t[H_STAGE] + s[base(t, row) + V_STAGE] * STW
    for place in range(t[stage + ST_EDGE_N]):
        g = t[H_EDGE] + t[t[stage + ST_EDGE_L] + place] * GW
        if t[g + G_KIND] == K_EVENT and t[g + G_EVENT] == s[S_R_EVENT]:
            # Nothing but a move permits it, so that one has to be taken; an outside event merely happens.
            return packed(PERMITTED if t[e + E_EXTERNAL] else MOVES, t[g + G_CITE], t[g + G_NORM])
    if t[e + E_ELSEWHERE] == REFUSED:
        for place in range(t[e + E_POWER_N]):
            use = _use(s, t[t[e + E_POWER_L] + 2 * place], 0)
            if use >= 0:
                s[use + Z_KIND] = F_UNEXPECTED
    return packed(t[e + E_ELSEWHERE], t[e + E_CITE], t[e + E_NORM])


@jit
def find_refusal(t: Ints, x: Ints, s: Ints, f: Ints, row: int) -> None:
    """The finding of an act that no power carried: the first that was tried tells why."""
    use = USES
    p = t[H_POWER] + s[use + Z_POWER] * PW
    degree = CAUTION if s[use + Z_KIND] == F_UNEXPECTED else VIOLATION
    cite = s[use + Z_CITE] if s[use + Z_CITE] else t[p + P_CITE]
    at = find_act(s, f, row, s[use + Z_KIND], degree, cite, t[p + P_NORM])
    f[at + J_DUE], f[at + J_ACTUAL] = s[use + Z_DUE], s[S_R_DAY]
    if s[use + Z_DUE] != NONE:
        f[at + J_DAYS] = abs(s[S_R_DAY] - s[use + Z_DUE])
    f[at + J_WHO], f[at + J_EFFECT] = named(x, s, 0), 0
    # The ground that the act named, as its place in the batch.
    f[at + J_ITEM] = -x[(s[S_R] & PLACE) + X_GROUND] if s[S_R] >= 0 else 0


@jit
def usable(t: Ints, s: Ints, power: int) -> bool:
    """Whether a power could be used by the occurrence that was judged last."""
    for place in range(s[S_NUSE]):
        use = USES + place * ZW
        if s[use + Z_POWER] == power and s[use + Z_STATE] == 1:
            return True
    return False
