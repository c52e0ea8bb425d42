"""The compiled policy as plain tables: the contract between the compiler and everything that reads its result.

Standard library only. Every row is a frozen dataclass with an `id` that is stable for unchanged text; a `Program`
is a tuple of rows a table. `to_json` and `from_json` (ecolang.artifact) are lossless. What each row means is
stated in
docs/semantics.md; the section is named beside each class.
"""

from __future__ import annotations

from ecolang.program.base import FORMAT, Expr
from ecolang.program.movement import Allowance, CountLimit, Deeming, Edge, Order, Period, PeriodOp
from ecolang.program.norms import ActorRule, Duty, Ground, Power, Prohibition
from ecolang.program.text import (
    Alternative,
    CaseTest,
    Clause,
    Definition,
    Guarantee,
    Precedence,
    Reading,
    Renumbering,
    Settings,
    Transition,
)
from ecolang.program.vocabulary import Contents, Document, Event, Field, Group, Item, Role, Signature, Stage
from ecolang.program.when import Act, Anchor, Counting, Deadline, Trigger
from ecolang.rows import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "FORMAT",
    "Act",
    "ActorRule",
    "Allowance",
    "Alternative",
    "Anchor",
    "CaseTest",
    "Clause",
    "Contents",
    "CountLimit",
    "Counting",
    "Deadline",
    "Deeming",
    "Definition",
    "Document",
    "Duty",
    "Edge",
    "Event",
    "Expr",
    "Field",
    "Ground",
    "Group",
    "Guarantee",
    "Item",
    "Order",
    "Period",
    "PeriodOp",
    "Power",
    "Precedence",
    "Program",
    "Prohibition",
    "Reading",
    "Renumbering",
    "Role",
    "Settings",
    "Signature",
    "Stage",
    "Transition",
    "Trigger",
]


@dataclass(frozen=True, slots=True)
class Program:
    """A whole compiled policy."""

    settings: Settings
    roles: tuple[Role, ...] = ()
    facts: tuple[Field, ...] = ()
    documents: tuple[Document, ...] = ()
    events: tuple[Event, ...] = ()
    stages: tuple[Stage, ...] = ()
    groups: tuple[Group, ...] = ()
    periods: tuple[Period, ...] = ()
    duties: tuple[Duty, ...] = ()
    powers: tuple[Power, ...] = ()
    prohibitions: tuple[Prohibition, ...] = ()
    actor_rules: tuple[ActorRule, ...] = ()
    count_limits: tuple[CountLimit, ...] = ()
    period_ops: tuple[PeriodOp, ...] = ()
    deemings: tuple[Deeming, ...] = ()
    edges: tuple[Edge, ...] = ()
    contents: tuple[Contents, ...] = ()
    orders: tuple[Order, ...] = ()
    precedences: tuple[Precedence, ...] = ()
    readings: tuple[Reading, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    transitions: tuple[Transition, ...] = ()
    clauses: tuple[Clause, ...] = ()
    definitions: tuple[Definition, ...] = ()
    renumberings: tuple[Renumbering, ...] = ()
    tests: tuple[CaseTest, ...] = ()
    calendar_rows: tuple[dict[str, Any], ...] = ()
    format: str = FORMAT
