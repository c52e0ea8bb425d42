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
    for fact, value in node.facts:
        children.append(_sentence(p, _said(p, fact, value)))
    for step in node.steps:
        words = _event(p, step) if isinstance(step, t.CaseEvent) else _check(p, step)
        children.append(_sentence(p, words, step.comments))
    return Block((p("case", title=node.title),), node.comments, tuple(children), gap)


def _sentence(p: Phrases, words: str, comments: t.Comments = NO_COMMENTS) -> Block:
    return Block((finish(words) + p("stop"),), comments)


def _said(p: Phrases, name: str, value: Any) -> str:
    """A field or fact with its value: yes and no by the name alone."""
    if isinstance(value, bool):
        return p("plain" if value else "not", text=name)
    return p("case_value", name=name, value=_value(p, value))


def _value(p: Phrases, value: Any) -> str:
    return p.value(value)


def _event(p: Phrases, node: t.CaseEvent) -> str:
    parts = [p.day(node.day) + ("" if node.time is None else p("time", time=node.time))]
    if node.by:
        parts.append(p("case_by", names=p.join("list", node.by)))
    if node.event is not None:
        parties = p.join("list", node.parties)
        parts.append(p("case_of", parties=parties, event=node.event.text) if node.parties else node.event.text)
    parts += [_said(p, name, value) for name, value in (*node.facts, *node.fields)]
    for party, name, value in node.each:
        parts.append(p("case_each", party=party, said=_said(p, name, value)))
    for document in node.documents:
        parts += _document(p, document)
    if node.steps is not None:
        parts.append(p("case_steps", steps=p.join("list", (str(each) for each in node.steps))))
    if node.ground is not None:
        parts.append(p("case_ground", ref=p.ref(node.ground)))
    if node.part is not None:
        parts.append(p("case_part", part=node.part))
    return p.join("part_sep", parts)


def _document(p: Phrases, node: t.CaseDocument) -> list[str]:
    name = node.document.text
    parts = [p("document_complete", document=name)] if node.complete else []
    if node.missing:
        items = p.join("list", (_item(p, each) for each in node.missing))
        parts.append(p("document_missing", document=name, items=items))
    for key in ("signed", "refused", "noted"):
        who = getattr(node, key)
        if who:
            parts.append(p(f"document_{key}", document=name, names=p.join("list", who)))
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
    name = "" if node.name is None else node.name.text
    ref = "" if node.ref is None else p.ref(node.ref)
    tails = {
        "due": None if node.due is None else p.day(node.due),
        "since": None if node.since is None else p.day(node.since),
        "days": node.days,
    }
    # A finding names the day on which the act was due, a duty or a period the day until which there is time.
    due = "due" if node.kind == "finding" else "until"
    keys = {"due": due, "since": "since", "days": "days"}
    notes = "".join(p(f"expect_{keys[key]}", value=value) for key, value in tails.items() if value is not None)
    parts: dict[str, Any] = {
        "name": name,
        "ref": ref,
        "under": p("expect_under", ref=ref) if ref else "",
        "degree": "" if node.degree is None else p(f"degree_{node.degree}"),
        "finding": "" if node.finding is None else p("expect_finding_kind", kind=p(f"finding_{node.finding}")),
        "role": "" if node.role is None else node.role.text,
        "n": node.number,
        "state": "" if node.state is None else p(f"state_{node.state}"),
        "text": node.text or "",
        "notes": notes,
    }
    return party + p(f"expect_{node.kind}", **parts)
