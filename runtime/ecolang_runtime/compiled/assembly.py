"""A policy's functions put together: their source, what it refers to, and the rows that they are filled into."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ecolang_runtime.compiled import event_source, source, support
from ecolang_runtime.compiled.code import define
from ecolang_runtime.compiled.duties import close, open_duty, settle_duty
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.moves import count, settle_deeming, settle_edges, take
from ecolang_runtime.compiled.periods import settle_op
from ecolang_runtime.compiled.rows import Answer, DutyRow, EdgeRow, of_case
from ecolang_runtime.compiled.settling import close_case, moved
from ecolang_runtime.compiled.state import Sizes, Track

if TYPE_CHECKING:
    from ecolang_runtime.compiled.tables import Tables

_SETTLING = ("stage", "condition")
_SUPPORT = (
    "NONE", "truth", "not_", "any_in", "fact", "field", "given", "own", "counted", "tally_names", "since",
    "period_is", "is_overdue", "is_open", "is_signed", "item", "is_actor", "compared", "incomparable", "over_tracks",
    "track_names",
)  # fmt: skip


def assemble(tables: Tables) -> dict[str, str]:
    """Writes and compiles the functions of a policy and fills them into its rows; their source by name."""
    numbers, rules, program = tables.numbers, tables.rules, tables.rules.program
    namespace: dict[str, Any] = {name: getattr(support, name) for name in _SUPPORT}
    namespace.update(
        count=count, open_duty=open_duty, withdraw=_withdraw, settle_deeming=settle_deeming, settle_op=settle_op,
        settle_edges=settle_edges, take=take, moved=moved, close_case=close_case, forked=_forked,
        settle_case_duty=_settle_case_duty,
    )  # fmt: skip
    written: dict[str, str] = {}
    for event in tables.by_name.values():
        guards = [guard for _, guard in rules.tallies_by.get(event.id, ())] + tables.besides.get(event.id, [])
        rows = list({tables.expressions.tally(event.id, guard): guard for guard in guards}.items())
        event.tally_numbers = tuple(number for number, _ in rows)
        if rows:
            written[f"tally_{event.number}"] = source.tally(tables.expressions, event.number, event.id, rows)
    every = numbers.count("stage")
    held_by_stage = [(held, stages) for held, stages in tables.held_by_stage if stages is not None]
    tables.keeping = [
        ~source.bits(held for held, there in held_by_stage if stage not in there) for stage in range(every)
    ]
    tables.keeping_again = ~source.bits(held for held, _ in tables.held_by_stage)
    settling_ops = tables.owners(op for op in tables.ops if op.row.trigger.kind in _SETTLING)
    settling_deemings = [row for row in tables.deemings if row.row.trigger.kind in _SETTLING]
    by_id = {edge.id: edge for edge in tables.edges}
    for name, rows_ in (("O", tables.ops), ("X", tables.deemings), ("E", tables.edges)):
        for each in rows_:
            namespace[f"{name}{numbers.of(name, each.id)}"] = each
    for duty in tables.duties.values():
        namespace[f"D{duty.number}"] = duty
    settling: dict[int, tuple[EdgeRow, ...]] = {}
    mine: dict[int, set[int]] = {}  # by stage, the powers and grounds that may be used there
    tables.watched, tables.usable = [0] * every, [0] * every
    moving = bool(settling_deemings or settling_ops[0])

    for stage in program.stages:
        number = numbers.of("stage", stage.id)
        duties = [
            (tables.duties[row.id], tables.duty_guards[row.id], rules.inside(stage.id, row.open.stages))
            for row in rules.settling_at(stage.id)
        ]
        edges = tuple(by_id[row.id] for row in rules.settling_edges.get(stage.id, ()))
        settling[number] = edges
        written[f"settle_{number}"] = source.settle(
            tables.guards,
            number,
            stage.id,
            duties,
            [(f"X{numbers.of('X', row.id)}", row) for row in settling_deemings],
            [(f"O{numbers.of('O', row.id)}", row) for row in settling_ops[0]],
            [(f"E{numbers.of('E', row.id)}", row, tables.edge_guards[row.id]) for row in edges],
        )
        guards = [tables.edge_guards[row.id] for row in edges]
        tables.watched[number] = source.looked_at(tables.guards, duties, guards, moving)
        powers = tables.powers_at[number] = tuple(tables.powers[row.id] for row in rules.powers_at(stage.id))
        mine[number] = {each for power in powers for each in (power.number, *(g.number for g in power.grounds))}
        tables.usable[number] = source.usable_by(tables.guards, powers)
        written[f"available_{number}"] = source.available(tables.guards, number, stage.id, powers)
    for number, here in mine.items():
        # -2: nowhere yet.
        namespace[f"FRESH_{number}"] = {
            before: tuple(sorted(here - there)) for before, there in (*mine.items(), (-2, set()))
        }
    namespace["SETTLING"] = settling
    case_duties = [tables.duties[row.id] for row in rules.settling_duties["case"]]
    if case_duties or settling_ops[1] or any(of_case(d) and d.staged for d in tables.duties.values()):
        written["settle_case"] = source.settle_case(
            [(f"D{duty.number}", duty) for duty in case_duties],
            [(f"O{numbers.of('O', row.id)}", row) for row in settling_ops[1]],
        )
    written.update(event_source.write(tables, namespace))
    tables.rounds = range((tables.stage_count + 2) * 2)
    tables.entangled = tables.coupled or "settle_case" in written or bool(tables.limited[1])
    chunks = {**tables.expressions.chunks, **written}
    namespace.update(tables.expressions.constants)
    for name in tables.guards.asked:
        namespace[name] = tables.named(name)
    define(chunks, namespace)
    tables.namespace = namespace
    _fill(tables, namespace)
    return chunks


def condition(tables: Tables, source: str) -> Answer:
    """A further function that answers a condition."""
    name = f"s{tables.numbers.of('shadow', source)}"
    written = {name: f"def {name}(m, t, r):\n    return {source}\n"}
    namespace = tables.namespace
    for chunk, text in tables.expressions.chunks.items():
        if chunk not in tables.chunks:
            written[chunk] = text
    namespace.update(tables.expressions.constants)
    define(written, namespace)
    tables.chunks.update(written)
    found: Answer = namespace[name]
    return found


def _fill(tables: Tables, namespace: dict[str, Any]) -> None:
    for row, attribute, number in tables.reads:
        if attribute == "guard":
            row.answer, row.names = namespace[f"c{number}"], namespace[f"n{number}"]
        else:
            setattr(row, attribute, (namespace[f"v{number}"], namespace[f"w{number}"]))
    numbers = tables.numbers
    stages = [numbers.of("stage", each.id) for each in tables.rules.program.stages]
    every = numbers.count("stage")
    tables.stage_names = numbers.names("stage")
    nowhere: Callable[..., Any] = unmade
    missing: Any = None
    tables.settle_at = [namespace[f"settle_{n}"] if n in stages else nowhere for n in range(every)]
    tables.available_at = [namespace[f"available_{n}"] if n in stages else nowhere for n in range(every)]
    tables.settle_case = namespace.get("settle_case")
    tables.event_names = numbers.names("event")
    tables.events = [tables.by_name.get(name, missing) for name in tables.event_names]
    for event in tables.by_name.values():
        event.tally = namespace.get(f"tally_{event.number}")
        event.act, event.follow = namespace[f"act_{event.number}"], namespace[f"follow_{event.number}"]
    tables.fact_numbers = {name: number for number, name in enumerate(numbers.names("fact"))}
    tables.sizes = Sizes(
        numbers.count("event"), numbers.count("tally"), numbers.count("period"), numbers.count("available"),
         numbers.count("fact"),
    )  # fmt: skip


def _settle_case_duty(m: Machine, whole: Track, duty: DutyRow) -> bool:
    trigger = duty.row.open
    nowhere = trigger.kind == "stage" and not trigger.stages
    inside = not nowhere and m.inside(whole, duty.stages)
    return settle_duty(m, whole, duty, inside, duty.when)


def _forked(m: Machine, track: Track, edge: EdgeRow) -> bool:
    return any(t.party == track.party and t.part == edge.row.fork for t in m.tracks)


def _withdraw(m: Machine, track: Track, duty: DutyRow) -> bool:
    """Closes a stage's duty whose condition is no longer true; whether it was open."""
    owed = [each for each in track.owed if each.row is duty]
    if owed:
        track.held &= ~(1 << duty.number)
    for each in owed:
        close(m, track, each)
    return bool(owed)


def unmade(*_: Any) -> Any:
    """What a row calls until its function is there."""
    raise AssertionError("a function that was not made")
