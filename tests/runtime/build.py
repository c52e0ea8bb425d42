"""Small policies built row by row, so that a test shows all that its verdict rests on."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.program import (
    Act,
    Anchor,
    Counting,
    Deadline,
    Duty,
    Edge,
    Event,
    Power,
    Program,
    Settings,
    Stage,
    Trigger,
)
from ecolang.time import Calendar, parse_date
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.compiled.judging import Engine
from ecolang_runtime.compiled.numbers import Numbers
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.reference.engine import Run, evaluate
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.verdict import Finding, TrackVerdict, Verdict


def day(text: str) -> int:
    """`3-02` is 2 March 2026; a whole date is itself."""
    found = parse_date(text if len(text) > 5 else f"2026-{text}")
    assert found is not None, text
    return found


def stages(*names: str, outcomes: tuple[str, ...] = ()) -> tuple[Stage, ...]:
    """Stages; the first is the start."""
    rows = [Stage(name, start=place == 0) for place, name in enumerate(names)]
    return (*rows, *(Stage(name, outcome=True) for name in outcomes))


def within(amount: int, event: str | None = None, unit: str = "day", **more: Any) -> Deadline:
    """`amount` units from an event, or from the opening."""
    anchor = Anchor("opening") if event is None else Anchor("event", event, which=more.pop("which", "last"))
    counting = Counting(unit, **{k: more.pop(k) for k in ("roll", "start", "month_end", "clear") if k in more})
    return Deadline(more.pop("id", "t"), "within", more.pop("cite", "c-t"), amount, counting=counting, anchor=anchor)


def on_stage(*names: str) -> Trigger:
    return Trigger("stage", stages=names)


def on_event(event: str, guard: Any = None) -> Trigger:
    return Trigger("event", event=event, guard=guard)


def when(guard: Any, *names: str) -> Trigger:
    return Trigger("condition", names, guard=guard)


def owe(id: str, event: str, open: Trigger, *deadlines: Deadline, **more: Any) -> Duty:
    """A duty of A (unless said) to do an event."""
    bearers = more.pop("bearers", ("A",))
    together = more.pop("together", "one")
    guard = more.pop("guard", None)
    return Duty(id, f"c-{id}", bearers, together, (Act(event, guard),), open, deadlines=deadlines, **more)


def may(id: str, event: str, *names: str, **more: Any) -> Power:
    """A power of A (unless said) to do an event in some stages."""
    holders = more.pop("holders", ("A",))
    together = more.pop("together", "one")
    guard = more.pop("act_guard", None)
    return Power(id, f"c-{id}", holders, together, (Act(event, guard),), names, **more)


def edge(id: str, source: str, target: str, trigger: Trigger, kind: str = "effect", **more: Any) -> Edge:
    return Edge(id, f"c-{id}", source, target, trigger, kind, **more)


def policy(*, settings: Settings | None = None, **tables: Any) -> Program:
    return Program(settings or Settings(), **tables)


def did(event: str, on: str, *parties: str, **more: Any) -> Occurrence:
    """An occurrence; `at` is HH:MM; further keywords that are no fields of an occurrence are fields of the event."""
    known = {"by", "each", "documents", "steps", "ground", "part", "received"}
    at = more.pop("at", None)
    minute = None if at is None else int(at[:2]) * 60 + int(at[3:])
    rest = {key: more.pop(key) for key in list(more) if key in known}
    return Occurrence(event, day(on), minute, parties=parties, fields=more, **rest)


def case(*occurrences: Occurrence, opened: str | None = None, parties: Any = (), facts: Any = ()) -> CaseData:
    known = tuple(f if isinstance(f, FactAt) else FactAt(f[0], f[1], day(f[2]), *f[3:]) for f in facts)
    return CaseData("case", None if opened is None else day(opened), tuple(parties), known, occurrences)


def judged(
    program: Program, as_of: str, *occurrences: Occurrence, calendar: Calendar | None = None, **head: Any
) -> Verdict:
    """The verdict as of a day, the same by both engines. The plain week is the calendar unless one is given."""
    told, rules = case(*occurrences, **head), Rules(program, calendar or Calendar())
    verdict = evaluate(rules, rules.calendar, told, day(as_of))
    assert Engine(rules, Numbers(), Stats()).evaluate(told, day(as_of)) == verdict
    return verdict


def only(verdict: Verdict) -> TrackVerdict:
    assert len(verdict.tracks) == 1
    return verdict.tracks[0]


def kinds(verdict: Verdict | TrackVerdict) -> list[str]:
    return [finding.kind for finding in verdict.findings]


def one(verdict: Verdict | TrackVerdict, kind: str) -> Finding:
    found = [finding for finding in verdict.findings if finding.kind == kind]
    assert len(found) == 1, [f.kind for f in verdict.findings]
    return found[0]


def open_ids(verdict: Verdict) -> list[str]:
    return [duty.norm for duty in verdict.open_duties]


@pytest.fixture
def started() -> Any:
    """A run of a policy from a case's head."""

    def start(program: Program, calendar: Calendar | None = None, **head: Any) -> Run:
        return Run(program, calendar or Calendar(), case(**head))

    return start


__all__ = ["Event"]
