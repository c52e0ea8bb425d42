"""The next moments at which duties and clocks do something by themselves, kept while nothing changes them."""

from __future__ import annotations

from ecolang_runtime.compiled import clocks
from ecolang_runtime.compiled.dated import Dated
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.state import NEVER, STALE, Clock, Owed, Track


def key_of_owed(m: Machine, track: Track, owed: Owed) -> int:
    """The next moment at which something of an open duty happens by itself."""
    if owed.key != STALE:
        return owed.key
    key = NEVER
    row = owed.row
    fresh = owed.lapsed is None and not owed.reached
    for place, deadline in enumerate(row.deadlines):
        if fresh and deadline.quick:
            found, _ = clocks.due_of_duty(m, track, owed, place)
            lapses, reaches = True, deadline.reached
        else:
            lapses, reaches, found = ahead(m, track, owed, place)
        if found is not None:
            if lapses and found.lapse < key:
                key = found.lapse
            if reaches and found.reached < key:
                key = found.reached
    if row.fixed:
        owed.key = key
    return key


def redate(m: Machine, owner: Track, event: int) -> None:
    """An event came from which last days are read."""
    for owed in owner.owed:
        if event in owed.row.dating:
            owed.key = m.key = STALE


def ahead(m: Machine, track: Track, owed: Owed, place: int) -> tuple[bool, bool, Dated | None]:
    """Whether a demand may still lapse, whether its last day may still come, and that day."""
    deadline = owed.row.deadlines[place]
    if not deadline.wakes:
        return False, False, None
    lapsed = owed.lapsed is not None and place in owed.lapsed
    come = place in owed.reached
    if lapsed and come:
        return False, False, None
    # A day that is only planned, or that the anchoring act decides, passes without a lapse.
    decided = deadline.kind == "before" or (deadline.kind == "by" and owed.anchors[place] is None)
    if deadline.anchor == "event" and decided:
        return False, False, None
    return not lapsed, deadline.reached and not come, clocks.due_of_duty(m, track, owed, place)[0]


def key_of_clock(m: Machine, track: Track, clock: Clock) -> int:
    """The next moment at which a period lapses, or its last day comes."""
    if clock.key != STALE:
        return clock.key
    key = NEVER
    if not clock.status:
        found, _ = clocks.due_of_period(m, track, clock)
        clock.sure = found is None or found.sure
        if found is not None:
            key = found.lapse
            if clock.row.deadline.reached and not clock.reached and found.reached < key:
                key = found.reached
    if clock.row.fixed:
        clock.key = key
    return key


def passed_by(m: Machine) -> None:
    """Keeps the readings under which some date that is still to come has come by now."""
    for owner in m.everyone():
        for owed in owner.owed:
            for place in range(len(owed.row.deadlines)):
                due, _ = clocks.due_of_duty(m, owner, owed, place)
                if due is not None and due.twins:
                    clocks.passed(m, due)
        for clock in owner.running:
            if not clock.status:
                due, _ = clocks.due_of_period(m, owner, clock)
                if due is not None and due.twins:
                    clocks.passed(m, due)
