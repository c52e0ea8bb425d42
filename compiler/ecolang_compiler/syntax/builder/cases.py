"""Case tests from their pieces."""

from __future__ import annotations

import re
from typing import Any

from attrs import evolve, frozen

from ecolang.diagnostics import Span
from ecolang_compiler.syntax.builder.base import Kids, has, node, nodes, the, the_word, word, words
from ecolang_compiler.syntax.builder.conditions import PERIOD_STATES
from ecolang_compiler.syntax.builder.declarations import Declarations
from ecolang_compiler.syntax.builder.parts import Values
from ecolang_compiler.syntax.tree import CaseCheck, CaseDocument, CaseEvent, Expect, FieldTest, ItemName, Test
from ecolang_compiler.syntax.word import Word

_PLAIN = {"NO_FINDINGS": "no_findings", "OVER": "over", "NOT_OVER": "not_over", "PROVISIONAL": "provisional"}
_DEGREES = {"VIOLATES": "violation", "DEVIATES": "caution", "REMARKS": "note"}


@frozen
class Said:
    """A field or fact with its value; `party` where it is said of one."""

    kind: str
    name: str
    value: Any
    span: Span | None
    party: str | None = None


@frozen
class CaseParties:
    """The holders of a role."""

    parties: tuple[tuple[str, str], ...]
    span: Span | None


@frozen
class CaseReadings:
    """The readings under which a case is judged."""

    readings: tuple[tuple[str, str], ...]
    span: Span | None


@frozen
class CaseFacts:
    """Facts that hold from the start."""

    facts: tuple[tuple[str, Any], ...]
    span: Span | None


@frozen
class Whos:
    """Parties and roles, in order."""

    words: tuple[Word, ...]
    span: Span | None

    def texts(self, *types: str) -> tuple[str, ...]:
        """Those of some kinds, or all."""
        return tuple(each.value for each in self.words if not types or each.type in types)


