"""One act that opens several ways, a way that is never taken, an act for some outcomes of which nothing follows."""

from __future__ import annotations

from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic, Label, Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.fold import Fold
from ecolang.program import Edge, Expr
from ecolang_compiler.checks.context import Context
from ecolang_compiler.proofs.choice import Choice, Found
from ecolang_compiler.proofs.kleene import atoms

_METHODS = {"search": Local("穷尽检索", "complete search"), "solver": Local("z3 求解", "z3")}


def check(context: Context) -> list[Diagnostic]:
    """A warning for each pair of ways, each way never taken and each gap; a note where none could be proved.

    An act that moves to one place only is no gap where its condition fails: it simply does not move.
    """
    powers = {power.id: power for power in context.program.powers}
    found: list[Diagnostic] = []
    for edges in _groups(context.program.edges):
        found += _of_group(context, Choice(context.program, edges, powers))
    return found


def _groups(edges: tuple[Edge, ...]) -> Iterator[tuple[Edge, ...]]:
    """The edges that compete; a fork competes with none."""
    by: dict[tuple[str, ...], list[Edge]] = {}
    for edge in edges:
        trigger = edge.trigger
        if edge.fork is None:
            key = (edge.source, trigger.kind, trigger.event or trigger.of or "")
            by.setdefault(key, []).append(edge)
    yield from (tuple(group) for group in by.values() if len(group) > 1)


def _of_group(context: Context, choice: Choice) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    edges = choice.edges
    dead: set[str] = set()
    for place, edge in enumerate(edges[1:], start=1):
        answer = choice.taken(edge)
        if answer.method is None:
            return [_open(context, edge)]
        if answer.met is None:
            dead.add(edge.id)
            found.append(_dead(context, edge, edges[:place], answer))
    for place, edge in enumerate(edges):
        for other in edges[place + 1 :]:
            if dead.isdisjoint((edge.id, other.id)) and edge.target != other.target and _related(edge, other):
                answer = choice.both(edge, other)
                if answer.method is None:
                    found.append(_open(context, other))
                elif answer.met is not None:
                    found.append(_both(context, edge, other, answer))
    if edges[0].trigger.kind == "event" and len({edge.target for edge in edges}) > 1:
        answer = choice.gap()
        if answer.met is not None:
            found.append(_gap(context, edges, answer))
        elif answer.method is None:
            found.append(_open(context, edges[0]))
    return found


def _related(one: Edge, other: Edge) -> bool:
    """Ways that conditions open by themselves compete where they turn on the same matter."""
    if one.trigger.kind not in ("condition", "stage"):
        return True
    mine, theirs = (
        {atom for guard in (edge.trigger.guard, edge.guard) for atom in atoms(guard)} for edge in (one, other)
    )
    return bool(mine & theirs)


def _what(context: Context, edge: Edge) -> object:
    trigger = edge.trigger
    if trigger.event is not None:
        return trigger.event
    duty = next((each for each in context.program.duties if each.id == trigger.of), None)
    if duty is not None:
        return Local(f"逾期未{duty.acts[0].event}", f"{duty.acts[0].event} overdue")
    return trigger.of or Local("条件成就", "the condition")


def _words(context: Context, met: Expr) -> Local:
    # Only what is wrong needs words.
    from ecolang_compiler.diff.voice import Voice

    fold = Fold(context.program)
    zh, en = (Voice(context.program, lang, fold).condition(met) for lang in ("zh", "en"))
    return Local(zh or "任何情形", en or "always")


def _both(context: Context, one: Edge, other: Edge, answer: Found) -> Diagnostic:
    place = context.span(one.id)
    labels = (Label(place, f"先写的是进入{one.target}", f"the earlier one enters {one.target}"),) if place else ()
    return make_diagnostic(
        "E709",
        context.span(other.id),
        labels=labels,
        stage=one.source,
        event=_what(context, one),
        first=one.target,
        second=other.target,
        facts=_words(context, answer.met or ("true",)),
        method=_METHODS[answer.method or "search"],
    )


def _dead(context: Context, edge: Edge, earlier: tuple[Edge, ...], answer: Found) -> Diagnostic:
    labels = tuple(
        Label(place, "已经被这里包含", "covered by this")
        for each in earlier
        if (place := context.span(each.id)) is not None
    )
    return make_diagnostic(
        "E710",
        context.span(edge.id),
        labels=labels[:1],
        stage=edge.source,
        event=_what(context, edge),
        target=edge.target,
        method=_METHODS[answer.method or "search"],
    )


def _gap(context: Context, edges: tuple[Edge, ...], answer: Found) -> Diagnostic:
    return make_diagnostic(
        "E711",
        context.span(edges[0].id),
        stage=edges[0].source,
        event=_what(context, edges[0]),
        facts=_words(context, answer.met or ("true",)),
        method=_METHODS[answer.method or "search"],
    )


def _open(context: Context, edge: Edge) -> Diagnostic:
    return make_diagnostic("E712", context.span(edge.id), stage=edge.source, event=_what(context, edge))
