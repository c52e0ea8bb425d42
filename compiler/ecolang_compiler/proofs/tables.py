"""A program's rows by what asks for them, and the things of a track's past that one question follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import define
from attrs import field as attribute

from ecolang.program import Act, Deeming, Duty, Edge, Expr, Field, Power, Program, Prohibition
from ecolang_compiler.proofs.kleene import Look, atoms, comparisons
from ecolang_compiler.proofs.rows import by, by_act, exprs_of, looks_back
from ecolang_compiler.proofs.space import field_values
from ecolang_compiler.resolve.expressions import conjunction

#: Something of a track's past: ("count", event, guard), ("since", …), ("last", event, field), ("first", …),
#: ("overdue", event), ("period", id), ("owed", duty), ("limit", id), ("held", deeming). Others are never followed.
Key = tuple[Any, ...]

_FOLLOWED = frozenset(("count", "since", "last", "first", "overdue", "period", "owed", "limit", "held"))


def followed(key: Key) -> bool:
    """Whether a thing can be followed."""
    return key[0] in _FOLLOWED


@define(slots=False)
class Tables:
    """`keys`: what is followed; `asked`: the guarantee's own conditions, over whichever acts they are."""

    program: Program
    keys: tuple[Key, ...]
    asked: tuple[tuple[str | None, Expr | None], ...] = ()
    places: dict[Key, int] = attribute(init=False)
    #: Conditions taken apart, by identity: the condition (kept alive), what it reads, the facts among it.
    parts: dict[int, tuple[Expr, tuple[Expr, ...], tuple[str, ...]]] = attribute(init=False, factory=dict)
    #: Answers that were worked out; likewise what does not change with the state.
    answers: dict[Any, Any] = attribute(init=False, factory=dict)
    _stages: dict[tuple[str, ...], frozenset[str]] = attribute(init=False, factory=dict)
    _moves: dict[tuple[str, str], list[Edge]] = attribute(init=False, factory=dict)
    _elsewhere: dict[str, str] = attribute(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        held = tuple(("held", row.id) for row in self.deemed_by_condition)
        # A duty for each row of a schedule may be owed several times at once: it is not followed.
        duties = self.program.duties
        rows = {("owed", duty.id) for duty in duties if any(d.anchor.kind == "row" for d in duty.deadlines)}
        self.keys = tuple(key for key in dict.fromkeys((*self.keys, *held)) if key not in rows)
        self.places = {key: place for place, key in enumerate(self.keys)}

    # -- stages

    @cached_property
    def start(self) -> str:
        """The stage that a track begins in."""
        return next((stage.id for stage in self.program.stages if stage.start), self.program.stages[0].id)

    @cached_property
    def outcomes(self) -> frozenset[str]:
        """The stages that end a track."""
        return frozenset(stage.id for stage in self.program.stages if stage.outcome)

    @cached_property
    def _groups(self) -> dict[str, tuple[str, ...]]:
        return {group.id: group.stages for group in self.program.groups}

    def stages(self, names: tuple[str, ...]) -> frozenset[str]:
        """Stages, groups taken apart."""
        found = self._stages.get(names)
        if found is None:
            found = frozenset(stage for name in names for stage in self._groups.get(name, (name,)))
            self._stages[names] = found
        return found

    def inside(self, stage: str, names: tuple[str, ...]) -> bool:
        """Whether a stage is among the named ones; no names: always."""
        return not names or stage in names or stage in self.stages(names)

    # -- rows

    @cached_property
    def edges_from(self) -> dict[str, list[Edge]]:
        """Edges by their source."""
        return by(self.program.edges, lambda edge: (edge.source,))

    def edges_on(self, stage: str, event: str) -> list[Edge]:
        """Edges that an event takes from a stage."""
        found = self._moves.get((stage, event))
        if found is None:
            found = [edge for edge in self.edges_from.get(stage, ()) if edge.trigger.event == event]
            self._moves[stage, event] = found
        return found

    @cached_property
    def settling(self) -> dict[str, list[Edge]]:
        """Edges that conditions take."""
        rows = [edge for edge in self.program.edges if edge.trigger.kind in ("condition", "stage")]
        return by(rows, lambda edge: (edge.source,))

    @cached_property
    def duties_by(self) -> dict[str, list[tuple[Duty, Act]]]:
        """Duties by the acts that discharge them."""
        return by_act(self.program.duties)

    @cached_property
    def powers_by(self) -> dict[str, list[tuple[Power, Act]]]:
        """Powers by their acts."""
        return by_act(self.program.powers)

    @cached_property
    def grounds(self) -> dict[str, Expr]:
        """That one of a power's grounds holds, by power."""
        rows = [power for power in self.program.powers if power.grounds]
        return {power.id: ("or", *(ground.guard for ground in power.grounds)) for power in rows}

    @cached_property
    def prohibited(self) -> dict[str, list[tuple[Prohibition, Act]]]:
        """Prohibitions by the acts that they forbid."""
        return by_act(self.program.prohibitions)

    @cached_property
    def opened_by(self) -> dict[str, list[Duty]]:
        """Duties by the event that opens them."""
        rows = [duty for duty in self.program.duties if duty.open.kind == "event"]
        return by(rows, lambda duty: (duty.open.event,))

    @cached_property
    def deemed_by(self) -> dict[str, list[Deeming]]:
        """Deemings by the event that sets them off."""
        rows = [row for row in self.program.deemings if row.trigger.kind == "event"]
        return by(rows, lambda row: (row.trigger.event,))

    @cached_property
    def deemed(self) -> frozenset[str]:
        """The events that may be deemed."""
        return frozenset(row.event for row in self.program.deemings)

    @cached_property
    def external(self) -> frozenset[str]:
        """The events that come from outside."""
        return frozenset(row.id for row in self.program.events if row.external)

    @cached_property
    def deemed_by_condition(self) -> tuple[Deeming, ...]:
        """Deemings that a condition sets off."""
        return tuple(row for row in self.program.deemings if row.trigger.kind in ("condition", "stage"))

    @cached_property
    def settled_duties(self) -> tuple[Duty, ...]:
        """The followed duties that a stage or a condition opens."""
        rows = (duty for duty in self.program.duties if duty.open.kind in ("stage", "condition"))
        return tuple(duty for duty in rows if ("owed", duty.id) in self.places)

    def elsewhere(self, event: str) -> str:
        """The standing of an act that nothing in the present stage foresees: free, refused or unexpected."""
        found = self._elsewhere.get(event)
        if found is None:
            found = self._elsewhere[event] = self._unforeseen(event)
        return found

    def _unforeseen(self, event: str) -> str:
        row = next((each for each in self.program.events if each.id == event), None)
        duties = [duty for duty, _ in self.duties_by.get(event, ())]
        powers = self.powers_by.get(event, ())
        edges = [e for e in self.program.edges if e.trigger.event == event and e.kind != "power"]
        if row is None or row.external:
            return "free"
        if powers and not duties and not edges:
            return "refused"
        staged = [duty for duty in duties if duty.open.kind == "stage" and not looks_back(duty)]
        return "unexpected" if staged or powers or edges else "free"

    # -- what is followed

    @cached_property
    def counted(self) -> dict[str, list[tuple[Key, Expr | None]]]:
        """By event, the counts that it adds to, with the guard that says whether."""
        found: dict[str, list[tuple[Key, Expr | None]]] = {}
        for key in self.keys:
            if key[0] == "count":
                found.setdefault(key[1], []).append((key, key[2]))
            elif key[0] == "limit":
                limit = self._limits[key[1]]
                guards = tuple(guard for guard in (limit.act.guard, limit.guard) if guard is not None)
                found.setdefault(limit.act.event, []).append((key, ("and", *guards) if guards else None))
        return found

    @cached_property
    def sinces(self) -> dict[str, list[Key]]:
        """By event, what it begins or ends."""
        return by([key for key in self.keys if key[0] == "since"], lambda key: (key[1], key[3]))

    @cached_property
    def shown(self) -> dict[str, list[Key]]:
        """By event, the latest and first fields that are followed."""
        return by([key for key in self.keys if key[0] in ("last", "first")], lambda key: (key[1],))

    @cached_property
    def _limits(self) -> dict[str, Any]:
        return {limit.id: limit for limit in self.program.count_limits}

    def counts_in(self, limit: str, stage: str) -> bool:
        """Whether an act in a stage counts for a limit."""
        return self.inside(stage, self._limits[limit].stages)

    @cached_property
    def _allowed(self) -> dict[Key, int | None]:
        """The most that each followed limit can allow; None: no end."""
        found: dict[Key, int | None] = {}
        for key in self.keys:
            if key[0] == "limit":
                limit = self._limits[key[1]]
                open_ = any(each.number_from is not None and not each.number for each in limit.allowances)
                more = sum(each.number * (each.times or 1) for each in limit.allowances)
                soft = limit.degree == "principle" and not limit.allowances
                found[key] = None if open_ or soft or limit.degree == "encourage" else limit.number + more
        return found

    def exceeded(self, values: tuple[Any, ...]) -> bool:
        """Whether a limit is passed by more than every approval could allow."""
        return bool(self._allowed) and any(
            most is not None and self.get(values, key) > most for key, most in self._allowed.items()
        )

    @cached_property
    def caps(self) -> dict[Key, int]:
        """Up to where each count is kept: one past the largest number that it is compared with."""
        found = {key: 1 for key in self.keys}
        for expr in exprs_of(self.program, self.asked):
            for _, left, right in comparisons(expr):
                key = ("count", *left[1:3]) if left[0] == "count" else ()
                if key in found and right[0] == "lit" and isinstance(right[1], int):
                    found[key] = max(found[key], right[1] + 1)
        for key, most in self._allowed.items():
            found[key] = 0 if most is None else most + 1
        return found

    def begin(self) -> tuple[Any, ...]:
        """The values at the beginning."""
        empty = {"count": 0, "since": False, "overdue": False, "owed": 0, "limit": 0, "held": False}
        return tuple(
            ("not_started" if self._waits(key[1]) else "running") if key[0] == "period" else empty.get(key[0])
            for key in self.keys
        )

    def _waits(self, period: str) -> bool:
        """Whether a period waits for an event to start."""
        return any(row.id == period and row.deadline.anchor.kind == "event" for row in self.program.periods)

    def get(self, values: tuple[Any, ...], key: Key) -> Any:
        """The value of what is followed; None of what is not."""
        place = self.places.get(key)
        return None if place is None else values[place]

    def put(self, values: tuple[Any, ...], key: Key, value: Any) -> tuple[Any, ...]:
        """The values with one changed; the same where the key is not followed."""
        place = self.places.get(key)
        if place is None or values[place] == value:
            return values
        return (*values[:place], value, *values[place + 1 :])

    def more(self, values: tuple[Any, ...], key: Key) -> int:
        """A count with one more, as far as it is kept."""
        return int(min(self.get(values, key) + 1, self.caps[key]))

    def leave(self, values: tuple[Any, ...], stage: str | None) -> tuple[Any, ...]:
        """What hangs on stages ends when a track enters one where it does not hang; None: it ends all of it."""
        for duty in self.settled_duties:
            if duty.open.kind == "stage" and (stage is None or not self.inside(stage, duty.open.stages)):
                values = self.put(values, ("owed", duty.id), 0)
        for row in self.deemed_by_condition:
            values = self.put(values, ("held", row.id), False)
        return values

    @cached_property
    def awaited(self) -> frozenset[str]:
        """The periods of which something follows when their last day has come, before they lapse."""
        seen = (atom for expr in exprs_of(self.program, self.asked) for atom in atoms(expr))
        named = {atom[1] for atom in seen if atom[0] == "period" and atom[2] == "reached"}
        triggers = [row.trigger for row in self.program.edges] + [row.trigger for row in self.program.deemings]
        return frozenset(named | {each.of for each in triggers if each.kind == "reached" and each.of is not None})

    def clocked(self, event: str, stage: str, values: tuple[Any, ...]) -> Iterator[tuple[Key, str, Expr | None]]:
        """The followed periods that an event starts or changes: to what, and under which condition."""
        for row in self.program.periods:
            key = ("period", row.id)
            if key not in self.places:
                continue
            state, anchor = self.get(values, key), row.deadline.anchor
            if anchor.event == event and state == "not_started":
                told = conjunction([anchor.guard, ("received", event)]) if anchor.received else anchor.guard
                yield key, "running", told
            for op in self.program.period_ops:
                if op.period != row.id or op.trigger.event != event or not self.inside(stage, op.stages):
                    continue
                guard = conjunction([op.trigger.guard, op.guard])
                # Other suspensions may go on.
                guard = conjunction([guard, ("causes", op.id)]) if op.ends else guard
                changed = {"suspend": ("running", "suspended"), "resume": ("suspended", "running")}.get(op.op)
                if changed is not None and state == changed[0]:
                    yield key, changed[1], guard
                elif op.op == "end" and state in ("running", "suspended"):
                    yield key, "ended", guard
                elif op.op == "restart":
                    yield key, "running", guard

    # -- reading

    def taken_apart(self, guard: Expr) -> tuple[tuple[Expr, ...], tuple[str, ...]]:
        """What a condition reads, and the facts that it turns on."""
        found = self.parts.get(id(guard))
        if found is None:
            read = tuple(dict.fromkeys(atoms(guard)))
            others = tuple(atom for atom in read if atom[0] != "fact")
            found = self.parts[id(guard)] = (guard, others, tuple(atom[1] for atom in read if atom[0] == "fact"))
        return found[1], found[2]

    def look(
        self,
        stage: str,
        values: tuple[Any, ...],
        event: str | None,
        fields: Mapping[str, Any],
        facts: Mapping[str, Any],
        need: set[Key],
    ) -> Look:
        """Reads atoms of a state; what is not followed is unknown and put into `need`."""

        def held(key: Key) -> Any:
            if key in self.places:
                return self.get(values, key)
            need.add(key)
            return None

        def read(atom: Expr) -> Any:
            kind = atom[0]
            if kind == "in":
                return stage in self.stages(atom[1])
            if kind == "field":
                return self.field_value(event, atom[1], fields)
            if kind == "given":
                return None if event is None else fields.get(atom[1]) is not None
            if kind == "fact":
                return facts.get(atom[1])
            if kind in ("happened", "count"):
                if kind == "count" and atom[3] == "case" and self.program.settings.track_role is not None:
                    need.add(("others",))
                    return None
                count = held(("count", atom[1], atom[2]))
                return None if count is None else count >= 1 if kind == "happened" else count
            if kind == "period":
                return self._period(held(("period", atom[1])), atom[2])
            if kind == "open":
                answers = [held(("owed", duty.id)) for duty, _ in self.duties_by.get(atom[1], ())]
                return True if 1 in answers else None if None in answers else False
            if kind in ("since", "last", "first", "overdue"):
                return held(atom)
            need.add(atom)
            return None

        return read

    def _period(self, state: str | None, asked: str) -> bool | None:
        if state is None:
            return None
        if asked == "reached":
            return None if state in ("suspended", "ended") else state in ("reached", "lapsed")
        if asked == "running":
            return state in ("running", "reached")
        return state == asked

    def field_value(self, event: str | None, name: str, fields: Mapping[str, Any]) -> Any:
        """What an act says in a field, or the field's default."""
        found = fields.get(name)
        if found is None and (row := self.field(event, name)) is not None:
            return row.default
        return found

    def field(self, event: str | None, name: str) -> Field | None:
        """A field of an event."""
        fields = next((each.fields for each in self.program.events if each.id == event), ())
        return next((each for each in fields if each.id == name), None)

    def fact_values(self, name: str) -> tuple[Any, ...]:
        """The values of a fact that conditions can tell apart."""
        return self._facts.get(name, ())

    @cached_property
    def _facts(self) -> dict[str, tuple[Any, ...]]:
        literals: dict[str, list[Any]] = {}
        for expr in exprs_of(self.program, self.asked):
            for _, left, right in comparisons(expr):
                if left[0] == "fact" and right[0] == "lit":
                    literals.setdefault(left[1], []).append(right[1])
        return {row.id: field_values(row, list(dict.fromkeys(literals.get(row.id, [])))) for row in self.program.facts}
