"""The other verbs: compile, draw, fmt, schema, explain, new."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

from tests.command import XPCC, change, eco

CLEAN = XPCC / "samples" / "clean.jsonl"
THREE = XPCC / "samples" / "three-respondents.jsonl"


# ── compile ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_compiling_prints_the_artifact_or_writes_it(starter: Path, tmp_path: Path) -> None:
    output = tmp_path / "新" / "a.json"
    printed, written = eco("compile", starter), eco("compile", starter, "-o", output)
    assert (printed.status, written.status) == (0, 0)
    assert str(output) in written.out
    assert output.read_text(encoding="utf-8") == printed.out
    assert list(json.loads(printed.out))[:2] == ["format", "hash"]


def test_an_artifact_compiles_to_itself(starter: Path, tmp_path: Path) -> None:
    output = tmp_path / "a.json"
    eco("compile", starter, "-o", output)
    assert eco("compile", output).out == output.read_text(encoding="utf-8")


def test_a_policy_with_errors_is_not_compiled(starter: Path, tmp_path: Path) -> None:
    # An outcome that nobody can reach compiles, but check finds an error in it.
    change(starter, "  已撤回〔withdrawn〕。", "  已撤回〔withdrawn〕。\n  已失效。")
    ran = eco("compile", starter, "-o", tmp_path / "a.json")
    assert ran.status == eco("check", starter).status == 2
    assert not (tmp_path / "a.json").exists() and "已失效" in ran.err


def test_an_artifact_of_another_version_is_refused(starter: Path, tmp_path: Path) -> None:
    value = eco("compile", starter).json
    value["format"] = value["format"].rpartition("/")[0] + "/999"
    (tmp_path / "a.json").write_text(json.dumps(value), encoding="utf-8")
    ran = eco("check", tmp_path / "a.json")
    assert (ran.status, ran.out) == (1, "") and "/999" in ran.err and "升级" in ran.err


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"format": "x"}', b"null"])
def test_a_file_that_is_no_artifact(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    for arguments in (("check",), ("compile",), ("schema",), ("draw", "--format", "dot")):
        ran = eco(*arguments, tmp_path / "a.json")
        assert (ran.status, ran.out) == (1, "") and "a.json" in ran.err


@pytest.mark.parametrize(
    "arguments", [("draw", "--format", "dot"), ("schema",), ("schema", "--of", "event")], ids=" ".join
)
def test_folder_file_and_artifact_are_one_policy(artifact: Path, arguments: tuple[str, ...]) -> None:
    ran = [eco(*arguments, policy) for policy in (XPCC, XPCC / "measures.eco", artifact)]
    assert [each.status for each in ran] == [0, 0, 0]
    assert ran[0].out == ran[1].out == ran[2].out


# ── draw ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_drawing_by_the_files_ending(artifact: Path, tmp_path: Path) -> None:
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF", "dot": b"//"}
    for form, start in starts.items():
        output = tmp_path / f"图.{form}"
        ran = eco("draw", artifact, "-o", output)
        assert ran.status == 0 and str(output) in ran.out
        assert output.read_bytes().startswith(start) or form == "dot"
    assert "digraph" in (tmp_path / "图.dot").read_text(encoding="utf-8")


def test_svg_is_printed_without_a_file(starter: Path) -> None:
    ran = eco("draw", starter)
    assert ran.status == 0
    assert "待受理" in "".join(ElementTree.fromstring(ran.out).itertext())


@pytest.mark.parametrize("form", ["png", "pdf"])
def test_bytes_are_not_printed(starter: Path, form: str) -> None:
    ran = eco("draw", starter, "--format", form)
    assert (ran.status, ran.out) == (1, "") and "-o" in ran.err


def test_a_format_that_nobody_draws(starter: Path, tmp_path: Path) -> None:
    ran = eco("draw", starter, "-o", tmp_path / "图.jpg")
    assert ran.status == 1 and "jpg" in ran.err and "svg" in ran.err


def test_a_drawing_in_english(artifact: Path) -> None:
    ran = eco("draw", artifact, "--format", "dot", "--lang", "en")
    assert "awaiting reply" in ran.out and "Article 7(1)" in ran.out.replace("\xa0", " ")


def test_the_way_of_a_case_is_marked(artifact: Path) -> None:
    plain = eco("draw", artifact, "--format", "dot")
    marked = eco("draw", artifact, "--format", "dot", "--case", CLEAN, "--as-of", "2025-10-15")
    assert marked.status == 0 and "兵环损〔2025〕1号" not in plain.out
    assert marked.out != plain.out


def test_one_partys_way(artifact: Path) -> None:
    drawn = {
        name: eco("draw", artifact, "--format", "dot", "--case", THREE, "--as-of", "2025-04-20", "--track", name).out
        for name in ("甲公司", "丙公司")
    }
    assert drawn["甲公司"] != drawn["丙公司"]
    ran = eco("draw", artifact, "--case", THREE, "--track", "丁公司")
    assert ran.status == 1 and "丁公司" in ran.err and "甲公司" in ran.err


def test_a_file_without_one_case_marks_no_way(artifact: Path, tmp_path: Path) -> None:
    both = tmp_path / "both.jsonl"
    both.write_text(CLEAN.read_text(encoding="utf-8") + THREE.read_text(encoding="utf-8"), encoding="utf-8")
    ran = eco("draw", artifact, "--case", both)
    assert (ran.status, ran.out) == (1, "") and "2" in ran.err


# ── fmt ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_shipped_policies_are_laid_out(starter: Path, tmp_path: Path) -> None:
    eco("new", tmp_path / "en", "--lang", "en")
    for policy in (XPCC, starter, tmp_path / "en"):
        ran = eco("fmt", "--check", policy)
        assert (ran.status, ran.out, ran.err) == (0, "", ""), policy


def test_formatting_prints_and_writes(starter: Path, tmp_path: Path) -> None:
    file = starter / "policy.eco"
    right = file.read_text(encoding="utf-8")
    change(starter, "5个工作日内", "５ 个工作日内")
    assert eco("fmt", file).out == right
    assert eco("fmt", starter, "-o", tmp_path / "out").status == 0
    assert (tmp_path / "out" / "policy.eco").read_text(encoding="utf-8") == right
    assert file.read_text(encoding="utf-8") != right
    assert eco("fmt", "-w", starter).status == 0
    assert file.read_text(encoding="utf-8") == right


def test_check_shows_the_difference(starter: Path) -> None:
    change(starter, "5个工作日内", "５ 个工作日内")
    ran = eco("fmt", "--check", starter)
    assert ran.status == 2
    assert "-  待受理的，机关应当自提出申请之日起５ 个工作日内受理：" in ran.out
    assert "+  待受理的，机关应当自提出申请之日起5个工作日内受理：" in ran.out


def test_the_other_keywords(starter: Path) -> None:
    ran = eco("fmt", starter, "--lang", "en")
    assert ran.status == 0 and "When 待受理, 机关 must 受理 within 5 working days of 提出申请" in ran.out


def test_what_is_not_understood_is_not_rewritten(starter: Path) -> None:
    change(starter, "进入待决定；", "进进待决定；")
    before = (starter / "policy.eco").read_bytes()
    ran = eco("fmt", "-w", starter)
    assert (ran.status, ran.out) == (2, "") and "错误 E" in ran.err
    assert (starter / "policy.eco").read_bytes() == before


def test_an_artifact_has_no_layout(artifact: Path) -> None:
    ran = eco("fmt", artifact)
    assert (ran.status, ran.out) == (1, "") and ".eco" in ran.err


# ── schema ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_schema_takes_the_samples(artifact: Path) -> None:
    valid = jsonschema.Draft202012Validator(eco("schema", artifact, "--of", "event").json)
    for sample in sorted((XPCC / "samples").glob("*.jsonl")):
        for line in sample.read_text(encoding="utf-8").splitlines():
            if "event" in json.loads(line):
                valid.validate(json.loads(line))


def test_the_schema_of_a_case(artifact: Path) -> None:
    schema = eco("schema", artifact).json
    jsonschema.Draft202012Validator.check_schema(schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"case": "甲", "events": [{"event": "没有", "on": "2025-03-03"}]}, schema)


# ── explain ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lang", "word"), [("zh", "名称"), ("en", "name")])
def test_a_code_is_explained(lang: str, word: str) -> None:
    ran = eco("explain", "e201", "--lang", lang)
    assert ran.status == 0 and "E201" in ran.out and word in ran.out
    assert eco("explain", "E201", "--format", "json", "--lang", lang).json == {
        "code": "E201",
        "page": ran.out.rstrip("\n"),
    }


def test_a_code_that_does_not_exist() -> None:
    ran = eco("explain", "E000")
    assert (ran.status, ran.out) == (1, "") and "E000" in ran.err


# ── new ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_policy_checks_tests_and_draws_as_it_is(tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "a" / "b"
    made = eco("new", folder, "--lang", lang)
    assert made.status == 0 and f"eco check {folder}" in made.out
    assert eco("check", folder, "--fail-level", "note").status == 0
    assert eco("test", folder).status == 0
    assert eco("draw", folder, "-o", tmp_path / "a.png").status == 0


def test_the_starters_are_one_policy_in_two_languages(tmp_path: Path) -> None:
    """The English twin differs in names and prose alone: as many rows of every table."""
    sizes = []
    for lang in ("zh", "en"):
        eco("new", tmp_path / lang, "--lang", lang)
        tables = eco("compile", tmp_path / lang).json
        sizes.append({name: len(rows) for name, rows in tables.items() if isinstance(rows, list)})
    assert sizes[0] == sizes[1]


def test_nothing_is_overwritten(starter: Path) -> None:
    change(starter, "示例", "我的")
    before = (starter / "policy.eco").read_bytes()
    ran = eco("new", starter)
    assert ran.status == 1 and "policy.eco" in ran.err
    assert (starter / "policy.eco").read_bytes() == before
