"""What the builder makes on the way: pieces of sentences that are no nodes of the tree."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from ecolang.diagnostics import Span
from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree import Amount, Comments, Demand, EventPattern, ItemName, Manner, Name


@frozen
class Joiner:
    """and, or, unless, between two conditions."""

    kind: str
    span: Span | None


@frozen
class ListAhead:
    """有下列情形之一 before the list that stands at the sentence's end."""

    every: bool
    span: Span | None


@frozen
class Approval:
    """经…同意 in the head of an allowance."""

    pattern: EventPattern
    by: Name | None
    prior: bool
    span: Span | None


@frozen
class Head:
    """One clause before what it governs. kind: when, event, before, case, track, late, otherwise, breach, refusal."""

    kind: str
    span: Span | None
    condition: Any = None
    before: Any = None
    role: Name | None = None


@frozen
class Heads:
    """The clauses before what they govern."""

    heads: tuple[Head, ...]
    span: Span | None


@frozen
class Piece:
    """A part of a sentence between semicolons: what governs it, and a rule without its conditions."""

    heads: Heads | None
    body: Any
    span: Span | None


@frozen
class Pieces:
    """The parts of a sentence."""

    pieces: tuple[Piece, ...]
    span: Span | None


@frozen
class Entry:
    """One item of a list after a colon: a condition alone, or a head with what follows from it."""

    number: int | None
    condition: Any
    heads: Heads | None
    body: Any
    span: Span | None
    comments: Comments = field(factory=Comments)


@frozen
class Entries:
    """A list after a colon."""

    entries: tuple[Entry, ...]
    span: Span | None


@frozen
class Names:
    """Names joined by a list's mark; `kind`: roles, any_roles, stages."""

    names: tuple[Name, ...]
    kind: str
    span: Span | None


@frozen
class Acts:
    """What is to be done."""

    patterns: tuple[EventPattern, ...]
    span: Span | None


@frozen
class Timings:
    """Demands of time."""

    timings: tuple[Any, ...]
    span: Span | None


@frozen
class Notes:
    """What stands in brackets after a demand of time."""

    cite: Ref | None
    roll: str | None
    span: Span | None
    manner: Manner | None = None


@frozen
class Demands:
    """并在…前…: further demands of time."""

    demands: tuple[Demand, ...]
    span: Span | None


@frozen
class Consequences:
    """What follows."""

    items: tuple[Any, ...]
    span: Span | None


@frozen
class Cap:
    """The longest time that a suspension lasts, in days."""

    days: int
    span: Span | None


@frozen
class ActTail:
    """What comes after 应当, 可以, 鼓励."""

    together: str | None
    timings: tuple[Any, ...]
    acts: Acts
    demands: tuple[Demand, ...]
    then: tuple[Any, ...]
    span: Span | None


@frozen
class Caused:
    """The events whose suspensions a resumption ends."""

    events: tuple[Name, ...]
    span: Span | None


@frozen
class PeriodStart:
    """自…之日起算."""

    event: EventPattern
    which: str | None
    span: Span | None
    received: bool = False


@frozen
class Extension:
    """可以增加…: an allowance before it is joined to its limit."""

    number: int
    unit: str | None
    each: bool
    after_end: bool
    span: Span | None
    times: int | None = None
    refusal: EventPattern | None = None
    source: Name | ItemName | None = None


@frozen
class ExtensionNote:
    """以…次为限, …的除外, 最长…."""

    times: int | None
    refusal: EventPattern | None
    span: Span | None
    most: Amount | None = None


@frozen
class Validity:
    """不生效, 仍然有效."""

    void: bool
    span: Span | None


@frozen
class SignatureNote:
    """…应当在…中注明."""

    by: Name
    document: Name
    span: Span | None


@frozen
class Draft:
    """A sentence before its marks."""

    rules: tuple[Any, ...]
    when: Any
    span: Span | None


@frozen
class ReadAs:
    """本文理解为…."""

    text: str
    span: Span | None
    comments: Comments = field(factory=Comments)


@frozen
class Values:
    """Values joined by a list's mark."""

    values: tuple[Any, ...]
    span: Span | None


@frozen
class Texts:
    """Items of prose."""

    items: tuple[Any, ...]
    span: Span | None
