"""The case tests of the shipped regulation notice nearly every break of it."""

from __future__ import annotations

import pytest

import ecolang
from ecolang_compiler.mutate.bench import Bench, bench
from ecolang_compiler.mutate.equal import Form
from ecolang_runtime.generate import Generator
from ecolang_runtime.impact.judge import Comparer
from ecolang_runtime.judge import Judge
from tests.command import ROOT

XPCC = ROOT / "policies" / "xpcc-consultation"


def test_breaks_of_the_regulation_are_noticed() -> None:
    # A few of each kind; which ones the seed says.
    found = ecolang.mutate(XPCC, sample=6, seed=3, jobs=1, cases=False)
    assert found.made >= 1000
    assert found.noticed + found.equivalent >= 5, [mutant.before for mutant, _ in found.survivors]


@pytest.mark.soak
def test_all_breaks_of_the_regulation() -> None:
    """Some minutes on two cores; docs/reference/mutate.md lists what is left and why."""
    found = ecolang.mutate(XPCC, cases=False)
    left = [f"{mutant.line} {mutant.kind}: {mutant.before} -> {mutant.after}" for mutant, _ in found.survivors]
    assert found.percent >= 97, left


@pytest.mark.soak
@pytest.mark.parametrize("policy", ["xpcc-consultation", "gdpr", "foia"])
def test_what_is_proved_equivalent_judges_made_cases_alike(policy: str) -> None:
    made = bench(ROOT / "policies" / policy)
    assert isinstance(made, Bench) and made.base.program is not None
    form, old = Form(made.base.program), Judge(made.base.program)
    cases = [Generator(old.rules, seed=7).case(number) for number in range(100)]
    proved = 0
    for mutant in made.mutants():
        compiled = made.compiled(mutant)
        if compiled is None or compiled.program is None or not form.equals(Form(compiled.program)):
            continue
        proved += 1
        comparer = Comparer(old.rules, Judge(compiled.program).rules)
        # Looked at in full, also where no changed row seems near.
        comparer.touch.everywhere = True
        assert not any(comparer.compare(case).effects for case in cases), mutant
    assert proved
