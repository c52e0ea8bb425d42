"""Limits on counts, with approved excess (docs/semantics.md, section 9)."""

from __future__ import annotations

from collections.abc import Sequence

from ecolang_runtime.compiled.breaches import Breach
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import AllowanceRow, LimitRow
from ecolang_runtime.compiled.state import Record, Track
from ecolang_runtime.verdict import Finding


class Counted:
    """An occurrence that a limit counts: what it breaks, and the allowance (its place) that carries it."""

    __slots__ = ("allowed", "breach", "carried_by", "curable", "limit", "number")

    def __init__(
        self,
        limit: LimitRow,
        number: int,
        allowed: int,
        breach: Breach | None = None,
        carried_by: int | None = None,
        curable: bool = False,
    ) -> None:
        self.limit = limit
        self.number = number
        self.allowed = allowed
        self.breach = breach
        self.carried_by = carried_by
        self.curable = curable


def count(m: Machine, owner: Track, record: Record, event: EventRow) -> list[Counted]:
    """How each limit counts an occurrence that is about to be recorded."""
    return [
        _count(m, owner, record, event, limit)
        for limit in (event.case_counts if owner.stage < 0 else event.counts)
        if m.inside(owner, limit.stages) and m.test(owner, record, limit.guard) is True
    ]


def too_few(m: Machine, owner: Track, record: Record, event: EventRow) -> list[Breach]:
    """The minimums that an occurrence comes too early for."""
    found: list[Breach] = []
    for limit in event.case_few if owner.stage < 0 else event.few:
        done = owner.counted.get(limit.id, 0)
        if done < limit.row.number and m.test(owner, record, limit.before) is True:
            finding = _finding(record, event, limit, "too_few", limit.degree or "", done, limit.row.number)
            found.append((finding, limit.row.void is True))
    return found


def record_counts(m: Machine, owner: Track, counted: Sequence[Counted]) -> None:
    """Writes down that an occurrence was counted, and what carries its excess."""
    for each in counted:
        limit = each.limit
        owner.counted[limit.id] = each.number
        m.note(owner, limit.counted(each.number, each.allowed))
        if each.carried_by is not None:
            came, used = owner.approvals.get((limit.id, each.carried_by), (0, 0))
            owner.approvals[limit.id, each.carried_by] = (came, used + 1)
        if each.breach is not None:
            place = owner.find(each.breach[0])
            if each.curable:
                owner.curable.setdefault(limit.id, []).append(place)


def approve(m: Machine, owner: Track, record: Record, limit: LimitRow, place: int) -> None:
    """Counts an approval; one that need not be prior lifts the finding of an excess before it."""
    row = limit.allowances[place]
    if row.approval is None or m.test(owner, record, row.approval[1]) is not True:
        return
    came, used = owner.approvals.get((limit.id, place), (0, 0))
    if row.row.times is not None and came >= row.row.times:
        return
    owner.approvals[limit.id, place] = (came + 1, used + _lifted(owner, limit, row))


def _lifted(owner: Track, limit: LimitRow, row: AllowanceRow) -> int:
    places = owner.curable.get(limit.id)
    if row.row.prior or not places:
        return 0
    lifted = places[:1] if row.row.each else places[: row.row.number]
    for place in lifted:
        owner.findings[place] = None
    owner.curable[limit.id] = places[len(lifted) :]
    return len(lifted)


def allowed(m: Machine, owner: Track, limit: LimitRow) -> int:
    """The base number with the excess that is approved by now."""
    total = limit.row.number
    for place, row in enumerate(limit.allowances):
        total += min(_most(row), _granted(m, owner, limit, place, row))
    return total


def _granted(m: Machine, owner: Track, limit: LimitRow, place: int, row: AllowanceRow) -> int:
    if row.guard is not None and row.guard.answer(m, owner, None) is not True:
        return 0
    if row.approval is None:
        return row.row.number
    return _units(row, owner.approvals.get((limit.id, place), (0, 0))[0])


def _most(row: AllowanceRow) -> int:
    """How many more units an allowance gives at most."""
    return row.row.number * (row.row.times or 1)


def _units(row: AllowanceRow, came: int) -> int:
    """How many units so many approvals carry: where a number of times is said, each carries what it adds."""
    if row.row.times is not None:
        return row.row.number * came
    return came if row.row.each else row.row.number * bool(came)


def _count(m: Machine, owner: Track, record: Record, event: EventRow, limit: LimitRow) -> Counted:
    base = limit.row.number
    number = owner.counted.get(limit.id, 0) + 1
    excess = number - base
    if limit.row.bound != "max" or excess <= 0:
        return Counted(limit, number, base)
    most = 0
    unknown = curable = False
    for place, row in enumerate(limit.allowances):
        unit = excess - most
        most += _most(row)
        if excess > most:
            continue
        guard = m.test(owner, record, row.guard)
        approved, used = owner.approvals.get((limit.id, place), (0, 0))
        carried = used + 1 if row.row.each else unit
        came = row.approval is None or carried <= _units(row, approved)
        if guard is True and came:
            return Counted(limit, number, base + excess, None, place)
        unknown = unknown or (guard is None and came)
        curable = curable or (not row.row.prior and row.approval is not None and guard is not False)
    degree = limit.degree
    if unknown or degree is None:
        return Counted(limit, number, base)
    if limit.row.degree == "principle" and limit.allowances and excess > most:
        degree = "violation"
    allowed_now = min(number - 1, allowed(m, owner, limit))
    finding = _finding(record, event, limit, "too_many", degree, number, allowed_now)
    return Counted(limit, number, allowed_now, (finding, limit.row.void is True), None, curable)


def _finding(
    record: Record, event: EventRow, limit: LimitRow, kind: str, degree: str, number: int, bound: int
) -> Finding:
    return Finding(
        kind,
        degree,
        limit.row.cite,
        limit.id,
        event=event.id,
        on=day_text(record.day),
        who=record.named,
        count=number,
        limit=bound,
        effect=not limit.row.void,
        seq=record.seq,
    )
