"""The values that the atoms of conditions can have together, and a complete search through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from attrs import define, field

from ecolang.program import Event, Expr, Field, Program
from ecolang_compiler.proofs.after import after
from ecolang_compiler.proofs.kleene import Look, atoms, comparisons, truth

#: Assignments looked at before the search gives up and a solver is asked.
MOST_NODES = 20_000

_STATES = ("not_started", "running", "suspended", "lapsed", "ended")


class Unfinished(Exception):
    """The search looked at as many assignments as it may."""


@define
class Space:
    """Everything that conditions around one act in one stage turn on. `event`: the act that is judged, None where no
    act is; `doubt`: whether what need not be said may also be unknown."""

    program: Program
    stage: str
    event: str | None
    doubt: bool = False
    domains: dict[Expr, tuple[Any, ...]] = field(factory=dict)
    relations: list[Expr] = field(factory=list)
    _literals: dict[Expr, list[Any]] = field(factory=dict)

    def after(self, expr: Expr) -> Expr:
        """The condition after the act, said of the moment before it."""
        return expr if self.event is None else after(expr, self.event, self._stirred)

    def take(self, exprs: Iterable[Expr]) -> None:
        """Make room for the atoms of conditions, and for what evidently holds between them."""
        exprs = tuple(exprs)
        for expr in exprs:
            for _, left, right in comparisons(expr):
                if right[0] == "lit":
                    self._literals.setdefault(left, []).append(right[1])
        for expr in exprs:
            for atom in atoms(expr):
                self._declare(atom)
        self._relate()

    def find(self, hold: Iterable[Expr], fail: Iterable[Expr] = ()) -> dict[Expr, Any] | None:
        """An assignment under which all of `hold` are true and none of `fail` is; None: there is none.

        Raises Unfinished after too many assignments."""
        search = _Search(self, tuple(hold), tuple(fail))
        return search.env if search.go(list(self.domains)) else None

    def look(self, env: Mapping[Expr, Any]) -> Look:
        """Reads atoms from an assignment; what it does not assign is unknown."""

        def read(atom: Expr) -> Any:
            if atom[0] == "in":
                return self.stage in atom[1]
            variable, wanted = reading(atom)
            if variable not in env:
                return None
            found = env[variable]
            if wanted is GIVEN:
                return found is not None
            if found is None and variable[0] == "field":
                found = self._default(variable[1])
            return found if wanted is None or found is None else found == wanted

        return read

    def variables(self, atom: Expr) -> tuple[Expr, ...]:
        """The variables that an atom reads."""
        return () if atom[0] == "in" else (reading(atom)[0],)

    def product(self, names: list[Expr]) -> Iterator[tuple[tuple[int, ...], dict[Expr, Any]]]:
        """Every assignment of some variables, with the numbers of its values."""
        domains = [self.domains[name] for name in names]
        for places in product(*(range(len(each)) for each in domains)):
            yield places, {name: domains[at][place] for at, (name, place) in enumerate(zip(names, places, strict=True))}

    def _default(self, name: str) -> Any:
        row = self._field(self.event, name)
        return None if row is None else row.default

    def _stirred(self, atom: Expr) -> bool:
        """Whether the act may change an atom in a way that is not followed here."""
        if atom[0] in ("overdue", "open"):
            return bool(atom[1] == self.event)
        if atom[0] != "period":
            return False
        rows = [each for each in self.program.periods if each.id == atom[1]]
        anchored = any(each.deadline.anchor.event in (None, self.event) for each in rows)
        return anchored or any(
            op.period == atom[1] and op.trigger.event == self.event for op in self.program.period_ops
        )

    def _declare(self, atom: Expr) -> None:
        if atom[0] == "in":
            return
        variable, wanted = reading(atom)
        if variable not in self.domains:
            self.domains[variable] = self._domain(variable)
        if wanted is GIVEN and None not in self.domains[variable]:
            self.domains[variable] = (None, *self.domains[variable])

    def _domain(self, atom: Expr) -> tuple[Any, ...]:
        if atom[0] == "after":
            return self._domain(atom[1])
        kind = atom[0]
        if kind == "period" and atom[2] == "":
            return _STATES
        if kind == "count":
            most = max((value for value in self._literals.get(atom, ()) if isinstance(value, int)), default=0)
            return tuple(range(max(most, 0) + 2))
        row: Field | None = None
        if kind == "fact":
            row = next((each for each in self.program.facts if each.id == atom[1]), None)
        elif kind in ("field", "last", "first"):
            row = self._field(self.event if kind == "field" else atom[1], atom[-1])
        if row is None:
            literals = self._literals.get(atom)
            return (False, True) if not literals else samples("text", literals)
        unsaid = self.doubt and row.default is None and (kind != "field" or not row.required)
        values = field_values(row, self._literals.get(atom, []))
        return (*values, None) if unsaid else values

    def _field(self, event: str | None, name: str) -> Field | None:
        found: Event | None = next((each for each in self.program.events if each.id == event), None)
        return None if found is None else next((each for each in found.fields if each.id == name), None)

    def _relate(self) -> None:
        said: list[Expr] = []
        came = {atom: _came(atom) for atom in self.domains if _came(atom) is not None}
        for atom, one in came.items():
            for other, two in came.items():
                if other is not atom and other[0] != "since" and other[1] == atom[1] and other[2] in (None, atom[2]):
                    said.append(("or", ("not", one), two))
                    if atom[0] == "count" == other[0] and other[2] is None:
                        said.append(("cmp", "<=", atom, other))
        for atom in self.domains:
            if atom[0] == "period" and atom[2] == "reached":
                said.append(("or", ("not", ("period", atom[1], "lapsed")), atom))
                said.append(("or", ("not", ("period", atom[1], "not_started")), ("not", atom)))
        self.relations = said


#: What `reading` asks of a variable that only has to be given.
GIVEN = object()


def reading(atom: Expr) -> tuple[Expr, Any]:
    """The variable that an atom reads, and the value for which it is true (None: its own)."""
    if atom[0] == "after":
        variable, wanted = reading(atom[1])
        return ("after", variable), wanted
    if atom[0] == "period" and atom[2] not in ("reached", ""):
        return ("period", atom[1], ""), atom[2]
    if atom[0] == "given":
        return ("field", atom[1]), GIVEN
    return atom, None


def _came(atom: Expr) -> Expr | None:
    """That an atom about the track's past means that something came."""
    if atom[0] in ("happened", "since"):
        return atom
    return ("cmp", ">=", atom, ("lit", 1)) if atom[0] == "count" and atom[3] == "track" else None


