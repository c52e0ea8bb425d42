"""The findings of a case, a row of `f` each, in the order in which they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import fail

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def find(s: Ints, f: Ints, row: int, kind: int, degree: int, cite: int, norm: int, event: int, day: int) -> int:
    """Adds a finding of a day about an event (-1: none); where it begins in `f`."""
    n = s[S_FINDINGS]
    if n >= MOST_FINDINGS:
        fail(s, FAIL_ROOM)
        return (MOST_FINDINGS - 1) * FW
    s[S_FINDINGS] = n + 1
    at = int(n * FW)
    f[at + J_ROW], f[at + J_KIND], f[at + J_DEGREE], f[at + J_CITE], f[at + J_NORM] = row, kind, degree, cite, norm
    f[at + J_EVENT], f[at + J_ON], f[at + J_DUE], f[at + J_ACTUAL], f[at + J_DAYS] = event, day, NONE, NONE, NONE
    f[at + J_WHO], f[at + J_ITEM], f[at + J_COUNT], f[at + J_LIMIT], f[at + J_EFFECT] = 0, 0, NONE, NONE, 1
    f[at + J_PROVISIONAL], f[at + J_BLOCK], f[at + J_STAGE], f[at + J_FAILED] = 0, 0, -1, 0
    return at


@jit
def find_act(s: Ints, f: Ints, row: int, kind: int, degree: int, cite: int, norm: int) -> int:
    """Adds a finding about the occurrence being judged."""
    return int(find(s, f, row, kind, degree, cite, norm, s[S_R_EVENT], s[S_R_DAY]))


@jit
def who_of(x: Ints, record: int, otherwise: int) -> int:
    """Who acted, as an occurrence names them (a number below 0); else `otherwise`."""
    if record < 0:
        return otherwise
    at = int(record & PLACE)
    return -(at + 1) if x[at + X_ACTED] != 0 else otherwise


@jit
def named(x: Ints, s: Ints, otherwise: int) -> int:
    """Who acted, as the occurrence being judged names them; else `otherwise`."""
    return who_of(x, s[S_R], otherwise)


@jit
def stop_running(f: Ints, at: int, day: int) -> None:
    """Fixes how many days over a finding is that ran until `day`; a place below 0 is none."""
    if at >= 0 and f[at + J_DUE] != NONE and (f[at + J_KIND] == F_OVERDUE or f[at + J_KIND] == F_EXCEEDED):
        f[at + J_DAYS] = day - f[at + J_DUE]
