"""`eco test`: the policy's case tests, their differences, and what none of them exercises."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import XPCC, change, eco

RIGHT = "截至2025年3月10日：阶段为待决定"
#: One day before the reply is due nothing has been accepted.
WRONG = "截至2025年3月9日：阶段为待决定"


def test_the_shipped_case_tests_pass_from_file_folder_and_artifact(artifact: Path) -> None:
    folder, compiled = (eco("test", each, "--format", "json") for each in (XPCC, artifact))
    assert (folder.status, compiled.status) == (0, 0)
    assert folder.json["failed"] == 0 and folder.json["passed"] >= 60
    assert folder.json == compiled.json
    # The file by itself has none: they lie in the folder's cases/.
    assert eco("test", XPCC / "measures.eco", "--format", "json").json["passed"] == 0


def test_a_difference_is_shown_and_has_status_3(starter: Path) -> None:
    ran = eco("test", change(starter, RIGHT, WRONG))
    assert ran.status == 3
    for words in ("按期办理", "截至2025年3月9日", "阶段为待决定", "待受理", "3个案例：2个通过，1个不符"):
        assert words in ran.out


def test_json_of_the_tests(starter: Path) -> None:
    ran = eco("test", change(starter, RIGHT, WRONG), "--format", "json")
    assert ran.status == 3
    assert (ran.json["passed"], ran.json["failed"]) == (2, 1)
    failed = next(each for each in ran.json["tests"] if not each["passed"])
    assert failed["id"] == "按期办理"
    assert failed["failures"][0]["expected"] == "阶段为待决定" and failed["failures"][0]["got"] == "待受理"


def test_what_no_case_exercises_is_told(starter: Path) -> None:
    ran = eco("test", starter)
    assert ran.status == 0
    assert "待决定 —作出决定→ 已准予（第二条）" in ran.out


@pytest.mark.parametrize("place", ["policy", "cases"])
def test_a_test_that_cannot_be_read_has_not_passed(starter: Path, place: str) -> None:
    if place == "cases":
        (starter / "cases").mkdir()
        (starter / "cases" / "一.eco").write_text(
            "案例【一】\n  2025年3月3日，提出申情。\n  截至2025年3月4日：阶段为待受理。\n", encoding="utf-8"
        )
    else:
        change(starter, RIGHT, RIGHT.replace("待决定", "待决"))
    ran = eco("test", starter)
    assert ran.status == 2
    assert "错误 E201" in ran.err and "0个不符" in ran.out


def test_a_file_of_tests_that_is_not_utf8_has_status_1(starter: Path) -> None:
    (starter / "cases").mkdir()
    (starter / "cases" / "一.eco").write_bytes("案例【一】\n".encode("gbk"))
    ran = eco("test", starter)
    assert ran.status == 1 and "一.eco" in ran.err and "3个通过" in ran.out


def test_tests_run_although_check_finds_an_error(starter: Path) -> None:
    change(starter, "  已撤回〔withdrawn〕。", "  已撤回〔withdrawn〕。\n  已失效。")
    assert eco("check", starter).status == 2
    ran = eco("test", starter)
    assert ran.status == 0 and "3个通过" in ran.out and "1 处错误" in ran.err


def test_a_policy_that_does_not_compile_runs_no_test(starter: Path) -> None:
    ran = eco("test", change(starter, "进入待决定；", "进入代决定；"))
    assert (ran.status, ran.out) == (2, "") and "E201" in ran.err


def test_some_of_the_tests(starter: Path) -> None:
    ran = eco("test", starter, "-k", "撤回", "--format", "json")
    assert [each["id"] for each in ran.json["tests"]] == ["受理后撤回"]


def test_in_english(tmp_path: Path) -> None:
    eco("new", tmp_path / "a", "--lang", "en")
    ran = eco("test", tmp_path / "a", "--lang", "en")
    assert ran.status == 0 and "3 passed" in ran.out
