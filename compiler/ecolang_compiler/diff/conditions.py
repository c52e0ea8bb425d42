"""Conditions in a drafter's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecolang_compiler.diff.voice import Voice

#: How a number is compared: Chinese and English, around the value.
_ORDER = {
    ">=": ("在{}以上", "at least {}"),
    "<=": ("在{}以下", "at most {}"),
    ">": ("超过{}", "more than {}"),
    "<": ("不满{}", "less than {}"),
}
_TIMES = {
    ">=": ("{}已满{}次", "{} happened at least {} times"),
    "<": ("{}不满{}次", "{} happened fewer than {} times"),
    ">": ("{}超过{}次", "{} happened more than {} times"),
    "<=": ("{}不超过{}次", "{} happened at most {} times"),
    "=": ("{}恰为{}次", "{} happened exactly {} times"),
    "!=": ("{}不是{}次", "{} did not happen {} times"),
}
_STATES: Mapping[str, tuple[str, str]] = {
    "not_started": ("未开始", "not started"),
    "running": ("进行中", "running"),
    "suspended": ("中止", "suspended"),
    "lapsed": ("已届满", "lapsed"),
    "reached": ("已满", "run in full"),
    "ended": ("已终结", "ended"),
}
_TRACKS = {
    "any": ("任一{}", "any {}"),
    "all": ("全体{}", "all {}"),
    "any_other": ("其他任一{}", "any other {}"),
    "all_other": ("其他全体{}", "all other {}"),
}


def condition_words(expr: Any, voice: Voice) -> str:
    """The condition as a drafter writes it; "" for none."""
    return "" if expr is None or expr == ("true",) else _Conditions(voice).say(expr)


def value_words(expr: Any, voice: Voice) -> str:
    """What holds a value: a fact, a field, an item of a document."""
    return _Conditions(voice).value(expr)


class _Conditions:
    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.zh = voice.zh

    def say(self, expr: Any) -> str:
        write: Callable[..., str] = getattr(self, f"_{expr[0]}")
        return write(*expr[1:])

    def _pick(self, zh: str, en: str) -> str:
        return zh if self.zh else en

    def _true(self) -> str:
        return self._pick("任何情形", "always")

    def _def(self, name: str) -> str:
        return self.voice.name("definition", name)

    def _and(self, *parts: Any) -> str:
        return self._pick("，且", " and ").join(self._part(part, "or") for part in parts)

    def _or(self, *parts: Any) -> str:
        values = _values_of_one_field(parts)
        if values is not None:
            words = self.voice.several(self._literal(parts[0][2], value) for value in values)
            return self._pick(f"{self.say(parts[0][2])}为{words}", f"{self.say(parts[0][2])} is {words}")
        return self._pick("，或者", " or ").join(self._part(part, "and") for part in parts)

    def _part(self, part: Any, inner: str) -> str:
        words = self.say(part)
        nested = part[0] == inner and _values_of_one_field(part[1:]) is None
        return self._pick(f"（{words}）", f"({words})") if nested else words

    def _not(self, part: Any) -> str:
        if part[0] == "happened":
            return self._pick(f"未{self._act(*part[1:])}", f"not {self._act(*part[1:])}")
        if part[0] == "def":
            return self._pick(f"并非{self.say(part)}", f"not {self.say(part)}")
        if part[0] == "period" and part[2] in ("lapsed", "reached"):
            name = self.voice.name("period", part[1])
            if part[2] == "reached":
                return self._pick(f"{name}未满", f"{name} not run in full")
            return self._pick(f"{name}未届满", f"{name} not lapsed")
        return self._pick(f"非（{self.say(part)}）", f"not ({self.say(part)})")

    def _in(self, stages: Any) -> str:
        words = self.voice.stages(stages)
        return self._pick(f"处于{words}", f"in {words}")

    def _fact(self, name: str) -> str:
        return self.voice.name("field", name)

    _field = _fact

    def _given(self, name: str) -> str:
        field = self.voice.name("field", name)
        return self._pick(f"写明{field}", f"{field} given")

    def _last(self, event: str, name: str) -> str:
        return self._of_event("最近一次", "last", event, name)

    def _first(self, event: str, name: str) -> str:
        return self._of_event("首次", "first", event, name)

    def _of_event(self, zh: str, en: str, event: str, name: str) -> str:
        act, part = self.voice.name("event", event), self.voice.name("field", name)
        return self._pick(f"{zh}{act}的{part}", f"{part} of the {en} {act}")

    def _act(self, event: str, guard: Any = None) -> str:
        return self.voice.act(event, guard)

    def _happened(self, event: str, guard: Any = None) -> str:
        return self._pick(f"已{self._act(event, guard)}", f"{self._act(event, guard)} done")

    def _since(self, event: str, guard: Any, later: str, later_guard: Any) -> str:
        one, two = self._act(event, guard), self._act(later, later_guard)
        return self._pick(f"已{one}其后未{two}", f"{one} done and not {two} since")

    def _count(self, event: str, guard: Any = None, scope: str = "track") -> str:
        of_case = self._pick("本案", "in the case, ") if scope == "case" else ""
        return of_case + self._act(event, guard)

    def _period(self, name: str, state: str) -> str:
        words = _STATES[state][0 if self.zh else 1]
        return f"{self.voice.name('period', name)}{self._pick('', ' ')}{words}"

    def _overdue(self, event: str) -> str:
        name = self.voice.name("event", event)
        return self._pick(f"逾期未{name}", f"{name} overdue")

    def _open(self, event: str) -> str:
        name = self.voice.name("event", event)
        return self._pick(f"尚应{name}", f"{name} still owed")

    def _signed(self, document: str, role: str) -> str:
        what, who = self.voice.name("document", document), self.voice.name("role", role)
        return self._pick(f"{what}已经{who}签字", f"{what} signed by {who}")

    def _item(self, document: str, key: str) -> str:
        what = self.voice.name("document", document)
        return self._pick(f"{what}载有“{key}”", f"{what} has “{key}”")

    def value(self, expr: Any) -> str:
        """What is compared or counted with."""
        if expr[0] != "item":
            return self.say(expr)
        what = self.voice.name("document", expr[1])
        return self._pick(f"{what}所载“{expr[2]}”", f"“{expr[2]}” in {what}")

    def _actor(self, role: str) -> str:
        who = self.voice.name("role", role)
        return self._pick(f"由{who}作出", f"by {who}")

    def _lit(self, value: Any) -> str:
        return str(value)

    def _tracks(self, quantifier: str, expr: Any) -> str:
        pattern = _TRACKS[quantifier][0 if self.zh else 1]
        who = self.voice.track_role()
        return self._pick(f"{pattern.format(who)}（{self.say(expr)}）", f"{pattern.format(who)} ({self.say(expr)})")

    def _cmp(self, op: str, left: Any, right: Any) -> str:
        language = 0 if self.zh else 1
        value = right[1] if right[0] == "lit" else None
        if left[0] == "count" and right[0] == "lit":
            return _TIMES[op][language].format(self.say(left), value)
        name = self.value(left)
        if isinstance(value, bool):
            holds = value == (op == "=")
            return self._pick(name if holds else f"{name}为否", name if holds else f"not {name}")
        words = self._literal(left, value) if right[0] == "lit" else self.say(right)
        if op in _ORDER:
            return f"{name}{self._pick('', ' ')}{_ORDER[op][language].format(words)}"
        negated = op == "!="
        return self._pick(
            f"{name}{'不是' if negated else '为'}{words}", f"{name} is {'not ' if negated else ''}{words}"
        )

    def _literal(self, left: Any, value: Any) -> str:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return f"{value // 10000}万" if self.zh and value and value % 10000 == 0 else f"{value:,}"
        return self.voice.value(str(left[-1]), value)


def _values_of_one_field(parts: Any) -> list[Any] | None:
    """The values, where all parts say that the same thing is one of them."""
    if len(parts) < 2 or any(part[0] != "cmp" or part[1] != "=" or part[3][0] != "lit" for part in parts):
        return None
    values = [part[3][1] for part in parts]
    alike = len({part[2] for part in parts}) == 1 and not any(isinstance(value, bool) for value in values)
    return values if alike else None
