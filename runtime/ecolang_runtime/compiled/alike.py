"""Whether two states of a case go on alike whatever comes, although the events of a day came in another order.

What lies behind is compared without the numbers of the occurrences; of the numbers only what some rule compares: an
occurrence with the beginning of what it would forestall, with the last one that a duty looks back to, and with another
one (其后未).
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from ecolang.rows import fields
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import DutyRow
from ecolang_runtime.compiled.state import Clock, Owed, Record, Tally, Track
from ecolang_runtime.verdict import Finding

#: All that a finding says, without the number of the occurrence.
said = attrgetter(*(each.name for each in fields(Finding) if each.name != "seq"))


def decided(a: Machine, b: Machine) -> bool | None:
    """Whether two cases that go on alike from here end with other findings; None where they may not go on alike."""
    if len(a.tracks) != len(b.tracks) or a.settled is not b.settled or a.position != b.position:
        return None
    for x, y in zip(a.tracks, b.tracks, strict=True):
        if x.stage != y.stage or len(x.owed) != len(y.owed):
            return None
    found: list[tuple[list[Any], list[Any]]] = []
    recalled = a.tables.recalled
    for x, y in zip(a.everyone(), b.everyone(), strict=True):
        if not _same_history(x, y, recalled) or not _same_running(x, y):
            return None
        left = _findings(x, y)
        if left is None:
            return None
        found.append(left)
    if not _same_order(a, b):
        return None
    one, other = ([row for each in found for row in each[side]] for side in (0, 1))
    return one != other and sorted(map(repr, one)) != sorted(map(repr, other))


def _same_history(x: Track, y: Track, recalled: Iterable[int]) -> bool:
    return (
        x.party == y.party
        and x.part == y.part
        and x.stage == y.stage
        and x.since == y.since
        and x.began == y.began
        and x.dirty == y.dirty
        and x.held == y.held
        and x.counted == y.counted
        and x.approvals == y.approvals
        and x.parts == y.parts
        and x.overdue.keys() == y.overdue.keys()
        and {event: each[1:] for event, each in x.deemed.items()}
        == {event: each[1:] for event, each in y.deemed.items()}
        and all(_same_record(x.last[event], y.last[event]) for event in recalled)
        and all(_same_record(x.first[event], y.first[event]) for event in recalled)
        and all(_same_tally(p, q) for p, q in zip(x.tallies, y.tallies, strict=True))
        and x.documents.keys() == y.documents.keys()
        and all(_same_record(record, y.documents[name]) for name, record in x.documents.items())
    )


def _same_record(p: Record | None, q: Record | None) -> bool:
    if p is q:
        return True
    return (
        p is not None
        and q is not None
        and p.event == q.event
        and p.day == q.day
        and p.minute == q.minute
        and p.received == q.received
        and p.by == q.by
        and p.fields == q.fields
        and p.documents == q.documents
        and p.steps == q.steps
        and p.ground == q.ground
        and p.deemed is q.deemed
        and p.named == q.named
    )


def _same_tally(p: Tally | None, q: Tally | None) -> bool:
    if p is q:
        return True
    if p is None or q is None:
        return False
    return (
        p[:2] == q[:2]
        and (p[2] and p[2][1:]) == (q[2] and q[2][1:])
        and (p[3] and p[3][1:]) == (q[3] and q[3][1:])
        and bool(p[4]) is bool(q[4])
        and p[5] == q[5]
    )


def _same_running(x: Track, y: Track) -> bool:
    """Duties and clocks; whether duties stand in the same order matters only where two are discharged by one act."""
    rows = [owed.row for owed in x.owed]
    if len(rows) != len(y.owed):
        return False
    if rows != [owed.row for owed in y.owed] and _overlap(rows):
        return False
    for owed, other in zip(_by_row(x.owed), _by_row(y.owed), strict=True):
        if not (
            owed.row is other.row
            and owed.day == other.day
            and owed.minute == other.minute
            and owed.anchors == other.anchors
            and owed.reached == other.reached
            and owed.acted == other.acted
            and owed.suspensions == other.suspensions
            and owed.restarted == other.restarted
            and owed.ended is other.ended
        ):
            return False
    for clock, twin in zip(x.clocks, y.clocks, strict=True):
        if (clock is None) is not (twin is None):
            return False
        if clock is not None and twin is not None and not _same_clock(clock, twin):
            return False
    return len(x.leads) == len(y.leads) and all(
        p[0] is q[0] and p[1] == q[1] and _same_record(p[2], q[2]) for p, q in zip(x.leads, y.leads, strict=True)
    )


def _overlap(rows: list[DutyRow]) -> bool:
    return len(frozenset().union(*(row.events for row in rows))) < sum(len(row.events) for row in rows)


def _by_row(owed: list[Owed]) -> list[Owed]:
    return sorted(owed, key=lambda each: each.row.number) if len(owed) > 1 else owed


def _same_clock(p: Clock, q: Clock) -> bool:
    return (
        p.start == q.start
        and p.status == q.status
        and p.stopped == q.stopped
        and p.reached is q.reached
        and p.asked == q.asked
        and p.suspensions == q.suspensions
        and p.restarted == q.restarted
    )


def _findings(x: Track, y: Track) -> tuple[list[Any], list[Any]] | None:
    """The findings that nothing changes any more; None where those that something may change are not the same."""
    mine, theirs = _held(x), _held(y)
    if mine is None or theirs is None or mine.keys() != theirs.keys():
        return None
    for name, place in mine.items():
        if _said(x, place) != _said(y, theirs[name]):
            return None
    one, other = set(mine.values()), set(theirs.values())
    return (
        [_said(x, place) for place, each in enumerate(x.findings) if each is not None and place not in one],
        [_said(y, place) for place, each in enumerate(y.findings) if each is not None and place not in other],
    )


def _said(track: Track, place: int) -> Any:
    found = track.findings[place] if place >= 0 else None
    return None if found is None else said(found)


def _held(track: Track) -> dict[Any, int] | None:
    """The places of the findings that something may still change, by what may; None where that cannot be told."""
    held: dict[Any, int] = {("period", number): place for number, place in track.exceeding.items()}
    for limit, places in track.curable.items():
        held.update({(limit, at): place for at, place in enumerate(places)})
    for owed in track.owed:
        if owed.lapsed:
            for at, place in owed.lapsed.items():
                if (owed.row.number, at) in held:
                    return None
                held[owed.row.number, at] = place
    return held


def _same_order(a: Machine, b: Machine) -> bool:
    """Whether what some rule compares of the numbers of occurrences stands in the same order."""
    return list(_order(a)) == list(_order(b))


def _order(m: Machine) -> Iterable[Any]:
    tables = m.tables
    deemed = [deeming.event.number for deeming in tables.turn_deemings]
    for track in m.everyone():
        real, tallies = track.real, track.tallies
        for one, other in tables.expressions.since:
            mine, theirs = tallies[one], tallies[other]
            if mine is not None and theirs is not None:
                came, undone = (0 if each[3] is None else each[3][0] for each in (mine, theirs))
                yield came >= undone, came >= theirs[4], mine[4] >= undone, mine[4] >= theirs[4]
        for event, tally in tables.looking_back:
            record, anchor = track.last[event], tallies[tally]
            if record is not None and anchor is not None and anchor[3] is not None:
                yield record.seq > anchor[3][0]
        for event, opened in sorted(track.overdue.items()):
            yield event, real[event] <= opened
        # A lapse of the case's own duty or period is seen on every track.
        forestalled = [each.real for each in m.tracks] if track.stage < 0 else [real]
        for owed in _by_row(track.owed):
            yield [real[event] <= owed.seq for event in owed.row.events]
            yield [each[event] <= owed.seq for each in forestalled for event in deemed]
        for clock in track.clocks:
            if clock is not None:
                yield [each[event] <= clock.seq for each in forestalled for event in deemed]
