"""Strategies for the sections that declare a vocabulary."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from ecolang_compiler.syntax import tree as t
from tests.syntax_print.conditions import comments, conditions, prose
from tests.syntax_print.vocabulary import Vocabulary, name

_LABELS = st.one_of(st.none(), st.sampled_from(["a label", "serve notice, again", "O'Brien's", "100%", "x" * 40]))


@cache
def labelled(text: str) -> st.SearchStrategy[t.Name]:
    """A declaration's name, perhaps with a label."""
    return _LABELS.map(lambda label: t.Name(text, label))


@cache
@st.composite
def sections(draw: st.DrawFn, v: Vocabulary) -> tuple[t.Section, ...]:
    """The sections that declare the vocabulary."""

    def section(kind: str, entries: list[Any]) -> t.Section:
        return t.Section(kind, tuple(entries), comments=draw(comments()))

    first, *others = v.roles
    roles = [
        t.RoleDecl(
            draw(labelled(first)), draw(st.none() | prose()), many=draw(st.booleans()), comments=draw(comments())
        )
    ]
    roles += [
        t.RoleDecl(
            draw(labelled(each)),
            draw(st.none() | prose()),
            part_of=draw(st.sampled_from([None, name(first)])),
            comments=draw(comments()),
        )
        for each in others
    ]
    facts = [t.FactDecl(each, comments=draw(comments())) for each in v.facts]
    documents = [t.DocumentDecl(draw(labelled(each)), comments=draw(comments())) for each in v.documents]
    events = [draw(_event(v, index)) for index in range(len(v.events))]
    stages = [
        t.StageDecl(draw(labelled(each)), start=index == 0, comments=draw(comments()))
        for index, each in enumerate(v.stages)
    ]
    stages.append(t.StageDecl(draw(labelled(v.group)), group=tuple(map(name, v.stages[:2])), comments=draw(comments())))
    outcomes = [t.StageDecl(draw(labelled(each)), outcome=True, comments=draw(comments())) for each in v.outcomes]
    periods = [t.PeriodDecl(draw(labelled(each)), comments=draw(comments())) for each in v.periods]
    definitions = [
        t.DefinitionDecl(draw(labelled(each)), draw(conditions(v, lists=True)), comments=draw(comments()))
        for each in v.definitions
    ]
    return (
        section("roles", roles),
        section("facts", facts),
        section("documents", documents),
        section("events", events),
        section("stages", stages),
        section("outcomes", outcomes),
        section("periods", periods),
        section("definitions", definitions),
    )


@cache
@st.composite
def _event(draw: st.DrawFn, v: Vocabulary, index: int) -> t.EventDecl:
    external = draw(st.booleans()) and index > 0
    actors = (
        ()
        if external
        else tuple(map(name, draw(st.lists(st.sampled_from(v.roles), min_size=1, max_size=2, unique=True))))
    )
    to = tuple(map(name, draw(st.lists(st.sampled_from(v.roles), max_size=1))))
    # The first event declares each field with its type, required ones first; later ones may repeat them by name alone.
    declared = sorted(v.fields, key=lambda each: not each.required)
    if index == 0:
        fields = [
            t.FieldDecl(
                draw(labelled(each.name.text)),
                each.type,
                each.values,
                each.required,
                draw(_default(each)),
                name(v.events[1]) if each.type == "date" else None,
            )
            for each in declared
        ]
    else:
        repeated = draw(st.lists(st.sampled_from(v.fields), max_size=2, unique_by=lambda each: each.name.text))
        fields = [t.FieldDecl(each.name, required=False) for each in repeated]
    return t.EventDecl(
        draw(labelled(v.events[index])),
        aliases=tuple(map(name, v.aliases)) if index == 0 else (),
        actors=actors,
        joint=len(actors) > 1 and draw(st.booleans()),
        external=external,
        to=to,
        meets=bool(to) and draw(st.booleans()),
        in_case=draw(st.sampled_from([None, True, False])),
        documents=tuple(map(name, draw(st.lists(st.sampled_from(v.documents), max_size=2, unique=True)))),
        fields=tuple(fields),
        comments=draw(comments()),
    )


@cache
def _default(field: t.FieldDecl) -> st.SearchStrategy[Any]:
    if field.required:
        return st.none()
    if field.type == "bool":
        return st.sampled_from([None, True, False])
    return st.none()
