"""What an evaluation says: immutable rows, the same content for text, JSON and callers.

Days are ISO strings (`2026-03-02`); citations are the policy's own words. Sentences are made elsewhere, when read.
"""

from __future__ import annotations

from ecolang.rows import dataclass
from ecolang.source_ref import localise_refs
from ecolang.time import Due, Lang, format_date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Later:
    """A row of which an engine may leave fields to be worked out when they are first read: `_later`, where there is
    one, tells them by name."""

    __slots__ = ("_later",)

    @property
    def late(self) -> bool:
        """Whether fields are worked out late."""
        return getattr(self, "_later", None) is not None

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            # Asked only for a field that is not there yet.
            if name[:1] == "_":
                raise AttributeError(name)
            value = self._later.field(name)
            object.__setattr__(self, name, value)
            return value

        def __replace__(self, /, **changes):
            """The row with some fields changed; what was not read yet is still left."""
            cls = self.__class__
            made = object.__new__(cls)
            for name in cls.__slots__:
                if name in changes:
                    value = changes.pop(name)
                else:
                    try:
                        value = cls.__dict__[name].__get__(self)
                    except AttributeError:
                        continue
                object.__setattr__(made, name, value)
            if changes:
                raise TypeError(*changes)
            later = getattr(self, "_later", None)
            if later is not None:
                object.__setattr__(made, "_later", later)
            return made


@dataclass(frozen=True, slots=True)
class DueDate:
    """A computed last day. `last` None: not determined yet (its start has not come, or an open suspension)."""

    last: str | None
    days_left: int | None  # calendar days from the as-of date; negative: overdue
    provisional: tuple[str, ...]  # why it is not certain, e.g. "新疆 2026"
    cite: str
    computed: Due | None  # explains itself: .explain(lang)

    def explain(self, lang: Lang = "zh") -> str:
        """How the day came about, in words; "" where there is nothing to tell."""
        if self.computed is None:
            return ""
        cite = localise_refs(self.cite, lang)
        if self.computed.amount or self.last is None:
            return self.computed.explain(lang, cite)
        # Nothing is counted: the day is one that the case itself gives.
        day = format_date(self.computed.trigger, lang, weekday=True)
        return (
            f"按案件载明的日期，最迟为{day}。依据：{cite}。"
            if lang == "zh"
            else f"Due on the day that the case gives, {day}. By {cite}."
        )


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was not as the norm says.

    kind: overdue (not done by its last day, nor since), late (done after it), too_early, lead_time (less than the
    required time before the anchor), missing (not done before what it had to precede, or at the end of its stage),
    too_many, too_few, exceeded (a period), not_permitted (a power without effect), forbidden, wrong_actor, incomplete,
    unsigned, unnoted, out_of_order, unexpected, after_deemed, undetermined, not_checked.
    degree: violation, caution, note.
    """

    kind: str
    degree: str
    cite: str
    norm: str  # id of the program row
    event: str | None = None
    on: str | None = None  # the day it happened
    due: str | None = None
    actual: str | None = None
    days: int | None = None  # how many days over (calendar days)
    who: tuple[str, ...] = ()
    item: str | None = None  # document item, step, missing field, period or ground
    count: int | None = None  # the number of the act; of a duty for each row of a schedule, the row
    limit: int | None = None
    effect: bool = True  # False: the act had no effect
    provisional: tuple[str, ...] = ()
    seq: int | None = None  # the occurrence in the timeline
    version: str | None = None  # of the row, where it came into the track's version with an article of a newer one
    failed: tuple[str, ...] = ()  # of an unexpected act: the moves of the stage, the conditions of all of which failed


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """Who must do what, by when. state: open, overdue, undetermined; `age`: days since it opened."""

    norm: str
    cite: str
    who: tuple[str, ...]
    events: tuple[str, ...]
    since: str
    due: DueDate | None
    state: str
    degree: str
    age: int
    demands: tuple[DueDate, ...] = ()
    scope: str = "track"
    version: str | None = None  # as in Finding
    row: int = 0  # of a duty for each row of a schedule: which row


@dataclass(frozen=True, slots=True)
class AvailableGround:
    """A ground that may be invoked, and since when. state: true, unknown (what is missing is in `missing`)."""

    cite: str
    since: str | None
    state: str
    missing: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Permitted:
    """What may be done now."""

    norm: str
    cite: str
    who: tuple[str, ...]
    events: tuple[str, ...]
    grounds: tuple[AvailableGround, ...]
    until: DueDate | None
    since: str | None
    state: str = "true"  # true | unknown
    version: str | None = None  # as in Finding


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that an entry of the timeline did.

    kind: moved, forked, opened, discharged, closed, counted, started, suspended, resumed, restarted, ended, hastened,
    extended, deemed, full, lapsed, no_effect, no_edge, partial, relied_on.
    """

    kind: str
    cite: str | None = None
    norm: str | None = None
    source: str | None = None
    target: str | None = None
    count: int | None = None
    limit: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline: an occurrence, a lapse, or a condition that came true."""

    seq: int
    on: str
    kind: str  # event | deemed | lapse | reached | condition
    event: str | None
    by: tuple[str, ...]
    effects: tuple[Effect, ...]
    had_effect: bool = True
    fields: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Limit:
    """A count or a period with what is used.

    state of a period: not_started, running, suspended, lapsed, ended, undetermined.
    """

    norm: str
    cite: str
    kind: str  # count | period
    name: str
    used: int
    allowed: int | None
    extended: int
    state: str
    first: str | None = None
    due: DueDate | None = None
    suspended: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact or field that is not known, and the rule that would need it."""

    name: str
    cite: str
    norm: str


