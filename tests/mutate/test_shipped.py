"""The case tests of the shipped regulation notice nearly every break of it."""

from __future__ import annotations

import pytest

import ecolang
from tests.command import ROOT

XPCC = ROOT / "policies" / "xpcc-consultation"


def test_breaks_of_the_regulation_are_noticed() -> None:
    # A few of each kind; which ones the seed says.
    found = ecolang.mutate(XPCC, sample=3, seed=3, jobs=1, cases=False)
    assert found.made >= 1000
    assert found.noticed + found.equivalent >= 3, [mutant.before for mutant, _ in found.survivors]


@pytest.mark.soak
def test_all_breaks_of_the_regulation() -> None:
    """Some minutes on two cores; docs/reference/mutate.md lists what is left and why."""
    found = ecolang.mutate(XPCC, cases=False)
    left = [f"{mutant.line} {mutant.kind}: {mutant.before} -> {mutant.after}" for mutant, _ in found.survivors]
    assert found.percent >= 97, left
