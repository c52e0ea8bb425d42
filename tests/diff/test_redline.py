"""The words of two versions side by side."""

from __future__ import annotations

from ecolang_compiler.diff import difference
from ecolang_compiler.diff.redline import (
    Redline,
    policy_pages,
    redline_json,
    redline_markdown,
    redline_text,
    redlines,
    rule_pages,
    source_pages,
)
from ecolang_compiler.syntax import parse
from tests.diff.amend import amended, program, shifted, shipped, source_text, text

REPLY = "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：\n    同意的"


def of_policies(old: str, new: str) -> list[Redline]:
    pages = []
    for words in (old, new):
        parsed, _ = parse(words, "measures.eco")
        assert parsed is not None
        pages.append(policy_pages(words, parsed))
    return redlines(pages[0], pages[1], difference(program(old), program(new)))


def marked(found: list[Redline]) -> str:
    return redline_text(found, lambda words, mark: f"[-{words}-]" if mark == "old" else f"{{+{words}+}}")


def test_one_number_is_one_stroke() -> None:
    found = of_policies(text(), amended((REPLY, REPLY.replace("5个", "7个"))))
    assert marked(found) == (
        "第七条\n"
        "  （一款）【答复】待答复的，义务人应当自最近一次送达告知书之日起[-5-]{+7+}个工作日内答复：\n"
        "  同意的，进入待开会；\n"
    )


def test_a_line_more_is_written_in_and_one_less_struck_out() -> None:
    new = amended(
        ("权利人可以邀请有关人员。", "权利人可以邀请有关人员。\n  （三款）磋商阶段的，义务人可以表示愿意磋商。"),
        ("  （一款）权利人应当在首次召开会议前组建磋商小组。\n", ""),
    )
    assert marked(of_policies(text(), new)) == (
        "第五条\n"
        "  [-（一款）权利人应当在首次召开会议前组建磋商小组。-]\n"
        "  （一款）磋商阶段的，权利人可以邀请人民检察院。\n"
        "  （二款）磋商阶段的，权利人可以邀请有关人员。\n"
        "  {+（三款）磋商阶段的，义务人可以表示愿意磋商。+}\n"
    )


def test_line_breaks_and_remarks_are_not_words() -> None:
    new = amended(("送达后，\n      进入待答复", "送达后，进入待答复  # 另行核对\n"))
    assert of_policies(text(), new.replace("另行核对\n。", "另行核对\n  。")) == []


def test_an_article_stands_beside_the_one_that_it_was() -> None:
    found = of_policies(text(), shifted(text(), 12))
    # 第十六条 is 第十七条: of its words only a number in a reading changed.
    renewed = next(each for each in found if each.heading == "第十七条")
    changed = [run for runs in renewed.lines for run in runs if run.mark != "same"]
    assert [(run.mark, run.words) for run in changed] == [("old", "六"), ("new", "七")]


def test_the_regulation_itself_has_a_redline() -> None:
    assert source_text().count("5个工作日内") == 1
    old = program(text(), source_text())
    new = program(text(), source_text().replace("5个工作日内", "7个工作日内"))
    found = redlines(source_pages(old), source_pages(new), difference(old, new))
    changed = [run.words for each in found for runs in each.lines for run in runs if run.mark != "same"]
    assert ([each.heading for each in found], changed) == (["第七条"], ["5", "7"])


def test_an_artifact_has_the_words_of_its_rules() -> None:
    new = program(amended((REPLY, REPLY.replace("5个", "7个"))))
    found = redlines(rule_pages(shipped()), rule_pages(new), difference(shipped(), new))
    assert [each.heading for each in found] == ["第七条"]


def test_markdown_strikes_out_and_sets_bold() -> None:
    found = of_policies(text(), amended((REPLY, REPLY.replace("5个", "7个"))))
    assert "之日起~~5~~**7**个工作日内答复：" in redline_markdown(found)
    assert redline_json(found)[0]["heading"] == "第七条"


def test_words_of_the_text_cannot_break_the_markdown() -> None:
    old = shipped()
    words = amended(("（一）义务人基本信息；", "（一）义务人*基本*信息；"))
    assert "**\\*基本\\*" in redline_markdown(of_policies(text(), words)) or "**\\***" in redline_markdown(
        of_policies(text(), words)
    )
    assert old is shipped()
