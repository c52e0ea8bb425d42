"""What an act may meet in a policy's rows: its standing elsewhere, lapses, limits, prohibitions (for `tables`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecolang.artifact import row_from_json
from ecolang.program import Expr, Power, Program
from ecolang.rows import fields, is_dataclass
from ecolang_runtime.compiled.breaches import papers
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.rows import ActorRuleRow, LimitRow, ProhibitionRow, Standing, by_scope, of_case
from ecolang_runtime.compiled.standing import Use
from ecolang_runtime.reference.breaches import degree_of
from ecolang_runtime.reference.standing import looks_back

if TYPE_CHECKING:
    from ecolang_runtime.compiled.tables import Tables


def elsewhere(tables: Tables, event: EventRow) -> Standing:
    rules = tables.rules
    duties = [duty for duty, _ in rules.duties_by.get(event.id, ())]
    powers = [power for power, _ in rules.powers_by.get(event.id, ())]
    edges = [edge for edge in rules.edges_by.get(event.id, ()) if edge.kind != "power"]
    if event.row.external:
        return Standing("free")
    if powers and not duties and not edges:
        uses = tuple(Use(tables.powers[power.id], False, kind="unexpected", degree="caution") for power in powers)
        return Standing("refused", uses, powers[0].cite, powers[0].id)
    # What stands open beside the stages may be done at any time, and so may what has to precede something.
    staged = [duty for duty in duties if duty.open.kind == "stage" and not looks_back(duty)]
    if duties and not staged and not powers and not edges:
        return Standing("free")
    bypassed = [(row.cite, row.id) for row in staged]
    bypassed += [(row.cite, row.id) for row in powers] + [(row.cite, row.id) for row in edges]
    return Standing("unexpected", (), *bypassed[0]) if bypassed else Standing("free")


def turns(tables: Tables) -> None:
    """What a lapse, or the coming of a last day, may set off."""
    turning = ("lapse", "reached")
    operated = {row.period for row in tables.rules.program.period_ops}
    tables.steady = frozenset(
        id for id, duty in tables.duties.items() if id not in operated and all(d.quick for d in duty.deadlines)
    )
    tables.turn_deemings = [row for row in tables.deemings if row.row.trigger.kind in turning]
    for edge in tables.edges:
        if edge.row.trigger.kind in turning:
            tables.turn_edges.setdefault(edge.source, []).append(edge)
    opening = [duty for duty in tables.duties.values() if duty.row.open.kind in turning]
    tables.turn_duties = by_scope(opening, of_case)
    tables.turn_ops = tables.owners(op for op in tables.ops if op.row.trigger.kind in turning)
    triggers = [
        *(row.row.trigger for row in tables.turn_deemings), *(duty.row.open for duty in opening),
        *(edge.row.trigger for edges in tables.turn_edges.values() for edge in edges),
    ]  # fmt: skip
    tables.turn_names = frozenset((trigger.kind, trigger.of) for trigger in triggers)


def heard_by_case(tables: Tables) -> set[str]:
    """The events that some rule of the case as a whole asks about; all of them, where that cannot be told."""
    program = tables.rules.program
    found: set[str] = set()
    table: str
    for table in ("duties", "periods", "count_limits"):
        for row in getattr(program, table):
            if row.scope == "case":
                _named(row, found)
    whole = {row.id for row in program.duties if row.scope == "case"}
    whole |= {row.id for row in program.periods if row.scope == "case"}
    for op in program.period_ops:
        if op.period in whole:
            _named(op, found)
    # What a shared act breaks is looked at for the case as a whole.
    shared = {event.id for event in program.events if event.scope == "case"}
    for rule in program.prohibitions:
        if any(act.event in shared for act in rule.acts):
            _named(rule, found)
    for actor_rule in program.actor_rules:
        if shared.intersection(actor_rule.events):
            _named(actor_rule, found)
    _counted_for_case(program, found)
    for event, (carrier, _) in tables.rules.plans.items():
        if event in found:
            found.add(carrier)
    return set(tables.rules.events) if "" in found else found


def _named(value: object, found: set[str]) -> None:
    """Adds every event that a row names; "" where it asks about documents, which any event may carry."""
    if type(value) is tuple:
        if value and value[0] in ("signed", "item", "tracks"):
            found.add("")
        for part in value:
            _named(part, found)
    elif isinstance(value, str):
        found.add(value)
    elif is_dataclass(value):
        for each in fields(value):
            _named(getattr(value, each.name), found)


def _counted_for_case(value: object, found: set[str]) -> None:
    """Adds every event of which some condition asks how often it came in the whole case."""
    if type(value) is tuple:
        if len(value) == 4 and value[0] == "count" and value[3] == "case":
            found.add(value[1])
        for part in value:
            _counted_for_case(part, found)
    elif is_dataclass(value):
        for each in fields(value):
            _counted_for_case(getattr(value, each.name), found)


def counted_by_readings(program: Program) -> dict[str, list[Expr | None]]:
    """What conditions of powers count under other readings, where a condition of the occurrence's own fields says which
    ones: events, and these conditions. With it a replay can tell whether such a power stands as under that reading."""
    found: dict[str, list[Expr | None]] = {}
    for reading in program.readings:
        for alternative in reading.alternatives:
            for data in alternative.overlay.get("powers", {}).values():
                row = data if data is None or is_dataclass(data) else row_from_json("powers", data)
                if isinstance(row, Power):
                    for expr in (row.guard, *(ground.guard for ground in row.grounds)):
                        _counted(expr, found)
    return found


def _counted(expr: Any, found: dict[str, list[Expr | None]]) -> None:
    if type(expr) is not tuple or not expr:
        return
    if expr[0] in ("happened", "count", "since"):
        for at in (1, 3) if expr[0] == "since" else (1,):
            if expr[at + 1] is None or _own(expr[at + 1]):
                found.setdefault(expr[at], []).append(expr[at + 1])
        return
    for part in expr[1:]:
        _counted(part, found)


def _own(expr: Any) -> bool:
    """Whether a condition asks about nothing but the occurrence's own fields."""
    if expr[0] == "cmp":
        return expr[2][0] == "field" and expr[3][0] == "lit" and type(expr[3][1]) in (bool, int, str)
    if expr[0] in ("and", "or", "not"):
        return all(_own(part) for part in expr[1:])
    return expr[0] in ("field", "given")


