"""Conditions in three values, and what was missing where one is unknown (docs/semantics.md, section 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import ge, gt, le, lt

from ecolang.program import Expr
from ecolang.rows import dataclass
from ecolang.time import parse_date
from ecolang_runtime.reference import clocks
from ecolang_runtime.reference.state import Record, Tally, Track

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, TypeAlias

    from ecolang_runtime.reference.machine import Machine


class Unknown:
    """The third value."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class OwnField(str):
    """The name of a field that only an act still to come can give: nothing that is missing from the case."""

    __slots__ = ()


#: A value and the names of what was missing (empty where the value is known).
Known: TypeAlias = "tuple[Any, tuple[str, ...]]"


@dataclass(frozen=True, slots=True)
class Between:
    """A count of which only the bounds are known."""

    low: int
    high: int


@dataclass(slots=True)
class Context:
    """Where a condition is looked at: a track (or the case as a whole) and, if any, the occurrence being judged."""

    machine: Machine
    track: Track
    record: Record | None = None


def holds(expr: Expr | None, context: Context) -> tuple[bool | None, tuple[str, ...]]:
    """Whether a condition is true, false or (None) unknown, and what was missing; no condition is true."""
    if expr is None:
        return True, ()
    known = _FORMS[expr[0]](context, *expr[1:])
    # Nearly every condition is one of these already.
    return known if known[0] is True or known[0] is False else truth(known)


def truth(known: Known) -> tuple[bool | None, tuple[str, ...]]:
    """A value as a condition: a value that is given and not empty is true."""
    value, names = known
    if value is True or value is False:
        return value, ()
    if value is UNKNOWN:
        return None, names
    if isinstance(value, Between):
        return (True, ()) if value.low > 0 else (None, names)
    if isinstance(value, (bool, int, Decimal)):
        return value != 0, ()
    return not empty(value), ()


def empty(value: Any) -> bool:
    """Whether a field or item counts as not filled in."""
    return value is None or value is False or value == "" or value == () or value == []


def day_of(value: Any) -> int | None:
    """The ordinal of a date given as text, date or ordinal; None if it is none."""
    if isinstance(value, int):
        return None if isinstance(value, bool) else value
    if isinstance(value, date):
        return value.toordinal()
    return parse_date(value) if isinstance(value, str) else None


def evaluate(expr: Expr, context: Context) -> Known:
    """The value of an expression."""
    return _FORMS[expr[0]](context, *expr[1:])


def _true(_: Context) -> Known:
    return True, ()


def _literal(_: Context, value: Any) -> Known:
    return value, ()


def _every(parts: Iterable[Expr], contexts: Iterable[Context]) -> Known:
    """False if any part is false in any context, else unknown if any is unknown."""
    return _unless(False, parts, contexts)


def _some(parts: Iterable[Expr], contexts: Iterable[Context]) -> Known:
    """True if any part is true in any context, else unknown if any is unknown."""
    return _unless(True, parts, contexts)


def _unless(decisive: bool, parts: Iterable[Expr], contexts: Iterable[Context]) -> Known:
    names: tuple[str, ...] = ()
    unknown = False
    for context in contexts:
        for part in parts:
            value, missing = holds(part, context)
            if value is decisive:
                return decisive, ()
            if value is None:
                unknown, names = True, names + missing
    return (UNKNOWN, names) if unknown else (not decisive, ())


def _negated(known: Known) -> Known:
    value, names = truth(known)
    return (UNKNOWN, names) if value is None else (not value, ())


def _and(context: Context, *parts: Expr) -> Known:
    return _every(parts, (context,))


def _or(context: Context, *parts: Expr) -> Known:
    return _some(parts, (context,))


def _not(context: Context, part: Expr) -> Known:
    return _negated(evaluate(part, context))


def _in(context: Context, names: tuple[str, ...]) -> Known:
    stages = context.machine.rules.stages(names)
    track, state = context.track, context.machine.state
    if track is state.whole:
        return any(each.stage in stages for each in state.tracks), ()
    return track.stage in stages, ()


