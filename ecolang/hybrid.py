"""Programs put together: what the versions of a regulation declare, and articles of one version in another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ecolang.program import Alternative, Anchor, Document, Duty, Event, Field, Period, Program, Reading
from ecolang.rows import dataclass, fields, is_dataclass, replace
from ecolang.source_ref import Ref, parse_ref

#: The tables whose rows an article brings along.
_RULES = (
    "periods", "duties", "powers", "prohibitions", "actor_rules", "count_limits", "period_ops", "deemings", "edges",
    "contents", "orders", "precedences",
)  # fmt: skip
_WORDS = ("roles", "facts", "stages", "groups", "definitions")


@dataclass(frozen=True, slots=True)
class Loose:
    """A row, and where it stands, that rests on something which is not there once the programs are put together."""

    row: str
    cite: str
    missing: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A program with articles of another version. `rows`: the ids that came in with them."""

    program: Program
    rows: frozenset[str]
    loose: tuple[Loose, ...] = ()


def merged(programs: Iterable[Program]) -> Program:
    """What all versions declare, the oldest first, so that a case can be read before its version is known.

    A field is required where every version that has its event requires it. Rules are those of the newest version.
    """
    every = list(programs)
    newest = every[-1]
    for older in reversed(every[:-1]):
        newest = _with_words(newest, older, demand_both=True)
    tables = ("contents", "orders", "powers", "clauses", "edges")
    known: dict[str, Any] = {table: _union(getattr(newest, table), every[:-1], table) for table in tables}
    return replace(newest, **known)


def _union(rows: tuple[Any, ...], others: Iterable[Program], table: str) -> tuple[Any, ...]:
    found = {row.id: row for other in others for row in getattr(other, table)}
    return (*rows, *(row for id, row in found.items() if id not in {each.id for each in rows}))


def take_articles(base: Program, newer: Program, articles: Iterable[str], mark: str) -> Taken:
    """The base with the rows that cite some articles of the newer version in place of those that they replace.

    `mark` tells ids of the newer rows apart where the base has a row of that id that stays.
    """
    refs = [ref for each in articles if (ref := parse_ref(each)) is not None]
    gone = [_former(newer, ref) for ref in refs]
    program = _with_words(base, newer, demand_both=False)
    came = [row for table in _RULES for row in getattr(newer, table) if _cites(row.cite, refs)]
    staying = {row.id for table in _RULES for row in getattr(base, table) if not _cites(row.cite, gone)}
    renamed = {row.id: f"{row.id}@{mark}" for row in came if row.id in staying}
    rename: Callable[[Any], Any] = lambda row: _renamed(row, renamed) if renamed else row  # noqa: E731
    changed: dict[str, Any] = {}
    for table in _RULES:
        new = tuple(rename(row) for row in getattr(newer, table) if _cites(row.cite, refs))
        changed[table] = _replaced(getattr(base, table), gone, new)
    changed["clauses"] = (
        *(row for row in base.clauses if not _cites(row.id, gone)),
        *(rename(row) for row in newer.clauses if _cites(row.id, refs)),
    )
    changed["documents"] = tuple(_signed(row, base, newer, gone, refs) for row in program.documents)
    changed["readings"] = (
        *(_without(row, gone) for row in base.readings if not _cites(row.cite, gone)),
        *(rename(row) for row in newer.readings if _cites(row.cite, refs)),
    )
    put = replace(program, **changed)
    return Taken(put, frozenset(renamed.get(row.id, row.id) for row in came), tuple(_loose(put)))


@dataclass(frozen=True, slots=True)
class Handed:
    """What changes where articles of another version take over in the middle of a case.

    `rows`: the ids that came in; `gone`: the ids of the rows that no longer apply; `kept`: the duties and periods among
    these, by whose words what is open or runs goes on, under other ids; `names`: these ids of duties and their demands;
    `worded`: those of periods; `same`: rows that came in, each with the one whose place it takes.
    """

    program: Program
    rows: frozenset[str]
    gone: frozenset[str]
    kept: tuple[Duty | Period, ...]
    names: dict[str, str]
    worded: dict[str, str]
    same: dict[str, str]


