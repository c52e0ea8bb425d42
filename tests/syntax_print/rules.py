"""Strategies for demands of time, consequences and every kind of rule."""

from __future__ import annotations

from functools import cache
from typing import Any

from hypothesis import strategies as st

from ecolang_compiler.syntax import tree as t
from tests.syntax_print.conditions import (
    comments,
    conditions,
    counts,
    field_tests,
    heads,
    items,
    one,
    patterns,
    prose,
    refs,
    some,
)
from tests.syntax_print.vocabulary import Vocabulary

_units = st.sampled_from(["day", "workday", "month", "year", "hour"])


@cache
def amounts(v: Vocabulary) -> st.SearchStrategy[t.Amount]:
    """A number of any unit, or the fact or field that holds it."""
    return fixed_amounts() | st.builds(t.Amount, st.just(0), _units, one(_numbers(v)) | items(v))


@cache
def manners() -> st.SearchStrategy[t.Manner | None]:
    """How a period is counted: nothing said, or something."""
    said = st.builds(
        t.Manner,
        st.sampled_from([None, "next", "same", "next_hour"]),
        st.sampled_from([(), ("中国",), ("中国", "新疆")]),
        st.booleans(),
    )
    return st.none() | said.filter(lambda each: each != t.Manner())


@cache
def fixed_amounts() -> st.SearchStrategy[t.Amount]:
    """A number of any unit."""
    return st.builds(t.Amount, counts, _units)


def _numbers(v: Vocabulary) -> tuple[str, ...]:
    return tuple(each.name.text for each in (*v.fields, *v.facts) if each.type == "int")


@cache
def timings(v: Vocabulary) -> st.SearchStrategy[Any]:
    """Every demand of time."""
    dates = one(tuple(each.name.text for each in v.fields if each.type == "date"))
    cite = st.none() | refs()
    which = st.sampled_from([None, "first", "last"])
    roll = st.sampled_from([None, "none", "next_working"])
    return st.one_of(
        st.builds(t.Within, amounts(v), patterns(v), which, roll, cite, received=st.booleans(), manner=manners()),
        st.builds(t.Within, amounts(v), roll=roll, cite=cite, manner=manners()),
        st.builds(t.Within, amounts(v), roll=roll, cite=cite, period=one(v.periods)),
        st.builds(t.Inside, one(v.periods), cite),
        st.builds(lambda e, first: t.Before(e, first=first), patterns(v), st.booleans()),
        st.builds(lambda e, a, clear: t.Before(e, amount=a, clear=clear), patterns(v), amounts(v), st.booleans()),
        st.builds(
            lambda f, a, clear, c, manner: t.Before(field=f, amount=a, clear=clear, cite=c, manner=manner),
            dates,
            amounts(v),
            st.booleans(),
            cite,
            manners(),
        ),
        st.builds(t.NotLaterThan, dates, st.none() | one(v.events), cite),
        st.builds(t.NotLaterThan, cite=cite, item=items(v)),
        st.builds(t.RowByRow, items(v), prose(), cite),
        st.builds(t.Promptly, st.none() | amounts(v)),
        fulls(v),
    )


@cache
def fulls(v: Vocabulary) -> st.SearchStrategy[Any]:
    """满…后方可."""
    which = st.sampled_from([None, "first", "last"])
    return st.builds(
        t.AfterFull, amounts(v), patterns(v), which, st.none() | refs(), received=st.booleans(), manner=manners()
    ) | st.builds(t.AfterFull, amounts(v), cite=st.none() | refs(), period=one(v.periods))


@cache
@st.composite
def consequences(draw: st.DrawFn, v: Vocabulary) -> tuple[Any, ...]:
    """Deemings and changes of periods, then where the case goes."""
    first = st.one_of(
        st.builds(lambda e: t.Deem(event=e), patterns(v)),
        st.builds(lambda f: t.Deem(field=f), field_tests(v, elsewhere=False)),
        st.builds(
            lambda op, period, event, cap, causes: t.ChangePeriod(
                op,
                period if event is None else None,
                event,
                cap if op == "suspend" else None,
                tuple(causes) if op == "resume" else (),
            ),
            st.sampled_from(["suspend", "resume", "restart", "end", "hasten"]),
            one(v.periods),
            st.none() | one(v.events),
            st.none() | counts,
            st.lists(one(v.events), max_size=2),
        ),
    )
    stage = one((*v.stages, *v.outcomes))
    second = st.builds(t.Enter, stage, st.booleans()) | st.builds(t.Fork, st.just("岭峰部分"), one(v.stages))
    parts = draw(st.lists(first, max_size=1)) + draw(st.lists(second, max_size=1))
    return tuple(parts or [draw(second)])


