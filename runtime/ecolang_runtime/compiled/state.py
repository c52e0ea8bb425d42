"""The state of a case in flight. What never changes is shared between copies; lists are indexed by numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecolang.time import Suspension
from ecolang_runtime.verdict import Entry, Finding, Missing

if TYPE_CHECKING:
    from ecolang_runtime.compiled.pen import Pen
    from ecolang_runtime.compiled.rows import DutyRow, PeriodRow

#: A day and, if known, the minute of the day.
Moment = tuple[int, int | None]
#: When an occurrence came: its number, day and minute, and the day on which it was received.
Stamp = tuple[int, int, int | None, int | None]
#: yes, unknown, first, last, the number of the last doubtful one, what was missing for these.
Tally = tuple[int, int, Stamp | None, Stamp | None, int, tuple[str, ...]]

#: A key later than any moment.
NEVER = 1 << 62
#: A key that has to be worked out.
STALE = -1

#: What has changed on a track since its conditions were last looked at, as bits: facts, periods (or the day), duties,
#: documents, and one for each event from EVENTS on.
FACTS, PERIODS, OWED, DOCUMENTS, EVENTS = 1, 2, 4, 8, 16
ALL = -1


class Record:
    """An occurrence in a history, real or deemed, as it concerns one track. Never changed once made."""

    __slots__ = (
        "by", "day", "deemed", "documents", "event", "fields", "ground", "minute", "named", "received", "seq", "steps",
    )  # fmt: skip

    def __init__(
        self,
        seq: int,
        event: int,
        day: int,
        minute: int | None,
        by: tuple[str, ...],
        fields: dict[str, Any],
        documents: dict[str, dict[str, Any]],
        steps: tuple[str, ...] | None,
        ground: str | None,
        deemed: bool,
        named: tuple[str, ...],
        received: int | None = None,
    ) -> None:
        self.received = received
        self.seq = seq
        self.event = event
        self.day = day
        self.minute = minute
        self.by = by
        self.fields = fields
        self.documents = documents
        self.steps = steps
        self.ground = ground
        self.deemed = deemed
        self.named = named


class Owed:
    """An open duty. By a deadline's place, `anchors`: the moment it counts from; `lapsed`: the place of its finding."""

    __slots__ = (
        "acted", "anchors", "day", "ended", "key", "lapsed", "minute", "reached", "restarted", "row", "seq",
        "suspensions",
    )  # fmt: skip

    def __init__(self, row: DutyRow, day: int, minute: int | None, seq: int, anchors: list[Moment | None]) -> None:
        self.row = row
        self.day = day
        self.minute = minute
        self.seq = seq
        self.anchors = anchors
        self.lapsed: dict[int, int] | None = None
        self.reached: tuple[int, ...] = ()
        self.acted: tuple[str, ...] = ()
        self.suspensions: tuple[Suspension, ...] = ()
        self.restarted: Moment | None = None
        self.ended = False
        self.key = STALE

    def copy(self) -> Owed:
        """An independent copy."""
        made = Owed(self.row, self.day, self.minute, self.seq, self.anchors[:])
        made.lapsed = None if self.lapsed is None else dict(self.lapsed)
        made.reached, made.acted, made.suspensions = self.reached, self.acted, self.suspensions
        made.restarted, made.ended, made.key = self.restarted, self.ended, self.key
        return made


class Clock:
    """A named period that runs, or did. `status`: "" while it has not lapsed or ended; `asked`: its extensions as
    (place of the allowance, state, day asked, day decided, units)."""

    __slots__ = (
        "asked",
        "key",
        "reached",
        "restarted",
        "row",
        "seq",
        "start",
        "status",
        "stopped",
        "sure",
        "suspensions",
    )

    def __init__(self, row: PeriodRow) -> None:
        self.row = row
        self.start: Moment | None = None
        self.seq = 0
        self.status = ""
        self.stopped: int | None = None
        self.reached = False
        self.asked: tuple[tuple[int, str, int | None, int | None, int | None], ...] = ()
        self.suspensions: tuple[Suspension, ...] = ()
        self.restarted: Moment | None = None
        self.key = STALE
        self.sure = False  # while `key` is known: whether the last day is certain

    def copy(self) -> Clock:
        """An independent copy."""
        made = Clock(self.row)
        made.start, made.seq, made.status, made.stopped = self.start, self.seq, self.status, self.stopped
        made.reached, made.asked, made.suspensions = self.reached, self.asked, self.suspensions
        made.restarted, made.key, made.sure = self.restarted, self.key, self.sure
        return made


