"""A case in flight: its state, the present moment, and the entries of timelines that are being written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecolang_runtime.case import FactAt
from ecolang_runtime.compiled.pen import Pen
from ecolang_runtime.compiled.rows import Guard
from ecolang_runtime.compiled.state import OWED, PERIODS, STALE, Record, Track
from ecolang_runtime.reference.values import OwnField
from ecolang_runtime.verdict import Effect, Entry, Missing

if TYPE_CHECKING:
    from ecolang_runtime.compiled.tables import Tables


class Machine:
    """`today`: how far time has gone; `day` and `minute`: the date of what is being processed. `quiet`: what is missing
    is not named. `lean`: no timeline is written, and nothing is named. `keeps_used`: which rows did something is kept.
    `key`: the next moment at which something happens by itself, STALE where it has to be worked out; `moving`: it may
    change with what is not told of duties and clocks; `restless`: a clock may say something else on another day."""

    __slots__ = (
        "apart", "came", "coming", "day", "depth", "differs", "duties", "facts", "handled", "id", "keeps_used", "key",
        "lapsed", "latest", "lean", "minute", "moving", "opened", "parties", "pens", "position", "quiet", "restless",
        "seq", "settled", "tables", "times", "today", "tracks", "visited", "whole",
    )  # fmt: skip

    def __init__(
        self, tables: Tables, id: str, opened: int | None, parties: list[tuple[str, str]], coming: list[FactAt]
    ) -> None:
        self.tables = tables
        self.id = id
        self.opened = opened
        self.parties = parties
        handled = tables.track_role
        #: The holders that the case names of the role that has tracks.
        self.handled = frozenset([name for name, role in parties if role == handled])
        self.position: int | None = None
        self.latest = 0  # the day of the last occurrence
        self.seq = 0
        self.facts: list[dict[str, Any] | None] = [None] * tables.sizes.facts
        self.coming = coming
        self.whole = Track(None, None, -1, 0, tables.sizes)
        self.tracks: list[Track] = []
        self.today = self.day = 0
        self.minute: int | None = None
        self.depth = 0
        self.quiet = self.lean = False
        self.keeps_used = tables.keeps_used
        self.settled = False  # whether conditions have come to rest
        self.pens: list[Track] = []
        self.key = STALE
        self.moving = False
        self.restless = True
        # What a replay came near, in bits (`touch`): stages, events, duties, periods, readings with other dates.
        self.times = [0] * tables.sizes.events  # by event: how often it was told
        # `apart`: readings under which the condition of a power was not surely the same.
        self.visited = self.came = self.duties = self.lapsed = self.differs = self.apart = 0

    def copy(self, lean: bool = False) -> Machine:
        """An independent copy; a `lean` one writes no timeline and names nothing."""
        made = Machine.__new__(Machine)
        made.tables, made.id, made.opened = self.tables, self.id, self.opened
        made.parties, made.handled = self.parties, self.handled
        made.position, made.latest, made.seq = self.position, self.latest, self.seq
        made.facts = [None if values is None else dict(values) for values in self.facts]
        made.coming = self.coming[:]
        lean = made.lean = lean or self.lean
        made.whole = self.whole.copy(lean)
        made.tracks = [track.copy(lean) for track in self.tracks]
        made.today = made.day = self.today
        made.minute, made.depth, made.quiet = None, 0, lean
        made.keeps_used = self.keeps_used
        made.settled, made.pens, made.key, made.moving = self.settled, [], self.key, self.moving
        made.restless = self.restless
        made.visited, made.came, made.duties = self.visited, self.came, self.duties
        made.times = self.times[:]
        made.lapsed, made.differs, made.apart = self.lapsed, self.differs, self.apart
        return made

    # -- tracks

    def everyone(self) -> list[Track]:
        """The case as a whole, then its tracks."""
        return [self.whole, *self.tracks]

    def inside(self, track: Track, stages: frozenset[int] | None) -> bool:
        """Whether the track (for the case: one of its tracks) is in one of the stages; None: always."""
        if stages is None:
            return True
        if track.stage < 0:
            return any(each.stage in stages for each in self.tracks)
        return track.stage in stages

    def roles_of(self, name: str, track: Track) -> tuple[str, ...]:
        """The roles in which a role's or holder's name stands on a track; another track's holder has none here."""
        tables = self.tables
        if name in tables.roles:
            return tables.whole(name)
        handled = tables.track_role
        return tuple(
            whole
            for role in self.held_by(name, track)
            for whole in tables.whole(role)
            if whole != handled or track.party in (None, name) or track.stage < 0
        )

    def held_by(self, name: str, track: Track) -> tuple[str, ...]:
        """The roles that a name stands for: itself, those that the case gives the holder, or the track's."""
        tables = self.tables
        if name in tables.roles:
            return (name,)
        handled = tables.track_role
        roles = tuple(role for holder, role in self.parties if holder == name)
        return roles or ((handled,) if handled is not None and name == track.party else ())

    # -- what has changed

    def owing(self, owner: Track, key: int = STALE) -> None:
        """The open duties of a track, or of the case, have changed. `key`: when the one that is gone would have acted
        by itself."""
        if key <= self.key or key == STALE:
            self.key = STALE
        owner.dirty |= OWED
        if owner.stage < 0:
            for track in self.tracks:
                track.dirty |= OWED

    def clocked(self, owner: Track) -> None:
        """A clock of a track, or of the case, has changed."""
        self.key = STALE
        owner.dirty |= PERIODS
        if owner.stage < 0:
            for track in self.tracks:
                track.dirty |= PERIODS

    def newday(self) -> None:
        """The day has changed: so may what is said of clocks that stand still, or of which the last day is not sure."""
        if self.restless:
            for track in self.tracks:
                track.dirty |= PERIODS

    # -- conditions

    def test(self, track: Track, record: Record | None, guard: Guard | None) -> bool | None:
        """Whether a guard is true; what makes it unknown is named as missing."""
        if guard is None:
            return True
        answer = guard.answer(self, track, record)
        if answer is None and not self.quiet:
            self.miss(track, record, guard)
        return answer

    def miss(self, track: Track, record: Record | None, guard: Guard) -> None:
        """Names what is not known and which rule needs it."""
        self.name(track, guard.names(self, track, record), guard.cite, guard.norm)

    def name(self, track: Track, names: tuple[str, ...], cite: str, norm: str) -> None:
        """Writes down names of what is not known."""
        if self.quiet:
            return
        for name in names:
            if not isinstance(name, OwnField) and (name, norm) not in track.missing:
                track.missing[name, norm] = Missing(name, cite, norm)

    # -- the timeline

    def begin(self, track: Track, pen: Pen) -> None:
        """Begins an entry of the track's timeline."""
        if track.pen is not None:
            self._close(track)
            self.pens.remove(track)
        track.pen = pen
        self.pens.append(track)

    def note(self, track: Track, effect: Effect) -> None:
        """Writes an effect into the track's entry; what befalls the case stands with its first track."""
        if self.lean:
            return
        if self.keeps_used and effect.norm is not None:
            track.used[effect.norm] = None
        pen = track.pen
        if pen is None:
            if track.stage < 0:
                if not self.tracks:
                    return
                track = self.pens[0] if self.pens else self.tracks[0]
            if track.pen is None:
                self.seq += 1
                self.begin(track, Pen(self.seq, self.day, "condition", None, (), ()))
            pen = track.pen
        pen.effects.append(effect)  # type: ignore[union-attr]

    def without_effect(self, track: Track) -> None:
        """Marks the track's entry: the act had no effect."""
        if not self.lean:
            track.pen.had_effect = False  # type: ignore[union-attr]

    def flush(self) -> None:
        """Ends the entries that are being written."""
        for track in self.pens:
            self._close(track)
        self.pens.clear()

    def _close(self, track: Track) -> None:
        pen: Any = track.pen
        track.pen = None
        pen.effects = tuple(pen.effects)
        pen.__class__ = Entry
        track.timeline.append(pen)
