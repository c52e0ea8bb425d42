"""`eco diff`: its formats, its exit statuses and what it says where it cannot compare."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.command import XPCC, eco

REPLY = "起5个工作日内答复：\n    同意的"


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    """The regulation with another time to reply, in the policy and in its text."""
    folder = tmp_path / "新版"
    shutil.copytree(XPCC, folder, ignore=shutil.ignore_patterns("cases"))
    policy, source = folder / "measures.eco", folder / "原文" / "磋商管理办法.md"
    text = policy.read_text(encoding="utf-8")
    assert text.count(REPLY) == 1
    policy.write_text(text.replace(REPLY, REPLY.replace("5", "7")), encoding="utf-8")
    words = source.read_text(encoding="utf-8")
    source.write_text(words.replace("5个工作日内", "7个工作日内"), encoding="utf-8")
    return folder


def test_the_note_is_what_it_prints(amended: Path) -> None:
    ran = eco("diff", XPCC, amended)
    assert ran.status == 0
    assert "  第七条第一款【答复】：期限 5个工作日 → 7个工作日。\n" in ran.out
    assert ran.out.endswith("共1处变化：修改1处。\n")


def test_the_note_in_english(amended: Path) -> None:
    ran = eco("diff", XPCC, amended, "--lang", "en")
    assert "  Article 7(1) [答复]: time limit: 5 working days → 7 working days.\n" in ran.out


def test_the_exit_code_says_whether_they_differ(amended: Path) -> None:
    assert eco("diff", XPCC, amended, "--exit-code").status == 3
    same = eco("diff", XPCC, XPCC, "--exit-code")
    assert (same.status, same.out.splitlines()[-1]) == (0, "效力相同：已证明。")


def test_a_file_and_an_artifact_are_compared_too(amended: Path, tmp_path: Path) -> None:
    artifact = tmp_path / "新版.json"
    assert eco("compile", amended, "-o", artifact).status == 0
    assert eco("diff", amended / "measures.eco", artifact, "--exit-code").status == 0
    ran = eco("diff", XPCC / "measures.eco", artifact, "--redline")
    assert "起[-5-]{+7+}个工作日内答复" in ran.out


def test_the_redline_shows_the_regulation_and_the_policy(amended: Path) -> None:
    ran = eco("diff", XPCC, amended, "--redline")
    source, policy = ran.out.split("政策的修改")
    assert "原文的修改\n\n第七条\n" in source
    assert "[-5-]{+7+}个工作日内" in source
    assert "之日起[-5-]{+7+}个工作日内答复：" in policy


def test_markdown_by_the_ending_of_the_file(amended: Path, tmp_path: Path) -> None:
    ran = eco("diff", XPCC, amended, "--redline", "-o", tmp_path / "说明.md")
    assert (ran.status, ran.out) == (0, f"已写出：{tmp_path / '说明.md'}\n")
    text = (tmp_path / "说明.md").read_text(encoding="utf-8")
    assert "| 第七条第一款 | 修改【答复】：期限 ~~5个工作日~~ → **7个工作日** |  |\n" in text
    assert "之日起~~5~~**7**个工作日内答复：" in text


def test_json_holds_changes_and_redline(amended: Path, tmp_path: Path) -> None:
    value = eco("diff", XPCC, amended, "--format", "json", "--redline").json
    assert [change["sentence"] for change in value["changes"]] == ["第七条第一款【答复】：期限 5个工作日 → 7个工作日"]
    assert value["redline"]["source"][0]["heading"] == "第七条"
    assert eco("diff", XPCC, amended, "-o", tmp_path / "d.json").status == 0


def test_a_picture_by_the_ending_of_the_file(amended: Path, tmp_path: Path) -> None:
    assert eco("diff", XPCC, amended, "-o", tmp_path / "图.svg").status == 0
    assert "#d97706" in (tmp_path / "图.svg").read_text(encoding="utf-8")
    assert "#d97706" in eco("diff", XPCC, amended, "--format", "dot").out


def test_what_cannot_be_done_is_said(amended: Path, tmp_path: Path) -> None:
    assert eco("diff", XPCC, tmp_path / "没有").err == f"找不到：{tmp_path / '没有'}\n"
    assert eco("diff", XPCC, amended, "--format", "png").err == "请用 -o 指定文件。\n"
    assert eco("diff", XPCC, amended, "-o", tmp_path / "x.doc").err.startswith("不认识格式“doc”")
    assert eco("diff", XPCC, amended, "--format", "svg", "--redline").err == "图里放不下 --redline。\n"


def test_a_policy_with_errors_is_not_compared(amended: Path) -> None:
    policy = amended / "measures.eco"
    policy.write_text(policy.read_text(encoding="utf-8").replace("进入待答复", "进入没有的阶段", 1), encoding="utf-8")
    ran = eco("diff", XPCC, amended)
    assert ran.status == 2
    assert "没有的阶段" in ran.err


def test_two_versions_of_a_folder_are_named_after_it() -> None:
    policies = Path(__file__).parents[2] / "policies"
    ran = eco("diff", policies / "administrative-reconsideration", "2017", "2023")
    # 2023 第六十二条 keeps the sixty days of 2017 and adds thirty for the simple procedure.
    assert ran.status == 0 and "第六十二条" in ran.out
    assert ran.out.index("第六十二条") < ran.out.index("设置和声明")
