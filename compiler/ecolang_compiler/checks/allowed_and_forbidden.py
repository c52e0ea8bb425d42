"""Acts that are allowed and forbidden at once."""

from __future__ import annotations

from ecolang.diagnostics import Diagnostic, Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Power, Prohibition
from ecolang.source_check import ref_words
from ecolang_compiler.checks.context import Context


def check(context: Context) -> list[Diagnostic]:
    """An error for each act that one rule allows and another forbids in the same stage, neither with a condition."""
    found: list[Diagnostic] = []
    stages = [stage.id for stage in context.program.stages if not stage.outcome]
    for power in context.program.powers:
        for ban in context.program.prohibitions:
            act = _common_act(power, ban)
            both = [stage for stage in stages if _holds(stage, power.stages) and _holds(stage, ban.stages)]
            if act is not None and both:
                found.append(_clash(context, power, ban, act, both[0]))
    return found


def _common_act(power: Power, ban: Prohibition) -> str | None:
    if power.guard is not None or power.grounds or power.until or power.after or ban.guard is not None:
        return None
    if ban.holders and power.holders and not set(ban.holders) & set(power.holders):
        return None
    forbidden = {act.event for act in ban.acts if act.guard is None}
    return next((act.event for act in power.acts if act.guard is None and act.event in forbidden), None)


def _holds(stage: str, stages: tuple[str, ...]) -> bool:
    return not stages or stage in stages


def _clash(context: Context, power: Power, ban: Prohibition, act: str, stage: str) -> Diagnostic:
    places = []
    for id in (power.id, ban.id):
        origin = context.origin(id)
        places.append(ref_words(origin.cite) if origin else None)
    first, second = places
    span = context.span(ban.id)
    labels = (Label(span, "这里说不得", "forbidden here"),) if span else ()
    return make_diagnostic(
        "E708", context.span(power.id), labels=labels, stage=stage, act=act, first_place=first, second_place=second
    )
