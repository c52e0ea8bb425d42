"""Which parts of the language a program uses that not every engine knows: one that does not know them all leaves the
program to the reference interpreter.
"""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.program.when import Counting, Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ecolang.program import Program


def features(program: Program) -> frozenset[str]:
    """Of calendar, hasten, item, next_hour, received, row, runs_on, same, standstill: those that are used."""
    return frozenset(_features(program))


def deadlines(program: Program) -> Iterator[Deadline]:
    """Every demand of time, of duties, powers and named periods."""
    for duty in program.duties:
        yield from duty.deadlines
    for power in program.powers:
        yield from power.ends
        if power.after is not None:
            yield power.after
    for period in program.periods:
        yield period.deadline


def _features(program: Program) -> Iterator[str]:
    settings = program.settings
    if settings.standstill:
        yield "standstill"
    if settings.hour_start is not None:
        yield settings.hour_start
    if any(op.op == "hasten" for op in program.period_ops):
        yield "hasten"
    for deadline in deadlines(program):
        yield from _of_counting(deadline.counting)
        if deadline.anchor.kind in ("item", "row"):
            yield deadline.anchor.kind
        if deadline.anchor.received:
            yield "received"
        if deadline.amount_from is not None and deadline.amount_from[0] == "item":
            yield "item"
    for period in program.periods:
        if any(row.number_from is not None and row.number_from[0] == "item" for row in period.allowances):
            yield "item"


def _of_counting(counting: Counting) -> Iterator[str]:
    if counting.calendar is not None:
        yield "calendar"
    if counting.runs_on:
        yield "runs_on"
    if counting.start is not None:
        yield counting.start


def item_reads(program: Program) -> dict[tuple[str, str], str]:
    """What rules read of documents' items, by document and item: `int` (a number of units), `date`, or the column of a
    schedule, as `row:COLUMN`."""
    found: dict[tuple[str, str], str] = {}
    for deadline in deadlines(program):
        anchor = deadline.anchor
        if anchor.document is not None and anchor.item is not None:
            kind = "date" if anchor.kind == "item" else f"row:{anchor.column}"
            found[anchor.document, anchor.item] = kind
        found.update(_number(deadline.amount_from))
    for period in program.periods:
        for row in period.allowances:
            found.update(_number(row.number_from))
    return found


def _number(source: Any) -> dict[tuple[str, str], str]:
    return {} if source is None or source[0] != "item" else {(source[1], source[2]): "int"}
