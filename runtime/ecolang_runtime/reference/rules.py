"""A policy indexed for the interpreter: which rows name an event, leave a stage, hang on a lapse."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang import program as tables
from ecolang.program import (
    Act,
    ActorRule,
    Anchor,
    Contents,
    CountLimit,
    Deeming,
    Duty,
    Edge,
    Event,
    Expr,
    Order,
    Period,
    PeriodOp,
    Power,
    Program,
    Prohibition,
    Role,
    Trigger,
)
from ecolang.program import Counting as ProgramCounting
from ecolang.rows import dataclass, fields, is_dataclass
from ecolang.time import Calendar, Counting, Due

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

#: The tables whose rows hold conditions or anchors, and the fields of what such rows are made of.
_ASKING = (
    "periods", "duties", "powers", "prohibitions", "actor_rules", "count_limits", "period_ops", "deemings", "edges",
    "contents", "orders", "definitions", "guarantees", "transitions",
)  # fmt: skip
_FIELDS: dict[type, tuple[str, ...]] = {
    value: tuple(each.name for each in fields(value))
    for value in vars(tables).values()
    if isinstance(value, type) and is_dataclass(value)
}


class Rules:
    """The rows of a program by what sets them off. Immutable; safe to share between runs and threads.

    `walked`: what other programs found in rows that this one may share. `kept`: duties and periods of articles that
    no longer apply, by whose words what is open or runs goes on. `others`: programs that take turns with this one in a
    case, this one among them, so that what any of them counts is counted throughout.
    """

    def __init__(
        self,
        program: Program,
        calendar: Calendar,
        walked: Walked | None = None,
        kept: tuple[Duty | Period, ...] = (),
        others: tuple[Program, ...] = (),
    ) -> None:
        asked = _asked(program, {} if walked is None else walked)
        self.program = program
        self.calendar = calendar
        self.settings = program.settings
        self.events: dict[str, Event] = {e.id: e for e in program.events}
        #: The field that says for which day an event is planned; the first that is declared so.
        self.plans: dict[str, tuple[str, str]] = {}
        for carrier in program.events:
            for field in carrier.fields:
                if field.plans is not None:
                    self.plans.setdefault(field.plans, (carrier.id, field.id))
        self.defaults: dict[tuple[str, str], Any] = {
            (event.id, row.id): row.default
            for event in program.events
            for row in event.fields
            if row.default is not None
        }
        self.fact_defaults: dict[str, Any] = {row.id: row.default for row in program.facts if row.default is not None}
        self.roles: dict[str, Role] = {r.id: r for r in program.roles}
        self.duties: dict[str, Duty] = {d.id: d for d in program.duties}
        self.periods: dict[str, Period] = {p.id: p for p in program.periods}
        self.powers: dict[str, Power] = {p.id: p for p in program.powers}
        self.count_limits: dict[str, CountLimit] = {limit.id: limit for limit in program.count_limits}
        self.documents = {d.id: d for d in program.documents}
        self.groups: dict[str, tuple[str, ...]] = {g.id: g.stages for g in program.groups}
        self.outcomes = frozenset(s.id for s in program.stages if s.outcome)
        starts = [s.id for s in program.stages if s.start] or [s.id for s in program.stages]
        self.start = starts[0] if starts else ""
        self.duties_by: dict[str, list[tuple[Duty, Act]]] = _by_act(program.duties)
        self.powers_by: dict[str, list[tuple[Power, Act]]] = _by_act(program.powers)
        self.prohibitions_by: dict[str, list[tuple[Prohibition, Act]]] = _by_act(program.prohibitions)
        self.actor_rules_by: dict[str, list[ActorRule]] = {}
        for rule in program.actor_rules:
            for event in rule.events:
                self.actor_rules_by.setdefault(event, []).append(rule)
        self.limits_by: dict[str, list[CountLimit]] = {}
        self.minimums_by: dict[str, list[CountLimit]] = {}
        for limit in program.count_limits:
            self.limits_by.setdefault(limit.act.event, []).append(limit)
            if limit.bound == "min" and limit.before is not None:
                self.minimums_by.setdefault(limit.before.event, []).append(limit)
        self.edges_from: dict[str, list[Edge]] = {}
        self.edges_by: dict[str, list[Edge]] = {}
        for edge in program.edges:
            self.edges_from.setdefault(edge.source, []).append(edge)
            if edge.trigger.event is not None:
                self.edges_by.setdefault(edge.trigger.event, []).append(edge)
        self.contents_by: dict[str, list[Contents]] = {}
        for contents in program.contents:
            if not contents.form and contents.degree != "may":
                self.contents_by.setdefault(contents.document, []).append(contents)
        self.orders_by: dict[str, list[Order]] = {}
        for order in program.orders:
            self.orders_by.setdefault(order.event, []).append(order)
        self.reached = frozenset((*asked.reached, *(t.of for t in _triggers(program) if t.kind == "reached" and t.of)))
        ranked = [*(duty.id for duty in program.duties), *(period.id for period in program.periods)]
        self.place: dict[str, int] = {name: place for place, name in enumerate(ranked)}
        self.leaving: dict[str, list[Duty]] = {"track": [], "case": []}
        for row in kept:
            if isinstance(row, Duty):
                self.duties[row.id] = row
                if row.open.kind == "stage":
                    self.leaving[row.scope].append(row)
            else:
                self.periods[row.id] = row
            self.place.setdefault(row.id, len(self.place))
        settling = ("stage", "condition")
        self.settling_duties: dict[str, list[Duty]] = {
            scope: [d for d in program.duties if d.scope == scope and d.open.kind in settling]
            for scope in ("track", "case")
        }
        self.settling_deemings = [d for d in program.deemings if d.trigger.kind in settling]
        self.settling_ops = [op for op in program.period_ops if op.trigger.kind in settling]
        self.settling_edges: dict[str, list[Edge]] = {
            stage: [e for e in edges if e.trigger.kind in settling and e.kind != "power"]
            for stage, edges in self.edges_from.items()
        }
        #: Dates that were worked out, by what they depend on; shared by all runs under these rules.
        self.dues: dict[Any, Due] = {}
        self.staged = [row for row in program.duties if row.open.kind == "stage"]
        self.staged_deemings = [row for row in program.deemings if row.trigger.kind == "stage"]
        self.opened_by: dict[str, list[Duty]] = {}
        for duty in program.duties:
            if duty.open.kind == "event" and duty.open.event is not None:
                self.opened_by.setdefault(duty.open.event, []).append(duty)
        self.deemings_by: dict[str, list[Deeming]] = {}
        for deeming in program.deemings:
            if deeming.trigger.kind == "event" and deeming.trigger.event is not None:
                self.deemings_by.setdefault(deeming.trigger.event, []).append(deeming)
        self._settling_at: dict[str, list[Duty]] = {}
        self._powers_at: dict[str, list[Power]] = {}
        self._usable_at: dict[str, frozenset[str]] = {}
        self._members: dict[tuple[str, ...], frozenset[str]] = {}
        self._tally_at: dict[tuple[str, int], int] = {}
        self._tally_of: dict[str, int] = {}
        self.tallies_by: dict[str, list[tuple[int, Expr | None]]] = {}
        for other in others:
            for counted_event, counted_guard in _asked(other, {}).counted:
                self._add_tally(counted_event, counted_guard)
        for expr_event, guard in (*asked.counted, *_asked_by(kept)):
            self._add_tally(expr_event, guard)
        self._calendars: dict[tuple[str, ...], Calendar] = {}

    def stages(self, names: tuple[str, ...]) -> frozenset[str]:
        """Stages with groups replaced by their members."""
        found = self._members.get(names)
        if found is None:
            found = frozenset(stage for name in names for stage in self.groups.get(name, (name,)))
            self._members[names] = found
        return found

    def inside(self, stage: str, names: tuple[str, ...]) -> bool:
        """Whether a rule for `names` holds in the stage; no names: in every stage."""
        return not names or stage in self.stages(names)

    def settling_at(self, stage: str) -> list[Duty]:
        """The duties of a track that its being in a stage, or a condition, may open there."""
        found = self._settling_at.get(stage)
        if found is None:
            found = [
                duty
                for duty in self.settling_duties["track"]
                if duty.open.kind == "condition" or stage in self.stages(duty.open.stages)
            ]
            self._settling_at[stage] = found
        return found

    def powers_at(self, stage: str) -> list[Power]:
        """The powers of a stage; one without stages may be used until the outcome."""
        found = self._powers_at.get(stage)
        if found is None:
            found = [
                power
                for power in self.program.powers
                if (stage in self.stages(power.stages) if power.stages else stage not in self.outcomes)
            ]
            self._powers_at[stage] = found
        return found

    def usable_at(self, stage: str) -> frozenset[str]:
        """The names of the powers of a stage and of their grounds."""
        found = self._usable_at.get(stage)
        if found is None:
            powers = self.powers_at(stage)
            grounds = (ground.id for power in powers for ground in power.grounds)
            found = frozenset((*(power.id for power in powers), *grounds))
            self._usable_at[stage] = found
        return found

    def event(self, name: str) -> Event:
        """The declared event; an undeclared one is free of rules."""
        return self.events.get(name) or Event(name)

    def whole(self, role: str) -> tuple[str, ...]:
        """The role and every role that it is a part of."""
        chain = [role]
        while (row := self.roles.get(chain[-1])) is not None and row.part_of and row.part_of not in chain:
            chain.append(row.part_of)
        return tuple(chain)

    def acts_as(self, by: tuple[str, ...], role: str) -> bool:
        """Whether one of the acting roles is the role or a part of it."""
        return any(role in self.whole(actor) for actor in by)

    def tally(self, event: str, guard: Expr | None) -> int:
        """The number of the tally that counts occurrences of the event with the guard."""
        # The program keeps its guards alive, so that no other object has the identity of one of them.
        found = self._tally_at.get((event, id(guard)))
        return self._tally_of[_tally_key(event, guard)] if found is None else found

    def counting(self, written: ProgramCounting) -> Counting:
        """A period's counting with the policy's settings filled in."""
        settings = self.settings
        # Hours end at their instant: only days, months and years move over days off by the policy's setting.
        roll = written.roll or ("none" if written.unit == "hour" else settings.roll)
        start = written.start or (settings.hour_start if written.unit == "hour" else None)
        return Counting(
            written.unit,  # type: ignore[arg-type]
            start or settings.counting_start,  # type: ignore[arg-type]
            roll,  # type: ignore[arg-type]
            written.month_end or settings.month_end,  # type: ignore[arg-type]
        )

    def calendar_of(self, written: ProgramCounting) -> Calendar:
        """The policy's calendar, or the layers that the period names; days that policy or case add always hold."""
        if written.calendar is None:
            return self.calendar
        found = self._calendars.get(written.calendar)
        if found is None:
            names = written.calendar
            layers = self.calendar.layers
            if not set(names) <= {layer.name for layer in layers}:
                # The policy's own calendar lacks a layer that this period names.
                embedded = Calendar.from_rows(self.program.calendar_rows)
                layers = embedded.layers if isinstance(embedded, Calendar) else layers
            chosen = [layer for name in names for layer in layers if layer.name == name]
            found = Calendar((*chosen, *(layer for layer in layers if layer.everywhere and layer not in chosen)))
            self._calendars[names] = found
        return found

    def _add_tally(self, event: str, guard: Expr | None) -> None:
        key = _tally_key(event, guard)
        if key not in self._tally_of:
            self._tally_of[key] = len(self._tally_of)
            self.tallies_by.setdefault(event, []).append((self._tally_of[key], guard))
        self._tally_at[event, id(guard)] = self._tally_of[key]


