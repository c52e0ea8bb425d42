"""可以, 不得, and who must act: powers, prohibitions, actor rules."""

from __future__ import annotations

from ecolang.program import Act, ActorRule, Deadline, Ground, Period, Power, Prohibition, Trigger
from ecolang_compiler.lower.build import Actor, Build, act_words, events_of
from ecolang_compiler.lower.consequences import Occasion, act_trigger, lower_consequences
from ecolang_compiler.lower.timing import Occasion as TimedAct
from ecolang_compiler.lower.timing import lower_timing
from ecolang_compiler.resolve.expressions import conjunction
from ecolang_compiler.resolve.heads import Head, split_head
from ecolang_compiler.resolve.norms import Norm, sentence_text
from ecolang_compiler.syntax import tree


def lower_power(build: Build, norm: Norm, rule: tree.PowerRule, text: str | None) -> None:
    """A power with its grounds, and the moves that its use makes."""
    acts = build.acts(rule.acts)
    if not acts:
        return
    head = build.head(norm, rule.when, events_of(acts), grounds=True)
    cite = build.cite(norm)
    id = build.rows.id(cite, build.word("may"), act_words(acts), "、".join(head.written))
    build.rows.origins[id] = build.origin(norm)
    timed = TimedAct(id, "must", events_of(acts) + events_of(head.triggers))
    after = None
    ends: list[Deadline] = []
    for timing in rule.timings:
        found = lower_timing(build, norm, timing, timed)
        if isinstance(timing, tree.AfterFull):
            after = found
        elif not isinstance(timing, tree.Promptly) and found is not None:
            ends.append(found)
    power = Power(
        id,
        cite,
        build.names.roles(rule.subject.roles),
        rule.subject.together,
        acts,
        head.stages or (),
        head.as_condition,
        _grounds(build, norm, id, head.grounds, events_of(acts), text),
        ends[0] if ends else None,
        after,
        _scope(build, rule, acts),
        norm.name,
        norm.text,
        tuple(ends[1:]),
    )
    build.rows.add("powers", power, build.origin(norm))
    build.sentence += [Actor(act, id, "power") for act in acts]
    for act in acts:
        occasion = Occasion(act_trigger(act), head.stages, None, "power", id, act.event)
        lower_consequences(build, norm, rule.consequences, occasion)
    _branches(build, norm, power, head, rule.branches)


def _scope(build: Build, rule: tree.PowerRule, acts: tuple[Act, ...]) -> str:
    if rule.in_case is not None:
        return "case" if rule.in_case else "track"
    return "case" if build.case_scope(acts) else "track"


def _grounds(
    build: Build, norm: Norm, owner: str, listed: tree.Listed | None, events: tuple[str, ...], text: str | None
) -> tuple[Ground, ...]:
    grounds: list[Ground] = []
    for index, item in enumerate(listed.items if listed else (), 1):
        place = build.citations.item(norm.cite, item.number)
        cite = build.citations.words(place)
        id = build.rows.id(owner, cite if item.number is not None else str(index))
        build.rows.origins[id] = build.origin(norm, item.span)
        guard = build.conditions.expr(item.of, events)
        grounds.append(Ground(id, cite, guard, sentence_text(item.span, text)))
    return tuple(grounds)


def _branches(build: Build, norm: Norm, power: Power, head: Head, branches: tuple[tree.Branch, ...]) -> None:
    """Moves that depend on what the act says; 逾期的 is the end of the time in which the power could be used."""
    for branch in branches:
        if branch.late:
            period = _unused(build, norm, power)
            if period is not None:
                occasion = Occasion(Trigger("lapse", of=period), head.stages, head.guard, "lapse", period)
                lower_consequences(build, norm, branch.consequences, occasion)
            continue
        inner = split_head(branch.when, build.conditions, events_of(power.acts))
        for act in power.acts:
            guarded = Act(act.event, conjunction([act.guard, inner.guard]))
            occasion = Occasion(act_trigger(guarded), head.stages, None, "power", power.id, act.event)
            lower_consequences(build, norm, branch.consequences, occasion)


def _unused(build: Build, norm: Norm, power: Power) -> str | None:
    """A period that measures the time of a power, so that its end can set something off."""
    limit: Deadline | None = power.until
    if limit is None:
        return None
    id = build.rows.id(power.id, build.word("late"))
    build.rows.add("periods", Period(id, power.cite, limit, rule=norm.name, text=norm.text), build.origin(norm))
    return id


def lower_prohibition(build: Build, norm: Norm, rule: tree.ProhibitionRule) -> None:
    """A prohibition."""
    acts = build.acts(rule.acts)
    if not acts:
        return
    head = build.head(norm, rule.when, events_of(acts))
    cite = build.cite(norm)
    row = Prohibition(
        build.rows.id(cite, build.word("must_not"), act_words(acts), "、".join(head.written)),
        cite,
        build.names.roles(rule.subject.roles),
        acts,
        head.stages or (),
        head.as_condition,
        rule.degree,
        rule.void,
        norm.name,
        norm.text,
    )
    build.rows.add("prohibitions", row, build.origin(norm))


def lower_actor_rule(build: Build, norm: Norm, rule: tree.ActorRuleNode) -> None:
    """Who must perform events."""
    events = tuple(event for event in map(build.names.event, rule.events) if event is not None)
    role = build.names.role(rule.role)
    if role is None or not events:
        return
    head = build.head(norm, rule.when, events)
    stages = None if head.stages is None else ("in", head.stages)
    guard = conjunction([stages, head.as_condition])
    cite = build.cite(norm)
    id = build.rows.id(cite, build.word("actor"), role, "、".join(events))
    row = ActorRule(id, cite, events, role, guard, rule.degree, rule.void, norm.name, norm.text)
    build.rows.add("actor_rules", row, build.origin(norm))
