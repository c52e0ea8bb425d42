"""Forms against the clauses that ask for their items."""

from __future__ import annotations

from ecolang_compiler.pipeline import compile_text
from ecolang_compiler.syntax.fmt import format_text
from tests.compiler.policy import FLOW, codes, compiled, one, policy, said
from tests.compiler.test_documents import SOURCE

LIST = "第一条\n  申请书应当包括：（一）姓名；（二）事由；（三）其他，可以没有。\n"
FORM = "附件1\n  申请书的参考文本包括：（一项）事由，对应第一条第（二）项。\n"


def form_codes(*articles: str, source: str | None = SOURCE) -> list[str]:
    return [code for code in codes(compiled(*articles, source=source)) if code.startswith("E51")]


def test_a_form_that_lacks_what_the_article_requires() -> None:
    found = compiled(LIST, FORM, source=SOURCE)
    assert [words for words, _ in said(found, "E511")] == [
        "「附件1」的申请书参考文本没有列出「第一条第（一）项」要求的「姓名」。"
    ]
    problem = one(tuple(each for each in found.diagnostics if each.code == "E511"))
    assert problem.labels[0].span.text_in(found.sources["许可.eco"]).startswith("申请书应当包括")


def test_the_missing_entry_can_be_added() -> None:
    found = compiled(LIST, FORM, source=SOURCE)
    problem = one(tuple(each for each in found.diagnostics if each.code == "E511"))
    (edit,) = problem.fix.edits
    text = found.sources["许可.eco"]
    mended = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert "对应第一条第（二）项；（二项）姓名，对应第一条第（一）项。" in mended
    assert not problem.fix.safe


def test_what_is_left_out_on_purpose() -> None:
    assert form_codes(LIST, FORM + "  申请书的参考文本不列第一条第（一）项：因首部已经列明。\n") == []


def test_what_need_not_be_there_need_not_be_in_the_form() -> None:
    both = FORM.replace("（一项）", "（一项）姓名，对应第一条第（一）项；（二项）")
    assert form_codes(LIST, both) == []


def test_a_document_that_the_annex_alone_describes_is_not_compared() -> None:
    assert (
        form_codes("附件1\n  申请书应当包括：姓名；事由。\n  申请书的参考文本包括：（一项）姓名，对应附件1。\n") == []
    )


def test_an_entry_that_no_clause_asks_for() -> None:
    added = "附件1\n  申请书的参考文本包括：（一项）姓名，对应第一条；（二项）电话。\n"
    assert said(compiled(LIST, added, source=SOURCE), "E512")[0][0] == (
        "申请书参考文本的「电话」（附件1第二项）没有写明对应条文的哪一项。"
    )
    assert form_codes(LIST, added + "  申请书的参考文本另列附件1第二项：因便于联系。\n") == []


def test_a_number_copied_into_an_annex() -> None:
    copy = "附件1\n  待受理的，机关应当自申请之日起5个工作日内受理。\n"
    assert said(compiled(FLOW, copy), "E513") == [
        ("「附件1」照写了「第一条」对「受理」规定的「5个工作日」，没有引用它。", "自申请之日起5个工作日内")
    ]
    assert form_codes(FLOW, copy + "  申请书的参考文本照写第一条：因便于填写。\n", source=None) == []


def test_a_limit_copied_into_an_annex() -> None:
    again = "第二条\n  听证不超过3次。\n附件1\n  听证不超过3次。\n"
    assert said(compiled(FLOW, again), "E513")[0][0] == "「附件1」照写了「第二条」对「听证」规定的「3次」，没有引用它。"


def test_another_number_is_a_clash_and_no_copy() -> None:
    other = "附件1\n  待受理的，机关应当自申请之日起3个工作日内受理。\n"
    assert form_codes(FLOW, other, source=None) == []


def test_a_reason_for_nothing() -> None:
    text = FORM + "  申请书的参考文本不列第一条第（一）项、第（二）项：因首部已经列明。\n"
    assert said(compiled(LIST, text, source=SOURCE), "E514")[0][0] == (
        "申请书的参考文本并没有不列、另列或者照写「第一条第（二）项」，用不着说明。"
    )


def test_the_same_in_english_keywords() -> None:
    kept = "  申请书的参考文本不列第一条第（一）项：因首部已经列明。\n"
    text, problems = format_text(policy(LIST, FORM + kept), "许可.eco", "en")
    assert text is not None, problems
    assert "申请书 in its model form leaves out Article 1 item 1: because 首部已经列明." in text
    assert [code for code in codes(compile_text(text, "en.eco")) if code.startswith("E51")] == []
