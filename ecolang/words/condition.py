"""A condition in a few words; the clause itself is in the tooltip."""

from __future__ import annotations

from collections.abc import Callable

from ecolang.program import Expr
from ecolang.words.names import Names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SIGNS = {"=": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥"}
_SIGNS_EN = {"!=": "≠", "<=": "≤", ">=": "≥"}
_STATES = {
    "not_started": ("未开始", "not started"),
    "running": ("进行中", "running"),
    "suspended": ("中止", "suspended"),
    "lapsed": ("届满", "lapsed"),
    "reached": ("已满", "run in full"),
    "ended": ("终结", "ended"),
}
_TRACKS = {
    "any": ("任一：", "any: "),
    "all": ("全体：", "all: "),
    "any_other": ("其他任一：", "any other: "),
    "all_other": ("其他全体：", "all others: "),
}
# A field that is one short word can be denied by one sign before it; a longer one is clearer with its value.
_SHORT_FIELD = 2


def condition_words(expr: Expr | None, names: Names, event: str | None = None) -> str:
    """The condition as words, "" for none or a true one; `event`: the one that the reader has just read."""
    return "" if expr is None or expr == ("true",) else _Words(names, event).say(expr)


def value_words(expr: Expr, names: Names) -> str:
    """What holds a value: a fact, a field, an item of a document."""
    return _Words(names, None).value(expr)


class _Words:
    def __init__(self, names: Names, event: str | None) -> None:
        self.names = names
        self.event = event
        self.zh = names.zh

    def say(self, expr: Any) -> str:
        if not isinstance(expr, tuple) or not expr:
            return str(expr)
        write: Callable[..., str] | None = getattr(self, f"_{expr[0]}", None)
        return "…" if write is None else write(*expr[1:])

    def value(self, expr: Any) -> str:
        """What is compared or counted with."""
        if expr[0] != "item":
            return self.say(expr)
        what = self.names.of("document", expr[1])
        return f"{what}所载“{expr[2]}”" if self.zh else f"“{expr[2]}” in {what}"

    def _true(self) -> str:
        return "总是" if self.zh else "always"

    def _and(self, *parts: Any) -> str:
        return ("，且" if self.zh else " and ").join(self._part(part) for part in parts)

    def _or(self, *parts: Any) -> str:
        shared = _one_field(parts)
        if shared is not None:
            values = ("、" if self.zh else ", ").join(self.names.value(shared, part[3][1]) for part in parts)
            return f"{self.names.of('field', shared)}{'：' if self.zh else ': '}{values}"
        return ("或" if self.zh else " or ").join(self._part(part) for part in parts)

    def _part(self, part: Any) -> str:
        words = self.say(part)
        inner = isinstance(part, tuple) and part and part[0] in ("and", "or") and _one_field(part[1:]) is None
        return (f"（{words}）" if self.zh else f"({words})") if inner else words

    def _not(self, part: Any) -> str:
        if part and part[0] == "happened":
            return ("未" if self.zh else "no ") + self._act(part[1], part[2] if len(part) > 2 else None)
        if part and part[0] == "def":
            return f"并非{self.say(part)}" if self.zh else f"not {self.say(part)}"
        if part and part[0] == "cmp" and part[1] in (">=", ">", "<", "<="):
            flipped = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}[part[1]]
            return self._cmp(flipped, part[2], part[3])
        return f"非（{self.say(part)}）" if self.zh else f"not ({self.say(part)})"

    def _in(self, stages: Any) -> str:
        return self.names.several("stage", stages)

    def _def(self, name: str) -> str:
        return self.names.of("definition", name)

    def _fact(self, name: str) -> str:
        return self.names.of("field", name)

    _field = _fact

    def _given(self, name: str) -> str:
        return f"写明{self.names.of('field', name)}" if self.zh else f"{self.names.of('field', name)} given"

    def _last(self, event: str, name: str) -> str:
        return self._of_event("最近一次", "last", event, name)

    def _first(self, event: str, name: str) -> str:
        return self._of_event("首次", "first", event, name)

    def _of_event(self, zh: str, en: str, event: str, name: str) -> str:
        act, part = self.names.of("event", event), self.names.of("field", name)
        return f"{zh}{act}的{part}" if self.zh else f"{part} of {en} {act}"

    def _act(self, event: str, guard: Any = None) -> str:
        words = condition_words(guard, self.names)
        name = self.names.of("event", event)
        return f"{name}（{words}）" if words and self.zh else f"{name} ({words})" if words else name

    def _happened(self, event: str, guard: Any = None) -> str:
        return ("已" if self.zh else "") + self._act(event, guard) + ("" if self.zh else " done")

    def _since(self, event: str, guard: Any, event2: str, guard2: Any) -> str:
        one, two = self._act(event, guard), self._act(event2, guard2)
        return f"已{one}其后未{two}" if self.zh else f"{one} with no {two} since"

    def _count(self, event: str, guard: Any = None, scope: str = "track") -> str:
        if event == self.event and guard is None:
            return "次数" if self.zh else "times"
        return f"{self._act(event, guard)}次数" if self.zh else f"number of {self._act(event, guard)}"

    def _period(self, name: str, state: str) -> str:
        words = _STATES.get(state, (state, state))[0 if self.zh else 1]
        return f"{self.names.of('period', name)}{'' if self.zh else ' '}{words}"

    def _overdue(self, event: str) -> str:
        name = self.names.of("event", event)
        return f"逾期未{name}" if self.zh else f"{name} overdue"

    def _open(self, event: str) -> str:
        name = self.names.of("event", event)
        return f"应{name}" if self.zh else f"{name} owed"

    def _signed(self, document: str, role: str) -> str:
        who, what = self.names.of("role", role), self.names.of("document", document)
        return f"{who}已在{what}签字" if self.zh else f"{what} signed by {who}"

    def _item(self, document: str, key: str) -> str:
        what = self.names.of("document", document)
        return f"{what}有{key}" if self.zh else f"{what} has {key}"

    def _actor(self, role: str) -> str:
        who = self.names.of("role", role)
        return f"由{who}" if self.zh else f"by {who}"

    def _lit(self, value: Any) -> str:
        return self.names.value("", value)

    def _tracks(self, quantifier: str, expr: Any) -> str:
        words = _TRACKS.get(quantifier, (quantifier, quantifier))
        return words[0 if self.zh else 1] + self.say(expr)

    def _cmp(self, op: str, left: Any, right: Any) -> str:
        is_field = isinstance(left, tuple) and left and left[0] in ("field", "fact", "last", "first", "item")
        if not is_field or not isinstance(right, tuple) or right[0] != "lit":
            sign = _SIGNS.get(op, op) if self.zh else _SIGNS_EN.get(op, op)
            one, two = self.value(left), self.value(right)
            return f"{one}{sign}{two}" if self.zh else f"{one} {sign} {two}"
        name, value = self.value(left), right[1]
        if isinstance(value, bool) and op in ("=", "!="):
            return self._yes_or_no(name, value == (op == "="))
        worded = self.names.value(left[-1], value)
        if op == "=":
            return f"{name}：{worded}" if self.zh else f"{name}: {worded}"
        return f"{name}{_SIGNS[op]}{worded}" if self.zh else f"{name} {_SIGNS_EN.get(op, op)} {worded}"

    def _yes_or_no(self, name: str, holds: bool) -> str:
        if holds:
            return name
        if self.zh:
            return f"不{name}" if len(name) <= _SHORT_FIELD else f"{name}：否"
        return f"not {name}"


def _one_field(parts: Any) -> str | None:
    """The field, when all parts compare the same field of the occurrence with a value."""
    fields = {
        part[2][1]
        if isinstance(part, tuple) and len(part) == 4 and part[:2] == ("cmp", "=") and part[2][0] == "field"
        and part[3][0] == "lit" and not isinstance(part[3][1], bool)
        else None
        for part in parts
    }  # fmt: skip
    return fields.pop() if len(fields) == 1 else None
