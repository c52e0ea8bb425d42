"""A whole policy lowered: the tree in, the program and what the checks need besides out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from attrs import evolve, field, frozen
from attrs import fields as attr_fields

from ecolang.diagnostics import Diagnostics
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Definition, Program
from ecolang.source_text import Ref, SourceText
from ecolang.time.layer import Layer
from ecolang_compiler.lower import vocabulary as declared
from ecolang_compiler.lower.build import Build
from ecolang_compiler.lower.calendars import Shelf, calendar_rows, read_calendars
from ecolang_compiler.lower.cases import Lines, lower_cases
from ecolang_compiler.lower.clauses import Accounts, account, clause_rows
from ecolang_compiler.lower.documents import lower_contents, lower_form_note, lower_order, lower_signature
from ecolang_compiler.lower.duties import lower_duty
from ecolang_compiler.lower.effects import lower_effect, settle_pending
from ecolang_compiler.lower.limits import lower_count, lower_period
from ecolang_compiler.lower.powers import lower_actor_rule, lower_power, lower_prohibition
from ecolang_compiler.lower.renumberings import renumbering_rows
from ecolang_compiler.lower.settings import make_settings, read_settings
from ecolang_compiler.lower.texts import apply_precedence, lower_guarantees, lower_transition
from ecolang_compiler.resolve.citations import Citations
from ecolang_compiler.resolve.conditions import Conditions
from ecolang_compiler.resolve.names import Names
from ecolang_compiler.resolve.norms import Norm, articles, read_norms
from ecolang_compiler.resolve.vocabulary import build_vocabulary
from ecolang_compiler.syntax import tree

#: The parts of each kind of node that hold more nodes, by the kind's name.
_PARTS: dict[str, tuple[str, ...]] = {}


@frozen
class Surroundings:
    """What a policy is compiled with: its text and those of its case tests by file name, the regulation's text, the
    calendars at hand, and digests of the regulation's text that it was last held against. `manners`: what sentences say
    of how their periods are counted, by the sentence's identity; the readings of a policy share most of them."""

    text: str | None = None
    source: SourceText | None = None
    shelf: Shelf = field(factory=Shelf)
    texts: Mapping[str, str] = field(factory=dict)
    recorded: Mapping[Ref, str] | None = None
    manners: dict[int, tuple[Any, tuple[tree.Manner, ...]]] = field(factory=dict, eq=False, repr=False)


@frozen
class Lowered:
    """A program with what it was made from."""

    program: Program
    build: Build
    norms: tuple[Norm, ...]
    #: Declared names that were used, by kind.
    used: frozenset[tuple[str, str]]
    accounts: Accounts = field(factory=Accounts)


def lower_policy(file: tree.PolicyFile, around: Surroundings, bag: Diagnostics) -> Lowered:
    """The rules of a policy, without readings, case tests and clauses; the bag says whether they can be relied on."""
    build, norms, layers = _start(file, around, bag)
    for norm in norms:
        _lower(build, norm, around.text)
    settle_pending(build)
    _undefined_periods(build)
    apply_precedence(build, norms)
    used = frozenset(build.names.used)
    definitions = _definitions(build)
    for order, block in enumerate(part for part in file.body if isinstance(part, tree.Guarantees)):
        lower_guarantees(build, block, around.text, order)
    tables: dict[str, Any] = {name: tuple(rows) for name, rows in build.rows.tables.items()}
    program = Program(
        build.settings,
        roles=declared.role_rows(build.names),
        facts=declared.fact_rows(build.names),
        documents=declared.document_rows(build.names, build.signatures),
        events=tuple(build.events.values()),
        stages=build.stages,
        groups=declared.group_rows(build.names),
        definitions=definitions,
        calendar_rows=calendar_rows(layers, around.shelf),
        **tables,
    )
    return Lowered(program, build, norms, used)


def with_text(
    file: tree.PolicyFile,
    lowered: Lowered,
    around: Surroundings,
    cases: Iterable[tree.CaseNode],
    bag: Diagnostics,
) -> Lowered:
    """The program with its table of clauses and its case tests; what is wrong with those goes into a bag of its own."""
    build = lowered.build
    build = evolve(build, names=evolve(build.names, bag=bag), citations=evolve(build.citations, bag=bag))
    accounts = account(build, lowered.norms, _setting_places(file))
    program = replace(
        lowered.program,
        clauses=clause_rows(around.source, accounts, build),
        renumberings=renumbering_rows(file, build, around.text),
        tests=lower_cases(build, cases, Lines(around.texts)),
    )
    return evolve(lowered, program=program, accounts=accounts)


