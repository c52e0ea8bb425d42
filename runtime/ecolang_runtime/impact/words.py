"""Effects, counts and cases in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecolang.diagnostics import Lang
from ecolang.program import Program
from ecolang.time import iso
from ecolang_runtime.case import FactAt, Occurrence
from ecolang_runtime.casetest.words import FINDING_DEGREES, FINDING_KINDS
from ecolang_runtime.impact.effects import Effect
from ecolang_runtime.impact.report import Example, Group, Impact
from ecolang_runtime.impact.transition import FOLLOWED
from ecolang_runtime.wording import Words
from ecolang_runtime.wording.templates import Pair

#: What the columns of the table by change are called.
COLUMNS: dict[str, Pair] = {
    "cases": ("件数", "cases"),
    "flipped": ("结果不同", "results differ"),
    "stage": ("阶段", "stage"),
    "found": ("新增问题", "new findings"),
    "lifted": ("不再有问题", "findings gone"),
    "degree": ("程度", "degree"),
    "owed": ("新增义务", "new duties"),
    "released": ("不再有义务", "duties gone"),
    "moved": ("日期移动", "dates moved"),
    "permitted": ("新增可以", "newly permitted"),
    "barred": ("不再可以", "no longer permitted"),
}
_EFFECTS: dict[str, Pair] = {
    "stage": ("阶段由“{old}”变为“{new}”", "the stage is “{new}”, not “{old}”"),
    "stage_new": ("新增一程，处于“{new}”", "a further track, in “{new}”"),
    "stage_old": ("不再另行办理（原处于“{old}”）", "no further track (it was in “{old}”)"),
    "found": ("新增问题：{degree}·{kind}[[·{event}]]", "new finding: {degree}, {kind}[[, {event}]]"),
    "lifted": ("不再有问题：{degree}·{kind}[[·{event}]]", "no longer found: {degree}, {kind}[[, {event}]]"),
    "degree": ("{kind}[[·{event}]]由{old}变为{new}", "{kind}[[, {event}]]: {new}, not {old}"),
    "owed": ("新增义务：{kind}", "new duty: {kind}"),
    "released": ("不再有义务：{kind}", "no longer a duty: {kind}"),
    "permitted": ("新增可以：{kind}", "newly permitted: {kind}"),
    "barred": ("不再可以：{kind}", "no longer permitted: {kind}"),
    "finding": ("问题“{kind}[[·{event}]]”的日期", "the date of “{kind}[[, {event}]]”"),
    "duty": ("“{kind}”的末日", "the last day to {kind}"),
    "power": ("可以“{kind}”的末日", "the last day on which one may {kind}"),
    "period": ("“{kind}”的末日", "the last day of {kind}"),
    "later": ("{thing}推迟{days}", "{thing} is {days} later"),
    "earlier": ("{thing}提前{days}", "{thing} is {days} earlier"),
    "changed": ("{thing}移动{days}", "{thing} moves by {days}"),
}
_MOST_CAUSES = 3
"""So many changes that an effect comes from are told."""
_FOLLOWED: dict[str, Pair] = {
    "old": ("{}件仍然适用旧版", "{} still follow the old version"),
    "new": ("{}件适用新版", "{} follow the new one"),
    "both": ("{}件各有一部分", "{} follow each in part"),
    "none": ("{}件没有版本适用", "{} are covered by neither"),
}
_DUTY_DEGREES: dict[str, Pair] = {
    "must": ("应当", "must"),
    "principle": ("原则上", "in principle"),
    "encourage": ("鼓励", "encouraged"),
}


class Telling:
    """What an impact says in one language. Names are those of the new version, else of the old one."""

    def __init__(self, old: Program, new: Program, lang: Lang) -> None:
        self.words, self.before = Words(new, lang), Words(old, lang)
        self.lang: Lang = lang
        self.zh = lang == "zh"

    def name(self, id_: str | None) -> str | None:
        """A declared name as either version calls it."""
        found = self.words.name(id_)
        return self.before.name(id_) if found == id_ else found

    def effect(self, effect: Effect, days: tuple[int, int, int] | None = None) -> str:
        """An effect as a clause of a sentence; with `days`, of all cases together."""
        words = self.words
        thing = effect.kind if effect.kind != "moved" else effect.thing
        is_finding = (
            effect.kind in ("found", "lifted")
            or "finding" in (effect.thing,)
            or (effect.kind == "degree" and effect.thing == "")
        )
        values = {
            "kind": words.pick(FINDING_KINDS[effect.name]) if is_finding else self.name(effect.name),
            "event": self.name(effect.event),
            "degree": words.pick(FINDING_DEGREES[effect.degree]) if is_finding and effect.degree else None,
            "old": self._value(effect, effect.old),
            "new": self._value(effect, effect.new),
        }
        if effect.kind == "stage" and None in (effect.old, effect.new):
            thing = "stage_new" if effect.old is None else "stage_old"
        said = words.fill(_EFFECTS[thing], values)
        if effect.kind == "moved":
            said = self._moved(said, days or ((effect.days or 0,) * 3))
        return self._cited(said, effect)

    def _value(self, effect: Effect, value: str | None) -> str | None:
        if effect.kind == "degree" and value is not None:
            return self.words.pick(FINDING_DEGREES.get(value) or _DUTY_DEGREES[value])
        return self.name(value)

    def _moved(self, thing: str, days: tuple[int, int, int]) -> str:
        least, _, most = days
        low, high = sorted((abs(least), abs(most)))
        key = "changed" if least < 0 < most else "later" if most > 0 else "earlier"
        span = self.words.days(high) if low == high else f"{low}–{self.words.days(high)}"
        return self.words.fill(_EFFECTS[key], {"thing": thing, "days": span})

    def _cited(self, said: str, effect: Effect) -> str:
        if effect.kind == "stage":
            return said
        old, new = effect.cites
        cites = [self.words.cite(each) for each in dict.fromkeys((old, new)) if each is not None]
        if not cites:
            return said
        joined = " → ".join(cites)
        return f"{said}（{joined}）" if self.zh else f"{said} ({joined})"

    def group(self, group: Group) -> str:
        """An effect of many cases."""
        return self.effect(group.effect, group.days)

    def summary(self, impact: Impact) -> list[str]:
        """What a memo says first."""
        n, differ, flip = impact.total, impact.differing, impact.flipped
        if self.zh:
            said = [f"共判断{n}件案件，{differ}件有不同，其中{flip}件的阶段或者问题不同，{n - differ}件没有不同。"]
        else:
            said = [f"Of {n} cases {differ} are judged otherwise: {flip} in stage or findings; {n - differ} are not."]
        if impact.followed:
            said.append(self.followed(impact.followed))
        if impact.unreadable:
            said.append(f"另有{impact.unreadable}件读不了。" if self.zh else f"{impact.unreadable} could not be read.")
        worst = max(impact.rows, key=lambda row: (row.flipped, row.cases), default=None)
        if worst is not None and worst.cause is not None and worst.cases and len(impact.rows) > 1:
            cause = worst.cause.words.say(self.lang)
            said.append(
                f"影响最多的修改（{worst.cases}件）：{cause}。" if self.zh
                else f"Most of it ({worst.cases} case(s)) comes from: {cause}."
            )  # fmt: skip
        return said

    def followed(self, counts: Mapping[str, int]) -> str:
        """How many cases follow which version by the transition clauses."""
        parts = [self.words.pick(_FOLLOWED[key]).format(counts[key]) for key in FOLLOWED if counts.get(key)]
        if self.zh:
            return f"按过渡条款（没有写的，按立案或者首个事件之日）：{'，'.join(parts)}。"
        return f"By the transition clauses (else by when a case began): {', '.join(parts)}."

    def cause(self, impact: Impact, numbers: tuple[int, ...]) -> str:
        """The changes that an effect comes from."""
        if not numbers:
            return self.nobody()
        joined = [impact.causes[number].words.say(self.lang) for number in numbers[:_MOST_CAUSES]]
        said = ("；并" if self.zh else "; with ").join(joined)
        if len(numbers) <= _MOST_CAUSES:
            return said
        return f"{said}；等{len(numbers)}处" if self.zh else f"{said}; {len(numbers)} in all"

    def nobody(self) -> str:
        """Where no single change made an effect."""
        return "不能归于单独一处修改" if self.zh else "not due to any one change"

    def timeline(self, example: Example) -> Iterator[str]:
        """What happened in a case, in order, and the day on which the versions differ."""
        effect, case = example.effect, example.case
        rows: list[tuple[int, int, str]] = []
        rows += [(fact.day, 0, self._fact(fact)) for fact in case.facts]
        rows += [(each.day, 1, self._event(each)) for each in case.occurrences]
        for day, _, said in sorted(rows, key=lambda row: row[:2]):
            when = (self.words.date(iso(day)) or "") if day > 1 else ("本案" if self.zh else "the case")
            yield f"{when}{'　' if self.zh else '  '}{said}"
        as_of = self.words.date(iso(effect.as_of))
        party = f"{effect.party}：" if effect.party and self.zh else f"{effect.party}: " if effect.party else ""
        yield (
            f"截至{as_of}　{party}{self.effect(effect)}" if self.zh else f"as of {as_of}  {party}{self.effect(effect)}"
        )

    def _fact(self, fact: FactAt) -> str:
        name, value = self.words.value(None, fact.name, fact.value)
        return f"{self.name(fact.name) or name}：{value}" if self.zh else f"{self.name(fact.name) or name}: {value}"

    def _event(self, row: Occurrence) -> str:
        words = self.words
        said = [words.value(row.event, name, value) for name, value in row.fields.items()]
        colon, comma = ("：", "，") if self.zh else (": ", ", ")
        who = "、".join(row.parties)
        fields = comma.join(f"{name}{colon}{value}" for name, value in said)
        parts = [f"{self.name(row.event)}", *([fields] if fields else []), *([who] if who else [])]
        if row.ground is not None:
            parts.append(f"依据{words.cite(row.ground)}" if self.zh else f"on {words.cite(row.ground)}")
        return comma.join(parts)
