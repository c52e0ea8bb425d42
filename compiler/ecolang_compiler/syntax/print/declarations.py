"""Settings and the vocabulary in words."""

from __future__ import annotations

from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.conditions import condition, listed
from ecolang_compiler.syntax.print.layout import Part
from ecolang_compiler.syntax.print.phrases import Phrases

#: How long a day of every year is, written MM-DD.
_MONTH_DAY = 5


def setting(p: Phrases, node: t.Setting) -> str:
    """A setting, without its full stop."""
    return p(f"setting_{node.kind}", value=setting_value(p, node))


def setting_value(p: Phrases, node: t.Setting) -> str:
    """What a setting says."""
    value = node.value
    match node.kind:
        case "in_force":
            return p.day(value)
        case "ceases":
            return p.day(value)
        case "validity":
            if isinstance(value, str):
                return p("valid_until", day=p.day(value))
            return p("valid_for", amount=p.amount(value[0]), counted=p(f"periods_start_{value[1]}"))
        case "repeals":
            return p.join("list", (p("title", text=each) for each in value))
        case "calendars":
            return p.join("list", value)
        case "periods":
            known = dict(value)
            order = [name for name in ("start", "roll", "month_end", "hour") if name in known]
            return p.join("clause_sep", (p(f"periods_{name}_{known[name]}") for name in order))
        case "handling":
            return p("handled_whole") if value is None else p("handled_each", role=value.text)
        case "days_off" | "work_days":
            return p.join("list", (_day_added(p, day, reason) for day, reason in value))
        case "standstill":
            return p.join("list", (_still(p, *each) for each in value))
        case _:
            return str(value)


def _still(p: Phrases, first: str, last: str, reason: str) -> str:
    key = "still_yearly" if len(first) == _MONTH_DAY else "still"
    days = p(key, first=p.day(first), last=p.day(last))
    return p("day_added", day=days, reason=reason) if reason else days


def _day_added(p: Phrases, day: str, reason: str) -> str:
    return p("day_added", day=p.day(day), reason=reason) if reason else p.day(day)


def entry(p: Phrases, node: Any) -> tuple[Part, ...]:
    """One entry of the vocabulary, without its full stop."""
    match node:
        case t.RoleDecl():
            return (_role(p, node),)
        case t.FactDecl():
            return (p("fact", name=p.declared(node.field.name), type=_type(p, node.field)),)
        case t.EventDecl():
            return (_event(p, node),)
        case t.StageDecl():
            return (_stage(p, node),)
        case t.DefinitionDecl():
            start = p.declared(node.name)
            if isinstance(node.condition, t.Listed):
                words = p("list_all" if node.condition.every else "list_any")
                return (p("definition", name=start, of=words), listed(p, node.condition))
            return (p("definition", name=start, of=condition(p, node.condition)),)
        case _:
            return (p.declared(node.name),)


def _role(p: Phrases, node: t.RoleDecl) -> str:
    part_of = "" if node.part_of is None else p("part_of", role=node.part_of.text)
    many = p.optional("may_be_several", node.many)
    about = "" if node.description is None else p("description", text=node.description)
    return p.declared(node.name) + part_of + many + about


def _stage(p: Phrases, node: t.StageDecl) -> str:
    if node.group:
        return p.declared(node.name) + p("group_of", stages=p.names(node.group, "list"))
    return p.declared(node.name) + p.optional("start_stage", node.start)


def _event(p: Phrases, node: t.EventDecl) -> str:
    start = p.declared(node.name)
    if node.aliases:
        start += p("also_called", names=p.join("list", (p.declared(each) for each in node.aliases)))
    parts: list[str] = []
    if node.external:
        parts.append(p("external"))
    if node.actors:
        parts.append(
            p("by_jointly" if node.joint else "by", roles=p.names(node.actors, "all_of" if node.joint else "any_actor"))
        )
    if node.to:
        parts.append(p("with" if node.meets else "to", roles=p.names(node.to, "all_of")))
    if node.in_case is not None:
        parts.append(p("event_in_case" if node.in_case else "event_each"))
    clauses = [p.join("part_sep", parts)] if parts else []
    if node.documents:
        clauses.append(p("attaching", documents=p.names(node.documents, "list")))
    for required in (True, False):
        fields = [each for each in node.fields if each.required is required]
        if fields:
            words = p.join("list", (_field(p, each) for each in fields))
            clauses.append(p("states" if required else "may_state", fields=words))
    return start if not clauses else p("event", name=start, clauses=p.join("clause_sep", clauses))


def _field(p: Phrases, node: t.FieldDecl) -> str:
    about = _type(p, node)
    return p.declared(node.name) + (p("field_type", type=about) if about else "")


def _type(p: Phrases, node: t.FieldDecl) -> str:
    words = ""
    if node.type == "choice":
        words = p.join("list", (p.declared(each) for each in node.values))
    elif node.type is not None:
        words = p(f"type_{node.type}")
    if node.plans is not None:
        words += p("plans", event=node.plans.text)
    if node.default is not None:
        words += p("default", value=p.value(node.default))
    return words
