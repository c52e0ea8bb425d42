"""Policies and cases by chance, of every construct, from a seed: not sensible ones, but sound."""

from __future__ import annotations

from random import Random
from typing import Any

from ecolang.program import (
    Act,
    ActorRule,
    Allowance,
    Anchor,
    Clause,
    Contents,
    Counting,
    CountLimit,
    Deadline,
    Deeming,
    Document,
    Duty,
    Edge,
    Event,
    Field,
    Ground,
    Group,
    Item,
    Order,
    Period,
    PeriodOp,
    Power,
    Program,
    Prohibition,
    Role,
    Settings,
    Signature,
    Stage,
    Trigger,
)
from ecolang.time import Calendar, Layer
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from tests.runtime.build import day

START = day("03-02")
CALENDAR = Calendar([Layer("X", may_add_off=2, may_add_run=2)])
EVENTS = tuple(f"e{n}" for n in range(7))
STAGES = tuple(f"s{n}" for n in range(5))
OUTCOMES = ("o0", "o1")
PERIODS = ("p0", "p1")
DUTIES = tuple(f"d{n}" for n in range(6))
FACTS = ("big", "many")
STATES = ("not_started", "running", "suspended", "lapsed", "reached")


class Maker:
    """Makes the rows of one policy."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.scopes = {name: self.rng.choice(("track", "track", "case")) for name in (*PERIODS, *DUTIES)}

    def some(self, names: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(self.rng.sample(names, self.rng.randint(1, most)))

    def maybe(self, value: Any, chance: float = 0.5) -> Any:
        return value if self.rng.random() < chance else None

    # -- conditions

    def leaf(self, event: str | None = None) -> Any:
        rng = self.rng
        other = rng.choice(EVENTS)
        own = ("cmp", rng.choice(("=", "!=")), ("field", "kind"), ("lit", rng.choice("ab")))
        return rng.choice(
            (
                ("fact", rng.choice(FACTS)),
                ("field", "yes"),
                own,
                ("cmp", rng.choice(("<", ">=", "=")), ("fact", "many"), ("lit", rng.randint(0, 3))),
                ("in", self.some((*STAGES, "g"), 2)),
                ("happened", other, self.maybe(own)),
                ("since", other, self.maybe(("field", "yes")), rng.choice(EVENTS), None),
                (
                    "cmp", rng.choice((">", "<=", "=")),
                    ("count", other, self.maybe(("field", "yes")), rng.choice(("track", "case"))),
                    ("lit", rng.randint(0, 3)),
                ),
                ("period", rng.choice(PERIODS), rng.choice(STATES)),
                ("overdue", other),
                ("open", other),
                ("given", "kind"),
                ("cmp", "=", ("last", other, "kind"), ("lit", "a")),
                ("first", other, "yes"),
                ("signed", "paper", rng.choice(("A", "R"))),
                ("item", "paper", "place"),
                ("actor", rng.choice(("A", "lead", "R"))),
                ("tracks", rng.choice(("any", "all", "any_other", "all_other")), ("in", self.some(STAGES, 2))),
            )
        )  # fmt: skip

    def guard(self, chance: float = 0.5) -> Any:
        rng = self.rng
        if rng.random() > chance:
            return None
        found = self.leaf()
        if rng.random() < 0.4:
            found = (rng.choice(("and", "or")), found, self.leaf(), *((self.leaf(),) if rng.random() < 0.3 else ()))
        return ("not", found) if rng.random() < 0.2 else found

    # -- time

    def counting(self, kind: str) -> Counting:
        rng = self.rng
        units = ("day", "workday", "month") if kind == "before" else ("day", "workday", "month", "hour", "year")
        return Counting(
            rng.choice(units),
            rng.choice((None, "next", "same")),
            rng.choice((None, "none", "next_working")),
            clear=rng.random() < 0.5,
            runs_on=rng.random() < 0.2,
        )

    def anchor(self, kind: str, period: bool = False) -> Anchor:
        rng = self.rng
        event = rng.choice(EVENTS)
        which = rng.choice(("first", "last", "next"))
        if kind in ("before", "by"):
            if rng.random() < 0.4:
                return Anchor("field", rng.choice(EVENTS), field="on")
            if kind == "by" and rng.random() < 0.3:
                return Anchor("item", document="paper", item="place")
            return Anchor("event", event, which=which, planned=self.maybe((rng.choice(EVENTS), "on")))
        kinds = ("event", "event", "opening", "field") if period else ("event", "event", "opening", "field", "period")
        chosen = rng.choice(kinds)
        if chosen == "event":
            guard = self.maybe(("field", "yes"), 0.3)
            return Anchor("event", event, guard, which, received=rng.random() < 0.2)
        if chosen == "field":
            return rng.choice((Anchor("field", event, field="on"), Anchor("item", document="paper", item="place")))
        return Anchor("period", period=rng.choice(PERIODS)) if chosen == "period" else Anchor("opening")

    def deadline(self, id: str, kinds: tuple[str, ...] = ("within", "within", "before", "by", "prompt")) -> Deadline:
        rng = self.rng
        kind = rng.choice(kinds)
        amount = rng.choice((None, 2)) if kind in ("before", "prompt") else rng.randint(0, 9)
        source = (
            self.maybe(rng.choice((("fact", "many"), ("item", "paper", "more"))), 0.2) if kind == "within" else None
        )
        anchor = Anchor("opening") if kind == "prompt" else self.anchor(kind)
        degree = rng.choice(("must", "must", "principle", "encourage"))
        return Deadline(id, kind, f"c-{id}", amount, source, self.counting(kind), anchor, degree)

    def period(self, id: str) -> Period:
        rng = self.rng
        deadline = Deadline(
            f"t-{id}", "within", f"c-{id}", rng.randint(2, 20), self.maybe(("fact", "many"), 0.1),
            self.counting("within"), self.anchor("within", period=True),
        )  # fmt: skip
        allowance = Allowance(
            rng.randint(1, 5), f"x-{id}", self.guard(), self.maybe(Act(rng.choice(EVENTS), self.guard(0.2))),
            rng.random() < 0.5, rng.random() < 0.3, None, rng.choice(("added", "after_end")),
            self.maybe(Act(rng.choice(EVENTS))), self.maybe(Act(rng.choice(EVENTS))), self.maybe(2, 0.3),
        )  # fmt: skip
        return Period(
            id, f"c-{id}", deadline, None, self.scopes[id], self.maybe(rng.choice(("must", "principle")), 0.7),
            self.some(STAGES, 3) if rng.random() < 0.7 else (), (allowance,) if rng.random() < 0.6 else (),
        )  # fmt: skip

    # -- rules

    def trigger(self, *kinds: str) -> Trigger:
        rng = self.rng
        kind = rng.choice(kinds)
        if kind == "stage":
            return Trigger("stage", self.some((*STAGES, "g"), 2))
        if kind == "event":
            return Trigger("event", event=rng.choice(EVENTS), guard=self.guard(0.3))
        if kind == "condition":
            return Trigger("condition", self.some(STAGES, 2) if rng.random() < 0.6 else (), guard=self.guard(1))
        if kind == "lapse":
            return Trigger("lapse", of=rng.choice((*DUTIES, *PERIODS)))
        return Trigger("reached", of=rng.choice(PERIODS)) if kind == "reached" else Trigger("start")

    def duty(self, id: str) -> Duty:
        rng = self.rng
        acts = tuple(Act(event, self.guard(0.3)) for event in self.some(EVENTS, 2))
        return Duty(
            id, f"c-{id}", self.some(("A", "R"), 2), rng.choice(("one", "joint", "each")), acts,
            self.trigger("stage", "stage", "event", "condition", "lapse", "reached", "start"), self.guard(0.3),
            tuple(self.deadline(f"{id}{n}") for n in range(rng.choice((0, 1, 1, 2)))),
            rng.choice(("must", "principle", "encourage")), self.scopes[id], rng.random() < 0.3,
            rng.choice((None, None, True, False)),
        )  # fmt: skip

    def power(self, id: str) -> Power:
        rng = self.rng
        grounds = tuple(Ground(f"{id}g{n}", f"c-{id}（{n}）", self.guard(1)) for n in range(rng.choice((0, 1, 2))))
        window = ("within", "within", "by")
        return Power(
            id, f"c-{id}", self.some(("A", "R"), 2), rng.choice(("one", "joint")),
            (Act(rng.choice(EVENTS), self.guard(0.2)),), self.some(STAGES, 3) if rng.random() < 0.8 else (),
            self.guard(0.4), grounds, self.maybe(self.deadline(f"{id}u", window), 0.3),
            self.maybe(self.deadline(f"{id}a", window), 0.2), "track",
            besides=(self.deadline(f"{id}b", window),) if rng.random() < 0.2 else (),
        )  # fmt: skip

    def edge(self, number: int) -> Edge:
        rng = self.rng
        kind = rng.choice(("duty", "power", "effect", "effect", "lapse"))
        trigger = self.trigger("event", "event", "event", "condition", "reached")
        if kind == "lapse":
            trigger = self.trigger("lapse")
        if kind == "power":
            trigger = Trigger("event", event=rng.choice(EVENTS))
        norm = rng.choice(("w0", "w1", "w2")) if kind == "power" else None
        fork = self.maybe("rest", 0.1) if kind == "effect" else None
        return Edge(
            f"x{number}", f"c-x{number}", rng.choice(STAGES), rng.choice((*STAGES, *OUTCOMES)), trigger, kind,
            self.guard(0.4), norm, reach=rng.choice(("one", "one", "one", "all")), fork=fork,
        )  # fmt: skip

    def limit(self, id: str) -> CountLimit:
        rng = self.rng
        allowance = Allowance(
            rng.randint(1, 2), f"a-{id}", self.guard(0.4), self.maybe(Act(rng.choice(EVENTS)), 0.8), rng.random() < 0.5,
            rng.random() < 0.5, times=self.maybe(2, 0.3),
        )  # fmt: skip
        bound = rng.choice(("max", "max", "min"))
        return CountLimit(
            id, f"c-{id}", Act(rng.choice(EVENTS), self.guard(0.2)), bound, rng.randint(1, 2),
            rng.choice(("must", "principle")), self.some(STAGES, 3) if rng.random() < 0.5 else (), self.guard(0.2),
            Act(rng.choice(EVENTS)) if bound == "min" else None, (allowance,) if rng.random() < 0.7 else (),
            rng.choice(("track", "case")), rng.choice((None, None, True)),
        )  # fmt: skip

    def op(self, number: int) -> PeriodOp:
        rng = self.rng
        kind = rng.choice(("suspend", "suspend", "resume", "restart", "end"))
        trigger = self.trigger("event", "stage", "condition") if kind == "suspend" else self.trigger("event", "lapse")
        return PeriodOp(
            f"q{number}", f"c-q{number}", rng.choice((*PERIODS, *PERIODS, *DUTIES)), kind, trigger,
            self.some(STAGES, 3) if rng.random() < 0.3 else (), self.guard(0.2), self.maybe(4, 0.5),
            ("q0",) if kind == "resume" and rng.random() < 0.3 else (),
        )  # fmt: skip

    def event(self, name: str) -> Event:
        rng = self.rng
        fields = (
            Field("yes", "bool", default=self.maybe(False, 0.2)),
            Field("kind", "choice", ("a", "b")),
            Field("on", "date", plans=self.maybe(rng.choice(EVENTS), 0.2)),
        )
        return Event(
            name, actors=rng.choice((("A",), ("R",), ("A", "R"), ())), joint=rng.random() < 0.3,
            external=rng.random() < 0.1, scope=rng.choice(("track", "track", "case")),
            documents=("paper",) if rng.random() < 0.3 else (), fields=fields,
        )  # fmt: skip

    def program(self) -> Program:
        """The whole policy."""
        rng = self.rng
        voids = (None, None, True, False)
        return Program(
            Settings(
                title="t", track_role=self.maybe("R", 0.7), roll=rng.choice(("none", "next_working")),
                month_end="last_day", counting_start=rng.choice(("next", "same")),
                hour_start=self.maybe("next_hour", 0.2),
                standstill=(("03-10", "03-14", "recess"),) if rng.random() < 0.2 else (),
            ),
            roles=(Role("A"), Role("lead", part_of="A"), Role("R", many=True)),
            facts=(Field("big", "bool", default=self.maybe(False, 0.3)), Field("many", "int")),
            documents=(Document("paper", signatures=(Signature(("A", "R"), "c-sig", refusing="R", noted_by="lead"),)),),
            events=tuple(self.event(name) for name in EVENTS),
            stages=(
                *(Stage(name, start=name == "s0") for name in STAGES), *(Stage(name, outcome=True) for name in OUTCOMES)
            ),
            groups=(Group("g", ("s1", "s2")),),
            periods=tuple(self.period(id) for id in PERIODS),
            duties=tuple(self.duty(id) for id in DUTIES),
            powers=tuple(self.power(f"w{n}") for n in range(3)),
            prohibitions=tuple(
                Prohibition(f"n{n}", "c-n", (), (Act(rng.choice(EVENTS)),), (), self.guard(0.8), void=rng.choice(voids))
                for n in range(rng.randint(0, 2))
            ),
            actor_rules=(ActorRule("ar", "c-ar", self.some(EVENTS, 2), "lead", self.guard(), void=rng.choice(voids)),),
            count_limits=tuple(self.limit(f"l{n}") for n in range(2)),
            period_ops=tuple(self.op(n) for n in range(rng.randint(0, 4))),
            deemings=tuple(
                Deeming(
                    f"m{n}", f"c-m{n}", self.trigger("lapse", "event", "condition", "stage", "reached"), EVENTS[5 + n],
                    (("yes", rng.random() < 0.5),), self.some(STAGES, 3) if rng.random() < 0.4 else (), self.guard(0.3),
                )
                for n in range(rng.randint(0, 2))
            ),
            edges=tuple(self.edge(n) for n in range(rng.randint(6, 12))),
            contents=(Contents("k", "paper", (Item("place", 1, None), Item("more", 2, "c-m", True)), "c-k"),),
            orders=(Order("or", "c-or", rng.choice(EVENTS), (Item("a", 1, None), Item("b", 2, None)), "principle"),),
            clauses=(Clause("c1", "not_modelled", rules=("x1", "d1")), Clause("c2", "not_modelled")),
        )  # fmt: skip


def case_of(seed: int) -> CaseData:
    """A case of such a policy."""
    rng = Random(seed)
    parties = rng.choice(((), (("x", "R"),), (("x", "R"), ("y", "R"))))
    names = [name for name, _ in parties]
    told = tuple(_occurrence(rng, names) for _ in range(rng.randint(0, 12)))
    facts = tuple(
        FactAt(
            rng.choice(FACTS), rng.choice((True, False, 1, 3, 5)), START + rng.randint(-3, 40),
            rng.choice((None, None, *names)),
        )
        for _ in range(rng.randint(0, 3))
    )  # fmt: skip
    return CaseData("c", rng.choice((None, START, START + 5)), parties, facts, told)


def _occurrence(rng: Random, names: list[str]) -> Occurrence:
    fields: dict[str, Any] = {}
    if rng.random() < 0.6:
        fields["yes"] = rng.random() < 0.5
    if rng.random() < 0.6:
        fields["kind"] = rng.choice("ab")
    if rng.random() < 0.4:
        fields["on"] = START + rng.randint(0, 50)
    told = {"place": "2026-03-20", "more": rng.choice((3, True, "4"))}
    paper = {
        "items": rng.choice(({}, {"place": "x"}, {1: ""}, told)), "signed": rng.choice(([], ["A", "R"], ["x", "lead"])),
        "refused": rng.choice(([], ["R"])), "noted": rng.choice(([], ["lead"])),
    }  # fmt: skip
    each = {rng.choice(names): {"yes": rng.random() < 0.5}} if names and rng.random() < 0.1 else {}
    return Occurrence(
        rng.choice(EVENTS), START + rng.randint(0, 40), rng.choice((None, None, rng.randint(0, 1439))),
        rng.choice(((), (), ("A",), ("R",), ("A", "R"), ("lead",), ("x",), ("stranger",))),
        (rng.choice(names),) if names and not each and rng.random() < 0.5 else (), fields, each,
        {"paper": paper} if rng.random() < 0.4 else {}, rng.choice((None, ("a", "b"), ("b", "a"))),
        rng.choice((None, None, "w0g0", "（1）")), rng.choice((None, None, None, "rest")),
        rng.choice((None, START + rng.randint(0, 45))),
    )  # fmt: skip
