"""An abstract way made a case with days, to be replayed by the reference engine and taken by `eco test`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from attrs import define, field, frozen

from ecolang.program import Deadline, Duty, Event, Field, Program
from ecolang_compiler.proofs.explore import Step
from ecolang_compiler.proofs.kleene import comparisons
from ecolang_compiler.syntax import tree
from ecolang_compiler.syntax.print import to_text

_FIRST = date(2025, 3, 3)
# A date that an act has to give lies this many days ahead.
_AHEAD = 30
# After this many days nothing comes any more by itself.
_EVER = 1100


@frozen
class Witness:
    """A case: rows of facts and events in order, as of a day. Days are ISO dates."""

    opened: str
    rows: tuple[dict[str, Any], ...]
    as_of: str

    def to_json(self) -> dict[str, Any]:
        """The case as plain JSON values."""
        return {"opened": self.opened, "rows": [_plain(row) for row in self.rows], "as_of": self.as_of}

    def to_text(self, title: str, lang: str, stage: str, outcome: bool) -> str:
        """The case as a 案例 block; `stage`: where its track is then, `outcome`: whether that ends it."""
        part = next((row["part"] for row in reversed(self.rows) if row.get("part")), None)
        expect = tree.Expect("outcome" if outcome else "stage", name=tree.Name(stage), part=part)
        steps = (*map(_event, self.rows), tree.CaseCheck(self.as_of, (expect,)))
        node = tree.CaseNode(title, steps=steps)
        return to_text(tree.PolicyFile(tree.Name(""), (node,)), "en" if lang == "en" else "zh").strip() + "\n"


def witnesses(program: Program, path: tuple[Step, ...], conforming: bool, forever: bool) -> Iterator[Witness]:
    """The case that a way stands for, with its days chosen in a few manners: one of them may be a real one.
    `forever`: the case is looked at when nothing comes any more."""
    papers = _papers(program, path)
    papered = (papers, _refused(papers), {}) if papers else ({},)
    for given, patient, prepared in product(papered, (False, True), (True, False) if conforming else (False, True)):
        yield _Days(program, path, patient, forever, given).lay_out(prepared)


def _papers(program: Program, path: tuple[Step, ...]) -> dict[str, dict[str, Any]]:
    """The documents on whose signatures or items the way turns, signed by all and complete."""
    found: dict[str, dict[str, Any]] = {}
    for atom in sorted({key for step in path for key in step.need if key[0] in ("signed", "item")}, key=repr):
        paper = found.setdefault(atom[1], {})
        if atom[0] == "signed":
            paper.setdefault("signed", []).append(atom[2])
        else:
            rows = (row for row in program.contents if row.document == atom[1] and not row.form)
            paper["items"] = {item.key: True for row in rows for item in row.items}
    return found


def _refused(papers: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same documents with every signature refused."""
    return {name: {"refused": paper["signed"]} for name, paper in papers.items() if "signed" in paper}


