"""Sentences from their parts: which conditions govern which rule, and what the items of a list belong to."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ecolang_compiler.syntax.builder.base import Kids, has, node, nodes, the, the_word, word
from ecolang_compiler.syntax.builder.conditions import conjoined
from ecolang_compiler.syntax.builder.parts import (
    Approval,
    Draft,
    Entries,
    Entry,
    Extension,
    Head,
    Heads,
    ListAhead,
    Notes,
    Piece,
    Pieces,
    SignatureNote,
    Validity,
)
from ecolang_compiler.syntax.builder.rules import Rules
from ecolang_compiler.syntax.tree import (
    ActorRuleNode,
    And,
    Before,
    Branch,
    CountRule,
    DutyRule,
    Effect,
    EventPattern,
    Exception_,
    Happened,
    InStage,
    Listed,
    ListItem,
    OnEvent,
    Or,
    PeriodRule,
    PowerRule,
    ProhibitionRule,
    SignatureRule,
    Unless,
)
from ecolang_compiler.syntax.word import Word

_CONDITIONAL = (Effect, DutyRule, PowerRule, ProhibitionRule, ActorRuleNode, CountRule, PeriodRule)
_SCOPED = (DutyRule, PowerRule, CountRule, PeriodRule)
_VOIDABLE = (DutyRule, ProhibitionRule, ActorRuleNode, CountRule)


class Sentences(Rules):
    """Callbacks of the rules for sentences."""

    # ── heads ────────────────────────────────────────────────────────────────────────────────────────────────

    def when_head(self, kids: Kids) -> Head:
        return Head("when", self.span(kids), condition=next(kid for kid in kids if not isinstance(kid, Word)))

    def stage_head(self, kids: Kids) -> Head:
        names = kids[0].names if hasattr(kids[0], "names") else next(kid.names for kid in kids if hasattr(kid, "names"))
        span = self.span(kids)
        return Head("when", span, condition=InStage(names, span=span))

    def after_head(self, kids: Kids) -> Head:
        pattern = the(kids, EventPattern)
        return Head("event", self.span(kids), condition=OnEvent(pattern, span=pattern.span))

    def before_head(self, kids: Kids) -> Head:
        notes = node(kids, Notes)
        cite = None if notes is None else notes.cite
        span = self.span(kids)
        timing = Before(the(kids, EventPattern), first=has(kids, "FIRST"), cite=cite, span=span)
        return Head("before", span, before=timing)

    def case_head(self, kids: Kids) -> Head:
        return Head("case", self.span(kids))

    def track_head(self, kids: Kids) -> Head:
        return Head("track", self.span(kids))

    def late_head(self, kids: Kids) -> Head:
        return Head("late", self.span(kids))

    def otherwise_head(self, kids: Kids) -> Head:
        return Head("otherwise", self.span(kids))

    def breach_head(self, kids: Kids) -> Head:
        return Head("breach", self.span(kids))

    def refusal_head(self, kids: Kids) -> Head:
        return Head("refusal", self.span(kids), role=self.name(the_word(kids, "ROLE")))

    def heads(self, kids: Kids) -> Heads:
        found: list[Head] = []
        for kid in kids:
            if isinstance(kid, Heads):
                found += kid.heads
            elif isinstance(kid, Head):
                found.append(kid)
        return Heads(tuple(found), self.span(kids))

    # ── parts and lists ──────────────────────────────────────────────────────────────────────────────────────

    def part(self, kids: Kids) -> Piece:
        body = next(kid for kid in reversed(kids) if not isinstance(kid, Heads) and hasattr(kid, "span"))
        return Piece(node(kids, Heads), body, self.span(kids))

    def parts(self, kids: Kids) -> Pieces:
        return Pieces(tuple(nodes(kids, Piece)), self.span(kids))

    def entry(self, kids: Kids) -> Entry:
        number = word(kids, "ITEM")
        heads = node(kids, Heads)
        rest = [kid for kid in kids if not isinstance(kid, Heads) and hasattr(kid, "span")]
        body = rest[0] if heads is not None and rest else None
        condition = rest[0] if heads is None and rest else None
        return Entry(None if number is None else number.value, condition, heads, body, self.span(kids))

    def entries(self, kids: Kids) -> Entries:
        items = self.with_comments(nodes(kids, Entry))
        self.in_sequence(items)
        return Entries(items, self.span(kids))

    # ── the sentence ─────────────────────────────────────────────────────────────────────────────────────────

    def sentence(self, kids: Kids) -> Draft:
        common, entries = node(kids, Heads), node(kids, Entries)
        pieces = list(the(kids, Pieces).pieces)
        items: list[Entry] = []
        for entry in () if entries is None else entries.entries:
            if pieces_follow(entry, items):
                pieces_after = Piece(entry.heads, entry.body, entry.span)
                pieces.append(pieces_after)
            else:
                items.append(entry)
        last = len(the(kids, Pieces).pieces) - 1
        rules: list[Any] = []
        owners: list[Heads | None] = []
        for position, piece in enumerate(pieces):
            if not self._joined(piece, rules):
                rules.append(piece.body)
                owners.append(piece.heads)
            if position == last and items and rules:
                rules[-1], owners[-1], common = self._listed(rules[-1], owners[-1], common, items)
        when: Any = None
        if common is not None:
            when, kept = self._heads(common, rules, sentence=True)
            for index in range(len(rules)):
                rules[index] = self._apply(rules[index], kept)
        if owners and owners[0] is not None and common is None and len(rules) > 1:
            shared, own = _governing(owners[0])
            if shared is not None:
                when = conjoined([head.condition for head in shared.heads], shared.span)
                owners[0] = own
        for index, heads in enumerate(owners):
            if heads is not None:
                condition, kept = self._heads(heads, [rules[index]])
                rules[index] = self._conditional(self._apply(rules[index], kept), condition)
        for each in (when, *(getattr(rule, "when", None) for rule in rules)):
            self._settled(each)
        return Draft(tuple(rules), when, self.span(kids))

    def _joined(self, piece: Piece, rules: list[Any]) -> bool:
        """Whether a part belongs to the rule before it: an allowance, what a breach does, who notes a refusal."""
        last = rules[-1] if rules else None
        body = piece.body
        if isinstance(body, Extension):
            if isinstance(last, CountRule | PeriodRule):
                rules[-1] = evolve(last, exceptions=(*last.exceptions, self._exception(piece, body)))
            else:
                self.report("E123", piece.span, text=self.text(piece))
            return True
        if isinstance(body, Validity):
            kinds = [head.kind for head in piece.heads.heads] if piece.heads else []
            if isinstance(last, _VOIDABLE) and kinds in ([], ["breach"]):
                rules[-1] = evolve(last, void=body.void)
            else:
                self.report("E123", piece.span, text=self.text(piece))
            return True
        if isinstance(body, SignatureNote):
            refusal = (
                next((head for head in piece.heads.heads if head.kind == "refusal"), None) if piece.heads else None
            )
            if isinstance(last, SignatureRule) and refusal is not None:
                rules[-1] = evolve(last, refusing=refusal.role, noted_by=body.by)
            else:
                self.report("E123", piece.span, text=self.text(piece))
            return True
        return False

    def _exception(self, piece: Piece, more: Extension) -> Exception_:
        approval: Approval | None = None
        request: EventPattern | None = None
        conditions: list[Any] = []
        for head in piece.heads.heads if piece.heads else ():
            if head.condition is None:
                self.report("E126", head.span, text=self.text(head))
                continue
            whole = head.condition
            for part in whole.parts if isinstance(whole, And) else (whole,):
                if isinstance(part, Approval):
                    approval = part
                elif isinstance(part, OnEvent):
                    request = part.pattern
                else:
                    conditions.append(part)
        span = piece.heads.span if piece.heads else None
        when = conjoined(conditions, span)
        self._settled(when)
        return Exception_(
            more.number,
            more.unit,
            when,
            None if approval is None else approval.pattern,
            None if approval is None else approval.by,
            approval is not None and approval.prior,
            more.each,
            more.after_end,
            request,
            more.refusal,
            more.times,
            more.source,
            span=piece.span,
        )

    def _listed(
        self, rule: Any, own: Heads | None, common: Heads | None, items: list[Entry]
    ) -> tuple[Any, Heads | None, Heads | None]:
        """Give the list's items to the words that announced it, or to the rule as its branches."""
        if items[0].body is None:
            listed = self._grounds(items)
            replaced, done = _announced(own, listed)
            if done:
                return rule, replaced, common
            replaced, done = _announced(common, listed)
            if done:
                return rule, own, replaced
            self.report("E124", items[0].span)
            return rule, own, common
        branches = tuple(self._branch(item) for item in items)
        if isinstance(rule, DutyRule | PowerRule):
            return evolve(rule, branches=(*rule.branches, *branches)), own, common
        self.report("E124", items[0].span)
        return rule, own, common

    def _grounds(self, items: list[Entry], every: bool = False) -> Listed:
        result = []
        for item in items:
            condition = item.condition
            if item.heads is not None:
                condition = conjoined([head.condition for head in item.heads.heads], item.span)
            if condition is None or item.body is not None:
                self.report("E126", item.span, text=self.text(item))
                continue
            self._settled(condition)
            result.append(ListItem(item.number, condition, item.comments, span=item.span))
        return Listed(tuple(result), every, span=items[0].span)

    def _branch(self, item: Entry) -> Branch:
        heads = item.heads.heads if item.heads is not None else ()
        strange = any(head.kind not in ("when", "event", "late", "otherwise") for head in heads)
        if strange or not isinstance(item.body, Effect):
            # What belongs to a rule before it has none in an item.
            loose = isinstance(item.body, Extension | Validity | SignatureNote)
            self.report("E123" if loose else "E126", item.span, text=self.text(item))
            return Branch((), span=item.span)
        late = any(head.kind == "late" for head in heads)
        when = conjoined([head.condition for head in heads if head.condition is not None], item.span)
        self._settled(when)
        return Branch(item.body.consequences, when, late, item.number, item.comments, span=item.span)

    # ── what heads do ────────────────────────────────────────────────────────────────────────────────────────

    def _heads(self, heads: Heads, rules: list[Any], sentence: bool = False) -> tuple[Any, list[Head]]:
        """The condition that some heads make, and the heads that a rule takes in another way."""
        conditions: list[Any] = []
        kept: list[Head] = []
        for head in heads.heads:
            if head.kind in ("when", "event"):
                conditions.append(head.condition)
            elif head.kind == "before" and not any(
                isinstance(rule, DutyRule | PowerRule | CountRule) for rule in rules
            ):
                done = Happened(head.before.event, negated=True, span=head.span)
                conditions.append(done)
            elif head.kind in ("before", "case", "track"):
                kept.append(head)
            else:
                self.report("E126", head.span, text=self.text(head))
        return conjoined(conditions, heads.span), kept

    def _apply(self, rule: Any, kept: list[Head]) -> Any:
        for head in kept:
            if head.kind in ("case", "track") and isinstance(rule, _SCOPED):
                rule = evolve(rule, in_case=head.kind == "case")
            elif head.kind == "before" and isinstance(rule, DutyRule | PowerRule):
                rule = evolve(rule, timings=(head.before, *rule.timings))
            elif head.kind == "before" and isinstance(rule, CountRule) and not head.before.first:
                rule = evolve(rule, before=head.before.event)
            else:
                self.report("E126", head.span, text=self.text(head))
        return rule

    def _conditional(self, rule: Any, condition: Any) -> Any:
        if condition is None:
            return rule
        if isinstance(rule, _CONDITIONAL):
            return evolve(rule, when=condition)
        self.report("E126", condition.span, text=self.text(condition))
        return rule

    def _settled(self, condition: Any) -> None:
        """Report what is no condition by itself: an approval without its allowance, a list without its items."""
        if isinstance(condition, And | Or):
            for part in condition.parts:
                self._settled(part)
        elif isinstance(condition, Unless):
            self._settled(condition.of)
            self._settled(condition.exception)
        elif isinstance(condition, ListAhead):
            self.report("E125", condition.span, text=self.text(condition))
        elif isinstance(condition, Approval):
            self.report("E126", condition.span, text=self.text(condition))


