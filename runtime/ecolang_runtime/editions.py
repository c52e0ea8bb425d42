"""Cases judged under several versions of a regulation: each track by its own, all in one verdict."""

from __future__ import annotations

from _thread import RLock
from collections.abc import Iterable, Mapping
from functools import cached_property

from ecolang.diagnostics import Diagnostic, Local, make_diagnostic
from ecolang.program import Program
from ecolang.readings import Choice as Reading
from ecolang.readings import ReadingProblem, choices_of
from ecolang.rows import replace
from ecolang.time import format_date, iso
from ecolang.versions import Version, Versions
from ecolang_runtime.case import CaseData
from ecolang_runtime.compiled.stats import Stats
from ecolang_runtime.followed import Choice, Followed, Uncovered
from ecolang_runtime.judge import Judge
from ecolang_runtime.verdict import TrackVerdict, Verdict, VersionUsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ecolang_runtime.parts import Parts


class Unjudged(Exception):
    """A case that its versions do not let be judged, with the reasons. Inside the runtime only."""

    def __init__(self, problems: tuple[Diagnostic, ...]) -> None:
        super().__init__()
        self.problems = problems


class Editions:
    """The versions of a policy made ready to judge; programs that mix versions are made when a case first needs one."""

    def __init__(self, versions: Versions, choices: tuple[Reading, ...] = (), engine: str = "auto") -> None:
        self.versions = versions
        self.engine = engine
        self.stats = Stats()
        self.choices = choices
        self._lock = RLock()
        self._judges: dict[Followed, tuple[Judge, frozenset[str]]] = {}
        self._mixed: dict[Any, Parts] = {}
        self._words: dict[Any, Program] = {}
        known = {choice for row in versions.rows for choice in choices_of(row.program)}
        missing = [choice for choice in choices if choice not in known]
        self.problem: ReadingProblem | None = None
        for row in reversed(versions.rows):
            problem = self.judge_of(Followed(row.name)).problem
            if problem is not None or (missing and self.problem is None):
                self.problem = problem or Judge(row.program, tuple(missing)).problem

    @cached_property
    def names(self) -> Program:
        """What all versions declare together, for reading cases."""
        rows = self.versions.rows
        if not self.versions.several:
            return rows[0].program
        from ecolang.hybrid import merged

        return merged(row.program for row in rows)

    def judge_of(self, followed: Followed) -> Judge:
        """The rules that a track follows. Raises CalendarRows for damaged calendars."""
        return self._made(followed)[0]

    def program_of(self, row: Verdict | TrackVerdict) -> Program:
        """The program that a verdict, or one track of it, was judged by, under the first readings."""
        name = row.version or self.versions.newest.name
        if not row.parts:
            return self.judge_of(Followed(name)).program
        from ecolang_runtime.parts import words_of

        with self._lock:
            known = self._words.get((name, row.parts))
            if known is None:
                known = self._words[name, row.parts] = words_of(self.versions, name, row.parts)
            return known

    def judge(self, case: CaseData, as_of: int, *, try_readings: bool = True) -> Verdict:
        """The verdict as of the end of a day. Raises Unjudged where no version covers it, or it fits none."""
        # A policy with one version everywhere never gets here.
        from ecolang_runtime.fit import fit
        from ecolang_runtime.versions import select

        choice = select(case, self.versions, as_of)
        if isinstance(choice, Uncovered):
            raise Unjudged((_uncovered(case, choice),))
        told: dict[Followed, CaseData] = {}
        problems: list[Diagnostic] = []
        for followed in choice.groups:
            own = frozenset(holder for holder, each in choice.tracks if each == followed)
            told[followed], wrong = fit(case, self.judge_of(replace(followed, steps=())).program, followed.version, own)
            problems += wrong
        if problems:
            raise Unjudged(tuple(problems))
        found = {
            followed: self._judged(followed, data, as_of, try_readings=try_readings) for followed, data in told.items()
        }
        verdict = found[choice.whole] if len(found) == 1 else _together(choice, found)
        if not self.versions.several:
            only = self._used(self.versions.newest.name, as_of)
            silent = () if only.silent_since is None else (only,)
            tracks = tuple(replace(track, version=None) for track in verdict.tracks)
            return replace(verdict, tracks=tracks, versions=silent)
        used = dict.fromkeys(
            name for each in choice.groups for name in (each.version, *(part for part, _ in each.parts))
        )
        return replace(
            verdict,
            version=choice.whole.version,
            parts=choice.whole.parts,
            versions=tuple(self._used(name, as_of) for name in used),
            readings=self.choices,
        )

    def _judged(self, followed: Followed, case: CaseData, as_of: int, *, try_readings: bool) -> Verdict:
        if followed.steps:
            self.stats.slow("articles of a newer version that apply from an event on")
            parts = self._parts_of(followed)
            verdict, taken = parts.judge(followed, case, as_of, try_readings=try_readings), parts.taken
        else:
            judge, taken = self._made(followed)
            verdict = judge.judge(case, as_of, try_readings=try_readings)
        newest = followed.parts[-1][0] if followed.parts else None

        def marked(rows: Iterable[Any]) -> tuple[Any, ...]:
            return tuple(_marked(row, followed.version, newest, taken) for row in rows)

        return replace(
            verdict,
            tracks=tuple(
                replace(
                    track,
                    findings=marked(track.findings),
                    open_duties=marked(track.open_duties),
                    permitted=marked(track.permitted),
                    version=followed.version,
                    parts=followed.parts,
                )
                for track in verdict.tracks
            ),
            case_findings=marked(verdict.case_findings),
            case_open_duties=marked(verdict.case_open_duties),
        )

    def _parts_of(self, followed: Followed) -> Parts:
        key = (followed.version, tuple((step.version, step.articles) for step in followed.steps))
        with self._lock:
            made = self._mixed.get(key)
            if made is None:
                from ecolang_runtime.parts import Parts

                made = self._mixed[key] = Parts(self.versions, followed, self.choices)
            return made

    def _made(self, followed: Followed) -> tuple[Judge, frozenset[str]]:
        with self._lock:
            made = self._judges.get(followed)
            if made is None:
                program, taken = self._program(followed)
                known = set(choices_of(program))
                chosen = tuple(choice for choice in self.choices if choice in known)
                made = self._judges[followed] = (Judge(program, chosen, self.engine, self.stats), taken)
            return made

    def _program(self, followed: Followed) -> tuple[Program, frozenset[str]]:
        """The program that a track follows, and the ids of its rows that newer versions brought in."""
        program = self._version(followed.version).program
        taken: frozenset[str] = frozenset()
        if followed.parts:
            from ecolang.hybrid import take_articles

            for name, articles in followed.parts:
                put = take_articles(program, self._version(name).program, articles, name)
                program, taken = put.program, taken | put.rows
        return program, taken

    def _version(self, name: str) -> Version:
        found = self.versions.find(name)
        assert found is not None, name
        return found

    def _used(self, name: str, as_of: int) -> VersionUsed:
        version = self._version(name)
        settings = version.program.settings
        last = version.last
        rows = self.versions.rows
        followed = any(row.first is not None and row.first <= as_of for row in rows[rows.index(version) + 1 :])
        silent = last is not None and as_of > last and not followed
        return VersionUsed(
            name,
            settings.title,
            settings.in_force,
            None if last is None else iso(last),
            iso(last + 1) if silent and last is not None else None,
        )


