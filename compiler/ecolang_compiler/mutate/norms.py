"""Breaks of rules: what governs them, whom they bind, how strictly, within what time, and what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ecolang_compiler.mutate.model import Names, Variant, instead, off_by_one, without
from ecolang_compiler.mutate.timing import ROLLED, shifted
from ecolang_compiler.syntax import tree as t

_DEGREES = {"must": "principle", "principle": "must", "encourage": "must"}
_TOGETHER = {"joint": "each", "each": "joint"}


def of_rule(node: Any, names: Names) -> Iterator[Variant]:
    """The breaks of one rule, but for those of its parts."""
    if isinstance(node, t.Exception_):
        yield from _exception(node, names)
        return
    yield from _common(node, names)
    match node:
        case t.Subject():
            yield from _roles(node, "roles", names)
            if node.together in _TOGETHER:
                yield Variant("party", evolve(node, together=_TOGETHER[node.together]))
        case t.DutyRule():
            yield from _duty(node)
        case t.PowerRule():
            yield from _power(node)
        case t.ProhibitionRule():
            yield Variant("degree", t.PowerRule(node.subject, node.acts, node.when))
        case t.ActorRuleNode():
            yield from _dropped(node, "events", "item")
            other = names.other_role(node.role.text)
            if other is not None:
                yield Variant("party", evolve(node, role=t.Name(other)))
        case t.CountRule() | t.PeriodRule():
            yield from _limit(node)
        case t.ContentsRule() | t.OrderRule():
            yield from _dropped(node, "items", "item")
            if isinstance(node, t.ContentsRule) and node.degree in ("must", "may"):
                yield Variant("degree", evolve(node, degree="may" if node.degree == "must" else "must"))
        case t.TextItem():
            if not node.matches:
                yield Variant("degree", evolve(node, optional=not node.optional))
            for place, ref in enumerate(node.matches):
                yield Variant("citation", evolve(node, matches=instead(node.matches, place, shifted(ref))))
        case t.SignatureRule():
            yield from _roles(node, "roles", names)
            if node.noted_by is not None:
                yield Variant("consequence", evolve(node, refusing=None, noted_by=None))
                other = names.other_role(node.noted_by.text)
                if other is not None:
                    yield Variant("party", evolve(node, noted_by=t.Name(other)))
        case t.PrecedenceRule():
            loser = node.second if node.winner == node.first else node.first
            yield Variant("citation", evolve(node, winner=loser))
        case t.TransitionRule():
            for place, ref in enumerate(node.articles):
                yield Variant("citation", evolve(node, articles=instead(node.articles, place, shifted(ref))))
        case t.Effect() | t.Branch():
            if len(node.consequences) > 1:
                yield from _dropped(node, "consequences", "consequence")


def _common(node: Any, names: Names) -> Iterator[Variant]:
    """What rules of several kinds have."""
    when = getattr(node, "when", None)
    if when is not None and not _needed(node):
        yield Variant("condition", evolve(node, when=None))
    degree = getattr(node, "degree", None)
    if degree in _DEGREES and not (isinstance(node, t.ContentsRule)):
        yield Variant("degree", evolve(node, degree=_DEGREES[degree]))
    if getattr(node, "void", None) is not None:
        yield Variant("consequence", evolve(node, void=None))
        yield Variant("degree", evolve(node, void=not node.void))
    if not names.tracks:
        return
    if getattr(node, "in_case", None) is not None and not isinstance(node, t.EventDecl):
        yield Variant("scope", evolve(node, in_case=None))
    elif isinstance(node, (t.CountRule, t.PeriodRule)):
        yield Variant("scope", evolve(node, in_case=True))


def _needed(node: Any) -> bool:
    """Whether nothing would bring a rule about without its condition."""
    return isinstance(node, t.Effect) or (isinstance(node, t.Branch) and node.when is None)


def _roles(node: Any, field: str, names: Names) -> Iterator[Variant]:
    roles = getattr(node, field)
    here = [role.text for role in roles]
    for place, role in enumerate(roles):
        if len(roles) > 1:
            changed = evolve(node, **{field: without(roles, place)})
            alone = isinstance(node, t.Subject) and len(roles) == 2
            yield Variant("party", evolve(changed, together="one") if alone else changed)
        other = names.other_role(role.text, here)
        if other is not None:
            yield Variant("party", evolve(node, **{field: instead(roles, place, t.Name(other))}))


def _dropped(node: Any, field: str, kind: str) -> Iterator[Variant]:
    """The node without one of several parts."""
    parts = getattr(node, field)
    for place in range(len(parts)) if len(parts) > 1 else ():
        yield Variant(kind, evolve(node, **{field: without(parts, place)}))


def _followed(node: Any) -> Iterator[Variant]:
    """A branch left out, and one that comes twice with another end."""
    for place in range(len(node.branches)):
        yield Variant("consequence", evolve(node, branches=without(node.branches, place)))
    for place in range(len(node.timings)):
        yield Variant("period", evolve(node, timings=without(node.timings, place)))
    yield from _dropped(node, "acts", "item")


def _duty(node: t.DutyRule) -> Iterator[Variant]:
    yield from _followed(node)
    for place in range(len(node.demands)):
        yield Variant("period", evolve(node, demands=without(node.demands, place)))
    plain = node.branches[0] if node.branches and node.branches[0].when is None and not node.branches[0].late else None
    branches = tuple(each for each in node.branches if not each.late and each is not plain)
    then = () if plain is None else plain.consequences
    timings = tuple(each for each in node.timings if isinstance(each, (t.Within, t.Inside, t.NotLaterThan)))
    subject = evolve(node.subject, together="joint" if node.subject.together == "joint" else "one")
    power = t.PowerRule(subject, node.acts, node.when, timings, then, branches, node.in_case)
    yield Variant("degree", power)


def _power(node: t.PowerRule) -> Iterator[Variant]:
    yield from _followed(node)
    for place in range(len(node.consequences)):
        yield Variant("consequence", evolve(node, consequences=without(node.consequences, place)))
    follows = (t.Branch(node.consequences),) if node.consequences else ()
    timings = tuple(each for each in node.timings if not isinstance(each, t.AfterFull))
    duty = t.DutyRule(node.subject, node.acts, node.when, "must", timings, (), (*follows, *node.branches), None)
    yield Variant("degree", evolve(duty, in_case=node.in_case))


def _limit(node: Any) -> Iterator[Variant]:
    for place in range(len(node.exceptions)):
        yield Variant("consequence", evolve(node, exceptions=without(node.exceptions, place)))
    if isinstance(node, t.CountRule):
        for number in off_by_one(node.number):
            yield Variant("number", evolve(node, number=number))
        if node.before is not None:
            yield Variant("condition", evolve(node, before=None))
        return
    if node.limit in _DEGREES:
        yield Variant("degree", evolve(node, limit=_DEGREES[node.limit]))
    if node.event is not None:
        yield Variant("anchor", evolve(node, which=None if node.which == "first" else "first"))
    if node.amount.unit in ROLLED:
        yield Variant("anchor", evolve(node, roll=None if node.roll == "none" else "none"))


def _exception(node: t.Exception_, names: Names) -> Iterator[Variant]:
    for number in off_by_one(node.number) if node.source is None else ():
        yield Variant("number", evolve(node, number=number))
    if node.times is not None:
        yield Variant("condition", evolve(node, times=None))
        for number in off_by_one(node.times):
            yield Variant("number", evolve(node, times=number))
    if node.when is not None and node.approval is not None:
        yield Variant("condition", evolve(node, when=None))
        yield Variant("condition", evolve(node, approval=None, by=None, prior=False))
    if node.approval is not None:
        yield Variant("condition", evolve(node, prior=not node.prior))
    yield Variant("condition", evolve(node, each=not node.each))
    if node.unit is not None:
        yield Variant("anchor", evolve(node, after_end=not node.after_end))
    if node.by is not None:
        other = names.other_role(node.by.text)
        if other is not None:
            yield Variant("party", evolve(node, by=t.Name(other)))
