"""The kinds of rule in words."""

from __future__ import annotations

from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.conditions import condition, conjuncts, grounds, head, listed, pattern
from ecolang_compiler.syntax.print.layout import Item, Items, Part
from ecolang_compiler.syntax.print.phrases import Phrases
from ecolang_compiler.syntax.print.timing import consequences, notes_of, timing

Parts = tuple[Part, ...]


def rule(p: Phrases, node: Any) -> Parts:
    """One rule of a sentence, without its full stop."""
    match node:
        case t.Effect():
            return (head(p, node.when) + consequences(p, node.consequences), *_grounds(p, node.when))
        case t.DutyRule():
            return _duty(p, node)
        case t.PowerRule():
            return _power(p, node)
        case t.ProhibitionRule():
            words = p(
                f"must_not_{node.degree}", subject=_subject(p, node.subject), acts=_acts(p, node.subject, node.acts)
            )
            return (head(p, node.when) + words, *_grounds(p, node.when), _void(p, node.void))
        case t.ActorRuleNode():
            events = p.names(node.events, "all_of")
            words = p(f"actor_{node.degree}", events=events, role=node.role.text)
            return (head(p, node.when) + words, *_grounds(p, node.when), _void(p, node.void))
        case t.CountRule():
            return (_count(p, node), *_exceptions(p, node.exceptions), _void(p, node.void))
        case t.PeriodRule():
            return (_period(p, node), *_exceptions(p, node.exceptions))
        case t.ContentsRule():
            return (p(f"contents_{node.degree}", document=node.document.text), _texts(p, node.items))
        case t.OrderRule():
            return (p(f"order_{node.degree}", event=node.event.text), _texts(p, node.items))
        case t.SignatureRule():
            return (_signature(p, node),)
        case t.PrecedenceRule():
            refs = {name: p.ref(getattr(node, name)) for name in ("first", "second", "winner")}
            return (p("precedence", **refs),)
        case t.NoRule():
            return (p("no_rule" if node.modelled else "not_modelled", reason=node.reason),)
        case t.FormNote():
            places = p.join("ref_sep", map(p.ref, node.refs))
            return (p(f"form_{node.kind}", document=node.document.text, refs=places, reason=node.reason),)
        case t.TransitionRule() if node.articles:
            articles = p.join("ref_sep", map(p.ref, node.articles))
            return (p("transition_parts", event=pattern(p, node.pattern), refs=articles),)
        case t.TransitionRule():
            key = "transition_before" if node.before else "transition_after"
            return (p(key, event=pattern(p, node.pattern), title=node.applies),)
        case _:
            return (p("quotation", text=node.text),)


def _scope(p: Phrases, in_case: bool | None) -> str:
    return "" if in_case is None else p("scope_case" if in_case else "scope_each")


def _subject(p: Phrases, node: t.Subject) -> str:
    return p.names(node.roles, "any_role" if node.together == "one" else "all_of")


def _acts(p: Phrases, subject: t.Subject, acts: tuple[t.EventPattern, ...], timings: tuple[Any, ...] = ()) -> str:
    """The acts with their demands of time and 共同 or 各自, in the surface's order."""
    together = "" if subject.together == "one" else p(subject.together)
    what = p.join("all_of", (pattern(p, each) for each in acts))
    when = "".join(p("timing", timing=timing(p, each)) for each in timings)
    return p("acts", together=together, acts=what, timings=when)


def _duty(p: Phrases, node: t.DutyRule) -> Parts:
    acts = _acts(p, node.subject, node.acts, node.timings)
    words = p(f"must_{node.degree}", subject=_subject(p, node.subject), acts=acts)
    for demand in node.demands:
        when = p("timing", timing=timing(p, demand.timing))
        words += p("demand", act=p("acts", together="", acts=pattern(p, demand.act), timings=when))
    branches = node.branches
    if _plain(branches):
        words += p("thereupon") + consequences(p, branches[0].consequences)
        branches = branches[1:]
    text = _scope(p, node.in_case) + head(p, node.when) + words
    return (text, *_grounds(p, node.when), *_branches(p, branches), _void(p, node.void))


def _power(p: Phrases, node: t.PowerRule) -> Parts:
    acts = _acts(p, node.subject, node.acts, node.timings)
    words = p("may", subject=_subject(p, node.subject), acts=acts)
    if node.timings and isinstance(node.timings[0], t.AfterFull):
        words = p("may_full", subject=_subject(p, node.subject), acts=acts)
    if node.consequences:
        words += p("thereupon") + consequences(p, node.consequences)
    text = _scope(p, node.in_case) + head(p, node.when) + words
    return (text, *_grounds(p, node.when), *_branches(p, node.branches))


