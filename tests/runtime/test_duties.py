"""The life of a duty: opened, done in time or late, lapsed, closed with its stage."""

from __future__ import annotations

from ecolang.program import Act, Anchor, Deadline, Deeming, Duty, Event, Trigger
from tests.runtime.build import (
    did,
    edge,
    judged,
    kinds,
    on_event,
    on_stage,
    one,
    only,
    open_ids,
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


def test_a_stage_s_duty_ends_with_the_stage_without_a_finding() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new", "next"),
        duties=(owe("note", "note", on_stage("new"), within(5)),),
        edges=(edge("e", "new", "next", on_event("serve")),),
    )
    verdict = judged(program, "04-01", did("serve", "03-03"), opened="03-02")
    assert (open_ids(verdict), kinds(verdict)) == ([], [])


def test_a_stage_s_duty_that_was_overdue_leaves_its_finding_when_the_stage_ends() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new", "next"),
        duties=(owe("note", "note", on_stage("new"), within(5)),),
        edges=(edge("e", "new", "next", on_event("serve")),),
    )
    verdict = judged(program, "04-01", did("serve", "03-10"), opened="03-02")
    # Opened on 2 March, five days: 7 March. Left on 10 March, three days over; later days do not count.
    assert (one(verdict, "overdue").days, open_ids(verdict)) == (3, [])


def test_an_event_s_duty_stands_beside_the_stages() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new", outcomes=("done",)),
        duties=(owe("note", "note", on_event("serve"), within(5)),),
        edges=(edge("e", "new", "done", on_event("serve")),),
    )
    verdict = judged(program, "03-05", did("serve", "03-02"))
    # Opened on 2 March; five days: 7 March.
    assert (only(verdict).stage, open_ids(verdict), verdict.open_duties[0].due.last) == ("done", ["note"], "2026-03-07")


def test_a_duty_opens_again_with_each_event_that_has_a_last_day() -> None:
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve"), within(5)),))
    assert open_ids(judged(program, "03-05", did("serve", "03-02"), did("serve", "03-03"))) == ["n", "n"]


def test_a_duty_without_a_last_day_is_not_opened_twice() -> None:
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve")),))
    verdict = judged(program, "03-10", did("serve", "03-02"), did("serve", "03-03"))
    assert [(duty.norm, duty.since, duty.age, duty.due) for duty in verdict.open_duties] == [
        ("n", "2026-03-02", 8, None)
    ]


def test_an_act_discharges_every_duty_that_names_it_in_any_stage() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new"),
        duties=(owe("n1", "note", on_event("serve"), within(5)), owe("n2", "note", Trigger("start"), within(30))),
    )
    verdict = judged(program, "03-10", did("serve", "03-02"), did("note", "03-04"))
    assert (open_ids(verdict), kinds(verdict)) == ([], [])


def test_without_delay_has_an_age_and_is_never_judged() -> None:
    prompt = Deadline("p", "prompt", "c-p")
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve"), prompt),))
    verdict = judged(program, "2027-03-02", did("serve", "03-02"))
    assert (kinds(verdict), verdict.open_duties[0].age, verdict.open_duties[0].state) == ([], 365, "open")


def test_without_delay_past_its_reference_number_is_a_caution() -> None:
    prompt = Deadline("p", "prompt", "c-p", 10)
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve"), prompt),))
    assert kinds(judged(program, "03-12", did("serve", "03-02"))) == []
    # Ten days from 2 March: 12 March.
    found = one(judged(program, "03-13", did("serve", "03-02")), "overdue")
    assert (found.degree, found.due) == ("caution", "2026-03-12")


def test_in_principle_makes_a_caution_and_encouragement_nothing() -> None:
    for degree, expected in (("principle", ["caution"]), ("encourage", [])):
        duty = owe("n", "note", on_event("serve"), within(5), degree=degree)
        program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
        found = judged(program, "03-20", did("serve", "03-02")).findings
        assert [finding.degree for finding in found] == expected


