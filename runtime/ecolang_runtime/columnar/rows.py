"""The rows of a policy as rows of whole numbers, table by table (kernel/layout.py)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Any

from ecolang.program import (
    Act,
    ActorRule,
    Allowance,
    CountLimit,
    Deadline,
    Duty,
    Period,
    PeriodOp,
    Power,
    Program,
    Prohibition,
)  # fmt: skip
from ecolang.time import Counting
from ecolang_runtime.columnar.codes import Pool, Pools, Unsaid, Writer
from ecolang_runtime.columnar.config import Config
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.reference.duties import dated
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.standing import looks_back

_DEGREE = {None: 0, "violation": at.VIOLATION, "caution": at.CAUTION}
TRIGGERS = {"start": 0, "stage": 1, "event": 2, "condition": 3, "lapse": 4, "reached": 5}
_DEADLINES = {"within": 0, "before": 1, "by": 2, "prompt": 3}
_ANCHORS = {"event": 0, "field": 1, "period": 2, "opening": 3}
_WHICH = {"first": 0, "last": 1, "next": 2}
_OPS = {"suspend": 0, "resume": 1, "restart": 2, "end": 3}
#: How many last days may be prepared for one demand.
_MOST_AMOUNTS = 400


class Rows:
    """Makes the rows. What they refer to by number is given by the tables that this is a part of."""

    rules: Rules
    program: Program
    pools: Pools
    values: Pool
    writer: Writer
    amounts: dict[str, frozenset[int]]
    configs: list[Config]
    numbers: list[int]
    names: dict[str, dict[str, int]]
    forks: dict[str, int]
    grounds: list[Any]
    allowances: list[Allowance]
    history: dict[str, int]
    overdue: dict[str, int]
    deemed: dict[str, int]
    parts: dict[str, int]
    held: dict[tuple[str, str], int]
    _configs: dict[Any, int]
    _deadline: dict[int, int]
    _allowance: dict[int, int]

    def place(self, numbers: Iterable[int]) -> int:
        """Puts numbers at the end; where they begin."""
        begun = len(self.numbers)
        self.numbers += numbers
        return begun

    def counted(self, numbers: list[int]) -> int:
        """Puts a list with its length before it; where it begins."""
        return self.place([len(numbers), *numbers])

    def text(self, text: str | None) -> int:
        """The number of a text."""
        return self.pools.texts.number(text)

    def names_of(self, names: tuple[str, ...]) -> int:
        """The number of a list of names."""
        return self.pools.lists.number(names)

    def _guard(self, guard: Any) -> int:
        return self.writer.condition(guard)

    def _stages(self, names: tuple[str, ...]) -> int:
        found = self.writer.stages(names)
        return at.NEVER if names and not found else found

    def _act(self, act: Act | None) -> tuple[int, int]:
        return (-1, 0) if act is None else (self.names["event"].get(act.event, -2), self._guard(act.guard))

    def _roles(self, names: Iterable[str]) -> list[int]:
        known = self.names["role"]
        found = [known.get(name, -1) for name in names]
        if -1 in found:
            raise Unsaid("undeclared role")
        return found

    def _mask(self, names: Iterable[str]) -> int:
        return sum(1 << role for role in set(self._roles(names)))

    def config(self, deadline: Deadline, amount: int, kind: str | None = None, unit: str | None = None) -> int:
        """The number of a way of counting."""
        counting = self.rules.counting(deadline.counting)
        if unit is not None:
            # A stretch that follows another one counts from the day after it, in its own unit.
            counting = Counting(unit, "next", counting.roll, counting.month_end)  # type: ignore[arg-type]
        config = Config(deadline, amount, counting, self.rules.calendar_of(deadline.counting), kind or deadline.kind)
        config.far = config.far or unit is not None
        found = self._configs.get(config.key)
        if found is None:
            found = self._configs[config.key] = len(self.configs)
            self.configs.append(config)
        else:
            self.configs[found].far = self.configs[found].far or config.far
        return found

    def _pairs(self, deadline: Deadline, amounts: set[int], unit: str | None = None) -> tuple[int, int]:
        if deadline.kind == "by" or (deadline.counting.unit == "hour" and unit is None):
            return 0, 0
        known = sorted(amounts)
        if len(known) > _MOST_AMOUNTS:
            raise Unsaid("amounts without end")
        pairs = [n for amount in known for n in (amount, self.config(deadline, amount, unit=unit))]
        return self.place(pairs), len(known)

    def _read(self, source: Any, static: int | None) -> set[int]:
        """The amounts that a demand may have in this batch."""
        if source is None:
            return set() if static is None else {static}
        defaults = [self.rules.fact_defaults.get(source[-1])]
        defaults += [self.rules.defaults.get((event.id, source[-1])) for event in self.program.events]
        known = {*self.amounts.get(source[-1], frozenset()), *(n for n in defaults if type(n) is int)}
        return {n for n in known if 0 <= n <= 20_000}

    def _table(self, rows: list[list[int]]) -> int:
        return self.place([n for row in rows for n in row] or [0])

    def _deadline_row(self, d: Deadline) -> list[int]:
        rules, named = self.rules, self.names
        owner = next((duty for duty in self.program.duties if any(each is d for each in duty.deadlines)), None)
        anchor, counting = d.anchor, rules.counting(d.counting)
        plan = anchor.planned or (rules.plans.get(anchor.event) if anchor.kind == "event" and anchor.event else None)
        hour = counting.unit == "hour"
        if hour and (counting.roll != "none" or d.kind == "before"):
            raise Unsaid("hours that move or are counted backwards")
        amounts = self._read(d.amount_from, d.amount)
        period = next((p for p in self.program.periods if p.deadline is d), None)
        if period is not None:
            amounts |= self._extended(amounts, period)
        for event, name in ((anchor.event, anchor.field), plan or (None, None)):
            row = next((f for f in rules.event(event or "").fields if f.id == name), None)
            if name is not None and (row is None or row.type != "date"):
                raise Unsaid("a day in a field of another type")
        degree = None if owner is None else degree_of(owner.degree, d.degree)
        done = "caution" if degree is not None and d.kind == "prompt" else degree
        pairs = self._pairs(d, amounts) if amounts else (0, 0)
        owner_names = {owner.id} if owner is not None else {p.id for p in self.program.periods if p.deadline is d}
        return [
            _DEADLINES[d.kind],
            -1 if d.amount is None else d.amount,
            self.writer.amount(d.amount_from),
            _ANCHORS[anchor.kind],
            named["event"].get(anchor.event or "", -1),
            rules.tally(anchor.event, anchor.guard) if anchor.event is not None else 0,
            _WHICH[anchor.which],
            named["field"].get(anchor.field or "", -1),
            -1 if plan is None else named["event"].get(plan[0], -1),
            -1 if plan is None else named["field"].get(plan[1], -1),
            named["period"].get(anchor.period or "", -1),
            int(hour),
            int(counting.start == "next_hour"),
            self.text(d.cite),
            _DEGREE[degree],
            _DEGREE[done],
            *pairs,
            int(not rules.reached.isdisjoint({d.id, *owner_names})),
            self.text(d.id),
            int(d.amount is not None or d.amount_from is not None),
            0,
        ]

    def _extended(self, amounts: set[int], period: Period) -> set[int]:
        """The amounts with what extensions in the period's own unit may add."""
        added = {0}
        for row in period.allowances:
            if row.how == "added" and row.unit in (None, period.deadline.counting.unit):
                units = self._read(row.number_from, row.number) | (
                    {row.number} if row.number_from and row.number else set()
                )
                units = {min(n, row.number) if row.number_from and row.number else n for n in units}
                most = 1 if not row.each and row.times is None else min(row.times or at.EXT_N, at.EXT_N)
                once = (
                    {sum(each) for n in range(most + 1) for each in product(sorted(units), repeat=n)}
                    if len(units) < 8
                    else units
                )
                added = {a + b for a in added for b in {0, *once}}
        return {a + b for a in amounts for b in added}

    def _allow_row(self, place: int) -> list[int]:
        row = self.allowances[place]
        owner = next((p for p in self.program.periods if any(a is row for a in p.allowances)), None)
        same, pairs = 1, (0, 0)
        if owner is not None:
            if row.approval is None and row.request is None:
                raise Unsaid("extension without approval")
            same = int(row.unit in (None, owner.deadline.counting.unit))
            if row.how == "after_end":
                unit = row.unit or owner.deadline.counting.unit
                if unit == "hour":
                    raise Unsaid("extension in hours")
                pairs = self._pairs(owner.deadline, self._read(row.number_from, row.number) | {row.number}, unit)
        approval, request, refusal = self._act(row.approval), self._act(row.request), self._act(row.refusal)
        return [
            row.number,
            int(row.how == "after_end"),
            self._guard(row.guard),
            *approval,
            *request,
            *refusal,
            int(row.each),
            int(row.prior),
            -1 if row.times is None else row.times,
            self.writer.amount(row.number_from),
            same,
            *pairs,
        ]

    def _duty_row(self, duty: Duty) -> list[int]:
        if len(duty.deadlines) > at.DL_N:
            raise Unsaid(f"more than {at.DL_N} demands of time of one duty")
        if len(duty.bearers) > 20:
            raise Unsaid("more than 20 bearers")
        acts = [n for act in duty.acts for n in self._act(act)]
        opens = duty.open
        if opens.kind == "event" and opens.event not in self.names["event"]:
            raise Unsaid("undeclared event")
        return [
            self.text(duty.cite),
            self.text(duty.id),
            {"one": 0, "joint": 1, "each": 2}[duty.together],
            self.place(acts),
            len(duty.acts),
            TRIGGERS[opens.kind],
            self._stages(opens.stages),
            self._guard(opens.guard),
            self._guard(duty.when),
            self.place([self._deadline[id(d)] for d in duty.deadlines]),
            len(duty.deadlines),
            int(duty.scope == "case"),
            int(duty.lapses),
            int(duty.void is True),
            self.place(self._roles(duty.bearers)),
            len(duty.bearers),
            int(dated(duty)),
            int(looks_back(duty)),
            self.held["duty", duty.id],
            self.names_of(duty.bearers),
            self.rules.place[duty.id],
            0,
            (1 << len(duty.bearers)) - 1,
            self.text(opens.of),
        ]

    def _power_row(self, power: Power) -> list[int]:
        grounds = [n for n, ground in enumerate(self.grounds) if any(ground is each for each in power.grounds)]
        return [
            self.place(self._roles(power.holders)),
            len(power.holders),
            int(power.together == "joint"),
            self._stages(power.stages),
            self._guard(power.guard),
            self.place(grounds),
            len(grounds),
            self.place([self._deadline[id(d)] for d in power.ends]),
            len(power.ends),
            -1 if power.after is None else self._deadline[id(power.after)],
            self.text(power.cite),
            self.text(power.id),
            self.text(None if power.after is None else power.after.cite),
        ]

    def _prohibition_row(self, rule: Prohibition) -> list[int]:
        return [
            _DEGREE[degree_of(rule.degree)],
            self._stages(rule.stages),
            self.place(self._roles(rule.holders)),
            len(rule.holders),
            self._guard(rule.guard),
            int(rule.void is True),
            self.text(rule.cite),
            self.text(rule.id),
        ]

    def _actor_row(self, rule: ActorRule) -> list[int]:
        return [
            _DEGREE[degree_of(rule.degree)],
            self._guard(rule.guard),
            self._roles((rule.role,))[0],
            int(rule.void is True),
            self.text(rule.cite),
            self.text(rule.id),
            self.text(rule.role),
        ]

    def _limit_row(self, limit: CountLimit) -> list[int]:
        places = [self._allowance[id(a)] for a in limit.allowances]
        return [
            int(limit.scope == "case"),
            self._stages(limit.stages),
            self._guard(limit.act.guard),
            self._guard(limit.guard),
            int(limit.bound == "max"),
            limit.number,
            _DEGREE[degree_of(limit.degree)],
            int(limit.degree == "principle"),
            self._guard(None if limit.before is None else limit.before.guard),
            places[0] if places else 0,
            len(places),
            int(limit.void is True),
            self.text(limit.cite),
            self.text(limit.id),
        ]

    def _period_row(self, period: Period) -> list[int]:
        anchor = period.deadline.anchor
        places = [self._allowance[id(a)] for a in period.allowances]
        return [
            self.text(period.cite),
            int(period.scope == "case"),
            self._deadline[id(period.deadline)],
            _DEGREE[degree_of(period.limit_degree)] if period.limit_degree else 0,
            self._stages(period.limit_stages),
            places[0] if places else 0,
            len(places),
            self.names["event"].get(anchor.event or "", -1) if anchor.kind == "event" else -1,
            self.rules.tally(anchor.event, anchor.guard) if anchor.kind == "event" and anchor.event is not None else 0,
            self.text(period.id),
            int(not self.rules.reached.isdisjoint({period.id, period.deadline.id})),
            self.rules.place[period.id],
            self.text(period.id),
        ]

    def _op_row(self, op: PeriodOp) -> list[int]:
        row = self.rules.periods.get(op.period) or self.rules.duties.get(op.period)
        ends = [self.names["op"].get(name, -1) for name in op.ends]
        return [
            self.names["period"].get(op.period, -1),
            self.names["duty"].get(op.period, -1) if op.period not in self.names["period"] else -1,
            _OPS[op.op],
            TRIGGERS[op.trigger.kind],
            self._stages(op.trigger.stages),
            self._guard(op.trigger.guard),
            self._stages(op.stages),
            self._guard(op.guard),
            -1 if op.cap is None else op.cap,
            self.place(ends),
            len(ends),
            -1 if row is None else int(row.scope == "case"),
            self.held["op", op.id],
            self.text(op.trigger.of),
        ]
