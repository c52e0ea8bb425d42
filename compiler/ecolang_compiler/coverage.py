"""How much of the source text a policy accounts for, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ecolang.program import Clause


@frozen
class Coverage:
    """`clauses` in the order of the text; how many are carried by rules, said to have none, not modelled, missing."""

    clauses: tuple[Clause, ...]
    rule: int
    no_rule: int
    not_modelled: int
    missing: int

    @property
    def total(self) -> int:
        """How many clauses the text has."""
        return len(self.clauses)

    @property
    def percent(self) -> float:
        """The share that is accounted for, from 0 to 100, in tenths; 100 only where nothing is missing."""
        if not self.clauses:
            return 100.0
        share = 1000 * (self.total - self.missing) // self.total
        return share / 10


def count_clauses(clauses: Iterable[Clause]) -> Coverage:
    """The table with its counts."""
    found = tuple(clauses)

    def how_many(how: str) -> int:
        return sum(1 for clause in found if clause.how == how)

    return Coverage(found, how_many("rule"), how_many("no_rule"), how_many("not_modelled"), how_many("missing"))