@define
class _Days:
    program: Program
    path: tuple[Step, ...]
    patient: bool
    forever: bool
    papers: dict[str, dict[str, Any]]
    day: date = _FIRST
    rows: list[dict[str, Any]] = field(factory=list)
    came: dict[str, date] = field(factory=dict)
    known: dict[str, Any] = field(factory=dict)

    def lay_out(self, prepared: bool) -> Witness:
        for place, step in enumerate(self.path):
            if step.kind == "lapse":
                self._tell(step, self.day)
                self.day = self._lapsed(step.of or "")
            elif step.kind == "wait" and self.forever:
                self.day += timedelta(_EVER)
            elif step.kind == "event" and step.event is not None:
                if prepared:
                    self._prepare(place, step.event)
                self.day = max(self.day + timedelta(1), self._lead(step.event))
                self._tell(step, self.day)
                self._happens(step.event, dict(step.fields), step.part, place)
            else:
                self._tell(step, self.day)
        opened = self.rows[0]["on"] if self.rows else _FIRST.isoformat()
        return Witness(opened, tuple(self.rows), self.day.isoformat())

    def _tell(self, step: Step, day: date) -> None:
        news = {name: value for name, value in step.facts if self.known.get(name) != value}
        if news:
            self.known.update(news)
            self.rows.append({"on": day.isoformat(), "facts": news})

    def _happens(self, name: str, fields: dict[str, Any], part: str | None, place: int) -> None:
        event = next(each for each in self.program.events if each.id == name)
        for row in event.fields:
            if row.id not in fields and row.required and row.default is None:
                fields[row.id] = self._filled(row, place)
        papers = {paper: self.papers[paper] for paper in event.documents if paper in self.papers}
        self.rows.append(
            {"event": name, "on": self.day.isoformat(), "fields": fields, "part": part, "documents": papers}
        )
        self.came[name] = self.day

    def _filled(self, row: Field, place: int) -> Any:
        if row.type == "bool":
            return True
        if row.type == "choice":
            return row.values[0]
        if row.type == "date":
            return (self.day + timedelta(_AHEAD)).isoformat()
        return 1 if row.type in ("int", "money") else "…"

    def _prepare(self, place: int, name: str) -> None:
        """What has to come before an act comes before it."""
        later = {step.event for step in self.path[:place]}
        for duty in self.program.duties:
            act = duty.acts[0].event
            waits = any(each.kind == "before" and each.anchor.event == name for each in duty.deadlines)
            if waits and act != name and act not in self.came and act not in later and duty.open.kind == "start":
                self.day += timedelta(1)
                event = next(each for each in self.program.events if each.id == act)
                self._happens(act, _meant(event, duty), None, place)

    def _lead(self, name: str) -> date:
        """The first day on which an act leaves those before it their time."""
        found = self.day
        for duty in self.program.duties:
            for deadline in duty.deadlines:
                if deadline.kind == "before" and deadline.anchor.event == name and deadline.amount:
                    for act in duty.acts:
                        if act.event in self.came:
                            found = max(found, self.came[act.event] + timedelta(_span(deadline) + 7))
        return found

    def _lapsed(self, name: str) -> date:
        deadlines = [each for duty in self.program.duties if duty.id == name for each in duty.deadlines]
        deadlines += [period.deadline for period in self.program.periods if period.id == name]
        days = [self._end(deadline) for deadline in deadlines if deadline.kind != "prompt"]
        return max([self.day + timedelta(1), *days])

    def _end(self, deadline: Deadline) -> date:
        anchor = deadline.anchor
        start = self.came.get(anchor.event or "", self.day)
        if anchor.kind == "field":
            return start + timedelta(_AHEAD + 1)
        return start + timedelta(self._days(deadline) + (12 if self.patient else 2))

    def _days(self, deadline: Deadline) -> int:
        """Calendar days of a demand of time; one that a fact holds has what is known, or the fact's default."""
        source = deadline.amount_from
        if source is None or source[0] != "fact":
            return _span(deadline)
        row = next((each for each in self.program.facts if each.id == source[1]), None)
        amount = self.known.get(source[1], None if row is None else row.default)
        return _span(replace(deadline, amount=amount)) if isinstance(amount, int) else _span(deadline)


def _span(deadline: Deadline) -> int:
    """Calendar days that a demand of time takes at least."""
    amount = deadline.amount or 0
    unit = deadline.counting.unit
    if unit == "workday":
        return amount + 2 * ((amount + 4) // 5)
    return {"day": amount, "month": 31 * amount, "year": 366 * amount}.get(unit, (amount + 23) // 24)


def _meant(event: Event, duty: Duty) -> dict[str, Any]:
    """The fields by which an act is the one that a duty means."""
    names = {row.id for row in event.fields}
    said = comparisons(duty.acts[0].guard)
    return {left[1]: right[1] for op, left, right in said if op == "=" and left[0] == "field" and left[1] in names}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    def value(each: Any) -> Any:
        if isinstance(each, dict):
            return {key: value(inner) for key, inner in each.items()}
        return str(each) if isinstance(each, Decimal) else each

    return {key: value(each) for key, each in row.items() if each not in (None, {})}


def _event(row: dict[str, Any]) -> tree.CaseEvent:
    if "facts" in row:
        return tree.CaseEvent(row["on"], facts=tuple(row["facts"].items()))
    documents = tuple(
        tree.CaseDocument(
            tree.Name(name),
            bool(said.get("items")),
            signed=tuple(said.get("signed", ())),
            refused=tuple(said.get("refused", ())),
        )
        for name, said in row["documents"].items()
    )
    return tree.CaseEvent(
        row["on"],
        event=tree.Name(row["event"]),
        fields=tuple(row["fields"].items()),
        documents=documents,
        part=row["part"],
    )
