"""A first map for a log: each activity with the event whose name is the same or nearest, to be looked over."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from ecolang.diagnostics import Diagnostic, Lang
from ecolang.rows import dataclass, field
from ecolang_runtime.read.names import EventNames, Names, fold
from ecolang_runtime.read.problems import Problems
from ecolang_runtime.read.source import Source, reason_of, unreadable
from ecolang_runtime.xes.log import Unreadable, Value, traces
from ecolang_runtime.xes.mapping import ACTIVITY, LIFECYCLE, RESOURCE, TIME

_SHOWN = 4
_MOST_VALUES = 200
_OWN = frozenset((ACTIVITY, LIFECYCLE, TIME, "concept:instance", "lifecycle:state"))


@dataclass(slots=True)
class _Activity:
    count: int = 0
    stages: Counter[str] = field(default_factory=Counter)
    values: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, attributes: dict[str, Value]) -> None:
        self.count += 1
        self.stages[_text(attributes.get(LIFECYCLE)).casefold()] += 1
        _count(self.values, attributes)


def propose(source: Source, names: Names, lang: Lang = "zh") -> str | tuple[Diagnostic, ...]:
    """The text of a map for a log, or why the log cannot be read."""
    activities: dict[str, _Activity] = {}
    case: dict[str, Counter[str]] = {}
    problems = Problems(source.name)
    try:
        with source.open() as stream:
            for trace in traces(stream):
                _count(case, trace.attributes)
                for event in trace.events:
                    name = _text(event.attributes.get(ACTIVITY)).strip()
                    if name:
                        activities.setdefault(name, _Activity()).add(event.attributes)
    except Unreadable as found:
        problems.line = found.line
        problems.add(found.code, **found.args_)
        return tuple(problems.found)
    except unreadable() as error:
        problems.add("D101", reason=reason_of(error))
        return tuple(problems.found)
    return "\n".join(_Writer(names, lang).lines(activities, case)) + "\n"


class _Writer:
    def __init__(self, names: Names, lang: Lang) -> None:
        self.names = names
        self.zh = lang == "zh"

    def lines(self, activities: dict[str, _Activity], case: dict[str, Counter[str]]) -> Iterator[str]:
        say = self.say
        yield say(
            "# 日志和规则的对应表：eco run 法规 日志.xes --map 这个文件。标“？”的是猜的，请逐项看过。",
            "# What a log's words mean: eco run POLICY LOG.xes --map THIS. Lines marked ? are guesses; look each over.",
        )
        zone = self.names.program.settings.zone
        yield f"zone = {_quote(zone)}" + say("  # 没有时差的时间属于哪个时区", "  # of times without an offset")
        stages = Counter[str]()
        for each in activities.values():
            stages += each.stages
        shown = ", ".join(f"{_quote(name)} {count}" for name, count in stages.most_common(8))
        yield 'lifecycle = ["complete"]  # ' + say("计入哪些；日志里有：", "what counts; the log has: ") + shown
        yield ""
        yield "[case]"
        yield f"id = {_quote(ACTIVITY)}"
        others = {name: found for name, found in case.items() if name != ACTIVITY}
        yield from self.section("facts", others, self.names.facts)
        yield from self.section("parties", others, self.names.roles)
        yield from self.resources(activities)
        yield ""
        yield "[activities]"
        detailed: list[str] = []
        unknown: list[str] = []
        for name, found in sorted(activities.items(), key=lambda pair: (-pair[1].count, pair[0])):
            known, sure = self.event(name)
            if known is None:
                unknown.append(self.unknown(name, found))
                continue
            mark = f"  # {found.count}" + ("" if sure else " ?")
            fields = [*self.fields(known, found)]
            if fields:
                detailed += ["", f"[activities.{_quote(name)}]{mark}", f"event = {_quote(known.event.id)}", *fields]
            else:
                yield f"{_quote(name)} = {_quote(known.event.id)}{mark}"
        yield from unknown
        yield from detailed

    def say(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def event(self, activity: str) -> tuple[EventNames | None, bool]:
        known = self.names.events.find(activity)
        if known is not None:
            return known, True
        near = self.names.events.nearest(activity)
        return (None, False) if near is None else (self.names.events.find(near), False)

    def unknown(self, name: str, found: _Activity) -> str:
        said = self.say("没有相近的事件；不计入的写进 ignore", "no event is called alike; ignore = [...] leaves it out")
        return f"# {_quote(name)} =   # {found.count}; {said}"

    def fields(self, known: EventNames, found: _Activity) -> Iterator[str]:
        lines: list[str] = []
        for name, values in found.values.items():
            if name in _OWN or name.startswith("org:"):
                continue
            field_ = known.fields.find(name)
            near = known.fields.nearest(name) if field_ is None else None
            if field_ is None and near is not None:
                field_ = known.fields.find(near)
            shown = _shown(values)
            if field_ is not None:
                mark = "" if near is None else " ?"
                lines.append(f"fields.{_quote(field_.id)} = {_quote(name)}  # {shown}{mark}")
            else:
                lines.append(f'# fields."…" = {_quote(name)}  # {shown}')
        if any(not line.startswith("#") for line in lines) or known.event.fields:
            yield from lines
            given = {line for line in lines if not line.startswith("#")}
            for each in known.event.fields:
                told = any(f"fields.{_quote(each.id)} =" in line for line in given)
                if each.required and each.default is None and not told:
                    said = self.say("必填，日志里没有", "required, and not in the log")
                    yield f"# set.{_quote(each.id)} =   # {said}"

    def section(self, title: str, case: dict[str, Counter[str]], known: object) -> Iterator[str]:
        yield ""
        yield f"[{title}]" + self.say("  # 规则的名称 = 日志的属性", "  # the policy's name = the log's attribute")
        for name, values in case.items():
            find, nearest = known.find, known.nearest  # type: ignore[attr-defined]
            found = find(name)
            near = nearest(name) if found is None else None
            if found is None and near is not None:
                found = find(near)
            if found is None:
                yield f'# "…" = {_quote(name)}  # {_shown(values)}'
            else:
                yield f"{_quote(found.id)} = {_quote(name)}  # {_shown(values)}" + ("" if near is None else " ?")

    def resources(self, activities: dict[str, _Activity]) -> Iterator[str]:
        counted = Counter[str]()
        for each in activities.values():
            counted += each.values.get(RESOURCE, Counter())
        if not counted:
            return
        yield ""
        yield "[resources]" + self.say("  # 谁是规则的哪个角色", "  # who is which role of the policy")
        yield f"attribute = {_quote(RESOURCE)}"
        for name, count in counted.most_common(50):
            role = self.names.roles.get(fold(name))
            said = f"{_quote(name)} = {_quote(role.id)}" if role is not None else f"# {_quote(name)} ="
            yield f"{said}  # {count}"


def _count(values: dict[str, Counter[str]], attributes: dict[str, Value]) -> None:
    for name, value in attributes.items():
        found = values.setdefault(name, Counter())
        for each in [value] if isinstance(value, str) else value:
            if each in found or len(found) < _MOST_VALUES:
                found[each] += 1


def _shown(values: Counter[str]) -> str:
    words = [json.dumps(word[:30], ensure_ascii=False) for word, _ in values.most_common(_SHOWN)]
    return ", ".join(words) + (" …" if len(values) > _SHOWN else "")


def _quote(text: str) -> str:
    """A TOML string; its escapes are those of JSON, and DEL needs one too."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(value: Value | None) -> str:
    return value if isinstance(value, str) else ""
