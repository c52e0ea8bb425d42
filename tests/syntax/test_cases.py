"""Case tests: parties, facts, readings, events with their documents, and each kind of expectation."""

from decimal import Decimal

import pytest

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.surface import CHINESE
from ecolang_compiler.syntax.tree import CaseCheck, CaseDocument, CaseEvent, Expect, Name
from tests.syntax.reading import case


def test_a_case_begins_with_parties_readings_and_facts() -> None:
    found = case("机关：市局。\n理解：【末日】取【不顺延】。\n事实：情况复杂，部门数为3。\n有代理人为否。")
    assert found.title == "试"
    assert found.parties == (("甲公司", "当事方"), ("乙公司", "当事方"), ("市局", "机关"))
    assert found.readings == (("末日", "不顺延"),)
    assert found.facts == (("情况复杂", True), ("部门数", Decimal(3)), ("有代理人", False))


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            "送达通知书，方式为直接，开会日期为2026年3月9日",
            CaseEvent("2026-02-13", event=Name("送达通知书"), fields=(("方式", "直接"), ("开会日期", "2026-03-09"))),
        ),
        (
            "甲公司答复，不同意，理由为“太远”",
            CaseEvent(
                "2026-02-13", event=Name("答复"), parties=("甲公司",), fields=(("同意", False), ("理由", "太远"))
            ),
        ),
        (
            "甲公司、乙公司开会，结果为未一致，乙公司结果为一致，乙公司到场",
            CaseEvent(
                "2026-02-13",
                event=Name("开会"),
                parties=("甲公司", "乙公司"),
                fields=(("结果", "未一致"),),
                each=(("乙公司", "结果", "一致"), ("乙公司", "到场", True)),
            ),
        ),
        (
            "由科室，甲公司开会，结果为一致",
            CaseEvent("2026-02-13", event=Name("开会"), by=("科室",), parties=("甲公司",), fields=(("结果", "一致"),)),
        ),
        (
            "机关、甲公司签约，数额为1.5万元",
            CaseEvent(
                "2026-02-13",
                event=Name("签约"),
                by=("机关",),
                parties=("甲公司",),
                # 1.5万 = 15,000
                fields=(("数额", Decimal(15_000)),),
            ),
        ),
        (
            "起诉，诉讼范围为其余部分，依据第十一条第一款第（三）项，就其余部分",
            CaseEvent(
                "2026-02-13",
                event=Name("起诉"),
                fields=(("诉讼范围", "其余部分"),),
                ground=Ref(11, paragraph=1, item=3),
                part="其余部分",
            ),
        ),
        (
            "开会，笔录齐全，笔录经机关、甲公司签字",
            CaseEvent(
                "2026-02-13",
                event=Name("开会"),
                documents=(CaseDocument(Name("笔录"), complete=True, signed=("机关", "甲公司")),),
            ),
        ),
        (
            "开会，笔录缺少「时间」、（三），乙公司拒绝在笔录上签字，机关已在笔录中注明",
            CaseEvent(
                "2026-02-13",
                event=Name("开会"),
                documents=(CaseDocument(Name("笔录"), missing=("时间", "3"), refused=("乙公司",), noted=("机关",)),),
            ),
        ),
        (
            "开会，程序为（一）至（三）、（五）",
            CaseEvent("2026-02-13", event=Name("开会"), steps=(1, 2, 3, 5)),
        ),
        (
            "情况复杂，部门数为2",
            CaseEvent("2026-02-13", facts=(("情况复杂", True), ("部门数", Decimal(2)))),
        ),
    ],
)
def test_an_event_is_read(text: str, event: CaseEvent) -> None:
    assert case(f"2026年2月13日，{text}。").steps == (event,)


@pytest.mark.parametrize("time", ["9:30", "09时30分", " 9点30分"])
def test_an_event_may_carry_a_time(time: str) -> None:
    assert case(f"2026年2月13日{time}，答复，同意。").steps == (
        CaseEvent("2026-02-13", "09:30", Name("答复"), fields=(("同意", True),)),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("阶段为待开会", Expect("stage", name=Name("待开会"))),
        ("甲公司阶段为待签约", Expect("stage", "甲公司", Name("待签约"))),
        ("甲公司，就其余部分，阶段为待签约", Expect("stage", "甲公司", Name("待签约"), "其余部分")),
        ("乙公司结局为终止", Expect("outcome", "乙公司", Name("终止"))),
        ("没有问题", Expect("no_findings")),
        (
            "违反第七条第一款：逾期，应于2026年3月9日，逾期3日",
            Expect("finding", degree="violation", ref=Ref(7, paragraph=1), finding="late", due="2026-03-09", days=3),
        ),
        (
            "偏离第十条第二款：次数过多，第4次",
            Expect("finding", degree="caution", ref=Ref(10, paragraph=2), finding="too_many", number=4),
        ),
        (
            "提示第八条：未核对，「陈述意见」",
            Expect("finding", degree="note", ref=Ref(8), finding="not_checked", text="陈述意见"),
        ),
        (
            "甲公司违反第六条：主体不符，科室",
            Expect("finding", "甲公司", degree="violation", ref=Ref(6), finding="wrong_actor", role=Name("科室")),
        ),
        ("违反第六条", Expect("finding", degree="violation", ref=Ref(6))),
        (
            "当事方应当答复，至2026年3月9日",
            Expect("duty", name=Name("答复"), role=Name("当事方"), due="2026-03-09"),
        ),
        (
            "甲公司应当答复，自2026年3月2日，已逾期",
            Expect("duty", "甲公司", Name("答复"), since="2026-03-02", state="overdue"),
        ),
        ("没有义务答复", Expect("no_duty", name=Name("答复"))),
        (
            "机关可以起诉，依第十一条第一款第（三）项，自2026年7月1日",
            Expect(
                "permitted",
                name=Name("起诉"),
                ref=Ref(11, paragraph=1, item=3),
                role=Name("机关"),
                since="2026-07-01",
            ),
        ),
        ("可以开会，至2026年9月1日", Expect("permitted", name=Name("开会"), due="2026-09-01")),
        ("不可以开会", Expect("not_permitted", name=Name("开会"))),
        ("办理期限至2026年5月14日", Expect("period", name=Name("办理期限"), due="2026-05-14")),
        ("办理期限已届满", Expect("period_state", name=Name("办理期限"), state="lapsed")),
        ("开会2次", Expect("count", name=Name("开会"), number=2)),
        ("本案开会0次", Expect("count", name=Name("开会"), number=0, state="case")),
        ("缺少情况复杂", Expect("missing", name=Name("情况复杂"))),
        ("案件已结", Expect("over")),
        ("案件未结", Expect("not_over")),
        ("结果暂定", Expect("provisional")),
        ("取决于理解【末日】", Expect("turns_on", text="末日")),
        ("起诉无效果", Expect("effectless", name=Name("起诉"))),
    ],
)
def test_an_expectation_is_read(text: str, expected: Expect) -> None:
    assert case(f"截至2026年2月28日：没有问题；{text}。").steps == (
        CaseCheck("2026-02-28", (Expect("no_findings"), expected)),
    )


@pytest.mark.parametrize(("kind", "words"), CHINESE.findings.items())
def test_every_kind_of_finding_has_a_word(kind: str, words: str) -> None:
    (check,) = case(f"截至2026年2月28日：违反第七条：{words}。").steps
    assert check.expects[0].finding == kind
