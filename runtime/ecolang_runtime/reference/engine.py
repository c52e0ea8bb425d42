"""The reference interpreter: a case replayed day by day under a policy, and judged as of a day.

Time is counted in half minutes from the first day: a midnight lapse comes at an even number before the day's
occurrences, a lapse in hours just after its instant, a last day that is reached just before 24:00.
"""

from __future__ import annotations

from ecolang.program import Program
from ecolang.rows import replace
from ecolang.time import DAY, Calendar, iso
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.reference import lapses, moves, occurrences, report
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.settle import settle
from ecolang_runtime.reference.state import CaseState
from ecolang_runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# A turn may bring forth another of the same moment; a policy that never ends one is refused by the checker.
_MOST_TURNS = 10_000


class OutOfOrder(ValueError):
    """An occurrence, or an as-of day, before the day that a run has reached: replay the case instead."""


class Run:
    """A case in flight. `record` costs the same however long the history is; `as_of` works on a copy."""

    def __init__(self, program: Program | Rules, calendar: Calendar, head: CaseData) -> None:
        self.rules = program if isinstance(program, Rules) else Rules(program, calendar)
        self.state = CaseState(head.id, head.opened, list(head.parties))
        self.state.coming = sorted(head.facts, key=lambda fact: fact.day)
        handled = self.rules.settings.track_role
        self.state.declared = any(role == handled for _, role in head.parties)

    @property
    def last_day(self) -> int:
        """The day of the latest occurrence; 0 before the first."""
        return self.state.day

    def record(self, occurrence: Occurrence) -> None:
        """Adds an occurrence. Raises OutOfOrder if it is earlier than the last."""
        state = self.state
        if state.position is not None and occurrence.day < state.day:
            raise OutOfOrder(f"{iso(occurrence.day)} < {iso(state.day)}")
        m = Machine(self.rules, state)
        _begin(m, occurrence.day)
        key = 2 * (occurrence.day * DAY + (occurrence.minute or 0))
        _advance(m, max(key, state.position or 0))
        state.day = occurrence.day
        if occurrences.arrive(m, occurrence):
            # What a track owes from its beginning is owed before the act that names its holder.
            settle(m)
        occurrences.process(m, occurrence)
        settle(m)
        m.flush()
        _advance(m, state.position or 0)

    def wait(self, day: int) -> None:
        """Lets time pass to the beginning of a day: what lapses by then has lapsed; nothing of the day has happened."""
        m = Machine(self.rules, self.state)
        _begin(m, day)
        _advance(m, max(2 * day * DAY, self.state.position or 0))

    def learn(self, fact: FactAt) -> None:
        """Adds a fact, known from its day on (from now on, if that day has passed)."""
        self.state.coming = sorted([*self.state.coming, fact], key=lambda each: each.day)

    def as_of(self, day: int, left_out: int = 0, *, names_missing: bool = True) -> Verdict:
        """The verdict as of the end of a day. Raises OutOfOrder for a day before the last occurrence.

        Without `names_missing` it does not say which facts it lacks.
        """
        state = self.state.copy()
        if state.position is not None and day < state.day:
            raise OutOfOrder(f"{iso(day)} < {iso(state.day)}")
        m = Machine(self.rules, state)
        if state.position is None and state.opened is not None and state.opened > day:
            return report.not_begun(m, day, state.opened, left_out)
        _begin(m, day)
        settled = bool(state.tracks) and day == m.today
        _advance(m, max(2 * (day + 1) * DAY - 1, state.position or 0))
        m.today = m.day = day
        m.minute = None
        if not state.tracks:
            occurrences.begin_track(m, None)
        # On the day of the last event everything has settled after it.
        if not settled:
            settle(m)
        m.flush()
        if names_missing:
            settle(m, loud=True)
        return report.verdict(m, day, left_out)

    def snapshot(self) -> dict[str, Any]:
        """The state as JSON-able data, without the policy and the calendar."""
        from ecolang_runtime.reference.snapshot import pack

        return {"state": pack(self.state)}

    @classmethod
    def restore(cls, program: Program | Rules, calendar: Calendar, snapshot: dict[str, Any]) -> Run:
        """The run that a snapshot was taken of. Raises ValueError for what is no snapshot."""
        from ecolang_runtime.reference.snapshot import unpack

        state = unpack(snapshot.get("state"))
        if not isinstance(state, CaseState):
            raise ValueError("not a snapshot of a case")
        run = cls(program, calendar, CaseData(state.id))
        run.state = state
        return run


