"""What changed in what the policy says of itself: precedence, transitions, guarantees, clauses without rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ecolang.diagnostics import Local
from ecolang.program import Clause, Guarantee, Precedence, Program, Transition
from ecolang.source_ref import localise_refs
from ecolang_compiler.diff.facets import Facet
from ecolang_compiler.diff.model import Change, Detail
from ecolang_compiler.diff.sentences import Versions
from ecolang_compiler.diff.voice import Speech, Voice

_BLANK = Local("", "")
_FORMS: Mapping[str, tuple[str, str]] = {
    "never_event": ("不会{act}", "{act} never happens"),
    "never_stage": ("不会进入{stages}", "{stages} is never entered"),
    "leaves": ("不会无限期停留在{stages}", "{stages} is always left"),
    "at_most": ("{before}前，{act}不超过{number}次", "before {before}, {act} at most {number} times"),
    "owes": ("有义务{act}", "{act} is owed"),
    "reachable": ("每一结局均可到达", "every outcome can be reached"),
}
_SCOPES = {"any": ("任何案件", "every case"), "conforming": ("合规的案件", "a conforming case")}
_Said = Mapping[str, Facet]
#: Where a citation of the old version stands in the new one.
Place = Callable[[str], str]


def cited(citation: str) -> Local:
    """A citation in both languages."""
    return Local(citation, localise_refs(citation, "en"))


def guarantees(versions: Versions) -> list[Change]:
    """Guarantees, known again by what they are about."""
    old = {row.id: _guarantee(row, versions.old) for row in versions.old.program.guarantees}
    new = {row.id: _guarantee(row, versions.new) for row in versions.new.program.guarantees}
    left, right = _unlike(old, new), _unlike(new, old)
    found: list[Change] = []
    for id in dict.fromkeys((*left, *right)):
        one, other = left.get(id), right.get(id)
        known = other or one
        if known is None:
            continue
        action = "changed" if one and other else "added" if other else "removed"
        before, after = one["said"].words if one else None, other["said"].words if other else None
        name = Local("", "")
        found.append(Change("guarantee", action, name, details=(Detail("said", _BLANK, before, after),)))
    return found


def _unlike(rows: Mapping[str, _Said], others: Mapping[str, _Said]) -> dict[str, _Said]:
    """The rows that are none of the others, by name or by what the names stand for."""
    values = {each["said"].value for each in others.values()}
    raw = {each["said"].raw for each in others.values()}
    return {id: each for id, each in rows.items() if each["said"].value not in values and each["said"].raw not in raw}


def _guarantee(row: Guarantee, speech: Speech) -> Mapping[str, Facet]:
    fold = speech.fold

    def said(voice: Voice) -> str:
        language = 0 if voice.zh else 1
        what = _FORMS[row.form][language].format(
            act=voice.act(row.event.event, row.event.guard) if row.event else "",
            stages=voice.stages(row.stages),
            before=voice.act(row.before.event, row.before.guard) if row.before else "",
            number=row.number,
        )
        if row.form == "reachable":
            return what
        when = voice.condition(row.guard)
        if voice.zh:
            return f"{_SCOPES[row.scope][0]}，{when + '的，' if when else ''}{what}"
        return f"in {_SCOPES[row.scope][1]}{', if ' + when if when else ''}, {what}"

    value = (row.scope, row.form, row.event, fold.stages(row.stages), fold.expr(row.guard), row.number, row.before)
    raw = (row.scope, row.form, row.event, tuple(sorted(row.stages)), row.guard, row.number, row.before)
    return {"said": Facet(_BLANK, value, speech.text(row.text.rstrip("。."), said), raw)}


def precedences(versions: Versions, place: Place) -> list[Change]:
    """Which clause prevails over which."""

    def said(row: Precedence) -> Local:
        winner, loser = cited(row.winner), cited(row.loser)
        return Local(f"{loser.zh}与{winner.zh}不一致的，以{winner.zh}为准", f"{winner.en} prevails over {loser.en}")

    def moved(row: Precedence) -> tuple[str, str]:
        return place(row.winner), place(row.loser)

    def same(row: Precedence) -> tuple[str, str]:
        return row.winner, row.loser

    return _rows("precedence", versions.old.program.precedences, versions.new.program.precedences, moved, same, said)


def transitions(versions: Versions) -> list[Change]:
    """Which cases follow which version."""

    def key(row: Transition) -> Any:
        return row.event, row.before, row.applies, row.articles

    def said(speech: Speech) -> Callable[[Transition], Local]:
        def words(row: Transition, voice: Voice) -> str:
            act = voice.act(row.event.event, row.event.guard)
            if voice.zh:
                applies = row.applies or "、".join(row.articles)
                return f"施行{'前' if row.before else '后'}{act}的，适用{applies}"
            applies = row.applies or ", ".join(localise_refs(each, "en") for each in row.articles)
            return f"if {act} {'before' if row.before else 'after'} the day in force, {applies} applies"

        return lambda row: speech.text(row.text.rstrip("。."), lambda voice: words(row, voice))

    old, new = versions.old.program.transitions, versions.new.program.transitions
    return _rows("transition", old, new, key, key, said(versions.new))


def _rows(
    kind: str,
    old: Sequence[Any],
    new: Sequence[Any],
    old_key: Callable[[Any], Any],
    new_key: Callable[[Any], Any],
    said: Callable[[Any], Local],
) -> list[Change]:
    before, after = {old_key(row): row for row in old}, {new_key(row): row for row in new}
    gone = [row for key, row in before.items() if key not in after]
    come = [row for key, row in after.items() if key not in before]
    found: list[Change] = []
    for one, other in zip(gone, come, strict=False):
        details = (Detail(kind, _BLANK, said(one), said(other)),)
        found.append(Change(kind, "changed", Local("", ""), one.cite, other.cite, details=details))
    both = min(len(gone), len(come))
    for row in gone[both:]:
        details = (Detail(kind, _BLANK, old=said(row)),)
        found.append(Change(kind, "removed", Local("", ""), row.cite, details=details))
    for row in come[both:]:
        details = (Detail(kind, _BLANK, new=said(row)),)
        found.append(Change(kind, "added", Local("", ""), None, row.cite, details=details))
    return found


def clauses(versions: Versions, place: Place, covered: Iterable[str]) -> list[Change]:
    """Clauses that are accounted for without rules: those that are new or gone, and those that became modelled or not.

    `covered`: places of rules that came or went, which says enough of their clauses.
    """
    old, new = _without_rules(versions.old.program), _without_rules(versions.new.program)
    known_old = {place(row.id) for row in versions.old.program.clauses}
    known_new = {row.id for row in versions.new.program.clauses}
    told = set(covered)
    moved = {place(row.id): row for row in old.values()}
    found: list[Change] = []
    for id, row in new.items():
        before = moved.get(id)
        if before is not None and before.how != row.how:
            details = (Detail("how", _BLANK, _how(before), _how(row)),)
            found.append(Change("clause", "changed", _BLANK, before.id, id, details=details))
        elif before is None and (id not in known_old or row.how == "not_modelled") and id not in told:
            details = (Detail(_code(row), _BLANK, new=_how(row)),)
            found.append(Change("clause", "added", _BLANK, None, id, details=details))
    for id, row in moved.items():
        if id not in new and (id not in known_new or row.how == "not_modelled") and id not in told:
            details = (Detail(_code(row), _BLANK, old=_how(row)),)
            found.append(Change("clause", "removed", _BLANK, row.id, details=details))
    return found


def _without_rules(program: Program) -> dict[str, Clause]:
    return {row.id: row for row in program.clauses if row.how in ("no_rule", "not_modelled")}


def _code(row: Clause) -> str:
    return "no_rule" if row.how == "no_rule" else "how"


def _how(row: Clause) -> Local:
    because = Local(f"：因{row.reason}", f": because {row.reason}") if row.reason else _BLANK
    if row.how == "not_modelled":
        return Local(f"未建模{because.zh}", f"not modelled{because.en}")
    return Local(f"不设规则{because.zh}", f"no rule{because.en}")
