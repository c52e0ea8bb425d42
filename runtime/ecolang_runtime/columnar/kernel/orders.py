"""Untimed occurrences of one day in another order: the state before them is kept, and what comes of it compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fail

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints

#: A case with more such days is left to the ordinary engine.
MOST_ORDERS = 6


@jit
def _copy(t: Ints, a: Ints, a_at: int, b: Ints, b_at: int) -> None:
    """Copies of a state what is in use."""
    for place in range(S_FIXED):
        b[b_at + place] = a[a_at + place]
    for place in range(FACTS, FACTS + (a[a_at + S_NAMES] + 1) * t[N_FACT]):
        b[b_at + place] = a[a_at + place]
    for row in range(a[a_at + S_TRACKS] + 1):
        here = base(t, row)
        lead = here + t[R_LEAD]
        for place in range(here, lead + a[a_at + here + V_LEADS] * LDW):
            b[b_at + place] = a[a_at + place]
        owed = here + t[R_OWED]
        for place in range(owed, owed + a[a_at + here + V_OWED] * OWW):
            b[b_at + place] = a[a_at + place]


@jit
def keep(t: Ints, s: Ints, f: Ints, k: Ints, order: int) -> None:
    """Keeps the state before a day."""
    room = base(t, ROWS_N + 1)
    begun = order * (room + MOST_FINDINGS * FW)
    _copy(t, s, 0, k, begun)
    to = begun + room
    for place in range(s[S_FINDINGS] * FW):
        k[to + place] = f[place]


@jit
def restore(t: Ints, s: Ints, f: Ints, k: Ints, order: int) -> None:
    """Makes the state what it was before a day."""
    room = base(t, ROWS_N + 1)
    begun = order * (room + MOST_FINDINGS * FW)
    _copy(t, k, begun, s, 0)
    source = begun + room
    for place in range(s[S_FINDINGS] * FW):
        f[place] = k[source + place]


@jit
def _who(x: Ints, number: int) -> int:
    """The list of names that a finding is about, which may be said where the occurrence names them."""
    return int(x[-number - 1 + X_ACTED]) if number < 0 else number


@jit
def _same(x: Ints, a: Ints, i: int, b: Ints, j: int) -> bool:
    """Whether two findings say the same, on whichever row they stand."""
    for column in range(J_ROW + 1, FW):
        one, other = a[i + column], b[j + column]
        if one != other and (column != J_WHO or _who(x, one) != _who(x, other)):
            return False
    return True


@jit
def alike(x: Ints, s: Ints, f: Ints, found: Ints, first: int, last: int) -> bool:
    """Whether the findings of the state are those from `first` to `last`, in any order; its own are used up."""
    left = 0
    for place in range(s[S_FINDINGS]):
        left += int(f[place * FW + J_ROW] >= 0)
    papers = False
    for each in range(first, last):
        matched = False
        for place in range(s[S_FINDINGS]):
            if f[place * FW + J_ROW] >= 0 and _same(x, found, each * FW, f, place * FW):
                f[place * FW + J_ROW] = -1
                matched = True
                left -= 1
                break
        if not matched:
            if found[each * FW + J_BLOCK] == 0:
                return False
            papers = True
    for place in range(s[S_FINDINGS]):
        if f[place * FW + J_ROW] >= 0 and f[place * FW + J_BLOCK] == 0:
            return False
    if papers and left > 0:
        # What one paper lacks may be what two others lack together.
        fail(s, FAIL_ORDER)
    return not papers and left == 0
