"""One edit of the regulation gives exactly its change, in a drafter's words."""

from __future__ import annotations

import pytest

from ecolang_compiler.diff import difference
from tests.diff.amend import Edit, diff, numbering, program, said, shipped, text

PERIOD = (
    "【磋商期限】磋商阶段中，磋商期限原则上不超过90日，自首次送达告知书之日起算。\n  （二款）",
    "【磋商期限】磋商阶段中，{}。\n  （二款）",
)
COUNT = (
    "【会议次数】磋商阶段中，召开会议原则上不超过3次；案情重大复杂，\n"
    "      经负责人事先同意增加会议的，可以增加1次。\n  理解",
    "【会议次数】磋商阶段中，{}。\n  理解",
)
GROUNDS = (
    "    （三）召开会议已满3次，且已认为难以达成一致；\n"
    "    （四）已送达未果（方式均为直接、留置、委托、转交、邮寄、电子），且未送达告知书；\n"
)
REPLY = "【答复】待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复：\n    同意的"


def period(words: str) -> Edit:
    return PERIOD[0], PERIOD[1].format(words)


def count(words: str) -> Edit:
    return COUNT[0], COUNT[1].format(words)


#: What is edited, the edit, and the change in Chinese.
RULES: list[tuple[str, Edit, str]] = [
    ("a longer time", (REPLY, REPLY.replace("5个", "7个")), "第七条第一款【答复】：期限 5个工作日 → 7个工作日"),
    ("another unit", (REPLY, REPLY.replace("5个工作日", "5日")), "第七条第一款【答复】：期限 5个工作日 → 5日"),
    (
        "a duty made a power",
        ("待重新磋商的，权利人应当召开会议", "待重新磋商的，权利人可以召开会议"),
        "第十六条“权利人召开会议”：应当 → 可以",
    ),
    (
        "a duty made a power, with what its lapse did",
        (REPLY, REPLY.replace("义务人应当", "义务人可以")),
        "第七条第一款【答复】：应当 → 可以｜由此：不再有：逾期的，视为答复（同意为否）",
    ),
    (
        "an encouragement made a duty",
        ("为否的，鼓励义务人组织替代修复", "为否的，义务人应当组织替代修复"),
        "第十二条第二款“义务人组织替代修复”：鼓励 → 应当",
    ),
    (
        "a clock that starts elsewhere",
        period("磋商期限原则上不超过90日，自最近一次送达告知书之日起算"),
        "第十条第二款【磋商期限】：起算日 首次送达告知书 → 最近一次送达告知书",
    ),
    (
        "a longer period",
        period("磋商期限原则上不超过120日，自首次送达告知书之日起算"),
        "第十条第二款【磋商期限】：期限 90日 → 120日",
    ),
    (
        "a last day that stays",
        period("磋商期限原则上不超过90日，自首次送达告知书之日起算，末日不顺延"),
        "第十条第二款【磋商期限】：末日 依总则（顺延至下一工作日） → 不顺延",
    ),
    (
        "a strict limit",
        period("磋商期限不超过90日，自首次送达告知书之日起算"),
        "第十条第二款【磋商期限】：原则上不超过 → 不超过",
    ),
    (
        "a period of the whole case",
        ("  （二款）【磋商期限】磋商阶段中", "  （二款）【磋商期限】本案，磋商阶段中"),
        "第十条第二款【磋商期限】：按每一义务人计算 → 按全案计算",
    ),
    (
        "a number where 及时 stood",
        ("磋商不成的，权利人应当及时起诉", "磋商不成的，权利人应当自认定磋商不成之日起30日内起诉"),
        "第十一条第一款“权利人起诉（诉讼范围为全部）”：期限 及时 → 自认定磋商不成之日起30日内",
    ),
    (
        "a time for a power",
        ("起30日内（依附件4第四项（三））", "起60日内（依附件4第四项（三））"),
        "第十四条第一款“权利人、义务人共同申请司法确认”：期限 30日 → 60日",
    ),
    (
        "a lead time",
        (
            "【送达告知】待告知的，权利人应当送达告知书，并在会议日期5个",
            "【送达告知】待告知的，权利人应当送达告知书，并在会议日期10个",
        ),
        "第六条第一款【送达告知】：提前量 5个工作日 → 10个工作日",
    ),
    (
        "a suspension",
        (
            "  （二款）【会议次数】磋商阶段中",
            "  （三款）出现无法磋商状态后，磋商期限中止。\n  （二款）【会议次数】磋商阶段中",
        ),
        "新增第十条第三款：出现无法磋商状态后，磋商期限中止",
    ),
    (
        "a ground more",
        (
            "    （七）写明理由。\n  （一款）磋商不成",
            "    （七）写明理由；\n    （八）案情重大复杂。\n  （一款）磋商不成",
        ),
        "第十一条第一款【认定不成】：新增第（八）项情形：案情重大复杂",
    ),
    (
        "a ground that says otherwise",
        (GROUNDS + "    （五）", GROUNDS.replace("已满3次", "已满2次") + "    （五）"),
        "第十一条第一款【认定不成】：第（三）项情形的并列条件 召开会议已满3次 → 召开会议已满2次",
    ),
    (
        "an item renamed",
        ("（一）义务人基本信息；", "（一）义务人基本信息和联系方式；"),
        "第六条第二款“告知书”：第（一）项 义务人基本信息 → 义务人基本信息和联系方式",
    ),
    (
        "an item made optional",
        ("（七）委托代理事项；（八）", "（七）委托代理事项，可以没有；（八）"),
        "第六条第二款“告知书”：第（七）项 必备 → 可以没有",
    ),
    (
        "a signature more",
        ("应当经权利人、义务人签字", "应当经权利人、义务人、负责人签字"),
        "第八条第二款“会议记录”：签字人 权利人、义务人 → 权利人、义务人、负责人",
    ),
    (
        "two steps the other way round",
        ("（四）鉴定评估说明；（五）义务人陈述；", "（四）义务人陈述；（五）鉴定评估说明；"),
        "第八条第一款“召开会议”：“义务人陈述”的次序 第（五）项程序 → 第（四）项程序",
    ),
    (
        "more times",
        count("召开会议原则上不超过5次；案情重大复杂，\n      经负责人事先同意增加会议的，可以增加1次"),
        "第十条第二款【会议次数】：次数上限 3次 → 5次",
    ),
    (
        "more than an exception allowed",
        count("召开会议原则上不超过3次；案情重大复杂，\n      经负责人事先同意增加会议的，可以增加2次"),
        "第十条第二款【会议次数】：例外的增加量 1次 → 2次",
    ),
    (
        "an approval that may come later",
        count("召开会议原则上不超过3次；案情重大复杂，\n      经负责人同意增加会议的，可以增加1次"),
        "第十条第二款【会议次数】：例外的批准方式 事先 → 不必事先",
    ),
    (
        "no exception",
        count("召开会议原则上不超过3次"),
        "第十条第二款【会议次数】：删去例外：案情重大复杂，经事先同意增加会议的，可以增加1次",
    ),
    (
        "an edge to another stage",
        ("召开会议：结果为未一致的，进入磋商不成", "召开会议：结果为未一致的，进入待再次磋商"),
        "第十六条“权利人召开会议”：后果 进入磋商不成 → 进入待再次磋商",
    ),
    (
        "an edge more",
        ("  待重新磋商的，已拒绝磋商", "  待重新磋商的，送达未果后，进入磋商不成。\n  待重新磋商的，已拒绝磋商"),
        "新增第十六条：待重新磋商的，送达未果后，进入磋商不成",
    ),
    (
        "another party",
        ("不宜由义务人替代修复的，权利人应当", "不宜由义务人替代修复的，义务人应当"),
        "第十二条第二款“义务人组织替代修复”：主体 权利人 → 义务人",
    ),
    (
        "a condition less",
        ("协议阶段的，损害可以修复的，义务人应当", "协议阶段的，义务人应当"),
        "第十二条第二款“义务人组织修复”：删去条件：损害可以修复",
    ),
    (
        "another amount in a condition",
        ("涉及部门数在2以上", "涉及部门数在3以上"),
        "第四条第一款“牵头部门送达告知书、召开会议”：条件 涉及部门数在2以上 → 涉及部门数在3以上",
    ),
    (
        "more stages",
        ("磋商阶段的，权利人可以邀请人民检察院", "磋商阶段、协议阶段的，权利人可以邀请人民检察院"),
        "第五条第一款“权利人邀请人民检察院”：适用阶段 磋商阶段 → 磋商阶段、协议阶段",
    ),
    (
        "a power more",
        ("权利人可以邀请有关人员。", "权利人可以邀请有关人员。\n  （三款）磋商阶段的，义务人可以表示愿意磋商。"),
        "新增第五条第三款：磋商阶段的，义务人可以表示愿意磋商",
    ),
    (
        "a prohibition more",
        (
            "  （二款）磋商阶段的，权利人可以邀请有关",
            "  （三款）待告知的，权利人不得起诉。\n  （二款）磋商阶段的，权利人可以邀请有关",
        ),
        "新增第五条第三款：待告知的，权利人不得起诉",
    ),
    (
        "a duty less",
        ("  （一款）权利人应当在首次召开会议前组建磋商小组。\n", ""),
        "删去第五条第一款：权利人应当在首次召开会议前组建磋商小组",
    ),
]

