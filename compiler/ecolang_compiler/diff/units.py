"""The rules of a program sentence by sentence, as a drafter knows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from functools import cached_property
from typing import Any

from attrs import define, field

from ecolang.program import Program, Renumbering
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.diff.facets import Facet
from ecolang_compiler.diff.rules import Signed, facets, ways
from ecolang_compiler.diff.voice import Speech

#: Tables whose rows say what a sentence is about, in the order in which they decide it; and the kind of change.
PRIMARY = {
    "duties": "duty",
    "powers": "power",
    "prohibitions": "prohibition",
    "actor_rules": "actor",
    "count_limits": "count",
    "periods": "period",
    "contents": "contents",
    "orders": "order",
    "signatures": "signature",
}
#: Tables whose rows follow from the others, unless the sentence has nothing else.
FOLLOWING = {"deemings": "deeming", "period_ops": "period_change", "edges": "edge"}

#: How much each facet tells of what a sentence is about.
_WEIGHTS = {"act": 4, "who": 2, "stages": 2, "opening": 3, "change": 3, "document": 4, "period": 4}


@define(eq=False)
class Piece:
    """One row of a sentence, or edges that are one move. `ids`: rows of the program."""

    table: str
    row: Any
    ids: tuple[str, ...]
    facets: dict[str, Facet]


@define(eq=False, slots=False)
class Unit:
    """One sentence: where it stands, what it is called, its words and its rows. `source`: the regulation's own words
    at its place, empty if they are not at hand."""

    cite: str
    name: str | None
    text: str
    pieces: list[Piece] = field(factory=list)
    formerly: tuple[str, ...] = ()
    source: str = ""

    @cached_property
    def ref(self) -> Ref:
        """The place as numbers; an empty one for a citation that is none."""
        return parse_ref(self.cite) or Ref()

    @property
    def primary(self) -> list[Piece]:
        """The rows that say what the sentence is about."""
        return [piece for piece in self.pieces if piece.table in PRIMARY]

    @property
    def kind(self) -> str:
        """The kind of its changes."""
        first = (self.primary or self.pieces)[0]
        if first.table == "contents":
            return "form" if first.row.form else "contents"
        return {**PRIMARY, **FOLLOWING}[first.table]

    @property
    def ids(self) -> tuple[str, ...]:
        """All rows of the program that the sentence made."""
        return tuple(id for piece in self.pieces for id in piece.ids)

    @cached_property
    def tokens(self) -> Counter[Any]:
        """What the sentence says piece by piece, by how much that tells of what it is about."""
        found: Counter[Any] = Counter()
        for piece in self.pieces:
            for code, facet in piece.facets.items():
                weight = _WEIGHTS.get(code, 1)
                if code == "act":
                    found.update({("event", event): weight for event, _ in facet.value})
                    for _, guard in facet.value:
                        found.update(_atoms(guard))
                    weight = 1
                if code == "stages":
                    found.update({(code, stage): 1 for stage in facet.raw})
                elif code == "condition":
                    found.update(_atoms(facet.raw))
                elif facet.entries is None or facet.raw is not None:
                    found[(code, facet.value)] += weight
                else:
                    found.update({(code, entry.key or entry.value): weight for entry in facet.entries})
        return found

    @cached_property
    def content(self) -> tuple[Any, ...]:
        """What the sentence says, without its place, words and ids; equal for equal rules."""
        return tuple((piece.table, frozenset(_plain(piece.facets))) for piece in self.pieces)


def _atoms(expr: Any) -> Counter[Any]:
    """What a condition speaks of: facts, fields and events with the values that they are held against."""
    if not isinstance(expr, tuple) or not expr or not isinstance(expr[0], str):
        return Counter()
    if expr[0] in ("and", "or", "not", "any", "all"):
        return sum((_atoms(part) for part in expr[1:]), Counter())
    return Counter({("atom", expr): 1})


def _plain(facets: dict[str, Facet]) -> Iterator[tuple[Any, ...]]:
    for code, each in facets.items():
        entries = None if each.entries is None else tuple((entry.key, entry.value) for entry in each.entries)
        yield code, each.value, entries


def spoken(unit: Unit) -> frozenset[str]:
    """Every name in what a sentence says, definitions opened."""
    found: set[str] = set()
    for piece in unit.pieces:
        for each in piece.facets.values():
            found |= _names(each.value if each.raw is None else each.raw)
    return frozenset(found)


def _names(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple | frozenset):
        return {name for part in value for name in _names(part)}
    return set()


def units(speech: Speech, less: Set[str] = frozenset()) -> list[Unit]:
    """The sentences of a policy in its order. `less`: words of sentences that are left out."""
    program = speech.program
    found: dict[tuple[str, str | None, str], Unit] = {}
    for table in (*PRIMARY, *FOLLOWING):
        for row, ids in _rows(program, table):
            source = row.edge if table == "edges" else row
            key = (source.cite, getattr(source, "rule", None), getattr(source, "text", ""))
            if key[2] in less:
                continue
            unit = found.setdefault(key, Unit(*key))
            unit.pieces.append(Piece(table, row, ids, facets(row, speech)))
    words = {parse_ref(clause.id): clause.text for clause in program.clauses}
    for unit in found.values():
        unit.formerly = tuple(_formerly(unit, program.renumberings))
        unit.source = _words_at(unit.ref, words)
    return _in_order(list(found.values()))


def settled(found: list[Unit], there: Program, here: Program) -> list[Unit]:
    """The sentences, less the rules that only a precedence of the other version leaves out there; what followed from
    such a rule may still stand there under the same words."""
    yielded = {id for row in there.precedences for id in row.yielded}
    yielded -= {id for row in here.precedences for id in row.yielded}
    standing = {(row.cite, row.rule, row.text) for rows in (there.edges, there.deemings) for row in rows}
    kept: list[Unit] = []
    for unit in found:
        pieces = [piece for piece in unit.pieces if piece.table not in PRIMARY or not yielded.issuperset(piece.ids)]
        if len(pieces) == len(unit.pieces):
            kept.append(unit)
        elif pieces and (unit.cite, unit.name, unit.text) in standing:
            kept.append(Unit(unit.cite, unit.name, unit.text, pieces, unit.formerly))
    return kept


def _rows(program: Program, table: str) -> Iterator[tuple[Any, tuple[str, ...]]]:
    if table == "edges":
        for way in ways(program.edges):
            yield way, way.ids
    elif table == "signatures":
        for document in program.documents:
            for signature in document.signatures:
                yield Signed(document.id, signature), (document.id,)
    elif table == "periods":
        declared = {power.id for power in program.powers}
        for row in program.periods:
            # The time of a power is told with the power.
            if not any(row.id.startswith(f"{id}/") for id in declared):
                yield row, (row.id,)
    else:
        for row in getattr(program, table):
            yield row, (row.id,)


def _formerly(unit: Unit, rows: tuple[Renumbering, ...]) -> Iterator[str]:
    for row in rows:
        place = parse_ref(row.cite)
        if row.text:
            if row.text == unit.text and row.cite == unit.cite:
                yield row.formerly
        elif place is not None and unit.ref.within(place):
            yield row.formerly


def _words_at(ref: Ref, words: Mapping[Ref | None, str]) -> str:
    """The regulation's words at a place, else those that it is part of."""
    place: Ref | None = ref
    while place is not None and not words.get(place):
        place = place.parent()
    return words.get(place, "")


def _in_order(found: list[Unit]) -> list[Unit]:
    """Articles before annexes, each by number; sentences of one place as they were found."""
    return sorted(found, key=lambda unit: unit.ref.key)
