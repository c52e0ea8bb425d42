"""A problem says under which clause it stands."""

from tests.compiler.policy import FLOW, compiled, said


def citations(text: str) -> list[str | None]:
    return [each.citation for each in compiled(text).diagnostics]


def test_a_problem_of_a_sentence_that_cannot_be_read() -> None:
    assert citations(FLOW.replace("受理后，进入待听证", "受理后，进进待听证")) == ["第一条"]


def test_a_problem_outside_the_articles_has_none() -> None:
    assert citations(FLOW + "保证\n  任何案件，不会进入待天。\n") == [None]


def test_a_problem_under_a_mark_cites_the_marked_clause() -> None:
    source = "第一条　机关应当受理。\n\n机关应当决定。\n"
    found = compiled("第一条\n  （一款）待受理的，机关应当受理。\n  （三款）待决定的，机关应当决定。\n", source=source)
    wrong = next(each for each in found.diagnostics if each.code == "E402")
    assert wrong.citation == "第一条第三款"


def test_a_wrong_citation_is_underlined_by_itself() -> None:
    source = "第一条　机关应当受理。\n\n## 附件1 通知\n\n一、时间\n"
    policy = "第一条\n  待受理的，机关应当受理。\n  第一条与附件1第五项不一致的，以第一条为准。\n"
    found = compiled(policy, source=source)
    assert ("原文没有「附件1第五项」，「附件1」有1项。", "附件1第五项") in said(found, "E403")
