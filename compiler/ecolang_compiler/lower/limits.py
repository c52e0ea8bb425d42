"""不超过, 不少于 and named periods, with the excess that an approval allows."""

from __future__ import annotations

from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Act, Allowance, CountLimit, Deadline, Expr, Period
from ecolang_compiler.lower.build import Build
from ecolang_compiler.lower.timing import event_anchor, lower_amount, lower_counting
from ecolang_compiler.resolve.expressions import conjunction
from ecolang_compiler.resolve.heads import split_head
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.syntax import tree


def lower_count(build: Build, norm: Norm, rule: tree.CountRule) -> None:
    """A limit on how often an event may happen, or must have happened."""
    act = build.conditions.act(rule.act)
    if act is None:
        return
    head = build.head(norm, rule.when, (act.event,))
    cite = build.cite(norm)
    before = build.conditions.act(rule.before) if rule.before else None
    row = CountLimit(
        build.rows.id(cite, act.event, build.word(rule.bound), before.event if before else ""),
        cite,
        act,
        rule.bound,
        rule.number,
        rule.degree,
        head.stages or (),
        head.as_condition,
        before,
        _allowances(build, norm, rule.exceptions, (act.event,)),
        _scope(build, rule.in_case, act),
        rule.void,
        norm.name,
        norm.text,
    )
    build.rows.add("count_limits", row, build.origin(norm))


def _scope(build: Build, in_case: bool | None, act: Act | None) -> str:
    if in_case is None:
        return "case" if act is not None and build.case_scope([act]) else "track"
    return "case" if in_case else "track"


def lower_period(build: Build, norm: Norm, rule: tree.PeriodRule) -> None:
    """The length of a named period, and its limit. A second rule for the same period is kept apart, as its rival."""
    id = build.names.period(rule.period)
    anchor = event_anchor(build, rule.event, rule.which or "last", rule.received)
    if id is None or anchor is None:
        return
    head = build.head(norm, rule.when)
    if head.as_condition is not None:
        build.bag.add(make_diagnostic("E322", rule.when.span or norm.span if rule.when else norm.span, period=id))
    cite = build.cite(norm)
    rival = id in build.rows.origins
    counting = lower_counting(build, rule.amount.unit, rule.manner, rule.roll)
    deadline = Deadline(
        build.rows.id(id, build.word("within")),
        "within",
        cite,
        *lower_amount(build, rule.amount, (anchor.event,) if anchor.event else ()),
        counting=counting,
        anchor=anchor,
        degree=rule.limit or "must",
    )
    build.rows.place(deadline, build.origin(norm, rule.amount.span))
    row = Period(
        id,
        cite,
        deadline,
        _label(build, id),
        _scope(build, rule.in_case, Act(anchor.event) if anchor.event else None),
        rule.limit,
        head.stages or (),
        _allowances(build, norm, rule.exceptions, ()),
        norm.name,
        norm.text,
    )
    if rival:
        build.rows.rivals.append(row)
    else:
        build.rows.add("periods", row, build.origin(norm))


def _label(build: Build, period: str) -> str | None:
    label: str | None = build.vocabulary.entries[period].decl.name.label
    return label


def _allowances(
    build: Build, norm: Norm, exceptions: tuple[tree.Exception_, ...], at_hand: tuple[str, ...]
) -> tuple[Allowance, ...]:
    return tuple(_allowance(build, norm, each, at_hand) for each in exceptions)


def _allowance(build: Build, norm: Norm, node: tree.Exception_, at_hand: tuple[str, ...]) -> Allowance:
    head = split_head(node.when, build.conditions, at_hand)
    stages = None if head.stages is None else ("in", head.stages)
    approval = _approval(build, node.approval, node.by)
    source: Expr | None = None
    if node.source is not None and node.unit is not None:
        near = (approval.event,) if approval else ()
        _, source = lower_amount(build, tree.Amount(0, node.unit, node.source), near, at_hand=True)
    return Allowance(
        node.number,
        build.cite(norm),
        conjunction([stages, head.as_condition]),
        approval,
        node.prior,
        node.each,
        node.unit,
        "after_end" if node.after_end else "added",
        build.conditions.act(node.request) if node.request else None,
        build.conditions.act(node.refusal) if node.refusal else None,
        node.times,
        source,
    )


def _approval(build: Build, pattern: tree.EventPattern | None, by: tree.Name | None) -> Act | None:
    """The approving act; the role that must give it is said only where others could give it too."""
    role = build.names.role(by) if by else None
    act = build.conditions.act(pattern) if pattern else None
    if act is None or role is None or build.events[act.event].actors == (role,):
        return act
    return Act(act.event, conjunction([act.guard, ("actor", role)]))
