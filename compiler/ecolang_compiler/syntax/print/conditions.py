"""Conditions in words: bare, and as the head of a sentence."""

from __future__ import annotations

from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.layout import Item, Items
from ecolang_compiler.syntax.print.phrases import Phrases


def condition(p: Phrases, node: Any) -> str:
    """A condition in the middle of a sentence."""
    match node:
        case t.FieldTest():
            return test(p, _field(p, node), node.test, node.event is not None)
        case t.FactTest():
            return test(p, node.fact.text, node.test)
        case t.Given():
            return p("given", field=node.field.text)
        case t.InStage():
            return p(_clear(p, "in_stage", node), stages=p.names(node.stages))
        case t.OnEvent():
            return p("on_event", event=pattern(p, node.pattern))
        case t.Happened():
            return _happened(p, node)
        case t.Overdue():
            return p("overdue", event=node.event.text)
        case t.DutyOpen():
            return p("duty_open", event=node.event.text)
        case t.CountTest():
            scope = p.optional("count_in_case", node.in_case)
            return scope + p(f"count_{node.op}", event=pattern(p, node.pattern), n=node.number)
        case t.PeriodTest():
            return p(f"period_{node.state}", period=node.period.text)
        case t.DefinitionUse():
            return p("not_defined" if node.negated else "plain", text=node.name.text)
        case t.Signed():
            return p("unsigned" if node.negated else "signed", document=node.document.text, role=node.role.text)
        case t.HasItem():
            return p("lacks_item" if node.negated else "has_item", document=node.document.text, item=node.item)
        case t.ItemTest():
            return test(p, p.item(node.item), node.test)
        case t.ByActor():
            return p("by_actor", role=node.role.text)
        case t.OverTracks():
            return p(f"tracks_{node.q}", role=node.role.text, of=grouped(p, node.of, t.And, t.Or, t.Unless))
        case t.And():
            return p.join("and", (grouped(p, part, t.Or, t.Unless) for part in node.parts))
        case t.Or():
            return p.join("or", (grouped(p, part, t.And, t.Unless) for part in node.parts))
        case t.Unless():
            of, exception = grouped(p, node.of, t.Unless), grouped(p, node.exception, t.Unless)
            return p("unless", of=of, exception=exception)
        case _:
            return p("always")


def _clear(p: Phrases, key: str, node: t.InStage) -> str:
    """The phrase that says that stages are meant where a name among them could be read as something else."""
    return f"{key}_clear" if any(each.text in p.doubtful for each in node.stages) else key


def grouped(p: Phrases, node: Any, *kinds: type) -> str:
    """A condition, in brackets if it is of a kind whose words would join with those around it."""
    text = condition(p, node)
    return p("group", of=text) if isinstance(node, kinds) else text


def test(p: Phrases, subject: str, said: t.Test, other: bool = False) -> str:
    """What is said of a value; `other`: of another event than the one at hand."""
    if said.op == "yes":
        return subject
    if said.op == "no":
        return p("no_of", subject=subject) if other else p.negated(subject)
    values = p.join("all_of" if said.op == "all" else "any_of", (p.value(each) for each in said.values))
    return p(f"test_{said.op}", subject=subject, values=values)


def pattern(p: Phrases, node: t.EventPattern) -> str:
    """An event with the condition over its fields."""
    return node.event.text + ("" if node.guard is None else p("guard", of=condition(p, node.guard)))


def _field(p: Phrases, node: t.FieldTest) -> str:
    if node.event is None:
        return node.field.text
    return p("field_of", which=p.which(node.which), event=node.event.text, field=node.field.text)


def _happened(p: Phrases, node: t.Happened) -> str:
    event = pattern(p, node.pattern)
    if node.then_not is not None:
        return p("happened_without", event=event, later=pattern(p, node.then_not))
    return p("not_happened" if node.negated else "happened", event=event)


def listed(p: Phrases, node: t.Listed, broken: bool = False) -> Items:
    """The items of a list of conditions."""
    return Items(
        tuple(Item(p.number(item.number) + condition(p, item.of), item.comments) for item in node.items), broken
    )


def conjuncts(node: Any) -> tuple[Any, ...]:
    """The conditions that must all hold: none for no condition."""
    if node is None:
        return ()
    return node.parts if isinstance(node, t.And) else (node,)


def head(p: Phrases, node: Any, stages: str = "head_stages") -> str:
    """A condition before what it governs, in its clauses: stages, the event at hand, other conditions.

    A list's items stand at the end of the sentence (`grounds`), so only its words are here.
    """
    clauses: list[str] = []
    plain: list[Any] = []

    def flush() -> None:
        if plain:
            clauses.append(p("head_condition", of=p.join("and", (grouped(p, each, t.Or, t.Unless) for each in plain))))
            plain.clear()

    parts = conjuncts(node)
    for position, part in enumerate(parts):
        if isinstance(part, (t.InStage, t.OnEvent, t.Or, t.Unless, t.Listed)):
            flush()
        match part:
            case t.InStage():
                clauses.append(p(_clear(p, stages, part), stages=p.names(part.stages)))
            case t.OnEvent():
                follower = parts[position + 1] if position + 1 < len(parts) else None
                own = isinstance(follower, t.FieldTest) and follower.event is None
                clauses.append(p("head_event_with" if own else "head_event", event=pattern(p, part.pattern)))
            case t.Listed():
                clauses.append(p("head_all_listed" if part.every else "head_any_listed"))
            case t.Or() | t.Unless():
                clauses.append(p("head_condition", of=condition(p, part)))
            case _:
                plain.append(part)
    flush()
    return "".join(clauses)


def at_hand(node: Any) -> bool:
    """Whether a condition speaks of the event at hand."""
    if isinstance(node, (t.And, t.Or)):
        return any(at_hand(part) for part in node.parts)
    return isinstance(node, t.OnEvent)


def grounds(node: Any) -> t.Listed | None:
    """The list of conditions in a head, whose items stand at the end of the sentence."""
    return next((part for part in conjuncts(node) if isinstance(part, t.Listed)), None)
