"""The names of a policy, dates, amounts and citations as a language says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from ecolang.diagnostics import Lang
from ecolang.diagnostics.template import shorten, visible
from ecolang.patterns import later
from ecolang.program import Field, Program
from ecolang.source_ref import localise_refs
from ecolang.time import Due, format_date, parse_date
from ecolang.words.names import Names
from ecolang_runtime.verdict import DueDate
from ecolang_runtime.wording.templates import UNITS, Pair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SLOT = later(r"\{([a-z_]+)\}")
_OPTIONAL = later(r"\[\[(.*?)\]\]")
# A name that is longer is cut in its middle: a sentence is for reading, the data carry the name whole.
_LONGEST_NAME = 120


#: Words that were worked out are kept until there are so many.
_MOST_KEPT, _MOST_EXPLAINED, _MOST_PROGRAMS = 20_000, 4_000, 16

_made: dict[tuple[int, Lang], Words] = {}


def words_of(program: Program, lang: Lang) -> Words:
    """The words of a program, made once."""
    found = _made.get((id(program), lang))
    if found is None:
        if len(_made) >= _MOST_PROGRAMS:
            _made.clear()
        # Words hold their program, so that no other one gets its identity.
        found = _made[id(program), lang] = Words(program, lang)
    return found


class Words:
    """What a program's names are called in one language. Immutable; safe to share."""

    def __init__(self, program: Program, lang: Lang) -> None:
        self.program = program
        self.lang: Lang = lang
        self.zh = lang == "zh"
        tables = (
            program.roles, program.events, program.stages, program.documents, program.periods, program.facts,
        )  # fmt: skip
        self._labels: dict[str, str | None] = {row.id: row.label for table in tables for row in table}
        self.events = {event.id: event for event in program.events}
        self.roles = {role.id for role in program.roles}
        self.duties = {duty.id: duty for duty in program.duties}
        self.periods = {period.id: period for period in program.periods}
        self.counts = {limit.id: limit for limit in program.count_limits}
        self.powers = {power.id: power for power in program.powers}
        self.contents = {contents.id: contents for contents in program.contents}
        self.names = Names(program, lang)
        for field in (field for event in program.events for field in event.fields):
            # A part of a case that goes its own way is called like a value.
            for value, label in field.value_labels:
                self._labels.setdefault(value, label)
        self._said: dict[tuple[str, str | None], str] = {}
        self._cited: dict[str, str] = {}
        self._dates: dict[tuple[str, bool], str] = {}
        self._explained: dict[tuple[int, str, bool], tuple[Due, str]] = {}
        self.pieces: Any = None  # of lines of JSON (`quick`), made when first asked for

    def pick(self, pair: Pair) -> str:
        """The template of the language."""
        return pair[0] if self.zh else pair[1]

    def fill(self, pair: Pair, values: Mapping[str, object]) -> str:
        """The sentence of a template. The values are words already: nothing in them is taken for a slot.

        A template with | in it says one thing where `n` is 1 and another where it is not.
        """

        template = pair[0] if self.zh else pair[1]
        if "n" in values:
            said = template.split("|")
            template = said[0 if values["n"] == 1 else -1]
        words: list[str] = []
        for needed, pieces in _pieces(template):
            if any(values.get(name) in (None, "") for name in needed):
                continue
            for place, piece in enumerate(pieces):
                if place % 2 == 0:
                    words.append(piece)
                elif (given := values.get(piece)) is not None:
                    words.append(given if type(given) is str else str(given))
        return "".join(words)

    def name(self, id_: str | None) -> str | None:
        """A declared name, by its label where the language asks for it; other words as they are."""
        if id_ is None:
            return None
        return self._called(id_, self._labels.get(id_))

    def _called(self, id_: str, label: str | None) -> str:
        found = self._said.get((id_, label))
        if found is None:
            if len(self._said) >= _MOST_KEPT:
                self._said = {}
            found = self._said[id_, label] = self._call(id_, label)
        return found

    def _call(self, id_: str, label: str | None) -> str:
        if label and _is_chinese(label) == self.zh and _is_chinese(id_) != self.zh:
            id_ = label
        return visible(shorten(id_.replace("_", " ") if id_.isascii() else id_, _LONGEST_NAME))

    def who(self, names: Iterable[str], joint: bool = False) -> str | None:
        """Roles and holders; an English role has its article."""
        said = [self._role(name) for name in names]
        if not said:
            return None
        if self.zh:
            return "、".join(said)
        return _listed_en(said, "and" if joint else "or")

    def _role(self, name: str) -> str:
        called = self.name(name) or ""
        return f"the {called}" if not self.zh and name in self.roles and not _is_chinese(called) else called

    def acts(self, events: Iterable[str]) -> str:
        """What is to be done: one event or another."""
        said = [self.name(event) or event for event in events]
        return "或者".join(said) if self.zh else _listed_en(said, "or")

    def date(self, iso: str | None, weekday: bool = False) -> str | None:
        """A day for people."""
        if iso is None:
            return None
        found = self._dates.get((iso, weekday))
        if found is None:
            if len(self._dates) >= _MOST_KEPT:
                self._dates = {}
            day = parse_date(iso)
            found = iso if day is None else format_date(day, self.lang, weekday=weekday)
            self._dates[iso, weekday] = found
        return found

    def days(self, number: int | None) -> str | None:
        """A number of calendar days; None for none or for 0."""
        return self.amount(abs(number), "day") if number else None

    def amount(self, number: int, unit: str) -> str:
        """A number of units."""
        return self.fill(UNITS.get(unit, UNITS["day"]), {"n": number})

    def cite(self, citation: str) -> str:
        """A citation as the language writes it."""
        found = self._cited.get(citation)
        if found is None:
            if len(self._cited) >= _MOST_KEPT:
                self._cited = {}
            found = self._cited[citation] = visible(localise_refs(citation, self.lang))
        return found

    def explained(self, due: DueDate) -> str:
        """How a date came about; engines share what they worked out, so that many cases have the same explanation."""
        computed = due.computed
        if computed is None:
            return due.explain(self.lang)
        key = (id(computed), due.cite, due.last is None)
        found = self._explained.get(key)
        if found is None:
            if len(self._explained) >= _MOST_EXPLAINED:
                self._explained = {}
            # The date is kept, so that no other one gets its identity.
            found = self._explained[key] = (computed, due.explain(self.lang))
        return found[1]

    def cited(self, sentence: str, citation: str | None) -> str:
        """A sentence with its clause behind it and its full stop."""
        if not self.zh:
            sentence = sentence[:1].upper() + sentence[1:]
        if citation:
            sentence += f"（{self.cite(citation)}）" if self.zh else f" ({self.cite(citation)})"
        return sentence + ("。" if self.zh else ".")

    def value(self, event: str | None, name: str, value: Any) -> tuple[str, str]:
        """A field of an event and its value, both as people say them."""
        row = self.events.get(event or "")
        field = next((each for each in row.fields if each.id == name), None) if row else None
        return (self._called(name, field.label if field else None), self._value(value, field))

    def _value(self, value: Any, field: Field | None) -> str:
        if isinstance(value, bool):
            return ("是" if value else "否") if self.zh else ("yes" if value else "no")
        if isinstance(value, (tuple, list)) and len(value) == 2 and isinstance(value[0], int):
            return self.amount(value[0], str(value[1]))
        if isinstance(value, (int, Decimal)):
            money = field is not None and field.type == "money"
            return f"{value:,}{'元' if self.zh else ''}" if money else str(value)
        if field is not None and field.type == "date":
            return self.date(str(value)) or str(value)
        labels = dict(field.value_labels) if field is not None else {}
        return self._called(str(value), labels.get(str(value)))

    def norm(self, id_: str | None) -> str:
        """What a row of the program is about, as a reader would call it."""
        if id_ is None:
            return ""
        if id_ in self.duties:
            return self.acts(act.event for act in self.duties[id_].acts)
        if id_ in self.powers:
            return self.acts(act.event for act in self.powers[id_].acts)
        if id_ in self.counts:
            return self.name(self.counts[id_].act.event) or id_
        return self.name(id_) or id_

    def conditions(self, edges: Iterable[str]) -> str:
        """On what moves depend, each in a few words."""
        rows = {edge.id: edge for edge in self.program.edges if edge.id in set(edges)}
        said: dict[str, None] = {}
        for name in edges:
            row = rows.get(name)
            if row is not None:
                guards = (row.trigger.guard, row.guard)
                from ecolang.words.condition import condition_words

                parts = [condition_words(guard, self.names, row.trigger.event) for guard in guards]
                said.setdefault(("，且" if self.zh else " and ").join(part for part in parts if part))
        return ("；" if self.zh else "; ").join(each for each in said if each)

    def missing(self, names: Iterable[str]) -> str:
        """What is not known; a field of an event is written `event·field`."""
        said = []
        for name in dict.fromkeys(names):
            event, dot, field = name.partition("·")
            words = self.value(event, field, "")[0] if dot else self.name(name) or name
            if field == "received" and event in self.events:
                words = "收到的日期" if self.zh else "day of receipt"
            said.append(f"“{self.name(event)}·{words}”" if dot else f"“{words}”")
        return "、".join(said) if self.zh else _listed_en(said, "and")


@cache
def _pieces(template: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """A template taken apart: each part with the slots that it needs, as words and slots in turn."""
    parts: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    for place, part in enumerate(_OPTIONAL.split(template)):
        pieces = tuple(_SLOT.split(part))
        parts.append((pieces[1::2] if place % 2 else (), pieces))
    return tuple(parts)


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def _listed_en(said: list[str], last: str) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {last} {said[-1]}"
