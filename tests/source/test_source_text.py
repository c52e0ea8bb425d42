"""The real texts, parted into clauses as Chinese lawyers count them."""

import hashlib
from pathlib import Path

import pytest

from ecolang.source_parse import parse_source
from ecolang.source_text import Ref, SourceText, text_hash

MEASURES = Path(__file__).resolve().parents[2] / "policies/xpcc-consultation/原文/磋商管理办法.md"
EXCERPT = Path(__file__).parent / "fixtures/行政复议法节选.md"
# Counted by hand: blocks of each article, a lead-in with its items as one, text after the items as the next.
PARAGRAPHS = [1, 2, 3, 2, 2, 2, 2, 2, 3, 2, 2, 2, 1, 2, 1, 1, 1, 2, 1, 1]


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


@pytest.fixture(scope="module")
def measures() -> SourceText:
    return parse_source(text_of(MEASURES), "磋商管理办法.md")


@pytest.fixture(scope="module")
def excerpt() -> SourceText:
    return parse_source(text_of(EXCERPT), "节选.md")


def test_the_title_is_the_first_heading(measures: SourceText) -> None:
    assert measures.title == "新疆生产建设兵团生态环境损害赔偿磋商管理办法"


def test_there_are_twenty_articles_and_six_annexes(measures: SourceText) -> None:
    assert measures.articles == tuple(Ref(number) for number in range(1, 21))
    assert measures.annexes == tuple(Ref(annex=number) for number in range(1, 7))


def test_the_paragraphs_of_each_article_are_those_counted_by_hand(measures: SourceText) -> None:
    assert [measures.paragraphs[Ref(number)] for number in range(1, 21)] == PARAGRAPHS


@pytest.mark.parametrize(
    ("whole", "items"),
    [
        (Ref(6, paragraph=2), 8),
        (Ref(8, paragraph=1), 8),
        (Ref(11, paragraph=1), 7),
        (Ref(12, paragraph=1), 6),
        (Ref(13), 5),
        (Ref(annex=1), 7),
        (Ref(annex=2), 0),
        (Ref(annex=4), 4),
        (Ref(annex=4, item=4), 3),
    ],
)
def test_items_belong_to_the_paragraph_before_them(measures: SourceText, whole: Ref, items: int) -> None:
    assert len(measures.children(whole)) == items


def test_text_after_the_items_is_the_next_paragraph(measures: SourceText) -> None:
    assert (measures.text(Ref(11, paragraph=2)) or "").startswith("磋商达成部分意见一致的，")
    assert measures.children(Ref(11, paragraph=2)) == ()


def test_an_item_is_its_words_without_the_number(measures: SourceText) -> None:
    assert measures.text(Ref(11, paragraph=1, item=6)) == "超过磋商期限，仍未达成赔偿协议的；"


def test_a_paragraph_is_its_lead_in_with_its_items(measures: SourceText) -> None:
    lines = (measures.text(Ref(13)) or "").split("\n")
    assert lines[0] == "生态环境损害赔偿范围包括："
    assert lines[5] == "（五）防止损害的发生和扩大所支出的合理费用。"


def test_a_list_quoted_inside_a_sub_item_makes_no_sub_items(measures: SourceText) -> None:
    # Annex 4, item 1 has （一） and （二）; the latter quotes an article with items （一） to （五）.
    assert len(measures.children(Ref(annex=4, item=1))) == 2
    assert "（三）生态环境损害调查、鉴定评估等费用；" in (measures.text(Ref(annex=4, item=1, subitem=2)) or "")


def test_the_list_of_annexes_belongs_to_no_article(measures: SourceText) -> None:
    assert (measures.text(Ref(20)) or "").endswith("同时废止。")


def test_the_lines_under_an_annex_item_are_its_text(measures: SourceText) -> None:
    assert "送达之日起3个工作日内" in (measures.text(Ref(annex=1, item=5)) or "")


def test_each_span_covers_the_words_of_its_clause(measures: SourceText) -> None:
    text = text_of(MEASURES)
    for clause in measures.clauses:
        last_line = clause.text.rsplit("\n", 1)[-1]
        assert clause.span.text_in(text).endswith(last_line)


