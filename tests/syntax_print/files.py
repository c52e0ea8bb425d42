"""Strategies for articles, readings, guarantees, cases and whole files."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from ecolang.source_ref import Ref
from ecolang_compiler.syntax import tree as t
from tests.syntax_print import conditions as c
from tests.syntax_print import rules as r
from tests.syntax_print.declarations import sections
from tests.syntax_print.vocabulary import VOCABULARIES, Vocabulary, name


@cache
@st.composite
def marks(draw: st.DrawFn, annex: bool) -> t.Mark | None:
    """（一款） in an article, （五项） and （四项（三）） in an annex."""
    number = st.integers(1, 30)
    if annex:
        return draw(st.none() | st.builds(lambda i, s: t.Mark(item=i, subitem=s), number, st.none() | number))
    return draw(st.none() | st.builds(lambda p: t.Mark(paragraph=p), number))


@cache
@st.composite
def sentences(
    draw: st.DrawFn, v: Vocabulary, rule: str | None = None, annex: bool = False, marked: bool = True
) -> t.Sentence:
    """One rule, or several under one head."""
    kind = draw(st.sampled_from(["single", "single", "governed", "governed single", "free"]))
    rules: tuple[Any, ...] = (draw(r.single_rules(v)),)
    when = None
    if kind == "governed single":
        rules, when = (draw(r.duties(v) | r.effects(v)),), draw(c.heads(v))
    elif kind == "governed":
        first = draw(r.effects(v) | r.duties(v, headed=False, last=False) | r.duties(v, last=False))
        rules, when = (first, draw(r.effects(v) | r.powers(v))), draw(c.heads(v))
    elif kind == "free":
        rules = (draw(r.duties(v, headed=False, last=False)), draw(r.effects(v) | r.counts_limited(v)))
    return t.Sentence(
        rules,
        draw(marks(annex)) if marked else None,
        rule,
        when,
        draw(st.none() | c.refs()) if marked else None,
        comments=draw(c.comments()) if marked else t.Comments(),
    )


@cache
def settings(article: bool = False) -> st.SearchStrategy[t.Setting]:
    """Every kind of setting but handling; where the text is and its time zone stand in no article."""
    dated = st.lists(st.tuples(c.days, c.plain() | st.just("")), min_size=1, max_size=2).map(tuple)
    stretch = st.tuples(st.just("2026-02-10"), st.just("2026-02-20")) | st.tuples(st.just("12-24"), st.just("01-06"))
    named = st.tuples(stretch, c.plain() | st.just("")).map(lambda pair: (*pair[0], pair[1]))
    still = st.lists(named, min_size=1, max_size=2).map(tuple)
    file = [
        st.tuples(st.just("source"), st.just("text/measures.zh.md")),
        st.tuples(st.just("zone"), st.just("Asia/Shanghai")),
    ]
    return st.one_of(
        *([] if article else file),
        st.tuples(st.just("in_force"), c.days | st.just("印发之日")),
        st.tuples(st.just("validity"), c.days | st.tuples(r.fixed_amounts(), st.sampled_from(["same", "next"]))),
        st.tuples(st.just("ceases"), c.days),
        st.tuples(st.just("repeals"), st.lists(c.prose(), min_size=1, max_size=2).map(tuple)),
        st.tuples(st.just("validity"), c.days | st.tuples(r.fixed_amounts(), st.sampled_from(["next", "same"]))),
        st.tuples(st.just("ceases"), c.days),
        st.tuples(st.just("calendars"), st.just(("中国", "新疆"))),
        st.tuples(st.just("periods"), period_settings()),
        st.tuples(st.sampled_from(["days_off", "work_days"]), dated),
        st.tuples(st.just("standstill"), still),
    ).flatmap(lambda pair: st.builds(t.Setting, st.just(pair[0]), st.just(pair[1]), comments=c.comments()))


@cache
def period_settings() -> st.SearchStrategy[tuple[tuple[str, str], ...]]:
    """How periods are counted."""
    return st.tuples(
        st.sampled_from([None, "next", "same"]),
        st.sampled_from([None, "none", "next_working", "previous_working"]),
        st.sampled_from([None, "last_day", "next_day"]),
        st.sampled_from([None, "next_hour"]),
    ).map(
        lambda said: tuple(
            sorted((k, x) for k, x in zip(("start", "roll", "month_end", "hour"), said, strict=True) if x)
            or [("start", "next")]
        )
    )


@cache
@st.composite
def readings(draw: st.DrawFn, v: Vocabulary, index: int, rule_names: tuple[str, ...]) -> t.ReadingNode:
    """A reading with every kind of replacement."""
    replacements = [t.Replacement(None, draw(sentences(v, marked=False)), comments=draw(c.comments()))]
    replacements += [
        t.Replacement(each, draw(sentences(v, marked=False)), comments=draw(c.comments())) for each in rule_names[:1]
    ]
    replacements += [t.Replacement(each, comments=draw(c.comments())) for each in rule_names[1:]]
    setting = draw(
        st.sampled_from(
            [
                t.Setting("calendars", ("中国",)),
                t.Setting("periods", (("roll", "none"),)),
                t.Setting("standstill", (("08-01", "08-15", ""),)),
                t.Setting("handling", None),
                t.Setting("handling", name(v.roles[0])),
            ]
        )
    )
    replacements.append(t.Replacement(None, setting=setting, comments=draw(c.comments())))
    return t.ReadingNode(
        f"井{index}",
        draw(c.prose()) + "？",
        draw(c.prose()),
        (t.AlternativeNode("泉", draw(c.prose()), tuple(replacements), comments=draw(c.comments())),),
        comments=draw(c.comments()),
        text_comments=draw(c.comments()),
    )


@cache
@st.composite
def articles(draw: st.DrawFn, v: Vocabulary, index: int) -> t.Article:
    """An article or annex with sentences, a setting and a reading."""
    annex = index > 1
    rule_names = (f"坊{index}", f"弄{index}")
    body: list[Any] = [draw(sentences(v, each, annex)) for each in rule_names]
    body += draw(st.lists(sentences(v, None, annex), max_size=2)) + draw(st.lists(settings(article=True), max_size=1))
    body.append(draw(readings(v, index, rule_names)))
    ref = Ref(annex=index) if annex else Ref(article=index, suffix=draw(st.sampled_from([0, 0, 2])))
    return t.Article(
        ref,
        tuple(body),
        draw(st.none() | st.integers(1, 99).map(lambda n: Ref(article=n))),
        comments=draw(c.comments()),
    )


@cache
@st.composite
def guarantees(draw: st.DrawFn, v: Vocabulary) -> t.Guarantees:
    """Every form of guarantee."""
    when = st.none() | c.heads(v)
    scopes = st.sampled_from(["any", "conforming"])
    forms = [
        lambda s, w: t.GuaranteeNode(s, "never_event", w, draw(c.patterns(v))),
        lambda s, w: t.GuaranteeNode(s, "never_stage", w, stages=draw(c.some(v.stages))),
        lambda s, w: t.GuaranteeNode(s, "leaves", w, stages=draw(c.some(v.stages))),
        lambda s, w: t.GuaranteeNode(
            s, "at_most", w, draw(c.patterns(v)), before=draw(c.patterns(v)), number=draw(c.counts)
        ),
        lambda s, w: t.GuaranteeNode(s, "owes", w, draw(c.patterns(v))),
    ]
    items = [form(draw(scopes), draw(when)) for form in forms] + [t.GuaranteeNode("any", "reachable")]
    return t.Guarantees(tuple(evolve(each, comments=draw(c.comments())) for each in items), comments=draw(c.comments()))


@cache
@st.composite
def values(draw: st.DrawFn, field: t.FieldDecl) -> Any:
    """A value of a field in a case."""
    match field.type:
        case "bool":
            return draw(st.booleans())
        case "choice":
            return draw(st.sampled_from([each.text for each in field.values]))
        case "date":
            return draw(c.days)
        case "int" | "money":
            return draw(st.sampled_from([Decimal("0"), Decimal("50000"), Decimal("1.5")]))
        case _:
            return t.Quoted(draw(c.prose()))


@cache
@st.composite
def case_events(draw: st.DrawFn, v: Vocabulary) -> t.CaseEvent:
    """A dated event with everything that it may carry, or a fact known from a day."""
    day, comments = draw(c.days), draw(c.comments())
    if not draw(st.integers(0, 4)):
        fact = draw(st.sampled_from(v.facts))
        return t.CaseEvent(day, facts=((fact.name.text, draw(values(fact))),), comments=comments)
    known = [each for each in v.fields if each.type in ("bool", "choice", "date", "int", "money", "text")]
    chosen = draw(st.lists(st.sampled_from(known), max_size=2, unique_by=lambda each: each.name.text))
    fields = tuple((each.name.text, draw(values(each))) for each in chosen)
    each = tuple((v.parties[1], name_, value) for name_, value in fields[:1]) if draw(st.booleans()) else ()
    actor = draw(st.sampled_from(["", "by", "of"]))
    return t.CaseEvent(
        day,
        draw(st.none() | st.just("09:30")),
        draw(c.one(v.events)),
        by=(draw(st.sampled_from([v.roles[0], v.parties[0]])),) if actor == "by" else (),
        parties=draw(st.lists(st.sampled_from(v.parties), min_size=1, unique=True).map(tuple)) if actor == "of" else (),
        fields=fields,
        each=each,
        documents=draw(st.lists(case_documents(v), max_size=1).map(tuple)),
        steps=draw(st.none() | st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple)),
        ground=draw(st.none() | c.refs()),
        received=draw(st.none() | c.days),
        comments=comments,
    )


@cache
@st.composite
def case_documents(draw: st.DrawFn, v: Vocabulary) -> t.CaseDocument:
    """What a document carries and who signed."""
    who = (v.parties[0],)
    document = draw(c.one(v.documents))
    kind = draw(st.sampled_from(["complete", "missing", "signed", "refused", "noted", "values", "rows"]))
    made: dict[str, Any] = {
        "complete": True,
        "missing": draw(st.sampled_from([("6",), ("3", "7"), ("岭峰",)])),
        "signed": who,
        "refused": who,
        "noted": who,
        "values": ((draw(c.prose()), draw(st.sampled_from([Decimal(30), "2026-03-02"]))),),
        "rows": ((draw(c.prose()), draw(c.prose()), ("2026-03-02", "2026-04-02")),),
    }
    return t.CaseDocument(document, **{kind: made[kind]})


@cache
def expects(v: Vocabulary) -> st.SearchStrategy[t.Expect]:
    """Every kind of expectation."""
    party = st.none() | st.sampled_from(v.parties)
    event, role, days = c.one(v.events), c.one(v.roles), st.none() | c.days
    ref = st.none() | c.refs()
    degrees = st.sampled_from(["violation", "caution", "note"])
    findings = st.sampled_from(
        [
            "overdue",
            "late",
            "too_early",
            "lead_time",
            "missing",
            "too_many",
            "too_few",
            "exceeded",
            "not_permitted",
            "forbidden",
            "wrong_actor",
            "incomplete",
            "unsigned",
            "unnoted",
            "out_of_order",
            "unexpected",
            "after_deemed",
            "undetermined",
            "not_checked",
        ]
    )
    states = st.sampled_from(["not_started", "running", "suspended", "lapsed", "not_lapsed"])
    bare = st.sampled_from(["no_findings", "over", "not_over", "provisional"])
    made = st.builds
    return st.one_of(
        made(lambda p, n: t.Expect("stage", p, n), party, c.one(v.stages)),
        made(lambda p, n: t.Expect("outcome", p, n), party, c.one(v.outcomes)),
        made(lambda k: t.Expect(k), bare),
        made(
            lambda p, d, f, k, due, over: t.Expect("finding", p, degree=d, ref=f, finding=k, due=due, days=over),
            party,
            degrees,
            c.refs(),
            st.none() | findings,
            days,
            st.none() | c.counts,
        ),
        made(lambda q, n, f, due: t.Expect("duty", name=n, role=q, ref=f, due=due), role, event, ref, days),
        made(lambda n, f: t.Expect("no_duty", name=n, ref=f), event, ref),
        made(lambda n, f, s: t.Expect("permitted", name=n, ref=f, since=s), event, ref, days),
        made(lambda n, f: t.Expect("not_permitted", name=n, ref=f), event, ref),
        made(lambda p, n, d: t.Expect("period", p, n, due=d), party, c.one(v.periods), c.days),
        made(lambda p, n, s: t.Expect("period_state", p, n, state=s), party, c.one(v.periods), states),
        made(lambda p, e, n: t.Expect("count", p, e, number=n), party, event, c.counts),
        made(lambda n: t.Expect("missing", name=n), st.sampled_from([each.name for each in v.facts])),
        made(lambda e: t.Expect("effectless", name=e), event),
        made(lambda: t.Expect("turns_on", text="井1")),
    )


@cache
@st.composite
def cases(draw: st.DrawFn, v: Vocabulary, index: int) -> t.CaseNode:
    """A case test."""
    checks = st.builds(
        lambda day, said, remarks: t.CaseCheck(day, tuple(said), comments=remarks),
        c.days,
        st.lists(expects(v), min_size=1, max_size=3),
        c.comments(),
    )
    fact = v.facts[1]
    return t.CaseNode(
        f"案{index}",
        tuple((each, v.roles[0]) for each in v.parties),
        draw(st.sampled_from([(), (("井1", "泉"),)])),
        draw(st.sampled_from([(), ((fact.name.text, Decimal(2)),)])),
        tuple(draw(st.lists(case_events(v) | checks, max_size=4))),
        comments=draw(c.comments()),
    )


@cache
@st.composite
def policy_files(draw: st.DrawFn) -> t.PolicyFile:
    """A whole policy that uses every node of the tree sooner or later."""
    v = draw(st.sampled_from(VOCABULARIES))
    body: list[Any] = draw(st.lists(settings(), max_size=3))
    body += draw(sections(v))
    body.append(t.Setting("handling", draw(st.sampled_from([None, name(v.roles[0])])), comments=draw(c.comments())))
    body += [draw(articles(v, index)) for index in (1, 2)]
    body.append(draw(guarantees(v)))
    body += [draw(cases(v, index)) for index in (1, 2)]
    title = draw(
        st.sampled_from([t.Name("岭峰办法"), t.Name("岭峰办法", "Measures of Oak"), t.Name("Measures of Oak, 2026")])
    )
    return t.PolicyFile(
        title, tuple(body), comments=draw(c.comments()), end_comments=draw(st.sampled_from([(), ("end",)]))
    )
