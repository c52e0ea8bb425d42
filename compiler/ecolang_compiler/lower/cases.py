"""案例: case tests as plain JSON values (docs/semantics.md, section 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Span
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import CaseTest, Contents, Item
from ecolang.source_text import Ref
from ecolang_compiler.lower.build import Build
from ecolang_compiler.resolve.values import typed_value
from ecolang_compiler.resolve.words import written_day
from ecolang_compiler.syntax import tree


@frozen
class Lines:
    """The texts of the files that case tests stand in, for line numbers."""

    texts: Mapping[str, str]

    def of(self, span: Span | None) -> int:
        """The line of a span, from 1; 0 where it is not known."""
        text = self.texts.get(span.file) if span is not None else None
        return span.line_col(text)[0] if span is not None and text is not None else 0


def lower_cases(build: Build, nodes: Iterable[tree.CaseNode], lines: Lines) -> tuple[CaseTest, ...]:
    """The case tests; two of one title are reported."""
    rows: dict[str, CaseTest] = {}
    for node in nodes:
        if node.title in rows:
            build.bag.add(make_diagnostic("E202", node.span, name=node.title))
            continue
        rows[node.title] = _Case(build, node, lines).row()
    return tuple(rows.values())


class _Case:
    def __init__(self, build: Build, node: tree.CaseNode, lines: Lines) -> None:
        self.build, self.node, self.lines = build, node, lines
        self.parties = tuple(holder for holder, _ in node.parties)

    def row(self) -> CaseTest:
        node, build = self.node, self.build
        for _, role in node.parties:
            build.names.role(tree.Name(role, span=node.span))
        events = tuple(self.event(step) for step in node.steps if isinstance(step, tree.CaseEvent))
        checks = tuple(self.check(step) for step in node.steps if isinstance(step, tree.CaseCheck))
        if not any(check["expects"] for check in checks):
            build.bag.add(make_diagnostic("E903", node.span, name=node.title))
        facts = tuple((name, self.fact(name, value, node.span)) for name, value in node.facts)
        return CaseTest(node.title, self.lines.of(node.span), node.parties, node.readings, facts, events, checks)

    def event(self, step: tree.CaseEvent) -> dict[str, Any]:
        span = step.span
        if step.event is None:
            facts = {name: self.fact(name, value, span) for name, value in step.facts}
            holders = [self.party(name, span) for name in step.parties]
            return _given({"on": step.day, "facts": facts, "party": holders, "line": self.lines.of(span)})
        event = self.build.names.event(step.event)
        each: dict[str, dict[str, Any]] = {}
        for party, name, value in step.each:
            each.setdefault(self.party(party, span), {})[name] = self.field(event, name, value, span)
        fields = {name: self.field(event, name, value, span) for name, value in step.fields}
        self.required(event, {*fields, *(name for given in each.values() for name in given)}, span)
        return _given(
            {
                "event": event,
                "on": step.day,
                "at": step.time,
                "by": [self.actor(name, span) for name in step.by],
                "party": [self.party(name, span) for name in step.parties],
                "fields": fields,
                "each": each,
                "documents": self.documents(step.documents),
                "steps": list(step.steps) if step.steps is not None else None,
                "ground": self.ref(step.ground, span),
                "part": step.part,
                "received": step.received,
                "line": self.lines.of(span),
            }
        )

    def field(self, event: str | None, name: str, value: Any, span: Span | None) -> Any:
        decl = self.build.names.field(tree.Name(name, span=span), (event,)) if event else None
        return _plain(typed_value(decl, value, span, self.build.bag)) if decl else value

    def fact(self, name: str, value: Any, span: Span | None) -> Any:
        known = self.build.names.fact(tree.Name(name, span=span))
        decl = self.build.vocabulary.fact(known) if known else None
        return _plain(typed_value(decl, value, span, self.build.bag)) if decl else value

    def required(self, event: str | None, given: set[str], span: Span | None) -> None:
        row = self.build.events.get(event or "")
        for each in row.fields if row else ():
            if each.required and each.default is None and each.id not in given:
                self.build.bag.add(make_diagnostic("E905", span, event=event, field=each.id))

    def party(self, name: str, span: Span | None) -> str:
        if self.parties and name not in self.parties:
            near = nearest(name, self.parties)
            self.build.bag.add(make_diagnostic("E901", span, name=name, nearest=near))
        return name

    def actor(self, name: str, span: Span | None) -> str:
        entry = self.build.vocabulary.entries.get(name)
        if entry is not None and entry.kind == "role":
            return name
        return self.party(name, span)

    def documents(self, given: Iterable[tree.CaseDocument]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for each in given:
            name = self.build.names.document(each.document)
            if name is None:
                continue
            entry: dict[str, Any] = found.setdefault(name, {})
            if each.complete or each.missing:
                items = self.items(name)
                absent = {self.item(name, items, words, each.span) for words in each.missing}
                entry["items"] = {item.key: None if item.key in absent else True for item in items}
            for words, value in each.values:
                entry.setdefault("items", {})[self.key(name, words, each.span)] = _plain(value)
            for words, column, values in each.rows:
                held = entry.setdefault("items", {})
                key = self.key(name, words, each.span)
                rows = held[key] if isinstance(held.get(key), list) else []
                rows += [{} for _ in range(len(values) - len(rows))]
                for row, value in zip(rows, values, strict=False):
                    row[column] = _plain(value)
                held[key] = rows
            for key in ("signed", "refused", "noted"):
                holders = getattr(each, key)
                if holders:
                    entry[key] = [*entry.get(key, []), *(self.actor(holder, each.span) for holder in holders)]
        return found

    def key(self, document: str, words: str, span: Span | None) -> str:
        """The key of an item; its words as they are where it was reported."""
        return self.item(document, self.items(document), words, span) or words

    def items(self, document: str) -> list[Item]:
        lists: list[Contents] = self.build.rows.tables["contents"]
        return [item for row in lists if row.document == document and not row.form for item in row.items]

    def item(self, document: str, items: list[Item], words: str, span: Span | None) -> str | None:
        """The key of an item named by its words or by its number."""
        for item in items:
            if words == item.key or (words.isdecimal() and int(words) == item.number):
                return item.key
        keys = [item.key for item in items] or ["…"]
        self.build.bag.add(make_diagnostic("E302", span, field=document, value=words, values=keys))
        return None

    def check(self, step: tree.CaseCheck) -> dict[str, Any]:
        for earlier in self.node.steps:
            if earlier is step:
                break
            if isinstance(earlier, tree.CaseEvent) and earlier.day > step.day and earlier.event is not None:
                as_of, date = written_day(step.day), written_day(earlier.day)
                self.build.bag.add(make_diagnostic("E904", step.span, as_of=as_of, date=date, event=earlier.event.text))
                break
        expects = [self.expect(each, step) for each in step.expects]
        return {"as_of": step.day, "expects": expects, **_given({"line": self.lines.of(step.span)})}

    def expect(self, node: tree.Expect, step: tree.CaseCheck) -> dict[str, Any]:
        span = node.span or step.span
        if node.party is not None:
            self.party(node.party, span)
        role = self.build.names.role(node.role) if node.role else None
        return _given(
            {
                "kind": node.kind,
                "party": node.party,
                "name": self.name(node),
                "part": node.part,
                "degree": node.degree,
                "ref": self.ref(node.ref, span),
                "finding": node.finding,
                "role": role,
                "due": node.due,
                "since": node.since,
                "days": node.days,
                "number": node.number,
                "state": node.state,
                "text": node.text,
                "line": self.lines.of(span),
            }
        )

    def name(self, node: tree.Expect) -> str | None:
        """The declared name that an expectation speaks of."""
        names = self.build.names
        if node.name is None:
            return None
        if node.kind in ("stage", "outcome"):
            return names.one_stage(node.name)
        if node.kind in ("period", "period_state"):
            return names.period(node.name)
        if node.kind in ("duty", "no_duty", "permitted", "not_permitted", "count", "effectless"):
            return names.event(node.name)
        return self.build.vocabulary.aliases.get(node.name.text, node.name.text)

    def ref(self, ref: Ref | None, span: Span | None) -> str | None:
        if ref is None:
            return None
        return self.build.citations.words(self.build.citations.canonical(ref, span))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """The entries that say something."""
    return {key: value for key, value in values.items() if value not in (None, [], {}) and (key, value) != ("line", 0)}
