"""One duty with two periods, one count or period with two limits."""

from __future__ import annotations

from typing import Any

from ecolang.diagnostics import Diagnostic, Label, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import CountLimit, Deadline
from ecolang.source_check import ref_words
from ecolang_compiler.checks.context import Context
from ecolang_compiler.lower.build import events_of
from ecolang_compiler.lower.rivals import count_key, different_period, duty_key, duty_lengths, overlap, rivals
from ecolang_compiler.resolve.words import amount_words


def check(context: Context) -> list[Diagnostic]:
    """An error for each pair of clauses that no sentence of precedence settles, showing both."""
    return [*_duties(context), *_counts(context), *_periods(context)]


def _duties(context: Context) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for one, other in rivals(context.program.duties, duty_key, duty_lengths, lambda a, b: bool(different_period(a, b))):
        first, second = different_period(one, other) or (one.deadlines[0], other.deadlines[0])
        found.append(
            make_diagnostic(
                "E701",
                context.span(first.id),
                labels=_see_also(context, second.id),
                duty="、".join(events_of(one.acts)),
                first_place=_place(context, first.id),
                first=_length(first),
                second_place=_place(context, second.id),
                second=_length(second),
            )
        )
    return found


def _counts(context: Context) -> list[Diagnostic]:
    return [
        _two_limits(context, one.act.event, one.id, other.id, (one.number, None), (other.number, None))
        for one, other in rivals(context.program.count_limits, count_key, lambda row: (row.number, row.stages), _differ)
    ]


def _differ(one: CountLimit, other: CountLimit) -> bool:
    return one.number != other.number and overlap(one, other)


def _periods(context: Context) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    periods = {row.id: row for row in context.program.periods}
    for rival in context.lowered.build.rows.rivals:
        row = periods[rival.id]
        ids = row.deadline.id, rival.deadline.id
        amounts = [(each.deadline.amount or 0, each.deadline.counting.unit) for each in (row, rival)]
        if amounts[0] != amounts[1]:
            found.append(_two_limits(context, row.id, *ids, amounts[0], amounts[1]))
    return found


def _two_limits(
    context: Context, what: str, first: str, second: str, one: tuple[int, str | None], other: tuple[int, str | None]
) -> Diagnostic:
    return make_diagnostic(
        "E707",
        context.span(first),
        labels=_see_also(context, second),
        count=what,
        first_place=_place(context, first),
        first=amount_words(*one),
        second_place=_place(context, second),
        second=amount_words(*other),
    )


def _see_also(context: Context, id: str) -> tuple[Label, ...]:
    span, place = context.span(id), _place(context, id)
    return () if span is None else (Label(span, f"另见{place.zh}", f"see also {place.en}"),)


def _place(context: Context, id: str) -> Local:
    origin = context.origin(id)
    return ref_words(origin.cite) if origin else Local("", "")


def _length(deadline: Deadline) -> Any:
    if deadline.amount is not None:
        return amount_words(deadline.amount, deadline.counting.unit)
    day = deadline.anchor.field or deadline.anchor.event or ""
    return Local(f"不迟于{day}", f"not later than {day}")
