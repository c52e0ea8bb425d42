"""One root cause, one problem: what only follows from another problem is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ecolang.diagnostics import Diagnostic, Label

#: What a declaration that could not be read makes wrong elsewhere. The parser itself reports names that are undeclared.
_AFTER_SYNTAX = frozenset({"E201", "E204", "E301", "E302", "E314", "E315", "E320", "E901", "E905"})

#: What a rule that is missing, or that could not be lowered, makes wrong elsewhere.
_AFTER_ANY = frozenset({"E313", "E319", "E321", "E703", "E704"})

#: What a field without a type makes wrong elsewhere.
_OF_FIELDS = frozenset({"E302", "E303", "E316", "E323"})

#: Problems that are told once for each name, and the value that holds it.
_ONCE = {"E201": "name", "E204": "name", "E313": "document"}

#: What a source text with one number twice makes wrong.
_AFTER_TWICE = frozenset({"E401", "E402", "E403", "E405", "E501"})

_PLACES = 3


def without_cascades(parsing: Iterable[Diagnostic], lowering: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of a policy's parsing and lowering that have a cause of their own, each wrong name once."""
    first = list(parsing)
    broken = any(each.severity == "error" for each in first)
    known = set(map(_place, first))
    second = [each for each in lowering if _place(each) not in known and not (broken and each.code in _AFTER_SYNTAX)]
    if any(each.severity == "error" and each.code not in _AFTER_ANY for each in (*first, *second)):
        second = [each for each in second if each.code not in _AFTER_ANY]
    at_once = {each.args.get(key) for each in second if each.code == "E318" for key in ("first", "event")}
    second = [each for each in second if each.code != "E301" or each.args.get("event") not in at_once]
    untyped = {each.args.get("field") for each in second if each.code == "E314"}
    second = [each for each in second if each.code not in _OF_FIELDS or not untyped & set(each.args.values())]
    return _named_once([*first, *second])


def without_followers(of_rows: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems of a policy's rows and graph without those that another of them makes."""
    found = list(of_rows)
    codes = {each.code for each in found}
    lost = {each.args.get("stage") or each.args.get("outcome") for each in found if each.code in ("E603", "E605")}
    followers = {"E604", "E606", "E607", "E610"} if codes & {"E601", "E608"} else {"E607"} if "E609" in codes else set()
    return [
        each
        for each in found
        if each.code not in followers and not (each.code == "E203" and each.args.get("name") in lost)
    ]


def with_sound_source(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The problems without those that an article standing twice in the source text makes: its numbers count wrong."""
    found = list(problems)
    twice = any(each.code == "E410" for each in found)
    return [each for each in found if not (twice and each.code in _AFTER_TWICE)]


def _place(problem: Diagnostic) -> tuple[object, ...]:
    return problem.code, problem.span, str(problem.args.get("name"))


def _named_once(problems: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each name that is wrong everywhere at its first place, with the next few as further places."""
    found: list[Diagnostic] = []
    names: dict[object, int] = {}
    for each in sorted(problems, key=lambda problem: problem.sort_key):
        name = (each.code, each.args.get(_ONCE.get(each.code, "")))
        if name[1] is None:
            found.append(each)
        elif name not in names:
            names[name] = len(found)
            found.append(each)
        elif each.span is not None and each.span != found[names[name]].span:
            earlier = found[names[name]]
            if len(earlier.labels) < _PLACES:
                label = Label(each.span, "这里也写了", "also here")
                found[names[name]] = replace(earlier, labels=(*earlier.labels, label))
    return found
