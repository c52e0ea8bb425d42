"""A policy as the whole numbers that the kernel reads (kernel/layout.py says where what lies)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ecolang_runtime.columnar.codes import Pool, Pools, Unsaid, Writer, encode
from ecolang_runtime.columnar.constructs import asked_of, asks_of_time, coupled, settling_conditions, unknown_construct
from ecolang_runtime.columnar.event_rows import EventRows
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.reference.rules import Rules as Index

_MOST_BITS = 62


class Tables(EventRows):
    """The numbers of a policy. Raises Unsaid for one that the kernel cannot take at all."""

    def __init__(
        self, rules: Index, amounts: dict[str, frozenset[int]] | None = None, pools: Pools | None = None
    ) -> None:
        self.rules = rules
        self.program = rules.program
        self.amounts = amounts or {}
        self.pools = pools or Pools()
        self.values = Pool()
        self.configs = []
        self._configs = {}
        self.numbers: list[int] = [0] * at.HEADING
        program = self.program
        found = unknown_construct(rules)
        if found is not None:
            raise Unsaid(found)
        self.names = {
            "event": _places(program.events),
            "stage": _places(program.stages),
            "fact": _places(program.facts),
            "period": _places(program.periods),
            "role": _places(program.roles),
            "duty": _places(program.duties),
            "power": _places(program.powers),
            "op": _places(program.period_ops),
            "field": {name: n for n, name in enumerate(dict.fromkeys(f.id for e in program.events for f in e.fields))},
        }
        for kind in ("stage", "role", "power"):
            if len(self.names[kind]) > _MOST_BITS:
                raise Unsaid(f"more than {_MOST_BITS} {kind}s")
        self.forks = {name: n for n, name in enumerate(dict.fromkeys(e.fork for e in program.edges if e.fork), 1)}
        self.grounds = [ground for power in program.powers for ground in power.grounds]
        self.deadlines = [d for row in program.duties for d in row.deadlines]
        self.deadlines += [d for p in program.powers for d in (*p.ends, *((p.after,) if p.after else ()))]
        self.deadlines += [p.deadline for p in program.periods]
        self._deadline = {id(d): n for n, d in enumerate(self.deadlines)}
        self.allowances = [a for limit in program.count_limits for a in limit.allowances]
        self.allowances += [a for period in program.periods for a in period.allowances]
        self._allowance = {id(a): n for n, a in enumerate(self.allowances)}
        self.writer = Writer(rules, self.values, self.names, self.numbers)
        self._fields()
        self._rows()
        self._heading()

    def _fields(self) -> None:
        """The columns of each event's fields, and their defaults."""
        program = self.program
        events, known = program.events, self.names["field"]
        self.columns: dict[tuple[str, str], int] = {}
        columns: list[int] = []
        defaults: list[int] = []
        for event in events:
            mine = {field.id: n for n, field in enumerate(event.fields)}
            rows = {field.id: field for field in event.fields}
            for name in known:
                columns.append(mine.get(name, -1))
                row = rows.get(name)
                given = None if row is None else row.default
                defaults.append(at.NONE if row is None else encode(row.type, given, self.values))
                if name in mine:
                    self.columns[event.id, name] = mine[name]
        self.n_columns = max((len(event.fields) for event in events), default=0)
        head = self.numbers
        head[at.H_FCOL], head[at.H_FDEFAULT] = self.place(columns or [0]), self.place(defaults or [0])
        facts = [encode(fact.type, fact.default, self.values) for fact in program.facts]
        head[at.H_FACTDEFAULT] = self.place(facts or [0])

    def _rows(self) -> None:
        program, rules = self.program, self.rules
        named = self.names
        #: Events of which a condition or a demand asks the past; overdue: of which one asks whether it is overdue.
        asked, overdue = asked_of(rules)
        self.history = {name: n for n, name in enumerate(e.id for e in program.events if e.id in asked)}
        self.overdue = {name: n for n, name in enumerate(e.id for e in program.events if e.id in overdue)}
        deemed = dict.fromkeys(row.event for row in program.deemings)
        self.deemed = {name: n for n, name in enumerate(deemed)}
        joint = [event.id for event in program.events if event.joint]
        self.parts = {name: n for n, name in enumerate(joint)}
        self.held = {("duty", row.id): n for n, row in enumerate(program.duties)}
        self.held.update({("deeming", row.id): len(self.held) + n for n, row in enumerate(program.deemings)})
        self.held.update({("op", row.id): len(self.held) + n for n, row in enumerate(program.period_ops)})
        self.n_held = len(self.held)
        head = self.numbers
        head[at.H_UNDER] = self.place(
            [
                sum(1 << named["role"][r.id] for r in program.roles if role.id in rules.whole(r.id))
                for role in program.roles
            ]
            or [0]
        )
        head[at.H_GROUND] = self.place([self._guard(ground.guard) for ground in self.grounds] or [0])
        head[at.H_DEADLINE] = self._table([self._deadline_row(deadline) for deadline in self.deadlines])
        head[at.H_ALLOW] = self._table([self._allow_row(n) for n in range(len(self.allowances))])
        head[at.H_DUTY] = self._table([self._duty_row(duty) for duty in program.duties])
        head[at.H_POWER] = self._table([self._power_row(power) for power in program.powers])
        head[at.H_PROHIBITION] = self._table([self._prohibition_row(rule) for rule in program.prohibitions])
        head[at.H_ACTOR] = self._table([self._actor_row(rule) for rule in program.actor_rules])
        head[at.H_LIMIT] = self._table([self._limit_row(limit) for limit in program.count_limits])
        head[at.H_PERIOD] = self._table([self._period_row(period) for period in program.periods])
        head[at.H_OP] = self._table([self._op_row(op) for op in program.period_ops])
        head[at.H_DEEM] = self._table([self._deeming_row(row) for row in program.deemings])
        head[at.H_EDGE] = self._table([self._edge_row(edge) for edge in program.edges])
        head[at.H_STAGE] = self._table([self._stage_row(stage.id) for stage in program.stages])
        head[at.H_EVENT] = self._table([self._event_row(event) for event in program.events])

    def _heading(self) -> None:
        program, rules, head = self.program, self.rules, self.numbers
        named = self.names
        head[at.H_START] = named["stage"][rules.start]
        head[at.H_TRACKED] = int(rules.settings.track_role is not None)
        sizes = ((at.N_EVENT, "event"), (at.N_STAGE, "stage"), (at.N_DUTY, "duty"), (at.N_PERIOD, "period"))
        for place, kind in (*sizes, (at.N_FIELD, "field"), (at.N_FACT, "fact"), (at.N_OP, "op")):
            head[place] = len(named[kind])
        head[at.N_DEEM], head[at.N_LIMIT] = len(program.deemings), len(program.count_limits)
        head[at.N_COL], head[at.N_GROUND] = self.n_columns, len(self.grounds)
        self.width = head[at.N_WIDTH] = at.X_FIELDS + self.n_columns
        sections = (
            (at.R_HISTORY, len(self.history) * at.HW),
            (at.R_TALLY, sum(map(len, rules.tallies_by.values())) * at.YW),
            (at.R_HELD, self.n_held),
            (at.R_COUNTED, len(program.count_limits)),
            (at.R_APPROVED, 2 * len(self.allowances)),
            (at.R_OVERDUE, len(self.overdue)),
            (at.R_DEEMED, len(self.deemed)),
            (at.R_EXCEED, len(program.periods)),
            (at.R_CURABLE, len(program.count_limits) * (at.CURABLE_N + 1)),
            (at.R_PARTS, len(self.parts)),
            (at.R_CLOCK, len(program.periods) * at.QW),
            (at.R_CLOCK_END, 0),
            (at.R_LEAD, at.LEADS_N * at.LDW),
            (at.R_OWED, at.OWED_N * at.OWW),
        )
        size = at.V_FIXED
        for place, room in sections:
            head[place] = size
            size += room
        # An open duty is written over before it is read, so that a new row need not clear that room.
        head[at.N_ROW] = size
        head[at.H_ROWS] = at.FACTS + (at.ROWS_N + 1) * max(1, len(program.facts))
        self.room = head[at.H_ROWS] + (at.ROWS_N + 1) * size
        duty, deeming, op = named["duty"], range(len(program.deemings)), range(len(program.period_ops))
        by_kind = program.deemings
        lapsing = ("lapse", "reached")
        settling = ("stage", "condition")
        head[at.L_SETTLE_CASE] = self.counted([duty[row.id] for row in rules.settling_duties["case"]])
        head[at.L_DEEMINGS] = self.counted([n for n in deeming if by_kind[n].trigger.kind in settling])
        head[at.L_OPS] = self.counted([n for n in op if program.period_ops[n].trigger.kind in settling])
        for place, scope in ((at.L_BEGIN_TRACK, "track"), (at.L_BEGIN_CASE, "case")):
            begun = [duty[row.id] for row in program.duties if row.open.kind == "start" and row.scope == scope]
            head[place] = self.counted(begun)
        for place, scope in ((at.L_STARTED_TRACK, "track"), (at.L_STARTED_CASE, "case")):
            begun = [n for n, p in enumerate(program.periods) if p.scope == scope and p.deadline.anchor.kind != "event"]
            head[place] = self.counted(begun)
        head[at.L_LIMITED] = self.counted([n for n, p in enumerate(program.periods) if p.limit_degree is not None])
        head[at.L_LAPSE_DEEMINGS] = self.counted([n for n in deeming if by_kind[n].trigger.kind in lapsing])
        head[at.L_LAPSE_DUTIES] = self.counted([duty[row.id] for row in program.duties if row.open.kind in lapsing])
        head[at.L_LAPSE_OPS] = self.counted([n for n in op if program.period_ops[n].trigger.kind in lapsing])
        asked = settling_conditions(rules)
        head[at.H_TIMED], head[at.H_COUPLED] = int(asks_of_time(asked)), int(coupled(rules, asked))
        head[at.L_STAGED] = self.counted([duty[row.id] for row in rules.staged])
        head[at.L_STAGED_DEEMINGS] = self.counted([n for n in deeming if by_kind[n].trigger.kind == "stage"])


def _places(rows: Iterable[Any]) -> dict[str, int]:
    return {row.id: n for n, row in enumerate(rows)}
