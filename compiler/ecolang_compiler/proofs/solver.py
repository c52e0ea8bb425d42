"""The same questions put to z3, where a complete search would take too long."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from ecolang.program import Expr
from ecolang_compiler.proofs.kleene import atoms, truth
from ecolang_compiler.proofs.space import Space

_SECONDS = 2


class Unanswered(Exception):
    """z3 gave up."""


def installed() -> bool:
    """Whether z3 is there to be asked."""
    return find_spec("z3") is not None


def solve(space: Space, hold: tuple[Expr, ...], fail: tuple[Expr, ...]) -> dict[Expr, Any] | None:
    """An assignment under which all of `hold` are true and none of `fail` is; None: there is none.

    Every variable has finitely many values that conditions can tell apart, so each is the number of its value. Raises
    Unanswered.
    """
    import z3

    numbers = {name: z3.Int(f"v{place}") for place, name in enumerate(space.domains)}
    solver = z3.Solver()
    solver.set("timeout", _SECONDS * 1000)
    for name, number in numbers.items():
        solver.add(number >= 0, number < len(space.domains[name]))
    encode = _Encoder(z3, space, numbers)
    solver.add(*(encode(expr, True) for expr in hold))
    solver.add(*(z3.Not(encode(expr, True)) for expr in fail))
    solver.add(*(z3.Not(encode(("not", expr), True)) for expr in space.relations))
    answer = solver.check()
    if answer == z3.unsat:
        return None
    if answer != z3.sat:
        raise Unanswered
    model = solver.model()
    return {
        name: space.domains[name][model.eval(number, model_completion=True).as_long()]
        for name, number in numbers.items()
    }


class _Encoder:
    """A condition being true (or false) as a formula; unknown is neither."""

    def __init__(self, z3: Any, space: Space, numbers: dict[Expr, Any]) -> None:
        self.z3, self.space, self.numbers = z3, space, numbers

    def __call__(self, expr: Expr, wanted: bool) -> Any:
        kind = expr[0]
        if kind == "not":
            return self(expr[1], not wanted)
        if kind in ("and", "or"):
            join = self.z3.And if (kind == "and") == wanted else self.z3.Or
            return join(*(self(part, wanted) for part in expr[1:]))
        return self._atom(expr, wanted)

    def _atom(self, expr: Expr, wanted: bool) -> Any:
        """One comparison or atom turns on few variables, each value of which is tried."""
        names = list(dict.fromkeys(name for atom in atoms(expr) for name in self.space.variables(atom)))
        met = [
            self.z3.And(*(self.numbers[name] == place for name, place in zip(names, places, strict=True)))
            for places, env in self.space.product(names)
            if truth(expr, self.space.look(env)) is wanted
        ]
        return self.z3.Or(*met)
