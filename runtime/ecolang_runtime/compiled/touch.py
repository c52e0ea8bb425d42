"""Which other readings a case may turn on at all: those whose changed rows its replay came near.

An alternative replaces a few rows. Until one of them does something else than the row in its place, the replay under
the alternative is the replay under the first reading. So a replay keeps in bits which stages it visited, which events
came, which duties opened, which periods lapsed, and of which alternatives a date that it used would be another. Where
that cannot be told from a table, the alternative is always replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ecolang.program import CountLimit, Deadline, Deeming, Duty, Edge, Expr, Period, PeriodOp, Power, Program
from ecolang.rows import fields, is_dataclass, replace
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.assembly import condition
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import DeadlineRow, of_case
from ecolang_runtime.compiled.state import ALL
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.reference.standing import looks_back

#: Tables that change no verdict.
_BESIDE = frozenset(
    ("precedences", "readings", "guarantees", "transitions", "clauses", "definitions", "renumberings", "tests",
     "calendar_rows", "format")
)  # fmt: skip


class Footprint:
    """What an alternative changes. `always`: in a way that only a replay can tell."""

    def __init__(self, base: Tables, other: Tables, bit: int) -> None:
        self.base, self.other, self.bit = base, other, bit
        self.always = False
        self.scoped = False  # whether something is the case's instead of a track's, which shows with several tracks
        self.stages = self.events = self.opened = 0
        #: Periods whose limit holds in other stages, with these.
        self.lapsed: list[tuple[int, int]] = []
        #: Counts of an event up to which no limit is passed, with the stages in which it is counted otherwise.
        self.counts: list[tuple[int, int, int]] = []
        self._shadows: list[tuple[int, str, int]] = []
        self._others: list[tuple[DeadlineRow, DeadlineRow]] = []
        self._used = 0  # the acts of powers of which only a replay can tell whether they stood as here
        one, two = base.rules.program, other.rules.program
        if base.numbers is not other.numbers:
            self.always = True
        for each in fields(Program):
            if each.name not in _BESIDE:
                self._table(each.name, getattr(one, each.name), getattr(two, each.name))
        if not self.always:
            self._twins()
            for stage, source, looks_at in self._shadows:
                function = condition(self.base, source)
                self.base.shadows.setdefault(stage, []).append((self.bit, looks_at, function))
                self.base.shadowing[stage] = self.base.shadowing.get(stage, 0) | looks_at
                self.base.shadowed[stage] = self.base.shadowed.get(stage, 0) | self.bit

    def near(self, m: Machine, case: CaseData) -> bool:
        """Whether the replay may differ under the alternative."""
        if self.always or m.differs & self.bit:
            return True
        if m.visited & self.stages or m.came & self.events or m.duties & self.opened:
            return True
        if m.apart & self.bit and (m.came & self._used or any(track.apart & self.bit for track in m.tracks)):
            return True
        if any(m.lapsed >> number & 1 and m.visited & stages for number, stages in self.lapsed):
            return True
        if self.scoped and (len(m.tracks) != 1 or any(fact.party is not None for fact in case.facts)):
            return True
        return any(m.visited & stages and m.times[event] > most for event, most, stages in self.counts)

    # -- tables

    def _table(self, name: str, one: Any, two: Any) -> None:
        if one == two or self.always:
            return
        if name == "settings":
            self.always = replace(one, calendars=two.calendars) != two
            return
        compare = _COMPARED.get(name)
        if compare is None:
            self.always = True
            return
        old, new = {row.id: row for row in one}, {row.id: row for row in two}
        kept = [row.id for row in one if row.id in new]
        if kept != [row.id for row in two if row.id in old]:
            self.always = True
            return
        for id in {**old, **new}:
            if old.get(id) != new.get(id) and (id not in old or id not in new or not _same_but_words(old[id], new[id])):
                compare(self, old.get(id), new.get(id))

    def _event(self, name: str | None) -> None:
        if name is None or name not in self.base.by_name:
            self.always = True
        else:
            self.events |= 1 << self.base.numbers.of("event", name)

    def _stages(self, tables: Tables, names: tuple[str, ...]) -> None:
        if not names:
            self.always = True
        for stage in tables.expressions.stages(names):
            self.stages |= 1 << stage

    def _duty(self, old: Duty | None, new: Duty | None) -> None:
        if old is not None and new is not None:
            same = replace(
                old, bearers=new.bearers, together=new.together, deadlines=new.deadlines, degree=new.degree,
                lapses=new.lapses, void=new.void, rule=new.rule, text=new.text,
            )  # fmt: skip
            if same == new and looks_back(old) == looks_back(new):
                dated = replace(old, deadlines=new.deadlines, rule=new.rule, text=new.text) == new
                if not dated or not (_counted_alike(old.deadlines, new.deadlines) or self._beside(old, new)):
                    self.opened |= 1 << self.base.duties[old.id].number
                return
        for row, tables in ((old, self.base), (new, self.other)):
            if row is None:
                continue
            for act in row.acts:
                self._event(act.event)
            if row.open.kind == "stage":
                self._stages(tables, row.open.stages)
            elif row.open.kind == "event":
                self._event(row.open.event)
            else:
                self.always = True

    def _beside(self, old: Duty, new: Duty) -> bool:
        """Whether the last days of a duty can be compared although the alternative takes them from a field."""
        one, two = self.base.duties[old.id], self.other.duties[new.id]
        worked_on = any(op.row.period == old.id for tables in (self.base, self.other) for op in tables.ops)
        if of_case(one) or old.void is True or worked_on or len(one.deadlines) != len(two.deadlines):
            return False
        others = []
        for mine, theirs in zip(one.deadlines, two.deadlines, strict=True):
            if _counted_alike((mine.row,), (theirs.row,)):
                continue
            known = mine.quick and mine.kind == "within" and theirs.anchor == "field" and theirs.planned is None
            counted = theirs.kind == "by" or (theirs.kind == "within" and theirs.amount is not None)
            if not known or not counted or theirs.amount_at is not None or mine.reached or theirs.reached:
                return False
            others.append((mine, theirs))
        self._others += others
        return True

    def _edge(self, old: Edge | None, new: Edge | None) -> None:
        for row, tables in ((old, self.base), (new, self.other)):
            if row is not None:
                self._stages(tables, (row.source,))
        shown = [None if row is None else (row.trigger.event, row.kind, row.cite) for row in (old, new)]
        if shown[0] != shown[1]:
            for row in (old, new):
                if row is not None and row.trigger.event is not None:
                    self._event(row.trigger.event)

    def _power(self, old: Power | None, new: Power | None) -> None:
        if old is not None and new is not None and self._shadowed(old, new):
            return
        for row, tables in ((old, self.base), (new, self.other)):
            if row is not None:
                self._stages(tables, row.stages)
        shown = [None if row is None else (row.acts, row.cite) for row in (old, new)]
        if shown[0] != shown[1]:
            for row in (old, new):
                for act in () if row is None else row.acts:
                    self._event(act.event)

    def _shadowed(self, old: Power, new: Power) -> bool:
        """Whether the powers differ only in conditions of which a replay can show that they say the same."""
        grounds = tuple(replace(a, guard=b.guard, text=b.text) for a, b in zip(old.grounds, new.grounds, strict=False))
        same = replace(old, guard=new.guard, grounds=grounds, rule=new.rule, text=new.text)
        if len(old.grounds) != len(new.grounds) or same != new or not old.stages or self.base.coupled:
            return False
        pairs = [(old.guard, new.guard), *((a.guard, b.guard) for a, b in zip(old.grounds, new.grounds, strict=True))]
        asked = []
        for a, b in pairs:
            if a != b:
                alike = self._alike(a, b)
                if alike is None:
                    return False
                asked.append((alike, self.base.guards.mask(a, b)))
        for act in old.acts:
            self._used |= 1 << self.base.numbers.of("event", act.event)
        for stage in self.base.expressions.stages(old.stages):
            self._shadows += [(stage, source, looks_at) for source, looks_at in asked]
        return True

    def _alike(self, a: Expr | None, b: Expr | None) -> str | None:
        """Source that is true where two conditions surely say the same; None if there is none."""
        kind = next((each[0] for each in (a, b) if each is not None and each[0] in ("and", "or")), None)
        if a is None or b is None or kind is None:
            return None
        one, two = (each[1:] if each[0] == kind else (each,) for each in (a, b))
        common = [part for part in one if part in two]
        extra = [part for part in (*one, *two) if part not in common]
        truth = self.base.expressions.truth
        decisive, other = ("False", "True") if kind == "and" else ("True", "False")
        ways = [f"({truth(part)}) is {decisive}" for part in common if self._seen(part)]
        if all(self._seen(part) for part in extra):
            ways.append("(" + " and ".join(f"({truth(part)}) is {other}" for part in extra) + ")")
        return " or ".join(ways) or None

    def _seen(self, expr: Expr) -> bool:
        """Whether the base's replay can answer a condition, and answers it alike before, during and after an act."""
        if expr[0] in ("field", "given", "actor", "signed", "item"):
            return False
        if expr[0] == "fact" and expr[1] not in self.base.fact_numbers:
            return False
        if expr[0] == "count" and len(expr) > 3 and expr[3] == "case":
            return False
        for event, guard in _counted(expr):
            if event not in self.base.by_name:
                return False
            if self.base.expressions.tally(event, guard) not in self.base.by_name[event].tally_numbers:
                return False
        if expr[0] in ("happened", "count", "since"):
            # Their guards were looked at when the occurrences came.
            return True
        return all(self._seen(part) for part in expr[1:] if type(part) is tuple and part and type(part[0]) is str)

    def _period(self, old: Period | None, new: Period | None) -> None:
        if old is None or new is None or old.deadline.anchor.kind != "event":
            self.always = True
            return
        number = self.base.numbers.of("period", old.id)
        same = replace(
            old, deadline=new.deadline, limit_stages=new.limit_stages, limit_degree=new.limit_degree, rule=new.rule,
            text=new.text,
        )  # fmt: skip
        if same == new and _counted_alike((old.deadline,), (new.deadline,)):
            if old.limit_degree != new.limit_degree:
                self.lapsed.append((number, ALL))
            elif old.limit_stages != new.limit_stages:
                self.lapsed.append((number, self._apart(old.limit_stages, new.limit_stages)))
            return
        other_scope = replace(old, scope=new.scope, rule=new.rule, text=new.text) == new
        if other_scope and self._same_for_case(new, new.deadline.anchor.event):
            self.scoped = True
            return
        self._event(old.deadline.anchor.event)
        self._event(new.deadline.anchor.event)

    def _apart(self, one: tuple[str, ...], two: tuple[str, ...]) -> int:
        """The stages that only one of two lists names; all where one names none, which means everywhere."""
        if not one or not two:
            return ALL
        found = 0
        for stage in self.base.expressions.stages(one) ^ self.base.expressions.stages(two):
            found |= 1 << stage
        return found

    def _same_for_case(self, row: Period | CountLimit, event: str | None) -> bool:
        """Whether a row of the whole case does what it does on the only track, whichever comes first at an event."""
        program = self.base.rules.program
        mixed = any(each in ("overdue", "open", "period", "signed", "item", "actor", "tracks") for each in _kinds(row))
        asked = any(each == "period" for duty in program.duties for each in _kinds(duty.acts))
        return not (mixed or asked or any(deeming.event == event for deeming in program.deemings))

    def _limit(self, old: CountLimit | None, new: CountLimit | None) -> None:
        stages = ALL
        if old is not None and new is not None and old.void is not True:
            other_scope = replace(old, scope=new.scope, rule=new.rule, text=new.text) == new
            if other_scope and self._same_for_case(new, new.act.event):
                self.scoped = True
                return
            if replace(old, stages=new.stages, rule=new.rule, text=new.text) == new:
                stages = self._apart(old.stages, new.stages)
        for row in (old, new):
            if row is None:
                continue
            deemed = any(deeming.event == row.act.event for deeming in self.other.rules.program.deemings)
            if row.bound != "max" or deemed:
                self.always = True
            if row.act.event in self.base.by_name:
                self.counts.append((self.base.by_name[row.act.event].number, row.number, stages))

    def _deeming(self, old: Deeming | None, new: Deeming | None) -> None:
        for row in (old, new):
            if row is None:
                continue
            trigger = row.trigger
            if trigger.kind == "event":
                self._event(trigger.event)
            elif trigger.kind == "lapse" and trigger.of in self.base.duties:
                self.opened |= 1 << self.base.duties[trigger.of].number
            else:
                self.always = True

    def _op(self, old: PeriodOp | None, new: PeriodOp | None) -> None:
        for row in (old, new):
            if row is not None:
                self._event(row.trigger.event if row.trigger.kind == "event" else None)

    def _act(self, old: Any, new: Any) -> None:
        for row in (old, new):
            for act in () if row is None else row.acts:
                self._event(act.event)

    # -- dates

    def _twins(self) -> None:
        """Lets every date that the base works out be compared with the alternative's."""
        for one, two in self._others:
            one.others = (*one.others, (self.bit, two))
            self.base.twinned = True
        for one, two in _deadlines(self.base, self.other):
            alike = one.counting == two.counting and one.calendar == two.calendar and one.row == two.row
            if not alike and _counted_alike((one.row,), (two.row,)):
                one.twins = (*one.twins, (self.bit, two))
                self.base.twinned = True
                # What was worked out before was not compared.
                one.dates.clear()


