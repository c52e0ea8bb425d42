"""The records of one case put together: header, facts and events checked, ordered, duplicates left out."""

from __future__ import annotations

from collections.abc import Mapping

from ecolang.diagnostics import Diagnostic, Local
from ecolang.rows import dataclass, replace
from ecolang.time.days import FIRST_DAY, format_date, iso
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.read.event import event_word, list_of_names, read_day, read_event
from ecolang_runtime.read.holders import Holders
from ecolang_runtime.read.names import CASE_KEY, EVENT_KEY, FACT_KEY, KEY_LABEL, Names, fold
from ecolang_runtime.read.plain import PlainEvents
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import Misfit, label_of, plain, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_RECORD = Local("这条记录", "this record")
_FACT = Local("事实", "fact")
_FACTS = Local("事实和值", "facts with their values")
_ROLES = Local("角色和它的当事人", "roles with their holders")


@dataclass(frozen=True, slots=True)
class ReadCase:
    """One case as read. `data` is None where it was set aside; `problems` then say why.

    `lines`: its records in the input; `events`: its event records, the `duplicates` that were left out included.
    `id` is None where not even the case number could be read.
    """

    id: str | None
    data: CaseData | None
    problems: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    lines: int = 0
    events: int = 0
    duplicates: int = 0


def case_word(record: Mapping[Any, Any]) -> Any:
    """What a record gives as its case number."""
    return next((value for word, value in record.items() if CASE_KEY.get(fold(str(word))) == "case"), None)


