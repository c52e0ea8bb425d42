"""What things are called in a language."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.program import Group, Program
from ecolang.source_ref import localise_refs


class Names:
    """Names by id: a thing's label where the language is not the policy's, else its own name."""

    def __init__(self, program: Program, lang: str) -> None:
        self.lang = lang
        self.zh = lang == "zh"
        self.translated = lang != program.settings.language
        self._names = {
            "event": self._labels(program.events),
            "stage": self._labels((*program.stages, *program.groups)),
            "definition": self._labels(program.definitions),
            "role": self._labels(program.roles),
            "document": self._labels(program.documents),
            "period": self._labels(program.periods),
        }
        fields = [*program.facts, *(each for event in program.events for each in event.fields)]
        self._names["field"] = self._labels(fields)
        self._values = {(each.id, value): label for each in fields for value, label in each.value_labels}
        self._parts = {value: label for (_, value), label in self._values.items()} if self.translated else {}

    def _labels(self, rows: Iterable[object]) -> dict[str, str]:
        found: dict[str, str] = {}
        for row in rows:
            label = getattr(row, "label", None)
            id_: str = getattr(row, "id")  # noqa: B009 - rows of several tables share no class
            found.setdefault(id_, label if self.translated and label else id_)
        return found

    def of(self, kind: str, id_: str) -> str:
        """The name of an event, stage, group, role, document, period, field or definition."""
        return self._names[kind].get(id_, id_)

    def label(self, row: Group) -> str:
        """The name of a group of stages."""
        return row.label if self.translated and row.label else row.id

    def several(self, kind: str, ids: Iterable[str]) -> str:
        """Several names in a row."""
        return ("、" if self.zh else ", ").join(self.of(kind, id_) for id_ in ids)

    def value(self, field_id: str, value: object) -> str:
        """A value of a field."""
        if isinstance(value, bool):
            return ("是" if value else "否") if self.zh else ("yes" if value else "no")
        text = str(value)
        return self._values.get((field_id, text), text) if self.translated else text

    def part(self, name: str) -> str:
        """A part of a case that goes its own way: by the label of the value that is called so, if there is one."""
        return self._parts.get(name, name)

    def cite(self, citation: str) -> str:
        """A citation, which no line end divides."""
        return citation if self.zh else localise_refs(citation, "en").replace(" ", "\u00a0")

    def title(self, program: Program) -> str:
        """The name of the policy."""
        label = program.settings.title_label
        return label if self.translated and label else program.settings.title
