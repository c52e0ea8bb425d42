"""Events written as every program writes them: English keys, declared names, JSON's own types, ISO days.

What is not so plain, and all that is wrong, gives None and is read by `read_event`, which tells what it finds. Both
give the same occurrence for what both read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ecolang.program import Field
from ecolang.time.days import FIRST_DAY, iso, parse_date
from ecolang_runtime.case import FactAt, Occurrence
from ecolang_runtime.read.documents import read_documents
from ecolang_runtime.read.names import EventNames, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import Misfit, label_of, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

_MISS: Any = object()
#: Names and days that were looked at before are kept until there are so many.
_MOST_KEPT = 50_000
_PASSED = frozenset(("case", "event", "on"))
_LONGEST = 10**18

Read: TypeAlias = "Callable[[Any], Any]"
#: When a case was opened, who holds which role, and what is known from the beginning.
Header = tuple[int | None, list[tuple[str, str]], list[FactAt]]


class PlainEvents:
    """Reads the plain records of one policy. Safe to share between threads."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._plans: dict[str, _Plan | None] = {}
        self._days: dict[str, int] = {}
        self._known: dict[tuple[str, ...] | str, tuple[str, ...]] = {}
        # By their own names, where these are nobody else's too.
        self._roles = frozenset(role.id for role in names.program.roles if names.roles.find(role.id) is role)
        facts = (fact for fact in names.program.facts if names.facts.find(fact.id) is fact)
        self._facts = {fact.id: _reader(fact, names) for fact in facts}
        self._clauses: dict[str, str] = {}
        self._told: dict[tuple[str, type, Any], FactAt] = {}

    def read(self, record: Mapping[str, Any], line: int | None) -> Occurrence | None:
        """The occurrence of a record, or None where it must be looked at closely."""
        try:
            plan = self._plans[record["event"]]
            day = self._days[record["on"]]
        except (KeyError, TypeError):
            return self._first(record, line)
        if plan is None:
            return None
        parties: tuple[str, ...] = ()
        by: tuple[str, ...] = ()
        fields: dict[str, Any] = {}
        each: dict[str, dict[str, Any]] = {}
        documents: dict[str, Any] = {}
        steps: tuple[str, ...] | None = None
        ground: str | None = None
        readers, roles = plan.readers, self._names.roles
        told = False
        for key, value in record.items():
            if key in _PASSED:
                continue
            if key == "party":
                found = self._list(value)
                if found is None:
                    return None
                parties = found
            elif key == "fields":
                if type(value) is not dict or fields or not plan.fill(fields, value):
                    return None
                told = True
            elif key == "by":
                found = self._list(value)
                if found is None:
                    return None
                by = tuple([role.id if (role := roles.find(word)) is not None else word for word in found])
            elif key == "documents":
                read = plan.documents(value)
                if read is None:
                    return None
                documents = read
            elif key == "each":
                if type(value) is not dict or not plan.fill_each(each, value):
                    return None
            elif key == "steps" and type(value) is list:
                steps = plan.steps(value)
                if steps is None:
                    return None
            elif key == "ground" and type(value) is str:
                ground = self._clause(value)
                if ground is None:
                    return None
            elif value is not None:
                read_field = readers.get(key)
                if read_field is None or told:
                    return None
                fields[key] = value = read_field(value)
                if value is _MISS:
                    return None
        if each:
            parties = tuple(dict.fromkeys((*parties, *each)))
        for name in plan.required:
            if name not in fields:
                return None
        return Occurrence(plan.event, day, None, by, parties, fields, each, documents, steps, ground, None, None, line)

    def header(self, record: Mapping[str, Any]) -> Header | None:
        """What a record says of the case as a whole, or None where it must be looked at closely."""
        opened: int | None = None
        parties: list[tuple[str, str]] = []
        facts: list[FactAt] = []
        for key, value in record.items():
            if key == "case":
                continue
            if key == "opened":
                opened = self._day(value)
                if opened is None:
                    return None
            elif key == "parties" and type(value) is dict:
                for role, holders in value.items():
                    found = self._list(holders) if role in self._roles else None
                    if found is None:
                        return None
                    parties += [(holder, role) for holder in found]
            elif key == "facts" and type(value) is dict:
                for name, given in value.items():
                    fact = self._fact(name, given)
                    if fact is None:
                        return None
                    facts.append(fact)
            else:
                return None
        return (opened, parties, facts) if len(record) > 1 else None

    def _fact(self, name: str, given: Any) -> FactAt | None:
        try:
            return self._told[name, type(given), given]
        except (KeyError, TypeError):
            pass
        read = self._facts.get(name)
        value = _MISS if read is None or given is None else read(given)
        if value is _MISS:
            return None
        if len(self._told) >= _MOST_KEPT:
            self._told = {}
        found = self._told[name, type(given), given] = FactAt(name, value, FIRST_DAY)
        return found

    def _clause(self, text: str) -> str | None:
        """The policy's own words for a clause."""
        found = self._clauses.get(text)
        if found is None:
            found = self._names.clause(text)
            if found is not None and len(self._clauses) < _MOST_KEPT:
                self._clauses[text] = found
        return found

    def _day(self, on: Any) -> int | None:
        """An ISO day."""
        if type(on) is not str:
            return None
        day = self._days.get(on)
        if day is None:
            day = parse_date(on)
            if day is None or iso(day) != on:
                return None
            if len(self._days) >= _MOST_KEPT:
                self._days = {}
            self._days[on] = day
        return day

    def _first(self, record: Mapping[str, Any], line: int | None) -> Occurrence | None:
        """The same where the event or the day comes for the first time."""
        word, on = record.get("event"), record.get("on")
        if type(word) is not str or type(on) is not str:
            return None
        if word not in self._plans:
            known = self._names.events.find(word)
            if len(self._plans) >= _MOST_KEPT:
                self._plans = {}
            self._plans[word] = None if known is None else _Plan(known, self._names)
        return None if self._day(on) is None else self.read(record, line)

    def _list(self, value: Any) -> tuple[str, ...] | None:
        try:
            key = tuple(value) if type(value) is list else value
            return self._known[key]
        except (KeyError, TypeError):
            pass
        words = (value,) if type(value) is str else value
        if type(words) not in (list, tuple) or len(set(map(str, words))) != len(words):
            return None
        if not all(type(word) is str and word == word.strip() != "" for word in words):
            return None
        if len(self._known) >= _MOST_KEPT:
            self._known = {}
        found = self._known[words[0] if type(value) is str else tuple(words)] = tuple(words)
        return found


