"""Renumbered, split and merged articles: told as such, and no change of what the rules say."""

from __future__ import annotations

from dataclasses import replace

from ecolang.artifact import from_json, to_json
from ecolang_compiler.diff import Difference, difference
from ecolang_compiler.diff.render import conclusion
from tests.diff.amend import amended, numbering, program, said, shifted, shipped, source_text, text

PERFORMANCE = "  （二款）协议阶段的，义务人应当不迟于"
ONLY_RENUMBERED = "只有编号不同，效力相同：已证明。"


def split_twelve(heading: str) -> str:
    """第十二条第二款 on its own, under a heading; the articles behind it move on by one."""
    whole = text()
    start, end = whole.index(PERFORMANCE), whole.index("第十三条\n")
    alone = heading + "\n" + whole[start:end].replace("（二款）", "")
    return shifted(whole[:start], 13) + alone + shifted(whole[end:], 13)


def against(words: str) -> Difference:
    return difference(shipped(), program(words))


def test_articles_that_only_moved_on_are_no_change() -> None:
    # Room for a new 第十二条: what stood from there on has the next number. 第十九条 and 第二十条 hold no rules, so
    # that only the regulation's own text shows that they moved too.
    found = against(shifted(text(), 12))
    assert said(found) == []
    assert numbering(found) == ["第十二条至第十八条依次改为第十三条至第十九条（推定）"]
    assert conclusion(found, "zh") == ONLY_RENUMBERED


def test_clauses_without_rules_move_by_their_words() -> None:
    moved = program(shifted(text(), 12), shifted(source_text(), 12))
    found = difference(program(text(), source_text()), moved)
    assert said(found) == []
    assert numbering(found) == ["第十二条至第二十条依次改为第十三条至第二十一条（推定）"]


def test_an_article_moved_on_by_a_new_one_keeps_its_rules() -> None:
    new = "第十二条\n  磋商阶段的，义务人可以提交授权委托书。\n\n第十三条\n"
    found = against(shifted(text(), 12).replace("第十三条\n", new, 1))
    assert said(found) == ["新增第十二条：磋商阶段的，义务人可以提交授权委托书"]
    assert numbering(found) == ["第十二条至第十八条依次改为第十三条至第十九条（推定）"]


def test_an_article_split_by_content_is_proposed() -> None:
    found = against(split_twelve("第十三条"))
    assert said(found) == []
    assert numbering(found) == [
        "原第十二条分为第十二条、第十三条（推定）",
        "第十三条至第十八条依次改为第十四条至第十九条（推定）",
    ]
    assert conclusion(found, "zh") == ONLY_RENUMBERED


def test_an_article_that_says_what_it_was_is_confirmed() -> None:
    found = against(split_twelve("第十三条（原第十二条第二款）"))
    assert said(found) == []
    assert numbering(found)[0] == "原第十二条分为第十二条、第十三条"


def test_a_sentence_that_says_what_it_was_is_confirmed() -> None:
    words = split_twelve("第十三条").replace(
        "第十三条\n  协议阶段的，义务人应当不迟于", "第十三条\n  （原第十二条第二款）协议阶段的，义务人应当不迟于"
    )
    assert any(row.text for row in program(words).renumberings)
    kept = [rule for rule in against(words).rules if rule.old_place == "第十二条第二款"]
    assert {rule.new_place for rule in kept} == {"第十三条"}


def test_a_rule_with_a_name_is_known_wherever_it_goes() -> None:
    words = shifted(text(), 11).replace("  （二款）【磋商期限】", "第十一条\n  【磋商期限】", 1)
    found = against(words.replace("  （二款）【会议次数】", "  【会议次数】", 1))
    assert said(found) == []
    assert numbering(found)[:2] == ["原第十条分为第十条、第十一条", "第十一条改为第十二条"]


def test_a_change_of_a_rule_that_moved_is_marked_as_proposed() -> None:
    words = split_twelve("第十三条").replace("损害可以修复的，义务人应当组织修复", "损害可以修复的，义务人可以组织修复")
    assert said(against(words)) == ["第十三条（原第十二条第二款）“义务人组织修复”：应当 → 可以｜对应关系为推定"]


def test_a_change_of_a_rule_that_says_what_it_was_is_certain() -> None:
    words = split_twelve("第十三条（原第十二条第二款）")
    words = words.replace("损害可以修复的，义务人应当组织修复", "损害可以修复的，义务人可以组织修复")
    assert said(against(words)) == ["第十三条（原第十二条第二款）“义务人组织修复”：应当 → 可以"]


def test_an_article_deleted_is_its_rules_deleted() -> None:
    whole = text()
    start, end = whole.index("第十七条\n"), whole.index("第十八条\n")
    found = against(shifted(whole[:start] + whole[end:], 18, -1))
    assert [(change.kind, change.action, change.old_place) for change in found.changes] == [
        ("duty", "removed", "第十七条")
    ] * 3
    assert numbering(found) == ["第十八条改为第十七条（推定）"]


def test_two_articles_made_one() -> None:
    # 第十五条 becomes the second paragraph of 第十四条 ... and its number is taken by what stood behind it.
    whole = text()
    start, end = whole.index("第十五条\n"), whole.index("第十六条\n")
    rule = whole[start:end].removeprefix("第十五条\n").replace("  已签协议、", "  （三款）已签协议、")
    words = whole[:start].rstrip("\n") + "\n" + rule + shifted(whole[end:], 16, -1)
    found = against(words)
    assert said(found) == []
    assert numbering(found)[0] == "原第十四条、第十五条并为第十四条（推定）"


def test_former_numbers_and_definitions_survive_an_artifact() -> None:
    compiled = program(split_twelve("第十三条（原第十二条第二款）"))
    assert [(row.cite, row.formerly) for row in compiled.renumberings] == [("第十三条", "第十二条第二款")]
    assert [row.id for row in compiled.definitions] == ["不履行协议", "会后仍愿磋商"]
    assert from_json(to_json(compiled)) == compiled


def test_a_term_used_under_another_name_only_is_no_change() -> None:
    words = amended(("  不履行协议〔default〕：", "  违约〔default〕：")).replace("不履行协议的", "违约的")
    found = against(words)
    assert [change.kind for change in found.changes] == ["definition", "definition"]
    assert found.proved


def test_order_that_may_decide_is_not_proved_equal() -> None:
    old = shipped()
    other = replace(old, duties=(*old.duties[1:], old.duties[0]))
    found = difference(old, other)
    assert found.empty
    assert not found.proved
    assert conclusion(found, "zh") == "没有发现差别，但未能证明效力相同。"
    assert conclusion(found, "en") == "No difference found; that the effect is equal is not proved."
