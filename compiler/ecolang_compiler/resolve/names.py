"""Looking names up: what is found, what is reported, and which names were used."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from ecolang.diagnostics import Diagnostics, Local
from ecolang.diagnostics.nearest import nearest
from ecolang.diagnostics.registry import make_diagnostic
from ecolang_compiler.resolve.vocabulary import Vocabulary
from ecolang_compiler.resolve.words import KINDS
from ecolang_compiler.syntax import tree
from ecolang_compiler.syntax.said import with_article

_STAGES = ("stage", "outcome", "group")


@frozen
class Names:
    """The vocabulary with a bag for what is wrong. Each lookup gives None where it reported something."""

    vocabulary: Vocabulary
    bag: Diagnostics
    used: set[tuple[str, str]] = field(factory=set)

    def event(self, name: tree.Name) -> str | None:
        """The declared name of an event or of its alias."""
        declared = self.vocabulary.aliases.get(name.text, name.text)
        return self._find(name, declared, ("event",))

    def role(self, name: tree.Name) -> str | None:
        """A role's name."""
        return self._find(name, name.text, ("role",))

    def roles(self, names: Iterable[tree.Name]) -> tuple[str, ...]:
        """Roles' names; those that were reported are left out."""
        return tuple(found for found in map(self.role, names) if found is not None)

    def document(self, name: tree.Name) -> str | None:
        """A document's name."""
        return self._find(name, name.text, ("document",))

    def period(self, name: tree.Name) -> str | None:
        """A named period."""
        return self._find(name, name.text, ("period",))

    def definition(self, name: tree.Name) -> str | None:
        """A defined condition."""
        return self._find(name, name.text, ("definition",))

    def fact(self, name: tree.Name) -> str | None:
        """A fact of the case."""
        return self._find(name, name.text, ("fact",))

    def stages(self, names: Iterable[tree.Name]) -> tuple[str, ...]:
        """The stages that names of stages, outcomes and groups stand for, each once, in the order of the names."""
        found: dict[str, None] = {}
        for name in names:
            known = self._find(name, name.text, _STAGES)
            if known is not None:
                found |= dict.fromkeys(self.vocabulary.stages.get(known, ()))
        return tuple(found)

    def one_stage(self, name: tree.Name) -> str | None:
        """A single stage or outcome."""
        return self._find(name, name.text, ("stage", "outcome"))

    def field(self, name: tree.Name, events: tuple[str, ...]) -> tree.FieldDecl | None:
        """The declaration of a field that every one of some events carries."""
        found: tree.FieldDecl | None = None
        for event in events:
            carried = self.vocabulary.fields.get(event, {})
            found = carried.get(name.text)
            if found is None:
                self._no_field(name, event, carried)
                return None
            self.used.add(("field", f"{event}/{name.text}"))
        return found

    def unknown_field(self, name: tree.Name) -> None:
        """Report a field that no event carries."""
        fields = dict.fromkeys(each for known in self.vocabulary.fields.values() for each in known)
        near = nearest(name.text, fields)
        self.bag.add(make_diagnostic("E201", name.span, name=name.text, nearest=near, kind=KINDS["field"]))

    def _no_field(self, name: tree.Name, event: str, carried: Iterable[str]) -> None:
        known = tuple(carried)
        self.bag.add(
            make_diagnostic(
                "E301", name.span, event=event, field=name.text, nearest=nearest(name.text, known), fields=known
            )
        )

    def _find(self, name: tree.Name, declared: str, kinds: tuple[str, ...]) -> str | None:
        entry = self.vocabulary.entries.get(declared)
        if entry is not None and entry.kind in kinds:
            self.used.add((entry.kind, entry.name))
            return entry.name
        candidates = [each.name for each in self.vocabulary.of_kind(*kinds)]
        if "event" in kinds:
            candidates += self.vocabulary.aliases
        near = nearest(name.text, candidates)
        if entry is not None:
            self._other_kind(name, entry.kind, kinds[0], near)
        elif self.vocabulary.events_with(name.text):
            self._other_kind(name, "field", kinds[0], near)
        else:
            self.bag.add(make_diagnostic("E201", name.span, name=name.text, nearest=near, kind=KINDS[kinds[0]]))
        return None

    def _other_kind(self, name: tree.Name, kind: str, wanted: str, near: str | None) -> None:
        found, needed = (Local(KINDS[each].zh, with_article(KINDS[each].en)) for each in (kind, wanted))
        self.bag.add(make_diagnostic("E204", name.span, name=name.text, kind=found, wanted=needed, nearest=near))