DECLARATIONS: list[tuple[str, Edit, str]] = [
    ("the calendars", ("工作日：中国、新疆。", "工作日：中国。"), "设置“工作日”：中国、新疆 → 中国"),
    (
        "the last day",
        ("末日为休假日的，顺延至下一工作日；没有", "末日不顺延；没有"),
        "设置“期间”：末日为休假日的，顺延至下一工作日 → 末日不顺延",
    ),
    ("the day in force", ("施行：印发之日。", "施行：2026年3月1日。"), "设置“施行”：印发之日 → 2026-03-01"),
    (
        "tracks, and with them all that is counted for each",
        ("办理：每一义务人分别办理。 ", "办理：按全案办理。 "),
        "设置“办理”：每一义务人分别办理 → 按全案办理",
    ),
    (
        "an actor",
        (
            "认为难以达成一致〔find agreement unlikely〕：由权利人，",
            "认为难以达成一致〔find agreement unlikely〕：由主持人，",
        ),
        "事件“认为难以达成一致”：作出人 权利人 → 主持人",
    ),
    (
        "an option more",
        ("、公告〔by publication〕）", "、公告〔by publication〕、短信）"),
        "事件“送达告知书”：新增“方式”的选项：短信",
    ),
    (
        "a default",
        ("义务人到场〔respondent present〕（是否，默认为是）", "义务人到场〔respondent present〕（是否，默认为否）"),
        "事件“召开会议”：“义务人到场”的默认 是 → 否",
    ),
    (
        "a field more",
        ("（日期）。\n  组织修复", "（日期）、担保（是否）。\n  组织修复"),
        "事件“签订协议”：新增载明事项：担保（是否）",
    ),
    (
        "an event of the case, and with it the duties to do it",
        ("组建磋商小组〔form team〕：由权利人，本案。", "组建磋商小组〔form team〕：由权利人，每一义务人。"),
        "事件“组建磋商小组”：范围 属于本案 → 分别计算",
    ),
    ("a part of a role", ("负责人〔head〕：", "负责人〔head〕，属于权利人："), "角色“负责人”：新增：属于权利人"),
    (
        "a fact more",
        (
            "  损害可以修复〔damage repairable〕：是否。",
            "  损害可以修复〔damage repairable〕：是否。\n  损害数额：金额。",
        ),
        "新增事实“损害数额”：金额",
    ),
    (
        "a group of stages, and the rules that speak of it",
        ("待再次磋商、待签协议。\n  协议阶段", "待再次磋商。\n  协议阶段"),
        "合称“磋商阶段”：删去阶段：待签协议｜涉及：第五条第一款、第五条第二款、第十条第二款、第十一条第一款",
    ),
    (
        "a definition, and the rules that speak of it",
        ("：已记录不履行，或者逾期未履行完毕。", "：已记录不履行。"),
        "定义“不履行协议”：删去选择条件：逾期未履行完毕｜涉及：第十四条第二款、第十五条",
    ),
    (
        "a guarantee",
        ("召开会议不超过4次", "召开会议不超过5次"),
        "保证：合规的案件，裁定不予确认前，召开会议不超过4次 → 合规的案件，裁定不予确认前，召开会议不超过5次",
    ),
    (
        "a guarantee less",
        ("  任何案件，磋商不成的，有义务起诉。\n", ""),
        "删去保证：任何案件，磋商不成的，有义务起诉",
    ),
    (
        "a reading",
        ("在会议日期倒数5个工作日前送达", "在会议日期倒数7个工作日前送达"),
        "第六条【提前送达的算法】：另一理解【倒数第五日】的提前量 5个工作日 → 7个工作日",
    ),
    (
        "a reading of the calendars",
        ("      工作日改为：中国。\n", "      工作日改为：新疆。\n"),
        "第六条【工作日的范围】：另一理解【全国工作日】的工作日 中国 → 新疆",
    ),
]


