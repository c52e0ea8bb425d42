"""A loaded policy as an embedding program uses it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from ecolang.diagnostics import Diagnostic, Lang, make_diagnostic, nearest
from ecolang.errors import EcoError
from ecolang.program import Program
from ecolang.readings import Choice, ReadingProblem
from ecolang.time import parse_date
from ecolang.versions import Versions, arrange
from ecolang_runtime.brief import Brief, brief_of
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.editions import Editions, Unjudged
from ecolang_runtime.followed import Followed
from ecolang_runtime.judge import CalendarRows
from ecolang_runtime.read import CaseBuilder, Names, ReadCase, Source, iter_cases
from ecolang_runtime.read.case import case_id
from ecolang_runtime.verdict import TrackVerdict, Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from ecolang_runtime.flight import Case
    from ecolang_runtime.wording.brief import BriefPieces
    from ecolang_runtime.xes.mapping import LogMap

#: A day as callers give it: ISO or Chinese text, or a date.
Day = str | date


class Policy:
    """A compiled policy with one version or several, ready to judge. Immutable; several threads may use one at once.

    `program` and `engine` are those of the newest version; `judge` takes for each case, and each track of it, the
    version that it follows. `engine`: as of `Judge`. Raises ValueError for another one.
    """

    def __init__(
        self,
        program: Program | Versions,
        path: str | Path | None = None,
        choices: tuple[Choice, ...] = (),
        engine: str = "auto",
    ) -> None:
        stem = "" if path is None else os.path.splitext(os.path.basename(path))[0]
        versions = program if isinstance(program, Versions) else arrange({stem: program})
        self.versions = versions
        self.program = versions.newest.program
        self._path = None if path is None else os.fspath(path)
        self.lang: Lang = "en" if self.program.settings.language == "en" else "zh"
        try:
            self.editions = Editions(versions, choices, engine)
            self.engine = self.editions.judge_of(Followed(versions.newest.name))
        except CalendarRows as damaged:
            raise EcoError((), self.lang, words=(str(damaged), str(damaged))) from None
        if self.editions.problem is not None:
            raise EcoError((_reading_problem(self.editions.problem),), self.lang)
        self.names = Names(self.editions.names)

    def __repr__(self) -> str:
        return f"Policy({self.title!r})"

    @property
    def path(self) -> Path | None:
        """Where it was loaded from."""
        from pathlib import Path

        return None if self._path is None else Path(self._path)

    @property
    def title(self) -> str:
        """The regulation's name."""
        return self.program.settings.title

    @cached_property
    def hash(self) -> str:
        """The digest of the compiled policy, such as "sha256:…"."""
        from ecolang.bundle import digest

        return digest(self.versions)

    @property
    def readings(self) -> tuple[Choice, ...]:
        """The chosen alternatives as (reading, alternative); the first reading of the others holds."""
        return self.editions.choices

    @property
    def stats(self) -> Stats:
        """How many judgements the compiled engine made so far, and how many the reference in its place, and why."""
        return self.editions.stats

    def __reduce__(self) -> tuple[Any, ...]:
        return Policy, (self.versions, self._path, self.readings, self.editions.engine)

    def source(self, version: str | None = None) -> str:
        """The Python source that the compiled engine runs, of the newest version or the named one.

        Raises KeyError for a version there is none of, ValueError for a policy that the engine does not cover.
        """
        name = self.versions.newest.name if version is None else version
        if self.versions.find(name) is None:
            raise KeyError(name)
        return self.editions.judge_of(Followed(name)).source()

    def with_readings(self, choices: Mapping[str, str]) -> Policy:
        """The policy under other readings of ambiguous clauses. Raises EcoError for an unknown one."""
        chosen = tuple({**dict(self.readings), **choices}.items())
        return Policy(self.versions, self._path, chosen, self.editions.engine)

    def case(
        self,
        id: str,
        *,
        opened: Day | None = None,
        parties: Mapping[str, str | list[str]] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Case:
        """A case to record events in. `parties`: holders by role; `facts` hold from the beginning. Raises EcoError."""
        from ecolang_runtime.flight import Case

        number = case_id(id)
        if number is None:
            raise EcoError((make_diagnostic("D109", None),), self.lang)
        builder = CaseBuilder(self.names, number)
        builder.say({"opened": opened, "parties": parties, "facts": facts})
        return Case(self, self._data(builder.finish(begun=False)))

    def evaluate(
        self,
        events: Mapping[str, Any] | Iterable[Mapping[str, Any]],
        *,
        as_of: Day,
        case: str | None = None,
        opened: Day | None = None,
        parties: Mapping[str, str | list[str]] | None = None,
        facts: Mapping[str, Any] | None = None,
    ) -> Verdict:
        """The verdict of one case from its events in any order, or from the object of a JSON file. Raises EcoError."""
        from ecolang_runtime.read.table import whole_case

        header = {"opened": opened, "parties": parties, "facts": facts}
        return self.judge(self._data(whole_case(self.names, events, case, header)), as_of)

    def evaluate_many(
        self,
        table: str | Path | Iterable[Mapping[str, Any]] | Mapping[str, Any] | Any,
        *,
        as_of: Day,
        log_map: str | Path | None = None,
    ) -> Iterator[Verdict | EcoError]:
        """The verdict of each case, or the error (with its `case`) that kept it from being judged.

        `table`: a JSON, JSON Lines or CSV file; rows of one event each; columns by name; or a table of pandas, polars
        or pyarrow; or an event log in XES with its `log_map`, a TOML file. The counts add up: every case of the table
        gives one item. Raises EcoError for a map that does not fit the policy.
        """
        day = self.day(as_of)
        if isinstance(table, (str, os.PathLike, Source)):
            source = table if isinstance(table, Source) else str(table)
            read = iter_cases(source, self.names, log_map=None if log_map is None else self.log_map(log_map))
        else:
            from ecolang_runtime.read.table import cases_of

            read = cases_of(self.names, table)
        return (
            EcoError(each.problems, self.lang, each.id) if each.data is None else self._judged(each.data, day)
            for each in read
            if each.data is not None or each.problems
        )

    def judge(self, case: CaseData, as_of: Day | int, *, try_readings: bool = True) -> Verdict:
        """The verdict of a case that was read before, as of the end of a day (an ordinal too).

        `try_readings`: with the readings it turns on. Raises EcoError where no version covers the case.
        """
        day = as_of if isinstance(as_of, int) else self.day(as_of)
        if self.versions.everywhere:
            return self.engine.judge(case, day, try_readings=try_readings)
        try:
            return self.editions.judge(case, day, try_readings=try_readings)
        except Unjudged as found:
            raise EcoError(found.problems, self.lang, case.id) from None

    def brief(self, case: CaseData, as_of: Day | int, *, try_readings: bool = True) -> Brief:
        """The same in brief, for those who judge a great many: what it leaves out is not worked out.

        Raises EcoError.
        """
        day = as_of if isinstance(as_of, int) else self.day(as_of)
        if try_readings or not self.versions.everywhere:
            return brief_of(self.judge(case, day, try_readings=try_readings))
        return self.engine.brief(case, day)

    def log_map(self, path: str | Path) -> LogMap:
        """The map of an event log from a TOML file. Raises EcoError for one that does not fit the policy."""
        from ecolang_runtime.xes.mapping import LogMap, load_map

        found = load_map(str(path), self.names)
        if isinstance(found, LogMap):
            return found
        raise EcoError(found, self.lang)

    def _judged(self, case: CaseData, day: int) -> Verdict | EcoError:
        try:
            return self.judge(case, day)
        except EcoError as error:
            return error

    def schema(self, of: str = "event") -> dict[str, Any]:
        """The JSON Schema of an event line, (`of="case"`) of a whole case, or (`of="brief"`) of a verdict in brief."""
        from ecolang_runtime.schema import brief_schema, case_schema, event_schema

        makers = {"event": event_schema, "case": case_schema, "brief": brief_schema}
        return makers[of](self.editions.names)

    def text(self, verdict: Verdict, lang: Lang | None = None, *, full: bool = False, explain: bool = False) -> str:
        """A verdict as a person reads it. `explain`: with how each date came about; `full`: with everything."""
        from ecolang_runtime.wording.text import verdict_text

        program = self.editions.program_of(verdict)
        return verdict_text(program, verdict, lang or self.lang, full=full, explain=explain, tracks=self._told(verdict))

    def to_json(self, verdict: Verdict | Brief, lang: Lang | None = None) -> dict[str, Any]:
        """A verdict as JSON-able data, each row with its sentence; in brief without."""
        if isinstance(verdict, Brief):
            return verdict.to_json()
        from ecolang_runtime.wording.json import verdict_json

        program = self.editions.program_of(verdict)
        return verdict_json(program, verdict, lang or self.lang, tracks=self._told(verdict))

    def json_line(self, verdict: Verdict | Brief, lang: Lang | None = None) -> bytes:
        """The same as a line of UTF-8 without spaces, with its end."""
        if isinstance(verdict, Brief):
            return self._brief.line(verdict)
        if not verdict.late:
            from ecolang_runtime.wording.lines import json_line

            return json_line(self.to_json(verdict, lang)).encode("utf-8", "backslashreplace")
        from ecolang_runtime.wording.quick import verdict_line

        program = self.editions.program_of(verdict)
        return verdict_line(program, verdict, lang or self.lang, tracks=self._told(verdict))

    @cached_property
    def _brief(self) -> BriefPieces:
        from ecolang_runtime.wording.brief import BriefPieces

        return BriefPieces()

    def _told(self, verdict: Verdict) -> Callable[[TrackVerdict], Program] | None:
        """What tells the tracks of a verdict that rests on several versions."""
        return self.editions.program_of if self.versions.several else None

    def day(self, given: Day) -> int:
        """The ordinal of a day. Raises EcoError for what is none."""
        if isinstance(given, date):
            return given.toordinal()
        day = parse_date(given)
        if day is None:
            raise EcoError((make_diagnostic("D105", None, field="as_of", value=given),), self.lang)
        return day

    def _data(self, read: ReadCase) -> CaseData:
        if read.data is None:
            raise EcoError(read.problems, self.lang, read.id)
        return read.data


def _reading_problem(problem: ReadingProblem) -> Diagnostic:
    if problem.kind == "unknown_reading":
        near = nearest(problem.reading, problem.known)
        return make_diagnostic("E702", None, name=problem.reading, nearest=near, names=problem.known)
    return make_diagnostic(
        "E706", None, reading=problem.reading, name=problem.alternative, names=problem.known or ("…",)
    )
