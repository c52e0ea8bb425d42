"""The shipped regulation, compiled: nothing missing, and each change of its text shows."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

from ecolang.artifact import from_json, to_json
from ecolang_compiler.pipeline import Compiled, compile_path, compile_text
from ecolang_compiler.syntax.fmt import format_text
from tests.compiler.policy import codes, one, said

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "policies" / "xpcc-consultation"
PRECEDENCE = "  第七条第一款与附件1第五项不一致的，以第七条第一款为准。\n"


@cache
def shipped() -> Compiled:
    return compile_path(POLICY)


def changed(tmp_path: Path, *changes: tuple[str, str]) -> Compiled:
    """The regulation's folder copied elsewhere, with changes to its text."""
    folder = tmp_path / "elsewhere"
    shutil.copytree(POLICY, folder)
    file = folder / "measures.eco"
    text = file.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return compile_path(folder)


def test_it_has_no_problem_of_any_kind() -> None:
    assert codes(shipped()) == []


def test_every_clause_of_the_text_is_accounted_for() -> None:
    coverage = shipped().coverage
    assert coverage is not None
    assert (coverage.percent, coverage.missing, coverage.not_modelled) == (100.0, 0, 0)
    assert coverage.total == coverage.rule + coverage.no_rule


def test_every_clause_with_a_rule_names_its_rows() -> None:
    coverage = shipped().coverage
    assert coverage is not None
    bare = [clause.id for clause in coverage.clauses if clause.how == "rule" and not clause.rules]
    # In force and repeals are settings.
    assert bare == ["第二十条"]


def test_its_case_tests_come_with_it() -> None:
    found = shipped().program
    assert found is not None
    assert len(found.tests) >= 60


def test_it_survives_being_written_and_read() -> None:
    found = shipped().program
    assert found is not None
    assert from_json(to_json(found)) == found


def test_the_periods_of_the_reply_are_settled_by_precedence() -> None:
    found = shipped().program
    assert found is not None
    assert one(found.precedences).yielded == ("附件1第五项/应当/答复/待答复",)


def test_without_the_precedence_both_places_are_shown(tmp_path: Path) -> None:
    found = changed(tmp_path, (PRECEDENCE, ""))
    message, marked = one(tuple(said(found, "E701")))
    assert message == "「答复」的期间，「第七条第一款」说是「5个工作日」，「附件1第五项」说是「3个工作日」。"
    assert marked == "自最近一次送达告知书之日起5个工作日内"
    problem = one(tuple(each for each in found.diagnostics if each.code == "E701"))
    label = one(problem.labels)
    assert label.text_zh == "另见附件1第五项"
    assert label.span.text_in(found.sources[label.span.file]) == "自最近一次送达告知书之日起3个工作日内"


def test_another_period_for_the_reply(tmp_path: Path) -> None:
    found = changed(tmp_path, ("之日起5个工作日内答复", "之日起7个工作日内答复")).program
    assert found is not None
    assert one(tuple(duty for duty in found.duties if duty.rule == "答复")).deadlines[0].amount == 7


def test_another_number_of_meetings(tmp_path: Path) -> None:
    found = changed(tmp_path, ("召开会议原则上不超过3次", "召开会议原则上不超过2次")).program
    assert found is not None
    assert one(found.count_limits).number == 2


def test_a_further_ground_is_cited_as_the_paragraph_that_has_no_such_item(tmp_path: Path) -> None:
    found = changed(tmp_path, ("    （七）写明理由。\n", "    （七）写明理由；\n    （八）已起诉。\n")).program
    assert found is not None
    grounds = one(tuple(power for power in found.powers if power.rule == "认定不成")).grounds
    assert len(grounds) == 8
    assert grounds[7].cite == "第十一条第一款"


def test_an_article_that_the_text_lacks(tmp_path: Path) -> None:
    found = changed(tmp_path, ("第二十条\n", "第二十一条\n"))
    assert said(found, "E401")[0] == ("原文没有「第二十一条」，最后一条是「第二十条」。", "第二十一条")


def test_a_clause_whose_sentence_is_deleted(tmp_path: Path) -> None:
    found = changed(tmp_path, ("  （二款）权利人可以商请协助取证。\n", ""))
    assert [text.partition("：")[0] for text, _ in said(found, "E501")] == [
        "原文「第四条第二款」没有写成规则，也没有说明"
    ]
    assert found.coverage is not None and found.coverage.missing == 1


def test_its_english_rendering_means_the_same() -> None:
    file = POLICY / "measures.eco"
    words, problems = format_text(file.read_bytes(), str(file), "en")
    assert (problems, words is None) == ([], False)
    chinese = compile_text(file.read_text(encoding="utf-8")).program
    english = compile_text(words or "").program
    assert chinese is not None and english is not None
    assert _meaning(to_json(english)) == _meaning(to_json(chinese))


def _meaning(part: Any) -> Any:
    """The tables without the words of sentences and the lines of tests."""
    if isinstance(part, dict):
        return {key: _meaning(each) for key, each in part.items() if key not in ("text", "line", "hash")}
    return [_meaning(each) for each in part] if isinstance(part, list) else part
