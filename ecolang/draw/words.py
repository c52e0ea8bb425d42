"""The words of the picture that come from rules: periods, acts, duties, and what stands on an edge."""

from __future__ import annotations

from attrs import frozen

from ecolang.fold import Fold
from ecolang.program import (
    Act,
    Anchor,
    Deadline,
    Deeming,
    Duty,
    Edge,
    Event,
    Expr,
    Ground,
    Period,
    PeriodOp,
    Power,
    Program,
    Prohibition,
    Trigger,
)
from ecolang.words.condition import condition_words, value_words
from ecolang.words.names import Names

CLOCK = "⊙"
"""The sign of the clock; a real clock face is in no Chinese font."""
PAUSE = "‖"
"""The sign of what happens to a running period."""

_UNITS = {
    "day": ("日", "day"),
    "workday": ("个工作日", "working day"),
    "month": ("个月", "month"),
    "year": ("年", "year"),
    "hour": ("小时", "hour"),
}
_MODALS = {
    "must": ("应当", "must"),
    "principle": ("原则上应当", "must in principle"),
    "encourage": ("鼓励", "is encouraged to"),
}

_OPS = {
    "suspend": ("中止", "suspended"),
    "resume": ("恢复", "resumed"),
    "restart": ("重新起算", "counted anew"),
    "end": ("终结", "ended"),
    "hasten": ("提前届满", "brought forward"),
}


@frozen
class EdgeWords:
    """What stands on an edge: the event or lapse in pieces that a line may hold one of, its period, its clause."""

    pieces: tuple[str, ...]
    period: str
    cite: str

    @property
    def event(self) -> str:
        """The event or lapse as one text."""
        return "".join(self.pieces)


