"""May it be done here? Section 7 of docs/semantics.md, for an abstract track."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

from ecolang_compiler.proofs.state import Branch, State
from ecolang_compiler.proofs.tables import Key

if TYPE_CHECKING:
    from ecolang_compiler.proofs.machine import Machine


#: The branch, the powers that could be used, whether the act may move, whether it is unexpected (None: if it does not).
Standing = tuple[Branch, frozenset[str], bool, bool | None]


def standings(machine: Machine, start: Branch, event: str, fields: dict[str, Any]) -> Iterator[Standing]:
    """The ways in which an act may stand."""
    tables, state = machine.tables, start.state
    powers = [
        power
        for power, act in tables.powers_by.get(event, ())
        if tables.inside(state.stage, power.stages) and machine.test(state, act.guard, event, fields)[0] is not False
    ]
    owing, owed = _owing(machine, state, event, fields)
    for answers in product((True, False), repeat=len(powers)):
        branches = [start]
        for power, wanted in zip(powers, answers, strict=True):
            guards = (power.guard, tables.grounds.get(power.id))
            branches = [
                each for old in branches for said, each in machine.all(old, guards, event, fields) if said is wanted
            ]
        usable = frozenset(power.id for power, able in zip(powers, answers, strict=True) if able)
        for branch in branches:
            if owing is not False:
                yield branch.needing(owed), usable, True, False
            if owing is True:
                continue
            denied = branch.needing(owed)
            if usable:
                yield denied, usable, True, False
            elif not powers:
                yield from _without_power(machine, denied, event)
    if powers and owing is not True:
        # A power of which nothing is known: the act is recorded and moves nothing.
        unsure = [machine.test(state, power.guard, event, fields) for power in powers]
        if any(answer is None for answer, _ in unsure):
            need = frozenset(key for _, keys in unsure for key in keys) | {("unsure", event)}
            yield start.needing(need), frozenset(), False, False


def _without_power(machine: Machine, branch: Branch, event: str) -> Iterator[Standing]:
    tables = machine.tables
    # What may have been deemed before is recorded with a note, whatever it is.
    deemed = event in tables.deemed
    here = tables.edges_on(branch.state.stage, event)
    if here:
        free = deemed or event in tables.external or any(edge.fork is not None for edge in here)
        yield branch, frozenset(), True, False if free else None
        return
    kind = tables.elsewhere(event)
    if kind != "refused":
        yield branch, frozenset(), kind == "free", kind == "unexpected" and not deemed


def stuck(before: Branch, after: Branch) -> bool:
    """Whether the act moved nothing and nothing was taken for granted in saying so."""
    return (before.moves, before.facts, before.need) == (after.moves, after.facts, after.need)


def _owing(machine: Machine, state: State, event: str, fields: dict[str, Any]) -> tuple[bool | None, frozenset[Key]]:
    maybe: bool | None = False
    need: set[Key] = set()
    for duty, act in machine.tables.duties_by.get(event, ()):
        meant, _ = machine.test(state, act.guard, event, fields)
        if meant is False:
            continue
        key = ("owed", duty.id)
        if key in machine.tables.places:
            if machine.tables.get(state.values, key) == 1:
                return True, frozenset()
        elif duty.open.kind != "stage" or machine.tables.inside(state.stage, duty.open.stages):
            maybe = None
            need.add(key)
    return maybe, frozenset(need)


def forbidden(machine: Machine, state: State, event: str, fields: dict[str, Any]) -> bool:
    return any(
        row.degree == "must"
        and machine.tables.inside(state.stage, row.stages)
        and machine.test(state, act.guard, event, fields)[0] is True
        and machine.test(state, row.guard, event, fields)[0] is True
        for row, act in machine.tables.prohibited.get(event, ())
    )
