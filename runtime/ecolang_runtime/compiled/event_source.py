"""The source made for each kind of event: what is judged and recorded when it happens on a track, and what follows.

`act_…` follows steps 1 and 2 of an occurrence (docs/semantics.md, section 6), `follow_…` steps 3 to 5, with only those
rules that can have to do with the event. V…: the row of the event; W…, Z…: its standing in and beside its stages; Y…:
the edges that failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ecolang_runtime.compiled import duties, keys, limits, moves, occurrences, periods, standing
from ecolang_runtime.compiled.breaches import breaches
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.rows import DutyRow, EdgeRow, of_case
from ecolang_runtime.compiled.safe import comment
from ecolang_runtime.compiled.state import DOCUMENTS

if TYPE_CHECKING:
    from ecolang_runtime.compiled.tables import Tables

#: What the functions call.
CALLED: dict[str, Any] = {
    "judge": standing.judge, "owing": standing.without_powers, "late_and_void": duties.late_and_void,
    "too_few": limits.too_few, "breaches": breaches, "count_limits": limits.count, "void": occurrences.void,
    "nothing": occurrences.nothing, "refuse": occurrences.refuse, "record_counts": limits.record_counts,
    "remark": occurrences.remark, "arrive": duties.arrive, "discharge": duties.discharge,
    "redate": keys.redate, "start_clock": periods.start_clock, "set_off": moves.set_off, "try_edges": moves.try_edges,
    "move": moves.move,
}  # fmt: skip


def write(tables: Tables, namespace: dict[str, Any]) -> dict[str, str]:
    """The functions of all events by name; what they refer to is put into the namespace."""
    written: dict[str, str] = {}
    namespace.update(CALLED)
    for period in tables.periods.values():
        namespace[f"P{period.number}"] = period
    for event in tables.by_name.values():
        number = event.number
        namespace[f"V{number}"], namespace[f"W{number}"], namespace[f"Z{number}"] = (
            event,
            event.waiting,
            event.elsewhere,
        )
        named = [duty for duty in tables.duties.values() if number in duty.events]
        dates = any(number in duty.dating for duty in tables.duties.values())
        written[f"act_{number}"] = _act(event, named, dates)
        written[f"follow_{number}"] = _follow(tables, event, named, namespace)
    return written


def _act(event: EventRow, named: list[DutyRow], dates: bool) -> str:
    number = event.number
    lines = [f"def act_{number}(m, t, r):", f"    {comment(event.id)}"]
    if event.powers:
        lines += [
            f"    s = judge(m, t, r, V{number})",
            '    if s.kind == "refused":',
            f"        refuse(m, t, r, V{number}, s)",
            "        return None",
        ]
    else:
        lines += [f"    s = W{number}.get(t.stage, Z{number})", *_owed(number, named)]
    found = _broken(event, named)
    lines += found
    if event.counts:
        lines.append(f"    counted = count_limits(m, t, r, V{number})")
    if found or event.counts:
        counted = "counted" if event.counts else "()"
        asked = " or ".join([*(["found"] if found else []), *(["counted"] if event.counts else [])])
        lines += [
            f"    if ({asked}) and void(t, {'found' if found else '()'}, {counted}):",
            "        nothing(m, [t])",
            "        return None",
        ]
    if event.tally_numbers:
        lines.append(f"    tally_{number}(m, t, r)")
    lines += [
        f"    if t.first[{number}] is None:",
        f"        t.first[{number}] = r",
        f"    t.last[{number}] = r",
        f"    t.real[{number}] = r.seq",
        "    if r.documents:",
        "        for name in r.documents:",
        "            t.documents[name] = r",
        f"        t.dirty |= {event.bit | DOCUMENTS}",
        "    else:",
        f"        t.dirty |= {event.bit}",
    ]
    if dates:
        lines.append(f"    redate(m, t, {number})")
    if found:
        lines += ["    for each in found:", "        t.find(each[0])"]
    if event.counts:
        lines += ["    if counted:", "        record_counts(m, t, counted)"]
    uses = "s.uses or " if event.powers else ""
    lines += [
        f"    if t.deemed or {uses}s.no_edge is not None:",
        f"        return s, remark(m, t, r, V{number}, s)",
        "    return s, False",
    ]
    return "\n".join(lines) + "\n"


def _owed(number: int, named: Iterable[DutyRow]) -> list[str]:
    """The standing that an open duty gives."""
    lines: list[str] = []
    for whole, owner in ((False, "t"), (True, "m.whole")):
        mine = [duty for duty in named if of_case(duty) is whole]
        if not mine:
            continue
        indent = "    "
        if lines:
            lines.append("    else:")
            indent = "        "
        sure = all(guard is None for duty in mine for event, guard in duty.acts if event == number)
        lines += [
            f"{indent}for o in {owner}.owed:",
            f"{indent}    if {number} in o.row.events:",
            f"{indent}        s = {'o.row.standing' if sure else f'owing(m, t, r, V{number})'}",
            f"{indent}        break",
        ]
    return lines


def _broken(event: EventRow, named: Iterable[DutyRow]) -> list[str]:
    """Lines that gather what the act breaks, apart from limits; none where it can break nothing."""
    number = event.number
    lines: list[str] = []
    if any(duty.row.void is True for duty in named):
        lines += [
            "    x = late_and_void(m, t, r) or late_and_void(m, m.whole, r)",
            "    if x is not None:",
            "        found = [(x, True)]",
        ]
    if event.few:
        lines.append(f"    found = [*found, *too_few(m, t, r, V{number})]")
    if not event.shared:
        made = f"breaches(m, t, r, V{number}, s)"
        line = f"    found = [*found, *{made}]" if lines else f"    found = {made}"
        lines += [line] if event.breakable else ["    if r.by or r.documents:", f"    {line}"]
    return ["    found = ()", *lines] if lines else []


def _follow(tables: Tables, event: EventRow, named: Iterable[DutyRow], namespace: dict[str, Any]) -> str:
    number = event.number
    lines = [f"def follow_{number}(m, t, r, s, move_on):", f"    {comment(event.id)}"]
    waiting = [duty for duty in tables.duties.values() if number in duty.anchor_events]
    if waiting:
        lines += ["    if t.owed or t.leads:", f"        arrive(m, t, r, V{number})"]
    if any(not of_case(duty) for duty in named):
        lines += [
            "    for o in t.owed:",
            f"        if {number} in o.row.events:",
            f"            discharge(m, t, r, V{number})",
            "            break",
        ]
    if event.deemings:
        lines.append("    entry = t.entry")
    lines += [f"    start_clock(m, t, P{period.number}, r)" for period in event.starts[0]]
    if event.ops[0] or event.extends[0] or event.approvals[0] or event.opens[0] or event.deemings:
        lines.append(f"    set_off(m, t, r, V{number})")
    if event.edges:
        stays = " or t.entry != entry" if event.deemings else ""
        lines += [f"    if not move_on{stays}:", "        return ()", "    stage = t.stage"]
        for stage, edges in event.edges.items():
            lines += [f"    if stage == {stage}:", *_edges(tables, event, stage, edges, namespace)]
    return "\n".join([*lines, "    return ()"]) + "\n"


def _edges(
    tables: Tables, event: EventRow, stage: int, edges: tuple[EdgeRow, ...], namespace: dict[str, Any]
) -> list[str]:
    """Lines that take the first edge of a stage whose condition is true; they give the edges that failed."""
    number = event.number
    plain = all(edge.row.fork is None and edge.row.reach == "one" and not edge.power for edge in edges)
    if not plain:
        return [f"        return try_edges(m, t, r, V{number}, s)"]
    guards = tables.guards
    namespace[f"Y{number}_{stage}"] = edges
    lines: list[str] = []
    unsure = False
    for edge in edges:
        name = f"E{tables.numbers.of('E', edge.id)}"
        expr = tables.edge_guards[edge.id]
        if expr is None:
            return [*lines, f"        move(m, t, {name})", "        return ()"]
        lines += [
            f"        v = {guards.expressions.truth(expr)}",
            "        if v is True:",
            f"            move(m, t, {name})",
            "            return ()",
        ]
        if guards.expressions.unsure(expr):
            if not unsure:
                lines.insert(0, "        unsure = False")
            unsure = True
            lines += [
                "        if v is None:",
                "            unsure = True",
                "            if not m.quiet:",
                f"                m.miss(t, r, {guards.name(expr, edge.cite, edge.id)})",
            ]
    return [
        *lines,
        f"        return () if unsure else Y{number}_{stage}" if unsure else f"        return Y{number}_{stage}",
    ]
