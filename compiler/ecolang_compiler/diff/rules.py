"""The facets of rules: of whom they demand or allow what, when, how long, how often, and where it leads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import evolve, frozen

from ecolang.diagnostics import Local
from ecolang.program import (
    Act,
    ActorRule,
    Contents,
    CountLimit,
    Deadline,
    Deeming,
    Duty,
    Edge,
    Expr,
    Order,
    Period,
    PeriodOp,
    Power,
    Prohibition,
    Signature,
    Trigger,
)
from ecolang_compiler.diff.facets import Facet
from ecolang_compiler.diff.lists import condition, exceptions, grounds, items
from ecolang_compiler.diff.voice import Speech

MODALS = {
    "must": Local("应当", "must"),
    "principle": Local("原则上应当", "must in principle"),
    "encourage": Local("鼓励", "is encouraged to"),
    "may": Local("可以", "may"),
    "must_not": Local("不得", "must not"),
    "principle_not": Local("原则上不得", "must not in principle"),
}
_OPS = {
    "suspend": Local("中止", "is suspended"),
    "resume": Local("恢复", "resumes"),
    "restart": Local("重新起算", "restarts"),
    "end": Local("终结", "ends"),
    "hasten": Local("提前届满", "is brought forward"),
}
_ROLLS = {
    "next_working": Local("顺延至下一工作日", "moves to the next working day"),
    "previous_working": Local("提前至上一工作日", "moves to the previous working day"),
    "none": Local("不顺延", "does not move"),
}
_VOID = {
    True: Local("违反的，不生效", "no effect if in breach"),
    False: Local("违反的，仍然有效", "takes effect even in breach"),
    None: Local("未作规定", "not said"),
}
_TIME = Local("期限", "time limit")
_ANCHORS = {"by": Local("截止日", "last day"), "before": Local("倒算的基准日", "day counted back from")}

Said = dict[str, Facet]


@frozen
class Way:
    """Edges of one rule that differ in nothing but the stage that they leave."""

    sources: tuple[str, ...]
    edge: Edge
    ids: tuple[str, ...]


@frozen
class Signed:
    """A demand that a document be signed."""

    document: str
    signature: Signature

    @property
    def cite(self) -> str:
        """Where the demand stands."""
        return self.signature.cite


def ways(edges: Iterable[Edge]) -> tuple[Way, ...]:
    """The moves of a rule, each with all the stages that it leaves."""
    groups: dict[Any, list[Edge]] = {}
    for edge in edges:
        same = (edge.target, edge.trigger, edge.guard, edge.kind, edge.norm, edge.fork, edge.reach)
        groups.setdefault(same, []).append(edge)
    return tuple(
        Way(tuple(each.source for each in group), group[0], tuple(each.id for each in group))
        for group in groups.values()
    )


def facets(row: Any, speech: Speech) -> Said:
    """The facets of a rule's row, in the order in which they are told."""
    return {code: each for code, each in _Facets(speech).of(row).items() if each is not None}


Maybe = dict[str, "Facet | None"]


