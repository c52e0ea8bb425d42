"""A policy made ready for this engine: its rows numbered, its source written and compiled, all indexed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ecolang.program import Act, Allowance, Deadline, Expr, Trigger
from ecolang.program import Counting as ProgramCounting
from ecolang_runtime.compiled import acts, assembly, source
from ecolang_runtime.compiled.breaches import Paper
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.expressions import Expressions
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.rows import (
    AllowanceRow,
    Answer,
    DeadlineRow,
    DeemingRow,
    DutyRow,
    EdgeRow,
    GroundRow,
    Guard,
    LimitRow,
    OpRow,
    PeriodRow,
    PowerRow,
    Standing,
    by_scope,
    of_case,
)
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.state import Sizes, Track
from ecolang_runtime.compiled.whitelist import check_program
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.standing import looks_back
from ecolang_runtime.verdict import Effect

_DONE = {"suspend": "suspended", "resume": "resumed", "restart": "restarted", "end": "ended"}


class Tables:
    """Immutable once made; safe to share between runs and threads. Raises Unsupported for a policy with anything that
    the engine does not know."""

    def __init__(self, rules: Rules, numbers: Numbers, readings: bool = False) -> None:
        check_program(rules.program)
        #: What is counted for the sake of other readings, which these rules are compared with (`readings`).
        self.besides = acts.counted_by_readings(rules.program) if readings else {}
        self.rules = rules
        self.numbers = numbers
        program = rules.program
        settings = program.settings
        self.track_role = settings.track_role
        self.roles = frozenset(rules.roles)
        self._wholes: dict[str, tuple[str, ...]] = {}
        self.expressions = Expressions(rules, numbers)
        self.guards = source.Guards(self.expressions)
        self.uncounted = rules.counting(ProgramCounting(roll="none", start="next"))
        self.keeps_used = any(clause.how == "not_modelled" and clause.rules for clause in program.clauses)
        self.not_modelled = [(row.id, row.rules) for row in program.clauses if row.how == "not_modelled"]
        self.coupled = acts.names_tracks(program)
        self.voiding = any(duty.void is True for duty in program.duties)
        self.stage_count = len(program.stages)
        self._guards: dict[str, Guard] = {}  # rows to be filled in once the functions are there
        self.reads: list[tuple[Any, str, int]] = []
        self._held: dict[str, int] = {}
        self._dating: set[int] = set()  # the events of which a demand of time reads a field, or an earlier occurrence
        names = {each: numbers.of("stage", each.id) for each in program.stages}
        self.stage_names: list[str] = []
        self.start = numbers.of("stage", rules.start)
        if not program.stages:
            raise Unsupported("a policy without stages")
        self.outcomes = frozenset(number for row, number in names.items() if row.outcome)
        self.turn_deemings: list[DeemingRow] = []
        self.turn_edges: dict[int, list[EdgeRow]] = {}
        self.turn_duties: tuple[tuple[DutyRow, ...], tuple[DutyRow, ...]] = ((), ())
        self.turn_ops: tuple[tuple[OpRow, ...], tuple[OpRow, ...]] = ((), ())
        self.steady: frozenset[str]  # the duties of which every last day, once it is known, stays the same
        self.turn_names: frozenset[tuple[str, str | None]] = frozenset()
        self.limits: list[LimitRow] = []
        self.papers: dict[str, Paper]
        self._periods()
        self._duties()
        self._ops()
        self._events()
        self._powers()
        self._edges()
        acts.turns(self)
        acts.limits(self)
        acts.breaches(self)
        self.twinned = False  # whether some date is compared with that of another reading
        #: By stage, what shows that a power stands as under another reading: its bit, what it looks at, a condition.
        self.shadows: dict[int, list[tuple[int, int, Answer]]] = {}
        self.shadowed: dict[int, int] = {}  # by stage, the bits of these readings, and what these conditions look at
        self.shadowing: dict[int, int] = {}
        self.sizes: Sizes
        self.event_names: list[str] = []
        self.fact_numbers: dict[str, int] = {}
        self.settle_case: Callable[[Machine, Track], bool] | None = None
        self.rounds: range  # how often the conditions of a single track may be looked at until they rest
        self.entangled: bool  # whether something settles for the case, or looks at other tracks
        self.keeping: list[int] = []  # by stage, as bits, what is still held when it is entered
        self.keeping_again = 0  # and when it is entered from itself
        self.watched: list[int] = []  # by stage, the bits of what settling looks at, and what its powers look at
        self.usable: list[int] = []
        self.settle_at: list[Callable[[Machine, Track, int], bool]] = []
        self.available_at: list[Callable[[Machine, Track, int], None]] = []
        self.powers_at: dict[int, tuple[PowerRow, ...]] = {}
        self.namespace: dict[str, Any] = {}
        self.chunks = assembly.assemble(self)
        #: The events of which something asks for the first or last occurrence itself.
        self.recalled = frozenset((*self._dating, *self.expressions.recalled))

    # -- small things

    def whole(self, role: str) -> tuple[str, ...]:
        """The role and every role that it is a part of."""
        found = self._wholes.get(role)
        if found is None:
            found = self._wholes[role] = self.rules.whole(role)
        return found

    def acts_as(self, by: tuple[str, ...], role: str) -> bool:
        """Whether one of the acting roles is the role or a part of it."""
        return any([role in self.whole(actor) for actor in by])

    def stages(self, names: tuple[str, ...]) -> frozenset[int] | None:
        return self.expressions.stages(names) if names else None

    def _standing_stages(self, trigger: Trigger) -> frozenset[int] | None:
        """Where a trigger looks; a condition without stages looks everywhere, a stage without stages nowhere."""
        if trigger.kind == "stage" and not trigger.stages:
            return frozenset()
        return self.stages(trigger.stages)

    def _both(self, *guards: Expr | None) -> Expr | None:
        parts = [guard for guard in guards if guard is not None]
        if len(parts) < 2:
            return parts[0] if parts else None
        return ("and", *parts)

    def guard(self, cite: str, norm: str, *parts: Expr | None) -> Guard | None:
        expr = self._both(*parts)
        if expr is None:
            return None
        return self.named(self.guards.name(expr, cite, norm))

    def named(self, name: str) -> Guard:
        found = self._guards.get(name)
        if found is None:
            number, cite, norm = self.guards.asked[name]
            found = self._guards[name] = Guard(assembly.unmade, assembly.unmade, cite, norm)
            self.reads.append((found, "guard", number))
        return found

    def _read(self, row: Any, attribute: str, expr: Expr | None) -> None:
        """Lets a row read a value by a pair of functions: the value, and what is missing."""
        if expr is not None:
            number = self.numbers.expression("value", expr)
            self.expressions.value_function(expr, number)
            self.reads.append((row, attribute, number))

    def _act(self, act: Act | None, cite: str, norm: str) -> tuple[int, Guard | None] | None:
        return None if act is None else (self.expressions.event(act.event), self.guard(cite, norm, act.guard))

    def allowance(self, row: Allowance, norm: str) -> AllowanceRow:
        made = AllowanceRow(row)
        made.guard = self.guard(row.cite, norm, row.guard)
        made.approval = self._act(row.approval, row.cite, norm)
        made.request = self._act(row.request, row.cite, norm)
        made.refusal = self._act(row.refusal, row.cite, norm)
        self._read(made, "number_at", row.number_from)
        return made

    # -- periods and duties

    def _deadline(self, row: Deadline) -> DeadlineRow:
        made = DeadlineRow(row)
        anchor = row.anchor
        if anchor.kind == "event" and anchor.event is not None:
            made.anchor_event = self.expressions.event(anchor.event)
            made.anchor_tally = self.expressions.tally(anchor.event, anchor.guard)
        if anchor.kind == "field" and anchor.event is not None and anchor.field is not None:
            made.anchor_field = (self.expressions.event(anchor.event), anchor.field)
            self._dating.add(made.anchor_field[0])
        plan = anchor.planned or (
            self.rules.plans.get(anchor.event) if anchor.kind == "event" and anchor.event else None
        )
        if plan is not None:
            made.planned = (self.expressions.event(plan[0]), plan[1])
            self._dating.add(made.planned[0])
        if anchor.kind == "period" and anchor.period in self._period_ids:
            made.of_period = self.periods[self.numbers.of("period", anchor.period)]
        made.counting = self.rules.counting(row.counting)
        made.calendar = self.rules.calendar_of(row.counting)
        if row.kind != "before" and not row.counting.runs_on:
            made.still = self.rules.settings.standstill
        self._read(made, "amount_at", row.amount_from)
        made.fixed = row.amount_from is None and anchor.kind in ("opening", "event")
        made.quick = made.fixed and row.kind in ("within", "prompt") and row.amount is not None
        made.reached = row.id in self.rules.reached
        return made

    def _periods(self) -> None:
        program = self.rules.program
        for row in program.periods:
            self.numbers.of("period", row.id)
        self._period_ids = {row.id for row in program.periods}
        self.periods: dict[int, PeriodRow] = {}
        for row in program.periods:
            number = self.numbers.of("period", row.id)
            self.periods[number] = PeriodRow(row, number)
        for made in self.periods.values():
            row = made.row
            made.deadline = self._deadline(row.deadline)
            made.deadline.reached = made.deadline.reached or row.id in self.rules.reached
            made.allowances = tuple(self.allowance(each, row.id) for each in row.allowances)
            made.limit_stages = self.stages(row.limit_stages)
            moving = any(each.approval is None and each.request is None for each in row.allowances)
            made.fixed = made.deadline.fixed and not moving
            made.place = self.rules.place.get(row.id, 0)
        self.limited = by_scope((p for p in self.periods.values() if p.limited), lambda p: p.whole)
        self.begins = by_scope(
            (p for p in self.periods.values() if p.row.deadline.anchor.kind != "event"), lambda p: p.whole
        )

    def _duties(self) -> None:
        self.duties: dict[str, DutyRow] = {}
        self.duty_guards: dict[str, Expr | None] = {}
        for row in self.rules.program.duties:
            number = self._number_held(row.id)
            made = self.duties[row.id] = DutyRow(row, number)
            made.deadlines = tuple(self._deadline(each) for each in row.deadlines)
            for deadline in made.deadlines:
                deadline.reached = deadline.reached or row.id in self.rules.reached
                deadline.lapsed = Effect("lapsed", deadline.cite, row.id)
            made.acts = tuple(
                (self.expressions.event(act.event), self.guard(row.cite, row.id, act.guard)) for act in row.acts
            )
            made.events = frozenset(event for event, _ in made.acts)
            made.anchor_events = frozenset(d.anchor_event for d in made.deadlines if d.anchor_event >= 0)
            made.concerns = made.events | made.anchor_events
            made.stages = self.stages(row.open.stages)
            expr = self._both(None if row.open.kind == "start" else row.open.guard, row.when)
            self.duty_guards[row.id] = expr
            made.when = self.guard(row.cite, row.id, expr)
            made.undated = not any(
                d.kind != "prompt" or d.amount is not None or d.amount_from is not None for d in row.deadlines
            )
            made.looks_back = looks_back(row)
            if made.looks_back:
                self._dating |= made.events
            made.dating = frozenset(d.anchor_field[0] for d in made.deadlines if d.anchor_field is not None)
            made.fixed = all(d.fixed or (d.anchor_field and d.row.amount_from is None) for d in made.deadlines)
            made.place = self.rules.place.get(row.id, 0)
        self.starts = by_scope((d for d in self.duties.values() if d.row.open.kind == "start"), of_case)
        #: The acts that count although they came before, with the tallies of what they must have come after.
        self.looking_back = [
            (event, deadline.anchor_tally)
            for made in self.duties.values()
            for event in made.events
            for deadline in made.deadlines
            if made.looks_back and deadline.anchor_tally >= 0
        ]
        self.held_by_stage: list[tuple[int, frozenset[int] | None]] = [
            (made.number, made.stages) for made in self.duties.values() if made.staged
        ]

    def _number_held(self, id: str) -> int:
        # The reference keeps them by name, so that rows of one name share it.
        number = self.numbers.of("held", id)
        self._held[id] = number
        return number

    def _ops(self) -> None:
        self.ops: list[OpRow] = []
        for row in self.rules.program.period_ops:
            made = OpRow(row, _DONE[row.op])
            if row.period in self._period_ids:
                made.period = self.periods[self.numbers.of("period", row.period)]
            else:
                made.duty = self.duties.get(row.period)
            trigger = row.trigger
            if trigger.kind == "event" and trigger.event is not None:
                made.event = self.expressions.event(trigger.event)
            made.stages = self.stages(row.stages)
            made.trigger_stages = self._standing_stages(trigger)
            made.guard = self.guard(row.cite, row.id, trigger.guard, row.guard)
            made.op_guard = self.guard(row.cite, row.id, row.guard)
            made.held = self._number_held(row.id)
            self.ops.append(made)

    def owners(self, ops: Iterable[OpRow]) -> tuple[tuple[OpRow, ...], tuple[OpRow, ...]]:
        """Operations by the scope of what they work on; one on nothing works nowhere."""
        known = [op for op in ops if op.period is not None or op.duty is not None]
        found: tuple[tuple[OpRow, ...], tuple[OpRow, ...]] = by_scope(
            known, lambda op: op.period.whole if op.period is not None else of_case(op.duty)
        )
        return found

    # -- events, powers, edges

    def _events(self) -> None:
        program = self.rules.program
        self.events: list[EventRow] = []
        by_name: dict[str, EventRow] = {}
        for row in program.events:
            by_name[row.id] = EventRow(row, self.expressions.event(row.id))
        self.by_name = by_name
        self.deemings: list[DeemingRow] = []
        for deeming in program.deemings:
            self.expressions.event(deeming.event)
            made = DeemingRow(deeming, by_name[deeming.event])
            made.stages = self.stages(deeming.stages)
            made.trigger_stages = self._standing_stages(deeming.trigger)
            made.guard = self.guard(deeming.cite, deeming.id, deeming.trigger.guard, deeming.guard)
            made.held = self._number_held(deeming.id)
            self.deemings.append(made)
            if deeming.trigger.kind == "stage":
                self.held_by_stage.append((made.held, self.stages(deeming.trigger.stages)))
        for event in by_name.values():
            number = event.number
            starting = [
                p for p in self.periods.values() if p.deadline.anchor == "event" and p.deadline.anchor_event == number
            ]
            event.starts = by_scope(starting, lambda p: p.whole)
            event.ops = self.owners(op for op in self.ops if op.row.trigger.kind == "event" and op.event == number)
            event.opens = by_scope((self.duties[d.id] for d in self.rules.opened_by.get(event.id, ())), of_case)
            event.deemings = tuple(
                d for d in self.deemings if d.row.trigger.kind == "event" and d.row.trigger.event == event.id
            )
            extending = [
                (period, place)
                for period in self.periods.values()
                for place, row in enumerate(period.allowances)
                if any(act is not None and act[0] == number for act in (row.approval, row.request, row.refusal))
            ]
            event.extends = by_scope(extending, lambda each: each[0].whole)
            event.orders = tuple(
                (order, degree)
                for order in self.rules.orders_by.get(event.id, ())
                if (degree := degree_of(order.degree)) is not None
            )
            event.plain = not event.documents and not event.orders
        self.shared_events = [event for event in by_name.values() if event.shared]

    def _powers(self) -> None:
        self.powers: dict[str, PowerRow] = {}
        for row in self.rules.program.powers:
            made = self.powers[row.id] = PowerRow(row, self.numbers.of("available", row.id))
            made.stages = self.stages(row.stages)
            made.guard = self.guard(row.cite, row.id, row.guard)
            grounds = []
            for each in row.grounds:
                ground = GroundRow(each, self.numbers.of("available", each.id), row.id)
                ground.guard = self.guard(each.cite, each.id, each.guard) or Guard(_true, _none, each.cite, each.id)
                grounds.append(ground)
            made.grounds = tuple(grounds)
            made.after = None if row.after is None else self._deadline(row.after)
            made.ends = tuple(self._deadline(each) for each in row.ends)
        for event in self.by_name.values():
            event.powers = tuple(
                (self.powers[power.id], self.guard(power.cite, power.id, act.guard))
                for power, act in self.rules.powers_by.get(event.id, ())
            )

    def _edges(self) -> None:
        known = {row.id for row in self.rules.program.stages}
        by_event: dict[tuple[str, int], list[EdgeRow]] = {}
        self.edges: list[EdgeRow] = []
        self.edge_guards: dict[str, Expr | None] = {}
        for row in self.rules.program.edges:
            if row.source not in known or row.target not in known:
                raise Unsupported("an edge of a stage that is not declared")
            made = EdgeRow(row, self.numbers.of("stage", row.source), self.numbers.of("stage", row.target))
            expr = self.edge_guards[row.id] = self._both(row.trigger.guard, row.guard)
            made.guard = self.guard(row.cite, row.id, expr)
            if row.trigger.event is not None:
                made.event = self.expressions.event(row.trigger.event)
            self.edges.append(made)
            if row.trigger.kind == "event" and row.trigger.event is not None:
                by_event.setdefault((row.trigger.event, made.source), []).append(made)
        for (name, stage), edges in by_event.items():
            event = self.by_name[name]
            event.edges[stage] = tuple(edges)
            event.waiting[stage] = Standing("permitted", (), edges[0].cite, edges[0].id, not event.row.external)
        for event in self.by_name.values():
            event.elsewhere = acts.elsewhere(self, event)


def _true(*_: Any) -> bool:
    return True


def _none(*_: Any) -> tuple[str, ...]:
    return ()
