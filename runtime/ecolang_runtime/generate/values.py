"""Values for fields and facts: those that make a guard hold, else any that are worth trying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any

from ecolang.program import Expr, Field, Program
from ecolang.rows import fields, is_dataclass
from ecolang.time import iso
from ecolang_runtime.generate.holdings import Holdings

#: A field that has to be given, or left out, whatever its value.
GIVEN, ABSENT = object(), object()
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Values:
    """Knows with which numbers the policy compares each field and fact."""

    def __init__(self, program: Program) -> None:
        self.holdings = Holdings(program)
        self.literals: dict[str, list[Any]] = {}
        for name, value in _compared(program):
            found = self.literals.setdefault(name, [])
            if not any(value == each and type(value) is type(each) for each in found):
                found.append(value)
        self._clauses = [clause.id for clause in program.clauses if clause.how == "rule"] or [
            duty.cite for duty in program.duties
        ]

    def any(self, field: Field, rng: Random, day: int, holders: tuple[str, ...]) -> Any:
        """A value of the field; None where there is none."""
        if field.type == "bool":
            return rng.random() < 0.5
        if field.type == "choice":
            return rng.choice(field.values) if field.values else None
        if field.type in ("int", "money"):
            return self._number(field, rng)
        if field.type == "date":
            return iso(day + rng.choice((0, 1, 10, 30, 60, 90, 120, 200)))
        if field.type == "duration":
            return (rng.choice((1, 5, 30)), "day")
        if field.type == "clause":
            return rng.choice(self._clauses) if self._clauses else None
        if field.type == "party":
            return rng.choice(holders) if holders else None
        return field.label or field.id

    def _number(self, field: Field, rng: Random) -> Any:
        """A number at, just below or just above one that the policy names."""
        known = [each for each in self.literals.get(field.id, ()) if isinstance(each, (int, Decimal))]
        value = rng.choice(known) + rng.choice((-1, 0, 0, 1)) if known else rng.choice((0, 1, 2, 10))
        return max(0, value)


def wanted(expr: Expr | None, rng: Random, want: bool = True, heads: tuple[str, ...] = ("field",)) -> dict[str, Any]:
    """Values under which a condition over an act's own fields is likely to be `want`; nothing for what else it asks."""
    found: dict[str, Any] = {}
    if expr is not None:
        _want(expr, want, rng, heads, found)
    return found


def _want(expr: Expr, want: bool, rng: Random, heads: tuple[str, ...], found: dict[str, Any]) -> None:
    head = expr[0]
    if head == "not":
        _want(expr[1], not want, rng, heads, found)
    elif head in ("and", "or"):
        parts = list(expr[1:])
        if (head == "and") == want:
            for part in parts:
                _want(part, want, rng, heads, found)
        elif parts:
            own = [part for part in parts if _mentions(part, heads)]
            _want(rng.choice(own or parts), want, rng, heads, found)
    elif head in heads:
        found.setdefault(expr[1], want)
    elif head == "given" and "field" in heads:
        found.setdefault(expr[1], GIVEN if want else ABSENT)
    elif head == "cmp":
        for left, right, op in ((expr[2], expr[3], expr[1]), (expr[3], expr[2], _mirrored(expr[1]))):
            if left[0] in heads and right[0] == "lit":
                found.setdefault(left[1], meeting(op if want else _OPPOSITE[op], right[1]))


def meeting(op: str, value: Any) -> Any:
    """A value that stands in a relation to another: the nearest, or what is not the other."""
    if op in ("=", "<=", ">="):
        return value
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, Decimal)):
        return value - 1 if op == "<" else value + 1
    return Other(value)


class Other:
    """Any value but this one."""

    def __init__(self, value: Any) -> None:
        self.value = value


def chosen(field: Field, wish: Any, values: Values, rng: Random, day: int, holders: tuple[str, ...]) -> Any:
    """The value of a field for which something is wished; None leaves it out."""
    if wish is ABSENT:
        return None
    if wish is GIVEN or (isinstance(wish, bool) and field.type != "bool"):
        return None if wish is False else values.any(field, rng, day, holders)
    if isinstance(wish, Other):
        rest = [each for each in field.values if each != wish.value]
        return rng.choice(rest) if rest else values.any(field, rng, day, holders)
    return wish


def _mirrored(op: str) -> str:
    return {"<": ">", ">": "<", "<=": ">=", ">=": "<="}.get(op, op)


def _mentions(expr: Any, heads: tuple[str, ...]) -> bool:
    if not isinstance(expr, tuple) or not expr:
        return False
    return expr[0] in heads or expr[0] == "given" or any(_mentions(part, heads) for part in expr[1:])


def _compared(value: Any) -> Iterator[tuple[str, Any]]:
    """Every (field or fact, literal) that a condition of the policy compares."""
    if is_dataclass(value) and not isinstance(value, type):
        for each in fields(value):
            yield from _compared(getattr(value, each.name))
    elif isinstance(value, Mapping):
        return
    elif isinstance(value, tuple):
        if len(value) == 4 and value[0] == "cmp":
            for left, right in ((value[2], value[3]), (value[3], value[2])):
                if left[0] in ("field", "fact", "last", "first") and right[0] == "lit":
                    yield left[-1], right[1]
        for part in value:
            yield from _compared(part)