def pieces_follow(entry: Entry, items: list[Entry]) -> bool:
    """Whether an entry is no item of its list but a further part of the sentence."""
    return entry.body is not None and not isinstance(entry.body, Effect) and entry.number is None


def _governing(heads: Heads) -> tuple[Heads | None, Heads | None]:
    """The heads before the first of several parts that govern them all: those before the event at hand."""
    count = 0
    for head in heads.heads:
        if head.kind != "when" or _at_hand(head.condition):
            break
        count += 1
    if not count:
        return None, heads
    rest = heads.heads[count:]
    return Heads(heads.heads[:count], heads.span), Heads(rest, heads.span) if rest else None


def _at_hand(condition: Any) -> bool:
    if isinstance(condition, And | Or):
        return any(_at_hand(part) for part in condition.parts)
    return isinstance(condition, OnEvent)


def _announced(heads: Heads | None, listed: Listed) -> tuple[Heads | None, bool]:
    """The heads with the announced list put where it was announced, and whether it was."""
    if heads is None:
        return None, False
    result = list(heads.heads)
    for index, head in enumerate(result):
        condition, done = fill_list(head.condition, listed)
        if done:
            result[index] = evolve(head, condition=condition)
            return Heads(tuple(result), heads.span), True
    return heads, False


def fill_list(condition: Any, listed: Listed) -> tuple[Any, bool]:
    """A condition with the list put where it was announced, and whether it was."""
    if isinstance(condition, ListAhead):
        return evolve(listed, every=condition.every), True
    if isinstance(condition, And | Or):
        parts = list(condition.parts)
        for index, part in enumerate(parts):
            parts[index], done = fill_list(part, listed)
            if done:
                return evolve(condition, parts=tuple(parts)), True
    elif isinstance(condition, Unless):
        of, done = fill_list(condition.of, listed)
        if done:
            return evolve(condition, of=of), True
        exception, done = fill_list(condition.exception, listed)
        return evolve(condition, exception=exception), done
    return condition, False