def test_the_only_paragraph_of_an_article_is_cited_either_way(measures: SourceText) -> None:
    assert measures.canonical(Ref(13, paragraph=1, item=1)) == Ref(13, item=1)
    assert measures.canonical(Ref(1, paragraph=1)) == Ref(1)


def test_an_item_without_its_paragraph_is_found_when_only_one_has_items(measures: SourceText) -> None:
    assert measures.canonical(Ref(11, item=3)) == Ref(11, paragraph=1, item=3)


@pytest.mark.parametrize(
    "ref",
    [Ref(21), Ref(7, paragraph=3), Ref(13, paragraph=2), Ref(11, paragraph=1, item=8), Ref(annex=7), Ref(10, suffix=1)],
)
def test_what_the_text_lacks_is_not_found(measures: SourceText, ref: Ref) -> None:
    assert not measures.has(ref)


@pytest.mark.parametrize(
    ("ref", "near"),
    [
        (Ref(21), Ref(20)),
        (Ref(7, paragraph=3), Ref(7, paragraph=2)),
        (Ref(11, paragraph=1, item=8), Ref(11, paragraph=1, item=7)),
        (Ref(annex=7), Ref(annex=6)),
        (Ref(25, paragraph=2), Ref(20)),
    ],
)
def test_the_nearest_place_has_the_nearest_number(measures: SourceText, ref: Ref, near: Ref) -> None:
    assert measures.nearest(ref) == near


def test_coverage_accounts_for_paragraphs_items_annexes_and_their_items(measures: SourceText) -> None:
    # Paragraphs: 1+2+3+2+2+2+2+2+3+2+2+2+1+2+1+1+1+2+1+1 = 35, the article itself where there is one.
    # Items of articles: 8+8+7+6+5 = 34. Annexes: 6, with 7+4 = 11 items. 35+34+6+11 = 86.
    accounted = [clause.ref for clause in measures.clauses_to_account()]
    assert len(accounted) == 86
    assert Ref(7) not in accounted and Ref(7, paragraph=2) in accounted
    assert Ref(13) in accounted and Ref(13, item=5) in accounted
    assert Ref(annex=4, item=4, subitem=3) not in accounted


def test_the_hash_is_that_of_the_file(measures: SourceText) -> None:
    assert measures.hash == hashlib.sha256(MEASURES.read_bytes()).hexdigest()


def test_the_hash_overlooks_line_ends_and_a_byte_order_mark() -> None:
    assert text_hash("\ufeffa\r\nb") == text_hash("a\nb")


def test_articles_at_the_start_of_a_line_stand_under_chapters(excerpt: SourceText) -> None:
    assert [ref.article for ref in excerpt.articles] == [1, 2, 11, 12, 36, 44, 87, 88, 89, 90]
    assert excerpt.title == "中华人民共和国行政复议法"


def test_chapters_and_comments_are_no_text_of_an_article(excerpt: SourceText) -> None:
    assert (excerpt.text(Ref(2)) or "").endswith("法律、法规、规章授权的组织的行政行为。")


def test_an_article_with_a_lead_in_and_fifteen_items_is_one_paragraph(excerpt: SourceText) -> None:
    assert excerpt.paragraphs[Ref(11)] == 1
    assert excerpt.children(Ref(11))[-1] == Ref(11, item=15)


def test_the_items_of_a_second_paragraph_belong_to_it(excerpt: SourceText) -> None:
    assert excerpt.paragraphs[Ref(44)] == 2
    assert len(excerpt.children(Ref(44, paragraph=2))) == 3


def test_a_quotation_that_matches_is_found_whatever_white_space_is_around_it(measures: SourceText) -> None:
    assert measures.quote_matches(Ref(7, paragraph=1), "  逾期未反馈意见的，视为不同意磋商。\n")


