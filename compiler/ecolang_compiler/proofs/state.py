"""An abstract track, and one way in which a step may go."""

from __future__ import annotations

from typing import Any

from attrs import define, field, frozen

from ecolang_compiler.proofs.tables import Key


@frozen
class State:
    """Where a track is and what is followed of its past, in the order of the tables' keys."""

    stage: str
    part: str | None
    values: tuple[Any, ...]


@define
class Branch:
    """One way in which a step may go. `facts`: what the way takes for granted; `need`: what it turned on that is not
    followed; `moves`: stages entered, with the state just before; `heard`: events recorded, likewise."""

    state: State
    facts: dict[str, Any] = field(factory=dict)
    need: frozenset[Key] = frozenset()
    forks: tuple[State, ...] = ()
    moves: tuple[tuple[State, str], ...] = ()
    heard: tuple[tuple[State, str, dict[str, Any]], ...] = ()
    broken: bool = False  # a rule was broken: not conforming
