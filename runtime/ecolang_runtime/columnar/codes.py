"""Conditions of a policy as runs of whole numbers for the kernel, and values as whole numbers.

What is not listed here the kernel cannot say: such a condition becomes one that leaves the case to the ordinary engine.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from ecolang.program import Expr, Field
from ecolang.time import parse_date
from ecolang_runtime.columnar.kernel import conditions as op
from ecolang_runtime.columnar.kernel.layout import NONE
from ecolang_runtime.reference.rules import Rules

#: Amounts of money are kept in ten-thousandths.
MONEY = 10_000
_LARGEST = 1 << 38
_COMPARE = {"=": op.EQ, "!=": op.NE, "<": op.LT, "<=": op.LE, ">": op.GT, ">=": op.GE}
_STATES = {"not_started": 0, "running": 1, "suspended": 2, "lapsed": 3, "ended": 4, "reached": 5}
_QUANTIFIERS = {"all": 0, "all_other": 1, "any": 2, "any_other": 3}
_WORDS = ("choice", "clause")


class Unsaid(Exception):
    """A construct that the kernel cannot say. `construct`: what it is called in reports."""

    def __init__(self, construct: str) -> None:
        super().__init__(construct)
        self.construct = construct


class Pool:
    """Texts by number, from 1; 0 is none."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._numbers: dict[str, int] = {"": 0}

    def cut(self, length: int) -> None:
        """Forgets all but the first texts."""
        for text in self.texts[length:]:
            del self._numbers[text]
        del self.texts[length:]

    def number(self, text: str | None) -> int:
        """The number of a text; 0 for none."""
        if text is None:
            return 0
        found = self._numbers.get(text)
        if found is None:
            found = self._numbers[text] = len(self.texts)
            self.texts.append(text)
        return found


class Lists:
    """Lists of names by number; 0 is the empty one."""

    def __init__(self) -> None:
        self.lists: list[tuple[str, ...]] = [()]
        self._numbers: dict[tuple[str, ...], int] = {(): 0}

    def cut(self, length: int) -> None:
        """Forgets all but the first lists."""
        for names in self.lists[length:]:
            del self._numbers[names]
        del self.lists[length:]

    def number(self, names: tuple[str, ...]) -> int:
        """The number of a list of names."""
        found = self._numbers.get(names)
        if found is None:
            found = self._numbers[names] = len(self.lists)
            self.lists.append(names)
        return found


class Pools:
    """What the numbers of a result stand for: texts, lists of names, kinds and degrees of findings."""

    def __init__(self) -> None:
        self.texts = Pool()
        self.lists = Lists()
        self._kept = (1, 1)

    def keep(self) -> None:
        """What there is now stays when a batch is over: tables hold its numbers."""
        self._kept = (len(self.texts.texts), len(self.lists.lists))

    def begin(self) -> None:
        """Forgets the names of the batch before."""
        self.texts.cut(self._kept[0])
        self.lists.cut(self._kept[1])


def encode(kind: str, value: Any, pool: Pool) -> int:
    """A value of a field as a whole number; NONE for nothing. Raises Unsaid for one that has no room."""
    if value is None or value == "":
        return NONE
    if kind == "bool":
        return int(value is True)
    if kind == "int":
        return _within(int(value))
    if kind == "money":
        scaled = Decimal(str(value)) * MONEY
        if scaled != scaled.to_integral_value():
            raise Unsaid("money")
        return _within(int(scaled))
    if kind == "date":
        day = parse_date(value) if isinstance(value, str) else value if type(value) is int else value.toordinal()
        return NONE if day is None else int(day)
    return pool.number(str(value)) if kind in _WORDS else 1


def _within(number: int) -> int:
    if abs(number) >= _LARGEST:
        raise Unsaid("large number")
    return number


