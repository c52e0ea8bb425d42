"""理解 and 另一理解: the policy lowered once for each alternative, and the rows that differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any

from attrs import evolve

from ecolang.artifact import row_to_json
from ecolang.diagnostics import Diagnostics
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Alternative, Program, Reading, Settings
from ecolang_compiler.lower.policy import Lowered, Surroundings, lower_policy
from ecolang_compiler.resolve.norms import Passage, readings
from ecolang_compiler.syntax import tree

#: What no alternative changes: its own readings, the tests, what words mean, and how the text is accounted for.
_UNCHANGED = frozenset(
    {"settings", "readings", "tests", "clauses", "definitions", "renumberings", "calendar_rows", "format"}
)


def with_readings(file: tree.PolicyFile, base: Lowered, around: Surroundings, bag: Diagnostics) -> Lowered:
    """The program with its readings and with the calendars that any of them needs; names that an alternative uses count
    as used."""
    rows: list[Reading] = []
    calendars = {row["name"]: row for row in base.program.calendar_rows}
    used = set(base.used)
    seen: set[str] = set()
    for passage in readings(file):
        node = passage.reading
        if node.name in seen:
            bag.add(make_diagnostic("E202", node.span, name=node.name))
            continue
        seen.add(node.name)
        cite = base.build.citations.words(base.build.citations.canonical(passage.cite, node.span))
        alternatives: list[Alternative] = []
        for each in node.alternatives:
            changed = _lowered(file, passage, each, base, around, bag)
            used |= changed.used
            for row in changed.program.calendar_rows:
                calendars.setdefault(row["name"], row)
            alternatives.append(Alternative(each.name, each.text, overlay(base.program, changed.program)))
        rows.append(Reading(node.name, node.question, cite, node.text, tuple(alternatives)))
    program = replace(base.program, readings=tuple(rows), calendar_rows=tuple(calendars.values()))
    return evolve(base, program=program, used=frozenset(used))


def _lowered(
    file: tree.PolicyFile,
    passage: Passage,
    alternative: tree.AlternativeNode,
    base: Lowered,
    around: Surroundings,
    bag: Diagnostics,
) -> Lowered:
    """The policy under an alternative; only what is wrong with the alternative itself is reported."""
    other = Diagnostics()
    changed = lower_policy(replaced(file, passage, alternative, bag), around, other)
    known = set(map(repr, base.build.bag))
    # A precedence that an alternative leaves nothing to settle is still needed as the policy is read.
    bag.extend(each for each in other if repr(each) not in known and each.code != "E704")
    return changed


def replaced(
    file: tree.PolicyFile, passage: Passage, alternative: tree.AlternativeNode, bag: Diagnostics
) -> tree.PolicyFile:
    """The file with the alternative's sentences and settings in the place of those that it names."""
    body = file.body
    for each in alternative.replacements:
        if each.target is not None:
            body = _without(body, each, bag)
        elif each.setting is not None:
            body = _set(body, each.setting)
        elif each.sentence is not None:
            body = tuple(
                evolve(part, body=(*part.body, each.sentence))
                if isinstance(part, tree.Article) and part.ref == passage.cite
                else part
                for part in body
            )
    return evolve(file, body=body)


def _without(body: tuple[Any, ...], change: tree.Replacement, bag: Diagnostics) -> tuple[Any, ...]:
    """The body with the named sentence replaced or left out."""
    names: list[str] = []
    found = False
    result: list[Any] = []
    for part in body:
        if not isinstance(part, tree.Article):
            result.append(part)
            continue
        inner: list[Any] = []
        for sentence in part.body:
            name = sentence.name if isinstance(sentence, tree.Sentence) else None
            names += [name] if name else []
            if name is None or name != change.target:
                inner.append(sentence)
                continue
            found = True
            if change.sentence is not None:
                mark = change.sentence.mark or sentence.mark
                inner.append(evolve(change.sentence, name=name, mark=mark))
        result.append(evolve(part, body=tuple(inner)))
    if not found:
        near = nearest(change.target or "", names)
        bag.add(make_diagnostic("E703", change.span, name=change.target, nearest=near, names=tuple(names)))
    return tuple(result)


def _set(body: tuple[Any, ...], setting: tree.Setting) -> tuple[Any, ...]:
    """The body with a setting in the place of the one of its kind."""

    def without(parts: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(part for part in parts if not (isinstance(part, tree.Setting) and part.kind == setting.kind))

    rest = tuple(
        evolve(part, body=without(part.body)) if isinstance(part, tree.Article) else part for part in without(body)
    )
    return (setting, *rest)


def overlay(base: Program, changed: Program) -> dict[str, dict[str, Any]]:
    """The rows of a changed program that the base lacks or has otherwise, by table and id; None for those it drops."""
    found: dict[str, dict[str, Any]] = {}
    for each in fields(Program):
        if each.name in _UNCHANGED:
            continue
        before = {row.id: row for row in getattr(base, each.name)}
        after = {row.id: row for row in getattr(changed, each.name)}
        rows: dict[str, Any] = {id: row_to_json(row) for id, row in after.items() if before.get(id) != row}
        rows |= {id: None for id in before if id not in after}
        if rows:
            found[each.name] = rows
    settings = _changed_settings(base.settings, changed.settings)
    if settings:
        found["settings"] = settings
    return found


def _changed_settings(base: Settings, changed: Settings) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(Settings):
        value = getattr(changed, each.name)
        if value != getattr(base, each.name):
            found[each.name] = list(value) if isinstance(value, tuple) else value
    return found
