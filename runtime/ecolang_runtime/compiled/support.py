"""What generated conditions call: each answers on the numbered state what the reference answers on its own."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ecolang_runtime.compiled import clocks
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.state import STALE, Record, Tally, Track
from ecolang_runtime.reference.values import Between, OwnField, compare, empty, item_value

NONE: dict[int, Any] = {}
_Condition = Callable[[Machine, Track, Record | None], bool | None]
_Namer = Callable[[Machine, Track, Record | None], tuple[str, ...]]


def truth(value: Any) -> bool | None:
    """A value as a condition; None is unknown."""
    if value is True or value is False or value is None:
        return value
    if isinstance(value, Between):
        return True if value.low > 0 else None
    if isinstance(value, (bool, int, Decimal)):
        return value != 0
    return not empty(value)


def not_(value: bool | None) -> bool | None:
    """Not, in three values."""
    return None if value is None else not value


def any_in(m: Machine, stages: frozenset[int]) -> bool:
    """Whether some track is in one of the stages."""
    return any(track.stage in stages for track in m.tracks)


def fact(m: Machine, t: Track, number: int, default: Any) -> Any:
    """A fact as known that day."""
    values = m.facts[number]
    if values is None:
        return default
    value = values.get(t.party or "", values.get(""))
    return default if value is None else value


def field(r: Record | None, name: str, defaults: dict[int, Any]) -> Any:
    """A field of an occurrence, or its default."""
    if r is None:
        return None
    value = r.fields.get(name)
    return defaults.get(r.event) if value is None or value == "" else value


def given(r: Record | None, name: str) -> bool | None:
    """Whether an occurrence carries a field that is not empty."""
    if r is None:
        return None
    value = r.fields.get(name)
    return value is False or not empty(value)


def own(r: Record | None, name: str) -> tuple[str, ...]:
    """The name of a field of the occurrence; without one, of an act still to come."""
    return (OwnField(name) if r is None else name,)


def counted(tally: Tally | None) -> Any:
    """How many were counted, or between which bounds."""
    if tally is None:
        return 0
    return Between(tally[0], tally[0] + tally[1]) if tally[1] else tally[0]


def tally_names(tally: Tally | None) -> tuple[str, ...]:
    """What was missing for the doubtful ones."""
    return () if tally is None else tally[5]


def since(mine: Tally | None, theirs: Tally | None) -> bool | None:
    """Whether the first came with none of the second after it."""
    if mine is None:
        return False
    came = mine[3][0] if mine[3] is not None else 0
    undone, doubtful = 0, 0
    if theirs is not None:
        undone, doubtful = theirs[3][0] if theirs[3] is not None else 0, theirs[4]
    if came and came >= max(undone, doubtful):
        return True
    latest = max(came, mine[4])
    if not latest or undone > latest:
        return False
    return None


def period_is(m: Machine, t: Track, number: int, state: str) -> bool | None:
    """Whether a period is in a state; unknown between the bounds of a provisional last day."""
    period = m.tables.periods[number]
    if period.fixed and t.stage >= 0:
        clock = (m.whole if period.whole else t).clocks[number]
        if clock is not None:
            # As `period_state` has it, where its start stands fast and its last day is sure.
            if clock.status:
                return clock.status == state or (state == "reached" and (clock.status == "lapsed" or clock.reached))
            if clock.start is not None and not clock.suspensions and clock.sure and clock.key != STALE:
                return clock.reached if state == "reached" else state == "running"
    found = clocks.period_state(m, t, period)
    if found is None:
        return None
    if state == "reached":
        if found == "lapsed":
            return True
        clock = clocks.period_owner(m, t, period).clocks[number]
        return clock is not None and clock.reached
    return found == state


def is_overdue(m: Machine, t: Track, event: int) -> bool:
    """Whether some duty to do the event passed its last day undone."""
    for track in (t, m.whole):
        opened = track.overdue.get(event)
        if opened is not None and track.real[event] <= opened:
            return True
    return False


def is_open(m: Machine, t: Track, event: int) -> bool:
    """Whether a duty to do the event is open."""
    for track in (t, m.whole):
        for owed in track.owed:
            if event in owed.row.events:
                return True
    return False


def _document(t: Track, r: Record | None, name: str) -> dict[str, Any] | None:
    if r is None or name not in r.documents:
        r = t.documents.get(name)
    return None if r is None else r.documents[name]


def is_signed(m: Machine, t: Track, r: Record | None, name: str, role: str) -> bool | None:
    """Whether the latest such document says that the role signed."""
    document = _document(t, r, name)
    if document is None or (document.get("signed") is None and document.get("refused") is None):
        return None
    return any(role in m.roles_of(each, t) for each in document.get("signed") or ())


def item(t: Track, r: Record | None, name: str, key: str, number: int | None) -> Any:
    """What the latest such document has under the item; False if nothing."""
    document = _document(t, r, name)
    if document is None or document.get("items") is None:
        return None
    value = item_value(document, key, number)
    return False if empty(value) else value


def is_actor(m: Machine, r: Record | None, role: str) -> bool | None:
    """Whether the occurrence was made by the role or a part of it."""
    if r is None:
        return None
    tables = m.tables
    if r.by:
        return tables.acts_as(r.by, role)
    declared = tables.events[r.event].actors
    if any(role in tables.whole(actor) for actor in declared):
        return True
    # A part of the declared actor may have acted for the whole.
    return None if any(actor in tables.whole(role) for actor in declared) else False


def compared(op: str, a: Any, b: Any) -> bool | None:
    """A comparison, unknown if either side is or they have no order."""
    if a is None or b is None:
        return None
    if isinstance(a, Between) or isinstance(b, Between):
        answers = {compare(op, x, y) for x in _each(a) for y in _each(b)}
        # What has no order at all is no answer, which counts as not so.
        return (answers.pop() or False) if len(answers) == 1 else None
    return compare(op, a, b)


def incomparable(a: Any, b: Any) -> bool:
    """Whether two values are known for certain, so that an unknown comparison means that they have no order."""
    return a is not None and b is not None and not isinstance(a, Between) and not isinstance(b, Between)


def _each(value: Any) -> Any:
    return range(value.low, value.high + 1) if isinstance(value, Between) else (value,)


def _others(m: Machine, t: Track, quantifier: str) -> list[Track]:
    others = [track for track in m.tracks if track.part is None]
    return [track for track in others if track.party != t.party] if quantifier.endswith("other") else others


def over_tracks(m: Machine, t: Track, r: Record | None, quantifier: str, condition: _Condition) -> bool | None:
    """Whether a condition holds on any, or on all, of the tracks."""
    decisive = quantifier.startswith("any")
    unknown = False
    for track in _others(m, t, quantifier):
        value = condition(m, track, r)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive


def track_names(
    m: Machine, t: Track, r: Record | None, quantifier: str, condition: _Condition, names: _Namer
) -> tuple[str, ...]:
    """What is missing on the tracks of which a condition is unknown."""
    found: tuple[str, ...] = ()
    for track in _others(m, t, quantifier):
        if condition(m, track, r) is None:
            found += names(m, track, r)
    return found
