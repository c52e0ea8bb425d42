"""May it be done here? (docs/semantics.md, section 7). Looked at before the act is recorded, with its own fields."""

from __future__ import annotations

from ecolang.program import Act, Deadline, Duty, Power
from ecolang.rows import dataclass
from ecolang.time import Due
from ecolang_runtime.reference import clocks
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.state import Course, Record, Track


@dataclass(frozen=True, slots=True)
class Use:
    """A try to use a power. `state` None: unknown. If it failed, `kind`, `degree` and `cite` are the finding's, and
    `due` is the day that it turned on.
    """

    power: Power
    state: bool | None
    grounds: tuple[str, ...] = ()
    kind: str = "not_permitted"
    due: Due | None = None
    cite: str = ""
    degree: str = "violation"
    doubtful: Due | None = None  # a last day that lies between its bounds


@dataclass(frozen=True, slots=True)
class Standing:
    """kind: permitted, unknown, refused (a power without effect), unexpected, free. `uses`: the powers tried. `moves`:
    nothing but the moves of the present stage permits it, so that one of them has to be taken.
    """

    kind: str
    uses: tuple[Use, ...] = ()
    cite: str = ""
    norm: str = ""
    moves: bool = False

    def usable(self, power: str) -> bool:
        """Whether the power could be used."""
        return any(use.power.id == power and use.state is True for use in self.uses)


def judge(m: Machine, track: Track, record: Record) -> Standing:
    """The standing of an occurrence on a track; where it is unknown, what is missing is named."""
    quiet, m.quiet = m.quiet, True
    standing = _judge(m, track, record)
    m.quiet = quiet
    return _judge(m, track, record) if standing.kind == "unknown" else standing


def _judge(m: Machine, track: Track, record: Record) -> Standing:
    uses = tuple(
        use
        for power, act in m.rules.powers_by.get(record.event, ())
        if m.inside(track, power.stages)
        for use in _tries(m, track, record, power, act)
    )
    owing = _owing(m, track, record)
    if owing is not None:
        return Standing("permitted", uses, owing.cite, owing.id)
    if uses:
        good = next((use for use in uses if use.state is True), None)
        doubtful = next((use for use in uses if use.state is None), None)
        kind = "permitted" if good else "unknown" if doubtful else "refused"
        chosen = (good or doubtful or uses[0]).power
        return Standing(kind, uses, chosen.cite, chosen.id)
    for edge in m.rules.edges_from.get(track.stage, ()):
        trigger = edge.trigger
        if trigger.kind == "event" and trigger.event == record.event:
            outside = m.rules.event(record.event).external
            return Standing("permitted", (), edge.cite, edge.id, not outside)
    return _elsewhere(m, record)


def _owing(m: Machine, track: Track, record: Record) -> Duty | None:
    for owner in (track, m.state.whole):
        for owed in owner.owed:
            duty = m.rules.duties[owed.duty]
            for act in duty.acts:
                if act.event == record.event and m.test(track, record, duty.cite, duty.id, act.guard) is not False:
                    return duty
    return None


def _elsewhere(m: Machine, record: Record) -> Standing:
    duties = [duty for duty, _ in m.rules.duties_by.get(record.event, ())]
    powers = [power for power, _ in m.rules.powers_by.get(record.event, ())]
    edges = [edge for edge in m.rules.edges_by.get(record.event, ()) if edge.kind != "power"]
    if m.rules.event(record.event).external:
        return Standing("free")
    if powers and not duties and not edges:
        uses = tuple(Use(power, False, kind="unexpected", degree="caution") for power in powers)
        return Standing("refused", uses, powers[0].cite, powers[0].id)
    # What stands open beside the stages may be done at any time, and so may what has to precede something.
    staged = [duty for duty in duties if duty.open.kind == "stage" and not looks_back(duty)]
    if duties and not staged and not powers and not edges:
        return Standing("free")
    bypassed = [(row.cite, row.id) for row in staged]
    bypassed += [(row.cite, row.id) for row in powers] + [(row.cite, row.id) for row in edges]
    return Standing("unexpected", (), *bypassed[0]) if bypassed else Standing("free")


def looks_back(duty: Duty) -> bool:
    """Whether an act before the duty opened counts: all its demands are counted backwards from an event."""
    return bool(duty.deadlines) and all(d.kind == "before" and d.anchor.kind == "event" for d in duty.deadlines)


def _tries(m: Machine, track: Track, record: Record, power: Power, act: Act) -> list[Use]:
    meant = m.test(track, record, power.cite, power.id, act.guard)
    if meant is False:
        return []
    use = attempt(m, track, record, power)
    if meant is None and use.state is True:
        return [Use(power, None, use.grounds)]
    return [use]


def attempt(m: Machine, track: Track, record: Record, power: Power) -> Use:
    """Whether an act can use a power whose stages include the present one."""
    guard = m.test(track, record, power.cite, power.id, power.guard)
    if guard is False or not _by_holders(m, record, power):
        return Use(power, False)
    if power.after is not None:
        due = window(m, track, power.after)
        if due is None or clocks.judge(due, (record.day, record.minute)) == "in_time":
            return Use(power, False, (), "too_early", due, power.after.cite)
    doubtful = None
    for end in power.ends:
        due = window(m, track, end)
        timely = "in_time" if due is None else clocks.judge(due, (record.day, record.minute))
        if timely == "late":
            return Use(power, False, (), "not_permitted", due, end.cite)
        doubtful = due if timely == "undetermined" else doubtful
    state, grounds = _grounds(m, track, record, power)
    if guard is None and state is True:
        state = None
    return Use(power, state, grounds, doubtful=doubtful)


def _by_holders(m: Machine, record: Record, power: Power) -> bool:
    if not record.by or not power.holders:
        return True
    acting = [holder for holder in power.holders if m.rules.acts_as(record.by, holder)]
    return len(acting) == len(power.holders) if power.together == "joint" else bool(acting)


def _grounds(m: Machine, track: Track, record: Record, power: Power) -> tuple[bool | None, tuple[str, ...]]:
    """The grounds relied on: the named one, or all that are available."""
    if not power.grounds:
        return True, ()
    named = record.ground
    rows = [g for g in power.grounds if named is None or named == g.id or g.cite == named or g.cite.endswith(named)]
    state: bool | None = False
    relied: list[str] = []
    for ground in rows:
        answer = m.test(track, record, ground.cite, ground.id, ground.guard)
        if answer is True:
            relied.append(ground.cite)
        elif answer is None:
            state = None
    return (True, tuple(relied)) if relied else (state, ())


def window(m: Machine, track: Track, deadline: Deadline) -> Due | None:
    """The day until or after which a power may be used, as things stand; it opens with the stage."""
    found = clocks.occurred(m, track, deadline.anchor)
    return clocks.due_from(m, track, deadline, (track.since, None), found, Course())[0]
