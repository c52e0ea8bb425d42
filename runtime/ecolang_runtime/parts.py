"""Cases of an older version into which articles of newer ones reach: judged by the old words, from an event on by the
new ones (docs/semantics.md, section 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ecolang.hybrid import Handed, hand_over, with_words
from ecolang.program import Duty, Period, Program
from ecolang.readings import Choice, choices_of, with_readings
from ecolang.rows import replace
from ecolang.time import Calendar
from ecolang.versions import Version, Versions
from ecolang_runtime.case import CaseData, Occurrence
from ecolang_runtime.followed import Followed, Step
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.handover import Phase, evaluate
from ecolang_runtime.reference.rules import Rules
from ecolang_runtime.reference.turns import essence_of
from ecolang_runtime.verdict import Verdict
from ecolang_runtime.versions import meant

#: The rules that a case begins under, and those that take over, in order, with what changes.
_Chain = tuple[Rules, tuple[tuple[Rules, Handed], ...]]


class Parts:
    """A version, and articles of newer versions that take over one after the other. The reference judges.

    `choices`: the readings that were chosen.
    """

    def __init__(self, versions: Versions, followed: Followed, choices: tuple[Choice, ...]) -> None:
        self._first = _version(versions, followed.version)
        self._articles = tuple((_version(versions, step.version), step.articles) for step in followed.steps)
        self._choices = choices
        self._known: dict[Choice, None] = {}
        self._chains: dict[tuple[Choice, ...], _Chain] = {}
        #: The ids of rows that newer versions brought in.
        self.taken = frozenset(id for _, handed in self._chain(choices)[1] for id in handed.rows)

    def judge(self, followed: Followed, case: CaseData, as_of: int, *, try_readings: bool) -> Verdict:
        """The verdict of a case as of the end of a day, with the moments at which the articles take over."""
        verdict = self._evaluated(followed, self._choices, case, as_of)
        turns: list[Choice] = []
        if try_readings:
            essence = essence_of(verdict)
            settled = {reading for reading, _ in self._choices}
            for choice in self._known:
                if choice[0] in settled:
                    continue
                other = self._evaluated(followed, (*self._choices, choice), case, as_of)
                if essence_of(other) != essence:
                    turns.append(choice)
        return replace(verdict, turns_on=tuple(turns), readings=self._choices)

    def _evaluated(self, followed: Followed, choices: tuple[Choice, ...], case: CaseData, as_of: int) -> Verdict:
        first, later = self._chain(choices)
        phases = [
            Phase(rules, handed, _reaches(step, version.program), followed.version)
            for (rules, handed), step, (version, _) in zip(later, followed.steps, self._articles, strict=True)
        ]
        return evaluate(first, phases, case, as_of)

    def _chain(self, choices: tuple[Choice, ...]) -> _Chain:
        found = self._chains.get(choices)
        if found is None:
            found = self._chains[choices] = self._made(choices)
        return found

    def _made(self, choices: tuple[Choice, ...]) -> _Chain:
        articles = [(version.name, version.program, each) for version, each in self._articles]
        changes, programs = _chained(self._first, articles, lambda program: self._read(program, choices))
        every = tuple(programs)
        later: list[tuple[Rules, Handed]] = []
        kept: tuple[Duty | Period, ...] = ()
        for change, program in zip(changes, programs[1:], strict=True):
            kept = (*kept, *change.kept)
            later.append((Rules(program, _calendar(program), None, kept, every), change))
        return Rules(programs[0], _calendar(programs[0]), others=every), tuple(later)

    def _read(self, program: Program, choices: tuple[Choice, ...]) -> Program:
        """A program under those of the chosen readings that it has."""
        known = choices_of(program)
        self._known.update(dict.fromkeys(known))
        found = with_readings(program, tuple(choice for choice in choices if choice in known))
        return found if isinstance(found, Program) else program


def words_of(versions: Versions, name: str, parts: Iterable[tuple[str, tuple[str, ...]]]) -> Program:
    """What a verdict of a version with articles of newer ones speaks of: the rows of both."""
    articles = [(newer, _version(versions, newer).program, each) for newer, each in parts]
    changes, programs = _chained(_version(versions, name), articles, lambda program: program)
    duties = tuple(row for change in changes for row in change.kept if isinstance(row, Duty))
    return replace(programs[-1], duties=(*programs[-1].duties, *duties))


def _chained(
    first: Version, articles: Iterable[tuple[str, Program, tuple[str, ...]]], read: Callable[[Program], Program]
) -> tuple[list[Handed], list[Program]]:
    """The programs that take turns, and what changes between them."""
    steps = list(articles)
    words = first.program
    for _, newer, _ in steps:
        words = with_words(words, newer)
    programs = [read(words)]
    changes: list[Handed] = []
    for name, newer, named in steps:
        earlier = {kept: kept for change in changes for kept in change.names.values()}
        changes.append(hand_over(programs[-1], newer, named, name, f"{first.name}-{name}", earlier))
        programs.append(read(changes[-1].program))
    return changes, programs


def _version(versions: Versions, name: str) -> Version:
    found = versions.find(name)
    assert found is not None, name
    return found


def _calendar(program: Program) -> Calendar:
    return Judge(program).calendar(program.settings.calendars)


def _reaches(step: Step, program: Program) -> Callable[[Occurrence], bool]:
    def reaches(occurrence: Occurrence) -> bool:
        return occurrence.day >= step.first and any(
            meant(program, act, occurrence, step.holder, everything=step.everything) for act in step.acts
        )

    return reaches
