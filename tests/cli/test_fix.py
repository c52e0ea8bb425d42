"""`eco check --fix` and `--format sarif`."""

from __future__ import annotations

from pathlib import Path

from ecolang.cli.fix import repaired
from ecolang.diagnostics import Edit, Span
from tests.command import XPCC, eco

LINE = "  （二款）权利人可以商请协助取证。\n"


def without_stop(tmp_path: Path) -> Path:
    policy = tmp_path / "measures.eco"
    text = (XPCC / "measures.eco").read_text(encoding="utf-8").replace("原文：原文/磋商管理办法.md。\n", "")
    assert LINE in text
    policy.write_text(text.replace(LINE, LINE.replace("。", "")), encoding="utf-8")
    return policy


def test_a_missing_full_stop_is_written_and_shown(tmp_path: Path) -> None:
    policy = without_stop(tmp_path)
    assert eco("check", policy, "--no-proofs").status == 2
    ran = eco("check", policy, "--fix", "--no-proofs")
    assert ran.status == 0
    assert "-  （二款）权利人可以商请协助取证\n+  （二款）权利人可以商请协助取证。" in ran.out
    assert "已改 1 处。" in ran.out
    assert LINE in policy.read_text(encoding="utf-8")


def test_without_fix_nothing_is_written(tmp_path: Path) -> None:
    policy = without_stop(tmp_path)
    before = policy.read_bytes()
    eco("check", policy, "--no-proofs")
    assert policy.read_bytes() == before


def test_where_nothing_is_certain_nothing_is_written(tmp_path: Path) -> None:
    policy = without_stop(tmp_path)
    wrong = policy.read_text(encoding="utf-8").replace("权利人可以商请协助取证", "权利人可以商请协助取正。")
    policy.write_text(wrong, encoding="utf-8")
    ran = eco("check", policy, "--fix", "--no-proofs")
    assert (ran.status, policy.read_text(encoding="utf-8")) == (2, wrong)


def test_several_edits_keep_their_places() -> None:
    # "abcd": b becomes XX, and Y goes in before d.
    edits = [Edit(Span("f", 1, 2), "XX"), Edit(Span("f", 3, 3), "Y")]
    assert repaired("abcd", edits) == "aXXcYd"


def test_sarif_has_the_rule_the_place_and_the_repair(tmp_path: Path) -> None:
    policy = without_stop(tmp_path)
    ran = eco("check", policy, "--format", "sarif")
    (run,) = ran.json["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert (ran.status, ran.json["version"], rule["id"], result["level"]) == (2, "2.1.0", "E102", "error")
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("/measures.eco")
    line = policy.read_text(encoding="utf-8").splitlines().index(LINE.rstrip("。\n")) + 1
    assert place["region"]["startLine"] == line
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"][0]["insertedContent"] == {"text": "。"}


def test_a_clean_policy_gives_an_empty_run() -> None:
    ran = eco("check", XPCC, "--format", "sarif")
    assert (ran.status, ran.json["runs"][0]["results"]) == (0, [])
