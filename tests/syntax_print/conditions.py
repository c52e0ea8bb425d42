"""Strategies for words, citations and conditions."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from ecolang.source_ref import Ref
from ecolang_compiler.syntax import tree as t
from tests.syntax_print.vocabulary import Vocabulary, name

#: Prose holds no mark that ends it in either surface, and no keyword.
_PROSE = "岭峰谷溪湖泊滩涂堤坝渠井泉瀑岛礁湾港峡州乡镇村庄巷弄坊塔桥亭阁abcXYZ019%'"


@cache
def plain() -> st.SearchStrategy[str]:
    """Words without any mark."""
    return st.text("岭峰谷溪abcXYZ019%", min_size=1, max_size=12)


@cache
def prose() -> st.SearchStrategy[str]:
    """Words without the marks that end them."""
    return st.one_of(
        st.text(_PROSE, min_size=1, max_size=30), st.sampled_from(["oak, 3.5% of elm", "岭、峰，谷", "v1.2 of oak"])
    )


@cache
def comments() -> st.SearchStrategy[t.Comments]:
    """Mostly none, else remarks above and behind."""
    remark = st.one_of(prose(), st.sampled_from(["应当。", "must; (1) [x]", "# twice", "“"]))
    some = st.builds(t.Comments, st.lists(remark, max_size=2).map(tuple), st.none() | remark)
    return st.one_of(st.just(t.Comments()), st.just(t.Comments()), some)


@cache
def refs() -> st.SearchStrategy[Ref]:
    """Citations of articles and annexes."""
    number = st.integers(1, 120)
    part = st.none() | st.integers(1, 12)
    article = st.builds(lambda a, p, i: Ref(article=a, paragraph=p, item=i if p else None), number, part, part)
    annex = st.builds(lambda a, i, s: Ref(annex=a, item=i, subitem=s if i else None), st.integers(1, 9), part, part)
    return article | annex


@cache
def some(names: tuple[str, ...], most: int = 2) -> st.SearchStrategy[tuple[t.Name, ...]]:
    """One or several different names."""
    chosen = st.lists(st.sampled_from(names), min_size=1, max_size=min(most, len(names)), unique=True)
    return chosen.map(lambda each: tuple(map(name, each)))


@cache
def one(names: tuple[str, ...]) -> st.SearchStrategy[t.Name]:
    """One name."""
    return st.sampled_from(names).map(name)


days = st.dates().map(lambda day: day.isoformat()).filter(lambda iso: iso >= "1000")
counts = st.integers(1, 999)


@cache
@st.composite
def tests_of(draw: st.DrawFn, field: t.FieldDecl) -> t.Test:
    """What may be said of a field or fact of its type."""
    match field.type:
        case "bool":
            return draw(st.sampled_from([t.Test("yes"), t.Test("no")]))
        case "choice":
            values = draw(
                st.lists(st.sampled_from([each.text for each in field.values]), min_size=1, max_size=3, unique=True)
            )
            return t.Test(draw(st.sampled_from(["is", "is_not", "all"])), tuple(values))
        case "date":
            return t.Test("is", (draw(days),))
        case _:
            op = draw(st.sampled_from(["ge", "le", "gt", "lt", "is"]))
            return t.Test(op, (Decimal(draw(st.sampled_from(["0", "2", "50000", "1.5"]))),))


_TESTED = ("bool", "choice", "date", "int", "money")


@cache
@st.composite
def field_tests(draw: st.DrawFn, v: Vocabulary, elsewhere: bool = True) -> t.FieldTest:
    """A field of the act at hand, or of another."""
    field = draw(st.sampled_from([each for each in v.fields if each.type in _TESTED]))
    which = draw(st.sampled_from([None, None, "first", "last"])) if elsewhere else None
    event = None if which is None else draw(one(v.events))
    return t.FieldTest(field.name, draw(tests_of(field)), which, event)


@cache
@st.composite
def patterns(draw: st.DrawFn, v: Vocabulary, guarded: bool = True) -> t.EventPattern:
    """An event, perhaps with a condition over its fields."""
    event = draw(one((*v.events, *v.aliases)))
    if not guarded or draw(st.integers(0, 3)):
        return t.EventPattern(event)
    tests = draw(st.lists(field_tests(v, elsewhere=False), min_size=1, max_size=3))
    if len(tests) == 1:
        return t.EventPattern(event, tests[0])
    return t.EventPattern(event, draw(st.sampled_from([t.And, t.Or]))(tuple(tests)))


@cache
def items(v: Vocabulary) -> st.SearchStrategy[t.ItemName]:
    """What a document holds under an item."""
    return st.builds(t.ItemName, one(v.documents), prose())


@cache
def _item_tests() -> st.SearchStrategy[t.Test]:
    numbers = st.builds(
        lambda op, n: t.Test(op, (Decimal(n),)), st.sampled_from(["ge", "gt", "le", "lt"]), st.integers(1, 9999)
    )
    words = st.builds(lambda op, text: t.Test(op, (t.Quoted(text),)), st.sampled_from(["is", "is_not"]), prose())
    return numbers | words


@cache
def leaves(v: Vocabulary) -> st.SearchStrategy[Any]:
    """Conditions without and, or, items."""
    fact = st.sampled_from(v.facts).flatmap(lambda each: tests_of(each).map(lambda test: t.FactTest(each.name, test)))
    given = st.sampled_from([each.name for each in v.fields]).map(t.Given)
    happened = st.one_of(
        st.builds(t.Happened, patterns(v), st.booleans()),
        st.builds(lambda a, b: t.Happened(a, then_not=b), patterns(v), patterns(v)),
    )
    count = st.builds(t.CountTest, patterns(v), st.sampled_from(["ge", "lt", "gt", "le"]), counts, st.booleans())
    period = st.builds(
        t.PeriodTest,
        one(v.periods),
        st.sampled_from(["not_started", "running", "suspended", "lapsed", "not_lapsed", "reached"]),
    )
    both = st.builds(lambda a, b: t.And((a, b)), happened, fact)
    return st.one_of(
        field_tests(v),
        fact,
        given,
        happened,
        st.builds(t.Overdue, one(v.events)),
        st.builds(t.DutyOpen, one(v.events)),
        count,
        period,
        st.builds(t.DefinitionUse, one(v.definitions), st.booleans()),
        st.builds(t.Signed, one(v.documents), one(v.roles), st.booleans()),
        st.builds(t.HasItem, one(v.documents), prose(), st.booleans()),
        st.builds(t.ItemTest, items(v), _item_tests()),
        st.builds(t.ByActor, one(v.roles)),
        st.builds(
            t.OverTracks, st.sampled_from(["any", "all", "any_other", "all_other"]), one(v.roles), happened | both
        ),
        st.just(t.Always()),
    )


@cache
@st.composite
def conditions(draw: st.DrawFn, v: Vocabulary, lists: bool = False) -> Any:
    """A condition in the middle of a sentence: a leaf, and-s, or-s, an exception; items where `lists`."""
    kind = draw(st.sampled_from(["leaf", "and", "or", "unless", "stage", "nested"] + ["listed"] * lists))
    if kind == "stage":
        return t.InStage(draw(some((*v.stages, v.group, *v.outcomes))))
    if kind == "leaf":
        return draw(leaves(v))
    if kind == "unless":
        return t.Unless(draw(leaves(v)), draw(leaves(v)))
    if kind == "nested":
        one_, two, three = draw(leaves(v)), draw(leaves(v)), draw(leaves(v))
        either, both = t.Or((one_, two)), t.And((one_, two))
        return draw(
            st.sampled_from(
                [t.And((three, either)), t.Or((both, three)), t.Unless(either, three), t.Unless(three, both)]
            )
        )
    if kind == "listed":
        return draw(listed(v))
    parts = tuple(draw(st.lists(leaves(v), min_size=2, max_size=3)))
    return t.And(parts) if kind == "and" else t.Or(parts)


@cache
@st.composite
def listed(draw: st.DrawFn, v: Vocabulary) -> t.Listed:
    """Numbered items of conditions."""
    size = draw(st.integers(2, 4))
    items = [t.ListItem(n, draw(conditions(v)), comments=draw(comments())) for n in range(1, size + 1)]
    return t.Listed(tuple(items), draw(st.booleans()))


@cache
@st.composite
def heads(draw: st.DrawFn, v: Vocabulary, lists: bool = False) -> Any:
    """A condition before what it governs: stages, the event at hand, other conditions; its clauses in any number."""
    parts: list[Any] = []
    if draw(st.booleans()):
        parts.append(t.InStage(draw(some((*v.stages, v.group), most=3))))
    if draw(st.booleans()):
        parts.append(t.OnEvent(draw(patterns(v))))
        parts += draw(st.lists(field_tests(v, elsewhere=False), max_size=1))
    kind = draw(st.sampled_from(["none", "and", "or"]))
    if kind == "or":
        parts.append(t.Or(tuple(draw(st.lists(leaves(v), min_size=2, max_size=3)))))
    else:
        parts += draw(st.lists(leaves(v), min_size=0 if parts else 1, max_size=2))
    if lists:
        parts.append(draw(listed(v)))
    return parts[0] if len(parts) == 1 else t.And(tuple(parts))
