"""Periods that another one always ends before."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic, Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Deadline, Expr, Period
from ecolang_compiler.checks.context import Context
from ecolang_compiler.proofs.kleene import atoms
from ecolang_compiler.resolve.words import amount_words
from ecolang_compiler.times.clocks import Clock, Clocks
from ecolang_compiler.times.compare import Comparison


def check(context: Context) -> list[Diagnostic]:
    """A warning for each last day of a power, limit of a stay and lapse that can never be what ends first."""
    clocks, compare = Clocks(context.program), Comparison(context.program)
    return [*_powers(context, compare), *_limits(context, clocks, compare), *_lapses(context, clocks, compare)]


def _powers(context: Context, compare: Comparison) -> Iterator[Diagnostic]:
    for power in context.program.powers:
        for late in power.ends:
            for early in power.ends:
                if late is not early and _same(early, late) and compare.always_before(early, late):
                    act = "、".join(dict.fromkeys(act.event for act in power.acts))
                    yield _second(context, late.id, early.id, power.id, act, early, late)
                    break


def _limits(context: Context, clocks: Clocks, compare: Comparison) -> Iterator[Diagnostic]:
    asked = _asked(context)
    rows = [row for row in context.program.periods if row.limit_degree is not None and row.id not in clocks.unsteady]
    for late in rows:
        for early in rows:
            covered = not early.limit_stages or (
                bool(late.limit_stages) and clocks.stages(late.limit_stages) <= clocks.stages(early.limit_stages)
            )
            alike = (early.scope, early.limit_degree) == (late.scope, late.limit_degree)
            plain = not early.allowances and not late.allowances and late.id not in asked
            if late is early or not (covered and alike and plain and _same(early.deadline, late.deadline)):
                continue
            if compare.always_before(early.deadline, late.deadline):
                yield _second(
                    context, late.deadline.id, early.deadline.id, late.id, late.id, early.deadline, late.deadline
                )
                break


def _asked(context: Context) -> set[str]:
    """Named periods of which something besides the limit follows."""
    program = context.program
    found = {edge.trigger.of for edge in program.edges} | {row.trigger.of for row in program.deemings}
    found |= {row.open.of for row in program.duties}
    guards: list[Expr | None] = [edge.guard for edge in program.edges] + [edge.trigger.guard for edge in program.edges]
    for power in program.powers:
        guards += [power.guard, *(ground.guard for ground in power.grounds)]
        found |= {each.anchor.period for each in (*power.ends, power.after) if each is not None}
    for duty in program.duties:
        guards += [duty.when, duty.open.guard]
        found |= {each.anchor.period for each in duty.deadlines}
    guards += [row.guard for row in program.prohibitions] + [row.guard for row in program.guarantees]
    guards += [row.guard for row in program.deemings] + [row.guard for row in program.definitions]
    found |= {atom[1] for guard in guards for atom in atoms(guard) if atom[0] == "period"}
    return {each for each in found if each is not None}


def _lapses(context: Context, clocks: Clocks, compare: Comparison) -> Iterator[Diagnostic]:
    for stage in context.program.stages:
        ending = [clock for clock in clocks.of(stage.id) if clock.kind in ("lapse", "reached")]
        for late in ending:
            for early in ending:
                sure = _moves_on(context, clocks, early, stage.id) and late.id != early.id
                alike = (early.anchor, early.first, early.kind) == (late.anchor, late.first, late.kind)
                plain = alike and not early.extensions and early.of is None and late.of is None
                if plain and sure and compare.always_before(early.deadline, late.deadline):
                    yield _second(
                        context,
                        late.deadline.id,
                        early.deadline.id,
                        late.id,
                        _named(context, late.id),
                        early.deadline,
                        late.deadline,
                    )
                    break


def _named(context: Context, id: str) -> str:
    """What a clock is of, as people say it: the acts of a duty, the name of a period."""
    duty = next((row for row in context.program.duties if row.id == id), None)
    return id if duty is None else "、".join(dict.fromkeys(act.event for act in duty.acts))


def _moves_on(context: Context, clocks: Clocks, clock: Clock, stage: str) -> bool:
    """Whether a stage is sure to be left by the end of a clock: it lapses, or what is owed was done and led out."""
    if any(isinstance(row, Period) and row.id == clock.id for row in context.program.periods):
        return True
    duty = next((row for row in context.program.duties if row.id == clock.id), None)
    return duty is not None and clocks.left_by({act.event for act in duty.acts}, stage)


def _same(one: Deadline, other: Deadline) -> bool:
    """Whether two periods count from the same day."""
    return one.kind == other.kind == "within" and one.anchor == other.anchor


def _second(
    context: Context, late: str, early: str, row: str, what: str, first: Deadline, second: Deadline
) -> Diagnostic:
    there = context.span(early)
    return make_diagnostic(
        "E813",
        context.span(late) or context.span(row),
        labels=() if there is None else (Label(there, "总是这个先届满", "this always ends first"),),
        what=what,
        late=amount_words(second.amount or 0, second.counting.unit),
        early=amount_words(first.amount or 0, first.counting.unit),
    )
