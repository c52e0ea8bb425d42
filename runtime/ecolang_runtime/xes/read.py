"""A log as cases: each trace told in the policy's words, then read as any other input is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ecolang.diagnostics import Diagnostic
from ecolang.time.days import in_zone, iso, parse_moment
from ecolang_runtime.read.case import CaseBuilder, ReadCase
from ecolang_runtime.read.names import KEY_LABEL, Names
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.seen import Seen
from ecolang_runtime.read.source import Source
from ecolang_runtime.xes.log import Entry, Trace, Unreadable, Value, traces
from ecolang_runtime.xes.mapping import ACTIVITY, LIFECYCLE, TIME, LogMap, Rule

_TOP = (1 << 64) - 1


def read_log(source: Source, names: Names, as_of: int | None, log_map: LogMap) -> Iterator[ReadCase]:
    """The cases of a log in its order, one in memory at a time. Raises what reading the file raises."""
    teller = _Teller(source, names, as_of, log_map)
    try:
        with source.open() as stream:
            for trace in traces(stream):
                yield teller.case(trace)
    except Unreadable as found:
        problems = Problems(source.name, found.line)
        problems.add(found.code, **found.args_)
        yield ReadCase(None, None, tuple(problems.found))


def local_moment(text: str, log_zone: str, zone: str) -> tuple[int, int] | None:
    """The day and minute in `zone` of a time as a log writes it; one without an offset is in `log_zone`."""
    moment = parse_moment(text, zone)
    if moment is None or moment[1] is None:
        return None if moment is None else (moment[0], 0)
    if has_offset(text) or log_zone == zone:
        return moment[0], moment[1]
    return in_zone(moment[0], moment[1], log_zone, zone)


def has_offset(text: str) -> bool:
    """Whether a time says how far from UTC it is."""
    clock = text.strip()[10:]
    return clock.endswith(("Z", "z")) or "+" in clock or "-" in clock


class _Teller:
    def __init__(self, source: Source, names: Names, as_of: int | None, log_map: LogMap) -> None:
        self.source, self.names, self.as_of, self.map = source, names, as_of, log_map
        self.zone = names.program.settings.zone
        self.log_zone = log_map.zone or self.zone
        self.seen = Seen()

    def case(self, trace: Trace) -> ReadCase:
        """A trace as a case, or why it is none."""
        problems = Problems(self.source.name, trace.line)
        id_ = _text(trace.attributes.get(self.map.id)).strip()
        if not id_:
            problems.add("D157", attribute=self.map.id)
            return ReadCase(None, None, tuple(problems.found), lines=1)
        builder = CaseBuilder(self.names, id_, self.source.name, self.as_of)
        if self.seen.add((hash(id_) & _TOP) or 1):
            problems.add("D158", case=id_)
            builder.fail(problems.found[0])
            return builder.finish()
        header = self._header(trace.attributes)
        if header:
            builder.add({"case": id_, **header}, trace.line)
        for event in trace.events:
            told = self._event(event, id_)
            if isinstance(told, Diagnostic):
                builder.fail(told, event=True)
            elif told is not None:
                builder.add(told, event.line)
        return builder.finish()

    def _header(self, attributes: Mapping[str, Value]) -> dict[str, Any]:
        header: dict[str, Any] = {}
        opened = self.map.opened and attributes.get(self.map.opened)
        if isinstance(opened, str):
            moment = local_moment(opened, self.log_zone, self.zone)
            header["opened"] = opened if moment is None else iso(moment[0])
        for key, words in (("facts", self.map.facts), ("parties", self.map.parties)):
            found = {word: attributes[name] for word, name in words.items() if attributes.get(name)}
            if found:
                header[key] = found
        return header

    def _event(self, event: Entry, case: str) -> dict[str, Any] | Diagnostic | None:
        """An event as a record; None where the map leaves it out."""
        attributes = event.attributes
        problems = Problems(self.source.name, event.line)
        activity = _text(attributes.get(ACTIVITY)).strip()
        if not activity:
            problems.add("D157", attribute=ACTIVITY)
            return problems.found[0]
        rules = self.map.activities.get(activity)
        if rules is None:
            problems.add("D152", activity=activity, nearest=self.map.near(activity, self.names))
            return problems.found[0]
        stage = _text(attributes.get(LIFECYCLE)).casefold()
        for rule in rules:
            if rule.fits(attributes) and _counts(stage, rule.lifecycle or self.map.lifecycle):
                return self._record(rule, attributes, case, problems)
        return None

    def _record(
        self, rule: Rule, attributes: Mapping[str, Value], case: str, problems: Problems
    ) -> dict[str, Any] | Diagnostic:
        written = _text(attributes.get(TIME))
        moment = local_moment(written, self.log_zone, self.zone)
        if moment is None:
            if written:
                problems.add("D105", field=KEY_LABEL["on"], value=written)
            else:
                problems.add("D157", attribute=TIME)
            return problems.found[0]
        record: dict[str, Any] = {"case": case, "event": rule.event, "on": iso(moment[0])}
        if self.map.times:
            record["at"] = f"{moment[1] // 60:02}:{moment[1] % 60:02}"
        actor = attributes.get(self.map.actor)
        by = rule.by or (self.map.resources.get(actor) if isinstance(actor, str) else None)
        if by:
            record["by"] = by
        if rule.party and attributes.get(rule.party):
            record["party"] = attributes[rule.party]
        fields: dict[str, Any] = dict(rule.fixed)
        for name, attribute in rule.fields.items():
            given = attributes.get(attribute)
            if given is not None and given != "":
                fields[name] = self._value(rule, name, given)
        if fields:
            record["fields"] = fields
        return record

    def _value(self, rule: Rule, name: str, given: Value) -> Any:
        if isinstance(given, str):
            meanings = rule.values.get(name, {})
            if given in meanings:
                return meanings[given]
            known = self.names.events.find(rule.event)
            field = None if known is None else known.fields.find(name)
            if field is not None and field.type == "date":
                moment = local_moment(given, self.log_zone, self.zone)
                return given if moment is None else iso(moment[0])
        return given


def _counts(stage: str, wanted: tuple[str, ...]) -> bool:
    """Whether a transition counts; an event without one does."""
    return not stage or stage in (each.casefold() for each in wanted)


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
