"""Forms of the annexes against the clauses that ask for their items: left out, added, or a number copied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from attrs import define, field

from ecolang.diagnostics import Diagnostic, Edit, Fix, Label, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Contents, Deadline, Item
from ecolang.source_check import ref_words
from ecolang.source_ref import Ref, parse_ref
from ecolang_compiler.checks.context import Context
from ecolang_compiler.lower.build import FormReason, act_words
from ecolang_compiler.lower.rivals import count_key, duty_key
from ecolang_compiler.resolve.norms import sentences
from ecolang_compiler.resolve.words import amount_words
from ecolang_compiler.syntax import tree
from ecolang_compiler.syntax.print import item_text


def check(context: Context) -> list[Diagnostic]:
    """A warning for each item left out, entry that nothing asks for and number copied, unless the policy says that it
    is meant so; and for each such sentence that nothing calls for."""
    meant = _Meant(tuple(context.lowered.build.form_notes))
    found = [*_left_out(context, meant), *_added(context, meant), *_copied(context, meant)]
    return found + [
        make_diagnostic("E514", note.span, document=note.document, places=[ref_words(ref) for ref in rest])
        for note in meant.notes
        if (rest := [ref for ref in note.refs if (note, ref) not in meant.used])
    ]


@define
class _Meant:
    """What the policy says is meant so, and which of it was needed."""

    notes: tuple[FormReason, ...]
    used: set[tuple[FormReason, Ref]] = field(factory=set)

    def __call__(self, kind: str, place: Ref | None, document: str | None = None) -> bool:
        """Whether a sentence says so of the place."""
        found = [
            (note, ref)
            for note in self.notes
            for ref in note.refs
            if note.kind == kind and document in (None, note.document) and place is not None and place.within(ref)
        ]
        self.used.update(found)
        return bool(found)


def _left_out(context: Context, meant: _Meant) -> Iterator[Diagnostic]:
    contents = context.program.contents
    forms = {row.document: row for row in contents if row.form}
    for document, form in forms.items():
        entries = [item for row in contents if row.form and row.document == document for item in row.items]
        matched = {ref for item in entries for name in item.matches if (ref := parse_ref(name)) is not None}
        for row in contents:
            if row.form or row.document != document or row.degree != "must" or _annexed(row.cite):
                continue
            for item in row.items:
                place = parse_ref(item.cite or row.cite)
                listed = place is None or any(place.within(ref) or ref.within(place) for ref in matched)
                if not item.optional and not listed and not meant("omits", place, document):
                    yield _lacking(context, form, row, item, len(entries) + 1)


def _lacking(context: Context, form: Contents, row: Contents, item: Item, number: int) -> Diagnostic:
    span = context.span(form.id)
    there = context.span(row.id)
    place = item.cite or row.cite
    return make_diagnostic(
        "E511",
        span,
        labels=() if there is None else (Label(there, "在这里要求", "asked for here"),),
        fix=None if span is None else Fix((Edit(_end(span), _entry(context, item, number)),), safe=False),
        form=_words(form.cite),
        document=form.document,
        place=_words(place),
        item=item.key,
    )


def _end(span: Span) -> Span:
    return Span(span.file, span.end, span.end)


def _entry(context: Context, item: Item, number: int) -> str:
    ref = parse_ref(item.cite or "")
    node = tree.TextItem(item.key, number, section=True, matches=() if ref is None else (ref,))
    return item_text(node, context.lowered.build.lang)


def _added(context: Context, meant: _Meant) -> Iterator[Diagnostic]:
    for row in context.program.contents:
        for item in row.items if row.form else ():
            if not item.matches and not meant("adds", parse_ref(item.cite or row.cite), row.document):
                yield make_diagnostic(
                    "E512",
                    _entry_span(context, row, item) or context.span(row.id),
                    form=_words(item.cite or row.cite),
                    document=row.document,
                    item=item.key,
                )


def _entry_span(context: Context, row: Contents, item: Item) -> Span | None:
    """Where an entry of a form is written."""
    for _, sentence in sentences(context.file):
        for rule in sentence.rules:
            if isinstance(rule, tree.ContentsRule) and rule.degree == "form" and rule.document.text == row.document:
                for each in rule.items:
                    if (each.text, each.number) == (item.key, item.number):
                        return each.span
    return None


def _copied(context: Context, meant: _Meant) -> Iterator[Diagnostic]:
    for annexed, article, what, number in _copies(context):
        origin, first = context.origin(annexed), context.origin(article)
        if origin is None or first is None or meant("repeats", first.cite):
            continue
        yield make_diagnostic(
            "E513",
            origin.span,
            labels=() if first.span is None else (Label(first.span, "已在这里规定", "already said here"),),
            form=ref_words(origin.cite),
            place=ref_words(first.cite),
            what=what,
            number=number,
        )


def _copies(context: Context) -> Iterator[tuple[str, str, str, Any]]:
    """What an annex says with the number of an article: ids of both deadlines or rows, and what it is about."""
    program = context.program
    for duty, other in _pairs(program.duties, duty_key):
        for one in duty.deadlines:
            same = next((each for each in other.deadlines if _length(each) == _length(one)), None)
            if one.amount is not None and same is not None:
                yield one.id, same.id, act_words(duty.acts), amount_words(one.amount, one.counting.unit)
    for power, rival in _pairs(program.powers, lambda row: (row.acts, row.holders, row.stages, row.guard)):
        for one in power.ends:
            same = next((each for each in rival.ends if _length(each) == _length(one)), None)
            if one.amount is not None and same is not None:
                yield power.id, rival.id, act_words(power.acts), amount_words(one.amount, one.counting.unit)
    for limit, bound in _pairs(program.count_limits, lambda row: (count_key(row), row.number, row.stages)):
        yield limit.id, bound.id, limit.act.event, amount_words(limit.number, None)
    periods = {row.id: row for row in program.periods}
    for row in context.lowered.build.rows.rivals:
        one, same = row.deadline, periods[row.id].deadline
        if one.amount is not None and (one.amount, one.counting.unit) == (same.amount, same.counting.unit):
            annexed, article = (one, same) if _annexed(one.cite) else (same, one)
            if _annexed(annexed.cite) and not _annexed(article.cite):
                yield annexed.id, article.id, row.id, amount_words(one.amount, one.counting.unit)


def _pairs(rows: Iterable[Any], key: Callable[[Any], object]) -> Iterator[tuple[Any, Any]]:
    """Each row of an annex with the first of an article that speaks of the same thing."""
    rows = tuple(rows)
    first: dict[object, Any] = {}
    for row in rows:
        if not _annexed(row.cite):
            first.setdefault(key(row), row)
    for row in rows:
        if _annexed(row.cite) and key(row) in first:
            yield row, first[key(row)]


def _length(deadline: Deadline) -> tuple[object, ...]:
    return deadline.kind, deadline.amount, deadline.amount_from, deadline.counting, deadline.anchor


def _annexed(cite: str) -> bool:
    ref = parse_ref(cite)
    return ref is not None and ref.annex is not None


def _words(cite: str) -> Local | str:
    ref = parse_ref(cite)
    return cite if ref is None else ref_words(ref)
