"""What is said of the text itself: precedence, coverage, readings, guarantees, transitions, case tests."""

from __future__ import annotations

from ecolang.program.base import Expr
from ecolang.program.when import Act
from ecolang.rows import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


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
    """One clause of the source text and how the policy accounts for it: rule, no_rule, not_modelled or missing
    (section 10). `under`: the headings that it stands under, from the outermost in; empty without any.
    """

    id: str  # the citation
    how: str
    reason: str | None = None
    rules: tuple[str, ...] = ()
    text: str = ""
    under: tuple[str, ...] = ()


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
class Definition:
    """定义: a name that conditions use (section 10). Conditions hold its meaning; only readers need this row."""

    id: str
    guard: Expr
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Renumbering:
    """原第…条: what an article, or one sentence of it, was before. `cite`: where it stands; `text`: the sentence, empty
    for the whole article.
    """

    id: str
    cite: str
    formerly: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Guarantee:
    """保证: a property to prove (section 10). `form`: never_event | never_stage | leaves | at_most | owes |
    reachable.
    """

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
    """施行前…的案件，适用… (section 12). `articles`: 施行后…的，适用第…条: the articles of this version whose rows a
    case that otherwise follows another one takes; `applies` is then empty."""

    id: str
    cite: str
    event: Act
    before: bool
    applies: str
    text: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseTest:
    """案例: dated events and what is expected as of a day (section 11). Events and expectations are plain JSON
    values.
    """

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
    valid_until: str | None = None  # the last day, ISO
    valid_for: tuple[Any, ...] = ()  # number, unit (day | month | year), the day counted first (same | next)
    ceases: str | None = None  # the first day on which it is no longer in force, ISO
    repeals: tuple[str, ...] = ()
    zone: str = "Asia/Shanghai"
    calendars: tuple[str, ...] = ()
    counting_start: str = "next"
    roll: str = "none"
    month_end: str | None = None
    hour_start: str | None = None  # next_hour: periods in hours start at the next full hour
    #: Days on which no period runs: first, last (ISO; MM-DD in every year), and why.
    standstill: tuple[tuple[str, str, str], ...] = ()
    track_role: str | None = None  # each holder of this role has a track; None: one track a case
