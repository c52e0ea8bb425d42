"""Conditions in three values on a small stack of (value, upper bound, unknown): docs/semantics.md, section 4.

A condition is a run of numbers in `t`; 0 stands for none, which is true. An entry whose bounds differ is a count of
which only the bounds are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecolang_runtime.columnar.kernel.clocks import has_come, period_state, row_of_period
from ecolang_runtime.columnar.kernel.jit import jit
from ecolang_runtime.columnar.kernel.layout import *
from ecolang_runtime.columnar.kernel.state import base, fact, fail, inside, raw_value, value_in

if TYPE_CHECKING:
    from ecolang_runtime.columnar.kernel.jit import Ints

# The operations, each followed by its operands.
(
    END, LIT, FACT, FIELD, GIVEN, LAST_OF, FIRST_OF, HAPPENED, SINCE, COUNT, IN, PERIOD, OVERDUE, OPEN, ACTOR, TRUTH,
    NOT, ALL, ANY, STEP_ALL, STEP_ANY, COMPARE, TRACKS, NEXT_TRACK, FAIL, REACHED,
) = range(26)  # fmt: skip
(EQ, NE, LT, LE, GT, GE) = range(6)


@jit
def compare(op: int, a: int, b: int) -> bool:
    """One comparison of two numbers."""
    if op == EQ:
        return a == b
    if op == NE:
        return a != b
    if op == LT:
        return a < b
    if op == LE:
        return a <= b
    if op == GT:
        return a > b
    return a >= b


@jit
def _put(s: Ints, top: int, value: int, high: int, unknown: int) -> int:
    if top >= STACK_N:
        fail(s, FAIL_ROOM)
        return top
    s[STACK + 3 * top], s[STACK + 3 * top + 1], s[STACK + 3 * top + 2] = value, high, unknown
    return top + 1


@jit
def _put_value(s: Ints, top: int, value: int) -> int:
    return _put(s, top, 0, 0, 1) if value == NONE else _put(s, top, value, value, 0)


@jit
def _since(t: Ints, s: Ints, row: int, mine: int, theirs: int) -> int:
    a = base(t, row) + t[R_TALLY] + mine * YW
    b = base(t, row) + t[R_TALLY] + theirs * YW
    came, undone = s[a + Y_LSEQ], s[b + Y_LSEQ]
    if came > 0 and came >= max(undone, s[b + Y_DOUBT]):
        return 1
    latest = max(came, s[a + Y_DOUBT])
    if latest == 0 or undone > latest:
        return 0
    return 2


@jit
def _overdue(t: Ints, s: Ints, row: int, event: int) -> bool:
    e = t[H_EVENT] + event * EW
    slot, history = t[e + E_OVERDUE], t[e + E_HISTORY]
    for place in range(2):
        at = base(t, row if place == 0 else 0)
        opened = s[at + t[R_OVERDUE] + slot]
        if opened > 0 and s[at + t[R_HISTORY] + history * HW + H_REAL] <= opened - 1:
            return True
    return False


@jit
def _open(t: Ints, s: Ints, row: int, duties: int) -> bool:
    for place in range(2):
        at = base(t, row if place == 0 else 0)
        for slot in range(s[at + V_OWED]):
            # `duties` lists, by duty, whether one of its acts is the event.
            if t[duties + s[at + t[R_OWED] + slot * OWW + W_DUTY]]:
                return True
    return False


@jit
def _next_track(t: Ints, s: Ints, home: int, after: int, quantifier: int) -> int:
    """The next track that a quantifier (0 all, 1 all other, 2 any, 3 any other) looks at; 0: none."""
    mine = s[base(t, home) + V_HOLDER] if home > 0 else 0
    for row in range(after + 1, s[S_TRACKS] + 1):
        at = base(t, row)
        if s[at + V_PART] == 0 and (quantifier % 2 == 0 or s[at + V_HOLDER] != mine):
            return row
    return 0


@jit
def evaluate(t: Ints, u: Ints, x: Ints, s: Ints, row: int, record: int, code: int) -> int:
    """Runs a condition or value; its entry is left at the bottom of the stack; whether it is known (0) or not (1).

    `record`: 1 where an occurrence is being judged, 0 where none is.
    """
    pc, top, cur = code, 0, row
    # Of a quantifier: the row it began on, the track it looks at, what it found so far.
    home, track = row, 0
    while True:
        op = t[pc]
        if op == END:
            break
        if s[S_FAIL] != 0:
            s[STACK], s[STACK + 1], s[STACK + 2] = 0, 0, 1
            return 1
        here = base(t, cur)
        if op == LIT:
            top = _put(s, top, t[pc + 1], t[pc + 1], 0)
            pc += 2
        elif op == FACT:
            top = _put_value(s, top, fact(t, s, cur, t[pc + 1]))
            pc += 2
        elif op == FIELD or op == GIVEN:
            if record == 0:
                top = _put(s, top, 0, 0, 1)
            elif op == FIELD:
                top = _put_value(s, top, value_in(t, x, s[S_R], s[S_R_EVENT], t[pc + 1]))
            else:
                said = raw_value(t, x, s[S_R], s[S_R_EVENT], t[pc + 1])
                top = _put(s, top, int(said != NONE), int(said != NONE), 0)
            pc += 2
        elif op == LAST_OF or op == FIRST_OF:
            event = t[pc + 1]
            at = here + t[R_HISTORY] + t[t[H_EVENT] + event * EW + E_HISTORY] * HW
            seq = s[at + H_LAST_SEQ] if op == LAST_OF else s[at + H_FIRST_SEQ]
            held = s[at + H_LAST] if op == LAST_OF else s[at + H_FIRST]
            value = NONE if seq == 0 else value_in(t, x, held, event, t[pc + 2])
            top = _put_value(s, top, value)
            pc += 3
        elif op == HAPPENED:
            at = here + t[R_TALLY] + t[pc + 1] * YW
            if s[at + Y_YES] > 0:
                top = _put(s, top, 1, 1, 0)
            else:
                top = _put(s, top, 0, 0, int(s[at + Y_UNKNOWN] > 0))
            pc += 2
        elif op == SINCE:
            answer = _since(t, s, cur, t[pc + 1], t[pc + 2])
            top = _put(s, top, int(answer == 1), int(answer == 1), int(answer == 2))
            pc += 3
        elif op == COUNT:
            at = (base(t, 0) if t[pc + 2] == 1 else here) + t[R_TALLY] + t[pc + 1] * YW
            top = _put(s, top, s[at + Y_YES], s[at + Y_YES] + s[at + Y_UNKNOWN], 0)
            pc += 3
        elif op == IN:
            answer = int(inside(t, s, cur, t[pc + 1]))
            top = _put(s, top, answer, answer, 0)
            pc += 2
        elif op == PERIOD or op == REACHED:
            state = period_state(t, u, x, s, cur, t[pc + 1])
            if state < 0:
                top = _put(s, top, 0, 0, 1)
            else:
                answer = int(state == t[pc + 2])
                if op == REACHED:
                    answer = int(state == 3 or has_come(t, s, row_of_period(t, s, cur, t[pc + 1]), t[pc + 1]))
                top = _put(s, top, answer, answer, 0)
            pc += 3
        elif op == OVERDUE:
            answer = int(_overdue(t, s, cur, t[pc + 1]))
            top = _put(s, top, answer, answer, 0)
            pc += 2
        elif op == OPEN:
            answer = int(_open(t, s, cur, t[pc + 1]))
            top = _put(s, top, answer, answer, 0)
            pc += 2
        elif op == ACTOR:
            role = t[pc + 1]
            if record == 0:
                top = _put(s, top, 0, 0, 1)
            elif s[S_R_ACTED] != 0:
                answer = int(s[S_R_BY] & t[t[H_UNDER] + role] != 0)
                top = _put(s, top, answer, answer, 0)
            else:
                # Who is declared to act; a part of them may have acted for the whole.
                known = t[t[pc + 2] + s[S_R_EVENT]]
                top = _put(s, top, int(known == 1), int(known == 1), int(known == 2))
            pc += 3
        elif op == TRUTH:
            at = STACK + 3 * (top - 1)
            if s[at + 2] == 0:
                if s[at] != s[at + 1]:
                    if s[at] > 0:
                        s[at], s[at + 1] = 1, 1
                    else:
                        s[at], s[at + 1], s[at + 2] = 0, 0, 1
                else:
                    answer = int(s[at] != 0 or t[pc + 1] == 1)
                    s[at], s[at + 1] = answer, answer
            pc += 2
        elif op == NOT:
            at = STACK + 3 * (top - 1)
            if s[at + 2] == 0:
                s[at] = 1 - s[at]
                s[at + 1] = s[at]
            pc += 1
        elif op == ALL:
            top = _put(s, top, 1, 1, 0)
            pc += 1
        elif op == ANY:
            top = _put(s, top, 0, 0, 0)
            pc += 1
        elif op == STEP_ALL or op == STEP_ANY:
            # The part on top goes into the whole below it; a decisive one ends it.
            part = STACK + 3 * (top - 1)
            whole = part - 3
            top -= 1
            decisive = int(op == STEP_ANY)
            pc += 2
            if s[part + 2] != 0:
                s[whole + 2] = 1
            elif s[part] == decisive:
                s[whole], s[whole + 1], s[whole + 2] = decisive, decisive, 0
                pc = t[pc - 1]
        elif op == COMPARE:
            right = STACK + 3 * (top - 1)
            left = right - 3
            top -= 1
            if s[left + 2] != 0 or s[right + 2] != 0:
                s[left], s[left + 1], s[left + 2] = 0, 0, 1
            else:
                yes = no = 0
                for a in range(s[left], s[left + 1] + 1):
                    for b in range(s[right], s[right + 1] + 1):
                        if compare(t[pc + 1], a * t[pc + 2], b * t[pc + 3]):
                            yes = 1
                        else:
                            no = 1
                s[left], s[left + 1], s[left + 2] = yes, yes, int(yes + no == 2)
            pc += 4
        elif op == TRACKS:
            home, track = cur, _next_track(t, s, cur, 0, t[pc + 1])
            top = _put(s, top, int(t[pc + 1] < 2), int(t[pc + 1] < 2), 0)
            if track == 0:
                pc = t[pc + 2]
            else:
                cur = track
                pc += 3
        elif op == NEXT_TRACK:
            part = STACK + 3 * (top - 1)
            whole = part - 3
            top -= 1
            decisive = int(t[pc + 1] >= 2)
            over = False
            if s[part + 2] != 0:
                s[whole + 2] = 1
            elif s[part] == decisive:
                s[whole], s[whole + 1], s[whole + 2] = decisive, decisive, 0
                over = True
            track = 0 if over else _next_track(t, s, home, track, t[pc + 1])
            if track == 0:
                cur = home
                pc += 3
            else:
                cur = track
                pc = t[pc + 2]
        else:
            fail(s, FAIL_EXPRESSION)
            s[STACK], s[STACK + 1], s[STACK + 2] = 0, 0, 1
            return 1
    return int(s[STACK + 2])


@jit
def test(t: Ints, u: Ints, x: Ints, s: Ints, row: int, record: int, code: int) -> int:
    """Whether a condition is true (1), false (0) or unknown (2)."""
    if code == 0:
        return 1
    unknown = evaluate(t, u, x, s, row, record, code)
    return 2 if unknown != 0 else int(s[STACK] != 0)


@jit
def both(t: Ints, u: Ints, x: Ints, s: Ints, row: int, record: int, one: int, other: int) -> int:
    """Whether two conditions are true (1), one is false (0), else unknown (2)."""
    first = test(t, u, x, s, row, record, one)
    if first == 0:
        return 0
    second = test(t, u, x, s, row, record, other)
    if second == 0:
        return 0
    return 1 if first == 1 and second == 1 else 2