def _start(
    file: tree.PolicyFile, around: Surroundings, bag: Diagnostics
) -> tuple[Build, tuple[Norm, ...], tuple[Layer, ...]]:
    names = Names(build_vocabulary(file, bag), bag)
    known = read_settings(file, bag)
    settings = make_settings(file.title, known, around.source, names)
    layers = read_calendars(known, _manners_of(file, around.manners), around.shelf, bag)
    citations = Citations(around.source, "zh" if settings.language == "zh" else "en", bag, around.texts)
    norms = read_norms(file, citations, around.text, bag)
    conditions = Conditions(names, settings.track_role, _document_items(norms))
    events = declared.event_rows(names, settings.track_role)
    build = Build(names, conditions, citations, settings, events, declared.stage_rows(names))
    return build, norms, layers


def _manners_of(
    file: tree.PolicyFile, kept: dict[int, tuple[Any, tuple[tree.Manner, ...]]]
) -> Iterator[tree.Manner]:
    """What single periods of a file say of how they are counted."""
    for part in file.body:
        for each in part.body if isinstance(part, tree.Article) else (part,):
            found = kept.get(id(each))
            if found is None:
                found = kept[id(each)] = (each, tuple(_manners(each)))
            yield from found[1]


def _manners(node: Any) -> Iterator[tree.Manner]:
    if isinstance(node, tree.Manner):
        yield node
    elif isinstance(node, tuple):
        for each in node:
            yield from _manners(each)
    elif isinstance(node, tree.Node) and not isinstance(node, tree.CaseNode | tree.Section | tree.Name):
        for name in _parts_of(type(node).__name__, node):
            yield from _manners(getattr(node, name))


def _parts_of(kind: str, node: tree.Node) -> tuple[str, ...]:
    found = _PARTS.get(kind)
    if found is None:
        names = (part.name for part in attr_fields(type(node)))
        found = _PARTS[kind] = tuple(name for name in names if name not in ("span", "comments"))
    return found


def _document_items(norms: Iterable[Norm]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for norm in norms:
        if isinstance(norm.rule, tree.ContentsRule):
            document = norm.rule.document.text
            found[document] = found.get(document, ()) + tuple(item.text.strip() for item in norm.rule.items)
    return found


def _lower(build: Build, norm: Norm, text: str | None) -> None:
    """The rows of one rule."""
    if build.sentence and build.sentence_order != norm.order:
        build.sentence.clear()
    build.sentence_order = norm.order
    match norm.rule:
        case tree.DutyRule() as rule:
            lower_duty(build, norm, rule)
        case tree.PowerRule() as rule:
            lower_power(build, norm, rule, text)
        case tree.Effect() as rule:
            lower_effect(build, norm, rule)
        case tree.ProhibitionRule() as rule:
            lower_prohibition(build, norm, rule)
        case tree.ActorRuleNode() as rule:
            lower_actor_rule(build, norm, rule)
        case tree.CountRule() as rule:
            lower_count(build, norm, rule)
        case tree.PeriodRule() as rule:
            lower_period(build, norm, rule)
        case tree.ContentsRule() as rule:
            lower_contents(build, norm, rule)
        case tree.OrderRule() as rule:
            lower_order(build, norm, rule)
        case tree.FormNote() as rule:
            lower_form_note(build, norm, rule)
        case tree.SignatureRule() as rule:
            lower_signature(build, norm, rule)
        case tree.TransitionRule() as rule:
            lower_transition(build, norm, rule)


def _undefined_periods(build: Build) -> None:
    """Periods that conditions use and no rule gives a length."""
    known = {row.id for row in build.rows.tables["periods"]}
    for kind, name in sorted(build.names.used):
        if kind == "period" and name not in known:
            span = build.vocabulary.entries[name].span
            build.bag.add(make_diagnostic("E319", span, period=name))


def _definitions(build: Build) -> tuple[Definition, ...]:
    """The definitions with what they mean; those that no rule uses are looked through too."""
    return tuple(
        Definition(entry.name, build.conditions.expr(tree.DefinitionUse(entry.decl.name)), entry.decl.name.label)
        for entry in build.vocabulary.of_kind("definition")
    )


def _setting_places(file: tree.PolicyFile) -> list[Ref]:
    return [article.ref for article in articles(file) if any(isinstance(part, tree.Setting) for part in article.body)]
