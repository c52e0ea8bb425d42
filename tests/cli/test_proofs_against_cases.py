"""What is proved of every case holds of cases that were made without knowing the proof."""

from __future__ import annotations

from typing import Any

import pytest

from ecolang.cli.replay import BROKEN, watched
from ecolang_compiler.pipeline import compile_path
from ecolang_runtime.generate import Generator
from ecolang_runtime.judge import Judge
from tests.command import ROOT

CASES = 60


@pytest.mark.parametrize("policy", ["xpcc-consultation", "gdpr"])
def test_no_generated_case_breaks_what_was_proved(policy: str) -> None:
    program = compile_path(ROOT / "policies" / policy).program
    assert program is not None
    maker = Generator(Judge(program).rules, 7, 0.6)
    cases: list[Any] = [maker.case(place) for place in range(CASES)]
    for guarantee in program.guarantees:
        if guarantee.scope != "any" or guarantee.form not in ("never_event", "never_stage", "at_most", "owes"):
            continue
        judge = Judge(watched(program, guarantee))
        for case in cases:
            last = max((each.day for each in case.occurrences), default=case.opened or 739_000)
            verdict = judge.judge(case, last + 30, try_readings=False)
            assert all(track.stage != BROKEN for track in verdict.tracks), (guarantee.text, case)
            assert all(each.norm != BROKEN for each in verdict.findings), (guarantee.text, case)