@cache
@st.composite
def branches(draw: st.DrawFn, v: Vocabulary) -> tuple[t.Branch, ...]:
    """What follows if the act says so, and if it is late."""
    numbered = draw(st.booleans())
    made: list[dict[str, Any]] = [{"when": draw(heads(v))} for _ in range(draw(st.integers(1, 2)))]
    made += [{"late": True}] * draw(st.integers(0, 1)) + [{}] * draw(st.integers(0, 1))
    plain_first = [t.Branch(draw(consequences(v)))] if draw(st.booleans()) else []
    return (
        *plain_first,
        *(
            t.Branch(draw(consequences(v)), number=n if numbered else None, comments=draw(comments()), **each)
            for n, each in enumerate(made, 1)
        ),
    )


@cache
@st.composite
def subjects(draw: st.DrawFn, v: Vocabulary) -> t.Subject:
    """One role, or two: any of them, jointly, or each."""
    roles = draw(some(v.roles))
    return t.Subject(roles, draw(st.sampled_from(["one", "joint", "each"])))


@cache
def acts(v: Vocabulary, most: int = 2) -> st.SearchStrategy[tuple[t.EventPattern, ...]]:
    """What is done."""
    return st.lists(patterns(v), min_size=1, max_size=most).map(tuple)


_articles = st.lists(refs(), min_size=1, max_size=2)
_scopes = st.sampled_from([None, True, False])
_voids = st.sampled_from([None, True, False])


@cache
@st.composite
def effects(draw: st.DrawFn, v: Vocabulary) -> t.Effect:
    """COND的，consequences."""
    return t.Effect(draw(consequences(v)), draw(heads(v)))


@cache
@st.composite
def duties(draw: st.DrawFn, v: Vocabulary, headed: bool = True, last: bool = True) -> t.DutyRule:
    """应当. Only the last rule of a sentence has branches."""
    return t.DutyRule(
        draw(subjects(v)),
        draw(acts(v)),
        draw(st.none() | heads(v)) if headed else None,
        draw(st.sampled_from(["must", "principle", "encourage"])),
        tuple(draw(st.lists(timings(v), max_size=2))),
        tuple(draw(st.lists(st.builds(t.Demand, timings(v), patterns(v)), max_size=1))),
        draw(branches(v)) if last and draw(st.booleans()) else (),
        draw(_voids),
        draw(_scopes) if headed else None,
    )


@cache
@st.composite
def powers(draw: st.DrawFn, v: Vocabulary, last: bool = True) -> t.PowerRule:
    """可以, with branches or grounds."""
    lists = last and draw(st.booleans())
    return t.PowerRule(
        draw(subjects(v)),
        draw(acts(v, most=1)),
        draw(heads(v, lists=True) if lists else st.none() | heads(v)),
        tuple(draw(st.lists(timings(v), max_size=1))),
        draw(st.just(()) | consequences(v)),
        draw(branches(v)) if last and not lists and draw(st.booleans()) else (),
        draw(_scopes),
    )


@cache
@st.composite
def exceptions(draw: st.DrawFn, v: Vocabulary, unit: bool) -> tuple[t.Exception_, ...]:
    """What lets a limit be exceeded."""
    made = []
    for _ in range(draw(st.integers(0, 2))):
        approval = draw(st.none() | patterns(v))
        source = draw(st.none() | one(_numbers(v))) if unit else None
        made.append(
            t.Exception_(
                draw(counts) if source is None else draw(st.just(0) | counts),
                draw(st.sampled_from(["day", "workday", "month"])) if unit else None,
                draw(st.none() | conditions(v)) if approval else draw(conditions(v)),
                approval,
                draw(st.none() | one(v.roles)) if approval else None,
                approval is not None and draw(st.booleans()),
                draw(st.booleans()),
                unit and draw(st.booleans()),
                draw(st.none() | patterns(v)),
                draw(st.none() | patterns(v)),
                draw(st.none() | counts),
                source,
            )
        )
    return tuple(made)


