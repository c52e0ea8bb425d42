"""A case held to the version that it turned out to follow: what that version does not know is left out or refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ecolang.diagnostics import Diagnostic, Local, make_diagnostic
from ecolang.program import Event, Field, Program
from ecolang.rows import replace
from ecolang.time import format_date
from ecolang_runtime.case import CaseData, Occurrence


def fit(
    case: CaseData, program: Program, version: str, own: frozenset[str | None]
) -> tuple[CaseData, tuple[Diagnostic, ...]]:
    """The case as the version's program can take it, and what is wrong with it under that version.

    `own`: the holders who follow the version. Words that the version lacks are information that none of its rules asks
    for; an event that it lacks cannot be ignored, unless it concerns holders of other versions alone.
    """
    events = {event.id: event for event in program.events}
    roles = {role.id for role in program.roles}
    facts = {fact.id for fact in program.facts}
    problems: list[Diagnostic] = []
    kept: list[Occurrence] = []
    for occurrence in case.occurrences:
        named = {*occurrence.parties, *occurrence.each}
        ours = not named or bool(named & own)
        event = events.get(occurrence.event)
        if event is None:
            if ours:
                problems.append(_unknown(occurrence, version))
            continue
        if ours:
            problems += _misfits(occurrence, event, version, own)
        kept.append(_known(occurrence, event))
    data = replace(
        case,
        parties=tuple((name, role) for name, role in case.parties if role in roles),
        facts=tuple(fact for fact in case.facts if fact.name in facts),
        occurrences=tuple(kept),
    )
    return data, tuple(problems)


def _day(day: int) -> Local:
    return Local(format_date(day, "zh"), format_date(day, "en"))


def _unknown(occurrence: Occurrence, version: str) -> Diagnostic:
    return make_diagnostic("D133", None, event=occurrence.event, on=_day(occurrence.day), version=version)


def _known(occurrence: Occurrence, event: Event) -> Occurrence:
    """The occurrence without the fields and documents that the event of this version does not have."""
    names = {field.id for field in event.fields}
    if names.issuperset(occurrence.fields) and not occurrence.each and not occurrence.documents:
        return occurrence
    return replace(
        occurrence,
        fields={name: value for name, value in occurrence.fields.items() if name in names},
        each={
            holder: {name: value for name, value in said.items() if name in names}
            for holder, said in occurrence.each.items()
        },
        documents={name: said for name, said in occurrence.documents.items() if name in event.documents},
    )


def _misfits(occurrence: Occurrence, event: Event, version: str, own: frozenset[str | None]) -> Iterator[Diagnostic]:
    """Required fields that are missing, and values that this version does not have."""
    holders = [name for name in (*occurrence.parties, *occurrence.each) if name in own]
    for field in event.fields:
        values = [occurrence.each.get(holder, {}).get(field.id, occurrence.fields.get(field.id)) for holder in holders]
        values = values or [occurrence.fields.get(field.id)]
        if any(_wrong(field, value) for value in values):
            yield make_diagnostic(
                "D134",
                None,
                event=occurrence.event,
                on=_day(occurrence.day),
                field=Local(field.id, field.label or field.id),
                version=version,
            )


def _wrong(field: Field, value: Any) -> bool:
    if value is None:
        return field.required and field.default is None
    return field.type == "choice" and value not in field.values
