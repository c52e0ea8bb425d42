"""From a policy's text to its program: the only place that orders passes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from ecolang.diagnostics import Diagnostic, Diagnostics, Span
from ecolang.diagnostics.model import why_not
from ecolang.diagnostics.registry import make_diagnostic
from ecolang.program import Program
from ecolang.source_check import guess_encoding, read_source
from ecolang.source_record import ENDING, read_record
from ecolang.source_text import SourceText
from ecolang.time.load import calendar_dirs as find_calendar_dirs
from ecolang.versions import split_version
from ecolang_compiler.checks import (
    allowed_and_forbidden,
    case_readings,
    choices,
    clashing_periods,
    counts_by_exception,
    declared_clauses,
    ends_first,
    feasible,
    forms,
    quotations,
    reachability,
    source_changed,
    source_duplicates,
    starts_and_ends,
    text_coverage,
    unbounded_cycles,
    unbounded_waits,
    units,
    unused_names,
    waits,
)
from ecolang_compiler.checks.context import Check, Context
from ecolang_compiler.cite import with_citations
from ecolang_compiler.coverage import Coverage, count_clauses
from ecolang_compiler.fixes import with_fixes
from ecolang_compiler.lower.calendars import Shelf
from ecolang_compiler.lower.policy import Lowered, Surroundings, lower_policy, with_text
from ecolang_compiler.lower.readings import with_readings
from ecolang_compiler.resolve.cascades import with_sound_source, without_cascades, without_followers
from ecolang_compiler.resolve.norms import settings
from ecolang_compiler.syntax import tree
from ecolang_compiler.syntax.case_file import parse_cases
from ecolang_compiler.syntax.parse import parse_file

#: Reads a source text: the path as the policy writes it, and where it writes it.
SourceLoader = Callable[[str, Span | None], SourceText | Diagnostic]

#: Checks that hold even where a name is wrong somewhere.
TEXT_CHECKS: tuple[Check, ...] = (
    source_duplicates.check,
    source_changed.check,
    quotations.check,
    text_coverage.check,
    declared_clauses.check,
)

#: Checks of the rows and of the graph: a rule that is missing would make them report what follows from it.
ROW_CHECKS: tuple[Check, ...] = (
    unused_names.check,
    units.check,
    starts_and_ends.check,
    reachability.check,
    waits.check,
    unbounded_cycles.check,
    unbounded_waits.check,
    clashing_periods.check,
    choices.check,
    allowed_and_forbidden.check,
    forms.check,
    feasible.check,
    ends_first.check,
    counts_by_exception.check,
    case_readings.check,
)


@frozen
class Compiled:
    """A policy and all that was found. `program` None: it cannot be run. `sources`: texts by file.

    `lost`: the errors among the problems for which case tests are missing from the program, and nothing else.
    `context`: what the checks of rows looked at, if they ran.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    tree: tree.PolicyFile | None = None
    coverage: Coverage | None = None
    sources: Mapping[str, str] = field(factory=dict)
    lost: tuple[Diagnostic, ...] = ()
    context: Context | None = field(default=None, eq=False, repr=False)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(each.severity == "error" for each in self.diagnostics)


def compile_text(
    text: str,
    file: str = "policy.eco",
    *,
    source_loader: SourceLoader | None = None,
    calendar_dirs: Iterable[Path] | None = None,
    case_files: Mapping[str, str] | None = None,
    allow_not_modelled: bool = False,
    record: str | None = None,
) -> Compiled:
    """Compile a policy. `file` names it in problems; `case_files`: texts of further files that hold case tests;
    `record`: of the source text that it was last held against (`ecolang.source_record`).

    Without `source_loader` the source text that the policy names is not looked for, and coverage is not checked.
    """
    sources = {file: text, **(case_files or {})}
    read = parse_file(text, file)
    parsed, problems = read.tree, read.problems
    if parsed is None:
        return Compiled(None, Diagnostics(problems).sorted(), sources=sources)
    beside, case_problems = parse_cases(text, file, case_files or {}, read.vocabulary)
    cases = [part for each in (parsed, *beside.values()) for part in each.body if isinstance(part, tree.CaseNode)]
    source = _source(parsed, source_loader)
    apart = [*case_problems, *(each for each in problems if any(_inside(each, case) for case in cases))]
    problems = [each for each in problems if each not in apart]
    cases = [case for case in cases if not any(_inside(each, case) for each in apart)]
    dirs = tuple(find_calendar_dirs() if calendar_dirs is None else calendar_dirs)
    around = Surroundings(
        text,
        source if isinstance(source, SourceText) else None,
        Shelf(dirs),
        sources,
        None if record is None else read_record(record),
    )
    beside_it = [source] if isinstance(source, Diagnostic) else []
    return compile_tree(parsed, around, cases, problems, apart, beside_it, allow_not_modelled=allow_not_modelled)


