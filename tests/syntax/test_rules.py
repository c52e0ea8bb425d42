"""Rules: the tree of each kind, with its time, its consequences and what belongs to it."""

import pytest

from ecolang.source_ref import Ref
from ecolang_compiler.syntax.tree import (
    ActorRuleNode,
    AfterFull,
    Amount,
    Before,
    Branch,
    ChangePeriod,
    ContentsRule,
    CountRule,
    Deem,
    Demand,
    DutyRule,
    Effect,
    Enter,
    EventPattern,
    Exception_,
    FactTest,
    FieldTest,
    Fork,
    FormNote,
    Inside,
    InStage,
    Name,
    NoRule,
    NotLaterThan,
    OrderRule,
    PeriodRule,
    PowerRule,
    PrecedenceRule,
    ProhibitionRule,
    Promptly,
    Quotation,
    SignatureRule,
    Subject,
    TextItem,
    TransitionRule,
    Within,
)
from ecolang_compiler.syntax.tree import (
    Test as Saying,
)
from tests.syntax.reading import rule


def event(name: str) -> EventPattern:
    return EventPattern(Name(name))


def stages(*names: str) -> InStage:
    return InStage(tuple(Name(name) for name in names))


AUTHORITY = Subject((Name("机关"),))
PARTY = Subject((Name("当事方"),))
AGREES = FieldTest(Name("同意"), Saying("yes"))
DISAGREES = FieldTest(Name("同意"), Saying("no"))
COMPLEX = FactTest(Name("情况复杂"), Saying("yes"))


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("自送达之日起5个工作日内", Within(Amount(5, "workday"), event("送达"))),
        ("自首次送达之日起三个月内", Within(Amount(3, "month"), event("送达"), "first")),
        ("自最近一次送达之日起1年内", Within(Amount(1, "year"), event("送达"), "last")),
        ("自此之日起48小时内", Within(Amount(48, "hour"))),
        ("在10日内（末日不顺延）", Within(Amount(10, "day"), roll="none")),
        (
            "10天内（依附件1第五项，末日顺延）",
            Within(Amount(10, "day"), roll="next_working", cite=Ref(annex=1, item=5)),
        ),
        ("在首次开会前", Before(event("开会"), first=True)),
        ("在开会3日前", Before(event("开会"), amount=Amount(3, "day"))),
        ("在开会日期5个工作日前", Before(field=Name("开会日期"), amount=Amount(5, "workday"))),
        ("在开会日期倒数5个工作日前", Before(field=Name("开会日期"), amount=Amount(5, "workday"), clear=False)),
        ("在办理期限内", Inside(Name("办理期限"))),
        ("在办理期限内（依附件1第五项）", Inside(Name("办理期限"), Ref(annex=1, item=5))),
        ("自办理期限届满之日起15日内", Within(Amount(15, "day"), period=Name("办理期限"))),
        ("自送达之日起部门数日内", Within(Amount(0, "day", Name("部门数")), event("送达"))),
        ("不迟于送达的答复期限", NotLaterThan(Name("答复期限"), Name("送达"))),
        ("不迟于开会日期", NotLaterThan(Name("开会日期"))),
        ("及时", Promptly()),
        ("及时（参考30日）", Promptly(Amount(30, "day"))),
    ],
)
def test_a_duty_takes_a_demand_of_time(text: str, timing: object) -> None:
    assert rule(f"机关应当{text}公布。") == DutyRule(AUTHORITY, (event("公布"),), timings=(timing,))


def test_a_duty_takes_several_demands_of_time() -> None:
    found = rule("机关应当自开会之日起30日内、在起诉前公布。")
    assert found.timings == (Within(Amount(30, "day"), event("开会")), Before(event("起诉")))


def test_a_demand_before_the_subject_is_a_demand_of_time() -> None:
    assert rule("首次开会前，机关应当公布。").timings == (Before(event("开会"), first=True),)


def test_a_second_demand_of_time_names_its_act() -> None:
    found = rule("机关应当送达通知书，并在开会日期5个工作日前送达。")
    timing = Before(field=Name("开会日期"), amount=Amount(5, "workday"))
    assert found == DutyRule(AUTHORITY, (event("送达通知书"),), demands=(Demand(timing, event("送达")),))


