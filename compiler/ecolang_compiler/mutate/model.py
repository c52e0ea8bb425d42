"""What a mutant is, and the ways of breaking a policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from ecolang.diagnostics import Local, Span
from ecolang_compiler.syntax import tree as t

#: Every way of breaking a policy, with what the drafter reads.
KINDS: Mapping[str, Local] = {
    "sentence": Local("删去一句", "a sentence left out"),
    "condition": Local("删去条件", "a condition left out"),
    "negation": Local("条件反过来", "a condition turned round"),
    "item": Local("删去一项", "an item left out"),
    "period": Local("删去时间要求", "a demand of time left out"),
    "anchor": Local("换起算点", "a period counted from elsewhere"),
    "consequence": Local("删去后果", "a consequence left out"),
    "number": Local("数目差一", "a number off by one"),
    "degree": Local("换情态词", "another modal word"),
    "unit": Local("换时间单位", "another unit of time"),
    "stage": Local("换阶段", "another stage"),
    "party": Local("换当事人", "another party"),
    "scope": Local("换计算范围", "another scope"),
    "duplicate": Local("重复一处变动", "an edge twice"),
    "citation": Local("条款号移位", "a citation shifted"),
    "setting": Local("改设定", "another setting"),
}


@frozen
class Mutant:
    """One break as an edit of the policy's text.

    `id`: stays the same while the sentence and its place among equal ones do. `line`: where the sentence begins;
    `clause`: what it stands under, as the policy writes it, or "" among settings and the vocabulary. `before`, `after`:
    the clauses that differ; `after` is empty where the sentence goes. `declares`: the edit is one of settings or the
    vocabulary, so that everything has to be read anew.
    """

    id: str
    kind: str
    span: Span
    replacement: str
    line: int
    clause: str
    before: str
    after: str
    declares: bool = False

    def applied(self, text: str) -> str:
        """The policy's text with the edit."""
        return text[: self.span.start] + self.replacement + text[self.span.end :]


@frozen
class Variant:
    """A node as one break leaves it; None where it goes altogether."""

    kind: str
    node: Any


@frozen
class Names:
    """The declared names that one is swapped with: stages without groups and outcomes, outcomes, and roles.

    `tracks`: several parties are handled separately; else each and all are the same.
    """

    stages: tuple[str, ...]
    outcomes: tuple[str, ...]
    roles: tuple[str, ...]
    tracks: bool = True

    def other_stage(self, name: str, besides: Sequence[str] = ()) -> str | None:
        """The next stage, for an outcome the next outcome if there is one; None where there is no other."""
        if name in self.outcomes and len(self.outcomes) > 1:
            return _next(self.outcomes, name, besides)
        return _next(self.stages, name, besides)

    def other_role(self, name: str, besides: Sequence[str] = ()) -> str | None:
        """The next role; None where there is no other."""
        return _next(self.roles, name, besides)


def _next(names: Sequence[str], name: str, besides: Sequence[str]) -> str | None:
    start = names.index(name) if name in names else -1
    ordered = [names[(start + step) % len(names)] for step in range(1, len(names) + 1)] if names else []
    return next((each for each in ordered if each != name and each not in besides), None)


def without(items: tuple[Any, ...], place: int) -> tuple[Any, ...]:
    """The items but for one; those after it that are numbered move up."""
    return (*items[:place], *(_moved_up(each) for each in items[place + 1 :]))


def _moved_up(item: Any) -> Any:
    if isinstance(item, (t.ListItem, t.TextItem, t.Branch)) and item.number is not None and item.number > 1:
        return evolve(item, number=item.number - 1)
    return item


def instead(items: tuple[Any, ...], place: int, item: Any) -> tuple[Any, ...]:
    """The items with another in one place."""
    return (*items[:place], item, *items[place + 1 :])


def off_by_one(number: Any, least: int = 1) -> Iterator[Any]:
    """The numbers just above and below."""
    yield number + 1
    if number - 1 >= least:
        yield number - 1
