"""The rows of deemings, edges, stages and events as rows of whole numbers."""

from __future__ import annotations

from ecolang.program import Deeming, Edge, Event
from ecolang_runtime.columnar.codes import Unsaid, encode
from ecolang_runtime.columnar.kernel import layout as at
from ecolang_runtime.columnar.rows import TRIGGERS, Rows
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.standing import _elsewhere
from ecolang_runtime.reference.state import CaseState, Record


class EventRows(Rows):
    """Makes the rows that say what an event sets off."""

    def _deeming_row(self, row: Deeming) -> list[int]:
        event = self.rules.event(row.event)
        given = dict(row.values)
        values = []
        for name in self.names["field"]:
            field = next((f for f in event.fields if f.id == name), None)
            values.append(at.NONE if field is None else encode(field.type, given.get(name), self.values))
        return [
            TRIGGERS[row.trigger.kind],
            self._stages(row.trigger.stages),
            self._guard(row.trigger.guard),
            self.names["event"][row.event],
            self._stages(row.stages),
            self._guard(row.guard),
            self.text(row.cite),
            self.text(row.id),
            self.held["deeming", row.id],
            self.place(values or [0]),
            self.text(row.trigger.of),
            0,
        ]

    def _edge_row(self, edge: Edge) -> list[int]:
        stage = self.names["stage"]
        power = self.names["power"].get(edge.norm or "", -1) if edge.kind == "power" and edge.norm is not None else -1
        if edge.kind == "power" and edge.norm is not None and power < 0:
            raise Unsaid("edge of an undeclared power")
        return [
            stage[edge.source],
            stage[edge.target],
            TRIGGERS[edge.trigger.kind],
            self.names["event"].get(edge.trigger.event or "", -1),
            self._guard(edge.trigger.guard),
            self._guard(edge.guard),
            power,
            int(edge.reach == "all"),
            self.forks.get(edge.fork or "", 0),
            self.text(edge.trigger.of),
            self.text(edge.id),
            self.text(edge.cite),
        ]

    def _stage_row(self, stage: str) -> list[int]:
        rules, program = self.rules, self.program
        number = {id(edge): n for n, edge in enumerate(program.edges)}
        leaving = [number[id(edge)] for edge in rules.edges_from.get(stage, ())]
        settling = [number[id(edge)] for edge in rules.settling_edges.get(stage, ())]
        duties = [self.names["duty"][duty.id] for duty in rules.settling_at(stage)]
        return [
            int(stage in rules.outcomes),
            self.place(leaving), len(leaving),
            self.place(settling), len(settling),
            self.place(duties), len(duties),
            self.text(stage),
        ]  # fmt: skip

    def _event_row(self, event: Event) -> list[int]:
        rules, program, named = self.rules, self.program, self.names
        name = event.id
        tallies = [n for number, guard in rules.tallies_by.get(name, ()) for n in (number, self._guard(guard))]
        if len(tallies) > 60:
            raise Unsaid("more than 30 counts of one event")
        powers = [n for p, a in rules.powers_by.get(name, ()) for n in (named["power"][p.id], self._guard(a.guard))]
        barred = {id(row): n for n, row in enumerate(program.prohibitions)}
        prohibitions = [
            n for row, act in rules.prohibitions_by.get(name, ()) for n in (barred[id(row)], self._guard(act.guard))
        ]
        acting = {id(row): n for n, row in enumerate(program.actor_rules)}
        own = named["event"][name]
        actor_rules = [
            n
            for row in rules.actor_rules_by.get(name, ())
            for n in (acting[id(row)], self.writer.declared(row.role)[own])
        ]
        limit = {id(row): n for n, row in enumerate(program.count_limits)}
        limits = [limit[id(row)] for row in rules.limits_by.get(name, ())]
        minimums = [limit[id(row)] for row in rules.minimums_by.get(name, ())]
        openers = [named["duty"][duty.id] for duty in rules.opened_by.get(name, ())]
        deeming = {id(row): n for n, row in enumerate(program.deemings)}
        deemings = [deeming[id(row)] for row in rules.deemings_by.get(name, ())]
        ops = [n for n, op in enumerate(program.period_ops) if op.trigger.kind == "event" and op.trigger.event == name]
        starts = [
            n for n, p in enumerate(program.periods)
            if p.deadline.anchor.kind == "event" and p.deadline.anchor.event == name
        ]  # fmt: skip
        approvals = [
            n for row in program.count_limits for a in row.allowances
            if a.approval is not None and a.approval.event == name for n in (limit[id(row)], self._allowance[id(a)])
        ]  # fmt: skip
        extensions = [
            n for p_number, p in enumerate(program.periods) for a in p.allowances
            if any(act is not None and act.event == name for act in (a.request, a.approval, a.refusal))
            for n in (p_number, self._allowance[id(a)])
        ]  # fmt: skip
        kind, cite, norm = self._elsewhere(name)
        mask = self._mask(event.actors)
        under = sum(
            1 << n for role, n in named["role"].items() if any(actor in rules.whole(role) for actor in event.actors)
        )
        return [
            int(event.scope == "case"), int(event.joint), self.place(self._roles(event.actors)), len(event.actors),
            under, self.history.get(name, -1),
            self.place(tallies), len(tallies) // 2, self.place(powers), len(powers) // 2,
            self.place(prohibitions), len(prohibitions) // 2, self.place(actor_rules), len(actor_rules) // 2,
            self.place(limits), len(limits), self.place(minimums), len(minimums), self.place(openers), len(openers),
            self.place(deemings), len(deemings), self.place(ops), len(ops), self.place(starts), len(starts),
            self.place(approvals), len(approvals) // 2, kind, cite, norm, self.names_of(event.actors),
            self.parts.get(name, -1), self.overdue.get(name, -1), self.deemed.get(name, -1), self.text(name), mask,
            self.place(extensions), len(extensions) // 2, int(event.external),
        ]  # fmt: skip

    def _elsewhere(self, event: str) -> tuple[int, int, int]:
        """The standing of an event where nothing of the present stage speaks of it, as the definition has it."""
        standing = _elsewhere(Machine(self.rules, CaseState("", None)), Record(0, event, 1, None))
        kinds = {"refused": at.REFUSED, "unexpected": at.UNEXPECTED, "free": at.FREE}
        return kinds[standing.kind], self.text(standing.cite), self.text(standing.norm)
