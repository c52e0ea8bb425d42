"""Conditions in three values: each form, and what is named as missing."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.program import Contents, Document, Event, Field, Group, Item, Period, Role, Settings
from ecolang_runtime.verdict import Verdict
from tests.runtime.build import did, edge, judged, may, on_event, only, owe, policy, stages, within

EVENTS = (
    Event("reply", actors=("B",), fields=(Field("kind", "choice", default="written"), Field("agrees", "bool"))),
    Event("object", actors=("B",)),
    Event("meet", actors=("A", "B")),
    Event("go", actors=("A",)),
)


def tried(guard: Any, *trace: Any, facts: Any = (), as_of: str = "03-20") -> tuple[str, list[str]]:
    """Whether the condition holds at the end, as the state of a power that asks for it; and what is missing."""
    program = policy(
        roles=(Role("A"), Role("lead", part_of="A"), Role("B")),
        events=EVENTS,
        documents=(Document("minutes"),),
        contents=(Contents("k", "minutes", (Item("place", 1, None),), "c-k"),),
        stages=stages("s", "t"),
        groups=(Group("both", ("s", "t")),),
        periods=(Period("p", "c-p", within(5, "reply")),),
        duties=(owe("d", "go", on_event("object"), within(5)),),
        powers=(may("x", "go", guard=guard),),
    )
    verdict = judged(program, as_of, *trace, opened="03-01", facts=facts)
    permitted = only(verdict).permitted
    return permitted[0].state if permitted else "false", [row.name for row in only(verdict).missing if row.norm == "x"]


BIG, HARD = ("fact", "big"), ("fact", "hard")


@pytest.mark.parametrize(
    ("guard", "facts", "expected"),
    [
        (("true",), {}, "true"),
        (("and", BIG, HARD), {"big": True, "hard": True}, "true"),
        (("and", BIG, HARD), {"big": False}, "false"),
        (("and", BIG, HARD), {"big": True}, "unknown"),
        (("or", BIG, HARD), {"big": True}, "true"),
        (("or", BIG, HARD), {"big": False}, "unknown"),
        (("or", BIG, HARD), {"big": False, "hard": False}, "false"),
        (("not", BIG), {"big": False}, "true"),
        (("not", BIG), {}, "unknown"),
        (("in", ("s",)), {}, "true"),
        (("in", ("both",)), {}, "true"),
        (("in", ("t",)), {}, "false"),
        (("cmp", ">=", BIG, ("lit", 2)), {"big": 2}, "true"),
        (("cmp", ">", BIG, ("lit", 2)), {"big": 2}, "false"),
        (("cmp", "<=", BIG, ("lit", "500000.00")), {"big": 500000}, "true"),
        (("cmp", "!=", BIG, ("lit", "a")), {"big": "b"}, "true"),
        (("cmp", "<", BIG, ("lit", "2026-03-02")), {"big": "2026-03-01"}, "true"),
        (("cmp", "=", BIG, ("lit", 1)), {}, "unknown"),
        (("happened", "reply", None), {}, "false"),
        (("count", "reply", None, "track"), {}, "false"),
        (("last", "reply", "agrees"), {}, "unknown"),
        (("period", "p", "not_started"), {}, "true"),
    ],
)
def test_a_condition_without_events(guard: Any, facts: dict[str, Any], expected: str) -> None:
    assert tried(guard, facts=[(name, value, "03-01") for name, value in facts.items()])[0] == expected


def test_an_unknown_condition_names_what_is_missing_and_a_false_one_nothing() -> None:
    assert tried(("and", BIG, HARD)) == ("unknown", ["big", "hard"])
    assert tried(("and", BIG, HARD), facts=[("big", False, "03-01")]) == ("false", [])


def test_a_fact_is_known_from_its_day_on() -> None:
    for as_of, expected in (("03-04", "unknown"), ("03-05", "true")):
        assert tried(BIG, facts=[("big", True, "03-05")], as_of=as_of)[0] == expected


AGREES = ("field", "agrees")


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        (("happened", "reply", AGREES), "true"),
        (("happened", "reply", ("not", AGREES)), "true"),
        (("happened", "reply", ("field", "other")), "unknown"),
        (("count", "reply", AGREES, "track"), "true"),
        (("cmp", "=", ("count", "reply", None, "track"), ("lit", 3)), "true"),
        (("cmp", "=", ("count", "reply", AGREES, "track"), ("lit", 1)), "unknown"),
        (("cmp", ">=", ("count", "reply", AGREES, "track"), ("lit", 1)), "true"),
        (("cmp", ">", ("count", "reply", AGREES, "track"), ("lit", 2)), "false"),
        (("last", "reply", "agrees"), "unknown"),
        (("first", "reply", "agrees"), "false"),
        (("cmp", "=", ("last", "reply", "kind"), ("lit", "written")), "true"),
        (("cmp", "=", ("first", "reply", "kind"), ("lit", "oral")), "true"),
        (("since", "reply", None, "object", None), "true"),
        (("since", "reply", ("not", AGREES), "object", None), "unknown"),
        (("since", "object", None, "reply", None), "false"),
        (("open", "go"), "true"),
        (("period", "p", "running"), "true"),
    ],
)
def test_a_condition_over_what_happened(guard: Any, expected: str) -> None:
    trace = [
        did("reply", "03-02", agrees=False, kind="oral"),
        did("object", "03-03"),
        did("reply", "03-04", agrees=True),
        # The third reply does not say whether it agrees.
        did("reply", "03-05"),
    ]
    assert tried(guard, *trace, as_of="03-06")[0] == expected


def test_since_asks_for_none_of_the_other_after_it() -> None:
    guard = ("since", "reply", AGREES, "object", None)
    assert tried(guard, did("reply", "03-02", agrees=True))[0] == "true"
    assert tried(guard, did("reply", "03-02", agrees=True), did("object", "03-03"))[0] == "false"
    assert tried(guard, did("object", "03-02"), did("reply", "03-02", agrees=True))[0] == "true"


def signed_by(*names: str, **more: Any) -> Any:
    return did("meet", "03-02", documents={"minutes": {"signed": list(names), **more}})


def test_signatures_and_items_of_the_latest_document() -> None:
    assert tried(("signed", "minutes", "A"), signed_by("A"))[0] == "true"
    assert tried(("signed", "minutes", "B"), signed_by("A"))[0] == "false"
    assert tried(("signed", "minutes", "A"), signed_by("lead"))[0] == "true"
    silent = did("meet", "03-02", documents={"minutes": {"items": {"place": "Urumqi", "1": None}}})
    assert tried(("signed", "minutes", "A"), silent) == ("unknown", ["minutes·A"])
    assert tried(("item", "minutes", "place"), silent)[0] == "true"
    assert tried(("cmp", "=", ("item", "minutes", "place"), ("lit", "Urumqi")), silent)[0] == "true"
    assert tried(("item", "minutes", "place"), signed_by("A"))[0] == "unknown"
    assert tried(("item", "minutes", "place"), did("meet", "03-02", documents={"minutes": {"items": {1: ""}}}))[0] == (
        "false"
    )


def moved(guard: Any, *trace: Any, **head: Any) -> Verdict:
    program = policy(
        settings=Settings(track_role="B"),
        roles=(Role("A"), Role("lead", part_of="A"), Role("B")),
        events=EVENTS,
        stages=stages("s", "t"),
        edges=(edge("e", "s", "t", on_event("go", guard)), edge("m", "s", "t", on_event("meet"))),
    )
    return judged(program, "03-20", *trace, **head)


def test_who_made_the_occurrence() -> None:
    for by, role, stage in (((), "A", "t"), (("A",), "lead", "s"), (("lead",), "A", "t"), (("lead",), "lead", "t")):
        assert only(moved(("actor", role), did("go", "03-02", by=by))).stage == stage
    unknown = only(moved(("actor", "lead"), did("go", "03-02")))
    assert (unknown.stage, [row.name for row in unknown.missing]) == ("s", ["lead"])


def test_whether_a_field_was_given() -> None:
    for fields, stage in (({}, "s"), ({"why": ""}, "s"), ({"why": "x"}, "t"), ({"why": False}, "t")):
        assert only(moved(("given", "why"), did("go", "03-02", **fields))).stage == stage


@pytest.mark.parametrize(("quantifier", "stage"), [("any", "t"), ("all", "s"), ("any_other", "t"), ("all_other", "t")])
def test_conditions_over_tracks(quantifier: str, stage: str) -> None:
    trace = [did("meet", "03-02", "y"), did("go", "03-03", "x")]
    verdict = moved(("tracks", quantifier, ("in", ("t",))), *trace, parties=[("x", "B"), ("y", "B")])
    assert [track.stage for track in verdict.tracks] == [stage, "t"]


def test_an_unknown_guard_of_an_edge_is_named_for_as_long_as_it_mattered() -> None:
    track = only(moved(("field", "agrees"), did("go", "03-02")))
    assert [(row.name, row.cite, row.norm) for row in track.missing] == [("agrees", "c-e", "e")]