class _Plan:
    """How the plain records of one event are read."""

    def __init__(self, known: EventNames, names: Names) -> None:
        event = known.event
        self.event = event.id
        # A name that is written in any other way than those is looked up by the close reader.
        self.readers: dict[str, Read] = {field.id: _reader(field, names) for field in event.fields}
        self.required = tuple(each.id for each in event.fields if each.required and each.default is None)
        self._names = names
        self._steps = names.steps.get(event.id)
        self._taken: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._allowed = event.documents
        self._label = label_of(event)

    def fill(self, fields: dict[str, Any], given: Mapping[str, Any]) -> bool:
        """Whether the values are plain, which then are in `fields`."""
        for name, value in given.items():
            if value is None:
                continue
            read = self.readers.get(name)
            if read is None:
                return False
            found = read(value)
            if found is _MISS:
                return False
            fields[name] = found
        return True

    def fill_each(self, each: dict[str, dict[str, Any]], given: Mapping[str, Any]) -> bool:
        """The same of the fields of single parties."""
        for party, values in given.items():
            if type(values) is not dict or party != party.strip():
                return False
            each[party] = {}
            if not self.fill(each[party], values):
                return False
        return True

    def steps(self, given: list[Any]) -> tuple[str, ...] | None:
        """The steps of a list, if each is one of the event's."""
        if self._steps is None or any(type(word) is not str for word in given):
            return None
        key = tuple(given)
        found = self._taken.get(key)
        if found is None:
            steps = [self._steps.find(word.strip()) for word in given]
            found = tuple([step for step in steps if step is not None])
            if len(found) != len(given):
                return None
            if len(self._taken) >= _MOST_KEPT:
                self._taken = {}
            self._taken[key] = found
        return found

    def documents(self, given: Any) -> dict[str, Any] | None:
        """The documents, if nothing is to be said of them."""
        problems = Problems()
        found = read_documents(given, self._names, self._allowed, self._label, problems)
        return None if problems.found else found


def _reader(field: Field, names: Names) -> Read:
    """Reads a plain value of a field; _MISS for any other."""
    if field.type == "bool":
        return lambda value: value if type(value) is bool else _MISS
    if field.type == "text":
        return lambda value: value if type(value) is str else _MISS
    if field.type in ("party", "document"):
        return lambda value: value if type(value) is str and value.strip() else _MISS
    if field.type in ("int", "money"):
        return lambda value: value if type(value) is int and -_LONGEST < value < _LONGEST else _MISS
    kept: dict[Any, Any] = {}

    def read(value: Any) -> Any:
        if type(value) is not str or not value.strip():
            return _MISS
        found = kept.get(value)
        if found is None:
            found = read_value(field, value, names)
            if isinstance(found, Misfit):
                return _MISS
            if len(kept) >= _MOST_KEPT:
                kept.clear()
            kept[value] = found
        return found

    return read
