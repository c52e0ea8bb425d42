"""What is wrong between the versions of a regulation: their days, their transitions, words that changed their type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ecolang.diagnostics import Diagnostic, Local, Span
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.hybrid import take_articles
from ecolang.program import Program
from ecolang.versions import Version, Versions
from ecolang_compiler.checks import reverting_readings
from ecolang_compiler.cite import with_citations
from ecolang_compiler.resolve.norms import sentences, settings
from ecolang_compiler.resolve.words import day_words
from ecolang_compiler.syntax import tree


def check(versions: Versions, trees: Mapping[str, tree.PolicyFile | None]) -> list[Diagnostic]:
    """Every problem between versions; `trees`: each version as it was written, by name."""
    places = {name: _Places(file) for name, file in trees.items()}
    found: Iterable[Diagnostic] = (
        *_days(versions, places),
        *_overlaps_and_gaps(versions, places),
        *_transitions(versions, places),
        *_parts(versions, places),
        *_types(versions, places),
        *_left_without(versions, places),
        *reverting_readings.check(versions, trees),
    )
    for file in trees.values():
        found = found if file is None else with_citations(found, file)
    return list(found)


def no_such_version(name: str, names: tuple[str, ...]) -> Diagnostic:
    """A version that is named and not there."""
    return make_diagnostic("E011", None, name=name, names=names)


def _declared(file: tree.PolicyFile) -> dict[tuple[str, str], Span | None]:
    """Where each field of an event, and each fact, is declared."""
    found: dict[tuple[str, str], Span | None] = {}
    for part in file.body:
        for each in part.entries if isinstance(part, tree.Section) else ():
            if isinstance(each, tree.FactDecl):
                found["", each.field.name.text] = each.field.name.span
            if isinstance(each, tree.EventDecl):
                found |= {(each.name.text, decl.name.text): decl.name.span for decl in each.fields}
    return found


class _Places:
    """Where a version says things."""

    def __init__(self, file: tree.PolicyFile | None) -> None:
        self.settings: dict[str, Span | None] = {}
        self.clauses: list[Span | None] = []
        self.fields: dict[tuple[str, str], Span | None] = {}
        self.title = None if file is None else file.title.span
        if file is not None:
            self.fields = _declared(file)
            self.settings = {node.kind: node.span for node, _ in settings(file)}
            self.clauses = [
                rule.span or sentence.span
                for _, sentence in sentences(file)
                for rule in sentence.rules
                if isinstance(rule, tree.TransitionRule)
            ]

    def field(self, event: str, name: str) -> Span | None:
        """The declaration of a field of an event, or of a fact (event ""); else the title."""
        return self.fields.get((event, name), self.title)

    def of(self, *kinds: str) -> Span | None:
        """The first of these settings that is there, else the title."""
        return next((self.settings[kind] for kind in kinds if kind in self.settings), self.title)

    def clause(self, version: Version, id: str) -> Span | None:
        """A transition clause."""
        ids = [row.id for row in version.program.transitions]
        place = ids.index(id)
        return self.clauses[place] if len(ids) == len(self.clauses) else self.title


def _days(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    if not versions.several:
        return
    for row in versions.rows:
        if row.first is not None:
            continue
        words = row.program.settings.in_force_words
        span = places[row.name].of("in_force")
        if row is versions.newest and words:
            yield make_diagnostic("E004", span, name=row.name, words=words)
        else:
            yield make_diagnostic("E003", span, name=row.name)


def _overlaps_and_gaps(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    for row, following in zip(versions.rows, versions.rows[1:], strict=False):
        if row.first is None or following.first is None:
            continue
        days: dict[str, Any] = {"first": row.name, "second": following.name, "since": day_words(following.first)}
        span = places[following.name].of("in_force")
        until = row.stated
        if row.first == following.first:
            yield make_diagnostic("E001", span, until=day_words(row.first), title=row.title, **days)
        elif until is None:
            continue
        elif until >= following.first and row.title not in following.program.settings.repeals:
            yield make_diagnostic("E001", span, until=day_words(until), title=row.title, **days)
        elif until < following.first - 1:
            yield make_diagnostic("E002", span, until=day_words(until), **days)


def _transitions(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    for row in versions.rows:
        for clause in row.whole():
            if versions.fixed or versions.meant(row, clause) is not None:
                continue
            span = places[row.name].clause(row, clause.id)
            if versions.several:
                titles = tuple(dict.fromkeys(_titled(each) for each in versions.rows if each is not row))
                yield make_diagnostic("E005", span, title=clause.applies, names=titles)
            else:
                yield make_diagnostic("E006", span, title=clause.applies)


def _left_without(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    """Clauses that send cases to a version which was no longer in force when they began."""
    for row in versions.rows:
        for clause in row.whole() if row.first is not None and not versions.fixed else ():
            meant = versions.meant(row, clause)
            if row.first is None or meant is None or meant is row or meant.last is None:
                continue
            # Cases begun before commencement, if the act came before it; else those begun from then on as well.
            late = row.first - 1 if clause.before else row.first
            neighbours = clause.before and versions.before(row) is meant
            if meant.last < late and not neighbours:
                since = meant.last + 1 if clause.before else row.first
                span = places[row.name].clause(row, clause.id)
                yield make_diagnostic(
                    "E012", span, title=meant.title, last=day_words(meant.last), since=day_words(since)
                )


def _titled(version: Version) -> Local:
    return Local(f"{version.title}（{version.name}）", f"{version.title} ({version.name})")


def _parts(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    """Each combination that cases can come to: an older version with the articles of one newer one."""
    for place, newer in enumerate(versions.rows):
        clauses = newer.parts()
        every = [(clause,) for clause in clauses] + ([clauses] if len(clauses) > 1 else [])
        for some in every:
            articles = tuple(dict.fromkeys(article for clause in some for article in clause.articles))
            for older in versions.rows[:place]:
                loose = take_articles(older.program, newer.program, articles, newer.name).loose
                if loose:
                    span = places[newer.name].clause(newer, some[0].id)
                    yield make_diagnostic(
                        "E007",
                        span,
                        newer=newer.name,
                        older=older.name,
                        articles="、".join(articles),
                        row=loose[0].cite,
                        missing=loose[0].missing,
                    )


def _types(versions: Versions, places: Mapping[str, _Places]) -> Iterator[Diagnostic]:
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for row in versions.rows:
        for key, type_ in _fields(row.program):
            first, before = known.setdefault(key, (row.name, type_))
            if before != type_:
                known[key] = (row.name, type_)
                yield make_diagnostic("E009", places[row.name].field(*key), name=key[1], first=first, second=row.name)


def _fields(program: Program) -> Iterator[tuple[tuple[str, str], str]]:
    for fact in program.facts:
        yield ("", fact.id), fact.type
    for event in program.events:
        for each in event.fields:
            yield (event.id, each.id), each.type
