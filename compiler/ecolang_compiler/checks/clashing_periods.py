"""One duty with two periods, one count or period with two limits."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from ecolang.diagnostics import Diagnostic, Label, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Deadline
from ecolang.source_check import ref_words
from ecolang_compiler.checks.context import Context
from ecolang_compiler.lower.build import events_of
from ecolang_compiler.lower.rivals import different_period, same_count, same_duty
from ecolang_compiler.resolve.words import amount_words


def check(context: Context) -> list[Diagnostic]:
    """An error for each pair of clauses that no sentence of precedence settles, showing both."""
    return [*_duties(context), *_counts(context), *_periods(context)]


def _duties(context: Context) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for one, other in combinations(context.program.duties, 2):
        periods = different_period(one, other) if same_duty(one, other) else None
        if periods is None:
            continue
        first, second = periods
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
        for one, other in combinations(context.program.count_limits, 2)
        if same_count(one, other) and one.number != other.number
    ]


def _periods(context: Context) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for rival in context.lowered.build.rows.rivals:
        for row in context.program.periods:
            if row.id == rival.id and row.deadline.id != rival.deadline.id:
                ids = row.deadline.id, rival.deadline.id
                amounts = [(each.deadline.amount or 0, each.deadline.counting.unit) for each in (row, rival)]
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
