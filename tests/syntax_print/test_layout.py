"""The canonical layout, worked out by hand."""

from __future__ import annotations

from typing import Literal

from ecolang_compiler.syntax.fmt import format_text

BEFORE = """《办法》

角色
  甲方。
  乙方。

事件
  送达：由甲方，向乙方；载明方式（直接、邮寄）。
  答复：由乙方；载明同意（是否）、到场情况（是否）。

阶段
  待答复，起始。
  已结。

文件
  告知书。
"""


def laid_out(body: str, lang: Literal["zh", "en"] = "zh") -> str:
    """What stands after the vocabulary."""
    text, problems = format_text(BEFORE + "\n" + body, "办法.eco", lang)
    assert text is not None, problems
    return text[text.index("第一条" if lang == "zh" else "Article 1") :]


def test_spaces_widths_and_lines_of_the_draft_do_not_matter() -> None:
    assert laid_out("第一条\n待答复 的, 乙方\n  应当  自送达之日起５日内 答复.\n") == (
        "第一条\n  待答复的，乙方应当自送达之日起5日内答复。\n"
    )


def test_branches_stand_below_the_rule_one_a_line() -> None:
    assert laid_out("第一条\n  待答复的，乙方应当答复：同意的，进入已结；不同意的，进入已结。\n") == (
        "第一条\n"
        "  待答复的，乙方应当答复：\n"
        "    同意的，进入已结；\n"
        "    不同意的，进入已结。\n"
    )  # fmt: skip


def test_one_branch_stays_on_its_line() -> None:
    assert laid_out("第一条\n  乙方应当答复：\n    同意的，进入已结。\n") == (
        "第一条\n  乙方应当答复：同意的，进入已结。\n"
    )


def test_a_remark_stays_with_what_it_was_written_for() -> None:
    body = (
        "# 在条上\n"
        "第一条                                                  # 在条后\n"
        "  # 在句上\n"
        "  乙方应当答复：                                        # 在句后\n"
        "    # 在项上\n"
        "    同意的，进入已结；                                  # 在项后\n"
        "    不同意的，进入已结。                                # 在末项后\n"
        "# 在文末\n"
    )  # fmt: skip
    assert "# 在条上\n" + laid_out(body) == body


def test_a_remark_behind_a_rule_moves_before_its_items_where_they_take_lines_of_their_own() -> None:
    assert laid_out("第一条\n  乙方应当答复：同意的，进入已结；不同意的，进入已结。  # 说明\n") == (
        "第一条\n"
        "  乙方应当答复：                                        # 说明\n"
        "    同意的，进入已结；\n"
        "    不同意的，进入已结。\n"
    )  # fmt: skip


def test_a_long_sentence_breaks_after_a_mark_within_a_hundred_columns() -> None:
    item = "甲乙丙丁戊己庚辛壬癸"
    # An item: （一） 6 columns, ten characters 20, ； 2, so 28. Behind the indent of 2 and 告知书应当包括： (16) two
    # items end in column 74, a third would in 102.
    assert laid_out(f"第一条\n  告知书应当包括：（一）{item}；（二）{item}；（三）{item}；（四）{item}。\n") == (
        "第一条\n"
        f"  告知书应当包括：（一）{item}；（二）{item}；\n"
        f"      （三）{item}；（四）{item}。\n"
    )  # fmt: skip


def test_a_no_is_written_before_short_names_and_behind_long_ones() -> None:
    assert laid_out("第一条\n  答复，同意为否，且不到场情况的，进入已结。\n") == (
        "第一条\n  答复，不同意，且到场情况为否的，进入已结。\n"
    )


def test_names_of_an_alphabet_are_parted_by_a_space_in_chinese_text() -> None:
    text = BEFORE.replace("乙方", "respondent").replace("答复", "reply") + "\n第一条\n  respondent应当共同 reply。\n"
    laid, _ = format_text(text.replace("共同 ", "在首次送达前"), "办法.eco")
    assert laid is not None
    assert laid.endswith("第一条\n  respondent应当在首次送达前reply。\n")
    prompt, _ = format_text(
        text.replace("应当共同 reply", "可以不迟于送达的方式 reply").replace("（直接、邮寄）", "（日期）"), "办法.eco"
    )
    assert prompt is not None
    assert prompt.endswith("  respondent可以不迟于送达的方式reply。\n")


def test_a_part_of_an_item_keeps_its_number() -> None:
    body = "第一条\n  （一款第（三）项（二））乙方应当答复。\n"
    assert laid_out(body) == body
    assert laid_out(body, "en") == "Article 1\n  (para 1(3)(2)) 乙方 must 答复.\n"


def test_the_same_in_english_keywords() -> None:
    body = "第一条\n  （一款）【答】待答复的，乙方应当自送达之日起5日内答复：同意的，进入已结；逾期的，进入已结。\n"
    assert laid_out(body, "en") == (
        "Article 1\n"
        "  (para 1) [答] When 待答复, 乙方 must 答复 within 5 days of 送达:\n"
        "    if 同意, enter 已结;\n"
        "    if late, enter 已结.\n"
    )  # fmt: skip


def test_a_stage_named_like_an_event_that_happened_is_said_to_be_a_stage() -> None:
    before = BEFORE.replace("  已结。", "  已结。\n  已送达。")
    text = before + "\n第一条\n  处于已结、已送达的，乙方应当答复。\n  处于待答复的，进入已结。\n"
    laid, problems = format_text(text, "办法.eco")
    assert laid is not None, problems
    assert laid.endswith("第一条\n  处于已结、已送达的，乙方应当答复。\n  待答复的，进入已结。\n")


def test_a_text_that_would_have_two_readings_in_the_other_surface_is_not_handed_out() -> None:
    text = (
        BEFORE.replace("（直接、邮寄）", "（agreed、not agreed）")
        + "\n第一条\n  送达，方式为not agreed的，进入已结。\n"
    )
    assert format_text(text, "办法.eco")[1] == []
    laid, problems = format_text(text, "办法.eco", "en")
    assert laid is None
    assert [each.code for each in problems] == ["E105"]


def test_a_text_with_an_error_is_not_rewritten() -> None:
    text, problems = format_text(f"{BEFORE}\n第一条\n  乙方应当反馈。\n", "办法.eco")
    assert text is None
    assert [each.code for each in problems] == ["E201"]
