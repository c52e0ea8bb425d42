"""Whole sentences, settings, readings, the vocabulary and guarantees from their pieces."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ecolang_compiler.syntax.builder.base import Kids, has, node, nodes, the, the_word, word, words
from ecolang_compiler.syntax.builder.conditions import conjoined
from ecolang_compiler.syntax.builder.parts import Draft, Entries, Head, Heads, Names, ReadAs, Values
from ecolang_compiler.syntax.builder.sentence import Sentences, fill_list
from ecolang_compiler.syntax.tree import (
    AlternativeNode,
    Amount,
    ContentsRule,
    DefinitionDecl,
    DocumentDecl,
    EventDecl,
    EventPattern,
    FactDecl,
    FieldDecl,
    FormNote,
    GuaranteeNode,
    Mark,
    Name,
    NoRule,
    OrderRule,
    PeriodDecl,
    Quotation,
    ReadingNode,
    Replacement,
    RoleDecl,
    Sentence,
    Setting,
    StageDecl,
)
from ecolang_compiler.syntax.word import Word

_TYPES = {
    "T_BOOL": "bool",
    "T_INT": "int",
    "T_MONEY": "money",
    "T_DATE": "date",
    "T_DURATION": "duration",
    "T_TEXT": "text",
    "T_CLAUSE": "clause",
    "T_PARTY": "party",
    "T_DOCUMENT": "document",
}
_COUNTING = {
    "START_NEXT": ("start", "next"),
    "START_SAME": ("start", "same"),
    "NO_ROLL": ("roll", "none"),
    "ROLL": ("roll", "next_working"),
    "ROLL_NEXT": ("roll", "next_working"),
    "ROLL_BACK": ("roll", "previous_working"),
    "MONTH_LAST": ("month_end", "last_day"),
    "MONTH_NEXT": ("month_end", "next_day"),
    "NEXT_HOUR": ("hour", "next_hour"),
}


class Declarations(Sentences):
    """Callbacks of the rules for everything that is not said inside a sentence."""

    # ── sentences ────────────────────────────────────────────────────────────────────────────────────────────

    def rule(self, kids: Kids) -> Sentence | Setting:
        return self._sentence(kids)

    def _sentence(self, kids: Kids) -> Sentence | Setting:
        setting = node(kids, Setting)
        mark: Mark | None = None
        for each in words(kids, "MARK"):
            found = {key: self.numeral(value) for key, value in each.value.groupdict().items() if value}
            before = mark or Mark()
            mark = Mark(
                found.get("paragraph", before.paragraph),
                found.get("item", before.item),
                found.get("subitem", before.subitem),
                span=self.span([each]),
            )
        if setting is not None:
            if mark is not None:
                self.report("E126", mark.span, text=self.text(mark))
            return setting
        name, formerly = word(kids, "NAMED"), word(kids, "FORMERLY")
        kinds = Draft | ContentsRule | OrderRule | NoRule | FormNote | Quotation
        statement = next(kid for kid in kids if isinstance(kid, kinds))
        draft = statement if isinstance(statement, Draft) else Draft((statement,), None, statement.span)
        return Sentence(
            draft.rules,
            mark,
            None if name is None else name.value,
            draft.when,
            None if formerly is None else formerly.value,
            span=self.span(kids),
        )

    def headed(self, kids: Kids) -> ContentsRule | OrderRule:
        """Contents and order hold whatever the case; what stands before them is reported."""
        heads = the(kids, Heads)
        self.report("E126", heads.span, text=self.text(heads))
        return next(kid for kid in kids if isinstance(kid, ContentsRule | OrderRule))

    # ── settings ─────────────────────────────────────────────────────────────────────────────────────────────

    def setting(self, kids: Kids) -> Setting:
        return the(kids, Setting)

    def source_setting(self, kids: Kids) -> Setting:
        return Setting("source", the_word(kids, "TEXT").value, span=self.span(kids))

    def in_force_setting(self, kids: Kids) -> Setting:
        at = the_word(kids, "DATE", "TEXT")
        return Setting("in_force", self.day(at) if at.type == "DATE" else at.value, span=self.span(kids))

    def valid_until_setting(self, kids: Kids) -> Setting:
        return Setting("validity", self.day(the_word(kids, "DATE")), span=self.span(kids))

    def valid_for_setting(self, kids: Kids) -> Setting:
        amount = the(kids, Amount)
        start = word(kids, "START_NEXT", "START_SAME")
        if start is None:
            self.report("E010", self.span(kids) or amount)
        counted = "same" if start is not None and start.type == "START_SAME" else "next"
        return Setting("validity", (amount, counted), span=self.span(kids))

    def ceases_setting(self, kids: Kids) -> Setting:
        return Setting("ceases", self.day(the_word(kids, "DATE")), span=self.span(kids))

    def repeals_setting(self, kids: Kids) -> Setting:
        return Setting("repeals", tuple(each.value for each in words(kids, "TITLE")), span=self.span(kids))

    def zone_setting(self, kids: Kids) -> Setting:
        return Setting("zone", the_word(kids, "TEXT").value, span=self.span(kids))

    def calendars_setting(self, kids: Kids) -> Setting:
        return Setting("calendars", tuple(each.value for each in words(kids, "WORDS")), span=self.span(kids))

    def counting(self, kids: Kids) -> Word:
        return the_word(kids, *_COUNTING)

    def periods_setting(self, kids: Kids) -> Setting:
        said: dict[str, str] = {}
        for each in words(kids, *_COUNTING):
            key, value = _COUNTING[each.type]
            if said.setdefault(key, value) != value:
                self.report("E126", each, text=self.text(each))
        return Setting("periods", tuple(sorted(said.items())), span=self.span(kids))

    def handling(self, kids: Kids) -> Names:
        return Names(self.names(kids, "ROLE"), "roles", self.span(kids))

    def handling_setting(self, kids: Kids) -> Setting:
        role = node(kids, Names)
        return Setting("handling", None if role is None else role.names[0], span=self.span(kids))

    def day_entry(self, kids: Kids) -> Values:
        reason = word(kids, "WORDS")
        return Values((self.day(the_word(kids, "DATE")), "" if reason is None else reason.value), self.span(kids))

    def days_setting(self, kids: Kids) -> Setting:
        kind = "days_off" if has(kids, "DAYS_OFF") else "work_days"
        return Setting(kind, tuple(each.values for each in nodes(kids, Values)), span=self.span(kids))

    def still(self, kids: Kids) -> Values:
        reason, yearly = word(kids, "WORDS"), words(kids, "MONTH_DAY")
        first, last = (self.month_day(at) for at in yearly) if yearly else (self.day(at) for at in words(kids, "DATE"))
        if not yearly and first > last:
            self.report("E126", self.span(kids) or yearly, text=self.text(self.span(kids)))
        return Values((first, last, "" if reason is None else reason.value), self.span(kids))

    def standstill_setting(self, kids: Kids) -> Setting:
        return Setting("standstill", tuple(each.values for each in nodes(kids, Values)), span=self.span(kids))

    # ── readings ─────────────────────────────────────────────────────────────────────────────────────────────

    def reading(self, kids: Kids) -> ReadingNode:
        return ReadingNode(the_word(kids, "NAMED").value, the_word(kids, "TEXT").value, "", span=self.span(kids))

    def reading_text(self, kids: Kids) -> ReadAs:
        return ReadAs(the_word(kids, "TEXT").value, self.span(kids))

    def alternative(self, kids: Kids) -> AlternativeNode:
        return AlternativeNode(the_word(kids, "NAMED").value, the_word(kids, "TEXT").value, span=self.span(kids))

    def replacement(self, kids: Kids) -> Replacement:
        span = self.span(kids)
        setting = node(kids, Setting)
        if setting is not None:
            return Replacement(None, None, setting, span=span)
        if has(kids, "DROPPED"):
            return Replacement(the_word(kids, "NAMED").value, span=span)
        target = the_word(kids, "NAMED").value if has(kids, "BECOMES") else None
        own = [kid for kid in kids if target is None or not (isinstance(kid, Word) and kid is kids[0])]
        return Replacement(target, self._sentence(own), span=span)  # type: ignore[arg-type]

    # ── vocabulary ───────────────────────────────────────────────────────────────────────────────────────────

    def title(self, kids: Kids) -> Name:
        return self.name(the_word(kids, "TITLE"), word(kids, "LABEL"))

    def _named(self, kids: Kids, kind: str) -> Name:
        return self.name(the_word(kids, kind), word(kids, "LABEL"))

    def role_decl(self, kids: Kids) -> tuple[RoleDecl, ...]:
        text, roles = word(kids, "TEXT"), words(kids, "ROLE")
        notes = node(kids, Names)
        part_of = notes.names[0] if notes is not None else None
        name = self.name(roles[0], word(kids, "LABEL"))
        description = None if text is None else text.value
        return (RoleDecl(name, description, has(kids, "MANY"), part_of, span=self.span(kids)),)

    def role_note(self, kids: Kids) -> Names:
        return Names(self.names(kids, "ROLE"), "roles", self.span(kids))

    def fact_decl(self, kids: Kids) -> tuple[FactDecl, ...]:
        field = evolve(the(kids, FieldDecl), name=self._named(kids, "FACT"))
        return (FactDecl(field, span=self.span(kids)),)

    def document_name(self, kids: Kids) -> DocumentDecl:
        return DocumentDecl(self._named(kids, "DOC"), span=self.span(kids))

    def document_decl(self, kids: Kids) -> tuple[DocumentDecl, ...]:
        return tuple(nodes(kids, DocumentDecl))

    def stage_name(self, kids: Kids) -> StageDecl:
        return StageDecl(self._named(kids, "STAGE"), has(kids, "START"), span=self.span(kids))

    def stage_decl(self, kids: Kids) -> tuple[StageDecl, ...]:
        if not has(kids, "GROUP"):
            return tuple(nodes(kids, StageDecl))
        return (StageDecl(self._named(kids, "GROUP"), group=the(kids, Names).names, span=self.span(kids)),)

    def outcome_name(self, kids: Kids) -> StageDecl:
        return StageDecl(self._named(kids, "OUTCOME"), outcome=True, span=self.span(kids))

    def outcome_decl(self, kids: Kids) -> tuple[StageDecl, ...]:
        return tuple(nodes(kids, StageDecl))

    def period_name(self, kids: Kids) -> PeriodDecl:
        return PeriodDecl(self._named(kids, "PERIOD"), span=self.span(kids))

    def period_decl(self, kids: Kids) -> tuple[PeriodDecl, ...]:
        return tuple(nodes(kids, PeriodDecl))

    def definition_decl(self, kids: Kids) -> tuple[DefinitionDecl, ...]:
        entries = node(kids, Entries)
        condition = next(kid for kid in kids if not isinstance(kid, Word | Entries))
        if entries is not None:
            condition, done = fill_list(condition, self._grounds(list(entries.entries)))
            if not done:
                self.report("E124", entries.span)
        self._settled(condition)
        return (DefinitionDecl(self._named(kids, "DEFN"), condition, span=self.span(kids)),)

    # ── events ───────────────────────────────────────────────────────────────────────────────────────────────

    def value_name(self, kids: Kids) -> Name:
        return self._named(kids, "VALUE")

    def value_names(self, kids: Kids) -> Values:
        return Values(tuple(nodes(kids, Name)), self.span(kids))

    def default(self, kids: Kids) -> Values:
        return Values(("default", self.value(the_word(kids, "YES", "NO", "VALUE", "NUMBER", "QUOTE"))), self.span(kids))

    def plans(self, kids: Kids) -> Values:
        return Values(("plans", self.name(the_word(kids, "EVENT"))), self.span(kids))

    def field_type(self, kids: Kids) -> FieldDecl:
        kind = word(kids, *_TYPES)
        notes = {
            each.values[0]: each.values[1] for each in nodes(kids, Values) if each.values[0] in ("default", "plans")
        }
        choices = next((each.values for each in nodes(kids, Values) if isinstance(each.values[0], Name)), ())
        if kind is None and len(choices) == 1:
            # A choice of one is no choice: the drafter meant a type.
            types = [self.source.surface.words[each][0] for each in _TYPES]
            self.report("E309", choices[0], text=choices[0].text, types=types)
        return FieldDecl(
            Name(""),
            "choice" if kind is None else _TYPES[kind.type],
            choices,
            default=notes.get("default"),
            plans=notes.get("plans"),
            span=self.span(kids),
        )

    def field_decl(self, kids: Kids) -> FieldDecl:
        field = node(kids, FieldDecl) or FieldDecl(Name(""))
        return evolve(field, name=self._named(kids, "FIELD"), span=self.span(kids))

    def event_name(self, kids: Kids) -> Name:
        return self._named(kids, "EVENT")

    def event_by(self, kids: Kids) -> dict[str, Any]:
        return {"actors": the(kids, Names).names, "joint": has(kids, "JOINT")}

    def event_external(self, kids: Kids) -> dict[str, Any]:
        return {"external": True}

    def event_to(self, kids: Kids) -> dict[str, Any]:
        return {"to": the(kids, Names).names, "meets": has(kids, "WITH")}

    def event_scope(self, kids: Kids) -> dict[str, Any]:
        return {"in_case": has(kids, "IN_CASE")}

    def event_documents(self, kids: Kids) -> dict[str, Any]:
        return {"documents": self.names(kids, "DOC")}

    def event_fields(self, kids: Kids) -> dict[str, Any]:
        required = has(kids, "STATES")
        return {"fields": tuple(evolve(each, required=required) for each in nodes(kids, FieldDecl))}

    def event_decl(self, kids: Kids) -> tuple[EventDecl, ...]:
        said: dict[str, Any] = {}
        for part in nodes(kids, dict):
            for key, value in part.items():
                said[key] = (*said[key], *value) if key in said and isinstance(value, tuple) else value
        name = self.name(the_word(kids, "EVENT"), word(kids, "LABEL"))
        return (EventDecl(name, tuple(nodes(kids, Name)), **said, span=self.span(kids)),)

    # ── guarantees ───────────────────────────────────────────────────────────────────────────────────────────

    def guarantee_scope(self, kids: Kids) -> Values:
        return Values(("any" if has(kids, "ANY_CASE") else "conforming",), self.span(kids))

    def never_event(self, kids: Kids) -> GuaranteeNode:
        return GuaranteeNode("conforming", "never_event", act=the(kids, EventPattern), span=self.span(kids))

    def never_stage(self, kids: Kids) -> GuaranteeNode:
        return GuaranteeNode("conforming", "never_stage", stages=the(kids, Names).names, span=self.span(kids))

    def leaves(self, kids: Kids) -> GuaranteeNode:
        return GuaranteeNode("conforming", "leaves", stages=the(kids, Names).names, span=self.span(kids))

    def at_most(self, kids: Kids) -> GuaranteeNode:
        number = self.whole(the_word(kids, "NUMBER"), 0)
        act = the(kids, EventPattern)
        return GuaranteeNode("conforming", "at_most", act=act, number=number, span=self.span(kids))

    def owes(self, kids: Kids) -> GuaranteeNode:
        return GuaranteeNode("conforming", "owes", act=the(kids, EventPattern), span=self.span(kids))

    def reachable(self, kids: Kids) -> GuaranteeNode:
        return GuaranteeNode("conforming", "reachable", span=self.span(kids))

    def guarantee(self, kids: Kids) -> GuaranteeNode:
        found = the(kids, GuaranteeNode)
        scope, heads = node(kids, Values), node(kids, Heads)
        before: EventPattern | None = None
        conditions: list[Any] = []
        for head in heads.heads if heads is not None else ():
            if head.kind == "before" and found.form == "at_most" and not head.before.first:
                before = head.before.event
            elif head.condition is not None:
                conditions.append(head.condition)
            else:
                self._misplaced(head)
        when = conjoined(conditions, heads.span if heads is not None else None)
        self._settled(when)
        stated = "conforming" if scope is None else scope.values[0]
        return evolve(found, scope=stated, when=when, before=before, span=self.span(kids))

    def _misplaced(self, head: Head) -> None:
        self.report("E126", head.span, text=self.text(head))
