"""What the kernel knows of a policy's rows, so that what the language learns later is not misread by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import MISSING, fields
from typing import Any

from ecolang.program import (
    Act,
    ActorRule,
    Allowance,
    Anchor,
    Counting,
    CountLimit,
    Deadline,
    Deeming,
    Duty,
    Edge,
    Event,
    Expr,
    Ground,
    Period,
    PeriodOp,
    Power,
    Prohibition,
    Stage,
    Trigger,
)  # fmt: skip
from ecolang.program.features import features
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.standing import looks_back

#: What the kernel knows of each kind of row; a field that came later makes the row one that it cannot say.
_KNOWN: dict[type, str] = {
    Act: "event guard",
    ActorRule: "id cite events role guard degree void rule text",
    Allowance: "number cite guard approval prior each unit how request refusal times number_from",
    Anchor: "kind event guard which field planned period",
    Counting: "unit start roll month_end calendar clear",
    CountLimit: "id cite act bound number degree stages guard before allowances scope void rule text",
    Deadline: "id kind cite amount amount_from counting anchor degree",
    Deeming: "id cite trigger event values stages guard rule text",
    Duty: "id cite bearers together acts open when deadlines degree scope lapses void rule text",
    Edge: "id cite source target trigger kind guard norm degree reach fork rule text",
    Event: "id label aliases actors joint external to scope documents fields",
    Ground: "id cite guard text",
    Period: "id cite deadline label scope limit_degree limit_stages allowances rule text",
    PeriodOp: "id cite period op trigger stages guard cap ends rule text",
    Power: "id cite holders together acts stages guard grounds until after scope rule text besides",
    Prohibition: "id cite holders acts stages guard degree void rule text",
    Stage: "id label outcome start",
    Trigger: "kind stages event guard of",
}
#: Of what `ecolang.program.features` tells apart, what the kernel can say.
_FEATURES = frozenset(("calendar", "next_hour", "same", "next"))
_TABLES = (
    "events", "stages", "periods", "duties", "powers", "prohibitions", "actor_rules", "count_limits", "period_ops",
    "deemings", "edges", "contents", "orders",
)  # fmt: skip


def unknown_construct(rules: Rules) -> str | None:
    """A construct that came into the language after the kernel; None where there is none."""
    for feature in sorted(features(rules.program)):
        if feature not in _FEATURES:
            return feature
    for table in _TABLES:
        for row in getattr(rules.program, table):
            found = _unknown(row)
            if found is not None:
                return found
    return None


def _unknown(row: Any) -> str | None:
    known = _KNOWN.get(type(row))
    for field in fields(row):
        value = getattr(row, field.name)
        default = field.default
        if default is MISSING and field.default_factory is not MISSING:
            default = field.default_factory()
        if known is not None and field.name not in known.split() and value != default:
            return f"{type(row).__name__}.{field.name}"
        for part in value if isinstance(value, tuple) else (value,):
            if type(part) in _KNOWN:
                found = _unknown(part)
                if found is not None:
                    return found
    return None


def asked_of(rules: Rules) -> tuple[set[str], set[str]]:
    """The events of which the last or first occurrence is asked, and those of which whether they are overdue."""
    asked: set[str] = set()
    overdue: set[str] = set()

    def walk(value: Any) -> None:
        if isinstance(value, Anchor):
            if value.kind == "field" and value.event:
                asked.add(value.event)
            if value.planned:
                asked.add(value.planned[0])
        if type(value) in _KNOWN:
            for field in fields(value):
                walk(getattr(value, field.name))
        elif isinstance(value, tuple):
            if len(value) == 3 and value[0] in ("last", "first") and isinstance(value[1], str):
                asked.add(value[1])
            if len(value) == 2 and value[0] == "overdue" and isinstance(value[1], str):
                overdue.add(value[1])
                asked.add(value[1])
            for part in value:
                walk(part)

    for table in _TABLES[:-2]:
        walk(getattr(rules.program, table))
    asked.update(carrier for carrier, _ in rules.plans.values())
    asked.update(row.event for row in rules.program.deemings)
    asked.update(act.event for duty in rules.program.duties if looks_back(duty) for act in duty.acts)
    return asked, overdue


def settling_conditions(rules: Rules) -> list[Expr]:
    """The conditions that are looked at when a track settles."""
    program = rules.program
    kinds = ("stage", "condition")
    found = [guard for row in program.duties if row.open.kind in kinds for guard in (row.open.guard, row.when)]
    rows: list[Deeming | PeriodOp | Edge] = [*program.deemings, *program.period_ops, *program.edges]
    found += [guard for row in rows if row.trigger.kind in kinds for guard in (row.trigger.guard, row.guard)]
    return [each for each in found if each is not None]


def asks_of_time(conditions: Iterable[Expr]) -> bool:
    """Whether a condition may change by the passing of days alone."""
    return any(part[0] == "period" for each in conditions for part in _parts(each))


def coupled(rules: Rules, conditions: Iterable[Expr]) -> bool:
    """Whether a track may settle otherwise because of what happened to another track, or to the case."""
    program = rules.program
    owed = {act.event for duty in program.duties if duty.scope == "case" for act in duty.acts}
    periods = {period.id for period in program.periods if period.scope == "case"}
    for kind, *rest in (part for each in conditions for part in _parts(each)):
        if kind == "tracks" or (kind == "count" and "case" in rest):
            return True
        if (kind in ("open", "overdue") and rest[0] in owed) or (kind == "period" and rest[0] in periods):
            return True
    return False


def _parts(expr: Any) -> Iterator[Any]:
    """A condition and all conditions in it."""
    if isinstance(expr, tuple) and expr and isinstance(expr[0], str):
        yield expr
    for part in expr if isinstance(expr, tuple) else ():
        yield from _parts(part)
