"""One event of an input file as an `Occurrence`: names resolved, values read, every problem told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time

from ecolang.diagnostics import Local
from ecolang.program import Event
from ecolang.time.days import iso, parse_date, parse_moment
from ecolang_runtime.case import Occurrence
from ecolang_runtime.read.documents import read_documents
from ecolang_runtime.read.names import EVENT_KEY, KEY_LABEL, KEYS, EventNames, Names, fold
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.values import Misfit, label_of, near_clause, plain, read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_ALWAYS = {fold(word) for key in KEYS for word in KEYS[key][:1]} | {fold(w) for k in ("case", "event") for w in KEYS[k]}
_NAMES = Local("名称，或者名称的列表", "a name, or a list of names")
_OBJECT = Local("每个当事人的字段", "fields by party")
_PART = Local("部分", "part")
_STEP = Local("步骤", "step")


def event_word(record: Mapping[str, Any]) -> Any:
    """What a record gives as its event, or None when it is not the record of an event."""
    return next((value for word, value in record.items() if EVENT_KEY.get(fold(str(word))) == "event"), None)


def read_event(record: Mapping[str, Any], names: Names, problems: Problems) -> Occurrence | None:
    """The occurrence that a record tells, or None with the problems that keep it from being one."""
    known = _event(event_word(record), names, problems)
    if known is None:
        return None
    keys, fields = _split(record, known, problems)
    return _Reader(known, names, problems).occurrence(keys, fields)


def read_each(raw: Any, known: EventNames, names: Names, problems: Problems) -> dict[str, dict[str, Any]]:
    """What a record says of single holders, by holder."""
    return _Reader(known, names, problems)._each(raw)


def _event(word: Any, names: Names, problems: Problems) -> EventNames | None:
    if not isinstance(word, str) or not word.strip():
        problems.add("D120")
        return None
    known = names.events.find(word)
    if known is None:
        problems.add("D104", event=word, nearest=names.events.nearest(word), field=KEY_LABEL["event"])
    return known


def _split(record: Mapping[str, Any], known: EventNames, problems: Problems) -> tuple[dict[str, Any], dict[str, Any]]:
    """What is said of any event by key, and the event's own fields by the words that were written."""
    keys: dict[str, Any] = {}
    fields: dict[str, Any] = {}
    for written, value in record.items():
        word = str(written)
        folded = fold(word)
        key = EVENT_KEY.get(folded)
        # An event may declare a field called 时间; the English key then still gives the time of day.
        if key is None or (folded not in _ALWAYS and known.fields.find(word) is not None):
            fields[word] = value
        elif key in keys:
            problems.add("D126", field=word)
        elif value is not None and value != "":
            keys[key] = value
    if isinstance(keys.get("fields"), Mapping):
        fields.update(keys.pop("fields"))
    return keys, fields


def list_of_names(raw: Any, field: Local, problems: Problems) -> tuple[str, ...]:
    """Names given as one text or as a list, each once."""
    given = (raw,) if isinstance(raw, str) else raw
    if raw is None:
        return ()
    if not isinstance(given, (list, tuple)) or not all(isinstance(each, str) and each.strip() for each in given):
        problems.add("D110", field=field, wanted=_NAMES, value=plain(raw))
        return ()
    return tuple(dict.fromkeys(each.strip() for each in given))


def read_moment(raw: Any, field: Local, zone: str, problems: Problems) -> tuple[int, int | None] | None:
    """The day and minute that a text or a date gives."""
    if isinstance(raw, date):
        return raw.toordinal(), None
    moment = parse_moment(raw, zone) if isinstance(raw, str) else None
    if moment is None:
        problems.add("D105", field=field, value=plain(raw))
    return moment


