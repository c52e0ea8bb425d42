"""The record of a text that was checked, and what is told once the text is another."""

from __future__ import annotations

from pathlib import Path

from ecolang.diagnostics import message
from ecolang.source_parse import parse_source
from ecolang.source_record import Changed, changes, read_record, write_record
from ecolang.source_text import Ref
from ecolang_compiler.pipeline import compile_path
from tests.command import XPCC, eco
from tests.goldens.slips import BASE, POLICY

TEXT = """# 办法

## 第一条

机关应当在5日内送达。

情形如下：

（一）急的；

（二）缓的。

## 第二条

申请人应当答复。

## 附件1

一、姓名

二、日期
"""


def told(new: str, old: str = TEXT) -> list[Changed]:
    """What is told of a text where another one was recorded."""
    return list(changes(parse_source(new, "新"), read_record(write_record(parse_source(old, "旧"), "zh"))))


def test_the_same_text_is_not_told_of_however_its_lines_break() -> None:
    assert told(TEXT) == []
    assert told(TEXT.replace("申请人应当答复。", "申请人应当答复。  ").replace("\n", "\r\n")) == []


def test_a_record_in_english_says_the_same() -> None:
    source = parse_source(TEXT, "新")
    assert read_record(write_record(source, "en")) == read_record(write_record(source, "zh"))


def test_the_narrowest_clause_is_told() -> None:
    assert told(TEXT.replace("5日", "7日")) == [Changed(Ref(1), (Ref(1, paragraph=1),))]
    # The paragraph holds the item, and its own words are as they were.
    assert told(TEXT.replace("急的", "不急的")) == [Changed(Ref(1), (Ref(1, paragraph=2, item=1),))]
    assert told(TEXT.replace("申请人应当答复", "申请人可以答复")) == [Changed(Ref(2))]
    assert told(TEXT.replace("二、日期", "二、时间")) == [Changed(Ref(annex=1), (Ref(annex=1, item=2),))]


def test_a_clause_that_is_gone_is_told() -> None:
    assert told(TEXT.replace("（二）缓的。\n", "")) == [Changed(Ref(1), (Ref(1, paragraph=2, item=2),))]


def test_an_article_that_has_the_words_of_another_is_told_as_that() -> None:
    # A new article 2 makes the old one the third.
    new = TEXT.replace("## 第二条", "## 第二条\n\n费用由机关承担。\n\n## 第三条")
    assert told(new) == [Changed(Ref(2)), Changed(Ref(3), was=Ref(2))]


def test_a_line_that_is_none_makes_its_clause_one_that_has_changed() -> None:
    record = write_record(parse_source(TEXT, "旧"), "zh").replace("  第二条", "第二条") + "<<<<<<<\n"
    assert list(changes(parse_source(TEXT, "新"), read_record(record))) == [Changed(Ref(2))]


def policy(folder: Path, old: str = "", new: str = "") -> Path:
    """The policy of the goldens, whose text was recorded and then changed."""
    for name, text in BASE["zh"].items():
        (folder / name).write_text(text, encoding="utf-8")
    assert eco("check", folder, "-q", "--record-text").status == 0
    text = BASE["zh"]["原文.md"]
    assert old in text
    (folder / "原文.md").write_text(text.replace(old, new), encoding="utf-8")
    return folder


def problems(folder: Path) -> list[tuple[str, str]]:
    return [(each.code, message(each, "zh")) for each in compile_path(folder).diagnostics]


def test_what_was_recorded_gives_no_warning(tmp_path: Path) -> None:
    assert problems(policy(tmp_path)) == []


def test_an_article_is_named_with_the_clauses_that_changed(tmp_path: Path) -> None:
    found = problems(policy(tmp_path, "60日", "90日"))
    assert found == [("E407", "「第五条」的原文在上次核对以后改动过：「第五条第一款」。")]


def test_recording_again_settles_it(tmp_path: Path) -> None:
    folder = policy(tmp_path, "60日", "90日")
    assert eco("check", folder, "-q", "--record-text").status == 0
    assert problems(folder) == []


def test_nothing_is_recorded_while_there_are_errors(tmp_path: Path) -> None:
    folder = policy(tmp_path, "60日", "90日")
    file = folder / POLICY["zh"]
    file.write_text(file.read_text(encoding="utf-8").replace("机关应当自此之日", "机构应当自此之日"), encoding="utf-8")
    assert eco("check", folder, "-q", "--record-text").status == 2
    file.write_text(BASE["zh"][POLICY["zh"]], encoding="utf-8")
    assert [code for code, _ in problems(folder)] == ["E407"]


def test_a_clause_that_no_rule_carries_is_told_as_that_alone(tmp_path: Path) -> None:
    folder = policy(tmp_path, "办理期限为60日。\n", "办理期限为60日。\n\n期限可以延长。\n")
    # The new paragraph is the second; what was the second is the third, which no rule carries.
    assert [code for code, _ in problems(folder)] == ["E407", "E501"]
    assert problems(folder)[0][1] == "「第五条」的原文在上次核对以后改动过：「第五条第二款」。"


def test_a_new_version_knows_the_text_of_the_old_one(tmp_path: Path) -> None:
    folder = policy(tmp_path, "60日", "90日")
    assert eco("new-version", folder, "2027", "--in-force", "2027-01-01").status == 0
    assert [code for code, _ in problems(folder / "2027.eco")] == ["E407"]


def test_the_shipped_regulation_is_recorded(tmp_path: Path) -> None:
    assert (XPCC / "measures.checked").is_file() and problems(XPCC) == []


def test_a_compiled_policy_has_no_text_to_record(artifact: Path) -> None:
    ran = eco("check", artifact, "--record-text")
    assert (ran.status, ran.err) == (1, "--record-text 要政策的文本。\n")
