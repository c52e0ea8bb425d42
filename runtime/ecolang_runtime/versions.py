"""Which version each track of a case follows (docs/semantics.md, section 12). Pure: nothing is judged here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecolang.program import Act, Program, Transition
from ecolang.rows import replace
from ecolang.time import Calendar, format_date
from ecolang.versions import Version, Versions
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.followed import Choice, Followed, Step, Uncovered
from ecolang_runtime.reference.engine import in_order
from ecolang_runtime.reference.machine import Machine
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.state import CaseState, Record, Track
from ecolang_runtime.reference.values import Context, holds


def select(case: CaseData, versions: Versions, as_of: int) -> Choice | Uncovered:
    """The version of each track as of the end of a day, from what happened up to it."""
    search = _Search(case, versions, as_of)
    whole = search.follow(None, everything=True)
    if isinstance(whole, Uncovered):
        return whole
    tracks: list[tuple[str | None, Followed]] = []
    for holder in search.holders:
        found = search.follow(holder)
        if isinstance(found, Uncovered):
            return found
        tracks.append((holder, found))
    return Choice(whole, tuple(tracks))


def holders_of(case: CaseData, trace: Iterable[Occurrence], role: str | None) -> tuple[str | None, ...]:
    """The holders whose tracks a case has, in the order in which it names them; one without a name if it names none."""
    if role is None:
        return (None,)
    named: dict[str | None, None] = {name: None for name, held in case.parties if held == role}
    for occurrence in trace:
        for name in (*occurrence.parties, *occurrence.each):
            named.setdefault(name)
    return tuple(named) or (None,)


class _Search:
    def __init__(self, case: CaseData, versions: Versions, as_of: int) -> None:
        self.versions = versions
        self.as_of = as_of
        known = tuple(each for each in case.occurrences if each.day <= as_of)
        self.trace = in_order(known)
        self.holders = holders_of(case, known, versions.newest.program.settings.track_role)
        days = [each.day for each in known] + ([case.opened] if case.opened is not None else [])
        self.began = min((*days, as_of))

    def follow(self, holder: str | None, *, everything: bool = False) -> Followed | Uncovered:
        """The version that a track follows; `everything`: the case as a whole."""
        self.everything = everything or holder is None
        asked: Version | None = self._newest()
        if asked is None:
            first = self.versions.rows[0].first
            return Uncovered("before", self.began, holder, since=first)
        seen: set[str] = set()
        while asked.name not in seen:
            seen.add(asked.name)
            answer = self._ask(asked, holder)
            if isinstance(answer, int):
                if asked.last is not None and answer > asked.last:
                    return Uncovered("between", answer, holder, asked.title, asked.last)
                return self._with_parts(asked, holder)
            if isinstance(answer, Uncovered):
                return answer
            asked = answer
        # Clauses that send a case round in a circle settle nothing: it follows the version that was asked first.
        return self._with_parts(asked, holder)

    def _newest(self) -> Version | None:
        """The newest version in force by the as-of day; a single one that has no day is always in force."""
        rows = self.versions.rows
        if not self.versions.several and rows[0].first is None:
            return rows[0]
        return next((row for row in reversed(rows) if row.first is not None and row.first <= self.as_of), None)

    def _ask(self, version: Version, holder: str | None) -> int | Version | Uncovered:
        """The day that decides for this version, or the version to ask next."""
        first = version.first
        clauses = version.whole()
        if first is None:
            return self.began
        for clause in clauses:
            day = self._first(version, clause.event, holder)
            if clause.before and day is not None and day < first:
                return self.versions.meant(version, clause) or Uncovered("absent", day, holder, clause.applies, first)
            if not clause.before and day is not None and day >= first:
                meant = self.versions.meant(version, clause)
                if meant is not version:
                    return meant or Uncovered("absent", day, holder, clause.applies, first)
                return day
        before = [clause for clause in clauses if clause.before]
        if before:
            came = [day for each in before if (day := self._first(version, each.event, holder)) is not None]
            return min(came, default=max(self.began, first))
        if self.began >= first:
            return self.began
        return self.versions.before(version) or Uncovered("before", self.began, holder, version.title, first)

    def _with_parts(self, version: Version, holder: str | None) -> Followed:
        place = self.versions.rows.index(version)
        steps: list[Step] = []
        for newer in self.versions.rows[place + 1 :]:
            if newer.first is not None and newer.first <= self.as_of:
                steps += self._steps(newer, newer.first, holder)
        parts: dict[str, dict[str, None]] = {}
        for step in steps:
            parts.setdefault(step.version, {}).update(dict.fromkeys(step.articles))
        told = tuple((name, tuple(articles)) for name, articles in parts.items())
        return Followed(version.name, told, tuple(_once(sorted(steps, key=lambda step: step.place))))

    def _steps(self, newer: Version, first: int, holder: str | None) -> Iterator[Step]:
        """The articles of a newer version that apply from some event on, each event's together."""
        found: dict[int, list[Transition]] = {}
        for clause in newer.parts():
            place = self._place(newer, clause.event, holder, first)
            if place is not None:
                found.setdefault(place, []).append(clause)
        for place, clauses in found.items():
            articles = tuple(dict.fromkeys(article for clause in clauses for article in clause.articles))
            acts = tuple(clause.event for clause in clauses)
            yield Step(newer.name, articles, place, acts, first, holder, self.everything)

    def _first(self, version: Version, act: Act, holder: str | None) -> int | None:
        """The day of the first occurrence of an act that concerns a track; with its guard on the act's own fields."""
        place = self._place(version, act, holder)
        return None if place is None else self.trace[place].day

    def _place(self, version: Version, act: Act, holder: str | None, since: int = 0) -> int | None:
        for place, occurrence in enumerate(self.trace):
            if occurrence.day >= since and meant(version.program, act, occurrence, holder, everything=self.everything):
                return place
        return None


