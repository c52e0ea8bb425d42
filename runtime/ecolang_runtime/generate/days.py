"""Which day an act falls on: at and around the last days that matter to it, near holidays, or some days later."""

from __future__ import annotations

from random import Random

from ecolang.time import DAY, Calendar, Due
from ecolang.time.days import first_of
from ecolang_runtime.generate.map import Map
from ecolang_runtime.generate.plan import Step
from ecolang_runtime.generate.view import View

#: How long a walk lasts at most, in days, so that its dates stay in the years that the calendars cover.
LONGEST = 420
_LATER = (0, 1, 1, 2, 3, 5, 8, 15, 31)


def starting_days(calendar: Calendar, days: int = LONGEST) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Days on which a case may begin: any in covered years, and those shortly before a run of days off."""
    covered = [set(layer.years) for layer in calendar.layers if not layer.everywhere]
    years = sorted(set.intersection(*covered)) if covered else [2025, 2026]
    years = years or sorted(set().union(*covered)) or [2025, 2026]
    last = first_of(years[-1] + 1) - 1
    first = max(first_of(years[0]), first_of(years[-1] - 6))
    end = max(first + 1, last - days)
    every = tuple(range(first, end))
    near = tuple(
        day
        for day in every
        if any(_long_rest(calendar, day + ahead) for ahead in (3, 8, 14, 30)) and calendar.is_working(day)
    )
    return every, near or every


def _long_rest(calendar: Calendar, day: int) -> bool:
    return all(not calendar.is_working(day + each) for each in range(3))


def act_moment(view: View, map_: Map, step: Step, rng: Random, lawful: bool) -> tuple[int, int | None]:
    """The day, and with periods in hours the minute, of an act; never before what has passed."""
    now, event = view.now, step.event or ""
    bounds: list[Due] = []
    for owner, owed, duty in view.owed():
        if any(act.event == event for act in duty.acts):
            for deadline in duty.deadlines:
                # What has to come before an event, or without delay, has no last day of its own.
                ahead = deadline.kind == "before" and deadline.anchor.kind == "event"
                due = None if deadline.kind == "prompt" or ahead else view.due(owner, owed, deadline)
                bounds += [due] if due is not None else []
    first = now
    for power, _ in view.rules.powers_by.get(event, ()):
        if view.inside(power.stages):
            bounds += [due] if power.until is not None and (due := view.window(power.until)) is not None else []
            if power.after is not None and (due := view.window(power.after)) is not None and due.last is not None:
                if step.timing == "early":
                    return max(now, due.last - rng.choice((0, 0, 1))), None
                first = max(first, due.last + 1)
    planned = [day for day in _planned(view, map_, event) if day >= now]
    if planned and rng.random() < 0.7:
        return max(planned[0] + (0 if lawful else rng.choice((-1, 0, 0, 1))), first), None
    if planned and lawful:
        first = max(first, planned[0])
    bounds = bounds or ([due] if rng.random() < 0.3 and (due := _running(view, rng)) is not None else [])
    if not bounds or (step.timing == "" and rng.random() < 0.4):
        return first + rng.choice(_LATER), None
    due = rng.choice(bounds)
    return _around(due, step.timing, rng, first, lawful)


def _around(due: Due, timing: str, rng: Random, first: int, lawful: bool) -> tuple[int, int | None]:
    if timing == "late":
        offset = rng.choice((1, 1, 1, 2, 10))
    elif timing == "kept" or lawful:
        offset = rng.choice((0, 0, 0, -1))
    else:
        offset = rng.choice((-1, 0, 1, 1))
    if due.lapses is not None:
        day, minute = divmod(due.lapses[1] + offset, DAY)
        return (day, minute) if day >= first else (first, None)
    last = due.latest if timing == "late" and due.latest is not None else due.last or first
    return max(first, last + offset), None


def _planned(view: View, map_: Map, event: str) -> list[int]:
    """The latest of the days for which an event was planned."""
    found = [day for place in map_.plans.get(event, ()) if (day := view.planned(*place)) is not None]
    return sorted(found, reverse=True)[:1]


def _running(view: View, rng: Random) -> Due | None:
    """The last day of some running period."""
    found = [due for period in view.rules.program.periods if (due := view.period(period.id)) is not None]
    return rng.choice(found) if found else None


def planned_day(view: View, event: str, field: str, day: int, timing: str, rng: Random, lawful: bool) -> int:
    """A day to plan for, as near as the lead times allow, or just too near."""
    earliest = day + 1
    for deadline in view.lead(event, field):
        for ahead in range(earliest, earliest + 60):
            due = view.ahead(deadline, ahead)
            if due.last is not None and due.last >= day:
                earliest = ahead
                break
    if timing == "late":
        return max(day, earliest - rng.choice((1, 1, 2)))
    if timing == "kept" or lawful:
        return earliest + rng.choice((0, 0, 1, 5, 12))
    return max(day, earliest + rng.choice((-1, 0, 0, 1, 7)))


__all__ = ["LONGEST", "act_moment", "planned_day", "starting_days"]