@define
class _Search:
    space: Space
    hold: tuple[Expr, ...]
    fail: tuple[Expr, ...]
    env: dict[Expr, Any] = field(factory=dict)
    nodes: int = 0

    def go(self, left: list[Expr]) -> bool:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise Unfinished
        look = self.space.look(self.env)
        holding = [truth(expr, look) for expr in self.hold]
        if False in holding or any(truth(expr, look) for expr in self.fail):
            return False
        if any(truth(each, look) is False for each in self.space.relations):
            return False
        if not left:
            return all(holding)
        for value in self.space.domains[left[0]]:
            self.env[left[0]] = value
            if self.go(left[1:]):
                return True
        del self.env[left[0]]
        return False


def field_values(row: Field, literals: list[Any]) -> tuple[Any, ...]:
    """The values of a field that conditions with these literals can tell apart."""
    if row.type == "bool":
        return (True, False)
    return row.values if row.type == "choice" else samples(row.type, literals)


def samples(kind: str, literals: list[Any]) -> tuple[Any, ...]:
    """A value for each way in which the literals can be met: each of them, and one on either side."""
    if kind not in ("int", "money", "date"):
        return (*dict.fromkeys(literals), "…")
    found = {near for literal in literals for near in (literal, *_around(kind, literal))}
    return tuple(sorted(found)) or ("…",)


def _around(kind: str, literal: Any) -> tuple[Any, ...]:
    if kind == "date":
        day = date.fromisoformat(literal)
        return (day - timedelta(1)).isoformat(), (day + timedelta(1)).isoformat()
    step = 1 if kind == "int" else Decimal("0.01")
    return literal - step, literal + step
