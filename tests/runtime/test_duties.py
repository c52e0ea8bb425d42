"""The life of a duty: opened, done in time or late, lapsed, closed with its stage."""

from __future__ import annotations

from ecolang.program import Event
from tests.runtime.build import (
    did,
    edge,
    judged,
    kinds,
    on_event,
    on_stage,
    one,
    only,
    owe,
    policy,
    stages,
    within,
)

EVENTS = (Event("serve", actors=("A",)), Event("reply", actors=("B",)), Event("note", actors=("A",)))
REPLY = policy(
    events=EVENTS,
    stages=stages("new", "wait", outcomes=("done",)),
    duties=(owe("reply", "reply", on_stage("wait"), within(5, "serve"), bearers=("B",)),),
    edges=(edge("e1", "new", "wait", on_event("serve")), edge("e2", "wait", "done", on_event("reply"), "duty")),
)


def test_a_duty_opens_with_its_stage_and_counts_from_the_day_after_its_anchor() -> None:
    verdict = judged(REPLY, "03-04", did("serve", "03-02"))
    duty = verdict.open_duties[0]
    assert duty.due is not None
    # Served on 2 March; the first counted day is 3 March, the fifth 7 March.
    assert (duty.norm, duty.due.last, duty.due.days_left, duty.state) == ("reply", "2026-03-07", 3, "open")


def test_the_last_day_is_in_time() -> None:
    verdict = judged(REPLY, "03-07", did("serve", "03-02"), did("reply", "03-07"))
    assert (only(verdict).stage, kinds(verdict)) == ("done", [])


def test_on_the_last_day_nothing_has_lapsed() -> None:
    assert kinds(judged(REPLY, "03-07", did("serve", "03-02"))) == []


def test_a_lapse_is_noticed_without_any_later_event() -> None:
    verdict = judged(REPLY, "03-10", did("serve", "03-02"))
    found = one(verdict, "overdue")
    # Last day 7 March; overdue from 8 March, on 10 March by 3 days.
    assert (found.on, found.due, found.days, found.degree) == ("2026-03-08", "2026-03-07", 3, "violation")
    assert [(d.norm, d.state) for d in verdict.open_duties] == [("reply", "overdue")]


def test_done_late_turns_overdue_into_late() -> None:
    verdict = judged(REPLY, "03-20", did("serve", "03-02"), did("reply", "03-09"))
    found = one(verdict, "late")
    # 9 March is two days after 7 March.
    assert (found.due, found.actual, found.days, kinds(verdict)) == ("2026-03-07", "2026-03-09", 2, ["late"])
    assert only(verdict).stage == "done"
