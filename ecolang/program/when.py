"""When something happens or is due: how periods are counted, anchors, deadlines, triggers."""

from __future__ import annotations

from ecolang.program.base import Expr
from ecolang.rows import dataclass


@dataclass(frozen=True, slots=True)
class Counting:
    """How a period is counted; None falls back to the policy's setting (section 5)."""

    unit: str = "day"  # day | workday | month | year | hour
    start: str | None = None  # next | same | next_hour
    roll: str | None = None  # none | next_working | previous_working
    month_end: str | None = None  # last_day | next_day
    calendar: tuple[str, ...] | None = None
    clear: bool = True  # backwards only: N full days between act and anchor
    runs_on: bool = False  # also while time stands still (Settings.standstill)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that a period is counted from or to (section 5).

    kind event: the day of `event` (`which` first | last | next); field: the date in `field` of the latest `event`;
    period: the last day of the named `period`; opening: the day the duty opened; item: the date that the latest
    `document` holds under `item`; row: the date in `column` of the row of the duty, of the list that the document holds
    under `item`. `planned`: for an event still to come, (event, field) that holds its planned date. `received`: the day
    on which the event was received, not that on which it happened.
    """

    kind: str  # event | field | period | opening | item | row
    event: str | None = None
    guard: Expr | None = None
    which: str = "last"
    field: str | None = None
    planned: tuple[str, str] | None = None
    period: str | None = None
    document: str | None = None
    item: str | None = None
    column: str | None = None
    received: bool = False


@dataclass(frozen=True, slots=True)
class Deadline:
    """A demand of time (section 5). kind within: forward from `anchor`; before: at least `amount` before `anchor`
    (amount None: merely before); by: not later than the date of `anchor`; prompt: without delay (`amount`:
    reference number)."""

    id: str
    kind: str
    cite: str
    amount: int | None = None
    amount_from: Expr | None = None
    counting: Counting = Counting()
    anchor: Anchor = Anchor("opening")
    degree: str = "must"


@dataclass(frozen=True, slots=True)
class Trigger:
    """What sets a rule off (section 6). kind start: the case begins; stage: being in one of `stages`; event:
    `event` with
    `guard` over its fields; condition: `guard` becomes true; lapse: the last day of duty or period `of` has passed;
    reached: the last day of period `of` has come."""

    kind: str
    stages: tuple[str, ...] = ()
    event: str | None = None
    guard: Expr | None = None
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An event that discharges, uses or breaks a norm, with a guard over its own fields."""

    event: str
    guard: Expr | None = None