def _tally_key(event: str, guard: Expr | None) -> str:
    return repr((event, guard))


def _by_act(rows: tuple[Any, ...]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        for act in row.acts:
            found.setdefault(act.event, []).append((row, act))
    return found


def _triggers(program: Program) -> Iterator[Trigger]:
    for duty in program.duties:
        yield duty.open
    rows: tuple[PeriodOp | Deeming | Edge, ...] = (*program.period_ops, *program.deemings, *program.edges)
    for row in rows:
        yield row.trigger


@dataclass(frozen=True, slots=True)
class _Asked:
    """What conditions and anchors ask about: periods whose last day comes, and events that are counted."""

    reached: tuple[str, ...] = ()
    counted: tuple[tuple[str, Expr | None], ...] = ()


#: What a row asks about, by the row's identity; the row is kept so that no other takes its place.
Walked: TypeAlias = "dict[int, tuple[Any, _Asked]]"


def _asked(program: Program, walked: Walked) -> _Asked:
    """What the rows of a program ask about; the tables of words, texts and tests ask nothing."""
    found: list[_Asked] = []
    for table in _ASKING:
        for row in getattr(program, table):
            known = walked.get(id(row))
            if known is None:
                reached: dict[str, None] = {}
                counted: list[tuple[str, Expr | None]] = []
                _walk(row, reached, counted)
                known = walked[id(row)] = (row, _Asked(tuple(reached), tuple(counted)))
            found.append(known[1])
    return _Asked(
        tuple(name for each in found for name in each.reached), tuple(pair for each in found for pair in each.counted)
    )


def _asked_by(rows: tuple[Duty | Period, ...]) -> list[tuple[str, Expr | None]]:
    """What rows count."""
    counted: list[tuple[str, Expr | None]] = []
    for row in rows:
        _walk(row, {}, counted)
    return counted


def _walk(value: Any, reached: dict[str, None], counted: list[tuple[str, Expr | None]]) -> None:
    if type(value) is tuple:
        if value and type(value[0]) is str:
            if len(value) == 3 and value[0] == "period" and value[2] == "reached":
                reached[value[1]] = None
            if len(value) in (3, 4) and value[0] in ("happened", "count") and isinstance(value[1], str):
                counted.append((value[1], value[2]))
            elif len(value) == 5 and value[0] == "since":
                counted += [(value[1], value[2]), (value[3], value[4])]
        for part in value:
            if type(part) is not str:
                _walk(part, reached, counted)
    elif value is not None and (names := _FIELDS.get(type(value))) is not None:
        if isinstance(value, Anchor) and value.event is not None:
            counted.append((value.event, value.guard))
        for name in names:
            part = getattr(value, name)
            if part is not None and type(part) is not str:
                _walk(part, reached, counted)
