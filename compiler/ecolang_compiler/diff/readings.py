"""What changed in the readings: their questions, and what each alternative says otherwise than the policy."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from ecolang.diagnostics import Local
from ecolang.program import Alternative, Program, Reading
from ecolang.readings import ReadingProblem, with_readings
from ecolang_compiler.diff.facets import Facet, compare
from ecolang_compiler.diff.match import match
from ecolang_compiler.diff.model import Change, Detail, local
from ecolang_compiler.diff.places import Places
from ecolang_compiler.diff.sentences import Versions, added, changed, removed
from ecolang_compiler.diff.settings import settings
from ecolang_compiler.diff.units import Unit, settled, units
from ecolang_compiler.diff.voice import Speech


def readings(versions: Versions, place: Places) -> Iterator[Change]:
    """One change for each reading that is new, gone or otherwise; in prose, places that only moved are not."""
    old = {row.id: row for row in versions.old.program.readings}
    new = {row.id: row for row in versions.new.program.readings}
    for id in dict.fromkeys((*old, *new)):
        before, after = old.get(id), new.get(id)
        name = Local(f"【{id}】", f"[{id}]")
        if after is None and before is not None:
            details = (Detail("reading", Local("", ""), old=local(before.question)),)
            yield Change("reading", "removed", name, before.cite, details=details, old_ids=(id,))
        elif before is None and after is not None:
            details = (Detail("reading", Local("", ""), new=local(after.question)),)
            yield Change("reading", "added", name, None, after.cite, details=details, new_ids=(id,))
        elif before is not None and after is not None:
            found, ids = tuple(_details(before, after, versions, place)), (id,)
            if found:
                yield Change("reading", "changed", name, before.cite, after.cite, "name", found, (), (), ids, ids)


def _details(before: Reading, after: Reading, versions: Versions, place: Places) -> Iterator[Detail]:
    yield from compare(_prose(before, place), _prose(after)).details
    old, new = ({each.id: each for each in row.alternatives} for row in (before, after))
    for id in dict.fromkeys((*old, *new)):
        one, other = old.get(id), new.get(id)
        what = Local(f"另一理解【{id}】", f"alternative [{id}]")
        if one is None or other is None:
            said = [None if each is None else local(each.text) for each in (one, other)]
            yield Detail("alternative", what, *said)
            continue
        yield from compare({"text": _said(what, one.text, place)}, {"text": _said(what, other.text)}).details
        for detail in _rules((before, one), (after, other), versions):
            zh = f"{what.zh}的{detail.what.zh}" if detail.what.zh else what.zh
            en = f"{what.en}, {detail.what.en}" if detail.what.en else what.en
            yield evolve(detail, code=f"alternative.{detail.code}", what=Local(zh, en))


def _prose(row: Reading, place: Places | None = None) -> dict[str, Facet]:
    return {
        "question": _said(Local("问题", "question"), row.question, place),
        "text": _said(Local("本文理解", "read as"), row.text, place),
    }


def _said(what: Local, words: str, place: Places | None = None) -> Facet:
    return Facet(what, words if place is None else place.in_prose(words), local(words))


def _rules(old: tuple[Reading, Alternative], new: tuple[Reading, Alternative], versions: Versions) -> Iterator[Detail]:
    """How the rules and settings of an alternative differ."""
    before, after = _other(versions.old.program, old), _other(versions.new.program, new)
    if before is None or after is None:
        return
    inner = Versions(Speech.of(before), Speech.of(after), versions.rescoped, versions.all_rescoped)
    own_old = settled(_own(inner.old, versions.old.program), after, before)
    own_new = settled(_own(inner.new, versions.new.program), before, after)
    pairs, gone, come = match(own_old, own_new)
    for pair in pairs:
        change = changed(pair, inner).change
        yield from change.details if change is not None else ()
    for unit in gone:
        yield from removed(unit, inner).details
    for unit in come:
        yield from added(unit, inner).details
    dropped = [_dropped(versions.old.program, before), _dropped(versions.new.program, after)]
    for name in sorted(dropped[0] ^ dropped[1]):
        what = Local("不适用的规则", "rule that does not apply")
        said = local(f"【{name}】")
        yield Detail("dropped", what, said if name in dropped[0] else None, said if name in dropped[1] else None)
    if "settings" in old[1].overlay or "settings" in new[1].overlay:
        base = {change.name: change.details for change in settings(versions)}
        for change in settings(inner):
            if base.get(change.name) != change.details:
                yield from (evolve(each, what=change.name) for each in change.details)


def _other(program: Program, row: tuple[Reading, Alternative]) -> Program | None:
    found = with_readings(program, [(row[0].id, row[1].id)])
    return None if isinstance(found, ReadingProblem) else found


def _own(speech: Speech, base: Program) -> list[Unit]:
    """The sentences of the alternative itself: what only follows from the policy's own is in the policy too."""
    tables = (base.duties, base.powers, base.prohibitions, base.actor_rules, base.count_limits, base.periods)
    more = (base.period_ops, base.deemings, base.edges, base.contents, base.orders)
    return units(speech, {"", *(row.text for table in (*tables, *more) for row in table)})


def _dropped(base: Program, other: Program) -> set[str]:
    """Named rules that the alternative leaves out."""

    def names(program: Program) -> set[str]:
        tables = (program.duties, program.powers, program.prohibitions, program.count_limits, program.periods)
        return {row.rule for table in (*tables, program.edges) for row in table if row.rule is not None}

    return names(base) - names(other)