def names_tracks(value: object) -> bool:
    """Whether some condition asks about other tracks."""
    if type(value) is tuple:
        return (len(value) == 3 and value[0] == "tracks") or any(map(names_tracks, value))
    return is_dataclass(value) and any(names_tracks(getattr(value, each.name)) for each in fields(value))


def limits(tables: Tables) -> None:
    by_id: dict[str, LimitRow] = {}
    for row in tables.rules.program.count_limits:
        made = by_id[row.id] = LimitRow(row, degree_of(row.degree))
        made.stages = tables.stages(row.stages)
        made.guard = tables.guard(row.cite, row.id, row.act.guard, row.guard)
        made.before = None if row.before is None else tables.guard(row.cite, row.id, row.before.guard)
        made.allowances = tuple(tables.allowance(each, row.id) for each in row.allowances)
        tables.limits.append(made)
    heard = heard_by_case(tables)
    asked: set[str] = set()
    _counted_for_case(tables.rules.program, asked)
    for event in tables.by_name.values():
        mine = [by_id[row.id] for row in tables.rules.limits_by.get(event.id, ())]
        event.counts = tuple(row for row in mine if not row.whole)
        event.case_counts = tuple(row for row in mine if row.whole)
        few = [by_id[row.id] for row in tables.rules.minimums_by.get(event.id, ())]
        event.few = tuple(row for row in few if not row.whole and row.degree is not None)
        event.case_few = tuple(row for row in few if row.whole and row.degree is not None)
        approving = [
            (limit, place)
            for limit in tables.limits
            for place, row in enumerate(limit.allowances)
            if row.approval is not None and row.approval[0] == event.number
        ]
        event.approvals = by_scope(approving, lambda each: each[0].whole)
        follows = (event.starts, event.ops, event.extends, event.approvals, event.opens)
        event.sets_off_case = any(each[1] for each in follows)
        on_case = event.sets_off_case or bool(event.case_counts or event.case_few)
        event.on_whole = event.shared or on_case or event.id in heard
        event.case_asked = event.id in asked
        event.simple = not event.joint and not event.case_counts and not event.case_few


def breaches(tables: Tables) -> None:
    rules = tables.rules
    tables.papers = papers(rules)
    for event in tables.by_name.values():
        event.prohibitions = tuple(
            ProhibitionRow(row, degree, tables.stages(row.stages), tables.guard(row.cite, row.id, act.guard, row.guard))
            for row, act in rules.prohibitions_by.get(event.id, ())
            if (degree := degree_of(row.degree)) is not None
        )
        found = []
        for row in rules.actor_rules_by.get(event.id, ()):
            degree = degree_of(row.degree)
            acted = tables.guard(row.cite, row.id, ("actor", row.role))
            if degree is not None and acted is not None:
                found.append(ActorRuleRow(row, degree, tables.guard(row.cite, row.id, row.guard), acted))
        event.actor_rules = tuple(found)
        for order, _ in event.orders:
            steps = list(enumerate(order.steps))
            event.places[order.id] = {s.key: at for at, s in steps} | {str(s.number): at for at, s in steps}
        event.breakable = bool(event.actor_rules or event.prohibitions or not event.plain)