class _Facets:
    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.fold = speech.fold

    def of(self, row: Any) -> Maybe:
        write: dict[type, Callable[[Any], Maybe]] = {
            Duty: self._duty,
            Power: self._power,
            Prohibition: self._prohibition,
            ActorRule: self._actor,
            CountLimit: self._count,
            Period: self._period,
            PeriodOp: self._op,
            Deeming: self._deeming,
            Way: self._way,
            Contents: self._contents,
            Order: self._order,
            Signed: self._signature,
        }
        return write[type(row)](row)

    def _duty(self, row: Duty) -> Maybe:
        found = self._who(row.degree, row.bearers, row.together, row.acts)
        found |= self._opening(row.open, row.when)
        found |= self._times(row.deadlines)
        return {**found, "scope": self._scope(row.scope), "void": self._void(row.void)}

    def _power(self, row: Power) -> Maybe:
        found = self._who("may", row.holders, row.together, row.acts)
        found |= {"stages": self._stages(row.stages), "condition": self._condition(row.guard)}
        found["ground"] = grounds(row.grounds, self.speech)
        found |= self._times(row.ends)
        found["after"] = self._after(row.after)
        return {**found, "scope": self._scope(row.scope), "void": self._void(None)}

    def _prohibition(self, row: Prohibition) -> Maybe:
        degree = "principle_not" if row.degree == "principle" else "must_not"
        found = self._who(degree, row.holders, "one", row.acts)
        found |= {"stages": self._stages(row.stages), "condition": self._condition(row.guard)}
        return {**found, "void": self._void(row.void)}

    def _actor(self, row: ActorRule) -> Maybe:
        found = self._who(row.degree, (row.role,), "one", [Act(each) for each in row.events])
        return {**found, "condition": self._condition(row.guard), "void": self._void(row.void)}

    def _count(self, row: CountLimit) -> Maybe:
        most = row.bound == "max"
        number = Facet(
            Local("次数上限", "most times") if most else Local("次数下限", "least times"),
            (row.bound, row.number),
            self.speech.say(lambda voice: voice.amount(row.number, "times")),
        )
        before = None
        if row.before is not None:
            before = self._act("before", Local("在此之前", "before"), [row.before])
        return {
            "modal": self._limit(row.degree),
            "act": self._act("act", Local("计数的行为", "act counted"), [row.act]),
            "number": number,
            "before": before,
            "stages": self._stages(row.stages),
            "condition": self._condition(row.guard),
            "exception": exceptions(row.allowances, self.speech),
            "scope": self._scope(row.scope),
            "void": self._void(row.void),
        }

    def _period(self, row: Period) -> Maybe:
        named = Facet(Local("期限名称", "period"), row.id, self.speech.name("period", row.id))
        found: Maybe = {"modal": self._limit(row.limit_degree), "period": named, **self._times([row.deadline])}
        found |= {"stages": self._stages(row.limit_stages), "exception": exceptions(row.allowances, self.speech)}
        return {**found, "scope": self._scope(row.scope)}

    def _op(self, row: PeriodOp) -> Maybe:
        words = Local(
            f"{self.speech.zh.period(row.period)}{_OPS[row.op].zh}",
            f"{self.speech.en.period(row.period)} {_OPS[row.op].en}",
        )
        found: Maybe = {"change": Facet(Local("后果", "consequence"), words, words)}
        found |= self._opening(row.trigger, row.guard, row.stages)
        if row.cap is not None:
            days = self.speech.say(lambda voice: voice.amount(row.cap, "day"))
            found["cap"] = Facet(Local("最长", "at most"), row.cap, days)
        if row.ends:
            causes = self.speech.say(lambda voice: voice.several(self._causes(row, voice)))
            found["ends"] = Facet(Local("限于因下列事件的中止", "only as suspended on"), causes, causes)
        return found

    def _causes(self, row: PeriodOp, voice: Any) -> list[str]:
        ops = {each.id: each.trigger.event for each in self.speech.program.period_ops}
        return [voice.name("event", event) for each in row.ends if (event := ops.get(each)) is not None]

    def _deeming(self, row: Deeming) -> Maybe:
        def deemed(voice: Any) -> str:
            values = [("cmp", "=", ("field", name), ("lit", value)) for name, value in row.values]
            guard = ("and", *values) if len(values) > 1 else values[0] if values else None
            return str(("视为" if voice.zh else "deemed ") + voice.act(row.event, guard))

        words = Facet(Local("后果", "consequence"), (row.event, row.values), self.speech.say(deemed))
        return {"change": words, **self._opening(row.trigger, row.guard, row.stages)}

    def _way(self, row: Way) -> Maybe:
        edge = row.edge

        def where(voice: Any) -> str:
            target = voice.name("stage", edge.target)
            if edge.fork is not None:
                part = voice.part(edge.fork)
                return f"就{part}另行办理，自{target}开始" if voice.zh else f"{part} on its own from {target}"
            everyone = ("（全体）" if voice.zh else " (all)") if edge.reach == "all" else ""
            return ("进入" if voice.zh else "enter ") + str(target) + everyone

        words = Facet(Local("后果", "consequence"), (edge.target, edge.fork, edge.reach), self.speech.say(where))
        return {"change": words, **self._opening(edge.trigger, edge.guard, row.sources)}

    def _contents(self, row: Contents) -> Maybe:
        must = Local("应当包括", "must include")
        degree = Local("参考文本包括", "its form includes") if row.form else must
        if row.degree == "may" and not row.form:
            degree = Local("可以包括", "may include")
        return {
            "modal": Facet(Local("", ""), (row.degree, row.form), degree),
            "document": self._document(row.document),
            "item": items(row.items, Local("项", "item"), False),
        }

    def _document(self, id: str) -> Facet:
        return Facet(Local("文件", "document"), id, self.speech.name("document", id))

    def _order(self, row: Order) -> Maybe:
        plain = Local("应当按下列程序", "must follow these steps")
        degree = Local("原则上按下列程序", "must in principle follow these steps")
        return {
            "modal": Facet(Local("", ""), row.degree, degree if row.degree == "principle" else plain),
            "act": self._act("act", Local("行为", "act"), [Act(row.event)]),
            "step": items(row.steps, Local("程序", "step"), True),
        }

    def _signature(self, signed: Signed) -> Maybe:
        row = signed.signature
        found: Maybe = {
            "document": self._document(signed.document),
            "modal": Facet(Local("", ""), row.degree, MODALS[row.degree]),
            "who": self._roles(Local("签字人", "signers"), row.roles),
        }
        if row.noted_by is not None:
            refusing = (row.refusing,) if row.refusing else ()
            found["refusing"] = self._roles(Local("拒绝签字的人", "who may refuse"), refusing) if refusing else None
            found["noted_by"] = self._roles(Local("注明人", "who notes a refusal"), (row.noted_by,))
        return found

    def _who(self, degree: str, who: tuple[str, ...], together: str, acts: Iterable[Act]) -> Maybe:
        joint = {"joint": ("共同", " jointly"), "each": ("各自", " each")}.get(together, ("", ""))
        either = together == "one"
        words = self.speech.say(lambda voice: voice.roles(who, either) + joint[0 if voice.zh else 1])
        return {
            "modal": Facet(Local("", ""), degree, MODALS[degree]),
            "who": Facet(Local("主体", "who"), (frozenset(who), together), words) if who else None,
            "act": self._act("act", Local("行为", "act"), acts),
        }

    def _roles(self, what: Local, roles: tuple[str, ...]) -> Facet:
        return Facet(what, frozenset(roles), self.speech.say(lambda voice: voice.roles(roles)))

    def _act(self, code: str, what: Local, acts: Iterable[Act]) -> Facet:
        acts = tuple(acts)
        value = frozenset((each.event, self.fold.expr(each.guard)) for each in acts)
        raw = frozenset((each.event, each.guard) for each in acts)
        return Facet(what, value, self.speech.say(lambda voice: voice.acts(acts)), raw)

    def _opening(self, trigger: Trigger, when: Expr | None, stages: tuple[str, ...] = ()) -> Maybe:
        found: Maybe = {"stages": self._stages(trigger.stages or stages)}
        if trigger.kind == "event":
            value = (trigger.event, self.fold.expr(trigger.guard))
            words = self.speech.say(lambda voice: voice.trigger(trigger))
            found["opening"] = Facet(Local("起因", "occasion"), value, words, (trigger.event, trigger.guard))
        elif trigger.kind in ("lapse", "reached"):
            words = self.speech.say(lambda voice: voice.trigger(trigger))
            found["opening"] = Facet(Local("起因", "occasion"), trigger.kind, words)
        condition = trigger.guard if trigger.kind == "condition" else when
        return {**found, "condition": self._condition(condition)}

    def _stages(self, stages: tuple[str, ...]) -> Facet | None:
        if not stages:
            return None
        known = self.fold.stages(stages)
        words = self.speech.say(lambda voice: voice.stages(known))
        return Facet(Local("适用阶段", "stages"), known, words, frozenset(stages))

    def _condition(self, expr: Expr | None) -> Facet | None:
        if expr is None or expr == ("true",):
            return None
        return condition(expr, self.speech)

    def _times(self, deadlines: Iterable[Deadline]) -> Maybe:
        found: Maybe = {}
        for each in deadlines:
            place = "lead" if each.kind == "before" else "time"
            code, number = place, 1
            while code in found:
                number += 1
                code = f"{place}{number}"
            found[code] = self._deadline(each)
        return found

    def _after(self, deadline: Deadline | None) -> Facet | None:
        if deadline is None:
            return None
        facet = self._deadline(deadline, Local("满后方可的期限", "time to wait"))
        return evolve(facet, words=self.speech.say(lambda voice: voice.wait(deadline)))

    def _deadline(self, row: Deadline, what: Local = _TIME) -> Facet:
        say, counting = self.speech.say, row.counting
        length = (row.amount, self.fold.expr(row.amount_from), counting.unit)
        parts: dict[str, Facet] = {}
        if row.amount is not None or row.amount_from is not None:
            named = Local("参考期限", "reference time") if row.kind == "prompt" else what
            named = Local("提前量", "lead time") if row.kind == "before" else named
            parts["amount"] = Facet(named, length, say(lambda voice: voice.length(row)))
        anchor = _anchor(row, self.fold)
        parts["anchor"] = Facet(
            _ANCHORS.get(row.kind, Local("起算日", "counted from")), anchor, say(lambda voice: voice.anchor(row.anchor))
        )
        parts["roll"] = Facet(Local("末日", "last day"), counting.roll, self._roll(counting.roll))
        clear = Local("间隔完整的天数", "full days between") if counting.clear else Local("倒数", "counted back")
        parts["clear"] = Facet(Local("算法", "counting"), counting.clear, clear)
        manner = (counting.start, counting.calendar, counting.runs_on)
        parts["manner"] = Facet(Local("算法", "counting"), manner, say(lambda voice: voice.manner(counting)))
        value = (row.kind, length, anchor, counting.roll, counting.clear, *manner)
        shape = (row.kind, "amount" in parts)
        return Facet(what, value, say(lambda voice: voice.deadline(row)), shape=shape, parts=parts)

    def _roll(self, roll: str | None) -> Local:
        if roll is not None:
            return _ROLLS[roll]
        general = _ROLLS[self.speech.program.settings.roll]
        return Local(f"依总则（{general.zh}）", f"as for all periods ({general.en})")

    def _limit(self, degree: str | None) -> Facet:
        words = {
            None: Local("只计算，不限制", "only measured"),
            "must": Local("不超过", "must not exceed"),
            "principle": Local("原则上不超过", "must in principle not exceed"),
        }
        return Facet(Local("", ""), degree, words[degree])

    def _scope(self, scope: str) -> Facet:
        def words(voice: Any) -> str:
            if scope == "case":
                return "按全案计算" if voice.zh else "for the whole case"
            return f"按每一{voice.track_role()}计算" if voice.zh else f"for each {voice.track_role()}"

        return Facet(Local("", ""), scope, self.speech.say(words))

    def _void(self, void: bool | None) -> Facet:
        return Facet(Local("违反的后果", "effect of a breach"), void, _VOID[void])


def _anchor(row: Deadline, fold: Any) -> tuple[Any, ...]:
    """The day counted from; a planned date is the field that holds it."""
    anchor = row.anchor
    if anchor.planned is not None:
        return ("field", *anchor.planned)
    if anchor.kind == "field":
        return ("field", anchor.event, anchor.field)
    if anchor.document is not None:
        return (anchor.kind, anchor.document, anchor.item, anchor.column)
    return (anchor.kind, anchor.event or anchor.period, fold.expr(anchor.guard), anchor.which, anchor.received)
