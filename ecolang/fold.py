"""Groups and definitions put back into stages and conditions, so that a change of one is not a change of each use."""

from __future__ import annotations

from typing import Any

from ecolang.program import Expr, Program


class Fold:
    """The names of one policy that stand for several stages or for a condition."""

    def __init__(self, program: Program) -> None:
        groups = [(group.id, group.stages) for group in program.groups if len(group.stages) > 1]
        self._groups = sorted(groups, key=lambda each: -len(each[1]))
        definitions = [(each.id, each.guard) for each in program.definitions if each.guard != ("true",)]
        self._definitions = sorted(definitions, key=lambda each: -len(str(each[1])))

    def stages(self, stages: tuple[str, ...]) -> tuple[str, ...]:
        """The stages with each group that is among them under its own name, in a fixed order."""
        left = dict.fromkeys(stages)
        found: list[str] = []
        for name, members in self._groups:
            if all(stage in left for stage in members):
                found.append(name)
                for stage in members:
                    del left[stage]
        return (*sorted(found), *sorted(left))

    def expr(self, expr: Expr | None, own: str | None = None) -> Expr | None:
        """The condition with `("def", name)` for each definition that is in it, and groups in `("in", …)`. `own`: a
        definition that does not stand for itself."""
        return None if expr is None else self._expr(expr, own)

    def _expr(self, node: Any, own: str | None) -> Any:
        if not isinstance(node, tuple) or not node:
            return node
        for name, meaning in self._definitions:
            if node == meaning and name != own:
                return ("def", name)
        if node[0] == "in":
            return ("in", self.stages(node[1]))
        if node[0] in ("and", "or"):
            return (node[0], *self._parts(node, own))
        return tuple(self._expr(part, own) for part in node)

    def _parts(self, node: tuple[Any, ...], own: str | None) -> list[Any]:
        """The parts of an and or an or; a definition of the same kind may be several of them in a row."""
        parts = list(node[1:])
        for name, meaning in self._definitions:
            if meaning[0] == node[0] and name != own:
                size = len(meaning) - 1
                for start in range(len(parts) - size + 1):
                    if tuple(parts[start : start + size]) == meaning[1:]:
                        parts[start : start + size] = [("def", name)]
                        break
        return [self._expr(part, own) for part in parts]
