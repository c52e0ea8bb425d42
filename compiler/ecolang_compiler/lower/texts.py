"""Precedence, transitions and guarantees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ecolang.diagnostics import Label
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Expr, Guarantee, Precedence, Transition, Trigger
from ecolang.source_check import ref_words
from ecolang.source_text import Ref
from ecolang_compiler.lower.build import Build, act_words
from ecolang_compiler.lower.rivals import same_count, same_duty
from ecolang_compiler.resolve.expressions import conjunction
from ecolang_compiler.resolve.heads import split_head
from ecolang_compiler.resolve.norms import Norm, sentence_text
from ecolang_compiler.syntax import tree


def lower_transition(build: Build, norm: Norm, rule: tree.TransitionRule) -> None:
    """Which version a case follows."""
    act = build.conditions.act(rule.pattern)
    if act is None:
        return
    cite = build.cite(norm)
    articles = tuple(
        build.citations.words(build.citations.canonical(each, rule.span or norm.span)) for each in rule.articles
    )
    id = build.rows.id(cite, build.word("follows"), act.event, rule.applies or "、".join(articles))
    row = Transition(id, cite, act, rule.before, rule.applies, norm.text, articles)
    build.rows.add("transitions", row, build.origin(norm))


def lower_guarantees(build: Build, block: tree.Guarantees, text: str | None, order: int) -> None:
    """What must hold of every case."""
    for node in block.items:
        act = build.conditions.act(node.act) if node.act else None
        before = build.conditions.act(node.before) if node.before else None
        stages = build.names.stages(node.stages)
        head = split_head(node.when, build.conditions, (act.event,) if act else ())
        where: Expr | None = ("in", head.stages) if head.stages is not None else None
        names = act_words([act]) if act else "、".join(name.text for name in node.stages)
        row = Guarantee(
            build.rows.id(build.word("guarantee"), node.form, names, before.event if before else ""),
            node.scope,
            node.form,
            act,
            stages,
            conjunction([where, head.as_condition]),
            node.number,
            before,
            sentence_text(node.span, text),
        )
        norm = Norm(node, Ref(), span=node.span, order=order)
        build.rows.add("guarantees", row, build.origin(norm))


def apply_precedence(build: Build, norms: tuple[Norm, ...]) -> None:
    """Drop what yields. A sentence that settles nothing, or that another contradicts, is reported."""
    settled: dict[frozenset[Ref], tuple[Ref, Norm]] = {}
    for norm in norms:
        rule = norm.rule
        if not isinstance(rule, tree.PrecedenceRule):
            continue
        first, second, winner = (
            build.citations.canonical(ref, rule.span or norm.span) for ref in (rule.first, rule.second, rule.winner)
        )
        loser = second if winner == first else first
        pair = frozenset((winner, loser))
        if pair in settled and settled[pair][0] != winner:
            span = settled[pair][1].span
            labels = (Label(span, "这里相反", "the contrary stands here"),) if span else ()
            build.bag.add(
                make_diagnostic(
                    "E705",
                    rule.span or norm.span,
                    labels=labels,
                    first=ref_words(settled[pair][0]),
                    second=ref_words(winner),
                )
            )
            continue
        settled[pair] = (winner, norm)
        _settle(build, norm, winner, loser)


def _settle(build: Build, norm: Norm, winner: Ref, loser: Ref) -> None:
    yielded = _yielded(build, winner, loser)
    if not yielded:
        build.bag.add(make_diagnostic("E704", norm.span, first=ref_words(winner), second=ref_words(loser)))
    _hand_over(build, yielded, winner)
    _drop(build, yielded)
    cite = build.cite(norm)
    words_of = build.citations.words
    id = build.rows.id(cite, words_of(loser), words_of(winner), build.word("prevails"))
    row = Precedence(id, cite, words_of(winner), words_of(loser), yielded, norm.text)
    build.rows.add("precedences", row, build.origin(norm))


def _yielded(build: Build, winner: Ref, loser: Ref) -> tuple[str, ...]:
    """The rows under the losing place that say otherwise than one under the winning place."""
    rows = build.rows
    found: list[str] = []
    for table, alike in (("duties", same_duty), ("count_limits", same_count)):
        for row in _under(build, rows.tables[table], loser):
            if any(alike(row, other) for other in _under(build, rows.tables[table], winner) if other is not row):
                found.append(row.id)
    rows.rivals[:], dropped = _part(rows.rivals, lambda row: _places(build, row).within(loser))
    found += [row.id for row in dropped]
    for place, row in enumerate(rows.tables["periods"]):
        rival = next((each for each in rows.rivals if each.id == row.id), None)
        if rival is not None and _places(build, row).within(loser) and _places(build, rival).within(winner):
            rows.rivals.remove(rival)
            rows.tables["periods"][place] = rival
            found.append(row.id)
    return tuple(found)


def _under(build: Build, rows: list[Any], place: Ref) -> list[Any]:
    return [row for row in rows if build.rows.origins[row.id].cite.within(place)]


def _places(build: Build, period: Any) -> Ref:
    """Where a rule for a period stands; two of them share the row's id, but not that of the deadline."""
    return build.rows.origins[period.deadline.id].cite


def _part(rows: list[Any], drop: Any) -> tuple[list[Any], list[Any]]:
    return [row for row in rows if not drop(row)], [row for row in rows if drop(row)]


def _hand_over(build: Build, ids: tuple[str, ...], winner: Ref) -> None:
    """Only the period yields: what follows from a duty follows from the one that prevails, if that says nothing."""
    duties, edges, deemings = (build.rows.tables[name] for name in ("duties", "edges", "deemings"))
    for yielding in [row for row in duties if row.id in ids]:
        heirs = (row for row in _under(build, duties, winner) if row.id not in ids and same_duty(row, yielding))
        heir = next(heirs, None)
        if heir is None or heir.lapses or any(row.norm == heir.id for row in edges):
            continue
        duties[duties.index(heir)] = replace(heir, lapses=yielding.lapses)
        edges[:] = [
            replace(row, norm=heir.id, trigger=_of(row.trigger, yielding.id, heir.id))
            if row.norm == yielding.id
            else row
            for row in edges
        ]
        deemings[:] = [replace(row, trigger=_of(row.trigger, yielding.id, heir.id)) for row in deemings]


def _of(trigger: Trigger, old: str, new: str) -> Trigger:
    return replace(trigger, of=new) if trigger.of == old else trigger


def _drop(build: Build, ids: tuple[str, ...]) -> None:
    """Take rows out, with the edges and deemings that hang on them."""
    gone = set(ids)
    tables = build.rows.tables
    for table in ("duties", "count_limits"):
        tables[table][:] = [row for row in tables[table] if row.id not in gone]
    tables["edges"][:] = [row for row in tables["edges"] if row.norm not in gone]
    tables["deemings"][:] = [row for row in tables["deemings"] if row.trigger.of not in gone]