class Cases(Declarations):
    """Callbacks of the rules for case tests."""

    def _said_value(self, test: Test) -> Any:
        if test.op in ("yes", "no"):
            return test.op == "yes"
        if test.op != "is" or len(test.values) != 1:
            self.report("E126", test.span, text=self.text(test))
        return test.values[0] if test.values else None

    def case_parties(self, kids: Kids) -> CaseParties:
        role = the_word(kids, "ROLE").value
        return CaseParties(tuple((each.value, role) for each in words(kids, "PARTY")), self.span(kids))

    def choice(self, kids: Kids) -> tuple[str, str]:
        first, second = (each.value for each in words(kids, "NAMED"))
        return first, second

    def case_readings(self, kids: Kids) -> CaseReadings:
        return CaseReadings(tuple(kid for kid in kids if isinstance(kid, tuple)), self.span(kids))

    def fact_said(self, kids: Kids) -> Said:
        fact = self.fact_test(kids)
        return Said("fact", fact.fact.text, self._said_value(fact.test), self.span(kids))

    def case_facts(self, kids: Kids) -> CaseFacts:
        return CaseFacts(tuple((each.name, each.value) for each in nodes(kids, Said)), self.span(kids))

    def whos(self, kids: Kids) -> Whos:
        return Whos(tuple(words(kids, "PARTY", "ROLE")), self.span(kids))

    def happening(self, kids: Kids) -> CaseEvent:
        whos = node(kids, Whos)
        by = whos.texts("ROLE") if whos is not None else ()
        parties = whos.texts("PARTY") if whos is not None else ()
        return CaseEvent("", None, self.name(the_word(kids, "EVENT")), by, parties)

    # ── what is said of an event ─────────────────────────────────────────────────────────────────────────────

    def said(self, kids: Kids) -> Said:
        field: FieldTest = kids[0]
        return Said("field", field.field.text, self._said_value(field.test), self.span(kids))

    def said_each(self, kids: Kids) -> Said:
        field = the(kids, FieldTest)
        party = the_word(kids, "PARTY").value
        return Said("each", field.field.text, self._said_value(field.test), self.span(kids), party)

    def _document(self, kids: Kids, **said: Any) -> CaseDocument:
        return CaseDocument(self.name(the_word(kids, "DOC")), **said, span=self.span(kids))

    def doc_complete(self, kids: Kids) -> CaseDocument:
        return self._document(kids, complete=True)

    def doc_lacks(self, kids: Kids) -> CaseDocument:
        found = words(kids, "QUOTE", "ITEM")
        return self._document(kids, missing=tuple(str(each.value) for each in found))

    def doc_signed(self, kids: Kids) -> CaseDocument:
        return self._document(kids, signed=the(kids, Whos).texts())

    def doc_refused(self, kids: Kids) -> CaseDocument:
        return self._document(kids, refused=the(kids, Whos).texts())

    def doc_noted(self, kids: Kids) -> CaseDocument:
        return self._document(kids, noted=the(kids, Whos).texts())

    def doc_value(self, kids: Kids) -> CaseDocument:
        item = the(kids, ItemName)
        value = self.value(next(kid for kid in kids if isinstance(kid, Word) and kid.type != "IS"))
        return CaseDocument(item.document, values=((item.item, value),), span=self.span(kids))

    def doc_rows(self, kids: Kids) -> CaseDocument:
        item, column = the(kids, ItemName), the_word(kids, "QUOTE").value
        return CaseDocument(item.document, rows=((item.item, column, the(kids, Values).values),), span=self.span(kids))

    def received_said(self, kids: Kids) -> dict[str, Any]:
        return {"received": self.day(the_word(kids, "DATE"))}

    def step(self, kids: Kids) -> range:
        ends = [each.value if each.type == "ITEM" else self.whole(each) for each in words(kids, "ITEM", "NUMBER")]
        return range(ends[0], ends[-1] + 1)

    def steps(self, kids: Kids) -> dict[str, Any]:
        return {"steps": tuple(number for each in nodes(kids, range) for number in each)}

    def ground(self, kids: Kids) -> dict[str, Any]:
        return {"ground": self.ref(the_word(kids, "REF"))}

    def part_said(self, kids: Kids) -> dict[str, Any]:
        return {"part": the_word(kids, "PART", "QUOTE").value}

    def case_event(self, kids: Kids) -> CaseEvent:
        happening = node(kids, CaseEvent) or CaseEvent("")
        whos = node(kids, Whos)
        said = nodes(kids, Said)
        extra: dict[str, Any] = {}
        for part in nodes(kids, dict):
            extra.update(part)
        time = word(kids, "TIME")
        return evolve(
            happening,
            day=self.day(the_word(kids, "DATE")),
            time=None if time is None else self._time(time),
            by=(*(whos.texts() if whos is not None else ()), *happening.by),
            fields=tuple((each.name, each.value) for each in said if each.kind == "field"),
            each=tuple((each.party or "", each.name, each.value) for each in said if each.kind == "each"),
            facts=tuple((each.name, each.value) for each in said if each.kind == "fact"),
            documents=_merged(nodes(kids, CaseDocument)),
            **extra,
            span=self.span(kids),
        )

    def _time(self, at: Word) -> str:
        match: re.Match[str] = at.value
        hour, minute = int(match[1]), int(next((group for group in match.groups()[1:] if group), "0"))
        if hour > 23 or minute > 59:
            self.report("E308", at, text=self.text(at))
        return f"{hour:02}:{minute:02}"

    def case_check(self, kids: Kids) -> CaseCheck:
        return CaseCheck(self.day(the_word(kids, "DATE")), tuple(nodes(kids, Expect)), span=self.span(kids))

    # ── expectations ─────────────────────────────────────────────────────────────────────────────────────────

    def expect(self, kids: Kids) -> Expect:
        party, part = word(kids, "PARTY"), word(kids, "PART", "QUOTE")
        return evolve(
            the(kids, Expect),
            party=None if party is None else party.value,
            part=None if part is None else part.value,
            span=self.span(kids),
        )

    def expect_note(self, kids: Kids) -> dict[str, Any]:
        if has(kids, "CITING"):
            return {"ref": self.ref(the_word(kids, "REF"))}
        if has(kids, "LATE_BY"):
            return {"days": self.whole(the_word(kids, "NUMBER"), 0)}
        if has(kids, "IS_OVERDUE"):
            return {"state": "overdue"}
        return {"since" if has(kids, "FROM") else "due": self.day(the_word(kids, "DATE"))}

    def _expect(self, kind: str, kids: Kids, *names: str, **said: Any) -> Expect:
        for note in nodes(kids, dict):
            said.update(note)
        name = word(kids, *names) if names else None
        return Expect(kind, name=None if name is None else self.name(name), **said)

    def _owed(self, kind: str, kids: Kids) -> Expect:
        role = word(kids, "ROLE")
        return self._expect(kind, kids, "EVENT", role=None if role is None else self.name(role))

    def expect_stage(self, kids: Kids) -> Expect:
        return self._expect("stage", kids, "STAGE", "OUTCOME")

    def expect_outcome(self, kids: Kids) -> Expect:
        return self._expect("outcome", kids, "STAGE", "OUTCOME")

    def expect_plain(self, kids: Kids) -> Expect:
        return Expect(_PLAIN[the_word(kids, *_PLAIN).type])

    def expect_duty(self, kids: Kids) -> Expect:
        return self._owed("duty", kids)

    def expect_no_duty(self, kids: Kids) -> Expect:
        return self._owed("no_duty", kids)

    def expect_permitted(self, kids: Kids) -> Expect:
        return self._owed("permitted", kids)

    def expect_not_permitted(self, kids: Kids) -> Expect:
        return self._owed("not_permitted", kids)

    def expect_period(self, kids: Kids) -> Expect:
        return self._expect("period", kids, "PERIOD", due=self.day(the_word(kids, "DATE")))

    def expect_period_state(self, kids: Kids) -> Expect:
        return self._expect("period_state", kids, "PERIOD", state=PERIOD_STATES[the_word(kids, *PERIOD_STATES).type])

    def expect_count(self, kids: Kids) -> Expect:
        state = "case" if has(kids, "IN_CASE") else None
        return self._expect("count", kids, "EVENT", number=self.whole(the_word(kids, "NUMBER"), 0), state=state)

    def expect_missing(self, kids: Kids) -> Expect:
        return self._expect("missing", kids, "FACT", "FIELD")

    def expect_turns_on(self, kids: Kids) -> Expect:
        return self._expect("turns_on", kids, text=the_word(kids, "NAMED").value)

    def expect_effectless(self, kids: Kids) -> Expect:
        return self._expect("effectless", kids, "EVENT")

    def finding_number(self, kids: Kids) -> dict[str, Any]:
        return {"number": self.whole(the_word(kids, "NUMBER"))}

    def expect_finding(self, kids: Kids) -> Expect:
        ref, finding, role = word(kids, "REF"), word(kids, "FINDING"), word(kids, "ROLE")
        text = word(kids, "QUOTE")
        said: dict[str, Any] = {"ref": None if ref is None else self.ref(ref)}
        return self._expect(
            "finding",
            kids,
            degree=_DEGREES[the_word(kids, *_DEGREES).type],
            finding=None if finding is None else finding.value,
            role=None if role is None else self.name(role),
            text=None if text is None else text.value,
            **said,
        )


def _merged(documents: list[CaseDocument]) -> tuple[CaseDocument, ...]:
    """What is said of one document, in one place."""
    result: dict[str, CaseDocument] = {}
    for each in documents:
        before = result.get(each.document.text)
        result[each.document.text] = (
            each
            if before is None
            else evolve(
                before,
                complete=before.complete or each.complete,
                missing=(*before.missing, *each.missing),
                signed=(*before.signed, *each.signed),
                refused=(*before.refused, *each.refused),
                noted=(*before.noted, *each.noted),
                values=(*before.values, *each.values),
                rows=(*before.rows, *each.rows),
            )
        )
    return tuple(result.values())