@pytest.mark.parametrize(("edit", "change"), [case[1:] for case in RULES], ids=[case[0] for case in RULES])
def test_an_edit_of_a_rule_is_one_change(edit: Edit, change: str) -> None:
    found = diff(edit)
    assert said(found) == [change]
    assert not found.proved


@pytest.mark.parametrize(
    ("edit", "change"), [case[1:] for case in DECLARATIONS], ids=[case[0] for case in DECLARATIONS]
)
def test_an_edit_of_a_declaration_is_one_change(edit: Edit, change: str) -> None:
    found = diff(edit)
    assert said(found) == [change]
    assert not found.proved


ENGLISH = {
    "a longer time": "Article 7(1) [答复]: time limit: 5 working days → 7 working days",
    "a duty made a power": "Article 16 “claimant hold meeting”: must → may",
    "a clock that starts elsewhere": (
        "Article 10(2) [磋商期限]: counted from: first serve notice → latest serve notice"
    ),
    "a suspension": "added Article 10(3): after respondent unavailable, consultation period is suspended",
    "a ground more": "Article 11(1) [认定不成]: added ground (8): major or complex",
    "a duty less": "removed Article 5(1): claimant must form team, before first hold meeting",
    "more times": "Article 10(2) [会议次数]: most times: 3 times → 5 times",
    "an edge to another stage": (
        "Article 16 “claimant hold meeting”: consequence: enter consultation failed → enter awaiting further meeting"
    ),
}


