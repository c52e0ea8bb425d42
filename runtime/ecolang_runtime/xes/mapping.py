"""The map from a log's words to a policy's: a TOML file, checked against the policy before a log is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ecolang.diagnostics import Diagnostic, Local, nearest
from ecolang.rows import dataclass, field
from ecolang_runtime.read.names import EventNames, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.xes.log import Value

ACTIVITY, LIFECYCLE, TIME, RESOURCE = "concept:name", "lifecycle:transition", "time:timestamp", "org:resource"

_EVENT, _FIELD = Local("事件", "event"), Local("字段", "field")
_FACT, _ROLE = Local("事实", "fact"), Local("角色", "role")
_TABLE = Local("一张表", "a table")
_TEXT = Local("文字", "a text")
_TEXTS = Local("文字，或者文字的列表", "a text, or a list of texts")
_YES_NO = Local("true 或者 false", "true or false")
_ACTIVITY = Local("事件的名称，或者写明 event 的表", "an event's name, or a table with event")
_ROOT = ("zone", "times", "lifecycle", "ignore", "case", "facts", "parties", "resources", "activities")
_CASE = ("id", "opened")
_RULE = ("event", "when", "lifecycle", "by", "party", "fields", "set", "values")


@dataclass(frozen=True, slots=True)
class Rule:
    """What becomes of an activity. `fields`: field to attribute; `values`: by field, what the log's values mean;
    `fixed`: fields that are always the same; `when`: attributes that must have these values."""

    event: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    lifecycle: tuple[str, ...] | None = None
    by: str | None = None
    party: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def fits(self, attributes: Mapping[str, Value]) -> bool:
        """Whether the event has the attributes that the rule asks for."""
        return all(attributes.get(name) in wanted for name, wanted in self.when)


@dataclass(frozen=True, slots=True)
class LogMap:
    """A whole map. `zone`: of times without an offset; `times`: whether times of day count; `resources`: by name the
    role that acts; `actor`: the attribute that names the resource."""

    zone: str | None = None
    times: bool = True
    lifecycle: tuple[str, ...] = ("complete",)
    id: str = ACTIVITY
    opened: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    parties: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    actor: str = RESOURCE
    activities: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    def near(self, activity: str, names: Names) -> str | None:
        """The activity, else the event, whose name is nearest."""
        return nearest(activity, self.activities) or names.events.nearest(activity)


def load_map(path: str, names: Names) -> LogMap | tuple[Diagnostic, ...]:
    """The map of a TOML file, or everything that is wrong with it."""
    import tomllib

    problems = Problems(path)
    try:
        with open(path, "rb") as stream:
            data = tomllib.load(stream)
    except OSError as error:
        problems.add("D101", reason=error.strerror)
        return tuple(problems.found)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problems.add("D153", place=_not_toml(error))
        return tuple(problems.found)
    made = _Maker(names, problems).map(data)
    return tuple(problems.found) if problems.found else made


def _not_toml(error: Exception) -> Local:
    """Where the file stops being TOML, and in English what the parser says of it."""
    said = str(error)
    words, _, place = said.rpartition(" (at ")
    numbers = [part for part in place.rstrip(")").replace(",", "").split() if part.isdigit()]
    if len(numbers) == 2:
        return Local(f"第{numbers[0]}行第{numbers[1]}列起", f"from line {numbers[0]}, column {numbers[1]} on: {words}")
    return Local("在末尾" if words else "", f"at its end: {words}" if words else f"({said})")


class _Maker:
    """Makes a map from its data and notes what does not fit."""

    def __init__(self, names: Names, problems: Problems) -> None:
        self.names = names
        self.problems = problems

    def map(self, data: Mapping[str, Any]) -> LogMap:
        self.keys(data, _ROOT, "")
        case = self.table(data, "case", "")
        self.keys(case, _CASE, "case")
        resources = dict(self.texts(self.table(data, "resources", ""), "resources"))
        actor = resources.pop("attribute", RESOURCE)
        activities: dict[str, tuple[Rule, ...]] = {name: () for name in self.list(data, "ignore", "") or ()}
        for name, given in self.table(data, "activities", "").items():
            activities[name] = tuple(self.rules(given, f"activities.{name}"))
        facts, parties = (dict(self.texts(self.table(data, name, ""), name)) for name in ("facts", "parties"))
        for word in facts:
            self.known(self.names.facts.find(word), self.names.facts.nearest(word), _FACT, word, "facts")
        for where, words in (("parties", parties), ("resources", resources.values())):
            for word in words:
                self.known(self.names.roles.find(word), self.names.roles.nearest(word), _ROLE, word, where)
        times = data.get("times", True)
        if not isinstance(times, bool):
            self.wrong("times", _YES_NO)
        zone = self.text(data, "zone", "")
        if zone is not None and not _is_zone(zone):
            self.wrong("zone", Local("时区的名称，如 Asia/Shanghai", "a time zone such as Asia/Shanghai"))
        return LogMap(
            zone=zone,
            times=times is True,
            lifecycle=self.list(data, "lifecycle", "") or ("complete",),
            id=self.text(case, "id", "case") or ACTIVITY,
            opened=self.text(case, "opened", "case"),
            facts=facts,
            parties=parties,
            resources=resources,
            actor=actor,
            activities=activities,
        )

    def rules(self, given: Any, where: str) -> Iterator[Rule]:
        if isinstance(given, str):
            if given.strip() and self.event(given, where) is not None:
                yield Rule(given)
            return
        for each in given if isinstance(given, list) else [given]:
            if not isinstance(each, Mapping) or not isinstance(each.get("event"), str):
                self.wrong(where, _ACTIVITY)
                continue
            self.keys(each, _RULE, where)
            known = self.event(each["event"], where)
            if known is not None:
                yield self.rule(each, known, where)

    def rule(self, given: Mapping[str, Any], known: EventNames, where: str) -> Rule:
        fields = dict(self.texts(self.table(given, "fields", where), f"{where}.fields"))
        fixed = dict(self.table(given, "set", where))
        values = dict(self.table(given, "values", where))
        for word in (*fields, *fixed, *values):
            self.known(known.fields.find(word), known.fields.nearest(word), _FIELD, word, where)
        for word, meanings in values.items():
            if not isinstance(meanings, Mapping):
                self.wrong(f"{where}.values.{word}", _TABLE)
                values[word] = {}
        when = tuple(
            (
                name,
                (value,) if isinstance(value, str) else tuple(map(str, value if isinstance(value, list) else [value])),
            )
            for name, value in self.table(given, "when", where).items()
        )
        return Rule(
            given["event"],
            when,
            self.list(given, "lifecycle", where),
            self.text(given, "by", where),
            self.text(given, "party", where),
            fields,
            fixed,
            values,
        )

    def event(self, word: str, where: str) -> EventNames | None:
        known = self.names.events.find(word)
        self.known(known, self.names.events.nearest(word), _EVENT, word, where)
        return known

    def known(self, found: object, near: str | None, kind: Local, word: str, where: str) -> None:
        if found is None:
            self.problems.add("D154", where=where, kind=kind, name=word, nearest=near)

    def table(self, data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
        given = data.get(key, {})
        if isinstance(given, Mapping):
            return given
        self.wrong(f"{where}.{key}".lstrip("."), _TABLE)
        return {}

    def texts(self, data: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
        for key, value in data.items():
            if isinstance(value, str):
                yield key, value
            else:
                self.wrong(f"{where}.{key}", _TEXT)

    def text(self, data: Mapping[str, Any], key: str, where: str) -> str | None:
        given = data.get(key)
        if given is not None and not isinstance(given, str):
            self.wrong(f"{where}.{key}".lstrip("."), _TEXT)
            return None
        return given

    def list(self, data: Mapping[str, Any], key: str, where: str) -> tuple[str, ...] | None:
        given = data.get(key)
        if given is None:
            return None
        words = [given] if isinstance(given, str) else given
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            self.wrong(f"{where}.{key}".lstrip("."), _TEXTS)
            return None
        return tuple(words)

    def keys(self, data: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
        for key in data:
            if key not in known:
                place = f"{where}.{key}".lstrip(".")
                self.problems.add("D155", where=place, wanted=Local("、".join(known), ", ".join(known)))

    def wrong(self, where: str, wanted: Local) -> None:
        self.problems.add("D155", where=where, wanted=wanted)


def _is_zone(name: str) -> bool:
    from datetime import date

    from ecolang.time.days import in_zone

    return in_zone(date(2000, 1, 1).toordinal(), 0, name, "UTC") is not None
