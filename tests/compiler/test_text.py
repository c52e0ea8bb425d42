"""Citations, quotations and how the text is accounted for."""

from __future__ import annotations

from tests.compiler.policy import FLOW, compiled, said

ONE = "## 第一条\n\n机关应当受理、听证、决定。\n"
SOURCE = ONE + "\n## 第二条\n\n本办法所称听证，是指当面听取意见。\n\n申请人可以补正：\n\n（一）姓名；\n\n（二）事由。\n"
ACCOUNTED = """第二条
  （一款）不设规则：因定义。
  （二款）有下列情形之一的，申请人可以补正：（一）未听证；（二）未决定。
"""


def test_a_text_that_is_accounted_for() -> None:
    found = compiled(FLOW, ACCOUNTED, source=SOURCE)
    assert [each.code for each in found.diagnostics if each.code[:2] in ("E4", "E5")] == []
    assert found.coverage is not None
    # 第一条; 第二条第一款, 第二款, 第(一)项, 第(二)项
    assert (found.coverage.total, found.coverage.rule, found.coverage.no_rule, found.coverage.percent) == (
        5,
        4,
        1,
        100.0,
    )


def test_the_table_says_how_each_clause_is_carried() -> None:
    found = compiled(FLOW, ACCOUNTED, source=SOURCE)
    assert found.program is not None
    table = {clause.id: (clause.how, clause.reason) for clause in found.program.clauses}
    assert table["第二条第一款"] == ("no_rule", "定义")
    assert table["第二条第二款第（二）项"] == ("rule", None)


def test_a_clause_that_no_rule_carries() -> None:
    found = compiled(FLOW, "第二条\n  （一款）不设规则：因定义。\n", source=SOURCE)
    # Its items are part of it: one problem, not three.
    assert [text for text, _ in said(found, "E501")] == [
        "原文「第二条第二款」没有写成规则，也没有说明：「申请人可以补正：」。"
    ]
    assert found.coverage is not None and found.coverage.missing == 3
    # Two of five clauses: the percentage is cut, not rounded.
    assert found.coverage.percent == 40.0


def test_an_item_that_the_list_leaves_out() -> None:
    text = ACCOUNTED.replace("；（二）未决定", "")
    assert said(compiled(FLOW, text, source=SOURCE), "E501")[0][0] == (
        "原文「第二条第二款第（二）项」没有写成规则，也没有说明：「事由。」。"
    )


def test_a_clause_that_is_not_modelled() -> None:
    text = ACCOUNTED.replace("不设规则：因定义", "未建模：因还不会写")
    found = compiled(FLOW, text, source=SOURCE)
    assert said(found, "E502")[0][0] == "「第二条第一款」有法律效果，但标为未建模：「还不会写」。"
    assert found.coverage is not None and found.coverage.not_modelled == 1


def test_a_clause_that_has_a_rule_and_is_said_to_have_none() -> None:
    text = ACCOUNTED + "  （一款）听证后，机关应当公告。\n"
    assert said(compiled(FLOW, text, source=SOURCE), "E503")[0][0] == "「第二条第一款」标为不设规则，下面却有规则。"


def test_a_clause_that_is_said_twice_to_have_none() -> None:
    text = ACCOUNTED + "  （一款）不设规则：因重复。\n"
    assert said(compiled(FLOW, text, source=SOURCE), "E504")[0][0] == "「第二条第一款」标了两次不设规则或者未建模。"


def test_an_article_that_the_text_lacks() -> None:
    found = compiled(FLOW, ACCOUNTED, "第三条\n  不设规则：因没有这一条。\n", source=SOURCE)
    assert said(found, "E401") == [("原文没有「第三条」，最后一条是「第二条」。", "第三条")]


def test_a_paragraph_that_the_text_lacks() -> None:
    text = ACCOUNTED + "  （三款）听证后，机关应当公告。\n"
    found = compiled(FLOW, text, source=SOURCE)
    assert said(found, "E402")[0][0] == "原文没有「第二条第三款」，「第二条」只有2款。"


def test_a_quotation_that_differs_by_a_character() -> None:
    text = ACCOUNTED + "  （一款）原文：“本办法所称听证，是指当面听取意建”。\n"
    found = compiled(FLOW, text, source=SOURCE)
    message, marked = said(found, "E405")[0]
    assert message == "引文第16个字起与「第二条第一款」的原文不同：写的是「建」，原文是「见。」。"
    assert marked == "建"


def test_a_quotation_that_is_right() -> None:
    text = ACCOUNTED + "  （一款）原文：“听证，是指当面听取意见。”。\n"
    assert said(compiled(FLOW, text, source=SOURCE), "E405") == []


def test_without_a_source_text_there_is_no_table() -> None:
    assert compiled(FLOW).coverage is None


def test_an_article_written_twice() -> None:
    found = compiled(FLOW, "第一条\n  听证后，机关应当公告。\n")
    assert said(found, "E116") == [("「第一条」在本文件里写了两次。", "第一条")]
