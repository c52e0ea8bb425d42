"""Demands of time and consequences in words."""

from __future__ import annotations

from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.conditions import pattern, test
from ecolang_compiler.syntax.print.phrases import Phrases


def timing(p: Phrases, node: Any) -> str:
    """One demand of time."""
    match node:
        case t.Within():
            notes = _notes(p, node.roll, node.cite)
            amount = p.amount(node.amount)
            if node.period is not None:
                return p("within_end", amount=amount, period=node.period.text, notes=notes)
            if node.event is None:
                return p("within_opening", amount=amount, notes=notes)
            return p("within", amount=amount, which=p.which(node.which), event=pattern(p, node.event), notes=notes)
        case t.Inside():
            return p("inside", period=node.period.text, notes=_notes(p, None, node.cite))
        case t.Before():
            return _before(p, node)
        case t.NotLaterThan():
            notes = _notes(p, None, node.cite)
            if node.event is None:
                return p("not_later", field=node.field.text, notes=notes)
            return p("not_later_of", field=node.field.text, event=node.event.text, notes=notes)
        case t.Promptly():
            reference = "" if node.reference is None else p("reference", amount=p.amount(node.reference))
            return p("promptly", reference=reference)
        case _:
            notes = _notes(p, None, node.cite)
            amount = p.amount(node.amount)
            if node.period is not None:
                return p("after_full_end", amount=amount, period=node.period.text, notes=notes)
            if node.event is None:
                return p("after_full_opening", amount=amount, notes=notes)
            return p("after_full", amount=amount, which=p.which(node.which), event=pattern(p, node.event), notes=notes)


def _before(p: Phrases, node: t.Before) -> str:
    anchor = node.field.text if node.field is not None else ""
    if node.event is not None:
        anchor = p.optional("which_first", node.first) + pattern(p, node.event)
    notes = _notes(p, None, node.cite)
    if node.amount is None:
        return p("before", anchor=anchor, notes=notes)
    key = "before_amount" if node.clear else "before_counting"
    return p(key, anchor=anchor, amount=p.amount(node.amount), notes=notes)


def _notes(p: Phrases, roll: str | None, cite: Any) -> str:
    """What stands in brackets after a demand of time: whether its last day moves, and where the number is written."""
    notes = [] if roll is None else [p(f"roll_{roll}")]
    if cite is not None:
        notes.append(p("under", ref=p.ref(cite)))
    return p("notes", notes=p.join("note_sep", notes)) if notes else ""


def consequences(p: Phrases, nodes: tuple[Any, ...]) -> str:
    """What follows, one after another."""
    return p.join("then", (consequence(p, each) for each in nodes))


def consequence(p: Phrases, node: Any) -> str:
    """One thing that follows."""
    match node:
        case t.Enter():
            return p("enter_all" if node.everyone else "enter", stage=node.stage.text)
        case t.Deem():
            if node.event is not None:
                return p("deem", what=pattern(p, node.event))
            assert node.field is not None, "a deeming names an event or a field"
            return p("deem", what=test(p, node.field.field.text, node.field.test))
        case t.Fork():
            return p("fork", part=node.part, stage=node.stage.text)
        case _:
            subject = node.period.text if node.period is not None else p("time_for", event=node.event.text)
            cap = "" if node.cap is None else p("cap", n=node.cap)
            return p(f"change_{node.op}", subject=subject, cap=cap)
