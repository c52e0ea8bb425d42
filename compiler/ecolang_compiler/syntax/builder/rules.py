"""Rules without their conditions, from the pieces of a sentence."""

from __future__ import annotations

from typing import Any

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.builder.base import Kids, has, node, nodes, the, the_word, word, words
from ecolang_compiler.syntax.builder.parts import (
    Acts,
    ActTail,
    Consequences,
    Demands,
    Names,
    Notes,
    PeriodStart,
    SignatureNote,
    Texts,
    Timings,
    Validity,
)
from ecolang_compiler.syntax.builder.timing import Timing
from ecolang_compiler.syntax.tree import (
    ActorRuleNode,
    AfterFull,
    Amount,
    Branch,
    ContentsRule,
    CountRule,
    DutyRule,
    Effect,
    EventPattern,
    FormNote,
    NoRule,
    OrderRule,
    PeriodRule,
    PowerRule,
    PrecedenceRule,
    ProhibitionRule,
    Quotation,
    SignatureRule,
    Subject,
    TextItem,
    TransitionRule,
)
from ecolang_compiler.syntax.word import Word

_FORM_KINDS = {"FORM_OMITS": "omits", "FORM_ADDS": "adds", "FORM_REPEATS": "repeats"}


class Rules(Timing):
    """Callbacks of the rules for rules."""

    def roles(self, kids: Kids) -> Names:
        return Names(self.names(kids, "ROLE"), "roles", self.span(kids))

    def subject(self, kids: Kids) -> Names:
        return the(kids, Names)

    def any_subject(self, kids: Kids) -> Names:
        return Names(self.names(kids, "ROLE"), "any_roles", self.span(kids))

    def act_tail(self, kids: Kids) -> ActTail:
        timings, then = node(kids, Timings), node(kids, Consequences)
        together = word(kids, "JOINT", "EACH")
        return ActTail(
            None if together is None else together.type.lower(),
            () if timings is None else timings.timings,
            the(kids, Acts),
            tuple(demand for demands in nodes(kids, Demands) for demand in demands.demands),
            () if then is None else then.items,
            self.span(kids),
        )

    def _subject(self, roles: Names, tail: ActTail) -> Subject:
        """Several roles must say whether they act together; one role needs no such word."""
        if roles.kind == "any_roles":
            return Subject(roles.names, "one", span=roles.span)
        if len(roles.names) > 1 and tail.together is None:
            self.report("E122", roles.span, roles=self.text(roles))
        return Subject(roles.names, tail.together or "one", span=roles.span)

    @staticmethod
    def _degree(kids: Kids) -> str:
        return "principle" if has(kids, "PRINCIPLE") else "must"

    def duty(self, kids: Kids) -> DutyRule:
        tail = the(kids, ActTail)
        branches = (Branch(tail.then, span=tail.span),) if tail.then else ()
        return DutyRule(
            self._subject(the(kids, Names), tail),
            tail.acts.patterns,
            degree="encourage" if has(kids, "ENCOURAGE") else self._degree(kids),
            timings=tail.timings,
            demands=tail.demands,
            branches=branches,
            span=self.span(kids),
        )

    def power(self, kids: Kids) -> PowerRule:
        tail = the(kids, ActTail)
        after = node(kids, AfterFull)
        for demand in tail.demands:
            self.report("E126", demand.span, text=self.text(demand))
        return PowerRule(
            self._subject(the(kids, Names), tail),
            tail.acts.patterns,
            timings=(*(() if after is None else (after,)), *tail.timings),
            consequences=tail.then,
            span=self.span(kids),
        )

    def prohibition(self, kids: Kids) -> ProhibitionRule:
        tail = the(kids, ActTail)
        for extra in (*tail.timings, *tail.demands, *tail.then):
            self.report("E126", extra.span, text=self.text(extra))
        return ProhibitionRule(
            self._subject(the(kids, Names), ActTail("one", (), tail.acts, (), (), None)),
            tail.acts.patterns,
            degree=self._degree(kids),
            span=self.span(kids),
        )

    def actor_rule(self, kids: Kids) -> ActorRuleNode:
        patterns = nodes(kids, EventPattern)
        self._unguarded(patterns)
        role = self.name(the_word(kids, "ROLE"))
        events = tuple(pattern.event for pattern in patterns)
        return ActorRuleNode(events, role, degree=self._degree(kids), span=self.span(kids))

    def _unguarded(self, patterns: list[EventPattern]) -> None:
        for pattern in patterns:
            if pattern.guard is not None:
                self.report("E126", pattern.guard.span, text=self.text(pattern.guard))

    def count_rule(self, kids: Kids) -> CountRule:
        bound = "max" if has(kids, "NOT_EXCEED") else "min"
        number = self.whole(the_word(kids, "NUMBER"), 0 if bound == "max" else 1)
        return CountRule(the(kids, EventPattern), bound, number, self._degree(kids), span=self.span(kids))

    def period_rule(self, kids: Kids) -> PeriodRule:
        start, notes = node(kids, PeriodStart), node(kids, Notes)
        return PeriodRule(
            self.name(the_word(kids, "PERIOD")),
            the(kids, Amount),
            None if start is None else start.event,
            None if start is None else start.which,
            None if has(kids, "IS") else self._degree(kids),
            roll=self._roll(kids),
            received=start is not None and start.received,
            manner=None if notes is None else notes.manner,
            span=self.span(kids),
        )

    def effect(self, kids: Kids) -> Effect:
        return Effect(the(kids, Consequences).items, span=self.span(kids))

    def validity(self, kids: Kids) -> Validity:
        return Validity(has(kids, "VOID"), self.span(kids))

    def signature(self, kids: Kids) -> SignatureRule:
        document = self.name(the_word(kids, "DOC"))
        return SignatureRule(document, the(kids, Names).names, self._degree(kids), span=self.span(kids))

    def signature_note(self, kids: Kids) -> SignatureNote:
        return SignatureNote(the(kids, Names).names[0], self.name(the_word(kids, "DOC")), self.span(kids))

    def precedence(self, kids: Kids) -> PrecedenceRule:
        first, second, winner = (self.ref(each) for each in words(kids, "REF"))
        if winner not in (first, second):
            self.report("E127", words(kids, "REF")[2], ref=self.text(words(kids, "REF")[2]))
        return PrecedenceRule(first, second, winner, span=self.span(kids))

    def transition(self, kids: Kids) -> TransitionRule:
        return TransitionRule(
            the(kids, EventPattern), has(kids, "BEFORE_FORCE"), the_word(kids, "TITLE").value, span=self.span(kids)
        )

    def transition_of_parts(self, kids: Kids) -> TransitionRule:
        articles = tuple(self.ref(each) for each in words(kids, "REF"))
        return TransitionRule(the(kids, EventPattern), False, "", articles, span=self.span(kids))

    # ── whole statements ─────────────────────────────────────────────────────────────────────────────────────

    def text_item(self, kids: Kids) -> TextItem:
        number, mark, text = word(kids, "ITEM"), word(kids, "MARK"), the_word(kids, "ITEM_TEXT")
        matches = self._refs([*kids, *(kid for texts in nodes(kids, Texts) for kid in texts.items)])
        section = None if mark is None else mark.value.groupdict().get("item")
        return TextItem(
            text.value,
            number.value if number is not None else None if section is None else self.numeral(section),
            has(kids, "OPTIONAL"),
            section is not None,
            matches,
            span=self.span(kids),
        )

    def _refs(self, kids: Kids) -> tuple[Ref, ...]:
        """Citations, of which a later one may name an item alone."""
        found: list[Ref] = []
        for each in words(kids, "REF", "REL_REF"):
            if each.type == "REF":
                found.append(self.ref(each))
            else:
                before = found[-1]
                found.append(Ref(before.article, before.annex, before.paragraph, each.value))
        return tuple(found)

    def text_note(self, kids: Kids) -> Texts:
        return Texts(tuple(kids), self.span(kids))

    def text_items(self, kids: Kids) -> Texts:
        items = self.with_comments(nodes(kids, TextItem))
        self.in_sequence(items)
        return Texts(items, self.span(kids))

    def contents(self, kids: Kids) -> ContentsRule:
        degree = "form" if has(kids, "FORM_INCLUDES") else "may" if has(kids, "MAY") else "must"
        document = self.name(the_word(kids, "DOC"))
        return ContentsRule(document, the(kids, Texts).items, degree, span=self.span(kids))

    def form_note(self, kids: Kids) -> FormNote:
        kind = next(kid.type for kid in kids if isinstance(kid, Word) and kid.type in _FORM_KINDS)
        document = self.name(the_word(kids, "DOC"))
        refs = self._refs(kids)
        return FormNote(document, _FORM_KINDS[kind], refs, the_word(kids, "TEXT").value, span=self.span(kids))

    def order(self, kids: Kids) -> OrderRule:
        pattern = the(kids, EventPattern)
        self._unguarded([pattern])
        return OrderRule(pattern.event, the(kids, Texts).items, self._degree(kids), span=self.span(kids))

    def no_rule(self, kids: Kids) -> NoRule:
        reason = word(kids, "TEXT")
        if reason is None:
            mark = the_word(kids, "NO_RULE", "NOT_MODELLED")
            self.report("E505", mark, mark=self.text(mark))
        return NoRule("" if reason is None else reason.value, has(kids, "NO_RULE"), span=self.span(kids))

    def quotation(self, kids: Kids) -> Quotation:
        return Quotation(the_word(kids, "QUOTE").value, span=self.span(kids))

    def _number_of(self, item: Any) -> Any:
        """The place of an item's number."""
        surface, norm, span = self.source.surface, self.source.norm, item.span
        match = span and (surface.item.match(norm, span.start) or surface.mark.match(norm, span.start))
        return self.source.span(span.start, match.end()) if match else item

    def in_sequence(self, items: tuple[Any, ...]) -> None:
        """Numbered items count from 1 without a gap; the first that does not is reported."""
        expected = 1
        for item in items:
            if item.number is None:
                continue
            if item.number != expected:
                found = self.item_words(item.number)
                self.report("E117", self._number_of(item), expected=self.item_words(expected), found=found)
                return
            expected += 1
