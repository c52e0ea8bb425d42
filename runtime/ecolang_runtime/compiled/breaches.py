"""What an act breaks: actors, prohibitions, contents, signatures, order (docs/semantics.md, sections 7 and 8)."""

from __future__ import annotations

from typing import Any

from ecolang.program import Contents, Order, Signature
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import Standing
from ecolang_runtime.compiled.state import Record, Track
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.reference.values import empty, item_value
from ecolang_runtime.verdict import Finding

#: A finding, and whether the act has no effect because of it.
Breach = tuple[Finding, bool]


def breaches(m: Machine, track: Track, record: Record, event: EventRow, standing: Standing) -> list[Breach]:
    """All that a recorded act breaks on its track, limits on counts apart."""
    found: list[Breach] = []
    if record.by and event.actors:
        _declared(m, record, event, standing, found)
    if event.actor_rules:
        _actors(m, track, record, event, found)
    if event.prohibitions:
        _prohibited(m, track, record, event, found)
    if not event.plain or record.documents:
        _documents(m, track, record, event, found)
        for order, degree in event.orders:
            _steps(record, event, order, degree, found)
    return found


def _on(record: Record, event: str, kind: str, degree: str, cite: str, norm: str, **more: Any) -> Finding:
    return Finding(kind, degree, cite, norm, event=event, on=day_text(record.day), seq=record.seq, **more)


def _declared(m: Machine, record: Record, event: EventRow, standing: Standing, found: list[Breach]) -> None:
    if not any(m.tables.acts_as(record.by, actor) for actor in event.actors):
        norm = standing.norm or event.id
        finding = _on(record, event.id, "wrong_actor", "violation", standing.cite, norm, who=record.named)
        found.append((finding, False))


def _actors(m: Machine, track: Track, record: Record, event: EventRow, found: list[Breach]) -> None:
    for rule in event.actor_rules:
        if m.test(track, record, rule.guard) is not True:
            continue
        acted = m.test(track, record, rule.acted)
        if acted is False:
            row = rule.row
            who = record.named or event.actors
            effect = not row.void
            finding = _on(
                record, event.id, "wrong_actor", rule.degree, row.cite, row.id, who=who, item=row.role, effect=effect
            )
            found.append((finding, row.void is True))


def _prohibited(m: Machine, track: Track, record: Record, event: EventRow, found: list[Breach]) -> None:
    for rule in event.prohibitions:
        row = rule.row
        if not m.inside(track, rule.stages):
            continue
        by = record.by or event.actors
        if row.holders and by and not any(m.tables.acts_as(by, holder) for holder in row.holders):
            continue
        if m.test(track, record, rule.guard) is True:
            who = record.named or by
            finding = _on(record, event.id, "forbidden", rule.degree, row.cite, row.id, who=who, effect=not row.void)
            found.append((finding, row.void is True))


def _documents(m: Machine, track: Track, record: Record, event: EventRow, found: list[Breach]) -> None:
    rules = m.tables.rules
    names = event.documents if not record.documents else dict.fromkeys((*event.documents, *record.documents))
    for name in names:
        contents = rules.contents_by.get(name, ())
        row = rules.documents.get(name)
        signatures = row.signatures if row is not None else ()
        given = record.documents.get(name)
        if given is None:
            for cite, norm in [(c.cite, c.id) for c in contents] or [(s.cite, name) for s in signatures[:1]]:
                found.append(_unchecked(record, event.id, cite, norm, name))
            continue
        for rule in contents:
            _items(record, event.id, rule, given, found)
        for signature in signatures:
            _signature(m, track, record, event.id, name, signature, given, found)


def _unchecked(record: Record, event: str, cite: str, norm: str, item: str | None) -> Breach:
    return _on(record, event, "not_checked", "note", cite, norm, item=item), False


def _items(record: Record, event: str, rule: Contents, given: dict[str, Any], found: list[Breach]) -> None:
    degree = degree_of(rule.degree)
    if degree is None:
        return
    if given.get("items") is None:
        found.append(_unchecked(record, event, rule.cite, rule.id, rule.document))
        return
    for item in rule.items:
        if not item.optional and empty(item_value(given, item.key, item.number)):
            finding = _on(record, event, "incomplete", degree, item.cite or rule.cite, rule.id, item=item.key)
            found.append((finding, False))


def _signature(
    m: Machine, track: Track, record: Record, event: str, name: str, rule: Signature, given: dict[str, Any],
    found: list[Breach],
) -> None:  # fmt: skip
    degree = degree_of(rule.degree)
    if degree is None:
        return
    if given.get("signed") is None and given.get("refused") is None:
        found.append(_unchecked(record, event, rule.cite, name, name))
        return
    for role in rule.roles:
        if _listed(m, track, given.get("signed"), role):
            continue
        refused = rule.refusing is not None and role in m.tables.whole(rule.refusing)
        if refused and _listed(m, track, given.get("refused"), role):
            if rule.noted_by is None or _listed(m, track, given.get("noted"), rule.noted_by):
                continue
            cite = rule.note_cite or rule.cite
            found.append((_on(record, event, "unnoted", degree, cite, name, who=(rule.noted_by,), item=name), False))
            continue
        found.append((_on(record, event, "unsigned", degree, rule.cite, name, who=(role,), item=name), False))


def _listed(m: Machine, track: Track, names: Any, role: str) -> bool:
    return any(role in m.roles_of(name, track) for name in names or ())


def _steps(record: Record, event: EventRow, rule: Order, degree: str, found: list[Breach]) -> None:
    """A step that is left out, or that comes after a later one, is out of order."""
    if record.steps is None:
        found.append(_unchecked(record, event.id, rule.cite, rule.id, None))
        return
    places = {step.key: place for place, step in enumerate(rule.steps)}
    places.update({str(step.number): place for place, step in enumerate(rule.steps)})
    known = [places[str(name)] for name in record.steps if str(name) in places]
    reached = -1
    late: set[int] = set()
    for place in known:
        if place < reached:
            late.add(place)
        reached = max(reached, place)
    for place, step in enumerate(rule.steps):
        if place in late or (place not in known and not step.optional):
            finding = _on(record, event.id, "out_of_order", degree, rule.cite, rule.id, item=step.key)
            found.append((finding, False))
