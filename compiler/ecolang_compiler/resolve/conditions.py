"""Conditions as a program holds them: names looked up, values checked, definitions put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import evolve, field, frozen

from ecolang.diagnostics import Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Act, Expr
from ecolang_compiler.resolve.compare import compare, crossed_bounds
from ecolang_compiler.resolve.expressions import TRUE, conjunction, disjunction, negation
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.syntax import tree

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT_OPS = {"ge": ">=", "gt": ">", "le": "<=", "lt": "<"}


@frozen
class Conditions:
    """Turns conditions of the tree into expressions. What is wrong is reported, and the wrong part counts as true.

    `at_hand`: the events whose occurrence is being judged, () where there is none. `items`: the items of each document.
    """

    names: Names
    track_role: str | None = None
    items: Mapping[str, tuple[str, ...]] = field(factory=dict)
    _defined: dict[str, Expr] = field(factory=dict)
    _open: list[str] = field(factory=list)

    def act(self, pattern: tree.EventPattern) -> Act | None:
        """An event with the condition over its own fields."""
        event = self.names.event(pattern.event)
        if event is None:
            return None
        return Act(event, self.guard(pattern.guard, (event,)))

    def guard(self, node: Any, at_hand: tuple[str, ...] = ()) -> Expr | None:
        """A condition, None where it always holds."""
        if node is None:
            return None
        expr = self.expr(node, at_hand)
        return None if expr == TRUE else expr

    def expr(self, node: Any, at_hand: tuple[str, ...] = ()) -> Expr:
        """A condition as an expression."""
        match node:
            case tree.And(parts):
                return self._all(parts, at_hand, node.span)
            case tree.Or(parts):
                return disjunction([self.expr(part, at_hand) for part in parts])
            case tree.Unless(of, exception):
                return conjunction([self.expr(of, at_hand), negation(self.expr(exception, at_hand))]) or TRUE
            case tree.Listed(items, every):
                found = [self.expr(item.of, at_hand) for item in items]
                return (conjunction(found) or TRUE) if every else disjunction(found)
            case tree.Always():
                return TRUE
            case tree.FieldTest() | tree.Given() | tree.FactTest():
                return self._value(node, at_hand)
            case tree.Happened() | tree.OnEvent() | tree.CountTest() | tree.Overdue() | tree.DutyOpen():
                return self._history(node)
            case tree.DefinitionUse():
                return self._definition(node)
            case tree.OverTracks(q, role, of):
                return self._over_tracks(q, role, of, at_hand)
        return self._state(node)

    def _all(self, parts: tuple[Any, ...], at_hand: tuple[str, ...], span: Span | None) -> Expr:
        return self.joined([self.expr(part, at_hand) for part in parts], span) or TRUE

    def joined(self, parts: list[Expr], span: Span | None) -> Expr | None:
        """All of the parts; bounds that no number meets are reported."""
        crossed = crossed_bounds(parts)
        if crossed is not None:
            self.names.bag.add(make_diagnostic("E312", span, lower=crossed[0], upper=crossed[1]))
        return conjunction(parts)

    def _value(self, node: Any, at_hand: tuple[str, ...]) -> Expr:
        """A test of a fact, of a field of the event at hand, or of the last or first occurrence of another."""
        names = self.names
        if isinstance(node, tree.FactTest):
            fact = names.fact(node.fact)
            decl = names.vocabulary.fact(fact) if fact else None
            return compare(("fact", fact), decl, node.test, node.span, names.bag) if decl else TRUE
        if isinstance(node, tree.Given):
            return ("given", node.field.text) if self._field(node.field, at_hand) else TRUE
        if node.event is not None:
            event = names.event(node.event)
            decl = names.field(node.field, (event,)) if event else None
            value: Expr = (node.which or "last", event, node.field.text)
        else:
            decl = self._field(node.field, at_hand)
            value = ("field", node.field.text)
        return compare(value, decl, node.test, node.test.span or node.span, names.bag) if decl else TRUE

    def _field(self, name: tree.Name, at_hand: tuple[str, ...]) -> tree.FieldDecl | None:
        if at_hand:
            return self.names.field(name, at_hand)
        carriers = self.names.vocabulary.events_with(name.text)
        if not carriers:
            self.names.unknown_field(name)
            return None
        self.names.bag.add(make_diagnostic("E315", name.span, field=name.text, event=carriers[0]))
        return None

    def _history(self, node: Any) -> Expr:
        match node:
            case tree.Happened(pattern, negated, then_not):
                found = self.happened(pattern, then_not)
                return negation(found) if negated else found
            case tree.OnEvent(pattern):
                return self.happened(pattern)
            case tree.CountTest(pattern, op, number, in_case):
                act = self.act(pattern)
                if act is None:
                    return TRUE
                count: Expr = ("count", act.event, act.guard, "case" if in_case else "track")
                return ("cmp", _COUNT_OPS[op], count, ("lit", number))
        event = self.names.event(node.event)
        if event is None:
            return TRUE
        return ("overdue" if isinstance(node, tree.Overdue) else "open", event)

    def happened(self, pattern: tree.EventPattern, then_not: tree.EventPattern | None = None) -> Expr:
        """That an event happened, and with `then_not` that the other did not happen after it. 均为 asks for one
        occurrence for each of its values."""
        acts = [self.act(each) for each in _each_value(pattern)]
        later = self.act(then_not) if then_not is not None else None
        found: list[Expr] = []
        for act in acts:
            if act is None or (then_not is not None and later is None):
                return TRUE
            if later is not None:
                found.append(("since", act.event, act.guard, later.event, later.guard))
            else:
                found.append(("happened", act.event, act.guard))
        return conjunction(found) or TRUE

    def _definition(self, node: tree.DefinitionUse) -> Expr:
        name = self.names.definition(node.name)
        if name is None:
            return TRUE
        if name in self._open:
            # The same name whichever use of the circle is met first.
            first = min(self._open[self._open.index(name) :])
            span = self.names.vocabulary.entries[first].span
            self.names.bag.add(make_diagnostic("E209", span, name=first))
            return TRUE
        if name not in self._defined:
            self._open.append(name)
            self._defined[name] = self.expr(self.names.vocabulary.entries[name].decl.condition)
            self._open.pop()
        expr = self._defined[name]
        return negation(expr) if node.negated else expr

    def _over_tracks(self, q: str, role: tree.Name, of: Any, at_hand: tuple[str, ...]) -> Expr:
        known = self.names.role(role)
        if known is not None and known != self.track_role:
            self.names.bag.add(make_diagnostic("E320", role.span, role=known))
        return ("tracks", q, self.expr(of, at_hand))

    def _state(self, node: Any) -> Expr:
        names = self.names
        match node:
            case tree.InStage(stages):
                found = names.stages(stages)
                return ("in", found) if found else TRUE
            case tree.PeriodTest(period, state):
                known = names.period(period)
                if known is None:
                    return TRUE
                if state == "not_lapsed":
                    return ("not", ("period", known, "lapsed"))
                return ("period", known, state)
            case tree.Signed(document, role, negated):
                signed: Expr = ("signed", names.document(document), names.role(role))
                return negation(signed) if negated else signed
            case tree.HasItem(document, item, negated):
                has = self.item(document, item, node.span)
                return negation(has) if negated and has != TRUE else has
            case tree.ItemTest(name, test):
                value = self.item(name.document, name.item, name.span)
                return TRUE if value == TRUE else compare(value, _like(name, test), test, node.span, names.bag)
            case tree.ByActor(role):
                return ("actor", names.role(role))
        # A piece that the parser could not finish, and has reported.
        return TRUE

    def item(self, document: tree.Name, item: str, span: Span | None) -> Expr:
        """What a document of the case holds under an item; true where it was reported."""
        known = self.names.document(document)
        if known is None:
            return TRUE
        items = self.items.get(known, ())
        if item not in items:
            self.names.bag.add(make_diagnostic("E302", span, field=known, value=item, values=items or ("…",)))
            return TRUE
        return ("item", known, item)


def _like(name: tree.ItemName, test: tree.Test) -> tree.FieldDecl:
    """An item holds what it is compared with: a number, a day or words."""
    first = test.values[0] if test.values else ""
    kind = "money" if isinstance(first, int | Decimal) else "date" if _DAY.fullmatch(str(first)) else "text"
    return tree.FieldDecl(tree.Name(name.item), kind)


def _each_value(pattern: tree.EventPattern) -> tuple[tree.EventPattern, ...]:
    """The pattern once for each value of a 均为 in its brackets."""
    guard = pattern.guard
    parts = guard.parts if isinstance(guard, tree.And) else (guard,)
    for index, part in enumerate(parts):
        if isinstance(part, tree.FieldTest) and part.test.op == "all":
            single = [evolve(part, test=evolve(part.test, op="is", values=(value,))) for value in part.test.values]
            return tuple(
                evolve(pattern, guard=tree.And((*parts[:index], each, *parts[index + 1 :]))) for each in single
            )
    return (pattern,)
