"""The vocabulary of a policy: what each declared name is, and the rows that the declarations make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from ecolang.diagnostics import Diagnostics, Label, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.syntax import tree


@frozen
class Entry:
    """A declared name: its kind (a key of `words.KINDS`), and the declaration."""

    name: str
    kind: str
    decl: Any
    span: Span | None = None


@frozen
class Vocabulary:
    """What names mean. `entries` by name; aliases of events stand in `aliases`, not among the entries."""

    entries: Mapping[str, Entry]
    aliases: Mapping[str, str] = field(factory=dict)
    #: Stages and groups, groups expanded to their stages in declared order.
    stages: Mapping[str, tuple[str, ...]] = field(factory=dict)
    #: Fields of each event, completed with the type of an earlier declaration of the same name.
    fields: Mapping[str, Mapping[str, tree.FieldDecl]] = field(factory=dict)

    def of_kind(self, *kinds: str) -> Iterator[Entry]:
        """The entries of some kinds, in declared order."""
        return (entry for entry in self.entries.values() if entry.kind in kinds)

    def events_with(self, field_name: str) -> tuple[str, ...]:
        """The events that carry a field."""
        return tuple(event for event, known in self.fields.items() if field_name in known)

    def fact(self, name: str) -> tree.FieldDecl | None:
        """The declaration of a fact."""
        entry = self.entries.get(name)
        return entry.decl.field if entry is not None and entry.kind == "fact" else None


_KIND_OF = {
    "roles": "role",
    "facts": "fact",
    "documents": "document",
    "events": "event",
    "stages": "stage",
    "outcomes": "outcome",
    "periods": "period",
    "definitions": "definition",
}


def build_vocabulary(file: tree.PolicyFile, bag: Diagnostics) -> Vocabulary:
    """The vocabulary of a file; names declared twice, groups in a circle and fields without a type are reported."""
    entries: dict[str, Entry] = {}
    aliases: dict[str, str] = {}
    first: dict[str, Span | None] = {}
    for kind, name, decl in _declarations(file):
        span = name.span or decl.span
        if name.text in first:
            bag.add(_twice(name.text, span, first[name.text]))
            continue
        first[name.text] = span
        entries[name.text] = Entry(name.text, kind, decl, span)
    for entry in list(entries.values()):
        for alias in entry.decl.aliases if entry.kind == "event" else ():
            if alias.text in first:
                bag.add(_twice(alias.text, alias.span, first[alias.text]))
                continue
            first[alias.text] = alias.span
            aliases[alias.text] = entry.name
    return Vocabulary(entries, aliases, _stages(entries, bag), _fields(entries, bag))


def _declarations(file: tree.PolicyFile) -> Iterator[tuple[str, tree.Name, Any]]:
    for section in file.body:
        if not isinstance(section, tree.Section):
            continue
        for decl in section.entries:
            if isinstance(decl, tree.FactDecl):
                yield "fact", decl.field.name, decl
            elif isinstance(decl, tree.StageDecl):
                kind = "group" if decl.group else "outcome" if decl.outcome or section.kind == "outcomes" else "stage"
                yield kind, decl.name, decl
            else:
                yield _KIND_OF[section.kind], decl.name, decl


def _twice(name: str, span: Span | None, first: Span | None) -> Any:
    labels = (Label(first, "已在这里声明", "first declared here"),) if first else ()
    return make_diagnostic("E202", span, labels=labels, name=name)


def _stages(entries: Mapping[str, Entry], bag: Diagnostics) -> dict[str, tuple[str, ...]]:
    """Every stage and group with the stages that it stands for; a name that is no stage is left to its own check."""
    order = [entry.name for entry in entries.values() if entry.kind in ("stage", "outcome")]
    expanded: dict[str, tuple[str, ...]] = {name: (name,) for name in order}

    def expand(name: str, path: tuple[str, ...]) -> Iterable[str]:
        entry = entries.get(name)
        if name in expanded:
            return expanded[name]
        if entry is None or entry.kind != "group":
            return ()
        if name in path:
            if name == path[0]:
                bag.add(make_diagnostic("E208", entry.span, name=name))
            return ()
        found = {stage for member in entry.decl.group for stage in expand(member.text, (*path, name))}
        return [stage for stage in order if stage in found]

    for entry in entries.values():
        if entry.kind == "group":
            members = tuple(expand(entry.name, ()))
            expanded[entry.name] = members
    return expanded


def _fields(entries: Mapping[str, Entry], bag: Diagnostics) -> dict[str, dict[str, tree.FieldDecl]]:
    typed: dict[str, tree.FieldDecl] = {}
    untyped: list[tuple[str, tree.FieldDecl]] = []
    fields: dict[str, dict[str, tree.FieldDecl]] = {}
    for entry in entries.values():
        if entry.kind == "fact":
            typed.setdefault(entry.name, entry.decl.field)
        if entry.kind != "event":
            continue
        known: dict[str, tree.FieldDecl] = {}
        for decl in entry.decl.fields:
            name = decl.name.text
            if name in known:
                bag.add(_twice(name, decl.name.span or decl.span, known[name].name.span or known[name].span))
                continue
            known[name] = decl
            if decl.type is None:
                untyped.append((entry.name, decl))
            else:
                typed.setdefault(name, decl)
                _options(decl, bag)
        fields[entry.name] = known
    for event, decl in untyped:
        name = decl.name.text
        model = typed.get(name)
        if model is None:
            bag.add(make_diagnostic("E314", decl.name.span or decl.span, field=name))
            continue
        fields[event][name] = tree.FieldDecl(
            decl.name,
            model.type,
            decl.values or model.values,
            decl.required,
            model.default if decl.default is None else decl.default,
            decl.plans or model.plans,
            span=decl.span,
        )
    return fields


def _options(decl: tree.FieldDecl, bag: Diagnostics) -> None:
    seen: set[str] = set()
    for value in decl.values:
        if value.text in seen:
            bag.add(make_diagnostic("E311", value.span or decl.span, field=decl.name.text, value=value.text))
        seen.add(value.text)
