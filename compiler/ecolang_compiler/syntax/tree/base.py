"""What every node has."""

from __future__ import annotations

from attrs import field, frozen

from ecolang.diagnostics import Span


@frozen
class Node:
    #: Where the node stands; never part of equality.
    span: Span | None = field(default=None, eq=False, repr=False, kw_only=True)


class Quoted(str):
    """A value in quotation marks: words, where a bare value is a name."""

    __slots__ = ()


@frozen
class Comments:
    """Remarks that survive printing: lines above, and the one behind."""

    above: tuple[str, ...] = ()
    behind: str | None = None


@frozen
class Name(Node):
    """A use or declaration of a name, with the English label that a declaration may carry (〔…〕)."""

    text: str
    label: str | None = None


@frozen
class ItemName(Node):
    """DOC 所载“ITEM”: what a document of the case holds under an item."""

    document: Name
    item: str
