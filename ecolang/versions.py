"""The versions of one regulation: their days, their order, and which of them a title means (section 12)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from ecolang.program import Program, Settings, Transition
from ecolang.rows import dataclass, replace
from ecolang.time.days import days_in_month, parse_date

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

#: What a title begins with that means the version before the one that says so.
FORMER = ("原", "former", "Former", "previous", "Previous")


@dataclass(frozen=True, slots=True)
class Version:
    """One version. `first`: the ordinal of the day it comes into force, None where nobody has said; `stated`: the last
    day that its own text gives; `last`: its last day as things are, None while no end is in sight."""

    name: str
    program: Program
    first: int | None = None
    stated: int | None = None
    last: int | None = None

    @property
    def title(self) -> str:
        """The regulation's name."""
        return self.program.settings.title

    def whole(self) -> tuple[Transition, ...]:
        """The clauses that say which version whole cases follow."""
        return tuple(each for each in self.program.transitions if not each.articles)

    def parts(self) -> tuple[Transition, ...]:
        """The clauses that let articles of this version reach into cases of older ones."""
        return tuple(each for each in self.program.transitions if each.articles)


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of a folder, the oldest first. `fixed`: the one that was asked for, whatever its days."""

    rows: tuple[Version, ...]
    fixed: bool = False

    @property
    def newest(self) -> Version:
        """The version that comes into force last."""
        return self.rows[-1]

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.rows) > 1

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all versions."""
        return tuple(row.name for row in self.rows)

    @property
    def everywhere(self) -> bool:
        """Whether the only version covers every case, so that nothing has to be chosen."""
        only = self.rows[0]
        if self.fixed:
            return True
        return not self.several and only.first is None and only.last is None and not only.program.transitions

    def find(self, name: str) -> Version | None:
        """The version of that name."""
        return next((row for row in self.rows if row.name == name), None)

    def before(self, version: Version) -> Version | None:
        """The version before another one."""
        place = self.rows.index(version)
        return self.rows[place - 1] if place else None

    def meant(self, version: Version, clause: Transition) -> Version | None:
        """The version that a clause of another one says applies, or None where it is not there."""
        title = clause.applies
        place = self.rows.index(version)
        if not clause.before and title in (version.title, version.name):
            return version
        older = [row for row in self.rows[:place] if row.title == title]
        if older:
            return older[-1]
        named = next((row for row in self.rows if title in (row.title, row.name)), None)
        if named is not None and named is not version:
            return named
        if title.startswith(FORMER) or named is version:
            return self.before(version)
        return None


def arrange(
    programs: Mapping[str, Program], issued: Mapping[str, str] | None = None, *, fixed: bool = False
) -> Versions:
    """The programs by the day they come into force; those without a day last, by name.

    `issued`: days (ISO) by version that fill in, or stand for, the day of commencement. `fixed`: a single version was
    asked for, so that every case follows it.
    """
    rows = []
    for name, program in programs.items():
        day = (issued or {}).get(name)
        if day is not None:
            program = replace(program, settings=replace(program.settings, in_force=day))
        settings = program.settings
        first = None if settings.in_force is None else parse_date(settings.in_force)
        stated = last_day(settings)
        rows.append(Version(name, program, first, stated, stated))
    rows.sort(key=lambda row: (row.first is None, row.first or 0, row.name))
    return Versions(tuple(_ended(rows)), fixed and len(rows) == 1)


def _ended(rows: list[Version]) -> Iterable[Version]:
    """Each version with the day before the next one as its last, unless its own text ends it earlier."""
    for row, following in zip(rows, [*rows[1:], None], strict=True):
        until = None if following is None or following.first is None else following.first - 1
        if until is not None and (row.stated is None or until < row.stated):
            row = replace(row, last=until)
        yield row


def last_day(settings: Settings) -> int | None:
    """The last day that a version's text gives; None where it gives none, or counts from a day not filled in."""
    if settings.ceases is not None:
        day = parse_date(settings.ceases)
        return None if day is None else day - 1
    if settings.valid_until is not None:
        return parse_date(settings.valid_until)
    first = None if settings.in_force is None else parse_date(settings.in_force)
    if not settings.valid_for or first is None:
        return None
    number, unit, counted = settings.valid_for
    return _after(first, number, unit) - (1 if counted == "same" else 0)


def _after(first: int, number: int, unit: str) -> int:
    """The day that corresponds to the first one after so many days, months or years."""
    day = date.fromordinal(first)
    if unit == "day":
        return (day + timedelta(days=number)).toordinal()
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1))).toordinal()


def split_version(path: Path) -> tuple[Path, str | None]:
    """A folder and the version that FOLDER@VERSION names; any other path as it is, with None."""
    name = split_name(str(path))[1]
    return (path, None) if name is None else (path.with_name(path.name[: -len(name) - 1]), name)


def split_name(path: str) -> tuple[str, str | None]:
    """The same of a path as text."""
    folder, mark, name = os.path.basename(path).rpartition("@")
    if not mark or not folder or os.path.exists(path):
        return path, None
    return path[: len(path) - len(name) - 1], name
