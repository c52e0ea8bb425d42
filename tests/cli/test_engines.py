"""`eco run --engine` and `eco compile --source`."""

from __future__ import annotations

import ast
import json
import pickle

import pytest

import ecolang
from tests.command import XPCC, eco

CASES = XPCC / "samples" / "three-respondents.jsonl"


def test_both_engines_say_the_same() -> None:
    asked = ("run", XPCC, CASES, "--as-of", "2025-04-20", "--format", "json", "--engine")
    fast, slow = eco(*asked, "compiled"), eco(*asked, "reference")
    assert fast.status == slow.status == 0
    assert fast.out == slow.out
    assert json.loads(fast.out)["tracks"]


def test_the_source_is_shown() -> None:
    shown = eco("compile", XPCC, "--source", "--lang", "en")
    assert shown.status == 0
    assert ast.parse(shown.out).body
    assert shown.out == ecolang.load(XPCC).source()


def test_another_engine_is_refused() -> None:
    assert eco("run", XPCC, CASES, "--engine", "steam").status != 0
    with pytest.raises(ValueError, match="steam"):
        ecolang.load(XPCC, engine="steam")


def test_stats_say_who_judged() -> None:
    policy = ecolang.load(XPCC, engine="auto")
    for _ in range(5):
        list(policy.evaluate_many(CASES, as_of="2025-04-20"))
    assert policy.stats.compiled > 0
    assert set(policy.stats.reasons) == {"the first cases"}
    assert 0 < policy.stats.share < 1


def test_a_policy_goes_to_another_process() -> None:
    policy = ecolang.load(XPCC, engine="compiled")
    before = list(policy.evaluate_many(CASES, as_of="2025-04-20"))
    again = pickle.loads(pickle.dumps(policy))
    assert list(again.evaluate_many(CASES, as_of="2025-04-20")) == before
