"""Conditions as Python source (docs/semantics.md, section 4).

A condition becomes an expression over `m` (the machine), `t` (the track) and `r` (the record or None) that is True,
False or, where it is unknown, None; a value becomes one that is None where it is unknown. Composite conditions become
functions of their own, `c0`, `c1`…, and beside each stands `n0`, `n1`… with the names of what is missing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ecolang.program import Expr
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.safe import Unsupported, comment, literal, plain
from ecolang_runtime.compiled.state import ALL, DOCUMENTS, EVENTS, FACTS, OWED, PERIODS
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.values import day_of, truth

_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_PYTHON = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_STATES = frozenset({"not_started", "running", "suspended", "lapsed", "ended", "reached"})
_QUANTIFIERS = frozenset({"any", "all", "any_other", "all_other"})


class Expressions:
    """Writes the functions of a program's conditions; `chunks`: name to source, `constants`: what they refer to."""

    def __init__(self, rules: Rules, numbers: Numbers) -> None:
        self.rules = rules
        self.numbers = numbers
        self.chunks: dict[str, str] = {}
        self.constants: dict[str, Any] = {}
        self.depth = 0  # of comparisons within comparisons
        self.recalled: set[int] = set()  # the events of which some condition asks for a field of the first or last one
        self.since: set[tuple[int, int]] = set()  # the tallies of which some condition asks which one came last
        for event in rules.program.events:
            numbers.of("event", event.id)
        for stage in rules.program.stages:
            numbers.of("stage", stage.id)

    # -- numbers

    def event(self, name: str) -> int:
        """The number of a declared event. Raises Unsupported for another."""
        if name not in self.rules.events:
            raise Unsupported("an event that is not declared")
        return self.numbers.of("event", name)

    def stages(self, names: tuple[str, ...]) -> frozenset[int]:
        """The numbers of stages and of the members of groups; a name that is no stage matches none."""
        known = {row.id for row in self.rules.program.stages}
        return frozenset(self.numbers.of("stage", each) for each in self.rules.stages(names) if each in known)

    def tally(self, event: str, guard: Expr | None) -> int:
        """The number of the tally that counts occurrences of the event with the guard."""
        self.event(event)
        return self.numbers.of("tally", repr((event, guard)))

    def constant(self, value: Any) -> str:
        """A value in source: a literal, or a numbered constant."""
        if plain(value):
            return literal(value)
        name = f"K{self.numbers.of('constant', (type(value).__name__, repr(value)))}"
        self.constants[name] = value
        return name

    # -- conditions

    def function(self, expr: Expr) -> int:
        """The number of the functions `c…` and `n…` of a condition, written when first asked for."""
        number = self.numbers.expression("condition", expr)
        name = f"c{number}"
        if name not in self.chunks:
            self.chunks[name] = ""  # a place in the order, before the parts
            head = comment(repr(expr))
            self.chunks[name] = f"def {name}(m, t, r):\n    {head}\n" + self._body(expr)
            self.chunks[f"n{number}"] = f"def n{number}(m, t, r):\n    return {self._names_of(expr)}\n"
        return number

    def value_function(self, expr: Expr, number: int) -> None:
        """Writes the functions `v…` and `w…` of a value: the value, and the names of what is missing."""
        if f"v{number}" not in self.chunks:
            head = comment(repr(expr))
            self.chunks[f"v{number}"] = f"def v{number}(m, t, r):\n    {head}\n    return {self.value(expr)}\n"
            names = "()" if expr[0] in ("true", "lit") else self.names(expr)
            self.chunks[f"w{number}"] = f"def w{number}(m, t, r):\n    return {names}\n"

    def truth(self, expr: Expr) -> str:
        """Source that is True, False or None."""
        kind = expr[0]
        if kind in ("and", "or"):
            return f"c{self.function(expr)}(m, t, r)"
        if kind == "not":
            inner = self.truth(expr[1])
            return f"not_({inner})" if self.unsure(expr[1]) else f"(not {inner})"
        if kind == "lit":
            return literal(truth((expr[1], ()))[0]) if expr[1] is not None else "False"
        if kind in ("fact", "field", "last", "first", "count", "item"):
            return f"truth({self.value(expr)})"
        return self.value(expr)

    def value(self, expr: Expr) -> str:
        """Source of a value, None where it is unknown."""
        if expr[0] in ("and", "or", "not"):
            return self.truth(expr)
        write = _WRITERS.get(expr[0])
        if write is None:
            raise Unsupported(f"a condition of the kind {expr[0]!r}"[:80])
        return write(self, *expr[1:])

    def names(self, expr: Expr) -> str:
        """Source of the names of what is missing, where the condition is unknown."""
        return f"n{self.function(expr)}(m, t, r)" if expr[0] in ("and", "or") else self._names_of(expr)

    def mask(self, expr: Expr) -> int:
        """The bits of what a condition looks at when no occurrence is being judged (`state`)."""
        kind = expr[0]
        if kind in ("true", "lit", "in", "field", "given", "actor"):
            return 0
        if kind == "fact":
            return FACTS
        if kind in ("last", "first", "happened", "count"):
            return EVENTS << self.event(expr[1])
        if kind == "since":
            return EVENTS << self.event(expr[1]) | EVENTS << self.event(expr[3])
        if kind == "period":
            return PERIODS if self.steady(expr[1]) else ALL
        if kind == "overdue":
            return OWED | EVENTS << self.event(expr[1])
        if kind == "open":
            return OWED
        if kind in ("signed", "item"):
            return DOCUMENTS
        if kind in ("and", "or", "not"):
            return self._masks(expr[1:])
        if kind == "cmp":
            return self._masks(expr[2:])
        return ALL

    def _masks(self, parts: tuple[Expr, ...]) -> int:
        found = 0
        for part in parts:
            found |= self.mask(part)
        return found

    def steady(self, name: str) -> bool:
        """Whether a period's state changes only with its clock and the day."""
        row = self.rules.periods.get(name)
        if row is None:
            return True
        moving = any(each.approval is None and each.request is None for each in row.allowances)
        return row.deadline.amount_from is None and row.deadline.anchor.kind in ("opening", "event") and not moving

    def unsure(self, expr: Expr) -> bool:
        """Whether a condition may be unknown."""
        kind = expr[0]
        if kind in ("true", "lit", "in", "overdue", "open"):
            return False
        if kind in ("and", "or"):
            return any(self.unsure(part) for part in expr[1:])
        if kind == "not":
            return self.unsure(expr[1])
        if kind == "happened":
            return self._tally_unsure(expr[2])
        if kind == "count":
            return self._tally_unsure(expr[2])
        if kind == "since":
            return self._tally_unsure(expr[2]) or self._tally_unsure(expr[4])
        if kind == "tracks":
            return self.unsure(expr[2])
        if kind == "cmp":
            return not (self._counted(expr) or self._counted(("cmp", expr[1], expr[3], expr[2])))
        return True

    def _tally_unsure(self, guard: Expr | None) -> bool:
        return guard is not None and self.unsure(guard)

    def _body(self, expr: Expr) -> str:
        if expr[0] not in ("and", "or"):
            return f"    return {self.truth(expr)}\n"
        decisive = expr[0] == "or"
        parts = expr[1:]
        if not any(self.unsure(part) for part in parts):
            joined = f" {expr[0]} ".join(f"({self.truth(part)})" for part in parts)
            return f"    return {joined or literal(not decisive)}\n"
        lines = ["    known = True\n"]
        for part in parts:
            lines.append(f"    v = {self.truth(part)}\n    if v is {decisive}:\n        return {decisive}\n")
            if self.unsure(part):
                lines.append("    if v is None:\n        known = False\n")
        lines.append(f"    return {not decisive} if known else None\n")
        return "".join(lines)

    def _names_of(self, expr: Expr) -> str:
        kind = expr[0]
        if kind in ("and", "or"):
            unsure = [part for part in expr[1:] if self.unsure(part)]
            parts = [f"({self.names(part)} if {self.truth(part)} is None else ())" for part in unsure]
            return " + ".join(parts) or "()"
        if kind == "not":
            return self.names(expr[1])
        if kind == "fact":
            return f"({literal(expr[1])},)"
        if kind in ("field", "given"):
            return f"own(r, {literal(expr[1])})"
        if kind in ("last", "first"):
            return f"({literal(f'{expr[1]}·{expr[2]}')},)"
        if kind in ("happened", "count"):
            return f"tally_names({self._tally_at(expr)})"
        if kind == "since":
            return f"tally_names({self._tally(expr[1], expr[2])}) + tally_names({self._tally(expr[3], expr[4])})"
        if kind == "period":
            return f"({literal(expr[1])},)"
        if kind in ("signed", "item"):
            return f"({literal(f'{expr[1]}·{expr[2]}')},)"
        if kind == "actor":
            return f"own(r, {literal(expr[1])})"
        if kind == "cmp":
            left, right = self.value(expr[2]), self.value(expr[3])
            told = [f"{self._side_names(side, source)}" for side, source in ((expr[2], left), (expr[3], right))]
            return f"(({' + '.join(told)}) if incomparable({left}, {right}) is False else ())"
        if kind == "tracks":
            return f"track_names(m, t, r, {literal(expr[1])}, {self._callable(expr[2])}, {self._namer(expr[2])})"
        return "()"

    def _side_names(self, expr: Expr, source: str) -> str:
        """The names of one side of a comparison: where it is unknown, or a count of which only the bounds are known."""
        if expr[0] in ("true", "lit"):
            return "()"
        if expr[0] == "count":
            return self._names_of(expr)
        return f"({self.names(expr)} if {source} is None else ())"

    def _callable(self, expr: Expr) -> str:
        return f"c{self.function(expr)}"

    def _namer(self, expr: Expr) -> str:
        return f"n{self.function(expr)}"

    # -- leaves

    def _tally(self, event: str, guard: Expr | None) -> str:
        return f"t.tallies[{self.tally(event, guard)}]"

    def _tally_at(self, expr: Expr) -> str:
        owner = "m.whole" if expr[0] == "count" and len(expr) > 3 and expr[3] == "case" else "t"
        return f"{owner}.tallies[{self.tally(expr[1], expr[2])}]"

    def _counted(self, expr: Expr) -> bool:
        """Whether it compares a certain count with a whole number."""
        left, right = expr[2], expr[3]
        return (
            left[0] == "count" and not self._tally_unsure(left[2]) and right[0] == "lit" and type(right[1]) is int
        )  # fmt: skip

    def _true(self) -> str:
        return "True"

    def _literal(self, value: Any) -> str:
        if value is None:
            raise Unsupported("a value that is nothing")
        return self.constant(value)

    def _in(self, names: tuple[str, ...]) -> str:
        stages = literal(self.stages(names))
        return f"(t.stage in {stages} or (t.stage < 0 and any_in(m, {stages})))"

    def _fact(self, name: str) -> str:
        number = self.numbers.of("fact", name)
        default = self.rules.fact_defaults.get(name)
        return f"fact(m, t, {number}, {self.constant(default)})"

    def _defaults(self, name: str) -> str:
        found = {self.event(event): value for (event, field), value in self.rules.defaults.items() if field == name}
        if not found:
            return "NONE"
        key = f"F{self.numbers.of('defaults', (name, repr(found)))}"
        self.constants[key] = found
        return key

    def _field(self, name: str) -> str:
        return f"field(r, {literal(name)}, {self._defaults(name)})"

    def _given(self, name: str) -> str:
        return f"given(r, {literal(name)})"

    def _last(self, event: str, name: str) -> str:
        self.recalled.add(self.event(event))
        return f"field(t.last[{self.event(event)}], {literal(name)}, {self._defaults(name)})"

    def _first(self, event: str, name: str) -> str:
        self.recalled.add(self.event(event))
        return f"field(t.first[{self.event(event)}], {literal(name)}, {self._defaults(name)})"

    def _happened(self, event: str, guard: Expr | None) -> str:
        tally = self._tally(event, guard)
        if not self._tally_unsure(guard):
            return f"({tally} is not None)"
        return f"(False if {tally} is None else True if {tally}[0] else None)"

    def _since(self, event: str, guard: Expr | None, other: str, other_guard: Expr | None) -> str:
        self.since.add((self.tally(event, guard), self.tally(other, other_guard)))
        mine = self._tally(event, guard)
        return f"(False if {mine} is None else since({mine}, {self._tally(other, other_guard)}))"

    def _count(self, event: str, guard: Expr | None, scope: str = "track") -> str:
        return f"counted({self._tally_at(('count', event, guard, scope))})"

    def _period(self, name: str, state: str) -> str:
        if state not in _STATES:
            raise Unsupported("a state of a period")
        if name not in self.rules.periods:
            return "True" if state == "not_started" else "False"
        number = self.numbers.of("period", name)
        asked = f"period_is(m, t, {number}, {literal(state)})"
        if self.rules.periods[name].scope == "case" or not self.steady(name) or state == "reached":
            return asked
        # A clock that has lapsed or ended says so itself; of the case's a track's clock is asked for.
        clock = f"t.clocks[{number}]"
        none = f"({literal(state == 'not_started')} if t.stage >= 0 else {asked})"
        return f"({none} if {clock} is None else {clock}.status == {literal(state)} if {clock}.status else {asked})"

    def _overdue(self, event: str) -> str:
        return f"((t.overdue or m.whole.overdue) and is_overdue(m, t, {self.event(event)}) or False)"

    def _open(self, event: str) -> str:
        return f"is_open(m, t, {self.event(event)})"

    def _signed(self, document: str, role: str) -> str:
        return f"is_signed(m, t, r, {literal(document)}, {literal(role)})"

    def _item(self, document: str, key: str) -> str:
        rows = self.rules.contents_by.get(document, ())
        number = next((item.number for row in rows for item in row.items if item.key == key), None)
        return f"item(t, r, {literal(document)}, {literal(key)}, {literal(number)})"

    def _actor(self, role: str) -> str:
        return f"is_actor(m, r, {literal(role)})"

    def _compare(self, op: str, left: Expr, right: Expr) -> str:
        if op not in _PYTHON:
            raise Unsupported("a comparison")
        if self._counted(("cmp", op, left, right)):
            return f"({self.value(left)} {_PYTHON[op]} {self.value(right)})"
        if self._counted(("cmp", op, right, left)):
            return f"({self.value(right)} {_PYTHON[_SWAPPED[op]]} {self.value(left)})"
        quick = self._quick(op, left, right) or self._quick(_SWAPPED[op], right, left)
        return quick or f"compared({literal(op)}, {self.value(left)}, {self.value(right)})"

    def _quick(self, op: str, left: Expr, right: Expr) -> str | None:
        """A comparison with a literal, which needs no conversion where the value is of its type."""
        if right[0] != "lit" or left[0] == "lit":
            return None
        value = right[1]
        if not (type(value) in (bool, int) or (type(value) is str and day_of(value) is None)):
            return None
        if type(value) is not int and op not in ("=", "!="):
            return None
        shown, kind = literal(value), type(value).__name__
        self.depth += 1
        x = f"x{self.depth}"
        source = self.value(left)
        self.depth -= 1
        return (
            f"({x} {_PYTHON[op]} {shown} if type({x} := {source}) is {kind} else compared({literal(op)}, {x}, {shown}))"
        )

    def _tracks(self, quantifier: str, part: Expr) -> str:
        if quantifier not in _QUANTIFIERS:
            raise Unsupported("a quantifier")
        return f"over_tracks(m, t, r, {literal(quantifier)}, {self._callable(part)})"


_WRITERS: dict[str, Callable[..., str]] = {
    "true": Expressions._true,
    "lit": Expressions._literal,
    "in": Expressions._in,
    "fact": Expressions._fact,
    "field": Expressions._field,
    "given": Expressions._given,
    "last": Expressions._last,
    "first": Expressions._first,
    "happened": Expressions._happened,
    "since": Expressions._since,
    "count": Expressions._count,
    "period": Expressions._period,
    "overdue": Expressions._overdue,
    "open": Expressions._open,
    "signed": Expressions._signed,
    "item": Expressions._item,
    "actor": Expressions._actor,
    "cmp": Expressions._compare,
    "tracks": Expressions._tracks,
}