def test_two_demands_of_time_are_judged_each() -> None:
    duty = owe("n", "note", on_event("serve"), within(5, id="a", cite="c1"), within(9, id="b", cite="c2"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
    verdict = judged(program, "03-20", did("serve", "03-02"), did("note", "03-10"))
    # 7 March is past, 11 March is not.
    assert [(finding.kind, finding.cite) for finding in verdict.findings] == [("late", "c1")]


def test_a_duty_ends_when_its_condition_no_longer_holds() -> None:
    duty = owe("n", "note", on_stage("new"), within(5), when=("fact", "big"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
    facts = [("big", True, "03-02"), ("big", False, "03-05")]
    assert open_ids(judged(program, "03-04", opened="03-02", facts=facts)) == ["n"]
    assert open_ids(judged(program, "03-05", opened="03-02", facts=facts)) == []


def test_a_condition_opens_its_duty_each_time_it_becomes_true() -> None:
    duty = owe("n", "note", Trigger("condition", guard=("fact", "big")), within(5))
    program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
    facts = [("big", True, "03-03"), ("big", False, "03-05"), ("big", True, "03-08")]
    verdict = judged(program, "03-09", opened="03-02", facts=facts)
    # A condition's duty stands until done: it opened on 3 and again on 8 March.
    assert [duty.since for duty in verdict.open_duties] == ["2026-03-03", "2026-03-08"]


def test_an_edge_back_into_its_stage_opens_the_stage_s_duties_anew() -> None:
    program = policy(
        events=EVENTS,
        stages=stages("new"),
        duties=(owe("n", "note", on_stage("new"), within(5)),),
        edges=(edge("e", "new", "new", on_event("note")),),
    )
    verdict = judged(program, "03-06", did("note", "03-04"), opened="03-02")
    assert [duty.since for duty in verdict.open_duties] == ["2026-03-04"]


BEFORE = Deadline(
    "b",
    "before",
    "c-b",
    5,
    counting=within(1, unit="workday").counting,
    anchor=Anchor("event", "meet", which="next", planned=("serve", "day")),
)
MEETING = policy(
    events=(*EVENTS, Event("meet", actors=("A",))),
    stages=stages("new", "wait"),
    duties=(owe("serve", "serve", on_stage("new"), BEFORE),),
    edges=(edge("e", "new", "wait", on_event("serve"), "duty"),),
)


def test_lead_time_on_a_planned_day_is_shown_before_it() -> None:
    # Planned for Monday 16 March: five clear working days before it are 9 to 13 March, so the last day is 8 March.
    assert kinds(judged(MEETING, "03-10", did("serve", "03-08", day="2026-03-16"))) == []
    found = one(judged(MEETING, "03-10", did("serve", "03-09", day="2026-03-16")), "lead_time")
    assert (found.due, found.actual, found.cite) == ("2026-03-08", "2026-03-09", "c-b")


def test_lead_time_is_judged_finally_when_the_event_comes() -> None:
    # Served on 9 March for the 16th, too late; held on Tuesday 17 March: the clear working days are 10 to 16 March.
    verdict = judged(MEETING, "03-20", did("serve", "03-09", day="2026-03-16"), did("meet", "03-17"))
    assert kinds(verdict) == []
    verdict = judged(MEETING, "03-20", did("serve", "03-09", day="2026-03-30"), did("meet", "03-16"))
    assert one(verdict, "lead_time").due == "2026-03-08"


def test_what_had_to_come_before_an_event_is_missing_when_that_comes_first() -> None:
    first = Deadline("b", "before", "c-b", anchor=Anchor("event", "serve", which="first"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", Trigger("start"), first),))
    assert kinds(judged(program, "03-05", did("note", "03-02"), did("serve", "03-02"))) == []
    verdict = judged(program, "03-05", did("serve", "03-02"), opened="03-01")
    found = one(verdict, "missing")
    assert (found.event, found.item, found.on, verdict.open_duties[0].state) == (
        "note",
        "serve",
        "2026-03-02",
        "overdue",
    )
    done = one(judged(program, "03-05", did("serve", "03-02"), did("note", "03-04")), "missing")
    assert (done.actual, done.days) == ("2026-03-04", 2)


def test_an_act_before_the_duty_opened_counts_only_counting_backwards() -> None:
    backwards = Deadline("b", "before", "c-b", anchor=Anchor("event", "reply", which="next"))
    for deadline, still_open in ((backwards, []), (within(5), ["n"])):
        duty = owe("n", "note", on_event("serve"), deadline)
        program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
        assert open_ids(judged(program, "03-05", did("note", "03-02"), did("serve", "03-03"))) == still_open


def test_not_later_than_a_date_in_a_field() -> None:
    by = Deadline("b", "by", "c-b", anchor=Anchor("field", "serve", field="day"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve"), by),))
    assert kinds(judged(program, "03-09", did("serve", "03-02", day="2026-03-09"))) == []
    assert one(judged(program, "03-10", did("serve", "03-02", day="2026-03-09")), "overdue").due == "2026-03-09"


def test_a_changed_date_moves_the_due_day() -> None:
    by = Deadline("b", "by", "c-b", anchor=Anchor("field", "serve", field="day"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", Trigger("start"), by),))
    trace = [did("serve", "03-02", day="2026-03-09"), did("serve", "03-05", day="2026-03-20")]
    assert kinds(judged(program, "03-19", *trace)) == []


def test_a_period_whose_length_is_a_fact_is_recounted_from_the_same_start() -> None:
    deadline = Deadline("t", "within", "c-t", amount_from=("fact", "n"), anchor=Anchor("opening"))
    program = policy(events=EVENTS, stages=stages("new"), duties=(owe("n", "note", on_event("serve"), deadline),))
    facts = [("n", 5, "03-02"), ("n", 9, "03-04")]
    verdict = judged(program, "03-05", did("serve", "03-02"), facts=facts)
    # Nine days from 2 March: 11 March.
    assert verdict.open_duties[0].due.last == "2026-03-11"


def test_a_deadline_waits_for_an_anchor_that_has_not_come() -> None:
    program = policy(
        events=EVENTS, stages=stages("new"), duties=(owe("n", "note", Trigger("start"), within(5, "serve")),)
    )
    assert judged(program, "03-20", opened="03-02").open_duties[0].due is None
    # The first that comes: 10 March, so 15 March; a second on 12 March changes nothing.
    verdict = judged(program, "03-14", did("serve", "03-10"), did("serve", "03-12"), opened="03-02")
    assert verdict.open_duties[0].due.last == "2026-03-15"


def test_first_and_last_anchors() -> None:
    for which, last in (("first", "2026-03-07"), ("last", "2026-03-09")):
        duty = owe("n", "note", on_event("reply"), within(5, "serve", which=which))
        program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
        verdict = judged(program, "03-05", did("serve", "03-02"), did("serve", "03-04"), did("reply", "03-05"))
        # Five days from 2 March, from 4 March.
        assert verdict.open_duties[0].due.last == last


def test_a_void_duty_leaves_a_late_act_without_effect() -> None:
    duty = owe("n", "note", on_event("serve"), within(5), void=True)
    program = policy(
        events=EVENTS,
        stages=stages("new", "next"),
        duties=(duty,),
        edges=(edge("e", "new", "next", on_event("note")),),
    )
    verdict = judged(program, "03-10", did("serve", "03-02"), did("note", "03-09"))
    found = one(verdict, "late")
    assert (only(verdict).stage, found.effect, open_ids(verdict)) == ("new", False, ["n"])


def test_each_of_several_bearers_must_act() -> None:
    duty = owe("n", "note", on_event("serve"), within(5), bearers=("A", "B"), together="each")
    program = policy(events=EVENTS, stages=stages("new"), duties=(duty,))
    verdict = judged(program, "03-06", did("serve", "03-02"), did("note", "03-03", by=("A",)))
    assert verdict.open_duties[0].who == ("B",)


def test_the_lapse_of_a_duty_with_a_consequence_closes_it() -> None:
    duty = Duty(
        "r", "c-r", ("B",), "one", (Act("reply"),), on_stage("wait"), deadlines=(within(5, "serve"),), lapses=True
    )
    program = policy(
        events=EVENTS,
        stages=stages("new", "wait", "refused"),
        duties=(duty,),
        deemings=(Deeming("d", "c-d", Trigger("lapse", of="r"), "reply", (("agrees", False),)),),
        edges=(
            edge("e1", "new", "wait", on_event("serve")),
            edge("e2", "wait", "refused", on_event("reply", ("not", ("field", "agrees")))),
        ),
    )
    verdict = judged(program, "03-20", did("serve", "03-02"))
    track = only(verdict)
    # Last day 7 March; deemed on 8 March.
    assert (track.stage, track.since, open_ids(verdict)) == ("refused", "2026-03-08", [])
    deemed = next(entry for entry in track.timeline if entry.kind == "deemed")
    assert (deemed.on, deemed.event, deemed.fields) == ("2026-03-08", "reply", (("agrees", False),))
