"""A case in flight says after each event what a replay under the reference says, with the readings it turns on."""

from __future__ import annotations

from random import Random

import pytest

from ecolang.rows import replace
from ecolang_runtime.case import CaseData, FactAt
from ecolang_runtime.compiled.flight import Flight
from ecolang_runtime.generate import Generator
from ecolang_runtime.judge import Judge
from ecolang_runtime.reference.engine import in_order
from tests.compiled.engines import differences, shipped


@pytest.mark.parametrize("folder", ["xpcc-consultation", "foia"])
def test_after_each_event(folder: str) -> None:
    program = shipped(folder)[0].first.rules.program
    fast, slow = Judge(program, engine="compiled"), Judge(program, engine="reference")
    maker = Generator(slow.rules, 21, 0.4)
    for case in (maker.case(number) for number in range(3)):
        flight = fast.run(replace(case, occurrences=()))
        assert isinstance(flight, Flight)
        rng = Random(case.id)
        told = in_order(case.occurrences)
        for number, occurrence in enumerate(told, 1):
            flight.record(occurrence)
            day = occurrence.day + rng.choice((0, 0, 1, 30))
            if rng.random() < 0.5 or (number < len(told) and told[number].day < day):
                continue
            data = replace(case, occurrences=tuple(told[:number]))
            wanted = replace(slow.judge(data, day), order_matters=())
            assert list(differences(wanted, flight.as_of(day))) == [], (case, number)


def test_a_fact_that_becomes_known_on_the_way() -> None:
    """The fact makes the fourth meeting's approval count; both engines are told of it on the day."""
    program = shipped("xpcc-consultation")[0].first.rules.program
    fast, slow = Judge(program, engine="compiled"), Judge(program, engine="reference")
    case = next(c for c in (Generator(slow.rules, 3, 0.0).case(n) for n in range(20)) if len(c.occurrences) > 5)
    told = in_order(case.occurrences)
    fact = FactAt(program.facts[0].id, True, told[3].day)
    flight = fast.run(CaseData(case.id, case.opened, case.parties))
    for occurrence in told[:3]:
        flight.record(occurrence)
    flight.as_of(told[2].day)
    flight.learn(fact)
    for occurrence in told[3:]:
        flight.record(occurrence)
    data = CaseData(case.id, case.opened, case.parties, (fact,), tuple(told))
    wanted = replace(slow.judge(data, told[-1].day), order_matters=())
    assert list(differences(wanted, flight.as_of(told[-1].day))) == []