@pytest.mark.parametrize(
    ("text", "roles", "together"),
    [
        ("机关应当撤回", ("机关",), "one"),
        ("机关、当事方应当共同撤回", ("机关", "当事方"), "joint"),
        ("机关、当事方应当各自撤回", ("机关", "当事方"), "each"),
        ("机关或者当事方应当撤回", ("机关", "当事方"), "one"),
    ],
)
def test_several_subjects_say_how_they_owe(text: str, roles: tuple[str, ...], together: str) -> None:
    subject = Subject(tuple(Name(role) for role in roles), together)
    assert rule(f"{text}。") == DutyRule(subject, (event("撤回"),))


@pytest.mark.parametrize(
    ("text", "degree"), [("机关应当", "must"), ("机关原则上应当", "principle"), ("鼓励机关", "encourage")]
)
def test_words_of_degree_are_kept(text: str, degree: str) -> None:
    assert rule(f"{text}公布。") == DutyRule(AUTHORITY, (event("公布"),), degree=degree)


def test_branches_follow_a_colon() -> None:
    found = rule("当事方应当答复：同意的，进入待开会；不同意的，进入终止；逾期的，视为不同意，进入终止。")
    assert found == DutyRule(
        PARTY,
        (event("答复"),),
        branches=(
            Branch((Enter(Name("待开会")),), AGREES),
            Branch((Enter(Name("终止")),), DISAGREES),
            Branch((Deem(field=DISAGREES), Enter(Name("终止"))), late=True),
        ),
    )


def test_branches_may_be_numbered_and_end_with_otherwise() -> None:
    found = rule("当事方应当答复：（一）同意的，进入待开会；（二）否则，进入终止。")
    assert found.branches == (
        Branch((Enter(Name("待开会")),), AGREES, number=1),
        Branch((Enter(Name("终止")),), number=2),
    )


def test_what_follows_a_duty_done_is_a_branch_without_a_condition() -> None:
    assert rule("机关应当送达，进入待答复。").branches == (Branch((Enter(Name("待答复")),)),)


def test_a_power_has_consequences_and_an_end() -> None:
    found = rule("待签约的，机关、当事方可以自送达之日起30日内共同签约，进入办结。")
    assert found == PowerRule(
        Subject((Name("机关"), Name("当事方")), "joint"),
        (event("签约"),),
        stages("待签约"),
        (Within(Amount(30, "day"), event("送达")),),
        (Enter(Name("办结")),),
    )


@pytest.mark.parametrize("text", ["自送达之日起满30日后方可起诉", "可以自送达之日起满30日后起诉"])
def test_a_power_begins_when_a_time_is_full(text: str) -> None:
    assert rule(f"机关{text}。") == PowerRule(
        AUTHORITY, (event("起诉"),), timings=(AfterFull(Amount(30, "day"), event("送达")),)
    )


def test_a_prohibition_says_what_a_breach_does() -> None:
    found = rule("情况复杂的，当事方原则上不得撤回；违反的，仍然有效。")
    assert found == ProhibitionRule(PARTY, (event("撤回"),), COMPLEX, "principle", void=False)


def test_an_actor_rule_names_who_must_act() -> None:
    found = rule("情况复杂的，送达、开会应当由科室作出；违反的，不生效。")
    assert found == ActorRuleNode((Name("送达"), Name("开会")), Name("科室"), COMPLEX, void=True)


def test_a_limit_takes_an_approved_excess() -> None:
    found = rule(
        "本案，办理阶段中，开会原则上不超过三次；情况复杂，经负责人事先批准增加的，可以每次增加1次，以2次为限。"
    )
    assert found == CountRule(
        event("开会"),
        "max",
        3,
        "principle",
        stages("办理阶段"),
        exceptions=(
            Exception_(1, when=COMPLEX, approval=event("批准增加"), by=Name("负责人"), prior=True, each=True, times=2),
        ),
        in_case=True,
    )


def test_a_minimum_stands_before_an_event() -> None:
    assert rule("起诉前，开会不少于1次。") == CountRule(event("开会"), "min", 1, before=event("起诉"))


