"""Contents, forms and signatures of documents, and the order of steps."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.diagnostics import Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Contents, Item, Order, Signature
from ecolang_compiler.lower.build import Build, FormReason
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.syntax import tree


def lower_contents(build: Build, norm: Norm, rule: tree.ContentsRule) -> None:
    """The items of a document, or the entries of its form."""
    document = _brought(build, rule.document, norm.span)
    if document is None:
        return
    form = rule.degree == "form"
    cite = build.cite(norm)
    row = Contents(
        build.rows.id(cite, document, build.word("form" if form else "contents")),
        document,
        _items(build, norm, rule.items),
        cite,
        "must" if form else rule.degree,
        form,
        norm.name,
        norm.text,
    )
    build.rows.add("contents", row, build.origin(norm))


def lower_form_note(build: Build, norm: Norm, rule: tree.FormNote) -> None:
    """What a form does on purpose; no row, since it is said of the text alone."""
    document = _brought(build, rule.document, norm.span)
    refs = tuple(build.citations.canonical(ref, rule.span or norm.span) for ref in rule.refs)
    if document is not None:
        build.form_notes.append(FormReason(document, rule.kind, refs, rule.span or norm.span))


def lower_order(build: Build, norm: Norm, rule: tree.OrderRule) -> None:
    """The steps of an event."""
    event = build.names.event(rule.event)
    if event is None:
        return
    cite = build.cite(norm)
    id = build.rows.id(cite, event, build.word("order"))
    row = Order(id, cite, event, _items(build, norm, rule.items), rule.degree, norm.name, norm.text)
    build.rows.add("orders", row, build.origin(norm))


def lower_signature(build: Build, norm: Norm, rule: tree.SignatureRule) -> None:
    """Who signs a document; it hangs on the document."""
    document = _brought(build, rule.document, norm.span)
    roles = build.names.roles(rule.roles)
    refusing = build.names.role(rule.refusing) if rule.refusing else None
    noted_by = build.names.role(rule.noted_by) if rule.noted_by else None
    if document is not None:
        signature = Signature(roles, build.cite(norm), rule.degree, refusing, noted_by)
        build.signatures.setdefault(document, []).append(signature)


def _brought(build: Build, name: tree.Name, span: Span | None) -> str | None:
    """A document that some event brings."""
    document = build.names.document(name)
    if document is None:
        return None
    if not any(document in event.documents for event in build.events.values()):
        build.bag.add(make_diagnostic("E313", name.span or span, document=document))
    return document


def _items(build: Build, norm: Norm, items: Iterable[tree.TextItem]) -> tuple[Item, ...]:
    found: list[Item] = []
    for index, item in enumerate(items, 1):
        place = build.citations.item(norm.cite, item.number, item.section)
        matches = tuple(
            build.citations.words(build.citations.canonical(ref, item.span or norm.span)) for ref in item.matches
        )
        key = item.text.strip()
        found.append(Item(key, item.number or index, build.citations.words(place), item.optional, matches))
    return tuple(found)
