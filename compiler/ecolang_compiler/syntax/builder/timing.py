"""Demands of time and consequences from the pieces of a sentence."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ecolang_compiler.syntax.builder.base import Kids, has, node, nodes, the, the_word, word, words
from ecolang_compiler.syntax.builder.conditions import Conditions
from ecolang_compiler.syntax.builder.parts import (
    Acts,
    Cap,
    Caused,
    Consequences,
    Demands,
    Extension,
    ExtensionNote,
    Notes,
    PeriodStart,
    Timings,
)
from ecolang_compiler.syntax.tree import (
    AfterFull,
    Amount,
    Before,
    ChangePeriod,
    Deem,
    Demand,
    Enter,
    EventPattern,
    FieldTest,
    Fork,
    Inside,
    ItemName,
    Manner,
    Name,
    NotLaterThan,
    Promptly,
    RowByRow,
    Within,
)
from ecolang_compiler.syntax.word import Word

UNITS = {"DAY": "day", "WORKDAY": "workday", "MONTH": "month", "YEAR": "year", "HOUR": "hour"}
_OPS = {"SUSPENDS": "suspend", "RESUMES": "resume", "RESTARTS": "restart", "ENDS": "end", "HASTENS": "hasten"}
_TIMINGS = (Within, Inside, Before, NotLaterThan, Promptly, AfterFull, RowByRow)
_STARTS = {"START_NEXT": "next", "START_SAME": "same", "NEXT_HOUR": "next_hour"}


def which(kids: Kids) -> str | None:
    """首次, 最近一次."""
    return "first" if has(kids, "FIRST") else "last" if has(kids, "LAST") else None


class Timing(Conditions):
    """Callbacks of the rules for time and consequences."""

    def amount(self, kids: Kids) -> Amount:
        unit = UNITS[the_word(kids, *UNITS).type]
        number, source = word(kids, "NUMBER"), word(kids, "FACT", "FIELD")
        if number is not None:
            return Amount(self.whole(number), unit, span=self.span(kids))
        return Amount(0, unit, node(kids, ItemName) if source is None else self.name(source), span=self.span(kids))

    def note(self, kids: Kids) -> Notes:
        return Notes(self.ref(the_word(kids, "REF")), None, self.span(kids))

    def notes(self, kids: Kids) -> Notes:
        cited = node(kids, Notes)
        return Notes(None if cited is None else cited.cite, self._roll(kids), self.span(kids), self._manner(kids))

    def manner(self, kids: Kids) -> Manner:
        start = word(kids, *_STARTS)
        layers = tuple(each.value for each in words(kids, "WORDS"))
        counted = None if start is None else _STARTS[start.type]
        return Manner(counted, layers, has(kids, "RUNS_ON"), span=self.span(kids))

    def manners(self, kids: Kids) -> Notes:
        return Notes(None, None, self.span(kids), self._manner(kids))

    def _manner(self, kids: Kids) -> Manner | None:
        """What is said of counting in one pair of brackets; a thing said twice is reported."""
        found = nodes(kids, Manner)
        starts = [each for each in found if each.start is not None]
        if len(starts) > 1:
            self.report("E126", starts[1].span, text=self.text(starts[1]))
        layers = tuple(layer for each in found for layer in each.calendar)
        if not found:
            return None
        start = starts[0].start if starts else None
        return Manner(start, layers, any(each.runs_on for each in found), span=self.span(found))

    @staticmethod
    def _roll(kids: Kids) -> str | None:
        return "next_working" if has(kids, "ROLL") else "none" if has(kids, "NO_ROLL") else None

    def within(self, kids: Kids) -> Within:
        notes = node(kids, Notes)
        return Within(
            the(kids, Amount),
            node(kids, EventPattern),
            which(kids),
            None if notes is None else notes.roll,
            None if notes is None else notes.cite,
            self._period(kids),
            has(kids, "RECEIVED"),
            None if notes is None else notes.manner,
            span=self.span(kids),
        )

    def inside(self, kids: Kids) -> Inside:
        notes = node(kids, Notes)
        return Inside(self.name(the_word(kids, "PERIOD")), None if notes is None else notes.cite, span=self.span(kids))

    def _period(self, kids: Kids) -> Name | None:
        period = word(kids, "PERIOD")
        return None if period is None else self.name(period)

    def after_full(self, kids: Kids) -> AfterFull:
        notes = node(kids, Notes)
        cite = None if notes is None else notes.cite
        return AfterFull(
            the(kids, Amount),
            node(kids, EventPattern),
            which(kids),
            cite,
            self._period(kids),
            has(kids, "RECEIVED"),
            None if notes is None else notes.manner,
            span=self.span(kids),
        )

    def before(self, kids: Kids) -> Before:
        notes, field = node(kids, Notes), word(kids, "FIELD")
        return Before(
            node(kids, EventPattern),
            None if field is None else self.name(field),
            node(kids, Amount),
            not has(kids, "BACKWARDS"),
            has(kids, "FIRST"),
            None if notes is None else notes.cite,
            None if notes is None else notes.manner,
            span=self.span(kids),
        )

    def not_later(self, kids: Kids) -> NotLaterThan:
        notes, event, field = node(kids, Notes), word(kids, "EVENT"), word(kids, "FIELD")
        return NotLaterThan(
            None if field is None else self.name(field),
            None if event is None else self.name(event),
            None if notes is None else notes.cite,
            node(kids, ItemName),
            span=self.span(kids),
        )

    def row_by_row(self, kids: Kids) -> RowByRow:
        notes = node(kids, Notes)
        column = the_word(kids, "QUOTE").value
        return RowByRow(the(kids, ItemName), column, None if notes is None else notes.cite, span=self.span(kids))

    def promptly(self, kids: Kids) -> Promptly:
        return Promptly(node(kids, Amount), span=self.span(kids))

    def timings(self, kids: Kids) -> Timings:
        return Timings(tuple(kid for kid in kids if isinstance(kid, _TIMINGS)), self.span(kids))

    def acts(self, kids: Kids) -> Acts:
        return Acts(tuple(nodes(kids, EventPattern)), self.span(kids))

    def demand(self, kids: Kids) -> Demands:
        timing = next(kid for kid in kids if isinstance(kid, _TIMINGS))
        span = self.span(kids)
        return Demands(tuple(Demand(timing, act, span=span) for act in the(kids, Acts).patterns), span)

    def period_start(self, kids: Kids) -> PeriodStart:
        return PeriodStart(the(kids, EventPattern), which(kids), self.span(kids), has(kids, "RECEIVED"))

    # ── consequences ─────────────────────────────────────────────────────────────────────────────────────────

    def consequences(self, kids: Kids) -> Consequences:
        items: list[Any] = []
        for kid in kids:
            if isinstance(kid, Cap | Caused):
                last = items[-1] if items else None
                if isinstance(last, ChangePeriod) and last.op == ("suspend" if isinstance(kid, Cap) else "resume"):
                    said = {"cap": kid.days} if isinstance(kid, Cap) else {"causes": kid.events}
                    items[-1] = evolve(last, span=self.span([last, kid]), **said)
                else:
                    self.report("E126", kid.span, text=self.text(kid))
            elif not isinstance(kid, Word):
                items.append(kid)
        return Consequences(tuple(items), self.span(kids))

    def then(self, kids: Kids) -> Consequences:
        return the(kids, Consequences)

    def cap(self, kids: Kids) -> Cap:
        return Cap(self.whole(the_word(kids, "NUMBER")), self.span(kids))

    def caused(self, kids: Kids) -> Caused:
        return Caused(self.names(kids, "EVENT"), self.span(kids))

    def enter(self, kids: Kids) -> Enter:
        stage = self.name(the_word(kids, "STAGE", "GROUP", "OUTCOME"))
        return Enter(stage, has(kids, "EVERYONE"), span=self.span(kids))

    def deem(self, kids: Kids) -> Deem:
        return Deem(node(kids, EventPattern), node(kids, FieldTest), span=self.span(kids))

    def fork(self, kids: Kids) -> Fork:
        stage = self.name(the_word(kids, "STAGE", "GROUP", "OUTCOME"))
        return Fork(the_word(kids, "PART", "QUOTE").value, stage, span=self.span(kids))

    def period_ref(self, kids: Kids) -> Word:
        return the_word(kids, "EVENT")

    def change_period(self, kids: Kids) -> ChangePeriod:
        period, event = word(kids, "PERIOD"), word(kids, "EVENT")
        return ChangePeriod(
            _OPS[the_word(kids, *_OPS).type],
            None if period is None else self.name(period),
            None if event is None else self.name(event),
            span=self.span(kids),
        )

    # ── allowances ───────────────────────────────────────────────────────────────────────────────────────────

    def more_times(self, kids: Kids) -> Extension:
        return Extension(self.whole(the_word(kids, "NUMBER")), None, has(kids, "EVERY"), False, self.span(kids))

    def longer(self, kids: Kids) -> Extension:
        amount = the(kids, Amount)
        return Extension(
            amount.number,
            amount.unit,
            has(kids, "EVERY"),
            has(kids, "AFTER_END"),
            self.span(kids),
            source=amount.source,
        )

    def extension_note(self, kids: Kids) -> ExtensionNote:
        number = word(kids, "NUMBER")
        times = None if number is None else self.whole(number)
        return ExtensionNote(times, node(kids, EventPattern), self.span(kids), node(kids, Amount))

    def extension(self, kids: Kids) -> Extension:
        more = the(kids, Extension)
        notes = nodes(kids, ExtensionNote)
        most = next((note.most for note in notes if note.most is not None), None)
        if most is not None and (more.source is None or most.source is not None or most.unit != more.unit):
            self.report("E126", most, text=self.text(most))
        return Extension(
            more.number if most is None else most.number,
            more.unit,
            more.each,
            more.after_end,
            self.span(kids),
            next((note.times for note in notes if note.times is not None), None),
            next((note.refusal for note in notes if note.refusal is not None), None),
            more.source,
        )
