"""A case as the engines take it: plain rows made by the readers of input files; days as `date.toordinal` gives them."""

from __future__ import annotations

from ecolang.rows import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class FactAt:
    """The value of a fact of the case as known from `day` on; of one holder's track if `party` is given."""

    name: str
    value: Any
    day: int
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event that happened.

    `by`: roles or holders' names, empty if not said. `parties`: the holders it concerns. `each`: fields of one holder.
    `documents`: name to {"items": {key or number: value, "" or None}, "signed": [role or holder], "refused": […],
    "noted": [role]}. `steps`: keys or numbers of the steps, as they were taken. `ground`: the citation relied on.
    `part`: the fork it belongs to. `minute`: minutes after midnight. `received`: the day of receipt. `line`: in the
    input.
    """

    event: str
    day: int
    minute: int | None = None
    by: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    fields: dict[str, Any] = field(default_factory=dict)
    each: dict[str, dict[str, Any]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    steps: tuple[str, ...] | None = None
    ground: str | None = None
    part: str | None = None
    received: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class CaseData:
    """A case: who holds which role as (name, role), facts by day, and what happened, in the order of the trace."""

    id: str
    opened: int | None = None
    parties: tuple[tuple[str, str], ...] = ()
    facts: tuple[FactAt, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
