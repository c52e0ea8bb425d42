"""Files and folders in, a program or problems out; never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecolang.artifact import from_json, to_json
from ecolang_compiler.pipeline import compile_path, compile_text
from tests.compiler.policy import FLOW, codes, compiled, policy


def test_an_artifact_is_lossless() -> None:
    found = compiled(FLOW).program
    assert found is not None
    assert from_json(to_json(found)) == found


def test_compiling_twice_gives_the_same() -> None:
    assert compiled(FLOW).program == compiled(FLOW).program


def test_a_folder_with_its_cases(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "许可.eco").write_text(policy(FLOW), encoding="utf-8")
    case = "案例【一】\n  申请人：甲。\n  2026年3月2日，申请，种类为新办。\n  截至2026年3月3日：阶段为待受理。\n"
    (tmp_path / "cases" / "一.eco").write_text(case, encoding="utf-8")
    found = compile_path(tmp_path)
    assert found.program is not None
    test = found.program.tests[0]
    # The line is that of the case's own file.
    assert (test.id, test.line, test.events[0]["line"]) == ("一", 1, 3)


def test_case_tests_may_be_left_unread(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "许可.eco").write_text(policy(FLOW), encoding="utf-8")
    (tmp_path / "cases" / "一.eco").write_text("这不是案例。\n", encoding="utf-8")
    assert "E906" in codes(compile_path(tmp_path))
    found = compile_path(tmp_path, tested=False)
    assert codes(found) == codes(compiled(FLOW)) and found.program == compiled(FLOW).program


def test_a_folder_without_a_policy(tmp_path: Path) -> None:
    assert codes(compile_path(tmp_path)) == ["E119"]


def test_a_folder_with_two_policies(tmp_path: Path) -> None:
    for name in ("甲.eco", "乙.eco"):
        (tmp_path / name).write_text(policy(FLOW), encoding="utf-8")
    assert codes(compile_path(tmp_path)) == ["E121"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert codes(compile_path(tmp_path / "没有.eco")) == ["E115"]


def test_a_file_that_is_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "许可.eco"
    path.write_bytes("《许可办法》".encode("gb18030"))
    found = compile_path(path)
    assert codes(found) == ["E109"]
    assert found.diagnostics[0].args["guess"] == "GBK"


def test_a_source_text_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "许可.eco"
    path.write_text(policy(FLOW).replace("工作日", "原文：没有.md。\n工作日", 1), encoding="utf-8")
    assert "E406" in codes(compile_path(path))


@pytest.mark.parametrize(
    "text", ["", "《", "《许可办法》\n第一条\n  待", "\x00", "（" * 10_000, "《许可办法》\n角色\n  甲"]
)
def test_bad_text_is_a_problem_and_no_exception(text: str) -> None:
    found = compile_text(text)
    assert found.program is None or not found.has_errors
    assert found.program is not None or found.has_errors


def test_after_a_syntax_error_nothing_that_follows_from_it_is_reported() -> None:
    found = compiled(FLOW.replace("受理后，进入待听证", "受理后，进进待听证"))
    assert found.program is None
    assert codes(found) == ["E201"]


def test_an_error_of_a_check_leaves_the_program() -> None:
    found = compiled(FLOW, "附件1\n  待受理的，机关应当自申请之日起3个工作日内受理。\n")
    assert found.has_errors and found.program is not None


CASE = "案例【一】\n  申请人：甲。\n  2026年3月2日，申请，种类为新办。\n  截至2026年3月3日：阶段为待受理。\n"


def test_a_case_test_that_cannot_be_read_is_left_out_and_the_policy_stays() -> None:
    found = compiled(FLOW, CASE, CASE.replace("【一】", "【二】").replace("申请，种", "申清，种"))
    assert [each.code for each in found.diagnostics if each.severity == "error"] == ["E201"]
    assert found.program is not None
    assert [test.id for test in found.program.tests] == ["一"]


def test_an_undeclared_name_is_reported_once_however_often_it_is_used() -> None:
    found = compiled(FLOW, "第二条\n  待受里的，机关应当受理。\n  待受里的，机关应当听证。\n")
    assert codes(found) == ["E201"]
    assert len(found.diagnostics[0].labels) == 1


def test_a_rule_that_cannot_be_read_hides_what_only_follows_from_it() -> None:
    # Without the rule for its length, 办理期限 would seem to have none.
    text = "第二条\n  办理期限不超过90，自申请之日起算。\n  待决定的，办理期限已届满的，进入已驳回。\n"
    assert codes(compiled(FLOW, text)) == ["E106"]