def hand_over(
    base: Program, newer: Program, articles: Iterable[str], mark: str, former: str, earlier: Mapping[str, str]
) -> Handed:
    """The program that applies from the moment at which articles of a newer version take over.

    `mark` and `former` tell apart the ids of rows that came in and of those that are kept; `earlier`: by their ids
    now, the duties that were kept before.
    """
    named = tuple(articles)
    put = take_articles(base, newer, named, mark)
    gone = [_former(newer, ref) for each in named if (ref := parse_ref(each)) is not None]
    leaving = {table: [row for row in getattr(base, table) if _cites(row.cite, gone)] for table in _RULES}
    duties, periods = leaving["duties"], leaving["periods"]
    names = {row.id: f"{row.id}@{former}" for row in duties}
    names |= {each.id: f"{each.id}@{former}" for row in duties for each in row.deadlines}
    worded = {row.id: f"{row.id}@{former}" for row in periods}
    kept = (*(_renamed(row, names) for row in duties), *(replace(row, id=worded[row.id]) for row in periods))
    # What follows from a duty that goes on follows by the old words too.
    changed: dict[str, Any] = {}
    for table in ("duties", "period_ops", "deemings", "edges"):
        follow = [row for row in getattr(base, table) if _hangs_on(row, names)]
        copies = tuple(replace(_renamed(row, names), id=f"{row.id}@{former}") for row in follow)
        again = (row for row in leaving[table] if _hangs_on(row, earlier))
        changed[table] = (*getattr(put.program, table), *copies, *again)
    known = {row.id for row in put.program.periods}
    ended = tuple(row for row in periods if row.id not in known)
    return Handed(
        replace(put.program, **changed),
        put.rows,
        frozenset(row.id for rows in leaving.values() for row in rows),
        (*kept, *ended),
        names,
        worded,
        dict(_same(put, leaving)),
    )


def with_words(base: Program, newer: Program) -> Program:
    """The base with what a newer version declares besides."""
    return _with_words(base, newer, demand_both=False)


def _hangs_on(row: Any, names: Mapping[str, str]) -> bool:
    trigger = row.open if hasattr(row, "open") else row.trigger
    return trigger.of in names or getattr(row, "period", None) in names


def _same(put: Taken, leaving: dict[str, list[Any]]) -> Iterator[tuple[str, str]]:
    """Duties, counts and operations that came in, each with one that is gone and speaks of the same."""
    for table in ("duties", "count_limits", "period_ops"):
        left = {row.id: row for row in leaving[table]}
        for row in getattr(put.program, table):
            if row.id in put.rows:
                about = _about(row)
                found = left.get(row.id) or next((each for each in left.values() if _about(each) & about), None)
                if found is not None:
                    yield row.id, found.id


def _about(row: Any) -> set[Any]:
    if hasattr(row, "op"):
        return {(row.op, row.period, row.trigger.kind, row.trigger.event)}
    return {row.act.event} if hasattr(row, "act") else {act.event for act in row.acts}


def _former(newer: Program, ref: Ref) -> Ref:
    """The place that an article of the newer version had before."""
    for row in newer.renumberings:
        if not row.text and parse_ref(row.cite) == ref:
            return parse_ref(row.formerly) or ref
    return ref


def _cites(cite: str, refs: Iterable[Ref]) -> bool:
    ref = parse_ref(cite)
    return ref is not None and any(ref.within(whole) for whole in refs)


