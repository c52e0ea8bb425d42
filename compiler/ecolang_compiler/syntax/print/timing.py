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
            notes = notes_of(p, node.roll, node.cite, node.manner)
            amount = p.amount(node.amount)
            if node.period is not None:
                return p("within_end", amount=amount, period=node.period.text, notes=notes)
            if node.event is None:
                return p("within_opening", amount=amount, notes=notes)
            event = pattern(p, node.event)
            received = p.optional("received", node.received)
            return p("within", amount=amount, which=p.which(node.which), received=received, event=event, notes=notes)
        case t.Inside():
            return p("inside", period=node.period.text, notes=notes_of(p, None, node.cite))
        case t.Before():
            return _before(p, node)
        case t.NotLaterThan():
            notes = notes_of(p, None, node.cite)
            field = p.item(node.item) if node.item is not None else node.field.text if node.field is not None else ""
            if node.event is None:
                return p("not_later", field=field, notes=notes)
            return p("not_later_of", field=field, event=node.event.text, notes=notes)
        case t.RowByRow():
            notes = notes_of(p, None, node.cite)
            return p("row_by_row", schedule=p.item(node.schedule), column=node.column, notes=notes)
        case t.Promptly():
            reference = "" if node.reference is None else p("reference", amount=p.amount(node.reference))
            return p("promptly", reference=reference)
        case _:
            notes = notes_of(p, None, node.cite, node.manner)
            amount = p.amount(node.amount)
            if node.period is not None:
                return p("after_full_end", amount=amount, period=node.period.text, notes=notes)
            if node.event is None:
                return p("after_full_opening", amount=amount, notes=notes)
            event = pattern(p, node.event)
            received = p.optional("received", node.received)
            which = p.which(node.which)
            return p("after_full", amount=amount, which=which, received=received, event=event, notes=notes)


def _before(p: Phrases, node: t.Before) -> str:
    anchor = node.field.text if node.field is not None else ""
    if node.event is not None:
        anchor = p.optional("which_first", node.first) + pattern(p, node.event)
    notes = notes_of(p, None, node.cite, node.manner)
    if node.amount is None:
        return p("before", anchor=anchor, notes=notes)
    key = "before_amount" if node.clear else "before_counting"
    return p(key, anchor=anchor, amount=p.amount(node.amount), notes=notes)


def notes_of(p: Phrases, roll: str | None, cite: Any, manner: t.Manner | None = None) -> str:
    """What stands in brackets after a demand of time: how it is counted, and where the number is written."""
    notes = [] if roll is None else [p(f"roll_{roll}")]
    if manner is not None:
        notes += [] if manner.start is None else [p(f"start_{manner.start}")]
        notes += [p("calendar_by", layers=p.join("list", manner.calendar))] if manner.calendar else []
        notes += [p("runs_on")] if manner.runs_on else []
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
            causes = p.optional("caused", node.causes, events=p.names(node.causes))
            return p(f"change_{node.op}", subject=subject, cap=cap, causes=causes)
