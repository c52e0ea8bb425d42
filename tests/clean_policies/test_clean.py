"""Ten policies with nothing wrong in them: a finding here is a false alarm of the checker's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import eco

POLICIES = sorted(Path(__file__).parent.glob("*.eco"))
every_policy = pytest.mark.parametrize("policy", POLICIES, ids=lambda path: path.stem)


@every_policy
def test_nothing_is_found_even_with_proofs(policy: Path) -> None:
    ran = eco("check", policy, "--fail-level", "note", "-q")
    assert (ran.err, ran.status) == ("", 0)


@every_policy
def test_nothing_is_found_in_the_other_keywords(policy: Path, tmp_path: Path) -> None:
    printed = tmp_path / policy.name
    other = "zh" if policy.stem.isascii() else "en"
    assert eco("fmt", policy, "--lang", other, "-o", printed).status == 0
    ran = eco("check", printed, "--fail-level", "note", "-q")
    assert (ran.err, ran.status) == ("", 0)


@every_policy
def test_its_case_tests_hold(policy: Path) -> None:
    assert eco("test", policy).status == 0


def test_there_are_ten() -> None:
    assert len(POLICIES) >= 10
