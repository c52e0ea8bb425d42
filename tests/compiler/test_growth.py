"""A policy grows and its check grows with it, not faster."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from ecolang.cli.bench.checking import big_policy
from ecolang.cli.proofs import prove_all
from ecolang_compiler.pipeline import compile_text
from tests.command import eco


def cost(stages: int) -> float:
    """Seconds of the processor that a whole check takes."""
    text = big_policy(stages)
    begin = process_time()
    found = compile_text(text, "增长.eco")
    assert found.program is not None
    proofs = prove_all(found.program, found.tree)
    assert [each.verdict for each in proofs.answers] == ["proved", "proved"]
    return process_time() - begin


def test_a_made_policy_has_nothing_wrong_and_ten_lines_a_stage() -> None:
    text = big_policy(12)
    assert compile_text(text, "增长.eco").diagnostics == ()
    assert 10 * 12 < text.count("\n") < 15 * 12


def test_four_times_the_stages_take_no_sixteen_times_the_time() -> None:
    cost(4)
    # Linear would be four times; a little grows with the square of the stages.
    assert cost(160) < 10 * cost(40)


@pytest.mark.soak
def test_four_hundred_stages_are_checked_in_five_seconds() -> None:
    assert cost(400) < 5


def test_the_command_measures_and_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ecolang.cli.bench.checking.SIZES", (2, 4))
    monkeypatch.chdir(tmp_path)
    ran = eco("bench", "check", "--format", "json")
    assert [row["stages"] for row in ran.json] == [2, 4]
    assert all(row["compiling"] > 0 for row in ran.json)