def _marked(row: Any, own: str, newest: str | None, taken: frozenset[str]) -> Any:
    """A row of a verdict with the version that it came from, where that is not the track's own."""
    if row.version is not None:
        return replace(row, version=None) if row.version == own else row
    return replace(row, version=newest) if row.norm in taken else row


def _together(choice: Choice, found: Mapping[Followed, Verdict]) -> Verdict:
    """One verdict of those of each version: of each the tracks that follow it, and of one the case as a whole."""
    whole = found[choice.whole]
    tracks: list[TrackVerdict] = []
    for holder, followed in choice.tracks:
        tracks += [track for track in found[followed].tracks if track.party == holder]
    every = tuple(found.values())
    return replace(
        whole,
        tracks=tuple(tracks),
        over=whole.begins is None and all(track.outcome for track in tracks) and not whole.case_open_duties,
        provisional=_each(verdict.provisional for verdict in every),
        turns_on=_each(verdict.turns_on for verdict in every),
        order_matters=tuple(sorted(_each(verdict.order_matters for verdict in every))),
        calendars=_each(verdict.calendars for verdict in every),
    )


def _each(rows: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(each for row in rows for each in row))


def _uncovered(case: CaseData, found: Uncovered) -> Diagnostic:
    from ecolang_runtime.versions import reason

    why = Local(reason(found, "zh"), reason(found, "en"))
    day = Local(format_date(found.day, "zh"), format_date(found.day, "en"))
    return make_diagnostic("D132", None, case=case.id, day=day, reason=why)