@cache
@st.composite
def counts_limited(draw: st.DrawFn, v: Vocabulary) -> t.CountRule:
    """不超过 / 不少于 N 次."""
    bound = draw(st.sampled_from(["max", "min"]))
    return t.CountRule(
        draw(patterns(v)),
        bound,
        draw(counts),
        draw(st.sampled_from(["must", "principle"])),
        draw(st.none() | heads(v)),
        draw(st.none() | patterns(v)) if bound == "min" else None,
        draw(exceptions(v, unit=False)) if bound == "max" else (),
        draw(_scopes),
        draw(_voids),
    )


@cache
@st.composite
def periods_limited(draw: st.DrawFn, v: Vocabulary) -> t.PeriodRule:
    """A named period with its amount and start."""
    return t.PeriodRule(
        draw(one(v.periods)),
        draw(amounts(v)),
        draw(patterns(v)),
        draw(st.sampled_from([None, "first", "last"])),
        draw(st.sampled_from([None, "must", "principle"])),
        draw(st.none() | heads(v)),
        draw(st.sampled_from([None, "none", "next_working"])),
        draw(exceptions(v, unit=True)),
        draw(_scopes),
        draw(st.booleans()),
        draw(manners()),
    )


@cache
@st.composite
def text_items(draw: st.DrawFn, section: bool = False) -> tuple[t.TextItem, ...]:
    """Items of prose."""
    numbered = section or draw(st.booleans())
    return tuple(
        t.TextItem(
            draw(prose()),
            n if numbered else None,
            not section and draw(st.booleans()),
            section,
            tuple(draw(st.lists(refs(), max_size=2))) if section else (),
            comments=draw(comments()),
        )
        for n in range(1, draw(st.integers(1, 9)) + 1)
    )


@cache
@st.composite
def contents(draw: st.DrawFn, v: Vocabulary) -> t.ContentsRule:
    """What a document must, may include; what its form includes."""
    degree = draw(st.sampled_from(["must", "may", "form"]))
    return t.ContentsRule(draw(one(v.documents)), draw(text_items(section=degree == "form")), degree)


@cache
@st.composite
def signatures(draw: st.DrawFn, v: Vocabulary) -> t.SignatureRule:
    """Who signs, and who notes a refusal."""
    noted = draw(st.booleans())
    return t.SignatureRule(
        draw(one(v.documents)),
        draw(some(v.roles)),
        draw(st.sampled_from(["must", "principle"])),
        draw(one(v.roles)) if noted else None,
        draw(one(v.roles)) if noted else None,
    )


@cache
def single_rules(v: Vocabulary) -> st.SearchStrategy[Any]:
    """A rule that makes a sentence of its own."""
    degrees = st.sampled_from(["must", "principle"])
    when = st.none() | heads(v)
    return st.one_of(
        effects(v),
        duties(v),
        powers(v),
        st.builds(t.ProhibitionRule, some(v.roles).map(t.Subject), acts(v), when, degrees, _voids),
        st.builds(t.ActorRuleNode, some(v.events), one(v.roles), when, degrees, _voids),
        counts_limited(v),
        periods_limited(v),
        contents(v),
        signatures(v),
        st.builds(t.OrderRule, one(v.events), text_items(), degrees),
        st.builds(lambda a, b, first: t.PrecedenceRule(a, b, a if first else b), refs(), refs(), st.booleans()),
        st.builds(t.NoRule, prose(), st.booleans()),
        st.builds(
            t.FormNote,
            one(v.documents),
            st.sampled_from(("omits", "adds", "repeats")),
            st.lists(refs(), min_size=1, max_size=3).map(tuple),
            prose(),
        ),
        st.builds(t.TransitionRule, patterns(v, guarded=False), st.booleans(), prose()),
        st.builds(lambda e, refs_: t.TransitionRule(e, False, "", tuple(refs_)), patterns(v, guarded=False), _articles),
        st.builds(
            lambda act, parts: t.TransitionRule(act, False, "", tuple(parts)),
            patterns(v, guarded=False),
            st.lists(refs(), min_size=1, max_size=3),
        ),
        st.builds(t.Quotation, prose()),
    )
