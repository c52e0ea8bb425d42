"""How each clause of the source text is accounted for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field, frozen

from ecolang.diagnostics import Span
from ecolang.program import Clause
from ecolang.source_text import Ref, SourceText
from ecolang_compiler.lower.build import Build
from ecolang_compiler.resolve.norms import Norm
from ecolang_compiler.syntax import tree


@frozen
class Declared:
    """不设规则 or 未建模 for a place."""

    ref: Ref
    reason: str
    modelled: bool
    span: Span | None


@define
class Accounts:
    """What the policy says of each place: rules (and settings) that stand there, and places said to have none."""

    rules: dict[Ref, list[Span | None]] = field(factory=dict)
    declared: list[Declared] = field(factory=list)

    _reached: set[Ref] = field(factory=set)

    def carry(self, ref: Ref, span: Span | None) -> None:
        """Note that a rule stands at a place."""
        self.rules.setdefault(ref, []).append(span)
        self._reached.update(_wholes(ref))

    def covered(self, ref: Ref) -> bool:
        """Whether a rule stands at the place or at one of its parts."""
        return ref in self._reached

    def declaration(self, ref: Ref) -> Declared | None:
        """What is declared of the place, or of a whole that it is part of."""
        wholes = tuple(_wholes(ref))
        return next((each for each in self.declared if each.ref in wholes), None)


def _wholes(ref: Ref) -> Iterable[Ref]:
    """The place and all that it is part of."""
    place: Ref | None = ref
    while place is not None:
        yield place
        place = place.parent()


def account(build: Build, norms: Iterable[Norm], settings: Iterable[Ref]) -> Accounts:
    """Every place that the policy speaks of."""
    accounts = Accounts()
    for ref in settings:
        accounts.carry(build.citations.canonical(ref, None), None)
    for norm in norms:
        rule = norm.rule
        if isinstance(rule, tree.NoRule):
            accounts.declared.append(Declared(norm.cite, rule.reason, rule.modelled, norm.span))
            continue
        if isinstance(rule, tree.Quotation | tree.FormNote):
            continue
        for ref in (norm.cite, *_items(build, norm)):
            accounts.carry(ref, norm.span)
    return accounts


def _items(build: Build, norm: Norm) -> Iterable[Ref]:
    """The items that a rule's list gives one by one, and places that a demand of time cites for itself."""
    rule: Any = norm.rule
    items = [(item.number, item.section) for item in getattr(rule, "items", ())]
    for listed in (*_lists(norm.head), *_lists(getattr(rule, "when", None))):
        items += [(item.number, False) for item in listed.items]
    for number, section in items:
        yield build.citations.item(norm.cite, number, section)
    for timing in (*getattr(rule, "timings", ()), *(demand.timing for demand in getattr(rule, "demands", ()))):
        cite = getattr(timing, "cite", None)
        if cite is not None:
            yield build.citations.canonical(cite, timing.span)


def _lists(node: Any) -> Iterable[tree.Listed]:
    if isinstance(node, tree.Listed):
        yield node
    for part in getattr(node, "parts", ()):
        yield from _lists(part)


def clause_rows(source: SourceText | None, accounts: Accounts, build: Build) -> tuple[Clause, ...]:
    """The table of clauses, in the order of the text; without a text, only what is said to be not modelled."""
    if source is None:
        texts = {each.ref: "" for each in accounts.declared if not each.modelled}
    else:
        clauses = source.clauses_to_account()
        texts = {clause.ref: clause.text for clause in clauses}
    by_place = _rules_by_place(build)
    rows: list[Clause] = []
    for ref, text in texts.items():
        how, reason = _how(accounts, ref)
        words = build.citations.words(ref)
        whole = Ref(ref.article, ref.annex, suffix=ref.suffix)
        under = () if source is None else source.headings.get(whole, ())
        rows.append(Clause(words, how, reason, tuple(by_place.get(words, ())), text, under))
    return tuple(rows)


def _rules_by_place(build: Build) -> dict[str, dict[str, None]]:
    """The ids of the rows that cite each place, themselves or by a ground, an item or a deadline."""
    found: dict[str, dict[str, None]] = {}
    for document, signatures in build.signatures.items():
        for signature in signatures:
            found.setdefault(signature.cite, {})[document] = None
    for rows in build.rows.tables.values():
        for row in rows:
            cites = [getattr(row, "cite", None)]
            for part in ("grounds", "items", "steps", "deadlines"):
                cites += [each.cite for each in getattr(row, part, ())]
            for cite in cites:
                if cite is not None:
                    found.setdefault(cite, {})[row.id] = None
    return found


def _how(accounts: Accounts, ref: Ref) -> tuple[str, str | None]:
    declared = accounts.declaration(ref)
    if declared is not None and not declared.modelled:
        return "not_modelled", declared.reason
    if accounts.covered(ref):
        return "rule", None
    return ("no_rule", declared.reason) if declared is not None else ("missing", None)
