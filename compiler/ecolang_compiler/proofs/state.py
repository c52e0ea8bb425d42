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

    def at(self, values: tuple[Any, ...]) -> Branch:
        """The same in a state with other values; made a great many times, so nothing is looked up by name."""
        state = State(self.state.stage, self.state.part, values)
        return Branch(state, self.facts, self.need, self.forks, self.moves, self.heard, self.broken)

    def needing(self, need: frozenset[Key], facts: dict[str, Any] | None = None) -> Branch:
        """The same with more that it turned on, and more taken for granted."""
        known = {**self.facts, **facts} if facts else self.facts
        more = self.need | need if need else self.need
        return Branch(self.state, known, more, self.forks, self.moves, self.heard, self.broken)

    def hearing(self, event: str, fields: dict[str, Any]) -> Branch:
        """The same after an event was recorded."""
        heard = (*self.heard, (self.state, event, fields))
        return Branch(self.state, self.facts, self.need, self.forks, self.moves, heard, self.broken)

    def moved(self, state: State) -> Branch:
        """The same in another stage."""
        moves = (*self.moves, (self.state, state.stage))
        return Branch(state, self.facts, self.need, self.forks, moves, self.heard, self.broken)

    def forked(self, start: State) -> Branch:
        """The same with a part that goes its own way."""
        moves = (*self.moves, (self.state, start.stage))
        return Branch(self.state, self.facts, self.need, (*self.forks, start), moves, self.heard, self.broken)

    def breaking(self, broken: bool) -> Branch:
        """The same; `broken`: with a rule broken too."""
        if not broken or self.broken:
            return self
        return Branch(self.state, self.facts, self.need, self.forks, self.moves, self.heard, True)
