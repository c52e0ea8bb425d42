"""Declarations turned into rows: roles, facts, events with their scope, stages and groups."""

from __future__ import annotations

from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Document, Event, Field, Group, Role, Signature, Stage
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.resolve.values import typed_value
from ecolang_compiler.resolve.words import TYPES
from ecolang_compiler.syntax import tree


def role_rows(names: Names) -> tuple[Role, ...]:
    """The roles."""
    rows: list[Role] = []
    for entry in names.vocabulary.of_kind("role"):
        decl: tree.RoleDecl = entry.decl
        part_of = names.role(decl.part_of) if decl.part_of else None
        rows.append(Role(entry.name, decl.name.label, decl.description, decl.many, part_of))
    return tuple(rows)


def fact_rows(names: Names) -> tuple[Field, ...]:
    """The facts of a case."""
    return tuple(_field(names, entry.decl.field) for entry in names.vocabulary.of_kind("fact"))


def event_rows(names: Names, track_role: str | None) -> dict[str, Event]:
    """The events by name."""
    rows: dict[str, Event] = {}
    for entry in names.vocabulary.of_kind("event"):
        decl: tree.EventDecl = entry.decl
        actors, to = names.roles(decl.actors), names.roles(decl.to)
        documents = [names.document(name) for name in decl.documents]
        fields = tuple(_field(names, each) for each in names.vocabulary.fields.get(entry.name, {}).values())
        rows[entry.name] = Event(
            entry.name,
            decl.name.label,
            tuple(alias.text for alias in decl.aliases),
            actors,
            decl.joint,
            decl.external,
            to,
            _scope(decl, (*actors, *to), track_role),
            tuple(each for each in documents if each is not None),
            fields,
        )
    return rows


def _scope(decl: tree.EventDecl, roles: tuple[str, ...], track_role: str | None) -> str:
    if decl.in_case is not None:
        return "case" if decl.in_case else "track"
    return "track" if track_role is None or track_role in roles else "case"


def _field(names: Names, decl: tree.FieldDecl) -> Field:
    if decl.type is not None and decl.type not in TYPES:
        types = tuple(TYPES.values())
        names.bag.add(make_diagnostic("E309", decl.span or decl.name.span, text=decl.type, types=types))
    default = decl.default
    if default is not None and decl.type in TYPES:
        default = typed_value(decl, default, decl.span or decl.name.span, names.bag)
    return Field(
        decl.name.text,
        decl.type or "text",
        tuple(value.text for value in decl.values),
        decl.required,
        decl.name.label,
        tuple((value.text, value.label) for value in decl.values if value.label is not None),
        default,
        names.event(decl.plans) if decl.plans else None,
    )


def stage_rows(names: Names) -> tuple[Stage, ...]:
    """Stages and outcomes in declared order."""
    entries = names.vocabulary.of_kind("stage", "outcome")
    return tuple(
        Stage(entry.name, entry.decl.name.label, entry.kind == "outcome", entry.decl.start) for entry in entries
    )


def group_rows(names: Names) -> tuple[Group, ...]:
    """Groups with the stages that they stand for; a member that is no stage is reported."""
    rows: list[Group] = []
    for entry in names.vocabulary.of_kind("group"):
        for member in entry.decl.group:
            if member.text not in names.vocabulary.stages:
                names.stages((member,))
        rows.append(Group(entry.name, names.vocabulary.stages[entry.name], entry.decl.name.label))
    return tuple(rows)


def document_rows(names: Names, signatures: dict[str, list[Signature]]) -> tuple[Document, ...]:
    """Documents with the signatures that rules ask for."""
    return tuple(
        Document(entry.name, entry.decl.name.label, tuple(signatures.get(entry.name, ())))
        for entry in names.vocabulary.of_kind("document")
    )