@pytest.mark.parametrize(
    ("quotation", "offset", "written", "source"),
    [
        # 逾期未反馈意见的， is 9 characters, so 视 is at 9 and the changed one at 10.
        ("逾期未反馈意见的，视作不同意磋商。", 10, "作", "为"),
        # A half-width comma at offset 8.
        ("逾期未反馈意见的,视为不同意磋商。", 8, ",", "，"),
        ("越期未反馈意见的，视为不同意磋商。", 0, "越", "逾"),
        # The white space before the quotation counts in the offset: 1 + 10.
        (" 逾期未反馈意见的，视作不同意磋商。", 11, "作", "为"),
        ("视为不同意磋商。但是", 8, "但", ""),
    ],
)
def test_a_quotation_that_differs_says_where(
    measures: SourceText, quotation: str, offset: int, written: str, source: str
) -> None:
    match = measures.quote_matches(Ref(7, paragraph=1), quotation)
    assert not match
    assert (match.offset, match.written[:1], match.source[:1]) == (offset, written, source)


def test_a_hostile_heading_takes_no_time_to_read() -> None:
    # Read with backtracking, this line would take more than a minute.
    assert parse_source("# " + "#" * 100_000 + " " * 100_000 + "x", "x").clauses == ()


def test_an_article_that_appears_twice_is_reported_and_read_once() -> None:
    source = parse_source("## 第一条\n\n甲。\n\n## 第一条\n\n乙。\n", "x")
    assert source.duplicates == (Ref(1),)
    assert source.text(Ref(1)) == "甲。"


def test_an_inserted_article_has_its_suffix() -> None:
    source = parse_source("第十条 甲。\n第十条之一 乙。\n", "x")
    assert source.articles == (Ref(10), Ref(10, suffix=1))
    assert source.text(Ref(10, suffix=1)) == "乙。"


def test_a_line_that_ends_no_sentence_goes_on_in_the_next() -> None:
    source = parse_source("第一条 甲方\n和乙方。\n丙方。\n", "x")
    assert source.paragraphs[Ref(1)] == 2


def test_numbered_points_under_an_item_are_its_sub_items() -> None:
    source = parse_source("第一条 包括：\n（一）甲：\n1．子；\n2．丑；\n（二）乙。\n", "x")
    assert source.text(Ref(1, item=1, subitem=2)) == "丑；"
    assert source.text(Ref(1, item=2)) == "乙。"


def test_a_part_that_lost_its_number_in_copying_is_the_next_one() -> None:
    source = parse_source("第一条 有下列情形：\n\n（一）甲：\n\n1.子；\n\n.丑；\n\n3.寅。\n\n（二）乙。\n", "m.md")
    assert source.text(Ref(1, item=1, subitem=2)) == "丑；"
    assert source.text(Ref(1, item=1, subitem=3)) == "寅。"
    assert source.text(Ref(1, item=2)) == "乙。"


def test_windows_line_ends_change_no_clause(measures: SourceText) -> None:
    windows = parse_source(text_of(MEASURES).replace("\n", "\r\n"), "x")
    assert [(each.ref, each.text) for each in windows.clauses] == [(each.ref, each.text) for each in measures.clauses]


def test_an_english_text_is_parted_likewise() -> None:
    text = (
        "# Measures\n\n## Article 12\n\n1. The agreement states:\n\n(a) the parties;\n\n(b) the facts.\n\n"
        "2. It is signed.\n\n## Annex 1 Notice\n\n1. Facts\n\n(1) proof\n"
    )
    source = parse_source(text, "x")
    assert source.paragraphs[Ref(12)] == 2
    assert source.text(Ref(12, paragraph=1, item=2)) == "the facts."
    assert source.text(Ref(12, paragraph=2)) == "It is signed."
    assert source.text(Ref(annex=1, item=1, subitem=1)) == "proof"


@pytest.mark.parametrize(
    "text", ["", "# 只有标题\n", "没有条文的一段话。", "（一）" * 1000, "#" * 10_000, "第条\n" * 1000]
)
def test_a_text_without_articles_has_no_clauses(text: str) -> None:
    assert parse_source(text, "x").clauses == ()