def evaluate(program: Program | Rules, calendar: Calendar, case: CaseData, as_of: int) -> Verdict:
    """The verdict of a case as of the end of a day; occurrences after it are left out and counted."""
    rules = program if isinstance(program, Rules) else Rules(program, calendar)
    return evaluated(case, as_of, lambda told: _replay(rules, calendar, told, as_of))


def evaluated(case: CaseData, as_of: int, replay: Callable[[CaseData], Verdict]) -> Verdict:
    """The verdict of a replay, with the days on which it would be another if their events were told the other way."""
    verdict = replay(case)
    days = _open_days(case, as_of)
    if not days:
        return verdict
    matters = tuple(iso(day) for day in days if _differs(verdict, replay(_turned(case, day))))
    return replace(verdict, order_matters=matters)


def _replay(rules: Rules, calendar: Calendar, case: CaseData, as_of: int) -> Verdict:
    run = Run(rules, calendar, case)
    ordered = in_order(case.occurrences)
    for occurrence in ordered:
        if occurrence.day <= as_of:
            run.record(occurrence)
    return run.as_of(as_of, sum(occurrence.day > as_of for occurrence in ordered))


def in_order(trace: tuple[Occurrence, ...]) -> list[Occurrence]:
    """The occurrences by day and time; one without a time keeps its place after the one before it in the trace."""
    latest: dict[int, int] = {}
    keys: list[tuple[int, int, int]] = []
    for place, occurrence in enumerate(trace):
        minute = occurrence.minute
        if minute is None:
            minute = latest.get(occurrence.day, -1)
        latest[occurrence.day] = minute
        keys.append((occurrence.day, minute, place))
    return [trace[key[2]] for key in sorted(keys)]


def _open_days(case: CaseData, as_of: int) -> list[int]:
    """The days on which several occurrences, none of them timed, may concern one track."""
    by_day: dict[int, list[Occurrence]] = {}
    for occurrence in case.occurrences:
        if occurrence.minute is None and occurrence.day <= as_of:
            by_day.setdefault(occurrence.day, []).append(occurrence)
    return sorted(day for day, found in by_day.items() if len(found) > 1 and meet(found))


def meet(found: list[Occurrence]) -> bool:
    """Whether two of the occurrences may concern one track."""
    names = [set(occurrence.parties) | set(occurrence.each) for occurrence in found]
    return any(not a or not b or a & b for place, a in enumerate(names) for b in names[place + 1 :])


def _turned(case: CaseData, day: int) -> CaseData:
    """The case with the untimed occurrences of a day in reverse."""
    places = [i for i, each in enumerate(case.occurrences) if each.day == day and each.minute is None]
    trace = list(case.occurrences)
    for place, source in zip(places, reversed(places), strict=True):
        trace[place] = case.occurrences[source]
    return replace(case, occurrences=tuple(trace))


def _differs(one: Verdict, other: Verdict) -> bool:
    return bool(_essence(one) != _essence(other))


def _essence(verdict: Verdict) -> Any:
    """Stages and findings, whatever the numbers in the timeline are."""
    return (
        [(t.party, t.part, t.stage) for t in verdict.tracks],
        sorted(repr(replace(f, seq=None)) for f in verdict.findings),
    )


def _begin(m: Machine, day: int) -> None:
    """Begins the case on the day it was opened, else on its first day."""
    state = m.state
    if state.position is not None:
        return
    start = day if state.opened is None else min(day, state.opened)
    state.position = 2 * start * DAY
    state.whole.since = state.whole.began = start
    m.today = m.day = start
    lapses.know(m, state.position)
    handled = m.rules.settings.track_role
    names: list[str | None] = [name for name, role in state.parties if role == handled] if handled else [None]
    for name in names:
        occurrences.begin_track(m, name)
    if not names and state.opened is not None:
        occurrences.begin_track(m, None)
    moves.begin(m, state.whole)
    settle(m)
    m.flush()


def _advance(m: Machine, target: int) -> None:
    """Lets time pass up to a moment, with all that happens by itself on the way."""
    for _ in range(_MOST_TURNS):
        key = lapses.next_key(m)
        if key is None or key > target:
            break
        _reach(m, max(key, m.state.position or 0))
        lapses.process(m, key)
        settle(m)
        m.flush()
    _reach(m, target)


def _reach(m: Machine, key: int) -> None:
    m.state.position = key
    m.today = m.day = key // (2 * DAY)
    m.minute = None
