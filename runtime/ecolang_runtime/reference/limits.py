"""Limits on counts, with approved excess (docs/semantics.md, section 9)."""

from __future__ import annotations

from ecolang.program import Allowance, CountLimit
from ecolang.rows import dataclass, replace
from ecolang.time import iso
from ecolang_runtime.reference.breaches import Breach, degree_of
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.state import Approvals, Record, Track
from ecolang_runtime.reference.values import holds
from ecolang_runtime.verdict import Effect, Finding


@dataclass(frozen=True, slots=True)
class Counted:
    """An occurrence that a limit counts: what it breaks, and the allowance (its place) that carries it."""

    limit: CountLimit
    number: int
    allowed: int
    breach: Breach | None = None
    carried_by: int | None = None
    curable: bool = False


def count(m: Machine, owner: Track, record: Record) -> list[Counted]:
    """How each limit counts an occurrence that is about to be recorded."""
    found = []
    for limit in m.rules.limits_by.get(record.event, ()):
        if limit.scope != m.scope(owner) or not m.inside(owner, limit.stages):
            continue
        if m.test(owner, record, limit.cite, limit.id, limit.act.guard, limit.guard) is not True:
            continue
        found.append(_count(m, owner, record, limit))
    return found


def too_few(m: Machine, owner: Track, record: Record) -> list[Breach]:
    """The minimums that an occurrence comes too early for."""
    found = []
    for limit in m.rules.minimums_by.get(record.event, ()):
        degree = degree_of(limit.degree)
        before = limit.before
        if degree is None or before is None or limit.scope != m.scope(owner):
            continue
        done = owner.counted.get(limit.id, 0)
        if done < limit.number and m.test(owner, record, limit.cite, limit.id, before.guard) is True:
            finding = _finding(record, limit, "too_few", degree, done, limit.number)
            found.append(Breach(finding, limit.void is True))
    return found


def record_counts(m: Machine, owner: Track, counted: list[Counted]) -> None:
    """Writes down that an occurrence was counted, and what carries its excess."""
    for each in counted:
        limit = each.limit
        owner.counted[limit.id] = each.number
        m.note(
            owner,
            Effect("counted", limit.cite, limit.id, count=each.number, limit=each.allowed),
        )
        if each.carried_by is not None:
            key = _key(limit, each.carried_by)
            approvals = owner.approvals.get(key, Approvals())
            owner.approvals[key] = replace(approvals, used=approvals.used + 1)
        if each.breach is not None:
            place = owner.find(each.breach.finding)
            if each.curable:
                owner.curable.setdefault(limit.id, []).append(place)


def approve(m: Machine, owner: Track, record: Record) -> None:
    """Counts an approval; one that need not be prior lifts the finding of an excess before it."""
    for limit in m.rules.program.count_limits:
        if limit.scope != m.scope(owner):
            continue
        for place, row in enumerate(limit.allowances):
            if row.approval is None or row.approval.event != record.event:
                continue
            if m.test(owner, record, row.cite, limit.id, row.approval.guard) is not True:
                continue
            approvals = owner.approvals.get(_key(limit, place), Approvals())
            if row.times is not None and approvals.came >= row.times:
                continue
            owner.approvals[_key(limit, place)] = _lift(owner, limit, row, replace(approvals, came=approvals.came + 1))


def _lift(owner: Track, limit: CountLimit, row: Allowance, approvals: Approvals) -> Approvals:
    places = owner.curable.get(limit.id)
    if row.prior or not places:
        return approvals
    lifted = places[:1] if row.each else places[: row.number]
    for place in lifted:
        owner.findings[place] = None
    owner.curable[limit.id] = places[len(lifted) :]
    return replace(approvals, used=approvals.used + len(lifted))


def allowed(m: Machine, owner: Track, limit: CountLimit) -> int:
    """The base number with the excess that is approved by now."""
    return limit.number + sum(
        min(_most(row), _granted(m, owner, limit, place, row)) for place, row in enumerate(limit.allowances)
    )


def _granted(m: Machine, owner: Track, limit: CountLimit, place: int, row: Allowance) -> int:
    if holds(row.guard, m.context(owner))[0] is not True:
        return 0
    if row.approval is None:
        return row.number
    return _units(row, owner.approvals.get(_key(limit, place), Approvals()).came)


def _most(row: Allowance) -> int:
    """How many more units an allowance gives at most."""
    return row.number * (row.times or 1)


def _units(row: Allowance, came: int) -> int:
    """How many units so many approvals carry: where a number of times is said, each carries what it adds."""
    if row.times is not None:
        return row.number * came
    return came if row.each else row.number * bool(came)


def _count(m: Machine, owner: Track, record: Record, limit: CountLimit) -> Counted:
    number = owner.counted.get(limit.id, 0) + 1
    degree = degree_of(limit.degree)
    excess = number - limit.number
    if limit.bound != "max" or excess <= 0:
        return Counted(limit, number, limit.number)
    most = 0
    unknown = curable = False
    for place, row in enumerate(limit.allowances):
        unit = excess - most
        most += _most(row)
        if excess > most:
            continue
        guard = m.test(owner, record, row.cite, limit.id, row.guard)
        approvals = owner.approvals.get(_key(limit, place), Approvals())
        carried = approvals.used + 1 if row.each else unit
        came = row.approval is None or carried <= _units(row, approvals.came)
        if guard is True and came:
            return Counted(limit, number, limit.number + excess, None, place)
        unknown = unknown or (guard is None and came)
        curable = curable or (not row.prior and row.approval is not None and guard is not False)
    if unknown or degree is None:
        return Counted(limit, number, limit.number)
    if limit.degree == "principle" and limit.allowances and excess > most:
        degree = "violation"
    allowed_now = min(number - 1, allowed(m, owner, limit))
    finding = _finding(record, limit, "too_many", degree, number, allowed_now)
    return Counted(limit, number, allowed_now, Breach(finding, limit.void is True), None, curable)


def _finding(record: Record, limit: CountLimit, kind: str, degree: str, number: int, bound: int) -> Finding:
    return Finding(
        kind,
        degree,
        limit.cite,
        limit.id,
        event=record.event,
        on=iso(record.day),
        who=record.named,
        count=number,
        limit=bound,
        effect=not limit.void,
        seq=record.seq,
    )


def _key(limit: CountLimit, place: int) -> str:
    return f"{limit.id}/{place}"