def case_id(raw: Any) -> str | None:
    """A case number from text or a whole number; None when it is none."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return str(raw)
    return raw.strip() if isinstance(raw, str) and raw.strip() else None


class CaseBuilder:
    """Takes the records of one case in the order of the input and puts the case together."""

    def __init__(self, names: Names, id_: str, file: str | None = None, as_of: int | None = None) -> None:
        self.names = names
        self.id = id_
        self.file = file
        self.as_of = as_of
        self.lines = 0
        self.events = 0
        self._opened: int | None = None
        self._parties: dict[tuple[str, str], None] = {}
        self._facts: list[tuple[FactAt, int | None]] = []
        self._read: list[Occurrence] = []
        self._found: list[Diagnostic] = []
        if names.plain is None:
            names.plain = PlainEvents(names)
        self._plain: PlainEvents = names.plain

    def add(self, record: Any, line: int | None = None) -> None:
        """One record: an event, a fact, or what is said of the case as a whole (with its events, if it lists them)."""
        self.lines += 1
        if type(record) is dict:
            plain = self._plain.read(record, line)
            if plain is not None:
                self.events += 1
                self._read.append(plain)
                return
            if not self._opened and self._head(record, line):
                return
        problems = Problems(self.file, line)
        if not isinstance(record, Mapping):
            problems.add("D120")
        elif isinstance(event_word(record), str):
            self._event(record, problems)
        else:
            words = {fold(str(word)) for word in record}
            if {"facts", "on"} <= {FACT_KEY.get(word) for word in words}:
                self._fact(record, problems)
            elif any(word in EVENT_KEY and word not in CASE_KEY for word in words):
                problems.add("D111", event=_RECORD, field=KEY_LABEL["event"])
            else:
                self._header(record, problems)
        self._found.extend(problems.found)

    def _head(self, record: dict[Any, Any], line: int | None) -> bool:
        """Whether a plain record said something of the case as a whole."""
        header = self._plain.header(record)
        if header is None:
            return False
        self._opened = header[0]
        self._parties.update(dict.fromkeys(header[1]))
        self._facts += [(fact, line) for fact in header[2]]
        return True

    def say(self, header: Mapping[str, Any]) -> None:
        """What a caller says of the case as a whole; nothing, where every value is None."""
        if any(value is not None for value in header.values()):
            self.add(header)

    def fail(self, problem: Diagnostic, *, event: bool = False) -> None:
        """A record of this case that could not be read at all."""
        self.lines += 1
        self.events += event
        self._found.append(problem)

    def finish(self, *, begun: bool = True) -> ReadCase:
        """The case, or why it was set aside. Not `begun`: events are still to come, so that none may be there yet."""
        holders = Holders(self.names, self._parties)
        if holders.open:
            for occurrence in self._read:
                holders.notice(occurrence)
        occurrences: list[Occurrence] = []
        problems = Problems(self.file)
        for occurrence in self._read:
            problems.line = occurrence.line
            occurrences.append(holders.resolve(occurrence, problems))
        self._found.extend(problems.found)
        for fact, line in self._facts:
            if fact.party is not None:
                problems = Problems(self.file, line)
                holders.check_party(fact.party, problems)
                self._found.extend(problems.found)
        if begun and self._opened is None and not self.events and not self._found:
            problems = Problems(self.file)
            problems.add("D128", case=self.id)
            self._found.extend(problems.found)
        kept, duplicates = self._distinct(occurrences)
        ordered = self._in_order(kept)
        found = self._found
        errors = tuple([each for each in found if each.severity == "error"]) if found else ()
        notes = tuple([each for each in found if each.severity != "error"]) if found else ()
        data = None
        if not errors:
            facts = tuple([fact for fact, _ in self._facts])
            data = CaseData(self.id, self._opened, holders.parties, facts, tuple(ordered))
        return ReadCase(self.id, data, errors, notes, self.lines, self.events, duplicates if data else 0)

    def _event(self, record: Mapping[Any, Any], problems: Problems) -> None:
        self.events += 1
        occurrence = read_event(record, self.names, problems)
        if occurrence is not None:
            self._read.append(occurrence)

    def _fact(self, record: Mapping[Any, Any], problems: Problems) -> None:
        keys = _by_key(record, FACT_KEY, problems)
        day = read_day(keys.get("on"), KEY_LABEL["on"], problems)
        parties = list_of_names(keys.get("party"), KEY_LABEL["party"], problems)
        if day is not None:
            for party in parties or (None,):
                self._facts_from(keys.get("facts"), day, party, problems)

    def _facts_from(self, raw: Any, day: int, party: str | None, problems: Problems) -> None:
        if not isinstance(raw, Mapping):
            problems.add("D110", field=KEY_LABEL["facts"], wanted=_FACTS, value=plain(raw))
            return
        for name, value in read_facts(raw, self.names, problems).items():
            self._facts.append((FactAt(name, value, day, party), problems.line))

    def _header(self, record: Mapping[Any, Any], problems: Problems) -> None:
        keys = _by_key(record, CASE_KEY, problems)
        if keys.keys() <= {"case"} and not problems.found and len(record) > 1:
            problems.add("D120")
        if "opened" in keys:
            self._open(read_day(keys["opened"], KEY_LABEL["opened"], problems), problems)
        if "parties" in keys:
            self._parties.update(dict.fromkeys(read_parties(keys["parties"], self.names, problems)))
        if "facts" in keys:
            self._facts_from(keys["facts"], FIRST_DAY, None, problems)
        if "events" in keys:
            self._listed(keys["events"], problems)

    def _listed(self, raw: Any, problems: Problems) -> None:
        if not isinstance(raw, (list, tuple)):
            problems.add("D120")
            return
        for record in raw:
            self.add(record, problems.line)

    def _open(self, day: int | None, problems: Problems) -> None:
        if day is None:
            return
        if self._opened is not None and self._opened != day:
            problems.add("D124", field=KEY_LABEL["opened"], first=iso(self._opened), value=iso(day))
        self._opened = day

    def _distinct(self, occurrences: list[Occurrence]) -> tuple[list[Occurrence], int]:
        if len({(occurrence.event, occurrence.day) for occurrence in occurrences}) == len(occurrences):
            return occurrences, 0
        seen: dict[tuple[str, int], list[Occurrence]] = {}
        kept: list[Occurrence] = []
        duplicates = 0
        for occurrence in occurrences:
            same_day = seen.setdefault((occurrence.event, occurrence.day), [])
            if same_day and replace(occurrence, line=None) in [replace(each, line=None) for each in same_day]:
                duplicates += 1
                self._note("D107", occurrence)
                continue
            same_day.append(occurrence)
            kept.append(occurrence)
        return kept, duplicates

    def _in_order(self, occurrences: list[Occurrence]) -> list[Occurrence]:
        latest = 0
        days = [occurrence.day for occurrence in occurrences]
        if days == sorted(days) and (not days or self.as_of is None or days[-1] <= self.as_of):
            return occurrences
        for occurrence in occurrences:
            if occurrence.day < latest:
                self._note("D122", occurrence)
            latest = max(latest, occurrence.day)
            if self.as_of is not None and occurrence.day > self.as_of:
                self._note("D106", occurrence, as_of=_date(self.as_of))
        return sorted(occurrences, key=lambda occurrence: occurrence.day)

    def _note(self, code: str, occurrence: Occurrence, **args: object) -> None:
        problems = Problems(self.file, occurrence.line)
        known = self.names.events.find(occurrence.event)
        label = label_of(known.event) if known else occurrence.event
        problems.add(code, event=label, date=_date(occurrence.day), **args)
        self._found.extend(problems.found)


def read_facts(raw: Mapping[Any, Any], names: Names, problems: Problems) -> dict[str, Any]:
    """Facts of a case by their declared names."""
    found: dict[str, Any] = {}
    for word, given in raw.items():
        fact = names.facts.find(str(word))
        if fact is None:
            near = names.facts.nearest(str(word))
            problems.add("D127", field=KEY_LABEL["facts"], kind=_FACT, name=str(word), nearest=near)
            continue
        value = read_value(fact, given, names)
        if isinstance(value, Misfit):
            problems.misfit(value)
        elif value is not None:
            found[fact.id] = value
    return found


def read_parties(raw: Any, names: Names, problems: Problems) -> tuple[tuple[str, str], ...]:
    """Who holds which role, as (name, role)."""
    if not isinstance(raw, Mapping):
        problems.add("D110", field=KEY_LABEL["parties"], wanted=_ROLES, value=plain(raw))
        return ()
    pairs: list[tuple[str, str]] = []
    for word, holders in raw.items():
        role = names.roles.find(str(word))
        if role is None:
            every = [label_of(each) for each in names.program.roles]
            near = names.roles.nearest(str(word))
            problems.add("D119", field=KEY_LABEL["parties"], name=str(word), nearest=near, names=every)
            continue
        pairs += [(holder, role.id) for holder in list_of_names(holders, label_of(role), problems)]
    return tuple(pairs)


def _by_key(record: Mapping[Any, Any], table: Mapping[str, str], problems: Problems) -> dict[str, Any]:
    keys: dict[str, Any] = {}
    for written, value in record.items():
        key = table.get(fold(str(written)))
        if key is None:
            problems.add("D112", event=Local("案件", "the case"), field=str(written))
        elif key in keys:
            problems.add("D126", field=str(written))
        elif value is not None and value != "":
            keys[key] = value
    return keys


def _date(day: int) -> Local:
    return Local(format_date(day, "zh"), format_date(day, "en"))
