"""A procedure built by hand, of the size and shape of a real one: what the drawing is tried on."""

from __future__ import annotations

from collections.abc import Iterable

from ecolang.program import (
    Act,
    Allowance,
    Anchor,
    Contents,
    Counting,
    CountLimit,
    Deadline,
    Document,
    Duty,
    Edge,
    Event,
    Expr,
    Field,
    Ground,
    Group,
    Item,
    Period,
    Power,
    Program,
    Prohibition,
    Role,
    Settings,
    Stage,
    Trigger,
)

Z, Y, C = ("权利人",), ("义务人",), ("法院",)
TALKS = ("待答复", "未获同意", "待开会", "待再次磋商", "待签协议", "待告知")
AGREED = ("已签协议", "待裁定", "已确认")


def is_(field: str, value: object) -> Expr:
    return ("cmp", "=", ("field", field), ("lit", value))


def within(cite: str, amount: int, unit: str, event: str, which: str = "last") -> Deadline:
    return Deadline(f"{cite}.期", "within", cite, amount, None, Counting(unit), Anchor("event", event, which=which))


def prompt(cite: str) -> Deadline:
    return Deadline(f"{cite}.期", "prompt", cite)


def stage_duty(
    id_: str, cite: str, who: tuple[str, ...], event: str, stages: Iterable[str], *deadlines: Deadline, **more: object
) -> Duty:
    together = "joint" if len(who) > 1 else "one"
    return Duty(
        id_, cite, who, together, (Act(event),), Trigger("stage", tuple(stages)), deadlines=deadlines,
        degree=str(more.get("degree", "must")), lapses=bool(more.get("lapses")), text=str(more.get("text", "")),
    )  # fmt: skip


EVENTS = (
    Event("组建磋商小组", "form team", actors=Z, scope="case"),
    Event("邀请人民检察院", "invite procuratorate", actors=Z, scope="case"),
    Event("送达告知书", "serve notice", ("送达",), Z, to=Y, documents=("告知书",), fields=(Field("会议日期", "date"),)),
    Event("答复", "reply", actors=Y, fields=(Field("同意", "bool", label="agrees"),)),
    Event(
        "召开会议", "hold meeting", ("会议",), Z, documents=("会议记录",),
        fields=(Field("结果", "choice", ("一致", "部分一致", "未一致"), label="result",
                      value_labels=(("一致", "full"), ("部分一致", "partial"), ("未一致", "none"))),),
    ),
    Event("同意增加会议", "approve extra meeting", actors=("负责人",)),
    Event("认定磋商不成", "declare failure", actors=Z),
    Event("签订协议", "sign agreement", actors=(*Z, *Y), joint=True, documents=("赔偿协议",)),
    Event("组织修复", "repair", actors=Y),
    Event("申请司法确认", "apply for confirmation", actors=(*Z, *Y), joint=True),
    Event("裁定确认", "confirm", actors=C),
    Event("裁定不予确认", "refuse confirmation", actors=C),
    Event("履行完毕", "perform", actors=Y),
    Event("起诉", "sue", actors=Z, fields=(Field("诉讼范围", "choice", ("全部", "未一致部分"), label="scope"),)),
    Event("判决生效", "judgment takes effect", actors=C, fields=(Field("支持", "bool", label="granted"),)),
    Event("申请强制执行", "apply for enforcement", actors=Z),
    Event("公布情况", "publish", actors=Z, scope="case"),
    Event("出现无法磋商状态", "respondent unavailable", external=True),
)  # fmt: skip

STAGES = (
    Stage("待告知", "to be notified", start=True),
    Stage("待答复", "awaiting reply"),
    Stage("未获同意", "no consent"),
    Stage("待开会", "awaiting meeting"),
    Stage("待再次磋商", "awaiting further meeting"),
    Stage("待签协议", "awaiting signature"),
    Stage("已签协议", "agreement signed"),
    Stage("待裁定", "awaiting court"),
    Stage("已确认", "confirmed"),
    Stage("待重新磋商", "awaiting renewed consultation"),
    Stage("磋商不成", "consultation failed"),
    Stage("已起诉", "suit filed"),
    Stage("已判决", "judgment in force"),
    Stage("已履行", "performed", outcome=True),
    Stage("已申请强制执行", "enforcement applied for", outcome=True),
    Stage("已驳回", "suit dismissed", outcome=True),
)

NOTICE = "第六条第一款"
REPLY = "第七条第一款"
SUIT = "第十一条第一款"