_COMPARED: dict[str, Any] = {
    "duties": Footprint._duty,
    "edges": Footprint._edge,
    "powers": Footprint._power,
    "periods": Footprint._period,
    "count_limits": Footprint._limit,
    "deemings": Footprint._deeming,
    "period_ops": Footprint._op,
    "prohibitions": Footprint._act,
}


def _same_but_words(old: Any, new: Any) -> bool:
    """Whether two rows differ at most in what they say of themselves."""
    return bool(replace(old, rule=new.rule, text=new.text) == new)


def _kinds(value: Any) -> Iterator[str]:
    """The kinds of all conditions in a row."""
    if type(value) is tuple:
        if value and type(value[0]) is str:
            yield value[0]
        for part in value:
            yield from _kinds(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _kinds(getattr(value, each.name))


def _counted(expr: Expr) -> Iterator[tuple[str, Expr | None]]:
    """What a condition itself counts."""
    if expr[0] in ("happened", "count"):
        yield expr[1], expr[2]
    elif expr[0] == "since":
        yield expr[1], expr[2]
        yield expr[3], expr[4]


def _counted_alike(one: tuple[Deadline, ...], two: tuple[Deadline, ...]) -> bool:
    """Whether demands of time differ at most in how days are counted, so that their dates can be compared."""
    return len(one) == len(two) and all(
        replace(a, amount=b.amount, counting=b.counting) == b and (a.amount is None) == (b.amount is None)
        for a, b in zip(one, two, strict=True)
    )


def _deadlines(base: Tables, other: Tables) -> Iterable[tuple[DeadlineRow, DeadlineRow]]:
    """The demands of time of rows that both have."""
    for id, duty in base.duties.items():
        twin = other.duties.get(id)
        if twin is not None and len(twin.deadlines) == len(duty.deadlines):
            yield from zip(duty.deadlines, twin.deadlines, strict=True)
    for number, period in base.periods.items():
        if number in other.periods:
            yield period.deadline, other.periods[number].deadline
    for id, power in base.powers.items():
        two = other.powers.get(id)
        if two is None:
            continue
        if power.after is not None and two.after is not None:
            yield power.after, two.after
        if len(power.ends) == len(two.ends):
            yield from zip(power.ends, two.ends, strict=True)
