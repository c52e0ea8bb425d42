"""The public face: load a policy, restore a case. Everything heavy is imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ecolang.diagnostics import Diagnostic, Lang, make_diagnostic
from ecolang.errors import EcoError
from ecolang.time import iso, parse_date
from ecolang.versions import split_version
from ecolang_runtime.brief import Brief
from ecolang_runtime.case import CaseData, FactAt, Occurrence
from ecolang_runtime.flight import Case
from ecolang_runtime.policy import Policy
from ecolang_runtime.snapshot import NotASnapshot, unpack_case
from ecolang_runtime.verdict import DueDate, Finding, OpenDuty, Permitted, TrackVerdict, Verdict

__all__ = [
    "Brief",
    "Case",
    "CaseData",
    "DueDate",
    "EcoError",
    "FactAt",
    "Finding",
    "Occurrence",
    "OpenDuty",
    "Permitted",
    "Policy",
    "TrackVerdict",
    "Verdict",
    "load",
    "restore",
    "times",
]


def load(
    path: str | Path,
    *,
    lang: Lang = "zh",
    calendar_dirs: Iterable[str | Path] = (),
    issued: str | Mapping[str, str] | None = None,
    engine: str = "auto",
) -> Policy:
    """The policy of a folder with all its versions, of one of them (FOLDER@VERSION), of an .eco file, or of a compiled
    .json artifact (for which no parser is imported).

    `lang`: of the error's text; `calendar_dirs`: looked in before the policy's own calendars; `issued`: the day of
    issue as YYYY-MM-DD, by version where there are several; `engine`: "compiled"; "reference" for the slow
    interpreter that defines the meaning; or "auto" for that in the first three cases and the compiled engine from then
    on. All give equal verdicts. Raises EcoError; ValueError for another engine.
    """
    path = Path(path)
    days = {"": issued} if isinstance(issued, str) else dict(issued or {})
    wrong = next((day for day in days.values() if parse_date(day) is None), None)
    if wrong is not None:
        raise EcoError((make_diagnostic("D105", None, field="issued", value=wrong),), lang)
    days = {name: iso(parse_date(day) or 1) for name, day in days.items()}
    if ".json" in (path.suffix, split_version(path)[0].suffix):
        from ecolang import bundle
        from ecolang.artifact import ArtifactError

        loaded = bundle.load(path, days)
        if isinstance(loaded, ArtifactError):
            raise EcoError((), lang, words=(loaded.message("zh"), loaded.message("en")))
        return Policy(loaded, path, engine=engine)
    from ecolang_compiler.versions import compile_versions

    compiled = compile_versions(path, calendar_dirs=tuple(map(Path, calendar_dirs)), issued=days)
    if compiled.versions is None:
        raise EcoError((each for each in compiled.diagnostics if each.severity == "error"), lang)
    return Policy(compiled.versions, path, engine=engine)


def times(
    path: str | Path,
    *,
    year: int | None = None,
    as_of: str | None = None,
    stages: bool = False,
    calendar_dirs: Iterable[str | Path] = (),
    issued: str | Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """How long a policy's procedure takes, in days, as plain values (docs/reference/times.md): the shortest and longest
    way to each outcome, the longest stay in each stage, each period, with the worst day to begin.

    `year`: cases that begin in that year; else in the 365 days from `as_of` (YYYY-MM-DD) on, today where it is not
    given. `stages`: with the shortest way to each stage. `path`, `calendar_dirs`, `issued`: as of `load`. Raises
    EcoError, ValueError for a year outside 1 to 9998.
    """
    from datetime import date

    from ecolang_compiler.times.table import times as table

    policy = load(path, calendar_dirs=calendar_dirs, issued=issued)
    first = date.today().toordinal() if as_of is None else parse_date(as_of)
    if first is None:
        raise EcoError((make_diagnostic("D105", None, field="as_of", value=as_of),), policy.lang)
    last = first + 364
    if year is not None:
        first, last = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal() - 1
    rows = ((row.name, row.program) for row in policy.versions.rows)
    return table(rows, first, last, stages=stages)


def restore(snapshot: Mapping[str, Any], policy: Policy | None = None, *, any_version: bool = False) -> Case:
    """The case of a snapshot. Without a policy, the one it was taken under is loaded from where it was.

    Raises EcoError for what is no snapshot, and, unless `any_version`, where the policy has changed since.
    """
    lang: Lang = "zh" if policy is None else policy.lang
    try:
        data = unpack_case(snapshot)
        kept = dict(snapshot["policy"])
        readings = {str(name): str(choice) for name, choice in dict(snapshot["readings"]).items()}
    except NotASnapshot as error:
        raise EcoError((make_diagnostic("D129", None, format=str(error) or None),), lang) from None
    except (KeyError, TypeError, ValueError):
        raise EcoError((make_diagnostic("D129", None),), lang) from None
    title = str(kept.get("title", ""))
    if policy is None:
        policy = _from_path(kept.get("path"), title, lang)
    if policy.hash != kept.get("hash") and not any_version:
        raise EcoError((make_diagnostic("D130", None, title=title or "—"),), policy.lang, data.id)
    return Case(policy.with_readings(readings) if readings else policy, data)


def _from_path(path: Any, title: str, lang: Lang) -> Policy:
    if not isinstance(path, str) or not Path(path).exists():
        found: Diagnostic = make_diagnostic("D131", None, title=title or "—")
        raise EcoError((found,), lang)
    return load(path, lang=lang)