def compile_tree(
    parsed: tree.PolicyFile,
    around: Surroundings,
    cases: Iterable[tree.CaseNode] = (),
    problems: Iterable[Diagnostic] = (),
    apart: Iterable[Diagnostic] = (),
    beside: Iterable[Diagnostic] = (),
    *,
    allow_not_modelled: bool = False,
    row_checks: tuple[Check, ...] = ROW_CHECKS,
) -> Compiled:
    """Compile a tree. `problems`: of its parsing, after which parts of it may be missing; `apart`: of case tests alone;
    `beside`: of files beside it on which no rule rests; `row_checks`: those that are run of the rows."""
    cases, problems, apart = tuple(cases), tuple(problems), tuple(apart)
    bag = Diagnostics()
    lowered = with_readings(parsed, lower_policy(parsed, around, bag), around, bag)
    rules = without_cascades(problems, bag)
    sound = not any(each.severity == "error" for each in rules)
    tests = Diagnostics()
    lowered = with_text(parsed, lowered, around, cases, tests)
    of_tests = with_citations([*apart, *(tests if sound else ())], parsed)
    found = Diagnostics([*rules, *beside, *of_tests])
    context = None
    if not any(each.severity == "error" for each in problems):
        context = Context(parsed, lowered, around.source, cases, around.text, around.recorded)
        for check in TEXT_CHECKS:
            found.extend(check(context))
        if sound:
            found.extend(without_followers(each for check in row_checks for each in check(context)))
    shown = tuple(each for each in with_sound_source(found) if not (allow_not_modelled and each.code == "E502"))
    shown = with_fixes(with_citations(shown, parsed), around.texts)
    lost = tuple(each for each in of_tests if each.severity == "error")
    program = lowered.program if sound else None
    checked = context if sound else None
    return Compiled(program, shown, parsed, _coverage(lowered, around), around.texts, lost, checked)


def check_rows(context: Context, program: Program) -> tuple[Diagnostic, ...]:
    """What the checks of rows find in the program of a context under other readings."""
    other = Context(context.file, evolve(context.lowered, program=program), context.source, context.cases, context.text)
    found = Diagnostics()
    # Whether a name is used, and what the tests say of readings, is asked of the text as a whole.
    for check in ROW_CHECKS:
        if check not in (unused_names.check, case_readings.check):
            found.extend(check(other))
    return with_citations(tuple(found), context.file)


def _inside(problem: Diagnostic, case: tree.CaseNode) -> bool:
    """Whether a problem stands in a case test, so that the test, and it alone, cannot be trusted."""
    place, whole = problem.span, case.span
    if place is None or whole is None or problem.severity != "error":
        return False
    return place.file == whole.file and whole.start <= place.start < whole.end


def _coverage(lowered: Lowered, around: Surroundings) -> Coverage | None:
    return count_clauses(lowered.program.clauses) if around.source is not None else None


def _source(parsed: tree.PolicyFile, loader: SourceLoader | None) -> SourceText | Diagnostic | None:
    """The regulation's text that the policy names, or what is wrong with it."""
    if loader is None:
        return None
    named = (node for node, _ in settings(parsed) if node.kind == "source")
    node = next(named, None)
    return None if node is None else loader(str(node.value), node.span)