def test_a_period_is_limited_and_extended() -> None:
    found = rule(
        "办理期限不超过6个月，自首次受理之日起算，末日不顺延；"
        "申请延期，经负责人批准延期的，可以自届满次日起延长30日，不予延期的除外。"
    )
    assert found == PeriodRule(
        Name("办理期限"),
        Amount(6, "month"),
        event("受理"),
        "first",
        "must",
        roll="none",
        exceptions=(
            Exception_(
                30,
                "day",
                approval=event("批准延期"),
                by=Name("负责人"),
                after_end=True,
                request=event("申请延期"),
                refusal=event("不予延期"),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "consequence"),
    [
        ("进入终止（全体）", Enter(Name("终止"), everyone=True)),
        ("视为答复（不同意）", Deem(EventPattern(Name("答复"), DISAGREES))),
        ("视为同意", Deem(field=AGREES)),
        ("就其余部分另行办理，自待签约开始", Fork("其余部分", Name("待签约"))),
        ("办理期限中止，最长60日", ChangePeriod("suspend", Name("办理期限"), cap=60)),
        ("办理期限恢复", ChangePeriod("resume", Name("办理期限"))),
        ("办理期限重新起算", ChangePeriod("restart", Name("办理期限"))),
        ("办理期限终结", ChangePeriod("end", Name("办理期限"))),
        ("开会期限中止", ChangePeriod("suspend", event=Name("开会"))),
        ("开会的期限恢复", ChangePeriod("resume", event=Name("开会"))),
    ],
)
def test_a_consequence_is_read(text: str, consequence: object) -> None:
    found = rule(f"撤回后，{text}。")
    assert isinstance(found, Effect)
    assert found.consequences == (consequence,)


def test_contents_have_optional_items() -> None:
    found = rule("通知书应当包括：（一）时间、地点；（二）其他事项，可以没有。")
    items = (TextItem("时间、地点", 1), TextItem("其他事项", 2, optional=True))
    assert found == ContentsRule(Name("通知书"), items)


def test_a_forms_entries_match_the_articles_items() -> None:
    found = rule("通知书的参考文本包括：（一项）时间（含地点；另附图），对应第六条第二款第（二）项、第（三）项。")
    matches = (Ref(6, paragraph=2, item=2), Ref(6, paragraph=2, item=3))
    item = TextItem("时间（含地点；另附图）", 1, section=True, matches=matches)
    assert found == ContentsRule(Name("通知书"), (item,), "form")


def test_a_signature_may_be_replaced_by_a_note() -> None:
    found = rule("笔录应当经机关、当事方签字；当事方拒绝签字的，机关应当在笔录中注明。")
    roles = (Name("机关"), Name("当事方"))
    assert found == SignatureRule(Name("笔录"), roles, refusing=Name("当事方"), noted_by=Name("机关"))


def test_steps_have_an_order() -> None:
    found = rule("开会原则上按下列程序进行：（一）核对身份；（二）陈述意见。")
    assert found == OrderRule(Name("开会"), (TextItem("核对身份", 1), TextItem("陈述意见", 2)), "principle")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "第七条第一款与附件1第五项不一致的，以第七条第一款为准",
            PrecedenceRule(Ref(7, paragraph=1), Ref(annex=1, item=5), Ref(7, paragraph=1)),
        ),
        ("施行前受理的案件，适用《旧办法（试行）》", TransitionRule(event("受理"), True, "旧办法（试行）")),
        ("施行后受理的案件，适用《办法》", TransitionRule(event("受理"), False, "办法")),
        ("施行后受理的，适用本办法第七条、第九条", TransitionRule(event("受理"), False, "", (Ref(7), Ref(9)))),
        ("施行后受理的，适用第七条第一款", TransitionRule(event("受理"), False, "", (Ref(7, paragraph=1),))),
        ("不设规则：因原则，即“公平”的宣示；不产生步骤", NoRule("原则，即“公平”的宣示；不产生步骤")),
        ("未建模：因数额由专家评估", NoRule("数额由专家评估", modelled=False)),
        ("原文：“应当答复。”", Quotation("应当答复。")),
        (
            "通知书的参考文本不列第六条第（一）项、第（二）项：因首部已经列明",
            FormNote(Name("通知书"), "omits", (Ref(6, item=1), Ref(6, item=2)), "首部已经列明"),
        ),
        (
            "通知书的参考文本另列附件1第八项：因便于联系",
            FormNote(Name("通知书"), "adds", (Ref(annex=1, item=8),), "便于联系"),
        ),
        ("通知书的参考文本照写第七条：因便于填写", FormNote(Name("通知书"), "repeats", (Ref(7),), "便于填写")),
    ],
)
def test_a_statement_about_clauses_is_read(text: str, expected: object) -> None:
    assert rule(f"{text}。") == expected
