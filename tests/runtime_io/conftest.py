"""A small policy, written as rows by hand, with a bit of everything that input and output speak of."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ecolang.program import (
    Act,
    Anchor,
    Clause,
    Contents,
    Counting,
    CountLimit,
    Deadline,
    Document,
    Duty,
    Edge,
    Event,
    Field,
    Ground,
    Item,
    Order,
    Period,
    Power,
    Program,
    Role,
    Settings,
    Signature,
    Stage,
    Trigger,
)
from ecolang_runtime.read import Names

MEETING = Anchor("field", event="送达通知", field="会议日期", planned=("送达通知", "会议日期"))


def small_program() -> Program:
    """Serve a notice 3 working days before the meeting, reply in 5, meet at most twice, sign or give up."""
    return Program(
        settings=Settings(
            title="协商办法", title_label="Consultation Measures", in_force="2020-01-01", track_role="相对人",
        ),
        roles=(
            Role("机关", label="authority"),
            Role("主持人", label="chair", part_of="机关"),
            Role("相对人", label="respondent", many=True),
        ),
        facts=(
            Field("案情复杂", "bool", label="complex"),
            Field("涉案金额", "money", label="amount at stake"),
            Field("部门数", "int", label="departments"),
        ),
        documents=(
            Document("通知书", label="notice"),
            Document("会议记录", label="minutes", signatures=(
                Signature(("机关", "相对人"), "第四条第二款", refusing="相对人", noted_by="主持人"),
            )),
        ),
        events=(
            Event("送达通知", label="serve notice", aliases=("送达",), actors=("机关",), to=("相对人",),
                  documents=("通知书",),
                  fields=(
                      Field("方式", "choice", values=("直接", "邮寄"), label="mode",
                            value_labels=(("直接", "by hand"), ("邮寄", "by post"))),
                      Field("会议日期", "date", label="meeting date", plans="召开会议"),
                  )),
            Event("答复", label="reply", actors=("相对人",), fields=(Field("同意", "bool", label="agrees"),)),
            Event("召开会议", label="hold meeting", aliases=("会议",), actors=("机关",), to=("相对人",),
                  documents=("会议记录",),
                  fields=(
                      Field("结果", "choice", values=("一致", "未一致"), label="result",
                            value_labels=(("一致", "agreed"), ("未一致", "not agreed"))),
                      Field("到场", "bool", required=False, default=True, label="attended"),
                  )),
            Event("终止协商", label="end consultation", actors=("机关",), to=("相对人",),
                  fields=(Field("理由", "text", required=False, label="reasons"),)),
            Event("签订协议", label="sign agreement", actors=("机关", "相对人"), joint=True,
                  fields=(Field("赔偿额", "money", required=False, label="sum"),)),
            Event("公布", label="publish", actors=("机关",), scope="case"),
        ),
        stages=(
            Stage("待通知", label="to be notified", start=True),
            Stage("待答复", label="awaiting reply"),
            Stage("待开会", label="awaiting meeting"),
            Stage("已签协议", label="agreement signed", outcome=True),
            Stage("已终止", label="ended", outcome=True),
        ),
        periods=(
            Period("协商期限", "第五条第一款",
                   Deadline("协商期限", "within", "第五条第一款", amount=90,
                            anchor=Anchor("event", event="送达通知", which="first")),
                   label="consultation period", limit_degree="principle",
                   limit_stages=("待答复", "待开会")),
        ),
        duties=(
            Duty("送达", "第二条第一款", ("机关",), "one", (Act("送达通知"),), Trigger("stage", stages=("待通知",)),
                 deadlines=(Deadline("送达/提前", "before", "第二条第一款", amount=3,
                                     counting=Counting(unit="workday"), anchor=MEETING),)),
            Duty("答复", "第三条", ("相对人",), "one", (Act("答复"),), Trigger("stage", stages=("待答复",)),
                 deadlines=(Deadline("答复/五日", "within", "第三条", amount=5, counting=Counting(unit="workday"),
                                     anchor=Anchor("event", event="送达通知")),)),
            Duty("公布", "第七条", ("机关",), "one", (Act("公布"),), Trigger("event", event="签订协议"),
                 deadlines=(Deadline("公布/及时", "prompt", "第七条"),), scope="case"),
        ),
        powers=(
            Power("终止", "第六条", ("机关",), "one", (Act("终止协商"),), stages=("待答复", "待开会"),
                  grounds=(
                      Ground("终止/一", "第六条第（一）项", ("overdue", "答复"), text="逾期未答复"),
                      Ground("终止/二", "第六条第（二）项",
                             ("cmp", ">=", ("count", "召开会议", None, "track"), ("lit", 2)), text="已召开会议2次"),
                      Ground("终止/三", "第六条第（三）项", ("given", "理由"), text="写明理由"),
                  )),
        ),
        count_limits=(
            CountLimit("会议次数", "第四条第一款", Act("召开会议"), "max", 2, degree="principle"),
        ),
        edges=(
            Edge("e1", "第二条第一款", "待通知", "待答复", Trigger("event", event="送达通知"), "duty", norm="送达"),
            Edge("e2", "第三条", "待答复", "待开会", Trigger("event", event="答复"), "duty", norm="答复",
                 guard=("field", "同意")),
            Edge("e3", "第三条", "待答复", "已终止", Trigger("event", event="答复"), "duty", norm="答复",
                 guard=("not", ("field", "同意"))),
            Edge("e4", "第六条", "待答复", "已终止", Trigger("event", event="终止协商"), "power", norm="终止"),
            Edge("e5", "第六条", "待开会", "已终止", Trigger("event", event="终止协商"), "power", norm="终止"),
            Edge("e6", "第五条第二款", "待开会", "已签协议", Trigger("event", event="签订协议"), "effect"),
        ),
        contents=(
            Contents("通知书内容", "通知书",
                     (Item("当事人信息", 1, "第二条第二款第（一）项"), Item("时间地点", 2, "第二条第二款第（二）项"),
                      Item("其他事项", 3, "第二条第二款第（三）项", optional=True)),
                     "第二条第二款"),
        ),
        orders=(
            Order("会议程序", "第四条第三款", "召开会议",
                  (Item("宣布开始", 1, None), Item("陈述", 2, None), Item("宣布结束", 3, None)), degree="principle"),
        ),
        clauses=(Clause("第一条", "no_rule", reason="目的"), Clause("第三条", "rule", rules=("答复",))),
    )  # fmt: skip


@pytest.fixture(scope="session")
def program() -> Program:
    """The small policy."""
    return small_program()


@pytest.fixture(scope="session")
def names(program: Program) -> Names:
    """Its names."""
    return Names(program)


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    """Writes records (or lines as they stand) to a JSON Lines file."""

    def write(*records: object, name: str = "cases.jsonl") -> Path:
        path = tmp_path / name
        lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write