class Writer:
    """Writes conditions for one policy to the end of `numbers`."""

    def __init__(self, rules: Rules, pool: Pool, names: dict[str, dict[str, int]], numbers: list[int]) -> None:
        self._rules = rules
        self._pool = pool
        self._names = names
        self._numbers = numbers
        self._known: dict[str, int] = {}
        #: What the kernel cannot say, by the place of the condition that stands for it.
        self.unsaid: dict[int, str] = {}
        self._facts = {fact.id: fact for fact in rules.program.facts}
        self._fields: dict[str, list[Field]] = {}
        for event in rules.program.events:
            for field in event.fields:
                self._fields.setdefault(field.id, []).append(field)

    def condition(self, guard: Expr | None) -> int:
        """Where a condition stands; 0 for none."""
        if guard is None:
            return 0
        key = repr(guard)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._written(guard)
        return found

    def _written(self, guard: Expr) -> int:
        # Jumps are relative to the start until the place is known.
        out: list[int] = []
        jumps: list[int] = []
        try:
            self._truth(guard, out, jumps, quantified=False)
        except (Unsaid, KeyError) as found:
            at = self._place([op.FAIL, op.END])
            self.unsaid[at] = found.construct if isinstance(found, Unsaid) else "undeclared name"
            return at
        out.append(op.END)
        at = len(self._numbers)
        for jump in jumps:
            out[jump] += at
        return self._place(out)

    def _place(self, numbers: list[int]) -> int:
        at = len(self._numbers)
        self._numbers += numbers
        return at

    def amount(self, source: Expr | None) -> int:
        """Where the source of a number of units stands; 0 for none. Raises Unsaid."""
        if source is None:
            return 0
        if source[0] == "fact":
            self._typed(self._facts.get(source[1]), "int")
            return self._place([1, self._names["fact"][source[1]], 0])
        if source[0] in ("last", "first"):
            self._typed(self._field_of(source[1], source[2]), "int")
            kind = 2 if source[0] == "last" else 3
            return self._place([kind, self._names["event"][source[1]], self._names["field"][source[2]]])
        if source[0] == "field":
            for field in self._fields.get(source[1], ()):
                self._typed(field, "int")
            return self._place([4, 0, self._names["field"][source[1]]])
        raise Unsaid(f"amount from {source[0]}")

    def _typed(self, field: Field | None, kind: str) -> None:
        if field is None or field.type != kind:
            raise Unsaid("amount of another type")

    def _field_of(self, event: str, name: str) -> Field | None:
        return next((f for f in self._rules.event(event).fields if f.id == name), None)

    def _truth(self, expr: Expr, out: list[int], jumps: list[int], *, quantified: bool) -> None:
        """Writes an expression as a condition."""
        kind = self._value(expr, out, jumps, quantified=quantified)
        if kind != "truth":
            out += [op.TRUTH, int(kind not in ("bool", "int", "money"))]

    def _value(self, expr: Expr, out: list[int], jumps: list[int], *, quantified: bool) -> str:
        """Writes an expression; what kind of value it leaves."""
        name, *rest = expr
        if name in ("and", "or"):
            out.append(op.ALL if name == "and" else op.ANY)
            marks = []
            for part in rest:
                self._truth(part, out, jumps, quantified=quantified)
                out += [op.STEP_ALL if name == "and" else op.STEP_ANY, 0]
                marks.append(len(out) - 1)
            for mark in marks:
                out[mark] = len(out)
                jumps.append(mark)
            return "truth"
        if name == "not":
            self._truth(rest[0], out, jumps, quantified=quantified)
            out.append(op.NOT)
            return "truth"
        if name == "tracks":
            if quantified:
                raise Unsaid("tracks of tracks")
            quantifier = _QUANTIFIERS[rest[0]]
            out += [op.TRACKS, quantifier, 0]
            jumps.append(len(out) - 1)
            start = len(out)
            self._truth(rest[1], out, jumps, quantified=True)
            out += [op.NEXT_TRACK, quantifier, start]
            jumps.append(len(out) - 1)
            out[start - 1] = len(out)
            return "truth"
        if name == "cmp":
            return self._compare(rest, out, jumps, quantified=quantified)
        found = _SIMPLE.get(name)
        if found is None:
            raise Unsaid(str(name))
        return found(self, rest, out)

    def _compare(self, rest: list[Any], out: list[int], jumps: list[int], *, quantified: bool) -> str:
        sign, left, right = rest
        a = self._operand(left, out, jumps, quantified=quantified)
        b = self._operand(right, out, jumps, quantified=quantified)
        scale = [1, 1]
        if {a, b} <= {"int", "money"}:
            scale = [MONEY if kind == "int" and a != b else 1 for kind in (a, b)]
        elif a != b or (a != "date" and sign not in ("=", "!=")) or a not in ("bool", "date", *_WORDS):
            raise Unsaid(f"{a} {sign} {b}")
        out += [op.COMPARE, _COMPARE[sign], *scale]
        return "truth"

    def _operand(self, expr: Expr, out: list[int], jumps: list[int], *, quantified: bool) -> str:
        if expr[0] != "lit":
            kind = self._value(expr, out, jumps, quantified=quantified)
            return "bool" if kind == "truth" else "choice" if kind in _WORDS else kind
        value = expr[1]
        if isinstance(value, bool):
            out += [op.LIT, int(value)]
            return "bool"
        if isinstance(value, int):
            out += [op.LIT, _within(value)]
            return "int"
        text = str(value)
        day = parse_date(text)
        if day is not None:
            out += [op.LIT, day]
            return "date"
        try:
            scaled = Decimal(text) * MONEY
        except InvalidOperation:
            out += [op.LIT, self._pool.number(text)]
            return "choice"
        if scaled != scaled.to_integral_value():
            raise Unsaid("money")
        out += [op.LIT, _within(int(scaled))]
        return "money"

    def _true(self, _: list[Any], out: list[int]) -> str:
        out += [op.LIT, 1]
        return "truth"

    def _lit(self, rest: list[Any], out: list[int]) -> str:
        if not isinstance(rest[0], bool):
            raise Unsaid("literal")
        out += [op.LIT, int(rest[0])]
        return "bool"

    def _fact(self, rest: list[Any], out: list[int]) -> str:
        fact = self._facts.get(rest[0])
        if fact is None:
            raise Unsaid("undeclared fact")
        out += [op.FACT, self._names["fact"][rest[0]]]
        return fact.type

    def _field(self, rest: list[Any], out: list[int]) -> str:
        kinds = {field.type for field in self._fields.get(rest[0], ())}
        if len(kinds) != 1:
            raise Unsaid("field of several types")
        out += [op.FIELD, self._names["field"][rest[0]]]
        return kinds.pop()

    def _given(self, rest: list[Any], out: list[int]) -> str:
        if rest[0] not in self._fields:
            raise Unsaid("undeclared field")
        out += [op.GIVEN, self._names["field"][rest[0]]]
        return "truth"

    def _past(self, rest: list[Any], out: list[int], code: int) -> str:
        field = self._field_of(rest[0], rest[1])
        if field is None:
            raise Unsaid("undeclared field")
        out += [code, self._names["event"][rest[0]], self._names["field"][rest[1]]]
        return field.type

    def _happened(self, rest: list[Any], out: list[int]) -> str:
        out += [op.HAPPENED, self._rules.tally(rest[0], rest[1])]
        return "truth"

    def _since(self, rest: list[Any], out: list[int]) -> str:
        out += [op.SINCE, self._rules.tally(rest[0], rest[1]), self._rules.tally(rest[2], rest[3])]
        return "truth"

    def _count(self, rest: list[Any], out: list[int]) -> str:
        scope = rest[2] if len(rest) > 2 else "track"
        out += [op.COUNT, self._rules.tally(rest[0], rest[1]), int(scope == "case")]
        return "int"

    def _in(self, rest: list[Any], out: list[int]) -> str:
        out += [op.IN, self.stages(rest[0]) or 1 << 62]
        return "truth"

    def _period(self, rest: list[Any], out: list[int]) -> str:
        if rest[0] not in self._names["period"]:
            answer = int(rest[1] == "not_started")
            out += [op.LIT, answer]
            return "truth"
        state = _STATES[rest[1]]
        out += [op.REACHED if state == 5 else op.PERIOD, self._names["period"][rest[0]], state]
        return "truth"

    def _overdue(self, rest: list[Any], out: list[int]) -> str:
        out += [op.OVERDUE, self._names["event"][rest[0]]]
        return "truth"

    def _open(self, rest: list[Any], out: list[int]) -> str:
        marks = [int(any(act.event == rest[0] for act in duty.acts)) for duty in self._rules.program.duties]
        out += [op.OPEN, self._place(marks or [0])]
        return "truth"

    def _actor(self, rest: list[Any], out: list[int]) -> str:
        if rest[0] not in self._names["role"]:
            raise Unsaid("undeclared role")
        out += [op.ACTOR, self._names["role"][rest[0]], self._place(self.declared(rest[0]))]
        return "truth"

    def declared(self, role: str) -> list[int]:
        """By event, what its declared actors are to a role: 0 nothing, 1 it, 2 perhaps a part of them acted for it."""
        rules = self._rules
        found = []
        for event in rules.program.events:
            if any(role in rules.whole(actor) for actor in event.actors):
                found.append(1)
            else:
                found.append(2 if any(actor in rules.whole(role) for actor in event.actors) else 0)
        return found

    def stages(self, names: tuple[str, ...]) -> int:
        """Stages as bits; 0 for no names."""
        known = self._names["stage"]
        return sum(1 << known[stage] for stage in self._rules.stages(names) if stage in known)


_SIMPLE: dict[str, Callable[[Writer, list[Any], list[int]], str]] = {
    "true": Writer._true,
    "lit": Writer._lit,
    "fact": Writer._fact,
    "field": Writer._field,
    "given": Writer._given,
    "last": lambda self, rest, out: self._past(rest, out, op.LAST_OF),
    "first": lambda self, rest, out: self._past(rest, out, op.FIRST_OF),
    "happened": Writer._happened,
    "since": Writer._since,
    "count": Writer._count,
    "in": Writer._in,
    "period": Writer._period,
    "overdue": Writer._overdue,
    "open": Writer._open,
    "actor": Writer._actor,
}