#: Articles of a newer version that reach into a track: the version's name, and the articles as it numbers them.
Part = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class VersionUsed:
    """A version that a verdict rests on. `silent_since`: the first day without it, where no other has followed by the
    as-of day."""

    name: str
    title: str
    in_force: str | None
    last: str | None = None
    silent_since: str | None = None


@dataclass(frozen=True, slots=True)
class TrackVerdict(Later):
    """The verdict of one track."""

    party: str | None
    part: str | None
    stage: str
    outcome: bool
    since: str
    findings: tuple[Finding, ...]
    open_duties: tuple[OpenDuty, ...]
    permitted: tuple[Permitted, ...]
    limits: tuple[Limit, ...]
    timeline: tuple[Entry, ...]
    missing: tuple[Missing, ...]
    undecided: tuple[str, ...]  # clauses left to a human's judgement or not modelled that this track touched
    version: str | None = None  # the version that the track follows, whose numbers its citations are
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict(Later):
    """The verdict of a case as of a day: its tracks, and what concerns the case as a whole.

    `findings`, `open_duties` and `permitted` speak of the whole case and all its tracks; `case_findings` and
    `case_open_duties` hold only what belongs to no single track.
    """

    case: str
    as_of: str
    policy: str
    in_force: str | None
    calendars: tuple[str, ...]
    over: bool
    tracks: tuple[TrackVerdict, ...]
    case_findings: tuple[Finding, ...]
    case_open_duties: tuple[OpenDuty, ...]
    left_out: int  # occurrences after the as-of date
    provisional: tuple[str, ...]
    turns_on: tuple[tuple[str, str], ...] = ()  # (reading, alternative) under which the verdict differs
    readings: tuple[tuple[str, str], ...] = ()  # alternatives in force
    order_matters: tuple[str, ...] = ()  # days on which the order of untimed occurrences changes the verdict
    version: str | None = None  # that the case as a whole follows; None where there is only one and it has no days
    parts: tuple[Part, ...] = ()
    versions: tuple[VersionUsed, ...] = ()
    begins: str | None = None  # the day on which a case begins that has not begun by the as-of day; it has no tracks

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Findings of the case, then of each track."""
        return self.case_findings + tuple(f for t in self.tracks for f in t.findings)

    @property
    def open_duties(self) -> tuple[OpenDuty, ...]:
        """Open duties of each track, then of the case."""
        return tuple(d for t in self.tracks for d in t.open_duties) + self.case_open_duties

    @property
    def permitted(self) -> tuple[Permitted, ...]:
        """What may be done now, track by track."""
        return tuple(p for t in self.tracks for p in t.permitted)

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Counts and periods, track by track."""
        return tuple(limit for t in self.tracks for limit in t.limits)

    @property
    def stage(self) -> str:
        """The stage or outcome of the only track; of several, each different one once, joined by 、."""
        return "、".join(dict.fromkeys(t.stage for t in self.tracks))

    def track(self, party: str | None = None, part: str | None = None) -> TrackVerdict | None:
        """The track of a holder (and of a part forked from it), or None."""
        return next((t for t in self.tracks if t.party == party and t.part == part), None)
