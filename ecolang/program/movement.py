"""Limits, periods, deemings, edges and orders: what counts, runs and moves."""

from __future__ import annotations

from ecolang.program.base import Expr
from ecolang.program.vocabulary import Item
from ecolang.program.when import Act, Deadline, Trigger
from ecolang.rows import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True, slots=True)
class Allowance:
    """An approved excess over a limit: `number` more units when `guard` holds and `approval` came (section 9).
    `number_from`: where the number of units is read; `number` is then the most that it may be, 0 for no limit."""

    number: int
    cite: str
    guard: Expr | None = None
    approval: Act | None = None
    prior: bool = True
    each: bool = False
    unit: str | None = None  # for periods
    how: str = "added"  # added | after_end
    request: Act | None = None
    refusal: Act | None = None
    times: int | None = None
    number_from: Expr | None = None


@dataclass(frozen=True, slots=True)
class CountLimit:
    """不超过 / 不少于 N 次 (section 9). `before`: for a minimum, the event that may not come earlier."""

    id: str
    cite: str
    act: Act
    bound: str  # max | min
    number: int
    degree: str = "must"
    stages: tuple[str, ...] = ()  # stages in which an occurrence counts; empty: all
    guard: Expr | None = None
    before: Act | None = None
    allowances: tuple[Allowance, ...] = ()
    scope: str = "track"
    void: bool | None = None
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A named period (section 5), with its limit: still being in `limit_stages` after the last day is a finding."""

    id: str
    cite: str
    deadline: Deadline
    label: str | None = None
    scope: str = "track"
    limit_degree: str | None = None  # None: it only measures; must | principle: exceeding is a finding
    limit_stages: tuple[str, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class PeriodOp:
    """Suspends, resumes, restarts or ends a running period, or a duty's, or brings its last day forward (section 5).
    `period`: a period's or duty's id.
    """

    id: str
    cite: str
    period: str
    op: str  # suspend | resume | restart | end | hasten
    trigger: Trigger
    stages: tuple[str, ...] = ()
    guard: Expr | None = None
    cap: int | None = None  # days of one suspension after which the clock runs again
    ends: tuple[str, ...] = ()  # of a resume: the suspending rows that it ends; empty: all of that period
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Deeming:
    """视为: records a deemed event when triggered, unless the real one came first (section 6)."""

    id: str
    cite: str
    trigger: Trigger
    event: str
    values: tuple[tuple[str, Any], ...] = ()
    stages: tuple[str, ...] = ()
    guard: Expr | None = None
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """One way of moving from one stage to another (section 6).

    `kind`: duty (an owed act moves), power (a permitted act moves), effect (an event or condition moves), lapse
    (the clock moves).
    `norm`: the duty, power or period that it belongs to. `fork`: instead of moving, opens a track of that name at
    `target`.
    """

    id: str
    cite: str
    source: str
    target: str
    trigger: Trigger
    kind: str
    guard: Expr | None = None
    norm: str | None = None
    degree: str = "must"
    reach: str = "one"  # one | all
    fork: str | None = None
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """按下列程序: the steps inside one event, in order (section 8)."""

    id: str
    cite: str
    event: str
    steps: tuple[Item, ...]
    degree: str = "must"
    rule: str | None = None
    text: str = ""
