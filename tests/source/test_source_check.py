"""Citations and quotations checked against the real text: which problem, and its words."""

from pathlib import Path

import pytest

from ecolang.diagnostics import Diagnostic, Span, message
from ecolang.source_check import check_quote, check_ref, read_source
from ecolang.source_text import Ref, SourceText

MEASURES = Path(__file__).resolve().parents[2] / "policies/xpcc-consultation/原文/磋商管理办法.md"
SPAN = Span("办法.eco", 10, 15)


@pytest.fixture(scope="module")
def measures() -> SourceText:
    source = read_source(MEASURES, "原文/磋商管理办法.md")
    assert isinstance(source, SourceText)
    return source


@pytest.mark.parametrize(
    ("ref", "code", "words"),
    [
        (Ref(21), "E401", "原文没有「第二十一条」，最后一条是「第二十条」。"),
        (Ref(21, paragraph=1), "E401", "原文没有「第二十一条」，最后一条是「第二十条」。"),
        (Ref(7, paragraph=3), "E402", "原文没有「第七条第三款」，「第七条」只有2款。"),
        (Ref(13, paragraph=2), "E402", "原文没有「第十三条第二款」，「第十三条」只有1款。"),
        (Ref(11, paragraph=1, item=8), "E403", "原文没有「第十一条第一款第（八）项」，「第十一条第一款」有7项。"),
        (Ref(annex=7), "E404", "原文没有「附件7」，附件有6个。"),
        (Ref(annex=1, item=8), "E403", "原文没有「附件1第八项」，「附件1」有7项。"),
    ],
)
def test_a_place_that_the_text_lacks_is_named_with_what_there_is(
    measures: SourceText, ref: Ref, code: str, words: str
) -> None:
    found = check_ref(measures, ref, SPAN)
    assert found is not None
    assert (found.code, message(found, "zh")) == (code, words)


def test_a_place_that_the_text_has_is_fine(measures: SourceText) -> None:
    assert check_ref(measures, Ref(11, paragraph=1, item=7), SPAN) is None


def test_a_wrong_quotation_is_underlined_where_it_differs(measures: SourceText) -> None:
    quotation = "逾期未反馈意见的，视作不同意磋商。"
    found = check_quote(measures, Ref(7, paragraph=1), quotation, Span("办法.eco", 100, 100 + len(quotation)))
    assert found is not None and found.span is not None
    # The 11th character, 作, differs: offset 10 in the quotation; the 7 characters left of it are shown.
    assert (found.code, found.span.start, found.span.end) == ("E405", 110, 117)
    assert message(found, "zh") == (
        "引文第11个字起与「第七条第一款」的原文不同：写的是「作不同意磋商。」，原文是「为不同意磋商。」。"
    )


def test_a_missing_file_is_a_value_not_an_exception(tmp_path: Path) -> None:
    found = read_source(tmp_path / "无.md", "无.md", SPAN)
    assert isinstance(found, Diagnostic) and found.code == "E406" and found.span == SPAN


def test_a_name_with_a_zero_byte_is_a_missing_file() -> None:
    found = read_source(Path("a\0b"), "a\0b")
    assert isinstance(found, Diagnostic) and found.code == "E406"


def test_a_file_in_gbk_says_which_byte_and_which_encoding(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_bytes("## 第一条\n".encode("gbk"))
    found = read_source(path, "办法.md")
    assert isinstance(found, Diagnostic)
    # "## " is three bytes, so the first that is not UTF-8 is the fourth.
    assert (found.code, found.args["offset"], found.args["guess"]) == ("E109", 4, "GBK")


def test_a_file_without_articles_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_text("本办法。", encoding="utf-8")
    found = read_source(path, "办法.md")
    assert isinstance(found, Diagnostic) and found.code == "E409"
