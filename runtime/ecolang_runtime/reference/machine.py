"""What every part of the interpreter works on: rules, state, the present moment, and the entries being written."""

from __future__ import annotations

from ecolang.program import Expr
from ecolang.rows import dataclass, field
from ecolang.time import Due, iso
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.state import CaseState, Clock, Moment, Record, Track
from ecolang_runtime.reference.values import Context, OwnField, holds
from ecolang_runtime.verdict import Effect, Entry, Missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Dates are worked out once for equal inputs; beyond this many the table starts anew.
_MOST_DUES = 4096


@dataclass(slots=True)
class Pen:
    """An entry of a timeline while it is written."""

    seq: int
    day: int
    kind: str
    event: str | None = None
    by: tuple[str, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()
    had_effect: bool = True
    effects: list[Effect] = field(default_factory=list)


class Machine:
    """`today`: how far time has gone; `day` and `minute`: the date of what is being processed (a lapse is dated by its
    nominal day even where it is noticed later)."""

    def __init__(self, rules: Rules, state: CaseState) -> None:
        self.rules = rules
        self.state = state
        self.today = 0 if state.position is None else state.position // 2880
        self.day = self.today
        self.minute: int | None = None
        self.depth = 0
        self.quiet = False  # conditions that are looked at again and again name nothing as missing
        self._pens: dict[int, tuple[Track, Pen]] = {}

    # -- moments

    @property
    def moment(self) -> Moment:
        """The moment that is being processed."""
        return self.day, self.minute

    def due(self, key: Any, make: Any) -> Due:
        """The date for a key, worked out once."""
        dues = self.rules.dues
        found: Due | None = dues.get(key)
        if found is None:
            if len(dues) >= _MOST_DUES:
                dues.clear()
            found = dues[key] = make()
        return found

    # -- tracks

    def everyone(self) -> list[Track]:
        """The case as a whole, then its tracks."""
        return [self.state.whole, *self.state.tracks]

    def owner(self, track: Track, scope: str) -> Track:
        """Where a rule of that scope keeps its state."""
        return self.state.whole if scope == "case" else track

    def inside(self, track: Track, names: tuple[str, ...]) -> bool:
        """Whether the track (for the case: one of its tracks) is in one of the stages; no names: always."""
        if track is self.state.whole:
            return not names or any(self.rules.inside(each.stage, names) for each in self.state.tracks)
        return self.rules.inside(track.stage, names)

    def scope(self, track: Track) -> str:
        """The scope of the rules whose state the track keeps."""
        return "case" if track is self.state.whole else "track"

    def owns(self, track: Track, name: str) -> bool:
        """Whether the track keeps the state of the period or duty of that name."""
        row = self.rules.periods.get(name) or self.rules.duties.get(name)
        return row is not None and row.scope == self.scope(track)

    def clock(self, track: Track, period: str) -> Clock:
        """The clock of a period, made when first asked for."""
        return track.clocks.setdefault(period, Clock(period))

    def roles_of(self, name: str, track: Track) -> tuple[str, ...]:
        """The roles in which a role's or holder's name stands on a track; another track's holder has none here."""
        handled = self.rules.settings.track_role
        return tuple(
            whole
            for role in self.held_by(name, track)
            for whole in self.rules.whole(role)
            if name in self.rules.roles or whole != handled or track.party in (None, name) or track is self.state.whole
        )

    def held_by(self, name: str, track: Track) -> tuple[str, ...]:
        """The roles that a name stands for: itself, those that the case gives the holder, or the track's."""
        if name in self.rules.roles:
            return (name,)
        handled = self.rules.settings.track_role
        roles = tuple(role for holder, role in self.state.parties if holder == name)
        return roles or ((handled,) if handled is not None and name == track.party else ())

    # -- conditions

    def context(self, track: Track, record: Record | None = None) -> Context:
        """Where a condition of the track is looked at."""
        return Context(self, track, record)

    def test(self, track: Track, record: Record | None, cite: str, norm: str, *guards: Expr | None) -> bool | None:
        """Whether all guards are true; what makes one unknown is named as missing if none is false."""
        names: tuple[str, ...] = ()
        unknown = False
        context = Context(self, track, record)
        for guard in guards:
            if guard is None:
                continue
            value, missing = holds(guard, context)
            if value is False:
                return False
            if value is None:
                unknown, names = True, names + missing
        if unknown:
            self.miss(track, names, cite, norm)
            return None
        return True

    def miss(self, track: Track, names: tuple[str, ...], cite: str, norm: str) -> None:
        """Names what is not known and which rule needs it."""
        for name in () if self.quiet else names:
            if not isinstance(name, OwnField):
                track.missing.setdefault((name, norm), Missing(name, cite, norm))

    # -- the timeline

    def next_seq(self) -> int:
        """A number for an occurrence, a lapse or a condition."""
        self.state.seq += 1
        return self.state.seq

    def begin(self, track: Track, pen: Pen) -> None:
        """Begins an entry of the track's timeline."""
        self._close(track)
        self._pens[id(track)] = (track, pen)

    def note(self, track: Track, effect: Effect) -> None:
        """Writes an effect into the track's entry; what befalls the case stands with its first track."""
        if effect.norm is not None:
            track.used.setdefault(effect.norm)
        if track is self.state.whole:
            if not self.state.tracks:
                return
            written = [kept for kept, _ in self._pens.values()]
            track = written[0] if written else self.state.tracks[0]
        if id(track) not in self._pens:
            self.begin(track, Pen(self.next_seq(), self.day, "condition"))
        self._pens[id(track)][1].effects.append(effect)

    def without_effect(self, track: Track) -> None:
        """Marks the track's entry: the act had no effect."""
        self._pens[id(track)][1].had_effect = False

    def flush(self) -> None:
        """Ends the entries that are being written."""
        for track, _ in list(self._pens.values()):
            self._close(track)

    def _close(self, track: Track) -> None:
        found = self._pens.pop(id(track), None)
        if found is not None:
            pen = found[1]
            track.timeline.append(
                Entry(
                    pen.seq, iso(pen.day), pen.kind, pen.event, pen.by, tuple(pen.effects), pen.had_effect, pen.fields
                )
            )