def _once(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps without the articles of a version that an earlier one has brought."""
    seen: set[tuple[str, str]] = set()
    for step in steps:
        articles = tuple(each for each in step.articles if (step.version, each) not in seen)
        seen |= {(step.version, each) for each in articles}
        if articles:
            yield replace(step, articles=articles)


def meant(program: Program, act: Act, occurrence: Occurrence, holder: str | None, *, everything: bool) -> bool:
    """Whether an occurrence is an act that concerns a holder's track (`everything`: the case), by its own fields."""
    if occurrence.event != act.event:
        return False
    event = next((each for each in program.events if each.id == act.event), None)
    if event is not None and event.scope == "track" and not everything and not _concerns(occurrence, holder):
        return False
    if act.guard is None:
        return True
    fields = {**occurrence.fields, **occurrence.each.get(holder or "", {})}
    record = Record(1, occurrence.event, occurrence.day, occurrence.minute, occurrence.by, fields)
    track = Track(holder, None, "", occurrence.day, occurrence.day)
    machine = Machine(Rules(program, Calendar(())), CaseState("", None))
    return holds(act.guard, Context(machine, track, record))[0] is True


def _concerns(occurrence: Occurrence, holder: str | None) -> bool:
    named = (*occurrence.parties, *occurrence.each)
    return not named or holder in named


def reason(found: Uncovered, lang: str) -> str:
    """Why no version covers a case, without its full stop."""
    day = "" if found.since is None else format_date(found.since, "zh" if lang == "zh" else "en")
    if found.kind == "before":
        zh, en = f"最早的版本自{day}起施行", f"the oldest version is in force from {day}"
    elif found.kind == "between":
        zh, en = f"《{found.title}》到{day}为止有效，没有后一版本", f"“{found.title}” ended on {day} and none follows"
    else:
        zh, en = (
            f"过渡条款说适用《{found.title}》，没有这个版本",
            f"the transition clause names “{found.title}”, not at hand",
        )
    return zh if lang == "zh" else en
