"""Which of several ways one act can take, over all values that it turns on."""

from __future__ import annotations

from typing import Any

from attrs import define, frozen

from ecolang.program import Edge, Expr, Power, Program
from ecolang_compiler.proofs.kleene import truth
from ecolang_compiler.proofs.solver import Unanswered, installed, solve
from ecolang_compiler.proofs.space import Space, Unfinished
from ecolang_compiler.resolve.expressions import conjunction, disjunction

_TRUE: Expr = ("true",)


@frozen
class Found:
    """An answer. `met`: the least that makes it so, as a condition, None where nothing does; `method`: search, solver
    or None where the question was left open (`met` is then None)."""

    met: Expr | None
    method: str | None


@define
class Choice:
    """The ways that one act (or one instant) opens from one stage, in the order of the policy."""

    program: Program
    edges: tuple[Edge, ...]
    powers: dict[str, Power]

    def both(self, one: Edge, other: Edge) -> Found:
        """Whether two ways can be open at once."""
        space = self._space(False)
        return _ask(space, (*self._guards(space, one), *self._guards(space, other)), ())

    def taken(self, edge: Edge) -> Found:
        """Whether a way can be open while none before it is."""
        space = self._space(True)
        earlier = self.edges[: self.edges.index(edge)]
        fail = tuple(conjunction(self._guards(space, each)) or _TRUE for each in earlier)
        return _ask(space, self._guards(space, edge), fail)

    def gap(self) -> Found:
        """Whether the act can come while all that is known opens none of the ways."""
        space = self._space(False)
        closed = [("not", conjunction(self._consequence(space, each)) or _TRUE) for each in self.edges]
        return _ask(space, tuple(closed), ())

    def _space(self, doubt: bool) -> Space:
        first = self.edges[0]
        return Space(self.program, first.source, first.trigger.event, doubt)

    def _consequence(self, space: Space, edge: Edge) -> tuple[Expr, ...]:
        return tuple(space.after(guard) for guard in (edge.trigger.guard, edge.guard) if guard is not None)

    def _guards(self, space: Space, edge: Edge) -> tuple[Expr, ...]:
        power = self.powers.get(edge.norm or "") if edge.kind == "power" else None
        allowed: list[Expr] = []
        if power is not None:
            allowed += [power.guard] if power.guard is not None else []
            allowed += [disjunction([ground.guard for ground in power.grounds])] if power.grounds else []
        return (*self._consequence(space, edge), *allowed)


def _ask(space: Space, hold: tuple[Expr, ...], fail: tuple[Expr, ...]) -> Found:
    space.take((*hold, *fail))
    method = "search"
    try:
        env = space.find(hold, fail)
    except Unfinished:
        if not installed():
            return Found(None, None)
        method = "solver"
        try:
            env = solve(space, hold, fail)
        except Unanswered:
            return Found(None, None)
    return Found(None if env is None else _least(space, env, hold, fail), method)


def _least(space: Space, env: dict[Expr, Any], hold: tuple[Expr, ...], fail: tuple[Expr, ...]) -> Expr:
    """What has to be said of an assignment: the values without which the answer would not follow."""
    kept = dict(env)
    for name in env:
        tried = {key: value for key, value in kept.items() if key != name}
        look = space.look(tried)
        if all(truth(each, look) for each in hold) and all(truth(each, look) is False for each in fail):
            kept = tried
    return conjunction(_said(name, value) for name, value in kept.items() if value is not None) or _TRUE


def _said(name: Expr, value: Any) -> Expr:
    """A variable's value as a condition."""
    if name[0] == "after":
        return _said(name[1], value)
    if name[0] == "period" and name[2] == "":
        return ("period", name[1], value)
    if name[0] in ("fact", "field", "last", "first", "count", "item"):
        return ("cmp", "=", name, ("lit", value))
    return name if value else ("not", name)