def _fact(context: Context, name: str) -> Known:
    values = context.machine.state.facts.get(name, {})
    value = values.get(context.track.party or "", values.get(""))
    if value is None:
        value = context.machine.rules.fact_defaults.get(name)
    return (UNKNOWN, (name,)) if value is None else (value, ())


def _field(context: Context, name: str) -> Known:
    value = _value_in(context, context.record, name)
    return (UNKNOWN, (_own(context, name),)) if value is None else (value, ())


def _own(context: Context, name: str) -> str:
    return OwnField(name) if context.record is None else name


def _given(context: Context, name: str) -> Known:
    if context.record is None:
        return UNKNOWN, (OwnField(name),)
    value = context.record.fields.get(name)
    # A field that says no was given.
    return value is False or not empty(value), ()


def _value_in(context: Context, record: Record | None, name: str) -> Any:
    """What an occurrence says in a field, or the field's default; None if neither."""
    if record is None:
        return None
    value = record.fields.get(name)
    return context.machine.rules.defaults.get((record.event, name)) if value is None or value == "" else value


def _last(context: Context, event: str, name: str) -> Known:
    value = _value_in(context, context.track.history.last.get(event), name)
    return (UNKNOWN, (f"{event}·{name}",)) if value is None else (value, ())


def _first(context: Context, event: str, name: str) -> Known:
    value = _value_in(context, context.track.history.first.get(event), name)
    return (UNKNOWN, (f"{event}·{name}",)) if value is None else (value, ())


_NONE = Tally()


def _tally(context: Context, event: str, guard: Expr | None, track: Track | None = None) -> Tally:
    history = (track or context.track).history
    return history.tallies.get(context.machine.rules.tally(event, guard), _NONE)


def _happened(context: Context, event: str, guard: Expr | None) -> Known:
    tally = _tally(context, event, guard)
    if tally.yes:
        return True, ()
    return (UNKNOWN, tally.names) if tally.unknown else (False, ())


def _since(context: Context, event: str, guard: Expr | None, other: str, other_guard: Expr | None) -> Known:
    mine, theirs = _tally(context, event, guard), _tally(context, other, other_guard)
    came = mine.last.seq if mine.last else 0
    undone = theirs.last.seq if theirs.last else 0
    if came and came >= max(undone, theirs.doubtful):
        return True, ()
    latest = max(came, mine.doubtful)
    if not latest or undone > latest:
        return False, ()
    return UNKNOWN, mine.names + theirs.names


def _count(context: Context, event: str, guard: Expr | None, scope: str = "track") -> Known:
    tally = _tally(context, event, guard, context.machine.state.whole if scope == "case" else None)
    if tally.unknown:
        return Between(tally.yes, tally.yes + tally.unknown), tally.names
    return tally.yes, ()


def _period(context: Context, name: str, state: str) -> Known:
    found, names = clocks.period_state(context.machine, context.track, name)
    if found is None:
        return UNKNOWN, names
    if state == "reached":
        return found == "lapsed" or clocks.has_come(context.machine, context.track, name), ()
    return found == state, ()


def _overdue(context: Context, event: str) -> Known:
    for track in (context.track, context.machine.state.whole):
        opened = track.overdue.get(event)
        if opened is not None and track.history.real.get(event, 0) <= opened:
            return True, ()
    return False, ()


def _open(context: Context, event: str) -> Known:
    rules, whole = context.machine.rules, context.machine.state.whole
    owed = context.track.owed if context.track is whole else [*context.track.owed, *whole.owed]
    return any(act.event == event for each in owed for act in rules.duties[each.duty].acts), ()


def _document(context: Context, name: str) -> dict[str, Any] | None:
    record = context.record
    if record is None or name not in record.documents:
        record = context.track.history.documents.get(name)
    return None if record is None else record.documents[name]


def signed(context: Context, document: dict[str, Any], role: str) -> bool | None:
    """Whether a document says that the role (or its holder) signed; None: it says nothing of signatures."""
    if document.get("signed") is None and document.get("refused") is None:
        return None
    return any(role in context.machine.roles_of(name, context.track) for name in document.get("signed") or ())


def _signed(context: Context, name: str, role: str) -> Known:
    document = _document(context, name)
    answer = None if document is None else signed(context, document, role)
    return (UNKNOWN, (f"{name}·{role}",)) if answer is None else (answer, ())


