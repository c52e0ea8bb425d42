"""What the case tests of a policy have walked: clauses, edges, deadlines kept and missed, grounds relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecolang.program import Deadline, Program
from ecolang.rows import dataclass
from ecolang_runtime.case import CaseData
from ecolang_runtime.verdict import Entry, Finding, TrackVerdict, Verdict

_TOO_LATE = frozenset(("late", "overdue", "lead_time", "missing"))


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a case can exercise, and whether one did."""

    id: str
    cite: str
    done: bool


@dataclass(frozen=True, slots=True)
class Timed:
    """A demand of time, and whether a case kept it and one missed it."""

    id: str
    cite: str
    on_time: bool
    late: bool


@dataclass(frozen=True, slots=True)
class Exercised:
    """Everything that can be exercised, in the order of the policy."""

    clauses: tuple[Step, ...]
    edges: tuple[Step, ...]
    deadlines: tuple[Timed, ...]
    grounds: tuple[Step, ...]

    @property
    def complete(self) -> bool:
        """Whether there is nothing that no case exercises."""
        steps = (*self.clauses, *self.edges, *self.grounds)
        return all(step.done for step in steps) and all(each.on_time and each.late for each in self.deadlines)


@dataclass(frozen=True, slots=True)
class Trace:
    """What verdicts of case tests touched: rows that did something, deadlines kept and missed, grounds, citations."""

    rows: frozenset[str] = frozenset()
    kept: frozenset[tuple[str, str]] = frozenset()
    missed: frozenset[tuple[str, str]] = frozenset()
    grounds: frozenset[tuple[str, str]] = frozenset()
    cites: frozenset[str] = frozenset()


def trace(program: Program, case: CaseData, verdict: Verdict) -> Trace:
    """What one verdict touched. An act that a rule speaks of exercises the rule, whether or not it broke it."""
    rows: set[str] = set(_of_acts(program, case, verdict)) | set(_of_documents(program, case))
    cites: set[str] = set()
    grounds: set[tuple[str, str]] = set()
    missed = set(_missed(verdict.findings))
    for entry in _entries(verdict):
        for effect in entry.effects:
            rows.add(effect.norm or "")
            cites.add(effect.cite or "")
            if effect.kind == "relied_on":
                grounds.add((effect.norm or "", effect.detail or ""))
    rows |= {finding.norm for finding in verdict.findings}
    cites |= {finding.cite for finding in verdict.findings}
    kept = {pair for track in verdict.tracks for pair in _kept(program, track, verdict)}
    return Trace(frozenset(rows), frozenset(kept), frozenset(missed), frozenset(grounds), frozenset(cites))


def exercised(program: Program, traces: Iterable[Trace]) -> Exercised:
    """What all traces together have walked."""
    every = list(traces)
    rows = {row for each in every for row in each.rows}
    kept = {pair for each in every for pair in each.kept}
    missed = {pair for each in every for pair in each.missed}
    grounds = {pair for each in every for pair in each.grounds}
    cites = {cite for each in every for cite in each.cites}
    known = {ground.cite: (power.id, ground.cite) for power in program.powers for ground in power.grounds}
    clauses: list[Step] = []
    signed = {signature.cite for document in program.documents for signature in document.signatures}
    # A reference form is compared with its article when the policy is checked; no case can exercise it.
    forms = {contents.id for contents in program.contents if contents.form}
    for clause in program.clauses:
        if clause.how != "rule" or (clause.rules and forms.issuperset(clause.rules)):
            continue
        if clause.id in known:
            clauses.append(Step(clause.id, clause.id, known[clause.id] in grounds))
        elif clause.rules or clause.id in signed:
            touched = any(rule in rows for rule in clause.rules) or clause.id in cites or clause.id in rows
            clauses.append(Step(clause.id, clause.id, touched))
    return Exercised(
        tuple(clauses),
        tuple(Step(edge.id, edge.cite, edge.id in rows) for edge in program.edges),
        tuple(
            Timed(deadline.id, deadline.cite, (norm, deadline.cite) in kept, (norm, deadline.cite) in missed)
            for norm, deadline in _deadlines(program)
        ),
        tuple(
            Step(ground.id, ground.cite, (power.id, ground.cite) in grounds)
            for power in program.powers
            for ground in power.grounds
        ),
    )


def _deadlines(program: Program) -> Iterator[tuple[str, Deadline]]:
    """The demands of time that can be missed, with the row they belong to."""
    for duty in program.duties:
        if duty.degree != "encourage":
            yield from ((duty.id, each) for each in duty.deadlines if each.kind != "prompt" or each.amount is not None)
    for period in program.periods:
        if period.limit_degree is not None:
            yield period.id, period.deadline
    for power in program.powers:
        yield from ((power.id, each) for each in (*power.ends, power.after) if each is not None)


def _entries(verdict: Verdict) -> Iterator[Entry]:
    for track in verdict.tracks:
        yield from track.timeline


def _missed(findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    for finding in findings:
        after = finding.kind in ("not_permitted", "too_early") and finding.due is not None
        if finding.kind in _TOO_LATE or finding.kind == "exceeded" or after:
            yield finding.norm, finding.cite


def _kept(program: Program, track: TrackVerdict, verdict: Verdict) -> Iterator[tuple[str, str]]:
    """What was done in time on a track: discharged, ended or used without a finding of that deadline."""
    missed = set(_missed((*track.findings, *verdict.case_findings)))
    done = {effect.norm for entry in track.timeline for effect in entry.effects if effect.kind == "discharged"}
    used = {
        effect.norm for entry in track.timeline for effect in entry.effects if effect.kind in ("moved", "relied_on")
    }
    used |= {edge.norm for edge in program.edges if edge.id in used}
    for norm, deadline in _deadlines(program):
        if (norm, deadline.cite) not in missed and (norm in done or norm in used):
            yield norm, deadline.cite
    for period in program.periods:
        started = any(limit.norm == period.id and limit.first is not None for limit in track.limits)
        if started and track.stage not in period.limit_stages and (period.id, period.cite) not in missed:
            yield period.id, period.deadline.cite


def _of_acts(program: Program, case: CaseData, verdict: Verdict) -> Iterator[str]:
    """Powers used, and rules on who acts and what is forbidden whose acts took place."""
    done = {entry.event for entry in _entries(verdict) if entry.had_effect}
    tried = {occurrence.event for occurrence in case.occurrences}
    yield from (power.id for power in program.powers if any(act.event in done for act in power.acts))
    yield from (rule.id for rule in program.actor_rules if any(event in tried for event in rule.events))
    yield from (rule.id for rule in program.prohibitions if any(act.event in tried for act in rule.acts))
    happened = {(effect.cite, effect.norm) for entry in _entries(verdict) for effect in entry.effects}
    yield from (op.id for op in program.period_ops if (op.cite, op.period) in happened)


def _of_documents(program: Program, case: CaseData) -> Iterator[str]:
    """Lists, signatures and orders that a case gave something to check."""
    for occurrence in case.occurrences:
        for order in program.orders:
            if order.event == occurrence.event and occurrence.steps is not None:
                yield order.id
        for name, said in occurrence.documents.items():
            if said.get("items") is not None:
                yield from (contents.id for contents in program.contents if contents.document == name)
            if said.get("signed") is not None or said.get("refused") is not None:
                yield from (s.cite for d in program.documents if d.id == name for s in d.signatures)
