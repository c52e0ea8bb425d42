"""应当 and 鼓励: duties, what follows when they are done, and what follows when they are not."""

from __future__ import annotations

from attrs import evolve

from ecolang.diagnostics import Local
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Act, Deadline, Duty, Expr, Trigger
from ecolang_compiler.lower.build import Actor, Build, act_words, events_of
from ecolang_compiler.lower.consequences import Occasion, act_trigger, lower_consequences
from ecolang_compiler.lower.timing import Occasion as TimedAct
from ecolang_compiler.lower.timing import lower_timing
from ecolang_compiler.resolve.expressions import conjunction, disjunction, negation
from ecolang_compiler.resolve.heads import Head, split_head
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.resolve.words import amount_words
from ecolang_compiler.syntax import tree


def lower_duty(build: Build, norm: Norm, rule: tree.DutyRule) -> None:
    """The duties of a sentence: one for each act that it demands and for each thing that opens it."""
    bearers = build.names.roles(rule.subject.roles)
    acts = build.acts(rule.acts)
    head = build.head(norm, rule.when)
    for opening in _openings(head):
        for act in acts:
            own = tuple(timing for other, timing in _demands(build, rule) if other.event == act.event)
            _duty(build, norm, rule, head, opening, bearers, (act,), rule.timings + own, rule.branches)
        for act, timing in _demands(build, rule):
            if act.event not in events_of(acts):
                _duty(build, norm, rule, head, opening, bearers, (act,), (timing,), ())


def _demands(build: Build, rule: tree.DutyRule) -> list[tuple[Act, object]]:
    """The further demands of time, each with its act."""
    found = [(build.conditions.act(demand.act), demand.timing) for demand in rule.demands]
    return [(act, timing) for act, timing in found if act is not None]


def _openings(head: Head) -> tuple[tuple[Trigger, Expr | None, str], ...]:
    """What opens the duty, what must hold besides, and the words for it."""
    if head.triggers:
        stages = head.stages or ()
        return tuple((Trigger("event", stages, act.event, act.guard), head.guard, act.event) for act in head.triggers)
    if head.stages is not None:
        return ((Trigger("stage", head.stages), head.guard, "、".join(head.written)),)
    if head.guard is not None:
        return ((Trigger("condition", guard=head.guard), None, ""),)
    return ((Trigger("start"), None, ""),)


def _duty(
    build: Build,
    norm: Norm,
    rule: tree.DutyRule,
    head: Head,
    opening: tuple[Trigger, Expr | None, str],
    bearers: tuple[str, ...],
    acts: tuple[Act, ...],
    timings: tuple[object, ...],
    branches: tuple[tree.Branch, ...],
) -> None:
    trigger, when, words = opening
    cite = build.cite(norm)
    id = build.rows.id(cite, build.word(rule.degree), act_words(acts), words)
    build.rows.origins[id] = build.origin(norm)
    timed = TimedAct(id, rule.degree, events_of(acts) + ((trigger.event,) if trigger.event else ()))
    deadlines = [lower_timing(build, norm, timing, timed) for timing in timings if not _too_early(build, timing)]
    late = tuple(branch for branch in branches if branch.late)
    duty = Duty(
        id,
        cite,
        bearers,
        rule.subject.together,
        acts,
        trigger,
        when,
        tuple(each for each in deadlines if each is not None),
        rule.degree,
        _scope(build, rule, trigger, acts),
        bool(late),
        rule.void,
        norm.name,
        norm.text,
    )
    build.rows.add("duties", duty, build.origin(norm))
    build.sentence += [Actor(act, id, "duty") for act in acts]
    if late and not any(_lapses(each) for each in duty.deadlines) and len(duty.deadlines) == len(deadlines):
        build.bag.add(make_diagnostic("E317", late[0].span or norm.span, duty=act_words(acts)))
    _branches(build, norm, head, duty, branches)


def _too_early(build: Build, timing: object) -> bool:
    """Whether a demand says when the act may begin, which only a power can; it is then reported."""
    if not isinstance(timing, tree.AfterFull):
        return False
    amount = amount_words(timing.amount.number, timing.amount.unit)
    words = Local(f"满{amount.zh}", f"full {amount.en}")
    build.bag.add(make_diagnostic("E126", timing.span, text=words))
    return True


def _lapses(deadline: Deadline) -> bool:
    return deadline.kind != "prompt"


def _scope(build: Build, rule: tree.DutyRule, trigger: Trigger, acts: tuple[Act, ...]) -> str:
    """A duty is the whole case's if its acts are, and if no stage or event of a single track opens it."""
    if rule.in_case is not None:
        return "case" if rule.in_case else "track"
    of_case = trigger.kind == "start" or (trigger.event is not None and build.case_scope([Act(trigger.event)]))
    return "case" if of_case and build.case_scope(acts) else "track"


def _branches(build: Build, norm: Norm, head: Head, duty: Duty, branches: tuple[tree.Branch, ...]) -> None:
    """Edges and deemings of 同意的 / 否则 / 逾期的."""
    events = events_of(duty.acts)
    before: list[Expr] = []
    stages = head.stages
    for branch in branches:
        if branch.late:
            occasion = Occasion(Trigger("lapse", of=duty.id), stages, None, "lapse", duty.id, events[0])
            lower_consequences(build, norm, branch.consequences, occasion)
            continue
        fields, rest = _branch_guard(build, branch, events)
        if branch.when is None and before:
            fields = negation(disjunction(before))
        elif branch.when is not None:
            before.append(conjunction([fields, rest]) or ("true",))
        for act in duty.acts:
            guarded = Act(act.event, conjunction([act.guard, fields]))
            occasion = Occasion(
                act_trigger(guarded), stages, conjunction([head.guard, rest]), "duty", duty.id, act.event
            )
            lower_consequences(build, norm, branch.consequences, occasion)


def _branch_guard(build: Build, branch: tree.Branch, events: tuple[str, ...]) -> tuple[Expr | None, Expr | None]:
    """The branch's conditions over the act's fields, and its others. A branch may name the act itself."""
    found = split_head(branch.when, build.conditions, events)
    if found.triggers:
        named = [act.guard for act in found.triggers if act.event in events]
        others = tuple(act for act in found.triggers if act.event not in events)
        rest = conjunction([evolve(found, triggers=others).as_condition, _stages(found)])
        return (conjunction(named) if named else None), rest
    return found.guard, _stages(found)


def _stages(head: Head) -> Expr | None:
    return None if head.stages is None else ("in", head.stages)