class _Reader:
    def __init__(self, known: EventNames, names: Names, problems: Problems) -> None:
        self.known = known
        self.event: Event = known.event
        self.label = label_of(known.event)
        self.names = names
        self.problems = problems
        self.zone = names.program.settings.zone

    def occurrence(self, keys: Mapping[str, Any], words: Mapping[str, Any]) -> Occurrence | None:
        moment = self._moment(keys)
        each = self._each(keys.get("each"))
        parties = list_of_names(keys.get("party"), KEY_LABEL["party"], self.problems)
        parties = tuple(dict.fromkeys((*parties, *each)))
        fields = dict(self._fields(words))
        self._required(fields, each, parties)
        documents: dict[str, Any] = {}
        if "documents" in keys:
            documents = read_documents(keys["documents"], self.names, self.event.documents, self.label, self.problems)
        occurrence = Occurrence(
            event=self.event.id,
            day=moment[0] if moment else 0,
            minute=moment[1] if moment else None,
            by=self._by(keys.get("by")),
            parties=parties,
            fields=fields,
            each=each,
            documents=documents,
            steps=self._steps(keys.get("steps")),
            ground=self._ground(keys.get("ground")),
            part=self._part(keys.get("part")),
            received=self._received(keys.get("received")),
            line=self.problems.line,
        )
        return None if moment is None or self.problems.errors else occurrence

    def _moment(self, keys: Mapping[str, Any]) -> tuple[int, int | None] | None:
        if "on" not in keys:
            self.problems.add("D116", event=self.label, field=KEY_LABEL["on"])
            return None
        moment = read_moment(keys["on"], KEY_LABEL["on"], self.zone, self.problems)
        at = keys.get("at")
        if moment is None or at is None:
            return moment
        clock = at.isoformat("minutes") if isinstance(at, time) else plain(at)
        timed = parse_moment(f"{iso(moment[0])} {clock.strip()}", self.zone)
        if timed is None or timed[1] is None:
            wanted = Local("几时几分", "a time of day")
            self.problems.add("D110", field=KEY_LABEL["at"], wanted=wanted, value=plain(at), example="10:30")
        return timed

    def _fields(self, words: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for word, raw in words.items():
            field = self.known.fields.find(str(word))
            if field is None:
                if raw is not None and raw != "":
                    near = self.known.fields.nearest(str(word))
                    self.problems.add("D112", event=self.label, field=str(word), nearest=near)
                continue
            if field.id in seen:
                self.problems.add("D126", field=str(word))
            seen.add(field.id)
            value = read_value(field, raw, self.names)
            if isinstance(value, Misfit):
                self.problems.misfit(value)
            elif value is not None:
                yield field.id, value

    def _each(self, raw: Any) -> dict[str, dict[str, Any]]:
        if raw is None:
            return {}
        if not isinstance(raw, Mapping) or not all(isinstance(words, Mapping) for words in raw.values()):
            self.problems.add("D110", field=KEY_LABEL["each"], wanted=_OBJECT, value=plain(raw))
            return {}
        return {str(party).strip(): dict(self._fields(words)) for party, words in raw.items()}

    def _required(
        self, fields: Mapping[str, Any], each: Mapping[str, Mapping[str, Any]], parties: tuple[str, ...]
    ) -> None:
        for field in self.event.fields:
            if not field.required or field.default is not None or field.id in fields:
                continue
            without = [party for party in parties if field.id not in each.get(party, {})]
            if not each:
                self._lacks(field.id, field.label)
            for party in without if each else ():
                self._lacks(f"{field.id}（{party}）", f"{field.label or field.id} ({party})")

    def _lacks(self, zh: str, en: str | None) -> None:
        named = Local(zh, en or zh)
        # A value that could not be read was told already.
        if all(each.args.get("field") != named for each in self.problems.found):
            self.problems.add("D111", event=self.label, field=named)

    def _by(self, raw: Any) -> tuple[str, ...]:
        """Roles by their declared names; other words stay, since they may be holders of roles."""
        given = list_of_names(raw, KEY_LABEL["by"], self.problems)
        return tuple(role.id if (role := self.names.roles.find(word)) else word for word in given)

    def _steps(self, raw: Any) -> tuple[str, ...] | None:
        if raw is None:
            return None
        known = self.names.steps.get(self.event.id)
        if known is None:
            self.problems.add("D112", event=self.label, field=KEY_LABEL["steps"])
            return None
        given = raw if isinstance(raw, (list, tuple)) else plain(raw).replace("，", "、").replace(",", "、").split("、")
        steps: list[str] = []
        for word in given:
            step = known.find(plain(word).strip())
            if step is None:
                near = known.nearest(plain(word))
                self.problems.add("D127", field=KEY_LABEL["steps"], kind=_STEP, name=plain(word), nearest=near)
            else:
                steps.append(step)
        return tuple(steps)

    def _ground(self, raw: Any) -> str | None:
        if raw is None:
            return None
        clause = self.names.clause(plain(raw))
        if clause is None:
            self.problems.add("D121", field=KEY_LABEL["ground"], value=plain(raw), nearest=near_clause(self.names, raw))
        return clause

    def _part(self, raw: Any) -> str | None:
        if raw is None:
            return None
        part = next((each for each in self.names.parts if fold(each) == fold(plain(raw))), None)
        if part is None:
            self.problems.add(
                "D127", field=KEY_LABEL["part"], kind=_PART, name=plain(raw), names=list(self.names.parts) or None
            )
        return part

    def _received(self, raw: Any) -> int | None:
        if raw is None:
            return None
        moment = read_moment(raw, KEY_LABEL["received"], self.zone, self.problems)
        return moment[0] if moment else None


def read_day(raw: Any, field: Local, problems: Problems) -> int | None:
    """A day, or None with a problem."""
    if isinstance(raw, date):
        return raw.toordinal()
    day = parse_date(raw) if isinstance(raw, str) else None
    if day is None:
        problems.add("D105", field=field, value=plain(raw))
    return day
