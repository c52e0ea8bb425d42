"""Guarantees proved by the compiler, and their cases replayed by the reference engine before they count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ecolang.rows import dataclass, replace

if TYPE_CHECKING:
    from ecolang.program import Edge, Expr, Guarantee, Program
    from ecolang_compiler.proofs.guarantees import Proof
    from ecolang_compiler.proofs.witness import Witness

# A stage that no policy can declare: a track gets there when the promise is broken.
BROKEN = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Answer:
    """The answer to a guarantee. `verdict`: proved, refuted, undecided; `cases`: the replayed case of a refutation, or
    one for each outcome reached, with the stage that the case ends in."""

    proof: Proof
    verdict: str
    cases: tuple[tuple[str, Witness], ...] = ()
    bound: str | None = None


def answers(program: Program) -> Iterator[Answer]:
    """Each guarantee's answer, in the order of the policy."""
    from ecolang_compiler.proofs.guarantees import prove

    for guarantee in program.guarantees:
        replays = _Replays(program, guarantee)
        yield _replayed(replays, prove(program, guarantee, replays.stands))


class _Replays:
    """Ways that were replayed, each once."""

    def __init__(self, program: Program, guarantee: Guarantee) -> None:
        self.program, self.guarantee = program, guarantee
        self._known: dict[tuple[str, Any], tuple[str, Witness] | None] = {}

    def stands(self, outcome: str, path: Any) -> bool:
        """Whether a way is a real case."""
        return self.case(outcome, path) is not None

    def case(self, outcome: str, path: Any) -> tuple[str, Witness] | None:
        """The case that a way is, with the stage that it ends in."""
        key = (outcome, path)
        if key not in self._known:
            self._known[key] = _first(self.program, self.guarantee, outcome, path)
        return self._known[key]


def _replayed(replays: _Replays, proof: Proof) -> Answer:
    guarantee = proof.guarantee
    if not proof.ways or (guarantee.form == "reachable" and proof.verdict == "refuted"):
        return Answer(proof, proof.verdict, (), proof.bound)
    found: list[tuple[str, Witness]] = []
    for outcome, path in proof.ways:
        case = replays.case(outcome, path)
        if case is not None:
            found.append(case)
    if len(found) < len(proof.ways):
        return Answer(proof, "undecided", tuple(found), "replay")
    return Answer(proof, proof.verdict, tuple(found), proof.bound)


def _first(program: Program, guarantee: Guarantee, outcome: str, path: Any) -> tuple[str, Witness] | None:
    from ecolang_compiler.proofs.witness import witnesses

    asked = program if guarantee.form in ("reachable", "leaves") else watched(program, guarantee)
    conforming = guarantee.scope == "conforming" and guarantee.form != "reachable"
    for case in witnesses(program, path, conforming, guarantee.form == "leaves"):
        if _holds(asked, guarantee, outcome, case, conforming):
            stage = _stage(program, case)
            if stage is not None:
                return stage, case
    return None


def _holds(program: Program, guarantee: Guarantee, outcome: str, case: Witness, conforming: bool) -> bool:
    """Whether a case does what the proof says that it does, without breaking a rule where it must not."""
    verdict = _verdict(program, case)
    if conforming and any(each.degree == "violation" or each.kind == "unexpected" for each in verdict.findings):
        return False
    stages = {track.stage for track in verdict.tracks}
    if guarantee.form == "reachable":
        return outcome in stages
    if guarantee.form == "leaves":
        return bool(stages & _stages(program, guarantee.stages))
    if guarantee.form == "never_event":
        return any(each.norm == BROKEN for each in verdict.findings) or BROKEN in stages
    return BROKEN in stages


def watched(program: Program, guarantee: Guarantee) -> Program:
    """The program with a way out to the broken stage where the guarantee is broken, before all others."""
    from ecolang.program import Edge, Prohibition, Stage, Trigger

    act = guarantee.event
    if guarantee.form == "never_event" and act is not None:
        watch = Prohibition(BROKEN, "", (), (act,), (), guarantee.guard, degree="principle")
        return replace(program, prohibitions=(*program.prohibitions, watch))
    added: list[Edge] = []
    if guarantee.form == "never_stage":
        wanted = _stages(program, guarantee.stages)
        for edge in program.edges:
            if edge.target in wanted and edge.source not in wanted:
                guard = _all((edge.guard, guarantee.guard))
                added.append(replace(edge, id=BROKEN + edge.id, target=BROKEN, guard=guard))
    else:
        trigger = Trigger("condition", guard=_broken(guarantee))
        ways = (stage.id for stage in program.stages if not stage.outcome)
        added = [Edge(BROKEN + stage, "", stage, BROKEN, trigger, "effect") for stage in ways]
    stages = (*program.stages, Stage(BROKEN, outcome=True))
    return replace(program, stages=stages, edges=(*added, *program.edges))


def _broken(guarantee: Guarantee) -> Expr:
    act, before = guarantee.event, guarantee.before
    assert act is not None
    if guarantee.form == "owes":
        return _all((guarantee.guard, ("not", ("open", act.event)))) or ("true",)
    many: Expr = ("cmp", ">", ("count", act.event, act.guard, "track"), ("lit", guarantee.number))
    early: Expr | None = None if before is None else ("not", ("happened", before.event, before.guard))
    return _all((many, early, guarantee.guard)) or ("true",)


def _all(guards: Iterable[Expr | None]) -> Expr | None:
    parts = tuple(guard for guard in guards if guard is not None)
    return ("and", *parts) if parts else None


def _stages(program: Program, names: tuple[str, ...]) -> set[str]:
    groups = {group.id: group.stages for group in program.groups}
    return {stage for name in names for stage in groups.get(name, (name,))}


def _stage(program: Program, case: Witness) -> str | None:
    """Where the case's last track is in the end; None where the engine cannot tell."""
    tracks = _verdict(program, case).tracks
    return tracks[-1].stage if tracks else None


def _verdict(program: Program, case: Witness) -> Any:
    from ecolang.time import parse_date
    from ecolang_runtime.case import CaseData, FactAt, Occurrence
    from ecolang_runtime.judge import Judge

    facts: list[FactAt] = []
    events: list[Occurrence] = []
    for row in case.rows:
        day = parse_date(row["on"]) or 0
        if "facts" in row:
            facts += [FactAt(name, value, day) for name, value in row["facts"].items()]
        else:
            events.append(
                Occurrence(row["event"], day, fields=row["fields"], documents=row["documents"], part=row["part"])
            )
    data = CaseData("case", parse_date(case.opened), (), tuple(facts), tuple(events))
    return Judge(program).judge(data, parse_date(case.as_of) or 0, try_readings=False)
