"""Numbers for what a policy names: the same under every reading, so that generated functions can be shared."""

from __future__ import annotations

from _thread import RLock
from typing import Any

from ecolang.program import Expr


class Numbers:
    """Hands out numbers by kind in the order of first asking."""

    def __init__(self) -> None:
        #: Held by whoever makes tables with these numbers.
        self.lock = RLock()
        self._known: dict[str, dict[Any, int]] = {}

    def of(self, kind: str, key: Any) -> int:
        """The number of a thing of that kind."""
        found = self._known.setdefault(kind, {})
        return found.setdefault(key, len(found))

    def count(self, kind: str) -> int:
        """How many things of that kind have a number."""
        return len(self._known.get(kind, ()))

    def names(self, kind: str) -> list[Any]:
        """The things of that kind by number."""
        return list(self._known.get(kind, ()))

    def expression(self, kind: str, expr: Expr) -> int:
        """The number of an expression; equal ones (with values of equal types) share it."""
        return self.of(kind, repr(expr))
