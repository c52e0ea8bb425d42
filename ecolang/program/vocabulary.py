"""The words of a policy: roles, fields, events, stages, documents."""

from __future__ import annotations

from ecolang.rows import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Role:
    """A party that acts (section 2). `many`: each holder has a track; `part_of`: a role whose acts count as the
    whole's.
    """

    id: str
    label: str | None = None
    description: str | None = None
    many: bool = False
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event or a case fact. `type`: bool, choice, int, money, date, duration, text, clause, party,
    document.
    """

    id: str
    type: str
    values: tuple[str, ...] = ()
    required: bool = True
    label: str | None = None
    value_labels: tuple[tuple[str, str], ...] = ()
    default: Any = None  # taken when an occurrence does not give the field
    plans: str | None = None  # a date field: the event whose day it plans


@dataclass(frozen=True, slots=True)
class Event:
    """A kind of act or happening (section 2). No `actors` and `external`: it comes from outside the procedure."""

    id: str
    label: str | None = None
    aliases: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    joint: bool = False
    external: bool = False
    to: tuple[str, ...] = ()
    scope: str = "track"  # track | case
    documents: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A node of the graph (section 3)."""

    id: str
    label: str | None = None
    outcome: bool = False
    start: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A name for several stages."""

    id: str
    stages: tuple[str, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One required (or optional) item of a document, or one step of an order; `key` is what a case names it by."""

    key: str
    number: int
    cite: str | None
    optional: bool = False
    matches: tuple[str, ...] = ()  # of a form's entry: the items of the article that it stands for


@dataclass(frozen=True, slots=True)
class Signature:
    """Who must sign a document, and whose note stands in where a signer refuses (section 8)."""

    roles: tuple[str, ...]
    cite: str
    degree: str = "must"
    refusing: str | None = None
    noted_by: str | None = None
    note_cite: str | None = None  # where the duty to note a refusal stands; None: `cite`


@dataclass(frozen=True, slots=True)
class Contents:
    """Items that a document must (degree must) or may (degree may) include (section 8)."""

    id: str
    document: str
    items: tuple[Item, ...]
    cite: str
    degree: str = "must"
    form: bool = False  # True: an annex's reference form, compared with the article's list, not asked of a case
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an event carries."""

    id: str
    label: str | None = None
    signatures: tuple[Signature, ...] = ()
