"""Several threads that begin with one policy at once get the verdicts of one."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

from ecolang_runtime.generate import Generator
from ecolang_runtime.judge import Judge
from tests.compiled.engines import shipped


def test_threads_that_begin_at_once() -> None:
    program = shipped("xpcc-consultation")[0].first.rules.program
    alone = Judge(program, engine="compiled")
    cases = [Generator(alone.rules, 4, 0.4).case(number) for number in range(6)]
    wanted = [alone.judge(case, case.occurrences[-1].day) for case in cases]
    shared = Judge(program, engine="compiled")
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(6) as pool:
            found = list(pool.map(lambda case: shared.judge(case, case.occurrences[-1].day), cases))
    finally:
        sys.setswitchinterval(interval)
    assert found == wanted
