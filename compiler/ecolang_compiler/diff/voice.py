"""How rows of one policy are said in one language, in the words that a drafter would use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import frozen

from ecolang.diagnostics import Local
from ecolang.fold import Fold
from ecolang.program import Act, Anchor, Counting, Deadline, Program, Trigger
from ecolang.words.names import Names
from ecolang_compiler.diff.conditions import condition_words, value_words
from ecolang_compiler.resolve.words import TYPES

_UNITS = {
    "day": ("日", "day"),
    "workday": ("个工作日", "working day"),
    "month": ("个月", "month"),
    "year": ("年", "year"),
    "hour": ("小时", "hour"),
}
_WHICH = {"first": ("首次", "first "), "last": ("最近一次", "latest "), "next": ("下一次", "next ")}

_STARTS = {
    "next": ("自次日起算", "from the day after"),
    "same": ("自当日起算", "from the day itself"),
    "next_hour": ("自下一整时起算", "from the next full hour"),
}


class Voice:
    """Names, acts and demands of time of one policy in one language."""

    def __init__(self, program: Program, lang: str, fold: Fold) -> None:
        self.zh = lang == "zh"
        self.fold = fold
        self._program = program
        self._called = Names(program, lang)
        named = [*(row.id for row in program.groups), *(row.id for row in program.stages)]
        self._order = {id: index for index, id in enumerate(named)}
        self._duties = {duty.id: duty.acts for duty in program.duties}

    def name(self, kind: str, id: str) -> str:
        """A declared name, or its label where another language than the policy's is spoken."""
        return self._called.of(kind, id)

    def part(self, name: str) -> str:
        """A part of a case that goes its own way."""
        return self._called.part(name)

    def several(self, words: Iterable[str]) -> str:
        """Words in a row."""
        return ("、" if self.zh else ", ").join(words)

    def value(self, field: str, value: object) -> str:
        """A value of a field."""
        return self._called.value(field, value)

    def stages(self, stages: tuple[str, ...]) -> str:
        """Stages, by the names of their groups, in the order of their declarations."""
        declared = sorted(stages, key=lambda each: self._order.get(each, 0))
        return self.several(self.name("stage", each) for each in declared)

    def roles(self, roles: Iterable[str], either: bool = False) -> str:
        """Roles in a row; `either`: any one of them will do."""
        names = [self.name("role", each) for each in roles]
        return ("或者" if self.zh else " or ").join(names) if either else self.several(names)

    def track_role(self) -> str:
        """The party whose every holder is handled separately."""
        role = self._program.settings.track_role
        return self.name("role", role) if role else ("当事人" if self.zh else "party")

    def condition(self, expr: Any, own: str | None = None) -> str:
        """A condition, definitions by their names; `own`: the definition that it is the meaning of."""
        return condition_words(self.fold.expr(expr, own), self)

    def act(self, event: str, guard: Any = None) -> str:
        """An event with what must be true of it."""
        words, name = self.condition(guard), self.name("event", event)
        return (f"{name}（{words}）" if self.zh else f"{name} ({words})") if words else name

    def acts(self, acts: Iterable[Act]) -> str:
        """Any of several acts."""
        return self.several(self.act(each.event, each.guard) for each in acts)

    def trigger(self, trigger: Trigger) -> str:
        """What sets something off, as the head of a sentence."""
        if trigger.event is not None:
            words = self.act(trigger.event, trigger.guard)
            return f"{words}后" if self.zh else f"after {words}"
        if trigger.kind in ("lapse", "reached"):
            return "逾期的" if self.zh else "if late"
        if trigger.kind == "start":
            return "立案后" if self.zh else "from the start"
        words = self.condition(trigger.guard)
        return f"{words}的" if self.zh else f"if {words}"

    def amount(self, number: int | None, unit: str) -> str:
        """A length of time, or a number of times (unit "times")."""
        if unit == "times":
            return f"{number}次" if self.zh else f"{number} time{'' if number == 1 else 's'}"
        zh, en = _UNITS[unit]
        return f"{number}{zh}" if self.zh else f"{number} {en}{'' if number == 1 else 's'}"

    def read(self, source: Any, unit: str) -> str:
        """A length of time whose number the case holds."""
        zh, en = _UNITS[unit]
        words = value_words(source, self) if source[0] == "item" else self.condition(source)
        # A number of days may be called one.
        named = words.endswith((f"{zh}数", f"{en}s")) or words.startswith(f"{en}s ")
        return words if named else words + (zh if self.zh else f" {en}s")

    def length(self, deadline: Deadline) -> str:
        """How long a demand of time is; "" where it has no length."""
        if deadline.amount is None and deadline.amount_from is not None:
            return self.read(deadline.amount_from, deadline.counting.unit)
        if deadline.amount is None:
            return ""
        return self.amount(deadline.amount, deadline.counting.unit)

    def anchor(self, anchor: Anchor) -> str:
        """The day that a period is counted from or to."""
        if anchor.kind == "opening":
            return "义务发生之日" if self.zh else "the day it arose"
        if anchor.kind == "period":
            period = self.name("period", anchor.period or "")
            return f"{period}届满" if self.zh else f"the end of the {period}"
        if anchor.period is not None:
            name = self.name("period", anchor.period)
            return f"{name}届满" if self.zh else f"the end of {name}"
        if anchor.document is not None:
            item = value_words(("item", anchor.document, anchor.item), self)
            if anchor.column is None:
                return item
            return f"{item}的“{anchor.column}”" if self.zh else f"“{anchor.column}” of each row of {item}"
        if anchor.planned is not None:
            event, field = anchor.planned
        elif anchor.kind == "field":
            event, field = anchor.event or "", anchor.field or ""
        else:
            zh, en = _WHICH[anchor.which]
            event = (zh if self.zh else en) + self.act(anchor.event or "", anchor.guard)
            return f"{self._receipt()}{event}" if anchor.received else event
        act, part = self.name("event", event), self.name("field", field)
        return f"{act}的{part}" if self.zh else f"{part} of {act}"

    def deadline(self, deadline: Deadline) -> str:
        """A demand of time in full."""
        length, anchor = self.length(deadline), self.anchor(deadline.anchor)
        if deadline.kind == "prompt":
            return ("及时" if self.zh else "promptly") + (
                (f"（参考{length}）" if self.zh else f" (reference {length})") if length else ""
            )
        if deadline.kind == "by" and deadline.anchor.period is not None:
            name = self.name("period", deadline.anchor.period)
            return f"在{name}内" if self.zh else f"within {name}"
        if deadline.kind == "by":
            return f"不迟于{anchor}" if self.zh else f"not later than {anchor}"
        if deadline.kind == "before":
            if not length and deadline.anchor.kind == "event" and deadline.anchor.which == "next":
                # What is still to come needs no word.
                anchor = self.act(deadline.anchor.event or "", deadline.anchor.guard)
            if self.zh:
                return f"在{anchor}{length}前"
            return f"{length} before {anchor}" if length else f"before {anchor}"
        if anchor_is_latest(deadline.anchor):
            anchor = self.act(deadline.anchor.event or "", deadline.anchor.guard)
            anchor = f"{self._receipt()}{anchor}" if deadline.anchor.received else anchor
        if deadline.anchor.kind == "opening" and self.zh:
            return f"自{anchor}起{length}内"
        return f"自{anchor}之日起{length}内" if self.zh else f"within {length} of {anchor}"

    def _receipt(self) -> str:
        return "收到" if self.zh else "receipt of "

    def manner(self, counting: Counting) -> str:
        """How a period is counted, where it is not as all are."""
        said = [] if counting.start is None else [_STARTS[counting.start][0 if self.zh else 1]]
        if counting.calendar is not None:
            layers = ("、" if self.zh else ", ").join(counting.calendar)
            said.append(f"工作日按{layers}" if self.zh else f"by the working days of {layers}")
        if counting.runs_on:
            said.append("停算期照常计算" if self.zh else "running on while time stands still")
        general = "依总则" if self.zh else "as for all periods"
        return ("，" if self.zh else ", ").join(said) or general

    def wait(self, deadline: Deadline) -> str:
        """A time that must have passed."""
        length, anchor = self.length(deadline), self.anchor(deadline.anchor)
        return f"自{anchor}之日起满{length}后" if self.zh else f"not before {length} have passed since {anchor}"

    def period(self, id: str) -> str:
        """A named period, or that of a duty."""
        acts = self._duties.get(id)
        if acts is None:
            return self.name("period", id)
        return f"{self.acts(acts)}的期限" if self.zh else f"time for {self.acts(acts)}"

    def type(self, type: str, values: Iterable[str]) -> str:
        """What values a field takes."""
        listed = self.several(values)
        return listed or (TYPES[type].zh if self.zh else TYPES[type].en)


@frozen
class Speech:
    """One policy in both languages."""

    program: Program
    fold: Fold
    zh: Voice
    en: Voice

    @classmethod
    def of(cls, program: Program) -> Speech:
        """The voices of a policy."""
        fold = Fold(program)
        return cls(program, fold, Voice(program, "zh", fold), Voice(program, "en", fold))

    def say(self, words: Callable[[Voice], str]) -> Local:
        """The same in Chinese and in English."""
        return Local(words(self.zh), words(self.en))

    def name(self, kind: str, id: str) -> Local:
        """A declared name."""
        return self.say(lambda voice: voice.name(kind, id))

    def text(self, words: str, other: Callable[[Voice], str]) -> Local:
        """The policy's own words in its own language, and what stands for them in the other."""
        zh = self.program.settings.language == "zh"
        return Local(words if zh and words else other(self.zh), words if not zh and words else other(self.en))


def anchor_is_latest(anchor: Anchor) -> bool:
    """Whether it is the latest occurrence of an event, which needs no word."""
    return anchor.kind == "event" and anchor.which == "last" and anchor.planned is None
