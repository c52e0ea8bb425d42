"""Case tests in words."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from ecolang_compiler.syntax import tree as t
from ecolang_compiler.syntax.print.layout import NO_COMMENTS, Block
from ecolang_compiler.syntax.print.phrases import Phrases, finish


def case_block(p: Phrases, node: t.CaseNode, gap: bool) -> Block:
    """A case with what it says of parties, readings and facts first, then its events and checks in order."""
    children: list[Block] = []
    for role, holders in groupby(node.parties, key=lambda each: each[1]):
        names = p.join("list", (holder for holder, _ in holders))
        children.append(_sentence(p, p("case_parties", role=role, names=names)))
    for reading, alternative in node.readings:
        children.append(_sentence(p, p("case_reading", reading=reading, alternative=alternative)))
    if node.facts:
        said = p.join("part_sep", (_said(p, fact, value) for fact, value in node.facts))
        children.append(_sentence(p, p("case_facts", facts=said)))
    for step in node.steps:
        words = _event(p, step) if isinstance(step, t.CaseEvent) else _check(p, step)
        children.append(_sentence(p, words, step.comments))
    return Block((p("case", title=node.title),), node.comments, tuple(children), gap)


def _sentence(p: Phrases, words: str, comments: t.Comments = NO_COMMENTS) -> Block:
    return Block((finish(words) + p("stop"),), comments)


def _said(p: Phrases, name: str, value: Any) -> str:
    """A field or fact with its value: yes and no by the name alone."""
    if isinstance(value, bool):
        return name if value else p.negated(name)
    return p("case_value", name=name, value=_value(p, value))


def _value(p: Phrases, value: Any) -> str:
    return p.value(value)


def _event(p: Phrases, node: t.CaseEvent) -> str:
    parts = [p.day(node.day) + ("" if node.time is None else p("time", time=node.time))]
    if node.by:
        parts.append(p("case_by", names=p.join("all_of", node.by)))
    if node.event is not None:
        parties = p.join("all_of", node.parties)
        parts.append(p("case_of", parties=parties, event=node.event.text) if node.parties else node.event.text)
    parts += [_said(p, name, value) for name, value in (*node.facts, *node.fields)]
    for party, name, value in node.each:
        parts.append(p("case_each", party=party, said=_said(p, name, value)))
    for document in node.documents:
        parts += _document(p, document)
    if node.received is not None:
        parts.append(p("case_received", day=p.day(node.received)))
    if node.steps is not None:
        parts.append(p("case_steps", steps=p.join("step_sep", (str(each) for each in node.steps))))
    if node.ground is not None:
        parts.append(p("case_ground", ref=p.ref(node.ground)))
    if node.part is not None:
        parts.append(p("case_part", part=node.part))
    return p.join("part_sep", parts)


def _document(p: Phrases, node: t.CaseDocument) -> list[str]:
    name = node.document.text
    parts = [p("document_complete", document=name)] if node.complete else []
    if node.missing:
        items = p.join("all_of", (_item(p, each) for each in node.missing))
        parts.append(p("document_missing", document=name, items=items))
    for item, value in node.values:
        subject = p("item_of", document=name, item=item)
        parts.append(p("case_value", name=subject, value=_value(p, value)))
    for item, column, values in node.rows:
        subject = p("item_of", document=name, item=item)
        listed = p.join("all_of", (_value(p, value) for value in values))
        parts.append(p("case_rows", item=subject, column=column, values=listed))
    for key in ("signed", "refused", "noted"):
        who = getattr(node, key)
        if who:
            parts.append(p(f"document_{key}", document=name, names=p.join("all_of", who)))
    return parts


def _item(p: Phrases, key: str) -> str:
    return p("item_number", n=p.numeral(int(key))).strip() if key.isdigit() else p("quoted", text=key)


def _check(p: Phrases, node: t.CaseCheck) -> str:
    return p(
        "as_of", day=p.day(node.day), expects=p.join("clause_sep", (expectation(p, each) for each in node.expects))
    )


def expectation(p: Phrases, node: t.Expect) -> str:
    """One thing that a case expects."""
    party = "" if node.party is None else p("expect_party", party=node.party)
    if node.part is not None:
        party += p("expect_part", part=node.part)
    ref = "" if node.ref is None else p.ref(node.ref)
    if node.kind == "finding":
        return p("of_party", party=party, said=_finding(p, node, ref))
    notes = [p("expect_under", ref=ref)] if ref else []
    if node.due is not None and node.kind != "period":
        notes.append(p("expect_until", value=p.day(node.due)))
    words = p(
        f"expect_{node.kind}",
        name="" if node.name is None else node.name.text,
        role="" if node.role is None else p("expect_role", role=node.role.text),
        scope=p.optional("count_in_case", node.state == "case"),
        n=node.number,
        state=p(f"state_{node.state}") if node.kind == "period_state" else "",
        due="" if node.due is None else p.day(node.due),
        text=node.text,
    )
    return p("of_party", party=party, said=p.join("part_sep", [words, *notes, *_notes(p, node)]))


def _finding(p: Phrases, node: t.Expect, ref: str) -> str:
    said = [] if node.finding is None else [p.surface.findings[node.finding]]
    said += [] if node.role is None else [node.role.text]
    said += [] if node.text is None else [p("quoted", text=node.text)]
    said += [] if node.number is None else [p("expect_number", n=node.number)]
    said += [] if node.due is None else [p("expect_due", value=p.day(node.due))]
    said += _notes(p, node)
    words = p("expect_finding", degree=p(f"degree_{node.degree}"), ref=ref).strip()
    return words + (p("expect_details", said=p.join("part_sep", said)) if said else "")


def _notes(p: Phrases, node: t.Expect) -> list[str]:
    """What is said of any expectation."""
    notes = [] if node.since is None else [p("expect_since", value=p.day(node.since))]
    notes += [] if node.days is None else [p("expect_days", n=node.days)]
    return notes + ([p("expect_overdue")] if node.state == "overdue" else [])