def compile_path(
    path: Path | str,
    *,
    calendar_dirs: Iterable[Path] = (),
    allow_not_modelled: bool = False,
    tested: bool = True,
) -> Compiled:
    """Compile a policy file, or the policy of a folder with the case tests in its `cases/`; FOLDER@VERSION is one of
    several versions, with the case tests in `cases/VERSION/`.

    `calendar_dirs` are looked in before the policy's own and the shipped ones. Not `tested`: the files of case tests,
    which often are longer than the policy, are left unread.
    """
    path = Path(path)
    files = policy_files(path)
    if isinstance(files, Diagnostic):
        return Compiled(None, (files,))
    files = files if tested else files[:1]
    texts: dict[str, str] = {}
    unread: list[Diagnostic] = []
    for each in files:
        text = read_policy(each)
        if isinstance(text, Diagnostic):
            unread.append(text)
        else:
            texts[str(each)] = text
    main = str(files[0])
    if main not in texts:
        return Compiled(None, Diagnostics(unread).sorted(), sources=texts)
    loader = _Loader(files[0].parent, texts)
    compiled = compile_text(
        texts.pop(main),
        main,
        source_loader=loader,
        calendar_dirs=find_calendar_dirs(files[0].parent, calendar_dirs),
        case_files=texts,
        allow_not_modelled=allow_not_modelled,
        record=_record(files[0]),
    )
    return evolve(
        compiled,
        diagnostics=Diagnostics([*unread, *compiled.diagnostics]).sorted(),
        sources={**compiled.sources, **loader.texts},
        lost=(*unread, *compiled.lost),
    )


def record_file(policy: Path) -> Path:
    """Where the record of the source text lies that a policy was last held against."""
    return policy.with_suffix(ENDING)


def _record(policy: Path) -> str | None:
    try:
        return record_file(policy).read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None


class _Loader:
    """Reads source texts beside the policy, and keeps their words for showing problems in them."""

    def __init__(self, folder: Path, texts: Mapping[str, str]) -> None:
        self.folder = folder
        self.texts: dict[str, str] = {}

    def __call__(self, written: str, span: Span | None) -> SourceText | Diagnostic:
        path = self.folder / written
        found = read_source(path, str(path), span)
        if isinstance(found, SourceText):
            # Offsets count the line ends that the file has.
            self.texts[str(path)] = path.read_bytes().decode("utf-8")
        return found


def policy_files(path: Path) -> tuple[Path, ...] | Diagnostic:
    """The policy's file first, then those of its case tests; a problem where a path does not name one version."""
    path, version = split_version(path)
    if not path.is_dir():
        beside = version_files(path.parent)
        return (path, *_cases_of(path)) if len(beside) > 1 and path in beside else (path,)
    found = version_files(path)
    if not found:
        return make_diagnostic("E119", None, file=str(path))
    names = tuple(each.stem for each in found)
    if version is not None:
        named = [each for each in found if each.stem == version]
        if not named:
            return make_diagnostic("E011", None, name=version, names=names)
        return (named[0], *(_cases_of(named[0]) if len(found) > 1 else _plain_cases(path)))
    if len(found) > 1:
        return make_diagnostic("E121", None, file=str(path), names=tuple(each.name for each in found))
    return (found[0], *_plain_cases(path))


def version_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder that hold its versions, one each, by name."""
    return tuple(sorted(folder.glob("*.eco")))


def _plain_cases(folder: Path) -> list[Path]:
    return sorted((folder / "cases").glob("*.eco"))


def _cases_of(version: Path) -> list[Path]:
    """The case tests of one of several versions."""
    return sorted((version.parent / "cases" / version.stem).glob("*.eco"))


def read_policy(path: Path) -> str | Diagnostic:
    """A policy file's text, or what is wrong with the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return make_diagnostic("E115", None, file=str(path), reason=why_not(error))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return make_diagnostic(
            "E109", None, file=str(path), line=line, offset=error.start + 1, guess=guess_encoding(data)
        )
