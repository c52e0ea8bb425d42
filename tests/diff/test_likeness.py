"""What two sentences have in common is worked out in full only where it may be enough."""

from __future__ import annotations

from itertools import product

import pytest

from ecolang_compiler.diff.match import likeness
from ecolang_compiler.diff.units import units
from ecolang_compiler.diff.voice import Speech
from ecolang_compiler.pipeline import compile_path
from tests.diff.amend import POLICY


@pytest.mark.parametrize("least", [0.3, 0.55])
def test_what_cannot_be_enough_is_nothing_and_the_rest_is_as_it_is(least: float) -> None:
    found = [
        compile_path(POLICY.parent / f"administrative-reconsideration@{year}", tested=False) for year in (2017, 2023)
    ]
    old, new = (units(Speech.of(each.program))[:25] for each in found if each.program is not None)
    pairs = [(likeness(one, other, 0.0), likeness(one, other, least)) for one, other in product(old, new)]
    assert all(quick == whole if whole >= least else quick in (0.0, whole) for whole, quick in pairs)
    assert any(whole >= least for whole, _ in pairs) and any(0.0 == quick < whole for whole, quick in pairs)
