"""Periods whose unit needs a setting that the policy lacks."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Deadline, Period, Program
from ecolang_compiler.checks.context import Context
from ecolang_compiler.resolve.words import amount_words


def check(context: Context) -> list[Diagnostic]:
    """Months need a rounding, working days a calendar. The setting is the root, so its first period alone is shown."""
    program = context.program
    found: list[Diagnostic] = []
    months = [each for each in deadlines(program) if _needs_rounding(program, each)]
    months += [period.deadline for period in program.periods if _longer_by_months(program, period)]
    if months:
        found.append(_problem(context, "E305", months[0]))
    if not program.settings.calendars:
        workdays = [each for each in deadlines(program) if each.counting.unit == "workday"]
        if workdays:
            found.append(_problem(context, "E804", workdays[0]))
    return found


def deadlines(program: Program) -> Iterator[Deadline]:
    """Every deadline of a program."""
    for duty in program.duties:
        yield from duty.deadlines
    for period in program.periods:
        yield period.deadline
    for power in program.powers:
        yield from (each for each in (*power.ends, power.after) if each is not None)


def _needs_rounding(program: Program, deadline: Deadline) -> bool:
    unit, rounding = deadline.counting.unit, deadline.counting.month_end or program.settings.month_end
    return unit in ("month", "year") and deadline.amount is not None and rounding is None


def _longer_by_months(program: Program, period: Period) -> bool:
    units = {allowance.unit for allowance in period.allowances}
    rounding = period.deadline.counting.month_end or program.settings.month_end
    return bool(units & {"month", "year"}) and rounding is None


def _problem(context: Context, code: str, deadline: Deadline) -> Diagnostic:
    words = amount_words(deadline.amount or 0, deadline.counting.unit)
    if code == "E305":
        return make_diagnostic("E305", context.span(deadline.id), period=words)
    return make_diagnostic("E804", context.span(deadline.id), period=words)