DUTIES = (
    stage_duty(
        "送达告知", NOTICE, Z, "送达告知书", ("待告知",),
        Deadline("送达.期", "before", NOTICE, 5, None, Counting("workday"),
                 Anchor("event", "召开会议", which="next", planned=("送达告知书", "会议日期"))),
        text="待告知的，权利人应当送达告知书，并在会议日期5个工作日前送达；送达后，进入待答复。",
    ),
    stage_duty("答复", REPLY, Y, "答复", ("待答复",), within(REPLY, 5, "workday", "送达告知书"), lapses=True,
               text="待答复的，义务人应当自最近一次送达告知书之日起5个工作日内答复。"),
    stage_duty("签订", "第十二条第一款", (*Z, *Y), "签订协议", ("待签协议",)),
    stage_duty("履行", "第十二条第二款", Y, "履行完毕", AGREED,
               Deadline("履行.期", "by", "第十二条第二款", anchor=Anchor("field", "签订协议", field="履行期限"))),
    stage_duty("修复", "第十二条第二款", Y, "组织修复", AGREED),
    stage_duty("起诉", SUIT, Z, "起诉", ("磋商不成",), prompt(SUIT)),
    stage_duty("重新磋商", "第十六条", Z, "召开会议", ("待重新磋商",)),
    stage_duty("判后履行", "第十四条第二款", Y, "履行完毕", ("已判决",),
               Deadline("判后.期", "by", "第十四条第二款", anchor=Anchor("field", "判决生效", field="履行期限"))),
    Duty("公布", "第十七条", Z, "one", (Act("公布情况"),), Trigger("event", event="签订协议"),
         deadlines=(prompt("第十七条"),)),
    Duty("部分起诉", "第十一条第二款", Z, "one", (Act("起诉", is_("诉讼范围", "未一致部分")),),
         Trigger("event", event="召开会议", guard=is_("结果", "部分一致")), deadlines=(prompt("第十一条第二款"),)),
    Duty("组队", "第五条第一款", Z, "one", (Act("组建磋商小组"),), Trigger("start"),
         deadlines=(Deadline("组队.期", "before", "第五条第一款", anchor=Anchor("event", "召开会议", which="first")),)),
)  # fmt: skip

GROUNDS = (
    "已拒绝磋商，或者已答复（不同意），或者逾期未答复",
    "已召开会议（义务人未到场或者中途退出，且无正当理由）",
    "召开会议已满3次，且已认为难以达成一致",
    "直接、留置、委托、转交、邮寄、电子方式均送达未果",
    "已出现无法磋商状态，其后未消失",
    "磋商期限已届满，且未签订协议",
    "写明理由的其他情形",
)
LIST = "一二三四五六七"

POWERS = (
    Power("再次磋商", "第十条第一款", Z, "one", (Act("召开会议"),), ("待再次磋商",),
          ("cmp", "=", ("last", "召开会议", "仍有意愿"), ("lit", True))),
    Power("未获同意后的磋商", "第十条第一款", Z, "one", (Act("召开会议"),), ("未获同意",)),
    Power("认定不成", SUIT, Z, "one", (Act("认定磋商不成"),), TALKS,
          grounds=tuple(Ground(f"认定不成.{LIST[i]}", f"{SUIT}第（{LIST[i]}）项", ("true",), text)
                        for i, text in enumerate(GROUNDS)),
          text="磋商阶段的，有下列情形之一的，权利人可以认定磋商不成，进入磋商不成。"),
    Power("申请确认", "第十四条第一款", (*Z, *Y), "joint", (Act("申请司法确认"),), ("已签协议",),
          until=within("附件4第四项（三）", 30, "day", "签订协议")),
    Power("强制执行", "第十四条第二款", Z, "one", (Act("申请强制执行"),), ("已确认", "已判决"),
          ("overdue", "履行完毕")),
    Power("重新不成", "第十六条", Z, "one", (Act("认定磋商不成"),), ("待重新磋商",)),
    Power("邀请", "第五条第一款", Z, "one", (Act("邀请人民检察院"),), TALKS),
)  # fmt: skip

TOGETHER = is_("结果", "一致")
MEETINGS = ("待开会", "待再次磋商", "未获同意", "待重新磋商")


class _Edges:
    def __init__(self) -> None:
        self.rows: list[Edge] = []

    def add(self, cite: str, source: str, target: str, event: str, kind: str, norm: str | None = None,
            guard: Expr | None = None, fork: str | None = None, text: str = "") -> None:  # fmt: skip
        trigger = Trigger("lapse", of=norm) if kind == "lapse" else Trigger("event", event=event, guard=guard)
        id_ = f"{cite}#{len(self.rows) + 1}"
        self.rows.append(Edge(id_, cite, source, target, trigger, kind, None, norm, fork=fork, text=text))


