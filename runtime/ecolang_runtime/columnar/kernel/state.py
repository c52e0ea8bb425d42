"""What every part of the kernel asks of the state: rows, stages, facts, fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def base(t: Ints, row: int) -> int:
    """Where a row of the state begins."""
    return int(t[H_ROWS]) + row * int(t[N_ROW])


@jit
def fail(s: Ints, reason: int) -> None:
    """Leaves the case to the ordinary engine."""
    if s[S_FAIL] == 0:
        s[S_FAIL] = reason


@jit
def inside(t: Ints, s: Ints, row: int, stages: int) -> bool:
    """Whether a track (of the case as a whole: one of its tracks) is in one of the stages; 0: always."""
    if stages == 0:
        return True
    if row > 0:
        return bool((stages >> s[base(t, row) + V_STAGE]) & 1)
    for each in range(1, s[S_TRACKS] + 1):
        if (stages >> s[base(t, each) + V_STAGE]) & 1:
            return True
    return False


@jit
def raw_value(t: Ints, x: Ints, record: int, event: int, field: int) -> int:
    """What an occurrence says in a field; NONE if nothing."""
    if record < 0:
        return int(t[t[t[H_DEEM] + (-2 - record) * MW + M_VALUES] + field])
    column = t[t[H_FCOL] + event * t[N_FIELD] + field]
    if column < 0:
        return NONE
    at, holder = record & PLACE, record >> HOLDER_BITS
    if holder > 0 and x[at + X_EACH] >= 0:
        own = x[x[at + X_EACH] + (holder - 1) * t[N_COL] + column]
        if own != NONE:
            return int(own)
    return int(x[at + X_FIELDS + column])


@jit
def value_in(t: Ints, x: Ints, record: int, event: int, field: int) -> int:
    """What an occurrence says in a field, or the field's default; NONE if neither."""
    value = raw_value(t, x, record, event, field)
    return int(t[t[H_FDEFAULT] + event * t[N_FIELD] + field]) if value == NONE else value


@jit
def fact(t: Ints, s: Ints, row: int, name: int) -> int:
    """The value of a fact as known now; NONE if it never was."""
    holder = s[base(t, row) + V_HOLDER] if row > 0 else 0
    value = s[FACTS + holder * t[N_FACT] + name]
    if value == NONE:
        value = s[FACTS + name]
    return int(t[t[H_FACTDEFAULT] + name]) if value == NONE else int(value)


@jit
def owed_at(t: Ints, row: int, slot: int) -> int:
    """Where an open duty stands in the state."""
    return int(base(t, row) + t[R_OWED] + slot * OWW)


@jit
def remove(t: Ints, s: Ints, row: int, slot: int) -> None:
    """Takes a duty off the list of those that are open."""
    here = base(t, row)
    n = s[here + V_OWED]
    for at in range(owed_at(t, row, slot), owed_at(t, row, n - 1)):
        s[at] = s[at + OWW]
    s[here + V_OWED] = n - 1
