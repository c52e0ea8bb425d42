"""What a drafter is told: the code, the underlined words and the message, one for each slip."""

import pytest

from ecolang_compiler.syntax import parse
from tests.syntax.reading import told, told_of, vocabulary

SHORT = """《办法》

角色
  甲方。
  乙方，可以有数人。

事件
  送达：由甲方。
  答复：由乙方；载明同意（是否）。

阶段
  待答复，起始。
  待办。
"""


@pytest.mark.parametrize(
    ("sentence", "code", "underlined", "words"),
    [
        # names
        ("待答的，当事方应当答复。", "E201", "待答", "「待答」没有声明过。如果是想写「待答复」，请改正"),
        ("机关应当送达通书知。", "E201", "送达通书知", "如果是想写「送达通知书」，请改正"),
        ("机关应当发出处罚决定书。", "E201", "发出处罚决定书", "新的名称要先在词汇里声明"),
        ("待答复的，当事方应当待开会。", "E204", "待开会", "「待开会」是阶段，这里要写事件。"),
        ("待答复的，待开会应当答复。", "E204", "待开会", "「待开会」是阶段，这里要写角色。"),
        ("开会，结果为同意的，进入待签约。", "E204", "同意", "「同意」是字段，这里要写选项。"),
        ("待答复的，进入办理阶段。", "E204", "办理阶段", "「办理阶段」是阶段的合称，这里要写阶段或者结局。"),
        # words left out or wrong
        ("待答复，当事方应当答复。", "E101", "当事方", "可能是想写「待答复的，当事方」。"),
        ("待答复的当事方应当答复。", "E101", "当事方", "可能是想写「待答复的，当事方」。"),
        ("待答复的，当事方必须答复。", "E101", "必须", "可能是想写「应当」。"),
        ("机关送达。", "E101", "送达", "可能是想写「机关应当送达」。"),
        ("开会，结果一致的，进入待签约。", "E101", "一致", "可能是想写「，结果为一致」。"),
        ("机关可以起诉，待签约。", "E101", "待签约", "可能是想写「起诉，进入待签约」。"),
        ("待答复和待开会的，机关应当公布。", "E101", "和", "可能是想写「、」。"),
        ("不设规则：原则。", "E101", "原则", "可能是想写「不设规则：因原则」。"),
        ("通知书应当包括（一）时间。", "E101", "（一）", "可能是想写「应当包括：（一）」。"),
        ("机关应当在开会日期5个工作日送达。", "E101", "送达", "这里可以写「前」。"),
        (
            "待答复的，当事方应当答复应当。",
            "E101",
            "应当",
            "这里可以写「。」、「，」、「：」、「、」、「（」或者「；」。",
        ),
        ("进入。", "E101", "。", "这里可以写阶段的名称或者结局的名称。"),
        # numbers
        ("当事方应当自送达之日起5内答复。", "E106", "5", "写成「5日」「5个工作日」「5个月」或者「5年」。"),
        ("开会不超过次。", "E107", "不超过次", "写上数字，例如「不超过3次」。"),
        ("开会不超过3。", "E101", "。", "这里可以写「次」。"),
        ("开会不超过三十百次。", "E118", "三十百", "「三十百」不是一个能读的数字。"),
        ("开会不超过2.5次。", "E307", "2.5", "这里要写不小于1的整数。"),
        ("开会日期为2026年2月30日的，进入待开会。", "E308", "2026年2月30日", "没有「2026年2月30日」这样的日期"),
        # sentences
        ("待答复的，当事方应当", "E102", "应当", "「待答复的，当事方应当」这句话没有以「。」结束。"),
        ("机关应当送达", "E102", "送达", "「机关应当送达」这句话没有以「。」结束。"),
        (
            "待答复的，机关应当本着诚信的精神送达通知书。",
            "E104",
            "本着诚信的精神",
            "「本着诚信的精神」是说明文字，不能写在规则句里。",
        ),
        ("（一款【送达】机关应当送达。", "E103", "（", "「（」没有对应的「）」。"),
        ("机关应当送达）。", "E114", "）", "「）」前面没有对应的「（」。"),
        ("不设规则：因“原则。", "E103", "“", "「“」没有对应的「”」。"),
        ("机关应\u202e当公布。", "E112", "\u202e", "名称「应\\u202e当」里有看不见的字符"),
        # rules
        ("机关、当事方应当签约。", "E122", "机关、当事方", "没有写「共同」或者「各自」"),
        (
            "已撤回或者已答复，且未表态的，机关可以起诉。",
            "E108",
            "已撤回或者已答复，且未表态",
            "既有「且」又有「或者」",
        ),
        ("有下列情形之一的，机关可以起诉。", "E125", "有下列情形之一", "后面没有列出各项"),
        ("机关可以起诉：（一）已撤回；（二）未答复。", "E124", "（一）已撤回", "这些项不知道是条件还是后果"),
        (
            "有下列情形之一的，机关可以起诉：（一）已撤回；（三）未答复。",
            "E117",
            "（三）",
            "这一项应当是「（二）」，写成了「（三）」。",
        ),
        ("机关应当送达；可以增加1次。", "E123", "可以增加1次", "前面没有它可以依附的规则"),
        ("当事方不得在10日内撤回。", "E126", "在10日内", "不能用在这种规则里"),
        ("经负责人批准增加的，机关可以开会。", "E126", "经负责人批准增加", "不能用在这种规则里"),
        ("待答复的，通知书应当包括：时间。", "E126", "待答复的", "不能用在这种规则里"),
        ("第七条与第八条不一致的，以第九条为准。", "E127", "第九条", "「第九条」不是前面写的两处之一。"),
        ("【答复】改为：机关应当公布。", "E128", "【答复】改为：机关应当公布。", "只能写在「理解【…】」"),
    ],
)
def test_one_slip_is_one_message(sentence: str, code: str, underlined: str, words: str) -> None:
    ((found, place, message),) = told_of(sentence)
    assert (found, place) == (code, underlined)
    assert words in message


