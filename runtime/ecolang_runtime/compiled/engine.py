"""The compiled engine: a case replayed event by event under a policy, and judged as of a day."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from ecolang.rows import replace
from ecolang.time import DAY, iso
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.compiled import alike, keys, lapses, moves, occurrences, report, single
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.safe import Unsupported
from ecolang_runtime.compiled.settling import settle
from ecolang_runtime.compiled.state import NEVER, STALE, Track
from ecolang_runtime.compiled.tables import Tables
from ecolang_runtime.reference.engine import OutOfOrder, in_order, meet
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Verdict

# A turn may bring forth another of the same moment; a policy that never ends one is refused by the checker.
_MOST_TURNS = 10_000
_by_day = attrgetter("day")


class Run:
    """A case in flight. `record` costs the same however long the history is; `as_of` works on a copy.

    Methods raise Unsupported for a case with something that the engine does not cover.
    """

    __slots__ = ("m",)

    def __init__(self, tables: Tables, head: CaseData, lean: bool = False, keeps_used: bool = False) -> None:
        coming = sorted(head.facts, key=_by_day) if len(head.facts) > 1 else list(head.facts)
        self.m = Machine(tables, head.id, head.opened, list(head.parties), coming)
        if lean:
            self.m.lean = self.m.quiet = True
        if keeps_used:
            self.m.keeps_used = True

    @property
    def rules(self) -> Rules:
        """The rules that the case is judged by."""
        return self.m.tables.rules

    @property
    def last_day(self) -> int:
        """The day of the latest occurrence; 0 before the first."""
        return self.m.latest

    def record(self, occurrence: Occurrence) -> None:
        """Adds an occurrence. Raises OutOfOrder if it is earlier than the last."""
        m = self.m
        tables = m.tables
        day = occurrence.day
        event = tables.by_name.get(occurrence.event)
        if event is None:
            raise Unsupported("an event that is not declared")
        if m.position is None:
            _begin(m, day)
        elif day < m.latest:
            raise OutOfOrder(f"{iso(day)} < {iso(m.latest)}")
        minute = occurrence.minute
        key = 2 * (day * DAY + minute) if minute else 2 * DAY * day
        if key < m.position:  # type: ignore[operator]
            key = m.position  # type: ignore[assignment]
        if m.key > key:
            m.position = key
            m.day, m.minute = day, None
            if day != m.today:
                m.today = day
                m.newday()
        else:
            _advance(m, key)
        m.latest = day
        m.came |= event.flag
        m.times[event.number] += 1
        tracks = m.tracks
        handled = tables.track_role
        if (
            event.simple
            and len(tracks) == 1
            and (handled is None or _concerns(m, occurrence, tracks[0]))
            and occurrence.part is None
            and tracks[0].part is None
            and not occurrence.each
        ):
            single.process(m, tracks[0], occurrence, event)
        else:
            if (not tracks or handled is not None) and occurrences.arrive(m, occurrence):
                # What a track owes from its beginning is owed before the act that names its holder.
                settle(m)
            concerned = occurrences.targets(m, occurrence, event)
            if event.simple and len(concerned) == 1 and (not event.shared or len(tracks) == 1):
                single.process(m, concerned[0], occurrence, event)
            else:
                occurrences.process(m, occurrence, event, concerned)
        settle(m)
        if m.pens:
            m.flush()
        if m.key == STALE or m.moving:
            m.key = lapses.next_key(m)
        m.minute = None
        if m.key <= m.position:  # type: ignore[operator]
            _advance(m, m.position)  # type: ignore[arg-type]

    def wait(self, day: int) -> None:
        """Lets time pass to the beginning of a day: what lapses by then has lapsed; nothing of the day has happened."""
        m = self.m
        if m.position is None:
            _begin(m, day)
        _advance(m, max(2 * day * DAY, m.position or 0))

    def learn(self, fact: FactAt) -> None:
        """Adds a fact, known from its day on (from now on, if that day has passed)."""
        self.m.coming = sorted([*self.m.coming, fact], key=_by_day)
        self.m.key = STALE

    def as_of(self, day: int, left_out: int = 0, *, names_missing: bool = True) -> Verdict:
        """The verdict as of the end of a day. Raises OutOfOrder for a day before the last occurrence.

        Without `names_missing` it does not say which facts it lacks.
        """
        return self.judged(day, left_out, names_missing)[0]

    def judged(self, day: int, left_out: int = 0, names_missing: bool = True) -> tuple[Verdict, Machine]:
        """The verdict, and the state that it was read from. Raises OutOfOrder."""
        m = self._copy(day)
        if _unbegun(m, day):
            m.day = day
            return report.not_begun(m, day, m.opened or day, left_out), m
        if names_missing:
            return _verdict(m, day, left_out), m
        m.quiet = True
        end(m, day)
        return report.verdict(m, day, left_out), m

    def ended(self, day: int) -> Machine:
        """The state at the end of a day, of which no verdict is made. Raises OutOfOrder."""
        m = self._copy(day)
        end(m, day)
        return m

    def _copy(self, day: int) -> Machine:
        if self.m.position is not None and day < self.m.latest:
            raise OutOfOrder(f"{iso(day)} < {iso(self.m.latest)}")
        return self.m.copy()


def _verdict(m: Machine, day: int, left_out: int) -> Verdict:
    """Ends the case on a day; `m` is used up."""
    finish(m, day)
    settle(m, loud=True)
    return report.verdict(m, day, left_out)


def finish(m: Machine, day: int) -> None:
    """Lets time pass to the end of a day."""
    if m.position is None:
        _begin(m, day)
    settled = bool(m.tracks) and day == m.today
    key = 2 * (day + 1) * DAY - 1
    _advance(m, max(key, m.position or 0))
    m.today = m.day = day
    m.minute = None
    m.newday()
    if not m.tracks:
        occurrences.begin_track(m, None)
    # On the day of the last event everything has settled after it.
    if not settled:
        settle(m)
    m.flush()
    if m.tables.twinned:
        keys.passed_by(m)


def replay(tables: Tables, case: CaseData, ordered: Sequence[Occurrence], as_of: int, lean: bool = False) -> Machine:
    """The case at the end of a day. `ordered`: what happened by then, in its order."""
    run = Run(tables, case, lean)
    for occurrence in ordered:
        run.record(occurrence)
    m = run.m
    if lean:
        end(m, as_of)
    return m


def _unbegun(m: Machine, day: int) -> bool:
    """Whether the case begins only after a day."""
    return m.position is None and m.opened is not None and m.opened > day


def end(m: Machine, day: int) -> None:
    """Lets time pass to the end of a day, where no verdict is made; a case that has not begun stays as it is."""
    if _unbegun(m, day):
        m.today = m.day = day
        return
    finish(m, day)
    if not m.settled:
        settle(m)


def evaluate(tables: Tables, case: CaseData, as_of: int) -> Verdict:
    """The verdict of a case as of the end of a day; occurrences after it are left out and counted."""
    return judged(tables, case, as_of)[0]


def judged(tables: Tables, case: CaseData, as_of: int) -> tuple[Verdict, Machine, list[Occurrence]]:
    """The verdict, the state that it was read from, and what happened by the day, in its order."""
    ordered = _by_time(case.occurrences)
    told = ordered if not ordered or ordered[-1].day <= as_of else [each for each in ordered if each.day <= as_of]
    days = open_days(told)
    run = Run(tables, case)
    m = run.m
    matters: list[int] = []
    others: list[tuple[int, Run]] = []
    place = 0
    for day in days:
        while told[place].day < day:
            _tell(run, told[place], others, matters)
            place += 1
        # The events of the day are told in another order as well, and what follows until both go on alike.
        other = Run.__new__(Run)
        other.m = m.copy(lean=True)
        for occurrence in _by_time(turned(case.occurrences, day)):
            other.record(occurrence)
        while place < len(told) and told[place].day == day:
            _tell(run, told[place], others, matters)
            place += 1
        others.append((day, other))
        _settled(m, others, matters)
    for occurrence in told[place:]:
        _tell(run, occurrence, others, matters)
    if _unbegun(m, as_of):
        m.day = as_of
        return report.not_begun(m, as_of, m.opened or as_of, len(ordered)), m, told
    verdict = _verdict(m, as_of, len(ordered) - len(told))
    if others:
        mine = essence(m)
        for day, other in others:
            end(other.m, as_of)
            if _differ(mine, essence(other.m)):
                matters.append(day)
    if matters:
        verdict = replace(verdict, order_matters=tuple([iso(day) for day in sorted(matters)]))
    return verdict, m, told


def _tell(run: Run, occurrence: Occurrence, others: list[tuple[int, Run]], matters: list[int]) -> None:
    """Adds an occurrence to a case, and to the same case with the events of a day in another order."""
    run.record(occurrence)
    if others:
        for _, other in others:
            other.record(occurrence)
        _settled(run.m, others, matters)


def _settled(m: Machine, others: list[tuple[int, Run]], matters: list[int]) -> None:
    """Drops the cases that go on as this one does, and keeps the days where they end with other findings."""
    for each in others[:]:
        differ = alike.decided(m, each[1].m)
        if differ is not None:
            others.remove(each)
            if differ:
                matters.append(each[0])


def essence(m: Machine) -> Any:
    """Stages and findings, whatever the numbers in the timeline are."""
    found = [
        alike.said(each)
        for track in (m.whole, *m.tracks)
        if track.findings or track.leads
        for each in report.findings(m, track, m.day)
    ]
    return [(t.party, t.part, t.stage) for t in m.tracks], found


def _differ(mine: Any, theirs: Any) -> bool:
    return bool(mine != theirs and (mine[0] != theirs[0] or sorted(map(repr, mine[1])) != sorted(map(repr, theirs[1]))))


def open_days(told: Sequence[Occurrence]) -> list[int]:
    """The days on which several occurrences, none of them timed, may concern one track."""
    by_day: dict[int, list[Occurrence]] = {}
    for occurrence in told:
        if occurrence.minute is None:
            by_day.setdefault(occurrence.day, []).append(occurrence)
    if len(by_day) == len(told):
        return []
    return sorted(day for day, found in by_day.items() if len(found) > 1 and meet(found))


def _by_time(trace: Sequence[Occurrence]) -> list[Occurrence]:
    """The occurrences as `in_order` has them; most traces are told in order."""
    last = 0
    for occurrence in trace:
        if occurrence.minute is not None or occurrence.day < last:
            return in_order(tuple(trace))
        last = occurrence.day
    return list(trace)


def turned(trace: Sequence[Occurrence], day: int) -> tuple[Occurrence, ...]:
    """The occurrences of a day with the untimed ones in reverse."""
    mine = [each for each in trace if each.day == day]
    untimed = [each for each in mine if each.minute is None]
    return tuple([each if each.minute is not None else untimed.pop() for each in mine])


def _concerns(m: Machine, occurrence: Occurrence, track: Track) -> bool:
    """Whether an occurrence concerns the only track and names nobody else."""
    if occurrence.parties:
        return occurrence.parties == (track.party,)
    return not any([name in m.handled or name == track.party for name in occurrence.by])


def _begin(m: Machine, day: int) -> None:
    """Begins the case on the day it was opened, else on its first day."""
    start = day if m.opened is None else min(day, m.opened)
    m.position = 2 * start * DAY
    m.whole.since = m.whole.began = start
    m.today = m.day = start
    if m.coming:
        lapses.know(m, m.position)
    handled = m.tables.track_role
    if handled is None:
        occurrences.begin_track(m, None)
    else:
        found = False
        for name, role in m.parties:
            if role == handled:
                occurrences.begin_track(m, name)
                found = True
        if not found and m.opened is not None:
            occurrences.begin_track(m, None)
    moves.begin(m, m.whole)
    settle(m)
    m.flush()
    m.key = STALE


def _advance(m: Machine, target: int) -> None:
    """Lets time pass up to a moment, with all that happens by itself on the way."""
    key = m.key
    for _ in range(_MOST_TURNS):
        if key == STALE:
            key = m.key = lapses.next_key(m)
        if key == NEVER or key > target:
            break
        _reach(m, max(key, m.position or 0))
        lapses.process(m, key)
        settle(m)
        m.flush()
        key = m.key = STALE
    _reach(m, target)


def _reach(m: Machine, key: int) -> None:
    m.position = key
    m.day = day = key // (2 * DAY)
    m.minute = None
    if day != m.today:
        m.today = day
        m.newday()
