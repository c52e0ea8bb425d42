"""Many cases over several processes. Each portion is worked out from its own numbers, so that the number of processes
changes nothing."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from ecolang.program import Program
from ecolang.rows import dataclass, field, replace
from ecolang_runtime.case import CaseData
from ecolang_runtime.generate import Generator, Run
from ecolang_runtime.impact.causes import MOST_TRIED, Blame, Cause
from ecolang_runtime.impact.effects import Effect
from ecolang_runtime.impact.judge import Comparer
from ecolang_runtime.impact.places import Places
from ecolang_runtime.impact.transition import Transition
from ecolang_runtime.judge import Judge

#: Cases of one portion, and how many cases with the same effect have its cause looked for.
PORTION, _SAMPLED = 100, 5


@dataclass(frozen=True, slots=True)
class Source:
    """Cases to be made (`number` of them, from the graphs of both versions in turn), or those of `cases`."""

    number: int = 0
    seed: int = 0
    violations: float = 0.3
    cases: Iterable[CaseData] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A case that is judged otherwise. `causes`: for each effect the changes that made it; None: not looked for.
    `case`: not kept where it can be made again from its number."""

    id: str
    number: int
    events: int
    effects: tuple[Effect, ...]
    flipped: bool
    causes: tuple[tuple[int, ...] | None, ...]
    case: CaseData | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What every process needs to know. `transition`: whether each case follows what the transition clauses say."""

    old: Program
    new: Program
    causes: tuple[Cause, ...] = ()
    places: Places = field(default_factory=Places)
    as_of: int | None = None
    source: Source = Source()
    transition: bool = False

    def comparer(self) -> Comparer:
        """Judges under both versions, by the transition clauses if that is wanted."""
        chosen = Transition(self.old, self.new) if self.transition else None
        return Comparer(Judge(self.old).rules, Judge(self.new).rules, self.places, self.as_of, chosen)


Worked = tuple[int, list[Result], Counter[str]]


class Worker:
    """Compares portions of cases."""

    def __init__(self, task: Task) -> None:
        self.task = replace(task, source=_bare(task.source))
        self.comparer = task.comparer()
        self.blame = Blame(task.old, task.new, task.causes, task.places, task.as_of)
        source = task.source
        # The old version's walks know what is gone, the new one's what has come, each its own last days.
        self.makers = (
            [
                Generator(rules, source.seed, source.violations, self.comparer.engine(rules))
                for rules in (self.comparer.old, self.comparer.new)
            ]
            if source.cases is None
            else []
        )

    def portion(self, first: int, cases: list[CaseData] | int) -> Worked:
        """The cases of a portion that are judged otherwise, how many there were in all, and what they follow."""
        found: list[Result] = []
        followed: Counter[str] = Counter()
        number = cases if isinstance(cases, int) else len(cases)
        for place in range(number):
            case, run = (cases[place], None) if isinstance(cases, list) else self._told(first + place)
            if self.task.transition:
                followed[self.comparer.followed(case)] += 1
            compared = self.comparer.compare(case, run)
            if not (compared.effects or compared.flipped):
                continue
            causes: tuple[tuple[int, ...] | None, ...] = (None,) * len(compared.effects)
            if not self.blame.tries:
                causes = self.blame.of(case, compared.effects)
            kept = None if self.makers else case
            events = len(case.occurrences)
            found.append(Result(case.id, first + place, events, compared.effects, compared.flipped, causes, kept))
        return number, found, followed

    def blamed(self, result: Result) -> Result:
        """A result with the causes of its effects."""
        return replace(result, causes=self.blame.of(again(result, self), result.effects))

    def made(self, number: int) -> CaseData:
        """The case of a number."""
        return self._told(number)[0]

    def _told(self, number: int) -> tuple[CaseData, Run | None]:
        if not self.makers:
            raise ValueError("these cases were given")
        half, turn = divmod(number, 2)
        case, run = self.makers[turn].told(half)
        return replace(case, id=f"{number + 1:05}"), run


def again(result: Result, worker: Worker | None) -> CaseData:
    """The case of a result: the one that was given, or made once more."""
    if result.case is not None:
        return result.case
    if worker is None:
        raise ValueError("no case and no way to make it")
    return worker.made(result.number)


_worker: list[Worker] = []


def _begin(task: Task) -> None:
    # A forked process has the worker of the one that it came from.
    if not _worker or _worker[0].task is not task:
        _worker[:] = [Worker(task)]
    # The tables stay for the process's life; cycles among the rest are looked for after each portion.
    gc.freeze()
    gc.disable()


def _portion(first: int, cases: list[CaseData] | int) -> Worked:
    done = _worker[0].portion(first, cases)
    gc.collect()
    return done


def _blamed(result: Result) -> Result:
    return _worker[0].blamed(result)


def run_impact(
    task: Task, jobs: int = 1, progress: Callable[[int], None] | None = None, worker: Worker | None = None
) -> Worked:
    """How many cases there were, those that are judged otherwise, in order, and how many follow which version (none
    are counted unless the task asks for it). `progress` hears how many are done; `worker`: one made for the task."""
    total = 0
    followed: Counter[str] = Counter()
    found: list[Result] = []
    with _Crew(worker or Worker(task), jobs) as crew:
        for number, results, versions in crew.worked(_portions(task.source)):
            total += number
            followed += versions
            found += results
            if progress is not None:
                progress(total)
        looked = _sampled(found) if 1 < len(task.causes) <= MOST_TRIED else []
        for place, result in zip(looked, crew.blamed([found[place] for place in looked]), strict=True):
            found[place] = result
    return total, found, followed


def _sampled(found: list[Result]) -> list[int]:
    """The places of the results whose causes are looked for: some of each effect, the shortest cases first."""
    seen: dict[object, int] = {}
    places: list[int] = []
    for place in sorted(range(len(found)), key=lambda place: found[place].events):
        signs = {effect.sign for effect in found[place].effects}
        if any(seen.get(sign, 0) < _SAMPLED for sign in signs):
            places.append(place)
            for sign in signs:
                seen[sign] = seen.get(sign, 0) + 1
    return sorted(places)


class _Crew:
    """The processes that do the work; with one, this process does it."""

    def __init__(self, worker: Worker, jobs: int) -> None:
        self.jobs = jobs
        self.worker = worker
        self.pool: ProcessPoolExecutor | None = None
        if jobs > 1:
            _worker[:] = [worker]
            self.pool = ProcessPoolExecutor(jobs, initializer=_begin, initargs=(worker.task,))

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)
            _worker.clear()

    def worked(self, portions: Iterator[tuple[int, list[CaseData] | int]]) -> Iterator[Worked]:
        """What comes of each portion, in order."""
        if self.pool is None:
            yield from (self.worker.portion(first, cases) for first, cases in portions)
            return
        waiting: list[Future[Worked]] = []
        for first, cases in portions:
            waiting.append(self.pool.submit(_portion, first, cases))
            # Read no further ahead than the processes can use.
            if len(waiting) > 4 * self.jobs:
                yield waiting.pop(0).result()
        for each in waiting:
            yield each.result()

    def blamed(self, results: list[Result]) -> Iterator[Result]:
        """The results with their causes, in order."""
        if self.pool is None:
            return map(self.worker.blamed, results)
        return self.pool.map(_blamed, results, chunksize=4)


def _bare(source: Source) -> Source:
    return source if source.cases is None else Source(cases=())


def _portions(source: Source) -> Iterator[tuple[int, list[CaseData] | int]]:
    first = 0
    if source.cases is None:
        while first < source.number:
            yield first, min(PORTION, source.number - first)
            first += PORTION
        return
    cases = iter(source.cases)
    while portion := list(islice(cases, PORTION)):
        yield first, portion
        first += len(portion)
