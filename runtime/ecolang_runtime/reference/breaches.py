"""What an act breaks: actors, prohibitions, limits, contents, signatures, order (docs/semantics.md, sections 7 to 9).

Each function gives the breaches of one kind. A breach with `void` leaves the act without effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.program import Contents, Order, Signature
from ecolang.rows import dataclass
from ecolang.time import Due, iso
from ecolang_runtime.reference import values
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.standing import Standing
from ecolang_runtime.reference.state import Record, Track
from ecolang_runtime.verdict import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEGREES = {"must": "violation", "principle": "caution"}


@dataclass(frozen=True, slots=True)
class Breach:
    """A finding, and whether the act has no effect because of it."""

    finding: Finding
    void: bool = False


def degree_of(*degrees: str) -> str | None:
    """The degree of a finding under norms of these degrees: the weakest decides; None where nothing is broken."""
    found = [_DEGREES.get(degree) for degree in degrees]
    if None in found:
        return None
    return "caution" if "caution" in found else "violation"


def provisional(due: Due | None) -> tuple[str, ...]:
    """The layers and years for which a date is not certain."""
    return () if due is None else tuple(f"{layer} {year}" for layer, year in due.provisional)


def breaches(m: Machine, track: Track, record: Record, standing: Standing) -> list[Breach]:
    """All that a recorded act breaks on its track, limits on counts apart (limits.py)."""
    return [
        *_actors(m, track, record, standing),
        *_prohibited(m, track, record),
        *_documents(m, track, record),
        *_steps(m, record),
    ]


def _on(record: Record, kind: str, degree: str, cite: str, norm: str, **more: Any) -> Finding:
    return Finding(kind, degree, cite, norm, event=record.event, on=iso(record.day), seq=record.seq, **more)


def _actors(m: Machine, track: Track, record: Record, standing: Standing) -> Iterator[Breach]:
    declared = m.rules.event(record.event).actors
    if record.by and declared and not any(m.rules.acts_as(record.by, actor) for actor in declared):
        norm = standing.norm or record.event
        yield Breach(_on(record, "wrong_actor", "violation", standing.cite, norm, who=record.named))
    for rule in m.rules.actor_rules_by.get(record.event, ()):
        degree = degree_of(rule.degree)
        if degree is None or m.test(track, record, rule.cite, rule.id, rule.guard) is not True:
            continue
        acted, names = values.holds(("actor", rule.role), m.context(track, record))
        if acted is None:
            m.miss(track, names, rule.cite, rule.id)
        elif not acted:
            who = record.named or declared
            yield Breach(
                _on(record, "wrong_actor", degree, rule.cite, rule.id, who=who, item=rule.role, effect=not rule.void),
                rule.void is True,
            )


def _prohibited(m: Machine, track: Track, record: Record) -> Iterator[Breach]:
    for rule, act in m.rules.prohibitions_by.get(record.event, ()):
        degree = degree_of(rule.degree)
        if degree is None or not m.inside(track, rule.stages):
            continue
        by = record.by or m.rules.event(record.event).actors
        if rule.holders and by and not any(m.rules.acts_as(by, holder) for holder in rule.holders):
            continue
        if m.test(track, record, rule.cite, rule.id, act.guard, rule.guard) is True:
            finding = _on(record, "forbidden", degree, rule.cite, rule.id, who=record.named or by, effect=not rule.void)
            yield Breach(finding, rule.void is True)


def _documents(m: Machine, track: Track, record: Record) -> Iterator[Breach]:
    for name in dict.fromkeys((*m.rules.event(record.event).documents, *record.documents)):
        contents = m.rules.contents_by.get(name, [])
        row = m.rules.documents.get(name)
        signatures = row.signatures if row is not None else ()
        given = record.documents.get(name)
        if given is None:
            for cite, norm in [(c.cite, c.id) for c in contents] or [(s.cite, name) for s in signatures[:1]]:
                yield _unchecked(record, cite, norm, name)
            continue
        for rule in contents:
            yield from _items(record, rule, given)
        for signature in signatures:
            yield from _signature(m, track, record, name, signature, given)


def _unchecked(record: Record, cite: str, norm: str, item: str | None) -> Breach:
    return Breach(_on(record, "not_checked", "note", cite, norm, item=item))


def _items(record: Record, rule: Contents, given: dict[str, Any]) -> Iterator[Breach]:
    degree = degree_of(rule.degree)
    if degree is None:
        return
    if given.get("items") is None:
        yield _unchecked(record, rule.cite, rule.id, rule.document)
        return
    for item in rule.items:
        if not item.optional and values.empty(values.item_value(given, item.key, item.number)):
            yield Breach(_on(record, "incomplete", degree, item.cite or rule.cite, rule.id, item=item.key))


def _signature(
    m: Machine, track: Track, record: Record, name: str, rule: Signature, given: dict[str, Any]
) -> Iterator[Breach]:
    degree = degree_of(rule.degree)
    if degree is None:
        return
    if given.get("signed") is None and given.get("refused") is None:
        yield _unchecked(record, rule.cite, name, name)
        return
    for role in rule.roles:
        if _listed(m, track, given.get("signed"), role):
            continue
        refused = rule.refusing is not None and role in m.rules.whole(rule.refusing)
        if refused and _listed(m, track, given.get("refused"), role):
            if rule.noted_by is None or _listed(m, track, given.get("noted"), rule.noted_by):
                continue
            cite = rule.note_cite or rule.cite
            yield Breach(_on(record, "unnoted", degree, cite, name, who=(rule.noted_by,), item=name))
            continue
        yield Breach(_on(record, "unsigned", degree, rule.cite, name, who=(role,), item=name))


def _listed(m: Machine, track: Track, names: Any, role: str) -> bool:
    return any(role in m.roles_of(name, track) for name in names or ())


def _steps(m: Machine, record: Record) -> Iterator[Breach]:
    for rule in m.rules.orders_by.get(record.event, ()):
        degree = degree_of(rule.degree)
        if degree is None:
            continue
        if record.steps is None:
            yield _unchecked(record, rule.cite, rule.id, None)
            continue
        yield from _order(record, rule, degree, record.steps)


def _order(record: Record, rule: Order, degree: str, taken: tuple[str, ...]) -> Iterator[Breach]:
    """A step that is left out, or that comes after a later one, is out of order."""
    places = {step.key: place for place, step in enumerate(rule.steps)}
    places.update({str(step.number): place for place, step in enumerate(rule.steps)})
    known = [places[str(name)] for name in taken if str(name) in places]
    reached = -1
    late: set[int] = set()
    for place in known:
        if place < reached:
            late.add(place)
        reached = max(reached, place)
    for place, step in enumerate(rule.steps):
        if place in late or (place not in known and not step.optional):
            yield Breach(_on(record, "out_of_order", degree, rule.cite, rule.id, item=step.key))
