"""Sentences: marks and names, what governs which part, settings, readings, remarks, and where sentences end."""

import pytest

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree import (
    AlternativeNode,
    And,
    Article,
    Comments,
    DutyRule,
    Effect,
    Enter,
    EventPattern,
    FieldTest,
    InStage,
    Mark,
    Name,
    OnEvent,
    ReadingNode,
    Replacement,
    Section,
    Sentence,
    Setting,
    Subject,
)
from ecolang_compiler.syntax.tree import (
    Test as Saying,
)
from tests.syntax.reading import read, read_rules, vocabulary

SERVE = DutyRule(Subject((Name("机关"),)), (EventPattern(Name("送达")),))


def on(name: str) -> OnEvent:
    return OnEvent(EventPattern(Name(name)))


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("（一款）", Mark(paragraph=1)),
        ("（五项）", Mark(item=5)),
        ("（四项（三））", Mark(item=4, subitem=3)),
        ("（二款）（五项）", Mark(paragraph=2, item=5)),
        ("（二款（五）项）", Mark(paragraph=2, item=5)),
        ("(2款)", Mark(paragraph=2)),
    ],
)
def test_a_mark_is_the_citation(text: str, mark: Mark) -> None:
    assert read_rules(f"{text}机关应当送达。") == (Sentence((SERVE,), mark),)


def test_a_sentence_has_a_name_and_a_former_place() -> None:
    found = read_rules("（一款）【送达】（原第五条第一款）机关应当送达。")
    assert found == (Sentence((SERVE,), Mark(paragraph=1), "送达", formerly=Ref(5, paragraph=1)),)


def test_a_head_before_several_parts_governs_them_all() -> None:
    (found,) = read_rules("待送达的，机关应当送达；送达后，进入待答复。")
    effect = Effect((Enter(Name("待答复")),), on("送达"))
    assert found == Sentence((SERVE, effect), when=InStage((Name("待送达"),)))


def test_a_head_before_a_colon_governs_all_parts() -> None:
    (found,) = read_rules("待签约的：签约后，进入办结；撤回后，进入终止。")
    assert found == Sentence(
        (Effect((Enter(Name("办结")),), on("签约")), Effect((Enter(Name("终止")),), on("撤回"))),
        when=InStage((Name("待签约"),)),
    )


def test_the_event_at_hand_governs_its_own_part_only() -> None:
    (found,) = read_rules("待签约的，签约后，进入办结；撤回后，进入终止。")
    assert found.when == InStage((Name("待签约"),))
    assert [rule.when for rule in found.rules] == [on("签约"), on("撤回")]


def test_the_head_of_a_single_rule_is_its_own() -> None:
    (found,) = read_rules("待开会的，开会，结果为一致的，进入待签约。")
    agreed = FieldTest(Name("结果"), Saying("is", ("一致",)))
    assert found == Sentence((Effect((Enter(Name("待签约")),), And((InStage((Name("待开会"),)), on("开会"), agreed))),))


def test_settings_stand_before_the_vocabulary_and_in_articles() -> None:
    tree, _ = read(f"{vocabulary()}\n第一条\n  施行：印发之日。\n  废止：《甲》、《乙》。\n")
    settings = {each.kind: each.value for each in tree.body if isinstance(each, Setting)}
    assert settings == {
        "source": "原文/办法.md",
        "in_force": "2026-01-01",
        "repeals": ("某某处理办法（试行）", "某某暂行规定"),
        "zone": "Asia/Shanghai",
        "calendars": ("中国", "新疆"),
        "periods": (("month_end", "last_day"), ("roll", "next_working"), ("start", "next")),
        "days_off": (("2026-10-08", "地方节日"), ("2026-10-09", "")),
        "work_days": (("2026-10-10", "补班"),),
        "standstill": (("08-01", "08-31", "休庭期"), ("2026-02-10", "2026-02-20", "")),
        "handling": Name("当事方"),
    }
    article = tree.body[-1]
    assert isinstance(article, Article)
    assert article.body == (Setting("in_force", "印发之日"), Setting("repeals", ("甲", "乙")))


def test_a_reading_holds_its_alternatives_and_their_changes() -> None:
    (found,) = read_rules(
        """理解【末日】：是否顺延？
        本文理解为：顺延，因法律有规定。
        另一理解【不顺延】：不顺延。
        【期限】改为：机关应当送达。
        【通知】不适用。
        另加：（一款）机关应当送达。
        工作日改为：中国。
        办理改为：按全案办理。
        另一理解【提前】：提前。"""
    )
    changes = (
        Replacement("期限", Sentence((SERVE,))),
        Replacement("通知"),
        Replacement(None, Sentence((SERVE,), Mark(paragraph=1))),
        Replacement(None, setting=Setting("calendars", ("中国",))),
        Replacement(None, setting=Setting("handling", None)),
    )
    alternatives = (AlternativeNode("不顺延", "不顺延", changes), AlternativeNode("提前", "提前"))
    assert found == ReadingNode("末日", "是否顺延？", "顺延，因法律有规定", alternatives)


def test_prose_broken_over_lines_is_one_line() -> None:
    (found,) = read_rules("不设规则：因原则\n    的宣示，见 ISO\n    9001。")
    assert found.rules[0].reason == "原则的宣示，见 ISO 9001"


@pytest.mark.parametrize(
    "text",
    [
        "待答复的，当事方应当自送达之日起5个工作日内答复。",
        "待答复的,当事方应当自送达之日起5个工作日内答复.",
        "待答复的，当事方应当自送达之日起 ５ 个工作日内答复｡",
        "待答复的，\n当事方应当\n  自送达之日起五个工作日内答复。",
    ],
)
def test_width_blanks_and_lines_make_no_difference(text: str) -> None:
    assert read_rules(text) == read_rules("待答复的，当事方应当自送达之日起5个工作日内答复。")


def test_remarks_stand_with_what_they_are_beside() -> None:
    tree, problems = read(
        f"""# 文件
{vocabulary()}
# 第一条之上
第一条 # 第一条
  # 句子之上
  机关应当送达。 # 句子
  当事方应当答复： # 答复
    # 同意之上
    （一）同意的，进入待开会； # 同意
    （二）不同意的，进入终止。 # 不同意
  # 文件之末
"""
    )
    assert problems == []
    article = tree.body[-1]
    assert isinstance(article, Article)
    first, second = article.body
    branches = second.rules[0].branches
    assert tree.comments == Comments(("文件",))
    assert article.comments == Comments(("第一条之上",), "第一条")
    assert first.comments == Comments(("句子之上",), "句子")
    assert second.comments == Comments((), "答复")
    assert [each.comments for each in branches] == [Comments(("同意之上",), "同意"), Comments((), "不同意")]
    assert tree.end_comments == ("文件之末",)


def test_a_mark_of_a_remark_inside_quotation_marks_is_no_remark() -> None:
    (found,) = read_rules("不设规则：因表“A#1”已经采用。")
    assert found.rules[0].reason == "表“A#1”已经采用"


def test_spans_lie_under_the_words_of_the_text_as_given() -> None:
    text = "\ufeff" + vocabulary() + "\r\n第一条\r\n  机关应当送达。\r\n"
    tree, problems = read(text)
    assert problems == []
    span = tree.body[-1].body[0].rules[0].subject.span
    assert span is not None
    assert span.text_in(text) == "机关"


def test_labels_stand_beside_names() -> None:
    tree, _ = read(vocabulary())
    assert tree.title == Name("某某处理办法", "Some Measures")
    roles = next(each for each in tree.body if isinstance(each, Section))
    assert roles.entries[0].name == Name("机关", "authority")