def test_a_word_split_in_two_ways_is_asked_about() -> None:
    text = SHORT.replace("待办。", "待办。\n  已送达。") + "第一条\n  已送达的，进入待办。\n"
    assert told(text) == [
        (
            "E105",
            "已送达",
            "「已送达」可以读作「已送达」，也可以读作「已｜送达」。"
            "在两个词之间加空格或者逗号分开；是阶段的，前面写「处于」；或者给其中一个名称换个说法。",
        )
    ]


@pytest.mark.parametrize("head", ["处于已送达", "已 送达"])
def test_a_word_split_in_two_ways_can_be_settled(head: str) -> None:
    assert told(SHORT.replace("待办。", "待办。\n  已送达。") + f"第一条\n  {head}的，进入待办。\n") == []


def test_independent_slips_are_all_told() -> None:
    text = SHORT + "第一条\n  甲方应当送答。\n  进入待半。\n第二条\n  待答复，甲方应当送达。\n"
    assert [(code, place) for code, place, _ in told(text)] == [("E201", "送答"), ("E201", "待半"), ("E101", "甲方")]


@pytest.mark.parametrize(
    "article",
    [
        "  甲方应当送达\n  待答复的，进入待半。\n",
        "  （一款）甲方应当送达\n  （二款）进入待半。\n",
        "  （一款）甲方应当送达；\n  （二款）进入待半。\n",
        "  甲方应当送达\n第二条\n  进入待半。\n",
    ],
)
def test_after_a_missing_full_stop_reading_goes_on(article: str) -> None:
    found = told(f"{SHORT}第一条\n{article}")
    assert [(code, place) for code, place, _ in found] in (
        [("E102", "送达"), ("E201", "待半")],
        [("E102", "；"), ("E201", "待半")],
    )


@pytest.mark.parametrize(
    ("change", "code", "underlined"),
    [
        (("待办。", "待办。\n  待答复。"), "E202", "待答复"),
        (("待办。", "送达。"), "E202", "送达"),
        (("同意（是否）", "同意（是否）、同意（是否）"), "E202", "同意"),
        (("待办。", "应当。"), "E205", "应当"),
        (("待办。", "待{办}。"), "E207", "待{办}"),
        (("待办。", "待\u200b办。"), "E112", "待\u200b办"),
        (("待办。", f"{'待' * 201}。"), "E113", "待" * 201),
        (("待办。", "表A。\n  表\u0410。"), "E206", "表\u0410"),
        (("待办。", "pa\u0443ment。"), "E206", "pa\u0443ment"),
        (("由甲方。", "由丙方。"), "E201", "丙方"),
        (("送达：由甲方。", "送达：甲方。"), "E101", "甲方"),
        (("（是否）", "（布尔）"), "E309", "布尔"),
    ],
)
def test_a_bad_declaration_is_one_message(change: tuple[str, str], code: str, underlined: str) -> None:
    found = told(SHORT.replace(*change))
    assert [(found_code, place) for found_code, place, _ in found] == [(code, underlined)]


@pytest.mark.parametrize(
    ("text", "code", "underlined"),
    [
        ("", "E110", ""),
        ("  \n# 以后再写\n", "E110", ""),
        ("角色\n  甲方。\n", "E129", "角色"),
        ("hello world", "E129", "hello world"),
        ("《办法\n角色\n  甲方。\n", "E103", "《"),
        ("《办法》\n甲方应当送达。\n", "E130", "甲方应当送达。"),
        ("《办法》\n期间：从次日起算。\n", "E101", "从次日起算"),
        (f"{SHORT}办理：每一丙方分别办理。\n", "E201", "丙方"),
        (f"{SHORT}案例【试】\n  乙方：丙公司。\n  2026年2月30日，答复，同意。\n", "E308", "2026年2月30日"),
        (f"{SHORT}案例【试】\n  乙方：丙公司。\n  2026年2月3日，丁公司答复，同意。\n", "E901", "丁公司"),
        (f"{SHORT}案例【试】\n  截至2026年2月3日阶段为待办。\n", "E101", "阶段为"),
    ],
)
def test_a_bad_file_is_one_message(text: str, code: str, underlined: str) -> None:
    assert [(found, place) for found, place, _ in told(text)] == [(code, underlined)]


def test_two_places_of_one_name_are_both_shown() -> None:
    text = SHORT.replace("待办。", "送达。")
    _, (problem,) = parse(text, "test.eco")
    (label,) = problem.labels
    assert label.span.text_in(text) == "送达"
    assert text[: label.span.start].endswith("事件\n  ")


def test_a_fix_writes_what_was_left_out() -> None:
    text = f"{vocabulary()}\n第一条\n  待答复，当事方应当答复。\n"
    _, (problem,) = parse(text, "test.eco")
    assert problem.fix is not None
    (edit,) = problem.fix.edits
    mended = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    assert mended.endswith("  待答复的，当事方应当答复。\n")
    assert told(mended) == []
