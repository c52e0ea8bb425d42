"""A case as a 案例 block that `eco test` takes, with what the policy makes of it as of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from ecolang.source_ref import parse_ref
from ecolang.time import FIRST_DAY, iso

if TYPE_CHECKING:
    from ecolang.cli.common import Lang
    from ecolang.program import Program
    from ecolang_compiler.syntax import tree
    from ecolang_runtime.case import CaseData, Occurrence
    from ecolang_runtime.impact import Effect, Example
    from ecolang_runtime.verdict import Verdict


def block_writer(program: Program, lang: Lang) -> Callable[[Example], str | None]:
    """Writes examples as case tests of the program."""
    from ecolang_runtime.judge import Judge

    judge = Judge(program)
    written = count(1)

    def write(example: Example) -> str | None:
        verdict = judge.judge(example.case, example.effect.as_of, try_readings=False)
        return case_text(program, example.case, f"{example.of}-{next(written)}", verdict, lang, example.effect)

    return write


def case_text(
    program: Program,
    case: CaseData,
    title: str,
    verdict: Verdict,
    lang: Lang,
    effect: Effect | None = None,
    readings: tuple[tuple[str, str], ...] = (),
) -> str | None:
    """The block; None where the case holds what a block cannot say. `readings`: under which the verdict was given."""
    from ecolang_compiler.syntax import tree as t
    from ecolang_compiler.syntax.print import to_text

    first = min((each.day for each in case.occurrences), default=None)
    if first is None or case.opened not in (None, first):
        return None
    handled = program.settings.track_role
    parties = case.parties
    if handled is not None and not any(role == handled for _, role in parties):
        names = dict.fromkeys(name for each in case.occurrences for name in each.parties)
        parties = (*parties, *((name, handled) for name in names))
    steps: list[Any] = []
    rows: list[tuple[int, int, Any]] = [(fact.day, 0, fact) for fact in case.facts if fact.day != FIRST_DAY]
    rows += [(each.day, 1, each) for each in case.occurrences]
    alone = len({name for name, role in parties if role == handled}) <= 1
    for day, kind, row in sorted(rows, key=lambda each: each[:2]):
        if kind == 0:
            if row.party is not None:
                return None
            steps.append(t.CaseEvent(iso(day), facts=((row.name, row.value),)))
            continue
        event = _event(program, row, alone)
        if event is None:
            return None
        steps.append(event)
    steps.append(t.CaseCheck(verdict.as_of, tuple(_expected(program, verdict, alone, effect))))
    facts = tuple((fact.name, fact.value) for fact in case.facts if fact.day == FIRST_DAY)
    node = t.CaseNode(title, parties, readings, facts, tuple(steps))
    return to_text(t.PolicyFile(t.Name(""), (node,)), lang).strip() + "\n"


def _event(program: Program, row: Occurrence, alone: bool) -> tree.CaseEvent | None:
    from ecolang_compiler.syntax import tree as t

    types = {field.id: field.type for event in program.events if event.id == row.event for field in event.fields}
    fields = tuple((name, _value(value, types.get(name))) for name, value in row.fields.items())
    each = tuple(
        (party, name, _value(value, types.get(name)))
        for party, told in row.each.items()
        for name, value in told.items()
    )
    ground = None if row.ground is None else parse_ref(row.ground)
    documents = tuple(_documents(program, row))
    said = [*(value for _, value in fields), *(value for _, _, value in each)]
    steps = _steps(program, row)
    if any(value is None for value in said) or (row.steps is not None and steps is None):
        return None
    return t.CaseEvent(
        iso(row.day),
        None if row.minute is None else f"{row.minute // 60:02}:{row.minute % 60:02}",
        t.Name(row.event),
        row.by,
        () if alone else row.parties,
        fields,
        each,
        (),
        documents,
        steps,
        ground,
        row.part,
    )


def _value(value: Any, type_: str | None) -> Any:
    """A value as the tree holds it; None for one that a block cannot say."""
    from ecolang_compiler.syntax.tree.base import Quoted

    if isinstance(value, (bool, int, Decimal)):
        return value
    if isinstance(value, str):
        return Quoted(value) if type_ in ("text", "party", "document") else value
    return None


def _steps(program: Program, row: Occurrence) -> tuple[int, ...] | None:
    numbers = {step.key: step.number for order in program.orders if order.event == row.event for step in order.steps}
    if row.steps is None or not all(step in numbers for step in row.steps):
        return None
    return tuple(numbers[step] for step in row.steps)


def _documents(program: Program, row: Occurrence) -> Iterator[tree.CaseDocument]:
    from ecolang_compiler.syntax import tree as t

    for name, said in row.documents.items():
        items = said.get("items") or {}
        missing = tuple(key for key, value in items.items() if value is None)
        yield t.CaseDocument(
            t.Name(name),
            bool(items) and not missing,
            missing,
            tuple(said.get("signed") or ()),
            tuple(said.get("refused") or ()),
            tuple(said.get("noted") or ()),
        )


def _expected(program: Program, verdict: Verdict, alone: bool, effect: Effect | None) -> Iterator[tree.Expect]:
    """The stage of each track, and what the effect is about."""
    from ecolang_compiler.syntax import tree as t

    for track in verdict.tracks:
        kind = "outcome" if track.outcome else "stage"
        party = None if alone and track.part is None else track.party
        yield t.Expect(kind, party, t.Name(track.stage), track.part)
    if effect is not None:
        yield from _about(verdict, None if alone else effect.party, effect)


def _about(verdict: Verdict, party: str | None, effect: Effect) -> Iterator[tree.Expect]:
    """What one effect changes, as the verdict has it."""
    from ecolang_compiler.syntax import tree as t

    old, new = (parse_ref(cite or "") for cite in effect.cites)
    name = t.Name(effect.name)
    match effect.kind, effect.thing:
        case "found", _:
            yield t.Expect("finding", party, degree=effect.degree, ref=new, finding=effect.name)
        case "lifted", _ if all(finding.degree == "note" for finding in verdict.findings):
            yield t.Expect("no_findings", party)
        case "degree", "":
            yield t.Expect("finding", party, degree=effect.new, ref=new, finding=effect.name)
        case "moved", "finding":
            found = next((f for f in verdict.findings if f.kind == effect.name and f.due == effect.new), None)
            if found is not None:
                ref = parse_ref(found.cite)
                yield t.Expect("finding", party, degree=found.degree, ref=ref, finding=found.kind, due=found.due)
        case "moved", "duty":
            yield t.Expect("duty", party, name, due=effect.new)
        case "moved", "power":
            yield t.Expect("permitted", party, name, due=effect.new)
        case "moved", "period":
            yield t.Expect("period", party, name, due=effect.new)
        case "owed", _:
            yield t.Expect("duty", party, name, ref=new)
        case "released", _:
            yield t.Expect("no_duty", party, name, ref=old)
        case "permitted", _:
            yield t.Expect("permitted", party, name, ref=new)
        case "barred", _:
            yield t.Expect("not_permitted", party, name, ref=old)