class Words:
    """Sentences about the rows of one policy in one language."""

    def __init__(self, program: Program, names: Names) -> None:
        self.names = names
        self.zh = names.zh
        self._fold = Fold(program)
        self.events: dict[str, Event] = {event.id: event for event in program.events}
        movers: tuple[Duty | Power | Period, ...] = (*program.periods, *program.powers, *program.duties)
        self._norms = {row.id: row for row in movers}
        self._causes = {row.id: row.trigger.event for row in program.period_ops}

    def condition(self, expr: Expr | None, event: str | None = None) -> str:
        """A condition, with definitions and groups of stages by their names; `event`: the one just read."""
        return condition_words(self._fold.expr(expr), self.names, event)

    def amount(self, deadline: Deadline) -> str:
        """The length of a period, such as 5个工作日; "" where it has none."""
        zh, en = _UNITS.get(deadline.counting.unit, (deadline.counting.unit, deadline.counting.unit))
        if deadline.amount is None and deadline.amount_from is not None:
            return self.read(deadline.amount_from, deadline.counting.unit)
        if deadline.amount is None:
            return ""
        return f"{deadline.amount}{zh}" if self.zh else f"{deadline.amount} {en}{'' if deadline.amount == 1 else 's'}"

    def read(self, source: Expr, unit: str) -> str:
        """A length whose number the case holds."""
        zh, en = _UNITS.get(unit, (unit, unit))
        words = value_words(source, self.names) if source[0] == "item" else self.condition(source)
        # A number of days may be called one.
        named = words.endswith((f"{zh}数", f"{en}s")) or words.startswith(f"{en}s ")
        return words if named else words + (zh if self.zh else f" {en}s")

    def deadline(self, deadline: Deadline) -> str:
        """A demand of time in full, with what it is counted from."""
        amount, anchor = self.amount(deadline), self._anchor(deadline.anchor)
        if deadline.kind == "prompt":
            reference = f"（{amount}）" if amount else ""
            return f"及时{reference}" if self.zh else "without delay" + (f" ({amount})" if amount else "")
        if deadline.kind == "by" and deadline.anchor.kind == "period":
            return f"{anchor}内" if self.zh else f"within {anchor}"
        if deadline.anchor.kind == "row":
            return f"按{anchor}逐期" if self.zh else f"for each row of {anchor}"
        if deadline.kind == "by":
            return f"不迟于{anchor}" if self.zh else f"not later than {anchor}"
        if deadline.kind == "before":
            if self.zh:
                return f"{anchor}{amount}前"
            return f"{amount} before {anchor}" if amount else f"before {anchor}"
        if deadline.anchor.kind == "opening":
            return f"{amount}内" if self.zh else f"within {amount}"
        if deadline.anchor.kind == "period":
            return f"自{anchor}届满之日起{amount}内" if self.zh else f"within {amount} of the end of {anchor}"
        return f"自{anchor}之日起{amount}内" if self.zh else f"within {amount} of {anchor}"

    def short_deadline(self, deadline: Deadline) -> str:
        """A demand of time as short as an edge needs it."""
        if deadline.kind == "within":
            return f"{self.amount(deadline)}内" if self.zh else f"within {self.amount(deadline)}"
        return self.deadline(deadline)

    def _anchor(self, anchor: Anchor) -> str:
        if anchor.planned is not None:
            return self.names.of("field", anchor.planned[1])
        if anchor.period is not None:
            return self.names.of("period", anchor.period)
        if anchor.document is not None and anchor.item is not None:
            return value_words(("item", anchor.document, anchor.item), self.names)
        event = self.names.of("event", anchor.event) if anchor.event else ""
        if anchor.kind == "field" and anchor.field:
            return self.names.of("field", anchor.field)
        if anchor.which == "first":
            event = f"首次{event}" if self.zh else f"first {event}"
        if anchor.received:
            return f"收到{event}" if self.zh else f"receipt of {event}"
        return event

    def act(self, act: Act) -> str:
        """An event with its guard."""
        words = self.condition(act.guard)
        name = self.names.of("event", act.event)
        return f"{name}（{words}）" if words and self.zh else f"{name} ({words})" if words else name

    def acts(self, acts: tuple[Act, ...]) -> str:
        """Any of several acts."""
        return ("、" if self.zh else " or ").join(self.act(act) for act in acts)

    def duty(self, duty: Duty, lane: str | None = None) -> str:
        """Who must do what by when; who is left out where it is the party of the lane."""
        zh, en = _MODALS.get(duty.degree, _MODALS["must"])
        period = "，".join(self.deadline(each) for each in duty.deadlines)
        what = self.acts(duty.acts)
        who = self._who(duty.bearers, lane)
        if self.zh:
            return f"{who}{zh}{period}{what}" if self._only_prompt(duty) else f"{who}{zh}{what}" + _after("，", period)
        return f"{who}{en} {what}" + _after(", ", period.replace("，", ", "))

    def opened(self, duty: Duty) -> str:
        """When a duty that hangs on no stage opens, with a comma after it; "" for one that stands from the start."""
        trigger = duty.open
        when = self.condition(duty.when)
        if trigger.kind == "event" and trigger.event is not None:
            act = self.act(Act(trigger.event, trigger.guard))
            told = f"{act}后" if self.zh else f"after {act}"
        elif trigger.kind == "condition":
            told = self.condition(trigger.guard)
        else:
            told = ""
        both = ("，" if self.zh else ", ").join(each for each in (told, when) if each)
        return both + ("，" if self.zh else ", ") if both else ""

    def deemed(self, row: Deeming, named: bool = True) -> str:
        """What is deemed to have happened, and when; `named`: the act is not just being read."""
        values = tuple(("cmp", "=", ("field", name), ("lit", value)) for name, value in row.values)
        guard = ("and", *values) if len(values) > 1 else values[0] if values else None
        when = [self._occasion(row.trigger), self.condition(row.guard)]
        act = self.act(Act(row.event, guard))
        said = ("，" if self.zh else ", ").join(each for each in when if each)
        if not named and not self.zh:
            return f"{said}: deemed done"
        return f"{said}，视为{act}" if self.zh else f"{said}, deemed {act}"

    def changed(self, row: PeriodOp) -> str:
        """What sets a period still or going again, and what that does to it."""
        when = [self._occasion(row.trigger), self.condition(row.guard)]
        zh, en = _OPS[row.op]
        causes = self.names.several("event", (event for each in row.ends if (event := self._causes.get(each))))
        if causes:
            zh, en = f"{zh}（限于因{causes}的中止）", f"{en} (only as suspended on {causes})"
        said = ("，" if self.zh else ", ").join(each for each in when if each)
        return f"{said}，{zh}" if self.zh else f"{said}: {en}"

    def period_of(self, id_: str) -> str:
        """A period's name, or that of a duty's."""
        row = self._norms.get(id_)
        if isinstance(row, Duty):
            return f"{self.acts(row.acts)}的期限" if self.zh else f"time to {self.acts(row.acts)}"
        return self.names.of("period", id_)

    def _occasion(self, trigger: Trigger) -> str:
        if trigger.event is not None:
            act = self.act(Act(trigger.event, trigger.guard))
            return f"{act}后" if self.zh else f"after {act}"
        if trigger.kind in ("lapse", "reached"):
            of = self.period_of(trigger.of or "")
            lapsed = trigger.kind == "lapse"
            return of + (("届满" if lapsed else "已满") if self.zh else " lapsed" if lapsed else " run in full")
        return self.condition(trigger.guard)

    def _only_prompt(self, duty: Duty) -> bool:
        return len(duty.deadlines) == 1 and duty.deadlines[0].kind == "prompt"

    def power(self, power: Power, lane: str | None = None) -> str:
        """Who may do what, until when."""
        until = ("、" if self.zh else " and ").join(map(self.deadline, power.ends))
        what, who = self.acts(power.acts), self._who(power.holders, lane)
        return f"{who}可以{what}" + _after("，", until) if self.zh else f"{who}may {what}" + _after(", ", until)

    def prohibition(self, row: Prohibition, lane: str | None = None) -> str:
        """Who must not do what."""
        who, what = self._who(row.holders, lane), self.acts(row.acts)
        return f"{who}不得{what}" if self.zh else f"{who}must not {what}"

    def ground(self, row: Ground) -> str:
        """A ground: in the policy's own words in its language, else what it asks."""
        return self.condition(row.guard) or row.text if self.names.translated else row.text

    def _who(self, roles: tuple[str, ...], lane: str | None) -> str:
        if not roles or roles == (lane,):
            return ""
        return self.names.several("role", roles) + ("" if self.zh else " ")

    def norm(self, edge: Edge) -> Duty | Power | Period | None:
        """The rule that an edge belongs to."""
        return self._norms.get(edge.norm or "")

    def edge(self, edge: Edge, lane: str | None = None) -> EdgeWords:
        """What stands on an edge that leaves a stage in the lane of a party."""
        trigger = edge.trigger
        guards = [self.condition(guard, trigger.event) for guard in (trigger.guard, edge.guard)]
        guard = ("，" if self.zh else ", ").join(dict.fromkeys(words for words in guards if words))
        cite = self.names.cite(edge.cite)
        if trigger.kind in ("lapse", "reached"):
            return EdgeWords((self._clock(edge, guard),), "", cite)
        if trigger.kind == "condition" or trigger.event is None:
            return EdgeWords((guard or ("自动" if self.zh else "at once"),), "", cite)
        event = self.events.get(trigger.event)
        name = self.names.of("event", trigger.event)
        condition = (f"（{guard}）" if self.zh else f" ({guard})") if guard else ""
        fork = ""
        if edge.fork is not None:
            part = self.names.part(edge.fork)
            fork = f"，另行办理：{part}" if self.zh else f", own track: {part}"
        pieces = tuple(piece for piece in (self._actor(event, lane), name, condition, fork) if piece)
        return EdgeWords(pieces, self._period_of(self.norm(edge)), cite)

    def _actor(self, event: Event | None, lane: str | None) -> str:
        who = self._who(event.actors, lane).strip() if event is not None else ""
        if event is None or not who:
            return ""
        if event.joint and len(event.actors) > 1:
            return f"{who}共同" if self.zh else f"{who} jointly: "
        return f"{who}：" if self.zh else f"{who}: "

    def _clock(self, edge: Edge, guard: str) -> str:
        row = self._norms.get(edge.trigger.of or edge.norm or "")
        deadline = row.deadline if isinstance(row, Period) else _timed(row.deadlines) if isinstance(row, Duty) else None
        amount = self.amount(deadline) if deadline is not None else ""
        if isinstance(row, Period):
            words = self.names.of("period", row.id) + ("届满" if self.zh else " lapsed")
        elif edge.trigger.kind == "reached":
            words = "期满" if self.zh else "completed"
        else:
            words = "逾期" if self.zh else "late"
        inside = ("，" if self.zh else ", ").join(each for each in (amount, guard) if each)
        return f"{CLOCK} {words}" + (f"（{inside}）" if inside and self.zh else f" ({inside})" if inside else "")

    def _period_of(self, norm: Duty | Power | Period | None) -> str:
        if isinstance(norm, Duty):
            return ("，" if self.zh else ", ").join(self.short_deadline(each) for each in norm.deadlines)
        if isinstance(norm, Power) and norm.until is not None:
            return self.short_deadline(norm.until)
        if isinstance(norm, Power) and norm.after is not None:
            amount = self.amount(norm.after)
            return f"满{amount}后" if self.zh else f"after {amount}"
        return ""


def _timed(deadlines: tuple[Deadline, ...]) -> Deadline | None:
    """The demand of time whose last day can pass."""
    forward = [each for each in deadlines if each.kind in ("within", "by")]
    return next(iter(forward or deadlines), None)


def _after(mark: str, words: str) -> str:
    return mark + words if words else ""
