"""The picture says what the policy says: every edge once, every stage in its lane, words, styles, the way of a case."""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pygraphviz import AGraph

from ecolang.draw import dot
from ecolang.draw.mainline import main_line
from ecolang.program import (
    Act,
    Anchor,
    Counting,
    Deadline,
    Duty,
    Edge,
    Event,
    Field,
    Power,
    Program,
    Role,
    Settings,
    Stage,
    Trigger,
)
from tests.draw.procedure import LIST, PROCEDURE

GOLDEN = Path(__file__).with_name("golden") / "small.dot"

SMALL = Program(
    Settings(title="小规则", title_label="Small rules", in_force="2026-01-01"),
    roles=(Role("机关", "authority"), Role("申请人", "applicant")),
    events=(
        Event("受理", "accept", actors=("机关",)),
        Event("补正", "correct", actors=("申请人",), fields=(Field("齐全", "bool", label="complete"),)),
        Event("撤回", "withdraw", actors=("申请人",)),
    ),
    stages=(
        Stage("待补正", "to be corrected", start=True),
        Stage("待受理", "to be accepted"),
        Stage("已办结", "done", outcome=True),
    ),
    duties=(
        Duty(
            "补正", "第二条", ("申请人",), "one", (Act("补正"),), Trigger("stage", ("待补正",)), lapses=True,
            deadlines=(Deadline("补正.1", "within", "第二条", 5, None, Counting("workday"), Anchor("opening")),),
            text="待补正的，申请人应当在5个工作日内补正。",
        ),
    ),
    powers=(Power("撤回", "第三条", ("申请人",), "one", (Act("撤回"),), ("待受理",)),),
    edges=(
        Edge("第二条#1", "第二条", "待补正", "待受理",
             Trigger("event", event="补正", guard=("cmp", "=", ("field", "齐全"), ("lit", True))), "duty", norm="补正"),
        Edge("第二条#2", "第二条", "待补正", "已办结", Trigger("lapse", of="补正"), "lapse", norm="补正"),
        Edge("第三条#1", "第三条", "待受理", "已办结", Trigger("event", event="撤回"), "power", norm="撤回"),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Effect:
    kind: str
    source: str | None = None
    target: str | None = None
    norm: str | None = None


@dataclass(frozen=True)
class Entry:
    on: str
    kind: str
    event: str | None
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class Track:
    stage: str
    timeline: tuple[Entry, ...]


def picture(program: Program = PROCEDURE, **more: object) -> AGraph:
    return AGraph(string=dot(program, **more))  # type: ignore[arg-type]


def drawn_edges(graph: AGraph) -> dict[str, dict[str, str]]:
    """The attributes of the drawn edges of the policy by their ids; an id drawn twice fails."""
    found = [dict(edge.attr) for edge in graph.edges_iter() if (edge.attr["id"] or "").startswith("edge:")]
    assert not [id_ for id_, count in Counter(attrs["id"] for attrs in found).items() if count > 1]
    return {attrs["id"].removeprefix("edge:"): attrs for attrs in found}


def node(graph: AGraph, id_: str) -> dict[str, str]:
    return next(dict(each.attr) for each in graph.nodes_iter() if each.attr["id"] == id_)


def lane_of(graph: AGraph, stage: str) -> str:
    """The header of the lane whose subgraph has the stage."""
    found = next(sub for sub in graph.subgraphs_iter() if (sub.name or "").startswith("lane_")
                 and any(graph.get_node(name).attr["id"] == f"stage:{stage}" for name in sub.nodes()))  # fmt: skip
    return str(graph.get_node("h" + found.name.removeprefix("lane_")).attr["tooltip"])


def margin(graph: AGraph) -> str:
    """What the legend and the panels say, line ends left out."""
    texts = [each.attr["label"] or "" for each in graph.nodes_iter() if re.match(r"[pk]\d", each)]
    return re.sub(r"<[^>]*>|\u3000", "", "".join(texts))


def way(*moves: tuple[str, str, str, str, str | None], stage: str) -> Track:
    return Track(stage, tuple(
        Entry(on, "event" if event else "lapse", event or None,
              (Effect("opened"), Effect("moved", source, target, norm)))
        for on, event, source, target, norm in moves
    ))  # fmt: skip


def test_the_text_of_a_small_policy() -> None:
    text = dot(SMALL)
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_text_is_the_same_every_time() -> None:
    assert dot(PROCEDURE) == dot(PROCEDURE)


@pytest.mark.parametrize("program", [SMALL, PROCEDURE], ids=["small", "procedure"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_drawn_is_what_the_policy_has(program: Program, lang: str) -> None:
    assert set(drawn_edges(picture(program, lang=lang))) == {edge.id for edge in program.edges}


def test_no_edge_is_drawn_twice_or_lost_when_all_is_shown() -> None:
    track = way(("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"), stage="待答复")
    graph = picture(case=track, documents=True)
    assert set(drawn_edges(graph)) == {edge.id for edge in PROCEDURE.edges}


def test_every_drawn_edge_leads_from_its_source_to_its_target() -> None:
    graph = picture()
    stages = {str(each): each.attr["id"] for each in graph.nodes_iter()}
    trunks = {str(each[0]): str(each[1]) for each in graph.edges_iter() if (each.attr["id"] or "").startswith("trunk:")}
    ends = {}
    for edge in graph.edges_iter():
        if (edge.attr["id"] or "").startswith("edge:"):
            tail, head = map(str, edge)
            head = trunks.get(head, head)
            ends[edge.attr["id"].removeprefix("edge:")] = (stages[tail], stages[head])
    assert ends == {edge.id: (f"stage:{edge.source}", f"stage:{edge.target}") for edge in PROCEDURE.edges}


def test_a_new_edge_in_the_policy_is_a_new_edge_in_the_picture() -> None:
    more = Edge("新", "第九条", "待受理", "待补正", Trigger("condition", guard=("true",)), "effect")
    assert set(drawn_edges(picture(replace(SMALL, edges=(*SMALL.edges, more))))) == {
        "第二条#1", "第二条#2", "第三条#1", "新",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("stage", "party"),
    [
        ("待告知", "权利人"),  # owes the notice
        ("待答复", "义务人"),  # owes the reply; the power of the other party over six stages does not count
        ("已签协议", "权利人"),  # may apply, a rule of this stage alone; performing hangs on three stages
        ("待裁定", "法院"),  # the court's rulings are for this stage alone
        ("已确认", "义务人"),  # owes performance; enforcement is only permitted
    ],
)
def test_a_stage_lies_in_the_lane_of_the_party_whose_turn_it_is(stage: str, party: str) -> None:
    assert lane_of(picture(), stage) == party


def test_a_part_of_a_party_has_no_lane_of_its_own() -> None:
    headers = [each.attr["tooltip"] for each in picture().nodes_iter() if each.startswith("h")]
    assert headers == ["权利人", "义务人", "法院"]


def test_a_stage_that_waits_for_nobody_lies_outside() -> None:
    program = Program(
        Settings(title="外"),
        roles=(Role("甲"),),
        events=(Event("灾", external=True),),
        stages=(Stage("等", start=True), Stage("终", outcome=True)),
        edges=(Edge("一", "一", "等", "终", Trigger("event", event="灾"), "effect"),),
    )
    assert lane_of(picture(program), "等") == "外部"


@pytest.mark.parametrize(
    ("edge", "words"),
    [
        ("第六条第一款#1", ["送达告知书", "会议日期5个工作日前", "第六条第一款"]),
        ("第七条第一款#3", ["答复（不同意）", "5个工作日内 · 第七条第一款"]),
        ("第七条第一款#4", ["⊙ 逾期（5个工作日）", "第七条第一款"]),
        ("第十四条第一款#27", ["权利人、义务人共同", "申请司法确认", "30日内 · 第十四条第一款"]),
    ],
)
def test_an_edge_says_event_or_lapse_period_and_clause(edge: str, words: list[str]) -> None:
    label = drawn_edges(picture())[edge]["label"]
    assert [word for word in words if word not in label] == []


def test_labels_are_in_english_where_the_policy_gives_them() -> None:
    label = drawn_edges(picture(lang="en"))["第七条第一款#3"]["label"]
    assert "reply (not agrees)" in label and "within 5 working days" in label and "Article\u00a07(1)" in label


@pytest.mark.parametrize(
    ("edge", "style", "color"),
    [
        ("第六条第一款#1", "solid", "#111827"),  # owed
        ("第十四条第一款#27", "dashed", "#0060a0"),  # permitted
        ("第七条第一款#4", "dotted", "#b8470b"),  # the clock
        ("第十四条第一款#28", "solid", "#6b5b95"),  # the court owes nothing by this policy: from outside
    ],
)
def test_kinds_of_moves_are_told_apart(edge: str, style: str, color: str) -> None:
    attrs = drawn_edges(picture())[edge]
    assert (attrs["style"], attrs["color"]) == (style, color)


def test_a_condition_is_a_thin_line() -> None:
    thin = Edge("新", "第九条", "待受理", "待补正", Trigger("condition", guard=("fact", "死亡")), "effect")
    attrs = drawn_edges(picture(replace(SMALL, edges=(*SMALL.edges, thin))))["新"]
    assert float(attrs["penwidth"]) < 1 and "死亡" in attrs["label"]


def test_a_power_over_many_stages_is_labelled_once() -> None:
    graph = picture()
    labelled = [each for each in graph.nodes_iter() if "认定磋商不成" in (each.attr["label"] or "") and each[0] == "j"]
    joined = [edge for edge in graph.edges_iter() if edge[1] in labelled and edge.attr["id"]]
    assert len(labelled) == 1 and "7种情形之一" in labelled[0].attr["label"]
    assert sorted(edge.attr["id"] for edge in joined) == sorted(
        f"edge:{edge.id}" for edge in PROCEDURE.edges if edge.norm == "认定不成"
    )


def test_the_tooltip_has_the_words_of_the_clause() -> None:
    assert "待告知的，权利人应当送达告知书" in drawn_edges(picture())["第六条第一款#1"]["tooltip"]


def test_a_duty_without_an_edge_stands_in_the_box() -> None:
    duty = Duty("补", "第九条", ("机关",), "one", (Act("撤回"),), Trigger("stage", ("待补正",)))
    label = node(picture(replace(SMALL, duties=(*SMALL.duties, duty))), "stage:待补正")["label"]
    assert "机关应当撤回" in label and "第九条" in label


def test_a_duty_with_an_edge_does_not_stand_in_the_box_too() -> None:
    assert "答复" not in node(picture(), "stage:待答复")["label"].replace("待答复", "")


def test_a_rule_of_many_stages_is_said_once_below() -> None:
    graph = picture()
    assert "磋商阶段：权利人可以邀请人民检察院" in margin(graph)
    assert "邀请" not in node(graph, "stage:待开会")["label"]
    assert "邀请" in node(graph, "stage:待开会")["tooltip"]


@pytest.mark.parametrize(
    "words",
    [
        "⊙ 磋商期限：自首次送达告知书之日起90日内",
        "召开会议原则上不超过3次，经同意增加会议，可以增加1次",
        "（七） 写明理由的其他情形",
        "签订协议后，权利人应当及时公布情况",
        "期限届满（时钟）",
    ],
)
def test_the_margin_has_periods_counts_grounds_and_the_legend(words: str) -> None:
    assert words in margin(picture())


def test_a_ground_has_its_number_once() -> None:
    grounds = tuple(replace(ground, text=f"（{n}）{ground.text}")
                    for n, ground in zip(LIST, PROCEDURE.powers[2].grounds, strict=True))  # fmt: skip
    power = replace(PROCEDURE.powers[2], grounds=grounds)
    powers = (*PROCEDURE.powers[:2], power, *PROCEDURE.powers[3:])
    words = margin(picture(replace(PROCEDURE, powers=powers)))
    assert "（七） 写明理由的其他情形" in words and "（七） （七）" not in words


def test_the_main_line_is_what_must_be_done() -> None:
    edges = drawn_edges(picture())
    thick = [id_ for id_, attrs in edges.items() if float(attrs["penwidth"]) > 3]
    # notice, consent, a meeting that agrees, signature, performance
    assert sorted(thick) == sorted(
        ["第六条第一款#1", "第七条第一款#2", "第十二条第一款#5", "第十二条第一款#23", "第十二条第二款#24"]
    )


def test_the_main_line_leads_to_the_outcome_declared_first() -> None:
    last = tuple(sorted(PROCEDURE.stages, key=lambda stage: stage.id == "已履行"))
    ends = [way[-1].target for way in map(main_line, (PROCEDURE, replace(PROCEDURE, stages=last)))]
    others = [stage.id for stage in last if stage.outcome]
    assert ends == ["已履行", others[0]]


def test_outcomes_stand_below_all_other_stages() -> None:
    graph = picture()
    heights = {
        stage.outcome: [float(node(graph, f"stage:{each.id}")["pos"].split(",")[1])
                        for each in PROCEDURE.stages if each.outcome == stage.outcome]
        for stage in PROCEDURE.stages
    }  # fmt: skip
    assert max(heights[True]) < min(heights[False])


def test_start_and_outcomes_are_told_apart() -> None:
    graph = picture()
    fills = {node(graph, f"stage:{stage}")["fillcolor"] for stage in ("待告知", "待开会", "已履行")}
    assert len(fills) == 3


def test_documents_are_drawn_only_when_asked_for() -> None:
    graphs = [picture(documents=asked) for asked in (False, True)]
    shapes = [[dict(each.attr).get("shape") for each in graph.nodes_iter()] for graph in graphs]
    assert [found.count("note") for found in shapes] == [0, 3]  # 告知书, 会议记录, 赔偿协议
    named = ["▤ 告知书" in drawn_edges(graph)["第六条第一款#1"]["label"] for graph in graphs]
    assert named == [False, True]
    assert "1.\u00a0义务人基本信息；8.\u00a0其他事项" in margin(graphs[1])


def test_the_way_of_a_case_is_marked_with_number_and_day() -> None:
    track = way(
        ("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"),
        ("2026-03-10", "", "待答复", "未获同意", "答复"),
        stage="未获同意",
    )
    edges = drawn_edges(picture(case=track))
    bold = {id_ for id_, attrs in edges.items() if float(attrs["penwidth"]) > 3}
    assert bold == {"第六条第一款#1", "第七条第一款#4"}  # the lapse, not the refusal between the same stages
    assert "② 2026-03-10" in edges["第七条第一款#4"]["label"]


def test_what_a_case_did_not_touch_is_faded() -> None:
    track = way(("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"), stage="待答复")
    graph = picture(case=track)
    edges = drawn_edges(graph)
    assert {attrs["color"] for id_, attrs in edges.items() if id_ != "第六条第一款#1"} == {"#cbd2da"}
    assert node(graph, "stage:待开会")["color"] == "#cbd2da" != node(graph, "stage:待告知")["color"]


def test_the_way_of_a_case_lies_over_all_other_ways() -> None:
    track = way(("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"), stage="待答复")
    names = [str(each) for each in picture(case=track).nodes_iter() if re.fullmatch(r"s\d+", each)]
    assert sorted(names[-2:]) == ["s0", "s1"]  # 待告知 and 待答复: Graphviz draws by the order of the boxes


def test_the_moves_of_a_case_are_listed_in_the_margin() -> None:
    track = way(("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"), stage="待答复")
    words = margin(picture(case=track))
    assert "① 2026-03-02" in words and "待告知 → 待答复" in words and "现处 ▶ 待答复" in words


def test_the_stage_of_a_case_is_filled() -> None:
    track = way(("2026-03-02", "送达告知书", "待告知", "待答复", "送达告知"), stage="待答复")
    assert node(picture(case=track), "stage:待答复")["fillcolor"] == "#fde68a"


def test_moves_through_a_junction_are_numbered_on_its_plate() -> None:
    track = way(
        ("2026-04-02", "召开会议", "待开会", "待再次磋商", None),
        ("2026-04-20", "召开会议", "待再次磋商", "待再次磋商", None),
        stage="待再次磋商",
    )
    graph = picture(case=track)
    plate = next(each for each in graph.nodes_iter() if "结果：未一致" in (each.attr["label"] or "") and each[0] == "j")
    assert "① 2026-04-02" in plate.attr["label"] and "② 2026-04-20" in plate.attr["label"]


def test_an_edge_named_by_its_id_is_found() -> None:
    track = way(("2026-03-10", "答复", "待答复", "未获同意", "第七条第一款#3"), stage="未获同意")
    bold = {id_ for id_, attrs in drawn_edges(picture(case=track)).items() if float(attrs["penwidth"]) > 3}
    assert bold == {"第七条第一款#3"}


def test_a_move_that_the_policy_does_not_have_is_left_out() -> None:
    track = way(("2026-03-10", "答复", "已履行", "待告知", None), stage="待告知")
    assert all(float(attrs["penwidth"]) < 3 for attrs in drawn_edges(picture(case=track)).values())


def test_an_empty_policy_has_a_picture() -> None:
    assert drawn_edges(picture(Program(Settings(title="空")))) == {}
