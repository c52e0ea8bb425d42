"""The compiled policy as plain tables: the contract between the compiler and everything that reads its result.

Standard library only. Every row is a frozen dataclass with an `id` that is stable for unchanged text; a `Program`
is a tuple of rows a table. `to_json` and `from_json` (ecolang.artifact) are lossless. What each row means is stated in
docs/semantics.md; the section is named beside each class.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

#: Version of the JSON form. A reader refuses a higher major number.
FORMAT = "ecolang-program/1"

#: A condition or value as nested tuples, first element the operator (docs/semantics.md, section 4).
Expr = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A party that acts (section 2). `many`: each holder has a track; `part_of`: a role whose acts count as the whole's."""

    id: str
    label: str | None = None
    description: str | None = None
    many: bool = False
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an event or a case fact. `type`: bool, choice, int, money, date, duration, text, clause, party, document."""

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


@dataclass(frozen=True, slots=True)
class Signature:
    """Who must sign a document, and whose note stands in where a signer refuses (section 8)."""

    roles: tuple[str, ...]
    cite: str
    degree: str = "must"
    refusing: str | None = None
    noted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """Items that a document must (degree must) or may (degree may) include (section 8)."""

    id: str
    document: str
    items: tuple[Item, ...]
    cite: str
    degree: str = "must"
    form: bool = False  # True: the reference form of an annex, compared with the article's list, not required of a case
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an event carries."""

    id: str
    label: str | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class Counting:
    """How a period is counted; None falls back to the policy's setting (section 5)."""

    unit: str = "day"  # day | workday | month | year | hour
    start: str | None = None  # next | same
    roll: str | None = None  # none | next_working | previous_working
    month_end: str | None = None  # last_day | next_day
    calendar: tuple[str, ...] | None = None
    clear: bool = True  # backwards only: N full days between act and anchor


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that a period is counted from or to (section 5).

    kind event: the day of `event` (`which` first | last | next); field: the date in `field` of the latest `event`;
    opening: the day the duty opened. `planned`: for an event still to come, (event, field) that holds its planned date.
    """

    kind: str  # event | field | opening
    event: str | None = None
    guard: Expr | None = None
    which: str = "last"
    field: str | None = None
    planned: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A demand of time (section 5). kind within: forward from `anchor`; before: at least `amount` before `anchor`
    (amount None: merely before); by: not later than the date of `anchor`; prompt: without delay (`amount`: reference number)."""

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
    """What sets a rule off (section 6). kind start: the case begins; stage: being in one of `stages`; event: `event` with
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


@dataclass(frozen=True, slots=True)
class Duty:
    """应当: opened by `open` while `when` holds, discharged by any of `acts` (section 7)."""

    id: str
    cite: str
    bearers: tuple[str, ...]
    together: str  # one | joint | each
    acts: tuple[Act, ...]
    open: Trigger
    when: Expr | None = None
    deadlines: tuple[Deadline, ...] = ()
    degree: str = "must"  # must | principle | encourage
    scope: str = "track"
    lapses: bool = False  # True: its lapse has a consequence of its own, so that it does not stay open
    void: bool | None = None  # True: an act in breach has no effect; False: it has; None: the language's default
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the grounds of a power, with the interval in which it holds reported (section 7)."""

    id: str
    cite: str
    guard: Expr
    text: str = ""


@dataclass(frozen=True, slots=True)
class Power:
    """可以: an act that only somebody's decision takes. Without stage, guard or a ground it has no effect (section 7)."""

    id: str
    cite: str
    holders: tuple[str, ...]
    together: str
    acts: tuple[Act, ...]
    stages: tuple[str, ...] = ()  # empty: any stage
    guard: Expr | None = None
    grounds: tuple[Ground, ...] = ()
    until: Deadline | None = None  # the power is gone after it
    after: Deadline | None = None  # 满…后方可: not before it
    scope: str = "track"
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Prohibition:
    """不得: a finding when the act happens while `guard` holds (section 7)."""

    id: str
    cite: str
    holders: tuple[str, ...]
    acts: tuple[Act, ...]
    stages: tuple[str, ...] = ()
    guard: Expr | None = None
    degree: str = "must"
    void: bool | None = None
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ActorRule:
    """…应当由…作出: who must perform an event while `guard` holds (section 7)."""

    id: str
    cite: str
    events: tuple[str, ...]
    role: str
    guard: Expr | None = None
    degree: str = "must"
    void: bool | None = None
    rule: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """An approved excess over a limit: `number` more units when `guard` holds and `approval` came (section 9)."""

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
    """Suspends, resumes, restarts or ends a running period, or a duty's (section 5). `period`: a period's or duty's id."""

    id: str
    cite: str
    period: str
    op: str  # suspend | resume | restart | end
    trigger: Trigger
    stages: tuple[str, ...] = ()
    guard: Expr | None = None
    cap: int | None = None  # days of one suspension after which the clock runs again
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

    `kind`: duty (an owed act moves), power (a permitted act moves), effect (an event or condition moves), lapse (the clock moves).
    `norm`: the duty, power or period that it belongs to. `fork`: instead of moving, opens a track of that name at `target`.
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


@dataclass(frozen=True, slots=True)
class Precedence:
    """以…为准: `loser` yields to `winner`; the rows that yielded are named (section 10)."""

    id: str
    cite: str
    winner: str
    loser: str
    yielded: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the source text and how the policy accounts for it: rule, no_rule, not_modelled or missing (section 10)."""

    id: str  # the citation
    how: str
    reason: str | None = None
    rules: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading: what it replaces, as rows by table and id (None deletes) (section 10)."""

    id: str
    text: str
    overlay: dict[str, dict[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A declared reading of an ambiguous clause (section 10)."""

    id: str
    question: str
    cite: str
    text: str
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class Guarantee:
    """保证: a property to prove (section 10). `form`: never_event | never_stage | leaves | at_most | owes | reachable."""

    id: str
    scope: str  # any | conforming
    form: str
    event: Act | None = None
    stages: tuple[str, ...] = ()
    guard: Expr | None = None
    number: int | None = None
    before: Act | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """施行前…的案件，适用… (section 10)."""

    id: str
    cite: str
    event: Act
    before: bool
    applies: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CaseTest:
    """案例: dated events and what is expected as of a day (section 11). Events and expectations are plain JSON values."""

    id: str
    line: int
    parties: tuple[tuple[str, str], ...] = ()  # (name, role)
    readings: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, Any], ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    checks: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole policy (section 5)."""

    title: str = ""
    title_label: str | None = None
    language: str = "zh"
    source: str | None = None
    source_hash: str | None = None
    in_force: str | None = None  # ISO date, or None: not filled in
    in_force_words: str | None = None  # e.g. the day of issue
    repeals: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    calendars: tuple[str, ...] = ()
    counting_start: str = "next"
    roll: str = "none"
    month_end: str | None = None
    track_role: str | None = None  # each holder of this role has a track; None: one track a case


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
    tests: tuple[CaseTest, ...] = ()
    calendar_rows: tuple[dict[str, Any], ...] = ()
    format: str = FORMAT