@pytest.mark.parametrize("what", ENGLISH)
def test_a_change_in_english(what: str) -> None:
    edit = next(case[1] for case in RULES if case[0] == what)
    assert said(diff(edit), "en") == [ENGLISH[what]]


def test_a_ground_deleted_moves_those_behind_it() -> None:
    after = (
        "    （五）已出现无法磋商状态其后未无法磋商状态消失；\n"
        "    （六）磋商期限已届满，且未签订协议；\n    （七）写明理由。\n"
    )
    left = GROUNDS.split("\n", 1)[1] + after
    for old, new in (("（四）", "（三）"), ("（五）", "（四）"), ("（六）", "（五）"), ("（七）", "（六）")):
        left = left.replace(old, new)
    found = diff((GROUNDS + after, left))
    assert said(found) == ["第十一条第一款【认定不成】：删去第（三）项情形：召开会议已满3次，且已认为难以达成一致"]
    assert numbering(found) == ["第十一条第一款第（四）项至第（七）项依次改为第十一条第一款第（三）项至第（六）项"]


def test_a_step_deleted_moves_those_behind_it() -> None:
    found = diff(
        (
            "（四）鉴定评估说明；（五）义务人陈述；\n"
            "      （六）受邀参与人发表意见；（七）讨论争议焦点；（八）宣布结束",
            "（四）义务人陈述；\n      （五）受邀参与人发表意见；（六）讨论争议焦点；（七）宣布结束",
        )
    )
    assert said(found) == ["第八条第一款“召开会议”：删去第（四）项程序：鉴定评估说明"]
    assert numbering(found) == ["第八条第一款第（五）项至第（八）项依次改为第八条第一款第（四）项至第（七）项"]


def test_two_edits_of_one_sentence_are_told_together() -> None:
    found = diff((REPLY, REPLY.replace("5个工作日", "10日").replace("最近一次", "首次")))
    assert said(found) == ["第七条第一款【答复】：期限 5个工作日 → 10日；起算日 最近一次送达告知书 → 首次送达告知书"]


def test_the_other_clause_made_to_prevail_is_one_change() -> None:
    found = diff(("不一致的，以第七条第一款为准", "不一致的，以附件1第五项为准"))
    assert said(found) == [
        "附件1：附件1第五项与第七条第一款不一致的，以第七条第一款为准"
        " → 第七条第一款与附件1第五项不一致的，以附件1第五项为准"
    ]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("待再次磋商", "待续谈", "阶段“待续谈”：名称 待再次磋商 → 待续谈"),
        ("拒绝磋商", "拒谈", "事件“拒谈”：名称 拒绝磋商 → 拒谈"),
        ("义务人到场", "到场", "事件“到场”：载明事项的名称 义务人到场 → 到场"),
        ("涉及部门数", "部门数", "事实“部门数”：名称 涉及部门数 → 部门数"),
        ("考虑因素清单", "因素清单", "文件“因素清单”：名称 考虑因素清单 → 因素清单"),
    ],
)
def test_a_name_changed_throughout_is_one_change(before: str, after: str, change: str) -> None:
    found = difference(shipped(), program(text().replace(before, after)))
    assert said(found) == [change]
    assert not found.proved