def _replaced(rows: tuple[Any, ...], gone: list[Ref], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """The rows with the new ones where the first of those that go stood: the order of a table has a meaning."""
    place = next((i for i, row in enumerate(rows) if _cites(row.cite, gone)), len(rows))
    return (*rows[:place], *new, *(row for row in rows[place:] if not _cites(row.cite, gone)))


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """A row with other ids for some rows, wherever it names them."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(each, names) for each in value)
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    if isinstance(value, dict):
        return {_renamed(key, names): _renamed(each, names) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changes: dict[str, Any] = {each.name: _renamed(getattr(value, each.name), names) for each in fields(value)}
        return replace(value, **changes)
    return value


def _without(reading: Reading, gone: list[Ref]) -> Reading:
    """A reading that leaves alone what has been replaced."""

    def stays(row: Any) -> bool:
        cite = row.get("cite") if isinstance(row, dict) else getattr(row, "cite", None)
        return cite is None or not _cites(cite, gone)

    return replace(
        reading,
        alternatives=tuple(
            Alternative(
                each.id,
                each.text,
                {
                    table: rows if table == "settings" else {id: row for id, row in rows.items() if stays(row)}
                    for table, rows in each.overlay.items()
                },
            )
            for each in reading.alternatives
        ),
    )


def _signed(row: Document, base: Program, newer: Program, gone: list[Ref], refs: list[Ref]) -> Document:
    old = next((each.signatures for each in base.documents if each.id == row.id), ())
    new = next((each.signatures for each in newer.documents if each.id == row.id), ())
    kept = tuple(each for each in old if not _cites(each.cite, gone))
    return replace(row, signatures=(*kept, *(each for each in new if _cites(each.cite, refs))))


# -- what is declared


def _with_words(base: Program, other: Program, *, demand_both: bool) -> Program:
    """The base with what another program declares besides; its own words keep their meaning."""
    found: dict[str, Any] = {table: _union(getattr(base, table), [other], table) for table in _WORDS}
    if any(stage.start for stage in base.stages):
        known = {stage.id for stage in base.stages}
        found["stages"] = tuple(row if row.id in known else replace(row, start=False) for row in found["stages"])
    facts = {row.id: row for row in other.facts}
    found["facts"] = tuple(_field(row, facts.get(row.id), demand_both) for row in found["facts"])
    events = {row.id: row for row in other.events}
    found["events"] = tuple(
        _event(row, events.get(row.id), demand_both) for row in _union(base.events, [other], "events")
    )
    signed = {row.id: row for row in base.documents}
    found["documents"] = tuple(
        row if row.id in signed else replace(row, signatures=()) for row in _union(base.documents, [other], "documents")
    )
    return replace(base, **found)


def _event(row: Event, other: Event | None, demand_both: bool) -> Event:
    if other is None or other is row:
        return row
    theirs = {each.id: each for each in other.fields}
    mine = {each.id for each in row.fields}
    added = tuple(replace(each, required=False) for each in other.fields if each.id not in mine)
    kept = tuple(
        _field(each, theirs.get(each.id), demand_both)
        if each.id in theirs or not demand_both
        else replace(each, required=False)
        for each in row.fields
    )
    return replace(
        row,
        fields=(*kept, *added),
        aliases=tuple(dict.fromkeys((*row.aliases, *other.aliases))),
        documents=tuple(dict.fromkeys((*row.documents, *other.documents))),
        to=row.to or other.to,
    )


def _field(row: Field, other: Field | None, demand_both: bool) -> Field:
    if other is None or other is row:
        return row
    return replace(
        row,
        values=tuple(dict.fromkeys((*row.values, *other.values))),
        value_labels=tuple({**dict(other.value_labels), **dict(row.value_labels)}.items()),
        required=row.required and other.required if demand_both else row.required,
        default=row.default if not demand_both or row.default == other.default else None,
    )


# -- what a program rests on


def _loose(program: Program) -> Iterator[Loose]:
    """What rows name that is not there."""
    periods = {row.id for row in program.periods}
    known = periods | {row.id for table in ("duties", "powers", "period_ops") for row in getattr(program, table)}
    for table in _RULES:
        for row in getattr(program, table):
            for name in _named(row):
                if name not in known:
                    yield Loose(row.id, row.cite, name)
            for name in _periods(row):
                if name not in periods:
                    yield Loose(row.id, row.cite, name)


def _named(row: Any) -> Iterator[str]:
    """The rows that a row names by id."""
    if getattr(row, "norm", None) is not None:
        yield row.norm
    for name in ("trigger", "open"):
        trigger = getattr(row, name, None)
        if trigger is not None and trigger.of is not None:
            yield trigger.of
    if hasattr(row, "op"):
        yield row.period
        yield from row.ends


def _periods(value: Any) -> Iterator[str]:
    """The periods that a row's conditions ask about and that its own periods are counted to or from."""
    if isinstance(value, tuple):
        if len(value) == 3 and value[0] == "period" and isinstance(value[1], str):
            yield value[1]
        for each in value:
            yield from _periods(each)
    elif is_dataclass(value) and not isinstance(value, type):
        if isinstance(value, Anchor) and value.period is not None:
            yield value.period
        for each in fields(value):
            yield from _periods(getattr(value, each.name))
