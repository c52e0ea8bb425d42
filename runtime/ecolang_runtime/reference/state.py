"""The state of a case: one `Track` a holder or fork, one more for the case as a whole, and the clock.

Rows that never change are frozen and shared between copies; the others are copied by `copy`.
"""

from __future__ import annotations

from ecolang.rows import dataclass, field, replace
from ecolang.time import Suspension
from ecolang_runtime.case import FactAt
from ecolang_runtime.verdict import Entry, Finding, Missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: A day and, if known, the minute of the day.
Moment = tuple[int, int | None]


@dataclass(frozen=True, slots=True)
class Record:
    """An occurrence in a history, real or deemed, as it concerns one track."""

    seq: int
    event: str
    day: int
    minute: int | None
    by: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: tuple[str, ...] | None = None
    ground: str | None = None
    deemed: bool = False
    named: tuple[str, ...] = ()  # the words of `by` as they were given
    received: int | None = None  # the day on which it was received, where that is told


@dataclass(frozen=True, slots=True)
class Stamp:
    """When an occurrence came."""

    seq: int
    day: int
    minute: int | None
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many occurrences satisfied a guard and of how many it is unknown; `names`: what was missing for these."""

    yes: int = 0
    unknown: int = 0
    first: Stamp | None = None
    last: Stamp | None = None
    doubtful: int = 0  # the number of the last one of which it is unknown
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class History:
    """What conditions ask of the past, kept up with each record so that none reads it again."""

    first: dict[str, Record] = field(default_factory=dict)
    last: dict[str, Record] = field(default_factory=dict)
    real: dict[str, int] = field(default_factory=dict)  # the number of the last real occurrence
    documents: dict[str, Record] = field(default_factory=dict)
    tallies: dict[int, Tally] = field(default_factory=dict)

    def copy(self) -> History:
        """An independent copy."""
        return History(dict(self.first), dict(self.last), dict(self.real), dict(self.documents), dict(self.tallies))


@dataclass(slots=True)
class Course:
    """What stopped or restarted a period or a duty. `restarted`: its new trigger; `hastened`: the day to which its
    last day was brought forward."""

    suspensions: tuple[Suspension, ...] = ()
    restarted: Moment | None = None
    ended: bool = False
    hastened: int | None = None


@dataclass(slots=True)
class Owed:
    """An open duty. By deadline, `anchors`: the moment it counts from; `lapsed`: the place of its finding, or -1.
    `row`: of a duty for each row of a schedule, which row; else 0."""

    uid: int
    duty: str
    day: int
    minute: int | None
    seq: int
    anchors: dict[str, Moment | None] = field(default_factory=dict)
    lapsed: dict[str, int] = field(default_factory=dict)
    reached: tuple[str, ...] = ()
    acted: tuple[str, ...] = ()
    course: Course = field(default_factory=Course)
    row: int = 0

    def copy(self) -> Owed:
        """An independent copy."""
        return replace(self, anchors=dict(self.anchors), lapsed=dict(self.lapsed), course=replace(self.course))


@dataclass(frozen=True, slots=True)
class Asked:
    """An extension of a period: by which of its allowances, since when, and whether it is pending, granted, refused."""

    allowance: int
    state: str
    requested: int | None
    decided: int | None
    amount: int | None = None  # the units granted, where the approval says how many


@dataclass(slots=True)
class Clock:
    """A named period. `status`: "" while it has not lapsed or ended."""

    period: str
    start: Moment | None = None
    seq: int = 0
    status: str = ""
    stopped: int | None = None  # the day it lapsed or ended
    reached: bool = False
    extensions: tuple[Asked, ...] = ()
    course: Course = field(default_factory=Course)
    worded: str = ""  # the row by whose words it runs, where that is no longer the period's own

    def copy(self) -> Clock:
        """An independent copy."""
        return replace(self, course=replace(self.course))


@dataclass(frozen=True, slots=True)
class Lead:
    """An act whose lead time is judged finally when the anchoring event comes."""

    duty: str
    deadline: str
    record: Record


@dataclass(frozen=True, slots=True)
class Approvals:
    """Approvals of an excess over a count: how many came, and how many units of excess they carry already."""

    came: int = 0
    used: int = 0


@dataclass(slots=True)
class Track:
    """One track, fork, or (with `stage` "") the case as a whole."""

    party: str | None
    part: str | None
    stage: str
    since: int
    began: int
    entry: int = 0
    history: History = field(default_factory=History)
    owed: list[Owed] = field(default_factory=list)
    clocks: dict[str, Clock] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=dict)  # joint acts: who has acted, and when
    findings: list[Finding | None] = field(default_factory=list)
    timeline: list[Entry] = field(default_factory=list)
    held: dict[str, bool] = field(default_factory=dict)  # by rule: whether its condition held when last looked at
    counted: dict[str, int] = field(default_factory=dict)
    approvals: dict[str, Approvals] = field(default_factory=dict)
    overdue: dict[str, int] = field(default_factory=dict)  # by event: the opening of the last duty that lapsed undone
    deemed: dict[str, tuple[int, str, str]] = field(default_factory=dict)  # by event: number, citation, row
    leads: list[Lead] = field(default_factory=list)
    exceeding: dict[str, int] = field(default_factory=dict)  # by period: the place of its running finding
    curable: dict[str, list[int]] = field(default_factory=dict)  # by count limit: findings that an approval lifts
    available: dict[str, int] = field(default_factory=dict)  # by power or ground: since when
    missing: dict[tuple[str, str], Missing] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)  # the rows that did something

    def copy(self) -> Track:
        """An independent copy."""
        return Track(
            self.party,
            self.part,
            self.stage,
            self.since,
            self.began,
            self.entry,
            self.history.copy(),
            [owed.copy() for owed in self.owed],
            {name: clock.copy() for name, clock in self.clocks.items()},
            {event: dict(acted) for event, acted in self.parts.items()},
            list(self.findings),
            list(self.timeline),
            dict(self.held),
            dict(self.counted),
            dict(self.approvals),
            dict(self.overdue),
            dict(self.deemed),
            list(self.leads),
            dict(self.exceeding),
            {name: list(places) for name, places in self.curable.items()},
            dict(self.available),
            dict(self.missing),
            dict(self.used),
        )

    def find(self, finding: Finding) -> int:
        """Adds a finding; its place."""
        self.findings.append(finding)
        return len(self.findings) - 1


@dataclass(slots=True)
class CaseState:
    """A whole case. `position`: how far time has gone, in half minutes (engine.py); None: not begun."""

    id: str
    opened: int | None
    parties: list[tuple[str, str]] = field(default_factory=list)
    declared: bool = False  # the case declares who is handled separately
    position: int | None = None
    day: int = 0  # of the last occurrence
    seq: int = 0
    uid: int = 0
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)  # by name and party ("": the case)
    coming: list[FactAt] = field(default_factory=list)
    whole: Track = field(default_factory=lambda: Track(None, None, "", 0, 0))
    tracks: list[Track] = field(default_factory=list)

    def copy(self) -> CaseState:
        """An independent copy."""
        return CaseState(
            self.id,
            self.opened,
            list(self.parties),
            self.declared,
            self.position,
            self.day,
            self.seq,
            self.uid,
            {name: dict(values) for name, values in self.facts.items()},
            list(self.coming),
            self.whole.copy(),
            [track.copy() for track in self.tracks],
        )
