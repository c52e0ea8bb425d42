"""Breaks of settings and of the vocabulary: who acts, what an event carries, how days are counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ecolang_compiler.mutate.model import Names, Variant, instead, off_by_one, without
from ecolang_compiler.syntax import tree as t

_PERIODS = {
    "start": {"next": "same", "same": "next"},
    "roll": {"next_working": "none", "previous_working": "none", "none": "next_working"},
    "month_end": {"last_day": "next_day", "next_day": "last_day"},
    "hour": {},
}


def of_declaration(node: Any, names: Names) -> Iterator[Variant]:
    """The breaks of one declaration or setting, but for those of its parts."""
    match node:
        case t.EventDecl():
            yield from _event(node, names)
        case t.FieldDecl():
            yield from _field(node)
        case t.RoleDecl():
            if node.many:
                yield Variant("scope", evolve(node, many=False))
            if node.part_of is not None:
                yield Variant("party", evolve(node, part_of=None))
        case t.StageDecl() if len(node.group) > 1:
            for place in range(len(node.group)):
                yield Variant("item", evolve(node, group=without(node.group, place)))
        case t.Setting():
            yield from (Variant("setting", each) for each in _setting(node))


def _event(node: t.EventDecl, names: Names) -> Iterator[Variant]:
    for roles in _roles(node.actors, names):
        yield Variant("party", evolve(node, actors=roles, joint=node.joint and len(roles) > 1))
    # Whom an act addresses matters where each of them has a track.
    for roles in _roles(node.to, names) if names.tracks else ():
        yield Variant("party", evolve(node, to=roles))
    if node.to and node.actors and names.tracks:
        yield Variant("party", evolve(node, to=(), meets=False))
    if len(node.actors) > 1:
        yield Variant("party", evolve(node, joint=not node.joint))
    if names.tracks:
        yield Variant("scope", evolve(node, in_case=None if node.in_case else True))
    for place in range(len(node.documents)):
        yield Variant("item", evolve(node, documents=without(node.documents, place)))


def _roles(roles: tuple[t.Name, ...], names: Names) -> Iterator[tuple[t.Name, ...]]:
    """The roles with one left out, and with one exchanged."""
    here = [role.text for role in roles]
    for place, role in enumerate(roles):
        if len(roles) > 1:
            yield without(roles, place)
        other = names.other_role(role.text, here)
        if other is not None:
            yield instead(roles, place, t.Name(other))


def _field(node: t.FieldDecl) -> Iterator[Variant]:
    if isinstance(node.default, bool):
        yield Variant("negation", evolve(node, default=not node.default))
    if node.default is not None:
        yield Variant("condition", evolve(node, default=None))
    if node.plans is not None:
        yield Variant("condition", evolve(node, plans=None))


def _setting(node: t.Setting) -> Iterator[t.Setting]:
    value = node.value
    match node.kind:
        case "calendars" | "days_off" | "work_days" | "repeals" | "standstill" if len(value) > 1:
            for place in range(len(value)):
                yield evolve(node, value=without(value, place))
        case "periods":
            for place, (what, how) in enumerate(value):
                other = _PERIODS[what].get(how)
                if other is not None:
                    yield evolve(node, value=instead(value, place, (what, other)))
        case "handling" if value is not None:
            yield evolve(node, value=None)
        case "validity" if not isinstance(value, str):
            amount, counted = value
            for number in off_by_one(amount.number):
                yield evolve(node, value=(evolve(amount, number=number), counted))
            yield evolve(node, value=(amount, "same" if counted == "next" else "next"))