def _edges() -> tuple[Edge, ...]:
    e = _Edges()
    e.add(NOTICE, "待告知", "待答复", "送达告知书", "duty", "送达告知", text=DUTIES[0].text)
    e.add(REPLY, "待答复", "待开会", "答复", "duty", "答复", is_("同意", True), text=DUTIES[1].text)
    e.add(REPLY, "待答复", "未获同意", "答复", "duty", "答复", is_("同意", False), text=DUTIES[1].text)
    e.add(REPLY, "待答复", "未获同意", "", "lapse", "答复", text="逾期的，视为不同意，进入未获同意。")
    either = ("or", TOGETHER, is_("结果", "部分一致"))
    for stage in MEETINGS:
        e.add("第十二条第一款", stage, "待签协议", "召开会议", "effect", None, either)
    for stage in MEETINGS[:3]:
        e.add("第十条第一款", stage, "待再次磋商", "召开会议", "effect", None, is_("结果", "未一致"))
    for stage in TALKS:
        e.add(SUIT, stage, "磋商不成", "认定磋商不成", "power", "认定不成", text=POWERS[2].text)
    e.add(SUIT, "磋商不成", "已起诉", "起诉", "duty", "起诉")
    for stage in ("待签协议", *AGREED):
        e.add("第十一条第二款", stage, "已起诉", "起诉", "effect", None, is_("诉讼范围", "未一致部分"), "未一致部分")
    e.add("第十二条第一款", "待签协议", "已签协议", "签订协议", "duty", "签订")
    for stage in AGREED:
        e.add("第十二条第二款", stage, "已履行", "履行完毕", "duty", "履行")
    e.add("第十四条第一款", "已签协议", "待裁定", "申请司法确认", "power", "申请确认")
    e.add("第十四条第一款", "待裁定", "已确认", "裁定确认", "effect")
    for stage in ("已确认", "已判决"):
        e.add("第十四条第二款", stage, "已申请强制执行", "申请强制执行", "power", "强制执行")
    e.add("第十四条第二款", "已起诉", "已判决", "判决生效", "effect", None, is_("支持", True))
    e.add("第十四条第二款", "已起诉", "已驳回", "判决生效", "effect", None, is_("支持", False))
    e.add("第十四条第二款", "已判决", "已履行", "履行完毕", "duty", "判后履行")
    for stage in ("已签协议", "待裁定"):
        e.add("第十五条", stage, "已起诉", "起诉", "effect", None, is_("诉讼范围", "全部"))
    twice = ("cmp", ">=", ("count", "裁定不予确认", None, "track"), ("lit", 2))
    e.add("第十六条", "待裁定", "待重新磋商", "裁定不予确认", "effect", None, ("not", twice))
    e.add("第十六条", "待裁定", "磋商不成", "裁定不予确认", "effect", None, twice)
    e.add("第十六条", "待重新磋商", "磋商不成", "召开会议", "duty", "重新磋商", is_("结果", "未一致"))
    e.add("第十六条", "待重新磋商", "磋商不成", "认定磋商不成", "power", "重新不成")
    return tuple(e.rows)


PROCEDURE = Program(
    Settings(
        title="新疆生产建设兵团生态环境损害赔偿磋商管理办法",
        title_label="XPCC Measures for Consultation on Eco-environmental Damage Compensation",
        in_force_words="印发之日",
        calendars=("中国", "新疆"),
        track_role="义务人",
    ),
    roles=(
        Role("权利人", "claimant"),
        Role("负责人", "head", part_of="权利人"),
        Role("义务人", "respondent", many=True),
        Role("法院", "court"),
    ),
    documents=(Document("告知书", "notice"), Document("会议记录", "minutes"), Document("赔偿协议", "agreement")),
    events=EVENTS,
    stages=STAGES,
    groups=(Group("磋商阶段", TALKS, "consultation"), Group("协议阶段", AGREED)),
    periods=(
        Period("磋商期限", "第十条第二款", within("第十条第二款", 90, "day", "送达告知书", "first"),
               "consultation period", limit_degree="principle", limit_stages=TALKS),
    ),
    duties=DUTIES,
    powers=POWERS,
    prohibitions=(Prohibition("不得", "第九条第三款", Z, (Act("公布情况"),), ("待裁定",)),),
    count_limits=(
        CountLimit("会议次数", "第十条第二款", Act("召开会议"), "max", 3, "principle", TALKS,
                   allowances=(Allowance(1, "第十条第二款", approval=Act("同意增加会议")),)),
    ),
    edges=_edges(),
    contents=(
        Contents("告知书内容", "告知书",
                 (Item("义务人基本信息", 1, "第六条第二款第（一）项"), Item("其他事项", 8, None, True)),
                 "第六条第二款"),
    ),
)  # fmt: skip