def item_value(document: dict[str, Any], key: str, number: int | None = None) -> Any:
    """What a document holds under an item's key or number; None if nothing."""
    items = document.get("items") or {}
    for name in (key, number, str(number)):
        if name is not None and name in items:
            return items[name]
    return None


def _item(context: Context, name: str, key: str) -> Known:
    document = _document(context, name)
    if document is None or document.get("items") is None:
        return UNKNOWN, (f"{name}·{key}",)
    rows = context.machine.rules.contents_by.get(name, ())
    number = next((item.number for row in rows for item in row.items if item.key == key), None)
    value = item_value(document, key, number)
    return (False if empty(value) else value), ()


def _actor(context: Context, role: str) -> Known:
    if context.record is None:
        return UNKNOWN, (OwnField(role),)
    rules = context.machine.rules
    if context.record.by:
        return rules.acts_as(context.record.by, role), ()
    declared = rules.event(context.record.event).actors
    if any(role in rules.whole(actor) for actor in declared):
        return True, ()
    # A part of the declared actor may have acted for the whole.
    return (UNKNOWN, (role,)) if any(actor in rules.whole(role) for actor in declared) else (False, ())


def _compare(context: Context, op: str, left: Expr, right: Expr) -> Known:
    (a, missing_a), (b, missing_b) = evaluate(left, context), evaluate(right, context)
    if a is UNKNOWN or b is UNKNOWN:
        return UNKNOWN, missing_a + missing_b
    if isinstance(a, Between) or isinstance(b, Between):
        # Few occurrences are doubtful, so each count they allow is tried.
        answers = {compare(op, x, y) for x in _each(a) for y in _each(b)}
        return (answers.pop(), ()) if len(answers) == 1 else (UNKNOWN, missing_a + missing_b)
    answer = compare(op, a, b)
    return (UNKNOWN, ()) if answer is None else (answer, ())


def _each(value: Any) -> Iterable[Any]:
    if isinstance(value, Between):
        return range(value.low, value.high + 1)
    return (value,)


def compare(op: str, a: Any, b: Any) -> bool | None:
    """Compares two values as numbers, dates or words; None if they have no order."""
    if type(a) is not type(b) or not isinstance(a, (bool, int)):
        a, b = _alike(a, b)
    if op in ("=", "!="):
        return bool(a == b) == (op == "=")
    if isinstance(a, bool) or isinstance(b, bool) or type(a) is not type(b):
        return None
    return _ORDER[op](a, b)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _alike(a: Any, b: Any) -> tuple[Any, Any]:
    """Both as exact numbers where one is a number, dates as ordinals where one is a date or both read as one."""
    if isinstance(a, bool) or isinstance(b, bool):
        return a, b
    if isinstance(a, (int, float, Decimal)) or isinstance(b, (int, float, Decimal)):
        return _number(a), _number(b)
    if a == b:
        return a, b
    first, second = day_of(a), day_of(b)
    if first is not None and second is not None:
        return first, second
    return a, b


def _number(value: Any) -> Any:
    if isinstance(value, str) and (day := parse_date(value)) is not None:
        return Decimal(day)
    if isinstance(value, date):
        return Decimal(value.toordinal())
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _tracks(context: Context, quantifier: str, part: Expr) -> Known:
    mine = context.track.party
    others = [track for track in context.machine.state.tracks if track.part is None]
    if quantifier.endswith("other"):
        others = [track for track in others if track.party != mine]
    contexts = [Context(context.machine, track, context.record) for track in others]
    return _some((part,), contexts) if quantifier.startswith("any") else _every((part,), contexts)


_FORMS: dict[str, Callable[..., Known]] = {
    "true": _true,
    "lit": _literal,
    "and": _and,
    "or": _or,
    "not": _not,
    "in": _in,
    "fact": _fact,
    "field": _field,
    "given": _given,
    "last": _last,
    "first": _first,
    "happened": _happened,
    "since": _since,
    "count": _count,
    "period": _period,
    "overdue": _overdue,
    "open": _open,
    "signed": _signed,
    "item": _item,
    "actor": _actor,
    "cmp": _compare,
    "tracks": _tracks,
}
