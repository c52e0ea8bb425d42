"""What a walk sees of its case, whatever engine the case is told to."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from ecolang.program import Deadline, Duty, Expr
from ecolang.time import Due
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.compiled.engine import Run as CompiledRun
from ecolang_runtime.reference.engine import Run as ReferenceRun
from ecolang_runtime.reference.rules import Rules


class Track(Protocol):
    """A track of either engine's state."""

    @property
    def party(self) -> str | None: ...

    @property
    def part(self) -> str | None: ...


#: A case in flight, told to either engine. Both take the same steps to the same effect.
Run = ReferenceRun | CompiledRun


class View(ABC):
    """The case as it stood when the view was made, on the track that a walk follows. `now`: how far time had gone;
    `stage`: the track's.

    What it gives as an owner (a track, or the case as a whole) and as an open duty belongs to the engine: it is only
    handed back, or compared.
    """

    __slots__ = ("now", "rules", "stage", "track")

    rules: Rules
    now: int
    track: Track
    stage: str

    @abstractmethod
    def on(self, track: Track) -> View:
        """The same case, seen from the track of a track's holder."""

    @abstractmethod
    def tracks(self) -> Sequence[Track]:
        """The tracks of the case and their forks."""

    @abstractmethod
    def beside(self) -> list[str]:
        """The holders of tracks that are in the same stage as this one."""

    @abstractmethod
    def test(self, expr: Expr | None) -> bool | None:
        """Whether a condition holds."""

    @abstractmethod
    def suits(self, guard: Expr, act: Occurrence) -> bool | None:
        """Whether a condition holds of an act that is still to be told."""

    @abstractmethod
    def owed(self) -> Iterator[tuple[Any, Any, Duty]]:
        """The open duties of the track and of the case, each with its owner."""

    @abstractmethod
    def due(self, owner: Any, owed: Any, deadline: Deadline) -> Due | None:
        """The last day of a demand of an open duty, if it is known."""

    @abstractmethod
    def anchored(self, owed: Any, deadline: Deadline) -> bool:
        """Whether the event that a demand of an open duty counts from has come."""

    @abstractmethod
    def binding(self) -> list[tuple[int, Duty, Any]]:
        """The last days after which a duty would be broken on any track, the earliest first, each with its owner."""

    @abstractmethod
    def of(self, owner: Any) -> View:
        """The case, seen from an owner's track; of the case as a whole, from this one."""

    @abstractmethod
    def period(self, name: str) -> Due | None:
        """The last day of a running period."""

    @abstractmethod
    def window(self, deadline: Deadline) -> Due | None:
        """The day until or after which a power may be used."""

    @abstractmethod
    def ahead(self, deadline: Deadline, day: int) -> Due:
        """The last day of a demand of time, counted from a day."""

    @abstractmethod
    def planned(self, event: str, field: str) -> int | None:
        """The day in a field of the latest occurrence of an event."""

    @abstractmethod
    def came(self, event: str) -> bool:
        """Whether an event is in the track's history."""

    @abstractmethod
    def times(self, event: str, guard: Expr | None) -> int:
        """How often an event came for which a condition of the policy is true."""

    @abstractmethod
    def counted(self, limit: str) -> int:
        """How much of a limited count is used, on the track or in the case."""

    @abstractmethod
    def used(self, row: str) -> bool:
        """Whether a row of the policy did something on the track."""

    @abstractmethod
    def did(self, row: str) -> bool:
        """Whether a row of the policy did something anywhere in the case."""

    @abstractmethod
    def fact(self, name: str) -> Any:
        """What is known of a fact of the case; None if nothing."""

    @abstractmethod
    def mark(self) -> tuple[int, int]:
        """What changes when an act has effect on the track."""

    @abstractmethod
    def broken(self) -> bool:
        """Whether a rule was broken so far."""

    def inside(self, stages: tuple[str, ...]) -> bool:
        """Whether the track is in one of the stages; none: anywhere."""
        return self.rules.inside(self.stage, stages)

    def lead(self, event: str, field: str) -> list[Deadline]:
        """The lead times that the day planned in a field has to keep."""
        return [
            deadline
            for duty, _ in self.rules.duties_by.get(event, ())
            for deadline in duty.deadlines
            if deadline.kind == "before" and deadline.anchor.planned == (event, field)
        ]


class Scene(Protocol):
    """An engine with a policy's rules, to which walks tell their cases."""

    @property
    def rules(self) -> Rules: ...

    def run(self, head: CaseData) -> Run:
        """A case of which nothing has happened."""
        ...

    def view(self, run: Any, party: str | None) -> View:
        """A case as it stands, on a holder's track; on the first where the holder has none."""
        ...
