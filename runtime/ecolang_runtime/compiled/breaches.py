"""What an act breaks: actors, prohibitions, contents, signatures, order (docs/semantics.md, sections 7 and 8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ecolang.program import Contents, Order, Signature
from ecolang_runtime.compiled.dated import day_text
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import Standing
from ecolang_runtime.compiled.state import Record, Track
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.reference.rules import Rules
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
    by = record.by
    if by[0] not in event.actors and not any([m.tables.acts_as(by, actor) for actor in event.actors]):
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


class Paper:
    """What a document has to hold: its lists, with the items that may not be left out, and its signatures."""

    __slots__ = ("contents", "name", "signatures", "unchecked")

    def __init__(self, name: str, contents: Sequence[Contents], signatures: Sequence[Signature]) -> None:
        self.name = name
        self.contents = [
            (rule, degree, [item for item in rule.items if not item.optional])
            for rule in contents
            if (degree := degree_of(rule.degree)) is not None
        ]
        self.signatures = [(row, degree) for row in signatures if (degree := degree_of(row.degree)) is not None]
        #: What is not checked where the document is not given: citations and rules.
        self.unchecked = [(each.cite, each.id) for each in contents] or [(each.cite, name) for each in signatures[:1]]


def papers(rules: Rules) -> dict[str, Paper]:
    """Every document of which a rule says what it has to hold, by name."""
    return {
        name: Paper(name, rules.contents_by.get(name, ()), row.signatures if (row := rules.documents.get(name)) else ())
        for name in dict.fromkeys((*rules.contents_by, *rules.documents))
    }


def _documents(m: Machine, track: Track, record: Record, event: EventRow, found: list[Breach]) -> None:
    given = record.documents
    known = m.tables.papers
    for name in event.documents if not given else dict.fromkeys((*event.documents, *given)):
        paper = known.get(name)
        if paper is None:
            continue
        document = given.get(name)
        if document is None:
            for cite, norm in paper.unchecked:
                found.append(_unchecked(record, event.id, cite, norm, name))
            continue
        for rule, degree, required in paper.contents:
            items = document.get("items")
            if items is None:
                found.append(_unchecked(record, event.id, rule.cite, rule.id, rule.document))
                continue
            for item in required:
                value = items.get(item.key)
                if value is True or (type(value) is str and value):
                    continue
                if empty(item_value(document, item.key, item.number)):
                    cite = item.cite or rule.cite
                    finding = _on(record, event.id, "incomplete", degree, cite, rule.id, item=item.key)
                    found.append((finding, False))
        for signature, degree in paper.signatures:
            _signature(m, track, record, event.id, name, signature, degree, document, found)


def _unchecked(record: Record, event: str, cite: str, norm: str, item: str | None) -> Breach:
    return _on(record, event, "not_checked", "note", cite, norm, item=item), False


def _signature(
    m: Machine, track: Track, record: Record, event: str, name: str, rule: Signature, degree: str,
    given: dict[str, Any], found: list[Breach],
) -> None:  # fmt: skip
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
    return any([role in m.roles_of(name, track) for name in names or ()])


def _steps(record: Record, event: EventRow, rule: Order, degree: str, found: list[Breach]) -> None:
    """A step that is left out, or that comes after a later one, is out of order."""
    if record.steps is None:
        found.append(_unchecked(record, event.id, rule.cite, rule.id, None))
        return
    places = event.places[rule.id]
    known = [places[name] for name in map(str, record.steps) if name in places]
    if known == list(range(len(rule.steps))):
        return
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