class Track:
    """One track, fork, or (with `stage` -1) the case as a whole. The lists are indexed by the policy's numbers."""

    __slots__ = (
        "apart", "approvals", "available", "began", "clocks", "counted", "curable", "deemed", "dirty", "documents",
        "entry", "exceeding", "findings", "first", "held", "here", "last", "leads", "missing", "overdue", "owed",
        "part", "parts", "party", "pen", "real", "running", "seen", "since", "stage", "tallies", "timeline", "used",
    )  # fmt: skip

    def __init__(self, party: str | None, part: str | None, stage: int, since: int, sizes: Sizes) -> None:
        self.party = party
        self.part = part
        self.stage = stage
        self.since = self.began = since
        self.entry = 0
        self.first: list[Record | None] = [None] * sizes.events
        self.last: list[Record | None] = [None] * sizes.events
        self.real: list[int] = [0] * sizes.events
        self.documents: dict[str, Record] = {}
        self.tallies: list[Tally | None] = [None] * sizes.tallies
        self.owed: list[Owed] = []
        self.clocks: list[Clock | None] = [None] * sizes.periods
        self.running: list[Clock] = []  # the clocks there are, in the order of their making
        self.parts: dict[int, dict[str, int]] = {}  # joint acts: who has acted, and when
        self.findings: list[Finding | None] = []
        self.timeline: list[Entry] = []
        self.held = 0  # as bits, the duties, deemings and operations whose condition holds
        self.counted: dict[str, int] = {}
        self.approvals: dict[tuple[str, int], tuple[int, int]] = {}  # how many came, how many units are used
        self.overdue: dict[int, int] = {}
        self.deemed: dict[int, tuple[int, str, str]] = {}
        self.leads: list[tuple[DutyRow, int, Record]] = []
        self.exceeding: dict[int, int] = {}
        self.curable: dict[str, list[int]] = {}
        self.available: list[int] = [0] * sizes.available
        self.dirty = ALL
        self.apart = 0  # readings under which since when a power may be used was not surely the same
        self.seen = 0  # what of it a settling has looked at
        self.here = -2  # the stage for which `available` was last looked at
        self.missing: dict[tuple[str, str], Missing] = {}
        self.used: dict[str, None] = {}
        self.pen: Pen | None = None

    def copy(self, lean: bool) -> Track:
        """An independent copy; a `lean` one without what only a verdict tells."""
        made = Track.__new__(Track)
        made.party, made.part, made.stage = self.party, self.part, self.stage
        made.since, made.began, made.entry = self.since, self.began, self.entry
        made.first, made.last, made.real = self.first[:], self.last[:], self.real[:]
        made.documents, made.tallies = dict(self.documents), self.tallies[:]
        made.owed = [owed.copy() for owed in self.owed]
        made.clocks = self.clocks[:]
        made.running = []
        for clock in self.running:
            copied = clock.copy()
            made.running.append(copied)
            made.clocks[clock.row.number] = copied
        made.parts = {event: dict(acted) for event, acted in self.parts.items()}
        made.findings, made.held = self.findings[:], self.held
        made.timeline = [] if lean else self.timeline[:]
        made.counted, made.approvals = dict(self.counted), dict(self.approvals)
        made.overdue, made.deemed, made.leads = dict(self.overdue), dict(self.deemed), self.leads[:]
        made.exceeding = dict(self.exceeding)
        made.curable = {name: places[:] for name, places in self.curable.items()}
        made.apart = self.apart
        made.available, made.here, made.dirty, made.seen = self.available[:], self.here, self.dirty, 0
        made.missing, made.used = ({}, {}) if lean else (dict(self.missing), dict(self.used))
        made.pen = None
        return made

    def find(self, finding: Finding) -> int:
        """Adds a finding; its place."""
        self.findings.append(finding)
        return len(self.findings) - 1


class Sizes:
    """How long the lists of a track are."""

    __slots__ = ("available", "events", "facts", "periods", "tallies")

    def __init__(self, events: int, tallies: int, periods: int, available: int, facts: int) -> None:
        self.events = events
        self.tallies = tallies
        self.periods = periods
        self.available = available
        self.facts = facts
