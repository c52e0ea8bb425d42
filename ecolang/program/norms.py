"""Duties, powers, prohibitions and who must act."""

from __future__ import annotations

from ecolang.program.base import Expr
from ecolang.program.when import Act, Deadline, Trigger
from ecolang.rows import dataclass


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
    """可以: an act that only somebody's decision takes. Without stage, guard or a ground it has no effect (section
    7).
    """

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
    besides: tuple[Deadline, ...] = ()  # further last days: the power is gone after the first of them all

    @property
    def ends(self) -> tuple[Deadline, ...]:
        """All last days of the power."""
        return (*(() if self.until is None else (self.until,)), *self.besides)


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
