"""What every kind of rule needs while it is lowered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen

from ecolang.diagnostics import Diagnostics, Lang, Span
from ecolang.program import Act, Event, Settings, Stage
from ecolang.source_text import Ref
from ecolang_compiler.lower.rows import Origin, Rows
from ecolang_compiler.resolve.citations import Citations
from ecolang_compiler.resolve.conditions import Conditions
from ecolang_compiler.resolve.heads import Head, split_head
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.resolve.vocabulary import Vocabulary
from ecolang_compiler.resolve.words import ID_WORDS
from ecolang_compiler.syntax import tree


@frozen
class Actor:
    """A duty or power of the sentence at hand, and an act that belongs to it."""

    act: Act
    norm: str
    kind: str  # duty | power


@frozen
class FormReason:
    """What the form of a document leaves out, adds or repeats on purpose. kind omits | adds | repeats."""

    document: str
    kind: str
    refs: tuple[Ref, ...]
    span: Span | None


@define
class Build:
    """A policy being lowered."""

    names: Names
    conditions: Conditions
    citations: Citations
    settings: Settings
    events: dict[str, Event]
    stages: tuple[Stage, ...]
    rows: Rows = field(factory=Rows)
    signatures: dict[str, list[Any]] = field(factory=dict)
    form_notes: list[FormReason] = field(factory=list)
    #: Changes of the period of whatever duties an act has, made once all duties are known.
    pending: list[Any] = field(factory=list)
    #: Resumptions of the suspensions that other rules make.
    caused: list[Any] = field(factory=list)
    #: Duties and powers of the sentence at hand: an effect that their act sets off belongs to them.
    sentence: list[Actor] = field(factory=list)
    sentence_order: int = -1

    @property
    def bag(self) -> Diagnostics:
        """Where problems are reported."""
        return self.names.bag

    @property
    def vocabulary(self) -> Vocabulary:
        """What names mean."""
        return self.names.vocabulary

    @property
    def lang(self) -> Lang:
        """The policy's own language."""
        return "zh" if self.settings.language == "zh" else "en"

    def word(self, key: str) -> str:
        """A word of row ids."""
        return ID_WORDS[key].say(self.lang)

    def cite(self, norm: Norm) -> str:
        """The rule's citation as the policy writes it."""
        return self.citations.words(norm.cite)

    def origin(self, norm: Norm, span: Span | None = None) -> Origin:
        """Where a row of the rule came from."""
        return Origin(norm.cite, span or norm.span, norm.order)

    def head(self, norm: Norm, when: Any, at_hand: tuple[str, ...] = (), grounds: bool = False) -> Head:
        """The rule's head under that of its sentence."""
        inner = split_head(when, self.conditions, at_hand, grounds)
        if norm.head is None:
            return inner
        return inner.inside(split_head(norm.head, self.conditions, at_hand, grounds))

    def acts(self, patterns: Iterable[tree.EventPattern]) -> tuple[Act, ...]:
        """The acts that are declared; others are reported."""
        return tuple(act for act in map(self.conditions.act, patterns) if act is not None)

    def open_stages(self, target: str | None = None) -> tuple[str, ...]:
        """Every stage that is no outcome, and not the target of a move out of it."""
        return tuple(stage.id for stage in self.stages if not stage.outcome and stage.id != target)

    def case_scope(self, acts: Iterable[Act]) -> bool:
        """Whether all the acts are events of the whole case."""
        found = [self.events[act.event].scope for act in acts if act.event in self.events]
        return bool(found) and all(scope == "case" for scope in found)


def act_words(acts: Iterable[Act]) -> str:
    """Acts as a row's id names them."""
    return "、".join(dict.fromkeys(act.event for act in acts))


def events_of(acts: Iterable[Act]) -> tuple[str, ...]:
    """The events of acts, each once."""
    return tuple(dict.fromkeys(act.event for act in acts))
