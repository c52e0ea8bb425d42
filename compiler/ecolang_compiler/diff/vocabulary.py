"""What changed in the declarations: roles, facts, documents, events with their fields, stages, groups, definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ecolang.diagnostics import Local
from ecolang.program import Event, Field, Group, Role, Stage
from ecolang_compiler.diff.facets import Entry, Facet, compare
from ecolang_compiler.diff.lists import condition
from ecolang_compiler.diff.model import Change, Detail, local
from ecolang_compiler.diff.sentences import Versions
from ecolang_compiler.diff.voice import Speech

_YES = {True: Local("是", "yes"), False: Local("否", "no")}
_UNSAID, _START = Local("", ""), Local("起始", "the start")
Facets = dict[str, Facet]


def vocabulary(versions: Versions) -> list[Change]:
    """Every change of a declaration."""
    old, new = versions.old.program, versions.new.program
    found = _table("role", "role", old.roles, new.roles, _role, versions)
    found += _table("fact", "field", old.facts, new.facts, _field, versions)
    found += _table("document", "document", old.documents, new.documents, _nothing, versions)
    found += _table("event", "event", old.events, new.events, _event, versions)
    found += _table("stage", "stage", old.stages, new.stages, _stage, versions)
    found += _table("group", "stage", old.groups, new.groups, _group, versions)
    found += _table("definition", "definition", old.definitions, new.definitions, _definition, versions)
    return found


def _table(
    kind: str,
    names: str,
    old: Sequence[Any],
    new: Sequence[Any],
    facets: Callable[[Any, Speech], Facets],
    versions: Versions,
) -> list[Change]:
    before, after = {row.id: row for row in old}, {row.id: row for row in new}
    found: list[Change] = []
    for id in dict.fromkeys((*before, *after)):
        one, other = before.get(id), after.get(id)
        if other is None:
            said = _said(facets(one, versions.old))
            details = (Detail(kind, Local("", ""), old=said),) if said else ()
            found.append(Change(kind, "removed", versions.old.name(names, id), details=details, old_ids=(id,)))
        elif one is None:
            said = _said(facets(other, versions.new))
            details = (Detail(kind, Local("", ""), new=said),) if said else ()
            found.append(Change(kind, "added", versions.new.name(names, id), details=details, new_ids=(id,)))
        else:
            differing = compare(facets(one, versions.old), facets(other, versions.new)).details
            if differing:
                name = versions.new.name(names, id)
                found.append(Change(kind, "changed", name, details=differing, old_ids=(id,), new_ids=(id,)))
    return found


def _said(facets: Facets) -> Local | None:
    """All of a declaration in one sentence."""
    told = [_entries(each) or each.whole or each.words for each in facets.values()]
    parts = [each for each in told if each.zh]
    if not parts:
        return None
    return Local("，".join(each.zh for each in parts), ", ".join(each.en for each in parts))


def _entries(facet: Facet) -> Local | None:
    if not facet.entries:
        return None
    zh = "、".join(each.words.zh for each in facet.entries)
    en = ", ".join(each.words.en for each in facet.entries)
    return Local(f"{facet.what.zh}：{zh}", f"{facet.what.en}: {en}")


def _nothing(row: Any, speech: Speech) -> Facets:
    return {}


def _role(row: Role, speech: Speech) -> Facets:
    found: Facets = {}
    if row.part_of is not None:
        whole = speech.name("role", row.part_of)
        words = Local(f"属于{whole.zh}", f"part of {whole.en}")
        found["part_of"] = Facet(Local("", ""), row.part_of, words)
    many = Local("可以有数人", "may be several") if row.many else Local("为一人", "is one")
    found["many"] = Facet(Local("人数", "number"), row.many, many, whole=many if row.many else _UNSAID)
    if row.description:
        found["description"] = Facet(Local("说明", "description"), row.description, local(row.description))
    return found


def _field(row: Field, speech: Speech) -> Facets:
    def type_words(voice: Any) -> str:
        return str(voice.type(row.type, ()))

    found = {"type": Facet(Local("类型", "type"), row.type, speech.say(type_words))}
    if row.values:
        found["value"] = _names(Local("选项", "option"), row.values, lambda each: _value(row, each, speech))
    required = Local("应当载明", "must be given") if row.required else Local("可以载明", "may be given")
    found["required"] = Facet(Local("", ""), row.required, required, whole=_UNSAID)
    if row.default is not None:
        default = speech.say(lambda voice: voice.value(row.id, row.default))
        said = Local(f"默认为{default.zh}", f"{default.en} by default")
        found["default"] = Facet(Local("默认", "default"), row.default, default, whole=said)
    if row.plans is not None:
        found["plans"] = Facet(Local("预定的事件", "plans"), row.plans, speech.name("event", row.plans))
    return found


def _value(field: Field, value: str, speech: Speech) -> Local:
    return speech.say(lambda voice: voice.value(field.id, value))


def _names(what: Local, ids: Iterable[str], name: Callable[[str], Local]) -> Facet:
    return Facet(what, None, entries=tuple(Entry(id, what, id, name(id)) for id in ids))


def _event(row: Event, speech: Speech) -> Facets:
    found: Facets = {}
    joint = ("共同", " jointly") if row.joint and len(row.actors) > 1 else ("", "")
    if row.external:
        found["who"] = Facet(Local("作出人", "actor"), "external", Local("外部事件", "outside event"))
    elif row.actors:
        words = speech.say(lambda voice: voice.roles(row.actors) + joint[0 if voice.zh else 1])
        whole = Local(f"由{words.zh}", f"by {words.en}")
        found["who"] = Facet(Local("作出人", "actor"), (frozenset(row.actors), row.joint), words, whole=whole)
    if row.to:
        words = speech.say(lambda voice: voice.roles(row.to))
        whole = Local(f"向{words.zh}", f"to {words.en}")
        found["to"] = Facet(Local("相对人", "addressee"), frozenset(row.to), words, whole=whole)
    scope = Local("属于本案", "of the whole case") if row.scope == "case" else Local("分别计算", "of each track")
    said = scope if row.scope == "case" else _UNSAID
    found["scope"] = Facet(Local("范围", "scope"), row.scope, scope, whole=said)
    found["alias"] = _names(Local("又称", "alias"), row.aliases, local)
    attached = Local("所附文件", "attached document")
    found["documents"] = _names(attached, row.documents, lambda each: speech.name("document", each))
    fields = tuple(_field_entry(each, speech) for each in row.fields)
    found["field"] = Facet(Local("载明事项", "field"), None, entries=fields)
    return {code: each for code, each in found.items() if each.entries is None or each.entries or code in _LISTS}


_LISTS = ("alias", "documents", "field")
"""Lists that are compared even where one of them is empty."""


def _field_entry(row: Field, speech: Speech) -> Entry:
    facets = _field(row, speech)
    name = speech.name("field", row.id)
    kind = speech.say(lambda voice: voice.type(row.type, [voice.value(row.id, each) for each in row.values]))
    optional = Local("", "") if row.required else Local("，可以不载明", ", may be left out")
    words = Local(f"{name.zh}（{kind.zh}{optional.zh}）", f"{name.en} ({kind.en}{optional.en})")
    same = (row.type, frozenset(row.values), row.required, str(row.default), row.plans)
    named = Local(f"“{name.zh}”", f"“{name.en}”")
    return Entry(row.id, Local("载明事项", "field"), same, words, facets=facets, named=named)


def _stage(row: Stage, speech: Speech) -> Facets:
    kind = Local("结局", "an outcome") if row.outcome else Local("阶段", "a stage")
    return {
        "outcome": Facet(Local("种类", "kind"), row.outcome, kind, whole=kind if row.outcome else _UNSAID),
        "start": Facet(Local("起始", "start"), row.start, _YES[row.start], whole=_START if row.start else _UNSAID),
    }


def _group(row: Group, speech: Speech) -> Facets:
    return {"member": _names(Local("阶段", "stage"), row.stages, lambda each: speech.name("stage", each))}


def _definition(row: Any, speech: Speech) -> Facets:
    # Its own name would stand for the whole of it.
    facet = condition(row.guard, speech, own=row.id)
    return {"condition": facet}
