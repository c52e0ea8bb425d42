"""Conditions from the pieces of a sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ecolang.diagnostics import Span
from ecolang_compiler.syntax.builder.base import Base, Kids, has, node, nodes, the, the_word, word, words
from ecolang_compiler.syntax.builder.parts import Approval, Joiner, ListAhead, Names, Values
from ecolang_compiler.syntax.tree import (
    Always,
    And,
    ByActor,
    CountTest,
    DefinitionUse,
    DutyOpen,
    EventPattern,
    FactTest,
    FieldTest,
    Given,
    Happened,
    HasItem,
    InStage,
    ItemName,
    ItemTest,
    OnEvent,
    Or,
    Overdue,
    OverTracks,
    PeriodTest,
    Quoted,
    Signed,
    Test,
    Unless,
)
from ecolang_compiler.syntax.word import Word

_COUNTS = {"REACHED": "ge", "UNDER": "lt", "EXCEEDS": "gt", "NOT_EXCEED": "le"}
_SIZES = {
    "OR_MORE": "ge",
    "OR_LESS": "le",
    "EXCEEDS": "gt",
    "UNDER": "lt",
    "NOT_EXCEED": "le",
    "NOT_LESS": "ge",
}
_QUANTIFIERS = {"ANY": "any", "ALL": "all", "ANY_OTHER": "any_other", "ALL_OTHER": "all_other"}
PERIOD_STATES = {
    "NOT_STARTED": "not_started",
    "RUNNING": "running",
    "SUSPENDED": "suspended",
    "LAPSED": "lapsed",
    "NOT_LAPSED": "not_lapsed",
    "FULLY_RUN": "reached",
}
_JOINERS = {"AND": "and", "OR": "or", "UNLESS": "unless"}


def conjoined(parts: list[Any], span: Span | None) -> Any:
    """One condition of several that must all hold, without conjunctions inside conjunctions; None of none."""
    flat: list[Any] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else [part]
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else And(tuple(flat), span=span)


class Conditions(Base):
    """Callbacks of the rules for conditions."""

    # ── joining ──────────────────────────────────────────────────────────────────────────────────────────────

    def joiner(self, kids: Kids) -> Joiner:
        kind = next((_JOINERS[each.type] for each in kids if each.type in _JOINERS), "and")
        return Joiner(kind, self.span(kids))

    def conds(self, kids: Kids) -> Any:
        if len(kids) == 1:
            return kids[0]
        joiners = nodes(kids, Joiner)
        if not any(each.kind == "unless" for each in joiners):
            return self._chain(kids)
        at = next(i for i, kid in enumerate(kids) if isinstance(kid, Joiner) and kid.kind == "unless")
        exception = self._chain(kids[at + 1 :])
        return Unless(self._chain(kids[:at]), exception, span=self.span(kids))

    def _chain(self, kids: Kids) -> Any:
        if len(kids) == 1:
            return kids[0]
        kinds = {each.kind for each in nodes(kids, Joiner)}
        parts = [kid for kid in kids if not isinstance(kid, Joiner)]
        span = self.span(kids)
        if len(kinds) > 1:
            self.report("E108", span, sentence=self.text(span) if span else "")
        if kinds == {"or"}:
            flat: list[Any] = []
            for part in parts:
                flat += part.parts if isinstance(part, Or) else [part]
            return Or(tuple(flat), span=span)
        return conjoined(parts, span)

    def group(self, kids: Kids) -> Any:
        return next(kid for kid in kids if not isinstance(kid, Word))

    def listed(self, kids: Kids) -> ListAhead:
        return ListAhead(has(kids, "ALL_LISTED"), self.span(kids))

    def approval(self, kids: Kids) -> Approval:
        role = word(kids, "ROLE")
        return Approval(
            the(kids, EventPattern), None if role is None else self.name(role), has(kids, "PRIOR"), self.span(kids)
        )

    # ── what is said of values ───────────────────────────────────────────────────────────────────────────────

    def test(self, kids: Kids) -> Test:
        span = self.span(kids)
        values = node(kids, Values)
        if values is None:
            number = self.value(the_word(kids, "NUMBER"))
            op = next(_SIZES[each.type] for each in reversed(kids) if each.type in _SIZES)
            return Test(op, (number,), span=span)
        said = values.values
        if has(kids, "ALL_ARE"):
            return Test("all", said, span=span)
        positive = has(kids, "IS")
        if len(said) == 1 and isinstance(said[0], bool):
            return Test("yes" if said[0] is positive else "no", span=span)
        return Test("is" if positive else "is_not", said, span=span)

    def values(self, kids: Kids) -> Values:
        found = words(kids, "VALUE", "NUMBER", "DATE", "YES", "NO", "QUOTE", "PARTY")
        return Values(tuple(self.value(each) for each in found), self.span(kids))

    def number(self, kids: Kids) -> Word:
        return the_word(kids, "NUMBER")

    def value(self, at: Word) -> Any:
        """The value that a word stands for."""
        if at.type in ("YES", "NO"):
            return at.type == "YES"
        if at.type == "DATE":
            return self.day(at)
        if at.type == "QUOTE":
            return Quoted(at.value)
        if at.type == "NUMBER" and not isinstance(at.value, Decimal):
            self.report("E118", at, text=str(at.value))
            return Decimal(0)
        return at.value

    def _test(self, kids: Kids) -> Test:
        said = node(kids, Test)
        if said is not None:
            return said
        return Test("no" if has(kids, "NOT") else "yes", span=self.span(kids))

    def field_test(self, kids: Kids) -> FieldTest:
        return FieldTest(self.name(the_word(kids, "FIELD")), self._test(kids), span=self.span(kids))

    def other_field_test(self, kids: Kids) -> FieldTest:
        return FieldTest(
            self.name(the_word(kids, "FIELD")),
            self._test(kids),
            "first" if has(kids, "FIRST") else "last",
            self.name(the_word(kids, "EVENT")),
            span=self.span(kids),
        )

    def fact_test(self, kids: Kids) -> FactTest:
        return FactTest(self.name(the_word(kids, "FACT")), self._test(kids), span=self.span(kids))

    def given(self, kids: Kids) -> Given:
        return Given(self.name(the_word(kids, "FIELD")), span=self.span(kids))

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────

    def pattern(self, kids: Kids) -> EventPattern:
        guard = next((kid for kid in kids if not isinstance(kid, Word)), None)
        return EventPattern(self.name(the_word(kids, "EVENT")), guard, span=self.span(kids))

    def on_event(self, kids: Kids) -> OnEvent:
        return OnEvent(the(kids, EventPattern), span=self.span(kids))

    def happened(self, kids: Kids) -> Happened:
        patterns = nodes(kids, EventPattern)
        then_not = patterns[1] if len(patterns) > 1 else None
        return Happened(patterns[0], has(kids, "HAS_NOT"), then_not, span=self.span(kids))

    def overdue(self, kids: Kids) -> Overdue:
        return Overdue(self.name(the_word(kids, "EVENT")), span=self.span(kids))

    def duty_open(self, kids: Kids) -> DutyOpen:
        return DutyOpen(self.name(the_word(kids, "EVENT")), span=self.span(kids))

    def count_test(self, kids: Kids) -> CountTest:
        op = next(_COUNTS[kid.type] for kid in kids if isinstance(kid, Word) and kid.type in _COUNTS)
        number = self.whole(the_word(kids, "NUMBER"), 0 if op in ("gt", "le") else 1)
        return CountTest(the(kids, EventPattern), op, number, has(kids, "IN_CASE"), span=self.span(kids))

    # ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────

    def stages(self, kids: Kids) -> Names:
        return Names(self.names(kids, "STAGE", "GROUP", "OUTCOME"), "stages", self.span(kids))

    def in_stage(self, kids: Kids) -> InStage:
        return InStage(the(kids, Names).names, span=self.span(kids))

    def period_test(self, kids: Kids) -> PeriodTest:
        state = PERIOD_STATES[the_word(kids, *PERIOD_STATES).type]
        return PeriodTest(self.name(the_word(kids, "PERIOD")), state, span=self.span(kids))

    def definition_use(self, kids: Kids) -> DefinitionUse:
        return DefinitionUse(self.name(the_word(kids, "DEFN")), has(kids, "NOT_SO", "NOT"), span=self.span(kids))

    def signed(self, kids: Kids) -> Signed:
        document, role = self.name(the_word(kids, "DOC")), self.name(the_word(kids, "ROLE"))
        return Signed(document, role, has(kids, "NOT_VIA"), span=self.span(kids))

    def has_item(self, kids: Kids) -> HasItem:
        document, item = self.name(the_word(kids, "DOC")), the_word(kids, "QUOTE").value
        return HasItem(document, item, has(kids, "LACKS_ITEM"), span=self.span(kids))

    def item(self, kids: Kids) -> ItemName:
        return ItemName(self.name(the_word(kids, "DOC")), the_word(kids, "QUOTE").value, span=self.span(kids))

    def item_test(self, kids: Kids) -> ItemTest:
        return ItemTest(the(kids, ItemName), self._test(kids), span=self.span(kids))

    def by_actor(self, kids: Kids) -> ByActor:
        return ByActor(self.name(the_word(kids, "ROLE")), span=self.span(kids))

    def over_tracks(self, kids: Kids) -> OverTracks:
        q = _QUANTIFIERS[the_word(kids, *_QUANTIFIERS).type]
        of = next(kid for kid in kids if not isinstance(kid, Word))
        return OverTracks(q, self.name(the_word(kids, "ROLE")), of, span=self.span(kids))

    def always(self, kids: Kids) -> Always:
        return Always(span=self.span(kids))
