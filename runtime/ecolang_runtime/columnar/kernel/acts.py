"""One occurrence, step by step (docs/semantics.md, section 6): standing, record, breaches, then what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.conditions import both, test
from ecolang_runtime.columnar.kernel.duties import late_and_void
from ecolang_runtime.columnar.kernel.findings import find_act, named
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.limits import (
    count,
    find_counted,
    find_few,
    first_void,
    keep_only,
    record_counts,
    too_few,
)  # fmt: skip
from ecolang_runtime.columnar.kernel.moves import add, add_to_case, follow
from ecolang_runtime.columnar.kernel.standing import cite_of, find_refusal, kind_of, norm_of, stand
from ecolang_runtime.columnar.kernel.state import base, inside

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints


@jit
def _look_at(x: Ints, s: Ints, place: int, holder: int) -> None:
    """Makes an occurrence the one being judged, as it concerns a holder (0: the case)."""
    s[S_R], s[S_R_EVENT] = place + (holder << HOLDER_BITS), x[place + X_EVENT]
    s[S_R_DAY], s[S_R_MINUTE], s[S_R_SEQ] = x[place + X_DAY], x[place + X_MINUTE], s[S_SEQ]
    s[S_R_BY], s[S_R_ACTED], s[S_R_DEEMED] = x[place + X_BY], x[place + X_ACTED], 0


@jit
def targeted(t: Ints, x: Ints, s: Ints, place: int) -> int:
    """The rows of the tracks that an occurrence concerns, as bits."""
    every = exact = main = 0
    names = x[place + X_TARGETS]
    for row in range(1, s[S_TRACKS] + 1):
        here = base(t, row)
        every |= 1 << row
        if names == 0 or (names >> s[here + V_HOLDER]) & 1:
            if s[here + V_PART] == x[place + X_PART]:
                exact |= 1 << row
            if s[here + V_PART] == 0:
                main |= 1 << row
    if t[t[H_EVENT] + x[place + X_EVENT] * EW + E_SCOPE] == 1:
        return int(every)
    return int(exact if exact else main)


@jit
def _look_again(t: Ints, x: Ints, s: Ints, place: int, row: int) -> None:
    """Makes the occurrence, as it was recorded on a track, the one being judged."""
    seq = s[S_R_SEQ]
    _look_at(x, s, place, s[base(t, row) + V_HOLDER])
    s[S_R_SEQ] = seq
    s[S_R_BY], s[S_R_ACTED] = s[STANDS + SDW * row + SD_BY], s[STANDS + SDW * row + SD_ACTED]


@jit
def _breaches(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, row: int, standing: int) -> int:
    """Finds all that a recorded act breaks, limits on counts apart; the first that leaves it without effect, or -1."""
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    void = -1
    if s[S_R_ACTED] and t[e + E_ACTORS_N] > 0 and not s[S_R_BY] & t[e + E_UNDER]:
        norm = norm_of(standing) if norm_of(standing) else t[e + E_NAME]
        at = find_act(s, f, row, F_WRONG_ACTOR, VIOLATION, cite_of(standing), norm)
        f[at + J_WHO] = named(x, s, 0)
    for each in range(t[e + E_RULE_N]):
        a = t[H_ACTOR] + t[t[e + E_RULE_L] + 2 * each] * AW
        if t[a + A_DEGREE] == 0 or test(t, u, x, s, row, 1, t[a + A_GUARD]) != 1:
            continue
        # What the declared actors are to the role, where nobody is said to have acted: 0 nothing, 1 it, 2 unknown.
        acted = t[t[e + E_RULE_L] + 2 * each + 1]
        if s[S_R_ACTED]:
            acted = int(s[S_R_BY] & t[t[H_UNDER] + t[a + A_ROLE]] != 0)
        if acted == 0:
            at = find_act(s, f, row, F_WRONG_ACTOR, t[a + A_DEGREE], t[a + A_CITE], t[a + A_NORM])
            f[at + J_WHO], f[at + J_ITEM] = named(x, s, t[e + E_WHO]), t[a + A_ITEM]
            f[at + J_EFFECT] = int(t[a + A_VOID] != 1)
            if t[a + A_VOID] == 1 and void < 0:
                void = at
    acting = s[S_R_BY] if s[S_R_ACTED] else t[e + E_ACTORMASK]
    for each in range(t[e + E_PROHIBITION_N]):
        b = t[H_PROHIBITION] + t[t[e + E_PROHIBITION_L] + 2 * each] * BW
        if t[b + B_DEGREE] == 0 or not inside(t, s, row, t[b + B_STAGES]):
            continue
        meant = t[b + B_HOLDER_N] == 0 or (s[S_R_ACTED] == 0 and t[e + E_ACTORS_N] == 0)
        for place in range(t[b + B_HOLDER_N]):
            meant = meant or acting & t[t[H_UNDER] + t[t[b + B_HOLDER_L] + place]] != 0
        if meant and both(t, u, x, s, row, 1, t[t[e + E_PROHIBITION_L] + 2 * each + 1], t[b + B_GUARD]) == 1:
            at = find_act(s, f, row, F_FORBIDDEN, t[b + B_DEGREE], t[b + B_CITE], t[b + B_NORM])
            f[at + J_WHO], f[at + J_EFFECT] = named(x, s, t[e + E_WHO]), int(t[b + B_VOID] != 1)
            if t[b + B_VOID] == 1 and void < 0:
                void = at
    block = x[(s[S_R] & PLACE) + X_BLOCK]
    if block > 0:
        # What documents and steps lack depends on nothing but the occurrence; it was found when it was read.
        at = find_act(s, f, row, 0, 0, 0, 0)
        f[at + J_BLOCK] = block
    return void


@jit
def _remark(t: Ints, x: Ints, s: Ints, f: Ints, row: int, standing: int, shared: bool) -> bool:
    """What is said of the standing of a recorded act; whether it is unexpected or contrary to what was deemed."""
    slot = t[t[H_EVENT] + s[S_R_EVENT] * EW + E_DEEMED]
    deemed = s[base(t, row) + t[R_DEEMED] + slot] if slot >= 0 else 0
    if deemed > 0:
        s[base(t, row) + t[R_DEEMED] + slot] = 0
        m = t[H_DEEM] + (deemed - 1) * MW
        at = find_act(s, f, row, F_AFTER_DEEMED, NOTE, t[m + M_CITE], t[m + M_NORM])
        f[at + J_WHO] = named(x, s, 0)
    elif kind_of(standing) == UNEXPECTED and not shared:
        at = find_act(s, f, row, F_UNEXPECTED, CAUTION, cite_of(standing), norm_of(standing))
        f[at + J_WHO] = named(x, s, 0)
    for each in range(s[S_NUSE]):
        use = USES + each * ZW
        if s[use + Z_STATE] == 1 and s[use + Z_DOUBT] > 0:
            p = t[H_POWER] + s[use + Z_POWER] * PW
            at = find_act(s, f, row, F_UNDETERMINED, CAUTION, t[p + P_CITE], t[p + P_NORM])
            f[at + J_DUE], f[at + J_ACTUAL] = s[use + Z_DOUBT], s[S_R_DAY]
            f[at + J_PROVISIONAL] = s[use + Z_DOUBT_PROVISIONAL]
    return bool(deemed > 0 or kind_of(standing) == UNEXPECTED)


@jit
def _on_track(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, place: int, row: int, shared: bool) -> bool:
    """Judges and records an occurrence on a track; whether it took effect."""
    here = base(t, row)
    seq = s[S_R_SEQ]
    _look_at(x, s, place, s[here + V_HOLDER])
    s[S_R_SEQ] = seq
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    partakes = True
    if t[e + E_JOINT] and s[S_R_ACTED]:
        mine = 0
        for actor in range(t[e + E_ACTORS_N]):
            if s[S_R_BY] & t[t[H_UNDER] + t[t[e + E_ACTORS] + actor]]:
                mine |= 1 << actor
        # What somebody else does completes nothing that the declared actors have begun.
        partakes = mine != 0
        parts = here + t[R_PARTS] + t[e + E_PART]
        if mine and (mine | s[parts]) != (1 << t[e + E_ACTORS_N]) - 1:
            # A joint act is judged as the act of all; until the last has acted it only waits.
            s[S_R_BY] = t[e + E_ACTORMASK]
            standing = stand(t, u, x, s, row)
            s[S_R_BY] = x[place + X_BY]
            if kind_of(standing) == REFUSED:
                if not shared:
                    find_refusal(t, x, s, f, row)
                return False
            s[parts] |= mine
            return False
    if partakes and t[e + E_PART] >= 0 and s[here + t[R_PARTS] + t[e + E_PART]]:
        s[here + t[R_PARTS] + t[e + E_PART]] = 0
        s[S_R_BY], s[S_R_ACTED] = t[e + E_ACTORMASK], int(t[e + E_ACTORS_N] > 0)
    standing = stand(t, u, x, s, row)
    if kind_of(standing) == REFUSED:
        if not shared:
            find_refusal(t, x, s, f, row)
        return False
    usable = 0
    for each in range(s[S_NUSE]):
        if s[USES + each * ZW + Z_STATE] == 1:
            usable |= 1 << s[USES + each * ZW + Z_POWER]
    stands = STANDS + SDW * row
    s[stands + SD_STANDING], s[stands + SD_USABLE] = standing, usable
    s[stands + SD_BY], s[stands + SD_ACTED] = s[S_R_BY], s[S_R_ACTED]
    mark = s[S_FINDINGS]
    void = -1
    if late_and_void(t, u, x, s, f, row, row) or late_and_void(t, u, x, s, f, row, 0):
        void = mark * FW
    too_few(t, u, x, s, row)
    few = find_few(t, x, s, f, row)
    void = few if void < 0 else void
    if not shared:
        broken = _breaches(t, u, x, s, f, row, standing)
        void = broken if void < 0 else void
    count(t, u, x, s, row, 1)
    if void < 0 and first_void(t, s, 1) >= 0:
        void = find_counted(t, x, s, f, row, first_void(t, s, 1))
    if void >= 0:
        keep_only(s, f, mark, void)
        return False
    add(t, u, x, s, row)
    record_counts(t, x, s, f, row, 1)
    s[stands + SD_REMARKED] = int(_remark(t, x, s, f, row, standing, shared))
    return True


@jit
def _find_stuck(t: Ints, x: Ints, s: Ints, f: Ints, row: int, standing: int, stage: int, failed: int) -> None:
    """An act that only moves of the stage permit, none of which could be taken."""
    at = find_act(s, f, row, F_UNEXPECTED, CAUTION, cite_of(standing), norm_of(standing))
    f[at + J_WHO], f[at + J_STAGE], f[at + J_FAILED] = named(x, s, 0), stage, failed


@jit
def process(t: Ints, u: Ints, x: Ints, s: Ints, f: Ints, place: int) -> None:
    """Processes an occurrence on every track that it concerns, and once for the case."""
    s[S_DAY], s[S_MINUTE] = x[place + X_DAY], x[place + X_MINUTE]
    rows = targeted(t, x, s, place)
    s[S_DIRTY] |= rows | 1
    n_tracks = s[S_TRACKS]
    s[S_SEQ] += 1
    _look_at(x, s, place, 0)
    e = t[H_EVENT] + s[S_R_EVENT] * EW
    shared = bool(t[e + E_SCOPE] == 1)
    too_few(t, u, x, s, 0)
    n_few = s[FEW]
    if n_few > 0:
        # Only looked at here whether one is void; they are found when the act has taken effect.
        mark = s[S_FINDINGS]
        void = find_few(t, x, s, f, 0)
        if void >= 0:
            keep_only(s, f, mark, void)
            return
        s[S_FINDINGS] = mark
    count(t, u, x, s, 0, 0)
    void = first_void(t, s, 0)
    if void >= 0:
        find_counted(t, x, s, f, 0, void)
        return
    kept_few = (s[FEW], s[FEW + 1], s[FEW + 2], s[FEW + 3], s[FEW + 4])
    taken = n_taken = first = 0
    all_unexpected = True
    for row in range(1, n_tracks + 1):
        if not (rows >> row) & 1 or not _on_track(t, u, x, s, f, place, row, shared):
            continue
        taken |= 1 << row
        n_taken += 1
        first = first if first > 0 else row
        all_unexpected = all_unexpected and kind_of(s[STANDS + SDW * row + SD_STANDING]) == UNEXPECTED
    if shared:
        _look_at(x, s, place, 0)
        if n_taken == 0:
            for row in range(1, n_tracks + 1):
                if kind_of(stand(t, u, x, s, row)) == REFUSED:
                    find_refusal(t, x, s, f, 0)
                    break
        else:
            standing = s[STANDS + SDW * first + SD_STANDING]
            _breaches(t, u, x, s, f, 0, standing)
            if all_unexpected:
                at = find_act(s, f, 0, F_UNEXPECTED, CAUTION, cite_of(standing), norm_of(standing))
                f[at + J_WHO] = named(x, s, 0)
    if n_taken == 0:
        return
    _look_at(x, s, place, 0)
    if n_taken == 1:
        _look_again(t, x, s, place, first)
    add_to_case(t, s, taken)
    record_counts(t, x, s, f, 0, 0)
    s[FEW], s[FEW + 1], s[FEW + 2], s[FEW + 3], s[FEW + 4] = kept_few
    find_few(t, x, s, f, 0)
    follow(t, u, x, s, f, 0, -1, True)
    first_stuck = stuck_stage = stuck_moves = 0
    all_stuck = True
    for row in range(1, n_tracks + 1):
        if not (taken >> row) & 1:
            continue
        _look_again(t, x, s, place, row)
        kind = kind_of(s[STANDS + SDW * row + SD_STANDING])
        goes = kind == PERMITTED or kind == FREE or kind == MOVES
        failed = follow(t, u, x, s, f, row, s[STANDS + SDW * row + SD_USABLE], goes)
        if s[STANDS + SDW * row + SD_REMARKED]:
            continue
        if failed == 0 or kind != MOVES:
            all_stuck = False
            continue
        stage = s[base(t, row) + V_STAGE]
        if first_stuck == 0:
            first_stuck, stuck_stage, stuck_moves = row, stage, failed
        if not shared:
            _find_stuck(t, x, s, f, row, s[STANDS + SDW * row + SD_STANDING], stage, failed)
    if shared and first_stuck > 0 and all_stuck:
        _look_at(x, s, place, 0)
        if n_taken == 1:
            _look_again(t, x, s, place, first)
        _find_stuck(t, x, s, f, 0, s[STANDS + SDW * first_stuck + SD_STANDING], stuck_stage, stuck_moves)
