"""What the kernel says of policies made by chance equals what the definition says, in every column."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from ecolang.program import Anchor, Counting, Period, Program
from ecolang.rows import replace
from ecolang_runtime.case import CaseData
from ecolang_runtime.columnar.codes import Pools
from ecolang_runtime.columnar.columns import of_verdicts, to_table
from ecolang_runtime.columnar.engine import Engine
from ecolang_runtime.reference.engine import evaluate
from ecolang_runtime.reference.rules import Rules
from tests.compiled import programs

CASES = 8


class Maker(programs.Maker):
    """Makes the rows of a policy without what the kernel leaves to the ordinary engine as a whole."""

    def leaf(self, event: str | None = None) -> Any:
        return next(leaf for _ in iter(int, 1) if (leaf := super(Maker, self).leaf(event))[0] not in ("item", "signed"))

    def counting(self, kind: str) -> Counting:
        made = replace(super().counting(kind), runs_on=False)
        hour = made.unit == "hour" and (kind == "before" or made.roll != "none")
        return replace(made, unit="day") if hour else made

    def anchor(self, kind: str, period: bool = False) -> Anchor:
        anchors = (super(Maker, self).anchor(kind, period) for _ in iter(int, 1))
        return replace(next(each for each in anchors if each.kind != "item"), received=False)

    def deadline(self, *args: Any, **more: Any) -> Any:
        made = super().deadline(*args, **more)
        from_item = made.amount_from is not None and made.amount_from[0] == "item"
        return replace(made, amount_from=("fact", "many")) if from_item else made

    def period(self, id: str) -> Period:
        made = super().period(id)
        hour = made.deadline.counting.unit == "hour"
        kept = (each for each in made.allowances if (each.approval or each.request) is not None and not hour)
        return replace(made, allowances=tuple(kept))

    def program(self) -> Program:
        made = super().program()
        return replace(made, settings=replace(made.settings, standstill=()))


def table_of(columns: Any, cases: int, pools: Pools) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = to_table(columns.ordered(), [str(n) for n in range(cases)], pools, {}).to_pylist()
    return rows


def tame(case: CaseData) -> CaseData:
    """The case as a reader gives it: without strangers, values of their types, papers signed by roles."""
    held = {name for name, _ in case.parties} | {"A", "R", "lead"}
    told = []
    for each in case.occurrences:
        papers = {
            name: {
                key: [who for who in said if who != "x"] if isinstance(said, list) else said
                for key, said in paper.items()
            }
            for name, paper in each.documents.items()
        }
        told.append(replace(each, by=tuple(name for name in each.by if name in held), documents=papers))
    facts = tuple(replace(each, value=_typed(each.name, each.value)) for each in case.facts)
    return replace(case, occurrences=tuple(told), facts=facts)


def _typed(name: str, value: Any) -> Any:
    """A value of a fact's own type, as the readers see to it."""
    return bool(value) if name == "big" else int(value)


def cases_of(seed: int) -> Iterator[CaseData]:
    """Cases of a policy by chance; of every second the days are pressed together, so that orders are open."""
    start = programs.START
    for number in range(CASES):
        case = tame(programs.case_of(seed * 100 + number))
        if number % 2:
            told = [replace(each, day=start + (each.day - start) // 5, minute=None) for each in case.occurrences]
            case = replace(case, occurrences=tuple(told))
        yield case


def check(seed: int) -> Counter[str]:
    """Compares a policy on cases; how many the kernel took, and what it left the others for."""
    rules = Rules(Maker(seed).program(), programs.CALENDAR)
    day = programs.START + Random(seed).randint(10, 60)
    pools = Pools()
    engine = Engine(rules, pools)
    pools.begin()
    wanted = {}
    for number, case in enumerate(cases_of(seed)):
        try:
            wanted[number] = case, evaluate(rules, rules.calendar, case, day)
        except RecursionError:
            continue
    columns, left = engine.judge([(number, case) for number, (case, _) in wanted.items()], day)
    taken = [(number, verdict) for number, (_, verdict) in wanted.items() if number not in left]
    if columns is not None:
        assert table_of(columns, CASES, pools) == table_of(of_verdicts(taken, pools), CASES, pools), seed
    return Counter(left.values()) + Counter({"taken": len(taken)})


def test_policies_by_chance() -> None:
    found: Counter[str] = sum((check(seed) for seed in range(20)), Counter())
    # The kernel has to take some of them for this to say anything.
    assert found["taken"] > 100, found


@pytest.mark.soak
def test_policies_by_chance_for_long() -> None:
    until = time.monotonic() + float(os.environ.get("ECO_SOAK_SECONDS", "120"))
    seed = 100_000
    while time.monotonic() < until:
        check(seed)
        seed += 1
