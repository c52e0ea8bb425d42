"""Contents, signatures, and the order of steps."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecolang.program import Contents, Document, Event, Item, Order, Role, Settings, Signature
from tests.runtime.build import did, judged, policy, stages

ITEMS = (Item("who", 1, "c-1"), Item("what", 2, "c-2"), Item("other", 3, "c-3", optional=True))
SIGNED = Signature(("A", "B"), "c-sign", refusing="B", noted_by="host", note_cite="c-note")
PROGRAM = policy(
    roles=(Role("A"), Role("B"), Role("host", part_of="A")),
    events=(Event("meet", actors=("A",), documents=("minutes",)),),
    documents=(Document("minutes", signatures=(SIGNED,)),),
    contents=(
        Contents("k", "minutes", ITEMS, "c-k"),
        Contents("form", "minutes", (Item("x", 1, None),), "f", form=True),
    ),
    stages=stages("s"),
)
FULL = {"who": "x", "what": True}


def found(document: dict[str, Any] | None, program: Any = PROGRAM) -> list[tuple[str, str, str, str | None]]:
    documents = {} if document is None else {"minutes": document}
    verdict = judged(program, "03-10", did("meet", "03-02", documents=documents))
    return [(f.kind, f.degree, f.cite, f.item) for f in verdict.findings]


def test_a_complete_signed_document_is_clean() -> None:
    assert found({"items": FULL, "signed": ["A", "B"]}) == []


def test_an_item_that_is_empty_or_absent_is_incomplete_and_cited() -> None:
    assert found({"items": {"who": ""}, "signed": ["A", "B"]}) == [
        ("incomplete", "violation", "c-1", "who"),
        ("incomplete", "violation", "c-2", "what"),
    ]


def test_items_may_be_given_by_number() -> None:
    assert found({"items": {1: "x", "2": "y"}, "signed": ["A", "B"]}) == []


def test_a_document_that_is_not_given_is_not_checked_never_complete() -> None:
    assert found(None) == [("not_checked", "note", "c-k", "minutes")]


def test_signatures_that_are_not_spoken_of_are_not_checked() -> None:
    assert found({"items": FULL}) == [("not_checked", "note", "c-sign", "minutes")]


def test_an_absent_signature() -> None:
    assert found({"items": FULL, "signed": ["A"]}) == [("unsigned", "violation", "c-sign", "minutes")]


def test_a_refusal_with_the_note_is_in_order() -> None:
    assert found({"items": FULL, "signed": ["A"], "refused": ["B"], "noted": ["host"]}) == []


def test_a_refusal_without_the_note_cites_the_note() -> None:
    assert found({"items": FULL, "signed": ["A"], "refused": ["B"]}) == [("unnoted", "violation", "c-note", "minutes")]


def test_only_who_may_refuse_is_excused_by_a_note() -> None:
    assert found({"items": FULL, "signed": ["B"], "refused": ["A"], "noted": ["host"]}) == [
        ("unsigned", "violation", "c-sign", "minutes")
    ]


def test_contents_in_principle_make_cautions_and_optional_ones_nothing() -> None:
    for degree, expected in (("principle", ["caution"]), ("may", [])):
        program = replace(PROGRAM, contents=(replace(PROGRAM.contents[0], degree=degree),))
        assert [f[1] for f in found({"items": {"who": "x"}, "signed": ["A", "B"]}, program)] == expected


def test_each_holder_signs_for_its_own_track() -> None:
    program = replace(PROGRAM, settings=Settings(track_role="B"))
    document = {"items": FULL, "signed": ["A", "x"]}
    trace = did("meet", "03-02", "x", "y", documents={"minutes": document})
    verdict = judged(program, "03-10", trace, parties=[("x", "B"), ("y", "B")])
    assert [[f.kind for f in track.findings] for track in verdict.tracks] == [[], ["unsigned"]]


STEPS = (
    Item("open", 1, "s-1"),
    Item("talk", 2, "s-2"),
    Item("invite", 3, "s-3", optional=True),
    Item("close", 4, "s-4"),
)
ORDERED = policy(
    events=(Event("meet"),), stages=stages("s"), orders=(Order("o", "c-o", "meet", STEPS, degree="principle"),)
)


def steps(*taken: Any) -> list[tuple[str, str | None]]:
    given = {"steps": taken} if taken != (None,) else {}
    return [(f.kind, f.item) for f in judged(ORDERED, "03-10", did("meet", "03-02", **given)).findings]


def test_steps_in_order_and_complete() -> None:
    assert steps("open", "talk", "invite", "close") == steps(1, 2, 4) == []


def test_a_step_left_out_or_out_of_order_is_found_by_name() -> None:
    assert steps("open", "close") == [("out_of_order", "talk")]
    assert steps("talk", "open", "close") == [("out_of_order", "open")]
    assert judged(ORDERED, "03-10", did("meet", "03-02", steps=("open",))).findings[0].degree == "caution"


def test_an_order_that_is_not_given_is_not_checked() -> None:
    assert steps(None) == [("not_checked", None)]
