"""May it be done here? (docs/semantics.md, section 7). Looked at before the act is recorded, with its own fields."""

from __future__ import annotations

from ecolang_runtime.compiled import clocks
from ecolang_runtime.compiled.dated import Dated
from ecolang_runtime.compiled.event_row import EventRow
from ecolang_runtime.compiled.machine import Machine
from ecolang_runtime.compiled.rows import DeadlineRow, DutyRow, GroundRow, Guard, PowerRow, Standing
from ecolang_runtime.compiled.state import Record, Track


class Use:
    """A try to use a power, as the reference has it."""

    __slots__ = ("cite", "degree", "doubtful", "due", "grounds", "kind", "power", "state")

    def __init__(
        self,
        power: PowerRow,
        state: bool | None,
        grounds: tuple[GroundRow, ...] = (),
        kind: str = "not_permitted",
        due: Dated | None = None,
        cite: str = "",
        degree: str = "violation",
        doubtful: Dated | None = None,
    ) -> None:
        self.power = power
        self.state = state
        self.grounds = grounds
        self.kind = kind
        self.due = due
        self.cite = cite
        self.degree = degree
        self.doubtful = doubtful


def usable(standing: Standing, power: str) -> bool:
    """Whether the power could be used."""
    return any(use.power.id == power and use.state is True for use in standing.uses)


def judge(m: Machine, track: Track, record: Record, event: EventRow) -> Standing:
    """The standing of an occurrence on a track; where it is unknown, what is missing is named."""
    quiet, m.quiet = m.quiet, True
    standing = _judge(m, track, record, event)
    m.quiet = quiet
    if standing.kind == "unknown" and not quiet:
        return _judge(m, track, record, event)
    return standing


def without_powers(m: Machine, track: Track, record: Record, event: EventRow) -> Standing:
    """The standing of an occurrence that no power speaks of."""
    number = record.event
    for owner in (track, m.whole):
        for owed in owner.owed:
            if number in owed.row.events:
                quiet, m.quiet = m.quiet, True
                owing = _owing(m, track, record)
                m.quiet = quiet
                if owing is not None:
                    return owing.standing
                return event.waiting.get(track.stage) or event.elsewhere
    return event.waiting.get(track.stage) or event.elsewhere


def _judge(m: Machine, track: Track, record: Record, event: EventRow) -> Standing:
    uses: tuple[Use, ...] = ()
    for power, guard in event.powers:
        stages = power.stages
        if stages is None or track.stage in stages or (track.stage < 0 and m.inside(track, stages)):
            uses += _tries(m, track, record, power, guard)
    owing = _owing(m, track, record)
    if owing is not None:
        return Standing("permitted", uses, owing.cite, owing.id) if uses else owing.standing
    if uses:
        good = next((use for use in uses if use.state is True), None)
        doubtful = next((use for use in uses if use.state is None), None)
        kind = "permitted" if good else "unknown" if doubtful else "refused"
        chosen = (good or doubtful or uses[0]).power
        return Standing(kind, uses, chosen.cite, chosen.id)
    return event.waiting.get(track.stage) or event.elsewhere


def _owing(m: Machine, track: Track, record: Record) -> DutyRow | None:
    number = record.event
    for owner in (track, m.whole):
        for owed in owner.owed:
            if number in owed.row.events:
                for event, guard in owed.row.acts:
                    if event == number and (guard is None or m.test(track, record, guard) is not False):
                        return owed.row
    return None


def _tries(m: Machine, track: Track, record: Record, power: PowerRow, guard: Guard | None) -> tuple[Use, ...]:
    meant = m.test(track, record, guard)
    if meant is False:
        return ()
    use = attempt(m, track, record, power)
    if meant is None and use.state is True:
        return (Use(power, None, use.grounds),)
    return (use,)


def attempt(m: Machine, track: Track, record: Record, power: PowerRow) -> Use:
    """Whether an act can use a power whose stages include the present one."""
    guard = m.test(track, record, power.guard)
    if guard is False or not _by_holders(m, record, power):
        return Use(power, False)
    if power.after is not None:
        due = window(m, track, power.after)
        timely = "in_time" if due is None else due.judge(record.day, record.minute)
        if due is not None and due.differs:
            clocks.weigh(m, due, record.day, record.minute, timely)
            m.differs |= due.differs if timely == "in_time" else 0
        if timely == "in_time":
            return Use(power, False, (), "too_early", due, power.after.cite)
    doubtful = None
    for end in power.ends:
        due = window(m, track, end)
        timely = "in_time" if due is None else due.judge(record.day, record.minute)
        if due is not None:
            clocks.weigh(m, due, record.day, record.minute, timely)
        if timely == "late":
            return Use(power, False, (), "not_permitted", due, end.cite)
        doubtful = due if timely == "undetermined" else doubtful
    state, grounds = _grounds(m, track, record, power)
    if guard is None and state is True:
        state = None
    return Use(power, state, grounds, doubtful=doubtful)


def _by_holders(m: Machine, record: Record, power: PowerRow) -> bool:
    holders = power.row.holders
    if not record.by or not holders:
        return True
    acting = [holder for holder in holders if m.tables.acts_as(record.by, holder)]
    return len(acting) == len(holders) if power.row.together == "joint" else bool(acting)


def _grounds(m: Machine, track: Track, record: Record, power: PowerRow) -> tuple[bool | None, tuple[GroundRow, ...]]:
    """The grounds relied on: the named one, or all that are available."""
    if not power.grounds:
        return True, ()
    named = record.ground
    state: bool | None = False
    relied: list[GroundRow] = []
    for ground in power.grounds:
        if named is not None and named != ground.id and ground.cite != named and not ground.cite.endswith(named):
            continue
        answer = m.test(track, record, ground.guard)
        if answer is True:
            relied.append(ground)
        elif answer is None:
            state = None
    return (True, tuple(relied)) if relied else (state, ())


def window(m: Machine, track: Track, deadline: DeadlineRow) -> Dated | None:
    """The day until or after which a power may be used, as things stand; it opens with the stage."""
    found = clocks.occurred(track, deadline)
    return clocks.due_from(m, track, deadline, (track.since, None), found, None, ())[0]
