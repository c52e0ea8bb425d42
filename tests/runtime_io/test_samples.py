"""The sample cases that a policy ships, read, checked against its schema, judged and told."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import ecolang
from ecolang import artifact
from ecolang_runtime.read import read

POLICY = Path(__file__).resolve().parents[2] / "policies" / "xpcc-consultation"
SAMPLES = sorted((POLICY / "samples").glob("*.jsonl"))


@pytest.fixture(scope="module")
def policy() -> "ecolang.Policy":
    return ecolang.load(POLICY)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_without_a_remark(policy: "ecolang.Policy", sample: Path) -> None:
    result = read(sample, policy.names)
    assert result.bad == () and result.notes == () and len(result.cases) == 1
    assert result.lines == len(sample.read_text("utf-8").splitlines())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_fits_the_schema(policy: "ecolang.Policy", sample: Path) -> None:
    validator = Draft202012Validator(policy.schema())
    lines = [json.loads(line) for line in sample.read_text("utf-8").splitlines()]
    assert [line for line in lines if "event" in line and not validator.is_valid(line)] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_reads_in_both_languages(policy: "ecolang.Policy", sample: Path) -> None:
    (verdict,) = policy.evaluate_many(sample, as_of="2025-10-15")
    assert isinstance(verdict, ecolang.Verdict)
    for text in (policy.text(verdict, "zh", full=True), policy.text(verdict, "en", full=True)):
        assert verdict.case in text and "None" not in text and "{" not in text and "[[" not in text
    assert json.loads(json.dumps(policy.to_json(verdict)))["case"] == verdict.case


def test_the_three_samples_are_one_clean_one_late_one_with_three_respondents(policy: "ecolang.Policy") -> None:
    found = {}
    for sample in SAMPLES:
        (verdict,) = policy.evaluate_many(sample, as_of="2025-10-15")
        assert isinstance(verdict, ecolang.Verdict)
        found[sample.stem] = (
            len(verdict.tracks),
            any(each.degree == "violation" and each.kind in ("late", "overdue") for each in verdict.findings),
        )
    assert found == {"clean": (1, False), "late": (1, True), "three-respondents": (3, True)}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_an_artifact_gives_the_verdict_of_the_folder(policy: "ecolang.Policy", sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    assert artifact.dump(policy.program, path) is None
    compiled = ecolang.load(path)
    verdicts = [list(each.evaluate_many(sample, as_of="2025-10-15")) for each in (policy, compiled)]
    assert verdicts[0] == verdicts[1] and compiled.hash == policy.hash
