"""Demands of time: 自…之日起N日内, 在…前, 不迟于…, 及时."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Anchor, Counting, Deadline, Expr
from ecolang_compiler.lower.build import Build
from ecolang_compiler.lower.rows import Origin
from ecolang_compiler.resolve.expressions import TRUE
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.resolve.words import UNITS
from ecolang_compiler.syntax import tree


@frozen
class Occasion:
    """What a demand of time belongs to: the row, its degree, and the events whose fields it may name, nearest first."""

    owner: str
    degree: str
    events: tuple[str, ...]


def lower_timing(build: Build, norm: Norm, timing: Any, occasion: Occasion) -> Deadline | None:
    """The deadline of a demand of time; None where a name was reported."""
    own = getattr(timing, "cite", None)
    cite = norm.cite if own is None else build.citations.canonical(own, timing.span)
    found = _deadline(build, timing, occasion, build.citations.words(cite))
    if found is not None:
        build.rows.place(found, Origin(cite, timing.span or norm.span, norm.order))
    return found


def _deadline(build: Build, timing: Any, occasion: Occasion, cite: str) -> Deadline | None:
    amount, anchor, counting = None, Anchor("opening"), Counting()
    match timing:
        case tree.Within():
            kind, amount, key = "within", timing.amount, "within"
            found = _forward_anchor(build, timing)
            counting = lower_counting(build, timing.amount.unit, timing.manner, timing.roll)
        case tree.AfterFull():
            kind, amount, key = "within", timing.amount, "after"
            found = _forward_anchor(build, timing)
            counting = lower_counting(build, timing.amount.unit, timing.manner)
        case tree.Before():
            kind, amount, key = "before", timing.amount, "before"
            found = _before_anchor(build, timing, occasion)
            counting = replace(
                lower_counting(build, amount.unit if amount else "day", timing.manner), clear=timing.clear
            )
        case tree.Inside(period):
            kind, key = "by", "within"
            found = _period_anchor(build, period)
        case tree.NotLaterThan(name, event, _, item):
            kind, key = "by", "by"
            if name is not None:
                carrier = _carrier(build, name, event, occasion)
                found = Anchor("field", carrier, field=name.text) if carrier else None
            else:
                found = _item_anchor(build, item, None)
        case tree.RowByRow(schedule, column):
            kind, key = "by", "by"
            found = _item_anchor(build, schedule, column)
        case tree.Promptly(reference):
            kind, amount, key = "prompt", reference, "prompt"
            found = anchor
            counting = Counting(reference.unit if reference else "day")
        case _:
            raise TypeError(type(timing).__name__)
    if found is None:
        return None
    id = build.rows.id(occasion.owner, build.word(key))
    near = (found.event, *occasion.events) if found.event else occasion.events
    number, source = lower_amount(build, amount, near) if amount else (None, None)
    return Deadline(id, kind, cite, number, source, counting, found, occasion.degree)


def lower_amount(
    build: Build, amount: tree.Amount, near: tuple[str, ...], at_hand: bool = False
) -> tuple[int | None, Expr | None]:
    """A fixed number, or where the number is read: a fact, a field of the event `at_hand`, or of the latest occurrence
    of an event, `near` ones first. Only a whole number counts units."""
    name = amount.source
    if name is None:
        return amount.number, None
    if isinstance(name, tree.ItemName):
        read = build.conditions.item(name.document, name.item, name.span)
        return None, None if read == TRUE else read
    carrier = None
    if name.text in build.vocabulary.entries:
        fact = build.names.fact(name)
        decl: Any = build.vocabulary.fact(fact) if fact else None
        source: Expr = ("fact", fact)
    else:
        carrier = _carrier(build, name, None, Occasion("", "", near))
        decl = build.vocabulary.fields[carrier][name.text] if carrier else None
        source = ("field", name.text) if at_hand and carrier in near else ("last", carrier, name.text)
    if decl is None:
        return None, None
    if decl.type != "int":
        build.bag.add(make_diagnostic("E323", name.span, name=name.text))
    return None, source


def _forward_anchor(build: Build, timing: tree.Within | tree.AfterFull) -> Anchor | None:
    if timing.period is not None:
        return _period_anchor(build, timing.period)
    return event_anchor(build, timing.event, timing.which or "last", timing.received)


def lower_counting(build: Build, unit: str, manner: tree.Manner | None, roll: str | None = None) -> Counting:
    """How a period is counted: its unit, and what its sentence says of it."""
    if manner is None:
        return Counting(unit, roll=roll)
    if manner.start is not None and (manner.start == "next_hour") != (unit == "hour"):
        allowed = [UNITS[each] for each in UNITS if (each == "hour") == (manner.start == "next_hour")]
        wanted = Local("、".join(each.zh for each in allowed), ", ".join(each.en for each in allowed))
        build.bag.add(make_diagnostic("E310", manner.span, unit=UNITS[unit], allowed=wanted))
    return Counting(unit, manner.start, roll, calendar=manner.calendar or None, runs_on=manner.runs_on)


def _item_anchor(build: Build, item: tree.ItemName | None, column: str | None) -> Anchor | None:
    """A day that stands in a document, or in each row of a list of it; None where the item was reported."""
    if item is None:
        return None
    read = build.conditions.item(item.document, item.item, item.span)
    if read == TRUE:
        return None
    return Anchor("item" if column is None else "row", document=read[1], item=read[2], column=column)


def _period_anchor(build: Build, name: tree.Name) -> Anchor | None:
    """The last day of a named period; None where the name was reported."""
    period = build.names.period(name)
    return None if period is None else Anchor("period", period=period)


def event_anchor(
    build: Build, pattern: tree.EventPattern | None, which: str, received: bool = False
) -> Anchor | None:
    """The day of an event, or of the opening where none is named; None where the name was reported."""
    if pattern is None:
        return Anchor("opening")
    act = build.conditions.act(pattern)
    return None if act is None else Anchor("event", act.event, act.guard, which, received=received)


def _before_anchor(build: Build, timing: tree.Before, occasion: Occasion) -> Anchor | None:
    which = "first" if timing.first else "next"
    if timing.field is None:
        return event_anchor(build, timing.event, which)
    carrier = _carrier(build, timing.field, timing.event.event if timing.event else None, occasion)
    if carrier is None:
        return None
    decl = build.vocabulary.fields[carrier][timing.field.text]
    if decl.plans is None:
        return Anchor("field", carrier, field=timing.field.text)
    planned = build.names.event(decl.plans)
    return None if planned is None else Anchor("event", planned, which=which, planned=(carrier, timing.field.text))


def _carrier(build: Build, name: tree.Name, event: tree.Name | None, occasion: Occasion) -> str | None:
    """The event whose field is meant: the one named, else the nearest that carries it, else the only one."""
    if event is not None:
        known = build.names.event(event)
        return known if known and build.names.field(name, (known,)) else None
    for near in occasion.events:
        if name.text in build.vocabulary.fields.get(near, {}):
            build.names.field(name, (near,))
            return near
    carriers = build.vocabulary.events_with(name.text)
    if len(carriers) == 1:
        build.names.field(name, carriers)
        return carriers[0]
    if carriers:
        build.bag.add(make_diagnostic("E315", name.span, field=name.text, event=carriers[0]))
    else:
        build.names.unknown_field(name)
    return None
