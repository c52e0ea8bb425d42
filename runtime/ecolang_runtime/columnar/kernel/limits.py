"""Limits on counts, with approved excess (docs/semantics.md, section 9). What was counted waits in the state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.conditions import both, test
from ecolang_runtime.columnar.kernel.findings import find_act, named
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fail, inside

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def _units(t: Ints, w: int, came: int) -> int:
    """How many units so many approvals carry."""
    if t[w + W_TIMES] >= 0:
        return int(t[w + W_NUMBER] * came)
    return int(came if t[w + W_EACH] else t[w + W_NUMBER] * int(came > 0))


@jit
def allowed(t: Ints, u: Ints, x: Ints, s: Ints, row: int, limit: int) -> int:
    """The base number with the excess that is approved by now."""
    c = t[H_LIMIT] + limit * CW
    total = t[c + C_NUMBER]
    for place in range(t[c + C_ALLOW_N]):
        allow = t[c + C_ALLOW_L] + place
        w = t[H_ALLOW] + allow * WW
        if test(t, u, x, s, row, 0, t[w + W_GUARD]) != 1:
            continue
        granted = t[w + W_NUMBER]
        if t[w + W_APPROVAL] >= 0:
            granted = _units(t, w, s[base(t, row) + t[R_APPROVED] + 2 * allow])
        total += min(t[w + W_NUMBER] * max(1, t[w + W_TIMES]), granted)
    return int(total)


@jit
def _count(t: Ints, u: Ints, x: Ints, s: Ints, row: int, limit: int, n: int) -> None:
    c = t[H_LIMIT] + limit * CW
    here = base(t, row)
    number = s[here + t[R_COUNTED] + limit] + 1
    excess = number - t[c + C_NUMBER]
    s[n + NC_LIMIT], s[n + NC_NUMBER], s[n + NC_ALLOWED] = limit, number, t[c + C_NUMBER]
    s[n + NC_BREACH], s[n + NC_CARRIED], s[n + NC_CURABLE], s[n + NC_DEGREE] = 0, -1, 0, 0
    if t[c + C_MAX] == 0 or excess <= 0:
        return
    most = 0
    unknown = curable = False
    for place in range(t[c + C_ALLOW_N]):
        allow = t[c + C_ALLOW_L] + place
        w = t[H_ALLOW] + allow * WW
        unit = excess - most
        most += t[w + W_NUMBER] * max(1, t[w + W_TIMES])
        if excess > most:
            continue
        guard = test(t, u, x, s, row, 1, t[w + W_GUARD])
        approved = here + t[R_APPROVED] + 2 * allow
        carried = s[approved + 1] + 1 if t[w + W_EACH] else unit
        came = t[w + W_APPROVAL] < 0 or carried <= _units(t, w, s[approved])
        if guard == 1 and came:
            s[n + NC_ALLOWED], s[n + NC_CARRIED] = t[c + C_NUMBER] + excess, allow
            return
        unknown = unknown or (guard == 2 and came)
        curable = curable or (t[w + W_PRIOR] == 0 and t[w + W_APPROVAL] >= 0 and guard != 0)
    degree = t[c + C_DEGREE]
    if unknown or degree == 0:
        return
    if t[c + C_PRINCIPLE] and t[c + C_ALLOW_N] > 0 and excess > most:
        degree = VIOLATION
    s[n + NC_ALLOWED] = min(number - 1, allowed(t, u, x, s, row, limit))
    s[n + NC_BREACH], s[n + NC_DEGREE], s[n + NC_CURABLE] = 1, degree, int(curable)


@jit
def count(t: Ints, u: Ints, x: Ints, s: Ints, row: int, place: int) -> None:
    """How each limit counts the occurrence being judged, written to the `place`th list."""
    out = COUNTED + place * COUNTED_SIZE
    s[out] = 0
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for each in range(t[e + E_LIMIT_N]):
        limit = t[t[e + E_LIMIT_L] + each]
        c = t[H_LIMIT] + limit * CW
        if t[c + C_SCOPE] != int(row == 0) or not inside(t, s, row, t[c + C_STAGES]):
            continue
        if both(t, u, x, s, row, 1, t[c + C_ACT], t[c + C_GUARD]) != 1:
            continue
        if s[out] >= COUNTED_N:
            fail(s, FAIL_ROOM)
            return
        _count(t, u, x, s, row, limit, out + 1 + s[out] * NW)
        s[out] += 1


@jit
def too_few(t: Ints, u: Ints, x: Ints, s: Ints, row: int) -> None:
    """Lists the minimums that the occurrence being judged comes too early for."""
    s[FEW] = 0
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    for each in range(t[e + E_MINIMUM_N]):
        limit = t[t[e + E_MINIMUM_L] + each]
        c = t[H_LIMIT] + limit * CW
        done = s[base(t, row) + t[R_COUNTED] + limit]
        if t[c + C_DEGREE] == 0 or t[c + C_SCOPE] != int(row == 0) or done >= t[c + C_NUMBER]:
            continue
        if test(t, u, x, s, row, 1, t[c + C_BEFORE]) != 1:
            continue
        if s[FEW] >= FEW_N:
            fail(s, FAIL_ROOM)
            return
        s[FEW + 1 + 2 * s[FEW]], s[FEW + 2 + 2 * s[FEW]] = limit, done
        s[FEW] += 1


@jit
def _find(
    t: Ints, x: Ints, s: Ints, f: Ints, row: int, limit: int, kind: int, degree: int, number: int, bound: int
) -> int:
    c = t[H_LIMIT] + limit * CW
    at = int(find_act(s, f, row, kind, degree, t[c + C_CITE], t[c + C_NORM]))
    f[at + J_WHO], f[at + J_COUNT], f[at + J_LIMIT] = named(x, s, 0), number, bound
    f[at + J_EFFECT] = int(t[c + C_VOID] != 1)
    return at


@jit
def find_few(t: Ints, x: Ints, s: Ints, f: Ints, row: int) -> int:
    """Finds what was listed; the first that leaves the act without effect, else -1."""
    void = -1
    for each in range(s[FEW]):
        limit = s[FEW + 1 + 2 * each]
        c = t[H_LIMIT] + limit * CW
        at = int(_find(t, x, s, f, row, limit, F_TOO_FEW, t[c + C_DEGREE], s[FEW + 2 + 2 * each], t[c + C_NUMBER]))
        if t[c + C_VOID] == 1 and void < 0:
            void = at
    return void


@jit
def keep_only(s: Ints, f: Ints, mark: int, at: int) -> None:
    """Of the findings from `mark` on, keeps the one at `at`, which leaves the act without effect."""
    for column in range(FW):
        f[mark * FW + column] = f[at + column]
    s[S_FINDINGS] = mark + 1


@jit
def first_void(t: Ints, s: Ints, place: int) -> int:
    """The counted occurrence of a list that leaves the act without effect; -1 if none does."""
    out = COUNTED + place * COUNTED_SIZE
    for each in range(s[out]):
        n = out + 1 + each * NW
        if s[n + NC_BREACH] and t[t[H_LIMIT] + s[n + NC_LIMIT] * CW + C_VOID] == 1:
            return int(n)
    return -1


@jit
def find_counted(t: Ints, x: Ints, s: Ints, f: Ints, row: int, n: int) -> int:
    """The finding of a counted occurrence."""
    return int(
        _find(t, x, s, f, row, s[n + NC_LIMIT], F_TOO_MANY, s[n + NC_DEGREE], s[n + NC_NUMBER], s[n + NC_ALLOWED])
    )


@jit
def record_counts(t: Ints, x: Ints, s: Ints, f: Ints, row: int, place: int) -> None:
    """Writes down that an occurrence was counted, and what carries its excess."""
    out = COUNTED + place * COUNTED_SIZE
    here = base(t, row)
    for each in range(s[out]):
        n = out + 1 + each * NW
        limit = s[n + NC_LIMIT]
        s[here + t[R_COUNTED] + limit] = s[n + NC_NUMBER]
        if s[n + NC_CARRIED] >= 0:
            s[here + t[R_APPROVED] + 2 * s[n + NC_CARRIED] + 1] += 1
        if s[n + NC_BREACH]:
            at = find_counted(t, x, s, f, row, n)
            if s[n + NC_CURABLE]:
                cures = here + t[R_CURABLE] + limit * (CURABLE_N + 1)
                if s[cures] >= CURABLE_N:
                    fail(s, FAIL_ROOM)
                    return
                s[cures + 1 + s[cures]] = at
                s[cures] += 1


@jit
def approve(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int) -> None:
    """Counts an approval; one that need not be prior lifts the finding of an excess before it."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    here = base(t, row)
    for each in range(t[e + E_APPROVE_N]):
        limit, allow = t[t[e + E_APPROVE_L] + 2 * each], t[t[e + E_APPROVE_L] + 2 * each + 1]
        w = t[H_ALLOW] + allow * WW
        if t[t[H_LIMIT] + limit * CW + C_SCOPE] != int(row == 0):
            continue
        if test(t, u, x, s, row, 1, t[w + W_APPROVAL_GUARD]) != 1:
            continue
        approved = here + t[R_APPROVED] + 2 * allow
        if t[w + W_TIMES] >= 0 and s[approved] >= t[w + W_TIMES]:
            continue
        s[approved] += 1
        cures = here + t[R_CURABLE] + limit * (CURABLE_N + 1)
        if t[w + W_PRIOR] or s[cures] == 0:
            continue
        lifted = min(s[cures], 1 if t[w + W_EACH] else t[w + W_NUMBER])
        for place in range(lifted):
            # A finding of no row is none.
            f[s[cures + 1 + place] + J_ROW] = -1
        for place in range(s[cures] - lifted):
            s[cures + 1 + place] = s[cures + 1 + place + lifted]
        s[cures] -= lifted
        s[approved + 1] += lifted