def _grounds(p: Phrases, when: Any) -> Parts:
    """The items of a list in the head, after a colon at the end."""
    found = grounds(when)
    return () if found is None else (p("colon"), listed(p, found, broken=True))


def _branches(p: Phrases, nodes: tuple[t.Branch, ...]) -> Parts:
    if not nodes:
        return ()
    items = tuple(Item(p.number(each.number) + _branch(p, each), each.comments) for each in nodes)
    return (p("colon"), Items(items, broken=len(items) > 1))


def _plain(branches: tuple[t.Branch, ...]) -> bool:
    """Whether the first of several branches says what follows in any case, which needs no list."""
    first = branches[0] if branches else None
    return first is not None and first.when is None and not first.late and first.number is None


def _branch(p: Phrases, node: t.Branch) -> str:
    if node.late:
        return p("branch_late") + consequences(p, node.consequences)
    start = p("branch_otherwise") if node.when is None else head(p, node.when)
    return start + consequences(p, node.consequences)


def _void(p: Phrases, void: bool | None) -> str:
    return "" if void is None else p("void" if void else "valid")


def _count(p: Phrases, node: t.CountRule) -> str:
    before = "" if node.before is None else p("count_before", event=pattern(p, node.before))
    words = p(f"limit_{node.bound}_{node.degree}", act=pattern(p, node.act), n=node.number)
    return _scope(p, node.in_case) + head(p, node.when, "head_stages_within") + before + words


def _period(p: Phrases, node: t.PeriodRule) -> str:
    amount = p.amount(node.amount)
    since = ""
    if node.event is not None:
        received = p.optional("received", node.received)
        since = p("period_from", which=p.which(node.which), received=received, event=pattern(p, node.event))
    roll = "" if node.roll is None else p("period_roll", roll=p(f"roll_{node.roll}"))
    amount += notes_of(p, None, None, node.manner)
    words = p(f"period_limit_{node.limit or 'is'}", period=node.period.text, amount=amount, since=since, roll=roll)
    return _scope(p, node.in_case) + head(p, node.when, "head_stages_within") + words


def _exceptions(p: Phrases, nodes: tuple[t.Exception_, ...]) -> Parts:
    return tuple(_exception(p, each) for each in nodes)


def _exception(p: Phrases, node: t.Exception_) -> str:
    refusal = "" if node.refusal is None else p("refusal", event=pattern(p, node.refusal))
    each = p.optional("each_time", node.each)
    times = "" if node.times is None else p("at_most_times", n=node.times)
    if node.unit is None:
        more = p("more_times", each=each, n=node.number)
    else:
        key = "longer_after_end" if node.after_end else "longer"
        more = p(key, each=each, amount=p.amount(t.Amount(node.number, node.unit, node.source)))
    most = ""
    if node.source is not None and node.unit is not None and node.number:
        most = p("at_most_longer", amount=p.amount(t.Amount(node.number, node.unit)))
    return p("exception", head=_exception_head(p, node), more=more, most=most, times=times, refusal=refusal)


def _exception_head(p: Phrases, node: t.Exception_) -> str:
    """What must have been asked, what must hold and who must have agreed."""
    request = "" if node.request is None else p("head_event", event=pattern(p, node.request))
    if node.approval is None:
        return request + head(p, node.when)
    by = "" if node.by is None else p("exception_by", role=node.by.text)
    grant = p("approval", by=by, prior=p.optional("prior", node.prior), event=pattern(p, node.approval))
    if node.when is None or p.lang == "en":
        return request + head(p, node.when) + p("grant", grant=grant)
    if any(isinstance(part, (t.Or, t.Unless, t.InStage)) for part in conjuncts(node.when)):
        return request + head(p, node.when) + p("grant", grant=grant)
    # In Chinese one clause holds both where no “or” would join with them.
    return request + p("head_condition", of=p("granted_when", of=condition(p, node.when), grant=grant))


def _texts(p: Phrases, nodes: tuple[t.TextItem, ...]) -> Items:
    return Items(tuple(Item(text_item(p, each), each.comments) for each in nodes))


def text_item(p: Phrases, node: t.TextItem) -> str:
    """An item of a list of prose, with what is said of it."""
    number = p("section_number", n=p.numeral(node.number or 0)) if node.section else p.number(node.number)
    matches = "" if not node.matches else p("matches", refs=p.join("ref_sep", (p.ref(each) for each in node.matches)))
    return number + node.text + matches + p.optional("optional", node.optional)


def _signature(p: Phrases, node: t.SignatureRule) -> str:
    words = p(f"signature_{node.degree}", document=node.document.text, roles=p.names(node.roles, "all_of"))
    if node.refusing is not None and node.noted_by is not None:
        words += p("noted", refusing=node.refusing.text, by=node.noted_by.text, document=node.document.text)
    return words
