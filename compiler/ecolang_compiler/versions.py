"""All versions of a policy compiled, and what is wrong between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import field, frozen

from ecolang.diagnostics import Diagnostic, Diagnostics
from ecolang.program import Program
from ecolang.versions import Versions, arrange, split_version
from ecolang_compiler.checks import between_versions
from ecolang_compiler.pipeline import Compiled, compile_path, version_files


@frozen
class CompiledVersions:
    """The versions of a path. `versions` None: one of them cannot be run, or their order is not known."""

    compiled: Mapping[str, Compiled]
    versions: Versions | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str] = field(factory=dict)
    lost: tuple[Diagnostic, ...] = ()  # errors for which case tests are missing

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(each.severity == "error" for each in self.diagnostics)


def compile_versions(
    path: Path | str,
    *,
    calendar_dirs: Iterable[Path] = (),
    allow_not_modelled: bool = False,
    issued: Mapping[str, str] | None = None,
    tested: bool = True,
) -> CompiledVersions:
    """Compile a policy file, a folder with all its versions, or the one version that FOLDER@VERSION names.

    `issued`: the day of issue (ISO) by version; with one version alone, that of the name "" too. `tested`: as in
    `compile_path`.
    """
    path = Path(path)
    dirs = tuple(calendar_dirs)
    files = version_files(path) if path.is_dir() else ()
    places = {each.stem: each for each in files} if len(files) > 1 else {_name(path, files): path}
    compiled = {
        name: compile_path(place, calendar_dirs=dirs, allow_not_modelled=allow_not_modelled, tested=tested)
        for name, place in places.items()
    }
    programs: dict[str, Program] = {name: each.program for name, each in compiled.items() if each.program is not None}
    bag = Diagnostics()
    for each in compiled.values():
        bag.extend(each.diagnostics)
    days = dict(issued or {})
    if len(places) == 1 and "" in days:
        days[next(iter(places))] = days.pop("")
    lost = tuple(problem for each in compiled.values() for problem in each.lost)
    sources = {file: text for each in compiled.values() for file, text in each.sources.items()}
    unknown = next((name for name in days if name not in places), None)
    if unknown is not None:
        bag.add(between_versions.no_such_version(unknown, tuple(places)))
    if len(programs) < len(places) or unknown is not None:
        return CompiledVersions(compiled, None, bag.sorted(), sources, lost)
    versions = arrange(programs, days, fixed=_asked_for(path))
    bag.extend(between_versions.check(versions, {name: each.tree for name, each in compiled.items()}))
    usable = all(row.first is not None for row in versions.rows[:-1])
    return CompiledVersions(compiled, versions if usable else None, bag.sorted(), sources, lost)


def _asked_for(path: Path) -> bool:
    """Whether a path names one of several versions, so that every case is to be judged by it."""
    beside = version_files(path.parent)
    return split_version(path)[1] is not None or (not path.is_dir() and len(beside) > 1 and path in beside)


def _name(path: Path, files: tuple[Path, ...]) -> str:
    """What the only version of a path is called."""
    folder, version = split_version(path)
    if version is not None and folder.is_dir():
        return version
    return files[0].stem if files else path.stem
